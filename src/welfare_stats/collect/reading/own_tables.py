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
from welfare_stats.collect.reading.headings import (
    Headings,
    block_of,
    fields_named,
    found_headings,
    headings_at,
    lowest_texts,
)
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.own_columns import (
    LABEL,
    about_columns,
    columns_meant,
    first_columns,
    paths_of,
    whole_block,
    years_of,
)
from welfare_stats.collect.reading.row_kinds import RowClassifier
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.sight import Sighted, hidden_parts
from welfare_stats.collect.reading.table_rows import TableRows, rows_under, stray_rows
from welfare_stats.collect.reading.turned_tables import turned_tables
from welfare_stats.collect.reading.vocabulary import Vocabulary
from welfare_stats.design.catalogue.labels import CaseTypeLabels
from welfare_stats.design.forms import FORMS, Role
from welfare_stats.design.forms.head import SheetHead
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import nfc, quoted

_FEWEST_COLUMNS = 2
_MOST_ROWS_ABOVE = 3  # in which a heading of labels may stand
_FORMS_OF_NUMBERS = [form for form in FORMS.values() if not form.is_list]


def own_tables(sheet: Sheet, words: Vocabulary) -> list[FoundTable]:
    """The tables of a sheet on which the headings of no form were found."""
    tables: list[FoundTable] = []
    row = head_starts = 0
    while row < len(sheet.rows):
        headings = headings_at(sheet, row, head_starts, words.headings, _FEWEST_COLUMNS)
        found: list[FoundTable] = []
        if headings is not None:
            found = tables_by_label(sheet, headings, head_starts, words)
        if not found:
            row += 1
            continue
        tables += found
        rows = (row for table in found for row in (*table.data_rows, *table.total_rows))
        row = head_starts = max(rows, default=row) + 1
    return tables or turned_tables(sheet, words)


def tables_by_label(
    sheet: Sheet, headings: Headings, head_starts: int, words: Vocabulary
) -> list[FoundTable]:
    """The tables, one of each form, under headings without a column of codes.

    None where no label is that of a case type.

    Args:
        sheet: the sheet.
        headings: of the form that they fit best.
        head_starts: the first row of the head above them.
        words: what headings and labels mean.
    """
    headings = _with_labels(sheet, headings, head_starts, words)
    column = next((c for c, name in headings.fields.items() if name == LABEL), None)
    has_codes = headings.form.roles[Role.CASE_TYPE] in headings.fields.values()
    if headings.form.is_list or has_codes or column is None:
        return []
    headings = whole_block(sheet, headings, head_starts)
    head = read_head(sheet, head_starts, headings.first_row)
    above = range(head_starts, headings.first_row)
    blocks = _blocks(sheet, headings, column, words)
    if not blocks:
        return []
    widest = max(blocks.values(), key=lambda block: _count_numbers(block, headings))
    classifier = RowClassifier(
        sheet, widest.form, first_columns(widest), lambda text: bool(words.labels.meant(text))
    )
    rows = rows_under(headings, classifier, words.headings)
    if any(_holds_code(sheet, row, words) for row in rows.data):
        return []  # a table of the form with the heading of its codes gone
    labels = Labels(sheet, column, headings.last_row + 1, words.labels)
    ignored = [
        row
        for row in rows.data
        if any(words.is_ignored([labels.text(row)], form) for form in blocks)
    ]
    rows = replace(rows, data=tuple(row for row in rows.data if row not in ignored))
    by_form = _rows_by_form(labels, rows.data, headings.form.code, blocks)
    if not by_form:
        return []
    found = [
        _table(sheet, block, head, above, _of_form(rows, own, is_main=at == 0), words)
        for at, (block, own) in enumerate(by_form)
    ]
    if len(found) > 1:
        forms = tuple(table.form.code for table in found)
        found = [replace(table, forms=forms) for table in found]
    others = [
        *stray_rows(classifier, rows.end, words.headings),
        *_ignored(labels, ignored, found[0]),
    ]
    return [replace(found[0], findings=(*found[0].findings, *others)), *found[1:]]


