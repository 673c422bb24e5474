"""The tables of the report, from the year's figures."""

from collections.abc import Iterable, Mapping, Sequence

from welfare_stats.aggregate import (
    Attainment,
    CellKey,
    against_last_year,
    attainments,
    by_cell,
    facility_by_case_type,
    reporters,
    share,
    total_of,
    unit_by_case_type,
    unit_by_measure,
)
from welfare_stats.catalogue import (
    CaseType,
    Comparator,
    Relation,
    ReporterKind,
    ReportingUnit,
    Section,
    Target,
)
from welfare_stats.forms import Breakdown, Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Percent, Table, TableRow
from welfare_stats.status import FormStatus, State
from welfare_stats.vietnamese import format_date, format_number

_COMMUNITY = "tro_cap_cong_dong"
_TOTAL = "Tổng số"
_PROVINCE = "Toàn tỉnh"
_SENDERS = "Báo cáo của các đơn vị"
_COMPARATORS = {Comparator.ABOVE: "Trên", Comparator.AT_LEAST: "Ít nhất"}


def body_tables(facts: YearFacts) -> dict[str, Table]:
    """Tables that the text places by their key."""
    tables = [target_table(facts)]
    if facts.last_year is not None:
        tables.append(last_year_table(facts))
    return {table.key: table for table in tables}


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


# --- shared ------------------------------------------------------------------------------------


def _table(
    facts: YearFacts,
    key: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[TableRow],
    *,
    unit: str = "",
    notes: Iterable[str] = (),
) -> Table:
    period = facts.period
    return Table(
        key,
        title,
        unit,
        f"từ ngày {format_date(period.start)} đến ngày {format_date(period.end)}",
        _SENDERS,
        tuple(columns),
        tuple(rows),
        tuple(notes),
    )


def _cell(values: Mapping[CellKey, float], row: str, column: object, gap: Gap) -> Cell:
    """The number of a row and column, or why there is none."""
    value = values.get((row, column))
    return gap if value is None else Number(value)


