"""What .xlsb workbooks have that is not seen as it is stored."""

import struct
from dataclasses import dataclass, field

from welfare_stats.collect.reading.looks import (
    BUILT_IN_FORMATS,
    Look,
    colour_of_index,
    colour_of_theme,
    left_of,
    look_of,
)
from welfare_stats.collect.reading.package import Package
from welfare_stats.collect.reading.xlsb_records import records, text_at

FONT = 43
_FONT_COLOUR_AT = 12
_STRUCK = 0x08  # in the flags of a font
_FORMAT, _FILL, _STYLE, _STYLES, _END_OF_STYLES = 44, 45, 47, 617, 618
_SOLID = 1
_INDEXED_COLOUR, _RGB_COLOUR, _THEME_COLOUR = 1, 2, 3
_SHARED_STRING, _IS_RICH = 19, 0x01


@dataclass(slots=True)
class Styles:
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


def styles_of(package: Package) -> Styles:
    """The styles of the workbook."""
    styles = Styles()
    are_of_cells = False
    for record_type, body in records(package.get("xl/styles.bin", b"")):
        if record_type == FONT:
            styles.struck.append(bool(body[2] & _STRUCK))
            styles.inks.append(_colour(body, _FONT_COLOUR_AT))
        elif record_type == _FILL:
            (pattern,) = struct.unpack_from("<I", body)
            styles.grounds.append((_colour(body, 4) or "?") if pattern == _SOLID else "")
        elif record_type == _FORMAT:
            (number,) = struct.unpack_from("<H", body)
            styles.codes[number], _ = text_at(body, 2)
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


def texts_left_of(package: Package, struck: list[bool]) -> dict[int, str]:
    """What is left of shared strings without their runs in fonts that are struck through."""
    if not any(struck):
        return {}
    items = (
        body
        for record_type, body in records(package.get("xl/sharedstrings.bin", b""))
        if record_type == _SHARED_STRING
    )
    left = {number: left_of(_runs(body, struck)) for number, body in enumerate(items)}
    return {number: text for number, text in left.items() if text is not None}


def _runs(body: bytes, struck: list[bool]) -> list[tuple[str, bool]]:
    """The runs of a rich text (section 2.5.121), each with whether it is struck through."""
    text, end = text_at(body, 1)
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
