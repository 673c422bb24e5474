"""The heading rows of a table: where they are, of which form, and which column is which field.

Every block of one to three rows is tried against every form. Of each column the lowest text in the
block counts, because group headings such as "Trong đó" stand above. The form and block with most
fields found and fewest missing win:

>>> sheet = Sheet("Trang 1", [
...     ["Mã chỉ tiêu", "Đầu kỳ", "Số tăng", "Trong đó", "", "Cuối kỳ (4)"],
...     ["", "", "", "Nữ", "Hộ nghèo", ""],
...     ["tc_tre_em", 100.0, 5.0, 3.0, 1.0, 105.0],
... ])
>>> headings = headings_at(sheet, 0, head_starts=0)
>>> headings.form.code, headings.first_row, headings.last_row
('HX-01', 0, 1)
>>> columns, findings = locate_columns(sheet, headings)
>>> columns
{'case_type': 0, 'opening': 1, 'increase': 2, 'female': 3, 'poor': 4, 'closing': 5}
>>> findings[0].code, findings[0].message
('table.missing-column', 'Biểu HX-01 thiếu cột “Giảm”.')
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.sheet import Sheet, without_value
from welfare_stats.design.catalogue.lookup import nearest
from welfare_stats.design.forms import FORMS, Form, Measure
from welfare_stats.design.forms.head import names_form
from welfare_stats.design.forms.money import is_bare_unit, names_amount, names_other_amount
from welfare_stats.findings import CellRef, CellValue, Finding, SheetRef, kinds
from welfare_stats.vietnamese import fold, nfc

FEWEST_HEADINGS = 3
_MOST_HEADING_ROWS = 3
_LONGEST_HEADING = 80
# What may stand behind a heading: "Tổng số (4)", "Cuối kỳ (4)=(1)+(2)-(3)", "Mã chỉ tiêu (B)",
# "Nữ (người)".
_OF_WHICH = re.compile(r"^\s*trong đó\s*[:,-]?\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s*\((?:\d{1,2}\).*|[A-Z]\)|(?:người|lượt|lượt người|ca|trường hợp)\))\s*$")


@dataclass(frozen=True, slots=True)
class Headings:
    """A block of heading rows, read as the headings of one form.

    Rows and columns count from 0; ``fields`` gives the field of each column that was recognised.
    """

    form: Form
    first_row: int
    last_row: int
    fields: dict[int, str]

    @property
    def fit(self) -> int:
        """How well the block fits the form: fields found, less compulsory ones not found."""
        found = set(self.fields.values())
        return len(found) - len(missing_columns(self.form, found))


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading that was recognised, and the field that it names; ``text`` is what is written."""

    cell: CellRef
    text: str
    field: str


FieldsByHeading = Mapping[str, Mapping[str, str]]
"""For folded headings, the field that each names on each form, by code of the form."""
NO_OTHERS: FieldsByHeading = {}


@cache
def _fields_by_heading() -> dict[str, dict[str, str]]:
    """For each folded heading, the field that it names on each form, by code of the form."""
    index: dict[str, dict[str, str]] = defaultdict(dict)
    for form in FORMS.values():
        for name, column in form.columns.items():
            for heading in column.headings:
                index[fold(heading)][form.code] = name
    return index


def fields_named(value: CellValue, also: FieldsByHeading) -> Mapping[str, str]:
    """The field that a heading names on each form, by code of the form; empty if on none."""
    if not isinstance(value, str) or len(value) > _LONGEST_HEADING:
        return {}
    fields = _fields_by_heading()
    own = fields.get(fold(value))
    if own and not also:
        return own
    plain = _OF_WHICH.sub("", _SUFFIX.sub("", nfc(value)))
    key = fold(plain)
    own = own or fields.get(key) or (_fields_of(Measure.AMOUNT) if names_amount(plain) else {})
    own = own or _of_moment(key)
    if not also:
        return own
    return {**own, **(also.get(fold(value)) or also.get(key) or {})}


_MOMENT = re.compile(
    r"(?:(?:so|tong so|nguoi|luong|doi tuong|co|co mat|hien co|dang|duoc|huong|quan ly|tro cap"
    r"|hang thang|ky truoc|chuyen sang|tu|den) )*(dau|cuoi) (?:nam|ky)(?: bao cao| nay)?(?: \d{4})?"
)


