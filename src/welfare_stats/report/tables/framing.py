"""What all tables of the report share: period and source, and the words for their totals."""

from collections.abc import Iterable, Sequence

from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table, TableRow
from welfare_stats.vietnamese import format_date

TOTAL = "Tổng số"
PROVINCE = "Toàn tỉnh"
_SENDERS = "Báo cáo của các đơn vị"


def table_of(
    facts: YearFacts,
    key: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[TableRow],
    *,
    unit: str = "",
    notes: Iterable[str] = (),
) -> Table:
    """A table with the period and source that all of them share."""
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
