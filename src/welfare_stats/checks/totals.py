"""Total rows that were typed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.checks.excess import excesses
from welfare_stats.checks.movement import corrected_movements, incomplete_cells
from welfare_stats.checks.sums import ROUNDING, corrected_sums, is_explained
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.forms import FormRow, Measure
from welfare_stats.reading import FormTable
from welfare_stats.submission import Submission
from welfare_stats.vietnamese import format_number


def total_rows_agree(submission: Submission) -> Iterator[Finding]:
    """A typed total is the sum of the rows above it, of those since the total before, or of all."""
    found = _FoundAlready.of(submission)
    for table in submission.tables:
        if table.form.is_list:
            continue
        unknown = table.refused | incomplete_cells(table)
        since = -1
        every = list(range(len(table.rows)))
        for total in table.totals:
            above = [i for i in every if table.row_numbers[i] < total.row]
            recent = [i for i in above if table.row_numbers[i] > since]
            since = total.row
            spans = [
                rows
                for span in (above, recent, every)
                for rows in (outermost(submission, table, span), span)
            ]
            for name, stated in total.values.items():
                if not any((index, name) in unknown for span in spans for index in span):
                    columns = [_column(table, name, span) for span in spans]
                    if not found.explain(stated, columns, _tolerance(table, name)):
                        yield _finding(table, total.row, name, stated, columns[0])


_Column = Mapping[CellRef, float]
"""The numbers of a column that a total may be of, by cell."""


def _column(table: FormTable, name: str, indexes: Sequence[int]) -> _Column:
    return {
        table.cell(index, name): value
        for index in indexes
        if (value := getattr(table.rows[index], name)) is not None
    }


def _tolerance(table: FormTable, name: str) -> float:
    is_amount = table.form.columns[name].measure is Measure.AMOUNT
    return ROUNDING * len(table.rows) if is_amount else 0


def _finding(table: FormTable, row: int, name: str, stated: float, column: _Column) -> Finding:
    return kinds.TOTAL_ROW_DIFFERS.at(
        CellRef(table.sheet, row, table.columns[name]),
        stated,
        heading=table.form.columns[name].heading,
        computed=format_number(sum(column.values())),
    )


@dataclass(frozen=True, slots=True)
class _FoundAlready:
    """Cells that other findings are about, with what they should hold, or whether more or less."""

    corrected: Mapping[CellRef, float]
    too_high: frozenset[CellRef]
    too_low: frozenset[CellRef]

    @classmethod
    def of(cls, submission: Submission) -> "_FoundAlready":
        exceeding = excesses(submission)
        return cls(
            corrected_movements(submission) | corrected_sums(submission) | _stray(submission),
            frozenset(part.cell for part in exceeding),
            frozenset(part.whole_cell for part in exceeding),
        )

    def explain(self, stated: float, columns: Sequence[_Column], tolerance: float) -> bool:
        """Whether the total agrees with a column, or would if what is found already were right."""
        return any(self._explains(stated, column, tolerance) for column in columns)

    def _explains(self, stated: float, column: _Column, tolerance: float) -> bool:
        difference = stated - sum(column.values())
        if abs(difference) <= tolerance:
            return True
        changes = [
            self.corrected[cell] - value for cell, value in column.items() if cell in self.corrected
        ]
        doubtful = self.too_high if difference < 0 else self.too_low
        return is_explained(difference, changes) or not doubtful.isdisjoint(column)


def _stray(submission: Submission) -> dict[CellRef, float]:
    """Numbers in rows whose code is unknown or stands twice: they may be parts of other rows."""
    keys = Counter(
        (table.form.code, _key(row)) for table in submission.tables for row in table.rows
    )
    return {
        table.cell(index, name): 0
        for table in submission.tables
        if not table.form.is_list
        for index, row in enumerate(table.rows)
        if keys[table.form.code, _key(row)] > 1 or _key(row)[1] not in submission.codes.case_types
        for name in table.form.numbers
        if name in table.columns
    }


def _key(row: FormRow) -> tuple[str, str]:
    return (getattr(row, "facility", None) or "", getattr(row, "case_type", None) or "")


def outermost(submission: Submission, table: FormTable, span: Sequence[int]) -> list[int]:
    """Rows that are not part of another row: adding a part to its whole would count twice."""
    keys = {index: _key(table.rows[index]) for index in span}
    stated = set(keys.values())
    return [
        index
        for index, (facility, code) in keys.items()
        if not any(
            (facility, ancestor) in stated for ancestor in submission.codes.with_ancestors(code)[1:]
        )
    ]
