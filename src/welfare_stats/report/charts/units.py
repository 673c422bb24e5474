"""Units beside each other: a number of one case type, by unit or by group of units."""

from collections.abc import Mapping, Sequence

from welfare_stats.design.catalogue import ReportChart, ReportingUnit
from welfare_stats.report.charts.framing import chart_of, chosen, counted_as
from welfare_stats.report.charts.notes import lacking_notes
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, Number, Series
from welfare_stats.report.number_names import unit_of_measure
from welfare_stats.report.tables.choice import by_group
from welfare_stats.report.tables.counted import subtotal_cell
from welfare_stats.report.tables.notes import ending_notes, estimate_note
from welfare_stats.report.tables.withheld import withheld_codes
from welfare_stats.vietnamese import format_number

_MOST_BARS = 20
_IN_PART = "chưa đủ"


def units_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """A bar a unit, or a group of them, from the largest down.

    Of more units than can be told apart the largest have bars, and a note sums up the others. There
    is none of numbers that are not published by unit.
    """
    case_types = chosen(facts, row)
    if not case_types or case_types[0].code in withheld_codes(facts):
        return None
    of = counted_as(row, case_types[0])
    unit = unit_of_measure(of.case_type, of.measure or "")
    lacking = {unit.code for unit in facts.lacking(of.case_type, of.breakdown, of.measure)}
    groups = _groups(facts, row)
    bars = []
    for label, units in groups.items():
        number = subtotal_cell(facts, of, units)
        if isinstance(number, Number):
            is_whole = lacking.isdisjoint(unit.code for unit in units)
            bars.append(Bar(label, number, "" if is_whole else _IN_PART))
    if len(bars) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    bars.sort(key=lambda bar: -bar.value.value)
    most = _MOST_BARS if len(bars) > _MOST_BARS + 1 else len(bars)  # one more is drawn, not told
    has_groups = any(len(units) > 1 for units in groups.values())
    notes = [
        *_summed_up(bars[most:], unit, "nhóm" if has_groups else "đơn vị"),
        *estimate_note(bar.value for bar in bars),
        *lacking_notes(facts, [of], "Chưa có số liệu của"),
        *ending_notes(facts, [of.case_type]),
    ]
    if has_groups:
        notes.append("Mỗi thanh là số cộng của các đơn vị trong nhóm đã có số liệu.")
    return chart_of(facts, row, [Series(tuple(bars[:most]))], unit, notes)


def _groups(facts: YearFacts, row: ReportChart) -> Mapping[str, list[ReportingUnit]]:
    """The units of each bar by its label."""
    groups = by_group(facts, facts.codes.units_of(*row.reporters), row.group_by)
    if "" not in groups:
        return groups
    return {unit.short_name: [unit] for unit in groups[""]}


def _summed_up(others: Sequence[Bar], unit: str, of_what: str) -> list[str]:
    """The note on those that have no bar, from the largest down."""
    if not others:
        return []
    values = [bar.value.value for bar in others]
    least, most, total = map(format_number, (values[-1], values[0], sum(values)))
    return [
        f"Không vẽ {len(others)} {of_what} còn lại, mỗi {of_what} từ {least} đến {most} {unit}, "
        f"cộng {total} {unit}."
    ]