def _with_labels(sheet: Sheet, headings: Headings, head_starts: int, words: Vocabulary) -> Headings:
    """The headings with a column of labels, where they have none.

    It has "Nội dung" in a row above, or a heading in other words over labels of case types.
    """
    above = _with_labels_above(sheet, headings, head_starts, words)
    form = headings.form
    if form.is_list or {LABEL, form.roles[Role.CASE_TYPE]} & set(above.fields.values()):
        return above
    column = _column_called_labels(sheet, headings, words)
    if column is None:
        column = _column_of_labels(sheet, headings, words)
    if column is None:
        return headings
    return replace(
        headings,
        first_row=_row_of_heading(sheet, headings, head_starts, column),
        fields=dict(sorted({**headings.fields, column: LABEL}.items())),
    )


def _row_of_heading(sheet: Sheet, headings: Headings, head_starts: int, column: int) -> int:
    """The first row of the headings, with the one above in which the column has its own."""
    highest = max(head_starts, headings.first_row - _MOST_ROWS_ABOVE)
    rows = range(headings.last_row, highest - 1, -1)
    own = next((row for row in rows if str(sheet.value(row, column)).strip()), headings.first_row)
    return min(own, headings.first_row)


def _column_called_labels(sheet: Sheet, headings: Headings, words: Vocabulary) -> int | None:
    """The column that another form calls that of labels: "Diện đối tượng"."""
    for column, text in lowest_texts(sheet, headings.first_row, headings.last_row):
        if column not in headings.fields and LABEL in fields_named(text, words.headings).values():
            return column
    return None


_FEWEST_LABELS = 2
_ROWS_LOOKED_AT = 60  # to find out what a column or a table is


def _column_of_labels(sheet: Sheet, headings: Headings, words: Vocabulary) -> int | None:
    """The column left of the numbers in which several cells are labels of case types."""
    numbers = (c for c, name in headings.fields.items() if name in headings.form.numbers)
    first = min(numbers, default=0)
    rows = range(
        headings.last_row + 1, min(len(sheet.rows), headings.last_row + 1 + _ROWS_LOOKED_AT)
    )
    counts = {
        column: sum(
            isinstance(value := sheet.value(row, column), str) and bool(words.labels.meant(value))
            for row in rows
        )
        for column in range(first)
        if column not in headings.fields
    }
    best = max(counts, key=lambda column: counts[column], default=None)
    return best if best is not None and counts[best] >= _FEWEST_LABELS else None


def _with_labels_above(
    sheet: Sheet, headings: Headings, head_starts: int, words: Vocabulary
) -> Headings:
    """The headings with the row above in which "Nội dung" stands, where they have no labels."""
    form, last = headings.form, headings.last_row
    highest = max(head_starts, headings.first_row - _MOST_ROWS_ABOVE)
    for first in range(headings.first_row - 1, highest - 1, -1):
        if {LABEL, form.roles[Role.CASE_TYPE]} & set(headings.fields.values()):
            break
        block = block_of(sheet, form, first, last, words.headings)
        if block is not None and LABEL in block.fields.values():
            return block
    return headings


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
        before = self.sheet.rows[row][: self.column]
        return next((nfc(v) for v in before if isinstance(v, str) and v.strip()), "")

    def above(self, row: int) -> Iterator[str]:
        """The labels and captions above a row, the nearest first."""
        texts = (self.text(other) for other in range(row - 1, self.first_row - 1, -1))
        return (text for text in texts if text)


def _ignored(labels: Labels, rows: Sequence[int], table: FoundTable) -> Iterator[Finding]:
    """What is said of rows of which the office wants nothing."""
    if rows:
        cell = labels.sheet.ref(rows[0], labels.column)
        texts = quoted(labels.text(row) for row in rows)
        yield kinds.IGNORED.at(cell, form=table.form.code, texts=texts)


