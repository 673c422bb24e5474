"""A blank workbook: a guidance sheet, one sheet a form, and hidden lists behind drop-downs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Form, version_name
from welfare_stats.design.questionnaire.form_sheet import SheetPlan, write_form
from welfare_stats.design.questionnaire.guidance import TITLE as GUIDE_TITLE
from welfare_stats.design.questionnaire.guidance import write_guide
from welfare_stats.design.questionnaire.planned_rows import planned_rows
from welfare_stats.period import ReportingPeriod
from welfare_stats.spreadsheet import write_text

_LISTS_TITLE = "Danh mục"


@dataclass(frozen=True, slots=True)
class QuestionnaireRequest:
    """Which forms of which unit for which period; ``openings`` by case type, where known."""

    unit: ReportingUnit
    period: ReportingPeriod
    forms: Sequence[Form]
    openings: Mapping[str, float] = field(default_factory=dict)


def write_questionnaire(request: QuestionnaireRequest, codes: CatalogueAt) -> bytes:
    """The .xlsx file for the unit to fill in; ``codes`` are those in force at the period's end."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = GUIDE_TITLE
    lists = book.create_sheet(_LISTS_TITLE)
    plans = [_sheet_plan(form, request, codes, lists) for form in request.forms]
    write_guide(guide, plans)
    for plan in plans:
        write_form(book.create_sheet(plan.form.code), plan)
        book.defined_names[version_name(plan.form.code)] = DefinedName(
            version_name(plan.form.code), attr_text=str(plan.form.version), hidden=True
        )
    book.move_sheet(lists, len(plans))
    lists.sheet_state = "hidden"
    book.active = 1
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _sheet_plan(
    form: Form, request: QuestionnaireRequest, codes: CatalogueAt, lists: Worksheet
) -> SheetPlan:
    unit = request.unit
    facilities = codes.facilities_of(unit)
    choices: dict[str, list[str]] = {}
    if form.is_list:
        choices["facility"] = [facility.code for facility in facilities]
        kinds = {facility.reporter_kind for facility in facilities}
        choices["case_type"] = [
            case_type.code
            for case_type in codes.case_types.values()
            if case_type.form is not None and kinds.intersection(case_type.reporters)
            if "facility" in form.columns
        ]
    return SheetPlan(
        form,
        unit,
        request.period,
        planned_rows(form, unit, codes),
        request.openings,
        {
            name: _write_list(lists, form, name, values)
            for name, values in choices.items()
            if values
        },
    )


def _write_list(lists: Worksheet, form: Form, name: str, values: Sequence[str]) -> str:
    """A column of choices on the hidden sheet; gives the range as a formula."""
    column = lists.max_column + 1 if lists["A1"].value else 1
    write_text(lists, 1, column, f"{form.code} {name}")
    for row, value in enumerate(values, start=2):
        write_text(lists, row, column, value)
    letter = get_column_letter(column)
    return f"'{_LISTS_TITLE}'!${letter}$2:${letter}${len(values) + 1}"
