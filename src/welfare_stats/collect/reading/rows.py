"""The rows of a found table to validated models, every refused cell to a finding."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from welfare_stats.collect.reading.sheet import Range, Sheet, without_value
from welfare_stats.collect.reading.tables import FoundTable
from welfare_stats.design.forms import Breakdown, Column, Form, FormRow
from welfare_stats.design.forms.cells import NUMBER_GUIDANCE
from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.vietnamese import format_number, parse_number

Record = dict[str, CellValue]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """Totals that the sender typed: number by field; refused cells are left out."""

    row: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A form's table as read: ``rows[i]`` stands on sheet row ``row_numbers[i]`` (from 0).

    A field that is ``None`` is blank, unless (i, field) is in ``refused``: then the cell holds what
    stands there, which could not be read, and no conclusion may be drawn from its absence.
    ``texts`` are numbers that were typed as text: read all the same, but no formula adds them.
    """

    form: Form
    sheet: str
    columns: Mapping[str, int]
    row_numbers: Sequence[int]
    rows: Sequence[FormRow]
    refused: Mapping[tuple[int, str], CellValue] = field(default_factory=dict)
    texts: frozenset[tuple[int, str]] = frozenset()
    totals: tuple[TotalRow, ...] = ()

    def cell(self, index: int, name: str) -> CellRef:
        """Cell of a field of the row with that index."""
        return CellRef(self.sheet, self.row_numbers[index], self.columns[name])

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Fields of each "trong đó" column and of its whole, where the table has both."""
        numbers = self.form.numbers.items()
        parts = [(name, c) for name, c in numbers if c.breakdown is not Breakdown.ALL]
        pairs = [(name, self.form.whole_of(column)) for name, column in parts]
        return [pair for pair in pairs if self.columns.keys() >= set(pair)]

    def cell_or_row(self, index: int, *names: str) -> CellRef:
        """Cell of the first of these fields that the table has a column for."""
        return self.cell(index, next(name for name in names if name in self.columns))


@dataclass
class _Reading:
    """Findings and refusals gathered while one table is read."""

    sheet: Sheet
    form: Form
    columns: Mapping[str, int]
    findings: list[Finding] = field(default_factory=list)
    refused: set[tuple[int, str]] = field(default_factory=set)  # sheet row and field

    @cached_property
    def cells(self) -> Callable[[Sequence[CellValue]], Sequence[CellValue]]:
        """Picks the cells of the form's columns from a row of the sheet."""
        first, *others = self.columns.values()
        # With one column, itemgetter would hand back the cell itself.
        return itemgetter(first, *others) if others else itemgetter(slice(first, first + 1))

    def cell(self, row: int, name: str) -> CellRef:
        return CellRef(self.sheet.name, row, self.columns[name])

    def value(self, row: int, name: str) -> CellValue:
        return self.sheet.value(row, self.columns[name])

    def column(self, name: str) -> Column:
        return self.form.columns[name]


def read_table(found: FoundTable) -> tuple[FormTable, list[Finding]]:
    """Validate all rows in one pass; with refused cells, a second pass reads all the others."""
    reading = _Reading(found.sheet, found.form, found.columns)
    records = _records(reading, found.data_rows)
    _spread_merged(reading, records, found.data_rows)
    rows = _validate(reading, records, found.data_rows)
    total_records = _total_records(reading, found.total_rows)
    totals = _validate(reading, total_records, found.total_rows)
    _remark_on_texts(reading, (*found.data_rows, *found.total_rows), records + total_records)
    table = FormTable(
        found.form,
        found.sheet.name,
        found.columns,
        found.data_rows,
        rows,
        _refused_by_index(reading, found.data_rows),
        _texts(reading.form, records),
        tuple(
            TotalRow(row, _numbers_of(found.form, total))
            for row, total in zip(found.total_rows, totals, strict=True)
        ),
    )
    return table, [*found.findings, *reading.findings]


def _records(reading: _Reading, row_numbers: Sequence[int]) -> list[Record]:
    """Rows by field; blank cells are left out, unreadable ones refused."""
    names, pick, rows = tuple(reading.columns), reading.cells, reading.sheet.rows
    records: list[Record] = [
        {name: value for name, value in zip(names, pick(rows[row]), strict=True) if value != ""}
        for row in row_numbers
    ]
    # The missing column is a finding of its own.
    missing = [name for name in reading.form.required if name not in reading.columns]
    if reading.sheet.unreadable or missing:
        for row, record in zip(row_numbers, records, strict=True):
            _refuse_unreadable(reading, row, record)
            record.update(dict.fromkeys(missing))
    return records


def _total_records(reading: _Reading, row_numbers: Sequence[int]) -> list[Record]:
    numbers, required = reading.form.numbers, dict.fromkeys(reading.form.required)
    return [
        {name: value for name, value in record.items() if name in numbers} | required
        for record in _records(reading, row_numbers)
    ]


