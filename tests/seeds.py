"""Clean filled workbooks of every form, and the faults that people make in them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from agreements import TOTALS
from excel import cell, column, is_formula
from formats import Computed, Sheets
from oracle import Place
from seeds_of_lists import codes_changed, dates_exchanged, list_of_another_program, long_list
from welfare_stats.design.catalogue import Catalogue, Relation, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.design.forms.formulas import sum_formula
from welfare_stats.design.questionnaire import QuestionnaireRequest, render_questionnaire
from welfare_stats.period import ReportingPeriod
from workbooks import (
    FIRST_ROW,
    centre,
    cs01_centre,
    district,
    home,
    hx01,
    in_sections,
    put,
    summed_district,
)

REPOSITORY = Path(__file__).parents[1]


@cache
def catalogue() -> Catalogue:
    return load_catalogue(REPOSITORY / "catalogue", FORMS)


@dataclass(frozen=True, eq=False)
class Seeded:
    """What a fault did: the findings there must be of it, or the numbers that are wrong by it."""

    findings: tuple[Place, ...] = ()
    wrong: frozenset[str] = frozenset()


Seed = Callable[[Sheets, str, int, Random], Seeded]


@dataclass(frozen=True)
class Fault:
    """A kind of fault: where it may stand, what it does, and how often it is made."""

    name: str
    sheet: str
    columns: tuple[str, ...]
    seed: Seed
    weight: int = 1
    in_totals: bool = False

    def places(self, sheets: Sheets) -> list[tuple[str, int]]:
        """Its columns in rows of data, or also of totals, where something is typed."""
        return [
            (letter, number)
            for letter in self.columns
            for number, row in enumerate(sheets[self.sheet], start=1)
            if has_code(row) or (self.in_totals and row and str(row[0]).startswith(TOTALS))
            if (typed := cell(sheets, f"{self.sheet}!{letter}{number}")) is not None
            and not is_formula(typed)
        ]


def has_code(row: Sequence[Any]) -> bool:
    return not catalogue().case_type_codes.isdisjoint(str(value) for value in row)


def is_sum(row: Sequence[Any]) -> bool:
    return not sums().isdisjoint(str(value) for value in row)


@cache
def sums() -> frozenset[str | None]:
    rows = catalogue().case_types
    return frozenset(row.parent for row in rows if row.relation is Relation.SUM)


# --- what a fault does ---------------------------------------------------------------------------


def value(code: str, *values: Any) -> Seed:
    """Another value in one cell, which alone is found."""

    def seed(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
        put(sheets, address, random.choice(values))
        return Seeded(((code, address),))

    return seed


def neither_code_nor_label(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """A row that does not say of what it is: with a label alone it would be read by that."""
    put(sheets, address, random.choice([None, "  "]))
    put(sheets, f"HX-02!C{row}", None)
    return Seeded((("cell.required", address),))


def mistyped(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """A slip of the fingers: a digit left out, doubled, changed, or before its turn."""
    number = int(cell(sheets, address))
    digits = str(number)
    at = random.randrange(len(digits))
    other = random.choice([digit for digit in "0123456789" if digit != digits[at]])
    slips = [
        digits[:at] + digits[at + 1 :] or other,
        digits[:at] + digits[at] + digits[at:],
        digits[:at] + other + digits[at + 1 :],
        digits[:at] + digits[at + 1 : at + 2] + digits[at] + digits[at + 2 :],
    ]
    put(sheets, address, random.choice([int(slip) for slip in slips if int(slip) != number]))
    return Seeded(wrong=frozenset({address}))


def swapped(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """Two numbers of a movement, each in the column of the other."""
    sheet = address.partition("!")[0]
    one = f"{sheet}!{random.choice(MOVEMENT[:2])}{row}"
    other = f"{sheet}!{random.choice(MOVEMENT[2:])}{row}"
    first, second = cell(sheets, one), cell(sheets, other)
    put(put(sheets, one, second), other, first)
    return Seeded(wrong=frozenset({one, other}))


def part_above_whole(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    put(sheets, address, 10**6 + random.randrange(1000))
    return Seeded(wrong=frozenset({address}))


def code_twice(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    sheet, letter = address.partition("!")[0], address.split("!")[1][0]
    lines = enumerate(sheets[sheet], start=1)
    other = random.choice([n for n, cells in lines if n != row and has_code(cells)])
    put(sheets, address, cell(sheets, f"{sheet}!{letter}{other}"))
    has_label = sheet != "DS-01" and cell(sheets, f"{sheet}!C{row}") is not None
    if has_label:  # which then tells of which row the code is
        return Seeded((("code.label-of-other", address),))
    return Seeded((("row.duplicate", f"{sheet}!{letter}{max(row, other)}"),))


def record_respelled(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """The record code of another row, as people read it."""
    lines = enumerate(sheets["DS-01"], start=1)
    other = random.choice([n for n, cells in lines if n != row and has_code(cells)])
    letter = column("DS-01", "record_code")
    code = cell(sheets, f"DS-01!{letter}{other}")
    spellings = [
        code.lower(),
        code.replace("-", random.choice("–—−‑")),
        code.replace("-", " - "),
        code + "\u200b",
        "".join(chr(ord(ch) + 0xFEE0) for ch in code),
    ]
    put(sheets, address, random.choice(spellings))
    return Seeded((("row.duplicate", f"DS-01!{letter}{max(row, other)}"),))


def case_twice(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """The person, service and day of another row under a code of its own."""
    rows = sheets["DS-01"]
    other = random.choice([n for n, cells in enumerate(rows, 1) if n != row and has_code(cells)])
    rows[row - 1][2:] = rows[other - 1][2:]
    letter = column("DS-01", "record_code")
    return Seeded((("list.case-twice", f"DS-01!{letter}{max(row, other)}"),))


TOUCH_TWO_ROWS = (code_twice, record_respelled, case_twice)


def born_too_early(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    put(sheets, address, random.randrange(1930, 1980))
    put(sheets, f"DS-01!{column('DS-01', 'case_type')}{row}", "tu_ky_tiep_nhan")
    return Seeded((("list.age-outside-group", address),))


def closing_left_blank(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """No closing; where there is nobody in the row, it is a blank like others of the movement."""
    put(sheets, address, None)
    others = [cell(sheets, f"HX-01!{letter}{row}") for letter in (*MOVEMENT, *PARTS, "K")]
    return Seeded((("cell.total-blank" if any(others) else "cell.required", address),))


def total_left_blank(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """No total beside how many are women, or else beside what was spent.

    The total of a sum is known from its parts, but how many are women must be less than it.
    """
    if not cell(sheets, f"HX-02!F{row}"):
        letter = "F" if is_sum(sheets["HX-02"][row - 1]) else "H"
        put(sheets, f"HX-02!{letter}{row}", random.randrange(1, 900))
    put(sheets, address, None)
    return Seeded((("cell.total-blank", address),))


def stale_closing(sheets: Sheets, address: str, row: int, random: Random) -> Seeded:
    """A formula that nobody calculated since a number of its row was changed."""
    numbers = [cell(sheets, f"HX-01!{letter}{row}") for letter in MOVEMENT[:-1]]
    if not all(type(number) is int for number in numbers):
        return Seeded()
    opening, increase, decrease = numbers
    stored = opening + increase - decrease + random.choice([-1, 1, 10, 1000])
    formulas = [f"D{row}+E{row}-F{row}", f"SUM(D{row}:E{row})-F{row}"]
    put(sheets, address, Computed(random.choice(formulas), stored))
    return Seeded((("cell.stale-result", address),))


WRONG_NUMBERS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("cell.fraction-in-count", (26.85, "26,85", 0.5, "1.5")),
    ("cell.negative", (-1, "-5", -105)),
    ("cell.not-a-number", ("nhiều", "-", "x", "…", "không", "5?", True, "5²", dt.date(2018, 5, 9))),
    ("cell.ambiguous-number", ("1,000", "26,000")),
    ("cell.several-numbers", ("371\n375", "120\t350", "12  350", "1.000\n2.000")),
    ("cell.scaled-number", ("5 nghìn", "1 triệu", "5%", "2 chục")),
    ("cell.too-large-number", (10**14, 1e17)),
    ("cell.error-value", ("#REF!", "#N/A", "#DIV/0!", "#VALUE!")),
)
MOVEMENT = ("D", "E", "F", "G")
PARTS = ("H", "I", "J")


def number_faults(sheet: str, columns: tuple[str, ...]) -> list[Fault]:
    return [Fault(code, sheet, columns, value(code, *values)) for code, values in WRONG_NUMBERS]


def list_fault(code: str, name: str, *values: Any) -> Fault:
    return Fault(code, "DS-01", (column("DS-01", name),), value(code, *values))


def of_district() -> list[Fault]:
    return [
        *number_faults("HX-01", (*MOVEMENT, *PARTS)),
        *number_faults("HX-02", ("E", "F", "G")),
        Fault("mistyped", "HX-01", (*MOVEMENT, *PARTS, "K"), mistyped, 9, in_totals=True),
        Fault("mistyped", "HX-02", ("E", "F", "G"), mistyped, 6, in_totals=True),
        Fault("swapped", "HX-01", ("E",), swapped, 3),
        Fault("part", "HX-01", PARTS, part_above_whole, 3),
        Fault("part", "HX-02", ("F", "G"), part_above_whole, 3),
        Fault("blank in a movement", "HX-01", MOVEMENT[:-1], value("cell.required", None)),
        Fault("blank closing", "HX-01", MOVEMENT[-1:], closing_left_blank),
        Fault("stale closing", "HX-01", MOVEMENT[-1:], stale_closing, 2),
        Fault("blank total", "HX-02", ("E",), total_left_blank, 2),
        Fault("unknown code", "HX-01", ("B",),
              value("code.unknown-case-type", "tc_tre_emm", "x_y")),
        Fault("no code", "HX-02", ("B",), neither_code_nor_label),
        Fault("code of later years", "HX-01", ("B",),
              value("code.case-type-not-in-force", "tc_tre_duoi_3_tuoi")),
        Fault("code twice", "HX-01", ("B",), code_twice),
    ]  # fmt: skip


def of_list() -> list[Fault]:
    return [
        list_fault("cell.not-a-date", "birth", "31/02/2010", "5/9/10", "hôm qua", 0, True),
        list_fault("cell.not-a-date", "received_on", "13/13/2018", "tháng 3", "9/25/2018"),
        list_fault("list.date-outside-period", "received_on", "31/12/2017", dt.date(2018, 9, 1)),
        list_fault("cell.not-in-list", "sex", "N", "1", "Khác"),
        list_fault("cell.required", "record_code", None),
        list_fault("cell.required", "full_name", None),
        list_fault("code.unknown-facility", "facility", "CSTG-09", "Trung tâm Mẫu"),
        list_fault("code.unknown-case-type", "case_type", "can_thiepp", "khac_1"),
        list_fault("code.unknown-commune", "commune", "Xã Khong Co", "La Hiênn"),
        list_fault("cell.error-value", "sex", "#REF!", "#N/A"),
        Fault("record twice", "DS-01", (column("DS-01", "record_code"),), code_twice),
        Fault("record respelled", "DS-01", (column("DS-01", "record_code"),), record_respelled),
        Fault("case twice", "DS-01", (column("DS-01", "full_name"),), case_twice),
        Fault("age", "DS-01", (column("DS-01", "birth"),), born_too_early),
    ]


def of_home() -> list[Fault]:
    return [
        *number_faults("CS-01", ("G", "H")),
        Fault("mistyped", "CS-01", ("G", "H"), mistyped, 5),
        Fault("part", "CS-01", ("H", "I"), part_above_whole),
        Fault("unknown code", "CS-01", ("D",), value("code.unknown-case-type", "nuoi_duongg")),
        Fault("unknown facility", "CS-01", ("B",), value("code.unknown-facility", "CSTG-77")),
    ]


def of_centre() -> list[Fault]:
    return [*number_faults("CS-01", ("G",)), Fault("mistyped", "CS-01", ("G",), mistyped, 7)]


# --- clean workbooks -----------------------------------------------------------------------------


FIRST_BLANK_ROW = 12


@cache
def filled_blank() -> Sheets:
    """The district's blank workbook of the year, filled in, with its sums as formulas."""
    period = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
    codes = catalogue().at(period.end)
    request = QuestionnaireRequest(codes.units["170"], period, [FORMS["HX-01"], FORMS["HX-02"]], {})
    book = openpyxl.load_workbook(BytesIO(render_questionnaire(request, codes)))
    values = {
        "opening": 100,
        "increase": 10,
        "decrease": 5,
        "closing": 105,
        "total": 30,
        "amount": 300_000,
    }
    sheets: Sheets = {}
    for sheet in book.worksheets:
        sheets[sheet.title] = [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]
        if sheet.title in FORMS:
            for cell in (cell for row in sheet.iter_rows(min_row=FIRST_BLANK_ROW) for cell in row):
                if not cell.protection.locked and cell.number_format == "#,##0":
                    name = list(FORMS[sheet.title].columns)[(cell.column or 0) - 1]
                    put(sheets, f"{sheet.title}!{cell.coordinate}", values.get(name, 7))
    return sheets


