"""A blank workbook: guidance, one sheet per form, and a hidden sheet with drop-down choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Form, version_name
from welfare_stats.design.questionnaire.drop_downs import LISTS_TITLE, drop_downs
from welfare_stats.design.questionnaire.form_sheet import BlankForm, write_form_sheet
from welfare_stats.design.questionnaire.guidance import TITLE as GUIDANCE_TITLE
from welfare_stats.design.questionnaire.guidance import write_guidance
from welfare_stats.design.questionnaire.prefilled_rows import prefilled_rows
from welfare_stats.period import ReportingPeriod


@dataclass(frozen=True, slots=True)
class QuestionnaireRequest:
    """Which forms of which unit for which period a blank workbook is to hold.

    ``openings`` are the closing figures of the period before, by case type, where they are known.
    """

    unit: ReportingUnit
    period: ReportingPeriod
    forms: Sequence[Form]
    openings: Mapping[str, float] = field(default_factory=dict)


def render_questionnaire(request: QuestionnaireRequest, codes: CatalogueAt) -> bytes:
    """The .xlsx file for the unit to fill in.

    Args:
        request: which forms of which unit for which period.
        codes: the code lists in force at the end of the period.
    """
    book = Workbook()
    guidance = book.worksheets[0]
    guidance.title = GUIDANCE_TITLE
    lists = book.create_sheet(LISTS_TITLE)
    blanks = [_blank_form(form, request, codes, lists) for form in request.forms]
    write_guidance(guidance, request.forms)
    for blank in blanks:
        form = blank.form
        write_form_sheet(book.create_sheet(form.code), blank)
        name = version_name(form.code)
        book.defined_names[name] = DefinedName(name, attr_text=str(form.version), hidden=True)
    book.move_sheet(lists, len(blanks))
    lists.sheet_state = "hidden"
    book.active = 1
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _blank_form(
    form: Form, request: QuestionnaireRequest, codes: CatalogueAt, lists: Worksheet
) -> BlankForm:
    return BlankForm(
        form,
        request.unit,
        request.period,
        prefilled_rows(form, request.unit, codes),
        request.openings,
        drop_downs(form, request.unit, codes, lists),
    )
