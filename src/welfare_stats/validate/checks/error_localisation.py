"""Error localisation: which cell is wrong where numbers do not agree.

A broken edit rule shows that one of its cells is wrong, but not which one. Fellegi and Holt (1976)
look for the smallest set of cells whose change makes all rules hold. Here that set is found
greedily: of all changes of one cell that mend a broken rule, ``localise_errors`` takes the change
that mends most rules and breaks fewest others, reports that cell, goes on as if the change had been
made, and repeats this until no rule is broken. Whatever else a change mends is only a consequence
of the wrong cell and is not reported.

In this table nobody came and nobody left, so each row must close with the number it opened with,
and row 9 must be the sum of rows 7 and 8. D8 is mistyped: row 8 and column D no longer agree.

>>> d7, d8, d9, g7, g8, g9 = (CellRef("HX-01", row, column) for column in (3, 6) for row in (6, 7, 8))
>>> values = {d7: 100, d8: 5, d9: 150, g7: 100, g8: 50, g9: 150}
>>> rules = [
...     edit_rule(RuleKind.MOVEMENT, g7, {d7: 1, g7: -1}, values),
...     edit_rule(RuleKind.MOVEMENT, g8, {d8: 1, g8: -1}, values),
...     edit_rule(RuleKind.MOVEMENT, g9, {d9: 1, g9: -1}, values),
...     edit_rule(RuleKind.SUM, d9, {d9: 1, d7: -1, d8: -1}, values, total=d9),
...     edit_rule(RuleKind.SUM, g9, {g9: 1, g7: -1, g8: -1}, values, total=g9),
... ]
>>> [(error.cell.a1, error.likely) for error in localise_errors(values, rules)]
[('D8', 50)]

A sum that holds may be a formula. Therefore every change is tried together with the change that it
makes to the sums above it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice, product
from math import inf

from welfare_stats.findings import CellRef


class RuleKind(IntEnum):
    """How the numbers of a rule belong together; of rules that are broken alike, the first counts."""

    MOVEMENT = 0  # opening + increase − decrease = closing
    LIST = 1  # a typed number and what a list of cases counts
    PART = 2  # a "trong đó" column is not above its whole
    SUBSET = 3  # a case type is not above the one of which it is a subset
    SUM = 4  # a case type is the sum of its parts
    TOTAL = 5  # a typed total row is the sum of rows


INCLUSIONS = (RuleKind.PART, RuleKind.SUBSET)
"""Rules that one number is not above another."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Cells that are added (+1) or taken away (−1), and what they came to when the file was read.

    A total may take away thousands of cells. Those are not written out: ``column`` names them by
    sheet, column and rows.
    """

    signs: Mapping[CellRef, int]
    value: float
    column: tuple[str, int, frozenset[int]] | None = None

    def sign(self, cell: CellRef) -> int:
        """+1, −1, or 0 for a cell that is not among them."""
        if self.column is not None:
            sheet, column, rows = self.column
            if (cell.sheet, cell.column) == (sheet, column) and cell.row in rows:
                return -1
        return self.signs.get(cell, 0)


@dataclass(frozen=True, slots=True, eq=False)
class EditRule:
    """A constraint among numbers: one of the ``options`` lies between ``low`` and ``high``.

    Attributes:
        kind: what kind of constraint it is.
        place: the cell at which it is reported where no cell is more likely wrong than others.
        options: the terms; more than one where a total may be the sum of these rows or of those.
        low, high: the bounds, both included.
        total: the cell that would hold the formula, where the rule is that of a sum.
    """

    kind: RuleKind
    place: CellRef
    options: Sequence[Terms]
    low: float
    high: float
    total: CellRef | None = None

    def holds(self, changes: Mapping[CellRef, float] = {}) -> bool:
        """Whether the numbers as read agree, once each of these cells is changed by so much."""
        values = (
            terms.value + sum(terms.sign(cell) * by for cell, by in changes.items())
            for terms in self.options
        )
        return any(self.low <= value <= self.high for value in values)

    def sign(self, cell: CellRef) -> int:
        """The cell's sign in the first of the options that has it, or 0."""
        return next((sign for terms in self.options if (sign := terms.sign(cell))), 0)

    def cells(self) -> set[CellRef]:
        """The cells that are written out."""
        return {cell for terms in self.options for cell in terms.signs}