def _refuse_unreadable(reading: _Reading, row: int, record: Record) -> None:
    for name, column in reading.columns.items():
        content = reading.sheet.unreadable.get((row, column))
        if content is None:
            continue
        record[name] = None
        reading.refused.add((row, name))
        label = f"Cột “{reading.column(name).heading}”"
        finding = without_value(reading.cell(row, name), content, label)
        reading.findings.append(finding)


def _spread_merged(
    reading: _Reading, records: Sequence[Record], row_numbers: Sequence[int]
) -> None:
    """A code or word in a cell merged over several rows is of all of them; a number of none."""
    index_of = {row: index for index, row in enumerate(row_numbers)}
    for area in reading.sheet.marks.merged:
        (top, left), (bottom, right) = area
        names = [name for name, column in reading.columns.items() if left <= column <= right]
        if top not in index_of or not names:
            continue
        under = [records[index_of[row]] for row in row_numbers[index_of[top] :] if row <= bottom]
        numbers = [name for name in names if name in reading.form.numbers]
        value = reading.sheet.value(top, left) or _covered_value(reading, area)
        if (top, left) in reading.sheet.unreadable:
            _refuse_all(reading, row_numbers, under, names, records)
        elif value != "" and numbers and len(under) * len(names) > 1:
            reading.findings.append(_merged_numbers(reading, area, numbers[0]))
            _refuse_all(reading, row_numbers, under, numbers, records)
        elif value != "" and not numbers:
            for record in under:
                record.setdefault(names[0], value)


def _covered_value(reading: _Reading, area: Range) -> CellValue:
    """What a program left under a merged cell: nobody sees it there."""
    (top, left), (bottom, right) = area
    under = (
        reading.sheet.value(row, column)
        for row in range(top, min(bottom + 1, len(reading.sheet.rows)))
        for column in range(left, right + 1)
    )
    return next((value for value in under if value != ""), "")


def _merged_numbers(reading: _Reading, area: Range, name: str) -> Finding:
    first, last = (CellRef(reading.sheet.name, *address) for address in area)
    return kinds.MERGED_NUMBERS.at(
        first,
        reading.sheet.value(first.row, first.column),
        heading=reading.column(name).heading,
        cells=f"{first.a1}:{last.a1}",
    )


def _refuse_all(
    reading: _Reading,
    row_numbers: Sequence[int],
    refused: Sequence[Record],
    names: Sequence[str],
    records: Sequence[Record],
) -> None:
    for row, record in zip(row_numbers, records, strict=True):
        if any(record is other for other in refused):
            record.update(dict.fromkeys(names))
            reading.refused.update((row, name) for name in names)


def _validate(
    reading: _Reading, records: list[Record], row_numbers: Sequence[int]
) -> list[FormRow]:
    try:
        return reading.form.adapter.validate_python(records)
    except ValidationError as error:
        for (index, name), details in _by_cell(error).items():
            row = row_numbers[index]
            reading.findings.append(_finding(reading, row, name, details))
            records[index][name] = None
            reading.refused.add((row, name))
    return reading.form.adapter.validate_python(records)


def _refused_by_index(
    reading: _Reading, row_numbers: Sequence[int]
) -> dict[tuple[int, str], CellValue]:
    missing = [name for name in reading.form.required if name not in reading.columns]
    if not reading.refused and not missing:
        return {}
    index_of = {row: index for index, row in enumerate(row_numbers)}
    refused: dict[tuple[int, str], CellValue] = {
        (index_of[row], name): reading.value(row, name)
        for row, name in reading.refused
        if row in index_of
    }
    return refused | {(index, name): "" for index in index_of.values() for name in missing}


def _by_cell(error: ValidationError) -> dict[tuple[int, str], ErrorDetails]:
    """The last refusal of each cell: that of the function behind the compiled path."""
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


def _texts(form: Form, records: Sequence[Record]) -> frozenset[tuple[int, str]]:
    return frozenset(
        (index, name)
        for index, record in enumerate(records)
        for name in form.numbers
        if isinstance(record.get(name), str)
    )


def _remark_on_texts(
    reading: _Reading, row_numbers: Sequence[int], records: Sequence[Record]
) -> None:
    """Say of numbers typed as text how they were read."""
    if not reading.form.numbers:
        return
    for row, record in zip(row_numbers, records, strict=True):
        for name, column in reading.form.numbers.items():
            value = record.get(name)
            if isinstance(value, str):
                reading.findings.extend(_remark(reading.cell(row, name), value, column))


def _remark(cell: CellRef, value: str, column: Column) -> Iterator[Finding]:
    try:
        number, words = parse_number(value, whole=True)
    except ValueError:
        return
    blanks: dict[str, Any] = {
        "heading": column.heading,
        "number": format_number(number),
        "plain": f"{number.normalize():f}".replace(".", ","),
    }
    kind = kinds.UNIT_IN_NUMBER if words else kinds.NUMBER_AS_TEXT
    yield kind.at(cell, value, **blanks)


def _numbers_of(form: Form, row: FormRow) -> dict[str, float]:
    return {name: number for name in form.numbers if (number := getattr(row, name)) is not None}
