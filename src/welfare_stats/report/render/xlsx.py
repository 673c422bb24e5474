"""Writes the report as a workbook: contents, text, a table or chart a sheet, notes, figures."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from welfare_stats.report.model import (
    ESTIMATE_MARK,
    MEANING_OF_ESTIMATE,
    MEANINGS,
    AnnualReport,
    Heading,
    Number,
    Table,
    TableRow,
)
from welfare_stats.report.render.exhibits import Exhibit, Figure, Part, annex_parts, body_parts
from welfare_stats.report.render.xlsx_book import BACK, CONTENTS, Book, Line, print_on_a4
from welfare_stats.report.render.xlsx_charts import data_of, write_chart
from welfare_stats.report.render.xlsx_figures import FIGURES, write_figures
from welfare_stats.report.render.xlsx_front import Entry, write_front
from welfare_stats.report.render.xlsx_sheets import write_table

TEXT, NOTES = "Lời văn", "Ghi chú"
_TEXT_WIDTH = 92
_BACK = Line(BACK, target=CONTENTS)


def render_xlsx(report: AnnualReport, templates: Path) -> bytes:
    """The workbook of the report; it has no layout, so ``templates`` is not read."""
    book = Book()
    body = body_parts(report)
    shown = [part for part in (*body, *annex_parts(report)) if isinstance(part, Exhibit | Figure)]
    exhibits = [data_of(part) if isinstance(part, Figure) else part for part in shown]
    notes = notes_table(exhibits)
    front = book.add_sheet(CONTENTS)
    write_front(book, front, _above(report), _entries(report, exhibits, notes), _signs(exhibits))
    _write_text(book, report, body)
    for part, exhibit in zip(shown, exhibits, strict=True):
        sheet = book.add_sheet(exhibit.label)
        if isinstance(part, Figure):
            write_chart(book, sheet, _lines(exhibit), part)
        else:
            write_table(book, sheet, _lines(exhibit), exhibit.table, report.parts)
    if notes.rows:
        lines = [Line(notes.title, size=13, bold=True), Line(report.subtitle, italic=True), _BACK]
        write_table(book, book.add_sheet(NOTES), lines, notes)
    if report.figures:
        write_figures(book, book.add_sheet(FIGURES), _lines_of_figures(report), report)
    return book.finish(title=report.title, creator=report.office.name, day=report.as_of)


def notes_table(exhibits: Sequence[Exhibit]) -> Table:
    """The notes of all tables and charts, so that below a table there is nothing else."""
    rows = [TableRow((exhibit.label, note)) for exhibit in exhibits for note in exhibit.table.notes]
    columns = ("Bảng, biểu, hình", "Ghi chú")
    return Table("ghi-chu", "Ghi chú của các bảng, hình", "", "", "", columns, tuple(rows))


def _above(report: AnnualReport) -> list[Line]:
    return [
        Line(report.office.name.upper(), size=12, bold=True),
        Line("DỰ THẢO BÁO CÁO", size=12, bold=True),
        Line(report.title, size=16, bold=True, space=6),
        Line(report.subtitle, italic=True),
        Line(
            "Bản dự thảo do chương trình tổng hợp từ báo cáo của các đơn vị; bản chính thức là bản "
            "được ký, ban hành."
        ),
        Line(
            "Dòng, cột tổng có công thức nếu các số trong bảng cộng lại đúng bằng tổng; nếu không "
            "thì là số."
        ),
        *_data_notes(report),
        Line("MỤC LỤC", size=13, bold=True, space=10),
    ]


def _data_notes(report: AnnualReport) -> list[Line]:
    """What the office says of all the figures, wherever one may take them from."""
    return [Line(f"Lưu ý: {note}", bold=True) for note in report.data_notes]


def _entries(report: AnnualReport, exhibits: Sequence[Exhibit], notes: Table) -> Iterator[Entry]:
    yield Entry(TEXT, "Lời văn của báo cáo")
    for exhibit in exhibits:
        yield Entry(exhibit.label, exhibit.table.title)
    if notes.rows:
        yield Entry(NOTES, f"{notes.title}: số liệu còn thiếu của đơn vị nào, vì sao")
    if report.figures:
        yield Entry(
            FIGURES,
            "Số của các bảng và của cả địa bàn, mỗi số một dòng, để lọc và dùng lại",
        )


def _signs(exhibits: Sequence[Exhibit]) -> list[Line]:
    """What the signs say that stand in the tables."""
    cells = {cell for exhibit in exhibits for row in exhibit.table.rows for cell in row.cells}
    signs = {str(gap): meaning for gap, meaning in MEANINGS.items() if gap in cells}
    if any(isinstance(cell, Number) and cell.is_estimate for cell in cells):
        signs[ESTIMATE_MARK] = MEANING_OF_ESTIMATE
    if not signs:
        return []
    lines = [Line(f"“{sign}”: {meaning}.") for sign, meaning in signs.items()]
    return [Line("KÝ HIỆU TRONG CÁC BẢNG", size=13, bold=True, space=10), *lines]


def _write_text(book: Book, report: AnnualReport, body: Sequence[Part]) -> None:
    """Write the text, with a link where a table or chart has its place in it."""
    sheet = book.add_sheet(TEXT)
    sheet.set_column(0, 0, _TEXT_WIDTH)
    lines = [
        Line(report.office.name.upper(), size=12, bold=True),
        Line("DỰ THẢO BÁO CÁO", size=12, bold=True),
        Line(report.title, size=16, bold=True),
        Line(report.subtitle, size=12, italic=True),
        _BACK,
        *chain.from_iterable(map(_lines_of, body)),
    ]
    for row, line in enumerate(lines):
        book.write_line(sheet, row, line, _TEXT_WIDTH - 1)
    print_on_a4(sheet, wide=False)


def _lines_of(part: Part) -> list[Line]:
    if isinstance(part, Exhibit | Figure):
        return [Line(f"Xem {part.caption}", size=12, target=part.label)]
    if isinstance(part, Heading):
        return [Line(part.text, size=14 if part.level == 1 else 12, bold=True, space=6)]
    return [Line(part.words, size=12)]


def _lines(exhibit: Exhibit) -> list[Line]:
    """The lines over a table, as many over each, so that all headings are in the same row."""
    notes = len(exhibit.table.notes)
    remark = (
        Line(f"{exhibit.label} có {notes} ghi chú ở trang {NOTES}", target=NOTES)
        if notes
        else Line(f"{exhibit.label} không có ghi chú")
    )
    unit = exhibit.unit or "Đơn vị tính: như trong bảng"
    return [
        Line(exhibit.caption, size=13, bold=True),
        Line(exhibit.period, italic=True),
        Line(f"{unit}. {exhibit.source}", italic=True),
        remark,
        _BACK,
    ]


def _lines_of_figures(report: AnnualReport) -> list[Line]:
    return [
        Line(f"{FIGURES} được công bố", size=13, bold=True),
        Line(report.subtitle, italic=True),
        Line(
            "Mỗi dòng là một số. Ô “Số liệu” trống là không có hoặc không công bố; có nêu lý do.",
            italic=True,
        ),
        Line("Số của đơn vị chỉ có ở đây nếu có trong các bảng.", italic=True),
        *_data_notes(report),
        _BACK,
    ]
