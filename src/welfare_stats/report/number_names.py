"""What people call a number: "Người cao tuổi (đầu kỳ)", "Người cao tuổi (nữ)"."""

from functools import cache

from welfare_stats.analyse.totals import HEADLINE, NumberKey
from welfare_stats.design.catalogue import CaseType, CatalogueAt
from welfare_stats.design.forms import FORMS, Breakdown, Measure


@cache
def _headings() -> dict[tuple[str, str], str]:
    """The heading of the column of each measure and breakdown."""
    return {
        (str(column.measure), str(column.breakdown)): column.heading
        for form in FORMS.values()
        for column in form.numbers.values()
    }


def column_name(measure: str, breakdown: str) -> str:
    """The name of a column of numbers, "" of the one that says "how many"."""
    if measure in HEADLINE and breakdown == Breakdown.ALL:
        return ""
    heading = _headings().get((measure, breakdown), f"{measure} {breakdown}")
    return heading.partition(" (")[0].lower()


def number_name(codes: CatalogueAt, key: NumberKey) -> str:
    """A number by case type, column and unit."""
    case_type = codes.case_types.get(key.case_type)
    label = case_type.label if case_type else key.case_type
    column = column_name(key.measure, key.breakdown)
    unit = codes.units.get(key.unit)
    whose = f", {unit.short_name}" if unit else ""
    return f"{label} ({column}){whose}" if column else f"{label}{whose}"


def unit_of_measure(case_type: CaseType | None, measure: str) -> str:
    """In what a number is counted."""
    if measure == Measure.AMOUNT:
        return "nghìn đồng"
    return case_type.unit if case_type else ""
