"""A sheet as addressed cells, and what there is to say of cells beside their values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from welfare_stats.findings import CellRef, CellValue, Finding, kinds

FORMULA_WITHOUT_VALUE = "=?"
"""Stands in ``Sheet.unreadable`` for a formula whose result the file does not hold."""
NO_VALUE_TO_READ = "?"
"""Stands there for a cell whose content no reader can decode."""

MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 2_000_000
"""Caps on the used rectangle of a sheet: far above any form, and allocated without harm.

The last is also the cap on all sheets of a workbook together.
"""


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


Address = tuple[int, int]
"""Row and column from 0."""
Range = tuple[Address, Address]
"""The first and the last cell of a rectangle."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a look at the file itself tells of a sheet, and its values do not.

    ``unreadable`` holds what stands in cells that have no value to read: an Excel error such as
    ``#REF!``, ``FORMULA_WITHOUT_VALUE`` or ``NO_VALUE_TO_READ``. ``formulas`` are those without a
    value, as far as the look knows them.
    """

    unreadable: Mapping[Address, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    formulas: Mapping[Address, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet from A1 on, all rows of one length; a blank cell is ``""``."""

    name: str
    rows: list[list[CellValue]]
    marks: Marks = Marks()
    is_hidden: bool = False

    @property
    def unreadable(self) -> Mapping[Address, str]:
        """What stands in cells that have no value to read."""
        return self.marks.unreadable

    def value(self, row: int, column: int) -> CellValue:
        """A cell's value; blank outside the used range."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""


def without_value(cell: CellRef, content: str, label: str) -> Finding:
    """The finding for a cell that has no value to read, by what stands in it."""
    if content == FORMULA_WITHOUT_VALUE:
        return kinds.FORMULA_WITHOUT_VALUE.at(cell, label=label)
    if content == NO_VALUE_TO_READ:
        return kinds.NOT_DECODED.at(cell, label=label)
    return kinds.ERROR_VALUE.at(cell, content, label=label)


def check_extent(sheet: str, rows: int, columns: int) -> None:
    """Refuse a used rectangle that no form needs, before anything allocates it.

    Raises:
        UnreadableFileError: naming the sheet and its last cell.
    """
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        last = f"{get_column_letter(min(columns, 18_278))}{rows}"
        what = f"trang “{sheet}” có dữ liệu đến tận ô {last}"
        raise UnreadableFileError(kinds.TOO_LARGE.at(None, what=what))
