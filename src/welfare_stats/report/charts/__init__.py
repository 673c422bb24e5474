"""The charts of the report, which rows of ``charts.csv`` ask for and the text places.

A kind of chart is a function in a module here, with a line in ``_KINDS``. What the kinds have in
common is in ``framing`` (title, period, source, the sentence that stands for the picture) and
``notes`` (what the numbers are without). Of a number that is not known there is no bar: a note
names it.
"""

from collections.abc import Callable

from welfare_stats.design.catalogue import ChartKind, ReportChart
from welfare_stats.report.charts.case_types import case_types_chart
from welfare_stats.report.charts.movement import movement_chart
from welfare_stats.report.charts.targets import targets_chart
from welfare_stats.report.charts.units import units_chart
from welfare_stats.report.charts.years import years_chart
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Chart

_KINDS: dict[ChartKind, Callable[[YearFacts, ReportChart], Chart | None]] = {
    ChartKind.TARGETS: targets_chart,
    ChartKind.CASE_TYPES: case_types_chart,
    ChartKind.UNITS: units_chart,
    ChartKind.MOVEMENT: movement_chart,
    ChartKind.YEARS: years_chart,
}


def body_charts(facts: YearFacts) -> dict[str, Chart]:
    """The charts that there is something to show in, by the key that the text names them by."""
    made = {row.key: chart_of_row(facts, row) for row in facts.codes.charts}
    return {key: chart for key, chart in made.items() if chart is not None}


def chart_keys(facts: YearFacts) -> frozenset[str]:
    """The keys that the template of the text may name, though there may be nothing to show."""
    return facts.charts_ever | {row.key for row in facts.codes.charts}


def chart_of_row(facts: YearFacts, row: ReportChart) -> Chart | None:
    """The chart that a row of ``charts.csv`` asks for; ``None`` where there is nothing to show."""
    return _KINDS[row.kind](facts, row)
