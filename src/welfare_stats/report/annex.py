"""The tables of the annex, from the year's figures."""

from collections.abc import Iterable, Sequence

from welfare_stats.analyse.response import FormStatus, State
from welfare_stats.analyse.totals import (
    by_cell,
    facility_by_case_type,
    share,
    total_of,
    unit_by_case_type,
    unit_by_measure,
)
from welfare_stats.design.catalogue import CaseType, Relation, ReporterKind, ReportingUnit, Section
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Table, TableRow
from welfare_stats.report.table_parts import (
    cell_of,
    gap_notes,
    gap_of,
    number_or_gap,
    percent_or_blank,
    table_of,
)
from welfare_stats.vietnamese import format_date

_COMMUNITY = "tro_cap_cong_dong"
_TOTAL = "Tổng số"
_PROVINCE = "Toàn tỉnh"


def annex_tables(facts: YearFacts) -> list[Table]:
    """Tables of the annex, in order."""
    tables = [
        status_table(facts),
        _facility_table(
            facts,
            "co-so-nuoi-duong",
            "Kết quả của các cơ sở quản lý, nuôi dưỡng đối tượng",
            ReporterKind.RESIDENTIAL,
        ),
        _facility_table(
            facts,
            "trung-tam-cong-tac-xa-hoi",
            "Kết quả hoạt động của Trung tâm Công tác xã hội",
            ReporterKind.SOCIAL_WORK_CENTRE,
        ),
        community_group_table(facts),
        community_movement_table(facts),
        other_assistance_table(facts),
    ]
    if facts.remarks:
        tables.append(remarks_table(facts))
    return tables


def _level(facts: YearFacts, case_type: CaseType) -> int:
    return len(facts.codes.with_ancestors(case_type.code)) - 1


def _ordered(facts: YearFacts, case_types: Iterable[CaseType]) -> list[CaseType]:
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


def status_table(facts: YearFacts) -> Table:
    """Who has sent what, and when."""
    rows = [
        TableRow(
            (
                status.unit.short_name,
                status.form,
                _span(status.period) if status.period else "",
                format_date(status.received_on) if status.received_on else "",
                state_words(status),
            )
        )
        for status in facts.status.forms
    ]
    columns = ("Đơn vị báo cáo", "Biểu", "Kỳ số liệu", "Ngày nhận", "Tình trạng")
    return table_of(facts, "tinh-hinh-gui", "Tình hình gửi báo cáo của các đơn vị", columns, rows)


def _span(period: ReportingPeriod) -> str:
    return f"{format_date(period.start)} – {format_date(period.end)}"


def state_words(status: FormStatus) -> str:
    """Where a form stands, in a few words."""
    if status.state is State.MISSING:
        return str(Gap.NOT_SENT)
    if status.state is State.REJECTED:
        return "bị trả lại, chờ bản sửa"
    late = f"muộn {status.late_days} ngày" if status.late_days else "được tính"
    return f"{late}; bản gửi sau bị trả lại" if status.rejected_path else late


def _facility_table(facts: YearFacts, key: str, title: str, reporter: ReporterKind) -> Table:
    """Case types by facility, with the total and the share of the whole of which it is part."""
    facilities = facts.codes.units_of(reporter)
    case_types = _ordered(
        facts,
        (
            case_type
            for case_type in facts.codes.case_types.values()
            if reporter in case_type.reporters and case_type.form is not None
        ),
    )
    values = by_cell(facility_by_case_type(facts.figures))
    columns = ["Chỉ tiêu", "Đơn vị tính"]
    several = len(facilities) != 1
    if several:
        columns += [facility.name for facility in facilities]
    rows = []
    for case_type in case_types:
        cells: list[Cell] = [case_type.label, case_type.unit]
        if several:
            cells += [
                cell_of(values, case_type.code, f.code, gap_of(facts, f, case_type))
                for f in facilities
            ]
        total = total_of(facts.totals, case_type.code)
        gap = Gap.NOT_REPORTED if several else gap_of(facts, facilities[0], case_type)
        cells += [number_or_gap(total, gap), _share_of_parent(facts, case_type, total)]
        if not several:
            cells += _breakdowns(facts, case_type, gap)
        rows.append(TableRow(tuple(cells), level=_level(facts, case_type)))
    columns += [_TOTAL, "Tỷ lệ trong chỉ tiêu trên"]
    if not several:
        columns += list(_BREAKDOWN_HEADINGS.values())
    notes = gap_notes(facts, rows, case_types)
    return table_of(facts, key, title, columns, rows, notes=notes)


_BREAKDOWN_HEADINGS = {
    Breakdown.FEMALE: "Trong đó: nữ",
    Breakdown.ETHNIC_MINORITY: "Trong đó: dân tộc thiểu số",
}


