"""In findings on rows without a code: as which case type the row was read."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from welfare_stats.collect.submission import Submission
from welfare_stats.findings import CellRef, Finding, Severity


def with_codes_taken(findings: Iterable[Finding], submission: Submission) -> Iterator[Finding]:
    """The findings, those at the numbers of a row that has only a label with what it was taken for.

    So the sender sees, at a wrong number, whether the row was understood.
    """
    taken = _taken(submission)
    for finding in findings:
        words = None
        if taken and finding.sheet and finding.cell and finding.severity is not Severity.INFO:
            words = taken.get(CellRef.parse(finding.sheet, finding.cell))
        yield replace(finding, hint=f"{finding.hint} {words}".strip()) if words else finding


def _taken(submission: Submission) -> dict[CellRef, str]:
    """For each number of a row that was read by its label, what it was taken for."""
    case_types = submission.codes.case_types
    return {
        table.cell(index, name): f"Dòng này được đọc là chỉ tiêu “{case_type.label}” "
        f"(mã {case_type.code})."
        for table in submission.tables
        if table.origin is None  # in a turned table the label heads the column
        for index in table.by_label
        if (case_type := case_types.get(getattr(table.rows[index], "case_type", None) or ""))
        for name in table.form.numbers
        if name in table.columns
    }
