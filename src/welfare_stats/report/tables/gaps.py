"""What stands in a cell of a table that has no number: the reason why."""

from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.design.forms import Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number


def gap_of(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> Gap:
    """Why a unit has no number for a case type.

    The form was not sent, or only for a longer period, or the cell was left blank.
    """
    form = case_type.form or ""
    if facts.is_unsettled(unit, case_type):
        return Gap.UNSETTLED
    if (unit.code, form) in facts.not_separate:
        return Gap.NOT_SEPARATE
    return Gap.NOT_REPORTED if facts.has_sent(unit.code, form) else Gap.NOT_SENT


def gap_of_total(facts: YearFacts, case_type: CaseType, measure: Measure | None = None) -> Gap:
    """Why the province has no number: nobody reported it, or what was reported does not make it."""
    return Gap.UNSETTLED if facts.why_unsettled(case_type, measure) else Gap.NOT_REPORTED


def number_or_gap(number: Number | None, gap: Gap = Gap.NOT_REPORTED) -> Cell:
    """The number, or ``gap`` where it is not known."""
    return gap if number is None else number
