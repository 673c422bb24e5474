"""From the rows of a table that was found to validated models; every refused cell gets a finding.

A row is first taken as a ``RawRow``. pydantic validates all rows of a table in one call. Where it
refuses cells, these are set to ``None`` and a second call reads all other cells.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from welfare_stats.collect.reading.conversions import about_columns
from welfare_stats.collect.reading.form_table import FormTable, TotalRow
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.number_texts import (
    RawRow,
    about_number_text,
    number_texts,
)
from welfare_stats.collect.reading.sheet import Range, Sheet, of_stale_result, without_value
from welfare_stats.collect.reading.sight import (
    Sighted,
    numbers_shown_otherwise,
    partly_struck_texts,
    struck_cells,
)
from welfare_stats.design.forms import Column, Form, FormRow, Role
from welfare_stats.design.forms.cells import NUMBER_GUIDANCE
from welfare_stats.findings import CellRef, CellValue, Finding, kinds


@dataclass
class _Reading:
    """One table while it is read, with the findings and refused cells so far.

    ``refused`` are rows of the sheet, from 0, and fields.
    """

    sheet: Sheet
    form: Form
    columns: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)
    refused: set[tuple[int, str]] = field(default_factory=set)

    @cached_property
    def cells_of(self) -> Callable[[Sequence[CellValue]], Sequence[CellValue]]:
        """Picks the cells of the form's columns from a row of the sheet."""
        first, *others = self.columns.values()
        # With one column, itemgetter would give the cell itself, not a sequence.
        return itemgetter(first, *others) if others else itemgetter(slice(first, first + 1))

    def cell(self, row: int, name: str) -> CellRef:
        return self.sheet.ref(row, self.columns[name])

    def value(self, row: int, name: str) -> CellValue:
        return self.sheet.value(row, self.columns[name])

    def column(self, name: str) -> Column:
        return self.form.columns[name]

    @property
    def absent(self) -> list[str]:
        """Required fields without a column; that is reported once, not for every row."""
        return [name for name in self.form.required if name not in self.columns]


def read_table(found: FoundTable) -> tuple[FormTable, list[Finding]]:
    """Validate the data and total rows of a table; gives also all findings on the table so far."""
    reading = _Reading(found.sheet, found.form, found.columns)
    raw_rows = _raw_rows(reading, found.data_rows)
    _spread_merged(reading, raw_rows, found.data_rows)
    _take_codes(reading, found, raw_rows)
    raw_totals = _raw_totals(reading, found.total_rows)
    if found.sheet.marks.looks or found.sheet.marks.texts_left:
        numbers = (*found.data_rows, *found.total_rows)
        _look_at(reading, found, dict(zip(numbers, raw_rows + raw_totals, strict=True)))
    rows = _validate(reading, raw_rows, found.data_rows)
    totals = _validate(reading, raw_totals, found.total_rows)
    if found.amount_unit != 1:
        rows, totals = (_in_thousands(some, found.amount_unit) for some in (rows, totals))
    _report_texts(reading, (*found.data_rows, *found.total_rows), raw_rows + raw_totals)
    table = FormTable(
        found.form,
        found.sheet.name,
        found.columns,
        found.data_rows,
        rows,
        _refused_by_index(reading, found.data_rows),
        number_texts(reading.form, raw_rows),
        tuple(
            TotalRow(row, _numbers_of(found.form, total))
            for row, total in zip(found.total_rows, totals, strict=True)
        ),
        found.amount_unit,
        found.stated_counts,
        found.part,
        found.sheet.origin,
        _rows_by_label(found),
    )
    return table, [*found.findings, *reading.findings, *about_columns(found)]


def _take_codes(reading: _Reading, found: FoundTable, raw_rows: Sequence[RawRow]) -> None:
    """Put in the codes that labels and names stand for; what is not certain is refused."""
    if not found.coded:
        return
    index_of = {row: index for index, row in enumerate(found.data_rows)}
    for (row, name), code in found.coded.items():
        raw_rows[index_of[row]][name] = code
        if code is None:
            reading.refused.add((row, name))


