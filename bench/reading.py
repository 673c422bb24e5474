"""What reading with everything on costs, as ratios to python-calamine's bare read.

20 lists of cases, 5,000 rows × 12 columns each; the bare read, always in one process, and each step
in turn. Run by ``make bench``; absolute seconds are of the machine, the ratios are what counts.
"""

import argparse
import gc
import sys
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import openpyxl
from python_calamine import CalamineWorkbook

from welfare_stats.collect.reading.rows import read_table
from welfare_stats.collect.reading.tables import find_tables
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.validate.assess import assess
from welfare_stats.workers import ChildProcesses, Limits

_ROOT = Path(__file__).parents[1]
_CATALOGUE = load_catalogue(_ROOT / "catalogue", FORMS)
_PATH = "data/raw/2018/danh sach.xlsx"
_LEFT_OUT = "identity_number"  # 12 columns


def workbook(
    rows: int, seed: int, first: date = date(2018, 1, 1), last: date = date(2018, 8, 31)
) -> bytes:
    """A list of cases of the social-work centre; all people are made up."""
    random = Random(seed)
    columns = {name: c for name, c in FORMS["DS-01"].columns.items() if name != _LEFT_OUT}
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("DS-01")
    sheet.append(["DANH SÁCH TRƯỜNG HỢP"])
    sheet.append(["Đơn vị báo cáo: Trung tâm Công tác xã hội", None, "Mã đơn vị: CSTG-04"])
    sheet.append([f"Kỳ báo cáo: từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"])
    sheet.append([column.heading for column in columns.values()])
    for number in range(1, rows + 1):
        received = first + timedelta(random.randrange((last - first).days))
        sheet.append(
            [
                number,
                f"HS-{number:05}",
                f"Người Mẫu {number}",
                date(1930, 1, 1) + timedelta(random.randrange(31000)),
                random.choice(["Nam", "Nữ"]),
                random.choice(["Kinh", "Tày", "Nùng"]),
                "Xã La Hiên",
                "CSTG-04",
                random.choice(["can_thiep", "can_thiep_khan_cap"]),
                received,
                min(received + timedelta(random.randrange(30)), last),
                "Đã hỗ trợ",
            ]
        )
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


Step = Callable[[list[bytes]], None]


def bare(files: list[bytes]) -> None:
    """All cells of all sheets, by the reader alone."""
    for content in files:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def cells(content: bytes) -> int:
    """The package inspected, the look for what the reader cannot tell, the values."""
    return len(read_workbook(content).sheets)


def rows(content: bytes) -> int:
    """Cells, tables found, and every cell validated."""
    found = [table for sheet in read_workbook(content).sheets for table in find_tables(sheet)]
    return sum(len(read_table(table)[0].rows) for table in found)


def assessed(content: bytes) -> int:
    """Rows, all checks, and the figures counted."""
    assessment = assess(content, _PATH, _CATALOGUE)
    assert assessment.observations is not None  # noqa: S101
    return len(assessment.findings)


def here(read: Callable[[bytes], int]) -> Step:
    """In this process; without the collector of cycles, as in the program's children."""

    def step(files: list[bytes]) -> None:
        gc.disable()
        for content in files:
            read(content)
        gc.enable()

    return step


def in_children(read: Callable[[bytes], int], count: int) -> Step:
    """In so many child processes with limits, their start included."""

    def step(files: list[bytes]) -> None:
        with ChildProcesses(count).calling(read, Limits(60, 1024)) as call_all:
            for _, answer in call_all(files):
                assert isinstance(answer, int), answer  # noqa: S101

    return step


STEPS: dict[str, Step] = {
    "cells": here(cells),
    "rows": here(rows),
    "rows, checks, figures": here(assessed),
    "rows, one child": in_children(rows, 1),
    "rows, two children": in_children(rows, 2),
    "rows, checks, figures, one child": in_children(assessed, 1),
    "rows, checks, figures, two children": in_children(assessed, 2),
}


def _seconds(step: Step, files: list[bytes]) -> float:
    start = perf_counter()
    step(files)
    return perf_counter() - start


def main() -> int:
    """Print the median ratio of every step to the bare read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    files = [workbook(options.rows, seed) for seed in range(options.files)]
    bare(files[:1])
    print(f"{options.files} × {options.rows:,} rows × 12 columns, {options.rounds} rounds")
    for name, step in STEPS.items():
        pairs = [(_seconds(bare, files), _seconds(step, files)) for _ in range(options.rounds)]
        ratio = median(ours / base for base, ours in pairs)
        base, ours = (median(column) for column in zip(*pairs, strict=True))
        print(f"{name:36} {ours:6.2f} s, bare {base:5.2f} s, ratio {ratio:4.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
