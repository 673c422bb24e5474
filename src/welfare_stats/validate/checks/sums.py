"""Which rows hold the sum of which other rows: case types with parts, and typed total rows.

Codes say it for case types. A total row has none, and may be the sum of all rows above it or of
those since the total before; rows that are parts of another row would be counted twice:

>>> parents = {"tu_van": "", "tu_van_truc_tiep": "tu_van", "tu_van_cong_dong": "tu_van"}
>>> rows = {0: ("CSTG-04", "tu_van"), 1: ("CSTG-04", "tu_van_truc_tiep"), 2: ("CSTG-04", "cuoc_goi")}
>>> outermost(rows, lambda code: [parents.get(code, "")])
[0, 2]
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from welfare_stats.collect.reading import FormTable, TotalRow
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Relation
from welfare_stats.validate.checks.codes import is_mislabelled

Row = tuple[FormTable, int]
"""A table, and the index of one of its rows."""

RowKey = tuple[str, str]
"""Facility, "" on forms that know none, and case type."""


def row_key(table: FormTable, index: int) -> RowKey:
    """Of what facility and case type a row is, by its codes."""
    row = table.rows[index]
    return (getattr(row, "facility", None) or "", getattr(row, "case_type", None) or "")


def strays(submission: Submission, table: FormTable) -> frozenset[int]:
    """Rows whose code is unknown, is not that of their words or stands twice.

    Nobody can tell of what they are: a stray row may be any row that seems to be missing.
    """
    keys = Counter(
        row_key(other, index)
        for other in submission.tables
        if other.form is table.form
        for index in range(len(other.rows))
        if not is_mislabelled(submission, other, index)
    )
    return frozenset(
        index
        for index in range(len(table.rows))
        if keys[row_key(table, index)] != 1
        or row_key(table, index)[1] not in submission.codes.case_types
        or is_mislabelled(submission, table, index)
    )


_FEW_STRAYS = 4
_Any = TypeVar("_Any")


def _choices(strays: Sequence[_Any]) -> Iterator[Collection[_Any]]:
    """Every choice of a few, or none and all of many."""
    sizes = range(len(strays) + 1) if len(strays) <= _FEW_STRAYS else (0, len(strays))
    for size in sizes:
        yield from combinations(strays, size)


# --- case types ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseTypeSum:
    """The row of a case type that is the sum of others, and the rows of those.

    Attributes:
        whole: the row of the sum.
        parts: the rows that are added up.
        is_complete: whether every part that the catalogue knows has a row.
        is_guess: whether one of the rows is a stray; then it is a sum only where it adds up.
    """

    whole: Row
    parts: Sequence[Row]
    is_complete: bool = True
    is_guess: bool = False


def case_type_sums(submission: Submission) -> Iterator[CaseTypeSum]:
    """All sums of case types, form by form: a form may be split over several sheets."""
    tables: dict[str, list[FormTable]] = defaultdict(list)
    for table in submission.tables:
        if not table.form.is_list:
            tables[table.form.code].append(table)
    for of_form in tables.values():
        yield from _sums_of_form(submission, of_form)


def _sums_of_form(submission: Submission, tables: Sequence[FormTable]) -> Iterator[CaseTypeSum]:
    rows: dict[RowKey, Row] = {}
    others: list[Row] = []
    for table in tables:
        stray = strays(submission, table)
        others += [(table, index) for index in sorted(stray)]
        known = (index for index in range(len(table.rows)) if index not in stray)
        rows |= {row_key(table, index): (table, index) for index in known}

    def stated_parts(facility: str, code: str) -> tuple[list[Row], bool]:
        children = submission.codes.children(code, Relation.SUM)
        found = [rows[facility, c.code] for c in children if (facility, c.code) in rows]
        return found, len(found) == len(children)

    for (facility, code), whole in rows.items():
        parts, is_complete = stated_parts(facility, code)
        if parts and (is_complete or not others):
            yield CaseTypeSum(whole, parts, is_complete)
        elif parts:
            for stray in _choices(others):
                yield CaseTypeSum(whole, [*parts, *stray], is_guess=True)
    parents = {case_type.parent or "" for case_type in submission.codes.case_types.values()}
    for whole in others:
        facility, _ = row_key(*whole)
        for code in sorted(parents):
            parts, _ = stated_parts(facility, code)
            if len(parts) > 1 and (facility, code) not in rows:
                yield CaseTypeSum(whole, parts, is_guess=True)


# --- total rows ------------------------------------------------------------------------------

def possible_parts(
    submission: Submission, table: FormTable
) -> Iterator[tuple[TotalRow, list[Sequence[int]]]]:
    """Each total row, and by their indexes the rows of which it may be the sum.

    It may be of the rows above it, of those since the total before or of all, in each case with or
    without the parts of other rows, and with any choice of the strays.
    """
    if not table.totals:
        return
    every = range(len(table.rows))
    stray = strays(submission, table)
    since = -1
    for total in table.totals:
        above = [index for index in every if table.row_numbers[index] < total.row]
        spans = (above, [i for i in above if table.row_numbers[i] > since], every)
        since = total.row
        found = dict.fromkeys(
            tuple(index for index in rows if index not in without)
            for span in spans
            for rows in (_outermost_of(submission, table, span), span)
            for without in _choices(sorted(stray.intersection(rows)))
        )
        yield total, list(found)


def _outermost_of(submission: Submission, table: FormTable, span: Iterable[int]) -> list[int]:
    keys = {index: row_key(table, index) for index in span}
    return outermost(keys, lambda code: submission.codes.with_ancestors(code)[1:])


def outermost(
    keys: Mapping[int, RowKey], ancestors: Callable[[str], Sequence[str]]
) -> list[int]:
    """The rows that are no part of another row: a total that added those would count twice."""
    stated = set(keys.values())
    return [
        index
        for index, (facility, code) in keys.items()
        if not any((facility, ancestor) in stated for ancestor in ancestors(code))
    ]
