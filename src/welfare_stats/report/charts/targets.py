"""What was reached of each target of the year, in per cent of it."""

from welfare_stats.design.catalogue import ReportChart, Target, TargetMeasure
from welfare_stats.report.charts.framing import Drawing, chart_of
from welfare_stats.report.charts.notes import lacking_notes, unknown_notes
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, Mark, Number, Percent, Series
from welfare_stats.report.tables.counted import Counted
from welfare_stats.report.tables.notes import estimate_note
from welfare_stats.report.tables.targets import reached
from welfare_stats.vietnamese import format_number

_ALL_OF_IT = Mark(1.0, "100% kế hoạch")
_LONGEST = 3.0


def targets_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """A bar a target in force that a number shall reach, with a line where it is reached."""
    known = facts.codes.case_types
    shown = [a for a in reached(facts) if a.target.case_type in known and _is_drawn(a.target)]
    counted = [Counted(known[attainment.target.case_type]) for attainment in shown]
    bars, unknown = [], []
    for of, attainment in zip(counted, shown, strict=True):
        number = of.number(facts)
        if number is None:
            unknown.append((attainment.target.wording, of))
        elif attainment.ratio is not None:
            bars.append(_bar(attainment.target, attainment.ratio, number))
    is_cut = any(bar.value.value > _LONGEST for bar in bars)
    notes = [
        *unknown_notes(facts, unknown),
        *estimate_note(of.number(facts) for of in counted),
        *lacking_notes(facts, counted),
    ]
    if is_cut:
        notes.append(f"Thanh dài quá {Percent(_LONGEST)} chỉ vẽ đến đó, xem số ghi bên cạnh.")
    drawing = Drawing(mark=_ALL_OF_IT, longest=_LONGEST if is_cut else None)
    return chart_of(facts, row, [Series(tuple(bars))], "% so với kế hoạch", notes, drawing)


def _is_drawn(target: Target) -> bool:
    """Whether a longer bar is a better result: not so of a ceiling, nor of a share of others."""
    return target.measure is TargetMeasure.NUMBER and not target.is_ceiling


def _bar(target: Target, ratio: float, actual: Number) -> Bar:
    more = f"{format_number(actual.value)}/{format_number(target.value)}"
    if actual.is_estimate:
        more = f"ước {more}"
    return Bar(target.wording, Percent(ratio, actual.of), more)
