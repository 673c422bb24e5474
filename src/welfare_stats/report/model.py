"""What the report says: pure values, no input or output."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from welfare_stats.period import ReportingPeriod
from welfare_stats.settings import Office
from welfare_stats.vietnamese import format_number, format_percent


class Gap(StrEnum):
    """Why a cell of a table has no number; never written as 0."""

    NOT_SENT = "chưa gửi"
    NOT_REPORTED = "…"


@dataclass(frozen=True, slots=True)
class Number:
    """A count or an amount."""

    value: float

    def __str__(self) -> str:
        return format_number(self.value)


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, 1.0 being the whole."""

    value: float

    def __str__(self) -> str:
        return format_percent(self.value)


Cell = str | Number | Percent | Gap
"""What a cell of a table holds; ``str(cell)`` is how people write it."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; ``level`` indents its first cell, a ``total`` row stands out."""

    cells: tuple[Cell, ...]
    level: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all that travels with it: title, unit, period, source, notes."""

    key: str
    title: str
    unit: str
    period: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        """Whether it wants a landscape page."""
        return len(self.columns) > 8  # noqa: PLR2004 - what an upright A4 page holds


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; level 1 is I., II.; level 2 is 1., 2."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text."""

    text: str
    bullet: bool = False


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The report of a year, whatever format it is written in."""

    year: int
    office: Office
    period: ReportingPeriod
    title: str
    subtitle: str
    body: tuple[Block, ...]
    annex: tuple[Table, ...]

    @property
    def as_of(self) -> date:
        """The closing date of the data."""
        return self.period.end

    @property
    def tables(self) -> Iterator[Table]:
        """Every table, in the order of the report."""
        yield from (block for block in self.body if isinstance(block, Table))
        yield from self.annex
