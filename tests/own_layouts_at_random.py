"""Own layouts at random: a workbook without codes, and what must be read of it if it is accepted.

Whatever people do with labels, headings, letterheads and titles is drawn from here; some of it
cannot be read, and then the workbook must be returned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from unicodedata import normalize

from openpyxl.utils import get_column_letter

from formats import Looks, Rows, Sheets
from own_words_at_random import (
    EIGHT_MONTHS,
    GROUPS,
    HALF_YEAR,
    PARTS,
    YEAR,
    Figures,
    Head,
    district_head,
    groups,
    heading,
    label,
    of_centre,
    others,
    signature,
    titled,
    typed,
    without_accents,
)
from welfare_stats.design.forms import FORMS
from welfare_stats.period import ReportingPeriod

Number = tuple[str, str, str, str, str]
"""Form, facility, case type, measure, breakdown."""
Places = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Made:
    """A workbook, and what must be read of it: unit, period, and each number with its cells."""

    sheets: Sheets
    looks: Looks
    unit: str
    period: ReportingPeriod
    wanted: Mapping[Number, tuple[float, Places]]


# --- upright tables ------------------------------------------------------------------------------


@dataclass
class Table:
    """A table while it is made: its heading rows, its rows, and where its numbers stand."""

    headings: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: Rows = field(default_factory=list)
    numbers: dict[Number, tuple[float, list[tuple[int, int]]]] = field(default_factory=dict)

    def add(self, number: Number, value: float, row: int, column: int) -> None:
        before, cells = self.numbers.get(number, (0, []))
        self.numbers[number] = (before + value, [*cells, (row, column)])


@dataclass(frozen=True)
class Column:
    """A column: its field, or "" for none of ours; its headings from top to bottom."""

    name: str
    path: tuple[str, ...]


ASIDE = (("Năm trước",), ("Cùng kỳ năm trước",), ("Kế hoạch",), ("So sánh (%)",), ("Số hồ sơ",),
         ("Đề nghị hưởng", "Số người"), ("Đề nghị hưởng", "Nữ"), ("Người có công",),
         ("Mới hưởng",), ("Chuyển đến",), ("Tăng", "Chết"), ("Giảm", "Nữ"))  # fmt: skip


def columns(random: Random, form: str, figures: Figures) -> list[Column]:
    """Some of the columns of a form, under groups, beside others that are none of it."""
    names = [name for name in FORMS[form].numbers if name in next(iter(figures.values()))]
    headline = str(FORMS[form].headline)
    names = [name for name in names if name == headline or random.random() < 0.6]
    is_grouped = random.random() < 0.4
    found = []
    for name in names:
        own = heading(random, form, name)
        path: tuple[str, ...] = (own,)
        if is_grouped and name in ("increase", "decrease"):
            path = (random.choice(["Biến động trong kỳ", "Tăng, giảm", "Trong kỳ"]), own)
        elif is_grouped and name in PARTS:
            path = ("Trong đó", own)
        elif is_grouped and name == headline and random.random() < 0.3:
            path = (random.choice(["Đang hưởng", "Số đối tượng", "Kết quả"]), own)
        elif name in ("opening", "increase", "decrease") and random.random() < 0.1:
            path = (own, random.choice(["Tổng số", "Số người", "Cộng"]))
        found.append(Column(name, path))
    if random.random() < 0.25:
        found.insert(random.randrange(len(found) + 1), Column("", random.choice(ASIDE)))
    if random.random() < 0.15 and headline in names:
        at = next(at for at, column in enumerate(found) if column.name == headline)
        before = random.choice(["Năm 2017", "Năm trước (2017)", "Thực hiện năm 2017"])
        found[at] = Column(headline, (random.choice(["Năm 2018", "Năm nay (2018)", "Năm nay"]),))
        found.insert(at, Column("", (before,)))
    return found


def with_headings(random: Random, left: Sequence[str], found: Sequence[Column]) -> Table:
    """Heading rows; the upper ones have groups, merged or not."""
    depth = max(len(column.path) for column in found)
    rows: list[list[Any]] = [[None] * (len(left) + len(found)) for _ in range(depth)]
    table = Table(rows)
    low = random.random() < 0.15
    for at, text in enumerate(left):
        rows[-1 if low else 0][at] = text
    is_merged = random.random() < 0.7
    for at, column in enumerate(found, start=len(left)):
        for level, text in enumerate(column.path):
            before = found[at - len(left) - 1].path if at > len(left) else ()
            is_same = (
                column.path[: level + 1] == before[: level + 1] and level < len(column.path) - 1
            )
            if not is_same:
                rows[level][at] = text
            elif is_merged:
                widen(table, level, at)
    if is_merged and not low:
        tall = [at for at in range(len(left)) if depth > 1]
        tall += [at for at, c in enumerate(found, len(left)) if len(c.path) < depth and depth > 1]
        table.merged += [(len(_path(found, at, left)) - 1, at, depth - 1, at) for at in tall]
    return table


def _path(found: Sequence[Column], at: int, left: Sequence[str]) -> tuple[str, ...]:
    return found[at - len(left)].path if at >= len(left) else ("",)


def widen(table: Table, level: int, at: int) -> None:
    """Make the merged cell to the left one column wider."""
    for number, (top, left, bottom, right) in enumerate(table.merged):
        if top == level == bottom and right == at - 1 and left != right:
            table.merged[number] = (top, left, bottom, at)
            return
    table.merged.append((level, at - 1, level, at))


CAPTIONS = ("A. Đối tượng tại cộng đồng", "I. CÁC NHÓM", "Chia theo nhóm", "B. Khác")


def upright(random: Random, form: str, figures: Figures, facility: str = "") -> Table:
    """A table with a row for each case type."""
    left = random.choice(
        [["STT", "Nội dung"], ["TT", "Chỉ tiêu"], ["Nội dung"], ["TT", "Nội dung"]]
    )
    found = columns(random, form, figures)
    table = with_headings(random, left, found)
    width = len(left) + len(found)
    if random.random() < 0.2:
        table.rows.append([f"({n})" for n in range(1, width + 1)])
    if random.random() < 0.1:
        table.rows.append([*range(1, width), f"{width}=1+2-3"])
    for ordinal, (code, numbers) in enumerate(figures.items(), start=1):
        if random.random() < 0.1:
            table.rows.append([*[None] * (len(left) - 1), random.choice(CAPTIONS)])
        row = [random.choice([ordinal, str(ordinal), f"{ordinal}.", None, "-"])][: len(left) - 1]
        row.append(label(random, code))
        for column in found:
            value = numbers.get(column.name)
            if value is None or random.random() < 0.02:
                row.append(random.randrange(900) if value is None else None)
                continue
            about = FORMS[form].columns[column.name]
            number = (form, facility, code, str(about.measure), str(about.breakdown))
            table.add(number, value, len(table.rows), len(row))
            row.append(typed(random, value))
        table.rows.append(row)
    if random.random() < 0.3 and form == "HX-01" and "tro_cap_cong_dong" not in figures:
        sums = [
            sum(numbers.get(column.name, 0) for numbers in figures.values()) for column in found
        ]
        words = random.choice(["Tổng cộng", "Cộng", "TỔNG SỐ", "Toàn huyện"])
        table.rows.append([*[None] * (len(left) - 1), words, *sums])
    return table


# --- turned tables -------------------------------------------------------------------------------

COMMUNES = ("Thị trấn Đình Cả", "Xã La Hiên", "Xã Tràng Xá", "Xã Bình Long", "Xã Lâu Thượng",
            "Xã Phú Thượng")  # fmt: skip


def commune(random: Random, name: str) -> str:
    spelt = random.choice([name, name, name.replace("Thị trấn", "TT").replace("Xã", "X."),
                           name.split(" ", 1)[1] if name.startswith("Xã") else name, name.upper(),
                           without_accents(name), normalize("NFD", name)])  # fmt: skip
    return spelt if random.random() > 0.02 else spelt[:-1] + "q"


@dataclass(frozen=True)
class Kept:
    """What stands in a column of a turned table: the field of a case type, "" for none of ours.

    ``is_lost`` where a group heading says that it is something else, ``means`` the field that it
    then is.
    """

    code: str
    name: str
    means: str
    is_lost: bool = False


OVER = ((), (), ("Đối tượng hưởng trợ cấp",), ("Tăng trong kỳ",), ("Số hồ sơ",))


def columns_of_case_types(random: Random, codes: Sequence[str]) -> tuple[list[Column], list[Kept]]:
    """Columns for each case type, under groups, at times beside one that is none of ours."""
    parts = random.choice([["closing"], ["closing", "female"], ["increase", "decrease"],
                           ["opening", "closing"], ["closing", "female", "poor"]])  # fmt: skip
    over = random.choice(OVER)
    is_increase, is_lost = over == ("Tăng trong kỳ",), over == ("Số hồ sơ",)
    found, kept = [], []
    for code in codes:
        own = label(random, code)
        for name in parts:
            is_bare = len(parts) == 1 and random.random() < 0.8
            below = () if is_bare else (heading(random, "HX-01", name),)
            found.append(Column(name, (*over, own, *below)))
            means = "increase" if is_increase and name == "closing" else name
            kept.append(Kept(code, name, means, is_lost))
    if random.random() < 0.15:
        where = random.choice([0, len(found)])
        other = random.choice(["Người có công", "Số hộ", "Tổng số"])
        found.insert(where, Column("", (*over, other)))
        kept.insert(where, Kept("", "", ""))
    return found, kept


def turned(random: Random) -> Table:
    """A table with a row for each commune, and case types as columns."""
    names = list(COMMUNES[: random.randrange(2, len(COMMUNES) + 1)])
    codes = [code for code in groups(random, 300) if code != "tro_cap_cong_dong"]
    by_commune = [groups_of(random, codes) for _ in names]
    left = random.choice([["STT", "Xã, thị trấn"], ["Tên xã"], ["TT", "Đơn vị"]])
    found, kept = columns_of_case_types(random, codes)
    table = with_headings(random, left, found)
    has_total, is_at_top = random.random() < 0.6, random.random() < 0.3
    total = [total_row(random, left, kept, by_commune)] if has_total else []
    table.rows += total if is_at_top else []
    size = random.choice([0, 0, 2])
    for number, (name, figures) in enumerate(zip(names, by_commune, strict=True)):
        if size and number % size == 0 and len(names) > size:
            some = by_commune[number : number + size]
            table.rows.append(total_row(random, left, kept, some, f"Cụm {number // size + 1}"))
        first = [number + 1, commune(random, name)][-len(left) :]
        table.rows.append(commune_row(random, table, first, kept, figures))
    table.rows += [] if is_at_top else total
    return table


def commune_row(
    random: Random, table: Table, first: list[Any], kept: Sequence[Kept], figures: Figures
) -> list[Any]:
    """The row of a commune; what must be read of it is noted in the table."""
    row = list(first)
    for column in kept:
        value = figures.get(column.code, {}).get(column.name)
        if value is None:
            row.append(random.randrange(100))
        elif random.random() < 0.02:
            row.append(None)
        else:
            about = FORMS["HX-01"].columns[column.means]
            measure = "lost" if column.is_lost else str(about.measure)
            key = ("HX-01", "", column.code, measure, str(about.breakdown))
            table.add(key, value, len(table.rows), len(row))
            row.append(typed(random, value))
    return row


def groups_of(random: Random, codes: Sequence[str]) -> dict[str, dict[str, int]]:
    found = {}
    for code in codes:
        closing = random.randrange(1, 300)
        found[code] = {"opening": random.randrange(300), "increase": random.randrange(30),
                       "decrease": random.randrange(30), "closing": closing,
                       "female": random.randrange(closing + 1),
                       "poor": random.randrange(closing + 1)}  # fmt: skip
    return found


def total_row(
    random: Random,
    left: Sequence[str],
    kept: Sequence[Kept],
    by_commune: Sequence[Figures],
    words: str = "",
) -> list[Any]:
    words = words or random.choice(["Tổng cộng", "Cộng", "TOÀN HUYỆN", "Tổng số"])
    row: list[Any] = [None, words][-len(left) :]
    for column in kept:
        values = [figures.get(column.code, {}).get(column.name, 0) for figures in by_commune]
        row.append(sum(values) if column.code else random.randrange(900))
    return row


# --- workbooks -----------------------------------------------------------------------------------


def put_together(head: Head, table: Table) -> tuple[Rows, list[tuple[int, int, int, int]], int]:
    """The rows of a sheet, its merged cells, and the row of the first row of the table."""
    top = len(head.above)
    rows = [list(row) for row in (*head.above, *table.headings, *table.rows, *head.below)]
    merged = [(a + top, b, c + top, d) for a, b, c, d in table.merged]
    return rows, merged, top + len(table.headings)


def places(sheet: str, first: int, cells: Sequence[tuple[int, int]]) -> Places:
    return frozenset((sheet, f"{get_column_letter(c + 1)}{first + r + 1}") for r, c in cells)


def one_sheet(head: Head, table: Table, unit: str, period: ReportingPeriod) -> Made:
    rows, merged, first = put_together(head, table)
    wanted = {
        number: (value, places(head.name, first, cells))
        for number, (value, cells) in table.numbers.items()
    }
    return Made({head.name: rows}, Looks(merged=tuple(merged)), unit, period, wanted)


def made(random: Random) -> Made:
    """A workbook in a layout of its own."""
    period = random.choice([HALF_YEAR, HALF_YEAR, YEAR, EIGHT_MONTHS])
    kind = random.choice(["groups", "groups", "others", "centre", "turned", "turned", "sheets"])
    if kind == "centre":
        name = random.choice(["TRUNG TÂM CÔNG TÁC XÃ HỘI", "Trung tâm CTXH"])
        above: Rows = [["SỞ LAO ĐỘNG - TB&XH TỈNH THÁI NGUYÊN"], [name], []]
        below = signature(random, "Thái Nguyên, ngày 29 tháng 6 năm 2018")
        head = Head([*above, *titled(random, period)], below, "Sheet1")
        table = upright(random, "CS-01", of_centre(random), "CSTG-04")
        return one_sheet(head, table, "CSTG-04", period)
    head = district_head(random, period)
    if kind == "sheets":
        return sheet_a_commune(random, period)
    if kind == "turned":
        table = turned(random)
    elif kind == "groups":
        table = upright(random, "HX-01", groups(random))
    else:
        table = upright(random, "HX-02", others(random))
    return one_sheet(head, table, "170", period)


def sheet_a_commune(random: Random, period: ReportingPeriod) -> Made:
    """A sheet with the same upright table for each commune, and perhaps what they come to."""
    names = COMMUNES[: random.randrange(2, 5)]
    codes = [code for code in GROUPS if random.random() < 0.6] or list(GROUPS[:2])
    fields = ("opening", "increase", "decrease", "closing")
    sheets: Sheets = {}
    wanted: dict[Number, tuple[float, Places]] = {}
    every = []
    head = district_head(random, period, "Tổng hợp")
    left = ["TT", "Nội dung"]
    found = [Column(name, (heading(random, "HX-01", name),)) for name in fields]
    for name in names:
        table = with_headings(random, left, found)
        figures = {code: groups(random, 300).get(code) for code in codes}
        own = {code: row or dict.fromkeys(fields, 0) for code, row in figures.items()}
        every.append(own)
        for number, code in enumerate(codes, start=1):
            row: list[Any] = [number, label(random, code)]
            for field_name in fields:
                key = ("HX-01", "", code, field_name, "all")
                table.add(key, own[code][field_name], len(table.rows), len(row))
                row.append(own[code][field_name])
            table.rows.append(row)
        sheet = commune(random, name)
        rows, _, first = put_together(Head(head.above, head.below, sheet), table)
        sheets[sheet] = rows
        for key, (value, cells) in table.numbers.items():
            before, at = wanted.get(key, (0, frozenset()))
            wanted[key] = (before + value, at | places(sheet, first, cells))
    if random.random() < 0.6:
        table = with_headings(random, left, found)
        for number, code in enumerate(codes, start=1):
            sums = [sum(own[code][name] for own in every) for name in fields]
            table.rows.append([number, label(random, code), *sums])
        sheets = {head.name: put_together(head, table)[0], **sheets}
    return Made(sheets, Looks(), "170", period, wanted)
