"""Findings that the office accepts as they are, for one file, with a reason and a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from welfare_stats.findings import Finding, Severity, kinds


@dataclass(frozen=True, slots=True)
class Waiver:
    """A decision on findings of one code in one file.

    ``cell`` is "HX-01!G7", "G7" on any sheet, or "" for every cell.
    """

    code: str
    cell: str
    reason: str
    by: str

    def accepts(self, finding: Finding) -> bool:
        """Whether the decision is on this finding."""
        return self.is_on(finding.code, finding.place)

    def is_on(self, code: str, place: str) -> bool:
        """Whether the decision is on findings of that code at that place."""
        wanted, found = self.cell.casefold(), place.casefold()
        return code == self.code and wanted in ("", found, found.rpartition("!")[2])


def is_waivable(code: str) -> bool:
    """Whether findings of that code may be accepted."""
    return code in kinds.BY_CODE and kinds.BY_CODE[code].waivable


def with_waivers(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> tuple[Finding, ...]:
    """The findings, accepted errors among them as warnings that say why."""
    return tuple(_with_waiver(finding, waivers) for finding in findings)


_ACCEPTED = " Đã được chấp nhận: "


def _with_waiver(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    waiver = next((waiver for waiver in waivers if waiver.accepts(finding)), None)
    if waiver is None or not is_waivable(finding.code):
        return finding
    found = finding.message.partition(_ACCEPTED)[0]  # without the words of an earlier decision
    message = f"{found}{_ACCEPTED}{waiver.reason} ({waiver.by})."
    return replace(finding, severity=Severity.WARNING, message=message, hint="Không phải sửa.")
