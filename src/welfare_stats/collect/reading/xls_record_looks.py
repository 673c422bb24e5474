"""The looks of cells in the records of an .xls file that xlrd cannot read ([MS-XLS] 2.4).

Runs of letters inside a text are not looked at.
"""

import struct
from collections.abc import Iterable

from xlrd.formatting import excel_default_palette_b8

from welfare_stats.collect.reading.looks import BUILT_IN_FORMATS, Look, look_of

_FONT, _FORMAT, _STYLE, _PALETTE = 0x0031, 0x041E, 0x00E0, 0x0092
_STRUCK = 0x08
_FIRST_OF_PALETTE = 8  # before it the first eight colours stand once more
_LAST_FONT_IN_ORDER = 4  # there is none of this number: those from the next on count one more
_SOLID = 1


def looks_in(records: Iterable[tuple[int, bytes]]) -> dict[int, Look]:
    """The looks that are out of the ordinary, by the number of the style.

    Args:
        records: type and body of the records of the workbook.
    """
    fonts: list[tuple[bool, int]] = []
    codes = dict(BUILT_IN_FORMATS)
    styles: list[tuple[int, int, int, int]] = []
    palette = [bytes(colour).hex().upper() for colour in excel_default_palette_b8]
    for kind, body in records:
        if kind == _FONT:
            fonts.append((bool(body[2] & _STRUCK), int.from_bytes(body[4:6], "little")))
        elif kind == _FORMAT:
            codes[int.from_bytes(body[:2], "little")] = _text(body)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<HH10xIH", body))
        elif kind == _PALETTE:
            own = [body[at : at + 3].hex().upper() for at in range(2, len(body) - 3, 4)]
            palette[: len(own)] = own
    looks = {}
    for number, (font, code, fill, ground) in enumerate(styles):
        order = font - (font > _LAST_FONT_IN_ORDER)
        is_struck, ink = fonts[order] if order < len(fonts) else (False, -1)
        pattern = fill >> 26
        look = look_of(
            is_struck=is_struck,
            ink=_colour(palette, ink),
            ground=(_colour(palette, ground & 0x7F) or "?") if pattern == _SOLID else "",
            number_format=codes.get(code, "General"),
        )
        if look is not None:
            looks[number] = look
    return looks


def _colour(palette: list[str], index: int) -> str:
    """A colour as hexadecimal digits; "" if it is the automatic one."""
    at = index - _FIRST_OF_PALETTE if index >= _FIRST_OF_PALETTE else index
    return palette[at] if 0 <= at < len(palette) else ""


def _text(body: bytes) -> str:
    length, is_wide = int.from_bytes(body[2:4], "little"), body[4] & 1
    return body[5 : 5 + length * (1 + is_wide)].decode(
        "utf-16-le" if is_wide else "latin-1", "replace"
    )
