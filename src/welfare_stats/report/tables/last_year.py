"""The province's totals against those of the year before."""

from welfare_stats.analyse.comparison import against_last_year
from welfare_stats.analyse.totals import by_cell, reporters
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Number, Table, TableRow
from welfare_stats.report.tables.parts import percent_or_blank, table_of


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
                percent_or_blank(compared.get((case_type.code, "ratio"))),
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
    return table_of(facts, "nam-truoc", title, columns, rows, notes=notes)
