"""What stands in one cell of a table: a number, a share, or the reason why there is none."""

from collections.abc import Mapping

from welfare_stats.analyse.totals import CellKey
from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Percent


def cell_of(values: Mapping[CellKey, float], row: str, column: object, gap: Gap) -> Cell:
    """The number of a row and a column, or ``gap`` where there is none."""
    value = values.get((row, column))
    return gap if value is None else Number(value)


def gap_of(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> Gap:
    """Why a unit has no number for a case type: the form was not sent, or the cell left blank."""
    form = case_type.form or ""
    return Gap.NOT_REPORTED if facts.status.has_sent(unit.code, form) else Gap.NOT_SENT


def number_or_gap(value: float | None, gap: Gap = Gap.NOT_REPORTED) -> Cell:
    """The number, or ``gap`` where it is not known."""
    return gap if value is None else Number(value)


def percent_or_blank(value: float | None) -> Cell:
    """The share, or an empty cell where it is not known."""
    return "" if value is None else Percent(value)
