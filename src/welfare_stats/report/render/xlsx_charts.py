"""Writes a chart on a sheet of its own: the numbers that it shows, and the chart drawn by Excel.

The chart is drawn from the cells beside it, so that it follows them when somebody changes one. It
looks as the picture of the other formats does: bars in the same order, told apart by lightness.
"""

from collections.abc import Mapping, Sequence

from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from welfare_stats.report.model import (
    Bar,
    Cell,
    Chart,
    ChartShape,
    Number,
    Percent,
    Table,
    TableRow,
)
from welfare_stats.report.render.chart_specs import DARK, INK, LIGHT, THIN
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.exhibits import Exhibit, Figure
from welfare_stats.report.render.xlsx_book import Book, Line, print_on_a4
from welfare_stats.report.render.xlsx_sheets import mark_as_table, write_grid
from welfare_stats.report.render.xlsx_totals import Place
from welfare_stats.sheet_style import FONT, lines_of
from welfare_stats.vietnamese import capitalised, clean

_ROOM = 60  # characters, so that table and chart are seen at once
_LABEL, _VALUE, _REMARK, _START = "Nội dung", "Số liệu", "Ghi chú", "Vẽ từ mức"
_WHITE = "#ffffff"
_GAP = 45  # between rows, in per cent of a bar
_WIDTH = 680  # pixels, as all below
_BESIDE = 24
_ABOVE_BARS, _BELOW_BARS = 56, 44
_BAR, _BAR_OF_SEVERAL, _LINE, _BETWEEN = 26, 22, 17, 10
_LABEL_WIDTH = 24  # characters of a label on a line of the chart


def data_of(figure: Figure) -> Exhibit:
    """The numbers of a chart as a table: label, a number a series, what is said of it.

    Of steps also the number from which each is drawn.
    """
    chart = figure.chart
    rows = list(zip(*(one.bars for one in chart.series), strict=True))
    remarks = [_remarks(bars) for bars in rows]
    columns = [_LABEL, *(capitalised(clean(one.name)) or _VALUE for one in chart.series)]
    cells: list[list[Cell]] = [[bars[0].label, *(bar.value for bar in bars)] for bars in rows]
    more: dict[str, Sequence[Cell]] = {}
    if chart.shape is ChartShape.STEPS:
        more[_START] = [Number(start) for start in _starts(chart)]
    if any(remarks):
        more[_REMARK] = remarks
    table = Table(
        chart.key,
        chart.title,
        chart.unit,
        chart.period,
        chart.source,
        (*columns, *more),
        tuple(TableRow((*row, *rest)) for row, *rest in zip(cells, *more.values(), strict=True)),
        chart.notes,
    )
    return Exhibit(figure.label, table)


def _remarks(bars: Sequence[Bar]) -> str:
    """What the picture says in brackets behind the numbers of a row."""
    said = (
        remark
        for bar in bars
        for remark in ("ước" if _is_estimate(bar) else "", bar.more)
        if remark
    )
    return "; ".join(said)


def _is_estimate(bar: Bar) -> bool:
    return isinstance(bar.value, Number) and bar.value.is_estimate


def _starts(chart: Chart) -> tuple[float, float, float, float]:
    opening, increase, decrease, _ = (bar.value.value for bar in chart.series[0].bars)
    return 0, opening, opening + increase - decrease, 0


def write_chart(book: Book, sheet: Worksheet, lines: Sequence[Line], figure: Figure) -> None:
    """Write some lines, right below them the numbers of a chart, and beside these the chart."""
    table = data_of(figure).table
    head = book.write_lines(sheet, lines)
    widths = column_widths(table, max(least_width(table), _ROOM))
    write_grid(book, sheet, head, table, widths, _formulas(figure.chart, head), _signs(figure))
    mark_as_table(book, sheet, f"hinh-{table.key}", (head, len(table.rows)), table.columns)
    drawn = _Drawing(book, figure, head).chart()
    place = {
        "x_offset": _BESIDE,
        "object_position": 2,  # it moves with the cells, and keeps its size
        "description": clean(figure.chart.alt),
    }
    sheet.insert_chart(head, len(table.columns), drawn, place)
    print_on_a4(sheet, wide=True, one_page=True)


def _signs(figure: Figure) -> dict[Place, str]:
    """What is shown behind numbers, in the cells and so at the bars, too.

    These are words ("chưa đủ"). What is a number itself, such as a share, is left to the remarks:
    behind a number that somebody changes it would be wrong.
    """
    return {
        (row, column): bar.more
        for column, one in enumerate(figure.chart.series, 1)
        for row, bar in enumerate(one.bars)
        if bar.more and not any(map(str.isdigit, bar.more))
    }


def _formulas(chart: Chart, head: int) -> Mapping[Place, str]:
    """From where the steps up and down start, so that they follow the numbers."""
    if chart.shape is not ChartShape.STEPS:
        return {}
    opening, increase, decrease, _ = (xl_rowcol_to_cell(head + 1 + row, 1) for row in range(4))
    return {(1, 2): f"={opening}", (2, 2): f"={opening}+{increase}-{decrease}"}


