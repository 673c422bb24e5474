"""Writes a table of the report on a sheet of its own."""

import re
from collections.abc import Iterable

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.report.model import ESTIMATE_MARK, Cell, Percent, Table, TableRow
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.exhibits import Exhibit, is_figure
from welfare_stats.spreadsheet import (
    FONT,
    GREY,
    HEAD_FILL,
    box,
    cell_at,
    fit_height,
    print_on_a4,
    write_text,
)
from welfare_stats.vietnamese import clean

_LONGEST_NAME = 31  # Excel's limit
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_ROWS_OF_A_PAGE = 30
_TITLE_FONT = Font(name=FONT, size=14, bold=True)
_NOTE_FONT = Font(name=FONT, size=11, italic=True)
_BOX = box(GREY)
_ROOM, _WIDE_ROOM = 92, 135  # characters across an A4 page, portrait and landscape
_WHOLE, _FRACTION, _SHARE = "#,##0", "#,##0.##", "0.0%"


def sheet_name(exhibit: Exhibit) -> str:
    """The name of the table's sheet: its number, and as many words of its title as fit."""
    name = _FORBIDDEN.sub(" ", clean(f"{exhibit.label} {exhibit.table.title}"))
    words = " ".join(name.split())
    if len(words) <= _LONGEST_NAME:
        return words
    return words[: _LONGEST_NAME + 1].rpartition(" ")[0]


def write_exhibit(sheet: Worksheet, exhibit: Exhibit) -> int:
    """Write the lines above, an empty row, the table, an empty row and the notes.

    Returns:
        The row in which a link back to the first sheet may be put.
    """
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


def _write_lines(sheet: Worksheet, row: int, lines: Iterable[str], span: int, font: Font) -> int:
    """Write lines across the width of the table; returns the row below them."""
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
    """Write column headings and rows; returns the row below them."""
    for column, text in enumerate(table.columns, 1):
        cell = write_text(sheet, head, column, text)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), HEAD_FILL, _BOX
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
    cell = cell_at(sheet, row, column)
    if isinstance(value, Percent):
        cell.value, cell.number_format = value.value, _SHARE
        return cell
    whole = float(value.value).is_integer()
    cell.value = int(value.value) if whole else value.value
    mark = f'" {ESTIMATE_MARK}"' if value.is_estimate else ""  # the cell stays a number
    cell.number_format = (_WHOLE if whole else _FRACTION) + mark
    return cell
