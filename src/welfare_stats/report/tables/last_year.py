"""The body table "So sánh với cùng kỳ năm trước": totals beside those of the year before."""

from welfare_stats.analyse.comparison import against_last_year
from welfare_stats.analyse.totals import by_cell, reporters
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Number, Table, TableRow
from welfare_stats.report.tables.cells import percent_or_blank
from welfare_stats.report.tables.framing import table_of


def last_year_table(facts: YearFacts) -> Table:
    """One row per case type that the same owners reported in both years.

    Case types that others reported than last year are not compared; a note lists them.

    Raises:
        ValueError: there is no year before to compare with.
    """
    if facts.last_year is None:
        raise ValueError("there is no last year to compare with")
    compared = by_cell(against_last_year(facts.totals, facts.last_year.totals))
    now, then = reporters(facts.figures), reporters(facts.last_year.figures)
    in_both_years = [
        case_type
        for code, case_type in facts.codes.case_types.items()
        if (code, "this_year") in compared
    ]
    comparable = [row for row in in_both_years if now.get(row.code) == then.get(row.code)]
    rows = [
        TableRow(
            (
                case_type.label,
                case_type.unit,
                Number(compared[case_type.code, "last_year"]),
                Number(compared[case_type.code, "this_year"]),
                Number(compared[case_type.code, "change"]),
                percent_or_blank(compared.get((case_type.code, "ratio"))),
            )
        )
        for case_type in comparable
    ]
    notes = []
    if others := [row.label for row in in_both_years if row not in comparable]:
        notes.append(
            "Không so sánh, vì hai năm không cùng các đơn vị báo cáo: " + "; ".join(others) + "."
        )
    before, this = f"Năm {facts.last_year.year}", f"Năm {facts.year}"
    columns = ("Chỉ tiêu", "Đơn vị tính", before, this, "Tăng, giảm", "Tỷ lệ tăng, giảm")
    title = "So sánh với cùng kỳ năm trước"
    return table_of(facts, "nam-truoc", title, columns, rows, notes=notes)