def _gap(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> Gap:
    form = case_type.form or ""
    return Gap.NOT_REPORTED if facts.status.has_sent(unit.code, form) else Gap.NOT_SENT


def _number(value: float | None) -> Cell:
    return Gap.NOT_REPORTED if value is None else Number(value)


def _percent(value: float | None) -> Cell:
    return "" if value is None else Percent(value)


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


def _gap_notes(
    facts: YearFacts, rows: Iterable[TableRow], case_types: Iterable[CaseType]
) -> list[str]:
    """What the signs of a table mean, and whom its totals are without."""
    notes = []
    if any(cell is Gap.NOT_REPORTED for row in rows for cell in row.cells):
        notes.append(f"Ký hiệu “{Gap.NOT_REPORTED}”: đơn vị không báo cáo chỉ tiêu này.")
    missing = list({u.code: u for c in case_types for u in _not_sent(facts, c)}.values())
    if missing:
        names = ", ".join(unit.short_name for unit in missing)
        notes.append(f"Tổng số chưa gồm số liệu của: {names} (chưa gửi hoặc bị trả lại).")
    return [*notes, *_period_notes(facts), *_data_notes(facts)]


def _not_sent(facts: YearFacts, case_type: CaseType) -> list[ReportingUnit]:
    form = case_type.form or ""
    return [u for u in facts.lacking(case_type) if not facts.status.has_sent(u.code, form)]


def _period_notes(facts: YearFacts) -> list[str]:
    spans = partial_words(facts)
    return [f"Số liệu không đủ kỳ: {'; '.join(spans)}."] if spans else []


def partial_words(facts: YearFacts) -> list[str]:
    """Units whose figures do not span the report's period, each with its own."""
    return [
        f"{unit.short_name} (từ {format_date(period.start)} đến {format_date(period.end)})"
        for unit, period in facts.partial().items()
    ]


def _data_notes(facts: YearFacts) -> list[str]:
    if not facts.year_text.data_notes:
        return []
    return ["Xem lưu ý về số liệu ở phần đầu báo cáo."]


# --- targets and last year ---------------------------------------------------------------------


def target_words(target: Target) -> str:
    """A target as people say it: "Trên 48.000 đối tượng"."""
    comparator = _COMPARATORS[target.comparator]
    return f"{comparator} {format_number(target.value)} {target.unit}"


def verdict_words(facts: YearFacts, attainment: Attainment) -> str:
    """Whether a target is met, in a few words; while units are missing, only "met" is sure."""
    if attainment.is_met is None:
        return "Chưa có số liệu"
    if attainment.is_met:
        return "Đạt"
    case_type = facts.codes.case_types.get(attainment.target.case_type)
    complete = case_type is not None and not facts.lacking(case_type) and not facts.partial()
    return "Chưa đạt" if complete else "Chưa đủ số liệu"


def target_table(facts: YearFacts) -> Table:
    """Every target in force beside what was reached."""
    reached = attainments(facts.totals, facts.codes)
    rows = [
        TableRow(
            (
                attainment.target.wording,
                target_words(attainment.target),
                _number(attainment.actual),
                _percent(attainment.ratio),
                verdict_words(facts, attainment),
            )
        )
        for attainment in reached
    ]
    columns = ("Chỉ tiêu", "Mục tiêu", "Thực hiện", "So với mục tiêu", "Đánh giá")
    known = facts.codes.case_types
    case_types = [known[r.target.case_type] for r in reached if r.target.case_type in known]
    return _table(
        facts,
        "chi-tieu",
        f"Chỉ tiêu năm {facts.year} và kết quả thực hiện",
        columns,
        rows,
        notes=_gap_notes(facts, rows, case_types),
    )


def last_year_table(facts: YearFacts) -> Table:
    """Province totals against those of the year before, up to the same day."""
    if facts.last_year is None:
        raise ValueError("there is no last year to compare with")
    compared = by_cell(against_last_year(facts.totals, facts.last_year.totals))
    now, then = reporters(facts.figures), reporters(facts.last_year.figures)
    both = [row for code, row in facts.codes.case_types.items() if (code, "this") in compared]
    alike = [row for row in both if now.get(row.code) == then.get(row.code)]
    rows = [
        TableRow(
            (
                case_type.label,
                case_type.unit,
                Number(compared[case_type.code, "before"]),
                Number(compared[case_type.code, "this"]),
                Number(compared[case_type.code, "change"]),
                _percent(compared.get((case_type.code, "ratio"))),
            )
        )
        for case_type in alike
    ]
    notes = []
    if others := [row.label for row in both if row not in alike]:
        notes.append(
            "Không so sánh, vì hai năm không cùng các đơn vị báo cáo: " + "; ".join(others) + "."
        )
    before, this = f"Năm {facts.last_year.year}", f"Năm {facts.year}"
    columns = ("Chỉ tiêu", "Đơn vị tính", before, this, "Tăng, giảm", "Tỷ lệ tăng, giảm")
    title = "So sánh với cùng kỳ năm trước"
    return _table(facts, "nam-truoc", title, columns, rows, notes=notes)


# --- the annex ---------------------------------------------------------------------------------


def status_table(facts: YearFacts) -> Table:
    """Who has sent what, and when."""
    rows = [
        TableRow(
            (
                status.unit.short_name,
                status.form,
                f"đến {format_date(status.period.end)}" if status.period else "",
                format_date(status.received_on) if status.received_on else "",
                state_words(status),
            )
        )
        for status in facts.status.forms
    ]
    columns = ("Đơn vị báo cáo", "Biểu", "Kỳ số liệu", "Ngày nhận", "Tình trạng")
    return _table(facts, "tinh-hinh-gui", "Tình hình gửi báo cáo của các đơn vị", columns, rows)


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
    several = len(facilities) > 1
    if several:
        columns += [facility.name for facility in facilities]
    rows = []
    for case_type in case_types:
        cells: list[Cell] = [case_type.label, case_type.unit]
        if several:
            cells += [
                _cell(values, case_type.code, f.code, _gap(facts, f, case_type)) for f in facilities
            ]
        total = total_of(facts.totals, case_type.code)
        cells += [_number(total), _share_of_parent(facts, case_type, total)]
        if not several:
            cells += _breakdowns(facts, case_type)
        rows.append(TableRow(tuple(cells), level=_level(facts, case_type)))
    columns += [_TOTAL, "Tỷ lệ trong chỉ tiêu trên"]
    if not several:
        columns += list(_BREAKDOWN_HEADINGS.values())
    notes = _gap_notes(facts, rows, case_types)
    return _table(facts, key, title, columns, rows, notes=notes)


_BREAKDOWN_HEADINGS = {
    Breakdown.FEMALE: "Trong đó: nữ",
    Breakdown.ETHNIC_MINORITY: "Trong đó: dân tộc thiểu số",
}


def _breakdowns(facts: YearFacts, case_type: CaseType) -> list[Cell]:
    return [
        _number(total_of(facts.totals, case_type.code, breakdown))
        for breakdown in _BREAKDOWN_HEADINGS
    ]


def _share_of_parent(facts: YearFacts, case_type: CaseType, total: float | None) -> Cell:
    if case_type.parent is None or case_type.unit not in _comparable_units(facts, case_type):
        return ""
    return _percent(share(total, total_of(facts.totals, case_type.parent)))


def _comparable_units(facts: YearFacts, case_type: CaseType) -> set[str]:
    """Units of measure in which a part can be set against its whole: people are counted as such."""
    parent = facts.codes.case_types.get(case_type.parent or "")
    if parent is None:
        return set()
    people = {"người", "lượt", "lượt người", "đối tượng"}
    return people if parent.unit in people else {parent.unit}


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
            gap = _gap(facts, unit, case_type)
            cells.append(_cell(values, unit.code, case_type.code, gap))
        total = cells[1]
        cells.append(_percent(share(total.value, province) if isinstance(total, Number) else None))
        rows.append(TableRow(tuple(cells)))
    totals = [total_of(facts.totals, case_type.code) for case_type in (whole, *groups)]
    whole_share = _percent(share(province, province))
    rows.append(TableRow((_PROVINCE, *map(_number, totals), whole_share), total=True))
    shares = [_percent(share(total, province)) for total in totals]
    rows.append(TableRow(("Tỷ trọng của nhóm", *shares, ""), total=True))
    columns = ("Đơn vị", _TOTAL, *(group.label for group in groups), "Tỷ trọng của đơn vị")
    return _table(
        facts,
        "tro-cap-theo-nhom",
        f"{whole.label} theo đơn vị và nhóm đối tượng",
        columns,
        rows,
        unit=whole.unit,
        notes=_gap_notes(facts, rows, [whole]),
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
        gap = _gap(facts, unit, whole)
        cells = [
            _cell(values, unit.code, (measure.value, breakdown.value), gap)
            for measure, breakdown in _MOVEMENT_COLUMNS
        ]
        rows.append(TableRow((unit.short_name, *cells)))
    totals = [
        _number(facts.value(whole.code, measure, breakdown))
        for measure, breakdown in _MOVEMENT_COLUMNS
    ]
    rows.append(TableRow((_PROVINCE, *totals), total=True))
    return _table(
        facts,
        "bien-dong",
        f"Biến động đối tượng và kinh phí: {whole.label[0].lower()}{whole.label[1:]}",
        ("Đơn vị", *_MOVEMENT_COLUMNS.values()),
        rows,
        unit=f"{whole.unit}; kinh phí: nghìn đồng",
        notes=_gap_notes(facts, rows, [whole]),
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
            _cell(values, unit.code, case_type.code, _gap(facts, unit, case_type))
            for unit in districts
        ]
        total = _number(total_of(facts.totals, case_type.code))
        label = f"{case_type.label} ({case_type.unit})"
        rows.append(TableRow((label, *cells, total), level=_level_within(case_type, own)))
    return _table(
        facts,
        "tro-giup-khac",
        "Trợ giúp xã hội khác theo đơn vị",
        ("Chỉ tiêu (đơn vị tính)", *(unit.short_name for unit in districts), _PROVINCE),
        rows,
        notes=_gap_notes(facts, rows, own),
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
    return _table(facts, "canh-bao", title, columns, rows)
