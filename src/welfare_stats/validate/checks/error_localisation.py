"""Error localisation: which cell is wrong where numbers do not agree.

A broken edit rule shows that one of its cells is wrong, but not which one. Fellegi and Holt (1976)
look for the smallest set of cells whose change makes all rules hold. Here that set is found
greedily: of all changes of one cell that mend a broken rule, the one is taken that mends most rules
and breaks fewest others. That cell is reported, the search goes on as if it had been corrected, and
ends when no rule is broken. What else a correction mends is only a consequence of the wrong cell
and is not reported.

In this table nobody came and nobody left, so each row must close with the number it opened with,
and row 9 must be the sum of rows 7 and 8. D8 is mistyped: neither row 8 nor column D agrees.

>>> from welfare_stats.validate.checks.rule import edit_rule
>>> rows = (6, 7, 8)  # CellRef counts from 0
>>> d7, d8, d9, g7, g8, g9 = (CellRef("HX-01", row, column) for column in (3, 6) for row in rows)
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

A sum that holds may be a formula: a change of its part is always tried with the change of the sum.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from welfare_stats.findings import CellRef
from welfare_stats.validate.checks.rule import INCLUSIONS, EditRule, RuleKind, Terms


@dataclass(frozen=True, slots=True, eq=False)
class LocalisedError:
    """A cell that is wrong.

    Attributes:
        cell: where the finding goes.
        rule: the broken rule of which the finding speaks.
        broken: this and the other rules that are broken by the same mistake.
        likely: what the cell should hold by these rules; ``None`` where other cells of the rule are
            as likely wrong.
        swapped_with: the other cell, where two numbers seem to stand in each other's place.
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
    """A few wrong cells that explain every broken rule.

    Args:
        values: what the cells hold.
        rules: what must agree; ``values`` has all their cells. Of the rules that one mistake
            breaks, the finding speaks of the first.
        is_accepted: whether the office accepts the finding on an error. Then its numbers are right
            as they are, and the other rules that the error would have explained are still open.
    """
    if all(rule.holds() for rule in rules):
        return []
    ledger = _ledger(values, rules)
    found = []
    while ledger.broken:
        best = max((_most_likely(ledger, rule) for rule in _next(ledger)), key=_priority)
        found.append(best.error)
        if is_accepted(best.error):
            ledger.broken.pop(best.error.rule)
        else:
            ledger.make(best)
    return found


@dataclass(frozen=True, slots=True)
class _Correction:
    """An error and the changes that correct it: first that of the wrong cell, then of sums."""

    error: LocalisedError
    changes: Mapping[CellRef, float]
    rank: tuple[int, int]  # the likelier of two corrections has the higher rank


def _priority(correction: _Correction) -> tuple[tuple[int, int], bool]:
    """Of two as likely, one whose cell is known goes first: it may tell the other's cell."""
    return correction.rank, correction.error.likely is not None


# --- the rules while corrections are made ----------------------------------------------------