def _rows_by_label(found: FoundTable) -> frozenset[int]:
    if not found.coded:
        return frozenset()
    field = found.form.roles[Role.CASE_TYPE]
    coded = {row for row, name in found.coded if name == field}
    return frozenset(index for index, row in enumerate(found.data_rows) if row in coded)


def _in_thousands(rows: Sequence[FormRow], unit: float) -> list[FormRow]:
    """The rows with their amounts, which were typed in another unit, in nghìn đồng."""
    return [
        row.model_copy(update={"amount": round(amount * unit, 6)})
        if (amount := getattr(row, "amount", None)) is not None
        else row
        for row in rows
    ]


def _raw_rows(reading: _Reading, row_numbers: Sequence[int]) -> list[RawRow]:
    """The rows as they are on the sheet; cells whose value cannot be read are refused."""
    names, cells_of, rows = tuple(reading.columns), reading.cells_of, reading.sheet.rows
    raw_rows: list[RawRow] = [
        {name: value for name, value in zip(names, cells_of(rows[row]), strict=True) if value != ""}
        for row in row_numbers
    ]
    absent = reading.absent
    if reading.sheet.unreadable or reading.sheet.marks.stale or absent:
        for row, raw_row in zip(row_numbers, raw_rows, strict=True):
            _refuse_unreadable(reading, row, raw_row)
            raw_row.update(dict.fromkeys(absent))
    return raw_rows


def _raw_totals(reading: _Reading, row_numbers: Sequence[int]) -> list[RawRow]:
    numbers, required = reading.form.numbers, dict.fromkeys(reading.form.required)
    return [
        {name: value for name, value in raw_row.items() if name in numbers} | required
        for raw_row in _raw_rows(reading, row_numbers)
    ]


def _refuse_unreadable(reading: _Reading, row: int, raw_row: RawRow) -> None:
    """Refuse and report the cells of one row whose value cannot be read, or is out of date."""
    for name, column in reading.columns.items():
        content = reading.sheet.unreadable.get((row, column))
        stale = reading.sheet.marks.stale.get((row, column))
        cell, heading = reading.cell(row, name), reading.column(name).heading
        if content is not None:
            finding = without_value(cell, content, f"Cột “{heading}”")
        elif stale is not None:
            finding = of_stale_result(cell, stale, heading, hidden=reading.form.is_list)
        else:
            continue
        raw_row[name] = None
        reading.refused.add((row, name))
        reading.findings.append(finding)


def _spread_merged(
    reading: _Reading, raw_rows: Sequence[RawRow], row_numbers: Sequence[int]
) -> None:
    """Give a code or text in a merged cell to every row that the cell covers.

    A number may belong to any of the rows, so it is refused and reported.
    """
    index_of = {row: index for index, row in enumerate(row_numbers)}
    for area in reading.sheet.marks.merged:
        (top, left), (bottom, right) = area
        names = [name for name, column in reading.columns.items() if left <= column <= right]
        if top not in index_of or not names:
            continue
        under = [raw_rows[index_of[row]] for row in row_numbers[index_of[top] :] if row <= bottom]
        numbers = [name for name in names if name in reading.form.numbers]
        value = reading.sheet.value(top, left) or _covered_value(reading, area)
        if (top, left) in reading.sheet.unreadable:
            _refuse_all(reading, row_numbers, under, names, raw_rows)
        elif value != "" and numbers and len(under) * len(names) > 1:
            reading.findings.append(_merged_number(reading, area, numbers[0]))
            _refuse_all(reading, row_numbers, under, numbers, raw_rows)
        elif value != "" and not numbers:
            for raw_row in under:
                raw_row.setdefault(names[0], value)


def _covered_value(reading: _Reading, area: Range) -> CellValue:
    """A value left in one of the cells that a merged cell covers, where nobody sees it."""
    (top, left), (bottom, right) = area
    under = (
        reading.sheet.value(row, column)
        for row in range(top, min(bottom + 1, len(reading.sheet.rows)))
        for column in range(left, right + 1)
    )
    return next((value for value in under if value != ""), "")


def _merged_number(reading: _Reading, area: Range, name: str) -> Finding:
    first, last = (reading.sheet.ref(*address) for address in area)
    return kinds.MERGED_NUMBERS.at(
        first,
        reading.sheet.value(first.row, first.column),
        heading=reading.column(name).heading,
        cells=f"{first.a1}:{last.a1}",
    )


