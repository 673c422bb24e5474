"""Which rows hold the sums of which other rows: case types with parts, and typed total rows.

For case types the catalogue says it. A total row may be the sum of all rows or only of some, but
hardly of rows that are parts of other rows, for it would count those twice. Here ``tu_van`` is the
sum of ``tu_van_truc_tiep`` and others, and the total is that of rows 0 and 2:

>>> keys = {0: ("", "tu_van"), 1: ("", "tu_van_truc_tiep"), 2: ("", "cuoc_goi")}
>>> outermost(keys, {"tu_van": [], "tu_van_truc_tiep": ["tu_van"], "cuoc_goi": []}.__getitem__)
[0, 2]
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import TypeVar

from welfare_stats.collect.reading.form_table import FormTable, TotalRow
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Relation
from welfare_stats.findings import CellValue
from welfare_stats.validate.checks.codes import is_mislabelled

Row = tuple[FormTable, int]
"""A table and the index of one of its rows."""

RowKey = tuple[str, str]
"""Facility or part of the unit, "" on tables that know none, and case type."""

_DAY_ZERO = date(1899, 12, 30)  # of Excel's dates


def as_a_formula_reads(value: CellValue) -> float:
    """What Excel's SUM makes of a cell: text and TRUE are nothing, a date is a number of days."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (value - _DAY_ZERO).days
    return value if type(value) in (int, float) else 0  # type: ignore[return-value]


# --- rows ------------------------------------------------------------------------------------


def row_key(table: FormTable, index: int) -> RowKey:
    """Which facility, or which part of the unit, and which case type a row is of."""
    row = table.rows[index]
    return (
        table.part or getattr(row, "facility", None) or "",
        getattr(row, "case_type", None) or "",
    )


def strays(submission: Submission, table: FormTable) -> frozenset[int]:
    """Rows whose code is unknown, is not that of their words, or is that of another row, too.

    Such a row may be any row that is missing.
    """
    times = Counter(
        row_key(other, index)
        for other in submission.tables
        if other.form is table.form
        for index in range(len(other.rows))
        if not is_mislabelled(submission, other, index)
    )
    return frozenset(
        index
        for index in range(len(table.rows))
        if times[row_key(table, index)] != 1
        or row_key(table, index)[1] not in submission.codes.case_types
        or is_mislabelled(submission, table, index)
    )


def rows_and_strays(
    submission: Submission, tables: Iterable[FormTable]
) -> tuple[dict[RowKey, Row], list[Row]]:
    """The rows by facility and case type, and the stray rows."""
    rows: dict[RowKey, Row] = {}
    others: list[Row] = []
    for table in tables:
        stray = strays(submission, table)
        for index in range(len(table.rows)):
            if index in stray:
                others.append((table, index))
            else:
                rows[row_key(table, index)] = (table, index)
    return rows, others


_FEW_STRAYS = 4
_T = TypeVar("_T")


def _choices(stray: Sequence[_T]) -> Iterator[Collection[_T]]:
    """Every choice of a few strays, or none and all of many."""
    sizes = range(len(stray) + 1) if len(stray) <= _FEW_STRAYS else (0, len(stray))
    for size in sizes:
        yield from combinations(stray, size)


# --- case types ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseTypeSum:
    """A row that holds the sums of other rows by its case type.

    Attributes:
        whole: the row of the sums.
        parts: the rows that are added up.
        is_complete: whether every part that the catalogue names has a row.
        is_guess: whether a stray row is among these rows: they belong together only if they add up.
    """

    whole: Row
    parts: Sequence[Row]
    is_complete: bool = True
    is_guess: bool = False


def case_type_sums(submission: Submission) -> Iterator[CaseTypeSum]:
    """All sums of case types; a form may be split over several sheets."""
    tables: dict[str, list[FormTable]] = defaultdict(list)
    for table in submission.tables:
        if not table.form.is_list:
            tables[table.form.code].append(table)
    for of_form in tables.values():
        yield from _sums_of_form(submission, of_form)


def _sums_of_form(submission: Submission, tables: Sequence[FormTable]) -> Iterator[CaseTypeSum]:
    rows, others = rows_and_strays(submission, tables)
    for (facility, code), whole in rows.items():
        parts, is_complete = _parts_of(submission, rows, facility, code)
        if parts:
            yield CaseTypeSum(whole, parts, is_complete)
        if parts and not is_complete:
            for chosen in _choices(others):
                if chosen:
                    yield CaseTypeSum(whole, [*parts, *chosen], is_guess=True)
    parents = {case_type.parent or "" for case_type in submission.codes.case_types.values()}
    for whole in others:
        facility, _ = row_key(*whole)
        rest = [row for row in others if row is not whole] if len(others) <= _FEW_STRAYS else []
        for code in sorted(parents):
            parts, is_complete = _parts_of(submission, rows, facility, code)
            if len(parts) > 1 and (facility, code) not in rows:
                for chosen in _choices([] if is_complete else rest):
                    yield CaseTypeSum(whole, [*parts, *chosen], is_guess=True)


def _parts_of(
    submission: Submission, rows: Mapping[RowKey, Row], facility: str, code: str
) -> tuple[list[Row], bool]:
    """The rows of a case type's parts, and whether those are all parts."""
    children = submission.codes.children(code, Relation.SUM)
    found = [rows[facility, child.code] for child in children if (facility, child.code) in rows]
    return found, len(found) == len(children)


# --- total rows ------------------------------------------------------------------------------


def possible_parts(
    submission: Submission, table: FormTable
) -> Iterator[tuple[TotalRow, list[Sequence[int]]]]:
    """Each total row, and by their indexes the sets of rows of which it may be the sum.

    It may be of the rows since the total before, or of all rows; with or without rows that are
    parts of others; with any of the strays.
    """
    if not table.totals:
        return
    every = range(len(table.rows))
    stray = strays(submission, table)
    since = -1
    for total in table.totals:
        section = [index for index in every if since < table.row_numbers[index] < total.row]
        since = total.row
        found = dict.fromkeys(
            tuple(index for index in rows if index not in without)
            for span in (section or every, every)
            for rows in (_outermost_of(submission, table, span), span)
            for without in _choices(sorted(stray.intersection(rows)))
        )
        yield total, list(found)


def _outermost_of(submission: Submission, table: FormTable, span: Iterable[int]) -> list[int]:
    keys = {index: row_key(table, index) for index in span}
    return outermost(keys, lambda code: submission.codes.with_ancestors(code)[1:])


def outermost(keys: Mapping[int, RowKey], ancestors: Callable[[str], Sequence[str]]) -> list[int]:
    """The rows that are no part of another row, given their keys and what each case type is of."""
    stated = set(keys.values())
    return [
        index
        for index, (facility, code) in keys.items()
        if not any((facility, ancestor) in stated for ancestor in ancestors(code))
    ]
