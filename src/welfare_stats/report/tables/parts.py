"""What the tables of the report are put together from."""

from collections.abc import Iterable, Mapping, Sequence

from welfare_stats.analyse.totals import CellKey
from welfare_stats.design.catalogue import CaseType, ReporterKind, ReportingUnit
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Percent, Table, TableRow
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


def cell_of(values: Mapping[CellKey, float], row: str, column: object, gap: Gap) -> Cell:
    """The number of a row and column, or why there is none."""
    value = values.get((row, column))
    return gap if value is None else Number(value)


def gap_of(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> Gap:
    """Why a unit has no number for a case type."""
    form = case_type.form or ""
    return Gap.NOT_REPORTED if facts.status.has_sent(unit.code, form) else Gap.NOT_SENT


def number_or_gap(value: float | None, gap: Gap = Gap.NOT_REPORTED) -> Cell:
    """A total, or why there is none."""
    return gap if value is None else Number(value)


def percent_or_blank(value: float | None) -> Cell:
    """A share, where there is one."""
    return "" if value is None else Percent(value)


def gap_notes(
    facts: YearFacts, rows: Iterable[TableRow], case_types: Iterable[CaseType]
) -> list[str]:
    """What the signs of a table mean, and whom its totals are without."""
    notes = []
    if any(cell is Gap.NOT_REPORTED for row in rows for cell in row.cells):
        notes.append(f"Ký hiệu “{Gap.NOT_REPORTED}”: đơn vị không báo cáo chỉ tiêu này.")
    case_types = list(case_types)
    lacking = {unit.code: unit for row in case_types for unit in facts.lacking(row)}
    silent = {
        c: u for c, u in lacking.items() if not any(_has_sent(facts, u, r) for r in case_types)
    }
    if silent:
        names = ", ".join(unit.short_name for unit in silent.values())
        notes.append(f"Tổng số chưa gồm số liệu của: {names} (chưa gửi hoặc bị trả lại).")
    if patchy := [unit.short_name for code, unit in lacking.items() if code not in silent]:
        notes.append(f"Số liệu chưa đủ, do có chỉ tiêu để trống: {', '.join(patchy)}.")
    if spans := partial_words(facts, case_types):
        notes.append(f"Số liệu không đủ kỳ: {'; '.join(spans)}.")
    return [*notes, *_data_notes(facts)]


def _has_sent(facts: YearFacts, unit: ReportingUnit, case_type: CaseType) -> bool:
    return facts.status.has_sent(unit.code, case_type.form or "")


def partial_words(facts: YearFacts, case_types: Iterable[CaseType]) -> list[str]:
    """Units whose figures of these case types do not span the report's period, with their own."""
    return [
        f"{unit.short_name} ({period_words(period)})"
        for unit, period in facts.partial(case_types).items()
    ]


def period_words(period: ReportingPeriod) -> str:
    """The two days of a period, "từ … đến …"."""
    return f"từ {format_date(period.start)} đến {format_date(period.end)}"


def _data_notes(facts: YearFacts) -> list[str]:
    if not facts.year_text.data_notes:
        return []
    return ["Xem lưu ý về số liệu ở phần đầu báo cáo."]


def level_of(facts: YearFacts, case_type: CaseType) -> int:
    """How many parents stand above it: so far its label is indented."""
    return len(facts.codes.with_ancestors(case_type.code)) - 1


def parents_first(case_types: Iterable[CaseType]) -> list[CaseType]:
    """Parents before their children, otherwise in the order of the catalogue."""
    chosen = list(case_types)
    codes = {case_type.code for case_type in chosen}

    def below(parent: str | None) -> list[CaseType]:
        return [
            found
            for case_type in chosen
            if (case_type.parent if case_type.parent in codes else None) == parent
            for found in (case_type, *below(case_type.code))
        ]

    return below(None)


def district_offices(facts: YearFacts) -> list[ReportingUnit]:
    """The offices that report for a district, in the order of the catalogue."""
    return facts.codes.units_of(ReporterKind.DISTRICT_OFFICE)
