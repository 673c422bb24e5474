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


_PEOPLE = {"người", "lượt", "lượt người", "đối tượng"}


def share_of_parent(facts: YearFacts, case_type: CaseType, total: Number | None) -> Cell:
    """The share of a number of the province in that of the case type above it.

    Empty where the two count different things; all units of people are comparable.
    """
    parent = facts.codes.case_types.get(case_type.parent or "")
    if parent is None:
        return ""
    if case_type.unit not in (_PEOPLE if parent.unit in _PEOPLE else {parent.unit}):
        return ""
    is_fair = lack_the_same(facts, case_type, parent)
    return share_or_blank(total, facts.headline(parent.code), is_fair=is_fair)
