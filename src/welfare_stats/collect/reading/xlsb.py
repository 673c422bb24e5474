"""Inspecting the records of .xlsb sheets for what python-calamine does not expose."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from welfare_stats.collect.reading.looks import STRUCK, Look
from welfare_stats.collect.reading.package import Package
from welfare_stats.collect.reading.sheet import (
    MOST_COLUMNS,
    NO_VALUE_TO_READ,
    Address,
    Formula,
    Marks,
    Range,
    check_extent,
)
from welfare_stats.collect.reading.tokens import BIFF12, formula_text
from welfare_stats.collect.reading.xlsb_looks import FONT, styles_of, texts_left_of
from welfare_stats.collect.reading.xlsb_records import records, text_at
from welfare_stats.collect.reading.xlsx import worksheet_targets

_ROW, _BLANK_CELL, _CELL_ERROR, _FORMULA_ERROR, _LAST_CELL = 0, 1, 3, 11, 11
_RICH_TEXT = 62  # a cell that python-calamine skips
_SHORT_CELLS = range(12, 19)  # cells without a column number; no common program writes them
# A linked workbook: another one, this one, or the same as this.
_LINKED_WORKBOOKS, _OTHER_WORKBOOK = (355, 357, 358, 667), 355
_REFERENCES, _CALCULATION = 362, 157
_SHARED_FORMULA, _FULL_PRECISION, _VALUE_AT = 427, 0x08, 8
# Where the formula begins: behind a text (0), a number, a truth value or an error.
_SHARES = b"\x01"  # the formula is that of another cell
_TOKENS_AT = {8: 0, 9: 18, 10: 11, 11: 11}
_COLUMN, _BUNDLE_SHEET, _MERGED, _FONT_NAME_AT, _CELL_OF_STRING = 60, 156, 176, 21, 7
_LEAST_HEIGHT, _LEAST_WIDTH = 20, 256  # a point in twips, a letter
_DEFINED_NAME, _NAME_AT = 39, 9
# A formula of three bytes, a whole number: its length, and the token before the two bytes.
_WHOLE_NUMBER = b"\x03\x00\x00\x00\x1e"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def marks_of_xlsb(package: Package) -> dict[str, Marks]:
    """The marks of each worksheet, by its name.

    Raises:
        UnreadableFileError: the used rectangle of a sheet is too large.
        KeyError, ValueError, IndexError, struct.error: the file is damaged.
    """
    targets = worksheet_targets(package["xl/_rels/workbook.bin.rels"])
    styles = styles_of(package)
    looks, texts_left = styles.looks(), texts_left_of(package, styles.struck)
    workbook = _Workbook()
    for record_type, body in records(package["xl/workbook.bin"]):
        workbook.take(record_type, body)
    sheets = workbook.sheets_of_references()
    marks = {}
    for relation, name in workbook.sheets:
        if relation in targets:
            scan = _SheetScan(looks, texts_left)
            marks[name] = _marks(name, package[targets[relation]], scan, workbook, sheets)
    return marks


def fonts_of_xlsb(package: Package) -> str:
    """The names of all fonts of the workbook, one per line."""
    fonts = (body for kind, body in records(package.get("xl/styles.bin", b"")) if kind == FONT)
    return "\n".join(text_at(body, _FONT_NAME_AT)[0] for body in fonts)


def names_of_xlsb(package: Package) -> dict[str, str]:
    """The defined names and their whole numbers, such as the versions of our forms.

    Of any other formula the text is "".
    """
    named = (body for kind, body in records(package["xl/workbook.bin"]) if kind == _DEFINED_NAME)
    return dict(map(_number_named, named))


def _number_named(body: bytes) -> tuple[str, str]:
    """A defined name and the number that its formula is (section 2.2.2), or else ""."""
    name, end = text_at(body, _NAME_AT)
    if body[end : end + 5] != _WHOLE_NUMBER:
        return name, ""
    (number,) = struct.unpack_from("<H", body, end + 5)
    return name, str(number)


@dataclass(slots=True)
class _Workbook:
    """What the part of the workbook tells, collected record by record.

    Attributes:
        sheets: relation and name of each sheet.
        are_own: of each linked workbook whether it is this one.
        references: linked workbook, first and last sheet of each reference to a sheet.
        is_manual: whether formulas are calculated only when somebody asks for it.
        is_exact: whether numbers are added up as they are stored, not as they are shown.
    """

    sheets: list[tuple[str, str]] = field(default_factory=list)
    are_own: list[bool] = field(default_factory=list)
    references: list[tuple[int, int, int]] = field(default_factory=list)
    is_manual: bool = False
    is_exact: bool = True

    def take(self, record_type: int, body: bytes) -> None:
        """Collect what one record tells."""
        if record_type == _BUNDLE_SHEET:
            relation, end = text_at(body, 8)
            self.sheets.append((relation, text_at(body, end)[0]))
        elif record_type in _LINKED_WORKBOOKS:
            self.are_own.append(record_type != _OTHER_WORKBOOK)
        elif record_type == _REFERENCES:
            (count,) = struct.unpack_from("<I", body)
            self.references = list(struct.iter_unpack("<Iii", body[4 : 4 + 12 * count]))
        elif record_type == _CALCULATION:
            self.is_manual = body[4:8] == b"\0\0\0\0"
            self.is_exact = bool(body[24] & _FULL_PRECISION)

    def sheets_of_references(self) -> list[str | None]:
        """The sheet of each reference: ``None`` of another workbook, "" where there is not one."""
        found: list[str | None] = []
        for book, first, last in self.references:
            is_one = first == last and 0 <= first < len(self.sheets)
            if self.are_own[book : book + 1] == [False]:
                found.append(None)
            else:
                found.append(self.sheets[first][1] if is_one else "")
        return found


@dataclass(slots=True)
class _SheetScan:
    """The marks of one sheet, collected record by record; ``row`` is the current row.

    ``styles`` and ``strings`` are the looks and texts of the workbook that are out of the
    ordinary, by number. ``tokens`` are the formulas, ``shared`` those that several cells share, at
    the first of them, and ``first_of`` is that cell for each of the others.
    """

    styles: Mapping[int, Look]
    strings: Mapping[int, str]
    looks: dict[Address, Look] = field(default_factory=dict)
    texts_left: dict[Address, str] = field(default_factory=dict)
    unreadable: dict[Address, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    tokens: dict[Address, bytes] = field(default_factory=dict)
    shared: dict[Address, bytes] = field(default_factory=dict)
    first_of: dict[Address, Address] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    height: int = 0
    width: int = 0

    def take(self, record_type: int, body: bytes) -> None:
        """Collect the marks in one record."""
        if record_type == _ROW:
            (self.row,) = struct.unpack_from("<I", body)
            (height,) = struct.unpack_from("<H", body, 8)
            if body[11] & 0x10 or height < _LEAST_HEIGHT:
                self.hidden_rows.add(self.row)
        elif _BLANK_CELL < record_type <= _LAST_CELL or record_type == _RICH_TEXT:
            self._take_cell(record_type, body)
        elif record_type in _SHORT_CELLS:
            raise ValueError(f"record {record_type}")
        elif record_type == _COLUMN:
            first, last, width = struct.unpack_from("<III", body)
            if body[16] & 0x01 or width < _LEAST_WIDTH:
                self.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        elif record_type == _SHARED_FORMULA:
            self.shared[self.row, self.column] = _tokens(body, 16)
        elif record_type == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            self.merged.append(((top, left), (bottom, right)))

    def _take_cell(self, record_type: int, body: bytes) -> None:
        (column,) = struct.unpack_from("<I", body)
        self.column = column
        if record_type in _TOKENS_AT:
            at = _TOKENS_AT[record_type] or text_at(body, _VALUE_AT)[1] + 2
            own = self.tokens[self.row, column] = _tokens(body, at)
            if own[:1] == _SHARES:  # the row is in the formula, the column behind it
                (row,) = struct.unpack_from("<I", own, 1)
                (first,) = struct.unpack_from("<I", body, at + 4 + len(own) + 4)
                self.first_of[self.row, column] = row, first
        self.height, self.width = max(self.height, self.row + 1), max(self.width, column + 1)
        if record_type in (_CELL_ERROR, _FORMULA_ERROR):
            self.unreadable[self.row, column] = _ERRORS.get(body[8], "#ERROR!")
        elif record_type == _RICH_TEXT:
            self.unreadable[self.row, column] = NO_VALUE_TO_READ
        elif self.styles or self.strings:
            self._take_look(record_type, body, (self.row, column))

    def _take_look(self, record_type: int, body: bytes, here: Address) -> None:
        left = None
        if record_type == _CELL_OF_STRING:
            (number,) = struct.unpack_from("<I", body, 8)
            left = self.strings.get(number)
        style = int.from_bytes(body[4:7], "little")
        look = STRUCK if left == "" else self.styles.get(style)
        if left:
            self.texts_left[here] = left
        if look is not None:
            self.looks[here] = look

    def formulas(self, sheets: list[str | None]) -> dict[Address, Formula]:
        """The simple formulas; ``sheets`` are those that references to sheets mean."""
        found = {}
        for cell, own in self.tokens.items():
            is_shared = own[:1] == _SHARES
            meant = self.shared.get(self.first_of[cell], b"") if is_shared else own
            text = formula_text(meant, BIFF12, cell, sheets) if meant else None
            if text is not None:
                found[cell] = Formula(text)
        return found


def _tokens(body: bytes, at: int) -> bytes:
    (length,) = struct.unpack_from("<I", body, at)
    return body[at + 4 : at + 4 + length]


def _marks(
    name: str,
    part: bytes,
    scan: _SheetScan,
    workbook: _Workbook,
    sheets: list[str | None],
) -> Marks:
    for record_type, body in records(part):
        scan.take(record_type, body)
    check_extent(name, scan.height, scan.width)
    return Marks(
        scan.unreadable,
        frozenset(scan.hidden_rows),
        frozenset(scan.hidden_columns),
        tuple(scan.merged),
        scan.formulas(sheets) if workbook.is_exact else {},
        workbook.is_manual,
        looks=scan.looks,
        texts_left=scan.texts_left,
    )
