"""Finding the labelled items in the head above a table: unit, form, period."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.design.forms.head import HEAD_COLUMNS, SheetHead, parse_period
from welfare_stats.design.forms.period_words import in_words
from welfare_stats.findings import CellRef, CellValue, shown
from welfare_stats.vietnamese import fold, nfc

_LONGEST_ITEM = 400  # longer text, as of a letter above the table, is not an item
# Without a colon, only a code behind "Biểu mẫu" names a form; "Biểu mẫu kèm theo …" does not.
_FORM_CODE = re.compile(r"\w{2,3}[-\s]?\d{2}\S*")


@cache
def _labels() -> dict[str, str]:
    """The field of ``HeadItems`` by folded label."""
    return {fold(label): name for name, column in HEAD_COLUMNS.items() for label in column.headings}


def read_head(sheet: Sheet, first_row: int, end_row: int) -> SheetHead:
    """The head in the rows from ``first_row`` up to but without ``end_row``, counted from 0.

    An item is "label: value" in one cell, or a label with its value in the cells to the right. If
    an item occurs twice, the first one counts. What is struck through does not.
    """
    head = SheetHead(sheet.name)
    for row in range(first_row, min(end_row, len(sheet.rows))):
        cells = not_struck(sheet, row)
        for column, value in enumerate(cells):
            if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST_ITEM:
                continue
            for name, text, value_column in _items_of(cells, column, value):
                if name not in head.items:
                    head.items[name] = text
                    head.cells[name] = sheet.ref(row, value_column)
    if "period" not in head.items:
        _take_period_of_title(sheet, head, range(first_row, min(end_row, len(sheet.rows))))
    if not {"period", "unit_code"} <= head.items.keys():
        head.lines.update(_texts_in(sheet, range(first_row, end_row)))
        head.below.update(_texts_in(sheet, _last_rows(sheet, end_row)))
    for (row, column), content in sorted(sheet.unreadable.items()):
        if first_row <= row < end_row:
            head.unreadable[sheet.ref(row, column)] = content
    return head


_ROWS_OF_A_SIGNATURE = 12


def _last_rows(sheet: Sheet, after: int) -> range:
    """The last rows of a sheet below its headings, where people sign."""
    return range(max(after + 1, len(sheet.rows) - _ROWS_OF_A_SIGNATURE), len(sheet.rows))


def _texts_in(sheet: Sheet, rows: range) -> Iterator[tuple[CellRef, str]]:
    for row in rows:
        if row < len(sheet.rows):
            for column, value in enumerate(not_struck(sheet, row)):
                if isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_ITEM:
                    yield sheet.ref(row, column), nfc(value)


def not_struck(sheet: Sheet, row: int) -> Sequence[CellValue]:
    """The cells of a row, those blank that are struck through: another may stand beside them."""
    looks = sheet.marks.looks
    if not looks:
        return sheet.rows[row]
    return [
        "" if (look := looks.get((row, column))) is not None and look.is_struck else value
        for column, value in enumerate(sheet.rows[row])
    ]


# At the end of a title, which goes on in the next cell: "Kết quả 6 tháng", "Năm 2018".
_PART_OF_A_YEAR = re.compile(
    r"\b(?:\w+ thang(?: (?:dau|cuoi)(?: nam)?)?|quy \w+|nua (?:dau|cuoi))$"
)


def _take_period_of_title(sheet: Sheet, head: SheetHead, rows: range) -> None:
    """A period in words alone in a cell, "(6 tháng đầu năm 2019)" under the title.

    Only where nothing else states the period: the title may well say "Năm 2018" above a head that
    says from which day to which.
    """
    before = ""
    for row in rows:
        for column, value in enumerate(not_struck(sheet, row)):
            if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST_ITEM:
                continue
            if in_words(value) and not _PART_OF_A_YEAR.search(fold(before)):
                head.items["period"] = value.strip()
                head.cells["period"] = sheet.ref(row, column)
                return
            before = value


def _items_of(cells: Sequence[CellValue], column: int, text: str) -> Iterator[tuple[str, str, int]]:
    """The item labelled by the cell at ``column``, if any: field, value, column of the value."""
    left, colon, right = text.partition(":")
    name = _labels().get(fold(left))
    if name is not None:
        if right.strip():
            yield name, right.strip(), column
        elif beside := _words_beside(cells, column):
            yield name, *beside
    elif not colon and (split := _label_without_colon(text)):
        yield *split, column
    elif _is_period(text):
        yield "period", text, column


def _label_without_colon(text: str) -> tuple[str, str] | None:
    """The field and the value of "Biểu số HX-01", where no colon follows the label."""
    words = text.split()
    for count in range(len(words) - 1, 0, -1):
        name = _labels().get(fold(" ".join(words[:count])))
        value = " ".join(words[count:])
        if name is not None and (name != "form_code" or _FORM_CODE.fullmatch(value)):
            return name, value
    return None


def _words_beside(cells: Sequence[CellValue], column: int) -> tuple[str, int] | None:
    """The text to the right of a label, up to the next label, and the column where it begins."""
    words: list[str] = []
    start = column
    for at in range(column + 1, len(cells)):
        word = _word(cells[at])
        if not word:
            continue
        if fold(word.partition(":")[0]) in _labels():
            break
        start = start if words else at
        words.append(word)
    return (" ".join(words), start) if words else None


def _word(value: CellValue) -> str:
    """A cell as text; a whole number is a code, so its digits are not grouped."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return shown(value).strip()


def _is_period(text: str) -> bool:
    """Whether the text is a period without a label: "(Từ ngày … đến ngày …)" under the title."""
    if not fold(text).startswith(("tu ngay", "uoc ", "so uoc ")):
        return False
    try:
        parse_period(text)
    except ValueError:
        return False
    return True
