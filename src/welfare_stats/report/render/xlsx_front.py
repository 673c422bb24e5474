"""The first sheet of a workbook: what it is, and its contents with a link to every sheet."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from welfare_stats.report.render.xlsx_book import FRAME, SIZE, Book, Line, print_on_a4
from welfare_stats.sheet_style import HEAD_COLOUR, height_of, lines_of
from welfare_stats.vietnamese import clean

_WIDTHS = (22, 78)


class Entry(NamedTuple):
    """A line of the contents: the name of a sheet, and what is on it."""

    sheet: str
    words: str


def write_front(
    book: Book,
    sheet: Worksheet,
    above: Sequence[Line],
    entries: Iterable[Entry],
    below: Iterable[Line] = (),
) -> None:
    """Write lines, the contents, and further lines."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    head = book.write_lines(sheet, above)
    heading = book.text_look(**FRAME, bold=True, bg_color=f"#{HEAD_COLOUR}")
    for column, text in enumerate(("Trang", "Nội dung")):
        sheet.write_string(head, column, text, heading)
    row = head
    for row, entry in enumerate(entries, head + 1):
        book.write_link(sheet, row, 0, entry.sheet, entry.sheet, **FRAME)
        words = clean(entry.words)
        sheet.write_string(row, 1, words, book.text_look(**FRAME, text_wrap=True))
        sheet.set_row(row, height_of(lines_of(words, _WIDTHS[1] - 1, SIZE), SIZE))
    book.write_lines(sheet, below, row + 1)
    print_on_a4(sheet, wide=False)
