"""The notes under a table: what its signs mean, and which numbers its totals are without."""

from collections.abc import Iterable

from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Gap, TableRow
from welfare_stats.vietnamese import format_date


def gap_notes(
    facts: YearFacts, rows: Iterable[TableRow], case_types: Iterable[CaseType]
) -> list[str]:
    """The notes of a table with gaps.

    Args:
        facts: the year's figures.
        rows: the rows of the table.
        case_types: those that its totals are of.
    """
    notes = []
    if any(cell is Gap.NOT_REPORTED for row in rows for cell in row.cells):
        notes.append(f"Ký hiệu “{Gap.NOT_REPORTED}”: đơn vị không báo cáo chỉ tiêu này.")
    case_types = list(case_types)
    lacking = {unit.code: unit for row in case_types for unit in facts.lacking(row)}
    not_sent = {
        code: unit
        for code, unit in lacking.items()
        if not any(_has_sent(facts, unit, row) for row in case_types)
    }
    if not_sent:
        names = ", ".join(unit.short_name for unit in not_sent.values())
        notes.append(f"Tổng số chưa gồm số liệu của: {names} (chưa gửi hoặc bị trả lại).")
    if left_blank := [u.short_name for code, u in lacking.items() if code not in not_sent]:
        notes.append(f"Số liệu chưa đủ, do có chỉ tiêu để trống: {', '.join(left_blank)}.")
    if spans := short_span_words(facts, case_types):
        notes.append(f"Số liệu không đủ kỳ: {'; '.join(spans)}.")
    return [*notes, *_data_notes(facts)]


def _has_sent(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> bool:
    return facts.status.has_sent(unit.code, case_type.form or "")


def short_span_words(facts: YearFacts, case_types: Iterable[CaseType]) -> list[str]:
    """Units whose figures do not span the report's period, each with the period that they span."""
    return [
        f"{unit.short_name} ({period_words(period)})"
        for unit, period in facts.short_spans(case_types).items()
    ]


def period_words(period: ReportingPeriod) -> str:
    """The two days of a period, "từ … đến …"."""
    return f"từ {format_date(period.start)} đến {format_date(period.end)}"


def _data_notes(facts: YearFacts) -> list[str]:
    if not facts.year_text.data_notes:
        return []
    return ["Xem lưu ý về số liệu ở phần đầu báo cáo."]
