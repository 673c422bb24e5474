"""Tables with a row a unit or a group of units: of case types, of measures, or turned round."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from welfare_stats.design.catalogue import CaseType, ReportingUnit, ReportTable
from welfare_stats.design.catalogue.report_tables import ROWS_OF_GROUPS, SHARE_COLUMN
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Number, Table, TableRow
from welfare_stats.report.tables.choice import by_group, case_types_of, units_of
from welfare_stats.report.tables.counted import (
    Counted,
    column_called,
    heading_of,
    province_cell,
    subtotal_cell,
    unit_cell,
)
from welfare_stats.report.tables.framing import CONTINUED, TOTAL, table_of_row
from welfare_stats.report.tables.notes import (
    GROUP_NOTE,
    ROW_OF_GROUP_NOTE,
    ended_units,
    gap_notes,
    succession_notes,
)
from welfare_stats.report.tables.shares import lack_the_same, share_of_parent, share_or_blank
from welfare_stats.report.tables.withheld import withheld_codes

MOST_NUMBER_COLUMNS = 10  # what an A4 page holds across, with names of units beside them


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of a table: a row below the total, and in one of parts of a whole a column.

    Attributes:
        label: of the row.
        of: the share of a column.
        whole: that of which the column has each unit's share.
    """

    label: str
    of: Callable[[Counted], Cell]
    whole: CaseType | None = None


def units_by_case_types(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per unit, one column per case type; below them total and shares."""
    case_types = case_types_of(facts, row)
    if not case_types:
        return []
    counted = columns_of(facts, row, case_types)
    whole = case_types[0]
    if SHARE_COLUMN not in row.columns or whole.code not in row.parts_of:
        return unit_tables(facts, row, counted)
    counted[0] = Counted(whole, TOTAL, is_withheld=counted[0].is_withheld)
    total = facts.headline(whole.code)

    def share(of: Counted) -> Cell:
        is_fair = lack_the_same(facts, of.case_type, whole)
        if of.case_type == whole:
            is_fair = not facts.lacking(whole)
        return share_or_blank(of.number(facts), total, is_fair=is_fair)

    return unit_tables(facts, row, counted, Shares("Tỷ trọng của nhóm", share, whole))


def units_by_measures(facts: YearFacts, row: ReportTable) -> list[Table]:
    """One row per unit; of one case type its measures, the parts of its people, and spending."""
    withheld = withheld_codes(facts)
    counted = [
        Counted(
            case_type,
            heading_of(column),
            column.measure,
            column.breakdown,
            case_type.code in withheld,
        )
        for case_type in case_types_of(facts, row)
        for code in row.columns
        if (column := column_called(code, case_type)) is not None
    ]
    return unit_tables(facts, row, counted) if counted else []


def case_types_turned(facts: YearFacts, row: ReportTable) -> list[Table]:
    """Case types by units with more units than a page is wide: the units are its rows."""
    counted = columns_of(facts, row, case_types_of(facts, row))
    if SHARE_COLUMN not in row.columns:
        return unit_tables(facts, row, counted)
    shares = Shares(
        "Tỷ lệ so với tổng",
        lambda of: share_of_parent(facts, of.case_type, of.number(facts)),
    )
    return unit_tables(facts, row, counted, shares)


def columns_of(facts: YearFacts, row: ReportTable, case_types: Sequence[CaseType]) -> list[Counted]:
    """A column per case type, with the unit of measure where the table has none of its own."""
    withheld = withheld_codes(facts)
    return [
        Counted(
            case_type,
            case_type.label if row.unit else f"{case_type.label} ({case_type.unit})",
            is_withheld=case_type.code in withheld,
        )
        for case_type in case_types
    ]


def unit_tables(
    facts: YearFacts, row: ReportTable, counted: Sequence[Counted], shares: Shares | None = None
) -> list[Table]:
    """The tables of some columns, as many as pages need to hold them across."""
    extra = int(shares is not None and shares.whole is not None)
    pages = ceil((len(counted) + extra) / MOST_NUMBER_COLUMNS)
    size = ceil((len(counted) + extra) / pages)
    return [
        _unit_table(facts, row, counted[start : start + size], shares, is_continued=start > 0)
        for start in range(0, len(counted), size)
    ]


def _unit_table(
    facts: YearFacts,
    row: ReportTable,
    counted: Sequence[Counted],
    shares: Shares | None,
    *,
    is_continued: bool,
) -> Table:
    whole = shares.whole if shares and not is_continued else None
    groups = by_group(facts, units_of(facts, row), row.group_by)
    has_units = row.kind not in ROWS_OF_GROUPS or "" in groups
    rows = [*_rows_of_groups(facts, groups, counted, whole, has_units=has_units)]
    if row.total:
        totals = [province_cell(facts, of) for of in counted]
        share = [_share_of_all(facts, whole)] if whole else []
        rows.append(TableRow((row.total, *totals, *share), total=True))
    if shares is not None:
        cells = [shares.of(of) for of in counted]
        rows.append(TableRow((shares.label, *cells, *([""] if whole else [])), total=True))
    headings = [of.heading for of in counted]
    columns = ["Đơn vị", *headings, *(["Tỷ trọng của đơn vị"] if whole else [])]
    case_types = list({of.case_type.code: of.case_type for of in counted}.values())
    notes = [*succession_notes(facts, case_types), *gap_notes(facts, rows, counted)]
    if not has_units:
        notes.append(ROW_OF_GROUP_NOTE)
    elif len(groups) > 1 or "" not in groups:
        notes.append(GROUP_NOTE)
    addition = CONTINUED if is_continued else ""
    table = table_of_row(facts, row, columns, rows, notes=notes, addition=addition)
    return replace(table, lists_units=True)


def _rows_of_groups(
    facts: YearFacts,
    groups: Mapping[str, list[ReportingUnit]],
    counted: Sequence[Counted],
    whole: CaseType | None,
    *,
    has_units: bool,
) -> Iterator[TableRow]:
    """The rows of the units, those of a group below its caption, which has their sums."""
    for caption, units in groups.items():
        if caption:
            sums = [subtotal_cell(facts, of, units) for of in counted]
            share = [_share_of_units(facts, whole, units)] if whole else []
            yield TableRow((caption, *sums, *share), total=has_units)
        for unit in units if has_units else ():
            cells = [unit_cell(facts, of, unit) for of in counted]
            share = [_share_of_units(facts, whole, [unit])] if whole else []
            yield TableRow((unit.short_name, *cells, *share), level=int(bool(caption)))


def _share_of_all(facts: YearFacts, whole: CaseType) -> Cell:
    number = facts.headline(whole.code)
    return share_or_blank(number, number, is_fair=not facts.lacking(whole))


def _share_of_units(facts: YearFacts, whole: CaseType, units: Sequence[ReportingUnit]) -> Cell:
    """The share of some units in the province; none where their people are those of another."""
    counted = Counted(whole, is_withheld=whole.code in withheld_codes(facts))
    own = subtotal_cell(facts, counted, units)
    is_last = not any(unit in ended_units(facts, whole) for unit in units)
    return share_or_blank(
        own if isinstance(own, Number) else None,
        facts.headline(whole.code),
        is_fair=is_last and not facts.lacking(whole),
    )