@dataclass(slots=True)
class _Ledger:
    """The numbers as corrected so far, and the rules that are still broken.

    Attributes:
        values: what the cells hold.
        sums: what each of the options of a rule comes to.
        bounds: between which a rule's sum must be.
        by_cell: the rules that write a cell out.
        by_column: the rules in which cells of a sheet's column are without being written out.
        broken: the broken rules, in the order in which they are looked at.
    """

    values: dict[CellRef, float]
    sums: dict[EditRule, list[float]]
    bounds: dict[EditRule, tuple[float, float]]
    by_cell: Mapping[CellRef, Sequence[EditRule]]
    by_column: Mapping[tuple[str, int], Sequence[EditRule]]
    broken: dict[EditRule, None]
    _rules_of: dict[CellRef, list[EditRule]] = field(default_factory=dict)

    def rules_of(self, cell: CellRef) -> list[EditRule]:
        """The rules in which the cell is."""
        if cell not in self._rules_of:
            found = self.by_cell.get(cell, ())
            others = self.by_column.get((cell.sheet, cell.column), ())
            self._rules_of[cell] = [*found, *(r for r in others if r not in found and r.sign(cell))]
        return self._rules_of[cell]

    def touched(self, cells: Iterable[CellRef]) -> Iterable[EditRule]:
        """The rules in which any of the cells is, each once."""
        return dict.fromkeys(rule for cell in cells for rule in self.rules_of(cell))

    def sums_after(self, rule: EditRule, changes: Mapping[CellRef, float]) -> list[float]:
        """What the options of a rule come to after these changes."""
        return [
            value + sum(terms.sign(cell) * by for cell, by in changes.items())
            for terms, value in zip(rule.options, self.sums[rule], strict=True)
        ]

    def gap(self, rule: EditRule, changes: Mapping[CellRef, float] = {}) -> float:
        """How far a rule is from holding after these changes; 0 where it holds."""
        low, high = self.bounds[rule]
        return min(max(low - value, value - high, 0) for value in self.sums_after(rule, changes))

    def steps(self, cell: CellRef) -> list[float]:
        """By how much the cell would have to change for one of its broken rules to hold."""
        steps = {
            (_nearest(value, *self.bounds[rule]) - value) * terms.sign(cell)
            for rule in self.rules_of(cell)
            if rule in self.broken
            for terms, value in zip(rule.options, self.sums[rule], strict=True)
        }
        return sorted(steps - {0})

    def with_sums(self, changes: Mapping[CellRef, float]) -> dict[CellRef, float]:
        """The changes, and those of the sums above that hold, as formulas would make them."""
        every = dict(changes)
        pending = list(changes)
        while pending:
            cell = pending.pop()
            for rule in self.rules_of(cell):
                total, terms = rule.total, self._holding(rule, cell)
                if total is not None and total not in every and terms is not None:
                    every[total] = -sum(terms.sign(part) * by for part, by in every.items())
                    pending.append(total)
        return every

    def _holding(self, rule: EditRule, cell: CellRef) -> Terms | None:
        """The terms with this cell by which the rule holds."""
        low, high = self.bounds[rule]
        options = zip(rule.options, self.sums[rule], strict=True)
        held = (terms for terms, value in options if low <= value <= high and terms.sign(cell))
        return next(held, None)

    def make(self, correction: _Correction) -> None:
        """Go on as if the correction had been made."""
        broken, changes = correction.error.broken, correction.changes
        for cell, by in changes.items():
            self.values[cell] += by
        for rule in self.touched(changes):
            self.sums[rule] = self.sums_after(rule, changes)
        cell, by = next(iter(changes.items()), (correction.error.cell, 0))
        if by < 0 and all(rule.kind in INCLUSIONS for rule in broken):
            self._loosen(cell)
        mended = [rule for rule in self.touched(changes) if not self.gap(rule)]
        for rule in (*broken, *mended):
            self.broken.pop(rule, None)

    def _loosen(self, cell: CellRef) -> None:
        """Let the other rules of a number that was above its whole hold by any lower number, too.

        It is known what the number can be at most, but not what it should be.
        """
        for rule in self.rules_of(cell):
            low, high = self.bounds[rule]
            by = -rule.sign(cell) * self.values[cell]
            self.bounds[rule] = (low, high - by) if by < 0 else (low - by, high)


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
    broken = [rule for rule in rules if not rule.holds()]
    return _Ledger(dict(values), sums, bounds, by_cell, by_column, dict.fromkeys(broken))


def _nearest(value: float, low: float, high: float) -> float:
    """What terms should come to: exactly nothing or, where that is not allowed, the next bound."""
    if low <= 0 <= high:
        return 0
    return low if value < low else high


# --- the likeliest correction ----------------------------------------------------------------

# In a file in which everything is wrong, comparing everything with everything would take minutes.
_MOST_COMPARED = 2_000  # corrections in one round, times the broken rules that are left
_MANY = 200  # with more broken rules, each is reported at its place
_LONG = 100  # cells of a total, in all its options together


