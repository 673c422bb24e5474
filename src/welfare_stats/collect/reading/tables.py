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

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from welfare_stats.collect.reading.amount_units import amount_unit
from welfare_stats.collect.reading.headings import (
    FEWEST_HEADINGS,
    Headings,
    headings_at,
    locate_columns,
    lowest_texts,
    missing_columns,
)
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.sheet import Sheet, check_width
from welfare_stats.collect.reading.sight import Sighted, hidden_parts
from welfare_stats.collect.reading.stated_counts import StatedCount, stated_counts, stated_number
from welfare_stats.design.forms import Form, Role
from welfare_stats.design.forms.head import SheetHead
from welfare_stats.findings import CellRef, CellValue, Finding, kinds, shown
from welfare_stats.vietnamese import fold

_COLUMN_NUMBER = re.compile(r"\(?(?:(\d{1,2})|[A-Z])\)?(?:\s*=.*)?")
_TOTAL = re.compile(r"(?:tong|cong|luy ke|total|toan (?:huyen|thi xa|thanh pho|tinh))\b|tc$")
_SHARE = re.compile(r"t[yi] (?:le|trong)\b|so (?:voi|sanh)\b")
_SIGNATURE = re.compile(
    r"(?:nguoi lap|nguoi tong hop|can bo lap|chuyen vien|thu truong|lanh dao|dai dien|phu trach"
    r"|(?:p |q |pho )?(?:giam doc|truong phong|chu tich)|ke toan|tm |kt |tl |tuq "
    r"|ky ten|ky ghi ro|ky va ghi|ho va ten nguoi|xac nhan cua)"
    r"|.*\bngay\b.*\bthang\b.*\bnam\b"
)
_OF_WHICH_DAY = re.compile(
    r"(?:ghi chu )?(?:(?:so lieu|tinh|cap nhat|chot|bao cao)\b.*\bden\b|(?:thoi diem|ngay) chot)"
)
_MOST_CELLS_OF_A_SIGNATURE = 4
_LONGEST_SIGNATURE = 200
_PLAIN_CODE = re.compile(r"\s*[a-z0-9]+(?:_[a-z0-9]+)+\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class FoundTable:
    """Where a table of a form is on a sheet; rows and columns count from 0.

    Attributes:
        head: the items above the table.
        first_row: the first row of the headings.
        columns: the column of each field.
        data_rows: rows with a case type's numbers, or with a case.
        total_rows: rows with totals that the sender typed.
        findings: what is wrong with headings and rows; values are not looked at yet.
        amount_unit: by what amounts are multiplied to be in nghìn đồng.
        stated_counts: what the sender wrote of how many cases a list has.
    """

    form: Form
    sheet: Sheet
    head: SheetHead
    first_row: int
    columns: dict[str, int]
    data_rows: tuple[int, ...]
    total_rows: tuple[int, ...]
    findings: tuple[Finding, ...]
    amount_unit: float = 1
    stated_counts: tuple[StatedCount, ...] = ()


def find_tables(sheet: Sheet) -> list[FoundTable]:
    """Every table of a known form on the sheet, from top to bottom.

    Raises:
        UnreadableFileError: there is one, and the sheet is far wider than any form.
    """
    tables = []
    head_starts = 0
    row = 0
    while row < len(sheet.rows):
        headings = headings_at(sheet, row, head_starts)
        if headings is None:
            row += 1
            continue
        head = read_head(sheet, head_starts, headings.first_row)
        table = _table_under(sheet, headings, head, range(head_starts, headings.first_row))
        tables.append(table)
        row = head_starts = (
            max((headings.last_row, *table.data_rows, *table.total_rows), default=0) + 1
        )
    if tables:
        check_width(sheet)
    return tables


# --- rows --------------------------------------------------------------------------------------


def _table_under(sheet: Sheet, headings: Headings, head: SheetHead, above: range) -> FoundTable:
    columns, findings = locate_columns(sheet, headings)
    classifier = _RowClassifier(sheet, headings.form, columns)
    data: list[int] = []
    totals: list[int] = []
    others: list[int] = []  # no data: totals, captions, remarks
    row = headings.last_row + 1
    under_headings = True
    while row < len(sheet.rows):
        cells = sheet.rows[row]
        if classifier.is_plainly_data(row):
            under_headings = False
            data.append(row)
            row += 1
            continue
        if (under_headings and _is_numbering(cells)) or _says_of_which_day(cells):
            under_headings = under_headings and not _is_numbering(cells)
            row += 1
            continue
        under_headings = under_headings and all(map(_is_blank, cells))
        again = headings_at(sheet, row, row)
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
    findings += _stray_rows(classifier, row)
    findings += hidden_parts(Sighted(sheet, headings.form, columns, data))
    if not missing_columns(headings.form, columns):
        findings += _unnamed_columns(sheet, headings, columns, data)
    if not data and not headings.form.is_list:  # an empty list of cases means: no cases
        findings.append(
            kinds.TABLE_EMPTY.at(
                CellRef(sheet.name, headings.first_row, min(headings.fields)),
                form=headings.form.code,
            )
        )
    unit, about_unit = amount_unit(sheet, headings, columns, above.start, data)
    findings += about_unit
    return FoundTable(
        headings.form,
        sheet,
        head,
        headings.first_row,
        columns,
        tuple(data),
        tuple(totals),
        tuple(findings),
        unit,
        tuple(stated_counts(sheet, above, others)) if headings.form.is_list else (),
    )


def _unnamed_columns(
    sheet: Sheet, headings: Headings, columns: dict[str, int], data: Sequence[int]
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
            CellRef(sheet.name, row, column),
            sheet.value(row, column),
            hidden=headings.form.is_list,
            form=headings.form.code,
        )
        for column, row in first_number.items()
    ]


