"""Makes ``templates/bao-cao.docx``, the layout of the report in Word, as it was before any edit.

The office edits the layout in Word afterwards; run this only to start over.
"""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from welfare_stats.report.render.docx_style_names import LayoutStyle
from welfare_stats.report.render.stable_zip import stable_zip

TARGET = Path(__file__).parents[1] / "templates" / "bao-cao.docx"
FONT = "Times New Roman"
BLACK = RGBColor(0, 0, 0)
INDENT = Cm(1.27)
HEADER_WIDTHS = (Cm(6.9), Cm(9.6))
CLOSING_WIDTHS = (Cm(8), Cm(8.5))


def main() -> None:
    """Write the layout."""
    document = docx.Document()
    _set_styles(document)
    _set_page(document.sections[0])
    _write_header(document)
    _write_title(document)
    document.add_paragraph("{{ body }}", LayoutStyle.PARAGRAPH.value)
    _write_closing(document)
    _write_annex(document)
    written = BytesIO()
    document.save(written)
    content = stable_zip(
        written.getvalue(), title="Báo cáo năm", creator="welfare-stats", day=date(2020, 3, 5)
    )
    TARGET.write_bytes(content)
    print(TARGET)


# --- styles and page ---------------------------------------------------------------------------


def _set_styles(document: Document) -> None:
    _set_language(document)
    normal = _style(document, "Normal", 13)
    normal.paragraph_format.space_after = Pt(0)
    for name in (LayoutStyle.HEADING_1, LayoutStyle.HEADING_2):
        heading = _style(document, name, 13, bold=True, align=ALIGN.JUSTIFY, before=6, after=6)
        heading.paragraph_format.first_line_indent = INDENT
        heading.paragraph_format.keep_with_next = True
    text = _style(document, LayoutStyle.PARAGRAPH, 13, align=ALIGN.JUSTIFY, after=6)
    text.paragraph_format.first_line_indent = INDENT
    text.paragraph_format.line_spacing = 1.15
    _set_table_styles(document)


def _set_table_styles(document: Document) -> None:
    _style(document, LayoutStyle.TABLE_TITLE, 13, bold=True, align=ALIGN.CENTER, before=12)
    _style(document, LayoutStyle.TABLE_PERIOD, 12, italic=True, align=ALIGN.CENTER, after=3)
    _style(document, LayoutStyle.TABLE_UNIT, 12, italic=True, align=ALIGN.RIGHT, after=3)
    for name in (LayoutStyle.TABLE_TITLE, LayoutStyle.TABLE_PERIOD, LayoutStyle.TABLE_UNIT):
        document.styles[name].paragraph_format.keep_with_next = True
    _style(document, LayoutStyle.TABLE_NOTE, 11, italic=True, align=ALIGN.JUSTIFY, before=3)
    _style(document, LayoutStyle.COLUMN_HEAD, 12, bold=True, align=ALIGN.CENTER, before=2, after=2)
    _style(document, LayoutStyle.CELL, 12, before=2, after=2)
    small = LayoutStyle.COLUMN_HEAD_SMALL
    _style(document, small, 10.5, bold=True, align=ALIGN.CENTER, before=1, after=1)
    _style(document, LayoutStyle.CELL_SMALL, 10.5, before=1, after=1)


