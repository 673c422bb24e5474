"""Finding the tables of known forms on a sheet: heading rows, data rows, total rows, end."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from welfare_stats.catalogue.lookup import nearest
from welfare_stats.findings import CellRef, CellValue, Finding, SheetRef, kinds
from welfare_stats.forms import FORMS, Column, Form
from welfare_stats.forms.head import SheetHead, names_form
from welfare_stats.reading.heads import read_head
from welfare_stats.reading.sheet import Sheet
from welfare_stats.vietnamese import fold, nfc

_MOST_HEADING_ROWS = 3
_FEWEST_HEADINGS = 3
_LONGEST_HEADING = 80

_COLUMN_NUMBER = re.compile(r"\(?(?:(\d{1,2})|[A-Z])\)?(?:\s*=.*)?")
_TOTAL = re.compile(r"(?:tong|cong|tong cong|tong so|cong chung|toan huyen|tong cong chung)\b")
_SIGNATURE = re.compile(
    r"(?:nguoi lap|nguoi tong hop|can bo lap|chuyen vien|thu truong|lanh dao|dai dien|phu trach"
    r"|(?:p |q |pho )?(?:giam doc|truong phong|chu tich)|ke toan|tm |kt |tl |tuq "
    r"|ky ten|ky ghi ro|ky va ghi|ho va ten nguoi|xac nhan cua)"
    r"|.*\bngay\b.*\bthang\b.*\bnam\b"
)
_MOST_CELLS_OF_A_SIGNATURE = 4
_PLAIN_CODE = re.compile(r"\s*[a-z0-9]+(?:_[a-z0-9]+)+\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a form's table stands on a sheet; rows and columns count from 0."""

    form: Form
    sheet: Sheet
    head: SheetHead
    columns: dict[str, int]
    data_rows: tuple[int, ...]
    total_rows: tuple[int, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Headings:
    """A block of heading rows and the form that it fits best."""

    form: Form
    first_row: int
    last_row: int
    fields: dict[int, str]  # by column

    @property
    def fit(self) -> int:
        found = set(self.fields.values())
        missing = sum(
            name not in found and not column.may_be_absent
            for name, column in self.form.columns.items()
        )
        return len(found) - missing


def find_tables(sheet: Sheet) -> list[FoundTable]:
    """Every table of a known form on the sheet, from top to bottom."""
    found = []
    head_starts = 0
    row = 0
    while row < len(sheet.rows):
        headings = _headings_at(sheet, row, head_starts)
        if headings is None:
            row += 1
            continue
        head = read_head(sheet, head_starts, headings.first_row)
        table = _table_under(sheet, headings, head)
        found.append(table)
        row = head_starts = (
            max((headings.last_row, *table.data_rows, *table.total_rows), default=0) + 1
        )
    return found


# --- headings ----------------------------------------------------------------------------------


@cache
def _fields_by_heading() -> dict[str, dict[str, str]]:
    """Form code to field, by folded heading."""
    index: dict[str, dict[str, str]] = defaultdict(dict)
    for form in FORMS.values():
        for name, column in form.columns.items():
            for heading in column.headings:
                index[fold(heading)][form.code] = name
    return index


def _fields_of(value: CellValue) -> dict[str, str]:
    if not isinstance(value, str) or len(value) > _LONGEST_HEADING:
        return {}
    return _fields_by_heading().get(fold(value), {})


def _headings_at(sheet: Sheet, row: int, head_starts: int) -> _Headings | None:
    """The heading block that begins at ``row``, if one does."""
    if sum(bool(_fields_of(value)) for value in sheet.rows[row]) < _FEWEST_HEADINGS:
        return None
    blocks = [
        block
        for last in range(row, min(row + _MOST_HEADING_ROWS, len(sheet.rows)))
        for form in FORMS.values()
        if (block := _block(sheet, form, row, last)) is not None
    ]
    if not blocks:
        return None
    named = read_head(sheet, head_starts, row).items.get("form_code", "")
    # The form that the head names wins over one that fits as well; fewer rows win over more.
    return max(
        blocks,
        key=lambda block: (block.fit, names_form(named, block.form.code), -block.last_row),
    )


def _block(sheet: Sheet, form: Form, first: int, last: int) -> _Headings | None:
    fields: dict[int, str] = {}
    for column, text in _lowest_texts(sheet, first, last):
        name = _fields_of(text).get(form.code)
        if name is not None:
            fields[column] = name
    must_have = sum(not column.may_be_absent for column in form.columns.values())
    found = set(fields.values())
    if len(found) < max(_FEWEST_HEADINGS, must_have // 3):
        return None
    if form.numbers and not found & form.numbers.keys():
        return None  # a list of codes, as on a guidance sheet, is no form
    return _Headings(form, first, last, fields)


def _lowest_texts(sheet: Sheet, first: int, last: int) -> Iterator[tuple[int, str]]:
    """The lowest text of each column in a block of rows: the heading proper, below its groups."""
    width = max(len(sheet.rows[row]) for row in range(first, last + 1))
    for column in range(width):
        for row in range(last, first - 1, -1):
            text = sheet.value(row, column)
            if isinstance(text, str) and text.strip():
                yield column, text
                break


def _columns_of(sheet: Sheet, headings: _Headings) -> tuple[dict[str, int], list[Finding]]:
    """Column of each field, with findings for columns too many, too few or twice there."""
    form = headings.form
    columns: dict[str, int] = {}
    findings = []
    unknown: list[tuple[int, str]] = []
    for column, text in _lowest_texts(sheet, headings.first_row, headings.last_row):
        name = headings.fields.get(column)
        if name is None:
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
    missing = [column.heading for column in _missing_columns(form, columns)]
    unreadable = [
        kinds.ERROR_VALUE.at(CellRef(sheet.name, row, column), content, heading="Tiêu đề")
        for (row, column), content in sheet.unreadable.items()
        if headings.first_row <= row <= headings.last_row
    ]
    findings += unreadable or [
        kinds.TABLE_MISSING_COLUMN.at(SheetRef(sheet.name), form=form.code, heading=heading)
        for heading in missing
    ]
    findings += [
        kinds.TABLE_UNKNOWN_COLUMN.at(
            _heading_cell(sheet, headings, column),
            text,
            form=form.code,
            suggestion=_suggest_heading(text, missing),
        )
        for column, text in unknown
    ]
    return columns, findings


def _missing_columns(form: Form, columns: Mapping[str, int]) -> list[Column]:
    return [
        column
        for name, column in form.columns.items()
        if name not in columns and not column.may_be_absent
    ]


def _suggest_heading(text: str, missing: Iterable[str]) -> str:
    meant = nearest(text, list(missing))
    if meant is None:
        return "Hãy bỏ cột này, hoặc ghi nội dung vào cột Ghi chú."
    return f"Nếu đây là cột “{meant}” thì hãy ghi tiêu đề đúng như vậy."


def _heading_text(sheet: Sheet, headings: _Headings, column: int) -> CellValue:
    cell = _heading_cell(sheet, headings, column)
    return sheet.value(cell.row, cell.column)


def _heading_cell(sheet: Sheet, headings: _Headings, column: int) -> CellRef:
    for row in range(headings.last_row, headings.first_row, -1):
        if str(sheet.value(row, column)).strip():
            return CellRef(sheet.name, row, column)
    return CellRef(sheet.name, headings.first_row, column)


# --- rows --------------------------------------------------------------------------------------


def _table_under(sheet: Sheet, headings: _Headings, head: SheetHead) -> FoundTable:
    columns, findings = _columns_of(sheet, headings)
    rows = _RowKinds(sheet, headings.form, columns)
    data: list[int] = []
    totals: list[int] = []
    row = headings.last_row + 1
    if row < len(sheet.rows) and _is_numbering(sheet.rows[row]):
        row += 1
    while row < len(sheet.rows):
        if rows.is_plainly_data(row):
            data.append(row)
            row += 1
            continue
        again = _headings_at(sheet, row, row)
        if again is not None and again.fields == headings.fields:
            row = again.last_row + 1  # repeated at the top of a printed page
            continue
        if again is not None or rows.is_signature(row):
            break
        if rows.is_total(row):
            totals.append(row)
        elif rows.is_data(row):
            data.append(row)
        row += 1
    findings += _stray_rows(rows, row)
    if not _missing_columns(headings.form, columns):
        findings += _unnamed_columns(sheet, headings, columns, data)
    if not data and not headings.form.is_list:  # a list without cases says that there were none
        findings.append(
            kinds.TABLE_EMPTY.at(
                CellRef(sheet.name, headings.first_row, min(headings.fields)),
                form=headings.form.code,
            )
        )
    return FoundTable(
        headings.form, sheet, head, columns, tuple(data), tuple(totals), tuple(findings)
    )


def _unnamed_columns(
    sheet: Sheet, headings: _Headings, columns: dict[str, int], data: Sequence[int]
) -> list[Finding]:
    """Numbers beside the data under no heading: within the table they would be lost."""
    named = {column for column, _ in _lowest_texts(sheet, headings.first_row, headings.last_row)}
    first, last = min(columns.values(), default=0), max(columns.values(), default=0)
    # What stands left of the table are ordinals.
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
            CellRef(sheet.name, row, column),
            sheet.value(row, column),
            hidden=headings.form.is_list,
            form=headings.form.code,
        )
        for column, row in first_number.items()
    ]


