"""How a cell looks, where a person does not see what is stored: struck through, unseen, disguised.

The inspections of the formats make a ``Look`` of each style that is out of the ordinary, and note
the cells that have it; most workbooks have none. What it means for a table is said by ``rows`` and
``tables``.

>>> look_of(is_struck=False, ink="FFFFFFFF", ground="", number_format="General")
Look(is_struck=False, is_unseen=True, number_format='')
>>> look_of(is_struck=False, ink="", ground="", number_format="#,##0") is None
True
"""

from collections.abc import Sequence
from dataclasses import dataclass

from welfare_stats.collect.reading.number_formats import hides, is_plain

_PAPER = "FFFFFF"
_BARELY = 12  # of 255: colours that differ by less cannot be told apart
_HEX_DIGITS = 6
_INDEXED = {"0": "000000", "1": "FFFFFF", "8": "000000", "9": "FFFFFF"}
_AUTOMATIC = ("64", "65")
_OF_THEME = {"0": "FFFFFF", "1": "000000"}

BUILT_IN_FORMATS = {9: "0%", 10: "0.00%"}
"""Excel's own formats, by number, that show another number than is stored."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks.

    Attributes:
        is_struck: whether all that it shows is crossed out.
        is_unseen: whether it is as the ground behind it, or its format shows nothing.
        number_format: the format code, where it may show another number than is stored.
    """

    is_struck: bool = False
    is_unseen: bool = False
    number_format: str = ""


STRUCK = Look(is_struck=True)


def look_of(*, is_struck: bool, ink: str, ground: str, number_format: str) -> Look | None:
    """The look of a style; ``None`` where everything is seen as it is stored.

    Args:
        is_struck: whether its font is struck through.
        ink: the colour of its font as six or eight hexadecimal digits, or any other name; "" where
            the style sets none, so that it can be seen on any ground.
        ground: the colour of the cell; "" is white paper.
        number_format: its format code, as Excel writes it in English.
    """
    code = "" if is_plain(number_format) else number_format
    is_unseen = _are_alike(ink, ground or _PAPER) or (code != "" and hides(code, 1))
    look = Look(is_struck, is_unseen, code)
    return None if look == Look() else look


def left_of(runs: Sequence[tuple[str, bool]]) -> str | None:
    """What is left of a text without the runs that are struck through; ``None`` if none is.

    >>> left_of([("371", True), (" 375", False)]), left_of([("375", False)])
    (' 375', None)
    """
    if not any(struck and text.strip() for text, struck in runs):
        return None
    left = "".join(text for text, struck in runs if not struck)
    return "" if left.isspace() else left


def _are_alike(ink: str, ground: str) -> bool:
    if not ink or ink == ground:
        return ink != ""
    try:
        one, other = (bytes.fromhex(colour[-_HEX_DIGITS:]) for colour in (ink, ground))
        return all(abs(a - b) < _BARELY for a, b in zip(one, other, strict=True))
    except ValueError:  # a name is like no other
        return False


def colour_of_index(index: str) -> str:
    """The colour of this number of Excel's palette, or a name for it; "" if it is automatic."""
    return "" if index in _AUTOMATIC else _INDEXED.get(index, f"indexed {index}")


def colour_of_theme(theme: str, tint: str) -> str:
    """The colour of this number of a theme, or a name for it."""
    named = f"theme {theme} {tint}"
    return named if tint not in ("", "0") else _OF_THEME.get(theme, named)
