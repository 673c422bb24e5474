"""What the numbers of a clean workbook agree on.

Written apart from the edit rules of the program, to judge them: here the layout is known.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Any

from excel import cell_of, column
from formats import Rows, Sheets
from welfare_stats.design.catalogue import CatalogueAt, Relation
from welfare_stats.design.forms import FORMS, Breakdown, Form, Measure
from workbooks import FIRST_ROW

Numbers = Mapping[str, float]
"""By address, "HX-01!G7"."""

MOVEMENT = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)
TOTALS = ("Tổng", "Cộng")
"""The words with which total rows begin."""

_ROUNDING = 0.5  # of each amount, which is in thousands
_TOO_LARGE = 10**13


@dataclass(frozen=True)
class Agreement:
    """Cells, added (+1) or taken away (−1), that come to something between two bounds.

    ``codes`` are those of the findings at each of the cells where they do not. ``total`` is the
    cell that may be a formula over the others. The agreement rests on the cells ``rests_on``, which
    must hold their codes or numbers that can be read; where another does not, this is ``instead``.
    """

    signs: Mapping[str, int]
    codes: Mapping[str, str]
    low: float = 0
    high: float = 0
    total: str | None = None
    rests_on: frozenset[str] = frozenset()
    instead: "Agreement | None" = None

    def gap(self, numbers: Numbers) -> float:
        """What the cells come to too little or, below 0, too much."""
        found = sum(sign * numbers[address] for address, sign in self.signs.items())
        return max(self.low - found, 0) + min(self.high - found, 0)

    def is_readable(self, numbers: Numbers) -> bool:
        return self.signs.keys() <= numbers.keys()

    def holds(self, numbers: Numbers) -> bool:
        return self.is_readable(numbers) and not self.gap(numbers)

    def of_readable(self, numbers: Numbers) -> "Agreement":
        """The agreement of what can be read: a sum is at least that of the parts that are known."""
        if self.total not in numbers or self.is_readable(numbers):
            return self
        signs = {address: sign for address, sign in self.signs.items() if address in numbers}
        return replace(self, signs=signs, high=inf)


def is_number(value: Any) -> bool:
    """Whether it is read as a count or amount, without a finding."""
    return type(value) in (int, float) and 0 <= value < _TOO_LARGE and value == int(value)


def agreements_of(sheets: Sheets, codes: CatalogueAt) -> Iterator[Agreement]:
    """All agreements of a clean workbook whose sums are calculated."""
    forms = {name: FORMS[name] for name in sheets if name in FORMS}
    listed = {code for name, form in forms.items() if form.is_list
              for code in _listed(sheets[name], name, codes)}  # fmt: skip
    for name, form in forms.items():
        if not form.is_list:
            table = _table(form, sheets[name], codes)
            yield from _within_rows(table)
            yield from _subsets(table)
            yield from _sums(table)
            yield from _totals(table)
            yield from _counted(table, listed)


def _listed(rows: Rows, form: str, codes: CatalogueAt) -> set[str]:
    """The case types that a list counts."""
    letter = column(form, "case_type")
    found = {cell_of(rows, f"{letter}{row}") for row in range(FIRST_ROW, len(rows) + 1)}
    return {code for case_type in found for code in codes.family(case_type)}


@dataclass(frozen=True)
class _Table:
    """A form on a sheet: its rows by facility and case type, its total rows, and its numbers."""

    form: Form
    codes: CatalogueAt
    rows: Mapping[tuple[Any, str], int]
    totals: Sequence[int]
    letters: Mapping[str, tuple[Measure, Breakdown]]
    numbers: Numbers

    def at(self, letter: str, row: int) -> str:
        return f"{self.form.code}!{letter}{row}"

    def stated(self, letter: str, rows: Iterable[int | None]) -> list[str]:
        """The addresses of the numbers in that column of these rows."""
        addresses = [self.at(letter, row) for row in rows if row is not None]
        return [address for address in addresses if address in self.numbers]

    def code_cells(self, rows: Iterable[int | None]) -> frozenset[str]:
        letters = [column(self.form.code, name) for name in self.form.key]
        return frozenset(self.at(x, row) for x in letters for row in rows if row is not None)


def _table(form: Form, rows: Rows, codes: CatalogueAt) -> _Table:
    letters = {
        column(form.code, name): (c.measure, c.breakdown)
        for name, c in form.numbers.items()
        if c.measure is not None
    }
    facility = column(form.code, "facility") if "facility" in form.columns else None
    code = column(form.code, "case_type")
    lines = range(FIRST_ROW, len(rows) + 1)
    found = {
        (facility and cell_of(rows, f"{facility}{line}"), case_type): line
        for line in lines
        if (case_type := cell_of(rows, f"{code}{line}")) in codes.case_types
    }
    totals = [line for line in lines if str(cell_of(rows, f"A{line}")).startswith(TOTALS)]
    numbers = {
        f"{form.code}!{letter}{line}": number
        for letter in letters
        for line in (*found.values(), *totals)
        if is_number(number := cell_of(rows, f"{letter}{line}"))
    }
    return _Table(form, codes, found, totals, letters, numbers)


def _within_rows(table: _Table) -> Iterator[Agreement]:
    """Movements, and "trong đó" columns that are not above their whole."""
    letters = {what: letter for letter, what in table.letters.items()}
    movement = [letters[m, Breakdown.ALL] for m in MOVEMENT if (m, Breakdown.ALL) in letters]
    for row in table.rows.values():
        cells = [address for letter in movement for address in table.stated(letter, [row])]
        if len(cells) == len(MOVEMENT):
            signs = dict(zip(cells, (1, 1, -1, -1), strict=True))
            yield Agreement(signs, dict.fromkeys(cells, "movement.not-balanced"))
        for (measure, breakdown), letter in letters.items():
            if breakdown is not Breakdown.ALL:
                whole = table.at(letters[measure, Breakdown.ALL], row)
                yield from _not_above(table, table.at(letter, row), whole)


def _not_above(
    table: _Table, part: str, whole: str, rests_on: frozenset[str] = frozenset()
) -> Iterator[Agreement]:
    if whole in table.numbers and part in table.numbers:
        codes = {whole: "sum.whole-below-parts", part: "sum.part-exceeds-whole"}
        yield Agreement({whole: 1, part: -1}, codes, 0, inf, rests_on=rests_on)


def _subsets(table: _Table) -> Iterator[Agreement]:
    """Case types that are not above the one of which they are a subset."""
    for (facility, code), row in table.rows.items():
        for child in table.codes.children(code, Relation.SUBSET):
            part = table.rows.get((facility, child.code))
            for letter, (measure, _) in table.letters.items():
                if part is not None and measure in (Measure.TOTAL, Measure.CLOSING):
                    cells = table.code_cells([row, part])
                    yield from _not_above(
                        table, table.at(letter, part), table.at(letter, row), cells
                    )


def _sums(table: _Table) -> Iterator[Agreement]:
    """Case types that are the sum of others; of a blank part nobody knows how much it is."""
    for (facility, code), row in table.rows.items():
        children = table.codes.children(code, Relation.SUM)
        rows = [table.rows.get((facility, child.code)) for child in children]
        for letter in table.letters:
            parts = table.stated(letter, rows)
            if parts and table.at(letter, row) in table.numbers:
                cells = table.code_cells([row, *rows])
                sum_of = _sum(table, letter, row, parts, "sum.parts-differ", cells)
                is_complete = len(parts) == len(children)
                yield sum_of if is_complete else replace(sum_of, high=inf)


def _sum(
    table: _Table, letter: str, row: int, parts: list[str], code: str, rests_on: frozenset[str]
) -> Agreement:
    measure, _ = table.letters[letter]
    off = _ROUNDING * len(parts) if measure is Measure.AMOUNT else 0
    total = table.at(letter, row)
    signs = {total: 1} | dict.fromkeys(parts, -1)
    return Agreement(signs, dict.fromkeys(signs, code), -off, off, total, rests_on)


def _totals(table: _Table) -> Iterator[Agreement]:
    """A total row is the sum of the rows that are no part of another row.

    The last is that of all rows, another that of the rows since the total before. Where the code
    of a row with parts is wrong, it is the sum of the rows without parts instead. Which rows they
    are can be told only where all numbers of the column can be read.
    """
    wholes = {table.codes.case_types[code].parent for _, code in table.rows}
    outer = [row for key, row in table.rows.items() if not _has_whole(table, *key)]
    inner = [row for (_, code), row in table.rows.items() if code not in wholes]
    sums = table.code_cells(r for (_, code), r in table.rows.items() if code in wholes)
    code = "sum.total-row-differs"
    for before, row in pairwise((0, *table.totals)):
        span = range(0 if row == table.totals[-1] else before, row)
        for letter in table.letters:
            cells = frozenset(table.at(letter, r) for r in table.rows.values())
            first_parts, other_parts = (
                table.stated(letter, (r for r in rows if r in span)) for rows in (outer, inner)
            )
            first = _sum(table, letter, row, first_parts, code, cells | sums)
            other = _sum(table, letter, row, other_parts, code, cells)
            if first.holds(table.numbers):
                yield first
                other = replace(other, instead=first)
            if other.holds(table.numbers):
                yield other


def _has_whole(table: _Table, facility: Any, code: str) -> bool:
    ancestors = table.codes.with_ancestors(code)[1:]
    return any((facility, ancestor) in table.rows for ancestor in ancestors)


def _counted(table: _Table, listed: Collection[str]) -> Iterator[Agreement]:
    """Numbers that a list counts: in the clean workbook they are right."""
    for (_, code), row in table.rows.items():
        for letter, what in table.letters.items():
            if code in listed and what == (Measure.TOTAL, Breakdown.ALL):
                address = table.at(letter, row)
                number = table.numbers[address]
                yield Agreement({address: 1}, {address: "list.count-differs"}, number, number)
