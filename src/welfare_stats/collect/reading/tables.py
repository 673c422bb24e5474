"""Finding the tables of known forms on a sheet: their data rows, their total rows, their end.

>>> sheet = Sheet("Trang 1", [
...     ["Mã chỉ tiêu", "Chỉ tiêu", "Tổng số", "Nữ"],
...     ["bhyt", "Cấp thẻ", 50.0, 20.0],
...     ["", "Tổng cộng", 50.0, 20.0],
...     ["", "", "NGƯỜI LẬP BIỂU", ""],
... ])
>>> [table] = find_tables(sheet)
>>> table.form.code, table.data_rows, table.total_rows
('HX-02', (1,), (2,))
"""

from collections.abc import Iterator, Sequence

from welfare_stats.collect.reading.amount_units import amount_unit
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.headings import (
    Headings,
    found_headings,
    headings_at,
    locate_columns,
    missing_columns,
)
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.own_tables import own_tables, tables_by_label
from welfare_stats.collect.reading.row_kinds import RowClassifier
from welfare_stats.collect.reading.sheet import Sheet, check_width
from welfare_stats.collect.reading.sight import Sighted, hidden_parts
from welfare_stats.collect.reading.stated_counts import stated_counts
from welfare_stats.collect.reading.table_rows import rows_under, stray_rows, unnamed_columns
from welfare_stats.collect.reading.turned_tables import turned_tables
from welfare_stats.collect.reading.vocabulary import FORMS_ALONE, Vocabulary
from welfare_stats.design.forms import Role
from welfare_stats.findings import CellValue, Finding, kinds


def find_tables(sheet: Sheet, words: Vocabulary = FORMS_ALONE) -> list[FoundTable]:
    """Every table of a known form on the sheet, from top to bottom.

    Args:
        sheet: the sheet.
        words: what the office's headings and labels mean.

    Raises:
        UnreadableFileError: there is one, and the sheet is far wider than any form.
    """
    tables: list[FoundTable] = []
    head_starts = 0
    row = 0
    while row < len(sheet.rows):
        headings = headings_at(sheet, row, head_starts, words.headings)
        if headings is None:
            row += 1
            continue
        found = tables_by_label(sheet, headings, head_starts, words)
        if not found and not tables and not _has_labels(headings):
            turned = turned_tables(sheet, words)
            if turned:
                tables = turned
                break
        found = found or [_table_under(sheet, headings, head_starts, words)]
        tables += found
        rows = (row for table in found for row in (*table.data_rows, *table.total_rows))
        row = head_starts = max((headings.last_row, *rows)) + 1
    tables = tables or own_tables(sheet, words)
    if tables:
        check_width(sheet)
    return tables


def _has_labels(headings: Headings) -> bool:
    """Whether the headings are those of rows that say which case type or whose case they are of."""
    roles = headings.form.roles
    names = {roles.get(Role.CASE_TYPE), roles.get(Role.RECORD), "case_type_label"}
    return not names.isdisjoint(headings.fields.values())


def _table_under(
    sheet: Sheet, headings: Headings, head_starts: int, words: Vocabulary
) -> FoundTable:
    """The table under the headings of a form that have a column of codes."""
    head = read_head(sheet, head_starts, headings.first_row)
    above = range(head_starts, headings.first_row)
    columns, findings = locate_columns(sheet, headings)
    classifier = RowClassifier(sheet, headings.form, columns)
    rows = rows_under(headings, classifier, words.headings)
    findings += stray_rows(classifier, rows.end, words.headings)
    findings += hidden_parts(Sighted(sheet, headings.form, columns, rows.data))
    if not missing_columns(headings.form, columns):
        findings += unnamed_columns(sheet, headings, columns, rows.data)
    if not rows.data and not headings.form.is_list:  # an empty list of cases means: no cases
        findings.append(
            kinds.TABLE_EMPTY.at(
                sheet.ref(headings.first_row, min(headings.fields)),
                form=headings.form.code,
            )
        )
    unit, about_unit = amount_unit(sheet, headings, columns, above.start, rows.data)
    findings += about_unit
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
        tuple(stated_counts(sheet, above, rows.others)) if headings.form.is_list else (),
        headings=found_headings(sheet, headings, columns),
    )


def rows_without_headings(
    sheet: Sheet, tables: Sequence[FoundTable], words: Vocabulary
) -> Iterator[Finding]:
    """A finding for a case type with numbers above all headings, or on a sheet without headings.

    It may be named by its code, or in a workbook without codes by its label.

    Without it nobody would learn that the row is not counted. Only the first such row of a sheet is
    reported.

    Args:
        sheet: the sheet.
        tables: the tables that were found on it.
        words: what codes and labels mean.
    """
    end = min((table.first_row for table in tables), default=len(sheet.rows))
    for row, cells in enumerate(sheet.rows[:end]):
        figures = [column for column, value in enumerate(cells) if _is_figure(value)]
        for column, value in enumerate(cells[: max(figures, default=0)]):
            if not isinstance(value, str):
                continue
            if value.strip().lower() in words.codes:
                yield kinds.ROWS_WITHOUT_HEADINGS.at(sheet.ref(row, column), value)
                return
            if not tables and words.labels.meant(value):
                yield kinds.LABELS_WITHOUT_HEADINGS.at(sheet.ref(row, column), value)
                return


def numbers_in_text(sheet: Sheet, words: Vocabulary) -> Iterator[Finding]:
    """A finding for each cell that says a case type's numbers in a sentence, as in a letter."""
    for row, cells in enumerate(sheet.rows):
        for column, value in enumerate(cells):
            label, colon, rest = value.partition(":") if isinstance(value, str) else ("", "", "")
            if colon and any(ch.isdecimal() for ch in rest):
                meant = words.labels.meant(label)
                if meant:
                    cell = sheet.ref(row, column)
                    yield kinds.NUMBERS_IN_TEXT.at(cell, value, label=meant[0].label)


def _is_figure(value: CellValue) -> bool:
    """Whether a cell holds a number or a date, perhaps as text."""
    if not isinstance(value, str):
        return not isinstance(value, bool)
    text = value.strip()
    return text[:1].isdecimal() and not any(ch.isalpha() for ch in text)
