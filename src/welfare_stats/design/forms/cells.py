"""What a cell may hold: pydantic types that read what people type.

Each type has a path inside pydantic's compiled core for the clean value and falls back to a
Python function for all else, so that a clean file costs no Python call per cell. A refusal is a
``PydanticCustomError`` whose type is the code of a finding kind and whose context fills that
kind's blanks. In a row, a blank cell is left out (the field's default holds), and ``None`` stands
for a cell that was refused: it is accepted everywhere, so that the other cells can be read.
"""

import math
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
    fold,
    format_number,
    nfc,
    parse_date,
    parse_number,
)

NUMBER_GUIDANCE = (
    "Chỉ gõ số; không phát sinh thì ghi 0, không có số liệu thì để trống, không ghi “-”, “x”, “…”."
)


NEEDED_IN_ROW = "Dòng đã có số thì ô này cũng phải có số; không phát sinh thì ghi 0."


class Sex(StrEnum):
    """Giới tính; the value is how it is written."""

    MALE = "Nam"
    FEMALE = "Nữ"


def refusal(kind: FindingKind, **blanks: str) -> PydanticCustomError:
    """The error by which a cell type refuses a value."""
    return PydanticCustomError(kind.code, kind.title, blanks)


@dataclass(frozen=True)
class _Cell:
    """Annotation that makes a cell type: a core schema first, a function for what it refuses."""

    clean: CoreSchema
    otherwise: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        fallback = core_schema.no_info_plain_validator_function(self.otherwise)
        either = core_schema.union_schema([self.clean, fallback], mode="left_to_right")
        return core_schema.nullable_schema(either)


# --- numbers -----------------------------------------------------------------------------------


_GREATEST = 1e12  # in nghìn đồng, more than the budget of the country
_UNIT_OF_AMOUNTS = "nghin dong"
_SCALES = {"tram", "nghin", "ngan", "van", "trieu", "ty", "ti", "k", "tr", "dong", "d", "vnd",
           "chuc", "ta", "muoi", "ruoi", "doi", "cap", "m"}  # fmt: skip
