"""How the text of a cell of a code list becomes a value.

The messages, in Vietnamese, are shown to the person who edits the file.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from welfare_stats.vietnamese import NotADateError, fold, parse_date, parse_number


def _refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("catalogue", "{message}", {"message": message})


def _check_code(text: str) -> str:
    if " " in text:
        raise _refuse(f"mã “{text}” có dấu cách; mã viết liền")
    return text


def _check_lower_code(text: str) -> str:
    if text != text.lower():
        raise _refuse(f"mã “{text}” phải viết thường: {text.lower()}")
    return _check_code(text)


def _check_upper_code(text: str) -> str:
    if text != text.upper():
        raise _refuse(f"mã “{text}” phải viết hoa: {text.upper()}")
    return _check_code(text)


def _read_codes(text: object) -> object:
    return tuple(text.replace(";", " ").split()) if isinstance(text, str) else text


def _read_names(text: object) -> object:
    if not isinstance(text, str):
        return text
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _read_date(text: object) -> object:
    try:
        # Excel turns 2018-01-01 into 01/01/2018 when it saves a CSV: both are read.
        return parse_date(text) if isinstance(text, str) else text
    except NotADateError:
        raise _refuse(f"“{text}” không phải là ngày; ghi như 2018-01-31 hoặc 31/01/2018") from None


def _read_number(text: object) -> object:
    try:
        return parse_number(text, whole=True)[0] if isinstance(text, str) else text
    except ValueError:
        raise _refuse(f"“{text}” không phải là số") from None


def _read_decimal(text: object) -> object:
    try:
        return parse_number(text, whole=False)[0] if isinstance(text, str) else text
    except ValueError:
        raise _refuse(f"“{text}” không phải là số; ghi như 1,5") from None


def _read_number_or_fraction(text: object) -> object:
    """A whole number where it can be one, as "48.000" is, else a fraction."""
    try:
        return _read_number(text)
    except PydanticCustomError:
        return _read_decimal(text)


# In words, because Excel turns 30/6 and 06-30 into dates of some year.
_DAY_AND_MONTH = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})")


def _read_month_day(text: object) -> object:
    if not isinstance(text, str):
        return text
    match = _DAY_AND_MONTH.fullmatch(fold(text))
    try:
        day, month = (int(part) for part in match.groups()) if match else (0, 0)
        date(2001, month, day)  # not a leap year: the day must exist every year
    except ValueError:
        raise _refuse(f"“{text}” không phải là ngày và tháng; ghi như “30 tháng 6”") from None
    return (month, day)


def _read_yes_no(text: object) -> object:
    if not isinstance(text, str):
        return text
    if fold(text) not in {"yes", "no"}:
        raise _refuse(f"“{text}” không hợp lệ; chỉ ghi yes hoặc no")
    return fold(text) == "yes"


Code = Annotated[str, AfterValidator(_check_code)]
LowerCode = Annotated[str, AfterValidator(_check_lower_code)]
UpperCode = Annotated[str, AfterValidator(_check_upper_code)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_read_codes)]
Names = Annotated[tuple[str, ...], BeforeValidator(_read_names)]
Day = Annotated[date, BeforeValidator(_read_date)]
MonthDay = Annotated[tuple[int, int], BeforeValidator(_read_month_day)]
Number = Annotated[Decimal, BeforeValidator(_read_number)]
Fraction = Annotated[Decimal, BeforeValidator(_read_decimal)]
NumberOrFraction = Annotated[Decimal, BeforeValidator(_read_number_or_fraction)]
YesNo = Annotated[bool, BeforeValidator(_read_yes_no)]
