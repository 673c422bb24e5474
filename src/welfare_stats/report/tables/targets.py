"""The body table "Chỉ tiêu kế hoạch": the targets of the year beside what was reached."""

from collections.abc import Sequence
from dataclasses import replace

from welfare_stats.analyse.comparison import Attainment, attainments
from welfare_stats.design.catalogue import (
    CaseType,
    CaseTypeKind,
    Comparator,
    ReportTable,
    Target,
    TargetMeasure,
)
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Origin, Percent, Table, TableRow
from welfare_stats.report.tables.counted import Counted
from welfare_stats.report.tables.framing import table_of_row
from welfare_stats.report.tables.gaps import number_or_gap
from welfare_stats.report.tables.notes import gap_notes
from welfare_stats.vietnamese import capitalised, format_number, format_percent

_COMPARATORS = {
    Comparator.ABOVE: "trên",
    Comparator.AT_LEAST: "ít nhất",
    Comparator.BELOW: "dưới",
    Comparator.AT_MOST: "không quá",
}
_CHANGES = {TargetMeasure.INCREASE: "tăng", TargetMeasure.DECREASE: "giảm"}


def target_words(target: Target) -> str:
    """A target as people say it: "trên 48.000 đối tượng", "ít nhất 95%", "giảm ít nhất 2%"."""
    value = f"{_COMPARATORS[target.comparator]} {format_number(target.value)}"
    if target.measure is TargetMeasure.NUMBER:
        return f"{value} {target.unit}"
    return " ".join(filter(None, (_CHANGES.get(target.measure), f"{value}%")))


def reached(facts: YearFacts) -> list[Attainment]:
    """The targets in force with what was reached; a share only where both numbers lack the same."""
    compared = facts.last_year.changes if facts.last_year else ()
    found = attainments(facts.totals, facts.codes, compared)
    return [a if _is_of_the_same_units(facts, a) else replace(a, actual=None) for a in found]


def _is_of_the_same_units(facts: YearFacts, attainment: Attainment) -> bool:
    if attainment.target.measure is not TargetMeasure.SHARE:
        return True
    lacking = [
        (facts.lacking(case_type), facts.short_spans([case_type]), facts.estimating(case_type))
        for case_type in _case_types(facts, attainment.target)
    ]
    return all(lacks == lacking[0] for lacks in lacking)


def _case_types(facts: YearFacts, target: Target) -> list[CaseType]:
    """What a target is set for, and what it is a share of."""
    known = facts.codes.case_types
    return [known[code] for code in (target.case_type, target.share_of) if code in known]


def verdict_words(facts: YearFacts, attainment: Attainment) -> str:
    """Whether a target is met, in a few words.

    A target that is not reached is called missed only when nobody's figures are still to come, a
    ceiling kept only then.
    """
    if attainment.is_met is None:
        return "Chưa có số liệu"
    case_types = _case_types(facts, attainment.target)
    is_estimate = any(facts.estimating(case_type) for case_type in case_types)
    is_complete = bool(case_types) and not (
        any(map(facts.lacking, case_types)) or facts.short_spans(case_types)
    )
    if not _is_certain(facts, attainment, case_types):
        if not is_complete:
            return "Chưa đủ số liệu"
        if not facts.is_whole_year:
            return "Đang thực hiện"  # a target of the year, and the year is not over
    verdict = "đạt" if attainment.is_met else "chưa đạt"
    return f"Ước {verdict}" if is_estimate else verdict.capitalize()


def _is_certain(facts: YearFacts, attainment: Attainment, case_types: Sequence[CaseType]) -> bool:
    """Whether what is still to come cannot change the verdict.

    It can only add to a number of cases; a number of people may still fall by the last day.
    """
    if attainment.target.measure is not TargetMeasure.NUMBER:
        return False
    is_stock = any(case_type.kind is CaseTypeKind.STOCK for case_type in case_types)
    if is_stock and facts.short_spans(case_types):
        return False
    return attainment.is_met is not attainment.target.is_ceiling


def result_words(facts: YearFacts, attainment: Attainment) -> str:
    """What was reached: "48.627", "96,3%", "giảm 2,4%"; that it is an estimate is said apart."""
    actual = _actual(facts, attainment)
    way = _CHANGES.get(attainment.target.measure)
    if way is None or not isinstance(actual, Percent):
        if not isinstance(actual, Number):
            return str(actual)
        plain = replace(actual, is_estimate=False)
        return f"{plain} {attainment.target.unit}" if actual.value else "bằng 0"
    if actual.value < 0:
        way = next(other for other in _CHANGES.values() if other != way)
    return f"{way} {format_percent(abs(actual.value))}"


def outcome_words(facts: YearFacts, attainment: Attainment) -> str:
    """What was reached of the plan: "đạt 108,8% kế hoạch, vượt 8,8%", "bằng 95,0% kế hoạch …"."""
    verdict = verdict_words(facts, attainment)
    said = verdict[:1].lower() + verdict[1:]
    beyond = attainment.beyond
    is_number = attainment.target.measure is TargetMeasure.NUMBER
    if beyond is None or not attainment.actual or not is_number:
        return said
    is_met = attainment.is_met and not verdict.startswith("Chưa")
    if not is_met or attainment.target.is_ceiling:
        return f"bằng {format_percent(1 + beyond)} kế hoạch ({said})"
    more = f", vượt {format_percent(beyond)}" if beyond > 0 else ""
    return f"{said} {format_percent(1 + beyond)} kế hoạch{more}"


def target_tables(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per target in force: the target, what was reached, its share and the verdict."""
    found = reached(facts)
    rows = [
        TableRow(
            (
                attainment.target.wording,
                capitalised(target_words(attainment.target)),
                actual := _actual(facts, attainment),
                _attained(attainment, actual),
                verdict_words(facts, attainment),
            )
        )
        for attainment in found
    ]
    columns = ("Chỉ tiêu kế hoạch", "Kế hoạch", "Thực hiện", "So với kế hoạch", "Đánh giá")
    case_types = {c.code: c for a in found for c in _case_types(facts, a.target)}
    notes = gap_notes(facts, rows, map(Counted, case_types.values()))
    return [table_of_row(facts, row, columns, rows, notes=notes)]


def _actual(facts: YearFacts, attainment: Attainment) -> Cell:
    """What was reached: a number or, of a target in per cent, a share or a change."""
    target, actual = attainment.target, attainment.actual
    number = facts.headline(target.case_type)
    if target.measure is TargetMeasure.NUMBER:
        return number_or_gap(number)
    if actual is None:
        return Gap.NOT_REPORTED
    origins = _origins(facts, target, number)
    return Percent(actual / 100, origins, is_change=not target.share_of)


def _origins(facts: YearFacts, target: Target, number: Number | None) -> tuple[Origin, ...]:
    """The part and the whole of a share; the number of now and that of before of a change."""
    if number is None:
        return ()
    if target.share_of:
        whole = facts.headline(target.share_of)
        return (*number.of, *(whole.of if whole else ()))
    return (*number.of, *(Origin(of.year - 1, of.key) for of in number.of))


def _attained(attainment: Attainment, actual: Cell) -> Cell:
    if attainment.ratio is None or not isinstance(actual, Number):
        return ""
    return Percent(attainment.ratio, actual.of, target=float(attainment.target.value))
