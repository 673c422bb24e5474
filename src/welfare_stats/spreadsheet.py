"""Writing sheets that people open in Excel: safe text, row heights, printing on A4."""

import re
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.sheet_style import HEAD_COLOUR, height_of, lines_of
from welfare_stats.vietnamese import clean

HEAD_FILL = PatternFill("solid", fgColor=HEAD_COLOUR)
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{1,4}_)")


def box(colour: str) -> Border:
    """A thin border on all four sides."""
    line = Side(style="thin", color=colour)
    return Border(left=line, right=line, top=line, bottom=line)


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a cell that Excel takes for text, even if it looks like a formula or an error value."""
    cell = cell_at(sheet, row, column)
    # In the file format "_x0041_" is an escape for the letter A; LibreOffice takes "_xa_" for one.
    cell.value = _LIKE_AN_ESCAPE.sub("_x005F_", clean(text))
    if cell.value:
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def fit_height(sheet: Worksheet, row: int, span: int = 1) -> None:
    """Make a row as high as its wrapped text, which not every program does by itself.

    The text of the first cell is taken to run over ``span`` columns.
    """
    lines, size = 1, 0.0
    for column, cell in enumerate(sheet[row], 1):
        size = max(size, cell.font.size)
        if cell.alignment.wrap_text:
            width = _width(sheet, column, span if column == 1 else 1) - 2 * cell.alignment.indent
            lines = max(lines, lines_of(str(cell.value or ""), width, cell.font.size))
    sheet.row_dimensions[row].height = height_of(lines, size)


def _width(sheet: Worksheet, column: int, span: int) -> float:
    letters = (get_column_letter(number) for number in range(column, column + span))
    return sum(sheet.column_dimensions[letter].width for letter in letters)


def print_on_a4(sheet: Worksheet, *, wide: bool) -> None:
    """Set a sheet up for A4, one page wide and as many high as it takes."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.HeaderFooter.oddHeader.center.text = "&P"  # type: ignore[union-attr]
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.print_options.horizontalCentered = True


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at a row and column, from 1; it must not be covered by a merged cell."""
    return cast(Cell, sheet.cell(row, column))
