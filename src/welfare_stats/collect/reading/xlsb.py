"""A look into the records of .xlsb sheets for what the reader of the values does not tell.

Records and their numbers are those of [MS-XLSB]: a number and a size of 7 bits a byte, a body.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from welfare_stats.collect.reading.package import Package
from welfare_stats.collect.reading.sheet import (
    MOST_COLUMNS,
    NO_VALUE_TO_READ,
    Address,
    Marks,
    Range,
    check_extent,
)
from welfare_stats.collect.reading.xlsx import worksheet_targets

_ROW, _BLANK_CELL, _CELL_ERROR, _FORMULA_ERROR, _LAST_CELL = 0, 1, 3, 11, 11
_RICH_TEXT = 62  # a cell that the reader of the values passes over
_SHORT_CELLS = range(12, 19)  # without a column of their own; no common program writes them
_COLUMN, _BUNDLE_SHEET, _MERGED, _FONT = 60, 156, 176, 43
_FONT_NAME_AT = 21
_DEFINED_NAME, _NAME_AT = 39, 9
_WHOLE_NUMBER = b"\x03\x00\x00\x00\x1e"  # a formula of three bytes: the token, two of the number
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
    """Per sheet, by name, what its values do not tell.

    Raises:
        UnreadableFileError: the used rectangle is too large.
        KeyError, ValueError, IndexError, struct.error: damaged.
    """
    targets = worksheet_targets(package["xl/_rels/workbook.bin.rels"])
    found = {}
    for kind, body in _records(package["xl/workbook.bin"]):
        if kind == _BUNDLE_SHEET:
            relation, end = _text(body, 8)
            name, _ = _text(body, end)
            if relation in targets:
                found[name] = _marks(name, package[targets[relation]])
    return found


def fonts_of_xlsb(package: Package) -> str:
    """The names of all fonts of the workbook."""
    records = _records(package.get("xl/styles.bin", b""))
    return "\n".join(_text(body, _FONT_NAME_AT)[0] for kind, body in records if kind == _FONT)


def names_of_xlsb(package: Package) -> dict[str, str]:
    """Defined names that stand for a whole number, as the versions of our own forms do."""
    records = _records(package["xl/workbook.bin"])
    return dict(_number_named(body) for kind, body in records if kind == _DEFINED_NAME)


def _number_named(body: bytes) -> tuple[str, str]:
    """The name and the number of its formula (section 2.2.2), "" where it is another."""
    name, end = _text(body, _NAME_AT)
    if body[end : end + 5] != _WHOLE_NUMBER:
        return name, ""
    (number,) = struct.unpack_from("<H", body, end + 5)
    return name, str(number)


@dataclass(slots=True)
class _Found:
    unreadable: dict[Address, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    row: int = 0
    height: int = 0
    width: int = 0

    def take(self, kind: int, body: bytes) -> None:
        """One record of a sheet."""
        if kind == _ROW:
            (self.row,) = struct.unpack_from("<I", body)
            if body[11] & 0x10:
                self.hidden_rows.add(self.row)
        elif _BLANK_CELL < kind <= _LAST_CELL or kind == _RICH_TEXT:
            self._take_cell(kind, body)
        elif kind in _SHORT_CELLS:
            raise ValueError(f"record {kind}")
        elif kind == _COLUMN:
            first, last = struct.unpack_from("<II", body)
            if body[16] & 0x01:
                self.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            self.merged.append(((top, left), (bottom, right)))

    def _take_cell(self, kind: int, body: bytes) -> None:
        (column,) = struct.unpack_from("<I", body)
        self.height, self.width = max(self.height, self.row + 1), max(self.width, column + 1)
        if kind in (_CELL_ERROR, _FORMULA_ERROR):
            self.unreadable[self.row, column] = _ERRORS.get(body[8], "#ERROR!")
        elif kind == _RICH_TEXT:
            self.unreadable[self.row, column] = NO_VALUE_TO_READ


def _marks(name: str, part: bytes) -> Marks:
    found = _Found()
    for kind, body in _records(part):
        found.take(kind, body)
    check_extent(name, found.height, found.width)
    return Marks(
        found.unreadable,
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        tuple(found.merged),
    )


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004 - the high bit says that more follows
                break
        yield kind, part[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """The text at an offset, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end
