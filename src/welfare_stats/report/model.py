"""The report as plain values: its text and tables, independent of any file format."""

from collections.abc import Iterator, Mapping
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

MEANINGS = {
    Gap.NOT_SENT: "đơn vị chưa gửi báo cáo, hoặc báo cáo bị trả lại",
    Gap.NOT_REPORTED: "đơn vị không báo cáo chỉ tiêu này",
    Gap.NOT_SEPARATE: "đơn vị chỉ báo cáo kỳ dài hơn, không có số liệu riêng của kỳ này",
    Gap.UNSETTLED: "đơn vị đã báo cáo nhưng chưa xác định được số này",
    Gap.WITHHELD: "có số liệu nhưng không công bố theo đơn vị",
}
"""What each sign in place of a number says, without the circumstances of a table."""

MEANING_OF_ESTIMATE = "có số ước thực hiện, chưa phải số chính thức"


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

    @property
    def made_from(self) -> list[tuple[Origin, ...]]:
        """The numbers, each perhaps a sum of several, that it is or is the difference of."""
        parts = [self.of[:-1], self.of[-1:]] if self.is_change else [self.of]
        return parts if self.of else []

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

    @property
    def made_from(self) -> list[tuple[Origin, ...]]:
        """The numbers, the first perhaps a sum of several, that it is the relation of."""
        parts = [self.of[:-1], self.of[-1:]] if self.target is None else [self.of]
        return parts if self.of else []

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


_MOST_COLUMNS, _MOST_OF_HEADINGS = 8, 220  # what an upright A4 page holds, in characters


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title, unit of measure, period, source and notes.

    ``key`` is its name in the template of the text. ``unit`` is "" where rows name their own.
    ``lists_units`` says that its rows are units, which people number on paper.
    """

    key: str
    title: str
    unit: str
    period: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    lists_units: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the table needs a landscape page: many columns, or long headings of several."""
        return len(self.columns) > _MOST_COLUMNS or sum(map(len, self.columns)) > _MOST_OF_HEADINGS


class ChartShape(StrEnum):
    """How the bars of a chart lie."""

    BARS = "bars"  # each from zero
    STEPS = "steps"  # the first and last from zero; what comes and goes where it takes place


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart.

    Attributes:
        label: the row of the chart that it is in.
        value: how long it is.
        more: what stands in brackets behind its number.
    """

    label: str
    value: Number | Percent
    more: str = ""

    @property
    def words(self) -> str:
        """What stands at its end: "5.120 (56,4%)", "5.120 (ước; 56,4%)"."""
        words = f"{self.value} ({self.more})" if self.more else str(self.value)
        return words.replace(") (", "; ")


@dataclass(frozen=True, slots=True)
class Series:
    """Bars that belong together; ``name`` says what sets them apart from other ones of a chart."""

    bars: tuple[Bar, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of which a chart shows where it lies, such as all of a target, and what it is."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of numbers that are known, with title, unit of measure, period, source and notes.

    Attributes:
        key: its name in the template of the text.
        series: one, or several whose bars have the same labels in the same order.
        alt: a sentence that says what the chart shows, for those who do not see it.
        mark: what bars are to be compared with, if with anything but each other.
        longest: the value at which longer bars are cut off, visibly.
    """

    key: str
    title: str
    unit: str
    period: str
    source: str
    series: tuple[Series, ...]
    alt: str
    notes: tuple[str, ...] = ()
    shape: ChartShape = ChartShape.BARS
    mark: Mark | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text; level 1 is numbered I., II., level 2 is numbered 1., 2."""

    text: str
    level: int


class ParagraphKind(StrEnum):
    """What a paragraph is, apart from its words."""

    TEXT = "text"
    BASIS = "basis"  # a document that the report is based on, above its first sentence
    TO_WRITE = "to write"  # the office has yet to write what it names


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the text.

    ``mark`` is what it is listed with: "-", "+", "1.", "a)", or "" where it stands by itself.
    ``own_numbers`` are those in it that the office has typed, and that no figure explains.
    """

    text: str
    mark: str = ""
    kind: ParagraphKind = ParagraphKind.TEXT
    own_numbers: tuple[str, ...] = field(default=(), compare=False)

    @property
    def bullet(self) -> bool:
        """Whether it is listed with a dash."""
        return self.mark == "-"

    @property
    def words(self) -> str:
        """The text with its mark; of one that is yet to be written, who has to."""
        if self.kind is ParagraphKind.TO_WRITE:
            return f"[Phòng chuyên môn bổ sung: {self.text}]"
        return f"{self.mark} {self.text}" if self.mark else self.text


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A number that the report publishes, or why there is none, by itself.

    Attributes:
        key: what it is of, in codes; ``unit`` is "" for the whole province.
        days: that it covers.
        case_type, unit, measure, breakdown: the same in words.
        counted_in: its unit of measure.
        value: the number.
        remark: what the number is without, or "".
    """

    key: NumberKey
    days: ReportingPeriod
    case_type: str
    unit: str
    measure: str
    breakdown: str
    counted_in: str
    value: Number | Gap
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """The report of a year: its text with tables and charts in it, and the tables of the annex.

    Attributes:
        untabled: the case types that have figures and stand in none of its tables, by label.
        data_notes: what the office says of all the figures.
        figures: all that its tables publish, and the numbers of the province, one by one.
        parts: by code of a case type, those that add up to it.
        explanations: where its numbers come from; for the office alone, so HTML only has them.
    """

    year: int
    office: Office
    period: ReportingPeriod
    title: str
    subtitle: str
    body: tuple[Block, ...]
    annex: tuple[Table, ...]
    untabled: tuple[str, ...] = ()
    data_notes: tuple[str, ...] = ()
    figures: tuple[PublishedFigure, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    explanations: Explanations | None = None

    @property
    def as_of(self) -> date:
        """The last day that the figures cover."""
        return self.period.end

    @property
    def annex_title(self) -> str:
        """What the annex holds, as the line below "Phụ lục"."""
        return self.title.replace("Kết quả công tác", "Số liệu", 1)

    @property
    def own_numbers(self) -> tuple[tuple[str, str], ...]:
        """The numbers of the text that the office has typed, each with its paragraph."""
        blocks = (block for block in self.body if isinstance(block, Paragraph))
        return tuple((number, b.words) for b in blocks for number in b.own_numbers)

    @property
    def to_write(self) -> tuple[str, ...]:
        """What the office has yet to write, as headings of the text of the year."""
        blocks = (block for block in self.body if isinstance(block, Paragraph))
        return tuple(b.text for b in blocks if b.kind is ParagraphKind.TO_WRITE)

    @property
    def tables(self) -> Iterator[Table]:
        """Every table of body and annex, in the order of the report."""
        yield from (block for block in self.body if isinstance(block, Table))
        yield from self.annex

    @property
    def charts(self) -> Iterator[Chart]:
        """Every chart, in the order of the report."""
        yield from (block for block in self.body if isinstance(block, Chart))
