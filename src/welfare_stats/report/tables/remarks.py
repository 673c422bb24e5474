"""The annex table "Các cảnh báo": warnings on files whose figures stand in the report."""

from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table, TableRow
from welfare_stats.report.tables.framing import table_of


def remarks_table(facts: YearFacts) -> Table:
    """One row per warning: unit, file, cell and message."""
    rows = [
        TableRow((remark.unit, remark.path, remark.place, remark.message))
        for remark in facts.remarks
    ]
    columns = ("Đơn vị", "Tệp", "Ô", "Cảnh báo")
    title = "Các cảnh báo đối với số liệu đã được tính"
    return table_of(facts, "canh-bao", title, columns, rows)
