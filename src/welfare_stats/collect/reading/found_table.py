"""Where a table of a form is on a sheet, before its values are looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from welfare_stats.collect.reading.headings import FoundHeading
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.stated_counts import StatedCount
from welfare_stats.design.forms import Form, Role
from welfare_stats.design.forms.head import SheetHead
from welfare_stats.findings import CellRef, Finding


@dataclass(frozen=True, slots=True)
class StatedYear:
    """A year that the heading of a column names, and whether the column is read."""

    cell: CellRef
    text: str
    year: int
    is_read: bool


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a table of a form is on a sheet; rows and columns count from 0.

    Attributes:
        head: the items above the table.
        first_row: the first row of the headings.
        columns: the column of each field.
        data_rows: rows with a case type's numbers, or with a case.
        total_rows: rows with totals that the sender typed.
        findings: what is wrong with headings and rows; values are not looked at yet.
        amount_unit: by what amounts are multiplied to be in nghìn đồng.
        stated_counts: what the sender wrote of how many cases a list has.
        labels: where the office's own layout has no codes, the column of the labels that stand for
            them, and that of the facilities' names.
        coded: what stands for the cell of a row and a field, because a label or a name says it;
            ``None`` where it is not certain.
        part: the part of the unit that the table is of, such as a commune; "" for the whole.
        years: the years that headings of an own layout name.
        forms: the codes of all forms whose case types stand among the rows of this one, if several.
        headings: those that were recognised, where they stand in the file.
    """

    form: Form
    sheet: Sheet
    head: SheetHead
    first_row: int
    columns: dict[str, int]
    data_rows: tuple[int, ...]
    total_rows: tuple[int, ...]
    findings: tuple[Finding, ...]
    amount_unit: float = 1
    stated_counts: tuple[StatedCount, ...] = ()
    labels: Mapping[Role, int] = field(default_factory=dict)
    coded: Mapping[tuple[int, str], str | None] = field(default_factory=dict)
    part: str = ""
    years: tuple[StatedYear, ...] = ()
    forms: tuple[str, ...] = ()
    headings: tuple[FoundHeading, ...] = ()
