"""Tables in an office's own layout, in which labels stand for codes.

Nothing is guessed: a column of numbers that is not recognised, or a label that is not, is an error
at its cell. One table may hold the case types of several forms; then it is one table of each:

>>> from welfare_stats.design.catalogue.models import CaseType
>>> def case_type(code, label, form):
...     return CaseType(code=code, label=label, unit="người", kind="flow", form=form,
...         reporters="PLDTBXH", section="khac", valid_from="2014-01-01")
>>> labels = CaseTypeLabels([case_type("tc_nct", "Người cao tuổi", "HX-01"),
...     case_type("bhyt", "Cấp thẻ BHYT", "HX-02")])
>>> sheet = Sheet("Trang 1", [
...     ["TT", "Nội dung",          "Số lượng"],
...     [1.0,  "1. NGƯỜI CAO TUỔI", 50.0],
...     [2.0,  "Cap the BHYT",      20.0],
... ])
>>> for table in own_tables(sheet, Vocabulary(labels=labels)):
...     print(table.form.code, table.columns, table.data_rows)
HX-02 {'ordinal': 0, 'case_type_label': 1, 'total': 2} (2,)
HX-01 {'ordinal': 0, 'case_type_label': 1, 'closing': 2} (1,)
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from welfare_stats.collect.reading.amount_units import amount_unit
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.heading_paths import (
    heading_paths,
    is_comparison,
    year_of_heading,
)
from welfare_stats.collect.reading.headings import (
    Headings,
    block_of,
    fields_named,
    found_headings,
    headings_at,
)
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.row_kinds import RowClassifier, begins_as_number
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.sight import Sighted, hidden_parts
from welfare_stats.collect.reading.table_rows import TableRows, rows_under, stray_rows
from welfare_stats.collect.reading.turned_tables import turned_tables
from welfare_stats.collect.reading.vocabulary import Vocabulary
from welfare_stats.design.catalogue.labels import CaseTypeLabels
from welfare_stats.design.catalogue.lookup import nearest
from welfare_stats.design.forms import FORMS, Form, Role
from welfare_stats.design.forms.head import SheetHead
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import nfc

_LABEL = "case_type_label"
_FEWEST_COLUMNS = 2
_FORMS_OF_NUMBERS = [form for form in FORMS.values() if not form.is_list]


def own_tables(sheet: Sheet, words: Vocabulary) -> list[FoundTable]:
    """The tables of a sheet on which the headings of no form were found."""
    tables: list[FoundTable] = []
    row = head_starts = 0
    while row < len(sheet.rows):
        headings = headings_at(sheet, row, head_starts, words.headings, _FEWEST_COLUMNS)
        found: list[FoundTable] = []
        if headings is not None:
            head = read_head(sheet, head_starts, row)
            found = tables_by_label(sheet, headings, head, range(head_starts, row), words)
        if not found:
            row += 1
            continue
        tables += found
        rows = (row for table in found for row in (*table.data_rows, *table.total_rows))
        row = head_starts = max(rows, default=row) + 1
    return tables or turned_tables(sheet, words)


def tables_by_label(
    sheet: Sheet, headings: Headings, head: SheetHead, above: range, words: Vocabulary
) -> list[FoundTable]:
    """The tables, one of each form, under headings without a column of codes.

    None where no label is that of a case type.

    Args:
        sheet: the sheet.
        headings: of the form that they fit best.
        head: what stands above them.
        above: the rows of the head.
        words: what headings and labels mean.
    """
    column = next((c for c, name in headings.fields.items() if name == _LABEL), None)
    has_codes = headings.form.roles[Role.CASE_TYPE] in headings.fields.values()
    if headings.form.is_list or has_codes or column is None:
        return []
    columns = _columns(_with_years(sheet, headings, words))
    classifier = RowClassifier(
        sheet, headings.form, columns, lambda text: bool(words.labels.meant(text))
    )
    rows = rows_under(headings, classifier, words.headings)
    if any(_holds_code(sheet, row, words) for row in rows.data):
        return []  # a table of the form with the heading of its codes gone
    labels = Labels(sheet, column, headings.last_row + 1, words.labels)
    by_form = _rows_by_form(labels, rows.data, headings, words)
    if not by_form:
        return []
    found = [
        _table(sheet, block, head, above, _of_form(rows, own, is_main=at == 0))
        for at, (block, own) in enumerate(by_form)
    ]
    if len(found) > 1:
        forms = tuple(table.form.code for table in found)
        found = [replace(table, forms=forms) for table in found]
    strays = stray_rows(classifier, rows.end, words.headings)
    return [replace(found[0], findings=(*found[0].findings, *strays)), *found[1:]]


def _holds_code(sheet: Sheet, row: int, words: Vocabulary) -> bool:
    return any(isinstance(value, str) and value.strip() in words.codes for value in sheet.rows[row])


# --- labels ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a table: in a column of a sheet, from a row on."""

    sheet: Sheet
    column: int
    first_row: int
    meanings: CaseTypeLabels

    def text(self, row: int) -> str:
        """The label of a row; of a caption the first text."""
        value = self.sheet.value(row, self.column)
        if isinstance(value, str) and value.strip():
            return nfc(value)
        return next((nfc(v) for v in self.sheet.rows[row] if isinstance(v, str) and v.strip()), "")

    def above(self, row: int) -> list[str]:
        """The labels and captions above a row, the nearest first."""
        texts = (self.text(other) for other in range(row - 1, self.first_row - 1, -1))
        return [text for text in texts if text]


