"""The annex table "Trợ giúp xã hội khác": the case types of form HX-02 by district."""

from collections.abc import Sequence

from welfare_stats.design.catalogue import CaseType
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table, TableRow
from welfare_stats.report.tables.framing import PROVINCE, table_of
from welfare_stats.report.tables.gaps import gap_of, number_or_gap
from welfare_stats.report.tables.notes import gap_notes, succession_notes
from welfare_stats.report.tables.rows import district_offices, parents_first


def other_assistance_table(facts: YearFacts) -> Table:
    """One row per case type, one column per district office, and the province's total."""
    districts = district_offices(facts)
    case_types = [
        case_type
        for case_type in facts.codes.case_types.values()
        if case_type.form == "HX-02"
        and any(facts.codes.reporters[kind].level.has_own_area for kind in case_type.reporters)
        and facts.is_shown(case_type)
    ]
    order = list(facts.codes.sections)
    case_types.sort(key=lambda case_type: order.index(case_type.section))
    rows = []
    for case_type in parents_first(case_types):
        cells = [
            number_or_gap(
                facts.headline(case_type.code, unit=unit.code), gap_of(facts, unit, case_type)
            )
            for unit in districts
        ]
        total = number_or_gap(facts.headline(case_type.code))
        label = f"{case_type.label} ({case_type.unit})"
        rows.append(TableRow((label, *cells, total), level=_level_within(case_type, case_types)))
    return table_of(
        facts,
        "tro-giup-khac",
        "Trợ giúp xã hội khác theo đơn vị",
        ("Chỉ tiêu (đơn vị tính)", *(unit.short_name for unit in districts), PROVINCE),
        rows,
        notes=[*succession_notes(facts, case_types), *gap_notes(facts, rows, case_types)],
    )


def _level_within(case_type: CaseType, case_types: Sequence[CaseType]) -> int:
    return int(case_type.parent in {other.code for other in case_types})
