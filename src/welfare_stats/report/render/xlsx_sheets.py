"""A table of the report on a sheet of its own."""

import re
from collections.abc import Iterable
from textwrap import wrap
from typing import cast

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.report.model import Cell, Number, Percent, Table, TableRow
from welfare_stats.report.render.columns import column_widths, least_width
from welfare_stats.report.render.exhibits import Exhibit, is_figure
from welfare_stats.report.render.text import clean

FONT = "Times New Roman"
_LETTERS = 1.25  # of running text in the width of a digit
_FONT_SIZE = 11  # that widths are measured in
_LONGEST_NAME = 31  # Excel's limit
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ROWS_OF_A_PAGE = 30
_TITLE_FONT = Font(name=FONT, size=14, bold=True)
_NOTE_FONT = Font(name=FONT, size=11, italic=True)
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="F2F2F2")
_POINTS_A_LINE = 1.3  # of the size of the font
_ROOM, _WIDE_ROOM = 92, 135  # characters across an upright A4 page, and across a wide one
_WHOLE, _FRACTION, _SHARE = "#,##0", "#,##0.##", "0.0%"


def sheet_name(exhibit: Exhibit) -> str:
    """Number and as many whole words of the title as fit."""
    name = _FORBIDDEN.sub(" ", clean(f"{exhibit.label} {exhibit.table.title}"))
    words = " ".join(name.split())
    if len(words) <= _LONGEST_NAME:
        return words
    return words[: _LONGEST_NAME + 1].rpartition(" ")[0]


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> SheetCell:
    """Text that stays text, whatever it looks like: never a formula, never an error value."""
    cell = _cell(sheet, row, column)
    # Excel would take "_x0041_" for the letter A.
    cell.value = _ESCAPE_LIKE.sub("_x005F_", clean(text))
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def write_exhibit(sheet: Worksheet, exhibit: Exhibit) -> int:
    """Lines, an empty row, the table, an empty row, notes; gives the row for a link back."""
    table = exhibit.table
    span = len(table.columns)
    _set_widths(sheet, table)
    above = (exhibit.period, exhibit.unit, exhibit.source)
    row = _write_lines(sheet, 1, [exhibit.caption], span, _TITLE_FONT)
    back = _write_lines(
        sheet, row, filter(None, above), span, Font(name=FONT, size=11, italic=True)
    )
    head = back + 2
    row = _write_table(sheet, head, table)
    _write_lines(sheet, row + 1, exhibit.notes, span, _NOTE_FONT)
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    print_on_a4(sheet, wide=table.is_wide, one_page=len(table.rows) <= _ROWS_OF_A_PAGE)
    return back


def fit_height(sheet: Worksheet, row: int, span: int = 1) -> None:
    """Make a row as high as its wrapped text; not every program does so by itself.

    Text in the first cell runs over ``span`` columns.
    """
    lines, size = 1, 0.0
    for column, cell in enumerate(sheet[row], 1):
        size = max(size, cell.font.size)
        if cell.alignment.wrap_text:
            width = _width(sheet, column, span if column == 1 else 1) - 2 * cell.alignment.indent
            lines = max(lines, _lines(str(cell.value or ""), width * _FONT_SIZE / cell.font.size))
    sheet.row_dimensions[row].height = lines * size * _POINTS_A_LINE + 2


def _width(sheet: Worksheet, column: int, span: int) -> float:
    letters = (get_column_letter(number) for number in range(column, column + span))
    return sum(sheet.column_dimensions[letter].width for letter in letters)


def _lines(text: str, width: float) -> int:
    return len(wrap(text, max(int(width * _LETTERS), 1))) or 1


def print_on_a4(sheet: Worksheet, *, wide: bool, one_page: bool = False) -> None:
    """One page across; downward one page too where it fits, else as many as it takes."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = int(one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddHeader.center.text = "&P"  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.print_options.horizontalCentered = True


def _write_lines(sheet: Worksheet, row: int, lines: Iterable[str], span: int, font: Font) -> int:
    """Lines across the table, wrapped; gives the row below them."""
    for line in lines:
        cell = write_text(sheet, row, 1, line)
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if span > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=span)
        fit_height(sheet, row, span)
        row += 1
    return row


def _set_widths(sheet: Worksheet, table: Table) -> None:
    room = max(least_width(table), _WIDE_ROOM if table.is_wide else _ROOM)
    for number, width in enumerate(column_widths(table, room), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _write_table(sheet: Worksheet, head: int, table: Table) -> int:
    """Column headings and rows; gives the row below them."""
    for column, text in enumerate(table.columns, 1):
        cell = write_text(sheet, head, column, text)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), _HEAD_FILL, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    fit_height(sheet, head)
    for number, row in enumerate(table.rows, head + 1):
        _write_row(sheet, number, row)
    return head + len(table.rows) + 1


def _write_row(sheet: Worksheet, number: int, row: TableRow) -> None:
    for column, value in enumerate(row.cells, 1):
        cell = _write_cell(sheet, number, column, value)
        cell.font = Font(name=FONT, size=11, bold=row.total)
        cell.border = _BOX
        cell.alignment = Alignment(
            horizontal="right" if is_figure(value) else "left",
            vertical="top",
            indent=1 + (row.level if column == 1 else 0),
            wrap_text=not is_figure(value),
        )
    fit_height(sheet, number)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Cell) -> SheetCell:
    if isinstance(value, str):
        return write_text(sheet, row, column, value)
    whole = isinstance(value, Number) and float(value.value).is_integer()
    cell = _cell(sheet, row, column)
    cell.value = int(value.value) if whole else value.value
    cell.number_format = _SHARE if isinstance(value, Percent) else _WHOLE if whole else _FRACTION
    return cell


def _cell(sheet: Worksheet, row: int, column: int) -> SheetCell:
    return cast(SheetCell, sheet.cell(row, column))  # written before any cells are merged