def _breakdowns(facts: YearFacts, case_type: CaseType, gap: Gap) -> list[Cell]:
    return [
        number_or_gap(total_of(facts.totals, case_type.code, breakdown), gap)
        for breakdown in _BREAKDOWN_HEADINGS
    ]


def _share_of_parent(facts: YearFacts, case_type: CaseType, total: float | None) -> Cell:
    if case_type.parent is None or case_type.unit not in _comparable_units(facts, case_type):
        return ""
    return percent_or_blank(share(total, total_of(facts.totals, case_type.parent)))


def _comparable_units(facts: YearFacts, case_type: CaseType) -> set[str]:
    """Units of measure in which a part can be set against its whole: people are counted as such."""
    parent = facts.codes.case_types.get(case_type.parent or "")
    if parent is None:
        return set()
    people = {"người", "lượt", "lượt người", "đối tượng"}
    return people if parent.unit in people else {parent.unit}


def _ended_notes(facts: YearFacts) -> list[str]:
    """Why opening, increase and decrease do not lead to the closing where units ended."""
    ended = [u.short_name for u in _districts(facts) if not u.in_force(facts.period.end)]
    if not ended:
        return []
    return [f"{', '.join(ended)} đã kết thúc trong kỳ: số cuối kỳ tính ở đơn vị kế tục."]


def _districts(facts: YearFacts) -> list[ReportingUnit]:
    return facts.codes.units_of(ReporterKind.DISTRICT_OFFICE)


def community_group_table(facts: YearFacts) -> Table:
    """People with a monthly allowance in the community, by district and group."""
    whole = facts.codes.case_types[_COMMUNITY]
    groups = facts.codes.children(_COMMUNITY, Relation.SUM)
    values = by_cell(unit_by_case_type(facts.figures))
    province = total_of(facts.totals, whole.code)
    rows = []
    for unit in _districts(facts):
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
    rows.append(TableRow((_PROVINCE, *map(number_or_gap, totals), whole_share), total=True))
    shares = [percent_or_blank(share(total, province)) for total in totals]
    rows.append(TableRow(("Tỷ trọng của nhóm", *shares, ""), total=True))
    columns = ("Đơn vị", _TOTAL, *(group.label for group in groups), "Tỷ trọng của đơn vị")
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
    """Movement, breakdown and spending of the allowance in the community, by district."""
    whole = facts.codes.case_types[_COMMUNITY]
    values = by_cell(unit_by_measure(facts.figures, whole.code))
    rows = []
    for unit in _districts(facts):
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
    rows.append(TableRow((_PROVINCE, *totals), total=True))
    return table_of(
        facts,
        "bien-dong",
        f"Biến động đối tượng và kinh phí: {whole.label[0].lower()}{whole.label[1:]}",
        ("Đơn vị", *_MOVEMENT_COLUMNS.values()),
        rows,
        unit=f"{whole.unit}; kinh phí: nghìn đồng",
        notes=[*_ended_notes(facts), *gap_notes(facts, rows, [whole])],
    )


_SECTION_ORDER = list(Section)


def other_assistance_table(facts: YearFacts) -> Table:
    """Other assistance, case types by district."""
    districts = _districts(facts)
    values = by_cell(unit_by_case_type(facts.figures))
    own = [
        case_type
        for case_type in facts.codes.case_types.values()
        if case_type.form == "HX-02" and ReporterKind.DISTRICT_OFFICE in case_type.reporters
    ]
    own.sort(key=lambda case_type: _SECTION_ORDER.index(case_type.section))
    rows = []
    for case_type in _ordered(facts, own):
        cells = [
            cell_of(values, unit.code, case_type.code, gap_of(facts, unit, case_type))
            for unit in districts
        ]
        total = number_or_gap(total_of(facts.totals, case_type.code))
        label = f"{case_type.label} ({case_type.unit})"
        rows.append(TableRow((label, *cells, total), level=_level_within(case_type, own)))
    return table_of(
        facts,
        "tro-giup-khac",
        "Trợ giúp xã hội khác theo đơn vị",
        ("Chỉ tiêu (đơn vị tính)", *(unit.short_name for unit in districts), _PROVINCE),
        rows,
        notes=gap_notes(facts, rows, own),
    )


def _level_within(case_type: CaseType, case_types: Sequence[CaseType]) -> int:
    return int(case_type.parent in {other.code for other in case_types})


def remarks_table(facts: YearFacts) -> Table:
    """Warnings on files that are counted nevertheless."""
    rows = [
        TableRow((remark.unit, remark.path, remark.place, remark.message))
        for remark in facts.remarks
    ]
    columns = ("Đơn vị", "Tệp", "Ô", "Cảnh báo")
    title = "Các cảnh báo đối với số liệu đã được tính"
    return table_of(facts, "canh-bao", title, columns, rows)
