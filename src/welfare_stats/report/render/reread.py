"""Reads a written report without the code that wrote it, so that ``verify`` can trust it.

Each reader returns, in the order of the file, lines of text and the cells of its tables.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from io import BytesIO
from itertools import takewhile
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table as WordTable
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

Scalar = str | float
Grid = list[list[Scalar]]
"""The cells of a table by row."""
Item = str | Grid
"""A line of text or a table."""


def reread_docx(content: bytes) -> list[Item]:
    """Paragraphs and tables of a Word file; of a picture the sentence that stands for it."""
    items: list[Item] = []
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if isinstance(block, WordTable):
            rows = block._tbl.iterchildren(qn("w:tr"))
            items.append([_texts_in(row) for row in rows])
        else:
            items.append(_one_line(block.text))
            items.extend(_one_line(name) for name in block._p.xpath(".//wp:docPr/@descr"))
    return items


def _texts_in(row: BaseOxmlElement) -> list[Scalar]:
    """The texts of the cells of a row, which are so many that python-docx would take its time."""
    return [
        _one_line(" ".join("".join(p.itertext(qn("w:t"))) for p in cell.iter(qn("w:p"))))
        for cell in row.iterchildren(qn("w:tc"))
    ]


def reread_html(content: bytes) -> list[Item]:
    """Lines and tables of an HTML file without its list of contents; of a picture its name."""
    reader = _HtmlReader()
    reader.feed(content.decode())
    reader.close()
    return reader.items


_TEXT, _NOTES, _FIGURES = "Lời văn", "Ghi chú", "Toàn bộ số liệu"
_OVER_A_TABLE = "Về trang Mục lục"  # the line above its headings


def reread_xlsx(content: bytes) -> list[Item]:
    """Lines of the sheet with the text; then of each table the lines above, the table, its notes.

    Charts have a table of their numbers. The notes stand on a sheet of their own, beside the label
    with which the sheet of the table is named.
    """
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        sheets = {name: _rows_of(book, name) for name in book.sheet_names if name != _FIGURES}
    items: list[Item] = [_one_line(str(row[0])) for row in sheets.pop(_TEXT, [])]
    notes = _grid_of(sheets.pop(_NOTES, []))
    for name, rows in sheets.items():
        lines = takewhile(lambda row: row[0] != _OVER_A_TABLE, rows)
        items.extend(_one_line(str(row[0])) for row in lines)
        if grid := _grid_of(rows):
            items.append(grid)
        items.extend(str(note) for label, note in notes[1:] if label == name)
    return items


def reread_figures(content: bytes) -> list[list[object]]:
    """The rows of the sheet with all figures of a workbook, without their headings."""
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        rows = _rows_of(book, _FIGURES) if _FIGURES in book.sheet_names else []
    return [*_below_the_lines(rows)][1:]


def reread_alternatives(content: bytes) -> list[str]:
    """The sentences that stand for the charts of a workbook, in the order of its sheets."""
    with ZipFile(BytesIO(content)) as parts:
        found = filter(None, map(_DRAWING.fullmatch, parts.namelist()))
        names = [match[0] for match in sorted(found, key=lambda match: int(match[1]))]
        drawings = [ElementTree.fromstring(parts.read(name)) for name in names]  # noqa: S314 - ours
    named = (element for drawing in drawings for element in drawing.iter(_NAMED))
    return [_one_line(element.get("descr", "")) for element in named]


_NAMED = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")


def _rows_of(book: CalamineWorkbook, name: str) -> list[list[object]]:
    return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]


def _below_the_lines(rows: Sequence[list[object]]) -> Iterator[list[object]]:
    """The headings and rows of the table of a sheet; none where it has no table."""
    firsts = [row[0] for row in rows]
    if _OVER_A_TABLE in firsts:
        yield from rows[firsts.index(_OVER_A_TABLE) + 1 :]


def _grid_of(rows: Sequence[list[object]]) -> Grid:
    return [[_scalar(value) for value in row] for row in _below_the_lines(rows)]


def reread_pdf(content: bytes) -> str:
    """The text of a PDF file without white space and numbers of pages, in the order of reading.

    Where a line or a cell ends is not known of a PDF file.
    """
    with PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return squeezed("".join(_NUMBER_OF_PAGE.sub("", text) for text in pages))


_NUMBER_OF_PAGE = re.compile(r"^\s*\d+\s*[\r\n]")


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


REREADERS: dict[str, Callable[[bytes], list[Item]]] = {
    "docx": reread_docx,
    "html": reread_html,
    "xlsx": reread_xlsx,
}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _scalar(value: object) -> Scalar:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return _one_line(str(value))


class _HtmlReader(HTMLParser):
    """Collects the text of every element that makes a line, and of every cell of a table."""

    _LINES = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
    _CELLS = frozenset({"td", "th"})
    _SKIPPED = frozenset({"nav", "head", "style", "script", "template"})

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Item] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self._grid: Grid | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SKIPPED or tag == "caption":
            self._open.append(tag)
        if tag == "svg":
            self.items.append(_one_line(dict(attrs).get("aria-label") or ""))
        elif tag in self._CELLS or self._is_line(tag):
            self._text = []
        elif tag == "table":
            self._grid = []
        elif tag == "tr" and self._grid is not None:
            self._grid.append([])

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == self._open[-1]:
            self._open.pop()
        elif tag in self._CELLS and self._grid:
            self._grid[-1].append(self._take_text())
        elif self._is_line(tag) and not self._SKIPPED.intersection(self._open):
            self.items.append(self._take_text())
        elif tag == "table" and self._grid is not None:
            self.items.append(self._grid)
            self._grid = None

    def _is_line(self, tag: str) -> bool:
        """Whether the element makes a line; a span does so only in the caption of a table."""
        return tag in self._LINES or (tag == "span" and "caption" in self._open)

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _take_text(self) -> str:
        text, self._text = _one_line("".join(self._text)), []
        return text
