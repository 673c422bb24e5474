"""Rows of an own layout that only add up others, or are added up, and are no case types.

"2. Người khuyết tật" over "- Đặc biệt nặng" and "- Nặng" says nothing of its own, if every number
of it is what those below come to; neither do "- Từ 60 đến 80 tuổi" and "- Trên 80 tuổi" below
"Người cao tuổi", if they add up to it. Otherwise their labels are errors.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, takewhile
from math import isclose

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.design.catalogue.labels import CaseTypeLabels
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import fold

_FEWEST_PARTS = 2
_ROUNDING = 0.5
# How rows are marked as belonging below another: "-", "+", "a)", "1.", "I.", or not at all.
_MARKS = {
    "dash": re.compile(r"\s*[-–—•*]"),
    "plus": re.compile(r"\s*\+"),
    "letter": re.compile(r"\s*\(?[a-zđ]\s*[.)]"),
    "roman": re.compile(r"\s*[IVX]+\s*[.)]"),
    "decimal": re.compile(r"\s*\d+\.\d+"),
    "number": re.compile(r"\s*\d+\s*[.)]"),
}


def without_sums(found: FoundTable, labels: CaseTypeLabels) -> tuple[FoundTable, list[Finding]]:
    """The table without rows that only add up others, or only say what a row is made up of."""
    at, form = found.labels[Role.CASE_TYPE], found.form.code
    details = list(_details_among(found, labels))
    left_out = {row for _, rows in details for row in rows}
    kept = tuple(row for row in found.data_rows if row not in left_out)
    found = replace(found, data_rows=kept)
    subtotals = list(subtotals_among(found, labels))
    findings = [
        kinds.DETAILS.at(
            found.sheet.ref(rows[0], at), form=form, count=len(rows), whole=_text(found, whole, at)
        )
        for whole, rows in details
    ]
    findings += [kinds.SUBTOTAL.at(found.sheet.ref(row, at), form=form) for row in subtotals]
    return replace(found, data_rows=tuple(row for row in kept if row not in subtotals)), findings


def _details_among(
    found: FoundTable, labels: CaseTypeLabels
) -> Iterator[tuple[int, Sequence[int]]]:
    """Rows with the ones right below them that mean nothing and add up to them."""
    at = found.labels[Role.CASE_TYPE]
    for position, whole in enumerate(found.data_rows):
        if not labels.meant(_text(found, whole, at)):
            continue
        below = list(
            takewhile(
                lambda row: (text := _text(found, row, at)) and not labels.meant(text),
                found.data_rows[position + 1 :],
            )
        )
        own = _numbers(found, whole)
        if len(below) >= _FEWEST_PARTS and any(own):
            *_, total = accumulate((_numbers(found, row) for row in below), _added)
            if _are_same(own, total):
                yield whole, below


def subtotals_among(found: FoundTable, labels: CaseTypeLabels) -> Iterator[int]:
    """The rows of a table whose labels mean nothing, and whose numbers are those below added up."""
    at = found.labels[Role.CASE_TYPE]
    for position, row in enumerate(found.data_rows):
        text = _text(found, row, at)
        if text and not labels.meant(text) and _adds_up(found, found.data_rows[position:], at):
            yield row


def _adds_up(found: FoundTable, rows: Sequence[int], at: int) -> bool:
    """Whether the first row is the sum of all of the next that are marked alike and unlike it."""
    first, *others = rows
    if not others or (mark := _mark(found, others[0], at)) == _mark(found, first, at):
        return False
    alike = list(takewhile(lambda row: _mark(found, row, at) == mark, others))
    own = _numbers(found, first)
    *_, total = accumulate((_numbers(found, row) for row in alike), _added)
    return any(own) and len(alike) >= _FEWEST_PARTS and _are_same(own, total)


def _added(some: Sequence[float], others: Sequence[float]) -> list[float]:
    return [one + other for one, other in zip(some, others, strict=True)]


def _are_same(some: Sequence[float], others: Sequence[float]) -> bool:
    pairs = zip(some, others, strict=True)
    return all(isclose(one, other, abs_tol=_ROUNDING) for one, other in pairs)


def _numbers(found: FoundTable, row: int) -> list[float]:
    values = (
        found.sheet.value(row, found.columns[name])
        for name in found.form.numbers
        if name in found.columns
    )
    return [value if isinstance(value, int | float) else 0 for value in values]


def _text(found: FoundTable, row: int, column: int) -> str:
    value = found.sheet.value(row, column)
    return value if isinstance(value, str) and fold(value) else ""


def _mark(found: FoundTable, row: int, at: int) -> str:
    """How a row is marked, in its label or in the column of ordinals."""
    ordinal = found.columns.get("ordinal")
    value = "" if ordinal is None else found.sheet.value(row, ordinal)
    beside = f"{value:.0f}" if isinstance(value, float) else str(value).strip()
    texts = (_text(found, row, at), f"{beside}." if beside.isalnum() else beside)
    marks = (name for text in texts for name, pattern in _MARKS.items() if pattern.match(text))
    return next(marks, "")
