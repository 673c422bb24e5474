"""The annex tables of facilities: case types by facility, one table per kind of facility."""

from welfare_stats.design.catalogue import CaseType
from welfare_stats.design.forms import Breakdown
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Table, TableRow
from welfare_stats.report.tables.framing import TOTAL, table_of
from welfare_stats.report.tables.gaps import gap_of, gap_of_total, number_or_gap
from welfare_stats.report.tables.notes import gap_notes, succession_notes
from welfare_stats.report.tables.rows import level_of, parents_first
from welfare_stats.report.tables.shares import lack_the_same, share_or_blank


def facility_table(facts: YearFacts, key: str, title: str, reporter: str) -> Table:
    """One row per case type, with its total and its share of the case type that it is part of.

    Each facility has a column. A single facility has none, as it would repeat the total; there is
    room for breakdowns instead.

    Args:
        facts: the year's figures.
        key: the key of the table.
        title: its title.
        reporter: the code of the kind of facility.
    """
    facilities = facts.codes.units_of(reporter)
    case_types = parents_first(
        (
            case_type
            for case_type in facts.codes.case_types.values()
            if reporter in case_type.reporters
            and case_type.form is not None
            and facts.is_shown(case_type)
        ),
    )
    columns = ["Chỉ tiêu", "Đơn vị tính"]
    several = len(facilities) != 1
    if several:
        columns += [facility.name for facility in facilities]
    rows = []
    for case_type in case_types:
        cells: list[Cell] = [case_type.label, case_type.unit]
        if several:
            cells += [
                number_or_gap(
                    facts.headline(case_type.code, unit=f.code), gap_of(facts, f, case_type)
                )
                for f in facilities
            ]
        total = facts.headline(case_type.code)
        gap = gap_of_total(facts, case_type)
        if not several and gap is Gap.NOT_REPORTED:
            gap = gap_of(facts, facilities[0], case_type)
        cells += [number_or_gap(total, gap), _share_of_parent(facts, case_type, total)]
        if not several:
            cells += _breakdowns(facts, case_type, gap)
        rows.append(TableRow(tuple(cells), level=level_of(facts, case_type)))
    columns += [TOTAL, "Tỷ lệ trong chỉ tiêu trên"]
    if not several:
        columns += list(_BREAKDOWN_HEADINGS.values())
    notes = [*succession_notes(facts, case_types), *gap_notes(facts, rows, case_types)]
    return table_of(facts, key, title, columns, rows, notes=notes)


_BREAKDOWN_HEADINGS = {
    Breakdown.FEMALE: "Trong đó: nữ",
    Breakdown.ETHNIC_MINORITY: "Trong đó: dân tộc thiểu số",
}


def _breakdowns(facts: YearFacts, case_type: CaseType, gap: Gap) -> list[Cell]:
    return [
        number_or_gap(facts.headline(case_type.code, breakdown), gap)
        for breakdown in _BREAKDOWN_HEADINGS
    ]


def _share_of_parent(facts: YearFacts, case_type: CaseType, total: Number | None) -> Cell:
    if case_type.parent is None or case_type.unit not in _comparable_units(facts, case_type):
        return ""
    parent = facts.codes.case_types[case_type.parent]
    is_fair = lack_the_same(facts, case_type, parent)
    return share_or_blank(total, facts.headline(parent.code), is_fair=is_fair)


def _comparable_units(facts: YearFacts, case_type: CaseType) -> set[str]:
    """Units of measure in which a share of the parent makes sense; all units of people do."""
    parent = facts.codes.case_types.get(case_type.parent or "")
    if parent is None:
        return set()
    people = {"người", "lượt", "lượt người", "đối tượng"}
    return people if parent.unit in people else {parent.unit}
