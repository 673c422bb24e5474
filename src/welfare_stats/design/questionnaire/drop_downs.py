"""The drop-down choices of a blank workbook, as columns of a hidden sheet."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Form, Role
from welfare_stats.spreadsheet import write_text

LISTS_TITLE = "Danh mục"


def drop_downs(
    form: Form, unit: ReportingUnit, codes: CatalogueAt, lists: Worksheet
) -> dict[str, str]:
    """The range of choices of each field that has a drop-down, as a formula.

    Writes the choices on the sheet ``lists``.
    """
    choices = _choices(form, unit, codes)
    return {
        name: _write_list(lists, form, name, values) for name, values in choices.items() if values
    }


def _choices(form: Form, unit: ReportingUnit, codes: CatalogueAt) -> dict[str, list[str]]:
    """The codes to choose from in lists of cases; other forms have their rows filled in."""
    if not form.is_list:
        return {}
    facilities = codes.facilities_of(unit)
    reporter_kinds = {facility.reporter_kind for facility in facilities}
    return {
        form.roles[Role.FACILITY]: [facility.code for facility in facilities],
        form.roles[Role.CASE_TYPE]: [
            case_type.code
            for case_type in codes.case_types.values()
            if case_type.form is not None and reporter_kinds.intersection(case_type.reporters)
        ],
    }


def _write_list(lists: Worksheet, form: Form, name: str, values: Sequence[str]) -> str:
    """Write a field's choices as a column of the hidden sheet; gives their range as a formula."""
    column = lists.max_column + 1 if lists["A1"].value else 1
    write_text(lists, 1, column, f"{form.code} {name}")
    for row, value in enumerate(values, start=2):
        write_text(lists, row, column, value)
    letter = get_column_letter(column)
    return f"'{LISTS_TITLE}'!${letter}$2:${letter}${len(values) + 1}"
