"""One pydantic model per code list: the fields are the columns of the CSV file.

The functions at the top of this module turn the text of a cell into a value; their messages, in
Vietnamese, are shown to the person who edits the file.
"""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from welfare_stats.period import ReportingPeriod
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
Codes = Annotated[tuple[Code, ...], BeforeValidator(_read_codes)]
Names = Annotated[tuple[str, ...], BeforeValidator(_read_names)]
Day = Annotated[date, BeforeValidator(_read_date)]
MonthDay = Annotated[tuple[int, int], BeforeValidator(_read_month_day)]


class ReporterKind(StrEnum):
    """Sort of unit as ``case_types.csv`` and ``deadlines.csv`` name those who report.

    Unlike ``UnitKind`` it tells residential facilities from social work centres.
    """

    DEPARTMENT = "SO"
    DISTRICT_OFFICE = "PLDTBXH"
    RESIDENTIAL = "CSND"
    SOCIAL_WORK_CENTRE = "TTCTXH"


class UnitKind(StrEnum):
    """Sort of unit as ``units.csv`` names it."""

    DEPARTMENT = "SO"
    DISTRICT_OFFICE = "PLDTBXH"
    FACILITY = "CSTGXH"


class FacilityType(StrEnum):
    """Sort of social assistance facility, Nghị định 103/2017/NĐ-CP, Điều 5."""

    ELDERLY = "1"
    CHILDREN = "2"
    DISABLED = "3"
    MENTAL = "4"
    GENERAL = "5"
    SOCIAL_WORK_CENTRE = "6"
    OTHER = "7"


class CaseTypeKind(StrEnum):
    """How the numbers of adjoining periods make that of the whole."""

    STOCK = "stock"  # the number of the latest period counts
    FLOW = "flow"  # they add up
    SERVED = "served"  # the first, and of the later ones only those who came in the period


class Relation(StrEnum):
    """How the number of a case type relates to that of its parent."""

    SUM = "sum"  # all children with this relation add up to the parent exactly
    SUBSET = "subset"  # "trong đó": at most the parent


class Section(StrEnum):
    """The part of the report that a case type belongs to."""

    COMMUNITY = "cong_dong"
    FACILITIES = "co_so"
    SOCIAL_WORK_CENTRE = "trung_tam"
    ELDERLY = "nguoi_cao_tuoi"
    DISABLED = "nguoi_khuyet_tat"
    EMERGENCY = "dot_xuat"
    OTHER = "khac"


class Comparator(StrEnum):
    """Which figures reach a target."""

    ABOVE = ">"
    AT_LEAST = ">="


class DatedRow(BaseModel):
    """A row of a code list, in force from ``valid_from`` to ``valid_to``, both days included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: Day
    valid_to: Day | None = None

    def in_force(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CaseType(DatedRow):
    """What is counted (chỉ tiêu).

    Attributes:
        unit: the unit of measure, such as "người".
        form: the form on which units type the number; ``None`` for a derived case type.
        reporters: the sorts of unit that report it.
        not_above: another case type that this one does not usually exceed.
        arrivals: of people served, the case type that counts those who came in the period.
        derived_from: for a number that nobody types, where it comes from: ``increase:CODE`` or
            ``decrease:CODE``, the movement of a stock, or ``units:KIND``, how many units of
            that sort are in force.
        age_from, age_to: how old, in full years, the people counted can be.
        must_report: whether a submission that leaves the case type out gets a warning.
        other_names: further labels by which senders call it.
        sensitive: whether tables of the report leave out its numbers below the province.
    """

    code: LowerCode
    label: str
    unit: str
    kind: CaseTypeKind
    form: Code | None = None
    reporters: Annotated[tuple[ReporterKind, ...], BeforeValidator(_read_codes)]
    parent: Code | None = None
    relation: Relation | None = None
    not_above: Code | None = None
    arrivals: Code | None = None
    derived_from: Code | None = None
    section: Section
    age_from: int | None = None
    age_to: int | None = None
    must_report: Annotated[bool, BeforeValidator(_read_yes_no)] = False
    other_names: Names = ()
    sensitive: Annotated[bool, BeforeValidator(_read_yes_no)] = False

    @property
    def source(self) -> tuple[str, str]:
        """The two parts of ``derived_from``, such as ("increase", CODE); ("", "") without one."""
        what, _, name = (self.derived_from or "").partition(":")
        return what, name


class ReportingUnit(DatedRow):
    """Who sends submissions: the department, a district office or a facility.

    Attributes:
        area: the district, or the province, that the unit is in and works for.
        parent: the code of the unit above.
        other_names: further spellings by which senders name the unit.
        group: under which a table of the report may put it, such as a part of the province.
    """

    code: Annotated[str, AfterValidator(_check_upper_code)]
    name: str
    area: str
    kind: UnitKind
    facility_type: FacilityType | None = None
    parent: Code | None = None
    other_names: Names = ()
    group: str = ""

    @property
    def reporter_kind(self) -> ReporterKind:
        """The sort of reporter by which case types and deadlines name this unit."""
        if self.kind is not UnitKind.FACILITY:
            return ReporterKind(self.kind.value)
        if self.facility_type is FacilityType.SOCIAL_WORK_CENTRE:
            return ReporterKind.SOCIAL_WORK_CENTRE
        return ReporterKind.RESIDENTIAL

    @property
    def short_name(self) -> str:
        """A name for narrow tables: the area of a district office, else the unit's name."""
        return self.area if self.kind is UnitKind.DISTRICT_OFFICE else self.name


