"""Warnings on files whose figures the report has nevertheless."""

from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table, TableRow
from welfare_stats.report.tables.parts import table_of


def remarks_table(facts: YearFacts) -> Table:
    """Warnings on files that are counted nevertheless."""
    rows = [
        TableRow((remark.unit, remark.path, remark.place, remark.message))
        for remark in facts.remarks
    ]
    columns = ("Đơn vị", "Tệp", "Ô", "Cảnh báo")
    title = "Các cảnh báo đối với số liệu đã được tính"
    return table_of(facts, "canh-bao", title, columns, rows)
