"""What all charts share: when there is one, its title, period, source, and its text alternative."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from welfare_stats.design.catalogue import CaseType, Relation, ReportChart
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Chart, ChartShape, Mark, Series
from welfare_stats.report.tables.counted import Counted, column_called
from welfare_stats.report.tables.framing import days_and_source
from welfare_stats.report.tables.notes import data_notes


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the bars of a chart are drawn; the fields are those of ``Chart``."""

    shape: ChartShape = ChartShape.BARS
    mark: Mark | None = None
    longest: float | None = None


def chart_of(
    facts: YearFacts,
    row: ReportChart,
    series: Sequence[Series],
    unit: str,
    notes: Iterable[str] = (),
    drawing: Drawing | None = None,
) -> Chart | None:
    """The chart that a row of ``charts.csv`` asks for.

    Args:
        facts: the year's figures.
        row: what the office wants.
        series: the bars.
        unit: of measure.
        notes: the lines below it; that of the office comes first.
        drawing: how it is drawn, unless as plain bars.

    Returns:
        ``None`` where there is nothing to see: no number is known that is more than 0.
    """
    if not any(bar.value.value for one in series for bar in one.bars):
        return None
    drawing = drawing or Drawing()
    own = [row.note] if row.note else []
    return Chart(
        row.key,
        row.title.replace("{năm}", str(facts.year)),
        unit,
        *days_and_source(facts),
        tuple(series),
        _alternative(series, unit, drawing),
        (*own, *notes, *data_notes(facts)),
        drawing.shape,
        drawing.mark,
        drawing.longest,
    )


def _alternative(series: Sequence[Series], unit: str, drawing: Drawing) -> str:
    """The sentence for those who do not see the picture: all that it shows, in its order."""
    what = "Biểu đồ bậc thang" if drawing.shape is ChartShape.STEPS else "Biểu đồ thanh ngang"
    mark = f"vạch đứng: {drawing.mark.words}" if drawing.mark else ""
    details = "; ".join(filter(None, (unit, mark)))
    rows = zip(*(one.bars for one in series), strict=True)
    said = (
        f"{bars[0].label} "
        + ", ".join(
            f"{bar.words} ({one.name})" if one.name else bar.words
            for one, bar in zip(series, bars, strict=True)
        )
        for bars in rows
    )
    return f"{what} ({details}): {'; '.join(said)}." if details else f"{what}: {'; '.join(said)}."


def chosen(facts: YearFacts, row: ReportChart) -> list[CaseType]:
    """The case types of a chart that are in force or have figures."""
    codes = facts.codes
    if row.parts_of:
        found = [part for kind in Relation for part in codes.children(row.parts_of, kind)]
    else:
        found = [codes.case_types[code] for code in row.case_types if code in codes.case_types]
    return [case_type for case_type in found if facts.is_shown(case_type)]


def counted_as(row: ReportChart, case_type: CaseType, *, is_withheld: bool = False) -> Counted:
    """Which number of a case type a chart is of."""
    column = column_called(row.column, case_type) if row.column else None
    if column is None:
        return Counted(case_type, is_withheld=is_withheld)
    return Counted.in_column(case_type, column, is_withheld=is_withheld)
