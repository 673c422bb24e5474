"""Cells of the sheets of ``workbooks`` by address, "HX-01!G7", and what Excel makes of sums."""

import datetime as dt
from string import ascii_uppercase
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from formats import Computed, Rows, Sheets
from welfare_stats.design.forms import FORMS
from welfare_stats.design.forms.formulas import summed_cells

_DAY_ZERO = dt.date(1899, 12, 30)


def column(form: str, field_name: str) -> str:
    """The letter of a form's column."""
    return get_column_letter(list(FORMS[form].columns).index(field_name) + 1)


def cell(sheets: Sheets, address: str) -> Any:
    sheet, _, place = address.partition("!")
    return cell_of(sheets[sheet], place)


def cell_of(rows: Rows, place: str) -> Any:
    letters = place.rstrip("0123456789")
    row, at = int(place.removeprefix(letters)) - 1, column_index_from_string(letters) - 1
    return rows[row][at] if row < len(rows) and at < len(rows[row]) else None


def row_of(address: str) -> str:
    """The sheet and row, "HX-01!7" of "HX-01!G7"."""
    sheet, _, place = address.partition("!")
    return f"{sheet}!{place.lstrip(ascii_uppercase)}"


def is_formula(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=")


def formulas(sheets: Sheets) -> dict[str, list[str]]:
    """The cells that each sum adds up, by its address."""
    return {
        f"{sheet}!{get_column_letter(at + 1)}{number}": [f"{sheet}!{part}" for part in parts]
        for sheet, rows in sheets.items()
        for number, row in enumerate(rows, start=1)
        for at, value in enumerate(row)
        if is_formula(value) and (parts := summed_cells(value)) is not None
    }


def calculated(sheets: Sheets) -> Sheets:
    """The same workbook as Excel saves it: sums skip text and pass errors on."""
    for rows in sheets.values():
        for row in rows:
            for at, formula in enumerate(row):
                parts = summed_cells(formula) if is_formula(formula) else None
                if parts is not None:
                    row[at] = excel_sum([cell_of(rows, part) for part in parts])
    return sheets


def excel_sum(values: list[Any]) -> Any:
    values = [value.result if isinstance(value, Computed) else value for value in values]
    errors = [value for value in values if isinstance(value, str) and value.startswith("#")]
    days = [(value - _DAY_ZERO).days for value in values if isinstance(value, dt.date)]
    numbers = [*days, *(value for value in values if type(value) in (int, float))]
    return errors[0] if errors else sum(numbers) if numbers else None
