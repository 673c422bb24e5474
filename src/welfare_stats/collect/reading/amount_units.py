"""In which unit of money the amounts of a table are written, and where that is contradicted.

It may be said in the heading of the column, in a line above the table, in a row right under the
headings, or beside each number in the column of units. The form itself asks for nghìn đồng, which
holds where nothing is said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.collect.reading.headings import Headings
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.design.forms.money import (
    is_bare_unit,
    money_units,
    unit_name,
    unit_said_in_line,
)
from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.vietnamese import fold, format_number, nfc

_LONGEST_LABEL = 40
_LABELS = {"don vi tinh", "dvt", "don vi tien", "don vi tien te", "don vi tinh kinh phi"}


@dataclass(frozen=True, slots=True)
class _Said:
    """A unit of money that a cell says."""

    cell: CellRef
    text: str
    unit: float


def amount_unit(
    sheet: Sheet,
    headings: Headings,
    columns: Mapping[str, int],
    head_starts: int,
    data_rows: Sequence[int],
    path: Sequence[str] = (),
) -> tuple[float, list[Finding]]:
    """By what the amounts of a table are to be multiplied to be in nghìn đồng, and findings.

    Args:
        sheet: the sheet.
        headings: of the table.
        columns: the column of each field.
        head_starts: the first row of the head above the table.
        data_rows: the rows of data.
        path: all headings above the column, where a group heading may say it.
    """
    column = columns.get("amount")
    if column is None:
        return 1, []
    block = range(headings.first_row, headings.last_row + 1)
    said = [
        *(_in_path(sheet, block, path) if path else _in_heading(sheet, headings, column)),
        *_in_lines(sheet, head_starts, headings.first_row),
        *_under_headings(sheet, headings, column, data_rows),
    ] or list(_beside_numbers(sheet, columns.get("measure_unit"), data_rows))
    return _agreed(sheet, column, data_rows, said, headings.form.code)


def amount_unit_of_columns(
    sheet: Sheet,
    headings: range,
    path: Sequence[str],
    columns: Sequence[int],
    form: str,
    data_rows: Sequence[int],
) -> tuple[float, list[Finding]]:
    """The same of a table with several columns of amounts.

    Args:
        sheet: the sheet.
        headings: the rows of headings.
        path: all headings above the columns.
        columns: the columns of amounts.
        form: the code of the form.
        data_rows: the rows of data.
    """
    if not columns:
        return 1, []
    said = [
        *_in_path(sheet, headings, path),
        *_in_lines(sheet, 0, headings.start),
    ]
    return _agreed(sheet, columns[0], data_rows, said, form)


def _agreed(
    sheet: Sheet, column: int, data_rows: Sequence[int], said: Sequence[_Said], form: str
) -> tuple[float, list[Finding]]:
    """The unit that all that is said agrees on, and what is found."""
    if not said:
        return 1, []
    first = said[0]
    other = next((word for word in reversed(said) if word.unit != first.unit), None)
    if other is not None:
        words = f"ô {first.cell.a1} ghi “{first.text}”"
        return 1, [kinds.OTHER_AMOUNT_UNIT.at(other.cell, other.text, form=form, other=words)]
    if first.unit == 1:
        return 1, []
    return first.unit, [_converted(sheet, column, data_rows, first, form)]


def _in_heading(sheet: Sheet, headings: Headings, column: int) -> Iterator[_Said]:
    """What the heading of the column says, also in a cell of its own below or above."""
    for row in range(headings.last_row, headings.first_row - 1, -1):
        text = _text(sheet.value(row, column))
        yield from _units_of(sheet, row, column, text, money_units(text))


def _in_path(sheet: Sheet, block: range, path: Sequence[str]) -> Iterator[_Said]:
    """What the headings above the column say, wherever they stand in the block."""
    for row in reversed(block):
        for column, value in enumerate(sheet.rows[row]):
            text = _text(value)
            if text and any(nfc(text) in heading for heading in path):
                yield from _units_of(sheet, row, column, text, money_units(text))


def _in_lines(sheet: Sheet, first: int, end: int) -> Iterator[_Said]:
    """What the lines from ``first`` up to but without ``end`` say."""
    for row in range(first, end):
        cells = sheet.rows[row]
        for column, value in enumerate(cells):
            text = _text(value)
            if text and len(text) <= _LONGEST_LABEL and fold(text) in _LABELS:
                beside = next((word for cell in cells[column + 1 :] if (word := _text(cell))), "")
                text = f"{text.rstrip(': ')}: {beside}"
            if text:
                yield from _units_of(sheet, row, column, text, unit_said_in_line(text))


def _under_headings(
    sheet: Sheet, headings: Headings, column: int, data_rows: Sequence[int]
) -> Iterator[_Said]:
    """What a row of units between the headings and the first row of data says."""
    for row in range(headings.last_row + 1, min(data_rows, default=0)):
        text = _text(sheet.value(row, column))
        if text and is_bare_unit(text):
            yield from _units_of(sheet, row, column, text, money_units(text))


def _beside_numbers(sheet: Sheet, column: int | None, data_rows: Sequence[int]) -> Iterator[_Said]:
    """What the column of units says: "người; triệu đồng"."""
    if column is None:
        return
    for row in data_rows:
        text = _text(sheet.value(row, column))
        if text:
            yield from _units_of(sheet, row, column, text, money_units(text))


def _text(value: CellValue) -> str:
    return value.strip() if isinstance(value, str) else ""


def _units_of(
    sheet: Sheet, row: int, column: int, text: str, units: Iterable[float]
) -> Iterator[_Said]:
    for unit in sorted(units):
        yield _Said(sheet.ref(row, column), nfc(text), unit)


def _converted(
    sheet: Sheet, column: int, data_rows: Sequence[int], said: _Said, form: str
) -> Finding:
    """Says once how the amounts of a table were read, with the first of them."""
    typed = next(
        (
            value
            for row in data_rows
            if isinstance(value := sheet.value(row, column), float | int) and value
        ),
        1,
    )
    return kinds.AMOUNTS_CONVERTED.at(
        said.cell,
        said.text,
        form=form,
        unit=unit_name(said.unit),
        typed=format_number(typed),
        read=format_number(round(typed * said.unit, 6)),
    )
