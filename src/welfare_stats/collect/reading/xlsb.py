"""Inspecting the records of .xlsb sheets for what python-calamine does not expose.

A part of such a file is a sequence of records. Each has a type and a size, with 7 bits per byte and
the high bit set where another byte follows, and then its body; [MS-XLSB] lists them.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from welfare_stats.collect.reading.looks import (
    BUILT_IN_FORMATS,
    STRUCK,
    Look,
    colour_of_index,
    colour_of_theme,
    left_of,
    look_of,
)
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
_RICH_TEXT = 62  # a cell that python-calamine skips
_SHORT_CELLS = range(12, 19)  # cells without a column number; no common program writes them
_COLUMN, _BUNDLE_SHEET, _MERGED, _FONT = 60, 156, 176, 43
_FONT_NAME_AT, _FONT_COLOUR_AT = 21, 12
_STRUCK = 0x08  # in the flags of a font
_FORMAT, _FILL, _STYLE, _STYLES, _END_OF_STYLES = 44, 45, 47, 617, 618
_SOLID = 1
_INDEXED_COLOUR, _RGB_COLOUR, _THEME_COLOUR = 1, 2, 3
_SHARED_STRING, _CELL_OF_STRING, _IS_RICH = 19, 7, 0x01
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
    styles = _styles(package)
    looks, texts_left = styles.looks(), _texts_left(package, styles.struck)
    marks = {}
    for record_type, body in _records(package["xl/workbook.bin"]):
        if record_type == _BUNDLE_SHEET:
            relation, end = _text(body, 8)
            name, _ = _text(body, end)
            if relation in targets:
                marks[name] = _marks(name, package[targets[relation]], looks, texts_left)
    return marks


def fonts_of_xlsb(package: Package) -> str:
    """The names of all fonts of the workbook, one per line."""
    records = _records(package.get("xl/styles.bin", b""))
    return "\n".join(_text(body, _FONT_NAME_AT)[0] for number, body in records if number == _FONT)


def names_of_xlsb(package: Package) -> dict[str, str]:
    """The defined names and their whole numbers, such as the versions of our forms.

    Of any other formula the text is "".
    """
    records = _records(package["xl/workbook.bin"])
    return dict(_number_named(body) for number, body in records if number == _DEFINED_NAME)


def _number_named(body: bytes) -> tuple[str, str]:
    """A defined name and the number that its formula is (section 2.2.2), or else ""."""
    name, end = _text(body, _NAME_AT)
    if body[end : end + 5] != _WHOLE_NUMBER:
        return name, ""
    (number,) = struct.unpack_from("<H", body, end + 5)
    return name, str(number)


@dataclass(slots=True)
class _Styles:
    """What styles of cells are made of; ``struck`` and ``inks`` are those of the fonts."""

    struck: list[bool] = field(default_factory=list)
    inks: list[str] = field(default_factory=list)
    grounds: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN_FORMATS))
    cells: list[tuple[int, int, int]] = field(default_factory=list)  # format, font, ground

    def looks(self) -> dict[int, Look]:
        """The looks that are out of the ordinary, by the number of the style."""
        looks = {}
        for number, (code, font, ground) in enumerate(self.cells):
            look = look_of(
                is_struck=font < len(self.struck) and self.struck[font],
                ink=self.inks[font] if font < len(self.inks) else "",
                ground=self.grounds[ground] if ground < len(self.grounds) else "",
                number_format=self.codes.get(code, "General"),
            )
            if look is not None:
                looks[number] = look
        return looks


def _styles(package: Package) -> _Styles:
    styles = _Styles()
    are_of_cells = False
    for record_type, body in _records(package.get("xl/styles.bin", b"")):
        if record_type == _FONT:
            styles.struck.append(bool(body[2] & _STRUCK))
            styles.inks.append(_colour(body, _FONT_COLOUR_AT))
        elif record_type == _FILL:
            (pattern,) = struct.unpack_from("<I", body)
            styles.grounds.append((_colour(body, 4) or "?") if pattern == _SOLID else "")
        elif record_type == _FORMAT:
            (number,) = struct.unpack_from("<H", body)
            styles.codes[number], _ = _text(body, 2)
        elif record_type in (_STYLES, _END_OF_STYLES):
            are_of_cells = record_type == _STYLES
        elif record_type == _STYLE and are_of_cells:
            styles.cells.append(struct.unpack_from("<3H", body, 2))
    return styles


def _colour(body: bytes, at: int) -> str:
    """A colour (section 2.5.4) as hexadecimal digits or a name; "" if it is the automatic one."""
    kind, index = body[at] >> 1, body[at + 1]
    (tint,) = struct.unpack_from("<h", body, at + 2)
    if kind == _RGB_COLOUR:
        return body[at + 4 : at + 7].hex().upper()
    if kind == _INDEXED_COLOUR:
        return colour_of_index(str(index))
    return colour_of_theme(str(index), str(tint or "")) if kind == _THEME_COLOUR else ""


def _texts_left(package: Package, struck: list[bool]) -> dict[int, str]:
    """What is left of shared strings without their runs in fonts that are struck through."""
    if not any(struck):
        return {}
    items = (
        body
        for record_type, body in _records(package.get("xl/sharedstrings.bin", b""))
        if record_type == _SHARED_STRING
    )
    left = {number: left_of(_runs(body, struck)) for number, body in enumerate(items)}
    return {number: text for number, text in left.items() if text is not None}


def _runs(body: bytes, struck: list[bool]) -> list[tuple[str, bool]]:
    """The runs of a rich text (section 2.5.121), each with whether it is struck through."""
    text, end = _text(body, 1)
    if not body[0] & _IS_RICH:
        return [(text, False)]
    (count,) = struct.unpack_from("<I", body, end)
    starts = [(0, False)]
    for number in range(count):
        start, font = struct.unpack_from("<HH", body, end + 4 + 4 * number)
        starts.append((start, font < len(struck) and struck[font]))
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return [
        (text[start:stop], is_struck) for (start, is_struck), stop in zip(starts, ends, strict=True)
    ]


@dataclass(slots=True)
class _SheetScan:
    """The marks of one sheet, collected record by record; ``row`` is the current row.

    ``styles`` and ``strings`` are the looks and texts of the workbook that are out of the
    ordinary, by number.
    """

    styles: Mapping[int, Look]
    strings: Mapping[int, str]
    looks: dict[Address, Look] = field(default_factory=dict)
    texts_left: dict[Address, str] = field(default_factory=dict)
    unreadable: dict[Address, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    row: int = 0
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
        elif record_type == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            self.merged.append(((top, left), (bottom, right)))

    def _take_cell(self, record_type: int, body: bytes) -> None:
        (column,) = struct.unpack_from("<I", body)
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


def _marks(
    name: str, part: bytes, looks: Mapping[int, Look], texts_left: Mapping[int, str]
) -> Marks:
    scan = _SheetScan(looks, texts_left)
    for record_type, body in _records(part):
        scan.take(record_type, body)
    check_extent(name, scan.height, scan.width)
    return Marks(
        scan.unreadable,
        frozenset(scan.hidden_rows),
        frozenset(scan.hidden_columns),
        tuple(scan.merged),
        looks=scan.looks,
        texts_left=scan.texts_left,
    )


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The type and the body of each record."""
    at, end = 0, len(part)
    while at < end:
        record_type = part[at]
        at += 1
        if record_type & 0x80:
            record_type = (record_type & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004 - the high bit is not set: the last byte
                break
        yield record_type, part[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """The text at an offset of a record, and the offset behind it."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end