def edit_rule(
    kind: RuleKind,
    place: CellRef,
    signs: Mapping[CellRef, int],
    values: Mapping[CellRef, float],
    bounds: tuple[float, float] = (0, 0),
    total: CellRef | None = None,
) -> EditRule:
    """A rule of a few cells, by what they hold."""
    value = sum(sign * values[cell] for cell, sign in signs.items())
    return EditRule(kind, place, [Terms(signs, value)], *bounds, total)


@dataclass(frozen=True, slots=True, eq=False)
class LocalisedError:
    """A cell that is wrong.

    Attributes:
        cell: where the finding goes.
        rule: the broken rule that the finding speaks of.
        broken: this and all other rules that are broken by the same mistake.
        likely: what the cell should hold, by these rules; ``None`` where several cells of the rule
            may be wrong alike.
        swapped_with: the other cell, where two numbers were likely typed in each other's place.
    """

    cell: CellRef
    rule: EditRule
    broken: Sequence[EditRule]
    likely: float | None = None
    swapped_with: CellRef | None = None


def localise_errors(
    values: Mapping[CellRef, float],
    rules: Sequence[EditRule],
    is_accepted: Callable[[LocalisedError], bool] = lambda _: False,
) -> list[LocalisedError]:
    """Few wrong cells that explain every broken rule.

    Args:
        values: what the cells hold.
        rules: what must agree; every cell of theirs is in ``values``.
        is_accepted: whether the office has accepted a finding. Then the numbers are right as they
            are, and the other rules that the cell would have explained are looked at again.
    """
    ledger = _ledger(values, rules)
    found = []
    while ledger.broken:
        best = max((_most_likely(ledger, rule) for rule in _next(ledger)), key=lambda b: b.rank)
        found.append(best.error)
        if is_accepted(best.error):
            ledger.broken.pop(best.error.rule)
        else:
            ledger.make(best)
    return found


@dataclass(frozen=True, slots=True)
class _Correction:
    """A change that mends a rule, and the error that it would be the correction of."""

    rank: tuple[int, ...]
    error: LocalisedError
    changes: Mapping[CellRef, float]


