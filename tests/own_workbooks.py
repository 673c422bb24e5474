"""Workbooks without codes, as offices lay them out, and what must be read of them."""

from collections.abc import Sequence
from typing import Any

from formats import Rows
from welfare_stats.validate.verdict import Assessment

Number = tuple[str, str, str, str]
"""Form, case type, measure, breakdown."""
Read = dict[Number, tuple[float, str]]
"""Of each number its value and its cells, "C7" or "Phụ lục!C7"."""

LETTERHEAD: Rows = [
    ["UBND HUYỆN VÕ NHAI"],
    ["PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
    [],
]
TITLE: Rows = [["KẾT QUẢ TRỢ CẤP XÃ HỘI 6 THÁNG ĐẦU NĂM 2018"], []]
SIGNATURE: Rows = [
    [],
    ["Võ Nhai, ngày 29 tháng 6 năm 2018"],
    ["NGƯỜI LẬP BIỂU", None, "TRƯỞNG PHÒNG"],
]
PAGE = "Sheet1"


def page(table: Sequence[Sequence[Any]], head: Rows | None = None, foot: Rows = SIGNATURE) -> Rows:
    """A table between head and signature; with the usual head its headings are in row 6."""
    above = [*LETTERHEAD, *TITLE] if head is None else head
    return [list(row) for row in (*above, *table, *foot)]


def numbers_of(assessment: Assessment) -> dict[Number, tuple[float, str]]:
    """The numbers that were read, with their cells."""
    return {
        (found.form, found.case_type, found.measure, found.breakdown): (
            found.value,
            found.cells if found.sheet == PAGE else f"{found.sheet}!{found.cells}",
        )
        for found in assessment.observations
    }
