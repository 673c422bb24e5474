"""The report as one HTML file: to look at on any screen, and to print."""

from pathlib import Path

from jinja2 import FileSystemLoader

from welfare_stats.report.model import AnnualReport
from welfare_stats.report.render.exhibits import (
    Exhibit,
    annex_parts,
    body_parts,
    closed,
    is_figure,
)
from welfare_stats.report.render.layouts import layout_environment, using_layout

LAYOUT = "bao-cao.html.j2"


def render_html(report: AnnualReport, templates: Path) -> bytes:
    """The HTML file of the report, with all that it needs inside.

    Raises:
        ConfigurationError: the layout is missing or wrong; names file, line and remedy.
    """
    with using_layout(templates / LAYOUT):
        environment = layout_environment(FileSystemLoader(templates, encoding="utf-8-sig"))
        environment.tests |= {"exhibit": _is_exhibit, "figure": is_figure}
        text = environment.get_template(LAYOUT).render(
            office=report.office,
            year=report.year,
            title=report.title,
            subtitle=report.subtitle,
            body=closed(body_parts(report)),
            annex=annex_parts(report),
        )
    return text.encode()


def _is_exhibit(part: object) -> bool:
    return isinstance(part, Exhibit)
