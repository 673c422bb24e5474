"""The tables within the text: targets, and the year before."""

from welfare_stats.analyse.comparison import Attainment, against_last_year, attainments
from welfare_stats.analyse.totals import by_cell, reporters
from welfare_stats.design.catalogue import Comparator, Target
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Number, Table, TableRow
from welfare_stats.report.table_parts import gap_notes, number_or_gap, percent_or_blank, table_of
from welfare_stats.vietnamese import format_number

_COMPARATORS = {Comparator.ABOVE: "Trên", Comparator.AT_LEAST: "Ít nhất"}


def body_tables(facts: YearFacts) -> dict[str, Table]:
    """Tables that the text places by their key."""
    tables = [target_table(facts)]
    if facts.last_year is not None:
        tables.append(last_year_table(facts))
    return {table.key: table for table in tables}


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
    complete = (
        case_type is not None and not facts.lacking(case_type) and not facts.partial([case_type])
    )
    return "Chưa đạt" if complete else "Chưa đủ số liệu"


def target_table(facts: YearFacts) -> Table:
    """Every target in force beside what was reached."""
    reached = attainments(facts.totals, facts.codes)
    rows = [
        TableRow(
            (
                attainment.target.wording,
                target_words(attainment.target),
                number_or_gap(attainment.actual),
                percent_or_blank(attainment.ratio),
                verdict_words(facts, attainment),
            )
        )
        for attainment in reached
    ]
    columns = ("Chỉ tiêu", "Mục tiêu", "Thực hiện", "So với mục tiêu", "Đánh giá")
    known = facts.codes.case_types
    case_types = [known[r.target.case_type] for r in reached if r.target.case_type in known]
    return table_of(
        facts,
        "chi-tieu",
        f"Chỉ tiêu năm {facts.year} và kết quả thực hiện",
        columns,
        rows,
        notes=gap_notes(facts, rows, case_types),
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