def _text(value: Any) -> Any:
    """A value as programs show it: openpyxl keeps the escapes of the file format."""
    return unescape(value) if isinstance(value, str) else value


def with_formulas() -> Sheets:
    """The summed district with its sums and totals as formulas, and a total of what was spent."""
    sheets = summed_district()
    for letter in (*MOVEMENT, *PARTS):
        for row in (7, 15):
            put(sheets, f"HX-01!{letter}{row}", sum_of(letter, range(8, 15)))
    put(sheets, "HX-01!K15", sum_of("K", range(8, 15)))
    for letter in ("E", "F"):
        put(sheets, f"HX-02!{letter}9", sum_of(letter, range(10, 18)))
        put(sheets, f"HX-02!{letter}18", sum_of(letter, (7, 8, 9)))
    return sheets


def sum_of(letter: str, rows: Sequence[int]) -> str:
    return sum_formula([f"{letter}{row}" for row in rows])


BASES: list[tuple[Callable[[], Sheets], list[Fault]]] = [
    (district, of_district()),
    (home, of_home()),
    (long_list, of_list()),
    (list_of_another_program, of_list()),
    (lambda: {"CS-01": cs01_centre()}, of_centre()),
    (centre, of_centre()),
    (summed_district, of_district()),
    (with_formulas, of_district()),
    (filled_blank, of_district()),
    (in_sections, of_district()),
]