# What is counted, as people write it behind a number; other words may change it, or say a doubt.
_UNITS = {
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
    if number < 0:
        raise refusal(kinds.NEGATIVE)
    if number > _GREATEST:
        raise refusal(kinds.TOO_LARGE_NUMBER)
    return number


def _typed_number(text: str, *, whole: bool) -> float:
    """A number typed as text; what is counted may stand behind it, and nothing else."""
    try:
        exact, words = parse_number(text, whole=whole)
    except AmbiguousNumberError as error:
        readings = " hoặc ".join(format_number(reading) for reading in error.readings)
        raise refusal(kinds.AMBIGUOUS_NUMBER, readings=readings) from None
    except NotANumberError:
        raise refusal(kinds.NOT_A_NUMBER) from None
    unit = fold(words)
    scaled = "%" in words or _SCALES & set(unit.split())
    if scaled and (whole or unit != _UNIT_OF_AMOUNTS):
        raise refusal(kinds.SCALED_NUMBER)
    if words and unit not in _UNITS:
        raise refusal(kinds.NOT_A_NUMBER)
    return float(exact)


def _count(value: CellValue) -> int:
    number = _number(value, whole=True)
    if not float(number).is_integer():
        raise refusal(kinds.FRACTION_IN_COUNT, repair=_repair_of(number))
    return int(number)


def _repair_of(number: float) -> str:
    """The likely origin of a fraction: "26.850" typed where Excel takes the dot as decimal."""
    thousandfold = Decimal(str(number)) * 1000
    if thousandfold == thousandfold.to_integral_value():
        meant = format_number(thousandfold)
        return (
            f"Có thể Excel đã đổi {meant} thành {format_number(number)}: nếu số đúng là {meant} "
            f"thì gõ {thousandfold:.0f}, không gõ dấu chấm."
        )
    return "Hãy gõ số nguyên, không có phần lẻ."


def _amount(value: CellValue) -> float:
    return _number(value, whole=False)


_NON_NEGATIVE = core_schema.float_schema(strict=True, ge=0, le=_GREATEST, allow_inf_nan=False)
_WHOLE = core_schema.float_schema(
    strict=True, ge=0, le=_GREATEST, allow_inf_nan=False, multiple_of=1
)

Count = Annotated[
    int | None, _Cell(core_schema.chain_schema([_WHOLE, core_schema.int_schema()]), _count)
]
"""A whole number, 0 or more; "26.850" typed as text is 26850."""

Amount = Annotated[float | None, _Cell(_NON_NEGATIVE, _amount)]
"""Money or another measured quantity, 0 or more."""


# --- text --------------------------------------------------------------------------------------


MOST_LETTERS = 32_767  # Excel's own limit for a cell; only other programs write more


def _text(value: CellValue) -> str | None:
    """Free text may be anything that can be shown; a number typed as a label is its digits."""
    if isinstance(value, str) and len(value) > MOST_LETTERS:
        raise refusal(kinds.TEXT_TOO_LONG, length=format_number(len(value)))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return nfc(shown(value)) or None


def _code(change: Callable[[str], str]) -> Callable[[CellValue], str | None]:
    def read(value: CellValue) -> str | None:
        is_whole = isinstance(value, int | float) and float(value).is_integer()
        if not isinstance(value, str) and (isinstance(value, bool) or not is_whole):
            raise refusal(kinds.NOT_TEXT)
        text = _text(value)
        return None if text is None else change(text)

    return read


_TYPED = {"strict": True, "strip_whitespace": True, "min_length": 1, "max_length": MOST_LETTERS}

Text = Annotated[str | None, _Cell(core_schema.str_schema(**_TYPED), _text)]
"""Words of any kind, without white space around them."""

LowerCode = Annotated[
    str | None,
    _Cell(
        core_schema.str_schema(**_TYPED, to_lower=True),
        _code(str.lower),
    ),
]
"""A code that is written in small letters, as case types are."""

UpperCode = Annotated[
    str | None,
    _Cell(
        core_schema.str_schema(**_TYPED, to_upper=True),
        _code(str.upper),
    ),
]
"""A code that is written in capitals or digits, as units are."""


def _one_of(words: Mapping[str, Any], allowed: str) -> Callable[[CellValue], Any]:
    def read(value: CellValue) -> Any:
        found = words.get(fold(value)) if isinstance(value, str) else None
        if found is None:
            raise refusal(kinds.NOT_IN_LIST, allowed=allowed)
        return found

    return read


SexCell = Annotated[
    Sex | None,
    _Cell(
        core_schema.enum_schema(Sex, list(Sex), sub_type="str", strict=False),
        _one_of({"nam": Sex.MALE, "nu": Sex.FEMALE}, "Nam, Nữ"),
    ),
]
""""Nam" or "Nữ"."""


# --- dates -------------------------------------------------------------------------------------


def _day(value: CellValue) -> date:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    if isinstance(value, str):
        try:
            return parse_date(value)
        except NotADateError:
            pass
    raise refusal(kinds.NOT_A_DATE)


_EARLIEST_BIRTH_YEAR = 1880  # nobody older has ever been registered
_LATEST_BIRTH_YEAR = 2100


def _birth(value: CellValue) -> date | int:
    """A day of birth, or only the year, which is all that many older people have."""
    year = value.strip() if isinstance(value, str) else value
    if isinstance(year, str) and year.isdecimal():
        year = int(year)
    if (
        isinstance(year, int | float)
        and not isinstance(year, bool)
        and _EARLIEST_BIRTH_YEAR <= year <= _LATEST_BIRTH_YEAR
        and float(year).is_integer()
    ):
        return int(year)
    if isinstance(value, str) and not any(len(run) == 4 for run in fold(value).split()):  # noqa: PLR2004
        raise refusal(kinds.NOT_A_DATE)  # with two digits of the year, 38 is 1938 or 2038
    return _day(value)


DayCell = Annotated[date | None, _Cell(core_schema.date_schema(strict=True), _day)]
"""A day; day first where it is typed as text."""

BirthCell = Annotated[date | int | None, _Cell(core_schema.date_schema(strict=True), _birth)]
"""A day of birth, or only the year as an int."""
