"""What a row under the headings of a table is: data, a total, a caption, or the signature block."""

import re
from collections.abc import Callable, Mapping, Sequence

from welfare_stats.collect.reading.headings import FEWEST_HEADINGS
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.collect.reading.stated_counts import stated_number
from welfare_stats.design.forms import Form, Role
from welfare_stats.findings import CellRef, CellValue, shown
from welfare_stats.vietnamese import fold

_COLUMN_NUMBER = re.compile(r"\(?(?:(\d{1,2})|[A-Z])\)?(?:\s*=.*)?", re.DOTALL)
TOTAL = re.compile(r"(?:tong|cong|luy ke|total|toan (?:huyen|thi xa|thanh pho|tinh))\b|tc$")
# Where labels stand for codes, a label that says more than that is one of a case type.
_ONLY_TOTAL = re.compile(
    r"(?:tong|cong|luy ke|total|toan|tc)\b(?: (?:so|cong|luy ke|doi tuong|nguoi|luot|ho|kinh phi"
    r"|cac|muc|chung|toan|huyen|tinh|thi xa|thanh pho|thi tran|xa|phuong|don vi|va|dong|[ivx]+"
    r"|\d+))*"
)
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


def is_numbering(cells: Sequence[CellValue]) -> bool:
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
        (len(texts) >= FEWEST_HEADINGS or any("=" in text for text in texts))
        and all(matches)
        and (
            numbers == list(range(first, first + len(numbers)))
            or (is_bracketed and numbers == sorted(set(numbers)))
        )
    )


def says_of_which_day(cells: Sequence[CellValue]) -> bool:
    """Whether a row only says "Số liệu tính đến ngày 31 tháng 8 năm 2018", whatever the sheet."""
    texts = [value for value in cells if not is_blank(value)]
    first = texts[0] if 0 < len(texts) <= _MOST_CELLS_OF_A_SIGNATURE else None
    return (
        isinstance(first, str)
        and len(first) <= _LONGEST_SIGNATURE
        and _OF_WHICH_DAY.match(fold(first)) is not None
    )


def is_blank(value: CellValue) -> bool:
    """Whether a cell holds nothing but white space."""
    return value == "" or (isinstance(value, str) and not value.strip())


_FEWEST_CELLS_OF_A_CASE = 2
FEWEST_CELLS_OF_A_STRAY_CASE = 3  # fewer may be a name and a telephone number
_MOST_CELLS_OF_A_LIST_TOTAL = 3


class RowClassifier:
    """Tells whether a row under the headings is data, a total or the signature block."""

    def __init__(
        self,
        sheet: Sheet,
        form: Form,
        columns: Mapping[str, int],
        is_label: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Look at the rows under the headings of one table.

        Args:
            sheet: the sheet.
            form: the form of the table.
            columns: the column of each field.
            is_label: whether a text is the label of a case type, where labels stand for codes.
        """
        self.sheet = sheet
        self._is_label = is_label
        self._label = columns.get("case_type_label")
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
        texts = [value for value in self.sheet.rows[row] if not is_blank(value)]
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
        filled = [value for value in self._values(row) if not is_blank(value)]
        if self.is_list and len(filled) > _MOST_CELLS_OF_A_LIST_TOTAL:
            return False
        if self.is_list and stated_number(" ".join(map(shown, filled))) is not None:
            return True
        if self._label is not None and self._case_type is None:
            label = self.sheet.value(row, self._label)
            if isinstance(label, str) and label.strip():
                return _ONLY_TOTAL.fullmatch(fold(label)) is not None and not self._is_label(label)
        code = "" if self._case_type is None else self.sheet.value(row, self._case_type)
        first = next((v for v in filled if isinstance(v, str)), "") if is_blank(code) else code
        return isinstance(first, str) and TOTAL.match(fold(first)) is not None

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
            filled = [value for value in self._values(row) if not is_blank(value)]
            return len(filled) >= fewest and any(map(_has_digit, filled))
        keys = [self.sheet.value(row, column) for column in self._keys]
        if all(map(is_blank, keys)) and self._is_share(row):
            return False
        return any(map(_is_code_like, keys)) or any(
            begins_as_number(self.sheet.value(row, column)) for column in self._numbers
        )

    def _is_share(self, row: int) -> bool:
        """Whether the row only compares what stands above: "Tỷ lệ so với dân số (%)"."""
        texts = (v for v in self._values(row) if isinstance(v, str) and not is_blank(v))
        return _SHARE.match(fold(next(texts, ""))) is not None

    def first_cell(self, row: int) -> CellRef:
        """The first cell of the row that is filled in."""
        columns = (c for c in self._cells if not is_blank(self.sheet.value(row, c)))
        return self.sheet.ref(row, next(columns, self._cells[0]))

    def _values(self, row: int) -> list[CellValue]:
        return [self.sheet.value(row, column) for column in self._cells]


def _has_digit(value: CellValue) -> bool:
    return not isinstance(value, str) or any(ch.isdecimal() for ch in value)


def begins_as_number(value: CellValue) -> bool:
    """Whether a cell holds a number, or text that begins with one ("5.120 ca")."""
    if isinstance(value, str):
        return value.strip().lstrip("-'’(")[:1].isdecimal()
    return True


def _is_code_like(value: CellValue) -> bool:
    """Whether a cell may hold a code, that is, one word; names and footnotes have several."""
    return not is_blank(value) and len(str(value).split()) == 1
