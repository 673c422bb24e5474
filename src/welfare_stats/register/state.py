"""What follows from the register's history so far: all that a run asks of the past.

It grows by one entry at a time, like ``standing``, of which it holds one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from welfare_stats.findings.waivers import Waiver
from welfare_stats.period import Overlap
from welfare_stats.register.history import (
    DaysOfReceipt,
    Decision,
    DecisionKind,
    Entry,
    Receipt,
)
from welfare_stats.register.standing import Standing

_SHARING_DAYS = (Overlap.SAME, Overlap.SAME_START, Overlap.PARTIAL)


@dataclass(slots=True)
class RegisterState:
    """The past as it bears on the present.

    Attributes:
        receipts: every receipt by its number.
        latest: the last receipt under each name.
        standing: which statements count.
        days: when each content was received.
    """

    receipts: dict[int, Receipt] = field(default_factory=dict)
    latest: dict[str, Receipt] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)
    days: DaysOfReceipt = field(default_factory=DaysOfReceipt)
    _by_content: dict[str, list[Receipt]] = field(default_factory=lambda: defaultdict(list))
    _waivers: dict[str, list[Waiver]] = field(default_factory=lambda: defaultdict(list))
    _dismissed: dict[str, Decision] = field(default_factory=dict)
    _last_changed: dict[str, int] = field(default_factory=dict)
    _closings: dict[int, Decision] = field(default_factory=dict)
    _last_reopened: dict[int, int] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Go on by one entry."""
        self.standing.take(entry)
        self.days.take(entry)
        if isinstance(entry, Receipt):
            self.receipts[entry.id] = entry
            self.latest[entry.path] = entry
            self._by_content[entry.sha256].append(entry)
        elif isinstance(entry, Decision):
            self._take_decision(entry)

    def _take_decision(self, decision: Decision) -> None:
        if decision.kind is DecisionKind.WAIVE:
            waiver = Waiver(decision.code, decision.cell, decision.reason, decision.by)
            self._waivers[decision.sha256].insert(0, waiver)  # of two on one finding the later
        elif decision.kind is DecisionKind.DISMISS:
            self._dismissed[decision.sha256] = decision
        elif decision.kind is DecisionKind.CLOSE and decision.year is not None:
            self._closings[decision.year] = decision
        elif decision.kind is DecisionKind.REOPEN and decision.year is not None:
            self._closings.pop(decision.year, None)
            self._last_reopened[decision.year] = decision.id
        elif decision.kind in (DecisionKind.EXCLUDE, DecisionKind.INCLUDE):
            decided = self.accepted(decision.sha256)
            if decided is not None and decided.unit is not None:
                self._last_changed[decided.unit] = decision.id

    def accepted(self, sha256: str) -> Receipt | None:
        """The last receipt by which a content was accepted."""
        every = reversed(self._by_content.get(sha256, ()))
        return next((receipt for receipt in every if receipt.is_accepted), None)

    def may_come_again(self, receipt: Receipt) -> bool:
        """Whether an accepted content counts no more only because its name went to another unit.

        Under another name it is then taken in anew, unless something newer of its unit stands.
        """
        if receipt.unit is None or self.standing.exclusion_of(receipt.sha256) is not None:
            return False
        every = [other for other in self._by_content[receipt.sha256] if other.is_accepted]
        return all(self.standing.withdrawn_by(other) for other in every) and not any(
            statement.receipt > receipt.id
            and statement.scope in receipt.scopes
            and receipt.period is not None
            and statement.period.overlap_with(receipt.period) in _SHARING_DAYS
            for statement in self.standing.statements(receipt.unit)
        )

    def waivers(self, sha256: str) -> tuple[Waiver, ...]:
        """The office's decisions on findings of a content, the latest first."""
        return tuple(self._waivers.get(sha256, ()))

    def was_decided_after(self, receipt: Receipt) -> bool:
        """Whether a decision since bears on the verdict on a file.

        Files of its unit were excluded or included, or its year was reopened.
        """
        last = self._last_changed.get(receipt.unit or "", 0)
        if receipt.period is not None:
            last = max(last, self._last_reopened.get(receipt.period.end.year, 0))
        return last > receipt.id

    def closing_of(self, year: int) -> Decision | None:
        """The decision by which a year is closed, if it is."""
        return self._closings.get(year)

    def closed_years(self) -> list[int]:
        """The years that are closed, in their order."""
        return sorted(self._closings)

    def years(self) -> list[int]:
        """The years of which something stands, in their order."""
        return sorted({one.period.end.year for one in self.standing.statements()})

    def is_dismissed(self, receipt: Receipt) -> bool:
        """Whether a returned file is not waited for, or one that is no form not named, any more."""
        return receipt.sha256 in self._dismissed

    def standing_receipts(self) -> list[Receipt]:
        """The receipts of which some statement stands, in their order."""
        numbers = {statement.receipt for statement in self.standing.statements()}
        return [self.receipts[number] for number in sorted(numbers)]

    def excluded_receipts(self) -> list[Receipt]:
        """The last accepted receipts of contents that are excluded."""
        return [
            receipt
            for receipt in self.latest.values()
            if receipt.is_accepted and self.standing.exclusion_of(receipt.sha256) is not None
        ]

    def outstanding(self, lies_there: Callable[[str], bool] = lambda _: True) -> Iterator[Receipt]:
        """Files that were returned and not made good.

        The last content under a name was returned, the file still lies there, nobody dismissed it,
        and newer files of its unit for its period, one or several, do not have all of its forms; an
        estimate makes good only an estimate.

        Args:
            lies_there: whether a file of that name is still in the folder.
        """
        for receipt in self.latest.values():
            is_returned = not (receipt.is_accepted or receipt.is_other)
            if (
                is_returned
                and not self.is_dismissed(receipt)
                and lies_there(receipt.path)
                and not self._is_made_good(receipt)
            ):
                yield receipt

    def others(self, lies_there: Callable[[str], bool] = lambda _: True) -> Iterator[Receipt]:
        """Files that are no forms, still lie there, and that nobody dismissed."""
        for receipt in self.latest.values():
            if receipt.is_other and not self.is_dismissed(receipt) and lies_there(receipt.path):
                yield receipt

    def _is_made_good(self, returned: Receipt) -> bool:
        if returned.unit is None:
            return False
        newer = [
            other
            for other in self._standing_of(returned.unit)
            if other.period
            and returned.may_be_corrected_by(other.id, other.period)
            and (returned.is_estimate or not other.is_estimate)
        ]
        made_good = {form for other in newer for form in other.forms}
        return bool(newer) and set(returned.forms) <= made_good

    def _standing_of(self, unit: str) -> Iterator[Receipt]:
        numbers = {statement.receipt for statement in self.standing.statements(unit)}
        return (self.receipts[number] for number in numbers)


def state_after(entries: Iterable[Entry]) -> RegisterState:
    """The state after all of these entries."""
    state = RegisterState()
    for entry in entries:
        state.take(entry)
    return state
