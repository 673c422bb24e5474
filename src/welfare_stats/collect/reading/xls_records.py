"""The records of an .xls file that tell what its cells are, beside their values ([MS-XLS] 2.4).

xlrd does not give formulas. Of a file that xlrd cannot read, python-calamine gives the values, and
the records all that has no value: error cells, hidden parts, merged cells.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDoc

from welfare_stats.collect.reading.looks import Look
from welfare_stats.collect.reading.sheet import Address, Formula, Range
from welfare_stats.collect.reading.tokens import BIFF8, formula_text
from welfare_stats.collect.reading.xls_looks import LEAST_HEIGHT, LEAST_WIDTH
from welfare_stats.collect.reading.xls_record_looks import looks_in

_RECORD = struct.Struct("<HH")
_BOF, _EOF, _BOUNDSHEET, _SUPBOOK, _EXTERNSHEET = 0x0809, 0x000A, 0x0085, 0x01AE, 0x0017
_FORMULAS, _SHARED = (0x0006, 0x0206, 0x0406), 0x04BC
_CALCULATION_MODE, _FULL_PRECISION = 0x000D, 0x000E
_FILLED, _MANY_NUMBERS, _ERROR_OR_TRUTH = (0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6), 0x00BD, 0x0205
_BLANK_CELL, _BLANK_CELLS, _FONT, _FONT_NAME_AT = 0x0201, 0x00BE, 0x0031, 14
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
_THIS_WORKBOOK = b"\x01\x04"
_WORKSHEET = b"\0"
_ROW_IS_HIDDEN = 0x20
_TOKENS_AT = 22
# The first byte and the last two of a result that is no number, by what it is.
_NO_NUMBER, _BLANK, _ERROR, _TEXT_OR_TRUTH = b"\xff\xff", b"\x03", b"\x02", (b"\0", b"\x01")
_ONE_OF_MANY = 6  # bytes of each number in a record of many


@dataclass(slots=True)
class SheetRecords:
    """What the records of one worksheet tell.

    Attributes:
        formulas: those that are simple.
        blank_results: formulas whose stored result is blank.
        filled: cells that hold a number, a text or a truth value.
        errors: cells that hold an error.
        styles: of cells that hold something the number of their style.
        height, width: the extent of all cells.
        is_manual: whether formulas are calculated only when somebody asks for it.
    """

    formulas: dict[Address, Formula] = field(default_factory=dict)
    blank_results: set[Address] = field(default_factory=set)
    filled: set[Address] = field(default_factory=set)
    errors: dict[Address, str] = field(default_factory=dict)
    styles: dict[Address, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    is_manual: bool = False
    number_of_formulas: int = 0
    height: int = 0
    width: int = 0

    def fill(self, row: int, column: int, style: bytes) -> None:
        """Note a cell that holds something."""
        self.filled.add((row, column))
        self.styles[row, column] = int.from_bytes(style, "little")
        self.extend(row, column)

    def extend(self, row: int, column: int) -> None:
        """Note a cell, be it blank."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)


_Take = Callable[[SheetRecords, bytes], None]


def stream_of(content: bytes) -> bytes:
    """The stream of records; empty for a file older than Excel 97, which has it under another name.

    Raises:
        Exception: of any kind, if the container is damaged.
    """
    memory, base, size = CompDoc(content, StringIO()).locate_named_stream("Workbook")
    return bytes(memory[base : base + size]) if memory else b""


def is_whole(stream: bytes) -> bool:
    """Whether every sheet of the workbook is there to its end."""
    starts = [0, *_starts(stream)]
    return len(starts) > 1 and all(_ends(stream, start) for start in starts)


def _starts(stream: bytes) -> list[int]:
    return [
        int.from_bytes(body[:4], "little")
        for kind, body in _records(stream, 0)
        if kind == _BOUNDSHEET
    ]


def _ends(stream: bytes, start: int) -> bool:
    """Whether the substream that begins there has an end."""
    depth = 0
    while start + _RECORD.size <= len(stream):
        kind, size = _RECORD.unpack_from(stream, start)
        start += _RECORD.size + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return bool(kind == _EOF)
    return False


def fonts_in(stream: bytes) -> str:
    """The names of the fonts, one per line."""
    bodies = (body for kind, body in _records(stream, 0) if kind == _FONT)
    return "\n".join(_short_text(body[_FONT_NAME_AT:]) for body in bodies)


def looks_in_stream(stream: bytes) -> dict[int, Look]:
    """The looks that are out of the ordinary, by the number of the style."""
    return looks_in(_records(stream, 0))


def records_of_sheets(stream: bytes, *, only_formulas: bool) -> list[SheetRecords]:
    """What the records of each worksheet tell, in the order of the file.

    Args:
        stream: the records.
        only_formulas: whether the rest, which takes longer, is left out.

    Raises:
        IndexError, struct.error: the file is damaged.
    """
    links = _Links()
    starts, names = [], []
    is_exact = True
    for kind, body in _records(stream, 0):
        if kind == _BOUNDSHEET:
            names.append(_short_text(body[6:]))
            if body[5:6] == _WORKSHEET:
                starts.append(int.from_bytes(body[:4], "little"))
        elif kind == _SUPBOOK:
            links.are_own.append(body[2:4] == _THIS_WORKBOOK)
        elif kind == _EXTERNSHEET:
            links.references = body
        elif kind == _FULL_PRECISION:
            is_exact = body[:1] != b"\0"
    sheets = links.sheets(names)
    take = _TAKE_FORMULAS if only_formulas else _TAKE_FORMULAS | _TAKE_CELLS
    found = [_records_of_sheet(stream, start, sheets, take) for start in starts]
    if not is_exact:  # numbers are added up as they are shown, not as they are stored
        for of_sheet in found:
            of_sheet.formulas.clear()
    return found


