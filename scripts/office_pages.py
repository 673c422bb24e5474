"""How offices lay out pages of their own, and what must be read of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import takewhile
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from welfare_stats.report.render.stable_zip import stable_zip

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEFT, ABOVE = "<", "^"
"""In a grid of headings: the cell belongs to the one at its left, or to the one above."""

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class Key(NamedTuple):
    """What a number is of; facility is "" on forms that know no facilities."""

    form: str
    case_type: str
    measure: str = "closing"
    breakdown: str = "all"
    facility: str = ""


class Told(NamedTuple):
    """A number in a table that must be read, and by what it becomes one in our unit."""

    key: Key
    value: float
    times: float = 1


Cell = str | float | Told | None


class Said(NamedTuple):
    """A number that must be read, in our unit, and its cells."""

    key: Key
    value: float
    sheet: str
    cells: str


class Page:
    """A sheet that is written from top to bottom; ``row`` is the next free row."""

    def __init__(self, book: "Book", name: str, widths: Sequence[int]) -> None:
        self.book, self.name = book, name
        self.sheet = book.workbook.create_sheet(name)
        self.last = len(widths)
        self.row = 1
        self.sheet.page_setup.orientation = "landscape"
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width

    def line(self, text: str, first: int = 1, last: int = 0, *, bold: bool = False) -> None:
        """A text over some columns of the current row, or over all."""
        self._put(self.row, first, text, bold=bold)
        if (last or self.last) > first:
            self._merge(self.row, first, self.row, last or self.last)

    def letterhead(self, above: str, office: str, middle: int) -> None:
        """Who sends, up to the ``middle`` column, beside country and motto."""
        for mine, motto in zip((above, office), MOTTO, strict=True):
            self.line(mine, 1, middle, bold=mine == office)
            self.line(motto, middle + 1, bold=True)
            self.row += 1
        self.row += 1

    def titles(self, *texts: str) -> None:
        """Lines over the whole width, the first in bold, and an empty row."""
        for text in texts:
            self.line(text, bold=text == texts[0])
            self.row += 1
        self.row += 1

    def headings(self, *grid: Sequence[str]) -> None:
        """Rows of headings."""
        for down, texts in enumerate(grid):
            self.sheet.row_dimensions[self.row + down].height = 34
            for column, text in enumerate(texts):
                self._put(self.row + down, column + 1, "", boxed=True)
                if text in ("", LEFT, ABOVE):
                    continue
                wide = len(list(takewhile(LEFT.__eq__, texts[column + 1 :])))
                below = [lower[column] for lower in grid[down + 1 :]]
                high = len(list(takewhile(ABOVE.__eq__, below)))
                self._put(self.row + down, column + 1, text, bold=True, boxed=True)
                if wide or high:
                    top, left = self.row + down, column + 1
                    self._merge(top, left, top + high, left + wide)
        self.row += len(grid)

    def rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Rows of a table."""
        for cells in rows:
            for column, cell in enumerate(cells, 1):
                value = cell.value if isinstance(cell, Told) else cell
                self._put(self.row, column, value, boxed=True, align="")
                if isinstance(cell, Told):
                    address = f"{get_column_letter(column)}{self.row}"
                    value = round(cell.value * cell.times, 6)
                    self.book.said.append(Said(cell.key, value, self.name, address))
            self.row += 1

    def add_up(self, column: int, first: int, last: int, key: Key, value: float) -> None:
        """A number that is the sum of the rows of a column."""
        letter = get_column_letter(column)
        self.book.said.append(Said(key, value, self.name, f"{letter}{first}:{letter}{last}"))

    def signatures(self, place: str, left: str, right: str) -> None:
        """The place and the day, and who signs; nobody's name."""
        middle = self.last // 2
        self.row += 1
        self.line(place, middle + 1)
        self.row += 1
        for one, other in ((left, right), ("(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)")):
            self.line(one, 1, middle, bold=one == left)
            self.line(other, middle + 1, bold=other == right)
            self.row += 1

    def _put(
        self,
        row: int,
        column: int,
        value: str | float | None,
        *,
        bold: bool = False,
        boxed: bool = False,
        align: str = "center",
    ) -> None:
        cell = self.sheet.cell(row, column)
        if value not in (None, ""):
            cell.value = value
        cell.font = Font("Times New Roman", 12, bold)
        if align:
            cell.alignment = Alignment(align, "center", wrap_text=boxed)
        if boxed:
            cell.border = _BOX
        if isinstance(value, int | float):
            cell.number_format = "#,##0" if float(value).is_integer() else "#,##0.0"

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


@dataclass
class Book:
    """A workbook of an office, and what must be read of it."""

    file: str
    unit: str
    start: date
    end: date
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])

    def page(self, name: str, widths: Sequence[int]) -> Page:
        """A new sheet."""
        return Page(self, name, widths)

    def content(self) -> bytes:
        """The same bytes every time."""
        written = BytesIO()
        self.workbook.save(written)
        day = date(2018, 9, 3)
        return stable_zip(written.getvalue(), title=self.file, creator="", day=day)

    def expected(self) -> Iterator[tuple[str, ...]]:
        """The rows of expected.csv."""
        period = (self.start.isoformat(), self.end.isoformat())
        for (form, case_type, measure, breakdown, facility), value, sheet, cells in self.said:
            number = f"{value:.6f}".rstrip("0").rstrip(".")
            dimensions = (form, facility, case_type, measure, breakdown)
            yield (self.file, self.unit, *period, *dimensions, number, sheet, cells)
