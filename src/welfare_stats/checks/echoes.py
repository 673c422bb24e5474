"""Sums that are wrong only because one of their parts is.

In a form whose sums are formulas, one bad cell shows again in every sum above it. Only the cell
itself is to be mended, so only that is said.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from welfare_stats.catalogue import Relation
from welfare_stats.checks.movement import movement_fields
from welfare_stats.checks.totals import outermost
from welfare_stats.findings import CellRef, Finding, Severity, kinds
from welfare_stats.reading import FormTable
from welfare_stats.submission import Submission

_PASSED_ON = {
    kind.code
    for kind in (
        kinds.ERROR_VALUE,
        kinds.FORMULA_WITHOUT_VALUE,
        kinds.FRACTION_IN_COUNT,
        kinds.NEGATIVE,
        kinds.TOO_LARGE_NUMBER,
        kinds.NOT_BALANCED,
        kinds.PART_EXCEEDS_WHOLE,
    )
}
_ROUNDING = 2e-15
"""By how much, relative to it, a sum of a few numbers may depend on their order."""
_Findings = Mapping[CellRef, Sequence[Finding]]


def without_echoes(findings: Sequence[Finding], submission: Submission) -> list[Finding]:
    """The findings but for those at a sum that it has from a part, being right as a sum."""
    by_cell: dict[CellRef, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.sheet and finding.cell and finding.severity is Severity.ERROR:
            by_cell[CellRef.parse(finding.sheet, finding.cell)].append(finding)
    if len(by_cell) <= 1:
        return list(findings)
    echoes = {
        finding
        for row in _sum_rows(submission)
        for name in row.names
        for finding in by_cell.get(row.cell(name), ())
        if _is_echo(finding, row, name, by_cell)
    }
    return [finding for finding in findings if finding not in echoes]


@dataclass(frozen=True, slots=True)
class _SumRow:
    """A row of sums: of a case type with parts, or a typed total; ``parts`` are indexes."""

    table: FormTable
    row: int  # of the sheet
    values: Mapping[str, float | None]
    parts: Sequence[int]

    @property
    def names(self) -> list[str]:
        return [name for name in self.table.form.numbers if name in self.table.columns]

    def cell(self, name: str) -> CellRef:
        return CellRef(self.table.sheet, self.row, self.table.columns[name])


def _sum_rows(submission: Submission) -> Iterator[_SumRow]:
    for table in submission.tables:
        if table.form.is_list:
            continue
        known = submission.codes.case_types
        keys = [
            (getattr(row, "facility", None), getattr(row, "case_type", None)) for row in table.rows
        ]
        indexes = defaultdict(list)
        for index, key in enumerate(keys):
            indexes[key].append(index)
        # A row whose code is unknown may be any part.
        stray = [index for index, (_, code) in enumerate(keys) if code not in known]
        for at, (facility, code) in enumerate(keys):
            parts = [
                index
                for child in submission.codes.children(code or "", Relation.SUM)
                for index in indexes.get((facility, child.code), ())
            ]
            values = {name: getattr(table.rows[at], name) for name in table.form.numbers}
            for others in ([], stray) if parts else ():
                yield _SumRow(table, table.row_numbers[at], values, [*parts, *others])
        for total in table.totals:
            every = range(len(table.rows))
            yield _SumRow(table, total.row, total.values, every)
            yield _SumRow(table, total.row, total.values, outermost(submission, table, every))


def _is_echo(finding: Finding, row: _SumRow, name: str, by_cell: _Findings) -> bool:
    """Whether a part has the like, or something wrong in the columns that this is about."""
    if finding.code not in _PASSED_ON:
        return False
    fields = _fields_of(finding, row.table, name)
    of_parts = {
        (found.code, found.value)
        for index in row.parts
        for field in fields
        for found in by_cell.get(row.table.cell(index, field), ())
    }
    if finding.code == kinds.FORMULA_WITHOUT_VALUE.code:
        return any((index, name) in row.table.refused for index in row.parts)
    if finding.code == kinds.ERROR_VALUE.code:
        return (finding.code, finding.value) in of_parts
    is_of_one_cell = len(fields) == 1
    if not of_parts or (is_of_one_cell and finding.code not in {code for code, _ in of_parts}):
        return False
    return all(_is_sum(row, field, by_cell) for field in fields)


def _fields_of(finding: Finding, table: FormTable, name: str) -> Sequence[str]:
    """The columns that a finding in this one is about."""
    if finding.code == kinds.NOT_BALANCED.code:
        return movement_fields(table.form)
    if finding.code == kinds.PART_EXCEEDS_WHOLE.code:
        return tuple(dict.fromkeys((name, table.form.whole_of(table.form.columns[name]))))
    return (name,)


def _is_sum(row: _SumRow, name: str, by_cell: _Findings) -> bool:
    stated = _value(row.values.get(name), row.cell(name), by_cell)
    parts = [
        _value(getattr(row.table.rows[index], name), row.table.cell(index, name), by_cell)
        for index in row.parts
    ]
    return isclose(stated, sum(parts), rel_tol=_ROUNDING, abs_tol=_ROUNDING)


def _value(read: float | None, cell: CellRef, by_cell: _Findings) -> float:
    """What a formula would add: the number in the cell, also a refused one."""
    if read is not None:
        return read
    said = [f.value for f in by_cell.get(cell, ()) if type(f.value) in (int, float)]
    return float(said[0]) if said else 0  # type: ignore[arg-type]
