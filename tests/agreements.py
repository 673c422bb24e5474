"""Which numbers of a filled workbook must agree, and whether they tell which of them is wrong.

Written apart from the program, to judge its answers: it knows the clean workbook, with the formulas
in it, and tries every cell, where the program sees one file and searches greedily.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from math import inf
from typing import Any

from openpyxl.utils import get_column_letter

from formats import Rows, Sheets
from welfare_stats.design.catalogue import CatalogueAt, Relation
from welfare_stats.design.forms import FORMS, Breakdown, Form, Measure
from welfare_stats.design.forms.formulas import summed_cells
from workbooks import FIRST_ROW, put

Place = tuple[str, str]
"""Code of a finding, and "sheet!cell" or the sheet alone."""

MOVEMENT = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)
_ROUNDING = 0.5  # of each amount, which is in thousands
_MOST = 10**13
_MOST_CHANGES = 2  # tried at once: three take minutes
_TOTALS = ("Tổng", "Cộng")


def column(form: str, field_name: str) -> str:
    return get_column_letter(list(FORMS[form].columns).index(field_name) + 1)


def cell(sheets: Sheets, address: str) -> Any:
    sheet, _, place = address.partition("!")
    return cell_of(sheets[sheet], place)


def cell_of(rows: Rows, place: str) -> Any:
    row, at = int(place[1:]) - 1, ord(place[0]) - ord("A")
    return rows[row][at] if row < len(rows) and at < len(rows[row]) else None


def is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def is_number(value: Any) -> bool:
    """Whether the program reads it without a finding of its own."""
    return type(value) in (int, float) and 0 <= value < _MOST and value == int(value)


# --- what Excel makes of the sums ----------------------------------------------------------------


def calculated(sheets: Sheets) -> Sheets:
    """The workbook as Excel saves it: sums skip text and pass errors on."""
    for rows in sheets.values():
        for row in rows:
            for at, formula in enumerate(row):
                parts = summed_cells(formula) if is_formula(formula) else None
                if parts is not None:
                    row[at] = excel_sum([cell_of(rows, part) for part in parts])
    return sheets


def excel_sum(values: list[Any]) -> Any:
    errors = [value for value in values if isinstance(value, str) and value.startswith("#")]
    days = [(value - dt.date(1899, 12, 30)).days for value in values if isinstance(value, dt.date)]
    numbers = [*days, *(value for value in values if type(value) in (int, float))]
    return errors[0] if errors else sum(numbers) if numbers else None


# --- what must agree -----------------------------------------------------------------------------

Numbers = Mapping[str, float]
"""By address, "HX-01!G7"."""


@dataclass(frozen=True)
class Agreement:
    """Cells, added or taken away, that come to something between two bounds.

    ``codes`` are those of the findings at its cells where they do not; ``rests_on`` are the cells
    whose codes say that these numbers belong together; ``sum`` is the cell that may be a formula over
    the others.
    """

    signs: Mapping[str, int]
    codes: Mapping[str, str]
    low: float = 0
    high: float = 0
    rests_on: frozenset[str] = frozenset()
    sum: str | None = None
    instead_of: "Agreement | None" = None

    def of(self, numbers: Numbers) -> "Agreement":
        """The agreement on these numbers: a sum is at least that of the parts that can be read."""
        if self.sum is None or self.signs.keys() <= numbers.keys():
            return self
        signs = {address: sign for address, sign in self.signs.items() if address in numbers}
        return replace(self, signs=signs, high=inf) if self.sum in signs else self

    def gap(self, numbers: Numbers) -> float:
        """By how much the cells come to too much (below 0) or too little; 0 where they agree."""
        stated = sum(sign * numbers[address] for address, sign in self.signs.items())
        return max(self.low - stated, 0) + min(self.high - stated, 0)

    def holds(self, numbers: Numbers) -> bool:
        """Whether all its cells can be read and agree."""
        return self.signs.keys() <= numbers.keys() and not self.gap(numbers)


@dataclass(frozen=True)
class Verdict:
    """The findings any one of which is right on a fault, and whether the numbers tell its cell."""

    findings: frozenset[Place]
    is_located: bool


@dataclass(frozen=True)
class Workbook:
    """A clean workbook."""

    clean: Sheets
    codes: CatalogueAt

    @cached_property
    def formulas(self) -> dict[str, list[str]]:
        """The cells that each formula adds up."""
        return {
            f"{sheet}!{get_column_letter(at + 1)}{number}": [f"{sheet}!{part}" for part in parts]
            for sheet, rows in self.clean.items()
            for number, row in enumerate(rows, start=1)
            for at, value in enumerate(row)
            if is_formula(value) and (parts := summed_cells(value)) is not None
        }

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(_agreements(calculated(deepcopy(self.clean)), self.codes))

    @cached_property
    def _addresses(self) -> set[str]:
        return {address for agreement in self.agreements for address in agreement.signs}

    def verdicts(self, sheets: Sheets, faults: Sequence[frozenset[str]]) -> list[Verdict | None]:
        """What there is to find of each fault, by its wrong cells; ``None`` where all agrees.

        A fault is located where nothing explains the broken agreements in as few changes without
        a change of one of its cells. More than two faults on the same agreements are not.
        """
        numbers = self._numbers(sheets)
        sound = [a.of(numbers) for a in self.agreements if self._is_sound(a, sheets)]
        broken = _broken(sound, numbers)
        touched = [self._with_formulas(cells) for cells in faults]
        found: dict[int, Verdict] = {}
        for group in _entangled(touched, sound, broken):
            cells = set[str]().union(*(touched[number] for number in group))
            together = [a for a in broken if not cells.isdisjoint(a.signs)]
            search = _Search([a for a in sound if a not in broken or a in together], self.agreements)
            fewest = search.fewest(numbers, len(group))
            for number in group if together else ():
                is_located = fewest <= _MOST_CHANGES and not search.explains(
                    numbers, fewest, without=faults[number]
                )
                findings = {
                    (code, address)
                    for agreement in together
                    for address, code in agreement.codes.items()
                    if address in faults[number] or not is_located
                }
                found[number] = Verdict(frozenset(findings), is_located)
        return [found.get(number) for number in range(len(faults))]

    def _with_formulas(self, addresses: Collection[str]) -> set[str]:
        """The cells and all sums over them."""
        found = set(addresses)
        for address, parts in self.formulas.items():
            if not found.isdisjoint(parts):
                found.add(address)
        return found

    def _is_sound(self, agreement: Agreement, sheets: Sheets) -> bool:
        if agreement.instead_of and self._is_sound(agreement.instead_of, sheets):
            return False
        return all(self._stands(sheets, address) for address in agreement.rests_on)

    def _stands(self, sheets: Sheets, address: str) -> bool:
        """Whether the cell holds its code still, or a number that can be read."""
        found = cell(sheets, address)
        return is_number(found) or is_formula(found) or bool(found == cell(self.clean, address))

    def _numbers(self, sheets: Sheets) -> dict[str, float]:
        """What can be read and is no sum of what cannot."""
        shown = calculated(deepcopy(sheets))
        parts = {part for parts in self.formulas.values() for part in parts}
        lost = {
            address
            for address in self._addresses | parts
            if not is_number(cell(shown, address)) and is_number(cell(self.clean, address))
        }
        lost = self._with_formulas(lost)
        while more := [a.sum for a in self.agreements if a.sum and _may_add(a, lost, shown)]:
            lost.update(more)
        values = {at: cell(shown, at) for at in self._addresses - lost}
        return {address: value for address, value in values.items() if is_number(value)}


def _may_add(agreement: Agreement, lost: Collection[str], sheets: Sheets) -> bool:
    """Whether a typed sum is what a formula would make of its lost parts, and so in doubt itself."""
    if agreement.sum in lost or agreement.signs.keys().isdisjoint(lost):
        return False
    numbers = {at: excel_sum([cell(sheets, at)]) or 0 for at in agreement.signs}
    return all(type(number) in (int, float) for number in numbers.values()) and agreement.holds(numbers)


def _entangled(
    faults: Sequence[Collection[str]], sound: Sequence[Agreement], broken: Sequence[Agreement]
) -> list[set[int]]:
    """The numbers of the faults that have to be explained together.

    Those are faults in one agreement, which may hide each other, and faults that break agreements
    with a cell in common.
    """
    links = [set(agreement.signs) for agreement in sound]
    for address in {address for agreement in broken for address in agreement.signs}:
        links.append({at for a in broken if address in a.signs for at in a.signs})
    groups: list[set[int]] = []
    for link in links:
        linked = {n for n, cells in enumerate(faults) if not link.isdisjoint(cells)}
        apart = [group for group in groups if group.isdisjoint(linked)]
        groups = [*apart, linked.union(*(group for group in groups if group not in apart))]
    return [group for group in groups if group]


@dataclass(frozen=True)
class _Search:
    """For changes after which the agreements hold; sums that hold may be formulas."""

    agreements: Sequence[Agreement]
    sums: Sequence[Agreement]

    def fewest(self, numbers: Numbers, faults: int) -> int:
        """How many changes explain everything; no more than there were faults."""
        fewer = range(1, min(faults, _MOST_CHANGES + 1))
        return next((n for n in fewer if self.explains(numbers, n)), faults)

    def explains(self, numbers: Numbers, changes: int, without: Collection[str] = ()) -> bool:
        """Whether so many changes do, none of them at these cells."""
        broken = _broken(self.agreements, numbers)
        if not broken or not changes:
            return not broken
        return any(
            self.explains(after, changes - 1, without)
            for change in _changes(broken, numbers)
            if change.keys().isdisjoint(without)
            for after in self._after(numbers, change)
        )

    def _after(self, numbers: Numbers, change: Mapping[str, float]) -> Iterator[Numbers]:
        """The numbers after a change alone, and after it and the sums above it."""
        for every in (change, self._with_sums(numbers, change)):
            after = {**numbers, **{at: numbers[at] + by for at, by in every.items()}}
            if min(after.values()) >= 0:
                yield after

    def _with_sums(self, numbers: Numbers, change: Mapping[str, float]) -> dict[str, float]:
        every = dict(change)
        pending = list(change)
        while pending:
            at = pending.pop()
            for agreement in self.sums:
                whole = agreement.sum
                if whole and whole not in every and at in agreement.signs:
                    if agreement.holds(numbers):
                        every[whole] = sum(every.get(part, 0) for part in agreement.signs)
                        pending.append(whole)
        return every


def _changes(broken: Sequence[Agreement], numbers: Numbers) -> Iterator[dict[str, float]]:
    """Of one cell, or of two of a movement in the place of each other."""
    steps = {(at, sign * a.gap(numbers)) for a in broken for at, sign in a.signs.items()}
    yield from ({address: by} for address, by in sorted(steps))
    for signs in (a.signs for a in broken if len(a.signs) == len(MOVEMENT)):
        for one, other in product(signs, repeat=2):
            if signs[one] > signs[other]:
                by = numbers[other] - numbers[one]
                yield {one: by, other: -by}


def _broken(agreements: Iterable[Agreement], numbers: Numbers) -> list[Agreement]:
    return [a for a in agreements if a.signs.keys() <= numbers.keys() and a.gap(numbers)]


@dataclass(frozen=True)
class _Table:
    """The rows of a form on a sheet, by facility and case type, and its total rows."""

    form: Form
    numbers: Numbers
    codes: CatalogueAt
    rows: Mapping[tuple[Any, str], int]
    totals: Sequence[int]
    letters: Mapping[str, tuple[Measure, Breakdown]] = field(default_factory=dict)

    def at(self, letter: str, row: int) -> str:
        return f"{self.form.code}!{letter}{row}"

    def code_cells(self, rows: Iterable[int]) -> frozenset[str]:
        letter = column(self.form.code, "case_type")
        letters = [letter, column(self.form.code, "facility")] if "facility" in self.form.columns else [letter]
        return frozenset(self.at(letter, row) for letter in letters for row in rows if row)


def _agreements(sheets: Sheets, codes: CatalogueAt) -> Iterator[Agreement]:
    listed = {
        str(code)
        for name, rows in sheets.items()
        if name in FORMS and FORMS[name].is_list
        for row in rows[FIRST_ROW - 1 :]
        for code in codes.family(cell_of([row], f"{column(name, 'case_type')}1"))
    }
    for name, rows in sheets.items():
        if name in FORMS and not FORMS[name].is_list:
            table = _table(FORMS[name], rows, codes)
            for row in table.rows.values():
                yield from _within_a_row(table, row)
            yield from _between_rows(table)
            yield from _totals(table)
            yield from _counted(table, listed)


def _table(form: Form, rows: Rows, codes: CatalogueAt) -> _Table:
    letters = {
        column(form.code, name): (c.measure, c.breakdown)
        for name, c in form.numbers.items()
        if c.measure
    }
    facility = column(form.code, "facility") if "facility" in form.columns else None
    code = column(form.code, "case_type")
    found = {
        (facility and cell_of(rows, f"{facility}{number}"), case_type): number
        for number in range(1, len(rows) + 1)
        if (case_type := cell_of(rows, f"{code}{number}")) in codes.case_types
    }
    totals = [n for n, row in enumerate(rows, start=1)
              if n >= FIRST_ROW and row and str(row[0]).startswith(_TOTALS)]  # fmt: skip
    numbers = {
        f"{form.code}!{letter}{number}": value
        for letter in letters
        for number in (*found.values(), *totals)
        if is_number(value := cell_of(rows, f"{letter}{number}"))
    }
    return _Table(form, numbers, codes, found, totals, letters)


def _within_a_row(table: _Table, row: int) -> Iterator[Agreement]:
    by = {what: table.at(letter, row) for letter, what in table.letters.items()}
    movement = [by.get((measure, Breakdown.ALL)) for measure in MOVEMENT]
    cells = [address for address in movement if address in table.numbers]
    if len(cells) == len(MOVEMENT):
        signs = dict(zip(cells, (1, 1, -1, -1), strict=True))
        yield Agreement(signs, dict.fromkeys(cells, "movement.not-balanced"))
    for (measure, breakdown), part in by.items():
        if breakdown is not Breakdown.ALL:
            yield from _inclusion(table, by[measure, Breakdown.ALL], part)


def _inclusion(
    table: _Table, whole: str, part: str, rests_on: frozenset[str] = frozenset()
) -> Iterator[Agreement]:
    if whole in table.numbers and part in table.numbers:
        codes = {whole: "sum.whole-below-parts", part: "sum.part-exceeds-whole"}
        yield Agreement({whole: 1, part: -1}, codes, 0, inf, rests_on)


def _between_rows(table: _Table) -> Iterator[Agreement]:
    for (facility, code), row in table.rows.items():
        for letter, (measure, _) in table.letters.items():
            whole = table.at(letter, row)
            for child in table.codes.children(code, Relation.SUBSET):
                other = table.rows.get((facility, child.code))
                if other is not None and measure in (Measure.TOTAL, Measure.CLOSING):
                    cells = table.code_cells([row, other])
                    yield from _inclusion(table, whole, table.at(letter, other), cells)
            children = table.codes.children(code, Relation.SUM)
            rows = [table.rows.get((facility, child.code), 0) for child in children]
            parts = [at for at in (table.at(letter, r) for r in rows) if at in table.numbers]
            if parts and whole in table.numbers:
                # Of a part that is blank nobody knows: then only too much is surely wrong.
                high = None if len(parts) == len(children) else inf
                cells = table.code_cells([row, *rows])
                yield _sum(table, whole, parts, "sum.parts-differ", cells, high)


def _sum(
    table: _Table, whole: str, parts: Sequence[str], code: str, rests_on: frozenset[str],
    high: float | None = None,
) -> Agreement:  # fmt: skip
    measure, _ = table.letters[whole.partition("!")[2][0]]
    off = _ROUNDING * len(parts) if measure is Measure.AMOUNT else 0
    signs = {whole: 1} | dict.fromkeys(parts, -1)
    codes = dict.fromkeys(signs, code)
    return Agreement(signs, codes, -off, off if high is None else high, rests_on, whole)


def _totals(table: _Table) -> Iterator[Agreement]:
    """A total is that of the rows that are no part of another.

    Where the code of one with parts is wrong, that is a row like any other, and the total is that
    of the rows without parts. Both can be told only where all numbers of the column can be read.
    """
    codes = table.codes
    wholes = {codes.case_types[code].parent for _, code in table.rows}
    outer = {row: code for (facility, code), row in table.rows.items()
             if not any((facility, a) in table.rows for a in codes.with_ancestors(code)[1:])}  # fmt: skip
    inner = [row for (_, code), row in table.rows.items() if code not in wholes]
    for row in table.totals:
        for letter in table.letters:
            whole = table.at(letter, row)
            every = frozenset(table.at(letter, r) for r in table.rows.values())
            sums = table.code_cells(r for r, code in outer.items() if code in wholes)
            first, other = (
                _sum(table, whole, [at for at in cells if at in table.numbers],
                     "sum.total-row-differs", rests_on)
                for cells, rests_on in (
                    ([table.at(letter, r) for r in outer], every | sums),
                    ([table.at(letter, r) for r in inner], every),
                )
            )  # fmt: skip
            if first.holds(table.numbers):
                yield first
                other = replace(other, instead_of=first)
            if other.holds(table.numbers):
                yield other


def _counted(table: _Table, listed: Collection[str]) -> Iterator[Agreement]:
    """What a list counts is right in the clean workbook."""
    for (_, code), row in table.rows.items():
        for letter, what in table.letters.items():
            address = table.at(letter, row)
            if code in listed and what == (Measure.TOTAL, Breakdown.ALL):
                number = table.numbers[address]
                yield Agreement({address: 1}, {address: "list.count-differs"}, number, number)
