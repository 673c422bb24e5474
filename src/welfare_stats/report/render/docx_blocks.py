"""Writes paragraphs, tables and charts of the report into a Word document."""

from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.shared import Cm, Length
from docx.text.paragraph import Paragraph as WordParagraph

from welfare_stats.report.model import Heading, Paragraph, ParagraphKind
from welfare_stats.report.render.chart_images import chart_png
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.docx_style_names import LayoutStyle
from welfare_stats.report.render.docx_tables import word_table
from welfare_stats.report.render.exhibits import Exhibit, Figure, Part
from welfare_stats.vietnamese import clean

_CHARACTER = Cm(0.2)  # average width of a character at the font size of tables
_SMALL_CHARACTER = Cm(0.17)
_BELOW_A_CHART = Cm(0.3)


class Insertion:
    """Writes blocks in front of the paragraph ``mark``, on lines that are ``width`` long."""

    def __init__(self, document: Document, mark: WordParagraph, width: Length) -> None:
        self._mark, self._width = mark, width
        # python-docx reads all styles for every paragraph that names one
        self._style_ids = {style: document.styles[style.value].style_id for style in LayoutStyle}

    def part(self, part: Part) -> None:
        """Write a heading, a paragraph, a table or a chart."""
        if isinstance(part, Exhibit):
            self.exhibit(part)
        elif isinstance(part, Figure):
            self._figure(part)
        elif isinstance(part, Heading):
            style = LayoutStyle.HEADING_1 if part.level == 1 else LayoutStyle.HEADING_2
            self._paragraph(part.text, style)
        else:
            self._paragraph_of_text(part)

    def exhibit(self, exhibit: Exhibit) -> WordParagraph:
        """Write a table with the lines above and below it; returns the last line."""
        self._paragraph(exhibit.caption, LayoutStyle.TABLE_TITLE)
        self._paragraph(exhibit.period, LayoutStyle.TABLE_PERIOD)
        if exhibit.unit:
            self._paragraph(exhibit.unit, LayoutStyle.TABLE_UNIT)
        self._table(exhibit)
        last = self._paragraph(exhibit.source, LayoutStyle.TABLE_NOTE)
        for note in exhibit.notes:
            last = self._paragraph(note, LayoutStyle.TABLE_NOTE)
        return last

    def _paragraph_of_text(self, part: Paragraph) -> None:
        written = self._paragraph(part.words, LayoutStyle.PARAGRAPH)
        for run in written.runs:
            run.italic = True if part.kind is ParagraphKind.BASIS else None
            if part.kind is ParagraphKind.TO_WRITE:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def _figure(self, figure: Figure) -> None:
        self._paragraph(figure.caption, LayoutStyle.TABLE_TITLE)
        self._paragraph(figure.about, LayoutStyle.TABLE_PERIOD)
        self._picture(figure)
        last = self._paragraph(figure.source, LayoutStyle.TABLE_NOTE)
        for note in figure.notes:
            last = self._paragraph(note, LayoutStyle.TABLE_NOTE)
        last.paragraph_format.space_after = _BELOW_A_CHART

    def _picture(self, figure: Figure) -> None:
        """Write a picture as wide as the lines, with the sentence that stands for it."""
        paragraph = self._paragraph("", LayoutStyle.TABLE_PERIOD)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Length(0)
        paragraph.paragraph_format.keep_with_next = True
        drawn = BytesIO(chart_png(figure.chart))
        names = paragraph.add_run().add_picture(drawn, width=self._width)._inline.docPr
        names.set("name", clean(figure.label))
        names.set("descr", clean(figure.chart.alt))

    def _paragraph(self, text: str, style: LayoutStyle) -> WordParagraph:
        paragraph = self._mark.insert_paragraph_before(clean(text))
        paragraph._p.style = self._style_ids[style]
        return paragraph

    def _table(self, exhibit: Exhibit) -> None:
        table = exhibit.printed
        small = exhibit.table.is_wide or least_width(table) * _CHARACTER > self._width
        character = _SMALL_CHARACTER if small else _CHARACTER
        widths = [
            Length(int(width * character))
            for width in column_widths(table, self._width / character)
        ]
        written = word_table(table, widths, self._style_ids, small=small, is_short=exhibit.is_short)
        self._mark._p.addprevious(written)
