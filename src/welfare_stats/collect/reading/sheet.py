"""A sheet as cells with addresses, and what is known of its cells beside their values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from welfare_stats.collect.reading.looks import Look
from welfare_stats.findings import CellRef, CellValue, Finding, kinds, shown
from welfare_stats.findings.addresses import column_letters

FORMULA_WITHOUT_VALUE = "=?"
"""In ``Sheet.unreadable``: a formula whose result is not stored in the file."""
NO_VALUE_TO_READ = "?"
"""In ``Sheet.unreadable``: a cell whose content cannot be decoded."""

LAST_ROW_OF_XLS = 65_536
"""The number, in Excel, of the last row that a sheet of an .xls file has."""
_LAST_ROW = 1_048_576
MOST_ROWS = 200_000
MOST_COLUMNS = 16_384  # as many as a sheet has; only cells cost memory
_MOST_COLUMNS_WITH_A_FORM = 1_000
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
Origin = Sequence[Sequence[Address]]
"""Of each cell of an arranged sheet, row by row, its address in the file."""


def place_of(sheet: str, origin: Origin | None, row: int, column: int) -> CellRef:
    """The cell of the file at a row and a column of a sheet, perhaps an arranged one."""
    return CellRef(sheet, row, column) if origin is None else CellRef(sheet, *origin[row][column])


class Formula(NamedTuple):
    """A formula as it is written for one cell, and how far from there the cell is that shares it.

    Addresses in ``text`` that have no "$" move along: ``Formula("A1", down=2)`` is "A3".
    """

    text: str
    down: int = 0
    right: int = 0


LINK = "[1]x!A1"
"""Stands in ``Formula.text`` for a cell of another workbook that a format names in another way."""


@dataclass(frozen=True, slots=True)
class StaleResult:
    """A stored result of a formula that is not what it comes to now.

    ``is_manual`` is set where the workbook is calculated only when somebody asks for it.
    """

    stored: CellValue
    computed: CellValue
    is_manual: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What the values of a sheet do not show, found by inspecting the file itself.

    Attributes:
        unreadable: cells whose value cannot be read, with what they contain: an Excel error such
            as ``#REF!``, or ``FORMULA_WITHOUT_VALUE``, or ``NO_VALUE_TO_READ``.
        hidden_rows, hidden_columns: numbers from 0.
        merged: merged cells.
        formulas: the formulas, where the format gives them.
        is_manual: whether they are calculated only when somebody asks for it.
        stale: cells whose stored result is not what their formula comes to.
        linked: cells whose formulas get their result from another workbook.
        looks: cells that are not seen as they are stored.
        texts_left: what is left of texts without the part of them that is struck through.
    """

    unreadable: Mapping[Address, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    formulas: Mapping[Address, Formula] = field(default_factory=dict)
    is_manual: bool = False
    stale: Mapping[Address, StaleResult] = field(default_factory=dict)
    linked: frozenset[Address] = frozenset()
    looks: Mapping[Address, Look] = field(default_factory=dict)
    texts_left: Mapping[Address, str] = field(default_factory=dict)


def without_results(marks: Marks) -> Marks:
    """The marks without formulas that have a result, so that none is compared."""
    kept = {at: formula for at, formula in marks.formulas.items() if at in marks.unreadable}
    return replace(marks, formulas=kept)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet from A1 on, in rows of equal length; a blank cell is ``""``.

    ``origin`` says where the cells stand in the file, row by row, if the sheet was put together
    from cells of it (``arrangement``); ``None`` where it is as it was sent.
    """

    name: str
    rows: list[list[CellValue]]
    marks: Marks = Marks()
    is_hidden: bool = False
    origin: "Origin | None" = None

    @property
    def unreadable(self) -> Mapping[Address, str]:
        """Cells whose value cannot be read, with what they contain; see ``Marks``."""
        return self.marks.unreadable

    def ref(self, row: int, column: int) -> CellRef:
        """The cell of the file that stands at a row and a column, both from 0."""
        return place_of(self.name, self.origin, row, column)

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


def of_stale_result(cell: CellRef, result: StaleResult, heading: str, *, hidden: bool) -> Finding:
    """The finding for a cell of a table whose stored result does not fit.

    Args:
        cell: where it is.
        result: what is stored, and what the formula comes to.
        heading: the heading of its column.
        hidden: whether its value is personal.
    """
    return kinds.STALE_RESULT.at(
        cell,
        result.stored,
        hidden=hidden,
        heading=heading,
        computed="giá trị khác" if hidden else shown(result.computed) or "ô trống",
        remedy=_MANUAL if result.is_manual else _RECALCULATE,
    )


_RECALCULATE = "Hãy mở tệp bằng Excel, bấm Ctrl+Alt+F9 để tính lại"
_MANUAL = "Tệp đang ở chế độ tính bằng tay: hãy vào Formulas > Calculation Options chọn Automatic"


def check_extent(sheet: str, rows: int, columns: int) -> None:
    """Refuse a used rectangle larger than any form needs, before it is allocated.

    Raises:
        UnreadableFileError: the rectangle is too large.
    """
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise _too_large(sheet, rows, columns)


def check_width(sheet: Sheet) -> None:
    """Refuse a sheet that holds a form and is far wider.

    Raises:
        UnreadableFileError: it is.
    """
    width = max(map(len, sheet.rows), default=0)
    if width > _MOST_COLUMNS_WITH_A_FORM:
        raise _too_large(sheet.name, len(sheet.rows), width)


def _too_large(sheet: str, rows: int, columns: int) -> UnreadableFileError:
    what = f"trang “{sheet}” có dữ liệu đến tận ô {column_letters(min(columns, 18_278) - 1)}{rows}"
    if rows == _LAST_ROW:
        what += " (dòng cuối cùng của trang: nếu bảng kéo đến đó thì phần sau đã bị cắt mất)"
    return UnreadableFileError(kinds.TOO_LARGE.at(None, what=what))