def _next(ledger: _Ledger) -> list[EditRule]:
    """The broken rules whose corrections are compared: all of a few, the first ones of many."""
    return list(islice(ledger.broken, max(1, _MOST_COMPARED // len(ledger.broken))))


def _most_likely(ledger: _Ledger, rule: EditRule) -> _Correction:
    """The likeliest correction of a broken rule.

    Where several cells are as likely wrong, the error is at the rule's place and has no likely
    number. The search goes on as if the cell there had been corrected or, if it is not one of them,
    the first of them.
    """
    corrections = list(_corrections(ledger, rule))
    if not corrections:  # every change of one cell would need a number below 0
        lowest = (-len(ledger.sums), 0)
        return _Correction(LocalisedError(rule.place, rule, [rule]), {}, lowest)
    best = max(corrections, key=lambda c: (c.rank, c.error.cell == rule.place))
    as_likely = [other for other in corrections if other.rank == best.rank]
    if len({other.error.cell for other in as_likely}) > 1:
        unlocated = LocalisedError(rule.place, rule, best.error.broken)
        return _Correction(unlocated, best.changes, best.rank)
    return min(as_likely, key=lambda c: _doubts(ledger, c)) if len(as_likely) > 1 else best


def _doubts(ledger: _Ledger, correction: _Correction) -> int:
    """By how many rules cells are wrong that are in a rule which the correction mends, too.

    Of two numbers that a cell may have, that is the likelier which agrees with sound ones.
    """
    mends = correction.error.broken
    return sum(
        any(rule.sign(cell) for rule in mends for cell in other.cells())
        for other in ledger.broken
        if other not in mends
    )


def _corrections(ledger: _Ledger, rule: EditRule) -> Iterator[_Correction]:
    for cell, changes, other in _changes(ledger, rule):
        every = ledger.with_sums(changes)
        is_below_0 = any(ledger.values[changed] + by < 0 for changed, by in every.items())
        if not is_below_0 and not ledger.gap(rule, every):
            mends, spoils, helps = _effects(ledger, every)
            likely = ledger.values[cell] + changes[cell]
            error = LocalisedError(cell, _rule_to_report(cell, mends), mends, likely, other)
            yield _Correction(error, every, (len(mends) - spoils, helps))


def _effects(ledger: _Ledger, changes: Mapping[CellRef, float]) -> tuple[list[EditRule], int, int]:
    """The broken rules that the changes mend, how many they break, and how many they help."""
    mends = []
    spoils = helps = 0
    for rule in ledger.touched(changes):
        gap = ledger.gap(rule, changes)
        if rule not in ledger.broken:
            spoils += gap > 0
        elif gap > 0:
            helps += gap < ledger.gap(rule)
        else:
            mends.append(rule)
    return mends, spoils, helps


def _rule_to_report(cell: CellRef, broken: Sequence[EditRule]) -> EditRule:
    """The first of the rules, which has the cell, but rather one that has its place there."""
    return next((rule for rule in broken if rule.place == cell), broken[0])


_Change = tuple[CellRef, Mapping[CellRef, float], CellRef | None]
"""The wrong cell, by how much which cells change, and the cell that it was swapped with."""


def _changes(ledger: _Ledger, rule: EditRule) -> Iterator[_Change]:
    """Changes of one cell of the rule, and of two numbers of a movement in each other's place."""
    are_compared = len(ledger.broken) <= _MANY
    for cell in sorted(_suspects(ledger, rule)) if are_compared else [rule.place]:
        yield from ((cell, {cell: by}, None) for by in ledger.steps(cell))
    if rule.kind is RuleKind.MOVEMENT and are_compared:
        (terms,) = rule.options
        for one, other in product(terms.signs, repeat=2):
            if terms.signs[one] > terms.signs[other]:
                by = ledger.values[other] - ledger.values[one]
                yield one, {one: by, other: -by}, other


def _suspects(ledger: _Ledger, rule: EditRule) -> set[CellRef]:
    """The cells of the rule that hold a number; of a long total, only the total itself."""
    columns = [terms.column for terms in rule.options if terms.column is not None]
    if sum(len(rows) for _, _, rows in columns) > _LONG:
        return rule.cells()
    parts = {CellRef(sheet, row, column) for sheet, column, rows in columns for row in rows}
    return rule.cells() | (parts & ledger.values.keys())
