"""A received file as the register holds it, and what follows from several of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.assess import Outcome
from welfare_stats.validate.checks import EarlierStatement, Scope, ScopeElsewhere


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received file as the register holds it.

    Attributes:
        id: number of the file; later files have higher numbers.
        path: its name in the register.
        sha256: hash of its content; the same content may come under several names.
        context: version and catalogue by which it was judged.
        received_on: the day of receipt.
        outcome: the verdict.
        unit, period: who sent it and for which days, if they could be read.
        scopes: the forms and facilities that it states, with the number of figures of each.
        standing: those of its scopes that stand, that is, whose figures the totals are made of.
        observations: name of the Parquet file with its numbers; ``None`` for a file not accepted.
    """

    id: int
    path: str
    sha256: str
    context: str
    received_on: date
    outcome: Outcome
    unit: str | None
    period: ReportingPeriod | None
    scopes: Mapping[Scope, int]
    standing: frozenset[Scope]
    observations: str | None

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))

    def is_standing(self, form: str) -> bool:
        """Whether the form, or some facility on it, stands."""
        return any(scope[0] == form for scope in self.standing)


def scopes_elsewhere(
    receipts: Iterable[Receipt], unit: str | None, scopes: Iterable[Scope]
) -> list[ScopeElsewhere]:
    """What stands in these receipts of other units, for the same forms and facilities."""
    of_facilities = {scope for scope in scopes if scope[1]}
    return [
        ScopeElsewhere(scope, receipt.period, receipt.unit, receipt.path)
        for receipt in receipts
        if receipt.unit is not None and receipt.unit != unit and receipt.period is not None
        for scope in sorted(receipt.standing & of_facilities)
    ]


def earlier_statements(
    receipts: Sequence[Receipt], after: int
) -> dict[str, list[EarlierStatement]]:
    """What stands, by unit, in the shape that the checks take.

    Args:
        receipts: the receipts to look through.
        after: receipts with a higher number were made in this run.
    """
    earlier = defaultdict(list)
    for receipt in receipts:
        if receipt.unit is None or receipt.period is None:
            continue
        for scope in sorted(receipt.standing):
            earlier[receipt.unit].append(
                EarlierStatement(
                    scope,
                    receipt.period,
                    receipt.path,
                    receipt.scopes[scope],
                    in_this_run=receipt.id > after,
                )
            )
    return earlier


def outstanding(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Returned files, as last received, for which no good file has come since.

    Good is an accepted file of the same unit with at least the same forms for the same period.
    """
    latest = {receipt.path: receipt for receipt in receipts}
    accepted = [r for r in latest.values() if r.outcome is Outcome.ACCEPTED]
    return [
        receipt
        for receipt in latest.values()
        if receipt.outcome in (Outcome.REJECTED, Outcome.UNREADABLE)
        and not any(
            other.id > receipt.id
            and other.unit == receipt.unit
            and set(receipt.forms) <= set(other.forms)
            and (receipt.period is None or receipt.period == other.period)
            for other in accepted
        )
    ]
