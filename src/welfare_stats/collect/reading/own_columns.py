"""Which field each column of an own layout holds, by all headings above it, and what is said of it.

>>> from welfare_stats.design.forms import FORMS
>>> sheet = Sheet("Trang 1", [
...     ["Nội dung", "Năm 2017", "Năm 2018", ""],
...     ["",         "Số người", "Số người", "Nữ"],
... ])
>>> headings = Headings(FORMS["HX-01"], 0, 1, {})
>>> columns_meant(sheet, headings, Vocabulary()).fields
{0: 'case_type_label', 2: 'closing', 3: 'female'}
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from welfare_stats.collect.reading.found_table import StatedYear
from welfare_stats.collect.reading.group_headings import (
    PATH_MARK,
    field_under,
    groups_compare,
    odd_heading,
    only_compares,
)
from welfare_stats.collect.reading.heading_paths import Path, day_of_heading, heading_paths
from welfare_stats.collect.reading.headings import Headings, fields_named, lowest_texts
from welfare_stats.collect.reading.row_kinds import begins_as_number, is_blank, is_numbering
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.turned_rows import heading_cell
from welfare_stats.collect.reading.vocabulary import Vocabulary
from welfare_stats.collect.reading.years import THIS_TIME, stated_years, year_of
from welfare_stats.design.catalogue.lookup import nearest
from welfare_stats.design.forms import Form, Measure
from welfare_stats.design.forms.money import is_bare_unit
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import nfc, quoted

LABEL = "case_type_label"
_MOST_HEADING_ROWS = 5


# --- which rows ----------------------------------------------------------------------------------


def whole_block(sheet: Sheet, headings: Headings, head_starts: int) -> Headings:
    """The headings with the rows of them above and below that name no field of the form.

    Above, groups such as "Đề nghị hưởng" may stand over several columns; below, their parts.
    """
    label = next((c for c, name in headings.fields.items() if name == LABEL), None)
    if label is None:
        return headings
    first, last = headings.first_row, headings.last_row
    while first > head_starts and _is_group_row(sheet, first - 1, label):
        first -= 1
    while last - first < _MOST_HEADING_ROWS and _continues(sheet, last + 1, label):
        last += 1
    return replace(headings, first_row=first, last_row=last)


def _continues(sheet: Sheet, row: int, label: int) -> bool:
    """Whether a row under headings is one of them: texts only, all to the right of the labels."""
    if row >= len(sheet.rows):
        return False
    cells = sheet.rows[row]
    right = [value for value in cells[label + 1 :] if not is_blank(value)]
    return (
        bool(right)
        and all(map(is_blank, cells[: label + 1]))
        and not any(map(begins_as_number, right))
        and not is_numbering(cells)
        and any(not is_bare_unit(str(text)) for text in right)
    )


def _is_group_row(sheet: Sheet, row: int, label: int) -> bool:
    """Whether a row above headings has groups: several texts, or one over some of the columns."""
    cells = sheet.rows[row]
    texts = [column for column, value in enumerate(cells) if not is_blank(value)]
    if not texts or texts[0] <= label or not all(isinstance(cells[c], str) for c in texts):
        return False
    groups = [
        right > left
        for (top, left), (_, right) in sheet.marks.merged
        if top == row and left in texts
    ]
    return len(texts) > 1 or any(groups)


# --- which fields --------------------------------------------------------------------------------


def columns_meant(sheet: Sheet, headings: Headings, words: Vocabulary) -> Headings:
    """The headings with the field of each column, by all headings above it.

    Columns that only compare are left out; of years the latest is what is reported: "Năm trước
    (2017)" is left out, and "Năm nay (2018)" is how many.
    """
    form = headings.form
    paths = paths_of(sheet, headings)
    fields = {
        column: name
        for column, path in paths.items()
        if (name := field_under(path, form, words.headings)) is not None
        and (name not in form.numbers or not groups_compare(path[:-1]))
    }
    years = {
        column: year
        for column, path in paths.items()
        if (year := year_of(path)) is not None and not only_compares(path)
    }
    latest = max(years.values(), default=THIS_TIME)
    fields = {
        column: name
        for column, name in fields.items()
        if name not in form.numbers or years.get(column, latest) == latest
    }
    headline = form.headline
    if headline is not None and headline not in fields.values():
        of_latest = [
            column
            for column, year in years.items()
            if year == latest and not fields_named(paths[column][-1], words.headings)
        ]
        if len(of_latest) == 1:
            fields[of_latest[0]] = headline
    fields |= _by_day(paths, fields, form)
    return replace(headings, fields=dict(sorted(fields.items())))


def _by_day(paths: Mapping[int, Path], known: Mapping[int, str], form: Form) -> dict[int, str]:
    """The columns whose headings say of which day they are: "Số có đến 31/12/2017".

    The last day is that of how many there are; an earlier one, beside the movement, the opening.
    """
    days = {column: max(days) for column, path in paths.items() if (days := _days_of(path))}
    found: dict[int, str] = {}
    headline, names = form.headline, set(known.values())
    if headline is not None and headline not in names:
        last = [column for column, day in days.items() if day == max(days.values())]
        found |= {column: headline for column in last if len(last) == 1}
    opening, *moved = map(form.wholes.get, (Measure.OPENING, Measure.INCREASE, Measure.DECREASE))
    if opening is None or opening in names or names.isdisjoint(moved):
        return found
    earlier = [
        column
        for column, day in days.items()
        if column not in known and column not in found and day < max(days.values())
    ]
    if len(earlier) == 1:
        found[earlier[0]] = opening
    return found


def _days_of(path: Path) -> list[date]:
    """The days that headings above a column say and nothing else."""
    return [day for text in path if (day := day_of_heading(text)) is not None]


def paths_of(sheet: Sheet, headings: Headings) -> dict[int, Path]:
    """All headings above each column; a unit of money in a cell of its own is of the one above."""
    paths = heading_paths(sheet, headings.first_row, headings.last_row)
    lowest = dict(lowest_texts(sheet, headings.first_row, headings.last_row))
    found = {}
    for column, path in paths.items():
        groups = path
        while len(groups) > 1 and is_bare_unit(groups[-1]):
            groups = groups[:-1]
        is_with_unit = groups != path and column in lowest
        found[column] = (*groups[:-1], nfc(lowest[column]) if is_with_unit else groups[-1])
    return found


def first_columns(headings: Headings) -> dict[str, int]:
    """The column of each field, the first where it is repeated."""
    columns: dict[str, int] = {}
    for column, name in headings.fields.items():
        columns.setdefault(name, column)
    return columns


def years_of(sheet: Sheet, headings: Headings) -> Iterator[StatedYear]:
    """The years that the headings of columns name, read or passed over."""
    rows = range(headings.first_row, headings.last_row + 1)
    paths = {
        column: path
        for column, path in paths_of(sheet, headings).items()
        if not _is_of_the_start(path, headings, column)
    }
    read = {c for c, name in headings.fields.items() if name in headings.form.numbers}
    return stated_years(sheet, rows, paths, read)


def _is_of_the_start(path: Path, headings: Headings, column: int) -> bool:
    """Whether a column says how many there were on a day of the start, or is not yet understood.

    The opening of a year is that at the end of the one before.
    """
    days = _days_of(path)
    name = headings.fields.get(column)
    if name is None:
        return bool(days)
    is_opening = headings.form.columns[name].measure is Measure.OPENING
    return is_opening and any((day.month, day.day) == (12, 31) for day in days)


# --- what is said of them ------------------------------------------------------------------------


def about_columns(
    sheet: Sheet,
    headings: Headings,
    columns: Mapping[str, int],
    rows: Sequence[int],
    words: Vocabulary,
) -> Iterator[Finding]:
    """What is said of the columns: not there, passed over, repeated, not understood."""
    form = headings.form
    paths = paths_of(sheet, headings)
    passed_over: list[tuple[int, str]] = []
    ignored: list[tuple[int, str]] = []
    newest = max((year_of(path) or 0 for path in paths.values()), default=0)
    for column, path in paths.items():
        if column in headings.fields:
            name = headings.fields[column]
            if columns[name] != column:
                yield _repeated(sheet, headings, column, columns[name], path[-1])
            continue
        if not has_numbers(sheet, column, rows) or column < columns[LABEL]:
            continue
        if words.is_ignored([*path, PATH_MARK.join(path)], form.code):
            ignored.append((column, path[-1]))
            continue
        # What is of this time and not understood is not passed over: it is what is reported.
        if only_compares(path) or (year_of(path) or newest) < newest:
            passed_over.append((column, path[-1]))
        else:
            yield _unknown(sheet, headings, column, path, columns, words)
    for column in _unnamed(sheet, paths, columns, rows):
        row = next(row for row in rows if begins_as_number(sheet.value(row, column)))
        cell = sheet.ref(row, column)
        yield kinds.TABLE_UNNAMED_COLUMN.at(cell, sheet.value(row, column), form=form.code)
    if ignored:
        cell = sheet.ref(headings.last_row, ignored[0][0])
        texts = quoted(text for _, text in ignored)
        yield kinds.IGNORED.at(cell, form=form.code, texts=texts)
    if passed_over:
        cell = sheet.ref(headings.first_row, passed_over[0][0])
        names = quoted(text for _, text in passed_over)
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
    sheet: Sheet,
    headings: Headings,
    column: int,
    path: Path,
    columns: Mapping[str, int],
    words: Vocabulary,
) -> Finding:
    rows = range(headings.first_row, headings.last_row + 1)
    text = odd_heading(path, headings.form, words.headings)
    cell = sheet.ref(*heading_cell(sheet, rows, column, text))
    return kinds.UNKNOWN_OWN_COLUMN.at(
        cell,
        text or PATH_MARK.join(path),
        form=headings.form.code,
        candidates=nearest_heading(text or path[-1], headings.form, columns),
    )


def nearest_heading(text: str, form: Form, columns: Mapping[str, int]) -> str:
    """In brackets the column that a heading is most like, of those that were not found; or ""."""
    others = [column.heading for name, column in form.numbers.items() if name not in columns]
    near = nearest(text, others)
    return f" (gần nhất: “{near}”)" if near else ""


def has_numbers(sheet: Sheet, column: int, rows: Sequence[int]) -> bool:
    """Whether a column holds a number in one of these rows, or a text that begins with one."""
    return any(begins_as_number(sheet.value(row, column)) for row in rows)


def _unnamed(
    sheet: Sheet, paths: Mapping[int, object], columns: Mapping[str, int], rows: Sequence[int]
) -> Iterator[int]:
    """Columns with numbers but without a heading, to the right of the labels."""
    width = max((len(sheet.rows[row]) for row in rows), default=0)
    for column in range(columns[LABEL] + 1, width):
        if column not in paths and has_numbers(sheet, column, rows):
            yield column
