"""Reading Excel 97-2003 files with xlrd, which also exposes error cells and hidden parts.

Only formulas without a stored result are looked for here, in the records of the file.
"""

import struct
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import StringIO
from typing import Literal

import xlrd
from xlrd.compdoc import CompDoc

from welfare_stats.collect.reading.looks import Look
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    Address,
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
from welfare_stats.findings import CellValue, kinds

_BLANKS = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(content: bytes) -> tuple[list[Sheet], str, dict[str, str]]:
    """Every worksheet, the names of the fonts in use, one per line, and the defined names.

    Raises:
        UnreadableFileError: the file is encrypted, damaged, or not a workbook at all.
    """
    book = _open(content)
    uncalculated = _uncalculated_formulas(content)
    looks = looks_of_xls(book)
    sheets = [
        _sheet(book, sheet, uncalculated.get(number, set()), looks)
        for number, sheet in enumerate(book.sheets())
    ]
    return sheets, "\n".join(font.name for font in book.font_list), _names(book)


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


def _sheet(
    book: xlrd.Book,
    sheet: xlrd.sheet.Sheet,
    uncalculated: set[Address],
    looks: Mapping[int, Look],
) -> Sheet:
    width = height = 0
    for row in range(sheet.nrows):
        filled = [c for c, type_ in enumerate(sheet.row_types(row)) if type_ not in _BLANKS]
        if filled:
            width, height = max(width, filled[-1] + 1), row + 1
    check_extent(sheet.name, height, width)
    unreadable = dict.fromkeys(uncalculated, FORMULA_WITHOUT_VALUE)
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


# --- formulas without a result -----------------------------------------------------------------

_RECORD = struct.Struct("<HH")
_BOF, _EOF, _BOUNDSHEET = 0x0809, 0x000A, 0x0085
_FORMULAS = (0x0006, 0x0206, 0x0406)
_BLANK_RESULT = (b"\x03", b"\xff\xff")  # the first byte and the last two of a blank result


def _uncalculated_formulas(content: bytes) -> dict[int, set[Address]]:
    """Formulas whose stored result is blank, by the number of the worksheet.

    A single formula may be blank on purpose. Only where all formulas of the workbook are, the
    program that wrote it did not calculate; otherwise there are none.
    """
    try:
        memory, base, size = CompDoc(content, StringIO()).locate_named_stream("Workbook")
    except Exception:  # a file older than Excel 97 has no such stream
        return {}
    stream = memory[base : base + size] if memory else b""
    blank: dict[int, set[Address]] = {}
    for number, start in enumerate(_worksheet_starts(stream)):
        for record_type, body in _records(stream, start):
            if record_type in _FORMULAS:
                if (body[6:7], body[12:14]) != _BLANK_RESULT:
                    return {}
                row, column = struct.unpack_from("<HH", body)
                blank.setdefault(number, set()).add((row, column))
    return blank


def _worksheet_starts(stream: bytes) -> list[int]:
    """The offset of each worksheet in the stream."""
    return [
        int.from_bytes(body[:4], "little")
        for record_type, body in _records(stream, 0)
        if record_type == _BOUNDSHEET and body[5:6] == b"\0"
    ]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Type and body of the records of one substream, without those of charts inside it."""
    depth = 0
    while start + _RECORD.size <= len(stream):
        record_type, size = _RECORD.unpack_from(stream, start)
        start += _RECORD.size
        depth += (record_type == _BOF) - (record_type == _EOF)
        if depth == 1:
            yield record_type, stream[start : start + size]
        start += size
        if depth <= 0:
            return
