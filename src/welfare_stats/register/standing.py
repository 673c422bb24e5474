"""Which statements count, and why the others do not: a pure function of the register's history.

A submission is the whole statement of each of its scopes (a form and, on forms that know
facilities, one facility) for its period. Of one unit, scope and period one statement stands:

* the same unit, scope and period again is a correction and replaces the earlier statement;
* a file that comes again under its own name for the same unit, with a period that overlaps the
  earlier one or starts on the same day, corrects the period and replaces it too;
* a file that comes again under its own name for another unit was the first unit's by mistake: what
  came under that name for another unit is void, and what it had replaced stands again;
* an estimate replaces only estimates; it gives way to the actual numbers of its period, whichever
  came first;
* an excluded content is void until it is included again.

That a longer period replaces a shorter one is not decided here but by ``analyse``, for the period
that is asked.

>>> from datetime import date, datetime
>>> from welfare_stats.period import ReportingPeriod
>>> from welfare_stats.register.history import Receipt
>>> from welfare_stats.validate.verdict import Outcome
>>> year = ReportingPeriod(date(2018, 1, 1), date(2018, 12, 31))
>>> def came(number, path, unit):
...     return Receipt(number, datetime(2019, 1, number), path, f"{number}", "", date(2019, 1, 1),
...                    Outcome.ACCEPTED, unit, year, {("HX-01", ""): 30})
>>> first = came(1, "a.xlsx", "170")
>>> corrected = standing([first, came(2, "b.xlsx", "170")])
>>> [(s.path, s.unit) for s in corrected.statements()], corrected.replaced_by(first)
([('b.xlsx', '170')], {('HX-01', ''): 2})
>>> taken_back = standing([came(1, "a.xlsx", "170"), came(2, "b.xlsx", "170"),
...                        came(3, "b.xlsx", "171")])
>>> [(s.path, s.unit) for s in taken_back.statements()]
[('a.xlsx', '170'), ('b.xlsx', '171')]
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from welfare_stats.collect.observations import Scope
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.register.history import Decision, DecisionKind, Entry, Receipt

_CORRECTS_ITS_PERIOD = (Overlap.PARTIAL, Overlap.SAME_START)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one submission says of one scope and period; an estimate or the actual numbers."""

    receipt: int
    path: str
    unit: str
    scope: Scope
    period: ReportingPeriod
    figures: int
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class _OfUnit:
    """What stands of one unit, and which receipt replaced each statement that does not."""

    statements: Sequence[Statement]
    replaced_by: Mapping[tuple[int, Scope], int]


