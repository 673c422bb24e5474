"""Makes a copy of the sender's workbook that keeps its layout but nothing that could run."""

import re
from contextlib import suppress
from datetime import date, time
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.collect.reading.encryption import opened_by_default
from welfare_stats.collect.reading.file_names import FileKind
from welfare_stats.collect.reading.preflight import kind_of
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.sheet_style import FONT
from welfare_stats.spreadsheet import cell_at, write_text

# Functions that only compute from cells. All others are refused: some fetch, call or write things.
_HARMLESS = {
    "SUM", "SUBTOTAL", "SUMIF", "SUMIFS", "SUMPRODUCT", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS",
    "IF", "AND", "OR", "NOT", "ROUND", "ROUNDUP", "ROUNDDOWN", "INT", "ABS", "MIN", "MAX",
    "AVERAGE", "IFERROR", "ISNUMBER",
    "TEXT", "VALUE", "TRIM", "ROW", "DATE", "YEAR", "MONTH", "DAY",
}  # fmt: skip


_CELLS = re.compile(
    r"(?:'[^'\[\]|]+'!|[^\W\d][\w.]*!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?"
)


def harmless_copy(content: bytes) -> Workbook:
    """A workbook to write into: of an .xlsx file with its layout, of other formats only the values.

    Macros, pictures, defined names and links to other files are left out. Formulas that do more
    than compute become texts.

    Raises:
        Exception: of any kind, if the file cannot be opened.
    """
    content = opened_by_default(content) or content
    if kind_of(content) in (FileKind.XLSX, FileKind.XLSM):
        with suppress(Exception):  # what openpyxl cannot open, our own readers may still read
            return _disarmed(load_workbook(BytesIO(content), keep_links=False))
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in read_workbook(content).sheets:
        _write_values(book.create_sheet(sheet.name), sheet)
    return book


def _disarmed(book: Workbook) -> Workbook:
    """The same workbook, changed in place, without anything that could run."""
    for name, defined in list(book.defined_names.items()):
        if not str(defined.value).isdecimal():  # plain numbers are the versions of our own forms
            del book.defined_names[name]
    for sheet in book.worksheets:
        sheet.defined_names.clear()
        sheet._images, sheet._charts, sheet._pivots = [], [], []  # type: ignore[attr-defined]
        _keep_harmless_rules(sheet)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell):
                    _disarm(sheet, cell)
    return book


def _keep_harmless_rules(sheet: Worksheet) -> None:
    """Keep conditional formats and validations that only compute, as those of our own forms do."""
    kept = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if all(is_harmless(f"={formula}") for formula in rule.formula or ()):
                kept.add(str(area.sqref), rule)
    sheet.conditional_formatting = kept
    sheet.data_validations.dataValidation = [
        validation
        for validation in sheet.data_validations.dataValidation
        if all(
            is_harmless(f"={formula}")
            for formula in (validation.formula1, validation.formula2)
            if formula
        )
    ]


def _disarm(sheet: Worksheet, cell: Cell) -> None:
    if cell.hyperlink is not None and (cell.hyperlink.target or cell.hyperlink.location is None):
        cell.hyperlink = None
    if cell.data_type == "f" and not is_harmless(formula := _formula_of(cell)):
        write_text(sheet, cell.row, cell.column, formula)


def _formula_of(cell: Cell) -> str:
    """The text of a cell's formula, also of an array formula."""
    return str(getattr(cell.value, "text", cell.value) or "=")


def is_harmless(formula: str) -> bool:
    """Whether a formula only computes from cells of its own workbook."""
    with suppress(Exception):  # what cannot be parsed is not harmless
        return all(map(_is_harmless_token, Tokenizer(formula).items))
    return False


def _is_harmless_token(token: Token) -> bool:
    if token.type == Token.FUNC and token.subtype == Token.OPEN:
        return token.value.rstrip("(").upper() in _HARMLESS
    if token.type == Token.OPERAND and token.subtype == Token.RANGE:
        return _CELLS.fullmatch(token.value) is not None  # a defined name could stand for anything
    return token.type != Token.ARRAY


def _write_values(target: Worksheet, sheet: Sheet) -> None:
    for row, cells in enumerate(sheet.rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value == "":
                continue
            if isinstance(value, str):
                cell = write_text(target, row, column, value)
            else:
                cell = cell_at(target, row, column)
                cell.value = value
                if isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy"
                elif isinstance(value, time):
                    cell.number_format = "hh:mm"
            cell.font = Font(name=FONT)
    for (row, column), content in sheet.unreadable.items():
        write_text(target, row + 1, column + 1, content)
    for (top, left), (bottom, right) in sheet.marks.merged:
        target.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    for column in range(1, max(map(len, sheet.rows), default=0) + 1):
        target.column_dimensions[get_column_letter(column)].width = _comfortable_width(
            sheet, column
        )


_NARROWEST, _WIDEST = 6, 40
_TITLES_END = 6  # titles in the first rows run over several columns: they set no width


def _comfortable_width(sheet: Sheet, column: int) -> float:
    texts = (str(cells[column - 1]) for cells in sheet.rows[_TITLES_END:])
    return min(max(max(map(len, texts), default=0) + 2, _NARROWEST), _WIDEST)
