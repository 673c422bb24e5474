"""By how many days what a unit owed came late, or is overdue."""

from datetime import date

from welfare_stats.analyse.arrivals import Arrivals
from welfare_stats.analyse.obligations import Obligation
from welfare_stats.register import Receipt, RegisterState


def days_late(obligation: Obligation, came: Arrivals, state: RegisterState) -> int:
    """How late the first accepted file of its unit, form and period was; 0 if in time."""
    first = next(
        receipt
        for receipt in came.accepted
        if receipt.period is not None and obligation.asks_for(receipt.period)
    )
    return max(0, (day_of_receipt(first, state) - obligation.due_on).days)


def days_overdue(obligation: Obligation, today: date) -> int:
    """How many days ago the due day was of what has not come; 0 if it is still to come."""
    return max(0, (today - obligation.due_on).days)


def day_of_receipt(receipt: Receipt, state: RegisterState) -> date:
    """The day on which the content of a file first arrived."""
    return state.days.of(receipt.sha256) or receipt.received_on