# --- faults of a whole sheet, each alone in its workbook -----------------------------------------

Whole = Callable[[Sheets, Random], list[Place]]


def of_head(sheet: str, address: str, code: str, *values: Any, missing: bool = False) -> Whole:
    """Another text in the head; what is missing has no cell of its own."""

    def seed(sheets: Sheets, random: Random) -> list[Place]:
        put(sheets, f"{sheet}!{address}", random.choice(values))
        return [(code, "None" if missing else f"{sheet}!{address}")]

    return seed


def other_heading(sheets: Sheets, random: Random) -> list[Place]:
    sheet = random.choice(["HX-01", "HX-02"])
    columns = list(FORMS[sheet].columns.values())
    at = random.choice([n for n, c in enumerate(columns) if not c.may_be_absent])
    address = f"{sheet}!{get_column_letter(at + 1)}{FIRST_ROW - 1}"
    put(sheets, address, random.choice(["Cột lạ", "Số của huyện", "Khác"]))
    return [("table.unknown-column", address)]


def heading_twice(sheets: Sheets, random: Random) -> list[Place]:
    address = f"HX-01!N{FIRST_ROW - 1}"
    put(sheets, address, random.choice(["Nữ", "Tăng trong kỳ", "Cuối kỳ", "Mã CT"]))
    return [("table.duplicate-column", address)]


