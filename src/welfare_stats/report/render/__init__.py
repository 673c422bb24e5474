"""Writes the report in each format: one module and one line in ``FORMATS`` per format."""

from collections.abc import Callable
from pathlib import Path

from welfare_stats.report.model import AnnualReport
from welfare_stats.report.render.docx import render_docx
from welfare_stats.report.render.html import render_html
from welfare_stats.report.render.pdf import render_pdf
from welfare_stats.report.render.xlsx import render_xlsx

FORMATS: dict[str, Callable[[AnnualReport, Path], bytes]] = {
    "docx": render_docx,
    "pdf": render_pdf,
    "html": render_html,
    "xlsx": render_xlsx,
}
"""By file name ending, the function that turns a report and the templates folder into a file."""
