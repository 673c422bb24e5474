"""Writes the report as a Word document, the draft that the office finishes, numbers and signs."""

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.exceptions import OpcError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length
from docx.text.paragraph import Paragraph as WordParagraph
from docxtpl import DocxTemplate

from welfare_stats.report.model import AnnualReport
from welfare_stats.report.office_templates import ExplainedError, using_template
from welfare_stats.report.render.docx_blocks import Insertion
from welfare_stats.report.render.docx_style_names import LayoutStyle
from welfare_stats.report.render.exhibits import annex_groups, body_parts, closed
from welfare_stats.report.render.layouts import layout_environment, unusable
from welfare_stats.report.render.stable_zip import stable_zip

LAYOUT = "bao-cao.docx"
_BODY_MARK = "[[body]]"
_ANNEX_MARK = "[[annex]]"


def render_docx(report: AnnualReport, templates: Path) -> bytes:
    """The Word file of the report.

    Raises:
        ConfigurationError: the layout is missing or cannot be used.
    """
    path = templates / LAYOUT
    document = _filled(path, report)
    _check_layout(document, path)
    body, annex = (_marked(document, mark, path) for mark in (_BODY_MARK, _ANNEX_MARK))
    _write_body(document, body, report)
    _write_annex(document, annex, report)
    written = BytesIO()
    document.save(written)
    return stable_zip(
        written.getvalue(), title=report.title, creator=report.office.name, day=report.as_of
    )


def _filled(path: Path, report: AnnualReport) -> Document:
    """The layout with the office's words filled in, and marks where body and annex will go."""
    context = {
        "office": report.office,
        "year": report.year,
        "title": report.title,
        "subtitle": report.subtitle,
        "annex_title": report.annex_title,
        "body": _BODY_MARK,
        "annex": _ANNEX_MARK,
    }
    with using_template(path):
        try:
            layout = DocxTemplate(path)
            layout.render(context, layout_environment(context))
            filled = BytesIO()
            layout.save(filled)
        except ExplainedError as error:
            error.docx_context = _paragraph_naming(error.name, path)
            raise
        except (BadZipFile, OpcError, KeyError, ValueError):
            raise unusable(path, "không phải tệp Word (.docx) hoặc đã hỏng") from None
    return docx.Document(filled)


def _paragraph_naming(name: str, path: Path) -> list[str]:
    """The first paragraph of the layout, or of a table in it, that has a name in it."""
    elements = docx.Document(path.as_posix()).element.body.iter(qn("w:p"))
    texts = ("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in elements)
    return [text for text in texts if name and name in text][:1]


def _check_layout(document: Document, path: Path) -> None:
    known = {style.name for style in document.styles}
    if lacking := [style.value for style in LayoutStyle if style.value not in known]:
        raise unusable(path, f"mẫu thiếu kiểu chữ (Style) {', '.join(lacking)}")
    if len(document.sections) < 2:  # noqa: PLR2004 - the report and its annex
        raise unusable(path, "mẫu thiếu ngắt phần (Section Break) trước phụ lục")


def _marked(document: Document, mark: str, path: Path) -> WordParagraph:
    for paragraph in document.paragraphs:
        if paragraph.text.strip() == mark:
            return paragraph
    name = mark.strip("[]")
    raise unusable(path, f"mẫu thiếu dòng riêng “{{{{ {name} }}}}”")


def _write_body(document: Document, mark: WordParagraph, report: AnnualReport) -> None:
    insertion = Insertion(document, mark, _line_width(document.sections[0]))
    for part in closed(body_parts(report)):
        insertion.part(part)
    last: WordParagraph = WordParagraph(mark._p.getprevious(), mark._parent)
    last.paragraph_format.keep_with_next = True  # who signs never stands on a page alone
    _remove(mark)


def _write_annex(document: Document, mark: WordParagraph, report: AnnualReport) -> None:
    """Write the tables; those that follow each other on pages of one direction share a section."""
    last = document.sections[-1]
    upright = deepcopy(last._sectPr)
    groups = annex_groups(report)
    for number, (is_wide, exhibits) in enumerate(groups, 1):
        section = last if number == len(groups) else Section(deepcopy(upright), document.part)
        if number == 1:
            _number_from_one(section)
        if is_wide:
            _turn(section)
        insertion = Insertion(document, mark, _line_width(section))
        *_, line = [insertion.exhibit(exhibit) for exhibit in exhibits]
        if section is not last:
            line._p.set_sectPr(section._sectPr)
    _remove(mark)


def _number_from_one(section: Section) -> None:
    """Let the pages of a section, and of those that follow, be numbered apart from those before."""
    numbers = section._sectPr.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section._sectPr.insert_element_before(
            numbers, "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg",
            "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid", "w:printerSettings",
        )  # fmt: skip
    numbers.set(qn("w:start"), "1")


def _turn(section: Section) -> None:
    """Make the page of a section landscape; the margin for binding comes to lie at the top."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        section.left_margin,
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
    )


def _line_width(section: Section) -> Length:
    return Length(
        (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    )


def _remove(paragraph: WordParagraph) -> None:
    element = paragraph._p
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
