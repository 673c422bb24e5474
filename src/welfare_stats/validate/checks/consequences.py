"""Sums that cannot be read only because one of their parts cannot.

In a form whose sums are formulas, one bad cell shows again in every sum above it. Only the cell
itself is to be mended, so only that is said.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

from welfare_stats.collect.reading import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.findings import CellRef, Finding, Severity, kinds
from welfare_stats.validate.checks.edit_rules import as_a_formula_reads
from welfare_stats.validate.checks.sums import Row, case_type_sums, possible_parts

_Findings = Mapping[CellRef, Sequence[Finding]]


def without_consequences(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings but for those at a sum that it has from a part, being right as a sum.

    What is left out has a finding of a cell that cannot be read beside it, and none of those can be
    accepted as it is.
    """
    by_cell: dict[CellRef, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sheet and finding.cell and finding.severity is Severity.ERROR:
            by_cell[CellRef.parse(finding.sheet, finding.cell)].append(finding)
    if not by_cell:
        return list(findings)
    not_added = {f.place for f in findings if f.code == kinds.TEXT_NOT_ADDED.code}
    echoes = {
        f for f in findings if f.code == kinds.NUMBER_AS_TEXT.code and f.place in not_added
    } | {
        finding
        for row in _sum_rows(submission)
        for name in row.names
        for finding in by_cell.get(row.cell(name), ())
        if finding.code in _ECHOES and _ECHOES[finding.code](finding, row, name, by_cell)
    }
    return [finding for finding in findings if finding not in echoes]


@dataclass(frozen=True, slots=True)
class _SumRow:
    """A row of the sheet that may hold the sums of other rows."""

    table: FormTable
    row: int
    parts: Sequence[Row]

    def parts_in(self, name: str) -> list[Row]:
        """The parts whose tables have that column."""
        return [(table, index) for table, index in self.parts if name in table.columns]

    @property
    def names(self) -> list[str]:
        return [name for name in self.table.form.numbers if name in self.table.columns]

    def cell(self, name: str) -> CellRef:
        return CellRef(self.table.sheet, self.row, self.table.columns[name])


def _sum_rows(submission: Submission) -> Iterator[_SumRow]:
    for found in case_type_sums(submission):
        table, index = found.whole
        yield _SumRow(table, table.row_numbers[index], found.parts)
    for table in submission.tables:
        for total, ways in possible_parts(submission, table):
            for parts in ways:
                yield _SumRow(table, total.row, [(table, index) for index in parts])


def _lacks_a_part(_: Finding, row: _SumRow, name: str, __: _Findings) -> bool:
    return any((index, name) in table.refused for table, index in row.parts_in(name))


def _has_the_error_of_a_part(finding: Finding, row: _SumRow, name: str, by_cell: _Findings) -> bool:
    of_parts = (by_cell.get(table.cell(index, name), ()) for table, index in row.parts_in(name))
    return any(
        (part.code, part.value) == (finding.code, finding.value)
        for found in of_parts
        for part in found
    )


def _adds_such_a_part(finding: Finding, row: _SumRow, name: str, by_cell: _Findings) -> bool:
    """Whether a part has the like, and the cell holds what a formula would add up."""
    of_parts = (by_cell.get(table.cell(index, name), ()) for table, index in row.parts_in(name))
    if not any(part.code == finding.code for found in of_parts for part in found):
        return False
    numbers = (
        getattr(table.rows[index], name)
        if (index, name) not in table.refused
        else as_a_formula_reads(table.refused[index, name])
        for table, index in row.parts_in(name)
    )
    stated = finding.value
    return isinstance(stated, int | float) and isclose(
        stated, fsum(number or 0 for number in numbers), rel_tol=1e-15, abs_tol=1e-9
    )


_ECHOES: Mapping[str, Callable[[Finding, _SumRow, str, _Findings], bool]] = {
    kinds.FORMULA_WITHOUT_VALUE.code: _lacks_a_part,
    kinds.ERROR_VALUE.code: _has_the_error_of_a_part,
    kinds.FRACTION_IN_COUNT.code: _adds_such_a_part,
    kinds.NEGATIVE.code: _adds_such_a_part,
    kinds.TOO_LARGE_NUMBER.code: _adds_such_a_part,
}