@dataclass(slots=True)
class Standing:
    """What counts after the entries taken so far.

    It grows by one entry at a time, so that a run that takes in many files need not begin anew with
    each; ``standing`` makes one from a whole history.
    """

    _by_unit: dict[str, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    _by_path: dict[str, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    _paths_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _units_by_scope: dict[Scope, set[str]] = field(default_factory=lambda: defaultdict(set))
    _excluded: dict[str, Decision] = field(default_factory=dict)
    _known: dict[str, _OfUnit] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Go on by one entry."""
        if isinstance(entry, Decision):
            self._take_decision(entry)
        elif isinstance(entry, Receipt):
            self._take_receipt(entry)

    def _take_receipt(self, receipt: Receipt) -> None:
        if receipt.is_accepted and receipt.unit is not None and receipt.period is not None:
            self._by_unit[receipt.unit].append(receipt)
            self._by_path[receipt.path].append(receipt)
            self._paths_of[receipt.sha256].add(receipt.path)
            for scope in receipt.scopes:
                self._units_by_scope[scope].add(receipt.unit)
            self._forget([receipt.path])

    def _take_decision(self, decision: Decision) -> None:
        if decision.kind is DecisionKind.EXCLUDE:
            self._excluded[decision.sha256] = decision
        elif decision.kind is DecisionKind.INCLUDE:
            self._excluded.pop(decision.sha256, None)
        self._forget(self._paths_of.get(decision.sha256, ()))

    def _forget(self, paths: Iterable[str]) -> None:
        """What was known of units that ever used one of these names is to be found anew."""
        for path in paths:
            for receipt in self._by_path[path]:
                self._known.pop(receipt.unit or "", None)

    def statements(self, unit: str | None = None) -> Iterator[Statement]:
        """What stands, of one unit or of all, in the order in which it came."""
        if unit is not None:
            yield from self._of(unit).statements
            return
        every = (statement for code in self._by_unit for statement in self._of(code).statements)
        yield from sorted(every, key=lambda statement: (statement.receipt, statement.scope))

    def scopes(self) -> Iterable[Scope]:
        """Every scope of which a statement was ever sent."""
        return self._units_by_scope.keys()

    def units_with(self, scopes: Iterable[Scope]) -> set[str]:
        """Units that ever sent a statement of one of these scopes."""
        return set().union(*(self._units_by_scope.get(scope, ()) for scope in scopes))

    def scopes_of(self, receipt: Receipt) -> frozenset[Scope]:
        """Of which forms and facilities a submission is the statement that stands."""
        if receipt.unit is None or receipt.unit not in self._by_unit:
            return frozenset()
        return frozenset(
            s.scope for s in self._of(receipt.unit).statements if s.receipt == receipt.id
        )

    def replaced_by(self, receipt: Receipt) -> dict[Scope, int]:
        """The submission that took the place of each statement of this one."""
        replaced = self._of(receipt.unit).replaced_by if receipt.unit else {}
        return {scope: other for (number, scope), other in replaced.items() if number == receipt.id}

    def exclusion_of(self, sha256: str) -> Decision | None:
        """The decision by which a content does not count, if there is one."""
        return self._excluded.get(sha256)

    def withdrawn_by(self, receipt: Receipt) -> Receipt | None:
        """The file of another unit that came later under the same name, if there is one."""
        last = self.last_under(receipt.path)
        is_withdrawn = last is not None and last.id > receipt.id and last.unit != receipt.unit
        return last if is_withdrawn else None

    def last_under(self, path: str) -> Receipt | None:
        """The accepted content that came last under a name and is not excluded."""
        every = reversed(self._by_path.get(path, ()))
        return next((receipt for receipt in every if receipt.sha256 not in self._excluded), None)

    def _of(self, unit: str) -> _OfUnit:
        if unit not in self._known:
            receipts = [
                receipt
                for receipt in self._by_unit.get(unit, ())
                if receipt.sha256 not in self._excluded and self.withdrawn_by(receipt) is None
            ]
            self._known[unit] = _standing_of(receipts)
        return self._known[unit]


def standing(entries: Iterable[Entry]) -> Standing:
    """What stands after all of these entries."""
    found = Standing()
    for entry in entries:
        found.take(entry)
    return found


_Current = dict[tuple[Scope, ReportingPeriod], Statement]


def _standing_of(receipts: Iterable[Receipt]) -> _OfUnit:
    """What stands of the accepted submissions of one unit, none of which is void."""
    actual: _Current = {}
    estimates: _Current = {}
    replaced: dict[tuple[int, Scope], int] = {}

    def give_way(earlier: Statement, receipt: int) -> None:
        replaced[earlier.receipt, earlier.scope] = receipt

    for receipt in receipts:
        for statement in _statements_in(receipt):
            own = estimates if statement.is_estimate else actual
            for key in [key for key in own if _takes_the_place_of(statement, own[key])]:
                give_way(own.pop(key), receipt.id)
            own[statement.scope, statement.period] = statement
            if estimates and not statement.is_estimate:
                for key in [key for key in estimates if _corrects(statement, estimates[key])]:
                    give_way(estimates.pop(key), receipt.id)
    for key in estimates.keys() & actual.keys():
        give_way(estimates.pop(key), actual[key].receipt)
    statements = sorted([*actual.values(), *estimates.values()], key=lambda one: one.receipt)
    return _OfUnit(statements, replaced)


def _statements_in(receipt: Receipt) -> Iterator[Statement]:
    for scope, figures in receipt.scopes.items():
        if receipt.unit is not None and receipt.period is not None:
            yield Statement(
                receipt.id,
                receipt.path,
                receipt.unit,
                scope,
                receipt.period,
                figures,
                receipt.is_estimate,
            )


def _takes_the_place_of(later: Statement, earlier: Statement) -> bool:
    """Whether it replaces another one of its kind, both being estimates or both actual numbers."""
    is_same = later.scope == earlier.scope and later.period == earlier.period
    return is_same or _corrects(later, earlier)


def _corrects(later: Statement, earlier: Statement) -> bool:
    """Whether the same file now says another period."""
    return (
        later.path == earlier.path
        and later.scope == earlier.scope
        and later.period.overlap_with(earlier.period) in _CORRECTS_ITS_PERIOD
    )
