"""Tables with a row a case type: by unit, or with measures of the whole province."""

from collections.abc import Sequence
from dataclasses import dataclass

from welfare_stats.design.catalogue import CaseType, ReportingUnit, ReportTable
from welfare_stats.design.catalogue.report_tables import SHARE_COLUMN, UNIT_COLUMN
from welfare_stats.design.forms import Breakdown
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Table, TableRow
from welfare_stats.report.tables.choice import case_types_of, level_within, units_of
from welfare_stats.report.tables.counted import (
    Counted,
    column_called,
    heading_of,
    province_cell,
    unit_cell,
)
from welfare_stats.report.tables.framing import TOTAL, table_of_row
from welfare_stats.report.tables.gaps import gap_of, gap_of_total, number_or_gap
from welfare_stats.report.tables.notes import gap_notes, succession_notes
from welfare_stats.report.tables.rows_of_units import case_types_turned
from welfare_stats.report.tables.shares import share_of_parent
from welfare_stats.report.tables.withheld import withheld_codes

_MOST_UNIT_COLUMNS = 12
_SHARE = "Tỷ lệ so với tổng"


def case_types_by_units(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per case type, with its total and its share of the case type that it is part of.

    Each unit has a column. A single unit has none, as it would repeat the total; there is room for
    the parts of its people instead.
    """
    case_types, units = case_types_of(facts, row), units_of(facts, row)
    if not case_types:
        return []
    if len(units) > _MOST_UNIT_COLUMNS:
        return case_types_turned(facts, row)
    single = units[0] if len(units) == 1 and row.total else None
    codes = _Codes.of(facts, row, case_types)
    withheld = withheld_codes(facts)
    counted = [Counted(c, is_withheld=c.code in withheld) for c in case_types]
    rows = []
    for of in counted:
        cells = [] if single else [unit_cell(facts, of, unit) for unit in units]
        if row.total:
            cells.append(_total(facts, of, single))
        cells += _share(facts, row, of.case_type)
        if single:
            cells += _parts(facts, codes, of.case_type, single)
        rows.append(_row(facts, row, of.case_type, case_types, cells))
    columns = [
        *_first_columns(row),
        *([] if single else [unit.short_name for unit in units]),
        *([row.total] if row.total else []),
        *([_SHARE] if SHARE_COLUMN in row.columns else []),
        *([_heading(code) for code in codes.shown] if single else []),
    ]
    left_out = codes.notes if single else []
    notes = [*succession_notes(facts, case_types), *gap_notes(facts, rows, counted), *left_out]
    return [table_of_row(facts, row, columns, rows, notes=notes)]


def case_types_by_measures(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per case type, with measures, parts of its people and spending of the province."""
    case_types = case_types_of(facts, row)
    if not case_types:
        return []
    codes = _Codes.of(facts, row, case_types)
    counted = {case_type.code: _measures(codes, case_type) for case_type in case_types}
    rows = [
        _row(
            facts,
            row,
            case_type,
            case_types,
            [
                *(_cell(facts, of) for of in counted[case_type.code]),
                *_share(facts, row, case_type),
            ],
        )
        for case_type in case_types
    ]
    columns = [
        *_first_columns(row),
        *(TOTAL if code == "total" else _heading(code) for code in codes.shown),
        *([_SHARE] if SHARE_COLUMN in row.columns else []),
    ]
    shown = [of for found in counted.values() for of in found if of is not None]
    notes = [*succession_notes(facts, case_types), *gap_notes(facts, rows, shown), *codes.notes]
    return [table_of_row(facts, row, columns, rows, notes=notes)]


def _row(
    facts: YearFacts,
    row: ReportTable,
    case_type: CaseType,
    case_types: Sequence[CaseType],
    cells: Sequence[Cell],
) -> TableRow:
    first = [case_type.label, case_type.unit]
    if UNIT_COLUMN not in row.columns:
        first = [case_type.label if row.unit else f"{case_type.label} ({case_type.unit})"]
    return TableRow((*first, *cells), level=level_within(facts, case_type, case_types))


def _first_columns(row: ReportTable) -> list[str]:
    if UNIT_COLUMN in row.columns:
        return ["Nội dung", "Đơn vị tính"]
    return ["Nội dung" if row.unit else "Nội dung (đơn vị tính)"]


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes of measures and parts of people that a table is to show.

    A part of which nobody has told anything has no column of signs: a note names it.
    """

    shown: Sequence[str]
    left_out: Sequence[str]

    @classmethod
    def of(cls, facts: YearFacts, row: ReportTable, case_types: Sequence[CaseType]) -> "_Codes":
        codes = [code for code in row.columns if code not in (UNIT_COLUMN, SHARE_COLUMN)]
        left_out = [code for code in codes if not _is_told(facts, code, case_types)]
        return cls([code for code in codes if code not in left_out], left_out)

    @property
    def notes(self) -> list[str]:
        headings = [_heading(code).rpartition(": ")[2] for code in self.left_out]
        return [f"Không có số liệu riêng về: {', '.join(headings)}."] if headings else []


def _is_told(facts: YearFacts, code: str, case_types: Sequence[CaseType]) -> bool:
    found = [(case_type, column_called(code, case_type)) for case_type in case_types]
    parts = [
        Counted.in_column(case_type, column)
        for case_type, column in found
        if column and column.breakdown is not Breakdown.ALL
    ]
    return not parts or any(of.number(facts) is not None for of in parts)


def _cell(facts: YearFacts, of: Counted | None) -> Cell:
    """A number of the province; empty where nobody is asked for it, or it makes no sense."""
    if of is None or _makes_no_sense(facts, of):
        return ""
    return province_cell(facts, of)


def _makes_no_sense(facts: YearFacts, of: Counted) -> bool:
    """Whether it is a part of things, such as the women among calls, that nobody has told."""
    is_of_people = of.case_type.unit.partition(" ")[0] in _PEOPLE
    return of.breakdown is not Breakdown.ALL and not is_of_people and of.number(facts) is None


_PEOPLE = ("người", "đối", "trẻ", "lượt", "trường", "ca", "thẻ")  # how units of people begin


def _heading(code: str) -> str:
    column = column_called(code)
    return heading_of(column) if column else code


def _measures(codes: _Codes, case_type: CaseType) -> list[Counted | None]:
    """The columns of a case type; ``None`` where its form does not ask for one.

    "total" is whatever answers "how many".
    """
    found: list[Counted | None] = []
    for code in codes.shown:
        column = column_called(code, case_type)
        if code == "total":
            found.append(Counted(case_type))
        elif column is None:
            found.append(None)
        elif column.breakdown is Breakdown.ALL:
            found.append(Counted(case_type, measure=column.measure))
        else:
            found.append(Counted.in_column(case_type, column))
    return found


def _parts(facts: YearFacts, codes: _Codes, case_type: CaseType, unit: ReportingUnit) -> list[Cell]:
    """The further columns of the only unit."""
    gap = _gap_of_single(facts, case_type, unit)
    columns = [column for code in codes.shown if (column := column_called(code)) is not None]
    counted = [Counted.in_column(case_type, column) for column in columns]
    return [
        "" if _makes_no_sense(facts, of) else number_or_gap(of.number(facts), gap) for of in counted
    ]


def _total(facts: YearFacts, of: Counted, single: ReportingUnit | None) -> Cell:
    if single is None:
        return province_cell(facts, of)
    return number_or_gap(of.number(facts), _gap_of_single(facts, of.case_type, single))


def _gap_of_single(facts: YearFacts, case_type: CaseType, unit: ReportingUnit) -> Gap:
    """Why the only unit has no number: then the province has none either."""
    gap = gap_of_total(facts, case_type)
    return gap_of(facts, unit, case_type) if gap is Gap.NOT_REPORTED else gap


def _share(facts: YearFacts, row: ReportTable, case_type: CaseType) -> list[Cell]:
    if SHARE_COLUMN not in row.columns:
        return []
    return [share_of_parent(facts, case_type, facts.headline(case_type.code))]