def _stray_rows(classifier: "_RowClassifier", end: int) -> list[Finding]:
    """Findings for data rows below the end of a table and above any next one: they are not read."""
    findings = []
    for row in range(end, len(classifier.sheet.rows)):
        if headings_at(classifier.sheet, row, row) is not None:
            break
        if classifier.is_data(row, _FEWEST_CELLS_OF_A_STRAY_CASE):
            cell = classifier.first_cell(row)
            findings.append(kinds.TABLE_ROWS_AFTER_END.at(cell, hidden=classifier.is_list))
    return findings


def rows_without_headings(
    sheet: Sheet, tables: Sequence[FoundTable], codes: Collection[str]
) -> Iterator[Finding]:
    """A finding for a code with numbers above all headings, or on a sheet without headings.

    Without it nobody would learn that the row is not counted. Only the first such row of a sheet is
    reported.

    Args:
        sheet: the sheet.
        tables: the tables that were found on it.
        codes: the codes of all case types.
    """
    end = min((table.first_row for table in tables), default=len(sheet.rows))
    for row, cells in enumerate(sheet.rows[:end]):
        for column, value in enumerate(cells):
            is_code = isinstance(value, str) and value.strip().lower() in codes
            if is_code and any(map(_is_figure, cells[column + 1 :])):
                place = CellRef(sheet.name, row, column)
                yield kinds.ROWS_WITHOUT_HEADINGS.at(place, value)
                return


def _is_figure(value: CellValue) -> bool:
    """Whether a cell holds a number or a date, perhaps as text."""
    if not isinstance(value, str):
        return not isinstance(value, bool)
    text = value.strip()
    return text[:1].isdecimal() and not any(ch.isalpha() for ch in text)


def _is_numbering(cells: Sequence[CellValue]) -> bool:
    """Whether a row only numbers the columns: "(1) (2) (3)", or letters and numbers, "A B 1 2".

    The numbers ascend one by one. In brackets some may be missing, because people delete columns.
    """
    texts = [
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        for cell in cells
        if cell != ""
    ]
    matches = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(match[1]) for match in matches if match is not None and match[1]]
    first = min(numbers, default=0)
    is_bracketed = all(text.startswith("(") for text in texts)
    return (
        len(texts) >= FEWEST_HEADINGS
        and all(matches)
        and (
            numbers == list(range(first, first + len(numbers)))
            or (is_bracketed and numbers == sorted(set(numbers)))
        )
    )


def _says_of_which_day(cells: Sequence[CellValue]) -> bool:
    """Whether a row only says "Số liệu tính đến ngày 31 tháng 8 năm 2018", whatever the sheet."""
    texts = [value for value in cells if not _is_blank(value)]
    first = texts[0] if 0 < len(texts) <= _MOST_CELLS_OF_A_SIGNATURE else None
    return (
        isinstance(first, str)
        and len(first) <= _LONGEST_SIGNATURE
        and _OF_WHICH_DAY.match(fold(first)) is not None
    )


