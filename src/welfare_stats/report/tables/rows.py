"""Which rows a table has, in which order, and how far their labels are indented."""

from collections.abc import Iterable

from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.report.facts import YearFacts


def district_offices(facts: YearFacts) -> list[ReportingUnit]:
    """The offices that report for an area, in the order of the catalogue."""
    return [unit for unit in facts.codes.units.values() if unit.has_own_area]


def parents_first(case_types: Iterable[CaseType]) -> list[CaseType]:
    """Parents before their children, otherwise in the order of the catalogue."""
    chosen = list(case_types)
    codes = {case_type.code for case_type in chosen}

    def below(parent: str | None) -> list[CaseType]:
        return [
            found
            for case_type in chosen
            if (case_type.parent if case_type.parent in codes else None) == parent
            for found in (case_type, *below(case_type.code))
        ]

    return below(None)


def level_of(facts: YearFacts, case_type: CaseType) -> int:
    """How far the label of a case type is indented: by how many parents it has above it."""
    return len(facts.codes.with_ancestors(case_type.code)) - 1