class Succession(BaseModel):
    """A unit that ended hands its people to another on a day, the first day of their new unit.

    A unit may have several successors, and a successor several predecessors.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    predecessor: Annotated[str, AfterValidator(_check_upper_code), Field(alias="from")]
    successor: Annotated[str, AfterValidator(_check_upper_code), Field(alias="to")]
    day: Day


class Commune(DatedRow):
    """A commune, ward or township; ``district`` is the code of the district's office."""

    code: Code
    name: str
    district: Code


class Target(DatedRow):
    """What the plan wants a case type to reach; never counted as a result."""

    case_type: Code
    wording: str
    comparator: Comparator
    value: Annotated[Decimal, BeforeValidator(_read_number)]
    unit: str

    def is_met_by(self, actual: float) -> bool:
        """Whether a figure reaches the target."""
        if self.comparator is Comparator.ABOVE:
            return actual > self.value
        return actual >= self.value


class BaseRate(DatedRow):
    """The base rate (mức chuẩn) of allowances, in nghìn đồng a month; ``basis`` is for readers."""

    amount: Annotated[Decimal, BeforeValidator(_read_number)]
    basis: str = ""


class Per(StrEnum):
    """For what a coefficient is paid."""

    MONTH = "month"  # to each person, every month
    CASE = "case"  # once for each case


class Coefficient(DatedRow):
    """By which multiples of the base rate a case type is paid, from the lowest to the highest.

    ``basis`` (the rule, and whether it was verified) is a note for the people who edit the file.
    """

    case_type: Code
    lowest: Annotated[Decimal, BeforeValidator(_read_decimal)]
    highest: Annotated[Decimal, BeforeValidator(_read_decimal)]
    per: Per
    basis: str = ""


class EthnicGroup(DatedRow):
    """One of the ethnic groups of the country; ``is_majority`` is set of Kinh alone.

    ``other_names`` are further names and spellings.
    """

    code: Code
    name: str
    other_names: Names = ()
    is_majority: Annotated[bool, BeforeValidator(_read_yes_no)] = False


class Deadline(DatedRow):
    """By which day which units send which forms for a period; the dates recur every year.

    The year of a period is that of its last day: one from 15 December to 14 December begins in the
    year before. ``basis`` (the rule that the deadline follows) is a note for the people who read
    and edit the file; the program does not use it.
    """

    code: LowerCode
    label: str
    reporters: Annotated[tuple[ReporterKind, ...], BeforeValidator(_read_codes)]
    forms: Codes
    period_start: MonthDay
    period_end: MonthDay
    due: MonthDay
    due_next_year: Annotated[bool, BeforeValidator(_read_yes_no)] = False
    basis: str = ""

    def period(self, year: int) -> ReportingPeriod:
        """The period of that year for which the forms are due."""
        begins_before = self.period_start > self.period_end
        return ReportingPeriod(
            date(year - begins_before, *self.period_start), date(year, *self.period_end)
        )

    def due_on(self, year: int) -> date:
        """The last day on which a submission for that year is in time."""
        return date(year + self.due_next_year, *self.due)

    def is_set_for(self, year: int) -> bool:
        """Whether the row asks for a period of that year: it is in force on the last day of it."""
        return self.in_force(self.period(year).end)

    def period_name(self, year: int) -> str:
        """What the period of that year is called within a sentence, with the year.

        "Cả năm" is "cả năm 2018", "Quý I" is "quý I năm 2018"; a label that has a year stays.
        """
        name = self.label if self.label[:2].isupper() else self.label[:1].lower() + self.label[1:]
        if str(year) in name:
            return name
        return f"{name} {year}" if fold(name).endswith("nam") else f"{name} năm {year}"


class Heading(DatedRow):
    """A heading by which offices call a column of a form, beside those that the form declares.

    ``field`` is the name of the form's field; ``form`` its code.
    """

    form: Code
    field: str
    heading: str


class Abbreviation(DatedRow):
    """A short word in labels, and what it stands for."""

    short: str
    long: str