@dataclass(slots=True)
class _Links:
    """Which sheets the references of formulas mean."""

    are_own: list[bool] = field(default_factory=list)
    references: bytes = b""

    def sheets(self, names: list[str]) -> list[str | None]:
        """The sheet of each reference: ``None`` of another workbook, "" where there is not one."""
        found: list[str | None] = []
        for book, first, last in struct.iter_unpack("<Hhh", self._bodies()):
            is_one = first == last and 0 <= first < len(names)
            if self.are_own[book : book + 1] == [False]:
                found.append(None)
            else:
                found.append(names[first] if is_one else "")
        return found

    def _bodies(self) -> bytes:
        count = int.from_bytes(self.references[:2], "little")
        bodies = self.references[2 : 2 + 6 * count]
        return bodies[: len(bodies) // 6 * 6]


def _short_text(body: bytes) -> str:
    length, is_wide = body[0], body[1] & 1
    return body[2 : 2 + length * (1 + is_wide)].decode(
        "utf-16-le" if is_wide else "latin-1", "replace"
    )


def _records_of_sheet(
    stream: bytes, start: int, sheets: list[str | None], take: Mapping[int, _Take]
) -> SheetRecords:
    found = SheetRecords()
    tokens: dict[Address, bytes] = {}
    shared: dict[Address, bytes] = {}
    last: Address = (0, 0)
    for kind, body in _records(stream, start):
        if kind in _FORMULAS:
            last = _address(body)
            tokens[last] = _tokens(body, _TOKENS_AT - 2)
            found.styles[last] = int.from_bytes(body[4:6], "little")
            _take_result(found, last, body[6:14])
        elif kind == _SHARED:
            shared[last] = _tokens(body, 8)
        elif kind in take:
            take[kind](found, body)
    found.number_of_formulas = len(tokens)
    for cell, own in tokens.items():
        is_shared = own[:1] == b"\x01"
        meant = shared.get(_address(own[1:].ljust(4, b"\0"))) if is_shared else own
        text = formula_text(meant, BIFF8, cell, sheets) if meant else None
        if text is not None:
            found.formulas[cell] = Formula(text)
    return found


def _address(body: bytes) -> Address:
    row, column = struct.unpack_from("<HH", body)
    return row, column


def _tokens(body: bytes, at: int) -> bytes:
    (length,) = struct.unpack_from("<H", body, at)
    return body[at + 2 : at + 2 + length]


def _take_result(found: SheetRecords, cell: Address, result: bytes) -> None:
    found.extend(*cell)
    if result[6:] != _NO_NUMBER or result[:1] in _TEXT_OR_TRUTH:
        found.filled.add(cell)
    elif result[:1] == _BLANK:
        found.blank_results.add(cell)
    elif result[:1] == _ERROR:
        found.errors[cell] = error_text_from_code.get(result[2], "#ERROR!")


def _take_filled(found: SheetRecords, body: bytes) -> None:
    found.fill(*_address(body), body[4:6])


def _take_many_numbers(found: SheetRecords, body: bytes) -> None:
    row, first = _address(body)
    for number in range((len(body) - 6) // _ONE_OF_MANY):
        at = 4 + _ONE_OF_MANY * number
        found.fill(row, first + number, body[at : at + 2])


def _take_blank(found: SheetRecords, body: bytes) -> None:
    found.extend(*_address(body))


def _take_blanks(found: SheetRecords, body: bytes) -> None:
    found.extend(_address(body)[0], int.from_bytes(body[-2:], "little"))


def _take_error(found: SheetRecords, body: bytes) -> None:
    if body[7]:
        found.errors[_address(body)] = error_text_from_code.get(body[6], "#ERROR!")
        found.extend(*_address(body))
    else:
        found.fill(*_address(body), body[4:6])


def _take_row(found: SheetRecords, body: bytes) -> None:
    (height,) = struct.unpack_from("<H", body, 6)  # with a bit for the usual one
    if body[12] & _ROW_IS_HIDDEN or height < LEAST_HEIGHT:
        found.hidden_rows.add(int.from_bytes(body[:2], "little"))


def _take_columns(found: SheetRecords, body: bytes) -> None:
    first, last, width = struct.unpack_from("<3H", body)
    if body[8] & 1 or width < LEAST_WIDTH:
        found.hidden_columns.update(range(first, last + 1))


def _take_merged(found: SheetRecords, body: bytes) -> None:
    (count,) = struct.unpack_from("<H", body)
    for top, bottom, left, right in struct.iter_unpack("<4H", body[2 : 2 + 8 * count]):
        found.merged.append(((top, left), (bottom, right)))


def _take_calculation_mode(found: SheetRecords, body: bytes) -> None:
    found.is_manual = body[:2] == b"\0\0"


_TAKE_FORMULAS: dict[int, _Take] = {_CALCULATION_MODE: _take_calculation_mode}
_TAKE_CELLS: dict[int, _Take] = {
    **dict.fromkeys(_FILLED, _take_filled),
    _BLANK_CELL: _take_blank,
    _BLANK_CELLS: _take_blanks,
    _MANY_NUMBERS: _take_many_numbers,
    _ERROR_OR_TRUTH: _take_error,
    _ROW: _take_row,
    _COLUMNS: _take_columns,
    _MERGED: _take_merged,
}


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
