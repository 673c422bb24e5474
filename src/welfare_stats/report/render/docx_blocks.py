"""Writes paragraphs and tables of the report into a Word document."""

from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from welfare_stats.report.model import Heading, Table, TableRow
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.docx_style_names import LayoutStyle
from welfare_stats.report.render.exhibits import Exhibit, Part, is_figure
from welfare_stats.vietnamese import clean

_SHORT_TABLE = 16  # rows, the heading included
_LAST_ROWS = 4
_LEVEL_INDENT = Cm(0.4)
_HEAD_SHADE = "F2F2F2"
_CHARACTER = Cm(0.2)  # average width of a character at the font size of tables
_SMALL_CHARACTER = Cm(0.17)


class Insertion:
    """Writes blocks in front of the paragraph ``mark``, on lines that are ``width`` long."""

    def __init__(self, document: Document, mark: WordParagraph, width: Length) -> None:
        self._document, self._mark, self._width = document, mark, width
        # python-docx reads all styles for every paragraph that names one
        self._style_ids = {style: document.styles[style.value].style_id for style in LayoutStyle}

    def part(self, part: Part) -> None:
        """Write a heading, a paragraph or a table."""
        if isinstance(part, Exhibit):
            self.exhibit(part)
        elif isinstance(part, Heading):
            style = LayoutStyle.HEADING_1 if part.level == 1 else LayoutStyle.HEADING_2
            self._paragraph(part.text, style)
        else:
            text = f"- {part.text}" if part.bullet else part.text
            self._paragraph(text, LayoutStyle.PARAGRAPH)

    def exhibit(self, exhibit: Exhibit) -> WordParagraph:
        """Write a table with the lines above and below it; returns the last line."""
        self._paragraph(exhibit.caption, LayoutStyle.TABLE_TITLE)
        self._paragraph(exhibit.period, LayoutStyle.TABLE_PERIOD)
        if exhibit.unit:
            self._paragraph(exhibit.unit, LayoutStyle.TABLE_UNIT)
        self._table(exhibit.table)
        last = self._paragraph(exhibit.source, LayoutStyle.TABLE_NOTE)
        for note in exhibit.notes:
            last = self._paragraph(note, LayoutStyle.TABLE_NOTE)
        return last

    def _paragraph(self, text: str, style: LayoutStyle) -> WordParagraph:
        paragraph = self._mark.insert_paragraph_before(clean(text))
        paragraph._p.style = self._style_ids[style]
        return paragraph

    def _table(self, table: Table) -> None:
        small = table.is_wide or least_width(table) * _CHARACTER > self._width
        grid = self._document.add_table(1 + len(table.rows), len(table.columns))
        self._mark._p.addprevious(grid._tbl)
        grid.style = LayoutStyle.TABLE.value
        grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        _set_widths(grid, table, self._width, _SMALL_CHARACTER if small else _CHARACTER)
        head, *rows = grid.rows
        _write_head(
            head,
            table,
            self._style_ids[LayoutStyle.COLUMN_HEAD_SMALL if small else LayoutStyle.COLUMN_HEAD],
        )
        cell_style = self._style_ids[LayoutStyle.CELL_SMALL if small else LayoutStyle.CELL]
        for written, row in zip(rows, table.rows, strict=True):
            _write_row(written, row, cell_style)
        _keep_together(grid.rows)
        _keep_captions(rows, table.rows)


def _set_widths(grid: WordTable, table: Table, width: Length, character: Length) -> None:
    grid.autofit = False
    widths = [Length(int(w * character)) for w in column_widths(table, width / character)]
    for column, column_width in zip(grid.columns, widths, strict=True):
        column.width = column_width
    for row in grid.rows:
        for cell, column_width in zip(row.cells, widths, strict=True):
            cell.width = column_width


def _write_head(row: _Row, table: Table, style_id: str) -> None:
    _keep_whole(row).append(OxmlElement("w:tblHeader"))
    for cell, text in zip(row.cells, table.columns, strict=True):
        _write_cell(cell, text, style_id)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _HEAD_SHADE)
        cell._tc.get_or_add_tcPr().append(shade)


def _write_row(written: _Row, row: TableRow, style_id: str) -> None:
    _keep_whole(written)
    for index, (cell, value) in enumerate(zip(written.cells, row.cells, strict=True)):
        paragraph = _write_cell(cell, str(value), style_id)
        if is_figure(value):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if index == 0 and row.level:
            paragraph.paragraph_format.left_indent = Length(_LEVEL_INDENT * row.level)
        if row.total:
            for run in paragraph.runs:
                run.bold = True


def _keep_together(rows: Iterable[_Row]) -> None:
    """Keep a short table on one page; keep the last rows of a long one together."""
    kept = list(rows)
    first = 0 if len(kept) <= _SHORT_TABLE else len(kept) - _LAST_ROWS
    for row in kept[first:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _keep_captions(written: Sequence[_Row], rows: Sequence[TableRow]) -> None:
    """Keep the caption of a group on the page of its first row."""
    for line, row, below in zip(written, rows, rows[1:], strict=False):
        if row.total and below.level:
            for cell in line.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _write_cell(cell: _Cell, text: str, style_id: str) -> WordParagraph:
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph._p.style = style_id
    paragraph.add_run(clean(text))
    return paragraph


def _keep_whole(row: _Row) -> BaseOxmlElement:
    """Forbid a page break within the row; returns the row's properties."""
    properties: BaseOxmlElement = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    return properties
