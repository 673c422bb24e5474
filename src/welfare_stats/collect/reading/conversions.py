"""What a spreadsheet program made of a column as it was typed: dates turned round, codes changed.

A program that expects the month first takes "05/3/2018" for 3 May and leaves "25/3/2018" as text:

>>> column = [date(2018, day, 3) for day in range(1, 9)] + ["25/3/2018", "30/4/2018"]
>>> are_exchanged(column)
True

It makes a date of the record code "3/2018" and a number of "18E5".
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import TypeGuard

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.sheet import LAST_ROW_OF_XLS
from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.vietnamese import format_number

_FEWEST_DATES = 8  # that all fall on the first 12 days by chance: once in 2,000 columns
_FEWEST_TEXTS_TO_A_DATE = 1 / 4  # of days spread over the month, there are 1.6
_DAYS_AND_MONTHS = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*\d{2,4}(?!\d)")
_MONTHS = 12
_FEWEST_TEXTS_TO_A_NUMBER = 3
_FEWEST_OF_16_DIGITS = 1e15  # Excel keeps 15
_MOST_NAMED = 5


def about_columns(table: FoundTable) -> Iterator[Finding]:
    """What a program did to the table: it was cut off, filled from elsewhere, or changed.

    One finding for the table, or for each column of a list.
    """
    yield from _cut_off(table)
    yield from _of_other_workbook(table)
    if not table.form.is_list or not table.data_rows:
        return
    for name, place in table.columns.items():
        about = (
            _exchanged
            if name in table.form.dates
            else _changed_codes
            if name == table.form.key[-1]
            else None
        )
        if about is not None:
            values = [table.sheet.rows[row][place] for row in table.data_rows]
            yield from about(table, name, values)


def _cut_off(table: FoundTable) -> Iterator[Finding]:
    if table.data_rows and table.data_rows[-1] + 1 == LAST_ROW_OF_XLS:
        cell = table.sheet.ref(table.data_rows[-1], 0)
        row = format_number(LAST_ROW_OF_XLS)
        yield kinds.TABLE_MAY_BE_CUT.at(cell, form=table.form.code, row=row)


def _of_other_workbook(table: FoundTable) -> Iterator[Finding]:
    linked = table.sheet.marks.linked
    rows = {*table.data_rows, *table.total_rows} if linked else ()
    columns = set(table.columns.values())
    cells = [
        table.sheet.ref(row, column)
        for row, column in sorted(linked)
        if row in rows and column in columns
    ]
    if cells:
        named = ", ".join(cell.a1 for cell in cells[:_MOST_NAMED])
        yield kinds.RESULTS_OF_OTHER_WORKBOOK.at(
            cells[0],
            form=table.form.code,
            count=len(cells),
            cells=named + (", …" if len(cells) > _MOST_NAMED else ""),
        )


# --- day and month -----------------------------------------------------------------------------


def _exchanged(table: FoundTable, name: str, values: Sequence[CellValue]) -> Iterator[Finding]:
    if are_exchanged(values):
        days = [(index, value) for index, value in enumerate(values) if isinstance(value, date)]
        shown = next((day for _, day in days if day.day != day.month), days[0][1])
        yield kinds.DATES_EXCHANGED.at(
            _cell(table, days[0][0], name),
            hidden=True,
            heading=table.form.columns[name].heading,
            count=len(days),
            example=f"{shown.month}/{shown.day} thành {shown.day}/{shown.month}",
        )


def are_exchanged(values: Sequence[CellValue]) -> bool:
    """Whether a program read the dates among these cells with the month first.

    It could not do so where the day is above 12: those stayed texts, and no date has such a day.
    """
    if str not in set(map(type, values)):
        return False  # the quick way: nearly all columns hold dates alone
    days = [value.day for value in values if isinstance(value, date)]
    if len(days) < _FEWEST_DATES or max(days) > _MONTHS:
        return False
    texts = [_DAYS_AND_MONTHS.match(value) for value in values if isinstance(value, str)]
    above = [max(int(text[1]), int(text[2])) > _MONTHS for text in texts if text is not None]
    left: int = sum(above)
    fewest: float = max(1.0, len(days) * _FEWEST_TEXTS_TO_A_DATE)
    return left >= fewest and left > len(above) - left


# --- codes -------------------------------------------------------------------------------------


def _changed_codes(table: FoundTable, name: str, values: Sequence[CellValue]) -> Iterator[Finding]:
    """Codes that became dates, numbers among codes that are texts, and numbers that lost digits."""
    kinds_of_values = set(map(type, values)) - {str}
    if not kinds_of_values:
        return  # the quick way for nearly all lists
    are_texts = sum(isinstance(v, str) and not v.strip().isdecimal() and v != "" for v in values)
    numbers = [v for v in values if _is_number(v)]
    are_numbers_odd = are_texts >= _FEWEST_TEXTS_TO_A_NUMBER * len(numbers)
    changed = [
        (index, _likely_code(value))
        for index, value in enumerate(values)
        if isinstance(value, date | time | timedelta)
        or (_is_number(value) and (are_numbers_odd or _has_lost_digits(value)))
    ]
    if changed:
        named = [f"{_cell(table, at, name).a1} ({meant})" for at, meant in changed[:_MOST_NAMED]]
        more = len(changed) - len(named)
        yield kinds.CODES_CHANGED.at(
            _cell(table, changed[0][0], name),
            hidden=True,
            heading=table.form.columns[name].heading,
            count=len(changed),
            cells=", ".join(named) + (f" và {more} ô nữa" if more else ""),
        )


def _is_number(value: CellValue) -> TypeGuard[float]:
    return type(value) in (int, float)


def _has_lost_digits(number: float) -> bool:
    return abs(number) >= _FEWEST_OF_16_DIGITS


def _likely_code(value: CellValue) -> str:
    """What was likely typed, in Vietnamese words: "có thể là 3/2018"."""
    if isinstance(value, date):
        day, month, year = value.day, value.month, value.year
        short = f"{month}/{year}" if day == 1 else f"{day}/{month} hay {day}-{month}-{year}"
        return f"có thể là {short}"
    if not _is_number(value):
        return "đã thành giờ"
    if _has_lost_digits(value):
        return "đã mất các chữ số cuối"
    digits = f"{value:.0f}"
    zeros = len(digits) - len(digits.rstrip("0"))
    if value.is_integer() and zeros >= _FEWEST_ZEROS_OF_A_POWER:
        return f"có thể là {digits.rstrip('0')}E{zeros}"
    return "có thể thiếu số 0 hay chữ ở đầu"  # without the digits, which may be those of a person


_FEWEST_ZEROS_OF_A_POWER = 3


def _cell(table: FoundTable, index: int, name: str) -> CellRef:
    return table.sheet.ref(table.data_rows[index], table.columns[name])
