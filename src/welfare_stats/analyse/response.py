"""Which forms each unit owes for a year, and what became of each: accepted, rejected, missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt, RegisterState, Statement


class State(StrEnum):
    """What has become of a form that is due; the values are part of ``status --json``."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FormStatus:
    """One form that one unit owes for the year.

    Attributes:
        unit: who owes it.
        form: code of the form.
        state: what has become of it.
        path, period, received_on: of the accepted file whose period ends last, if there is one.
        late_days: by how many days the file came after its deadline, 0 if in time; ``None`` if no
            deadline is set for its period.
        rejected_path: a returned file with this form for which no good one has come since.
    """

    unit: ReportingUnit
    form: str
    state: State
    path: str | None = None
    period: ReportingPeriod | None = None
    received_on: date | None = None
    late_days: int | None = None
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


@dataclass(frozen=True, slots=True)
class YearStatus:
    """The state of a year.

    Attributes:
        unattributed: returned files whose unit could not be read.
        withdrawn: files that were taken out of the totals by another unit's file of their name, as
            long as their unit has sent nothing in their place.
        excluded: files that are not counted by decision.
        others: files in the year's folder that are no forms, until they are dismissed.
    """

    year: int
    forms: tuple[FormStatus, ...]
    unattributed: tuple[str, ...]
    withdrawn: tuple[Withdrawal, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    others: tuple[str, ...] = ()

    def in_state(self, state: State) -> list[FormStatus]:
        """The forms that are in this state."""
        return [form for form in self.forms if form.state is state]

    @property
    def units(self) -> list[ReportingUnit]:
        """Units that owe at least one form, in the order of the catalogue."""
        return list({form.unit.code: form.unit for form in self.forms}.values())

    def complete_units(self) -> list[ReportingUnit]:
        """Units all of whose forms are accepted."""
        owing = {form.unit.code for form in self.forms if form.state is not State.ACCEPTED}
        return [unit for unit in self.units if unit.code not in owing]

    def has_sent(self, unit: str, form: str) -> bool:
        """Whether the unit's form was accepted."""
        return any(
            status.unit.code == unit and status.form == form and status.state is State.ACCEPTED
            for status in self.forms
        )


def status_of(
    year: int,
    catalogue: Catalogue,
    state: RegisterState,
    lies_there: Callable[[str], bool] = lambda _: True,
) -> YearStatus:
    """What every unit owes for the year and has sent.

    Args:
        year: of the periods.
        catalogue: the office's code lists.
        state: what follows from the register's history.
        lies_there: whether a file of that name is still in the folder.
    """
    codes = catalogue.during(ReportingPeriod(date(year, 1, 1), date(year, 12, 31)))
    returned = [receipt for receipt in state.outstanding(lies_there) if receipt.year == year]
    forms = tuple(
        _form_status(year, codes, unit, form, state, returned)
        for unit in codes.units.values()
        for form in codes.forms_due(unit)
    )
    unattributed = tuple(receipt.path for receipt in returned if receipt.unit is None)
    return YearStatus(
        year,
        forms,
        unattributed,
        tuple(_withdrawals(year, state)),
        tuple(_exclusions(year, state)),
        tuple(other.path for other in state.others(lies_there) if other.year == year),
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


def _form_status(
    year: int,
    codes: CatalogueAt,
    unit: ReportingUnit,
    form: str,
    state: RegisterState,
    returned: Sequence[Receipt],
) -> FormStatus:
    sent = [
        statement
        for statement in state.standing.statements(unit.code)
        if statement.scope[0] == form and statement.period.end.year == year
    ]
    rejected = next(
        (
            receipt.path
            for receipt in reversed(returned)
            if receipt.unit == unit.code
            and form in receipt.forms
            and not any(_is_newer(statement, receipt) for statement in sent)
        ),
        None,
    )
    if not sent:
        outcome = State.REJECTED if rejected else State.MISSING
        return FormStatus(unit, form, outcome, rejected_path=rejected)
    latest = state.receipts[max(sent, key=lambda s: (s.period.end, -s.receipt)).receipt]
    return FormStatus(
        unit,
        form,
        State.ACCEPTED,
        latest.path,
        latest.period,
        state.days.of(latest.sha256),
        _late_days(year, codes, unit, form, _first_of(latest, form, state), state),
        rejected,
    )


def _is_newer(statement: Statement, returned: Receipt) -> bool:
    """Whether a statement came after a returned file and makes it good for its form."""
    return returned.may_be_corrected_by(statement.receipt, statement.period)


def _first_of(receipt: Receipt, form: str, state: RegisterState) -> Receipt:
    """The first accepted file of the same unit, form and period: a correction is not late."""
    return next(
        earlier
        for earlier in state.accepted_of(receipt.unit or "")
        if earlier.period == receipt.period and form in earlier.forms
    )


def _late_days(
    year: int,
    codes: CatalogueAt,
    unit: ReportingUnit,
    form: str,
    receipt: Receipt,
    state: RegisterState,
) -> int | None:
    received_on = state.days.of(receipt.sha256) or receipt.received_on
    for deadline in codes.deadlines_of(unit):
        if form in deadline.forms and deadline.period(year) == receipt.period:
            return max(0, (received_on - deadline.due_on(year)).days)
    return None
