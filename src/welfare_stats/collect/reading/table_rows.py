"""The rows under the headings of a table, down to its end, and what is left over beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.collect.reading.headings import (
    FieldsByHeading,
    Headings,
    headings_at,
    lowest_texts,
)
from welfare_stats.collect.reading.row_kinds import (
    FEWEST_CELLS_OF_A_STRAY_CASE,
    RowClassifier,
    is_blank,
    is_numbering,
    says_of_which_day,
)
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.findings import Finding, kinds


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table, counted from 0.

    Attributes:
        data: rows with numbers or a case.
        totals: rows with totals that the sender typed.
        others: rows that are no data: totals, captions, remarks.
        end: the first row behind the table.
    """

    data: tuple[int, ...]
    totals: tuple[int, ...]
    others: tuple[int, ...]
    end: int


def rows_under(headings: Headings, classifier: RowClassifier, also: FieldsByHeading) -> TableRows:
    """The rows under the headings, up to a signature, another table or the end of the sheet."""
    sheet = classifier.sheet
    data: list[int] = []
    totals: list[int] = []
    others: list[int] = []
    row = headings.last_row + 1
    under_headings = True
    while row < len(sheet.rows):
        cells = sheet.rows[row]
        if classifier.is_plainly_data(row):
            under_headings = False
            data.append(row)
            row += 1
            continue
        if (under_headings and is_numbering(cells)) or says_of_which_day(cells):
            under_headings = under_headings and not is_numbering(cells)
            row += 1
            continue
        under_headings = under_headings and all(map(is_blank, cells))
        again = headings_at(sheet, row, row, also)
        if again is not None and again.fields == headings.fields:
            row = again.last_row + 1  # the headings are repeated on each printed page
            under_headings = True
            continue
        if again is not None or classifier.is_signature(row):
            break
        if classifier.is_total(row):
            totals.append(row)
            others.append(row)
        elif classifier.is_data(row):
            data.append(row)
        else:
            others.append(row)
        row += 1
    return TableRows(tuple(data), tuple(totals), tuple(others), row)


def unnamed_columns(
    sheet: Sheet, headings: Headings, columns: Mapping[str, int], data: Sequence[int]
) -> list[Finding]:
    """Findings for columns with numbers but without a heading, whose numbers are not read."""
    named = {column for column, _ in lowest_texts(sheet, headings.first_row, headings.last_row)}
    first, last = min(columns.values(), default=0), max(columns.values(), default=0)
    # Numbers to the left of the table are ordinals.
    width = max((len(sheet.rows[row]) for row in data), default=0)
    first_number = {
        column: row
        for column in range(first + 1, width)
        if column not in named
        for row in reversed(data)
        if isinstance(sheet.value(row, column), int | float)
    }
    return [
        (kinds.TABLE_UNNAMED_COLUMN if column < last else kinds.TABLE_NUMBERS_BESIDE).at(
            sheet.ref(row, column),
            sheet.value(row, column),
            hidden=headings.form.is_list,
            form=headings.form.code,
        )
        for column, row in first_number.items()
    ]


def stray_rows(classifier: RowClassifier, end: int, also: FieldsByHeading) -> list[Finding]:
    """Findings for data rows below the end of a table and above any next one: they are not read."""
    findings = []
    for row in range(end, len(classifier.sheet.rows)):
        if headings_at(classifier.sheet, row, row, also) is not None:
            break
        if classifier.is_data(row, FEWEST_CELLS_OF_A_STRAY_CASE):
            cell = classifier.first_cell(row)
            findings.append(kinds.TABLE_ROWS_AFTER_END.at(cell, hidden=classifier.is_list))
    return findings
