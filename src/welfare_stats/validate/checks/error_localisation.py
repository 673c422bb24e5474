"""Which cells are wrong, where numbers do not agree with each other.

A broken rule tells that one of its cells is wrong, and not which. The cell is taken whose
change mends the most broken rules and breaks the fewest others: the least that explains
everything (Fellegi and Holt 1976). What it mends is a mere consequence and is not said as well.

A sum that holds may be a formula, and then changes with its parts: a change is tried alone and with
all the sums above it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice
from math import inf

from welfare_stats.findings import CellRef


class RuleKind(IntEnum):
    """How numbers hang together, the most telling first."""

    MOVEMENT = 0  # opening + increase − decrease = closing
    LIST = 1  # what a list counts
    PART = 2  # a "trong đó" cell and its whole
    SUBSET = 3  # a case type and that of which it is a part
    SUM = 4  # a case type and its parts
    TOTAL = 5  # a total row


INCLUSIONS = (RuleKind.PART, RuleKind.SUBSET)
"""Relations of something with what it lies in."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """A sum of cells, each added or taken away: ``column`` stands for many that are taken away.

    A ``column`` names sheet, column and rows: they are not written out, for totals are long.
    """

    signs: Mapping[CellRef, int]
    column: tuple[str, int, frozenset[int]] | None = None

    def sign(self, cell: CellRef) -> int:
        """+1, −1, or 0 where the cell does not belong."""
        if self.column is not None:
            sheet, column, rows = self.column
            if (cell.sheet, cell.column) == (sheet, column) and cell.row in rows:
                return -1
        return self.signs.get(cell, 0)


@dataclass(slots=True, eq=False)
class EditRule:
    """Numbers that must agree: one of the ``options`` lies between ``low`` and ``high``.

    Attributes:
        kind: of which kind it is.
        place: the cell at which it is said where no other is more likely wrong.
        options: the ways to add up, each with what its cells come to.
        low, high: the bounds, both included.
        whole: the cell that would be the formula, if any is.
    """

    kind: RuleKind
    place: CellRef
    options: list[tuple[Terms, float]]
    low: float
    high: float
    whole: CellRef | None = None

    def holds(self, changes: Mapping[CellRef, float] = {}) -> bool:
        """Whether the numbers agree, given by how much cells change."""
        return any(self.low <= value <= self.high for _, value in self._after(changes))

    def change(self, changes: Mapping[CellRef, float]) -> None:
        """Take the changes over."""
        self.options = list(self._after(changes))

    def _after(self, changes: Mapping[CellRef, float]) -> Iterator[tuple[Terms, float]]:
        for terms, value in self.options:
            yield terms, value + sum(terms.sign(cell) * by for cell, by in changes.items())

    def give_way(self, room: float) -> None:
        """Allow for a cell that may be less, or more, by up to so much."""
        if room < 0:
            self.high -= room
        else:
            self.low -= room

    def mending(self, cell: CellRef) -> Iterator[float]:
        """By how much the cell would have to change for the rule to hold."""
        for terms, value in self.options:
            sign = terms.sign(cell)
            if sign:
                bound = self.low if value < self.low else self.high
                target = 0 if self.low <= 0 <= self.high else bound
                yield (target - value) * sign

    def sign(self, cell: CellRef) -> int:
        """The cell's sign in the first option that knows it."""
        return next((sign for terms, _ in self.options if (sign := terms.sign(cell))), 0)


@dataclass(frozen=True, slots=True, eq=False)
class LocalisedError:
    """A cell that is wrong, what it should likely hold, and the broken rules that tell so.

    ``swapped_with`` is another cell whose number was likely mistaken for its own.
    """

    cell: CellRef
    likely: float
    broken: Sequence[EditRule]
    swapped_with: CellRef | None = None

    @property
    def said(self) -> EditRule:
        """The rule to say: one that is said at this cell, or one of which it is the whole."""
        at_cell = [r for r in self.broken if r.place == self.cell]
        below = [r for r in self.broken if r.kind in INCLUSIONS]
        return next(iter([*at_cell, *below, *self.broken]))


