"""The body table "So sánh với cùng kỳ năm trước": totals beside those of the year before."""

from collections.abc import Iterable

from welfare_stats.analyse.comparison import Change, NotCompared, Obstacle
from welfare_stats.analyse.totals import HEADLINE, NumberKey
from welfare_stats.design.catalogue import ReportTable
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.model import Cell, Number, Origin, Percent, Table, TableRow
from welfare_stats.report.tables.framing import table_of_row
from welfare_stats.report.unit_names import names_or_count


def last_year_tables(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per case type that can be compared; the notes say of the others why not."""
    comparison = facts.last_year
    if comparison is None or not comparison.says_something:
        return []
    rows = [_row(facts, comparison.year, change) for change in comparison.changes]
    columns = (
        "Nội dung",
        "Đơn vị tính",
        f"Năm {comparison.year}",
        f"Năm {facts.year}",
        "Tăng, giảm",
        "Tỷ lệ tăng, giảm",
    )
    notes = reasons(facts, comparison)
    return [table_of_row(facts, row, columns, rows, notes=notes)]


def _row(facts: YearFacts, year: int, change: Change) -> TableRow:
    now, before = origin_of(facts, facts.year, change), origin_of(facts, year, change)
    ratio: Cell = (
        "" if change.ratio is None else Percent(change.ratio, (now, before), is_change=True)
    )
    return TableRow(
        (
            change.case_type.label,
            change.case_type.unit,
            Number(change.before, of=(before,)),
            Number(change.now, of=(now,)),
            Number(change.change, of=(now, before), is_change=True),
            ratio,
        )
    )


def origin_of(facts: YearFacts, year: int, change: Change) -> Origin:
    """Where the number of one of the two years comes from."""
    code = change.case_type.code
    measure = next(m for m in HEADLINE if facts.number(code, m) is not None)
    return Origin(year, NumberKey(code, measure))


def reasons(facts: YearFacts, comparison: YearComparison) -> list[str]:
    """Why case types that are known in both years are not compared, one line per reason."""
    by_reason: dict[str, list[str]] = {}
    for other in comparison.others:
        by_reason.setdefault(reason(facts, comparison, other), []).append(other.case_type.label)
    return [f"Không so sánh, vì {why}: {'; '.join(what)}." for why, what in by_reason.items()]


def reason(facts: YearFacts, comparison: YearComparison, other: NotCompared) -> str:
    """Why a case type that is known in both years is not compared, as a clause."""
    names = _names(facts, comparison, other.units)
    if other.obstacle is Obstacle.DEFINITION:
        return "định nghĩa của nội dung này đã thay đổi"
    if other.obstacle is Obstacle.ESTIMATE:
        return "còn số ước"
    if other.obstacle is Obstacle.DAYS:
        return f"số liệu hai năm{f' của {names}' if names else ''} không cùng số ngày"
    year = comparison.year if other.obstacle is Obstacle.UNITS_BEFORE else facts.year
    return f"năm {year} chưa có đủ số liệu của {names}"


def _names(facts: YearFacts, comparison: YearComparison, units: Iterable[str]) -> str:
    known = {**comparison.units, **facts.codes.units}
    chosen = set(units)
    return names_or_count([unit.short_name for code, unit in known.items() if code in chosen])
