"""A chart of the report as a picture: drawn once a report, whatever formats show it."""

import re
from functools import cache, lru_cache
from html import escape
from types import ModuleType

from welfare_stats.report.model import Chart
from welfare_stats.report.render.chart_specs import chart_spec
from welfare_stats.report.render.fonts import folder_of_fonts
from welfare_stats.vietnamese import clean

_DOTS_PER_PIXEL = 2.5  # 240 dots an inch at the width of the text
_NOT_IN_HTML = re.compile(r' (?:xmlns(?::\w+)?|version|class|role|aria-[a-z]+)="[^"]*"')


@lru_cache(maxsize=64)
def chart_svg(chart: Chart) -> str:
    """The picture as an SVG file whose words are text in the font of the report."""
    drawn: str = _converter().vegalite_to_svg(chart_spec(chart))
    return drawn


@lru_cache(maxsize=64)
def chart_png(chart: Chart) -> bytes:
    """The picture as a PNG file, fine enough to be printed."""
    drawn: bytes = _converter().svg_to_png(chart_svg(chart), scale=_DOTS_PER_PIXEL)
    return drawn


def chart_in_html(chart: Chart) -> str:
    """The picture as an element of a web page, with the sentence that stands for it."""
    start, rest = _NOT_IN_HTML.sub("", chart_svg(chart)).split(">", 1)
    return f'{start} role="img" aria-label="{escape(clean(chart.alt))}">{rest}'


@cache
def _converter() -> ModuleType:
    """The library that draws, loaded only where there is something to draw."""
    import vl_convert  # noqa: PLC0415 - a report without charts does without it

    vl_convert.register_font_directory(str(folder_of_fonts()))
    return vl_convert
