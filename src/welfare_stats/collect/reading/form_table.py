"""A table of a form as it was read: validated rows, and where each of their cells stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from typing import Any

from welfare_stats.collect.reading.cases import Case, cases_of
from welfare_stats.collect.reading.sheet import Origin, place_of
from welfare_stats.collect.reading.stated_counts import StatedCount
from welfare_stats.design.forms import Breakdown, Column, Form, FormRow, Role
from welfare_stats.findings import CellRef, CellValue

RowKey = tuple[str, str]
"""Facility or part of the unit, "" on tables that know none, and case type."""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Totals typed in a ``row`` (from 0), by field; cells that could not be read are left out."""

    row: int
    values: Mapping[str, float]


@dataclass(frozen=True)
class FormTable:
    """A table of a form as it was read.

    A field of a row that is ``None`` is blank, unless it is in ``refused``.

    Attributes:
        form: the form.
        sheet: the name of the sheet.
        columns: the column of each field, from 0.
        row_numbers: ``row_numbers[i]`` is the row of the sheet, from 0, that ``rows[i]`` is on.
        rows: the validated rows.
        refused: the content of each cell that could not be read, by index in ``rows`` and field.
            What it should say is unknown, so nothing may be concluded from its being ``None``.
        texts: cells, by index and field, with a number typed as text. It is read as a number, but
            no formula of the workbook adds it up.
        totals: rows with totals that the sender typed.
        amount_unit: by what the typed amounts were multiplied to be in nghìn đồng.
        stated_counts: what the sender wrote of how many cases a list has.
        part: the part of the unit that the table is of, such as a commune; "" for the whole.
        origin: where the cells stand in the file, if the table was put together from cells of it.
        by_label: indexes of the rows whose case type is that of their label, for they have no code.
    """

    form: Form
    sheet: str
    columns: Mapping[str, int]
    row_numbers: Sequence[int]
    rows: Sequence[FormRow]
    refused: Mapping[tuple[int, str], CellValue] = field(default_factory=dict)
    texts: frozenset[tuple[int, str]] = frozenset()
    totals: tuple[TotalRow, ...] = ()
    amount_unit: float = 1
    stated_counts: tuple[StatedCount, ...] = ()
    part: str = ""
    origin: Origin | None = None
    by_label: frozenset[int] = frozenset()

    @cached_property
    def cases(self) -> Sequence[Case]:
        """The rows of a list by the roles of their columns; none of a form of numbers."""
        return cases_of(self.form, self.rows) if self.form.is_list else ()

    @cached_property
    def keys(self) -> Sequence[RowKey]:
        """Which facility (or part of the unit) and case type each row is of."""
        scopes = [self.part] * len(self.rows) if self.part else self.facilities
        return list(zip(scopes, self._codes(Role.CASE_TYPE), strict=True))

    @cached_property
    def facilities(self) -> Sequence[str]:
        """The facility that each row is of, "" on forms that know none."""
        return list(self._codes(Role.FACILITY))

    def _codes(self, role: Role) -> Iterator[str]:
        name = self.form.roles.get(role)
        if name is None:
            return repeat("", len(self.rows))
        return (getattr(row, name) or "" for row in self.rows)

    @cached_property
    def numbers(self) -> Mapping[str, Column]:
        """The columns of numbers that the table has."""
        return {name: c for name, c in self.form.numbers.items() if name in self.columns}

    def get(self, index: int, name: str) -> Any:
        """What ``rows[index]`` says in a field; ``None`` where the form has no such field."""
        # Asking a model for what it lacks is slow.
        return getattr(self.rows[index], name) if name in self.form.columns else None

    def has(self, role: Role) -> bool:
        """Whether the table has a column with that role."""
        return self.form.roles.get(role) in self.columns

    def at(self, index: int, role: Role) -> CellRef:
        """The cell, in ``rows[index]``, of the column with that role."""
        return self.cell(index, self.form.roles[role])

    def value(self, index: int, role: Role) -> Any:
        """What ``rows[index]`` says there, if there is such a column; lists say it in ``cases``."""
        return self.get(index, self.form.roles.get(role, ""))

    def heading(self, role: Role) -> str:
        """The proper heading of the column with that role."""
        return self.form.columns[self.form.roles[role]].heading

    def cell(self, index: int, name: str) -> CellRef:
        """The cell of a field in ``rows[index]``."""
        return self.at_row(self.row_numbers[index], name)

    def at_row(self, row: int, name: str) -> CellRef:
        """The cell of a field in a row of the sheet, counted from 0."""
        return place_of(self.sheet, self.origin, row, self.columns[name])

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each "trong đó" column with the column of its total, where the table has both."""
        numbers = self.form.numbers.items()
        breakdowns = [(name, c) for name, c in numbers if c.breakdown is not Breakdown.ALL]
        pairs = [(name, self.form.whole_of(column)) for name, column in breakdowns]
        return [pair for pair in pairs if self.columns.keys() >= set(pair)]
