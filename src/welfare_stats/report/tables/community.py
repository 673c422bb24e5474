"""The two annex tables of the monthly allowance in the community: by group, and its movement."""

from welfare_stats.design.catalogue import Relation
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Table, TableRow
from welfare_stats.report.tables.framing import PROVINCE, TOTAL, table_of
from welfare_stats.report.tables.gaps import gap_of, gap_of_total, number_or_gap
from welfare_stats.report.tables.notes import ended_units, gap_notes, succession_notes
from welfare_stats.report.tables.rows import district_offices
from welfare_stats.report.tables.shares import lack_the_same, share_or_blank

_COMMUNITY = "tro_cap_cong_dong"


def community_group_table(facts: YearFacts) -> Table:
    """One row per district, one column per group of people; below them total and shares."""
    whole = facts.codes.case_types[_COMMUNITY]
    groups = [
        group for group in facts.codes.children(_COMMUNITY, Relation.SUM) if facts.is_shown(group)
    ]
    province = facts.headline(whole.code)
    is_whole = not facts.lacking(whole)
    rows = []
    for unit in district_offices(facts):
        cells: list[Cell] = [unit.short_name]
        for case_type in (whole, *groups):
            number = facts.headline(case_type.code, unit=unit.code)
            cells.append(number_or_gap(number, gap_of(facts, unit, case_type)))
        own = facts.headline(whole.code, unit=unit.code)
        is_last = unit not in ended_units(facts, whole)  # else its people are those of another
        cells.append(share_or_blank(own, province, is_fair=is_whole and is_last))
        rows.append(TableRow(tuple(cells)))
    totals = [facts.headline(case_type.code) for case_type in (whole, *groups)]
    fair = [lack_the_same(facts, case_type, whole) for case_type in (whole, *groups)]
    whole_share = share_or_blank(province, province, is_fair=is_whole)
    rows.append(TableRow((PROVINCE, *map(number_or_gap, totals), whole_share), total=True))
    shares = [
        share_or_blank(total, province, is_fair=is_fair)
        for total, is_fair in zip(totals, fair, strict=True)
    ]
    rows.append(TableRow(("Tỷ trọng của nhóm", *shares, ""), total=True))
    columns = ("Đơn vị", TOTAL, *(group.label for group in groups), "Tỷ trọng của đơn vị")
    return table_of(
        facts,
        "tro-cap-theo-nhom",
        f"{whole.label} theo đơn vị và nhóm đối tượng",
        columns,
        rows,
        unit=whole.unit,
        notes=[*succession_notes(facts, [whole]), *gap_notes(facts, rows, [whole, *groups])],
    )


_MOVEMENT_COLUMNS = {
    (Measure.OPENING, Breakdown.ALL): "Đầu kỳ",
    (Measure.INCREASE, Breakdown.ALL): "Tăng",
    (Measure.DECREASE, Breakdown.ALL): "Giảm",
    (Measure.CLOSING, Breakdown.ALL): "Cuối kỳ",
    (Measure.CLOSING, Breakdown.FEMALE): "Trong đó: nữ",
    (Measure.CLOSING, Breakdown.ETHNIC_MINORITY): "Trong đó: dân tộc thiểu số",
    (Measure.CLOSING, Breakdown.POOR): "Trong đó: hộ nghèo",
    (Measure.AMOUNT, Breakdown.ALL): "Kinh phí (nghìn đồng)",
}


def community_movement_table(facts: YearFacts) -> Table:
    """One row per district: opening, increase, decrease, closing, its breakdowns, and spending."""
    whole = facts.codes.case_types[_COMMUNITY]
    rows = []
    for unit in district_offices(facts):
        gap = gap_of(facts, unit, whole)
        cells = [
            number_or_gap(facts.number(whole.code, measure, breakdown, unit.code), gap)
            for measure, breakdown in _MOVEMENT_COLUMNS
        ]
        rows.append(TableRow((unit.short_name, *cells)))
    totals = [
        number_or_gap(
            facts.number(whole.code, measure, breakdown), gap_of_total(facts, whole, measure)
        )
        for measure, breakdown in _MOVEMENT_COLUMNS
    ]
    rows.append(TableRow((PROVINCE, *totals), total=True))
    return table_of(
        facts,
        "bien-dong",
        f"Biến động đối tượng và kinh phí: {whole.label[0].lower()}{whole.label[1:]}",
        ("Đơn vị", *_MOVEMENT_COLUMNS.values()),
        rows,
        unit=f"{whole.unit}; kinh phí: nghìn đồng",
        notes=[
            *succession_notes(facts, [whole]),
            *gap_notes(facts, rows, [whole], _MOVEMENT_COLUMNS),
        ],
    )
