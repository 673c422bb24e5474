"""One pydantic model per code list: the fields are the columns of the CSV file."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from welfare_stats.design.catalogue.columns import (
    Code,
    Codes,
    Day,
    Fraction,
    LowerCode,
    MonthDay,
    Names,
    Number,
    NumberOrFraction,
    UpperCode,
    YesNo,
)
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold


class Level(StrEnum):
    """What a unit is for."""

    MINISTRY = "ministry"  # compiles for several provinces
    PROVINCE = "province"  # the department that compiles for a province
    DISTRICT = "district"  # reports for an area of the province
    COMMUNE = "commune"  # reports for a commune
    FACILITY = "facility"  # reports for itself

    @property
    def compiles(self) -> bool:
        """Whether such a unit stands above the others and adds up what they report."""
        return self in (Level.PROVINCE, Level.MINISTRY)

    @property
    def has_own_area(self) -> bool:
        """Whether such a unit reports for its area."""
        return self in (Level.DISTRICT, Level.COMMUNE)


class CaseTypeKind(StrEnum):
    """How the numbers of adjoining periods make that of the whole."""

    STOCK = "stock"  # the number of the latest period counts
    FLOW = "flow"  # they add up
    SERVED = "served"  # the first, and of the later ones only those who came in the period


class Relation(StrEnum):
    """How the number of a case type relates to that of its parent."""

    SUM = "sum"  # all children with this relation add up to the parent exactly
    SUBSET = "subset"  # "trong đó": at most the parent


class Comparator(StrEnum):
    """Which figures reach a target."""

    ABOVE = ">"
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="


class DatedRow(BaseModel):
    """A row of a code list, in force from ``valid_from`` to ``valid_to``, both days included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    valid_from: Day
    valid_to: Day | None = None

    def in_force(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Reporter(DatedRow):
    """A kind of unit, as ``case_types.csv`` and ``deadlines.csv`` name those who report.

    A unit is of the kind that its own row names by this code. Files of before name a wider sort and
    the type of a facility; ``unit_kind`` and ``facility_types`` say which of those the kind covers.

    Attributes:
        label: what such a unit is called.
        short: a shorter name for sentences, such as "Sở".
        unit_kind: the wider sort; of that sort all, or those of ``facility_types``.
    """

    code: UpperCode
    label: str
    short: str = ""
    level: Level
    unit_kind: Code | None = None
    facility_types: Codes = ()

    def covers(self, unit: "UnitRow") -> bool:
        """Whether the row of a unit names this kind, or a sort and type that it covers."""
        if unit.kind == self.code:
            return True
        return unit.kind == self.unit_kind and (
            not self.facility_types or unit.facility_type in self.facility_types
        )


class Section(DatedRow):
    """The part of the report that a case type belongs to; the order is that of the rows."""

    code: LowerCode
    label: str


class Province(DatedRow):
    """A province or city of the country; ``other_names`` are those of provinces it took in, too."""

    name: str
    other_names: Names = ()


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
    reporters: Codes
    parent: Code | None = None
    relation: Relation | None = None
    not_above: Code | None = None
    arrivals: Code | None = None
    derived_from: Code | None = None
    section: Code
    age_from: int | None = None
    age_to: int | None = None
    must_report: YesNo = False
    other_names: Names = ()
    sensitive: YesNo = False

    @property
    def source(self) -> tuple[str, str]:
        """The two parts of ``derived_from``, such as ("increase", CODE); ("", "") without one."""
        what, _, name = (self.derived_from or "").partition(":")
        return what, name


class UnitRow(DatedRow):
    """A unit as ``units.csv`` names it.

    Attributes:
        area: the area, such as a district or the province, that the unit is in and works for.
        kind: the code of its kind of reporter, or a wider sort that ``reporters.csv`` knows.
        facility_type: of a facility of such a sort, its type.
        parent: the code of the unit above.
        group: under which heading tables may put it, such as a region.
        other_names: further spellings by which senders name the unit.
    """

    code: UpperCode
    name: str
    area: str
    kind: Code
    facility_type: Code | None = None
    parent: Code | None = None
    other_names: Names = ()
    group: str = ""


class ReportingUnit(UnitRow):
    """Who sends submissions: a department, an office that reports for its area, or a facility.

    Attributes:
        reporter: its kind.
    """

    reporter: Reporter

    @property
    def reporter_kind(self) -> str:
        """The code of its kind, by which case types and deadlines name those who report."""
        return self.reporter.code

    @property
    def level(self) -> Level:
        """What the unit is for."""
        return self.reporter.level

    @property
    def is_facility(self) -> bool:
        """Whether it is a facility, which reports for itself."""
        return self.level is Level.FACILITY

    @property
    def compiles(self) -> bool:
        """Whether it stands above the others and adds up what they report."""
        return self.level.compiles

    @property
    def has_own_area(self) -> bool:
        """Whether it reports for its area."""
        return self.level.has_own_area

    @property
    def short_name(self) -> str:
        """A name for narrow tables: the area of who reports for one, else the unit's name."""
        return self.area if self.has_own_area else self.name


class Succession(BaseModel):
    """A unit that ended hands its people to another on a day, the first day of their new unit.

    A unit may have several successors, and a successor several predecessors.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    predecessor: UpperCode = Field(alias="from")
    successor: UpperCode = Field(alias="to")
    day: Day


class Commune(DatedRow):
    """A commune, ward or township; ``district`` is the code of the unit that reports for it.

    ``other_names`` are further spellings.
    """

    code: Code
    name: str
    district: Code
    other_names: Names = ()


class TargetMeasure(StrEnum):
    """What a target is set for."""

    NUMBER = "number"  # the number of the case type itself
    SHARE = "share"  # the number in per cent of that of another case type
    INCREASE = "increase"  # by how many per cent it grows from the same days of the year before
    DECREASE = "decrease"  # by how many per cent it falls


class Target(DatedRow):
    """What the plan wants a case type to reach; never counted as a result.

    ``value`` is in per cent unless ``measure`` is the number itself; ``share_of`` is the case type
    of which a share is taken.
    """

    case_type: Code
    wording: str
    comparator: Comparator
    value: NumberOrFraction
    unit: str = ""
    measure: TargetMeasure = TargetMeasure.NUMBER
    share_of: Code | None = None

    @property
    def is_ceiling(self) -> bool:
        """Whether results shall stay below it."""
        return self.comparator in (Comparator.BELOW, Comparator.AT_MOST)

    def is_met_by(self, actual: float) -> bool:
        """Whether a figure reaches the target."""
        value = float(self.value)
        match self.comparator:
            case Comparator.ABOVE:
                return actual > value
            case Comparator.AT_LEAST:
                return actual >= value
            case Comparator.BELOW:
                return actual < value
            case Comparator.AT_MOST:
                return actual <= value


class BaseRate(DatedRow):
    """The base rate (mức chuẩn) of allowances, in nghìn đồng a month; ``basis`` is for readers."""

    amount: Number
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
    lowest: Fraction
    highest: Fraction
    per: Per
    basis: str = ""


class EthnicGroup(DatedRow):
    """One of the ethnic groups of the country; ``is_majority`` is set of Kinh alone.

    ``other_names`` are further names and spellings.
    """

    code: Code
    name: str
    other_names: Names = ()
    is_majority: YesNo = False


class Deadline(DatedRow):
    """By which day which units send which forms for a period; the dates recur every year.

    The year of a period is that of its last day: one from 15 December to 14 December begins in the
    year before. ``basis`` (the rule that the deadline follows) is a note for the people who read
    and edit the file; the program does not use it.
    """

    code: LowerCode
    label: str
    reporters: Codes
    forms: Codes
    period_start: MonthDay
    period_end: MonthDay
    due: MonthDay
    due_next_year: YesNo = False
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


IGNORED = "ignored"
"""The ``field`` of a heading or label that offices write and nobody asks for."""


class Heading(DatedRow):
    """A heading by which offices call a column of a form, beside those that the form declares.

    ``field`` is the name of the form's field; ``form`` its code. A heading, or the label of a row,
    of which nothing is to be taken has ``IGNORED`` there.
    """

    form: Code
    field: str
    heading: str


class Abbreviation(DatedRow):
    """A short word in labels, and what it stands for."""

    short: str
    long: str
