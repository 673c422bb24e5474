"""Reading and writing Vietnamese text, numbers and dates the way people write them.

>>> fold("  Hoà/BÌNH.")
'hoa binh'
>>> parse_number("26.850 người", whole=True)
(Decimal('26850'), 'người')
>>> format_number(26.85)
'26,85'
>>> format_date(parse_date("ngày 5 tháng 9 năm 2018"))
'05/9/2018'

Texts are compared after ``fold``; what a person is shown is never folded.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_NOT_WORD_IN_A_LINE = re.compile(r"(?:[^\w\n]|_)+")
# The accents that come off all Vietnamese letters but "đ", which is a letter of its own to Unicode.
_ACCENTS = frozenset(map(chr, range(0x0300, 0x0370)))
_VIETNAMESE = re.compile("[\x00-\x7f\u0300-\u036f]*")


def nfc(text: str) -> str:
    """The text in composed Unicode with single spaces: the form in which it is stored and shown."""
    if text.isascii() and " " not in text and text.isprintable():
        return text  # the quick way for nearly all codes
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def without_invisible(text: str) -> str:
    """The text without characters that only direct how others are shown, such as U+200B."""
    if text.isprintable():
        return text
    return "".join(ch for ch in text if unicodedata.category(ch) != "Cf")


def clean(text: str) -> str:
    """The text as one line without control characters, which file formats do not allow."""
    if text.isprintable():
        return nfc(text)  # the quick way for nearly all texts
    return nfc("".join(ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C"))


def capitalised(sentence: str) -> str:
    """The sentence with a capital at its beginning, and all else as it is."""
    return sentence[:1].upper() + sentence[1:]


def quoted(texts: Iterable[str]) -> str:
    """The texts in quotation marks, separated by commas."""
    return ", ".join(f"“{text}”" for text in texts)


@lru_cache(maxsize=4096)  # headings, codes and words of lists occur again and again
def fold(text: str) -> str:
    """Key for comparing texts: without accents, case, punctuation and extra spaces."""
    letters = text if text.isascii() else _without_accents(text)
    return _NOT_WORD.sub(" ", letters.casefold()).strip()


def fold_all(texts: Iterable[str]) -> list[str]:
    r"""The keys of many different texts, as ``fold`` gives them, for a tenth of the time.

    >>> fold_all(["Người  Mẫu\n1", "", "HS-01"]) == [fold("Người  Mẫu\n1"), "", fold("HS-01")]
    True
    """
    every = [text.replace("\n", " ") for text in texts]
    joined = "\n".join(every)
    letters = joined if joined.isascii() else _without_accents(joined)
    folded = _NOT_WORD_IN_A_LINE.sub(" ", letters.casefold()).split("\n") if every else []
    return [text.strip(" ") for text in folded]


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).replace("đ", "d").replace("Đ", "D")
    if _VIETNAMESE.fullmatch(apart):
        return apart.encode("ascii", "ignore").decode()
    return "".join(ch for ch in apart if not (ch in _ACCENTS or unicodedata.combining(ch)))


_UNKNOWN = {
    "", "khong", "khong ro", "chua ro", "khong biet", "chua biet", "khong xac dinh", "kxd", "kr",
    "chua xac dinh", "khong co", "khong co thong tin", "khong thong tin", "chua co thong tin",
    "chua khai thac duoc", "chua khai thac", "khong khai thac duoc", "khong khai", "khong ghi",
    "khong nho", "chua thu thap", "unknown", "n a", "null", "none",
}  # fmt: skip


def is_unknown(text: str) -> bool:
    """Whether a text says that something is not known: "-", "?", "Không rõ", nothing at all."""
    return fold(text) in _UNKNOWN


_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\u02d7]")
_ROOM_AROUND_A_DASH = re.compile(r"\s*-\s*")


def as_read(code: str) -> str:
    r"""Key for comparing codes that people write: two that look the same to a reader are the same.

    Case, width, invisible characters and the kind of dash do not matter, nor do zeros before a code
    of digits only, because Excel takes them away.

    >>> as_read("hs – 2018–001\u200b") == as_read("HS-2018-001")
    True
    >>> as_read("007"), as_read("HS-007")
    ('7', 'hs-007')
    """
    if not code.isascii():
        code = _DASHES.sub("-", unicodedata.normalize("NFKC", code))
        code = "".join(ch for ch in code if unicodedata.category(ch) != "Cf")
    words = code.split()
    code = _ROOM_AROUND_A_DASH.sub("-", " ".join(words)) if len(words) > 1 else "".join(words)
    return (code.lstrip("0") or "0" if code.isdecimal() else code).casefold()


# --- numbers -----------------------------------------------------------------------------------


class NotANumberError(ValueError):
    """The text is not a number."""


class SeveralNumbersError(NotANumberError):
    """The text is several numbers: on lines of their own, or with more than a space between."""


class AmbiguousNumberError(ValueError):
    """The text can be read as two different numbers, which are in ``readings``."""

    def __init__(self, *readings: Decimal) -> None:
        super().__init__(readings)
        self.readings = readings


_NUMBER_WITH_WORDS = re.compile(r"([-−+]?[\d][\d., ]*?)\s*([^\d.,\s][^\d]*)?")
_LONGEST_NUMBER = 80
# One space is a thousands sign; a line break, a tab or several spaces part two numbers.
_BETWEEN_NUMBERS = re.compile(r"\d[.,]?(?:\s{2,}|[^\S \xa0\u2007\u2009\u202f])[-−+]?\d")
_PLAIN = re.compile(r"\d+")
_DOT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_SPACE_GROUPS = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)")
_ONE_COMMA = re.compile(r"\d+,\d+")
_COMMA_AND_THREE = re.compile(r"[1-9]\d{0,2},\d{3}")
_ONE_DOT = re.compile(r"\d+\.\d+")


def parse_number(text: str, *, whole: bool) -> tuple[Decimal, str]:
    """Read a number as people type it, and the words behind it: "5.120 ca" is (5120, "ca").

    Dots and spaces between groups of three digits separate thousands; a comma is the decimal sign.
    "26,850" can be either 26850 or 26,85.

    Args:
        text: what was typed.
        whole: whether only a whole number makes sense; then "26,850" is 26850.

    Raises:
        SeveralNumbersError: it is several numbers.
        NotANumberError: the text is not one number with words behind it.
        AmbiguousNumberError: two readings are possible.
    """
    if len(text) > _LONGEST_NUMBER:
        raise NotANumberError(text)
    if any(unicodedata.category(ch) == "No" for ch in text):
        raise NotANumberError(text)  # a footnote mark; NFKC would make "5²" 52
    if _BETWEEN_NUMBERS.search(text):
        raise SeveralNumbersError(text)
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
    """Write a number with "." between thousands and "," before decimals: "26.850", "26,85".

    At most six decimals are written, because adding floats makes meaningless ones.
    """
    if isinstance(value, float) and (rounded := round(value, 6)).is_integer():
        return f"{int(rounded):,}".replace(",", ".")  # the quick way for nearly all numbers
    exact = Decimal(str(round(value, 6) if isinstance(value, float) else value))
    if exact == exact.to_integral_value():
        exact = exact.to_integral_value() + 0  # no "-0"
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def format_money(thousands: float) -> str:
    """Write an amount of nghìn đồng in triệu đồng, where it has some, with one decimal.

    >>> format_money(136416096), format_money(23060000), format_money(650)
    ('136.416,1 triệu đồng', '23.060 triệu đồng', '650 nghìn đồng')
    """
    if abs(thousands) < 1000:  # noqa: PLR2004 - nghìn in a triệu
        return f"{format_number(thousands)} nghìn đồng"
    millions = Decimal(str(thousands)).scaleb(-3).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{format_number(millions)} triệu đồng"


def format_percent(share: float) -> str:
    """Write a share as per cent with one decimal: 0.95 as "95,0%", 25.6 as "2.560,0%".

    Halves are rounded up, as people and Excel do: 0.0625 is "6,3%".
    """
    exact = Decimal(repr(share)).scaleb(2).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{exact:,f}%".translate(str.maketrans(",.", ".,"))


def pad2(count: float) -> str:
    """Write a count in running text, with two digits at least: 4 as "04", 12 as "12"."""
    return f"{count:02.0f}" if count < 10 else format_number(count)  # noqa: PLR2004


# --- dates -------------------------------------------------------------------------------------


class NotADateError(ValueError):
    """The text is not a date."""


_DAY_FIRST = re.compile(
    r"(?:ngày |ngay )?(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})"
    r"(?: (?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?: (?:SA|CH))?)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d.*|Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")


def parse_date(text: str) -> date:
    """Read a date as people type it, with the day first, or in ISO form.

    "05/09/2018", "5-9-18", "ngày 05 tháng 9 năm 2018", "2018-09-05" and "2018-09-04T17:00:00Z" are
    all the same day. A year of two digits is taken for 20xx, which is right for all dates but those
    of birth; callers refuse such dates of birth beforehand.

    Raises:
        NotADateError: the text has no such form, or the day does not exist.
    """
    cleaned = nfc(text if text.isascii() else unicodedata.normalize("NFKC", text))
    if match := _DAY_FIRST.fullmatch(cleaned):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0  # noqa: PLR2004
    elif match := _ISO.fullmatch(cleaned):
        year, month, day = (int(part) for part in match.groups())
    elif _ISO_MOMENT.fullmatch(cleaned):
        return _day_of_iso(cleaned)
    elif match := _IN_WORDS.fullmatch(fold(cleaned)):
        day, month, year = (int(part) for part in match.groups())
    else:
        raise NotADateError(text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADateError(text) from error


_VIETNAM = timezone(timedelta(hours=7))
_MIDNIGHT = time()


def _day_of_iso(text: str) -> date:
    """The day of a moment in ISO form, as programs write days into texts."""
    try:
        if len(text) < len("2018-09-05T00"):  # a day with a zone, which changes nothing
            return date.fromisoformat(text[:10])
        return day_of_moment(datetime.fromisoformat(text.upper()))
    except (ValueError, OverflowError) as error:
        raise NotADateError(text) from error


def day_of_moment(moment: datetime) -> date:
    """The day that people see of a moment, with or without a zone.

    Programs write a day as its midnight, in Vietnam or in the zone that they name. At any other
    time of day, both must be in the same day.

    >>> day_of_moment(datetime.fromisoformat("2018-09-04T17:00:00Z"))
    datetime.date(2018, 9, 5)

    Raises:
        NotADateError: it may be either of two days. So may the last minute before midnight be, at
            which a midnight arrives that was rounded down.
    """
    readings = [moment] if moment.tzinfo is None else [moment, moment.astimezone(_VIETNAM)]
    midnights = {reading.date() for reading in readings if reading.time() == _MIDNIGHT}
    later = [reading + timedelta(minutes=1) for reading in readings]
    days = midnights or {reading.date() for reading in (*readings, *later)}
    if len(days) > 1:
        raise NotADateError(moment.isoformat())
    return days.pop()


def format_date(day: date) -> str:
    """Write a date in short form: "05/9/2018"."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def format_date_in_words(day: date) -> str:
    """Write a date as official documents do: "ngày 05 tháng 9 năm 2018"."""
    return f"ngày {day.day:02} tháng {_month(day)} năm {day.year}"


def _month(day: date) -> str:
    # Official documents put a zero before days below 10, but only before the months 1 and 2.
    return f"{day.month:02}" if day.month < 3 else str(day.month)  # noqa: PLR2004
