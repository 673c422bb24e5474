"""The acceptance test: from the sample files to the report of 2018, in all formats."""

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from pypdfium2 import PdfDocument

from conftest import REPOSITORY
from welfare_stats.analyse.response import status_of
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings import Severity
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.register import Register, state_after
from welfare_stats.report.render import FORMATS
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace, create_workspace

SAMPLES = REPOSITORY / "data" / "raw" / "2018"
RECEIVED = dt.date(2018, 9, 3)
ORDER = ReportOrder(ReportScope(2018))

# Every figure of the published article, as it is written there (domain notes, section 0).
FIGURES = [
    "04 cơ sở",
    "03 cơ sở",
    "01 Trung tâm",
    "394 lượt",
    "285 đối tượng",
    "785 trường hợp",
    "37 trường hợp",
    "26.850 cuộc gọi",
    "5.120 ca",
    "3.621 ca",
    "595 ca",
    "904 ca",
    "550 ca",
    "514 trường hợp",
    "68 trường hợp",
    "72 trường hợp",
    "47 trường hợp",
    "10 buổi",
    "200 trẻ",
    "Trường mầm non 19/5",
    "trên 48.000",
    "trên 300",
    "trên 14.000",
    "ít nhất 10",
    "70,7%",
    "11,6%",
    "17,7%",
    "4,7%",
    "72,3%",
    "95,0%",
    "31/8/2018",
    "xe buýt",
    "Mức chuẩn",
    "số liệu minh họa",
]


def with_samples(workspace: Workspace) -> Workspace:
    shutil.copytree(SAMPLES, workspace.raw / "2018")
    typed = Workspace(REPOSITORY).year_text("2018")
    shutil.copyfile(typed, workspace.year_text("2018"))
    return workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace of its own with the sample files."""
    made = create_workspace(tmp_path_factory.mktemp("mau") / "so-lieu")
    return with_samples(made)


@pytest.fixture(scope="module")
def reports(workspace: Workspace, catalogue: Catalogue) -> dict[str, bytes]:
    results = ingest(workspace, catalogue, received_on=RECEIVED)
    assert [r.outcome for r in results] == [Outcome.ACCEPTED] * 13
    paths = [file.path for file in publish(workspace, catalogue, ORDER)]
    assert [path.name for path in paths] == [
        "bao-cao-2018.docx",
        "bao-cao-2018.pdf",
        "bao-cao-2018.html",
        "bao-cao-2018.xlsx",
    ]
    return {path.suffix[1:]: path.read_bytes() for path in paths}


def text_of(name: str, content: bytes) -> str:
    """All text of a rendered report, read without any of the project's own code."""
    words = {"docx": _docx_words, "pdf": _pdf_words, "html": _html_words, "xlsx": _xlsx_words}[
        name
    ](content)
    return " ".join(" ".join(words).split())


def _docx_words(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, re.DOTALL):
        yield "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph))


def _pdf_words(content: bytes) -> Iterator[str]:
    with PdfDocument(content) as file:
        for page in file:
            yield page.get_textpage().get_text_range()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._is_read = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_read = tag not in ("style", "script")

    def handle_data(self, data: str) -> None:
        if self._is_read:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_read = True


def _html_words(content: bytes) -> list[str]:
    parser = _Words()
    parser.feed(content.decode())
    return parser.words


def _xlsx_words(content: bytes) -> Iterator[str]:
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_report_holds_every_figure_of_the_article(name: str, reports: dict[str, bytes]) -> None:
    text = text_of(name, reports[name]).lower()
    assert [figure for figure in FIGURES if figure.lower() not in text] == []
    assert "31/12/2018" not in text  # the figures end in August: nothing is claimed of the year


def test_the_samples_are_clean(workspace: Workspace, reports: dict[str, bytes]) -> None:
    assert reports
    with Register.open(workspace.register) as register:
        receipts = register.history().receipts
        found = register.findings(receipt.id for receipt in receipts)
    assert len(receipts) == 13
    for receipt in receipts:
        worse = [f for f in found.get(receipt.id, ()) if f.severity is not Severity.INFO]
        assert worse == [], receipt.path


def test_everybody_has_sent(
    workspace: Workspace, catalogue: Catalogue, reports: dict[str, bytes]
) -> None:
    assert reports
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
    status = status_of(2018, catalogue, state, RECEIVED)
    assert len(status.complete_units()) == 13
    assert Counter((o.owed.name, o.state.value, o.late_days) for o in status.obligations) == {
        ("6 tháng đầu năm 2018", "met", None): 22,  # through the eight months
        ("8 tháng năm 2018", "met", 0): 22,
        ("cả năm 2018", "not_due", None): 22,
    }


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_report_says_what_was_sent_and_what_was_not(
    name: str, reports: dict[str, bytes]
) -> None:
    text = text_of(name, reports[name])
    assert "13/13 đơn vị đã gửi đủ báo cáo 8 tháng năm 2018, số liệu đã được tổng hợp." in text
    assert "Chưa có báo cáo cả năm 2018 của 13 đơn vị." in text
    assert len(re.findall("(HX-01, HX-02|CS-01) 03/9/2018 đã tổng hợp", text)) == 13
    assert text.count("03/9/2018") == 13


def test_the_same_data_give_the_same_bytes(
    workspace: Workspace, catalogue: Catalogue, reports: dict[str, bytes], tmp_path: Path
) -> None:
    again = [file.path for file in publish(workspace, catalogue, replace(ORDER, folder=tmp_path))]
    assert {path.suffix[1:]: path.read_bytes() for path in again} == reports


