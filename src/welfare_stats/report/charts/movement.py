"""How the number of people moved: those at the start, those who came and went, those at the end."""

from math import isclose

from welfare_stats.design.catalogue import ReportChart
from welfare_stats.design.forms import Measure
from welfare_stats.report.charts.framing import Drawing, chart_of, chosen
from welfare_stats.report.charts.notes import estimate_note, lacking_notes, unknown_note
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, ChartShape, Series
from welfare_stats.report.tables.counted import Counted, column_called
from welfare_stats.report.tables.notes import succession_notes

_MEASURES = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)


def movement_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """The four numbers of a stock, as steps where they lead from the first to the last."""
    case_types = chosen(facts, row)
    if not case_types:
        return None
    (case_type,) = case_types
    counted = [Counted(case_type, measure=measure) for measure in _MEASURES]
    numbers = [of.number(facts) for of in counted]
    columns = [column_called(measure, case_type) for measure in _MEASURES]
    labels = [column.heading for column in columns if column is not None]
    if len(labels) < len(_MEASURES):  # its form does not ask for them
        return None
    known = [(label, number) for label, number in zip(labels, numbers, strict=True) if number]
    if len(known) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    values = [number.value for _, number in known]
    adds_up = len(known) == len(_MEASURES) and isclose(
        values[0] + values[1] - values[2], values[3], abs_tol=1e-6
    )
    unsettled = [why for m in _MEASURES if (why := facts.why_unsettled(case_type, m))]
    notes = [
        *unknown_note([name for name, n in zip(labels, numbers, strict=True) if n is None]),
        *(f"Chưa xác định được vì {why}." for why in dict.fromkeys(unsettled)),
        *estimate_note(numbers),
        *lacking_notes(facts, counted),
        *succession_notes(facts, [case_type]),
    ]
    if len(known) == len(_MEASURES) and not adds_up:
        notes.append("Đầu kỳ cộng tăng trừ giảm chưa bằng cuối kỳ.")
    drawing = Drawing(ChartShape.STEPS if adds_up else ChartShape.BARS)
    bars = tuple(Bar(label, number) for label, number in known)
    return chart_of(facts, row, [Series(bars)], case_type.unit, notes, drawing)
