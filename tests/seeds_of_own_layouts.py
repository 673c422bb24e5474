"""Clean workbooks in own layouts, and the faults that people make in them, each found at its cell.

The layouts have what identifies a wrong number: a movement and a row of totals, or totals of rows
and of columns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from openpyxl.utils import get_column_letter

from formats import PLAIN, Looks, Rows, Sheets
from oracle import Place, Verdict
from own_workbooks import LETTERHEAD, PAGE, TITLE, page

GROUPS = (
    ("Trẻ em mồ côi", "1. Trẻ em không có nguồn nuôi dưỡng", "TE mồ côi"),
    ("Người từ 16 đến 22 tuổi đang đi học", "NGƯỜI TỪ 16-22 TUỔI ĐANG HỌC"),
    ("Người nhiễm HIV", "- Người nhiễm HIV thuộc hộ nghèo", "Nguoi nhiem HIV ho ngheo"),
    ("Người đơn thân nghèo nuôi con", "4/ Người đơn thân nuôi con (người)"),
    ("NCT", "Người cao tuổi", "Trong đó: người cao tuổi", "e) NGUOI CAO TUOI"),
    ("NKT đặc biệt nặng", "Khuyết tật đặc biệt nặng"),
    ("Người khuyết tật nặng", "NKT nặng", "g) Người khuyết tật mức độ nặng"),
)
COMMUNES = (
    "TT Đình Cả",
    "Xã Sảng Mộc",
    "Xã Nghinh Tường",
    "Xã Thần Xa",
    "Xã Vũ Chấn",
    "Xã Thượng Nung",
    "Xã Phú Thượng",
    "Xã Cúc Đường",
    "Xã La Hiên",
    "xã Lâu Thượng",
    "X. Tràng Xá",
    "Xã Phương Giao",
    "Xã Liên Minh",
    "Xã Dân Tiến",
    "Bình Long",
)
HEADINGS = (
    ("Đầu kỳ", "Số đầu kỳ", "Kỳ trước chuyển sang"), ("Tăng", "Số tăng", "TĂNG TRONG KỲ"),
    ("Giảm", "Số người giảm"), ("Cuối kỳ", "Hiện có", "Số cuối kỳ", "Cuối năm"),
    ("Nữ", "Số nữ", "Là nữ"), ("DTTS", "Người dân tộc thiểu số"), ("Hộ nghèo", "Thuộc hộ nghèo"),
)  # fmt: skip
TOTALS = ("Tổng cộng", "Cộng", "TỔNG SỐ", "Toàn huyện")
OF_NUMBERS = ("movement.not-balanced", "sum.total-row-differs", "sum.part-exceeds-whole",
              "sum.parts-of-unit-differ", "sum.parts-differ")  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A clean workbook, and where what stands in it; rows and columns count from 0.

    Attributes:
        rows: the rows with numbers.
        columns: the columns with numbers.
        label: the column of the labels, or of the names of communes.
        headings: the row of the lowest headings.
        total: the row of the totals.
        is_turned: whether communes are the rows.
    """

    sheets: Sheets
    looks: Looks
    rows: Sequence[int]
    columns: Sequence[int]
    label: int
    headings: int
    total: int
    is_turned: bool = False

    def value(self, row: int, column: int) -> Any:
        return self.sheets[PAGE][row][column]

    def put(self, row: int, column: int, value: Any) -> Place:
        """Change a cell; gives its place, without a code."""
        self.sheets[PAGE][row][column] = value
        return "", at(row, column)


def at(row: int, column: int) -> str:
    return f"{PAGE}!{get_column_letter(column + 1)}{row + 1}"


