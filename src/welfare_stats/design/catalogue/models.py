"""What one row of each code list says."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import NotADateError, fold, parse_date, parse_number


def _refuse(message: str) -> PydanticCustomError:
    return PydanticCustomError("catalogue", "{message}", {"message": message})


def _code(text: str) -> str:
    if " " in text:
        raise _refuse(f"mã “{text}” có dấu cách; mã viết liền")
    return text


def _lower_code(text: str) -> str:
    if text != text.lower():
        raise _refuse(f"mã “{text}” phải viết thường: {text.lower()}")
    return _code(text)


def _upper_code(text: str) -> str:
    if text != text.upper():
        raise _refuse(f"mã “{text}” phải viết hoa: {text.upper()}")
    return _code(text)


def _codes(text: object) -> object:
    return tuple(text.replace(";", " ").split()) if isinstance(text, str) else text


def _names(text: object) -> object:
    if not isinstance(text, str):
        return text
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _date(text: object) -> object:
    try:
        # Excel turns 2018-01-01 into 01/01/2018 when it saves a CSV: both are read.
        return parse_date(text) if isinstance(text, str) else text
    except NotADateError:
        raise _refuse(f"“{text}” không phải là ngày; ghi như 2018-01-31 hoặc 31/01/2018") from None


def _number(text: object) -> object:
    try:
        return parse_number(text, whole=True)[0] if isinstance(text, str) else text
    except ValueError:
        raise _refuse(f"“{text}” không phải là số") from None


# Words on purpose: Excel turns 30/6 and 06-30 into dates of some year.
_DAY_AND_MONTH = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})")


def _month_day(text: object) -> object:
    if not isinstance(text, str):
        return text
    match = _DAY_AND_MONTH.fullmatch(fold(text))
    try:
        day, month = (int(part) for part in match.groups()) if match else (0, 0)
        date(2001, month, day)  # no leap year: the day must exist every year
    except ValueError:
        raise _refuse(f"“{text}” không phải là ngày và tháng; ghi như “30 tháng 6”") from None
    return (month, day)


def _yes_no(text: object) -> object:
    if not isinstance(text, str):
        return text
    if fold(text) not in {"yes", "no"}:
        raise _refuse(f"“{text}” không hợp lệ; chỉ ghi yes hoặc no")
    return fold(text) == "yes"


Code = Annotated[str, AfterValidator(_code)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_codes)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Day = Annotated[date, BeforeValidator(_date)]
MonthDay = Annotated[tuple[int, int], BeforeValidator(_month_day)]


class ReporterKind(StrEnum):
    """Which sort of unit reports a case type (domain notes, section 7)."""

    DEPARTMENT = "SO"
    DISTRICT_OFFICE = "PLDTBXH"
    RESIDENTIAL = "CSND"
    SOCIAL_WORK_CENTRE = "TTCTXH"


class UnitKind(StrEnum):
    """Sort of reporting unit."""

    DEPARTMENT = "SO"
    DISTRICT_OFFICE = "PLDTBXH"
    FACILITY = "CSTGXH"


class FacilityType(StrEnum):
    """Kinds of social assistance facility, Nghị định 103/2017/NĐ-CP, Điều 5."""

    ELDERLY = "1"
    CHILDREN = "2"
    DISABLED = "3"
    MENTAL = "4"
    GENERAL = "5"
    SOCIAL_WORK_CENTRE = "6"
    OTHER = "7"


class CaseTypeKind(StrEnum):
    """Flows of adjoining periods add up; of a stock the latest closing counts."""

    STOCK = "stock"
    FLOW = "flow"


class Relation(StrEnum):
    """How a case type stands to its parent."""

    SUM = "sum"  # the sum children of a parent add up to it exactly
    SUBSET = "subset"  # "trong đó": not more than the parent


class Section(StrEnum):
    """Part of the report in which a case type is told."""

    COMMUNITY = "cong_dong"
    FACILITIES = "co_so"
    SOCIAL_WORK_CENTRE = "trung_tam"
    ELDERLY = "nguoi_cao_tuoi"
    DISABLED = "nguoi_khuyet_tat"
    EMERGENCY = "dot_xuat"
    OTHER = "khac"


class Comparator(StrEnum):
    """How a target is to be met."""

    ABOVE = ">"
    AT_LEAST = ">="


class DatedRow(BaseModel):
    """A row of a code list, in force from ``valid_from`` to ``valid_to``, both included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: Day
    valid_to: Day | None = None

    def in_force(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CaseType(DatedRow):
    """What is counted (chỉ tiêu).

    ``derived_from`` names a figure that nobody types: ``increase:CODE`` or ``decrease:CODE``, the
    movement of a stock, or ``units:KIND``, the number of reporting units in force of that kind.
    ``not_above`` names a related figure that this one does not usually exceed. People counted are
    from ``age_from`` to ``age_to`` full years old. What its reporters ``must_report`` is missed.
    """

    code: Annotated[str, AfterValidator(_lower_code)]
    label: str
    unit: str
    kind: CaseTypeKind
    form: Code | None = None
    reporters: Annotated[tuple[ReporterKind, ...], BeforeValidator(_codes)]
    parent: Code | None = None
    relation: Relation | None = None
    not_above: Code | None = None
    derived_from: Code | None = None
    section: Section
    age_from: int | None = None
    age_to: int | None = None
    must_report: Annotated[bool, BeforeValidator(_yes_no)] = False

    @property
    def source(self) -> tuple[str, str]:
        """``derived_from`` in its two parts, such as ("increase", CODE); ("", "") if typed."""
        kind, _, name = (self.derived_from or "").partition(":")
        return kind, name


class ReportingUnit(DatedRow):
    """Who submits: the department, a district office or a facility."""

    code: Annotated[str, AfterValidator(_upper_code)]
    name: str
    area: str
    kind: UnitKind
    facility_type: FacilityType | None = None
    parent: Code | None = None
    other_names: Names = ()

    @property
    def reporter_kind(self) -> ReporterKind:
        """As which sort of reporter this unit's case types and deadlines are declared."""
        if self.kind is not UnitKind.FACILITY:
            return ReporterKind(self.kind.value)
        if self.facility_type is FacilityType.SOCIAL_WORK_CENTRE:
            return ReporterKind.SOCIAL_WORK_CENTRE
        return ReporterKind.RESIDENTIAL

    @property
    def short_name(self) -> str:
        """For narrow tables: the area of a district office, the name of any other unit."""
        return self.area if self.kind is UnitKind.DISTRICT_OFFICE else self.name


class Commune(DatedRow):
    """A commune, ward or township (xã, phường, thị trấn); ``district`` is the code of its unit."""

    code: Code
    name: str
    district: Code


class Target(DatedRow):
    """What was to be reached; never mixed with what was reached."""

    case_type: Code
    wording: str
    comparator: Comparator
    value: Annotated[Decimal, BeforeValidator(_number)]
    unit: str

    def is_met_by(self, actual: float) -> bool:
        """Whether the figure reaches the target."""
        if self.comparator is Comparator.ABOVE:
            return actual > self.value
        return actual >= self.value


class Deadline(DatedRow):
    """Until when which reporters send which forms of a period; dates recur every year."""

    code: Annotated[str, AfterValidator(_lower_code)]
    label: str
    reporters: Annotated[tuple[ReporterKind, ...], BeforeValidator(_codes)]
    forms: Codes
    period_start: MonthDay
    period_end: MonthDay
    due: MonthDay
    due_next_year: Annotated[bool, BeforeValidator(_yes_no)] = False
    basis: str = ""

    def period(self, year: int) -> ReportingPeriod:
        """The period it speaks of in that year."""
        return ReportingPeriod(date(year, *self.period_start), date(year, *self.period_end))

    def due_on(self, year: int) -> date:
        """The last day of sending that is in time."""
        return date(year + self.due_next_year, *self.due)
