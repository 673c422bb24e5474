"""Sums that cannot be read only because one of their parts cannot.

In a form whose sums are formulas, one bad cell shows again in every sum above it. Only the cell
itself is to be mended, so only that is said.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

from welfare_stats.collect.reading.rows import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Relation
from welfare_stats.findings import CellRef, Finding, Severity, kinds
from welfare_stats.validate.checks.edit_rules import as_a_formula_reads, outermost, strays

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
    """A row of sums: of a case type with parts, or a typed total; ``parts`` are indexes."""

    table: FormTable
    row: int  # of the sheet
    parts: Sequence[int]

    @property
    def names(self) -> list[str]:
        return [name for name in self.table.form.numbers if name in self.table.columns]

    def cell(self, name: str) -> CellRef:
        return CellRef(self.table.sheet, self.row, self.table.columns[name])


def _sum_rows(submission: Submission) -> Iterator[_SumRow]:
    for table in submission.tables:
        if not table.form.is_list:
            yield from _sums_of_case_types(submission, table)
            every = range(len(table.rows))
            ways = (every, outermost(submission, table, every)) if table.totals else ()
            for total in table.totals:
                for parts in ways:
                    yield _SumRow(table, total.row, parts)


def _sums_of_case_types(submission: Submission, table: FormTable) -> Iterator[_SumRow]:
    keys = [(getattr(row, "facility", None), getattr(row, "case_type", None)) for row in table.rows]
    indexes = defaultdict(list)
    for index, key in enumerate(keys):
        indexes[key].append(index)
    others = sorted(strays(submission, table))
    for at, (facility, code) in enumerate(keys):
        parts = [
            index
            for child in submission.codes.children(code or "", Relation.SUM)
            for index in indexes.get((facility, child.code), ())
        ]
        if parts:
            yield _SumRow(table, table.row_numbers[at], parts)
        if parts and others:  # a row whose code is wrong may be a part
            yield _SumRow(table, table.row_numbers[at], [*parts, *others])


def _lacks_a_part(_: Finding, row: _SumRow, name: str, __: _Findings) -> bool:
    return any((index, name) in row.table.refused for index in row.parts)


def _has_the_error_of_a_part(finding: Finding, row: _SumRow, name: str, by_cell: _Findings) -> bool:
    of_parts = (by_cell.get(row.table.cell(index, name), ()) for index in row.parts)
    return any(
        (part.code, part.value) == (finding.code, finding.value)
        for found in of_parts
        for part in found
    )


def _adds_such_a_part(finding: Finding, row: _SumRow, name: str, by_cell: _Findings) -> bool:
    """Whether a part has the like, and the cell holds what a formula would add up."""
    of_parts = (by_cell.get(row.table.cell(index, name), ()) for index in row.parts)
    if not any(part.code == finding.code for found in of_parts for part in found):
        return False
    numbers = (
        getattr(row.table.rows[index], name)
        if (index, name) not in row.table.refused
        else as_a_formula_reads(row.table.refused[index, name])
        for index in row.parts
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