def _stray_rows(rows: "_RowKinds", end: int) -> list[Finding]:
    """Data rows below the end of a table, up to the next headings: they would be lost."""
    findings = []
    for row in range(end, len(rows.sheet.rows)):
        if _headings_at(rows.sheet, row, row) is not None:
            break
        if rows.is_data(row):
            cell = rows.first_cell(row)
            findings.append(kinds.TABLE_ROWS_AFTER_END.at(cell, hidden=rows.is_list))
    return findings


def _is_numbering(cells: Sequence[CellValue]) -> bool:
    """A row "(1) (2) (3)", "A B 1 2" under the headings: letters, then numbers in their order."""
    texts = [
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        for cell in cells
        if cell != ""
    ]
    matches = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(match[1]) for match in matches if match is not None and match[1]]
    return (
        len(texts) >= _FEWEST_HEADINGS
        and all(matches)
        and numbers == list(range(min(numbers, default=0), min(numbers, default=0) + len(numbers)))
    )


def _is_blank(value: CellValue) -> bool:
    return value == "" or (isinstance(value, str) and not value.strip())


_FEWEST_CELLS_OF_A_CASE = 3
_MOST_CELLS_OF_A_LIST_TOTAL = 3


class _RowKinds:
    """Tells what a row under the headings is."""

    def __init__(self, sheet: Sheet, form: Form, columns: dict[str, int]) -> None:
        self.sheet = sheet
        self.is_list = form.is_list
        self._cells = sorted(columns.values())
        self._keys = [columns[name] for name in form.key if name in columns]
        self._numbers = [columns[name] for name in form.numbers if name in columns]
        self._case_type = columns.get("case_type")
        self._unreadable_rows = {row for row, _ in sheet.unreadable}
        self._plain_codes = self._find_plain_codes()

    def _find_plain_codes(self) -> set[CellValue]:
        if self._case_type is None:
            return set()
        codes = {
            cells[self._case_type] for cells in self.sheet.rows if len(cells) > self._case_type
        }
        return {code for code in codes if isinstance(code, str) and _PLAIN_CODE.fullmatch(code)}

    def is_plainly_data(self, row: int) -> bool:
        """Whether the row holds a code that cannot be a heading, a total or a signature.

        Spares the closer look at nearly every row of a long list.
        """
        return self._case_type is not None and (
            self.sheet.value(row, self._case_type) in self._plain_codes
        )

    def is_signature(self, row: int) -> bool:
        """Whether the signature block begins here."""
        texts = [value for value in self.sheet.rows[row] if not _is_blank(value)]
        return (
            0 < len(texts) <= _MOST_CELLS_OF_A_SIGNATURE
            and all(isinstance(text, str) for text in texts)
            and any(_SIGNATURE.match(fold(str(text))) for text in texts)
        )

    def is_total(self, row: int) -> bool:
        """Whether the row holds typed totals: "Tổng cộng" and no code."""
        filled = [value for value in self._values(row) if not _is_blank(value)]
        if self.is_list and len(filled) > _MOST_CELLS_OF_A_LIST_TOTAL:
            return False
        code = "" if self._case_type is None else self.sheet.value(row, self._case_type)
        first = next((v for v in filled if isinstance(v, str)), "") if _is_blank(code) else code
        return isinstance(first, str) and _TOTAL.match(fold(first)) is not None

    def is_data(self, row: int) -> bool:
        """Whether the row holds, or should hold, a case type's numbers or a case.

        A row of words alone, a caption or a footnote, holds nothing that could be lost.
        """
        if self.is_list:
            filled = [value for value in self._values(row) if not _is_blank(value)]
            return len(filled) >= _FEWEST_CELLS_OF_A_CASE and any(map(_has_digit, filled))
        keys = [self.sheet.value(row, column) for column in self._keys]
        return any(map(_is_code_like, keys)) or any(
            (row in self._unreadable_rows and (row, column) in self.sheet.unreadable)
            or _begins_as_number(self.sheet.value(row, column))
            for column in self._numbers
        )

    def first_cell(self, row: int) -> CellRef:
        """The first filled cell of the row."""
        columns = (c for c in self._cells if not _is_blank(self.sheet.value(row, c)))
        return CellRef(self.sheet.name, row, next(columns, self._cells[0]))

    def _values(self, row: int) -> list[CellValue]:
        return [self.sheet.value(row, column) for column in self._cells]


def _has_digit(value: CellValue) -> bool:
    return not isinstance(value, str) or any(ch.isdecimal() for ch in value)


def _begins_as_number(value: CellValue) -> bool:
    """Whether a cell holds a number or what begins as one ("5.120 ca")."""
    if isinstance(value, str):
        return value.strip().lstrip("-'’(")[:1].isdecimal()
    return True


def _is_code_like(value: CellValue) -> bool:
    """Whether a key cell may hold a code: one word. Names and footnotes have several."""
    return not _is_blank(value) and len(str(value).split()) == 1
