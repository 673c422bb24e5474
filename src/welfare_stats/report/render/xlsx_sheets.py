"""Writes a table on a sheet of its own: a few lines, right below them headings and rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from welfare_stats.report.model import ESTIMATE_MARK, Gap, Number, Percent, Table, TableRow
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.xlsx_book import FRAME, SIZE, Book, Line, print_on_a4
from welfare_stats.report.render.xlsx_totals import Place, sums_in
from welfare_stats.sheet_style import HEAD_COLOUR, height_of, lines_of, width_of
from welfare_stats.vietnamese import clean, fold

_ROOM, _WIDE_ROOM = 92, 135  # characters across an A4 page, portrait and landscape
_SCREEN_ROOM = 220
_WHOLE, _FRACTION, _SHARE = "#,##0", "#,##0.##", "0.0%"
_ROWS_OF_A_PAGE = 30
_LONGEST_NAME, _NAMES = 40, 0.85  # what is left of the room where a text is a name


def write_table(
    book: Book,
    sheet: Worksheet,
    lines: Sequence[Line],
    table: Table,
    parts: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    for_screen: bool = False,
) -> None:
    """Write some lines and right below them the table, whose totals are formulas where they can be.

    Args:
        book: the workbook.
        sheet: an empty sheet of it.
        lines: what stands over the table.
        table: the table.
        parts: by code of a case type, those that add up to it.
        for_screen: whether it is a list to search on the screen rather than a table to print: it
            is wider than a page, and rows are chosen by its headings.
    """
    head = len(lines)
    longest = max(width_of(clean(line.text), line.size) for line in lines)
    page = _WIDE_ROOM if table.is_wide else _ROOM
    room = max(least_width(table), _SCREEN_ROOM if for_screen else page, longest)
    widths = column_widths(table, room)
    book.write_lines(sheet, lines)
    formulas = sums_in(table, parts, lambda place: xl_rowcol_to_cell(head + 1 + place[0], place[1]))
    write_grid(book, sheet, head, table, widths, formulas)
    sheet.freeze_panes(head + 1, 1)
    place = (head, len(table.rows))
    mark_as_table(book, sheet, table.key, place, table.columns, has_filter=for_screen)
    is_short = len(table.rows) <= _ROWS_OF_A_PAGE
    print_on_a4(sheet, wide=table.is_wide or for_screen, head=head, one_page=is_short)


def write_grid(
    book: Book,
    sheet: Worksheet,
    head: int,
    table: Table,
    widths: Sequence[float],
    formulas: Mapping[Place, str] = MappingProxyType({}),
    signs: Mapping[Place, str] = MappingProxyType({}),
) -> None:
    """Write headings and rows of a table.

    Args:
        book: the workbook.
        sheet: a sheet of it.
        head: the row of the headings, from 0.
        table: the table.
        widths: of its columns.
        formulas: that make numbers of it, by their place below the headings.
        signs: that are shown behind numbers, in brackets, by their place.
    """
    write_headings(book, sheet, head, table.columns, widths)
    writer = _Rows(book, sheet, head + 1, widths, formulas, signs)
    for number, row in enumerate(table.rows):
        writer.write(number, row)


def write_headings(
    book: Book, sheet: Worksheet, head: int, headings: Sequence[str], widths: Sequence[float]
) -> None:
    """Set the widths of the columns and write their headings."""
    texts = [clean(heading) for heading in headings]
    for column, (text, width) in enumerate(zip(texts, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(head, column, text, book.text_look(**_HEADING))
    count = max(lines_of(t, w - 1, SIZE) for t, w in zip(texts, widths, strict=True))
    sheet.set_row(head, height_of(count, SIZE))


_HEADING = {
    **FRAME,
    "bold": True,
    "bg_color": f"#{HEAD_COLOUR}",
    "align": "center",
    "text_wrap": True,
}


def mark_as_table(
    book: Book,
    sheet: Worksheet,
    key: str,
    place: tuple[int, int],
    headings: Iterable[str],
    *,
    has_filter: bool = False,
) -> None:
    """Make a table of Excel, named after a key, of what is written.

    Excel has none without rows, or with a heading that is empty or occurs twice.

    Args:
        book: the workbook.
        sheet: where the table is written.
        key: of the table.
        place: the row of its headings, from 0, and how many rows it has below them.
        headings: as they are written.
        has_filter: whether the headings are buttons to choose rows by.
    """
    (head, rows), texts = place, [clean(heading) for heading in headings]
    if not rows or len({text.casefold() for text in texts} - {""}) < len(texts):
        return
    look = book.text_look(**_HEADING)
    options = {
        "name": book.table_name(re.sub(r"\W", "_", fold(key))),
        "columns": [{"header": text, "header_format": look} for text in texts],
        "autofilter": has_filter,
        "style": None,
    }
    sheet.add_table(head, 0, head + rows, len(texts) - 1, options)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Writes the rows of a table."""

    book: Book
    sheet: Worksheet
    first: int
    widths: Sequence[float]
    formulas: Mapping[Place, str]
    signs: Mapping[Place, str]

    def write(self, number: int, row: TableRow) -> None:
        lines = 1
        for column, cell in enumerate(row.cells):
            level = row.level if column == 0 else 0
            look: dict[str, object] = {**FRAME, "bold": row.total}
            if isinstance(cell, Number | Percent):
                self._write_number((number, column), cell, look)
                continue
            text = clean(str(cell))
            is_text = not isinstance(cell, Gap)
            if is_text:
                look |= {"align": "left", "indent": 1 + level, "text_wrap": True}
            else:
                look |= {"align": "right"}
            shown = self.book.text_look(**look)
            if text:
                self.sheet.write_string(self.first + number, column, text, shown)
            else:
                self.sheet.write_blank(self.first + number, column, None, shown)
            if is_text:
                lines = max(lines, _lines_of(text, self.widths[column] - 3 - 2 * level))
        self.sheet.set_row(self.first + number, height_of(lines, SIZE))

    def _write_number(self, place: Place, cell: Number | Percent, look: dict[str, object]) -> None:
        row, column = self.first + place[0], place[1]
        pattern = number_format(cell, self.signs.get(place, ""))
        shown = self.book.look(align="right", valign="top", num_format=pattern, **look)
        if place in self.formulas:
            formula, value = self.formulas[place], plain(cell.value)
            self.sheet.write_formula(row, column, formula, shown, value)
        else:
            self.sheet.write_number(row, column, plain(cell.value), shown)


def plain(value: float) -> float:
    """A number as people write it, 5120 and not 5120.0."""
    return int(value) if float(value).is_integer() else value


def _lines_of(text: str, width: float) -> int:
    """How many lines a text takes; names are wider than running text, for their capitals."""
    return lines_of(text, width if len(text) > _LONGEST_NAME else width * _NAMES, SIZE)


def number_format(number: Number | Percent, sign: str = "") -> str:
    """How Excel shows a number, with the separators of its own language.

    >>> number_format(Number(26850)), number_format(Number(12.5, is_estimate=True), "chưa đủ")
    ('#,##0', '#,##0.##" (ước; chưa đủ)"')

    Args:
        number: the number; the cell stays one, whatever is shown behind it.
        sign: what is shown behind it, in brackets.
    """
    is_estimate = isinstance(number, Number) and number.is_estimate
    signs = (f" {ESTIMATE_MARK}" if is_estimate else "") + (f" ({sign})" if sign else "")
    joined = signs.replace(") (", "; ")
    return _pattern(number) + (f'"{joined}"' if joined else "")


def _pattern(number: Number | Percent) -> str:
    if isinstance(number, Percent):
        return _SHARE
    return _WHOLE if float(number.value).is_integer() else _FRACTION
