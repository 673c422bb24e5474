"""All that stands above a column: group headings, and the heading itself.

A group heading is a merged cell, or has blank cells to its right above columns with headings of
their own:

>>> sheet = Sheet("Phụ lục", [
...     ["Tên xã", "Người khuyết tật", "",    "Người cao tuổi"],
...     ["",       "Nặng",             "Nhẹ", ""],
... ])
>>> heading_paths(sheet, 0, 1)[2]
('Người khuyết tật', 'Nhẹ')
>>> heading_paths(sheet, 0, 1)[3]
('Người cao tuổi',)
"""

import re
from datetime import date

from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.vietnamese import fold, nfc

Path = tuple[str, ...]
"""The texts above a column, from the top to the bottom."""


def heading_paths(sheet: Sheet, first: int, last: int) -> dict[int, Path]:
    """The texts above each column that has any, in a block of heading rows."""
    width = max((len(sheet.rows[row]) for row in range(first, last + 1)), default=0)
    rows = [_spread(sheet, row, first, last, width) for row in range(first, last + 1)]
    paths: dict[int, Path] = {}
    for column in range(width):
        texts = [row[column] for row in rows if row[column]]
        path = tuple(text for at, text in enumerate(texts) if at == 0 or text != texts[at - 1])
        if path:
            paths[column] = path
    return paths


def _spread(sheet: Sheet, row: int, first: int, last: int, width: int) -> list[str]:
    """The texts of a heading row, each over all columns that it heads."""
    texts = [_text(sheet, row, column) for column in range(width)]
    for (top, left), (bottom, right) in sheet.marks.merged:
        if top <= row <= bottom and first <= top:
            for column in range(left, min(right + 1, width)):
                texts[column] = _text(sheet, top, left)
    if row == last:
        return texts
    merged = {
        column
        for (top, left), (bottom, right) in sheet.marks.merged
        if top <= row <= bottom and first <= top
        for column in range(left, right + 1)
    }
    for column in range(1, width):
        is_group = column - 1 not in merged and column not in merged
        has_own = any(_text(sheet, under, column) for under in range(row + 1, last + 1))
        own_of_left = any(_text(sheet, under, column - 1) for under in range(row + 1, last + 1))
        if not texts[column] and is_group and has_own and own_of_left:
            texts[column] = texts[column - 1]
    return texts


def _text(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.value(row, column)
    return nfc(value) if isinstance(value, str) else ""


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_COMPARISON = re.compile(
    r"\b(?:so sanh|so voi|ty le|ti le|tang giam|cung ky|ky truoc|nam truoc|ke hoach|chi tieu giao"
    r"|du toan|ket qua so voi|phan tram)\b"
)
_CARRIED_OVER = re.compile(r"\b(?:truoc )?chuyen (?:sang|qua)\b")  # that is the opening
_THIS_TIME = re.compile(
    r"(?:(?:so lieu|ket qua|so|thuc hien|thuc hien duoc|trong|ca|tong so|nay|hien nay|bao cao|ky"
    r"|ky nay|nam nay|nam|so luong|uoc|\d{1,2} thang(?: dau nam)?|quy (?:i{1,3}|iv)) ?)*"
)
_DAY = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d\d)\b")
_HOW_MANY_ON = re.compile(
    r"(?:(?:so|tong so|nguoi|luong|doi tuong|co|con|co mat|hien co|dang|hien dang|duoc|huong"
    r"|quan ly|tro cap|hang thang|den|tinh den|het|tai|thoi diem|ngay) ?)*"
)


def is_comparison(text: str) -> bool:
    """Whether a heading is of something that is only compared: a plan, last year, a share.

    >>> is_comparison("So sánh (%)"), is_comparison("Cùng kỳ năm trước"), is_comparison("Số người")
    (True, True, False)
    """
    words = fold(text)
    if _CARRIED_OVER.search(words):
        return False
    return _COMPARISON.search(words) is not None or (
        "%" in text and not _YEAR.search(words) and "trong do" not in words
    )


def day_of_heading(text: str) -> date | None:
    """The day of a heading that says nothing but on which day its numbers were counted.

    >>> day_of_heading("Số đối tượng đang hưởng đến 30/6/2018")
    datetime.date(2018, 6, 30)
    >>> day_of_heading("Sinh trước ngày 01/01/1938")
    """
    found = _DAY.search(text)
    if found is None or _HOW_MANY_ON.fullmatch(fold(_DAY.sub(" ", text))) is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def year_of_heading(text: str) -> int | None:
    """The year of a heading that says nothing but for when its numbers are; 0 for "Năm nay".

    >>> year_of_heading("Năm nay (2018)"), year_of_heading("Thực hiện năm 2017")
    (2018, 2017)
    >>> year_of_heading("Thực hiện"), year_of_heading("Ghi chú")
    (0, None)
    """
    day = day_of_heading(text)
    if day is not None:
        return day.year
    words = fold(text)
    years = [int(year) for year in _YEAR.findall(words)]
    rest = _YEAR.sub("", words).strip()
    if not words or _THIS_TIME.fullmatch(" ".join(rest.split())) is None or len(set(years)) > 1:
        return None
    return years[0] if years else 0
