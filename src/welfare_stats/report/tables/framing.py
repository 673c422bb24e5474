"""What all tables of the report share: period and source, and the words for their totals."""

from collections.abc import Iterable, Sequence

from welfare_stats.design.catalogue import ReportTable
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table, TableRow
from welfare_stats.vietnamese import format_date

TOTAL = "Tổng số"
CONTINUED = " (tiếp theo)"
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
    return Table(
        key,
        title,
        unit,
        *days_and_source(facts),
        tuple(columns),
        tuple(rows),
        tuple(notes),
    )


def days_and_source(facts: YearFacts) -> tuple[str, str]:
    """Of which days the numbers of all tables and charts are, and whose they are."""
    start, end = format_date(facts.period.start), format_date(facts.period.end)
    return f"từ ngày {start} đến ngày {end}", _SENDERS


def table_of_row(
    facts: YearFacts,
    row: ReportTable,
    columns: Sequence[str],
    rows: Iterable[TableRow],
    *,
    notes: Iterable[str] = (),
    addition: str = "",
) -> Table:
    """A table that a row of ``tables.csv`` asks for.

    Args:
        facts: the year's figures.
        row: what the office wants.
        columns: the headings.
        rows: the rows of the table.
        notes: the lines below it; that of the office comes first.
        addition: to the title.
    """
    title = row.title.replace("{năm}", str(facts.year)) + addition
    own = [row.note] if row.note else []
    return table_of(facts, row.key, title, columns, rows, unit=row.unit, notes=[*own, *notes])
