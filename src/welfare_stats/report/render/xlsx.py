"""Writes the report as a workbook: the text on the first sheet, then one table on each sheet."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.report.model import AnnualReport, Heading
from welfare_stats.report.render.exhibits import (
    Exhibit,
    Figure,
    Part,
    annex_parts,
    body_parts,
)
from welfare_stats.report.render.stable_zip import stable_zip
from welfare_stats.report.render.xlsx_sheets import sheet_name, write_exhibit
from welfare_stats.spreadsheet import FONT, fit_height, print_on_a4, write_text

_TEXT_SHEET = "Báo cáo"
_TEXT_WIDTH = 76
_LINK = Font(name=FONT, size=12, color="1F4E9E", underline="single")


def render_xlsx(report: AnnualReport, templates: Path) -> bytes:
    """The workbook of the report; it has no layout, so ``templates`` is not read."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = _TEXT_SHEET
    body, annex = body_parts(report), annex_parts(report)
    _write_front(front, report, body, annex)
    for exhibit in (part for part in (*body, *annex) if isinstance(part, Exhibit)):
        sheet = book.create_sheet(sheet_name(exhibit))
        back = write_exhibit(sheet, exhibit)
        _write_link(sheet, back, _TEXT_SHEET, "Về trang Báo cáo")
    written = BytesIO()
    book.save(written)
    return stable_zip(
        written.getvalue(), title=report.title, creator=report.office.name, day=report.as_of
    )


def _write_front(
    sheet: Worksheet, report: AnnualReport, body: Iterable[Part], annex: Iterable[Exhibit]
) -> None:
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    sheet.sheet_view.showGridLines = False
    _write_line(sheet, report.office.name.upper(), bold=True)
    _write_line(sheet, "DỰ THẢO BÁO CÁO", bold=True)
    _write_line(sheet, report.title, bold=True, size=16)
    _write_line(sheet, report.subtitle, italic=True)
    for part in body:
        _write_part(sheet, part)
    _write_line(sheet, "PHỤ LỤC", bold=True, size=14)
    for exhibit in annex:
        _write_part(sheet, exhibit)
    print_on_a4(sheet, wide=False)


def _write_part(sheet: Worksheet, part: Part) -> None:
    if isinstance(part, Exhibit):
        _write_link(sheet, _write_line(sheet, "").row, sheet_name(part), f"Xem {part.caption}")
    elif isinstance(part, Figure):
        _write_line(sheet, part.caption, bold=True)
        for line in (part.about, part.chart.alt, part.source, *part.notes):
            _write_line(sheet, line)
    elif isinstance(part, Heading):
        _write_line(sheet, part.text, bold=True, size=14 if part.level == 1 else 12)
    else:
        _write_line(sheet, part.words)


def _write_line(
    sheet: Worksheet, text: str, *, bold: bool = False, italic: bool = False, size: int = 12
) -> SheetCell:
    """Write a line of text below all others."""
    row = sheet.max_row + 1 if sheet["A1"].value else 1
    cell = write_text(sheet, row, 1, text)
    cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    fit_height(sheet, row)
    return cell


def _write_link(sheet: Worksheet, row: int, target: str, words: str) -> None:
    """Write words that link to the top of the sheet named ``target``."""
    cell = write_text(sheet, row, 1, words)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
    cell.font = _LINK
    fit_height(sheet, row)
