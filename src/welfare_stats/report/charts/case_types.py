"""Case types beside each other, of the whole province: groups of an allowance, kinds of advice."""

from welfare_stats.design.catalogue import CaseType, ReportChart
from welfare_stats.report.charts.framing import chart_of, chosen, counted_as
from welfare_stats.report.charts.notes import lacking_notes, unknown_notes
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, Number, Series
from welfare_stats.report.number_names import unit_of_measure
from welfare_stats.report.tables.notes import estimate_note
from welfare_stats.report.tables.shares import share_of_parent


def case_types_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """A bar a case type; parts of a whole from the largest down, with their share in it."""
    counted = [counted_as(row, case_type) for case_type in chosen(facts, row)]
    units = {of.case_type.code: unit_of_measure(of.case_type, of.measure or "") for of in counted}
    has_one_unit = len(set(units.values())) == 1
    bars, unknown = [], []
    for of in counted:
        label = of.case_type.label
        if not has_one_unit:
            label = f"{label} ({units[of.case_type.code]})"
        number = of.number(facts)
        if number is None:
            unknown.append((label, of))
        else:
            bars.append(Bar(label, number, _share(facts, row, of.case_type, number)))
    if len(bars) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    if row.parts_of:
        bars.sort(key=lambda bar: -bar.value.value)
    notes = [
        *unknown_notes(facts, unknown),
        *estimate_note(bar.value for bar in bars),
        *lacking_notes(facts, counted),
    ]
    unit = units[counted[0].case_type.code] if has_one_unit else ""
    return chart_of(facts, row, [Series(tuple(bars))], unit, notes)


def _share(facts: YearFacts, row: ReportChart, case_type: CaseType, number: Number) -> str:
    if not row.parts_of or row.column:
        return ""
    return str(share_of_parent(facts, case_type, number))