def _rows_by_form(
    labels: Labels, rows: Sequence[int], headings: Headings, words: Vocabulary
) -> list[tuple[Headings, list[int]]]:
    """For each form whose case types the labels name its headings and rows, most rows first.

    Rows that are not understood are with the form that has most.
    """
    sheet, also = labels.sheet, words.headings
    blocks = {
        form.code: _with_years(sheet, block, words)
        for form in _FORMS_OF_NUMBERS
        if (block := block_of(sheet, form, headings.first_row, headings.last_row, also, 1))
    }
    fitting = [code for code, block in blocks.items() if _has_headline(block)]
    meant = {
        row: labels.meanings.meant(labels.text(row), labels.above(row), fitting) for row in rows
    }
    certain = {row: {found.form for found in meant[row]} for row in rows}
    votes = Counter(str(min(forms, key=str)) for forms in certain.values() if len(forms) == 1)
    if not votes:
        return []
    ranked = sorted(votes, key=lambda code: (-votes[code], code != headings.form.code))
    main = ranked[0]
    return [
        (
            blocks[code],
            [
                row
                for row in rows
                if certain[row] == {code} or (code == main and len(certain[row]) != 1)
            ],
        )
        for code in ranked
    ]


def _has_headline(block: Headings) -> bool:
    return block.form.headline in block.fields.values()


def _of_form(rows: TableRows, own: Sequence[int], *, is_main: bool) -> TableRows:
    """The rows of one form; totals are of all that stands above, so only of the only form."""
    is_alone = len(own) == len(rows.data)
    return replace(rows, data=tuple(own), totals=rows.totals if is_alone and is_main else ())


# --- columns -----------------------------------------------------------------------------------


def _with_years(sheet: Sheet, headings: Headings, words: Vocabulary) -> Headings:
    """The headings without columns that only compare; of years the latest is what is reported.

    "Năm trước (2017)" is left out, and "Năm nay (2018)" is how many.
    """
    paths = heading_paths(sheet, headings.first_row, headings.last_row)
    fields = {
        column: name
        for column, name in headings.fields.items()
        if not any(map(is_comparison, paths.get(column, ())[:-1] or ()))
    }
    years = {
        column: year
        for column, path in paths.items()
        for year in [_year_of(path)]
        if year is not None and not any(map(is_comparison, path))
    }
    latest = max(years.values(), default=0)
    fields = {
        column: name for column, name in fields.items() if years.get(column, latest) == latest
    }
    headline = headings.form.headline
    if headline is not None and headline not in fields.values():
        of_latest = [
            column
            for column, year in years.items()
            if year == latest and not fields_named(paths[column][-1], words.headings)
        ]
        if len(of_latest) == 1:
            fields[of_latest[0]] = headline
    return replace(headings, fields=dict(sorted(fields.items())))


def _year_of(path: Sequence[str]) -> int | None:
    """The year that one of the headings above a column names; 0 for this year without a number."""
    years = [year for text in path if (year := year_of_heading(text)) is not None]
    return max(years, default=None)


def _stated_year(sheet: Sheet, headings: Headings) -> int | None:
    """The year of the columns that are read, where their headings name it."""
    paths = heading_paths(sheet, headings.first_row, headings.last_row)
    years = {
        year
        for column, name in headings.fields.items()
        if name in headings.form.numbers and (year := _year_of(paths.get(column, ())))
    }
    return max(years, default=None)