def _of_moment(heading: str) -> dict[str, str]:
    """The field that a folded heading names by its moment: "so nguoi huong dau nam 2018"."""
    found = _MOMENT.fullmatch(heading)
    if found is None:
        return {}
    return _fields_of({"dau": Measure.OPENING, "cuoi": Measure.CLOSING}[found[1]])


@cache
def _fields_of(measure: Measure) -> dict[str, str]:
    """The field of a measure on each form that asks for it, by code of the form."""
    return {form.code: form.wholes[measure] for form in FORMS.values() if measure in form.wholes}


def headings_at(
    sheet: Sheet,
    row: int,
    head_starts: int,
    also: FieldsByHeading = NO_OTHERS,
    fewest: int = FEWEST_HEADINGS,
) -> Headings | None:
    """The headings that begin at ``row``, if any do.

    Args:
        sheet: the sheet.
        row: where the block of heading rows is to begin.
        head_starts: the first row of the head above, which may name the form.
        also: the office's own headings.
        fewest: how many columns must be recognised.
    """
    if sum(bool(fields_named(value, also)) for value in sheet.rows[row]) < fewest:
        return None
    blocks = [
        block
        for last in _possible_ends(sheet, row)
        for texts in [_named_columns(sheet, row, last, also)]
        for form in FORMS.values()
        if (block := _block(form, texts, row, last, fewest)) is not None
    ]
    if not blocks:
        return None
    named = read_head(sheet, head_starts, row).items.get("form_code", "")
    # Of blocks that fit equally well, the form that the head names wins, then fewer rows.
    return max(
        blocks,
        key=lambda block: (block.fit, names_form(named, block.form.code), -block.last_row),
    )


def _possible_ends(sheet: Sheet, row: int) -> Iterator[int]:
    """The rows on which headings may end: not below numbers, for labels may read like headings."""
    yield row
    for last in range(row + 1, min(row + _MOST_HEADING_ROWS, len(sheet.rows))):
        if any(isinstance(value, int | float) for value in sheet.rows[last]):
            return
        yield last


def block_of(
    sheet: Sheet,
    form: Form,
    first: int,
    last: int,
    also: FieldsByHeading = NO_OTHERS,
    fewest: int = FEWEST_HEADINGS,
) -> Headings | None:
    """The rows from ``first`` to ``last`` as headings of the form, if enough of it is there."""
    return _block(form, _named_columns(sheet, first, last, also), first, last, fewest)


_NamedColumns = Sequence[tuple[int, Mapping[str, str]]]
"""By column, the fields that the lowest text there names on each form."""


def _named_columns(sheet: Sheet, first: int, last: int, also: FieldsByHeading) -> _NamedColumns:
    return [(column, fields_named(text, also)) for column, text in lowest_texts(sheet, first, last)]