def case_type_left_out(sheets: Sheets, random: Random) -> list[Place]:
    del sheets["CS-01"][FIRST_ROW - 1 + 2]  # cuoc_goi
    return [("form.case-types-left-out", "CS-01")]


def rows_under_signature(sheets: Sheets, random: Random) -> list[Place]:
    at = random.randrange(FIRST_ROW, len(sheets["HX-01"]))
    sheets["HX-01"].insert(at, ["NGƯỜI LẬP BIỂU"])
    rows = range(at + 2, len(sheets["HX-01"]) + 1)
    return [("table.rows-after-end", f"HX-01!A{row}") for row in rows]


def amounts_in_another_unit(sheets: Sheets, random: Random) -> list[Place]:
    """All amounts, or those from some row on, in đồng, and nothing said about it.

    Those in triệu đồng look as if a dot had cost them three digits, and are asked about as such.
    """
    times = 1000
    rows = [n for n, row in enumerate(sheets["HX-01"], start=1) if has_code(row)]
    first = random.choice(rows)
    for row in rows[rows.index(first) :]:
        put(sheets, f"HX-01!K{row}", round(cell(sheets, f"HX-01!K{row}") * times))
    return [("cell.amount-in-other-unit", f"HX-01!K{first}")]


UNITS_OF_MONEY = {
    0.001: ("đồng", "đ", "VNĐ", "vnd", "Đồng", "đồng Việt Nam"),
    1000: ("triệu đồng", "tr.đ", "trđ", "1.000.000 đồng", "1000000đ", "Triệu đ", "10^6 đ"),
    1e6: ("tỷ đồng", "tỉ đ"),
}


