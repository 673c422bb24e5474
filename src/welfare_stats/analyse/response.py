"""Which forms each unit owes for a year, and what became of each: accepted, rejected, missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.period import ReportingPeriod, year_of_folder
from welfare_stats.register import Receipt, outstanding
from welfare_stats.validate.assess import Outcome


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
class YearStatus:
    """All forms due in a year; ``unattributed`` are returned files whose unit could not be read."""

    year: int
    forms: tuple[FormStatus, ...]
    unattributed: tuple[str, ...]

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

    def lacking(self, form: str) -> list[ReportingUnit]:
        """Units whose form is due but not accepted, so that province totals are without them."""
        return [
            status.unit
            for status in self.forms
            if status.form == form and status.state is not State.ACCEPTED
        ]


def of_year(receipts: Iterable[Receipt], year: int) -> list[Receipt]:
    """Receipts whose period ends in the year; without a period, those in a folder of that year."""
    return [
        receipt
        for receipt in receipts
        if (receipt.period.end.year if receipt.period else year_of_folder(receipt.path)) == year
    ]


def status_of(year: int, catalogue: Catalogue, receipts: Sequence[Receipt]) -> YearStatus:
    """What every unit owes for the year, and what it has sent of it."""
    codes = catalogue.during(ReportingPeriod(date(year, 1, 1), date(year, 12, 31)))
    received = of_year(receipts, year)
    returned = outstanding(received)
    forms = tuple(
        _form_status(year, codes, unit, form, received, returned)
        for unit in codes.units.values()
        for form in codes.forms_due(unit)
    )
    unattributed = tuple(receipt.path for receipt in returned if receipt.unit is None)
    return YearStatus(year, forms, unattributed)


def _form_status(
    year: int,
    codes: CatalogueAt,
    unit: ReportingUnit,
    form: str,
    receipts: Sequence[Receipt],
    returned: Sequence[Receipt],
) -> FormStatus:
    rejected = next(
        (r.path for r in reversed(returned) if r.unit == unit.code and form in r.forms), None
    )
    sent = [r for r in receipts if r.unit == unit.code and r.is_standing(form) and r.period]
    if not sent:
        state = State.REJECTED if rejected else State.MISSING
        return FormStatus(unit, form, state, rejected_path=rejected)
    latest = max(sent, key=lambda receipt: receipt.period.end if receipt.period else date.min)
    return FormStatus(
        unit,
        form,
        State.ACCEPTED,
        latest.path,
        latest.period,
        latest.received_on,
        _late_days(year, codes, unit, form, _first_of(latest, form, receipts)),
        rejected,
    )


def _first_of(receipt: Receipt, form: str, receipts: Sequence[Receipt]) -> Receipt:
    """The first accepted file of the same unit, form and period: a correction makes nobody late."""
    return next(
        earlier
        for earlier in receipts
        if earlier.outcome is Outcome.ACCEPTED
        and (earlier.unit, earlier.period) == (receipt.unit, receipt.period)
        and form in earlier.forms
    )


def _late_days(
    year: int, codes: CatalogueAt, unit: ReportingUnit, form: str, receipt: Receipt
) -> int | None:
    for deadline in codes.deadlines_of(unit):
        if form in deadline.forms and deadline.period(year) == receipt.period:
            return max(0, (receipt.received_on - deadline.due_on(year)).days)
    return None
