"""Vietnamese text, numbers and dates: as people write them, and back.

Matching works on ``fold``ed text; what is shown to a person is never folded.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_D_STROKE = str.maketrans("đĐ", "dD")


def nfc(text: str) -> str:
    """Composed Unicode with single spaces: the form in which text is kept and shown."""
    if text.isascii() and " " not in text and text.isprintable():
        return text  # as nearly all codes are
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def clean(text: str) -> str:
    """One line of visible characters; what no file format may hold (controls) is left out."""
    return nfc("".join(ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C"))


@lru_cache(maxsize=4096)  # headings, codes and words of lists repeat
def fold(text: str) -> str:
    """Key for matching: no accents, case, punctuation or layout ("  Hoà/BÌNH." → "hoa binh")."""
    plain = unicodedata.normalize("NFKD", text).translate(_D_STROKE)
    letters = "".join(ch for ch in plain if not unicodedata.combining(ch))
    return _NOT_WORD.sub(" ", letters.casefold()).strip()


# --- numbers -----------------------------------------------------------------------------------


class NotANumberError(ValueError):
    """The text holds no number."""


class AmbiguousNumberError(ValueError):
    """The text can be read as two different numbers; ``readings`` has both."""

    def __init__(self, *readings: Decimal) -> None:
        super().__init__(readings)
        self.readings = readings


_NUMBER_WITH_WORDS = re.compile(r"([-−+]?[\d][\d., ]*?)\s*([^\d.,\s][^\d]*)?")
_LONGEST_NUMBER = 80
_PLAIN = re.compile(r"\d+")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SPACE_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)")
_ONE_COMMA = re.compile(r"\d+,\d+")
_COMMA_AND_THREE = re.compile(r"[1-9]\d{0,2},\d{3}")
_ONE_DOT = re.compile(r"\d+\.\d+")


def parse_number(text: str, *, whole: bool) -> tuple[Decimal, str]:
    """Read a number as typed, and the words behind it ("5.120 ca" → 5120, "ca").

    Dots and spaces between groups of three are thousands, the comma is decimal. "26,850" can be
    either; where only a ``whole`` number makes sense it is 26850, because 26,85 is not whole.

    Raises:
        NotANumberError: there is no number, or more than a number and a unit.
        AmbiguousNumberError: two readings are both possible.
    """
    if len(text) > _LONGEST_NUMBER:
        raise NotANumberError(text)
    if any(unicodedata.category(ch) == "No" for ch in text):
        raise NotANumberError(text)  # a footnote mark: "5²" is not 52
    cleaned = nfc(unicodedata.normalize("NFKC", text)).lstrip("'’` ")
    match = _NUMBER_WITH_WORDS.fullmatch(cleaned)
    if match is None:
        raise NotANumberError(text)
    typed, words = match[1].strip(), (match[2] or "").strip()
    sign = -1 if typed[0] in "-−" else 1
    try:
        return sign * _unsigned(typed.lstrip("-−+ "), whole=whole), words
    except AmbiguousNumberError as error:
        raise AmbiguousNumberError(*(sign * reading for reading in error.readings)) from None


def _unsigned(digits: str, *, whole: bool) -> Decimal:
    if _PLAIN.fullmatch(digits):
        return Decimal(digits)
    if _DOT_GROUPS.fullmatch(digits) or _SPACE_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(".", "").replace(" ", "").replace(",", "."))
    if _COMMA_GROUPS.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    if _COMMA_AND_THREE.fullmatch(digits):
        grouped = Decimal(digits.replace(",", ""))
        decimal = Decimal(digits.replace(",", "."))
        if whole and decimal != decimal.to_integral_value():
            return grouped
        raise AmbiguousNumberError(grouped, decimal)
    if _ONE_COMMA.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    if _ONE_DOT.fullmatch(digits):
        return Decimal(digits)
    raise NotANumberError(digits)


def format_number(value: float | Decimal) -> str:
    """Thousands with ".", decimals with ",": 26850 → "26.850", 26.85 → "26,85".

    Of a fraction no more than six digits, for adding makes more.
    """
    exact = Decimal(str(round(value, 6) if isinstance(value, float) else value))
    if exact == exact.to_integral_value():
        exact = exact.to_integral_value() + 0  # no "-0"
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def format_percent(share: float) -> str:
    """A share as per cent with one decimal: 0.95 → "95,0%", 25.6 → "2.560,0%"."""
    return f"{share * 100:,.1f}%".translate(str.maketrans(",.", ".,"))


def pad2(count: float) -> str:
    """Small counts of offices and facilities in running text: 4 → "04"; 12 → "12"."""
    return f"{count:02.0f}" if count < 10 else format_number(count)  # noqa: PLR2004


# --- dates -------------------------------------------------------------------------------------


class NotADateError(ValueError):
    """The text holds no date."""


_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")


def parse_date(text: str) -> date:
    """Read a date, day first: "05/09/2018", "5-9-18", "ngày 05 tháng 9 năm 2018", "2018-09-05".

    A two-digit year is of this century: reports have no other; dates of birth do not come here
    with two digits.

    Raises:
        NotADateError: it is not one of these, or no such day exists.
    """
    cleaned = nfc(unicodedata.normalize("NFKC", text))
    if match := _DAY_FIRST.fullmatch(cleaned):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0  # noqa: PLR2004
    elif match := _ISO.fullmatch(cleaned):
        year, month, day = (int(part) for part in match.groups())
    elif match := _IN_WORDS.fullmatch(fold(cleaned)):
        day, month, year = (int(part) for part in match.groups())
    else:
        raise NotADateError(text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADateError(text) from error


def format_date(day: date) -> str:
    """Short form: 05/9/2018 (a zero before days under 10 and before months 1 and 2)."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def format_date_in_words(day: date) -> str:
    """Form of official documents: "ngày 05 tháng 9 năm 2018", "ngày 05 tháng 02 năm 2019"."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    # Official documents put a zero before months 1 and 2 only.
    return f"{day.month:02}" if day.month < 3 else str(day.month)  # noqa: PLR2004
