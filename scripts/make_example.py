"""Makes ``build/vi-du``: two years of an office's work, told by the program itself.

Files that are made up, and say so, arrive on their days in a workspace of its own; the real
commands are run over them, and what each was and answered is written into ``dien-bien.txt``. The
chapter on the year's course in the guide quotes from there. The figures are in
``example_figures.py``.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path

from example_figures import (
    ENDED,
    SUCCESSOR,
    Rows,
    centre,
    districts,
    estimated,
    residential,
    whole_of,
    with_unnoticed_deaths,
    without_column,
    year_of,
)
from samples_offices import CENTRE, DISTRICTS, LAYOUTS, RESIDENTIAL
from samples_rows import labelled
from samples_sheets import Head, Table, workbook_bytes
from welfare_stats.cli import main as welfare_stats
from welfare_stats.design.catalogue import CatalogueAt, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.design.forms.cs01 import CS01
from welfare_stats.design.forms.hx01 import HX01
from welfare_stats.design.forms.hx02 import HX02
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.year_text import SECTIONS
from welfare_stats.vietnamese import fold
from welfare_stats.workspace import Workspace

EXAMPLE = Path(__file__).parents[1] / "build" / "vi-du"
TRANSCRIPT = "dien-bien.txt"
BY = "Nguyễn Thị Mẫu"
DRAFT, SENT = ("--format", "html"), ("--final", "--by", BY)
LATE, CORRECTED, ESTIMATING, BLANK = "170", "173", "171", "165"
DEATHS = 24
NOTE = (
    "Toàn bộ số liệu trong báo cáo này là số liệu minh họa, không phải số liệu thật; việc sáp nhập "
    "huyện Phú Lương vào huyện Đồng Hỷ là tình huống giả định."
)
DEADLINES = """\
code,label,reporters,forms,period_start,period_end,due,due_next_year,valid_from,valid_to,basis
6-thang,6 tháng đầu năm,PLDTBXH,HX-01 HX-02,01 tháng 01,30 tháng 6,05 tháng 7,no,2014-01-01,,minh họa
6-thang,6 tháng đầu năm,CSND TTCTXH,CS-01,01 tháng 01,30 tháng 6,05 tháng 7,no,2014-01-01,,minh họa
ca-nam,Cả năm,PLDTBXH,HX-01 HX-02,01 tháng 01,31 tháng 12,10 tháng 01,yes,2014-01-01,,minh họa
ca-nam,Cả năm,CSND TTCTXH,CS-01,01 tháng 01,31 tháng 12,10 tháng 01,yes,2014-01-01,,minh họa
"""  # noqa: E501 - rows of a CSV file


@dataclass(frozen=True)
class Told:
    """A command of the story, with what it answered and its exit status."""

    chapter: str
    command: str
    answer: str
    status: int


class Story:
    """The workspace, and the commands that were run in it."""

    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace(folder)
        self.told: list[Told] = []
        self.chapter = ""

    def run(self, *words: str) -> None:
        """Run a command as a person would, at a terminal of 80 columns."""
        heard = StringIO()
        with redirect_stdout(heard), redirect_stderr(heard):
            status = welfare_stats(words)
        answer = heard.getvalue().replace(f"{self.workspace.root}{os.sep}", "")
        answer = "".join(f"{line.rstrip()}\n" for line in answer.splitlines())
        command = " ".join(f'"{word}"' if " " in word else word for word in words)
        self.told.append(Told(self.chapter, f"welfare-stats {command}", answer, status))

    def receive(self, day: date, files: Iterable[tuple[str, bytes]], year: int) -> None:
        """Save files as they came on a day, and take them in."""
        folder = self.workspace.raw / str(year)
        folder.mkdir(exist_ok=True)
        for name, content in files:
            (folder / name).write_bytes(content)
        self.run("ingest", "--received-on", day.isoformat())

    def text(self) -> str:
        """Everything that was run and answered."""
        lines = [NOTE.replace("báo cáo này", "ví dụ này")]
        for told in self.told:
            if f"== {told.chapter}" not in lines:
                lines += ["", f"== {told.chapter}"]
            lines += ["", f"$ {told.command}", told.answer + f"[mã thoát {told.status}]"]
        return "\n".join(lines) + "\n"


def main() -> int:
    """Make the example anew; says where it is."""
    shutil.rmtree(EXAMPLE, ignore_errors=True)
    make_example(EXAMPLE)
    print(EXAMPLE / TRANSCRIPT)
    return 0


def make_example(folder: Path) -> list[Told]:
    """Let the two years pass in a folder that is not there yet."""
    with _at_a_plain_terminal():
        story = Story(folder.absolute())
        story.chapter = "Tạo kho số liệu"
        story.run("init", str(folder.absolute()))
        with chdir(folder):
            _tell(story)
    (folder / TRANSCRIPT).write_text(story.text(), encoding="utf-8")
    return story.told


@contextmanager
def _at_a_plain_terminal() -> Iterator[None]:
    """A terminal of 80 columns without colours, whatever runs the script."""
    before = dict(os.environ)
    os.environ.update(TERM="dumb", TTY_COMPATIBLE="1", NO_COLOR="1")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


# --- the story -----------------------------------------------------------------------------------


def _tell(story: Story) -> None:
    _prepare(story.workspace)
    files = Files(load_catalogue(story.workspace.catalogue, FORMS).at(date(2018, 12, 31)))
    _first_half_of_2018(story, files)
    _year_2018(story, files)
    _merger(story, files)
    _year_2019(story, files)
    _looking_back(story)


def _prepare(workspace: Workspace) -> None:
    (workspace.catalogue / "deadlines.csv").write_text(DEADLINES, encoding="utf-8")
    for name in ("2018-6-thang", "2018", "2019-6-thang", "2019"):
        words = dict.fromkeys(SECTIONS, "Lời văn minh họa.") | {"Lưu ý về số liệu": NOTE}
        text = "\n".join(f"# {heading}\n{said}\n" for heading, said in words.items())
        workspace.year_text(name).write_text(text, encoding="utf-8")


def _first_half_of_2018(story: Story, files: "Files") -> None:
    story.chapter = "Sáu tháng đầu năm 2018"
    half = files.of(2018, is_half=True)
    late = {LATE: half.pop(LATE)}
    story.receive(date(2018, 7, 3), files.written(half, Head(_half(2018), date(2018, 7, 2))), 2018)
    story.run("status", "--year", "2018")
    story.receive(date(2018, 7, 10), files.written(late, Head(_half(2018), date(2018, 7, 9))), 2018)
    story.run("report", "--year", "2018", "--period", "6-thang", *DRAFT, *SENT)


def _year_2018(story: Story, files: "Files") -> None:
    story.chapter = "Cả năm 2018"
    true = files.of(2018)
    first = true | {CORRECTED: with_unnoticed_deaths(true[CORRECTED], "tc_cao_tuoi", DEATHS)}
    story.receive(date(2019, 1, 8), files.written(first, Head(_year(2018), date(2019, 1, 7))), 2018)
    story.run("report", "--year", "2018", *DRAFT, *SENT)
    story.chapter = "Đính chính sau khi đã gửi báo cáo năm 2018"
    head = Head(_year(2018), date(2019, 1, 15))
    corrected = files.written({CORRECTED: true[CORRECTED]}, head, "sửa")
    story.receive(date(2019, 1, 16), corrected, 2018)
    story.run("diff", "--year", "2018")
    story.run("report", "--year", "2018", *SENT)
    story.chapter = "Chốt năm 2018"
    story.run("close", "--year", "2018", "--reason", "Đã ký báo cáo", "--by", BY)
    head = Head(_year(2018), date(2019, 2, 18))
    again = {CORRECTED: with_unnoticed_deaths(true[CORRECTED], "tc_cao_tuoi", 3)}
    ((name, content),) = files.written(again, head, "sửa lần 2")
    story.receive(date(2019, 2, 20), [(name, content)], 2018)
    reason = ("--reason", "Năm 2018 đã chốt", "--by", BY)
    story.run("dismiss", f"data/raw/2018/{name}", *reason)


def _merger(story: Story, files: "Files") -> None:
    story.chapter = "Sáu tháng đầu năm 2019, sáp nhập từ ngày 01/7/2019"
    _merge(story.workspace)
    head = Head(_half(2019), date(2019, 7, 2))
    half = files.of(2019, is_half=True)
    story.receive(date(2019, 7, 3), files.written(half, head), 2019)
    story.run("report", "--year", "2019", "--period", "6-thang", *DRAFT, *SENT)


def _merge(workspace: Workspace) -> None:
    units = workspace.catalogue / "units.csv"
    lines = units.read_text("utf-8").splitlines()
    ended = [
        line.replace(",2025-06-30,", ",2019-06-30,") if line.startswith(f"{ENDED},") else line
        for line in lines
    ]
    units.write_text("\n".join(ended) + "\n", encoding="utf-8")
    row = f"from,to,day\n{ENDED},{SUCCESSOR},2019-07-01\n"
    (workspace.catalogue / "successions.csv").write_text(row, encoding="utf-8")


def _year_2019(story: Story, files: "Files") -> None:
    story.chapter = "Cả năm 2019"
    year = files.of(2019)
    year[BLANK] = without_column(year[BLANK], HX01, "female")
    actual = {ESTIMATING: year.pop(ESTIMATING)}
    guess = {ESTIMATING: estimated(actual[ESTIMATING])}
    head = Head(_year(2019), date(2019, 12, 9), is_estimate=True)
    story.receive(date(2019, 12, 10), files.written(guess, head, "ước"), 2019)
    story.receive(date(2020, 1, 8), files.written(year, Head(_year(2019), date(2020, 1, 7))), 2019)
    story.run("report", "--year", "2019", *DRAFT)
    head = Head(_year(2019), date(2020, 1, 14))
    story.receive(date(2020, 1, 14), files.written(actual, head), 2019)
    story.run("diff", "--year", "2019")
    story.run("report", "--year", "2019", *SENT)
    story.run("status", "--year", "2019")


def _looking_back(story: Story) -> None:
    story.chapter = "Xem lại"
    case_type = ("--case-type", "tro_cap_cong_dong")
    story.run("explain", "--year", "2019", *case_type, "--measure", "tăng")
    story.run("diff", "--year", "2019", "--from", "2018")
    story.run("history", "--year", "2018", "--unit", CORRECTED)
    story.run("history", "--year", "2019", "--unit", ESTIMATING)
    story.run("report", "--year", "2018", "-o", "lap-lai")


# --- the files -----------------------------------------------------------------------------------


def _half(year: int) -> ReportingPeriod:
    return ReportingPeriod(date(year, 1, 1), date(year, 6, 30))


def _year(year: int) -> ReportingPeriod:
    return ReportingPeriod(date(year, 1, 1), date(year, 12, 31))


class Files:
    """What each unit sends for each period; an ended unit sends nothing for the year."""

    def __init__(self, codes: CatalogueAt) -> None:
        self.codes = codes
        units = codes.units
        self.halves = districts((units[code] for code in DISTRICTS), codes)
        self.facilities = {code: residential(units[code], codes) for code in RESIDENTIAL}
        self.facilities[CENTRE] = centre(units[CENTRE], codes)

    def of(self, year: int, *, is_half: bool = False) -> dict[str, Rows]:
        """The rows of every unit for a year, or for its first half."""
        first = 2 * (year - 2018)
        rows = {
            code: halves[first]
            if is_half
            else year_of(halves[first], halves[first + 1], self.codes)
            for code, halves in self.halves.items()
            if is_half or len(halves) > first + 1
        }
        at = first if is_half else first + 1
        return rows | {code: {CS01.code: reports[at]} for code, reports in self.facilities.items()}

    def written(
        self, rows: dict[str, Rows], head: Head, remark: str = ""
    ) -> Iterator[tuple[str, bytes]]:
        """The workbooks, each in the manner of its office, with their names."""
        months = head.period.end.month
        for code, of_unit in rows.items():
            unit = self.codes.units[code]
            words = f"{unit.short_name} {months} tháng {head.period.end.year} {remark}"
            layout = replace(LAYOUTS[code], file_name=f"{fold(words).replace(' ', '-')}.xlsx")
            layout = replace(layout, sheet_names=layout.sheet_names[: len(of_unit)])
            tables = list(self._tables(of_unit, has_total=bool(layout.total_label)))
            if layout.total_as_code:
                tables = list(self._tables(of_unit, has_total=False, total_as_code=True))
            yield layout.file_name, workbook_bytes(unit, layout, tables, head)

    def _tables(
        self, rows: Rows, *, has_total: bool, total_as_code: bool = False
    ) -> Iterator[Table]:
        if CS01.code in rows:
            yield Table(CS01, labelled(CS01, rows[CS01.code], self.codes))
            return
        whole = whole_of(rows)
        groups = [whole, *rows[HX01.code]] if total_as_code else rows[HX01.code]
        yield Table(HX01, labelled(HX01, groups, self.codes), whole if has_total else None)
        yield Table(HX02, labelled(HX02, rows[HX02.code], self.codes))


if __name__ == "__main__":
    sys.exit(main())
