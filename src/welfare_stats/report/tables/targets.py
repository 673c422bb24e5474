"""The body table "Chỉ tiêu": the targets of the year beside what was reached."""

from welfare_stats.analyse.comparison import Attainment, attainments
from welfare_stats.design.catalogue import CaseTypeKind, Comparator, ReportTable, Target
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Number, Percent, Table, TableRow
from welfare_stats.report.tables.counted import Counted
from welfare_stats.report.tables.framing import table_of_row
from welfare_stats.report.tables.gaps import number_or_gap
from welfare_stats.report.tables.notes import gap_notes
from welfare_stats.vietnamese import format_number

_COMPARATORS = {Comparator.ABOVE: "Trên", Comparator.AT_LEAST: "Ít nhất"}


def target_words(target: Target) -> str:
    """A target as people say it: "Trên 48.000 đối tượng"."""
    comparator = _COMPARATORS[target.comparator]
    return f"{comparator} {format_number(target.value)} {target.unit}"


def verdict_words(facts: YearFacts, attainment: Attainment) -> str:
    """Whether a target is met, in a few words.

    A target that is not reached is called missed only when nobody's figures are still to come.
    """
    if attainment.is_met is None:
        return "Chưa có số liệu"
    case_type = facts.codes.case_types.get(attainment.target.case_type)
    is_stock = case_type is not None and case_type.kind is CaseTypeKind.STOCK
    is_estimate = case_type is not None and bool(facts.estimating(case_type))
    if attainment.is_met and is_stock and facts.short_spans([case_type] if case_type else []):
        return "Chưa đủ số liệu"  # a number of people may still fall by the last day
    if attainment.is_met:
        return "Ước đạt" if is_estimate else "Đạt"
    is_complete = (
        case_type is not None
        and not facts.lacking(case_type)
        and not facts.short_spans([case_type])
    )
    if not is_complete:
        return "Chưa đủ số liệu"
    return "Ước chưa đạt" if is_estimate else "Chưa đạt"


def target_tables(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per target in force: the target, what was reached, its share and the verdict."""
    reached = attainments(facts.totals, facts.codes)
    actual = {r.target.case_type: facts.headline(r.target.case_type) for r in reached}
    rows = [
        TableRow(
            (
                attainment.target.wording,
                target_words(attainment.target),
                number_or_gap(actual[attainment.target.case_type]),
                _attained(attainment, actual[attainment.target.case_type]),
                verdict_words(facts, attainment),
            )
        )
        for attainment in reached
    ]
    columns = ("Chỉ tiêu", "Mục tiêu", "Thực hiện", "So với mục tiêu", "Đánh giá")
    known = facts.codes.case_types
    case_types = [known[r.target.case_type] for r in reached if r.target.case_type in known]
    notes = gap_notes(facts, rows, map(Counted, case_types))
    return [table_of_row(facts, row, columns, rows, notes=notes)]


def _attained(attainment: Attainment, actual: Number | None) -> Cell:
    if attainment.ratio is None or actual is None:
        return ""
    return Percent(attainment.ratio, actual.of, target=float(attainment.target.value))
