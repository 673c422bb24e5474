"""What the register remembers, in the order in which it came to know it.

A history is a sequence of two kinds of entries, receipts and decisions, whose numbers come from one
sequence. Entries are only ever added; what counts at any moment follows from them (``standing``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from welfare_stats.collect.submission import Scope
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Receipt:
    """One content of a file as it was received and judged.

    Attributes:
        id: its number among all entries.
        recorded_at: when it was entered, UTC.
        path: the file's name in the workspace.
        sha256: of its content.
        context: fingerprint of the rules by which it was judged.
        received_on: the day on which this content first came, as far as was known then.
        scopes: the forms and facilities of which it is the statement, with how many figures each.
    """

    id: int
    recorded_at: datetime
    path: str
    sha256: str
    context: str
    received_on: date
    outcome: Outcome
    unit: str | None
    period: ReportingPeriod | None
    scopes: Mapping[Scope, int]

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))

    @property
    def is_accepted(self) -> bool:
        """Whether its figures were taken in."""
        return self.outcome is Outcome.ACCEPTED


class DecisionKind(StrEnum):
    """What the office can decide about a file."""

    WAIVE = "waive"  # findings of one code are accepted as they are
    EXCLUDE = "exclude"  # its figures do not count
    INCLUDE = "include"  # they do again
    DISMISS = "dismiss"  # a returned file is not waited for any more
    REDATE = "redate"  # it was received on another day


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on one content; of two that contradict each other the later holds.

    Attributes:
        code, cell: of a waiver, the findings that it is on ("HX-01!G7", "" for every cell).
        day: of a new day of receipt, that day.
    """

    id: int
    recorded_at: datetime
    kind: DecisionKind
    path: str
    sha256: str
    reason: str
    by: str
    code: str = ""
    cell: str = ""
    day: date | None = None


Entry = Receipt | Decision


@dataclass(frozen=True, slots=True)
class History:
    """All entries, or those up to some moment, in their order."""

    entries: Sequence[Entry] = ()

    def until(self, moment: datetime) -> "History":
        """What the register knew at that moment (UTC)."""
        return History([entry for entry in self.entries if entry.recorded_at <= moment])

    @property
    def receipts(self) -> list[Receipt]:
        """The receipts alone."""
        return [entry for entry in self.entries if isinstance(entry, Receipt)]

    @property
    def decisions(self) -> list[Decision]:
        """The decisions alone."""
        return [entry for entry in self.entries if isinstance(entry, Decision)]


@dataclass(slots=True)
class DaysOfReceipt:
    """When each content was received: at its first arrival, unless it was decided otherwise."""

    _days: dict[str, date] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Go on by one entry."""
        if isinstance(entry, Receipt):
            self._days.setdefault(entry.sha256, entry.received_on)
        elif entry.day is not None:
            self._days[entry.sha256] = entry.day

    def of(self, sha256: str) -> date | None:
        """The day of a content; ``None`` where it never came."""
        return self._days.get(sha256)
