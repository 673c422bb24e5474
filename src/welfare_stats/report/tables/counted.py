"""What a row or column of a table counts, and its cells: of a unit, of units together, of all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from welfare_stats.analyse.totals import HEADLINE
from welfare_stats.design.catalogue import CaseType, CaseTypeKind, ReportingUnit
from welfare_stats.design.forms import FORMS, Breakdown, Column, Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number
from welfare_stats.report.tables.gaps import gap_of, gap_of_total, number_or_gap


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted.

    Attributes:
        heading: of the column.
        measure: ``None`` is the measure that answers "how many".
        is_withheld: whether only the number of the province is shown.
    """

    case_type: CaseType
    heading: str = ""
    measure: Measure | None = None
    breakdown: Breakdown = Breakdown.ALL
    is_withheld: bool = False

    @classmethod
    def in_column(
        cls, case_type: CaseType, column: Column, *, is_withheld: bool = False
    ) -> "Counted":
        """What stands in a column of the form of a case type."""
        measure = None if column.measure in HEADLINE else column.measure
        return cls(case_type, measure=measure, breakdown=column.breakdown, is_withheld=is_withheld)

    def number(self, facts: YearFacts, unit: str = "") -> Number | None:
        """The number of a unit, or with "" of the province."""
        code = self.case_type.code
        if self.measure is None:
            return facts.headline(code, self.breakdown, unit)
        return facts.number(code, self.measure, self.breakdown, unit)


def column_called(code: str, case_type: CaseType | None = None) -> Column | None:
    """The column of numbers with that code: of the form of a case type, or of any form."""
    form = FORMS.get((case_type.form if case_type else None) or "")
    forms = FORMS.values() if case_type is None else [form] if form else []
    found = (form.numbers_by_code.get(code) for form in forms)
    return next((column for column in found if column is not None), None)


def heading_of(column: Column) -> str:
    """The heading of a column of a form in a table of the report: "Trong đó: nữ"."""
    if column.breakdown is Breakdown.ALL:
        return column.heading
    return f"{column.group}: {column.heading[:1].lower()}{column.heading[1:]}"


def unit_cell(facts: YearFacts, counted: Counted, unit: ReportingUnit) -> Cell:
    """The number of a unit, or why there is none; empty where the unit is not asked for it."""
    number = counted.number(facts, unit.code)
    case_type = counted.case_type
    is_asked = unit.reporter_kind in case_type.reporters and case_type.source[0] != "units"
    if number is None and not is_asked:
        return ""
    return (
        Gap.WITHHELD if counted.is_withheld else number_or_gap(number, _gap(facts, unit, counted))
    )


def _gap(facts: YearFacts, unit: ReportingUnit, counted: Counted) -> Gap:
    return gap_of(facts, unit, facts.codes.asked_as(counted.case_type))


def province_cell(facts: YearFacts, counted: Counted) -> Cell:
    """The number of the province, or why there is none."""
    gap = gap_of_total(facts, counted.case_type, counted.measure)
    return number_or_gap(counted.number(facts), gap)


def subtotal_cell(facts: YearFacts, counted: Counted, units: Sequence[ReportingUnit]) -> Cell:
    """The sum of the known numbers of some units, or why there is none.

    What a unit that ended handed over is counted where it was taken over. Movements that hold what
    units handed to each other are no sum.
    """
    cells = [unit_cell(facts, counted, unit) for unit in _counting(facts, counted, units)]
    if Gap.WITHHELD in cells:
        return Gap.WITHHELD
    if Gap.UNSETTLED in cells or _holds_handovers(facts, counted, {unit.code for unit in units}):
        return Gap.UNSETTLED
    numbers = [cell for cell in cells if isinstance(cell, Number)]
    if numbers:
        return Number(
            sum(number.value for number in numbers),
            any(number.is_estimate for number in numbers),
            tuple(origin for number in numbers for origin in number.of),
        )
    gaps = [cell for cell in cells if isinstance(cell, Gap)]
    if not gaps:
        return ""
    return gaps[0] if len(set(gaps)) == 1 else Gap.NOT_REPORTED


def _counting(
    facts: YearFacts, counted: Counted, units: Sequence[ReportingUnit]
) -> list[ReportingUnit]:
    """The units of which a number is part of a sum: stocks are those of the last day."""
    is_at_end = counted.measure in (None, Measure.CLOSING)
    if counted.case_type.kind is not CaseTypeKind.STOCK or not is_at_end:
        return list(units)
    return [u for u in units if facts.codes.lives[u.code].end >= facts.period.end]


def _holds_handovers(facts: YearFacts, counted: Counted, units: Collection[str]) -> bool:
    is_flow = counted.case_type.kind is CaseTypeKind.FLOW and not counted.case_type.source[0]
    is_at_end = counted.case_type.kind is CaseTypeKind.STOCK and (
        counted.measure in (None, Measure.CLOSING)
    )
    if is_flow or is_at_end or counted.measure is Measure.AMOUNT:
        return False
    return any(
        row.predecessor in units or row.successor in units for row in facts.codes.successions
    )