def _columns(headings: Headings) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, name in headings.fields.items():
        columns.setdefault(name, column)
    return columns


def _table(
    sheet: Sheet,
    headings: Headings,
    head: SheetHead,
    above: range,
    rows: TableRows,
) -> FoundTable:
    columns = _columns(headings)
    unit, about_unit = amount_unit(sheet, headings, columns, above.start, rows.data)
    findings = [
        *_about_columns(sheet, headings, columns, rows),
        *hidden_parts(Sighted(sheet, headings.form, columns, rows.data)),
        *about_unit,
    ]
    labels = {Role.CASE_TYPE: columns[_LABEL]}
    if "facility_name" in columns:
        labels[Role.FACILITY] = columns["facility_name"]
    return FoundTable(
        headings.form,
        sheet,
        head,
        headings.first_row,
        columns,
        rows.data,
        rows.totals,
        tuple(findings),
        unit,
        labels=labels,
        year=_stated_year(sheet, headings),
        headings=found_headings(sheet, headings, columns),
    )


def _about_columns(
    sheet: Sheet,
    headings: Headings,
    columns: Mapping[str, int],
    rows: TableRows,
) -> Iterator[Finding]:
    """What is said of the columns: not there, passed over, repeated, not understood."""
    form = headings.form
    paths = heading_paths(sheet, headings.first_row, headings.last_row)
    passed_over: list[tuple[int, str]] = []
    for column, path in paths.items():
        if column in headings.fields:
            name = headings.fields[column]
            if columns[name] != column:
                yield _repeated(sheet, headings, column, columns[name], path[-1])
            continue
        if not _has_numbers(sheet, column, rows.data) or column < columns[_LABEL]:
            continue
        if any(map(is_comparison, path)) or _year_of(path) is not None:
            passed_over.append((column, path[-1]))
        else:
            yield _unknown(sheet, headings, column, path[-1], columns)
    for column in _unnamed(sheet, paths, columns, rows.data):
        row = next(row for row in rows.data if begins_as_number(sheet.value(row, column)))
        cell = sheet.ref(row, column)
        yield kinds.TABLE_UNNAMED_COLUMN.at(cell, sheet.value(row, column), form=form.code)
    if passed_over:
        cell = sheet.ref(headings.first_row, passed_over[0][0])
        names = quoted([text for _, text in passed_over])
        yield kinds.COLUMNS_PASSED_OVER.at(cell, form=form.code, headings=names)


def _repeated(sheet: Sheet, headings: Headings, column: int, other: int, text: str) -> Finding:
    cell = sheet.ref(headings.last_row, column)
    name = headings.fields[column]
    return kinds.TABLE_DUPLICATE_COLUMN.at(
        cell,
        text,
        form=headings.form.code,
        heading=headings.form.columns[name].heading,
        other=sheet.ref(headings.last_row, other).a1.rstrip("0123456789"),
        other_value=str(sheet.value(headings.last_row, other)),
    )


def _unknown(
    sheet: Sheet, headings: Headings, column: int, text: str, columns: Mapping[str, int]
) -> Finding:
    row = next(
        row
        for row in range(headings.last_row, headings.first_row - 1, -1)
        if str(sheet.value(row, column)).strip() or row == headings.first_row
    )
    return kinds.UNKNOWN_OWN_COLUMN.at(
        sheet.ref(row, column),
        text,
        form=headings.form.code,
        candidates=nearest_heading(text, headings.form, columns),
    )


def nearest_heading(text: str, form: Form, columns: Mapping[str, int]) -> str:
    """In brackets the column that a heading is most like, of those that were not found; or ""."""
    others = [column.heading for name, column in form.numbers.items() if name not in columns]
    near = nearest(text, others)
    return f" (gần nhất: “{near}”)" if near else ""


def _has_numbers(sheet: Sheet, column: int, rows: Sequence[int]) -> bool:
    return any(begins_as_number(sheet.value(row, column)) for row in rows)


def _unnamed(
    sheet: Sheet, paths: Mapping[int, object], columns: Mapping[str, int], rows: Sequence[int]
) -> Iterator[int]:
    """Columns with numbers but without a heading, to the right of the labels."""
    width = max((len(sheet.rows[row]) for row in rows), default=0)
    for column in range(columns[_LABEL] + 1, width):
        if column not in paths and _has_numbers(sheet, column, rows):
            yield column


def quoted(texts: Sequence[str]) -> str:
    """The texts in quotation marks, separated by commas."""
    return ", ".join(f"“{text}”" for text in texts)