def _is_blank(value: CellValue) -> bool:
    return value == "" or (isinstance(value, str) and not value.strip())


_FEWEST_CELLS_OF_A_CASE = 2
_FEWEST_CELLS_OF_A_STRAY_CASE = 3  # fewer may be a name and a telephone number
_MOST_CELLS_OF_A_LIST_TOTAL = 3


class _RowClassifier:
    """Tells whether a row under the headings is data, a total or the signature block."""

    def __init__(self, sheet: Sheet, form: Form, columns: dict[str, int]) -> None:
        self.sheet = sheet
        self.is_list = form.is_list
        self._cells = sorted(columns.values())
        self._keys = [columns[name] for name in form.key if name in columns]
        self._numbers = [columns[name] for name in form.numbers if name in columns]
        self._case_type = columns.get(form.roles[Role.CASE_TYPE])
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
        """Whether the row has a code, and so can be neither heading, total nor signature.

        This quick test spares nearly all rows of a long list the slower ones.
        """
        return self._case_type is not None and (
            self.sheet.value(row, self._case_type) in self._plain_codes
        )

    def is_signature(self, row: int) -> bool:
        """Whether the signature block begins on this row."""
        texts = [value for value in self.sheet.rows[row] if not _is_blank(value)]
        return (
            0 < len(texts) <= _MOST_CELLS_OF_A_SIGNATURE
            and all(isinstance(text, str) for text in texts)
            and any(
                _SIGNATURE.match(fold(str(text)))
                for text in texts
                if len(str(text)) <= _LONGEST_SIGNATURE
            )
        )

    def is_total(self, row: int) -> bool:
        """Whether the row holds totals that the sender typed: "Tổng cộng" and no code."""
        filled = [value for value in self._values(row) if not _is_blank(value)]
        if self.is_list and len(filled) > _MOST_CELLS_OF_A_LIST_TOTAL:
            return False
        if self.is_list and stated_number(" ".join(map(shown, filled))) is not None:
            return True
        code = "" if self._case_type is None else self.sheet.value(row, self._case_type)
        first = next((v for v in filled if isinstance(v, str)), "") if _is_blank(code) else code
        return isinstance(first, str) and _TOTAL.match(fold(first)) is not None

    def is_data(self, row: int, fewest: int = _FEWEST_CELLS_OF_A_CASE) -> bool:
        """Whether the row holds, or should hold, a case type's numbers or a case.

        A row of words alone is a caption or a footnote. ``fewest`` is how many cells of a list
        must be filled in.
        """
        if row in self._unreadable_rows and any(
            (row, column) in self.sheet.unreadable for column in self._cells
        ):
            return True
        if self.is_list:
            filled = [value for value in self._values(row) if not _is_blank(value)]
            return len(filled) >= fewest and any(map(_has_digit, filled))
        keys = [self.sheet.value(row, column) for column in self._keys]
        if all(map(_is_blank, keys)) and self._is_share(row):
            return False
        return any(map(_is_code_like, keys)) or any(
            _begins_as_number(self.sheet.value(row, column)) for column in self._numbers
        )

    def _is_share(self, row: int) -> bool:
        """Whether the row only compares what stands above: "Tỷ lệ so với dân số (%)"."""
        texts = (v for v in self._values(row) if isinstance(v, str) and not _is_blank(v))
        return _SHARE.match(fold(next(texts, ""))) is not None

    def first_cell(self, row: int) -> CellRef:
        """The first cell of the row that is filled in."""
        columns = (c for c in self._cells if not _is_blank(self.sheet.value(row, c)))
        return CellRef(self.sheet.name, row, next(columns, self._cells[0]))

    def _values(self, row: int) -> list[CellValue]:
        return [self.sheet.value(row, column) for column in self._cells]


def _has_digit(value: CellValue) -> bool:
    return not isinstance(value, str) or any(ch.isdecimal() for ch in value)


def _begins_as_number(value: CellValue) -> bool:
    """Whether a cell holds a number, or text that begins with one ("5.120 ca")."""
    if isinstance(value, str):
        return value.strip().lstrip("-'’(")[:1].isdecimal()
    return True


def _is_code_like(value: CellValue) -> bool:
    """Whether a cell may hold a code, that is, one word; names and footnotes have several."""
    return not _is_blank(value) and len(str(value).split()) == 1
