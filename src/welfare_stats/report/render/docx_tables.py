"""A table of the report as the XML of a Word table.

Written as one text: python-docx looks for its place at every property of every cell, and a table of
92 communes has thousands of them.
"""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length

from welfare_stats.report.model import Table, TableRow
from welfare_stats.report.render.docx_style_names import LayoutStyle
from welfare_stats.report.render.exhibits import is_figure, label_column
from welfare_stats.vietnamese import clean

_FIRST_ROWS, _LAST_ROWS = 4, 4
_LEVEL_INDENT = Cm(0.4)
_HEAD_SHADE = "F2F2F2"
_RIGHT = WD_ALIGN_PARAGRAPH.RIGHT.xml_value


def word_table(
    table: Table,
    widths: Sequence[Length],
    style_ids: Mapping[LayoutStyle, str],
    *,
    small: bool,
    is_short: bool,
) -> BaseOxmlElement:
    """The table, whose heading repeats on every page and whose rows do not split.

    Args:
        table: the table.
        widths: of its columns.
        style_ids: of the styles of the layout.
        small: whether it is set in small type.
        is_short: whether it stays on one page.
    """
    head = style_ids[LayoutStyle.COLUMN_HEAD_SMALL if small else LayoutStyle.COLUMN_HEAD]
    cell = style_ids[LayoutStyle.CELL_SMALL if small else LayoutStyle.CELL]
    kept = _kept_with_the_next(table, is_short=is_short)
    label = label_column(table)
    rows = [
        _head(table, widths, head, keep=kept[0]),
        *(
            _row(row, label, widths, cell, keep=keep)
            for row, keep in zip(table.rows, kept[1:], strict=True)
        ),
    ]
    grid = "".join(f'<w:gridCol w:w="{width.twips}"/>' for width in widths)
    written: BaseOxmlElement = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f"<w:tblStyle w:val={quoteattr(style_ids[LayoutStyle.TABLE])}/>"
        '<w:tblW w:type="auto" w:w="0"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" '
        'w:noHBand="0" w:noVBand="1" w:val="04A0"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    return written


def _kept_with_the_next(table: Table, *, is_short: bool) -> list[bool]:
    """Which rows, the heading first, stay on the page of the next one.

    All of a short table, the first and last of a long one; captions of groups with their first row.
    """
    count = 1 + len(table.rows)
    kept = [
        is_short or index < _FIRST_ROWS or index >= count - _LAST_ROWS for index in range(count)
    ]
    kept[-1] = False
    for index, (row, below) in enumerate(zip(table.rows, table.rows[1:], strict=False), 1):
        kept[index] = kept[index] or bool(row.total and below.level)
    return kept


def _head(table: Table, widths: Sequence[Length], style: str, *, keep: bool) -> str:
    look = f'<w:shd w:val="clear" w:fill="{_HEAD_SHADE}"/><w:vAlign w:val="center"/>'
    of_paragraph = _of_paragraph(style, keep=keep)
    cells = "".join(
        _cell(text, width, of_paragraph, look=look)
        for text, width in zip(table.columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(row: TableRow, label: int, widths: Sequence[Length], style: str, *, keep: bool) -> str:
    cells = ""
    for index, (value, width) in enumerate(zip(row.cells, widths, strict=True)):
        level = row.level if index == label else 0
        of_paragraph = _of_paragraph(style, keep=keep, level=level, is_figure=is_figure(value))
        cells += _cell(str(value), width, of_paragraph, bold=row.total)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _of_paragraph(style: str, *, keep: bool, level: int = 0, is_figure: bool = False) -> str:
    """The properties of the paragraph of a cell, in the order that the schema asks for."""
    return (
        f"<w:pPr><w:pStyle w:val={quoteattr(style)}/>"
        + "<w:keepNext/>" * keep
        + f'<w:ind w:left="{Length(_LEVEL_INDENT * level).twips}"/>' * bool(level)
        + f'<w:jc w:val="{_RIGHT}"/>' * is_figure
        + "</w:pPr>"
    )


def _cell(
    text: str, width: Length, of_paragraph: str, *, look: str = "", bold: bool = False
) -> str:
    run = "<w:rPr><w:b/></w:rPr>" * bold
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/>{look}</w:tcPr><w:p>{of_paragraph}'
        f'<w:r>{run}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p></w:tc>'
    )
