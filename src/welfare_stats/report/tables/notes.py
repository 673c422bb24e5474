"""The notes under a table: what its signs mean, and which numbers its totals are without."""

from collections.abc import Iterable, Sequence

from welfare_stats.design.catalogue import CaseType, CaseTypeKind, ReportingUnit
from welfare_stats.design.forms import Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import (
    ESTIMATE_MARK,
    MEANING_OF_ESTIMATE,
    Cell,
    Gap,
    Number,
    TableRow,
)
from welfare_stats.report.tables.counted import Counted
from welfare_stats.vietnamese import format_date

GROUP_NOTE = "Dòng tên nhóm (in đậm) là số cộng của các đơn vị trong nhóm đã có số liệu."
ROW_OF_GROUP_NOTE = "Mỗi dòng là số cộng của các đơn vị trong nhóm đã có số liệu."


def gap_notes(facts: YearFacts, rows: Iterable[TableRow], counted: Iterable[Counted]) -> list[str]:
    """The notes of a table with gaps.

    Args:
        facts: the year's figures.
        rows: the rows of the table.
        counted: what its totals are of.
    """
    counted = list(counted)
    case_types = list({of.case_type.code: of.case_type for of in counted}.values())
    notes = []
    cells = [cell for row in rows for cell in row.cells]
    if Gap.NOT_REPORTED in cells:
        notes.append(f"Ký hiệu “{Gap.NOT_REPORTED}”: đơn vị không báo cáo nội dung này.")
    if Gap.NOT_SEPARATE in cells:
        notes.append(
            f"Ký hiệu “{Gap.NOT_SEPARATE}”: đơn vị chỉ báo cáo kỳ dài hơn, không có số liệu riêng "
            "của kỳ này."
        )
    if Gap.WITHHELD in cells:
        labels = "; ".join({of.case_type.label: None for of in counted if of.is_withheld})
        notes.append(
            f"Ký hiệu “{Gap.WITHHELD}”: không công bố theo đơn vị, để bảo vệ thông tin cá nhân "
            f"({labels})."
        )
    if Gap.UNSETTLED in cells:
        whys = {facts.why_unsettled(of.case_type, of.measure): None for of in counted}
        reasons = "; ".join(why for why in whys if why) or "chưa có số mới tiếp nhận của kỳ sau"
        notes.append(
            f"Ký hiệu “{Gap.UNSETTLED}”: đơn vị đã báo cáo nhưng chưa xác định được số này, vì "
            f"{reasons}."
        )
    notes += estimate_note(cells)
    not_sent = {
        code: name
        for code, name in _lacking(facts, counted).items()
        if not any(facts.has_sent(code, row.form or "") for row in case_types)
    }
    if not_sent:
        names = ", ".join(not_sent.values())
        notes.append(f"Tổng số chưa gồm số liệu của: {names} (chưa gửi hoặc bị trả lại).")
    # what nobody reported has no total, which could be without anything
    with_total = (of for of in counted if of.number(facts) is not None)
    in_part = _lacking(facts, with_total).items()
    if left_blank := [name for code, name in in_part if code not in not_sent]:
        notes.append(f"Số liệu chưa đủ, do có nội dung để trống: {', '.join(left_blank)}.")
    return [*notes, *short_span_note(facts, case_types), *data_notes(facts)]


def _lacking(facts: YearFacts, counted: Iterable[Counted]) -> dict[str, str]:
    """The units that owe one of the numbers, by their codes; other notes name the rest."""
    return {
        unit.code: unit.short_name
        for of in counted
        for unit in facts.lacking(of.case_type, of.breakdown, of.measure)
        if (unit.code, of.case_type.form or "") not in facts.not_separate
        and not facts.is_unsettled(unit, of.case_type)
    }