def test_one_changed_cell_changes_its_figure_and_what_depends_on_it(
    catalogue: Catalogue, reports: dict[str, bytes], tmp_path: Path
) -> None:
    workspace = with_samples(create_workspace(tmp_path / "so-lieu"))
    changed = _change_one_cell(workspace, "ket_noi_dich_vu", 514, 515)
    results = ingest(workspace, catalogue, received_on=RECEIVED)
    assert {r.path: r.outcome for r in results}[workspace.name_of(changed)] is Outcome.ACCEPTED
    for path in (file.path for file in publish(workspace, catalogue, ORDER)):
        name = path.suffix[1:]
        before, after = text_of(name, reports[name]), text_of(name, path.read_bytes())
        assert "515 trường hợp" in after
        assert "514 trường hợp" not in after
        assert before.replace("514", "515") == after


def _change_one_cell(workspace: Workspace, code: str, old: int, new: int) -> Path:
    for path in sorted(workspace.raw.rglob("*.xlsx")):
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                if any(cell.value == code for cell in row):
                    (cell,) = (cell for cell in row if cell.value == old)
                    cell.value = new
                    book.save(path)
                    return path
    raise AssertionError(f"no sample states {code}")


def test_libreoffice_works_out_the_same_totals(
    reports: dict[str, bytes], tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    written = tmp_path / "bao-cao.xlsx"
    without_results(reports["xlsx"], written)
    wanted = openpyxl.load_workbook(BytesIO(reports["xlsx"]), data_only=True)
    formulas = openpyxl.load_workbook(written)
    found = openpyxl.load_workbook(soffice(written, "xlsx"), data_only=True)
    compared = [
        (wanted[sheet.title][cell.coordinate].value, found[sheet.title][cell.coordinate].value)
        for sheet in formulas
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(compared) > 60
    assert [worked_out for _, worked_out in compared] == pytest.approx([v for v, _ in compared])


def without_results(content: bytes, target: Path) -> None:
    """Write the workbook without what its formulas gave, so that they have to be worked out."""
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as copy:
        for member in source.infolist():
            data = source.read(member)
            if member.filename.startswith("xl/worksheets/"):
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f>", data)
            copy.writestr(member, data)


# A cell as people or Excel write it, "HX-01!G8" or "ô G8", but not the code of a form.
ADDRESS = re.compile(r"(?:!|ô )[A-Z]{1,3}[1-9]\d*\b|\b[A-Z]{1,2}[1-9]\d*:[A-Z]{1,2}[1-9]\d*\b")


def all_text_of(content: bytes) -> str:
    """Every word in a file, also in its properties and notes; of formulas what they give."""
    if content.startswith(b"%PDF"):
        return " ".join(_pdf_words(content))
    if not content.startswith(b"PK"):
        return " ".join(_html_words(content))
    with ZipFile(BytesIO(content)) as archive:
        parts = [
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        ]
    formulas = re.compile(r"<(f|definedName)[ >].*?</\1>", re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", formulas.sub(" ", part)) for part in parts))


def test_only_the_internal_workbook_names_files_and_cells(
    workspace: Workspace, reports: dict[str, bytes]
) -> None:
    names = {path.name for path in SAMPLES.iterdir() if path.suffix.startswith(".xl")}
    assert len(names) == 13
    for name, content in reports.items():
        text = all_text_of(content)
        assert [file for file in names if file in text or Path(file).stem in text] == [], name
        assert ADDRESS.findall(text) == [], name
        assert "data/raw" not in text
    internal = workspace.reports(2018) / "bao-cao-2018-noi-bo.xlsx"
    text = all_text_of(internal.read_bytes())
    assert [file for file in names if f"data/raw/2018/{file}" not in text] == []
    assert len(ADDRESS.findall(text)) > 100


def test_the_internal_workbook_holds_no_name_of_a_person(
    workspace: Workspace, reports: dict[str, bytes]
) -> None:
    assert reports
    text = all_text_of((workspace.reports(2018) / "bao-cao-2018-noi-bo.xlsx").read_bytes())
    (listing,) = SAMPLES.glob("TT CTXH*.xlsx")
    sheet = openpyxl.load_workbook(listing)["DS-01"]
    people = [str(row[2]) for row in sheet.iter_rows(min_row=13, values_only=True) if row[2]]
    assert len(people) > 500
    assert [name for name in people if name in text] == []


def filled_parts(content: bytes) -> list[tuple[bool, float]]:
    """Of each page whether it is turned, and down to which part of its height something stands."""
    pages = []
    with PdfDocument(content) as document:
        for page in document:
            width, height = page.get_size()
            bottoms = [thing.get_bounds()[1] for thing in page.get_objects()]
            margin = 57  # 2 cm
            lowest = min(bottom for bottom in bottoms if bottom > margin / 2)
            pages.append((width > height, 1 - (lowest - margin) / (height - 2 * margin)))
    return pages


def assert_pages_are_filled(content: bytes) -> None:
    """No page is more than half empty but the last of the text and of pages of one direction."""
    pages = filled_parts(content)
    with PdfDocument(content) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    annex = next(n for n, text in enumerate(texts) if "Kèm theo Báo cáo" in text)
    for number, (is_turned, filled) in enumerate(pages[:-1]):
        is_last = number + 1 == annex or pages[number + 1][0] != is_turned
        assert is_last or filled > 0.5, f"page {number + 1}: {filled:.0%}"


def test_no_page_of_the_pdf_is_left_more_than_half_empty(reports: dict[str, bytes]) -> None:
    assert_pages_are_filled(reports["pdf"])


def test_no_page_that_word_prints_is_left_more_than_half_empty(
    reports: dict[str, bytes], tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    document = tmp_path / "bao-cao.docx"
    document.write_bytes(reports["docx"])
    assert_pages_are_filled(soffice(document, "pdf").read_bytes())
