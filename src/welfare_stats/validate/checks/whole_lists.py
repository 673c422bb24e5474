"""Checks of whether a list is whole: what it says of its length, and its ordinals.

Nobody can see that a case is missing, but a list that says one number and shows another, or whose
numbering leaves something out, asks for a look. Each is said once a table.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from welfare_stats.collect.reading.cases import Case
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.reading.stated_counts import StatedCount
from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import Role
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.vietnamese import fold, format_number


def lists_are_whole(submission: Submission) -> Iterator[Finding]:
    """Report lists that say another number than they have, or skip or repeat an ordinal."""
    for lists in submission.lists.values():
        for table in lists:
            yield from _stated_counts(table, lists)
            yield from _ordinals(table)


# --- how many it says that there are -------------------------------------------------------------


def _stated_counts(table: FormTable, lists: Sequence[FormTable]) -> Iterator[Finding]:
    """Only the first that fits nothing: a total of a section is wrong along with that of all."""
    stated = [one for one in table.stated_counts if one.number not in _lengths(one, table, lists)]
    if stated:
        yield kinds.STATED_COUNT_DIFFERS.at(
            stated[0].cell,
            stated[0].number,
            form=table.form.code,
            rows=format_number(len(table.rows)),
        )


def _lengths(stated: StatedCount, table: FormTable, lists: Sequence[FormTable]) -> set[int]:
    """What the number may rightly be: of cases or people; of a section, a sheet or all sheets."""
    row = stated.cell.row
    rows = [one.cell.row for one in table.stated_counts]
    since = max((other for other in rows if other < row), default=-1)
    until = min((other for other in rows if other > row), default=max(table.row_numbers, default=0))
    above = [case for case, at in zip(table.cases, table.row_numbers, strict=True) if at < row]
    sections = [
        [
            case
            for case, at in zip(table.cases, table.row_numbers, strict=True)
            if first < at < last + (last == until)
        ]
        for first, last in ((since, row), (row, until))
    ]
    before = [case for other in lists[: lists.index(table)] for case in other.cases]
    every = [case for other in lists for case in other.cases]
    spans = [above, *sections, list(table.cases), [*before, *above], every]
    return {count for span in spans for count in (len(span), _people(span))}


def _people(cases: Sequence[Case]) -> int:
    return len({(fold(case.name or ""), case.birth) for case in cases})


# --- its ordinals --------------------------------------------------------------------------------

_ORDINAL = re.compile(r"\W*(\d{1,7})\W*", re.ASCII)


class _Numbered(NamedTuple):
    """A row of the list that has an ordinal, and how many rows before it have none."""

    row: int
    number: int
    blanks: int


def _ordinals(table: FormTable) -> Iterator[Finding]:
    if not table.has(Role.ORDINAL) or not table.rows:
        return
    field = table.form.roles[Role.ORDINAL]
    texts = [getattr(row, field) for row in table.rows]
    first = texts[0]
    if first and first.isdecimal() and texts == _run_from(int(first), len(texts)):
        return  # as nearly every list is
    numbered = _numbered(texts)
    broken = list(_broken(numbered, table))
    if broken:
        before, here = broken[0]
        what = f"số {here.number} đứng sau số {before.number} (ô {_cell(table, before).a1})"
        if len(broken) > 1:
            what += f"; còn {format_number(len(broken) - 1)} chỗ nữa"
        yield kinds.ORDINALS_BROKEN.at(
            _cell(table, here), here.number, heading=table.heading(Role.ORDINAL), what=what
        )


def _run_from(first: int, count: int) -> list[str]:
    return list(map(str, range(first, first + count)))


def _cell(table: FormTable, numbered: _Numbered) -> CellRef:
    return table.at(numbered.row, Role.ORDINAL)


def _numbered(texts: Sequence[str | None]) -> list[_Numbered]:
    found: list[_Numbered] = []
    blanks = 0
    for index, text in enumerate(texts):
        match = _ORDINAL.fullmatch(text) if text else None
        if match is None:
            blanks += 1
            continue
        found.append(_Numbered(index, int(match[1]), blanks))
        blanks = 0
    return found


def _broken(
    numbered: Sequence[_Numbered], table: FormTable
) -> Iterator[tuple[_Numbered, _Numbered]]:
    """Each row whose ordinal does not follow the one before; a list starts at any, again at 1.

    A list that was sorted after it had been numbered is looked at as it was before.
    """
    steps = list(pairwise(numbered))
    broken = [step for step in steps if not _follows(*step, table)]
    if any(here.number < before.number for before, here in broken):
        if _is_numbering([one.number for one in numbered]):
            return
        without = [one for one in numbered if one is not broken[0][1]]
        if all(_follows(*step, table, missing=1) for step in pairwise(without)):
            broken = broken[:1]  # one number was mistyped
        else:
            ordered = sorted(numbered, key=lambda one: one.number)
            broken = [step for step in pairwise(ordered) if not _follows(*step, table)]
    yield from broken


def _follows(before: _Numbered, here: _Numbered, table: FormTable, missing: int = 0) -> bool:
    """Whether an ordinal follows another, up to so many in between; of one person it may stay."""
    is_next = before.number < here.number <= before.number + 1 + here.blanks + missing
    names = [table.cases[one.row].name for one in (before, here)]
    stays = here.number == before.number and names[0] == names[1]
    return is_next or stays or here.number == 1


def _is_numbering(numbers: Sequence[int]) -> bool:
    """Whether the numbers are those of one or several runs that start alike, in any order."""
    counts = Counter(numbers)
    return all(
        counts[number] >= counts[number + 1] > 0 for number in range(min(numbers), max(numbers))
    )