@dataclass(frozen=True, slots=True)
class _Change:
    by: Mapping[CellRef, float]
    mends: Sequence[EditRule]
    score: int


@dataclass(slots=True)
class _Ledger:
    """The numbers, and which rules each is in."""

    values: dict[CellRef, float]
    by_cell: Mapping[CellRef, Sequence[EditRule]]
    long: Mapping[tuple[str, int], Sequence[EditRule]]
    broken: dict[EditRule, None] = field(default_factory=dict)  # in order, and quickly looked up
    known: dict[CellRef, list[EditRule]] = field(default_factory=dict)

    def of(self, cell: CellRef) -> list[EditRule]:
        """The rules that the cell is in."""
        if cell not in self.known:
            found = self.by_cell.get(cell, ())
            others = self.long.get((cell.sheet, cell.column), ())
            self.known[cell] = [*found, *(r for r in others if r not in found and r.sign(cell))]
        return self.known[cell]

    def touched(self, cells: Iterable[CellRef]) -> Iterable[EditRule]:
        """The rules that any of the cells is in, each once."""
        return dict.fromkeys(rule for cell in cells for rule in self.of(cell))

    def with_sums(self, changes: Mapping[CellRef, float]) -> dict[CellRef, float]:
        """The changes and those of all sums above that hold, as formulas would."""
        every = dict(changes)
        pending = list(changes)
        while pending:
            cell = pending.pop()
            for rule in self.of(cell):
                whole = rule.whole
                if whole is None or whole in every or not rule.holds():
                    continue
                # whole − parts stays as it was
                every[whole] = sum(
                    by for other, by in every.items() if other != whole and rule.sign(other) < 0
                )
                pending.append(whole)
        return every

    def tried(self, changes: Mapping[CellRef, float], cost: int = 0) -> _Change | None:
        """What the changes mend; ``None`` where a number would be less than nothing."""
        if any(self.values[cell] + by < 0 for cell, by in changes.items()):
            return None
        touched = self.touched(changes)
        mends = [r for r in touched if r in self.broken and r.holds(changes)]
        spoils = sum(r not in self.broken and not r.holds(changes) for r in touched)
        return _Change(changes, mends, len(mends) - spoils - cost)


_Accepted = Callable[[LocalisedError], bool]


def localise_errors(
    values: Mapping[CellRef, float],
    rules: Sequence[EditRule],
    is_accepted: _Accepted = lambda _: False,
) -> list[LocalisedError]:
    """The least number of wrong cells that explains every broken rule, found greedily.

    Args:
        values: what the cells hold.
        rules: what must agree; every cell of theirs is in ``values``.
        is_accepted: whether the office says that what is found is right as it is: then nothing
            follows from it.
    """
    ledger = _ledger(dict(values), rules)
    for rule in sorted(rules, key=lambda rule: rule.kind):
        if not rule.holds():
            ledger.broken[rule] = None
    found = []
    while ledger.broken:
        best = max(
            (_most_likely(ledger, rule) for rule in _next(ledger)),
            key=lambda likely: likely.rank,
        )
        found.append(best.error)
        if is_accepted(best.error):
            ledger.broken.pop(best.error.said)
            continue
        for mended in best.error.broken:
            ledger.broken.pop(mended, None)
        _commit(ledger, best)
    return found


def _commit(ledger: _Ledger, best: "_Likely") -> None:
    """Go on as if the change had been made."""
    for touched in ledger.touched(best.by):
        touched.change(best.by)
    for cell, by in best.by.items():
        ledger.values[cell] += by
    if all(rule.kind in INCLUSIONS for rule in best.error.broken):
        # What it should be is only known to be at most, or at least, that.
        cell = best.error.cell
        for rule in ledger.of(cell):
            room = -ledger.values[cell] if best.by.get(cell, 0) < 0 else inf
            rule.give_way(rule.sign(cell) * room)
            if rule.holds():
                ledger.broken.pop(rule, None)


_MANY = 200
"""More broken rules than are weighed against each other: each is then said at its place."""
_MOST_WEIGHED = 2_000


