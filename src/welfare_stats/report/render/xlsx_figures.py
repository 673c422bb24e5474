"""The sheet with all published figures one below the other, to filter and to work on with."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from xlsxwriter.worksheet import Worksheet

from welfare_stats.report.model import MEANINGS, AnnualReport, Number, PublishedFigure
from welfare_stats.report.render.xlsx_book import Book, Line, print_on_a4
from welfare_stats.report.render.xlsx_sheets import (
    mark_as_table,
    number_format,
    plain,
    write_headings,
)
from welfare_stats.vietnamese import clean

FIGURES = "Toàn bộ số liệu"
_COLUMNS = {
    "Năm": 7,
    "Từ ngày": 12,
    "Đến ngày": 12,
    "Mã chỉ tiêu": 30,
    "Chỉ tiêu": 60,
    "Mã đơn vị": 12,
    "Đơn vị": 30,
    "Loại số": 12,
    "Phân tổ": 20,
    "Đơn vị tính": 14,
    "Số liệu": 16,
    "Số ước": 9,
    "Lý do không có số": 50,
    "Ghi chú": 50,
}
_VALUE = list(_COLUMNS).index("Số liệu")

_DAY_0 = date(1899, 12, 30)  # from which Excel counts the days

Value = str | float | date | None


def figure_columns() -> list[str]:
    """The headings of the sheet."""
    return list(_COLUMNS)


def figure_row(report: AnnualReport, figure: PublishedFigure) -> tuple[Value, ...]:
    """What the sheet says of a figure; ``None`` is a blank cell."""
    number = figure.value if isinstance(figure.value, Number) else None
    return (
        report.year,
        figure.days.start,
        figure.days.end,
        figure.key.case_type,
        figure.case_type,
        figure.key.unit or None,
        figure.unit,
        figure.measure,
        figure.breakdown,
        figure.counted_in,
        None if number is None else number.value,
        None if number is None else "có" if number.is_estimate else "không",
        None if isinstance(figure.value, Number) else MEANINGS[figure.value],
        figure.remark or None,
    )


def write_figures(
    book: Book, sheet: Worksheet, lines: Sequence[Line], report: AnnualReport
) -> None:
    """Write the figures below some lines; each is a row, and nothing is left out or merged."""
    head = book.write_lines(sheet, lines)
    write_headings(book, sheet, head, list(_COLUMNS), list(_COLUMNS.values()))
    sheet.freeze_panes(head + 1, 1)
    text = book.text_look()
    cleaned = cache(clean)  # the same words stand in many rows
    day = book.look(num_format="dd/mm/yyyy", align="left")
    year = book.look(num_format="0", align="left")
    for row, figure in enumerate(report.figures, head + 1):
        for column, value in enumerate(figure_row(report, figure)):
            if isinstance(value, str):
                sheet.write_string(row, column, cleaned(value), text)
            elif isinstance(value, date):
                sheet.write_number(row, column, (value - _DAY_0).days, day)
            elif value is not None:
                sheet.write_number(row, column, value, year)
        if isinstance(figure.value, Number):
            look = book.look(num_format=number_format(figure.value))
            sheet.write_number(row, _VALUE, plain(figure.value.value), look)
    place = (head, len(report.figures))
    mark_as_table(book, sheet, "so-lieu", place, _COLUMNS, has_filter=True)
    print_on_a4(sheet, wide=True, head=head)
