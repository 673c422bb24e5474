"""A workbook that is written: its sheets, looks of cells, lines of text, links, and printing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import cast

from xlsxwriter import Workbook
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from welfare_stats.report.render.stable_zip import stable_zip
from welfare_stats.sheet_style import FONT, GREY, LINK_COLOUR, height_of, lines_of
from welfare_stats.vietnamese import clean

SIZE = 11
"""The size of the text, in points."""
FRAME = {"border": 1, "border_color": f"#{GREY}", "font_size": SIZE}
"""The look of a cell of a table."""
_A4 = 9
_FOOTER = f'&C&"{FONT},Regular"&9&A – trang &P/&N'
_SIDE_MARGIN = 0.6  # inches
CONTENTS = "Mục lục"
BACK = f"Về trang {CONTENTS}"
"""The words of the last line over a table, which lead to the contents."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text over the table of a sheet.

    Attributes:
        target: the name of the sheet that it links to, "" for none.
        space: above it, in points.
    """

    text: str
    size: float = SIZE
    bold: bool = False
    italic: bool = False
    colour: str = ""
    target: str = ""
    space: float = 0


class Book:
    """A workbook in which text stays text, whatever it looks like."""

    def __init__(self) -> None:
        self._written = BytesIO()
        font = {"font_name": FONT, "font_size": SIZE}
        self._book = Workbook(self._written, {"in_memory": True, "default_format_properties": font})
        self._looks: dict[tuple[tuple[str, object], ...], Format] = {}
        self._table_names: set[str] = set()

    def add_sheet(self, name: str) -> Worksheet:
        """A further sheet; where nothing is written there are no lines either."""
        sheet = self._book.add_worksheet(name)
        sheet.hide_gridlines(2)
        return sheet

    def bar_chart(self, name: str, *, stacked: bool) -> ChartBar:
        """A chart of bars that lie, to be put on a sheet."""
        subtype = "stacked" if stacked else "clustered"
        options = {"type": "bar", "subtype": subtype, "name": name}
        return cast("ChartBar", self._book.add_chart(options))

    def look(self, **properties: object) -> Format:
        """How a cell looks, in the words of XlsxWriter; the same words give the same look."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format({"font_name": FONT, **properties})
        return self._looks[key]

    def text_look(self, **properties: object) -> Format:
        """How a cell of text looks, which Excel leaves text when somebody edits it."""
        return self.look(**{"quote_prefix": True, "valign": "top", **properties})

    def table_name(self, key: str) -> str:
        """A name for a table of Excel, by which formulas may call it: "bang_bien_dong"."""
        wanted = [f"bang_{key}", *(f"bang_{key}_{n}" for n in range(2, 1000))]
        name = next(name for name in wanted if name not in self._table_names)
        self._table_names.add(name)
        return name

    def write_lines(self, sheet: Worksheet, lines: Iterable[Line], first: int = 0) -> int:
        """Write lines into the first column; they run on over the empty cells beside it.

        Returns:
            The row below them, from 0.
        """
        row = first
        for row, line in enumerate(lines, first):
            self.write_line(sheet, row, line)
        return row + 1

    def write_line(self, sheet: Worksheet, row: int, line: Line, width: float = 0) -> None:
        """Write a line; with a ``width`` it is wrapped in it."""
        look: dict[str, object] = {"font_size": line.size, "bold": line.bold}
        look |= {"italic": line.italic, "text_wrap": bool(width)}
        look |= {"valign": "bottom"} if line.space else {}
        look |= {"font_color": f"#{line.colour}"} if line.colour else {}
        count = lines_of(clean(line.text), width, line.size) if width else 1
        sheet.set_row(row, height_of(count, line.size) + line.space)
        if line.target:
            self.write_link(sheet, row, 0, line.target, line.text, **look)
        else:
            sheet.write_string(row, 0, clean(line.text), self.text_look(**look))

    def write_link(
        self, sheet: Worksheet, row: int, column: int, target: str, text: str, **look: object
    ) -> None:
        """Write words that lead to the top of the sheet named ``target``."""
        look |= {"font_color": f"#{LINK_COLOUR}", "underline": 1}
        where = f"internal:'{target}'!A1"
        sheet.write_url(row, column, where, self.text_look(**look), string=clean(text))

    def finish(self, *, title: str, creator: str, day: date) -> bytes:
        """The file, with no other date in it than ``day``."""
        self._book.close()
        content = self._written.getvalue()
        return stable_zip(
            content,
            title=title,
            creator=creator,
            day=day,
            language="vi-VN",
            changes={"xl/sharedStrings.xml": _without_short_escapes},
        )


_LIKE_A_SHORT_ESCAPE = re.compile(rb"_(?=x[0-9A-Fa-f]{1,3}_)")


def _without_short_escapes(strings: bytes) -> bytes:
    """The texts as LibreOffice reads them too, for which "_xa_" of "giup_xa_hoi" is a new line."""
    return _LIKE_A_SHORT_ESCAPE.sub(b"_x005F_", strings)


def print_on_a4(
    sheet: Worksheet, *, wide: bool, head: int | None = None, one_page: bool = False
) -> None:
    """Set a sheet up for A4, one page wide and as many high as it takes.

    Args:
        sheet: the sheet.
        wide: whether the page is turned.
        head: the row that is repeated on every page, from 0.
        one_page: whether it is made as small as one page.
    """
    sheet.set_paper(_A4)
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, int(one_page))
    sheet.set_margins(left=_SIDE_MARGIN, right=_SIDE_MARGIN)
    sheet.center_horizontally()
    sheet.set_footer(_FOOTER)
    if head is not None:
        sheet.repeat_rows(head)
