"""Small sheets as offices lay them out themselves, with one thing changed in each."""

from typing import Any

from formats import Rows, Sheets
from workbooks import put

SHEET = "Phụ lục"
GROUPS = (
    ("1", "Trẻ em không có nguồn nuôi dưỡng", 100, 5, 3),
    ("2", "Người từ 16 đến 22 tuổi đang học", 40, 2, 4),
    ("3", "Người nhiễm HIV thuộc hộ nghèo", 30, 0, 1),
    ("4", "Người đơn thân nghèo đang nuôi con", 200, 12, 9),
    ("5", "Người cao tuổi", 1400, 80, 43),
    ("6", "Người khuyết tật đặc biệt nặng", 400, 10, 10),
    ("7", "Người khuyết tật nặng", 1200, 33, 21),
)
COMMUNES = ("Xã La Hiên", "Xã Lâu Thượng", "Xã Tràng Xá", "Xã Bình Long", "Xã Thần Xa")


def own_district(**cells: Any) -> Sheets:
    """A district's HX-01 without codes: labels, letterhead and title; ``B9="…"`` changes a cell."""
    rows: Rows = [
        ["UBND HUYỆN VÕ NHAI"],
        ["PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"],
        [],
        ["KẾT QUẢ CHI TRẢ TRỢ CẤP 6 THÁNG ĐẦU NĂM 2018"],
        [],
        ["TT", "Đối tượng", "Số đầu kỳ", "Tăng", "Giảm", "Số cuối kỳ"],
        [],
        *(
            [number, label, opening, more, less, opening + more - less]
            for number, label, opening, more, less in GROUPS
        ),
    ]
    return changed({SHEET: rows}, cells)


def own_mixed(**cells: Any) -> Sheets:
    """One table with case types of two forms: how many, and no movement."""
    rows = own_district()[SHEET]
    one_column = [row[:3] for row in rows]
    one_column[5][2] = "Số lượng"
    one_column[9][1] = "Cấp thẻ BHYT"
    return changed({SHEET: one_column}, cells)


def own_communes(**cells: Any) -> Sheets:
    """Communes as rows, case types as columns, and a total."""
    numbers = [[20 + 3 * at, 5 + at] for at in range(len(COMMUNES))]
    rows: Rows = [
        ["UBND HUYỆN VÕ NHAI"],
        [],
        ["SỐ NGƯỜI HƯỞNG TRỢ CẤP 6 THÁNG ĐẦU NĂM 2018"],
        [],
        ["TT", "Tên xã", "Đối tượng"],
        ["", "", "Người cao tuổi", "Trẻ em mồ côi"],
        *([at + 1, name, *numbers[at]] for at, name in enumerate(COMMUNES)),
        ["", "Tổng cộng", *(sum(column) for column in zip(*numbers, strict=True))],
    ]
    return changed({SHEET: rows}, cells)


def changed(sheets: Sheets, cells: dict[str, Any]) -> Sheets:
    """The workbook with other values in cells of its only sheet."""
    for cell, value in cells.items():
        put(sheets, f"{SHEET}!{cell}", value)
    return sheets
