"""A chart of the report as a Vega-Lite specification.

Every length is computed here, so that a chart is laid out alike on every machine. A pixel is 1/96
inch: at its own size a chart is as wide as the text of an A4 page. Bars are told apart by lightness
and outline, never by hue, and each has its number beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from textwrap import wrap
from typing import Any

from welfare_stats.report.model import Bar, Chart, ChartShape, Mark, Number
from welfare_stats.vietnamese import capitalised, clean

WIDTH = 624  # 165 mm
_FONT = "Tinos"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_FONT_SIZE = 14  # 10.5 pt
_LINE = 16
_LABEL_ROOM = 240
_BESIDE = 6  # between a bar and what is written beside it
_BAR, _BAR_OF_SEVERAL, _BAR_OF_MANY = 18, 15, 13
_ROW_GAP, _ROW_GAP_OF_SOME, _ROW_GAP_OF_MANY = 12, 8, 4
_SOME_ROWS, _MANY_ROWS = 8, 12
_HEAD = 24  # above the bars, for a line that explains them
_MARGIN = 4
_SWATCH = 12
DARK, LIGHT, INK, THIN = "#1f3a5f", "#d5dde8", "#111111", "#6b7280"
_CUT = "//"

_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _DrawnBar:
    """A bar with its place: where it starts and ends, in numbers; where its top is, in pixels."""

    bar: Bar
    start: float
    end: float
    top: float
    is_light: bool


@dataclass(frozen=True)
class _Layout:
    """Where all that a chart shows has its place."""

    chart: Chart

    @cached_property
    def labels(self) -> list[list[str]]:
        """The label of each row, in lines."""
        return [_balanced(clean(bar.label)) for bar in self.chart.series[0].bars]

    @cached_property
    def has_several(self) -> bool:
        """Whether a row has several bars."""
        return len(self.chart.series) > 1

    @cached_property
    def thickness(self) -> int:
        """Of a bar."""
        if self.has_several:
            return _BAR_OF_SEVERAL
        return _BAR_OF_MANY if len(self.labels) > _MANY_ROWS else _BAR

    @cached_property
    def gap(self) -> int:
        """Between rows; of many rows it is small, so that the chart does not fill a page."""
        if len(self.labels) > _MANY_ROWS:
            return _ROW_GAP_OF_MANY
        return _ROW_GAP_OF_SOME if len(self.labels) > _SOME_ROWS else _ROW_GAP

    @cached_property
    def edges(self) -> list[int]:
        """Where rows begin and end, in pixels from the top."""
        least = self.thickness * len(self.chart.series)
        return [0, *accumulate(max(_LINE * len(lines), least) + self.gap for lines in self.labels)]

    @cached_property
    def left(self) -> int:
        """The room for labels."""
        return max(_width(line) for lines in self.labels for line in lines) + _BESIDE

    @cached_property
    def right(self) -> int:
        """The room for the number beside the longest bar."""
        return max(_width(drawn.bar.words) for drawn in self.bars) + _BESIDE

    @cached_property
    def head(self) -> int:
        """The room above all bars."""
        return _HEAD if self.has_several or self.chart.mark else _MARGIN

    @cached_property
    def width(self) -> int:
        """The room for bars."""
        return WIDTH - self.left - self.right

    @cached_property
    def height(self) -> int:
        """Of all rows."""
        return self.edges[-1]

    @cached_property
    def most(self) -> float:
        """The number at the right edge of the room for bars."""
        ends = [drawn.end for drawn in self.bars]
        return max([*ends, self.chart.mark.value] if self.chart.mark else ends)

    @cached_property
    def bars(self) -> list[_DrawnBar]:
        """All bars, row by row."""
        rows = zip(*(series.bars for series in self.chart.series), strict=True)
        return [drawn for row, bars in enumerate(rows) for drawn in self._of_row(row, bars)]

    def middle(self, row: int) -> float:
        """The middle of a row, in pixels from the top."""
        return (self.edges[row] + self.edges[row + 1]) / 2

    def _of_row(self, row: int, bars: Sequence[Bar]) -> Iterator[_DrawnBar]:
        top = self.middle(row) - len(bars) * self.thickness / 2
        for place, bar in enumerate(bars):
            start, end = self._span(row, bar.value.value)
            is_estimate = isinstance(bar.value, Number) and bar.value.is_estimate
            is_light = place < len(bars) - 1 or start > 0 or is_estimate
            yield _DrawnBar(bar, start, end, top + place * self.thickness, is_light)

    def _span(self, row: int, value: float) -> tuple[float, float]:
        if self.chart.shape is ChartShape.STEPS and row in (1, 2):
            opening, increase, *_ = (bar.value.value for bar in self.chart.series[0].bars)
            top = opening + increase
            return (opening, top) if row == 1 else (top - value, top)
        longest = self.chart.longest
        return 0, value if longest is None else min(value, longest)


def _balanced(text: str) -> list[str]:
    """A text in as few lines as it needs, which are about as long as each other."""
    count = len(_within(text, _LABEL_ROOM))
    narrower = (_within(text, room) for room in range(_width(text) // count, _LABEL_ROOM))
    return next((lines for lines in narrower if len(lines) <= count), _within(text, _LABEL_ROOM))


def _within(text: str, room: int) -> list[str]:
    """A text in lines of a width; a word that is longer than a line is broken."""
    lines = [""]
    for word in text.split():
        if _width(f"{lines[-1]} {word}") <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines += wrap(word, max(room // _FONT_SIZE, 1)) if _width(word) > room else [word]
    return [line for line in lines if line] or [""]


def _width(text: str) -> int:
    """About the pixels that a text needs, and rather more than less."""
    return round(sum(map(_share_of_em, text)) * _FONT_SIZE) + 1


def _share_of_em(letter: str) -> float:
    if letter in "iljtfrI.,;:()[]|/’' ":
        return 0.34
    if letter in "WM…%":
        return 1.0
    return 0.76 if letter.isupper() or letter in "mw+" else 0.5


def chart_spec(chart: Chart) -> dict[str, Any]:
    """The specification of a chart, whose words and numbers stand in it as they are shown."""
    layout = _Layout(chart)
    return {
        "$schema": _SCHEMA,
        "width": layout.width,
        "height": layout.height,
        "autosize": "none",
        "padding": {
            "left": layout.left,
            "right": layout.right,
            "top": layout.head,
            "bottom": _MARGIN,
        },
        "config": {
            "aria": False,
            "font": _FONT,
            "view": {"stroke": None},
            "text": {"fontSize": _FONT_SIZE, "lineHeight": _LINE, "fill": INK, "limit": 0},
        },
        "layer": [
            _rects(layout, _bars(layout)),
            _texts(layout, _cuts(layout), align="right", dx=-2 * _BESIDE, fill="white"),
            _rules(layout, _lines(layout), stroke=THIN, strokeWidth=1),
            _labels(layout),
            _texts(layout, _numbers(layout), align="left", dx=_BESIDE),
            *(_mark(layout, chart.mark) if chart.mark else ()),
            *(_names(layout) if layout.has_several else ()),
        ],
    }


def _bars(layout: _Layout) -> Iterator[_Values]:
    for drawn in layout.bars:
        if drawn.end > drawn.start:
            yield {
                "x": drawn.start,
                "x2": drawn.end,
                "y": drawn.top,
                "y2": drawn.top + layout.thickness,
                "fill": LIGHT if drawn.is_light else DARK,
            }


def _cuts(layout: _Layout) -> Iterator[_Values]:
    """The signs on bars that are shorter than their numbers."""
    longest = layout.chart.longest
    for drawn in layout.bars:
        if longest is not None and drawn.bar.value.value > longest:
            yield {"x": drawn.end, "y": drawn.top + layout.thickness / 2, "words": _CUT}


def _numbers(layout: _Layout) -> Iterator[_Values]:
    """The number beside each bar, or beside the line at a value where it would lie across that."""
    mark = layout.chart.mark
    for drawn in layout.bars:
        middle, words = drawn.top + layout.thickness / 2, clean(drawn.bar.words)
        reach = drawn.end + layout.most * (_width(words) + 2 * _BESIDE) / layout.width
        is_across = mark is not None and drawn.end <= mark.value < reach
        yield {"x": mark.value if mark and is_across else drawn.end, "y": middle, "words": words}


def _labels(layout: _Layout) -> _Values:
    """The labels of the rows, whose lines lie around the middle of the row."""
    values = [
        {"x": 0, "y": layout.middle(row), "words": lines} for row, lines in enumerate(layout.labels)
    ]
    up = {"expr": f"(1 - datum.words.length) * {_LINE / 2}"}
    return _texts(layout, values, align="right", dx=-_BESIDE, dy=up)


def _lines(layout: _Layout) -> Iterator[_Values]:
    """The line from which bars start, and those that lead from step to step."""
    yield {"x": 0, "y": 0, "y2": layout.height}
    if layout.chart.shape is ChartShape.STEPS:
        opening, increase, decrease, closing = layout.bars
        for x, above, below in (
            (opening.end, opening, increase),
            (increase.end, increase, decrease),
            (closing.end, decrease, closing),
        ):
            yield {"x": x, "y": above.top + layout.thickness, "y2": below.top}


def _mark(layout: _Layout, mark: Mark) -> Iterator[_Values]:
    """The dashed line at a value, with the value above it."""
    line = {"x": mark.value, "y": -_MARGIN, "y2": layout.height}
    yield _rules(layout, [line], stroke=INK, strokeWidth=1.5, strokeDash=[5, 3])
    words = {"x": mark.value, "y": -_MARGIN - _LINE / 2, "words": clean(mark.words)}
    yield _texts(layout, [words], align="center")


def _names(layout: _Layout) -> Iterator[_Values]:
    """In a line above all bars, what those of each look are of."""
    middle = -layout.head / 2
    swatches, names = [], []
    at = 0
    for series in layout.chart.series:
        swatches.append(
            {
                "x": layout.most * at / layout.width,
                "x2": layout.most * (at + _SWATCH) / layout.width,
                "y": middle - _SWATCH / 2,
                "y2": middle + _SWATCH / 2,
                "fill": DARK if series is layout.chart.series[-1] else LIGHT,
            }
        )
        at += _SWATCH
        name = capitalised(clean(series.name))
        names.append({"x": layout.most * at / layout.width, "y": middle, "words": name})
        at += _width(name) + 4 * _BESIDE
    yield _rects(layout, swatches)
    yield _texts(layout, names, align="left", dx=_BESIDE)


def _rects(layout: _Layout, values: Iterator[_Values] | Sequence[_Values]) -> _Values:
    mark = {"type": "rect", "stroke": DARK, "strokeWidth": 1}
    fill = {"field": "fill", "type": "nominal", "scale": None}
    return _layer(layout, mark, values, x2={"field": "x2"}, y2={"field": "y2"}, fill=fill)


def _rules(
    layout: _Layout, values: Iterator[_Values] | Sequence[_Values], **look: object
) -> _Values:
    return _layer(layout, {"type": "rule", **look}, values, y2={"field": "y2"})


def _texts(
    layout: _Layout, values: Iterator[_Values] | Sequence[_Values], **look: object
) -> _Values:
    mark = {"type": "text", "baseline": "middle", **look}
    return _layer(layout, mark, values, text={"field": "words"})


def _layer(
    layout: _Layout,
    mark: _Values,
    values: Iterator[_Values] | Sequence[_Values],
    **channels: _Values,
) -> _Values:
    """Marks at numbers across and at pixels down."""
    across = {"domain": [0, layout.most], "nice": False}
    down = {"domain": [0, layout.height], "range": [0, layout.height], "nice": False}
    return {
        "data": {"values": list(values)},
        "mark": mark,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": across},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": down},
            **channels,
        },
    }
