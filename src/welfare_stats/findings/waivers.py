"""Waivers: the office accepts a finding as it is, for one file, with a reason and a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from welfare_stats.findings import Finding, Severity, kinds


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision to accept the findings of one code in one file.

    Attributes:
        cell: "HX-01!G7", "G7" for that cell of any sheet, or "" for every place.
        reason: why they are accepted; printed with the finding.
        by: who decided.
    """

    code: str
    cell: str
    reason: str
    by: str

    def accepts(self, finding: Finding) -> bool:
        """Whether the waiver covers this finding."""
        return self.is_on(finding.code, finding.place)

    def is_on(self, code: str, place: str) -> bool:
        """Whether the waiver covers findings of that code at that place ("HX-01!G7")."""
        wanted, found = self.cell.casefold(), place.casefold()
        return code == self.code and wanted in ("", found, found.rpartition("!")[2])


def is_waivable(code: str) -> bool:
    """Whether the office may accept findings of that code; of an unknown code it may not."""
    return code in kinds.BY_CODE and kinds.BY_CODE[code].waivable


def with_waivers(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> tuple[Finding, ...]:
    """The findings, with every waived one turned into a warning that gives reason and name."""
    return tuple(_with_waiver(finding, waivers) for finding in findings)


_ACCEPTED = " Đã được chấp nhận: "


def waiver_of(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    """The waiver by which a finding is accepted, the first of several."""
    if not is_waivable(finding.code):
        return None
    return next((waiver for waiver in waivers if waiver.accepts(finding)), None)


def message_alone(finding: Finding) -> str:
    """What a finding says, without the words that it was accepted."""
    return finding.message.partition(_ACCEPTED)[0]


def _with_waiver(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    waiver = waiver_of(finding, waivers)
    if waiver is None:
        return finding
    message = f"{message_alone(finding)}{_ACCEPTED}{waiver.reason} ({waiver.by})."
    return replace(finding, severity=Severity.WARNING, message=message, hint="Không phải sửa.")