def _next(ledger: _Ledger) -> list[EditRule]:
    """The broken rules to choose from: all of a few, the first of more."""
    return list(islice(ledger.broken, max(1, min(64, _MOST_WEIGHED // len(ledger.broken)))))


def _ledger(values: dict[CellRef, float], rules: Iterable[EditRule]) -> _Ledger:
    by_cell: dict[CellRef, list[EditRule]] = defaultdict(list)
    long: dict[tuple[str, int], list[EditRule]] = defaultdict(list)
    for rule in rules:
        for cell in {cell for terms, _ in rule.options for cell in terms.signs}:
            by_cell[cell].append(rule)
        for column in {t.column[:2] for t, _ in rule.options if t.column is not None}:
            long[column].append(rule)
    return _Ledger(values, by_cell, long)


@dataclass(frozen=True, slots=True)
class _Likely:
    rank: tuple[int, bool]
    error: LocalisedError
    by: Mapping[CellRef, float]


def _most_likely(ledger: _Ledger, rule: EditRule) -> _Likely:
    """The change that mends this rule and most others, rather at the cell it is said at."""
    best: dict[CellRef, _Likely] = {}
    for cell, change, other in _candidates(ledger, rule):
        if rule not in change.mends:
            continue
        if cell not in best or change.score > best[cell].rank[0]:
            likely = ledger.values[cell] + change.by[cell]
            broken = sorted(change.mends, key=lambda r: r.kind)
            rank = (change.score, cell == rule.place)
            best[cell] = _Likely(rank, LocalisedError(cell, likely, broken, other), change.by)
    ranking = sorted(best.values(), key=lambda likely: likely.rank, reverse=True)
    alike = [likely for likely in ranking if likely.rank == ranking[0].rank]
    if len(alike) == 1:
        return alike[0]
    # No number of no cell mends it, or those of several cells: then it is said at its place, with
    # what any of them mends.
    mended = [set(likely.error.broken) for likely in alike]
    broken = sorted(set[EditRule]().union(*mended[:1]).intersection(*mended) | {rule},
                    key=lambda r: (r is not rule, r.kind))  # fmt: skip
    unsure = LocalisedError(rule.place, ledger.values[rule.place], broken)
    return _Likely(alike[0].rank if alike else (-len(ledger.by_cell), False), unsure, {})


def _candidates(
    ledger: _Ledger, rule: EditRule
) -> Iterator[tuple[CellRef, _Change, CellRef | None]]:
    """Changes of one cell, and of two cells of a movement that may have been swapped."""
    is_weighed = len(ledger.broken) <= _MANY
    cells = {cell for terms, _ in rule.options for cell in terms.signs}
    if not is_weighed:
        cells = {rule.place}
    elif rule.kind is RuleKind.TOTAL:
        cells |= {
            cell
            for other in ledger.broken
            if other.kind is not RuleKind.TOTAL
            for terms, _ in other.options
            for cell in terms.signs
            if rule.sign(cell)
        }
    for cell in sorted(cells):
        steps = {by for r in ledger.of(cell) if r in ledger.broken for by in r.mending(cell)}
        for by in sorted(steps):
            for change in _both(ledger, {cell: by}):
                yield cell, change, None
    if rule.kind is RuleKind.MOVEMENT and is_weighed:
        yield from _swaps(ledger, rule)


def _both(ledger: _Ledger, changes: Mapping[CellRef, float], cost: int = 0) -> Iterator[_Change]:
    """A change alone and with the sums above it, where it can be."""
    for tried in (changes, ledger.with_sums(changes)):
        change = ledger.tried(tried, cost)
        if change is not None:
            yield change


def _swaps(ledger: _Ledger, rule: EditRule) -> Iterator[tuple[CellRef, _Change, CellRef | None]]:
    (terms, _), *_ = rule.options
    added = [cell for cell, sign in terms.signs.items() if sign > 0]
    taken = [cell for cell, sign in terms.signs.items() if sign < 0]
    for one in added:
        for other in taken:
            difference = ledger.values[other] - ledger.values[one]
            for change in _both(ledger, {one: difference, other: -difference}, cost=1):
                yield one, change, other