def stated_unit(sheets: Sheets, random: Random) -> list[Place]:
    """Amounts in another unit, which is said at the heading or above it."""
    unit = random.choice(list(UNITS_OF_MONEY))
    words = random.choice(UNITS_OF_MONEY[unit])
    for row in (n for n, row in enumerate(sheets["HX-01"], start=1) if has_code(row)):
        put(sheets, f"HX-01!K{row}", round(cell(sheets, f"HX-01!K{row}") / unit, 9))
    if random.random() < 0.5:
        put(sheets, "HX-01!K6", f"{random.choice(['Kinh phí', 'Số tiền', 'KP'])} ({words})")
        return [("head.amounts-converted", "HX-01!K6")]
    put(sheets, "HX-01!K6", "Kinh phí")
    label = random.choice(["ĐVT", "Đơn vị tính", "(Đơn vị", "Đơn vị tiền", "Kinh phí tính bằng"])
    put(sheets, "HX-01!K5", f"{label}: {words}" + (")" if label[0] == "(" else ""))
    return [("head.amounts-converted", "HX-01!K5")]


def contradicting_unit(sheets: Sheets, random: Random) -> list[Place]:
    """A line above the table that says another unit of money than the heading does."""
    words = random.choice([word for words in UNITS_OF_MONEY.values() for word in words])
    put(sheets, "HX-01!I5", random.choice([f"ĐVT: {words}", f"Đơn vị tính: người, {words}"]))
    return [("head.other-amount-unit", "HX-01!I5")]


WHOLES: list[tuple[Callable[[], Sheets], Whole]] = [
    (home, of_head("CS-01", "A4", "head.missing", None, missing=True)),
    (home, of_head("CS-01", "A4", "head.unreadable", "Kỳ báo cáo: 2018", "Kỳ báo cáo: quý 3")),
    (home, of_head("CS-01", "A4", "period.backwards",
                   "Kỳ báo cáo: từ ngày 31/8/2018 đến ngày 01/01/2018")),
    (home, of_head("CS-01", "A4", "period.outside-year",
                   "Kỳ báo cáo: từ 01/01/2017 đến 31/8/2017")),
    (home, of_head("CS-01", "D2", "head.unknown-unit", "Mã đơn vị: CSTG-77", "Mã đơn vị: 999")),
    (home, of_head("CS-01", "A3", "head.form-differs", "Biểu số: HX-01", "Biểu số DS-01")),
    (home, of_head("CS-01", "D2", "head.unit-contradicted",
                   "Mã đơn vị: CSTG-04", "Mã đơn vị: 170")),
    (home, of_head("CS-01", "A2", "head.unit-contradicted",
                   "Đơn vị báo cáo: Phòng LĐTBXH huyện Đại Từ",
                   "Tên đơn vị: Trung tâm Công tác xã hội")),
    *((district, of_head(sheet, "D2", "head.unit-contradicted",
                         "Mã đơn vị: 171", "Mã đơn vị: CSTG-01"))
      for sheet in ("HX-01", "HX-02")),
    *((district, of_head(sheet, "A4", "head.conflict", "Kỳ báo cáo: từ 01/01/2017 đến 31/8/2017"))
      for sheet in ("HX-01", "HX-02")),
    *((district, of_head(sheet, "A4", "head.unreadable", "Kỳ báo cáo: 8 tháng"))
      for sheet in ("HX-01", "HX-02")),
    (district, of_head("HX-01", "C3", "head.other-amount-unit", "ĐVT: triệu đồng", "ĐVT: tỷ đồng")),
    *((make, amounts_in_another_unit) for make in (district, lambda: {"HX-01": hx01()})),
    *((district, whole) for whole in (stated_unit, contradicting_unit)),
    (district, other_heading),
    (district, heading_twice),
    (district, rows_under_signature),
    (lambda: {"CS-01": cs01_centre()}, case_type_left_out),
    (long_list, dates_exchanged),
    (long_list, codes_changed),
]  # fmt: skip
