"""The report as plain values: its text and tables, independent of any file format."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from welfare_stats.analyse.totals import NumberKey
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.explanation import Explanations
from welfare_stats.settings import Office
from welfare_stats.vietnamese import format_number, format_percent


class Gap(StrEnum):
    """Why a cell of a table has no number. A missing number is never written as 0."""

    NOT_SENT = "chưa gửi"
    NOT_REPORTED = "…"
    NOT_SEPARATE = "gộp"  # reported within a longer period only
    UNSETTLED = "chưa rõ"  # reported, but what was reported does not make this number
    WITHHELD = "…*"  # known, but not published below the province


ESTIMATE_MARK = "(ước)"


class Origin(NamedTuple):
    """A number of a year, as ``explain`` leads it back to its cells."""

    year: int
    key: NumberKey


@dataclass(frozen=True, slots=True)
class Number:
    """A number of cases or people, or an amount of money.

    Attributes:
        is_estimate: whether it holds numbers that were sent in advance; it is marked as such.
        of: where it comes from: the number that it is, or those of which it is the sum.
        is_change: whether it is the first of the two in ``of`` less the second.
    """

    value: float
    is_estimate: bool = False
    of: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    is_change: bool = field(default=False, compare=False, repr=False)

    def __str__(self) -> str:
        number = format_number(self.value)
        return f"{number} {ESTIMATE_MARK}" if self.is_estimate else number


@dataclass(frozen=True, slots=True)
class Percent:
    """A share; 1.0 is the whole.

    Attributes:
        of: where it comes from: the part (which may be a sum of several) and the whole as the last.
        is_change: whether it is that by which the first of the two in ``of`` is above the second.
        target: the whole, where that is a target and so not in ``of``.
    """

    value: float
    of: tuple[Origin, ...] = field(default=(), compare=False, repr=False)
    is_change: bool = field(default=False, compare=False, repr=False)
    target: float | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return format_percent(self.value)


Cell = str | Number | Percent | Gap
"""What a cell of a table holds; ``str(cell)`` gives it in Vietnamese notation."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    ``level`` is how far its first cell is indented; a ``total`` row is set in bold.
    """

    cells: tuple[Cell, ...]
    level: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, unit of measure, period, source and notes.

    ``key`` is its name in the template of the text. ``unit`` is "" where rows name their own.
    """

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
        """Whether the table needs a landscape page."""
        return len(self.columns) > 8  # noqa: PLR2004 - what an upright A4 page holds


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; level 1 is numbered I., II., level 2 is numbered 1., 2."""

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
    """The report of a year: its text with tables in it, and the tables of the annex.

    ``untabled`` names the case types that have figures and stand in none of its tables.
    ``explanations`` say where its numbers come from; for the office alone, so HTML only has them.
    """

    year: int
    office: Office
    period: ReportingPeriod
    title: str
    subtitle: str
    body: tuple[Block, ...]
    annex: tuple[Table, ...]
    untabled: tuple[str, ...] = ()
    explanations: Explanations | None = None

    @property
    def as_of(self) -> date:
        """The last day that the figures cover."""
        return self.period.end

    @property
    def tables(self) -> Iterator[Table]:
        """Every table of body and annex, in the order of the report."""
        yield from (block for block in self.body if isinstance(block, Table))
        yield from self.annex
