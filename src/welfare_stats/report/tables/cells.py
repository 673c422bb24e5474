"""What stands in one cell of a table: a number, a share, or the reason why there is none."""

from welfare_stats.analyse.totals import share
from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Percent


def gap_of(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> Gap:
    """Why a unit has no number for a case type.

    The form was not sent, or only for a longer period, or the cell was left blank.
    """
    form = case_type.form or ""
    if (unit.code, form) in facts.not_separate:
        return Gap.NOT_SEPARATE
    return Gap.NOT_REPORTED if facts.has_sent(unit.code, form) else Gap.NOT_SENT


def number_or_gap(number: Number | None, gap: Gap = Gap.NOT_REPORTED) -> Cell:
    """The number, or ``gap`` where it is not known."""
    return gap if number is None else number


def percent_or_blank(part: Number | None, whole: Number | None) -> Cell:
    """The share of the whole, or an empty cell where one of the two is not known."""
    if part is None or whole is None:
        return ""
    ratio = share(part.value, whole.value)
    return "" if ratio is None else Percent(ratio, (*part.of, *whole.of))
