"""What a number format makes of a number: whether a person sees another number than is stored.

>>> disguise("#,##0", 26850, whole=True), disguise('#,##0" người"', 26850, whole=True)
(None, None)
>>> disguise("#,##0,", 22037778000, whole=False)
'hiển thị số đã chia cho 1.000'
>>> disguise("0%", 2, whole=True)
'hiển thị số đã nhân với 100'
>>> disguise('#,##0".000"', 162, whole=False)
'thêm chữ “.000” vào số'
>>> disguise("0.000", 1, whole=True)
'hiển thị ba số lẻ (1.000 gõ vào có thể đã thành 1)'
>>> hides(";;;", 30), hides("#,##0;-#,##0;;", 30)
(True, False)
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from welfare_stats.vietnamese import fold, format_number

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|standard)|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_PLACEHOLDERS = "0#?"
_DATE_LETTERS = "ymdhs"
# Digits that stand beside those of the number: ".000", "000", but not "m2" or "(1.000 đ)".
_DIGITS = re.compile(r"(?:^|\s)[.,]?\d")
_SCALING_COMMAS = re.compile(r"[0#?](,+)\.")  # "0,.0" shows thousands with a decimal
_SCALES = {"tram", "nghin", "ngan", "van", "trieu", "ty", "ti", "k", "tr", "chuc"}
_UNIT_OF_AMOUNTS = {"nghin dong", "ngan dong"}
_THOUSAND = 1000
_PLACES_OF_A_THOUSAND = 3


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format.

    Attributes:
        condition: which numbers it is for, ``None`` where its place says so.
        shows: whether it shows the number, or a date, at all.
        factor: what a number is multiplied by before it is shown; below 1 it is divided.
        texts: what stands before, between and behind the digits.
        places: how many digits always follow the decimal sign.
    """

    condition: tuple[str, float] | None
    shows: bool
    factor: float
    texts: tuple[str, ...]
    places: int

    def is_for(self, value: float) -> bool:
        return self.condition is None or _COMPARE[self.condition[0]](value, self.condition[1])

    @property
    def added(self) -> str | None:
        """A text that makes another number of the one that is shown."""
        for text in self.texts:
            folded = fold(text)
            if _DIGITS.search(text) or (
                folded not in _UNIT_OF_AMOUNTS and _SCALES & set(folded.split())
            ):
                return text
        return None


@lru_cache(maxsize=512)
def is_plain(code: str) -> bool:
    """Whether every number is shown as it is stored, so that its cell needs no second look."""
    sections = _sections(code)
    shown = all(
        s.factor == 1 and s.added is None and s.places != _PLACES_OF_A_THOUSAND for s in sections
    )
    # What numbers above 0 are hidden by; people often leave out zeros.
    return shown and sections[0].shows and all(s.shows or not s.condition for s in sections)


def hides(code: str, value: float) -> bool:
    """Whether nothing is shown of a number that is not 0."""
    section = _section_of(code, value)
    return value != 0 and not section.shows and not "".join(section.texts).strip()


def disguise(code: str, value: float, *, whole: bool) -> str | None:
    """How the format shows another number than is stored, in Vietnamese words; ``None`` if not.

    Args:
        code: the format, as Excel writes it in English.
        value: the stored number. A 0 is a 0 however it is shown.
        whole: whether only whole numbers make sense, so that decimals are a thousands group.
    """
    if value == 0:
        return None
    section = _section_of(code, value)
    how = None
    if not section.shows:
        text = "".join(section.texts).strip()
        how = f"hiển thị “{text}” thay cho số" if text else None
    elif section.factor > 1:
        how = f"hiển thị số đã nhân với {format_number(section.factor)}"
    elif section.factor < 1:
        how = f"hiển thị số đã chia cho {format_number(round(1 / section.factor))}"
    elif section.added is not None:
        how = f"thêm chữ “{section.added.strip()}” vào số"
    elif whole and section.places == _PLACES_OF_A_THOUSAND:
        how = f"hiển thị ba số lẻ ({value:.3f} gõ vào có thể đã thành {format_number(value)})"
    return how


def _section_of(code: str, value: float) -> _Section:
    sections = _sections(code)
    if any(section.condition for section in sections):
        return next((s for s in sections if s.is_for(value)), sections[-1])
    place = 0 if value > 0 else 1 if value < 0 else 2
    return sections[place] if place < len(sections) else sections[0]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    tokens: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            tokens.append([])
        else:
            tokens[-1].append(token)
    return tuple(map(_section, tokens)) if code else (_section([]),)


def _section(tokens: list[re.Match[str]]) -> _Section:
    condition: tuple[str, float] | None = None
    texts, plain = [""], ""
    for token in tokens:
        if token["bracket"] is not None:
            found = _CONDITION.fullmatch(token["bracket"])
            if found:
                condition = found[1], float(found[2])
            elif token["bracket"].lower().strip("hms") == "":
                plain += "h"
        elif token["general"]:
            plain += "0"
            texts.append("")
        elif token["plain"] is None:
            texts[-1] += token["quoted"] or token["escaped"] or ""
        else:
            plain += token["plain"]
            texts.append("")
    digits = any(ch in plain for ch in _PLACEHOLDERS)
    is_date = not digits and any(ch in plain.lower() for ch in _DATE_LETTERS)
    last = max((plain.rfind(ch) for ch in _PLACEHOLDERS), default=-1)
    behind = plain[last + 1 :]
    commas = len(behind) - len(behind.lstrip(",")) if digits else 0
    before_decimals = _SCALING_COMMAS.search(plain)
    commas += len(before_decimals[1]) if before_decimals else 0
    places = re.search(r"\.(0*)(?![0#?])", plain)
    factor = 100.0 ** plain.count("%") / float(_THOUSAND) ** commas
    return _Section(
        condition,
        shows=digits or is_date or "@" in plain,
        factor=factor if digits else 1.0,
        texts=tuple(text for text in texts if text),
        places=len(places[1]) if places else 0,
    )
