"""The columns of a turned table: which case type and which field each of them holds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from welfare_stats.collect.reading.group_headings import (
    PATH_MARK,
    field_within,
    odd_heading,
    only_compares,
    says_nothing,
)
from welfare_stats.collect.reading.heading_paths import Path, heading_paths, year_of_heading
from welfare_stats.collect.reading.headings import fields_named
from welfare_stats.collect.reading.row_kinds import begins_as_number
from welfare_stats.collect.reading.sheet import Address, Sheet
from welfare_stats.collect.reading.turned_rows import heading_cell
from welfare_stats.collect.reading.vocabulary import Vocabulary, unknown_label
from welfare_stats.design.catalogue.models import CaseType
from welfare_stats.design.forms import FORMS, Form, Measure
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.vietnamese import fold, quoted

_FEWEST_PARTS = 2
HOW_MANY = "Tổng số"
"""What a column is of that has nothing but the label of a case type above it."""
_MOST_HEADINGS_OF_A_TOTAL = 2
_TOTAL_OF_COLUMNS = {"tong so", "tong cong", "tong", "cong", "tong so nguoi", "tong so doi tuong"}

CaseTypeAndField = tuple[str, str]
"""What a column holds; the case type is "" where it adds up several."""


@dataclass(frozen=True)
class HeadingBlock:
    """The headings of a turned table and the rows under them, counted from 0.

    Attributes:
        rows: the heading rows.
        name: the column of the names of communes or facilities.
        data: the rows with numbers.
    """

    sheet: Sheet
    rows: range
    name: int
    data: Sequence[int]

    @cached_property
    def paths(self) -> dict[int, Path]:
        """All headings above each column with numbers to the right of the names; () where none."""
        found = heading_paths(self.sheet, self.rows.start, self.rows.stop - 1)
        width = max((len(self.sheet.rows[row]) for row in self.data), default=0)
        return {
            column: found.get(column, ())
            for column in range(self.name + 1, width)
            if has_numbers(self.sheet, self.data, column)
        }

    def cell(self, column: int, text: str | None = None) -> CellRef:
        """The cell of a text above a column; of its lowest heading where not given."""
        return self.sheet.ref(*heading_cell(self.sheet, self.rows, column, text))


def has_numbers(sheet: Sheet, rows: Sequence[int], column: int) -> bool:
    """Whether a column holds a number in one of the rows, or what should be one."""
    return any(
        begins_as_number(sheet.value(row, column)) or (row, column) in sheet.unreadable
        for row in rows
    )


def columns_of(
    sheet: Sheet,
    paths: Mapping[int, Path],
    rows: Sequence[int],
    form: Form,
    words: Vocabulary,
) -> dict[CaseTypeAndField, int]:
    """The column of each number of the form, the first where it is repeated."""
    columns: dict[CaseTypeAndField, int] = {}
    for column, path in paths.items():
        what = what_of(path, form, words)
        if what is not None and has_numbers(sheet, rows, column):
            columns.setdefault(what, column)
    return columns


def case_type_of(path: Path, form: Form, words: Vocabulary) -> tuple[CaseType, int] | None:
    """The case type that the lowest label above a column names, and how deep the label is."""
    for depth in range(len(path) - 1, -1, -1):
        if fields_named(path[depth], words.headings).get(form.code) in form.numbers and depth:
            continue
        found = words.labels.meant(path[depth], path[:depth][::-1], [form.code])
        if len(found) == 1:
            return found[0], depth
    return None


def what_of(path: Path, form: Form, words: Vocabulary) -> tuple[str, str] | None:
    """The case type ("" for a total of case types) and the field that a column holds."""
    if only_compares(path) or form.headline is None:
        return None
    found = case_type_of(path, form, words)
    if found is None:
        name = _name_of_total(path, form, words)
        return None if name is None else ("", name)
    case_type, depth = found
    captions = [text for text in path[:depth] if not words.labels.is_caption(text, form.code)]
    below = list(path[depth + 1 :])
    while below and year_of_heading(below[-1]) is not None:
        below.pop()
    own = below[-1] if below else HOW_MANY
    named = fields_named(own, words.headings).get(form.code) if below else form.headline
    if named not in form.numbers:
        return None
    name = field_within([*captions, *below[:-1]], own, named, form, words.headings)
    return None if name is None else (case_type.code, name)


def _name_of_total(path: Path, form: Form, words: Vocabulary) -> str | None:
    """What a column says of all case types together: "Tổng số", "Trong tổng số" over "Nữ".

    "Nữ" alone may be of the case type beside it; money without one is that of all.
    """
    *groups, own = path
    if not all(map(says_nothing, groups)):
        return None
    if fold(own) in _TOTAL_OF_COLUMNS and len(path) <= _MOST_HEADINGS_OF_A_TOTAL:
        return form.headline
    name = fields_named(own, words.headings).get(form.code)
    if name not in form.numbers or name == form.headline:
        return None
    is_amount = form.numbers[name].measure is Measure.AMOUNT
    return name if is_amount or groups else None


def whole_of(columns: Collection[CaseTypeAndField], form: Form, words: Vocabulary) -> str:
    """The case type that totals are of, if more is said of it than how many; or "".

    It is the one of the form that all case types of the table are the parts of.
    """
    names = {name for code, name in columns if not code}
    parents = {words.labels.parent_of(code) for code, _ in columns if code}
    if form.headline not in names or len(names) == 1 or len(parents) != 1:
        return ""
    (parent,) = parents
    return parent.code if parent is not None and parent.form == form.code else ""


def _is_of_any_form(path: Path, words: Vocabulary) -> bool:
    """Whether the column is that of another form."""
    meant = ((form, what_of(path, form, words)) for form in FORMS.values() if not form.is_list)
    return any(what is not None and (what[0] or what[1] == form.headline) for form, what in meant)


def label_cell(
    sheet: Sheet, rows: range, column: int, path: Path, form: Form, words: Vocabulary
) -> Address:
    """The cell of the label above a column, or without one of its lowest heading."""
    found = case_type_of(path, form, words)
    return heading_cell(sheet, rows, column, path[found[1]] if found else None)


# --- what is said of them ------------------------------------------------------------------------


def parts_of_totals(columns: Mapping[CaseTypeAndField, int], form: Form) -> list[int]:
    """The columns that say more of all case types together than how many: "Nữ" of all."""
    return [
        column for (code, name), column in columns.items() if not code and name != form.headline
    ]


def about_columns(
    block: HeadingBlock,
    form: Form,
    columns: Mapping[CaseTypeAndField, int],
    words: Vocabulary,
    unclear: Collection[int],
) -> Iterator[Finding]:
    """What is said of columns that are not read: only compared, repeated, not understood.

    Of what is ``unclear`` nobody can tell which case type it is of.
    """
    passed_over = []
    ignored = []
    for column, path in block.paths.items():
        cell = block.cell(column)
        what = what_of(path, form, words) if path else None
        if not path:
            yield _unnamed(block, column, form)
        elif column in unclear:
            text = PATH_MARK.join(path)
            yield kinds.UNKNOWN_OWN_COLUMN.at(cell, text, form=form.code, candidates="")
        elif what is not None and columns[what] != column:
            yield _repeated(block, column, columns[what], form.columns[what[1]].heading, form)
        elif what is None and (only_compares(path) or _adds_up(block, column, form, words)):
            passed_over.append((cell, path[-1]))
        elif what is None and words.is_ignored([*path, PATH_MARK.join(path)], form.code):
            ignored.append((cell, path[-1]))
        elif what is None and not _is_of_any_form(path, words):
            yield _unknown(block, column, form, words)
    if ignored:
        texts = quoted(text for _, text in ignored)
        yield kinds.IGNORED.at(ignored[0][0], form=form.code, texts=texts)
    if passed_over:
        names = quoted(text for _, text in passed_over)
        yield kinds.COLUMNS_PASSED_OVER.at(passed_over[0][0], form=form.code, headings=names)


def _unknown(block: HeadingBlock, column: int, form: Form, words: Vocabulary) -> Finding:
    """A column whose label or, beside a known label, whose heading or group is not understood."""
    path = block.paths[column]
    found = case_type_of(path, form, words)
    if found is None:
        names = (text for text in reversed(path) if not fields_named(text, words.headings))
        label = next(names, path[-1])
        return unknown_label(block.cell(column, label), label, form.code, words.labels)
    captions = [text for text in path[: found[1]] if not words.labels.is_caption(text, form.code)]
    text = odd_heading([*captions, *(path[found[1] + 1 :] or [HOW_MANY])], form, words.headings)
    cell = block.cell(column, text)
    return kinds.UNKNOWN_OWN_COLUMN.at(
        cell, text or PATH_MARK.join(path), form=form.code, candidates=""
    )


def _unnamed(block: HeadingBlock, column: int, form: Form) -> Finding:
    cells = ((row, column) for row in block.data)
    at = next(cell for cell in cells if begins_as_number(block.sheet.value(*cell)))
    return kinds.TABLE_UNNAMED_COLUMN.at(
        block.sheet.ref(*at), block.sheet.value(*at), form=form.code
    )


def _repeated(block: HeadingBlock, column: int, other: int, heading: str, form: Form) -> Finding:
    return kinds.TABLE_DUPLICATE_COLUMN.at(
        block.cell(column),
        block.paths[column][-1],
        form=form.code,
        heading=heading,
        other=block.cell(other).a1.rstrip("0123456789"),
        other_value=block.paths[other][-1],
    )


def _adds_up(block: HeadingBlock, column: int, form: Form, words: Vocabulary) -> bool:
    """Whether a column only adds up others in its group, in every row."""
    path = block.paths[column]
    if fold(path[-1]) not in _TOTAL_OF_COLUMNS:
        return False
    group = path[:-1]
    parts = [
        other
        for other, beside in block.paths.items()
        if other != column and beside[: len(group)] == group
        if (what := what_of(beside, form, words)) is not None and what[1] == form.headline
    ]
    return len(parts) >= _FEWEST_PARTS and all(
        _number(block, row, column) == sum(_number(block, row, part) for part in parts)
        for row in block.data
    )


def _number(block: HeadingBlock, row: int, column: int) -> float:
    value = block.sheet.value(row, column)
    return value if isinstance(value, int | float) else 0
