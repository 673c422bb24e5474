"""What was reached of each target of the year, in per cent of it."""

from welfare_stats.analyse.comparison import attainments
from welfare_stats.design.catalogue import ReportChart, Target
from welfare_stats.report.charts.framing import Drawing, chart_of
from welfare_stats.report.charts.notes import estimate_note, lacking_notes, unknown_notes
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, Mark, Number, Percent, Series
from welfare_stats.report.tables.counted import Counted
from welfare_stats.vietnamese import format_number

_ALL_OF_IT = Mark(1.0, "100% mục tiêu")
_LONGEST = 3.0


def targets_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """A bar a target in force, with a line where the target is reached."""
    known = facts.codes.case_types
    reached = [r for r in attainments(facts.totals, facts.codes) if r.target.case_type in known]
    counted = [Counted(known[attainment.target.case_type]) for attainment in reached]
    bars, unknown = [], []
    for of, attainment in zip(counted, reached, strict=True):
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
    return chart_of(facts, row, [Series(tuple(bars))], "% so với mục tiêu", notes, drawing)


def _bar(target: Target, ratio: float, actual: Number) -> Bar:
    more = f"{format_number(actual.value)} trên {format_number(target.value)}"
    if actual.is_estimate:
        more = f"ước {more}"
    return Bar(target.wording, Percent(ratio, actual.of), more)
