"""What came on each form of each unit: what stands, what was accepted, what was returned.

A district office may report on a facility of its area. On a form that it does not owe itself, what
it says of a facility that does is taken as the facility's.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from welfare_stats.collect.observations import Scope
from welfare_stats.register import Receipt, RegisterState, Statement

Debtor = tuple[str, str]
"""Codes of a unit and of a form that it may owe."""


@dataclass(slots=True)
class Arrivals:
    """What came on one form of one unit, in its order.

    Attributes:
        statements: what stands.
        accepted: every file that was ever accepted.
        returned: files for which nothing good has come since.
    """

    statements: list[Statement] = field(default_factory=list)
    accepted: list[Receipt] = field(default_factory=list)
    returned: list[Receipt] = field(default_factory=list)


def arrivals_of(
    state: RegisterState, outstanding: Iterable[Receipt], owing: Container[Debtor]
) -> dict[Debtor, Arrivals]:
    """What came, by unit and form; nothing came of those that have no key, which are empty.

    Args:
        state: what follows from the register's history.
        outstanding: the returned files that matter.
        owing: which units owe which forms.
    """
    found: dict[Debtor, Arrivals] = defaultdict(Arrivals)
    for statement in state.standing.statements():
        found[_debtor(statement.unit, statement.scope, owing)].statements.append(statement)
    for receipt in state.receipts.values():
        if receipt.is_accepted:
            for debtor in _debtors(receipt, owing):
                found[debtor].accepted.append(receipt)
    for receipt in outstanding:
        for debtor in _debtors(receipt, owing):
            arrivals = found[debtor]
            if not any(_makes_good(statement, receipt) for statement in arrivals.statements):
                arrivals.returned.append(receipt)
    return found


def _debtors(receipt: Receipt, owing: Container[Debtor]) -> set[Debtor]:
    unit = receipt.unit
    return set() if unit is None else {_debtor(unit, scope, owing) for scope in receipt.scopes}


def _debtor(sender: str, scope: Scope, owing: Container[Debtor]) -> Debtor:
    form, facility = scope
    is_for_facility = (sender, form) not in owing and (facility, form) in owing
    return (facility if is_for_facility else sender, form)


def _makes_good(statement: Statement, returned: Receipt) -> bool:
    return returned.may_be_corrected_by(statement.receipt, statement.period) and (
        returned.is_estimate or not statement.is_estimate
    )