def _block(form: Form, texts: _NamedColumns, first: int, last: int, fewest: int) -> Headings | None:
    fields = {column: named[form.code] for column, named in texts if form.code in named}
    compulsory = sum(not column.may_be_absent for column in form.columns.values())
    found = set(fields.values())
    if len(found) < (max(fewest, compulsory // 3) if fewest == FEWEST_HEADINGS else fewest):
        return None
    if form.numbers and fewest == FEWEST_HEADINGS and not found & form.numbers.keys():
        return None  # a table of codes, as on a guidance sheet, is not a form
    return Headings(form, first, last, fields)


def lowest_texts(sheet: Sheet, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Of each column with text in a block of rows the lowest text, below any group heading.

    A unit of money in a cell of its own belongs to the heading above it.
    """
    width = max(len(sheet.rows[row]) for row in range(first, last + 1))
    for column in range(width):
        unit = ""
        for row in range(last, first - 1, -1):
            text = sheet.value(row, column)
            if not isinstance(text, str) or not text.strip():
                continue
            if not unit and row > first and is_bare_unit(text):
                unit = text
                continue
            yield column, f"{text} {unit}" if unit else text
            break
        else:
            if unit:
                yield column, unit


def locate_columns(sheet: Sheet, headings: Headings) -> tuple[dict[str, int], list[Finding]]:
    """The column of each field, and findings for unknown, missing and repeated columns."""
    form = headings.form
    columns: dict[str, int] = {}
    findings = []
    unknown: list[tuple[int, str]] = []
    reported: set[str] = set()
    for column, text in lowest_texts(sheet, headings.first_row, headings.last_row):
        name = headings.fields.get(column)
        if name is None and "amount" in form.columns and names_other_amount(text):
            cell = _heading_cell(sheet, headings, column)
            about = "kinh phí của biểu tính bằng nghìn đồng"
            findings.append(
                kinds.OTHER_AMOUNT_UNIT.at(cell, nfc(text), form=form.code, other=about)
            )
            reported.add("amount")
        elif name is None:
            unknown.append((column, nfc(text)))
        elif name in columns:
            findings.append(
                kinds.TABLE_DUPLICATE_COLUMN.at(
                    _heading_cell(sheet, headings, column),
                    nfc(text),
                    form=form.code,
                    heading=form.columns[name].heading,
                    other=_heading_cell(sheet, headings, columns[name]).a1.rstrip("0123456789"),
                    other_value=nfc(str(_heading_text(sheet, headings, columns[name]))),
                )
            )
        else:
            columns[name] = column
    missing = [
        form.columns[name].heading
        for name in missing_columns(form, columns)
        if name not in reported
    ]
    unreadable = [
        without_value(sheet.ref(row, column), content, "Tiêu đề cột")
        for (row, column), content in sheet.unreadable.items()
        if headings.first_row <= row <= headings.last_row
    ]
    # One missing and one unknown column are likely the same one: that is reported once. With a
    # heading that cannot be read, it is not known what is missing.
    is_renamed = len(missing) == len(unknown) == 1
    findings += unreadable or [
        kinds.TABLE_MISSING_COLUMN.at(SheetRef(sheet.name), form=form.code, heading=heading)
        for heading in missing
        if not is_renamed
    ]
    beside = set() if missing else _beside(headings, [column for column, _ in unknown])
    findings += [
        kinds.TABLE_COLUMN_BESIDE.at(_heading_cell(sheet, headings, column), text, form=form.code)
        if column in beside
        else kinds.TABLE_UNKNOWN_COLUMN.at(
            _heading_cell(sheet, headings, column),
            text,
            form=form.code,
            suggestion=_suggest_heading(text, missing, is_renamed=is_renamed),
        )
        for column, text in unknown
    ]
    return columns, findings


def found_headings(
    sheet: Sheet, headings: Headings, columns: Mapping[str, int]
) -> tuple[FoundHeading, ...]:
    """The headings of the columns of a table, from left to right."""
    return tuple(
        FoundHeading(
            _heading_cell(sheet, headings, column),
            nfc(str(_heading_text(sheet, headings, column))),
            name,
        )
        for name, column in sorted(columns.items(), key=lambda pair: pair[1])
    )


def _beside(headings: Headings, unknown: Sequence[int]) -> set[int]:
    """Of the unknown columns those to the right of the table and of a column without heading."""
    end = max(headings.fields)
    while end + 1 in unknown:
        end += 1
    return {column for column in unknown if column > end}


def missing_columns(form: Form, columns: Collection[str]) -> list[str]:
    """The compulsory fields of the form that no column was found for."""
    return [
        name
        for name, column in form.columns.items()
        if name not in columns and not column.may_be_absent
    ]


def _suggest_heading(text: str, missing: Sequence[str], *, is_renamed: bool) -> str:
    if is_renamed:
        return (
            f"Biểu thiếu cột “{missing[0]}”: nếu chính là cột này thì hãy sửa tiêu đề; nếu không, "
            f"hãy thêm cột “{missing[0]}” và bỏ cột này."
        )
    meant = nearest(text, list(missing))
    if meant is None:
        return "Hãy bỏ cột này, hoặc ghi nội dung vào cột Ghi chú."
    return f"Nếu đây là cột “{meant}” thì hãy ghi tiêu đề đúng như vậy."


def _heading_text(sheet: Sheet, headings: Headings, column: int) -> CellValue:
    cell = _heading_cell(sheet, headings, column)
    return sheet.value(cell.row, cell.column)


def _heading_cell(sheet: Sheet, headings: Headings, column: int) -> CellRef:
    for row in range(headings.last_row, headings.first_row, -1):
        if str(sheet.value(row, column)).strip():
            return sheet.ref(row, column)
    return sheet.ref(headings.first_row, column)
