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

from collections.abc import Collection, Iterator, Mapping, Sequence

from welfare_stats.collect.reading.amount_units import amount_unit_of_columns
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.heading_paths import (
    Path,
    heading_paths,
    is_comparison,
    year_of_heading,
)
from welfare_stats.collect.reading.headings import fields_named
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.row_kinds import (
    RowClassifier,
    begins_as_number,
    is_blank,
    is_numbering,
)
from welfare_stats.collect.reading.sheet import Address, Sheet
from welfare_stats.collect.reading.turned_rows import Turned, heading_cell, table_of_row
from welfare_stats.collect.reading.vocabulary import Vocabulary, unknown_label
from welfare_stats.design.catalogue.models import CaseType
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import fold

_FEWEST_CASE_TYPES = 2
_MOST_HEADING_ROWS = 4
_TOTAL_OF_COLUMNS = {"tong so", "tong cong", "tong", "cong", "tong so nguoi", "tong so doi tuong"}


def turned_tables(sheet: Sheet, words: Vocabulary) -> list[FoundTable]:
    """The tables that the rows of a turned table make up, one for each row and form."""
    headings = _heading_rows(sheet, words)
    if headings is None:
        return []
    found: list[Turned] = []
    for form in _by_case_types(sheet, headings, words):
        taken = {column for turned in found for column in turned.columns.values()}
        turned = _turned(sheet, headings, form, words, taken)
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
        while first > 0 and _is_group_row(sheet, first - 1, labels[0]):
            first -= 1
        last = row
        while last + 1 < len(sheet.rows) and _is_heading_row(sheet, last + 1, labels[0]):
            last += 1
        is_short = last - first < _MOST_HEADING_ROWS
        return range(first, last + 1) if is_short else None
    return None


def _label(value: object, words: Vocabulary) -> list[CaseType]:
    return words.labels.meant(value) if isinstance(value, str) and value.strip() else []


def _is_group_row(sheet: Sheet, row: int, first: int) -> bool:
    """Whether a row above has a heading over the columns of case types: not a title, a group."""
    cells = sheet.rows[row]
    return any(not is_blank(value) for value in cells[first:]) and not any(
        isinstance(value, int | float) for value in cells
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
        forms, key=lambda form: -sum(_case_type(path, form, words) is not None for path in paths)
    )


def _turned(
    sheet: Sheet, rows: range, form: Form, words: Vocabulary, taken: Collection[int]
) -> Turned | None:
    """What the columns that no other form has taken are of this one, if several are."""
    paths = heading_paths(sheet, rows.start, rows.stop - 1)
    first = min((c for c, path in paths.items() if _case_type(path, form, words)), default=None)
    if first is None:
        return None
    data = list(_data_rows(sheet, rows.stop, first, form))
    paths = {
        column: path
        for column, path in paths.items()
        if column >= first
        and column not in taken
        and any(begins_as_number(sheet.value(row, column)) for row in data)
    }
    columns: dict[tuple[str, str], int] = {}
    labels: dict[str, Address] = {}
    for column, path in paths.items():
        what = _what(path, form, words)
        if what is not None and what not in columns:
            columns[what] = column
            labels.setdefault(what[0], _label_cell(sheet, rows, column, path, form, words))
    if len({code for code, _ in columns if code}) < _FEWEST_CASE_TYPES:
        return None
    unit, about_unit = _amount_unit(sheet, rows, form, columns, data)
    years = (year for c in columns.values() for text in paths[c] if (year := year_of_heading(text)))
    return Turned(
        form,
        rows,
        _name_column(sheet, data, first),
        columns,
        labels,
        data,
        [*_about_columns(sheet, rows, form, paths, columns, words), *about_unit],
        unit,
        max(years, default=None),
    )


def _about_columns(
    sheet: Sheet,
    rows: range,
    form: Form,
    paths: Mapping[int, Path],
    columns: Mapping[tuple[str, str], int],
    words: Vocabulary,
) -> Iterator[Finding]:
    """What is said of columns that are not read: only compared, repeated, not understood."""
    passed_over = []
    for column, path in paths.items():
        cell = sheet.ref(*heading_cell(sheet, rows, column))
        what = _what(path, form, words)
        if what is not None and columns[what] != column:
            other = sheet.ref(*heading_cell(sheet, rows, columns[what]))
            yield kinds.TABLE_DUPLICATE_COLUMN.at(
                cell,
                path[-1],
                form=form.code,
                heading=form.columns[what[1]].heading,
                other=other.a1.rstrip("0123456789"),
                other_value=paths[columns[what]][-1],
            )
        elif what is None and _is_passed_over(path):
            passed_over.append((cell, path[-1]))
        elif what is None and not _is_of_any_form(path, words):
            yield _unknown(sheet, rows, column, path, form, words)
    if passed_over:
        names = ", ".join(f"“{text}”" for _, text in passed_over)
        yield kinds.COLUMNS_PASSED_OVER.at(passed_over[0][0], form=form.code, headings=names)


