"""Writes the report as a PDF file, for those who file and print it: PDF/A-2a and PDF/UA-1."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from welfare_stats.report.model import AnnualReport, Heading, TableRow
from welfare_stats.report.render.chart_images import chart_svg
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.exhibits import (
    Exhibit,
    Figure,
    Part,
    annex_groups,
    body_parts,
    closed,
    is_figure,
    label_column,
)
from welfare_stats.report.render.fonts import folder_of_fonts
from welfare_stats.vietnamese import clean

_HERE = Path(__file__).parent
_LAYOUT = _HERE / "report.typ"
_LINE, _TURNED_LINE = 82.0, 128.0  # characters of a table at the font size of tables


def render_pdf(report: AnnualReport, templates: Path) -> bytes:
    """The PDF file of the report; the same report gives the same bytes.

    Args:
        report: what it says.
        templates: not used: how it looks stands beside this module.

    Raises:
        ConfigurationError: a font is missing.
    """
    del templates
    words = json.dumps(_document(report), ensure_ascii=False)
    return typst.compile(
        _LAYOUT,
        root=_HERE,
        font_paths=[folder_of_fonts()],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": words},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(report.as_of, time(), UTC),
    )


def _document(report: AnnualReport) -> dict[str, Any]:
    """What the layout asks for, as plain values."""
    office, day = report.office, report.as_of
    return {
        "title": clean(report.title),
        "subtitle": clean(report.subtitle),
        "keywords": ["báo cáo", "trợ giúp xã hội", str(report.year)],
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "office": {
            "parent": clean(office.parent),
            "name": clean(office.name),
            "symbol": clean(office.symbol),
            "place": clean(office.place),
            "signer": [clean(line) for line in office.signer_lines],
            "recipients": _listed([clean(place) for place in office.recipients]),
        },
        "annex_title": clean(report.annex_title),
        "body": [_part(part) for part in closed(body_parts(report))],
        "annex": [
            {"wide": is_wide, "exhibits": [_exhibit(exhibit) for exhibit in exhibits]}
            for is_wide, exhibits in annex_groups(report)
        ],
    }


def _listed(places: Sequence[str]) -> list[str]:
    """The places that get the report, as they are listed: the last ends the list."""
    return [f"{place};" for place in places[:-1]] + [f"{place}." for place in places[-1:]]


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Exhibit):
        return _exhibit(part)
    if isinstance(part, Figure):
        return _figure(part)
    if isinstance(part, Heading):
        return {"kind": "heading", "level": part.level, "text": clean(part.text)}
    return {"kind": "paragraph", "is": part.kind.value, "text": clean(part.words)}


def _exhibit(exhibit: Exhibit) -> dict[str, Any]:
    table, is_wide = exhibit.printed, exhibit.table.is_wide
    room = _TURNED_LINE if is_wide else _LINE
    return {
        "kind": "exhibit",
        "caption": clean(exhibit.caption),
        "period": clean(exhibit.period),
        "unit": clean(exhibit.unit),
        "small": is_wide or least_width(table) > room,
        "short": exhibit.is_short,
        "widths": [round(width, 2) for width in column_widths(table, room)],
        "columns": [clean(column) for column in table.columns],
        "rows": [_row(row, label_column(table)) for row in table.rows],
        "below": [clean(line) for line in (exhibit.source, *exhibit.notes)],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": "figure",
        "caption": clean(figure.caption),
        "about": clean(figure.about),
        "picture": chart_svg(figure.chart),
        "alternative": clean(figure.chart.alt),
        "below": [clean(line) for line in (figure.source, *figure.notes)],
    }


def _row(row: TableRow, label: int) -> dict[str, Any]:
    cells = [
        {
            "text": clean(str(cell)),
            "figure": is_figure(cell),
            "level": row.level if index == label else 0,
        }
        for index, cell in enumerate(row.cells)
    ]
    return {"cells": cells, "total": row.total}
