"""What stands in one cell of a table: a number, a share, or the reason why there is none."""

from welfare_stats.analyse.totals import share
from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.design.forms import Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Percent


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


def share_or_blank(part: Number | None, whole: Number | None, *, is_fair: bool = True) -> Cell:
    """The share of the whole; empty where one of the two is not known.

    Args:
        part: the part.
        whole: what it is a part of.
        is_fair: whether both are of the same units: else the share would say nothing.
    """
    if part is None or whole is None or not is_fair:
        return ""
    ratio = share(part.value, whole.value)
    return "" if ratio is None else Percent(ratio, (*part.of, *whole.of))


def lack_the_same(facts: YearFacts, part: CaseType, whole: CaseType) -> bool:
    """Whether two numbers of the province are without the same units, and have none in part."""
    lacking = facts.lacking(part)
    is_of_the_same = lacking == facts.lacking(whole) and (
        facts.short_spans([part]) == facts.short_spans([whole])
    )
    return is_of_the_same and not any(
        facts.is_in_part(unit, case_type) for unit in lacking for case_type in (part, whole)
    )
