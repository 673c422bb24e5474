"""The year beside the year before: numbers that can be compared."""

from dataclasses import replace

from welfare_stats.analyse.comparison import Change
from welfare_stats.design.catalogue import ReportChart
from welfare_stats.report.charts.framing import chart_of, chosen
from welfare_stats.report.charts.notes import lacking_notes
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, Number, Percent, Series
from welfare_stats.report.tables.counted import Counted
from welfare_stats.report.tables.last_year import origin_of, reasons
from welfare_stats.vietnamese import quoted


def years_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """Two bars a case type, parts of a whole from the largest down.

    What cannot be compared is named with the reason.
    """
    comparison = facts.last_year
    if comparison is None:
        return None
    case_types = chosen(facts, row)
    codes = {case_type.code for case_type in case_types}
    changes = {c.case_type.code: c for c in comparison.changes if c.case_type.code in codes}
    others = [o for o in comparison.others if o.case_type.code in codes]
    told = changes.keys() | {other.case_type.code for other in others}
    unknown = [case_type.label for case_type in case_types if case_type.code not in told]
    compared = [changes[case_type.code] for case_type in case_types if case_type.code in changes]
    if row.parts_of:
        compared.sort(key=lambda change: -change.now)
    if not compared:
        return None
    units = {change.case_type.unit for change in compared}
    has_one_unit = len(units) == 1
    before, now = [], []
    for change in compared:
        label = change.case_type.label
        if not has_one_unit:
            label = f"{label} ({change.case_type.unit})"
        origins = (origin_of(facts, comparison.year, change), origin_of(facts, facts.year, change))
        before.append(Bar(label, Number(change.before, of=origins[:1])))
        now.append(Bar(label, Number(change.now, of=origins[1:]), _difference(change)))
    notes = [
        *reasons(facts, replace(comparison, others=others)),
        *([f"Chưa có số liệu cả hai năm về: {quoted(unknown)}."] if unknown else []),
        *lacking_notes(facts, [Counted(change.case_type) for change in compared]),
    ]
    series = [
        Series(tuple(before), f"năm {comparison.year}"),
        Series(tuple(now), f"năm {facts.year}"),
    ]
    return chart_of(facts, row, series, units.pop() if has_one_unit else "", notes)


def _difference(change: Change) -> str:
    """How much more or less it is than the year before: "tăng 2,5%"."""
    if not change.change:
        return "không đổi"
    word = "tăng" if change.change > 0 else "giảm"
    ratio = change.ratio
    return f"{word} {Percent(abs(ratio))}" if ratio is not None else word