@dataclass(slots=True)
class _Ledger:
    """The numbers after the corrections so far, and which rules are still broken."""

    values: dict[CellRef, float]
    sums: dict[EditRule, list[float]]  # what the options of a rule come to
    bounds: dict[EditRule, tuple[float, float]]  # between which they must be
    by_cell: Mapping[CellRef, Sequence[EditRule]]
    by_column: Mapping[tuple[str, int], Sequence[EditRule]]  # of rules with a column
    broken: dict[EditRule, None] = field(default_factory=dict)  # a set that keeps its order
    known: dict[CellRef, list[EditRule]] = field(default_factory=dict)

    def rules_of(self, cell: CellRef) -> list[EditRule]:
        """The rules in which the cell is."""
        if cell not in self.known:
            found = self.by_cell.get(cell, ())
            others = self.by_column.get((cell.sheet, cell.column), ())
            self.known[cell] = [*found, *(r for r in others if r not in found and r.sign(cell))]
        return self.known[cell]

    def touched(self, cells: Iterable[CellRef]) -> Iterable[EditRule]:
        """The rules in which any of the cells is, each once."""
        return dict.fromkeys(rule for cell in cells for rule in self.rules_of(cell))

    def after(self, rule: EditRule, changes: Mapping[CellRef, float]) -> list[float]:
        """What the options of a rule come to after these changes."""
        return [
            value + sum(terms.sign(cell) * by for cell, by in changes.items())
            for terms, value in zip(rule.options, self.sums[rule], strict=True)
        ]

    def holds(self, rule: EditRule, changes: Mapping[CellRef, float] = {}) -> bool:
        """Whether the rule does after these changes."""
        low, high = self.bounds[rule]
        return any(low <= value <= high for value in self.after(rule, changes))

    def steps(self, cell: CellRef) -> list[float]:
        """By how much the cell would have to change for each of its broken rules to hold."""
        return sorted(
            {
                (_nearest(value, *self.bounds[rule]) - value) * sign
                for rule in self.rules_of(cell)
                if rule in self.broken
                for terms, value in zip(rule.options, self.sums[rule], strict=True)
                if (sign := terms.sign(cell))
            }
        )

    def with_sums(self, changes: Mapping[CellRef, float]) -> dict[CellRef, float]:
        """The changes, and those of all sums above that hold, as formulas would make them."""
        every = dict(changes)
        pending = list(changes)
        while pending:
            cell = pending.pop()
            for rule in self.rules_of(cell):
                total, terms = rule.total, self.holding(rule, cell)
                if total is not None and total not in every and terms is not None:
                    every[total] = -sum(terms.sign(part) * by for part, by in every.items())
                    pending.append(total)
        return every

    def holding(self, rule: EditRule, cell: CellRef) -> Terms | None:
        """The terms of a rule that hold with this cell in them."""
        low, high = self.bounds[rule]
        options = zip(rule.options, self.sums[rule], strict=True)
        held = (terms for terms, value in options if low <= value <= high and terms.sign(cell))
        return next(held, None)

    def make(self, correction: _Correction) -> None:
        """Go on as if the correction had been made."""
        for cell, by in correction.changes.items():
            self.values[cell] += by
        for rule in self.touched(correction.changes):
            self.sums[rule] = self.after(rule, correction.changes)
        cell = correction.error.cell
        if all(rule.kind in INCLUSIONS for rule in correction.error.broken):
            self._loosen(cell, correction.changes.get(cell, 0))
        for rule in [*correction.error.broken, *self.touched([cell, *correction.changes])]:
            if rule in self.broken and (rule in correction.error.broken or self.holds(rule)):
                self.broken.pop(rule)

    def _loosen(self, cell: CellRef, by: float) -> None:
        """Of a number above its whole only a bound is known: its rules allow for any less."""
        room = -self.values[cell] if by < 0 else inf
        for rule in self.rules_of(cell):
            low, high = self.bounds[rule]
            change = rule.sign(cell) * room
            self.bounds[rule] = (low, high - change) if change < 0 else (low - change, high)


def _ledger(values: Mapping[CellRef, float], rules: Iterable[EditRule]) -> _Ledger:
    by_cell: dict[CellRef, list[EditRule]] = defaultdict(list)
    by_column: dict[tuple[str, int], list[EditRule]] = defaultdict(list)
    for rule in rules:
        for cell in rule.cells():
            by_cell[cell].append(rule)
        for column in {terms.column[:2] for terms in rule.options if terms.column is not None}:
            by_column[column].append(rule)
    sums = {rule: [terms.value for terms in rule.options] for rule in rules}
    bounds = {rule: (rule.low, rule.high) for rule in rules}
    broken = [rule for rule in sorted(rules, key=lambda rule: rule.kind) if not rule.holds()]
    return _Ledger(dict(values), sums, bounds, by_cell, by_column, dict.fromkeys(broken))


def _nearest(value: float, low: float, high: float) -> float:
    """What terms should come to instead: nothing, or a bound where that is not allowed."""
    if low <= 0 <= high:
        return 0
    return low if value < low else high


# --- the choice ------------------------------------------------------------------------------

_MANY = 200
"""With more broken rules, changes are not compared, and each rule is reported at its place."""
_MOST_COMPARED = 2_000


