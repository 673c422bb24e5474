"""What a sender wrote of how many cases a list has: "Tổng số: 785 hồ sơ", "Danh sách có 12 người".

>>> stated_number("Tổng số: 1.785 hồ sơ (một nghìn bảy trăm tám mươi lăm)")
1785
>>> stated_number("Cộng 40 người, trong đó nữ 18")
40
>>> stated_number("Tổng số tiền: 785.000"), stated_number("Danh sách số 2")
(None, None)
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from welfare_stats.collect.reading.heads import not_struck
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.findings import CellRef, shown
from welfare_stats.vietnamese import fold

_UNITS = r"(?:ho so|truong hop|nguoi|doi tuong|ca|luot|tre|em|cu|nguoi benh|hoc vien)"
_BETWEEN = rf"(?:so|cong|tat ca|la|co|gom|tren|nay|danh sach|toan bo|bao|duoc|{_UNITS})"
_STATED = re.compile(
    rf"(?:(?:tong|cong)(?: {_BETWEEN})*|(?:so )?{_UNITS}|danh sach(?: {_BETWEEN})* (?:co|gom))"
    rf" (\d{{1,3}}(?: \d{{3}})+|\d{{1,7}})(?: {_UNITS}\b.*)?"
)
_REMARK = re.compile(r"\([^()]*\)\W*$")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class StatedCount:
    """How many cases the sender says there are, and where that is written."""

    number: int
    cell: CellRef


def stated_number(text: str) -> int | None:
    """How many cases the text says there are; ``None`` where it says nothing of the kind."""
    if len(text) > _LONGEST or not any(ch.isdecimal() for ch in text):
        return None
    words = text.strip()
    if not words.startswith("("):
        words = _REMARK.sub("", words)
    match = _STATED.fullmatch(fold(words))
    return int(match[1].replace(" ", "")) if match else None


def stated_counts(
    sheet: Sheet, above: Iterable[int], beside: Iterable[int]
) -> Iterator[StatedCount]:
    """What is said above the headings of a list, cell by cell, and on rows that are no cases.

    Under the headings the words may stand in one cell and the number in the next. What is struck
    through says nothing.
    """
    for row in above:
        yield from _in_cells(sheet, row)
    for row in beside:
        cells = not_struck(sheet, row)
        found = list(_in_cells(sheet, row))
        number = stated_number(" ".join(shown(value) for value in cells if value != ""))
        if not found and number is not None:
            column = next(at for at, value in enumerate(cells) if value != "")
            found = [StatedCount(number, sheet.ref(row, column))]
        yield from found


def _in_cells(sheet: Sheet, row: int) -> Iterator[StatedCount]:
    for column, value in enumerate(not_struck(sheet, row)):
        if isinstance(value, str) and (number := stated_number(value)) is not None:
            yield StatedCount(number, sheet.ref(row, column))
