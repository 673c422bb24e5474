"""What the register remembers, in the order in which it came to know it.

A history is a sequence of entries of three kinds, whose numbers come from one sequence: receipts,
decisions, and changes of the catalogue. Entries are only ever added; what counts at any moment
follows from them (``standing``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from welfare_stats.collect.observations import Scope
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import year_of_folder


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
        is_estimate: whether its numbers are estimates, made before the period was over.
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
    is_estimate: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))

    @property
    def year(self) -> int | None:
        """The year in which its period ends, or else the one that its folder is named after."""
        return self.period.end.year if self.period else year_of_folder(self.path)

    def may_be_corrected_by(self, entry: int, period: ReportingPeriod) -> bool:
        """Whether a file that came with a later entry, for that period, may be its correction.

        Of a file whose period is not known it may be any period of its year.
        """
        same = period == self.period if self.period else self.year in (None, period.end.year)
        return entry > self.id and same

    @property
    def is_accepted(self) -> bool:
        """Whether its figures were taken in."""
        return self.outcome is Outcome.ACCEPTED

    @property
    def is_other(self) -> bool:
        """Whether it is no form, and nobody is asked to correct it."""
        return self.outcome is Outcome.OTHER


class DecisionKind(StrEnum):
    """What the office can decide about a file, or about a year."""

    WAIVE = "waive"  # findings of one code are accepted as they are
    EXCLUDE = "exclude"  # its figures do not count
    INCLUDE = "include"  # they do again
    DISMISS = "dismiss"  # a returned file is not waited for any more
    REDATE = "redate"  # it was received on another day
    CLOSE = "close"  # nothing that comes for the year counts
    REOPEN = "reopen"  # it does again


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on one content or year; of two that contradict each other the later holds.

    Attributes:
        code, cell: of a waiver, the findings that it is on ("HX-01!G7", "" for every cell).
        day: of a new day of receipt, that day.
        year: of a closing or reopening, that year; ``path`` and ``sha256`` are then "".
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
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """From here on the office's code lists were others than before."""

    id: int
    recorded_at: datetime
    fingerprint: str


Entry = Receipt | Decision | CatalogueChange


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

    @property
    def catalogues(self) -> list[CatalogueChange]:
        """The changes of the catalogue alone."""
        return [entry for entry in self.entries if isinstance(entry, CatalogueChange)]


@dataclass(slots=True)
class DaysOfReceipt:
    """When each content was received: at its first arrival, unless it was decided otherwise."""

    _days: dict[str, date] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Go on by one entry."""
        if isinstance(entry, Receipt):
            self._days.setdefault(entry.sha256, entry.received_on)
        elif isinstance(entry, Decision) and entry.day is not None:
            self._days[entry.sha256] = entry.day

    def of(self, sha256: str) -> date | None:
        """The day of a content; ``None`` where it never came."""
        return self._days.get(sha256)