def _style(  # noqa: PLR0913 - a style is these few numbers
    document: Document,
    name: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.LEFT,
    before: float = 0,
    after: float = 0,
) -> ParagraphStyle:
    known = {style.name for style in document.styles}
    style: Any = (
        document.styles[name]
        if name in known
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = BLACK
    _set_font(style)
    style.quick_style = True
    style.paragraph_format.alignment = align
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0
    return style  # type: ignore[no-any-return]


def _set_font(style: Any) -> None:
    """Every script in one font; theme fonts, which would win, taken out."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.style = "Normal"
    number.alignment = ALIGN.CENTER
    _add_page_number(number)


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


# --- the words around the report ---------------------------------------------------------------


def _write_header(document: Document) -> None:
    left, right = _columns(document, HEADER_WIDTHS)
    _line(left, "{{ office.parent | upper }}", 12)
    _line(left, "{{ office.name | upper }}", 12, bold=True)
    _rule(left, Cm(2.2))
    _line(left, "Số:         /{{ office.symbol }}", 13, before=4)
    _box(_line(left, "DỰ THẢO", 13, bold=True, before=8), Cm(2.1))
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    _rule(right, Cm(1.9))
    place = "{{ office.place }}, ngày …… tháng …… năm ………"
    _line(right, place, 13, italic=True, before=4)


def _write_title(document: Document) -> None:
    for text, before in (("BÁO CÁO", 14), ("{{ title }}", 0)):
        _format(document.add_paragraph(), text, 14, bold=True, before=before)
    _rule(document, Cm(6.2), after=4)
    subtitle = _format(document.add_paragraph(), "{{ subtitle }}", 13, italic=True)
    subtitle.paragraph_format.space_after = Pt(8)


def _write_closing(document: Document) -> None:
    left, right = _columns(document, CLOSING_WIDTHS)
    _line(left, "Nơi nhận:", 12, bold=True, italic=True, align=ALIGN.LEFT, before=8)
    for text in (
        "{%p for recipient in office.recipients %}",
        "- {{ recipient }}{{ '.' if loop.last else ';' }}",
        "{%p endfor %}",
    ):
        _line(left, text, 11, align=ALIGN.LEFT)
    for text in (
        "{%p for line in office.signer_lines %}",
        "{{ line | upper }}",
        "{%p endfor %}",
    ):
        _line(right, text, 13, bold=True)
    for table in document.tables:
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _write_annex(document: Document) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _format(document.add_paragraph(), "Phụ lục", 14, bold=True)
    _format(document.add_paragraph(), "{{ annex_title | upper }}", 14, bold=True)
    attached = (
        "(Kèm theo Báo cáo số         /{{ office.symbol }} ngày …… tháng …… năm ………\n"
        "của {{ office.name }})"
    )
    _format(document.add_paragraph(), attached, 13, italic=True)
    document.add_paragraph("{{ annex }}", LayoutStyle.TABLE_NOTE.value)


# --- small pieces ------------------------------------------------------------------------------


def _columns(document: Document, widths: tuple[Length, Length]) -> tuple[_Cell, _Cell]:
    table: Table = document.add_table(1, len(widths))
    table.autofit = False
    for column, cell, width in zip(table.columns, table.rows[0].cells, widths, strict=True):
        column.width = cell.width = width
    _remove_cell_margins(table)
    left, right = table.rows[0].cells
    return left, right


def _remove_cell_margins(table: Table) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)


def _line(cell: _Cell, text: str, size: float, **looks: Any) -> Paragraph:
    """A line of a cell; a new cell's empty first line is used up first."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.runs
    return _format(first if fresh else cell.add_paragraph(), text, size, **looks)


def _format(
    paragraph: Paragraph,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.CENTER,
    before: float = 0,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    return paragraph


def _rule(where: _Cell | Document, indent: Length, *, after: float = 0) -> None:
    """A short line in the middle."""
    paragraph = where.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(5)
    paragraph.paragraph_format.space_after = Pt(after)
    _border(paragraph, indent, "bottom")


def _box(paragraph: Paragraph, indent: Length) -> None:
    _border(paragraph, indent, "top", "left", "bottom", "right")


def _border(paragraph: Paragraph, indent: Length, *sides: str) -> None:
    paragraph.paragraph_format.left_indent = indent
    paragraph.paragraph_format.right_indent = indent
    borders = OxmlElement("w:pBdr")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        border.set(qn("w:val"), "single")
        border.set(qn("w:sz"), "6")
        border.set(qn("w:space"), "1")
        border.set(qn("w:color"), "000000")
        borders.append(border)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


if __name__ == "__main__":
    main()
