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

from welfare_stats.collect.reading.sheet import Address, Formula, Range
from welfare_stats.collect.reading.tokens import BIFF8, formula_text

_RECORD = struct.Struct("<HH")
_BOF, _EOF, _BOUNDSHEET, _SUPBOOK, _EXTERNSHEET = 0x0809, 0x000A, 0x0085, 0x01AE, 0x0017
_FORMULAS, _SHARED = (0x0006, 0x0206, 0x0406), 0x04BC
_CALCULATION_MODE, _FULL_PRECISION = 0x000D, 0x000E
_NUMBERS, _MANY_NUMBERS, _ERROR_OR_TRUTH = (0x0203, 0x027E), 0x00BD, 0x0205
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
_THIS_WORKBOOK = b"\x01\x04"
_WORKSHEET = b"\0"
_ROW_IS_HIDDEN = 0x20
_TOKENS_AT = 22
# The first byte and the last two of a result that is no number, by what it is.
_NO_NUMBER, _BLANK, _ERROR = b"\xff\xff", b"\x03", b"\x02"
_ONE_OF_MANY = 6  # bytes of each number in a record of many


@dataclass(slots=True)
class SheetRecords:
    """What the records of one worksheet tell.

    Attributes:
        formulas: those that are simple.
        blank_results: formulas whose stored result is blank.
        numbers: cells that hold a number.
        errors: cells that hold an error.
        is_manual: whether formulas are calculated only when somebody asks for it.
    """

    formulas: dict[Address, Formula] = field(default_factory=dict)
    blank_results: set[Address] = field(default_factory=set)
    numbers: set[Address] = field(default_factory=set)
    errors: dict[Address, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    is_manual: bool = False
    number_of_formulas: int = 0


_Take = Callable[[SheetRecords, bytes], None]


def stream_of(content: bytes) -> bytes:
    """The stream of records; empty for a file older than Excel 97, which has it under another name.

    Raises:
        Exception: of any kind, if the container is damaged.
    """
    memory, base, size = CompDoc(content, StringIO()).locate_named_stream("Workbook")
    return bytes(memory[base : base + size]) if memory else b""


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
            if not self.are_own[book]:
                found.append(None)
            else:
                is_one = first == last and 0 <= first < len(names)
                found.append(names[first] if is_one else "")
        return found

    def _bodies(self) -> bytes:
        count = int.from_bytes(self.references[:2], "little")
        bodies = self.references[2 : 2 + 6 * count]
        return bodies[: len(bodies) // 6 * 6]


def _short_text(body: bytes) -> str:
    length, is_wide = body[0], body[1] & 1
    return body[2 : 2 + length * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1")


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
            _take_result(found, last, body[6:14])
        elif kind == _SHARED:
            shared[last] = _tokens(body, 8)
        elif kind in take:
            take[kind](found, body)
    found.number_of_formulas = len(tokens)
    for cell, own in tokens.items():
        is_shared = own[:1] == b"\x01"
        meant = shared.get(struct.unpack_from("<HH", own, 1)) if is_shared else own  # type: ignore[arg-type]
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
    if result[6:] != _NO_NUMBER:
        found.numbers.add(cell)
    elif result[:1] == _BLANK:
        found.blank_results.add(cell)
    elif result[:1] == _ERROR:
        found.errors[cell] = error_text_from_code.get(result[2], "#ERROR!")


def _take_number(found: SheetRecords, body: bytes) -> None:
    found.numbers.add(_address(body))


def _take_many_numbers(found: SheetRecords, body: bytes) -> None:
    row, first = _address(body)
    found.numbers.update((row, first + n) for n in range((len(body) - 6) // _ONE_OF_MANY))


def _take_error(found: SheetRecords, body: bytes) -> None:
    if body[7]:
        found.errors[_address(body)] = error_text_from_code.get(body[6], "#ERROR!")


def _take_row(found: SheetRecords, body: bytes) -> None:
    if body[12] & _ROW_IS_HIDDEN:
        found.hidden_rows.add(int.from_bytes(body[:2], "little"))


def _take_columns(found: SheetRecords, body: bytes) -> None:
    first, last = struct.unpack_from("<HH", body)
    if body[8] & 1:
        found.hidden_columns.update(range(first, last + 1))


def _take_merged(found: SheetRecords, body: bytes) -> None:
    (count,) = struct.unpack_from("<H", body)
    for top, bottom, left, right in struct.iter_unpack("<4H", body[2 : 2 + 8 * count]):
        found.merged.append(((top, left), (bottom, right)))


def _take_calculation_mode(found: SheetRecords, body: bytes) -> None:
    found.is_manual = body[:2] == b"\0\0"


_TAKE_FORMULAS: dict[int, _Take] = {_CALCULATION_MODE: _take_calculation_mode}
_TAKE_CELLS: dict[int, _Take] = {
    **dict.fromkeys(_NUMBERS, _take_number),
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
