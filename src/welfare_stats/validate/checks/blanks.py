"""Blank cells in rows that have numbers: a movement in part, or no number of how many in all.

What a row is about is its headline: the total or, where the form asks for a movement, the closing.
Whoever writes down how many of them are women, or what was spent on them, knows how many they are;
left blank, they would be missing in every sum without a word, while the money counts.

Of a case type that is the sum of others, an amount may stand alone: the catalogue says that its
number is that of its parts, so it is known as soon as each of them states its own. One part left
out or left blank, and it is not. A "trong đó" number or a part of a movement always needs the cell
of its own row, because it is checked against it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms.cells import NEEDED_IN_ROW
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.validate.checks.movement import movement_fields
from welfare_stats.vietnamese import format_number


@dataclass(frozen=True, slots=True)
class NeededCell:
    """A blank cell that the other numbers of its row need; ``index`` is the row's in the table."""

    table: FormTable
    index: int
    field: str

    @property
    def filled(self) -> list[str]:
        """The fields of the row with a number above 0."""
        row = self.table.rows[self.index]
        return [name for name in self.table.form.numbers if (getattr(row, name) or 0) > 0]


def rows_have_what_they_need(submission: Submission) -> Iterator[Finding]:
    """Report blank cells that the numbers of their row need."""
    for cell, needed in needed_cells(submission).items():
        columns = needed.table.form.columns
        heading = columns[needed.field].heading
        if needed.field == needed.table.form.headline and needed.filled:
            row = needed.table.rows[needed.index]
            filled = [
                f"“{columns[name].heading}” {format_number(getattr(row, name))} "
                f"(ô {needed.table.cell(needed.index, name).a1})"
                for name in needed.filled
            ]
            yield kinds.TOTAL_BLANK.at(cell, heading=heading, filled=", ".join(filled))
        else:
            yield kinds.REQUIRED.at(cell, heading=heading, guidance=NEEDED_IN_ROW)


def needed_cells(submission: Submission) -> Mapping[CellRef, NeededCell]:
    """The blank cells that the other numbers of their row need, in the order of the rows.

    A cell that cannot be read is not blank: it has a finding already, as has a column that is
    missing altogether.
    """
    found: dict[CellRef, NeededCell] = {}
    alone: dict[CellRef, NeededCell] = {}  # headlines that nothing but an amount needs
    for table in submission.tables:
        for needed in _blank_cells(table):
            cell = table.cell(needed.index, needed.field)
            if _is_needed_by_counts(needed):
                found[cell] = needed
            elif needed.field == table.form.headline and needed.filled:
                found[cell] = alone[cell] = needed
    for cell in _told_by_parts(submission, alone) if alone else ():
        del found[cell]
    return found


def _blank_cells(table: FormTable) -> Iterator[NeededCell]:
    """The blank cells of the headline and of the movement."""
    asked = {table.form.headline, *movement_fields(table.form)}
    fields = [name for name in table.form.numbers if name in asked and name in table.columns]
    for index, row in enumerate(table.rows if fields else ()):
        for name in fields:
            if getattr(row, name) is None and (index, name) not in table.refused:
                yield NeededCell(table, index, name)


def _is_needed_by_counts(needed: NeededCell) -> bool:
    """Whether a part of the same movement is filled in or, for a headline, a "trong đó" number."""
    table = needed.table
    movement = movement_fields(table.form)
    others = [name for name in movement if needed.field in movement and name in table.columns]
    others += [part for part, whole in table.parts if whole == needed.field]
    return any(getattr(table.rows[needed.index], name) is not None for name in others)


def _told_by_parts(
    submission: Submission, alone: Mapping[CellRef, NeededCell]
) -> Iterator[CellRef]:
    """Those headlines that the case types of which they are the sum all state, or try to."""
    for found in submission.case_type_sums:
        table, index = found.whole
        name = table.form.headline
        if name is None or name not in table.columns or found.is_guess or not found.is_complete:
            continue
        cell = table.cell(index, name)
        if cell in alone and all(
            name in part.columns
            and (getattr(part.rows[at], name) is not None or (at, name) in part.refused)
            for part, at in found.parts
        ):
            yield cell
