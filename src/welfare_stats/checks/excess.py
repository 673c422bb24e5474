"""Cells of “trong đó” columns that hold more than the whole of their row."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_stats.findings import CellRef
from welfare_stats.forms import Breakdown
from welfare_stats.reading import FormTable
from welfare_stats.submission import Submission


@dataclass(frozen=True, slots=True)
class Part:
    """A cell of a "trong đó" column beside the cell of its whole; ``limit`` is what that holds."""

    table: FormTable
    index: int
    name: str
    whole: str
    value: float
    limit: float | None

    @property
    def excess(self) -> float:
        """By how much the part is more than its whole; 0 where it is not."""
        return max(0, self.value - self.limit) if self.limit is not None else 0

    @property
    def cell(self) -> CellRef:
        """Where the part stands."""
        return self.table.cell(self.index, self.name)

    @property
    def whole_cell(self) -> CellRef:
        """Where its whole stands."""
        return self.table.cell(self.index, self.whole)


def parts_of(table: FormTable) -> Iterator[Part]:
    """Parts that hold a number beside a whole that is not refused."""
    for name, column in table.form.numbers.items():
        whole = table.form.whole_of(column)
        if column.breakdown is Breakdown.ALL or not {name, whole} <= table.columns.keys():
            continue
        for index, row in enumerate(table.rows):
            value = getattr(row, name)
            if value is not None and (index, whole) not in table.refused:
                yield Part(table, index, name, whole, value, getattr(row, whole))


def excesses(submission: Submission) -> list[Part]:
    """Parts above their whole, each a finding unless another finding explains it."""
    return [part for table in submission.tables for part in parts_of(table) if part.excess]
