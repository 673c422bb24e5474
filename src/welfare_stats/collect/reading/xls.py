"""Excel 97-2003 files, read by xlrd: it tells error cells, hidden parts and merged cells."""

import struct
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Literal

import xlrd
from xlrd.compdoc import CompDoc

from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    Address,
    Marks,
    Sheet,
    UnreadableFileError,
    check_extent,
)
from welfare_stats.findings import CellValue, kinds

_BLANKS = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(content: bytes) -> tuple[list[Sheet], str, dict[str, str]]:
    """Every worksheet, the names of the fonts in use, and the defined names.

    Raises:
        UnreadableFileError: encrypted, damaged, or no workbook at all.
    """
    book = _open(content)
    uncalculated = _uncalculated_formulas(content)
    sheets = [
        _sheet(book, sheet, uncalculated.get(number, set()))
        for number, sheet in enumerate(book.sheets())
    ]
    return sheets, "\n".join(font.name for font in book.font_list), _names(book)


def _names(book: xlrd.Book) -> dict[str, str]:
    """Defined names that stand for a number."""
    values = {name.name: getattr(name.result, "value", None) for name in book.name_obj_list}
    return {name: f"{value:g}" for name, value in values.items() if isinstance(value, float)}


def _open(content: bytes) -> xlrd.Book:
    try:
        # Whatever the library remarks on a file is no output of ours.
        return xlrd.open_workbook(
            file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True
        )
    except MemoryError:
        raise
    except Exception as error:  # it raises of any kind on a damaged file
        if "encrypted" in str(error):
            raise UnreadableFileError(kinds.ENCRYPTED.at(None)) from None
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from error


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, uncalculated: set[Address]) -> Sheet:
    width = height = 0
    for row in range(sheet.nrows):
        filled = [c for c, kind in enumerate(sheet.row_types(row)) if kind not in _BLANKS]
        if filled:
            width, height = max(width, filled[-1] + 1), row + 1
    check_extent(sheet.name, height, width)
    unreadable = dict.fromkeys(uncalculated, FORMULA_WITHOUT_VALUE)
    rows: list[list[CellValue]] = []
    for row in range(height):
        kinds_of_row = sheet.row_types(row)[:width]
        values = sheet.row_values(row)[:width]
        cells: list[CellValue] = [""] * width
        for column, (kind, value) in enumerate(zip(kinds_of_row, values, strict=True)):
            if kind == xlrd.XL_CELL_ERROR:
                unreadable[row, column] = xlrd.error_text_from_code.get(int(value), "#ERROR!")
            elif kind not in _BLANKS:
                cells[column] = _value(kind, value, book.datemode)
        rows.append(cells)
    return Sheet(
        sheet.name,
        rows,
        Marks(
            unreadable,
            frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
            frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden),
            tuple(
                ((top, left), (end - 1, right - 1)) for top, end, left, right in sheet.merged_cells
            ),
        ),
        is_hidden=sheet.visibility != 0,
    )


def _value(kind: int, value: CellValue, datemode: Literal[0, 1]) -> CellValue:
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind != xlrd.XL_CELL_DATE or not isinstance(value, float):
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
_BLANK_RESULT = (b"\x03", b"\xff\xff")  # first and last bytes of the eight of a result


def _uncalculated_formulas(content: bytes) -> dict[int, set[Address]]:
    """By number of the worksheet, formulas whose result is blank, if no formula has another.

    A formula may be blank on purpose; where every one is, the program that wrote the file did not
    calculate.
    """
    try:
        memory, base, size = CompDoc(content, StringIO()).locate_named_stream("Workbook")
    except Exception:  # a file of before 1997 has no such stream
        return {}
    stream = memory[base : base + size] if memory else b""
    blank: dict[int, set[Address]] = {}
    for number, start in enumerate(_worksheet_starts(stream)):
        for kind, body in _records(stream, start):
            if kind in _FORMULAS:
                if (body[6:7], body[12:14]) != _BLANK_RESULT:
                    return {}
                row, column = struct.unpack_from("<HH", body)
                blank.setdefault(number, set()).add((row, column))
    return blank


def _worksheet_starts(stream: bytes) -> list[int]:
    return [
        int.from_bytes(body[:4], "little")
        for kind, body in _records(stream, 0)
        if kind == _BOUNDSHEET and body[5:6] == b"\0"
    ]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream, without those of charts inside it."""
    depth = 0
    while start + _RECORD.size <= len(stream):
        kind, size = _RECORD.unpack_from(stream, start)
        start += _RECORD.size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, stream[start : start + size]
        start += size
        if depth <= 0:
            return
