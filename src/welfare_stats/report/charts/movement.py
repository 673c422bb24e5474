"""How the number of people moved: those at the start, those who came and went, those at the end."""

from math import isclose

from welfare_stats.design.catalogue import ReportChart
from welfare_stats.design.forms import Measure
from welfare_stats.report.charts.framing import Drawing, chart_of, chosen
from welfare_stats.report.charts.notes import lacking_notes, unknown_notes
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Bar, Chart, ChartShape, Series
from welfare_stats.report.tables.counted import Counted, column_called
from welfare_stats.report.tables.notes import ending_notes, estimate_note

_MEASURES = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)


def movement_chart(facts: YearFacts, row: ReportChart) -> Chart | None:
    """The four numbers of a stock, as steps where they lead from the first to the last."""
    case_types = chosen(facts, row)
    if not case_types:
        return None
    (case_type,) = case_types
    columns = [column_called(measure, case_type) for measure in _MEASURES]
    labels = [column.heading for column in columns if column is not None]
    if len(labels) < len(_MEASURES):  # its form does not ask for them
        return None
    counted = [Counted(case_type, measure=measure) for measure in _MEASURES]
    bars, unknown = [], []
    for label, of in zip(labels, counted, strict=True):
        number = of.number(facts)
        if number is None:
            unknown.append((label, of))
        else:
            bars.append(Bar(label, number))
    if len(bars) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    adds_up = not unknown and _adds_up(*(bar.value.value for bar in bars))
    notes = [
        *unknown_notes(facts, unknown),
        *estimate_note(bar.value for bar in bars),
        *lacking_notes(facts, counted),
        *ending_notes(facts, [case_type]),
    ]
    if not unknown and not adds_up:
        notes.append("Đầu kỳ cộng tăng trừ giảm chưa bằng cuối kỳ.")
    drawing = Drawing(ChartShape.STEPS if adds_up else ChartShape.BARS)
    return chart_of(facts, row, [Series(tuple(bars))], case_type.unit, notes, drawing)


def _adds_up(opening: float, increase: float, decrease: float, closing: float) -> bool:
    return isclose(opening + increase - decrease, closing, abs_tol=1e-6)