def _unknown(
    sheet: Sheet, rows: range, column: int, path: Path, form: Form, words: Vocabulary
) -> Finding:
    """A column whose label or, under a known label, whose heading is not understood."""
    if _case_type(path, form, words) is not None:
        cell = sheet.ref(*heading_cell(sheet, rows, column))
        return kinds.UNKNOWN_OWN_COLUMN.at(cell, path[-1], form=form.code, candidates="")
    label = next(
        (text for text in reversed(path) if form.code not in fields_named(text, words.headings)),
        path[-1],
    )
    cell = sheet.ref(*heading_cell(sheet, rows, column, label))
    return unknown_label(cell, label, form.code, words.labels)


def _label_cell(
    sheet: Sheet, rows: range, column: int, path: Path, form: Form, words: Vocabulary
) -> Address:
    """The cell of the label above a column, or without one of its lowest heading."""
    found = _case_type(path, form, words)
    return heading_cell(sheet, rows, column, path[found[1]] if found else None)


def _case_type(path: Path, form: Form, words: Vocabulary) -> tuple[CaseType, int] | None:
    """The case type that the lowest label above a column names, and how deep the label is."""
    for depth in range(len(path) - 1, -1, -1):
        if fields_named(path[depth], words.headings).get(form.code) in form.numbers and depth:
            continue
        found = words.labels.meant(path[depth], path[:depth][::-1], [form.code])
        if len(found) == 1:
            return found[0], depth
    return None


def _what(path: Path, form: Form, words: Vocabulary) -> tuple[str, str] | None:
    """The case type ("" for a total of case types) and the field that a column holds."""
    if any(map(is_comparison, path)):
        return None
    found = _case_type(path, form, words)
    if found is None:
        is_total = fold(path[-1]) in _TOTAL_OF_COLUMNS and len(path) <= _FEWEST_CASE_TYPES
        return ("", form.headline) if is_total and form.headline else None
    case_type, depth = found
    below = [text for text in path[depth + 1 :] if year_of_heading(text) is None]
    if not below:
        return (case_type.code, form.headline) if form.headline else None
    name = fields_named(below[-1], words.headings).get(form.code)
    return (case_type.code, name) if name in form.numbers else None


def _is_of_any_form(path: Path, words: Vocabulary) -> bool:
    """Whether the column is that of another form."""
    return any(_what(path, form, words) is not None for form in FORMS.values() if not form.is_list)


def _is_passed_over(path: Path) -> bool:
    is_subtotal = fold(path[-1]) in _TOTAL_OF_COLUMNS
    return is_subtotal or any(map(is_comparison, path))


# --- rows --------------------------------------------------------------------------------------


def _data_rows(sheet: Sheet, start: int, first: int, form: Form) -> Iterator[int]:
    """The rows with numbers under the headings, up to the signature."""
    classifier = RowClassifier(sheet, form, {})
    for row in range(start, len(sheet.rows)):
        cells = sheet.rows[row]
        if classifier.is_signature(row):
            return
        if any(map(begins_as_number, cells[first:])) and not is_numbering(cells):
            yield row


def _name_column(sheet: Sheet, rows: Sequence[int], first: int) -> int:
    """The column left of the numbers with most texts."""

    def texts(column: int) -> int:
        values = (sheet.value(row, column) for row in rows)
        return sum(isinstance(v, str) and len(v.strip()) > 1 for v in values)

    return max(range(max(first, 1)), key=texts)


def _amount_unit(
    sheet: Sheet,
    rows: range,
    form: Form,
    columns: Mapping[tuple[str, str], int],
    data: Sequence[int],
) -> tuple[float, list[Finding]]:
    """By what amounts are multiplied to be in nghìn đồng, as headings and lines above say."""
    amounts = sorted(column for (_, name), column in columns.items() if name == "amount")
    return amount_unit_of_columns(sheet, rows, amounts, form.code, data) if amounts else (1, [])
