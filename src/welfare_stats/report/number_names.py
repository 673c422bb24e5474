"""What people call a number: "Người cao tuổi (đầu kỳ)", "Người cao tuổi (nữ)"."""

from collections.abc import Iterable
from functools import cache

from welfare_stats.analyse.revision import NumberChange
from welfare_stats.analyse.totals import HEADLINE, NumberKey
from welfare_stats.design.catalogue import CaseType, CatalogueAt
from welfare_stats.design.forms import FORMS, Breakdown, Measure

_MOVEMENTS = (Measure.INCREASE, Measure.DECREASE)


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


def measure_name(measure: str) -> str:
    """What is measured: "Tổng số", "Tăng", "Kinh phí"."""
    return _headings()[measure, Breakdown.ALL.value].partition(" (")[0]


def breakdown_name(breakdown: str) -> str:
    """Which part of the people: "Nữ"; "Tất cả" where it is no part."""
    if breakdown == Breakdown.ALL:
        return "Tất cả"
    return next(name for (_, of), name in _headings().items() if of == breakdown)


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


def in_reading_order(changes: Iterable[NumberChange], codes: CatalogueAt) -> list[NumberChange]:
    """Changes of the province, then of units; within them as catalogue and form have them.

    A case type that is the movement of a stock is left out: its number is that of the stock.
    """
    units = {code: place for place, code in enumerate(codes.units, 1)}
    case_types = {code: place for place, code in enumerate(codes.case_types)}
    columns = {column: place for place, column in enumerate(_headings(), 1)}

    def place(change: NumberChange) -> tuple[int, int, int]:
        key = change.key
        is_how_many = not column_name(key.measure, key.breakdown)
        return (
            units.get(key.unit, len(units) + 1) if key.unit else 0,
            case_types.get(key.case_type, len(case_types)),
            0 if is_how_many else columns.get((key.measure, key.breakdown), len(columns) + 1),
        )

    derived = {code for code, row in codes.case_types.items() if row.source[0] in _MOVEMENTS}
    return sorted((c for c in changes if c.key.case_type not in derived), key=place)
