"""What became of each obligation of a year: met, returned, missing, not due yet, not asked."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from welfare_stats.analyse.arrivals import Arrivals, Debtor, arrivals_of
from welfare_stats.analyse.coverage import Answer, answer_to
from welfare_stats.analyse.lateness import day_of_receipt, days_late, days_overdue
from welfare_stats.analyse.obligations import Obligation, obligations_of
from welfare_stats.analyse.selection import Asked, chosen_statements
from welfare_stats.design.catalogue import Catalogue, ReportingUnit
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.register import Receipt, RegisterState, Statement


class State(StrEnum):
    """What has become of an obligation; the values are part of ``status --json``."""

    MET = "met"  # something stands that gives the period
    RETURNED = "returned"  # what came for it was returned, and nothing good has come
    MISSING = "missing"  # the due day is over and nothing came
    NOT_DUE = "not_due"  # the due day is not over
    NOT_ASKED = "not_asked"  # the unit did not exist on any day of the period


@dataclass(frozen=True, slots=True)
class ObligationStatus:
    """An obligation and what has become of it.

    Attributes:
        owed: the obligation.
        state: what has become of it.
        path, received_on: of the file that meets it, or of the last of those that do together.
        late_days: by how many days a statement that its own period asked for came after the due
            day, 0 if in time; a correction of it is not late. ``None`` where it is not met, or is
            met through statements of other periods.
        days_overdue: how many days ago the due day was, of what is missing or returned.
        is_estimate: whether only an estimate meets it.
        covered_by: the period that meets it, where that is another one than was asked for.
        rejected_path: a returned file for it for which no good one has come since.
    """

    owed: Obligation
    state: State
    path: str | None = None
    received_on: date | None = None
    late_days: int | None = None
    days_overdue: int | None = None
    is_estimate: bool = False
    covered_by: ReportingPeriod | None = None
    rejected_path: str | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """What a unit sent on a form for one period, as far as it counts in the year.

    Attributes:
        owners: whose its numbers are: the unit, or the facilities that they are of.
        late_days: as of the obligation that its period meets; ``None`` if none asked for it.
        rejected_path: a returned file of the form for which no good one has come since.
    """

    unit: ReportingUnit
    form: str
    period: ReportingPeriod
    owners: frozenset[str]
    received_on: date
    late_days: int | None
    is_estimate: bool
    rejected_path: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A unit's file whose name another unit's file has taken; what it said stands no more."""

    path: str
    unit: str
    by: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A file that the office has decided not to count, and why."""

    path: str
    unit: str | None
    reason: str
    by: str


@dataclass(frozen=True)
class YearStatus:
    """The state of a year.

    Attributes:
        today: the day on which it is the state.
        obligations: what is owed for periods that end in the year, unit after unit.
        sendings: what was sent and counts in the year, or in the period that was asked for.
        unattributed: returned files whose unit could not be read.
        withdrawn: files that were taken out of the totals by another unit's file of their name, as
            long as their unit has sent nothing in their place.
        overwritten: files that count although returned ones of other units now have their names.
        excluded: files that are not counted by decision.
        others: files in the year's folder that are no forms, until they are dismissed.
    """

    year: int
    today: date
    obligations: tuple[ObligationStatus, ...]
    sendings: tuple[Sending, ...]
    unattributed: tuple[str, ...]
    withdrawn: tuple[Withdrawal, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    others: tuple[str, ...] = ()
    overwritten: tuple[Withdrawal, ...] = ()

    def in_state(self, *states: State) -> list[ObligationStatus]:
        """The obligations that are in one of these states."""
        return [status for status in self.obligations if status.state in states]

    @cached_property
    def units(self) -> list[ReportingUnit]:
        """Units that are asked for something, in the order of the catalogue."""
        return list(
            {status.owed.unit.code: status.owed.unit for status in self.obligations}.values()
        )

    def of_unit(self, unit: ReportingUnit) -> list[ObligationStatus]:
        """The obligations of one unit."""
        return self._of_units.get(unit.code, [])

    @cached_property
    def _of_units(self) -> Mapping[str, list[ObligationStatus]]:
        found: dict[str, list[ObligationStatus]] = defaultdict(list)
        for status in self.obligations:
            found[status.owed.unit.code].append(status)
        return found

    def complete_units(self) -> list[ReportingUnit]:
        """Units that have met all that has fallen due and wait for no correction."""
        owing = {status.owed.unit.code for status in self.in_state(State.MISSING, State.RETURNED)}
        return [unit for unit in self.units if unit.code not in owing]

    def has_sent(self, unit: str, form: str) -> bool:
        """Whether anything of that unit and form is among what counts."""
        return any(sent.form == form for sent in self._sent_by.get(unit, ()))

    def sent_by(self, unit: ReportingUnit) -> list[Sending]:
        """What one unit sent that counts."""
        return self._sent_by.get(unit.code, [])

    @cached_property
    def _sent_by(self) -> Mapping[str, list[Sending]]:
        found: dict[str, list[Sending]] = defaultdict(list)
        for sending in self.sendings:
            found[sending.unit.code].append(sending)
        return found


def status_of(
    year: int,
    catalogue: Catalogue,
    state: RegisterState,
    today: date,
    lies_there: Callable[[str], bool] = lambda _: True,
    period: ReportingPeriod | None = None,
) -> YearStatus:
    """What every unit owes for the year and has sent.

    Args:
        year: in which the periods end.
        catalogue: the office's code lists.
        state: what follows from the register's history.
        today: on which it is asked; what was due before is overdue.
        lies_there: whether a file of that name is still in the folder.
        period: for which it is asked what counts; ``None`` for the year.
    """
    returned = [receipt for receipt in state.outstanding(lies_there) if receipt.year == year]
    owed: dict[Debtor, list[Obligation]] = defaultdict(list)
    for obligation in obligations_of(year, catalogue):
        owed[obligation.unit.code, obligation.form].append(obligation)
    came = arrivals_of(state, returned, owed.keys())
    return YearStatus(
        year,
        today,
        tuple(
            status
            for debtor, of_form in owed.items()
            for status in _statuses(of_form, came[debtor], state, today)
        ),
        tuple(_sendings(Asked(year, period), catalogue, state, owed, came)),
        tuple(receipt.path for receipt in returned if receipt.unit is None),
        tuple(_withdrawals(year, state)),
        tuple(_exclusions(year, state)),
        tuple(other.path for other in state.others(lies_there) if other.year == year),
        overwritten=tuple(_overwritten(year, state)),
    )


def _exclusions(year: int, state: RegisterState) -> Iterator[Exclusion]:
    for receipt in state.excluded_receipts():
        decision = state.standing.exclusion_of(receipt.sha256)
        if decision is not None and receipt.year == year:
            yield Exclusion(receipt.path, receipt.unit, decision.reason, decision.by)


def _withdrawals(year: int, state: RegisterState) -> Iterator[Withdrawal]:
    reported: set[tuple[str, str]] = set()
    for receipt in state.receipts.values():
        by = state.standing.withdrawn_by(receipt) if receipt.is_accepted else None
        unit = receipt.unit
        if by is None or by.unit is None or unit is None or receipt.year != year:
            continue
        own = {(s.scope, s.period) for s in state.standing.statements(unit)}
        is_lost = any((scope, receipt.period) not in own for scope in receipt.scopes)
        if is_lost and (receipt.path, unit) not in reported:
            reported.add((receipt.path, unit))
            yield Withdrawal(receipt.path, unit, by.unit)


def _overwritten(year: int, state: RegisterState) -> Iterator[Withdrawal]:
    returned = {r.path: r.unit for r in state.outstanding() if r.unit is not None}
    for receipt in state.standing_receipts():
        by = returned.get(receipt.path)
        if by is not None and receipt.unit not in (None, by) and receipt.year == year:
            yield Withdrawal(receipt.path, receipt.unit or "", by)


def _statuses(
    obligations: Sequence[Obligation], came: Arrivals, state: RegisterState, today: date
) -> Iterator[ObligationStatus]:
    """What became of the obligations of one unit on one form."""
    rejected = {_meant_for(receipt, obligations, state): receipt.path for receipt in came.returned}
    for obligation in obligations:
        path = rejected.get(obligation)
        answer = answer_to(obligation, came.statements)
        if not obligation.is_asked:
            yield ObligationStatus(obligation, State.NOT_ASKED)
        elif answer is not None:
            late_days = None if answer.covered_by else days_late(obligation, came, state)
            yield _met(obligation, answer, state, late_days, path)
        elif path is None and today <= obligation.due_on:
            yield ObligationStatus(obligation, State.NOT_DUE)
        else:
            yield ObligationStatus(
                obligation,
                State.MISSING if path is None else State.RETURNED,
                days_overdue=days_overdue(obligation, today),
                rejected_path=path,
            )


def _meant_for(
    returned: Receipt, obligations: Sequence[Obligation], state: RegisterState
) -> Obligation:
    """The obligation of its period; if none asks for that, the one that was due about that day."""
    day = day_of_receipt(returned, state)
    return min(
        obligations,
        key=lambda owed: (
            not owed.is_asked,
            returned.period is None or not owed.asks_for(returned.period),
            abs(owed.due_on - day),
        ),
    )


def _met(
    obligation: Obligation,
    answer: Answer,
    state: RegisterState,
    late_days: int | None,
    rejected_path: str | None,
) -> ObligationStatus:
    receipt = state.receipts[answer.statements[-1].receipt]
    return ObligationStatus(
        obligation,
        State.MET,
        receipt.path,
        day_of_receipt(receipt, state),
        late_days,
        is_estimate=answer.is_estimate,
        covered_by=answer.covered_by,
        rejected_path=rejected_path,
    )


def _sendings(
    asked: Asked,
    catalogue: Catalogue,
    state: RegisterState,
    owed: Mapping[Debtor, Sequence[Obligation]],
    came: Mapping[Debtor, Arrivals],
) -> Iterator[Sending]:
    """What counts, one a unit, form and period, whatever its facilities."""
    units = catalogue.during(calendar_year(asked.year)).units
    order = {code: number for number, code in enumerate(units)}
    known = [debtor for debtor in came if debtor[0] in units]
    for debtor in sorted(known, key=lambda debtor: (order[debtor[0]], debtor[1])):
        counted: dict[ReportingPeriod, list[Statement]] = {}
        for statement in chosen_statements(came[debtor].statements, asked):
            counted.setdefault(statement.period, []).append(statement)
        for period, statements in sorted(counted.items()):
            asking = [o for o in owed.get(debtor, ()) if o.asks_for(period)]
            yield Sending(
                units[debtor[0]],
                debtor[1],
                period,
                frozenset(statement.scope[1] or statement.unit for statement in statements),
                max(day_of_receipt(state.receipts[s.receipt], state) for s in statements),
                days_late(asking[0], came[debtor], state) if asking else None,
                any(statement.is_estimate for statement in statements),
                _returned_beside(period, sorted(counted), came[debtor].returned),
            )


def _returned_beside(
    period: ReportingPeriod, counted: Sequence[ReportingPeriod], waiting: Sequence[Receipt]
) -> str | None:
    """A returned file for a period; one for a period that does not count stands by the last."""
    for receipt in reversed(waiting):
        if (receipt.period if receipt.period in counted else counted[-1]) == period:
            return receipt.path
    return None