def _next(ledger: _Ledger) -> list[EditRule]:
    """The broken rules whose corrections are compared: all of a few, the first ones of many."""
    return list(islice(ledger.broken, max(1, min(64, _MOST_COMPARED // len(ledger.broken)))))


def _most_likely(ledger: _Ledger, rule: EditRule) -> _Correction:
    """The best correction of the rule; where cells are alike, it is reported at the rule's place."""
    corrections = list(_corrections(ledger, rule))
    if not corrections:  # no number that is not below 0 mends the rule
        worst = (-len(ledger.sums),)
        return _Correction(worst, LocalisedError(rule.place, rule, [rule]), {})
    best = max(corrections, key=lambda correction: correction.rank)
    cells = {other.error.cell for other in corrections if other.rank == best.rank}
    if len(cells) == 1:
        return best
    unlocated = LocalisedError(rule.place, rule, best.error.broken)
    return _Correction(best.rank, unlocated, best.changes)


def _corrections(ledger: _Ledger, rule: EditRule) -> Iterator[_Correction]:
    for cell, changes, other in _changes(ledger, rule):
        every = ledger.with_sums(changes)
        if all(ledger.values[changed] + by >= 0 for changed, by in every.items()):
            mends, spoils = _effects(ledger, every)
            if rule in mends:
                # One wrong number is likelier than two; then the cell in most broken rules.
                within = sum(own in ledger.broken for own in ledger.rules_of(cell))
                rank = (len(mends) - spoils, other is None, within, cell == rule.place)
                likely = ledger.values[cell] + every[cell]
                reported = _reported(cell, mends)
                error = LocalisedError(cell, reported, mends, likely, other)
                yield _Correction(rank, error, every)


def _effects(ledger: _Ledger, changes: Mapping[CellRef, float]) -> tuple[list[EditRule], int]:
    """The broken rules that hold after the changes, and how many others do not any more."""
    touched = ledger.touched(changes)
    mends = [rule for rule in touched if rule in ledger.broken and ledger.holds(rule, changes)]
    spoils = [
        rule for rule in touched if rule not in ledger.broken and not ledger.holds(rule, changes)
    ]
    return sorted(mends, key=lambda rule: rule.kind), len(spoils)


def _reported(cell: CellRef, broken: Sequence[EditRule]) -> EditRule:
    """The rule that the finding speaks of: one reported at the cell, or one of what lies in it."""
    own = [rule for rule in broken if rule.sign(cell)]
    at_cell = [rule for rule in own if rule.place == cell]
    whole_of = [rule for rule in own if rule.kind in INCLUSIONS]
    return next(iter([*at_cell, *whole_of, *own]))


_CellChange = tuple[CellRef, Mapping[CellRef, float], CellRef | None]
"""The cell that would be wrong, what would change, and the cell it would be swapped with."""


def _changes(ledger: _Ledger, rule: EditRule) -> Iterator[_CellChange]:
    """Changes of one cell, and of two cells of a movement that may have been swapped."""
    are_compared = len(ledger.broken) <= _MANY
    for cell in sorted(_suspects(ledger, rule) if are_compared else [rule.place]):
        for by in ledger.steps(cell):
            yield cell, {cell: by}, None
    if rule.kind is RuleKind.MOVEMENT and are_compared:
        (terms,) = rule.options
        for one, other in product(terms.signs, repeat=2):
            if terms.signs[one] > terms.signs[other]:
                by = ledger.values[other] - ledger.values[one]
                yield one, {one: by, other: -by}, other


def _suspects(ledger: _Ledger, rule: EditRule) -> set[CellRef]:
    """The cells of a rule; of the many that a total adds up, those that break another rule too."""
    if rule.kind is not RuleKind.TOTAL:
        return rule.cells()
    others = (other for other in ledger.broken if other.kind is not RuleKind.TOTAL)
    return rule.cells() | {cell for other in others for cell in other.cells() if rule.sign(cell)}
