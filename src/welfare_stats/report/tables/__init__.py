"""The tables of the report: those that ``tables.csv`` asks for, and those of the program itself.

A kind of table is a function in a module here, with a line in ``_KINDS``. What the kinds have in
common is in ``choice`` (which units and case types), ``counted`` (what a row or column counts, and
its cells), ``withheld``, ``shares``, ``gaps``, ``framing`` (period, source, title) and ``notes``
(the lines below a table).
"""

from collections.abc import Callable, Collection, Iterable

from welfare_stats.design.catalogue import CaseType, ReportTable, TableKind, TablePlace
from welfare_stats.design.catalogue.table_mistakes import KEYS_OF_THE_PROGRAM
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table
from welfare_stats.report.tables.choice import case_types_of
from welfare_stats.report.tables.last_year import last_year_tables
from welfare_stats.report.tables.revision import revision_table
from welfare_stats.report.tables.rows_of_case_types import (
    case_types_by_measures,
    case_types_by_units,
)
from welfare_stats.report.tables.rows_of_units import units_by_case_types, units_by_measures
from welfare_stats.report.tables.sending import status_table
from welfare_stats.report.tables.targets import target_tables

_KINDS: dict[TableKind, Callable[[YearFacts, ReportTable], list[Table]]] = {
    TableKind.UNITS_BY_CASE_TYPES: units_by_case_types,
    TableKind.CASE_TYPES_BY_UNITS: case_types_by_units,
    TableKind.UNITS_BY_MEASURES: units_by_measures,
    TableKind.GROUPS_BY_CASE_TYPES: units_by_case_types,
    TableKind.GROUPS_BY_MEASURES: units_by_measures,
    TableKind.CASE_TYPES_BY_MEASURES: case_types_by_measures,
    TableKind.TARGETS: target_tables,
    TableKind.LAST_YEAR: last_year_tables,
}
_OF_THEIR_OWN = (TableKind.TARGETS, TableKind.LAST_YEAR)


def body_tables(facts: YearFacts) -> dict[str, list[Table]]:
    """The tables of the body, by the key with which the template of the text places them."""
    made = {row.key: made_of_row(facts, row) for row in _rows(facts, TablePlace.BODY)}
    return {key: tables for key, tables in made.items() if tables}


def annex_tables(facts: YearFacts) -> list[Table]:
    """The tables of the annex, in their order."""
    tables = [status_table(facts)]
    for row in _rows(facts, TablePlace.ANNEX):
        tables += made_of_row(facts, row)
    if facts.revision is not None and facts.revision.changes:
        tables.append(revision_table(facts, facts.revision))
    return tables


def by_key(tables: Iterable[Table]) -> dict[str, list[Table]]:
    """Tables by key; one that goes on in further ones has several."""
    found: dict[str, list[Table]] = {}
    for table in tables:
        found.setdefault(table.key, []).append(table)
    return found


def table_keys(facts: YearFacts) -> frozenset[str]:
    """The keys that the template of the text may name, though there may be nothing to show."""
    return facts.tables_ever | {row.key for row in facts.codes.tables} | {*KEYS_OF_THE_PROGRAM}


def made_of_row(facts: YearFacts, row: ReportTable) -> list[Table]:
    """The tables that a row of ``tables.csv`` asks for, none where there is nothing to show."""
    return _KINDS[row.kind](facts, row)


def in_no_table(facts: YearFacts, shown: Collection[str]) -> list[CaseType]:
    """The case types that have figures and stand in none of the tables with some keys."""
    covered = {
        case_type.code
        for row in facts.codes.tables
        if row.key in shown and row.kind not in _OF_THEIR_OWN
        for case_type in case_types_of(facts, row)
    }
    return [
        case_type
        for code, case_type in facts.codes.case_types.items()
        if code not in covered and case_type.form is not None and facts.is_known(case_type)
    ]


def _rows(facts: YearFacts, place: TablePlace) -> list[ReportTable]:
    return [row for row in facts.codes.tables if row.place is place]
