"""A blank workbook: a guidance sheet, one sheet a form, and hidden lists behind drop-downs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.blank.guide import TITLE as GUIDE_TITLE
from welfare_stats.blank.guide import write_guide
from welfare_stats.blank.plan import planned_rows
from welfare_stats.blank.sheet import BlankForm, write_form
from welfare_stats.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.forms import Form, version_name
from welfare_stats.period import ReportingPeriod
from welfare_stats.spreadsheet import write_text

_LISTS_TITLE = "Danh mục"


@dataclass(frozen=True, slots=True)
class BlankRequest:
    """Which forms of which unit for which period; ``openings`` by case type, where known."""

    unit: ReportingUnit
    period: ReportingPeriod
    forms: Sequence[Form]
    openings: Mapping[str, float] = field(default_factory=dict)


def blank_workbook(request: BlankRequest, codes: CatalogueAt) -> bytes:
    """The .xlsx file for the unit to fill in; ``codes`` are those in force at the period's end."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = GUIDE_TITLE
    lists = book.create_sheet(_LISTS_TITLE)
    blanks = [_blank_form(form, request, codes, lists) for form in request.forms]
    write_guide(guide, blanks)
    for blank in blanks:
        write_form(book.create_sheet(blank.form.code), blank)
        book.defined_names[version_name(blank.form.code)] = DefinedName(
            version_name(blank.form.code), attr_text=str(blank.form.version), hidden=True
        )
    book.move_sheet(lists, len(blanks))
    lists.sheet_state = "hidden"
    book.active = 1
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet is book.active
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _blank_form(
    form: Form, request: BlankRequest, codes: CatalogueAt, lists: Worksheet
) -> BlankForm:
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
    return BlankForm(
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
