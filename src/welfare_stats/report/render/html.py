"""Writes the report as one HTML file, to read on any screen and to print."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from markupsafe import Markup

from welfare_stats.report.model import AnnualReport, Chart, Heading, Paragraph, Table
from welfare_stats.report.office_templates import using_template
from welfare_stats.report.render.chart_images import chart_in_html
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.exhibits import (
    Exhibit,
    Figure,
    annex_parts,
    body_parts,
    closed,
    is_figure,
)
from welfare_stats.report.render.layouts import layout_environment

LAYOUT = "bao-cao.html.j2"
_LINE, _WIDE_LINE = 100, 135  # characters of a table on a large screen
_TESTS: dict[str, Callable[[Any], bool]] = {
    "exhibit": lambda part: isinstance(part, Exhibit),
    "chart": lambda part: isinstance(part, Figure),
    "heading": lambda part: isinstance(part, Heading),
    "bullet": lambda part: isinstance(part, Paragraph) and part.bullet,
    "figure": is_figure,
}


def render_html(report: AnnualReport, templates: Path) -> bytes:
    """The HTML file of the report; it loads nothing from elsewhere.

    Raises:
        ConfigurationError: the layout is missing or faulty; names file, line and remedy.
    """
    context = {
        "office": report.office,
        "year": report.year,
        "title": report.title,
        "subtitle": report.subtitle,
        "annex_title": report.annex_title,
        "body": closed(body_parts(report)),
        "annex": annex_parts(report),
    }
    with using_template(templates / LAYOUT):
        loader = FileSystemLoader(templates, encoding="utf-8-sig")
        environment = layout_environment(context, loader)
        environment.tests |= _TESTS
        environment.filters |= {"shares": _shares, "least_width": least_width, "drawn": _drawn}
        text = environment.get_template(LAYOUT).render(context)
    return text.encode()


def _drawn(chart: Chart) -> Markup:
    return Markup(chart_in_html(chart))  # noqa: S704 - the words in it are escaped


def _shares(table: Table) -> list[float]:
    """Widths of the columns, in per cent of the table."""
    room = max(least_width(table), _WIDE_LINE if table.is_wide else _LINE)
    widths = column_widths(table, room)
    return [round(100 * width / sum(widths), 1) for width in widths]
