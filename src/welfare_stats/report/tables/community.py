"""The two annex tables of the monthly allowance in the community: by group, and its movement."""

from welfare_stats.analyse.totals import (
    by_cell,
    share,
    total_of,
    unit_by_case_type,
    unit_by_measure,
)
from welfare_stats.design.catalogue import Relation
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Number, Table, TableRow
from welfare_stats.report.tables.cells import cell_of, gap_of, number_or_gap, percent_or_blank
from welfare_stats.report.tables.framing import PROVINCE, TOTAL, table_of
from welfare_stats.report.tables.notes import gap_notes
from welfare_stats.report.tables.rows import district_offices

_COMMUNITY = "tro_cap_cong_dong"


def community_group_table(facts: YearFacts) -> Table:
    """One row per district, one column per group of people; below them total and shares."""
    whole = facts.codes.case_types[_COMMUNITY]
    groups = facts.codes.children(_COMMUNITY, Relation.SUM)
    values = by_cell(unit_by_case_type(facts.figures))
    province = total_of(facts.totals, whole.code)
    rows = []
    for unit in district_offices(facts):
        cells: list[Cell] = [unit.short_name]
        for case_type in (whole, *groups):
            gap = gap_of(facts, unit, case_type)
            cells.append(cell_of(values, unit.code, case_type.code, gap))
        total = cells[1]
        cells.append(
            percent_or_blank(share(total.value, province) if isinstance(total, Number) else None)
        )
        rows.append(TableRow(tuple(cells)))
    totals = [total_of(facts.totals, case_type.code) for case_type in (whole, *groups)]
    whole_share = percent_or_blank(share(province, province))
    rows.append(TableRow((PROVINCE, *map(number_or_gap, totals), whole_share), total=True))
    shares = [percent_or_blank(share(total, province)) for total in totals]
    rows.append(TableRow(("Tỷ trọng của nhóm", *shares, ""), total=True))
    columns = ("Đơn vị", TOTAL, *(group.label for group in groups), "Tỷ trọng của đơn vị")
    return table_of(
        facts,
        "tro-cap-theo-nhom",
        f"{whole.label} theo đơn vị và nhóm đối tượng",
        columns,
        rows,
        unit=whole.unit,
        notes=gap_notes(facts, rows, [whole]),
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
    values = by_cell(unit_by_measure(facts.figures, whole.code))
    rows = []
    for unit in district_offices(facts):
        gap = gap_of(facts, unit, whole)
        cells = [
            cell_of(values, unit.code, (measure.value, breakdown.value), gap)
            for measure, breakdown in _MOVEMENT_COLUMNS
        ]
        rows.append(TableRow((unit.short_name, *cells)))
    totals = [
        number_or_gap(facts.value(whole.code, measure, breakdown))
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
        notes=[*_ended_notes(facts), *gap_notes(facts, rows, [whole])],
    )


def _ended_notes(facts: YearFacts) -> list[str]:
    """A note where units ended in the period: their closing is then in a successor's row."""
    ended = [u.short_name for u in district_offices(facts) if not u.in_force(facts.period.end)]
    if not ended:
        return []
    return [f"{', '.join(ended)} đã kết thúc trong kỳ: số cuối kỳ tính ở đơn vị kế tục."]
