"""Writes the internal workbook: its contents, and a table a sheet, each marked as internal."""

from welfare_stats.report.internal import InternalReport
from welfare_stats.report.model import Table
from welfare_stats.report.render.xlsx_book import BACK, CONTENTS, Book, Line
from welfare_stats.report.render.xlsx_front import Entry, write_front
from welfare_stats.report.render.xlsx_sheets import write_table
from welfare_stats.vietnamese import format_date

NOTICE = "LƯU HÀNH NỘI BỘ CỦA CƠ QUAN, KHÔNG GỬI KÈM BÁO CÁO"


def render_internal(report: InternalReport) -> bytes:
    """The workbook; every sheet says first that it is internal."""
    book = Book()
    entries = [Entry(table.title, _with_rows(words, table)) for table, words in report.tables]
    write_front(book, book.add_sheet(CONTENTS), _above(report), entries)
    for table, words in report.tables:
        lines = [
            _notice(),
            Line(table.title, size=13, bold=True),
            Line(words, italic=True),
            Line(BACK, target=CONTENTS),
        ]
        write_table(book, book.add_sheet(table.title), lines, table, for_screen=True)
    return book.finish(title=report.title, creator=report.office, day=report.as_of)


def _notice() -> Line:
    return Line(NOTICE, size=12, bold=True, colour="C00000")


def _above(report: InternalReport) -> list[Line]:
    return [
        _notice(),
        Line(report.office.upper(), size=12, bold=True),
        Line(report.title, size=14, bold=True, space=6),
        Line(f"Số liệu đến ngày {format_date(report.as_of)}", italic=True),
        Line("MỤC LỤC", size=13, bold=True, space=10),
    ]


def _with_rows(words: str, table: Table) -> str:
    return f"{words} Số dòng: {len(table.rows)}."
