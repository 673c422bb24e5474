"""Types of cells: pydantic types that read values the way people type them.

>>> from pydantic import TypeAdapter
>>> TypeAdapter(Count).validate_python("26.850 người")
26850

Each type first tries a schema in pydantic's compiled core, which accepts a clean value; only what
that refuses goes to a Python function. So a clean file costs no Python call per cell.

A value that the function refuses raises ``PydanticCustomError``: its type is the code of a finding
kind, and its context fills the blanks of that kind's message.

When rows are validated, a blank cell is left out of the row, so that the field's default applies.
``None`` stands for a cell that an earlier pass refused: every type accepts it, so that a second
pass can read the other cells.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from welfare_stats.findings import CellValue, FindingKind, kinds, shown
from welfare_stats.vietnamese import (
    AmbiguousNumberError,
    NotADateError,
    NotANumberError,
    SeveralNumbersError,
    day_of_moment,
    fold,
    format_number,
    is_unknown,
    nfc,
    parse_date,
    parse_number,
)

NUMBER_GUIDANCE = (
    "Chỉ gõ số; không phát sinh thì ghi 0, không có số liệu thì để trống, không ghi “-”, “x”, “…”."
)


NEEDED_IN_ROW = "Dòng đã có số thì ô này cũng phải có số; không phát sinh thì ghi 0."


class Sex(StrEnum):
    """Sex (giới tính); the value is the word on the form."""

    MALE = "Nam"
    FEMALE = "Nữ"


def refusal(kind: FindingKind, **blanks: str) -> PydanticCustomError:
    """The error by which a cell type refuses a value."""
    return PydanticCustomError(kind.code, kind.title, blanks)


@dataclass(frozen=True)
class _CellType:
    """Annotation that makes a type of cell.

    ``clean`` is the schema that is tried first, ``fallback`` the function for what it refuses.
    """

    clean: CoreSchema
    fallback: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        fallback = core_schema.no_info_plain_validator_function(self.fallback)
        either = core_schema.union_schema([self.clean, fallback], mode="left_to_right")
        return core_schema.nullable_schema(either)


# --- numbers -----------------------------------------------------------------------------------


_GREATEST = 1e12  # in nghìn đồng, more than the budget of the country
_DUST = 1e-9
_UNIT_OF_AMOUNTS = "nghin dong"
_SCALES = {"tram", "nghin", "ngan", "van", "trieu", "ty", "ti", "k", "tr", "dong", "d", "vnd",
           "chuc", "ta", "muoi", "ruoi", "doi", "cap", "m"}  # fmt: skip
# Words for what is counted, which may stand behind a number. Any other word may change its meaning
# or express doubt: "5 nghìn", "5 (ước tính)".
_COUNTED = {
    "nguoi", "luot", "luot nguoi", "ca", "truong hop", "cuoc", "cuoc goi", "ho", "the", "buoi",
    "tre", "tre em", "em", "cu", "mo hinh", "nha", "co so", "doanh nghiep", "doi tuong", "ho so",
    "trung tam", _UNIT_OF_AMOUNTS,
}  # fmt: skip


def _number(value: CellValue, *, whole: bool) -> float:
    if isinstance(value, bool | date) or value is None:
        raise refusal(kinds.NOT_A_NUMBER)
    if isinstance(value, str):
        number = _typed_number(value, whole=whole)
    elif isinstance(value, int | float):
        number = value
    else:
        raise refusal(kinds.NOT_A_NUMBER)
    if not math.isfinite(number):
        raise refusal(kinds.NOT_A_NUMBER)
    number = without_dust(number)
    if number < 0:
        raise refusal(kinds.NEGATIVE)
    if number > _GREATEST:
        raise refusal(kinds.TOO_LARGE_NUMBER)
    return number


def without_dust(number: float) -> float:
    """The number as Excel shows it, with 15 digits: computing with fractions leaves dust behind.

    >>> without_dust(118.99999999999999), without_dust(-5.5e-17), without_dust(26.85)
    (119.0, 0.0, 26.85)
    """
    number = float(number)
    if number.is_integer():
        return number
    if abs(number - round(number)) < _DUST:
        return float(round(number))
    return float(f"{number:.15g}")


def _typed_number(text: str, *, whole: bool) -> float:
    """A number typed as text; only a word for what is counted may stand behind it."""
    try:
        exact, words = parse_number(text, whole=whole)
    except AmbiguousNumberError as error:
        readings = " hoặc ".join(format_number(reading.normalize()) for reading in error.readings)
        raise refusal(kinds.AMBIGUOUS_NUMBER, readings=readings) from None
    except SeveralNumbersError:
        numbers = " và ".join(re.split(r"\s*[\n\r\t]\s*|\s{2,}", text.strip()))
        raise refusal(kinds.SEVERAL_NUMBERS, numbers=numbers) from None
    except NotANumberError:
        raise refusal(kinds.NOT_A_NUMBER) from None
    counted = fold(words)
    is_scaled = "%" in words or _SCALES & set(counted.split())
    if is_scaled and (whole or counted != _UNIT_OF_AMOUNTS):
        raise refusal(kinds.SCALED_NUMBER)
    if words and counted not in _COUNTED:
        raise refusal(kinds.NOT_A_NUMBER)
    return float(exact)


def _count(value: CellValue) -> int:
    number = _number(value, whole=True)
    if not float(number).is_integer():
        raise refusal(kinds.FRACTION_IN_COUNT, repair=_suggested_repair(number))
    return int(number)


def _suggested_repair(number: float) -> str:
    """How to correct a fraction in a count: likely "26.850" typed where the dot is decimal."""
    thousandfold = Decimal(str(number)) * 1000
    if thousandfold == thousandfold.to_integral_value():
        meant = format_number(thousandfold)
        return (
            f"Có thể Excel đã đổi {meant} thành {format_number(number)}: nếu số đúng là {meant} "
            f"thì gõ {thousandfold:.0f}, không gõ dấu chấm; xem lại cả cột, vì 1.000 có thể đã "
            "thành 1."
        )
    return "Hãy gõ số nguyên, không có phần lẻ."


def _amount(value: CellValue) -> float:
    return _number(value, whole=False)


_NON_NEGATIVE = core_schema.float_schema(strict=True, ge=0, le=_GREATEST, allow_inf_nan=False)
_WHOLE = core_schema.float_schema(
    strict=True, ge=0, le=_GREATEST, allow_inf_nan=False, multiple_of=1
)

Count = Annotated[
    int | None, _CellType(core_schema.chain_schema([_WHOLE, core_schema.int_schema()]), _count)
]
"""A whole number, 0 or more; the text "26.850" is 26850."""

Amount = Annotated[float | None, _CellType(_NON_NEGATIVE, _amount)]
"""An amount of money or another measured quantity, 0 or more."""


# --- text --------------------------------------------------------------------------------------


MOST_LETTERS = 32_767  # Excel's own limit for a cell; only other programs write more


def _text(value: CellValue) -> str | None:
    """Any value as text; a whole number gives its digits without ".0"."""
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        raise refusal(kinds.TEXT_TOO_LONG, length=format_number(len(value)))
    if isinstance(value, float) and math.isfinite(value) and without_dust(value).is_integer():
        return str(int(without_dust(value)))
    return nfc(shown(value)) or None


def _code(change: Callable[[str], str]) -> Callable[[CellValue], str | None]:
    def read(value: CellValue) -> str | None:
        is_whole = isinstance(value, int | float) and without_dust(value).is_integer()
        if not isinstance(value, str) and (isinstance(value, bool) or not is_whole):
            raise refusal(kinds.NOT_TEXT)
        text = _text(value)
        return None if text is None else change(text)

    return read


_TYPED = {"strict": True, "strip_whitespace": True, "min_length": 1, "max_length": MOST_LETTERS}

Text = Annotated[str | None, _CellType(core_schema.str_schema(**_TYPED), _text)]
"""Text of any kind, without white space around it."""

LowerCode = Annotated[
    str | None,
    _CellType(
        core_schema.str_schema(**_TYPED, to_lower=True),
        _code(str.lower),
    ),
]
"""A code in small letters, as case types have; capitals are changed."""

UpperCode = Annotated[
    str | None,
    _CellType(
        core_schema.str_schema(**_TYPED, to_upper=True),
        _code(str.upper),
    ),
]
"""A code in capitals or digits, as units have; small letters are changed."""


def _one_of(words: Mapping[str, Any], allowed: str) -> Callable[[CellValue], Any]:
    def read(value: CellValue) -> Any:
        if isinstance(value, str) and is_unknown(value):
            return None  # which ``validate`` mentions: the unknown are of no group
        meant = words.get(fold(value)) if isinstance(value, str) else None
        if meant is None:
            raise refusal(kinds.NOT_IN_LIST, allowed=allowed)
        return meant

    return read


_SEXES = {
    **dict.fromkeys(("nam", "nam gioi", "gioi tinh nam", "con trai", "trai"), Sex.MALE),
    **dict.fromkeys(("nu", "nu gioi", "gioi tinh nu", "con gai", "gai"), Sex.FEMALE),
}

SexCell = Annotated[
    Sex | None,
    _CellType(
        core_schema.enum_schema(Sex, list(Sex), sub_type="str", strict=False),
        _one_of(_SEXES, "Nam, Nữ"),
    ),
]
"""The word "Nam" or "Nữ"; ``None`` where the cell says that it is unknown."""


# --- dates -------------------------------------------------------------------------------------


def _day(value: CellValue) -> date:
    try:
        if isinstance(value, datetime):
            return day_of_moment(value)
        if isinstance(value, str):
            return parse_date(value)
    except (NotADateError, OverflowError):
        pass
    raise refusal(kinds.NOT_A_DATE)


_EARLIEST_BIRTH_YEAR = 1880  # nobody older has ever been registered
_LATEST_BIRTH_YEAR = 2100
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")


def _birth(value: CellValue) -> date | int:
    """A day of birth, or only the year: many older people know no more."""
    year = value.strip() if isinstance(value, str) else value
    if isinstance(year, str) and year.isdecimal():
        year = int(year)
    if (
        isinstance(year, int | float)
        and not isinstance(year, bool)
        and _EARLIEST_BIRTH_YEAR <= year <= _LATEST_BIRTH_YEAR
        and without_dust(year).is_integer()
    ):
        return int(without_dust(year))
    if isinstance(value, str) and _FOUR_DIGITS.search(value) is None:
        raise refusal(kinds.NOT_A_DATE)  # a year of two digits is ambiguous: 38 is 1938 or 2038
    return _day(value)


DayCell = Annotated[date | None, _CellType(core_schema.date_schema(strict=True), _day)]
"""A day; as text it is read day first."""

BirthCell = Annotated[date | int | None, _CellType(core_schema.date_schema(strict=True), _birth)]
"""A day of birth, or the year alone, as an int."""
