"""Which numbers of units are not published, because they would tell of a few people."""

from collections.abc import Iterable

from welfare_stats.design.catalogue import CaseType, Relation
from welfare_stats.report.facts import YearFacts


def withheld_codes(facts: YearFacts) -> frozenset[str]:
    """The case types whose numbers are shown of the province only.

    Those that are sensitive, with their parts; and where such a one would still be the whole less
    all other parts, another part of the whole: the smallest that is not nothing.
    """
    known = facts.codes.case_types
    sensitive = {code for code, row in known.items() if row.sensitive}
    withheld = {c for c in known if not sensitive.isdisjoint(facts.codes.with_ancestors(c))}
    for code in sensitive:
        parent = known[code].parent
        if parent is None or known[code].relation is not Relation.SUM or parent in withheld:
            continue
        family = facts.codes.children(parent, Relation.SUM)
        others = [part for part in family if part.code not in withheld]
        if len(family) - len(others) == 1:
            second = _smallest(facts, others)
            withheld.add(second.code if second is not None else parent)
    return frozenset(withheld)


def _smallest(facts: YearFacts, case_types: Iterable[CaseType]) -> CaseType | None:
    """The case type with the smallest number above nothing, if there is one."""
    numbers = {row.code: facts.headline(row.code) for row in case_types}
    known = {code: number.value for code, number in numbers.items() if number and number.value}
    return facts.codes.case_types[min(known, key=known.__getitem__)] if known else None