def _refuse_all(
    reading: _Reading,
    row_numbers: Sequence[int],
    refused: Sequence[RawRow],
    names: Sequence[str],
    raw_rows: Sequence[RawRow],
) -> None:
    """Refuse these fields in those of ``raw_rows`` that are in ``refused``."""
    for row, raw_row in zip(row_numbers, raw_rows, strict=True):
        if any(raw_row is other for other in refused):
            raw_row.update(dict.fromkeys(names))
            reading.refused.update((row, name) for name in names)


def _look_at(reading: _Reading, found: FoundTable, raw_row_of: Mapping[int, RawRow]) -> None:
    """Refuse cells that are struck through, and report what is not seen as it is stored.

    ``raw_row_of`` gives the raw row of each row of the sheet, those of totals too.
    """
    table = Sighted(reading.sheet, reading.form, reading.columns, found.data_rows, found.total_rows)
    struck, findings = struck_cells(table)
    for row, name in struck:
        if raw_row_of[row].get(name, "") is not None:  # it is not refused already
            raw_row_of[row][name] = None
            reading.refused.add((row, name))
    reading.findings += findings
    reading.findings += partly_struck_texts(table)
    reading.findings += numbers_shown_otherwise(table)


def _validate(
    reading: _Reading, raw_rows: list[RawRow], row_numbers: Sequence[int]
) -> list[FormRow]:
    """Validate all rows; cells that are refused get a finding and become ``None``."""
    try:
        return reading.form.adapter.validate_python(raw_rows)
    except ValidationError as error:
        for (index, name), details in _by_cell(error).items():
            row = row_numbers[index]
            reading.findings.append(_finding(reading, row, name, details))
            raw_rows[index][name] = None
            reading.refused.add((row, name))
    return reading.form.adapter.validate_python(raw_rows)


def _refused_by_index(
    reading: _Reading, row_numbers: Sequence[int]
) -> dict[tuple[int, str], CellValue]:
    absent = reading.absent
    if not reading.refused and not absent:
        return {}
    index_of = {row: index for index, row in enumerate(row_numbers)}
    refused: dict[tuple[int, str], CellValue] = {
        (index_of[row], name): reading.value(row, name)
        for row, name in reading.refused
        if row in index_of
    }
    return refused | {(index, name): "" for index in index_of.values() for name in absent}


def _by_cell(error: ValidationError) -> dict[tuple[int, str], ErrorDetails]:
    """The last error of each cell: that of its fallback function, which comes after its schema."""
    details = error.errors(include_url=False)
    return {(int(item["loc"][0]), str(item["loc"][1])): item for item in details}


def _finding(reading: _Reading, row: int, name: str, details: ErrorDetails) -> Finding:
    column = reading.column(name)
    cell = reading.cell(row, name)
    guidance = NUMBER_GUIDANCE if column.measure else column.guidance
    blanks: dict[str, Any] = {"heading": column.heading, "guidance": guidance}
    if details["type"] == "missing":
        return kinds.REQUIRED.at(
            cell, heading=column.heading, guidance=f"Hãy điền ô này. {column.guidance}"
        )
    kind = kinds.BY_CODE.get(details["type"], kinds.UNREADABLE_VALUE)
    value = reading.value(row, name)
    return kind.at(
        cell,
        value,
        hidden=column.personal or reading.form.is_list,
        **blanks,
        **details.get("ctx", {}),
    )


def _report_texts(
    reading: _Reading, row_numbers: Sequence[int], raw_rows: Sequence[RawRow]
) -> None:
    """Report of each number typed as text how it was read."""
    if not reading.form.numbers:
        return
    for row, raw_row in zip(row_numbers, raw_rows, strict=True):
        for name, column in reading.form.numbers.items():
            value = raw_row.get(name)
            if isinstance(value, str):
                reading.findings.extend(about_number_text(reading.cell(row, name), value, column))


def _numbers_of(form: Form, row: FormRow) -> dict[str, float]:
    return {name: number for name in form.numbers if (number := getattr(row, name)) is not None}
