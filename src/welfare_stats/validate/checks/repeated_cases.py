"""The check that no case of a list is there twice; a block that was pasted twice is said once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import Role
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.findings.addresses import row_ranges
from welfare_stats.validate.checks.codes import may_be_a_person

_Row = tuple[FormTable, int]
"""A table and the index of one of its rows."""
_Run = list[tuple[_Row, _Row]]
"""Rows that follow each other and repeat rows that follow each other, each with the repeated."""

_MOST_RUNS = 20
"""More are said together: rows were pasted and then sorted."""


def cases_stand_once(submission: Submission) -> Iterator[Finding]:
    """Report cases with the record code of an earlier one, and those that are the same event."""
    for form, lists in submission.lists.items():
        rows = [(table, index) for table in lists for index in range(len(table.rows))]
        repeated = submission.repeated[form]
        yield from _said_once(_runs(repeated.codes, rows), _same_code)
        yield from _said_once(_runs(repeated.events, rows), _same_event)


def _runs(repeated: Mapping[int, int], rows: Sequence[_Row]) -> list[_Run]:
    runs: list[_Run] = []
    for at, first in repeated.items():
        pair = (rows[at], rows[first])
        if runs and _follows(runs[-1][-1], pair):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return runs


def _follows(last: tuple[_Row, _Row], pair: tuple[_Row, _Row]) -> bool:
    return all(
        table is next_table and index + 1 == next_index
        for (table, index), (next_table, next_index) in zip(last, pair, strict=True)
    )


def _said_once(runs: Sequence[_Run], finding: Callable[[_Run], Finding]) -> Iterator[Finding]:
    if len(runs) > _MOST_RUNS:
        runs = [list(chain.from_iterable(runs))]
    yield from map(finding, runs)


def _same_code(run: _Run) -> Finding:
    (table, index), (first_table, first_index) = run[0]
    cell, first = table.at(index, Role.RECORD), first_table.at(first_index, Role.RECORD)
    heading, code = table.heading(Role.RECORD), table.cases[index].record or ""
    hidden = may_be_a_person(table, code)
    what = heading if hidden else f"{heading} “{code}”"
    if len(run) > 1:
        what = f"{heading} ở {_rows([here for here, _ in run], cell)}"
    named = first.seen_from(cell.sheet) if len(run) == 1 else None
    return kinds.DUPLICATE_ROW.at(
        cell,
        code,
        hidden=hidden,
        what=what,
        first=f"ô {named}" if named else _rows([there for _, there in run], cell),
    )


def _same_event(run: _Run) -> Finding:
    (table, index), _ = run[0]
    cell = table.at(index, Role.RECORD if table.has(Role.RECORD) else Role.NAME)
    return kinds.CASE_TWICE.at(
        cell,
        hidden=True,
        what=_rows([here for here, _ in run], cell),
        first=_rows([there for _, there in run], cell),
    )


def _rows(rows: Sequence[_Row], seen_from: CellRef) -> str:
    """The rows by their numbers, and the sheet where it is another one: "dòng 13–32"."""
    table, _ = rows[0]
    numbers = [t.row_numbers[index] for t, index in rows if t is table]
    sheet = "" if table.sheet == seen_from.sheet else f" trang “{table.sheet}”"
    return f"dòng {row_ranges(sorted(set(numbers)))}{sheet}"
