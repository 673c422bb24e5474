"""Writes the report as one HTML file for the office itself: to read on any screen, and to print."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from welfare_stats.report.model import AnnualReport, Chart, Heading, Paragraph
from welfare_stats.report.office_templates import using_template
from welfare_stats.report.render.chart_images import chart_in_html
from welfare_stats.report.render.column_widths import least_width
from welfare_stats.report.render.exhibits import (
    Exhibit,
    Figure,
    Part,
    annex_parts,
    body_parts,
    closed,
    is_figure,
)
from welfare_stats.report.render.explained_cells import ExplainedCells
from welfare_stats.report.render.html_tables import shape_of, shares, sort_value, widths
from welfare_stats.report.render.layouts import layout_environment, unusable

LAYOUT = "bao-cao.html.j2"
_WEB = Path(__file__).parent / "web"
_SCRIPTS = ("explanations.js", "sorting.js", "filtering.js")
_TESTS: dict[str, Callable[[Any], bool]] = {
    "exhibit": lambda part: isinstance(part, Exhibit),
    "chart": lambda part: isinstance(part, Figure),
    "heading": lambda part: isinstance(part, Heading),
    "bullet": lambda part: isinstance(part, Paragraph) and part.bullet,
    "figure": is_figure,
}


def render_html(report: AnnualReport, templates: Path) -> bytes:
    """The HTML file of the report; it loads nothing from elsewhere.

    With the explanations of the report, a number opens what is said of it, tables can be sorted and
    filtered, and the head of the page says that it is for the office itself.

    Raises:
        ConfigurationError: the layout is missing or faulty; names file, line and remedy.
    """
    body, annex = closed(body_parts(report)), annex_parts(report)
    context = {
        "office": report.office,
        "year": report.year,
        "title": report.title,
        "subtitle": report.subtitle,
        "annex_title": report.annex_title,
        "body": body,
        "annex": annex,
    }
    context |= _pieces(report, body, annex)
    with using_template(templates / LAYOUT):
        loader = FileSystemLoader(templates, encoding="utf-8-sig")
        _refuse_unfit(templates / LAYOUT, has_charts=any(isinstance(p, Figure) for p in body))
        text = _environment(context, loader).get_template(LAYOUT).render(context)
    return text.encode()


def explains_nothing(templates: Path) -> bool:
    """Whether a layout, as those of before, has no place for what explains the numbers.

    Raises:
        ConfigurationError: it cannot be read.
    """
    with using_template(templates / LAYOUT):
        return "script" not in _names_in(templates / LAYOUT)


def _refuse_unfit(path: Path, *, has_charts: bool) -> None:
    """Names of files stand in no page that does not say that it is for the office.

    A layout of before that goes through the text by itself need not know what a chart is.
    """
    names = _names_in(path)
    if "script" in names and "notice" not in names:
        raise unusable(path, "có {{ script }} thì phải có {{ notice }} ở đầu trang")
    if has_charts and "body" in names and "chart" not in names:
        raise unusable(path, "mẫu của phiên bản trước, không có chỗ cho hình của báo cáo")


def _names_in(path: Path) -> set[str]:
    tree = Environment(autoescape=True).parse(path.read_text("utf-8-sig"), filename=path.name)
    tests = {node.name for node in tree.find_all(nodes.Test)}
    return tests | {node.name for node in tree.find_all(nodes.Name)}


def _environment(known: dict[str, Any], loader: FileSystemLoader) -> Environment:
    environment = layout_environment(known, loader)
    environment.tests |= _TESTS
    environment.filters |= {"shares": shares, "least_width": least_width, "drawn": _drawn}
    return environment


def _pieces(
    report: AnnualReport, body: Sequence[Part], annex: Sequence[Exhibit]
) -> dict[str, Markup]:
    """What the office's layout only puts in its place; the last two are empty without numbers."""
    told = ExplainedCells(report.explanations, report.as_of) if report.explanations else None
    outline = _outline(body)
    anchors = {id(entry.heading): entry.anchor for top in outline for entry in (top, *top.below)}
    environment = _environment({}, FileSystemLoader(_WEB))
    environment.filters |= {
        "anchor": lambda heading: anchors[id(heading)],
        "place": told.place_of if told else lambda _: None,
        "shape": shape_of,
        "sort_value": sort_value,
        "widths": widths,
    }
    web: Any = environment.get_template("pieces.html.j2").module
    pieces = {
        "style": _own("page.css"),
        "contents": web.contents(outline, annex),
        "text": web.text(body),
        "tables": web.tables(annex),
        "notice": Markup(),
        "script": Markup(),
    }
    if told and told.data["entries"]:
        data = htmlsafe_json_dumps(told.data, separators=(",", ":"), ensure_ascii=False)
        scripts = [_own(name) for name in _SCRIPTS]
        pieces |= {"notice": web.notice(), "script": web.script(data, scripts)}
    return pieces


def _drawn(chart: Chart) -> Markup:
    return Markup(chart_in_html(chart))  # noqa: S704 - the words in it are escaped


def _own(name: str) -> Markup:
    return Markup((_WEB / name).read_text("utf-8"))  # noqa: S704 - a file of the program itself


@dataclass(frozen=True, slots=True)
class _Entry:
    """A heading in the list of contents, with where it stands and the headings below it."""

    heading: Heading
    anchor: str
    below: tuple["_Entry", ...] = ()


def _outline(body: Sequence[Part]) -> list[_Entry]:
    headings = [part for part in body if isinstance(part, Heading)]
    outline: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == 1 or not outline:
            outline.append((heading, []))
        else:
            outline[-1][1].append(heading)
    return [
        _Entry(
            heading,
            f"muc-{number}",
            tuple(_Entry(low, f"muc-{number}-{place}") for place, low in enumerate(below, 1)),
        )
        for number, (heading, below) in enumerate(outline, 1)
    ]
