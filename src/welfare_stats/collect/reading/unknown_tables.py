"""Rows that look like the headings of a table, on a sheet on which no table was found.

They are shown to a person who says what they mean; nothing is read from them.

>>> from welfare_stats.collect.reading.vocabulary import FORMS_ALONE
>>> sheet = Sheet("Trang 1", [
...     ["Số", "Đối tượng trợ giúp", "Quân số đầu", "Quân số cuối"],
...     [1.0,  "Người cao tuổi",     50.0,          52.0],
... ])
>>> table = unknown_table(sheet, FORMS_ALONE)
>>> [(heading.cell.a1, heading.text, heading.has_numbers) for heading in table.headings]
[('A1', 'Số', True), ('B1', 'Đối tượng trợ giúp', False), ('C1', 'Quân số đầu', True), \
('D1', 'Quân số cuối', True)]
"""

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.headings import FoundHeading, fields_named
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.row_kinds import RowClassifier, begins_as_number, is_numbering
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.vocabulary import Vocabulary
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.design.forms.head import names_form
from welfare_stats.findings import CellRef
from welfare_stats.vietnamese import nfc

_FEWEST_TEXTS = 3
_FEWEST_IN_A_BLOCK = 2
_MOST_HEADING_ROWS = 3
_LONGEST_HEADING = 80
_FORMS_OF_NUMBERS = [form for form in FORMS.values() if not form.is_list]


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """What may be a heading; ``has_labels`` where labels of case types stand below it."""

    cell: CellRef
    text: str
    has_numbers: bool
    has_labels: bool


@dataclass(frozen=True, slots=True)
class UnknownTable:
    """What may be a table.

    Attributes:
        form: the one that it most likely is of.
        headings: those of its headings that no column of the form has.
        found: the table as it would be, without rows: its head and the headings that are known.
        labels: the texts with their cells in the column of labels, if its heading is known.
    """

    form: Form
    headings: tuple[UnknownHeading, ...]
    found: FoundTable
    labels: tuple[tuple[CellRef, str], ...] = ()


def unknown_table(sheet: Sheet, words: Vocabulary) -> UnknownTable | None:
    """The first row of at least three texts above rows with numbers, if there is one."""
    block = _heading_block(sheet)
    if block is None:
        return None
    first, last = block
    texts = _lowest_texts(sheet, first, last)
    data = list(_data_rows(sheet, last + 1))
    head = read_head(sheet, 0, first)
    form = _likely_form(sheet, data, texts, words, head.items.get("form_code", ""))
    known = {
        column: name
        for column, (_, text) in texts.items()
        if (name := fields_named(text, words.headings).get(form.code)) is not None
    }
    headings = tuple(
        UnknownHeading(
            cell,
            text,
            any(_is_number(sheet, row, column) for row in data),
            any(_means(sheet, row, column, words) for row in data),
        )
        for column, (cell, text) in texts.items()
        if column not in known
    )
    columns = {name: column for column, name in reversed(known.items())}
    found = FoundTable(
        form,
        sheet,
        head,
        first,
        columns,
        (),
        (),
        (),
        headings=tuple(FoundHeading(*texts[column], name) for column, name in known.items()),
    )
    label = columns.get("case_type_label")
    labels = () if label is None else tuple(_texts_in(sheet, data, label))
    return UnknownTable(form, headings, found, labels)


# --- where it is -------------------------------------------------------------------------------


def _heading_block(sheet: Sheet) -> tuple[int, int] | None:
    """The first and the last of the rows of headings above the first row with numbers below any."""
    for row, cells in enumerate(sheet.rows):
        if is_numbering(cells) or not any(isinstance(value, int | float) for value in cells):
            continue
        block = _block_above(sheet, row)
        if block is not None and _has_numbers_below(sheet, row, block):
            return block
    return None


def _block_above(sheet: Sheet, row: int) -> tuple[int, int] | None:
    """The rows of headings above a row with numbers; a caption may stand between."""
    above = (r for r in range(row - 1, -1, -1) if len(_texts(sheet, r)) >= _FEWEST_IN_A_BLOCK)
    last = next((r for r in above if not is_numbering(sheet.rows[r])), None)
    if last is None:
        return None
    first = last
    while (
        first > 0
        and last - first + 1 < _MOST_HEADING_ROWS
        and len(_texts(sheet, first - 1)) >= _FEWEST_IN_A_BLOCK
    ):
        first -= 1
    is_wide = len(_lowest_texts(sheet, first, last)) >= _FEWEST_TEXTS
    return (first, last) if is_wide else None


def _texts(sheet: Sheet, row: int) -> list[int]:
    """The columns with texts that may be headings; none in a row with numbers."""
    cells = sheet.rows[row]
    if any(isinstance(value, int | float) for value in cells):
        return []
    return [column for column, value in enumerate(cells) if _is_heading(value)]


def _is_heading(value: object) -> bool:
    return (
        isinstance(value, str)
        and 0 < len(value.strip()) <= _LONGEST_HEADING
        and any(map(str.isalpha, value))
    )


def _has_numbers_below(sheet: Sheet, row: int, block: tuple[int, int]) -> bool:
    columns = _lowest_texts(sheet, *block)
    return any(_is_number(sheet, row, column) for column in columns)


def _lowest_texts(sheet: Sheet, first: int, last: int) -> dict[int, tuple[CellRef, str]]:
    """Of each column the lowest heading in the block, and its cell."""
    found: dict[int, tuple[CellRef, str]] = {}
    for row in range(first, last + 1):
        for column in _texts(sheet, row):
            found[column] = sheet.ref(row, column), nfc(str(sheet.value(row, column)))
    return dict(sorted(found.items()))


def _data_rows(sheet: Sheet, start: int) -> Iterator[int]:
    classifier = RowClassifier(sheet, _FORMS_OF_NUMBERS[0], {})
    for row in range(start, len(sheet.rows)):
        if classifier.is_signature(row):
            return
        if any(map(begins_as_number, sheet.rows[row])) and not is_numbering(sheet.rows[row]):
            yield row


# --- what it may be ----------------------------------------------------------------------------


def _likely_form(
    sheet: Sheet,
    data: list[int],
    texts: dict[int, tuple[CellRef, str]],
    words: Vocabulary,
    named: str,
) -> Form:
    """The form that the head names, or that most labels of case types and headings are of."""
    meant = [
        row.form
        for at in data
        for value in sheet.rows[at]
        if isinstance(value, str) and value.strip()
        for row in words.labels.meant(value)
    ]
    headings = [fields_named(text, words.headings) for _, text in texts.values()]
    return max(
        _FORMS_OF_NUMBERS,
        key=lambda form: (
            names_form(named, form.code),
            meant.count(form.code),
            sum(form.code in fields for fields in headings),
        ),
    )


def _is_number(sheet: Sheet, row: int, column: int) -> bool:
    value = sheet.value(row, column)
    return isinstance(value, int | float) or (bool(value) and begins_as_number(value))


def _means(sheet: Sheet, row: int, column: int, words: Vocabulary) -> bool:
    value = sheet.value(row, column)
    return isinstance(value, str) and bool(value.strip()) and bool(words.labels.meant(value))


def _texts_in(sheet: Sheet, rows: list[int], column: int) -> Iterator[tuple[CellRef, str]]:
    for row in rows:
        value = sheet.value(row, column)
        if isinstance(value, str) and value.strip():
            yield sheet.ref(row, column), nfc(value)
