"""The annex table "Tình hình gửi báo cáo": which forms each unit sent, when, and for when."""

from welfare_stats.analyse.response import FormStatus, State
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Gap, Table, TableRow
from welfare_stats.report.tables.framing import table_of
from welfare_stats.vietnamese import format_date


def status_table(facts: YearFacts) -> Table:
    """One row per form that a unit owes: its period, when it came, and what became of it."""
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
    """What has become of a form, in a few words, as ``status`` prints it too."""
    if status.state is State.MISSING:
        return str(Gap.NOT_SENT)
    if status.state is State.REJECTED:
        return "bị trả lại, chờ bản sửa"
    late = f"muộn {status.late_days} ngày" if status.late_days else "được tính"
    return f"{late}; còn bản bị trả lại" if status.rejected_path else late
