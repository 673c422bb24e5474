"""Reading Excel 97-2003 files with xlrd, which also exposes error cells and hidden parts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from io import StringIO
from typing import Literal

import xlrd

from welfare_stats.collect.reading.looks import Look
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    Marks,
    Sheet,
    UnreadableFileError,
    check_extent,
)
from welfare_stats.collect.reading.xls_looks import (
    cells_not_seen_as_stored,
    hidden_columns,
    hidden_rows,
    looks_of_xls,
)
from welfare_stats.collect.reading.xls_records import SheetRecords, records_of_sheets, stream_of
from welfare_stats.collect.reading.xls_second_reader import read_xls_again
from welfare_stats.findings import CellValue, kinds

_BLANKS = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(content: bytes) -> tuple[list[Sheet], str, dict[str, str]]:
    """Every worksheet, the names of the fonts in use, one per line, and the defined names.

    Raises:
        UnreadableFileError: the file is encrypted, damaged, or not a workbook at all.
    """
    try:
        book = _open(content)
    except UnreadableFileError as error:
        if error.finding.code != kinds.DAMAGED.code:
            raise
        return (*_read_again(content, error), {})
    records = _records(content)
    unmarked = [SheetRecords()] * (book.nsheets - len(records))
    looks = looks_of_xls(book)
    sheets = [
        _sheet(book, sheet, of_sheet, looks)
        for sheet, of_sheet in zip(book.sheets(), records + unmarked, strict=False)
    ]
    return sheets, "\n".join(font.name for font in book.font_list), _names(book)


def _read_again(content: bytes, damaged: UnreadableFileError) -> tuple[list[Sheet], str]:
    """What the second reader makes of a file that the first cannot read."""
    try:
        return read_xls_again(content)
    except MemoryError:
        raise
    except Exception:
        raise damaged from None


def _names(book: xlrd.Book) -> dict[str, str]:
    """The defined names that stand for a number, and that number."""
    values = {name.name: getattr(name.result, "value", None) for name in book.name_obj_list}
    return {name: f"{value:g}" for name, value in values.items() if isinstance(value, float)}


def _open(content: bytes) -> xlrd.Book:
    try:
        # The library's remarks on a file go nowhere, not to standard output.
        return xlrd.open_workbook(
            file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True
        )
    except MemoryError:
        raise
    except Exception as error:  # on a damaged file the library may raise anything
        if "encrypted" in str(error):
            raise UnreadableFileError(kinds.ENCRYPTED.at(None)) from None
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from error


def _records(content: bytes) -> list[SheetRecords]:
    """What the records of each worksheet tell; blank results only where they mean something.

    A single formula may be blank on purpose. Only where all formulas of the workbook are, the
    program that wrote it did not calculate.
    """
    try:
        stream = stream_of(content)
    except Exception:  # on a damaged container the library may raise anything
        return []
    records = records_of_sheets(stream, only_formulas=True)
    if any(len(of_sheet.blank_results) < of_sheet.number_of_formulas for of_sheet in records):
        return [replace(of_sheet, blank_results=set()) for of_sheet in records]
    return records


def _sheet(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, records: SheetRecords, looks: Mapping[int, Look]
) -> Sheet:
    width = height = 0
    for row in range(sheet.nrows):
        filled = [c for c, type_ in enumerate(sheet.row_types(row)) if type_ not in _BLANKS]
        if filled:
            width, height = max(width, filled[-1] + 1), row + 1
    check_extent(sheet.name, height, width)
    unreadable = dict.fromkeys(records.blank_results, FORMULA_WITHOUT_VALUE)
    rows: list[list[CellValue]] = []
    for row in range(height):
        types = sheet.row_types(row)[:width]
        values = sheet.row_values(row)[:width]
        cells: list[CellValue] = [""] * width
        for column, (type_, value) in enumerate(zip(types, values, strict=True)):
            if type_ == xlrd.XL_CELL_ERROR:
                unreadable[row, column] = xlrd.error_text_from_code.get(int(value), "#ERROR!")
            elif type_ not in _BLANKS:
                cells[column] = _value(type_, value, book.datemode)
        rows.append(cells)
    seen_otherwise, texts_left = cells_not_seen_as_stored(book, sheet, looks)
    return Sheet(
        sheet.name,
        rows,
        Marks(
            unreadable,
            hidden_rows(sheet),
            hidden_columns(sheet),
            tuple(
                ((top, left), (end - 1, right - 1)) for top, end, left, right in sheet.merged_cells
            ),
            records.formulas,
            records.is_manual,
            looks=seen_otherwise,
            texts_left=texts_left,
        ),
        is_hidden=sheet.visibility != 0,
    )


def _value(cell_type: int, value: CellValue, datemode: Literal[0, 1]) -> CellValue:
    """The value of a cell with dates and times as such, where xlrd gives numbers."""
    if cell_type == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell_type != xlrd.XL_CELL_DATE or not isinstance(value, float):
        return value
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.XLDateError, OverflowError, ValueError):
        return value
    if value < 1:
        return moment.time()
    return moment.date() if value.is_integer() else moment
