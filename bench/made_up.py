"""What the benchmark reads: lists of cases and workbooks of counts; all of it is made up."""

import csv
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, timedelta
from functools import cache, partial
from io import BytesIO
from math import ceil
from pathlib import Path
from random import Random

import xlsxwriter

from welfare_stats.design.catalogue import CatalogueAt, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.design.questionnaire.prefilled_rows import prefilled_rows
from welfare_stats.workspace import Workspace

_LEFT_OUT = "identity_number"  # 12 columns
COLUMNS = [name for name in FORMS["DS-01"].columns if name != _LEFT_OUT]
HEADING_ROW = 4
"""The row of a list's headings, counted from 1."""
_MOST_A_YEAR = 360
_PROCESSES = 2


def _book() -> tuple[xlsxwriter.Workbook, BytesIO]:
    buffer = BytesIO()
    return xlsxwriter.Workbook(buffer, {"in_memory": True}), buffer


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def list_of_cases(
    rows: int,
    seed: int = 0,
    first: date = date(2018, 1, 1),
    last: date = date(2018, 8, 31),
    faults: int = 0,
) -> bytes:
    """A list of cases of the social-work centre, 12 columns; so many cells hold a wrong code."""
    random = Random(seed)
    wrong = set(random.sample(range(1, rows + 1), faults))
    book, buffer = _book()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("DS-01")
    head = [
        ["DANH SÁCH TRƯỜNG HỢP"],
        ["Đơn vị báo cáo: Trung tâm Công tác xã hội", None, "Mã đơn vị: CSTG-04"],
        [f"Kỳ báo cáo: từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"],
        [FORMS["DS-01"].columns[name].heading for name in COLUMNS],
    ]
    for number, row in enumerate(head):
        sheet.write_row(number, 0, row)
    days = (last - first).days + 1
    for number in range(1, rows + 1):
        received = first + timedelta(random.randrange(days))
        born = date(1930, 1, 1) + timedelta(random.randrange(31000))
        closed = min(received + timedelta(random.randrange(30)), last)
        at = HEADING_ROW + number - 1
        sheet.write_row(at, 0, [number, f"HS-{seed:03}-{number:05}", f"Người Mẫu {number}"])
        sheet.write_datetime(at, 3, _moment(born), day)
        sheet.write_row(at, 4, [random.choice(["Nam", "Nữ"]), random.choice(["Kinh", "Tày"])])
        sheet.write_row(at, 6, ["Xã La Hiên", "CSTG-04"])
        code = random.choice(["can_thiep", "can_thiep_khan_cap"])
        sheet.write_string(at, 8, "can_thip" if number in wrong else code)
        sheet.write_datetime(at, 9, _moment(received), day)
        sheet.write_datetime(at, 10, _moment(closed), day)
        sheet.write_string(at, 11, "Đã hỗ trợ")
    book.close()
    return buffer.getvalue()


def write_lists(folder: Path, count: int, rows: int) -> None:
    """Lists of one unit, each of days of its own, in folders of their years."""
    years = [2018] if count <= _MOST_A_YEAR else [2017, 2018]
    of_year = ceil(count / len(years))
    days = 360 // of_year
    parts = []
    for number in range(count):
        year = years[number // of_year]
        first = date(year, 1, 1) + timedelta(days * (number % of_year))
        path = folder / str(year) / f"danh sach {number:04}.xlsx"
        path.parent.mkdir(exist_ok=True, parents=True)
        parts.append((path, rows, number, first, days))
    _in_processes(_write_list, parts)


def _write_list(part: tuple[Path, int, int, date, int]) -> None:
    path, rows, seed, first, days = part
    path.write_bytes(list_of_cases(rows, seed, first, first + timedelta(days - 1)))


def write_counts(workspace: Workspace, folder: Path, count: int) -> None:
    """Workbooks of counts, each of a district office of its own; so many stand in the catalogue."""
    path = workspace.catalogue / "units.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading = next(csv.reader(file))
    units = [(f"{10_000 + n}", f"huyện Mẫu {n}") for n in range(count)]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, heading).writerows(
            {
                "code": code,
                "name": f"Phòng Lao động - Thương binh và Xã hội {area}",
                "area": area.capitalize(),
                "kind": "PLDTBXH",
                "valid_from": "2014-01-01",
            }
            for code, area in units
        )
    folder = folder / "2018"
    folder.mkdir(exist_ok=True, parents=True)
    parts = [(folder / f"bao cao {n:05}.xlsx", code, area) for n, (code, area) in enumerate(units)]
    _in_processes(partial(_write_counts, workspace.catalogue), parts)


@cache
def _codes(catalogue: Path) -> CatalogueAt:
    return load_catalogue(catalogue, FORMS).at(date(2018, 8, 31))


def _write_counts(catalogue: Path, part: tuple[Path, str, str]) -> None:
    path, code, area = part
    path.write_bytes(counts(_codes(catalogue), code, area))


def counts(codes: CatalogueAt, code: str, area: str) -> bytes:
    """HX-01 and HX-02 of a unit, filled in without a contradiction."""
    random = Random(code)
    book, buffer = _book()
    for form in (FORMS["HX-01"], FORMS["HX-02"]):
        sheet = book.add_worksheet(form.code)
        unit = f"Đơn vị báo cáo: Phòng Lao động - Thương binh và Xã hội {area}"
        sheet.write_row(0, 0, [form.title.upper()])
        sheet.write_row(1, 0, [unit, None, None, f"Mã đơn vị: {code}"])
        sheet.write_row(2, 0, ["Kỳ báo cáo: từ ngày 01/01/2018 đến ngày 31/8/2018"])
        sheet.write_row(3, 0, [column.heading for column in form.columns.values()])
        rows = prefilled_rows(form, codes.units[code], codes)
        numbers = [_movement(random) if form.code == "HX-01" else _helped(random) for _ in rows]
        for at in reversed(range(len(rows))):  # a sum stands above its parts
            if rows[at].parts:
                parts = [numbers[part] for part in rows[at].parts]
                numbers[at] = {name: sum(part[name] for part in parts) for name in numbers[at]}
        for number, (row, stated) in enumerate(zip(rows, numbers, strict=True), start=1):
            words: dict[str, object] = {
                "ordinal": number,
                "case_type": row.case_type.code,
                "case_type_label": row.case_type.label,
                "measure_unit": row.case_type.unit,
            }
            sheet.write_row(3 + number, 0, [(words | stated).get(field) for field in form.columns])
    book.close()
    return buffer.getvalue()


def _movement(random: Random) -> dict[str, int]:
    increase, decrease = random.randrange(20, 90), random.randrange(20, 90)
    closing = random.randrange(120, 9000)
    return {
        "opening": closing - increase + decrease,
        "increase": increase,
        "decrease": decrease,
        "closing": closing,
        "amount": 270 * closing,
    }


def _helped(random: Random) -> dict[str, int]:
    total = random.randrange(1, 20)  # fewer than left the groups of HX-01, of whom some died
    return {"total": total, "amount": 4000 * total}


def _in_processes(write: object, parts: Iterable[object]) -> None:
    with ProcessPoolExecutor(_PROCESSES) as pool:
        list(pool.map(write, parts, chunksize=8))  # type: ignore[arg-type]
