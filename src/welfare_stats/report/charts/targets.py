"""What was reached of each target of the year, in per cent of it."""

from welfare_stats.analyse.comparison import Attainment, attainments
from welfare_stats.design.catalogue import ReportChart
from welfare_stats.report.charts.framing import Drawing, chart_of
from welfare_stats.report.charts.notes import estimate_note, lacking_notes, unknown_note
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, Mark, Percent, Series
from welfare_stats.report.tables.counted import Counted
from welfare_stats.vietnamese import format_number

_ALL_OF_IT = Mark(1.0, "100% mục tiêu")
_LONGEST = 3.0


def targets_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """A bar a target in force, with a line where the target is reached."""
    reached = attainments(facts.totals, facts.codes)
    bars, unknown = [], []
    for attainment in reached:
        bar = _bar(facts, attainment)
        if bar is None:
            unknown.append(attainment.target.wording)
        else:
            bars.append(bar)
    known = facts.codes.case_types
    counted = [Counted(known[r.target.case_type]) for r in reached if r.target.case_type in known]
    is_cut = any(bar.value.value > _LONGEST for bar in bars)
    notes = [
        *unknown_note(unknown),
        *estimate_note(of.number(facts) for of in counted),
        *lacking_notes(facts, counted),
    ]
    if is_cut:
        notes.append(f"Thanh dài quá {Percent(_LONGEST)} chỉ vẽ đến đó, xem số ghi bên cạnh.")
    drawing = Drawing(mark=_ALL_OF_IT, longest=_LONGEST if is_cut else None)
    return chart_of(facts, row, [Series(tuple(bars))], "% so với mục tiêu", notes, drawing)


def _bar(facts: YearFacts, attainment: Attainment) -> Bar | None:
    actual = facts.headline(attainment.target.case_type)
    if attainment.ratio is None or actual is None:
        return None
    more = f"{format_number(actual.value)} trên {format_number(attainment.target.value)}"
    if actual.is_estimate:
        more = f"ước {more}"
    return Bar(attainment.target.wording, Percent(attainment.ratio, actual.of), more)