def upright(random: Random) -> Layout:
    """All groups with their movement, parts of it, and totals."""
    has_ordinals, is_grouped = random.random() < 0.7, random.random() < 0.5
    left = ["TT", "Nội dung"] if has_ordinals else ["Nội dung"]
    own = [random.choice(names) for names in HEADINGS]
    wide = len(left)
    merged: list[tuple[int, int, int, int]] = []
    top: list[Any] = [*left, *own]
    low: Rows = []
    if is_grouped:
        top[wide + 1 : wide + 3] = ["Biến động trong kỳ", None]
        top[wide + 4 :] = ["Trong đó", None, None]
        low = [[*[None] * (wide + 1), *own[1:3], None, *own[4:]]]
        first = len(LETTERHEAD) + len(TITLE)
        merged = [(first, wide + 1, first, wide + 2), (first, wide + 4, first, wide + 6)]
    numbering = [[f"({n})" for n in range(1, len(top) + 1)]] if random.random() < 0.3 else []
    rows: Rows = []
    for number, names in enumerate(GROUPS, start=1):
        opening, increase, decrease = (random.randrange(low, 10 * low) for low in (300, 30, 20))
        closing = opening + increase - decrease
        parts = [random.randrange(closing // 5, closing // 2) for _ in range(3)]
        row = [opening, increase, decrease, closing, *parts]
        rows.append([number, random.choice(names), *row][-len(top) :])
    sums = [sum(row[column] for row in rows) for column in range(wide, len(top))]
    total: list[Any] = [None, random.choice(TOTALS), *sums][-len(top) :]
    table = page([top, *low, *numbering, *rows, total])
    start = len(LETTERHEAD) + len(TITLE) + 1 + len(low) + len(numbering)
    return Layout(
        {PAGE: table},
        Looks(merged=tuple(merged)),
        range(start, start + len(rows)),
        range(wide, len(top)),
        wide - 1,
        start - len(numbering) - 1,
        start + len(rows),
    )


def turned(random: Random) -> Layout:
    """Communes as rows, groups as columns, totals of both."""
    left = ["STT", "Tên xã"] if random.random() < 0.7 else ["Xã, thị trấn"]
    groups = [random.choice(names) for names in GROUPS]
    at_top = random.random() < 0.4
    numbers = [[random.randrange(20, 900) for _ in groups] for _ in COMMUNES]
    rows: Rows = [
        [number, name, *row, sum(row)][-len(left) - len(groups) - 1 :]
        for number, (name, row) in enumerate(zip(COMMUNES, numbers, strict=True), start=1)
    ]
    sums = [sum(row[at] for row in numbers) for at in range(len(groups))]
    total: list[Any] = [None, random.choice(TOTALS), *sums, sum(sums)][-len(rows[0]) :]
    body = [total, *rows] if at_top else [*rows, total]
    table = page([[*left, *groups, "Tổng số"], *body])
    start = len(LETTERHEAD) + len(TITLE) + 1
    return Layout(
        {PAGE: table},
        PLAIN,
        range(start + at_top, start + at_top + len(rows)),
        range(len(left), len(rows[0]) - 1),
        len(left) - 1,
        start - 1,
        start if at_top else start + len(rows),
        is_turned=True,
    )


# --- faults --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seeded:
    """A layout with a fault, and each cell that must be found, with the codes that it may have."""

    layout: Layout
    cells: Sequence[tuple[str, frozenset[str]]]
    story: str

    @property
    def verdicts(self) -> list[tuple[Verdict, frozenset[str]]]:
        """For each fault what must be found of it, and its cells: two where two were swapped."""
        found = []
        for places, codes in self.cells:
            cells = frozenset(places.split())
            findings = frozenset((code, place) for code in codes for place in cells)
            found.append((Verdict(findings, is_located=True), cells))
        return found


def slip(random: Random, number: int) -> int:
    """A number with a digit changed or doubled."""
    digits = str(number)
    where = random.randrange(len(digits))
    other = random.choice([digit for digit in "123456789" if digit != digits[where]])
    return int(
        random.choice(
            [digits[:where] + other + digits[where + 1 :], digits[:where] + other + digits[where:]]
        )
    )


def a_cell(layout: Layout, random: Random, columns: Sequence[int] = ()) -> tuple[int, int]:
    return random.choice(layout.rows), random.choice(columns or layout.columns)


Found = Sequence[tuple[str, frozenset[str]]]
Seed = Callable[[Layout, Random], tuple[Layout, Found]]


def number(layout: Layout, random: Random) -> tuple[Layout, Found]:
    """A wrong number of a movement, or of a commune and a group."""
    row, column = a_cell(layout, random, () if layout.is_turned else layout.columns[:4])
    layout.put(row, column, slip(random, layout.value(row, column)))
    return layout, [(at(row, column), frozenset(OF_NUMBERS))]


def total(layout: Layout, random: Random) -> tuple[Layout, Found]:
    column = random.choice(layout.columns[:4])
    layout.put(layout.total, column, slip(random, layout.value(layout.total, column)))
    return layout, [(at(layout.total, column), frozenset(OF_NUMBERS))]


def part(layout: Layout, random: Random) -> tuple[Layout, Found]:
    if layout.is_turned:
        return number(layout, random)
    row, column = a_cell(layout, random, layout.columns[4:])
    layout.put(row, column, 10**6 + random.randrange(1000))
    return layout, [(at(row, column), frozenset(OF_NUMBERS))]


def swapped(layout: Layout, random: Random) -> tuple[Layout, Found]:
    """Two numbers of a movement, each in the place of the other: found at one of them."""
    if layout.is_turned:
        return number(layout, random)
    row = random.choice(layout.rows)
    one, other = random.choice(layout.columns[:2]), layout.columns[2]
    values = layout.value(row, one), layout.value(row, other)
    if values[0] == values[1]:
        return number(layout, random)
    layout.put(row, one, values[1])
    layout.put(row, other, values[0])
    return layout, [(f"{at(row, one)} {at(row, other)}", frozenset(OF_NUMBERS))]


def label_unknown(layout: Layout, random: Random) -> tuple[Layout, Found]:
    text = random.choice(["Trẻ em bị bỏ rơi", "Thanh niên xung phong", "Người già neo đơn"])
    if layout.is_turned:
        row, column = layout.headings, random.choice(layout.columns)
    else:
        row, column = random.choice(layout.rows), layout.label
    layout.put(row, column, text)
    return layout, [(at(row, column), frozenset({"layout.unknown-label"}))]


def label_of_other(layout: Layout, random: Random) -> tuple[Layout, Found]:
    """The label or the commune of another row."""
    first, second = sorted(random.sample(list(layout.rows), 2))
    layout.put(second, layout.label, layout.value(first, layout.label))
    code = "layout.part-twice" if layout.is_turned else "row.duplicate"
    return layout, [(at(second, layout.label), frozenset({code}))]


def heading_unknown(layout: Layout, random: Random) -> tuple[Layout, Found]:
    if layout.is_turned:
        return label_unknown(layout, random)
    column = random.choice(layout.columns[4:])
    layout.put(layout.headings, column, random.choice(["Số hồ sơ", "Khác", "Mới duyệt"]))
    return layout, [(at(layout.headings, column), frozenset({"layout.unknown-column"}))]


WRONG_CELLS: Sequence[tuple[str, tuple[Any, ...]]] = (
    ("cell.not-a-number", ("nhiều", "không", "-", "x", "407/1.200", "1.447(*)", "89 (41 nữ)")),
    ("cell.negative", (-5, "-12")), ("cell.fraction-in-count", (26.85, "26,85")),
    ("cell.ambiguous-number", ("1,000", "26,000")), ("cell.error-value", ("#REF!", "#N/A")),
)  # fmt: skip


def wrong_cell(layout: Layout, random: Random) -> tuple[Layout, Found]:
    code, values = random.choice(WRONG_CELLS)
    row, column = a_cell(layout, random)
    layout.put(row, column, random.choice(values))
    return layout, [(at(row, column), frozenset({code}))]


def dotted(layout: Layout, random: Random) -> tuple[Layout, Found]:
    """A number as text, "1.420": read as it is meant, and no fault."""
    row, column = a_cell(layout, random)
    layout.put(row, column, f"{layout.value(row, column):,}".replace(",", "."))
    return layout, []


def struck(layout: Layout, random: Random) -> tuple[Layout, Found]:
    row, column = a_cell(layout, random)
    looks = replace(layout.looks, struck=frozenset({(row, column)}))
    return replace(layout, looks=looks), [(at(row, column), frozenset({"cell.struck-through"}))]


def blank(layout: Layout, random: Random) -> tuple[Layout, Found]:
    """Nothing in a movement; in a row of a commune, where the totals count it."""
    row, column = a_cell(layout, random, () if layout.is_turned else layout.columns[:3])
    layout.put(row, column, None)
    if layout.is_turned:
        places = [at(layout.total, column), at(row, layout.columns[-1] + 1)]
        return layout, [(place, frozenset(OF_NUMBERS)) for place in places]
    return layout, [(at(row, column), frozenset({"cell.required"}))]


def commune_unknown(layout: Layout, random: Random) -> tuple[Layout, Found]:
    if not layout.is_turned:
        return label_unknown(layout, random)
    row = random.choice(layout.rows)
    name, code = random.choice([("Xã Tràng Sá", "layout.unknown-part"), ("TT Đ.Cả",) * 2])
    layout.put(row, layout.label, name)
    return layout, [(at(row, layout.label), frozenset({"layout.unknown-part", code}))]


def commune_without_name(layout: Layout, random: Random) -> tuple[Layout, Found]:
    if not layout.is_turned:
        return wrong_cell(layout, random)
    row = random.choice(layout.rows)
    layout.put(row, layout.label, None)
    place = at(row, layout.columns[0])
    return layout, [(place, frozenset({"layout.part-without-name"}))]


SEEDS: Sequence[Seed] = (
    number, number, number, total, part, swapped, label_unknown, label_of_other, heading_unknown,
    wrong_cell, wrong_cell, dotted, struck, blank, commune_unknown, commune_without_name,
)  # fmt: skip


def clean_layout(random: Random) -> Layout:
    return random.choice([upright, upright, turned])(random)


def own_layout_with_fault(random: Random) -> Seeded:
    """An own layout with one fault, or with none."""
    layout = clean_layout(random)
    if random.random() < 0.1:
        return Seeded(layout, [], f"own layout {'turned' if layout.is_turned else 'upright'}")
    seed = random.choice(SEEDS)
    changed, cells = seed(layout, random)
    return Seeded(changed, cells, f"own layout: {seed.__name__} {[place for place, _ in cells]}")
