"""What a row of ``tables.csv`` chooses: units and case types, in the order of the table."""

from collections.abc import Iterable, Mapping

from welfare_stats.design.catalogue import CaseType, ReportingUnit, ReportTable
from welfare_stats.report.facts import YearFacts

_OTHERS = "Khác"


def units_of(facts: YearFacts, row: ReportTable) -> list[ReportingUnit]:
    """The units of a table, in the order of the catalogue."""
    return [unit for unit in facts.codes.units.values() if unit.reporter_kind in row.reporters]


def by_group(
    facts: YearFacts, units: Iterable[ReportingUnit], column: str | None
) -> Mapping[str, list[ReportingUnit]]:
    """Units by the caption of their group, those without one last; all under "" if none has one.

    Args:
        facts: the year's figures.
        units: the units.
        column: the column of ``units.csv`` that names the group.
    """
    groups: dict[str, list[ReportingUnit]] = {}
    for unit in units:
        groups.setdefault(_caption(facts, unit, column), []).append(unit)
    if set(groups) <= {""}:
        return {"": groups.get("", [])}
    without = groups.pop("", [])
    return groups | ({_OTHERS: without} if without else {})


def _caption(facts: YearFacts, unit: ReportingUnit, column: str | None) -> str:
    named = str(getattr(unit, column) or "") if column else ""
    above = facts.codes.units.get(named) if column == "parent" else None
    return above.short_name if above else named


def case_types_of(facts: YearFacts, row: ReportTable) -> list[CaseType]:
    """The case types of a table that are in force or have figures, parents before their parts."""
    known = facts.codes.case_types
    if row.case_types:  # the office says in which order
        named = [known[code] for code in row.case_types if code in known]
    elif row.parts_of:
        chosen = [known[code] for parent in row.parts_of for code in _below(facts, parent)]
        named = parents_first(chosen)
    else:
        named = parents_first(_by_section(_filtered(facts, row)))
    shown = (case_type for case_type in named if facts.is_shown(case_type))
    return list({case_type.code: case_type for case_type in shown}.values())


def _below(facts: YearFacts, code: str) -> list[str]:
    """A case type and all that are parts of it, in the order of the catalogue."""
    return [other for other in facts.codes.case_types if code in facts.codes.with_ancestors(other)]


def _filtered(facts: YearFacts, row: ReportTable) -> list[CaseType]:
    """The case types that units type on the forms and in the sections of a table, all if blank."""
    return [
        case_type
        for case_type in facts.codes.case_types.values()
        if case_type.form is not None
        and (not row.forms or case_type.form in row.forms)
        and (not row.sections or case_type.section in row.sections)
        and (not row.reporters or not set(row.reporters).isdisjoint(case_type.reporters))
    ]


def _by_section(case_types: list[CaseType]) -> list[CaseType]:
    """Case types of a section together, sections in the order in which the catalogue has them."""
    sections = list(dict.fromkeys(case_type.section for case_type in case_types))
    return sorted(case_types, key=lambda case_type: sections.index(case_type.section))


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


def level_within(facts: YearFacts, case_type: CaseType, case_types: Iterable[CaseType]) -> int:
    """How far the label of a case type is indented: by how many parents it has in the table."""
    codes = {other.code for other in case_types}
    return sum(code in codes for code in facts.codes.with_ancestors(case_type.code)[1:])
