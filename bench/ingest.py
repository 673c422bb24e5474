"""What taking files in costs, as the command is really run, against python-calamine's bare read.

Three pieces of work with two workers, each in a new workspace: 20 lists of 5,000 cases, each of a
period of its own; 1,000 workbooks of counts, each of a unit of its own; and a second run over those
in which nothing is new. The bare read goes over the same files in the same round. Run by
``make bench``; absolute times are of the machine, the ratios and what lies between are what counts.
"""

import argparse
import csv
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import openpyxl

from reading import bare, workbook
from welfare_stats.design.catalogue import CatalogueAt, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.design.questionnaire.prefilled_rows import prefilled_rows
from welfare_stats.workspace import Workspace, create_workspace

_ROOT = Path(__file__).parents[1]
_PERIOD = "Kỳ báo cáo: từ ngày 01/01/2018 đến ngày 31/8/2018"
_JOBS = 2


def lists(folder: Path, count: int, rows: int) -> None:
    """Lists of one unit, each of a few days of 2018 of its own."""
    days = 360 // count
    for number in range(count):
        first = date(2018, 1, 1) + timedelta(days * number)
        last = first + timedelta(days - 1)
        (folder / f"danh sach {number:03}.xlsx").write_bytes(
            workbook(rows, seed=number, first=first, last=last)
        )


def counts(workspace: Workspace, folder: Path, count: int) -> None:
    """Workbooks of counts, each of a district office of its own; so many stand in the catalogue."""
    path = workspace.catalogue / "units.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file))
    units = [
        {
            "code": f"{10_000 + number}",
            "name": f"Phòng Lao động - Thương binh và Xã hội huyện Mẫu {number}",
            "area": f"Huyện Mẫu {number}",
            "kind": "PLDTBXH",
            "valid_from": "2014-01-01",
        }
        for number in range(count)
    ]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, heading).writerows(units)
    codes = load_catalogue(workspace.catalogue, FORMS).at(date(2018, 8, 31))
    for number, unit in enumerate(units):
        content = counts_of(codes, unit["code"], unit["name"], Random(number))
        (folder / f"bao cao {number:04}.xlsx").write_bytes(content)


def counts_of(codes: CatalogueAt, code: str, name: str, random: Random) -> bytes:
    """HX-01 and HX-02 of a unit, filled in without a contradiction."""
    book = openpyxl.Workbook(write_only=True)
    for form in (FORMS["HX-01"], FORMS["HX-02"]):
        sheet = book.create_sheet(form.code)
        sheet.append([form.title.upper()])
        sheet.append([f"Đơn vị báo cáo: {name}", None, None, f"Mã đơn vị: {code}"])
        sheet.append([_PERIOD])
        sheet.append([column.heading for column in form.columns.values()])
        rows = prefilled_rows(form, codes.units[code], codes)
        numbers: list[dict[str, int]] = []
        for row in rows:
            closing, increase, decrease = (random.randrange(20, 90) for _ in range(3))
            opening = closing - increase + decrease + 100
            numbers.append(
                {"opening": opening, "increase": increase, "decrease": decrease,
                 "closing": closing + 100, "total": closing, "amount": 270 * closing}
            )  # fmt: skip
            del row
        for at in reversed(range(len(rows))):  # a sum stands above its parts
            if rows[at].parts:
                parts = [numbers[part] for part in rows[at].parts]
                numbers[at] = {name: sum(part[name] for part in parts) for name in numbers[at]}
        for number, (row, stated) in enumerate(zip(rows, numbers, strict=True), start=1):
            words = {"ordinal": number, "case_type": row.case_type.code,
                     "case_type_label": row.case_type.label,
                     "measure_unit": row.case_type.unit}  # fmt: skip
            sheet.append([(words | stated).get(field) for field in form.columns])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def seconds_of_ingest(workspace: Workspace) -> float:
    """The whole command, from its start to its end; every file must be accepted or unchanged."""
    command = [sys.executable, "-m", "welfare_stats", "--workspace", str(workspace.root), "ingest"]
    start = perf_counter()
    done = subprocess.run(  # noqa: S603
        [*command, "--jobs", str(_JOBS), "--received-on", "2019-01-01"],
        capture_output=True,
        text=True,
        check=False,
    )
    taken = perf_counter() - start
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return taken


def seconds_of_bare(files: Sequence[bytes]) -> float:
    """The reader alone, in this process."""
    start = perf_counter()
    bare(list(files))
    return perf_counter() - start


@dataclass(frozen=True, slots=True)
class Round:
    """Times of one workspace, in seconds: nothing there, everything new, nothing new, bare read."""

    nothing: float
    new: float
    again: float
    bare: float


def measured(make: Callable[[Workspace, Path], None]) -> Round:
    """Make a workspace, take its files in, and once more."""
    with TemporaryDirectory() as place:
        workspace = create_workspace(Path(place) / "kho")
        folder = workspace.raw / "2018"
        aside = Path(place) / "aside"
        aside.mkdir()
        make(workspace, aside)
        nothing = seconds_of_ingest(workspace)
        aside.rename(folder)
        files = [path.read_bytes() for path in sorted(folder.iterdir())]
        bare(files[:1])
        read = seconds_of_bare(files)
        return Round(nothing, seconds_of_ingest(workspace), seconds_of_ingest(workspace), read)


def main() -> int:
    """Print each figure with its target; 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=int, default=20)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--counts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    def make_lists(_: Workspace, folder: Path) -> None:
        lists(folder, options.lists, options.rows)

    def make_counts(workspace: Workspace, folder: Path) -> None:
        counts(workspace, folder, options.counts)

    of_lists = [measured(make_lists) for _ in range(options.rounds)]
    of_counts = [measured(make_counts) for _ in range(options.rounds)]
    rows = [
        (
            f"{options.lists} lists × {options.rows:,} rows, less a run over nothing, to bare read",
            median((r.new - r.nothing) / r.bare for r in of_lists),
            3.0,
            "×",
        ),
        (
            f"{options.counts:,} workbooks of counts, a file over the bare read",
            median((r.new - r.bare) / options.counts * 1000 for r in of_counts),
            8.0,
            "ms",
        ),
        (f"nothing new in {options.counts:,} files", median(r.again for r in of_counts), 1.0, "s"),
    ]
    for words, value, target, unit in rows:
        verdict = "" if value <= target else "  missed"
        print(f"{words:66} {value:6.2f} {unit:2}  target ≤ {target:g} {unit}{verdict}")
    for name, rounds in (("lists", of_lists), ("counts", of_counts)):
        r = sorted(rounds, key=lambda one: one.new)[len(rounds) // 2]
        print(f"  {name}: nothing {r.nothing:.2f} s, new {r.new:.2f} s, again {r.again:.2f} s, "
              f"bare {r.bare:.2f} s")  # fmt: skip
    return int(any(value > target for _, value, target, _ in rows))


if __name__ == "__main__":
    sys.exit(main())
