"""Findings at a sum that only repeat a finding at one of its parts.

Where sums are formulas, a cell that cannot be read shows again in every sum above it. Only the cell
itself has to be corrected, so only its own finding is kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

from welfare_stats.collect.case_type_sums import Row
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.findings import CellRef, Finding, Severity, kinds
from welfare_stats.validate.checks.sums import as_a_formula_reads, possible_parts

_ErrorsByCell = Mapping[CellRef, Sequence[Finding]]


def without_consequences(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings without those that follow from a finding at another cell.

    Nothing wrong is lost: the finding from which another follows is an error that the office cannot
    accept, so the file comes back, and the sum is checked again.
    """
    errors: dict[CellRef, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sheet and finding.cell and finding.severity is Severity.ERROR:
            errors[CellRef.parse(finding.sheet, finding.cell)].append(finding)
    if not errors:
        return list(findings)
    consequences = {
        *_of_texts_not_added(findings),
        *_of_dates_exchanged(findings),
        *_at_sums(submission, errors),
    }
    return [finding for finding in findings if finding not in consequences]


def _of_texts_not_added(findings: Sequence[Finding]) -> Iterator[Finding]:
    """A number typed as text that a formula passes over is an error; the remark adds nothing."""
    not_added = {f.place for f in findings if f.code == kinds.TEXT_NOT_ADDED.code}
    for finding in findings:
        if finding.code == kinds.NUMBER_AS_TEXT.code and finding.place in not_added:
            yield finding


_OF_DATES = {
    kinds.DATE_OUTSIDE_PERIOD.code,
    kinds.DATES_OUT_OF_ORDER.code,
    kinds.AGE_OUTSIDE_GROUP.code,
}


def _of_dates_exchanged(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Where a column of dates has day and month exchanged, none of its days is as it was typed."""
    sheets = {finding.sheet for finding in findings if finding.code == kinds.DATES_EXCHANGED.code}
    for finding in findings if sheets else ():
        if finding.code in _OF_DATES and finding.sheet in sheets:
            yield finding


def _at_sums(submission: Submission, errors: _ErrorsByCell) -> Iterator[Finding]:
    for row in _rows_of_sums(submission):
        for name in row.fields:
            for finding in errors.get(row.cell(name), ()):
                follows = _FOLLOWS_FROM_A_PART.get(finding.code)
                if follows is not None and follows(finding, row, name, errors):
                    yield finding


@dataclass(frozen=True, slots=True)
class _SumRow:
    """A row of a sheet that may hold the sums of other rows."""

    table: FormTable
    row: int
    parts: Sequence[Row]

    @property
    def fields(self) -> list[str]:
        return [name for name in self.table.form.numbers if name in self.table.columns]

    def cell(self, name: str) -> CellRef:
        return self.table.at_row(self.row, name)

    def parts_with(self, name: str) -> list[Row]:
        """The parts in tables that have the column."""
        return [(table, index) for table, index in self.parts if name in table.columns]

    def only_adds_up(self) -> bool:
        """Whether every number of a data row is what those of its parts come to."""
        row = self.table.rows[self.table.row_numbers.index(self.row)]
        return all(
            isclose(
                getattr(row, name) or 0,
                fsum(getattr(t.rows[at], name) or 0 for t, at in self.parts_with(name)),
                abs_tol=1e-9,
            )
            for name in self.fields
        )


def _rows_of_sums(submission: Submission) -> Iterator[_SumRow]:
    for found in submission.case_type_sums:
        table, index = found.whole
        yield _SumRow(table, table.row_numbers[index], found.parts)
    for table in submission.tables:
        for total, possible in possible_parts(submission, table):
            for indexes in possible:
                yield _SumRow(table, total.row, [(table, index) for index in indexes])


# --- whether a finding at a sum follows from a part ------------------------------------------


def _lacks_a_part(_: Finding, row: _SumRow, name: str, __: _ErrorsByCell) -> bool:
    return any((index, name) in table.refused for table, index in row.parts_with(name))


def _has_the_error_of_a_part(
    finding: Finding, row: _SumRow, name: str, errors: _ErrorsByCell
) -> bool:
    return any(
        (error.code, error.value) == (finding.code, finding.value)
        for table, index in row.parts_with(name)
        for error in errors.get(table.cell(index, name), ())
    )


def _adds_such_a_part(finding: Finding, row: _SumRow, name: str, errors: _ErrorsByCell) -> bool:
    """Whether a part has the same kind of finding, and the cell holds what a formula would."""
    parts = row.parts_with(name)
    of_parts = [e for table, index in parts for e in errors.get(table.cell(index, name), ())]
    if not any(error.code == finding.code for error in of_parts):
        return False
    numbers = (
        as_a_formula_reads(table.refused[index, name])
        if (index, name) in table.refused
        else getattr(table.rows[index], name) or 0
        for table, index in parts
    )
    stated = finding.value
    return isinstance(stated, int | float) and isclose(
        stated, fsum(numbers), rel_tol=1e-15, abs_tol=1e-9
    )


def _is_blank_like_a_part(finding: Finding, row: _SumRow, name: str, errors: _ErrorsByCell) -> bool:
    """Whether a part has the same kind of blank, and the row holds nothing but sums of its parts.

    A formula over cells of which none is filled in is as blank as they are.
    """
    has_such_a_part = _has_the_error_of_a_part(finding, row, name, errors)
    return has_such_a_part and row.row in row.table.row_numbers and row.only_adds_up()


_FOLLOWS_FROM_A_PART: Mapping[str, Callable[[Finding, _SumRow, str, _ErrorsByCell], bool]] = {
    kinds.FORMULA_WITHOUT_VALUE.code: _lacks_a_part,
    kinds.ERROR_VALUE.code: _has_the_error_of_a_part,
    kinds.FRACTION_IN_COUNT.code: _adds_such_a_part,
    kinds.NEGATIVE.code: _adds_such_a_part,
    kinds.TOO_LARGE_NUMBER.code: _adds_such_a_part,
    kinds.REQUIRED.code: _is_blank_like_a_part,
    kinds.TOTAL_BLANK.code: _is_blank_like_a_part,
}
