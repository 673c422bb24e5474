"""What all formats share: the numbers of tables and charts, the lines above and below each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from welfare_stats.report.model import (
    AnnualReport,
    Cell,
    Chart,
    Gap,
    Heading,
    Number,
    Paragraph,
    Percent,
    Table,
)
from welfare_stats.report.render.text import ENDING, ended
from welfare_stats.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table with its number: "Bảng 1" in the text, "Biểu 01" in the annex."""

    label: str
    table: Table

    @property
    def caption(self) -> str:
        """The line with number and title."""
        return f"{self.label}. {self.table.title}"

    @property
    def printed(self) -> Table:
        """The table as it stands on paper: units are numbered there."""
        return _with_ordinals(self.table) if self.table.lists_units else self.table

    @property
    def is_short(self) -> bool:
        """Whether the table stays on one page."""
        return len(self.table.rows) < _SHORT_TABLE

    @property
    def anchor(self) -> str:
        """The label as the name of a link target, "bieu-01"."""
        return fold(self.label).replace(" ", "-")

    @property
    def period(self) -> str:
        """The line with the period."""
        return f"Kỳ số liệu: {self.table.period}"

    @property
    def unit(self) -> str:
        """The line with the unit of measure; empty where the table names units in its cells."""
        return f"Đơn vị tính: {self.table.unit}" if self.table.unit else ""

    @property
    def source(self) -> str:
        """The line with the source."""
        return f"Nguồn: {self.table.source}"

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines with the notes: one or two behind "Ghi chú:", more as items below it."""
        return _note_lines(self.table.notes)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its number: "Hình 1"."""

    label: str
    chart: Chart

    @property
    def caption(self) -> str:
        """The line with number and title."""
        return f"{self.label}. {self.chart.title}"

    @property
    def about(self) -> str:
        """The line with the period and the unit of measure."""
        unit = f"; đơn vị tính: {self.chart.unit}" if self.chart.unit else ""
        return f"Kỳ số liệu: {self.chart.period}{unit}"

    @property
    def source(self) -> str:
        """The line with the source."""
        return f"Nguồn: {self.chart.source}"

    @property
    def notes(self) -> tuple[str, ...]:
        """The lines with the notes, as those of a table."""
        return _note_lines(self.chart.notes)


def _note_lines(notes: Sequence[str]) -> tuple[str, ...]:
    if len(notes) > _NOTES_ON_A_LINE:
        return ("Ghi chú:", *(f"- {note}" for note in notes))
    return (f"Ghi chú: {' '.join(notes)}",) if notes else ()


_NOTES_ON_A_LINE = 2
_SHORT_TABLE = 12  # rows


def label_column(table: Table) -> int:
    """Which column says what a row is of."""
    return int(table.columns[0] == _ORDINAL)


_ORDINAL = "TT"


def _with_ordinals(table: Table) -> Table:
    """A table of units with their ordinals; rows of one unit below each other share one."""
    rows, number, before = [], 0, None
    for row in table.rows:
        ordinal = ""
        if not row.total and row.cells[0] != before:
            number += 1
            ordinal = str(number)
        before = row.cells[0]
        rows.append(replace(row, cells=(ordinal, *row.cells)))
    return replace(table, columns=(_ORDINAL, *table.columns), rows=tuple(rows))


Part = Heading | Paragraph | Exhibit | Figure
"""What the report consists of, once its tables and charts are numbered."""


def body_parts(report: AnnualReport) -> list[Part]:
    """The body of the report, with its tables and charts numbered."""
    parts: list[Part] = []
    tables = charts = 0
    for block in report.body:
        if isinstance(block, Table):
            tables += 1
            parts.append(Exhibit(f"Bảng {tables}", block))
        elif isinstance(block, Chart):
            charts += 1
            parts.append(Figure(f"Hình {charts}", block))
        else:
            parts.append(block)
    return parts


def closed(parts: Sequence[Part]) -> list[Part]:
    """The same parts, the last with the mark that ends an official document."""
    if parts and isinstance(last := parts[-1], Paragraph):
        return [*parts[:-1], replace(last, text=ended(last.text))]
    return [*parts, Paragraph(ENDING)]


def annex_parts(report: AnnualReport) -> list[Exhibit]:
    """The tables of the annex, with their numbers."""
    return [Exhibit(f"Biểu {number:02}", table) for number, table in enumerate(report.annex, 1)]


def annex_groups(report: AnnualReport) -> list[tuple[bool, list[Exhibit]]]:
    """The tables of the annex as they share pages: turned where they are wide, or upright."""
    groups = groupby(annex_parts(report), key=lambda exhibit: exhibit.table.is_wide)
    return [(is_wide, list(group)) for is_wide, group in groups]


def is_figure(cell: Cell) -> bool:
    """Whether the cell holds a number, or the reason why there is none."""
    return isinstance(cell, Number | Percent | Gap)
