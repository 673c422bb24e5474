"""A sheet as cells with addresses, and what is known of its cells beside their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.findings.addresses import column_letters

FORMULA_WITHOUT_VALUE = "=?"
"""In ``Sheet.unreadable``: a formula whose result is not stored in the file."""
NO_VALUE_TO_READ = "?"
"""In ``Sheet.unreadable``: a cell whose content cannot be decoded."""

LAST_ROW, LAST_ROW_OF_XLS = 1_048_576, 65_536
"""The numbers, in Excel, of the last row that a sheet has. What comes after it was cut off."""
MOST_ROWS = 200_000
MOST_COLUMNS = 16_384  # as many as a sheet has; only cells cost memory
MOST_CELLS = 2_000_000
"""Limits on the used rectangle of a sheet: far above any form, and still safe to allocate.

``MOST_CELLS`` is also the limit for all sheets of a workbook together.
"""


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


Address = tuple[int, int]
"""Row and column, from 0."""
Range = tuple[Address, Address]
"""The first and the last cell of a rectangle."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the values of a sheet do not show, found by inspecting the file itself.

    Attributes:
        unreadable: cells whose value cannot be read, with what they contain: an Excel error such
            as ``#REF!``, or ``FORMULA_WITHOUT_VALUE``, or ``NO_VALUE_TO_READ``.
        hidden_rows, hidden_columns: numbers from 0.
        merged: merged cells.
        formulas: the text of formulas without a stored result, where the format gives it.
    """

    unreadable: Mapping[Address, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    formulas: Mapping[Address, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet from A1 on, in rows of equal length; a blank cell is ``""``."""

    name: str
    rows: list[list[CellValue]]
    marks: Marks = Marks()
    is_hidden: bool = False

    @property
    def unreadable(self) -> Mapping[Address, str]:
        """Cells whose value cannot be read, with what they contain; see ``Marks``."""
        return self.marks.unreadable

    def value(self, row: int, column: int) -> CellValue:
        """The value of a cell, counted from 0; ``""`` outside the used range."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""


def without_value(cell: CellRef, content: str, label: str) -> Finding:
    """The finding for a cell whose value cannot be read.

    Args:
        cell: where it is.
        content: what it contains, as in ``Marks.unreadable``.
        label: how the message calls the cell, in Vietnamese.
    """
    if content == FORMULA_WITHOUT_VALUE:
        return kinds.FORMULA_WITHOUT_VALUE.at(cell, label=label)
    if content == NO_VALUE_TO_READ:
        return kinds.NOT_DECODED.at(cell, label=label)
    return kinds.ERROR_VALUE.at(cell, content, label=label)


def check_extent(sheet: str, rows: int, columns: int) -> None:
    """Refuse a used rectangle larger than any form needs, before it is allocated.

    Raises:
        UnreadableFileError: the rectangle is too large.
    """
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        last = f"{column_letters(min(columns, 18_278) - 1)}{rows}"
        what = f"trang “{sheet}” có dữ liệu đến tận ô {last}"
        if rows == LAST_ROW:
            what += ", dòng cuối cùng của trang nên phần sau có thể đã bị cắt mất"
        raise UnreadableFileError(kinds.TOO_LARGE.at(None, what=what))
