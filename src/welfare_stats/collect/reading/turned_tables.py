"""Tables the other way round: case types as columns, communes or facilities as rows with a total.

Each row becomes a table of the form, of the part of the unit that it names; the row of totals
becomes that of the whole unit.

>>> from welfare_stats.design.catalogue.labels import CaseTypeLabels
>>> from welfare_stats.design.catalogue.models import CaseType
>>> def case_type(code, label):
...     return CaseType(code=code, label=label, unit="người", kind="stock", form="HX-01",
...         reporters="PLDTBXH", section="khac", valid_from="2014-01-01")
>>> labels = CaseTypeLabels(
...     [case_type("tc_nct", "Người cao tuổi"), case_type("tc_te", "Trẻ em mồ côi")])
>>> sheet = Sheet("Phụ lục", [
...     ["TT", "Tên xã", "Người cao tuổi", "",   "Trẻ em mồ côi"],
...     ["",   "",       "Tổng số",        "Nữ", ""],
...     [1.0,  "Xã An",  50.0,             20.0, 3.0],
...     ["",   "Cộng",   50.0,             20.0, 3.0],
... ])
>>> for table in turned_tables(sheet, Vocabulary(labels=labels)):
...     print(repr(table.part), table.sheet.rows[0], table.sheet.ref(0, 2).a1)
'Xã An' ['Xã An', 'Người cao tuổi', 50.0, 20.0] C3
'' ['Cộng', 'Người cao tuổi', 50.0, 20.0] C4
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from welfare_stats.collect.reading.amount_units import amount_unit_of_columns
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.heading_paths import heading_paths
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.row_kinds import (
    RowClassifier,
    begins_as_number,
    is_blank,
    is_numbering,
)
from welfare_stats.collect.reading.sheet import Address, Sheet
from welfare_stats.collect.reading.turned_columns import (
    HeadingBlock,
    about_columns,
    case_type_of,
    columns_of,
    label_cell,
    parts_of_totals,
    whole_of,
)
from welfare_stats.collect.reading.turned_rows import Turned, table_of_row
from welfare_stats.collect.reading.vocabulary import Vocabulary
from welfare_stats.collect.reading.years import stated_years
from welfare_stats.design.catalogue.models import CaseType
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.findings import Finding, any_error, kinds
from welfare_stats.vietnamese import fold

_FEWEST_CASE_TYPES = 2
_UNIT_LINE = re.compile(r"(?:don vi tinh|dvt|don vi)\b")
_MOST_HEADING_ROWS = 4


def turned_tables(sheet: Sheet, words: Vocabulary) -> list[FoundTable]:
    """The tables that the rows of a turned table make up, one for each row and form."""
    headings = _heading_rows(sheet, words)
    if headings is None:
        return []
    found: list[Turned] = []
    for form in _by_case_types(sheet, headings, words):
        turned = _turned(sheet, headings, form, words, found)
        if turned is not None:
            found.append(turned)
    head = read_head(sheet, 0, headings.start)
    return [
        table_of_row(sheet, turned, row, head, is_first=row == turned.rows[0])
        for turned in found
        for row in turned.rows
    ]


# --- headings ----------------------------------------------------------------------------------


def _heading_rows(sheet: Sheet, words: Vocabulary) -> range | None:
    """The rows of headings, among which several are labels of case types."""
    for row, cells in enumerate(sheet.rows):
        labels = [c for c, value in enumerate(cells) if _label(value, words)]
        if len(labels) < _FEWEST_CASE_TYPES:
            continue
        first = row
        starts = {labels[0], next(c for c, value in enumerate(cells) if not is_blank(value))}
        while first > 0 and _is_group_row(sheet, first - 1, labels[0], starts - {0}):
            first -= 1
        last = row
        while last + 1 < len(sheet.rows) and _is_heading_row(sheet, last + 1, labels[0]):
            last += 1
        is_short = last - first < _MOST_HEADING_ROWS
        return range(first, last + 1) if is_short else None
    return None


def _label(value: object, words: Vocabulary) -> list[CaseType]:
    return words.labels.meant(value) if isinstance(value, str) and value.strip() else []


def _is_group_row(sheet: Sheet, row: int, first: int, starts: Collection[int]) -> bool:
    """Whether a row above has a heading over the columns of case types: not a title, a group.

    A title is one text alone that begins further left, or somewhere in the middle.
    """
    cells = sheet.rows[row]
    texts = [column for column, value in enumerate(cells) if not is_blank(value)]
    if not texts or any(isinstance(v, int | float) for v in cells):
        return False
    if all(_UNIT_LINE.match(fold(str(cells[column]))) for column in texts):
        return False
    if len(texts) == 1:
        return texts[0] in starts or _is_over_some(sheet, row, texts[0], first)
    return texts[-1] >= first


def _is_over_some(sheet: Sheet, row: int, column: int, first: int) -> bool:
    """Whether a text is a merged heading over some columns of case types, not of names too."""
    return column >= first and any(
        (top, left) == (row, column) and right > left
        for (top, left), (_, right) in sheet.marks.merged
    )


def _is_heading_row(sheet: Sheet, row: int, first: int) -> bool:
    cells = sheet.rows[row]
    has_text = any(isinstance(value, str) and value.strip() for value in cells[first:])
    return has_text and not any(map(begins_as_number, cells)) and not is_numbering(cells)


def _by_case_types(sheet: Sheet, rows: range, words: Vocabulary) -> list[Form]:
    """The forms of numbers, that of most case types above columns first: it takes what it knows."""
    paths = heading_paths(sheet, rows.start, rows.stop - 1).values()
    forms = [form for form in FORMS.values() if not form.is_list]
    return sorted(
        forms, key=lambda form: -sum(case_type_of(path, form, words) is not None for path in paths)
    )


def _turned(
    sheet: Sheet, rows: range, form: Form, words: Vocabulary, found: Sequence[Turned]
) -> Turned | None:
    """What the columns that no other form has taken are of this one.

    Several case types must be of the first form; of others one is enough.
    """
    paths = heading_paths(sheet, rows.start, rows.stop - 1)
    known = {column for column, path in paths.items() if case_type_of(path, form, words)}
    taken = {column for turned in found for column in turned.columns.values()}
    known -= taken
    if not known:
        return None
    first = min(known)
    data = list(_data_rows(sheet, rows.stop, first, form))
    free = {column: path for column, path in paths.items() if column not in taken}
    columns = columns_of(sheet, free, data, form, words)
    codes = {code for code, _ in columns if code}
    if len(codes) < (1 if found else _FEWEST_CASE_TYPES):
        return None
    name = _name_column(sheet, data, first)
    findings: list[Finding] = []
    whole = whole_of(columns, form, words)
    unclear = [] if whole else parts_of_totals(columns, form)
    certain = {what: column for what, column in columns.items() if column not in unclear}
    if not found:
        block = HeadingBlock(sheet, rows, name, data)
        findings += about_columns(block, form, columns, words, unclear)
        if any_error(findings):  # nobody knows what the totals of rows are the totals of
            certain, whole = {what: column for what, column in certain.items() if what[0]}, ""
        findings += [*_strays(sheet, data, certain), *_merged_numbers(sheet, form, data, certain)]
    labels: dict[str, Address] = {}
    for (code, _), column in certain.items():
        labels.setdefault(code, label_cell(sheet, rows, column, paths[column], form, words))
    amounts = [column for (_, field_name), column in certain.items() if field_name == "amount"]
    said = [text for column in amounts for text in paths[column]]
    unit, about_unit = amount_unit_of_columns(sheet, rows, said, sorted(amounts), form.code, data)
    findings += about_unit
    years = tuple(stated_years(sheet, rows, {c: paths[c] for c in sorted(certain.values())}))
    return Turned(form, rows, name, certain, labels, data, findings, unit, years, whole)


def _strays(
    sheet: Sheet, data: Sequence[int], columns: Mapping[tuple[str, str], int]
) -> Iterator[Finding]:
    """Findings on rows with numbers in several columns below the signature: they are not read."""
    for row in range(max(data, default=len(sheet.rows)) + 1, len(sheet.rows)):
        numbers = [c for c in columns.values() if isinstance(sheet.value(row, c), int | float)]
        if len(numbers) >= _FEWEST_CASE_TYPES and not is_numbering(sheet.rows[row]):
            yield kinds.TABLE_ROWS_AFTER_END.at(sheet.ref(row, numbers[0]))


def _merged_numbers(
    sheet: Sheet, form: Form, data: Sequence[int], columns: Mapping[tuple[str, str], int]
) -> Iterator[Finding]:
    """Findings on merged cells with a number, which may be of any row or column."""
    field_of = {column: name for (_, name), column in columns.items()}
    for (top, left), (bottom, right) in sheet.marks.merged:
        if top in data and left in field_of and (top, left) != (bottom, right):
            first, last = sheet.ref(top, left), sheet.ref(bottom, right)
            yield kinds.MERGED_NUMBERS.at(
                first,
                sheet.value(top, left),
                heading=form.columns[field_of[left]].heading,
                cells=f"{first.a1}:{last.a1}",
            )


# --- rows --------------------------------------------------------------------------------------


def _data_rows(sheet: Sheet, start: int, first: int, form: Form) -> Iterator[int]:
    """The rows with numbers under the headings, up to the signature."""
    classifier = RowClassifier(sheet, form, {})
    for row in range(start, len(sheet.rows)):
        cells = sheet.rows[row]
        if classifier.is_signature(row):
            return
        has_cells = any(not is_blank(value) for value in cells[first:])
        is_unreadable = any((row, c) in sheet.unreadable for c in range(first, len(cells)))
        if (has_cells or is_unreadable) and not is_numbering(cells):
            yield row


def _name_column(sheet: Sheet, rows: Sequence[int], first: int) -> int:
    """The column left of the numbers with most texts."""

    def texts(column: int) -> int:
        values = (sheet.value(row, column) for row in rows)
        return sum(isinstance(v, str) and len(v.strip()) > 1 for v in values)

    return max(range(max(first, 1)), key=texts)
