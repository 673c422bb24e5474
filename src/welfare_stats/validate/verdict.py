"""What is known of a file once it has been read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.collect.pseudonyms import Pseudonyms
from welfare_stats.findings import CellRef, Finding
from welfare_stats.period import ReportingPeriod


class Outcome(StrEnum):
    """What becomes of a file; the values are part of the JSON contract.

    A file that is ``OTHER``, say a letter, is no form: it is listed apart and in no count.
    """

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    UNCHANGED = "unchanged"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one file and what it holds, as far as it could be read.

    ``scopes`` says of which forms and facilities the file is the statement, and how many figures
    it states of each; ``period_cell`` is where the period stands. ``observations`` are there where
    unit and period are, and ``pseudonyms`` for a file with a list, where there is a secret to make
    them with; of a file that is returned they serve only to compare, and are not kept.
    ``is_estimate`` is set where the numbers are estimates, made before the period was over.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    unit: str | None = None
    scopes: Mapping[Scope, int] = field(default_factory=dict)
    period: ReportingPeriod | None = None
    period_cell: CellRef | None = None
    observations: tuple[Observation, ...] = ()
    pseudonyms: Pseudonyms = field(default_factory=Pseudonyms)
    is_estimate: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))