def _blocks(sheet: Sheet, headings: Headings, label: int, words: Vocabulary) -> dict[str, Headings]:
    """The headings as those of each form of which they name a number, by code of the form."""
    first, last = headings.first_row, headings.last_row
    blocks = {
        form.code: columns_meant(sheet, block, words)
        for form in _FORMS_OF_NUMBERS
        if (block := block_of(sheet, form, first, last, words.headings, 1))
    }
    return {
        code: replace(block, fields=dict(sorted({**block.fields, label: LABEL}.items())))
        for code, block in blocks.items()
        if _numbers_of(block)
    }


def _numbers_of(block: Headings) -> set[str]:
    return set(block.fields.values()) & block.form.numbers.keys()


def _count_numbers(block: Headings, preferred: Headings) -> tuple[int, bool]:
    return len(_numbers_of(block)), block.form is preferred.form


def _rows_by_form(
    labels: Labels, rows: Sequence[int], preferred: str, blocks: Mapping[str, Headings]
) -> list[tuple[Headings, list[int]]]:
    """For each form whose case types the labels name its headings and rows, most rows first.

    Rows that are not understood are with the form that has most.
    """
    fitting = list(blocks)
    meant = {
        row: labels.meanings.meant(labels.text(row), labels.above(row), fitting) for row in rows
    }
    certain = {row: {found.form for found in meant[row]} for row in rows}
    votes = Counter(str(min(forms, key=str)) for forms in certain.values() if len(forms) == 1)
    if not votes:
        votes = Counter(dict(_votes_of_likeness(labels, rows, fitting).most_common(1)))
    if not votes:
        return []
    ranked = sorted(votes, key=lambda code: (-votes[code], code != preferred))
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


_FEWEST_ALIKE = 2


def _votes_of_likeness(labels: Labels, rows: Sequence[int], forms: Sequence[str]) -> Counter[str]:
    """How many labels are like those of each form, where none is one of a case type.

    So the labels can be told to be unknown, each at its cell, and be taught.
    """
    looked_at = [labels.text(row) for row in rows[:_ROWS_LOOKED_AT]]
    near = Counter(
        {
            form: sum(bool(labels.meanings.nearest(text, form, 1)) for text in looked_at)
            for form in forms
        }
    )
    return Counter({form: count for form, count in near.items() if count >= _FEWEST_ALIKE})


def _of_form(rows: TableRows, own: Sequence[int], *, is_main: bool) -> TableRows:
    """The rows of one form; totals are of all that stands above, so only of the only form."""
    is_alone = len(own) == len(rows.data)
    return replace(rows, data=tuple(own), totals=rows.totals if is_alone and is_main else ())


# --- a table ---------------------------------------------------------------------------------


def _table(
    sheet: Sheet,
    headings: Headings,
    head: SheetHead,
    above: range,
    rows: TableRows,
    words: Vocabulary,
) -> FoundTable:
    columns = first_columns(headings)
    unit, about_unit = amount_unit(
        sheet, headings, columns, above.start, rows.data, _path_of_amounts(sheet, headings)
    )
    findings = [
        *about_columns(sheet, headings, columns, rows.data, words),
        *hidden_parts(Sighted(sheet, headings.form, columns, rows.data)),
        *about_unit,
    ]
    labels = {Role.CASE_TYPE: columns[LABEL]}
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
        headings=found_headings(sheet, headings, columns),
        years=tuple(years_of(sheet, headings)),
    )


def _path_of_amounts(sheet: Sheet, headings: Headings) -> Sequence[str]:
    """All headings above the column of amounts: the unit of money may stand in a group heading."""
    column = first_columns(headings).get("amount")
    return () if column is None else paths_of(sheet, headings)[column]
