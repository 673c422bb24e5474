"""Whether the numbers of a workbook tell which of them is wrong: an answer to compare with.

It is given the clean workbook and tries every change of every cell, where the program sees one file
and searches greedily.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import inf

from agreements import MOVEMENT, Agreement, Numbers, agreements_of, is_number
from excel import calculated, cell, excel_sum, formulas, is_formula, row_of
from formats import Sheets
from welfare_stats.design.catalogue import CatalogueAt

Place = tuple[str, str]
"""Code of a finding, and "sheet!cell" or the sheet alone."""

_MOST_CHANGES = 2  # tried together; three would take minutes


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
        return formulas(self.clean)

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(agreements_of(calculated(deepcopy(self.clean)), self.codes))

    def verdicts(self, sheets: Sheets, faults: Sequence[frozenset[str]]) -> list[Verdict | None]:
        """What there is to find of each fault, given its wrong cells; ``None`` if nothing.

        A fault is located if no other changes, as few, explain what is broken without a change of
        one of its cells. With more than two faults on the same agreements, none counts as located.
        """
        numbers = self._numbers(sheets)
        standing = (self._of_known_rows(agreement, sheets) for agreement in self.agreements)
        sound = [a.of_readable(numbers) for a in standing if self._is_sound(a, sheets)]
        broken = [a for a in sound if a.is_readable(numbers) and a.gap(numbers)]
        touched = [self._with_formulas(cells) for cells in faults]
        found: dict[int, Verdict] = {}
        for group in _entangled(touched, sound, broken):
            cells = set[str]().union(*(touched[number] for number in group))
            together = [a for a in broken if not cells.isdisjoint(a.signs)]
            known = [a for a in sound if a not in broken or a in together]
            search = _Search(known, self.agreements, numbers)
            fewest = search.fewest(len(group))
            for number in group if together else ():
                is_located = not search.explains(fewest, without=faults[number])
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

    def _of_known_rows(self, agreement: Agreement, sheets: Sheets) -> Agreement:
        """The agreement; a sum of case types is at least that of the rows whose codes stand."""
        lost = {at for at in agreement.rests_on if not self._stands(sheets, at)}
        rows = {row_of(at) for at in lost}
        is_known = agreement.total is not None and row_of(agreement.total) not in rows
        if not lost or not is_known or "sum.parts-differ" not in agreement.codes.values():
            return agreement
        signs = {at: sign for at, sign in agreement.signs.items() if row_of(at) not in rows}
        return replace(agreement, signs=signs, high=inf, rests_on=agreement.rests_on - lost)

    def _is_sound(self, agreement: Agreement, sheets: Sheets) -> bool:
        if agreement.instead and self._is_sound(agreement.instead, sheets):
            return False
        return all(self._stands(sheets, address) for address in agreement.rests_on)

    def _stands(self, sheets: Sheets, address: str) -> bool:
        found = cell(sheets, address)
        return is_number(found) or is_formula(found) or bool(found == cell(self.clean, address))

    def _numbers(self, sheets: Sheets) -> dict[str, float]:
        """The numbers that can be read and are no sums of any that cannot."""
        shown = calculated(deepcopy(sheets))
        addresses = {address for agreement in self.agreements for address in agreement.signs}
        addresses.update(*self.formulas.values())
        lost = {
            address
            for address in addresses
            if not is_number(cell(shown, address)) and is_number(cell(self.clean, address))
        }
        lost = self._with_formulas(lost)
        while more := [a.total for a in self.agreements if a.total and _may_add(a, lost, shown)]:
            lost.update(more)
        values = {address: cell(shown, address) for address in addresses - lost}
        return {address: value for address, value in values.items() if is_number(value)}


def _may_add(agreement: Agreement, lost: Collection[str], sheets: Sheets) -> bool:
    """Whether a typed sum is what a formula would make of lost parts, and so as doubtful."""
    if agreement.total in lost or agreement.signs.keys().isdisjoint(lost):
        return False
    numbers = {address: excel_sum([cell(sheets, address)]) or 0 for address in agreement.signs}
    are_numbers = all(type(number) in (int, float) for number in numbers.values())
    return are_numbers and agreement.holds(numbers)


def _entangled(
    faults: Sequence[Collection[str]], sound: Sequence[Agreement], broken: Sequence[Agreement]
) -> list[set[int]]:
    """The numbers of the faults that have to be explained together.

    Those are faults in one agreement, for they may hide each other, and faults that break
    agreements with a cell in common.
    """
    around: dict[str, set[str]] = defaultdict(set)
    for agreement in broken:
        for address in agreement.signs:
            around[address] |= agreement.signs.keys()
    groups: list[set[int]] = []
    for cells in (*(set(a.signs) for a in sound), *around.values()):
        linked = {n for n, wrong in enumerate(faults) if not cells.isdisjoint(wrong)}
        apart = [group for group in groups if group.isdisjoint(linked)]
        groups = [*apart, linked.union(*(group for group in groups if group not in apart))]
    return [group for group in groups if group]


class _Search:
    """For changes after which all agreements hold; ``sums`` that hold may be formulas."""

    def __init__(
        self, agreements: Sequence[Agreement], sums: Sequence[Agreement], numbers: Numbers
    ) -> None:
        self.numbers = numbers
        self.agreements = _by_cell([a for a in agreements if a.is_readable(numbers)])
        self.sums = _by_cell([a for a in sums if a.total and a.is_readable(numbers)])
        self.broken = [a for a in agreements if a.is_readable(numbers) and a.gap(numbers)]

    def fewest(self, faults: int) -> int:
        """How many changes explain everything: at most as many as there were faults."""
        fewer = range(1, min(faults, _MOST_CHANGES + 1))
        return next((number for number in fewer if self.explains(number)), faults)

    def explains(self, changes: int, without: Collection[str] = ()) -> bool:
        """Whether so many changes do, none of them at these cells; any more than two do."""
        if changes > _MOST_CHANGES:
            return True
        return self._explains(self.numbers, self.broken, changes, without)

    def _explains(
        self,
        numbers: Numbers,
        broken: Sequence[Agreement],
        changes: int,
        without: Collection[str],
    ) -> bool:
        if not broken or not changes:
            return not broken
        return any(
            self._explains(after, still_broken, changes - 1, without)
            for change in _changes(broken, numbers)
            if change.keys().isdisjoint(without)
            for after, still_broken in self._after(numbers, broken, change)
        )

    def _after(
        self, numbers: Numbers, broken: Sequence[Agreement], change: Mapping[str, float]
    ) -> Iterator[tuple[Numbers, list[Agreement]]]:
        """The numbers after a change, and what is broken then: with the sums above, and without."""
        for every in (change, self._with_sums(numbers, change)):
            after = {**numbers, **{at: numbers[at] + by for at, by in every.items()}}
            if min(after[address] for address in every) >= 0:
                touched = {id(a): a for at in every for a in self.agreements[at]}.values()
                untouched = [a for a in broken if every.keys().isdisjoint(a.signs)]
                yield after, untouched + [a for a in touched if a.gap(after)]

    def _with_sums(self, numbers: Numbers, change: Mapping[str, float]) -> dict[str, float]:
        """The change, and what it makes of the sums above that hold."""
        every = dict(change)
        pending = list(change)
        while pending:
            for agreement in self.sums[pending.pop()]:
                total = agreement.total
                if total and total not in every and not agreement.gap(numbers):
                    every[total] = sum(every.get(part, 0) for part in agreement.signs)
                    pending.append(total)
        return every


def _by_cell(agreements: Sequence[Agreement]) -> dict[str, list[Agreement]]:
    found = defaultdict(list)
    for agreement in agreements:
        for address in agreement.signs:
            found[address].append(agreement)
    return found


def _changes(broken: Sequence[Agreement], numbers: Numbers) -> Iterator[dict[str, float]]:
    """Changes of one cell, and of two cells of a movement in the place of each other."""
    steps = {(at, sign * a.gap(numbers)) for a in broken for at, sign in a.signs.items()}
    yield from ({address: by} for address, by in sorted(steps))
    for signs in (a.signs for a in broken if len(a.signs) == len(MOVEMENT)):
        for one, other in product(signs, repeat=2):
            if signs[one] > signs[other]:
                by = numbers[other] - numbers[one]
                yield {one: by, other: -by}