class _Drawing:
    """The chart of a sheet, drawn from its cells."""

    def __init__(self, book: Book, figure: Figure, head: int) -> None:
        self._book, self._figure, self._chart, self._head = book, figure, figure.chart, head

    @property
    def _first(self) -> Bar:
        return self._chart.series[0].bars[0]

    def chart(self) -> ChartBar:
        has_steps = self._chart.shape is ChartShape.STEPS
        drawn = self._book.bar_chart(self._figure.label, stacked=has_steps)
        if has_steps:
            drawn.add_series(self._invisible())
        for place in range(len(self._chart.series)):
            drawn.add_series(self._series(place))
        drawn.set_title({"name": clean(self._figure.caption), "name_font": _font(11, bold=True)})
        drawn.set_y_axis(_labels())
        drawn.set_x_axis(self._values())
        if len(self._chart.series) > 1:
            drawn.set_legend({"position": "top", "font": _font(11)})
        else:
            drawn.set_legend({"none": True})
        drawn.set_chartarea({"border": {"none": True}})
        drawn.set_size({"width": _WIDTH, "height": self._height()})
        return drawn

    def _cells(self, column: int) -> list[str | int]:
        """A column of the table, as a chart refers to it."""
        first = self._head + 1
        last = self._head + len(self._chart.series[0].bars)
        return [self._figure.label, first, column, last, column]

    def _invisible(self) -> dict[str, object]:
        """The bars on which those of steps lie."""
        return {
            "name": [self._figure.label, self._head, 2],
            "categories": self._cells(0),
            "values": self._cells(2),
            "fill": {"none": True},
            "border": {"none": True},
        }

    def _series(self, place: int) -> dict[str, object]:
        bars = self._chart.series[place].bars
        fills = [self._fill(place, row) for row in range(len(bars))]
        return {
            "name": [self._figure.label, self._head, place + 1],
            "categories": self._cells(0),
            "values": self._cells(place + 1),
            "fill": {"color": LIGHT if self._is_earlier(place) else DARK},
            "border": _line(DARK),
            "points": [{"fill": {"color": fill}, "border": _line(DARK)} for fill in fills],
            "data_labels": self._numbers(fills),
            "gap": _GAP,
        }

    def _numbers(self, fills: Sequence[str]) -> dict[str, object]:
        """The numbers at the bars, which look as their cells do."""
        labels: dict[str, object] = {"value": True, "font": _font(11)}
        if self._chart.mark:
            labels["fill"] = {"color": _WHITE}  # no line goes through a number
        if self._chart.shape is ChartShape.STEPS:
            inks = (_WHITE if fill == DARK else INK for fill in fills)
            custom = [{"font": {**_font(11), "color": ink}} for ink in inks]
            return {**labels, "position": "center", "custom": custom}
        return {**labels, "position": "outside_end"}

    def _is_earlier(self, place: int) -> bool:
        return place < len(self._chart.series) - 1

    def _fill(self, place: int, row: int) -> str:
        is_step = self._chart.shape is ChartShape.STEPS and row in (1, 2)
        is_estimate = _is_estimate(self._chart.series[place].bars[row])
        return LIGHT if self._is_earlier(place) or is_step or is_estimate else DARK

    def _values(self) -> dict[str, object]:
        """The axis of the numbers, with lines only where there is a value to compare with."""
        mark, unit = self._chart.mark, clean(self._chart.unit)
        axis: dict[str, object] = {
            "min": 0,
            "line": {"none": True},
            "major_tick_mark": "none",
            "num_font": _font(10),
            "name_font": _font(10),
        }
        if self._chart.longest is not None:
            axis["max"] = self._chart.longest
        if mark is None:
            name = f"Đơn vị tính: {unit}" if unit else ""
            return {
                **axis,
                "name": name,
                "label_position": "none",
                "major_gridlines": {"visible": False},
            }
        return {
            **axis,
            "name": unit,
            "num_format": "0%" if isinstance(self._first.value, Percent) else "#,##0",
            "major_unit": mark.value,
            "major_gridlines": {"visible": True, "line": {"color": THIN, "dash_type": "dash"}},
        }

    def _height(self) -> int:
        labels = [clean(bar.label) for bar in self._chart.series[0].bars]
        several = len(self._chart.series) > 1
        least = _BAR_OF_SEVERAL * len(self._chart.series) if several else _BAR
        rows = (max(lines_of(t, _LABEL_WIDTH, 11) * _LINE + _BETWEEN, least) for t in labels)
        return _ABOVE_BARS + sum(rows) + _BELOW_BARS


def _labels() -> dict[str, object]:
    """The axis of the labels, the first one at the top."""
    return {
        "reverse": True,
        "crossing": "max",
        "line": _line(THIN),
        "major_tick_mark": "none",
        "num_font": _font(11),
    }


def _line(colour: str) -> dict[str, object]:
    return {"color": colour, "width": 0.75}


def _font(size: float, *, bold: bool = False) -> dict[str, object]:
    return {"name": FONT, "size": size, "bold": bold, "color": INK}