def estimate_note(cells: Iterable[Cell | None]) -> list[str]:
    """The note on estimates among some cells, if there are any."""
    if not any(isinstance(cell, Number) and cell.is_estimate for cell in cells):
        return []
    return [f"Ký hiệu “{ESTIMATE_MARK}”: {MEANING_OF_ESTIMATE}."]


def ended_units(facts: YearFacts, case_type: CaseType) -> list[ReportingUnit]:
    """The units that report a case type and ended before the last day of the report."""
    return [
        unit
        for unit in facts.codes.units_of(*case_type.reporters)
        if facts.codes.lives[unit.code].end < facts.period.end
    ]


def succession_notes(facts: YearFacts, case_types: Sequence[CaseType]) -> list[str]:
    """The notes of a table of case types, where units ended in the period and handed over."""
    notes = ending_notes(facts, case_types)
    stocks = _stocks(_without_parts(case_types))
    whys = {facts.why_unsettled(stock, Measure.INCREASE): None for stock in stocks}
    if notes and any(whys):
        notes.append(
            f"Chưa xác định được đầu kỳ, tăng, giảm của {facts.codes.whole_area} vì "
            f"{'; '.join(why for why in whys if why)}; đề nghị các đơn vị liên quan đối chiếu."
        )
    return notes


def ending_notes(facts: YearFacts, case_types: Sequence[CaseType]) -> list[str]:
    """Which units ended in the period, and that what they handed over is counted once.

    Only of people counted on a day there is something to hand over.
    """
    case_types = _without_parts(case_types)
    stocks = _stocks(case_types)
    if not stocks:
        return []
    return [
        f"{_ending(facts, unit)}: {_handed_over(case_types, stocks)} là số bàn giao, tính ở đơn vị "
        f"nhận; số {facts.codes.whole_area} không tính hai lần số bàn giao."
        for unit in ended_units(facts, stocks[0])
    ]


def _without_parts(case_types: Sequence[CaseType]) -> list[CaseType]:
    """Without people who are parts of others among them, with whom they are handed over."""
    stocks = {case_type.code for case_type in _stocks(case_types)}
    return [row for row in case_types if row.code not in stocks or row.parent not in stocks]


def _stocks(case_types: Iterable[CaseType]) -> list[CaseType]:
    return [case_type for case_type in case_types if case_type.kind is CaseTypeKind.STOCK]


def _ending(facts: YearFacts, unit: ReportingUnit) -> str:
    successors = [row.successor for row in facts.codes.successions if row.predecessor == unit.code]
    to = ", ".join(facts.codes.units[code].short_name for code in successors)
    on = format_date(facts.codes.lives[unit.code].end)
    return f"{unit.short_name} kết thúc ngày {on}" + (f", bàn giao cho {to}" if to else "")


def _handed_over(case_types: Sequence[CaseType], stocks: Sequence[CaseType]) -> str:
    if len(stocks) == len(case_types):
        return "số cuối kỳ"
    return f"số cuối kỳ ({'; '.join(case_type.label for case_type in stocks)})"


def short_span_words(facts: YearFacts, case_types: Iterable[CaseType]) -> list[str]:
    """Units whose figures do not span the report's period, each with the period that they span."""
    return [
        f"{unit.short_name} ({period_words(period)})"
        for unit, period in facts.short_spans(case_types).items()
    ]


def short_span_note(facts: YearFacts, case_types: Iterable[CaseType]) -> list[str]:
    """The note on units whose figures do not span the report's period, if there are any."""
    spans = short_span_words(facts, case_types)
    return [f"Số liệu không đủ kỳ: {'; '.join(spans)}."] if spans else []


def period_words(period: ReportingPeriod) -> str:
    """The two days of a period, "từ … đến …"."""
    return f"từ {format_date(period.start)} đến {format_date(period.end)}"


def data_notes(facts: YearFacts) -> list[str]:
    """The note that leads to what the office says of its figures, if it says anything."""
    if not facts.year_text.data_notes:
        return []
    return ["Xem lưu ý về số liệu tại mục I."]
