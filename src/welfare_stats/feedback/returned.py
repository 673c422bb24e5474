"""A file that goes back to its sender."""

from dataclasses import dataclass
from datetime import date

from welfare_stats.findings import Finding


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that goes back to its sender.

    Attributes:
        name: the name under which it was sent.
        content: its bytes; empty if they are no longer at hand.
        findings: what was found in it.
        identifier: a text to keep in the properties of the feedback file, to recognise it later.
        sender: a sentence that names the unit and the period, as far as they are known.
        send_by: the last day on which the corrected file is in time, if it is still to come.
    """

    name: str
    content: bytes
    findings: tuple[Finding, ...]
    identifier: str = ""
    sender: str = ""
    send_by: date | None = None
