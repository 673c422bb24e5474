"""Shares in the cells of a table, and whether a share of two numbers is fair to print."""

from welfare_stats.analyse.shares import share
from welfare_stats.design.catalogue import CaseType
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Number, Percent


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
