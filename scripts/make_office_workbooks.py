"""Makes ``tests/own_layouts``: workbooks as offices lay them out themselves, without our codes.

All figures are made up. Beside the workbooks it writes ``expected.csv``: each number that must be
read of them, with its cells. The same script gives the same bytes. How pages are written is in
``office_pages.py``.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from office_pages import ABOVE, LEFT, Book, Cell, Key, Page, Said, Told

FOLDER = Path(__file__).parents[1] / "tests" / "own_layouts"
HEADER = ("file", "unit", "period_start", "period_end", "form", "facility", "case_type", "measure",
          "breakdown", "value", "sheet", "cells")  # fmt: skip

NEW_YEAR, HALF_YEAR, END_OF_YEAR = date(2018, 1, 1), date(2018, 6, 30), date(2018, 12, 31)
OFFICE = "PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
SIGNED = ("NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG")
DONG, MILLIONS = 0.001, 1000.0

# --- figures -----------------------------------------------------------------------------------

RATE = 270  # nghìn đồng a month
ALL_GROUPS = "tro_cap_cong_dong"
_SHARES = {  # coefficient; of a hundred people: women, ethnic minorities, of poor households
    "tc_tre_em": (1.5, 47, 63, 58),
    "tc_dang_hoc_16_22": (1.5, 52, 60, 55),
    "tc_hiv_ngheo": (1.5, 34, 41, 100),
    "tc_don_than_ngheo": (1, 91, 57, 100),
    "tc_cao_tuoi": (1, 64, 49, 17),
    "tc_khuyet_tat_dac_biet_nang": (2, 45, 52, 31),
    "tc_khuyet_tat_nang": (1.5, 46, 54, 29),
}
CODES = tuple(_SHARES)


@dataclass(frozen=True)
class Movement:
    """The people of a group in the period, and of those at its end: women, minorities, poor."""

    case_type: str
    opening: int
    increase: int
    decrease: int
    female: int
    ethnic_minority: int
    poor: int
    amount: float

    @property
    def closing(self) -> int:
        """How many there are at the end."""
        return self.opening + self.increase - self.decrease

    def told(self, *names: str, times: float = 1) -> list[Cell]:
        """The cells of these columns; ``times`` makes an amount as typed one in nghìn đồng."""
        cells: list[Cell] = []
        for name in names:
            if name == "amount":
                key = Key("HX-01", self.case_type, "amount")
                cells.append(Told(key, typed(self.amount / times), times))
            elif name in ("female", "ethnic_minority", "poor"):
                key = Key("HX-01", self.case_type, "closing", name)
                cells.append(Told(key, getattr(self, name)))
            else:
                cells.append(Told(Key("HX-01", self.case_type, name), getattr(self, name)))
        return cells

    def plain(self, *names: str, times: float = 1) -> list[Cell]:
        """The same numbers where they are not to be read: in a row of totals."""
        return [cell.value for cell in self.told(*names, times=times) if isinstance(cell, Told)]


def typed(number: float) -> float:
    """The number as somebody types it."""
    rounded = round(number, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def movement(case_type: str, opening: int, increase: int, decrease: int, months: int) -> Movement:
    """A group with as many women, minorities and poor people, and as much money, as is usual."""
    coefficient, female, ethnic, poor = _SHARES[case_type]
    closing = opening + increase - decrease
    amount = typed((opening + closing) / 2 * months * RATE * coefficient)
    women, minorities, poor_people = (closing * share // 100 for share in (female, ethnic, poor))
    return Movement(case_type, opening, increase, decrease, women, minorities, poor_people, amount)


def movements(months: int, *figures: tuple[int, int, int]) -> dict[str, Movement]:
    """All groups from opening, increase and decrease of each, in the order of ``CODES``."""
    return {
        code: movement(code, *numbers, months) for code, numbers in zip(CODES, figures, strict=True)
    }


def added(groups: Sequence[Movement], case_type: str = ALL_GROUPS) -> Movement:
    """What groups, or communes of a group, come to."""
    names = ("opening", "increase", "decrease", "female", "ethnic_minority", "poor", "amount")
    sums = {name: sum(getattr(group, name) for group in groups) for name in names}
    return Movement(case_type, **sums)


def spread(total: int, number: int, turn: int) -> list[int]:
    """A total over communes, by weights that differ with the ``turn``."""
    weights = [5 + (7 * at + 3 * turn) % 11 for at in range(number)]
    parts = [total * weight // sum(weights) for weight in weights]
    for at in range(total - sum(parts)):
        parts[at] += 1
    return parts


# --- a, b: HX-01 in words ------------------------------------------------------------------------


def numbered() -> Book:
    """Labels with their numbers in one column, letterhead, period in the title."""
    book = Book("a_vo_nhai_6_thang.xlsx", "170", NEW_YEAR, HALF_YEAR)
    page = book.page("Biểu 1", [48, 11, 9, 9, 11, 9, 9, 10, 18, 14])
    page.letterhead("UBND HUYỆN VÕ NHAI", OFFICE, 4)
    page.titles("BÁO CÁO TÌNH HÌNH BIẾN ĐỘNG ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI 6 THÁNG ĐẦU NĂM 2018")
    page.headings(
        ["Nội dung", "Số đầu kỳ", "Biến động trong kỳ", LEFT, "Số cuối kỳ", "Trong đó", LEFT, LEFT,
         "Kinh phí (nghìn đồng)", "Ghi chú"],
        [ABOVE, ABOVE, "Tăng", "Giảm", ABOVE, "Nữ", "DTTS", "Hộ nghèo", ABOVE, ABOVE],
    )  # fmt: skip
    groups = movements(6, (86, 7, 4), (21, 3, 2), (18, 1, 1), (164, 9, 12), (1420, 88, 61),
                       (402, 19, 14), (1187, 46, 33))  # fmt: skip
    lines = [
        ("I. Trợ cấp xã hội hàng tháng tại cộng đồng", added(list(groups.values()))),
        ("1. Trẻ em, học sinh", None),
        ("a) Trẻ em mồ côi, không có nguồn nuôi dưỡng", groups["tc_tre_em"]),
        ("b) Người từ 16 đến 22 tuổi đang đi học", groups["tc_dang_hoc_16_22"]),
        ("2. Người nhiễm HIV thuộc hộ nghèo", groups["tc_hiv_ngheo"]),
        ("3. Người đơn thân nghèo đang nuôi con", groups["tc_don_than_ngheo"]),
        ("4. Người cao tuổi", groups["tc_cao_tuoi"]),
        ("5. Người khuyết tật", None),
        ("- Đặc biệt nặng", groups["tc_khuyet_tat_dac_biet_nang"]),
        ("- Nặng", groups["tc_khuyet_tat_nang"]),
    ]
    columns = ("opening", "increase", "decrease", "closing", "female", "ethnic_minority", "poor",
               "amount")  # fmt: skip
    page.rows(
        [[label, *(group.told(*columns) if group else [None] * 8), None] for label, group in lines]
    )
    page.signatures("Võ Nhai, ngày 02 tháng 7 năm 2018", *SIGNED)
    return book


MOVED = ("opening", "increase", "decrease", "closing")


def without_accents() -> Book:
    """Capitals without accents, abbreviations, days in the title, amounts in đồng."""
    book = Book("b_dinh_hoa_khong_dau.xlsx", "167", NEW_YEAR, HALF_YEAR)
    page = book.page("BTXH", [6, 40, 14, 10, 10, 14, 20])
    for text in ("UBND HUYEN DINH HOA", "PHONG LAO DONG - TBXH"):
        page.line(text, 1, 3)
        page.row += 1
    page.row += 1
    page.titles(
        "TONG HOP DOI TUONG BAO TRO XA HOI HUONG TRO CAP HANG THANG",
        "TU NGAY 01/01/2018 DEN NGAY 30/6/2018",
    )
    page.headings(
        ["STT", "ĐỐI TƯỢNG", "Số đối tượng đầu kỳ", "Tăng trong kỳ", "Giảm trong kỳ",
         "Số đối tượng cuối kỳ", "Kinh phí thực hiện (đồng)"]
    )  # fmt: skip
    groups = movements(6, (112, 6, 9), (34, 5, 3), (27, 2, 1), (301, 14, 20), (2210, 131, 97),
                       (612, 22, 18), (1734, 61, 49))  # fmt: skip
    labels = ("TE KHONG CO NGUON NUOI DUONG", "NGUOI TU 16 DEN 22 TUOI DANG HOC",
              "NGUOI NHIEM HIV HO NGHEO", "NGUOI DON THAN NGHEO NUOI CON", "NCT",
              "NKT DAC BIET NANG", "NKT NANG")  # fmt: skip
    columns = (*MOVED, "amount")
    page.rows(
        [
            [number, label, *group.told(*columns, times=DONG)]
            for number, (label, group) in enumerate(zip(labels, groups.values(), strict=True), 1)
        ]
    )
    total = added(list(groups.values()))
    page.rows([[None, "TONG CONG", *total.plain(*columns, times=DONG)]])
    page.signatures("Dinh Hoa, ngay 03 thang 7 nam 2018", "NGUOI LAP BIEU", "TRUONG PHONG")
    return book


# --- c, d: HX-02, and both in one table ----------------------------------------------------------

Item = tuple[str, str, str, str, int | None, float | None]
"""Ordinal, label, unit of measure, case type, number and amount in nghìn đồng."""


def other_rows(items: Sequence[Item], times: float) -> list[list[Cell]]:
    """The rows of HX-02; an item without a number is a caption."""
    rows: list[list[Cell]] = []
    for ordinal, label, unit, code, number, amount in items:
        total = None if number is None else Told(Key("HX-02", code, "total"), number)
        paid = None
        if amount is not None:
            paid = Told(Key("HX-02", code, "amount"), typed(amount / times), times)
        rows.append([ordinal, label, unit, total, paid, None])
    return rows


def under_captions() -> Book:
    """HX-02: what an item is of stands in the caption above it; amounts in triệu đồng."""
    book = Book("c_dai_tu_chinh_sach_khac.xlsx", "171", NEW_YEAR, END_OF_YEAR)
    page = book.page("Sheet1", [6, 56, 12, 12, 16, 16])
    page.letterhead("ỦY BAN NHÂN DÂN HUYỆN ĐẠI TỪ", "PHÒNG LAO ĐỘNG - TB&XH", 2)
    page.titles("KẾT QUẢ THỰC HIỆN CHÍNH SÁCH TRỢ GIÚP XÃ HỘI KHÁC", "Năm 2018")
    page.headings(["TT", "Nội dung", "ĐVT", "Số lượng", "Kinh phí (triệu đồng)", "Ghi chú"])
    ages = (640, 455, 380, 214, 96, 31, 6, 4)
    grades = (97, 268, 41)
    people, old = "người", sum(ages)
    names = ("70", "75", "80", "85", "90", "95", "100", "tren_100")
    items: list[Item] = [
        ("I", "Trợ giúp đột xuất", "", "", None, None),
        ("1", "Hỗ trợ gạo", "lượt người", "dot_xuat_luong_thuc", 1240, 223_200),
        ("2", "Người bị thương nặng", people, "dot_xuat_bi_thuong", 6, 16_200),
        ("3", "Hỗ trợ chi phí mai táng", people, "dot_xuat_mai_tang", 5, 27_000),
        ("4", "Hỗ trợ làm nhà ở, sửa chữa nhà ở", "nhà", "dot_xuat_nha_o", 16, 260_000),
        ("II", "Chính sách đối với đối tượng bảo trợ xã hội", "", "", None, None),
        ("1", "Cấp thẻ bảo hiểm y tế cho đối tượng bảo trợ xã hội", "thẻ", "bhyt", 5310, 3_982_500),
        ("2", "Mai táng phí cho đối tượng bảo trợ xã hội", people, "mai_tang_phi", 173, 934_200),
        ("3", "Hộ gia đình, cá nhân nhận chăm sóc, nuôi dưỡng", "hộ", "cham_soc_cong_dong", 388,
         1_257_120),
        ("III", "Người khuyết tật được cấp giấy xác nhận", people, "khuyet_tat_giay_xac_nhan",
         sum(grades), None),
        ("-", "Mức độ đặc biệt nặng", people, "giay_xac_nhan_dac_biet_nang", grades[0], None),
        ("-", "Mức độ nặng", people, "giay_xac_nhan_nang", grades[1], None),
        ("-", "Mức độ nhẹ", people, "giay_xac_nhan_nhe", grades[2], None),
        ("IV", "Chúc thọ, mừng thọ", people, "chuc_tho_mung_tho", old, 742_500),
        *(
            ("-", f"{name.replace('tren_', 'Trên ')} tuổi", people, f"mung_tho_{name}", age, None)
            for name, age in zip(names, ages, strict=True)
        ),
        ("V", "Câu lạc bộ liên thế hệ tự giúp nhau thành lập mới", "mô hình", "clb_lien_the_he", 2,
         None),
    ]  # fmt: skip
    page.rows(other_rows(items, MILLIONS))
    page.signatures("Đại Từ, ngày 28 tháng 12 năm 2018", *SIGNED)
    return book


def mixed() -> Book:
    """Monthly allowances and other help in one table; a subtotal that is no case type of ours."""
    book = Book("d_phu_binh_mot_bang.xlsx", "173", NEW_YEAR, HALF_YEAR)
    page = book.page("Tong hop", [6, 52, 12, 12, 18, 16])
    page.letterhead("UBND HUYỆN PHÚ BÌNH", OFFICE, 2)
    page.titles("TỔNG HỢP KẾT QUẢ CÔNG TÁC BẢO TRỢ XÃ HỘI", "6 tháng đầu năm 2018")
    page.headings(["TT", "Nội dung", "ĐVT", "Số lượng", "Kinh phí (nghìn đồng)", "Ghi chú"])
    groups = movements(6, (121, 5, 6), (40, 4, 5), (31, 2, 2), (266, 11, 15), (2644, 140, 118),
                       (598, 24, 17), (1802, 57, 52))  # fmt: skip
    grades = [groups[code] for code in CODES[-2:]]
    columns = ("closing", "amount")

    def row(ordinal: str, label: str, group: Movement) -> list[Cell]:
        return [ordinal, label, "người", *group.told(*columns), None]

    labels = ("Trẻ em không có nguồn nuôi dưỡng", "Người từ 16 đến 22 tuổi đang đi học",
              "Người nhiễm HIV thuộc hộ nghèo", "Người đơn thân nghèo nuôi con",
              "Người cao tuổi")  # fmt: skip
    whole = added(list(groups.values()))
    page.rows([row("I", "Trợ cấp xã hội hàng tháng tại cộng đồng", whole)])
    page.rows([row(str(n), label, groups[CODES[n - 1]]) for n, label in enumerate(labels, 1)])
    page.rows([["6", "Người khuyết tật", "người", *added(grades).plain(*columns), None]])
    page.rows([row("-", "Đặc biệt nặng", grades[0]), row("-", "Nặng", grades[1])])
    items: list[Item] = [
        ("II", "Trợ giúp đột xuất", "", "", None, None),
        ("1", "Hỗ trợ gạo", "lượt người", "dot_xuat_luong_thuc", 865, 155_700),
        ("2", "Hỗ trợ người bị thương nặng", "người", "dot_xuat_bi_thuong", 3, 8_100),
        ("3", "Hỗ trợ chi phí mai táng", "người", "dot_xuat_mai_tang", 2, 10_800),
        ("4", "Hỗ trợ làm nhà ở, sửa chữa nhà ở", "nhà", "dot_xuat_nha_o", 7, 115_000),
        ("III", "Chính sách khác", "", "", None, None),
        ("1", "Cấp thẻ BHYT", "thẻ", "bhyt", 5290, 1_983_750),
        ("2", "Mai táng phí cho đối tượng bảo trợ xã hội", "người", "mai_tang_phi", 84, 453_600),
        ("3", "Chúc thọ, mừng thọ", "người", "chuc_tho_mung_tho", 1388, 520_500),
    ]
    page.rows(other_rows(items, 1))
    page.signatures("Phú Bình, ngày 29 tháng 6 năm 2018", *SIGNED)
    return book


# --- e, f, i: by communes ------------------------------------------------------------------------

PHU_LUONG = ("TT Đu", "TT Giang Tiên", "Yên Ninh", "Yên Trạch", "Yên Đổ", "Yên Lạc", "Ôn Lương",
             "Động Đạt", "Phủ Lý", "Phú Đô", "Hợp Thành", "Tức Tranh", "Phấn Mễ", "Vô Tranh",
             "Cổ Lũng")  # fmt: skip
DONG_HY = ("TT. Sông Cầu", "TT. Trại Cau", "Xã Văn Lăng", "Xã Tân Long", "Xã Hòa Bình",
           "Xã Quang Sơn", "Xã Minh Lập", "Xã Văn Hán", "Xã Hóa Trung", "Xã Khe Mo", "Xã Cây Thị",
           "Xã Hóa Thượng", "Xã Hợp Tiến", "Xã Tân Lợi", "Xã Nam Hòa")  # fmt: skip
SONG_CONG = ("Phường Lương Châu", "Phường Lương Sơn", "Phường Mỏ Chè", "Phường Cải Đan",
             "Phường Thắng Lợi", "Phường Phố Cò", "Phường Bách Quang", "Xã Vinh Sơn",
             "Xã Tân Quang", "Xã Bình Sơn", "Xã Bá Xuyên")  # fmt: skip


def communes_down() -> Book:
    """Communes as rows, groups as columns, their number at the end only; totals at the bottom."""
    book = Book("e_phu_luong_theo_xa.xlsx", "168", NEW_YEAR, HALF_YEAR)
    page = book.page("Phụ lục 1", [6, 20, 16, 14, 14, 12, 14, 12, 12, 12])
    page.titles(
        "TỔNG HỢP ĐỐI TƯỢNG HƯỞNG TRỢ CẤP XÃ HỘI HÀNG THÁNG 6 THÁNG ĐẦU NĂM 2018",
        "(Kèm theo Báo cáo số 152/BC-LĐTBXH ngày 02/7/2018 của Phòng Lao động - Thương binh và Xã "
        "hội huyện Phú Lương)",
    )
    page.headings(
        ["STT", "Xã, thị trấn", "Tổng số đối tượng hưởng trợ cấp hàng tháng", "Chia ra",
         *[LEFT] * 6],
        [ABOVE, ABOVE, ABOVE, "Trẻ em không có nguồn nuôi dưỡng",
         "Người từ 16 đến 22 tuổi đang đi học", "Người nhiễm HIV", "Người đơn thân nghèo nuôi con",
         "Người cao tuổi", "Người khuyết tật", LEFT],
        [*[ABOVE] * 8, "Đặc biệt nặng", "Nặng"],
    )  # fmt: skip
    totals = (103, 29, 44, 218, 1876, 487, 1395)
    by_group = [spread(total, len(PHU_LUONG), turn) for turn, total in enumerate(totals)]
    by_commune = list(zip(*by_group, strict=True))
    first, last = page.row, page.row + len(PHU_LUONG) - 1
    page.rows(
        [
            [number, name, sum(counts), *counts]
            for number, (name, counts) in enumerate(zip(PHU_LUONG, by_commune, strict=True), 1)
        ]
    )
    sums = (sum(totals), *totals)
    page.rows([["", "Tổng cộng", *sums]])
    for column, (code, total) in enumerate(zip((ALL_GROUPS, *CODES), sums, strict=True), 3):
        page.add_up(column, first, last, Key("HX-01", code), total)
    page.signatures("Phú Lương, ngày 02 tháng 7 năm 2018", *SIGNED)
    return book


def three_rows_of_headings() -> Book:
    """Communes as rows; of each group all people and women; totals on top, column numbers."""
    book = Book("f_dong_hy_phu_luc.xlsx", "169", NEW_YEAR, END_OF_YEAR)
    page = book.page("PL 02", [6, 20, *[11] * 14])
    page.line("UBND HUYỆN ĐỒNG HỶ", 1, 5)
    page.line("PHỤ LỤC 02", 12, bold=True)
    page.row += 1
    page.line("PHÒNG LĐ-TB&XH", 1, 5, bold=True)
    page.row += 2
    page.titles(
        "SỐ ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI TẠI CỘNG ĐỒNG NĂM 2018", "(Số liệu tính đến ngày 31/12/2018)"
    )
    labels = ("Trẻ em mồ côi, không có nguồn nuôi dưỡng", "Người từ 16 đến 22 tuổi đang học",
              "Người nhiễm HIV thuộc hộ nghèo", "Người đơn thân nghèo đang nuôi con",
              "Người cao tuổi", "NKT đặc biệt nặng", "NKT nặng")  # fmt: skip
    page.headings(
        ["STT", "Tên xã, thị trấn", "Số người đang hưởng trợ cấp xã hội hàng tháng",
         *[LEFT] * 13],
        [ABOVE, ABOVE, *(text for label in labels for text in (label, LEFT))],
        [ABOVE, ABOVE, *["Tổng số", "Trong đó nữ"] * 7],
    )  # fmt: skip
    page.rows([["A", "B", *range(1, 15)]])
    totals = (94, 26, 39, 187, 1733, 441, 1262)
    shares = (_SHARES[code][1] for code in CODES)
    parts: list[list[int]] = []
    for turn, (total, share) in enumerate(zip(totals, shares, strict=True)):
        counts = spread(total, len(DONG_HY), turn)
        parts += [counts, [count * share // 100 for count in counts]]
    sums = [sum(counts) for counts in parts]
    page.rows([["", "Toàn huyện", *sums]])
    first, last = page.row, page.row + len(DONG_HY) - 1
    by_commune = list(zip(*parts, strict=True))
    page.rows(
        [
            [number, name, *counts]
            for number, (name, counts) in enumerate(zip(DONG_HY, by_commune, strict=True), 1)
        ]
    )
    keys = [Key("HX-01", code, "closing", part) for code in CODES for part in ("all", "female")]
    for column, (key, total) in enumerate(zip(keys, sums, strict=True), 3):
        page.add_up(column, first, last, key, total)
    page.signatures("Đồng Hỷ, ngày 31 tháng 12 năm 2018", *SIGNED)
    return book


PLAIN_LABELS = ("Trẻ em không có nguồn nuôi dưỡng", "Người từ 16 đến 22 tuổi đang học",
                "Người nhiễm HIV thuộc hộ nghèo", "Người đơn thân nghèo đang nuôi con",
                "Người cao tuổi", "Người khuyết tật đặc biệt nặng",
                "Người khuyết tật nặng")  # fmt: skip


def _commune_page(page: Page, above: str, office: str, groups: Sequence[Movement]) -> None:
    """The upright table of a commune, or of the town; nothing of it is recorded as read."""
    page.letterhead(above, office, 3)
    page.titles("BIỂU TỔNG HỢP ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI", "(6 tháng đầu năm 2018)")
    page.headings(["STT", "Đối tượng", "Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ",
                   "Kinh phí (nghìn đồng)"])  # fmt: skip
    columns = (*MOVED, "amount")
    labelled = zip(PLAIN_LABELS, groups, strict=True)
    page.rows([[n, label, *group.plain(*columns)] for n, (label, group) in enumerate(labelled, 1)])
    page.rows([["", "Cộng", *added(groups).plain(*columns)]])


def sheet_a_commune() -> Book:
    """A sheet for each commune, and one of the town, which says the same in all."""
    book = Book("i_song_cong_moi_xa_mot_trang.xlsx", "165", NEW_YEAR, HALF_YEAR)
    figures = ((52, 4, 3), (17, 2, 1), (61, 3, 5), (73, 5, 6), (1106, 62, 48), (233, 11, 7),
               (645, 25, 21))  # fmt: skip
    number = len(SONG_CONG)
    spreads = [
        [spread(figure, number, turn + at) for at, figure in enumerate(figures[turn])]
        for turn in range(len(CODES))
    ]
    by_commune: list[list[Movement]] = []
    for at in range(number):
        triples = [[parts[at] for parts in of_group] for of_group in spreads]
        by_commune.append(
            [
                movement(code, opening, increase, decrease, 6)
                for code, (opening, increase, decrease) in zip(CODES, triples, strict=True)
            ]
        )
    town = [added([groups[at] for groups in by_commune], code) for at, code in enumerate(CODES)]
    widths = [6, 42, 11, 9, 9, 11, 20]
    page = book.page("Tổng hợp", widths)
    _commune_page(page, "UBND THÀNH PHỐ SÔNG CÔNG", OFFICE, town)
    page.signatures("Sông Công, ngày 29 tháng 6 năm 2018", *SIGNED)
    names = [name.replace("Phường", "P.") for name in SONG_CONG]
    for name, full, groups in zip(names, SONG_CONG, by_commune, strict=True):
        page = book.page(name, widths)
        office = f"UBND {full.upper()}"
        _commune_page(page, "UBND THÀNH PHỐ SÔNG CÔNG", office, groups)
        first = page.row - len(CODES) - 1
        page.signatures(
            f"{full}, ngày 20 tháng 6 năm 2018", "CÁN BỘ LĐ-TB&XH", "TM. ỦY BAN NHÂN DÂN"
        )
    for down, group in enumerate(town):
        for letter, measure in zip("CDEFG", (*MOVED, "amount"), strict=True):
            cells = "; ".join(f"{name}!{letter}{first + down}" for name in names)
            key = Key("HX-01", group.case_type, measure)
            book.said.append(Said(key, getattr(group, measure), names[0], cells))
    return book


# --- g, h: facilities ----------------------------------------------------------------------------


def compared_with_last_year() -> Book:
    """CS-01 of the centre beside the year before and a comparison; only this year is read."""
    book = Book("g_trung_tam_ctxh_nam_2018.xlsx", "CSTG-04", NEW_YEAR, END_OF_YEAR)
    page = book.page("BC năm", [6, 62, 12, 12, 12, 12])
    page.letterhead("SỞ LAO ĐỘNG - TB&XH TỈNH THÁI NGUYÊN", "TRUNG TÂM CÔNG TÁC XÃ HỘI", 2)
    page.titles("KẾT QUẢ HOẠT ĐỘNG NĂM 2018")
    page.headings(["STT", "Nội dung", "ĐVT", "Năm trước (2017)", "Năm nay (2018)", "So sánh (%)"])
    cases = "trường hợp"
    lines: list[tuple[str, str, str, str, int, int]] = [
        ("1", "Tiếp nhận, thu thập thông tin và can thiệp, hỗ trợ đối tượng", cases, "can_thiep",
         812, 934),
        ("", "Trong đó: Hỗ trợ khẩn cấp", cases, "can_thiep_khan_cap", 35, 42),
        ("2", "Cuộc gọi tư vấn, tham vấn qua tổng đài, số điện thoại thường trực", "cuộc gọi",
         "cuoc_goi", 28_415, 31_240),
        ("3", "Tổng số ca tư vấn", "ca", "tu_van", 5_266, 6_015),
        ("-", "Tư vấn trực tiếp", "ca", "tu_van_truc_tiep", 3_702, 4_180),
        ("-", "Tư vấn tại cộng đồng", "ca", "tu_van_cong_dong", 634, 705),
        ("-", "Tư vấn qua điện thoại", "ca", "tu_van_dien_thoai", 930, 1_130),
        ("4", "Cung cấp thông tin", "ca", "cung_cap_thong_tin", 588, 640),
        ("5", "Kết nối dịch vụ trợ giúp cho đối tượng", cases, "ket_noi_dich_vu", 497, 571),
        ("6", "Hỗ trợ trẻ tự kỷ", "", "", 0, 0),
        ("-", "Trị liệu tâm lý cho trẻ tự kỷ", cases, "tu_ky_tri_lieu", 71, 80),
        ("-", "Tư vấn cho trẻ tự kỷ", cases, "tu_ky_tu_van", 66, 83),
        ("-", "Tiếp nhận trẻ tự kỷ", cases, "tu_ky_tiep_nhan", 49, 58),
        ("-", "Sinh hoạt nhóm cho trẻ tự kỷ", "buổi", "tu_ky_hoat_dong_nhom", 12, 16),
        ("7", "Đánh giá, phát hiện sớm trẻ rối nhiễu tâm trí, tự kỷ", "trẻ",
         "tu_ky_danh_gia_som", 180, 225),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for ordinal, label, unit, code, before, now in lines:
        key = Key("CS-01", code, "total", facility="CSTG-04")
        numbers: list[Cell] = [None] * 3
        if code:
            numbers = [before, Told(key, now), typed(round(now / before * 100, 1))]
        rows.append([ordinal, label, unit, *numbers])
    page.rows(rows)
    page.signatures("Thái Nguyên, ngày 28 tháng 12 năm 2018", "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC")
    return book


def in_which() -> Book:
    """CS-01 of a home, with the parts of each number in short words."""
    book = Book("h_trung_tam_btxh_8_thang.xlsx", "CSTG-01", NEW_YEAR, date(2018, 8, 31))
    page = book.page("Sheet1", [6, 52, 10, 10, 9, 9, 9, 9, 9, 14])
    above = "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
    page.letterhead(above, "TRUNG TÂM BẢO TRỢ XÃ HỘI THÁI NGUYÊN", 3)
    page.titles(
        "BÁO CÁO CÔNG TÁC QUẢN LÝ, NUÔI DƯỠNG ĐỐI TƯỢNG 8 THÁNG ĐẦU NĂM 2018",
        "(Số liệu tính đến ngày 31/8/2018)",
    )
    page.headings(
        ["TT", "Nội dung", "ĐVT", "Tổng số", "Trong đó", *[LEFT] * 4, "Ghi chú"],
        [*[ABOVE] * 4, "Nữ", "Trẻ em", "NCT", "NKT", "DTTS", ABOVE],
    )
    lines: list[tuple[str, str, str, str, tuple[int, ...]]] = [
        ("1", "Tổng số đối tượng được quản lý, nuôi dưỡng", "lượt", "nuoi_duong",
         (168, 79, 54, 47, 61, 58)),
        ("", "Trong đó: đang hưởng trợ cấp nuôi dưỡng hàng tháng", "người",
         "nuoi_duong_huong_tro_cap", (131, 62, 46, 38, 47, 45)),
        ("2", "Số đối tượng tiếp nhận mới", "lượt", "nuoi_duong_tiep_nhan_moi",
         (27, 12, 9, 6, 8, 10)),
        ("3", "Số đối tượng hồi gia, chuyển đi", "lượt", "nuoi_duong_hoi_gia",
         (19, 8, 7, 3, 6, 7)),
        ("4", "Số đối tượng chết", "người", "nuoi_duong_chet", (5, 2, 0, 4, 1, 2)),
    ]  # fmt: skip
    parts = ("all", "female", "child", "elderly", "disabled", "ethnic_minority")
    page.rows(
        [
            [
                ordinal,
                label,
                unit,
                *(
                    Told(Key("CS-01", code, "total", part, "CSTG-01"), number)
                    for part, number in zip(parts, numbers, strict=True)
                ),
                None,
            ]
            for ordinal, label, unit, code, numbers in lines
        ]
    )
    page.signatures("Thái Nguyên, ngày 03 tháng 9 năm 2018", "NGƯỜI LẬP BIỂU", "GIÁM ĐỐC")
    return book


# --- j: only how many ----------------------------------------------------------------------------


def only_how_many() -> Book:
    """Neither movement nor amounts."""
    book = Book("j_tp_thai_nguyen_bao_cao_nhanh.xlsx", "164", NEW_YEAR, HALF_YEAR)
    page = book.page("Trang tính1", [6, 48, 12, 10, 12])
    page.letterhead("UBND THÀNH PHỐ THÁI NGUYÊN", "PHÒNG LAO ĐỘNG - TBXH", 2)
    page.titles(
        "BÁO CÁO NHANH SỐ ĐỐI TƯỢNG ĐANG HƯỞNG TRỢ CẤP XÃ HỘI HÀNG THÁNG",
        "6 tháng đầu năm 2018",
    )
    page.headings(["STT", "Đối tượng", "Tổng số", "Nữ", "Hộ nghèo"])
    groups = movements(6, (131, 8, 6), (38, 4, 4), (143, 9, 7), (118, 6, 9), (3905, 214, 160),
                       (702, 31, 25), (1968, 74, 60))  # fmt: skip
    labels = ("Trẻ em mồ côi, không có nguồn nuôi dưỡng", "Người từ 16 đến 22 tuổi đang đi học",
              "Người nhiễm HIV thuộc hộ nghèo", "Người đơn thân nghèo đang nuôi con",
              "Người cao tuổi", "Người khuyết tật mức độ đặc biệt nặng",
              "Người khuyết tật mức độ nặng")  # fmt: skip
    columns = ("closing", "female", "poor")
    page.rows(
        [
            [number, label, *group.told(*columns)]
            for number, (label, group) in enumerate(zip(labels, groups.values(), strict=True), 1)
        ]
    )
    page.rows([["", "Tổng cộng", *added(list(groups.values())).plain(*columns)]])
    page.signatures("TP. Thái Nguyên, ngày 29 tháng 6 năm 2018", *SIGNED)
    return book


# --- k, l: to be returned ------------------------------------------------------------------------


def all_text() -> Book:
    """Sentences in one column; nothing can be read of it."""
    book = Book("k_dai_tu_van_ban.xlsx", "171", NEW_YEAR, HALF_YEAR)
    page = book.page("Sheet1", [110])
    for text in (
        "UBND HUYỆN ĐẠI TỪ",
        OFFICE,
        "",
        "BÁO CÁO KẾT QUẢ CÔNG TÁC BẢO TRỢ XÃ HỘI 6 THÁNG ĐẦU NĂM 2018",
        "",
        "Phòng Lao động - Thương binh và Xã hội huyện báo cáo số đối tượng hưởng trợ cấp xã hội "
        "hàng tháng như sau:",
        "",
        "1. Trẻ em không có nguồn nuôi dưỡng: 120 người, tăng 3 người, giảm 2 người;",
        "2. Người từ 16 đến 22 tuổi đang học: 31 người, tăng 2 người;",
        "3. Người nhiễm HIV thuộc hộ nghèo: 46 người, không tăng, giảm;",
        "4. Người đơn thân nghèo đang nuôi con: 254 người, tăng 11 người, giảm 15 người;",
        "5. Người cao tuổi: 2.480 người, tăng 96 người, giảm 84 người;",
        "6. Người khuyết tật đặc biệt nặng: 590 người; người khuyết tật nặng: 1.655 người.",
        "Kinh phí chi trả 6 tháng: 9.845 triệu đồng.",
        "",
        "Đại Từ, ngày 29 tháng 6 năm 2018",
        "TRƯỞNG PHÒNG",
    ):
        if text:
            page.line(text)
        page.row += 1
    return book


def strange_labels() -> Book:
    """A label that is none of ours, and one that may be two of ours."""
    book = Book("l_pho_yen_nhan_la.xlsx", "172", NEW_YEAR, HALF_YEAR)
    page = book.page("HĐ 6 tháng", [6, 44, 11, 9, 9, 11, 20])
    page.letterhead("UBND THỊ XÃ PHỔ YÊN", OFFICE, 3)
    page.titles("BIẾN ĐỘNG ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI", "6 tháng đầu năm 2018")
    page.headings(["STT", "Nhóm đối tượng", "Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ",
                   "Kinh phí (nghìn đồng)"])  # fmt: skip
    groups = [
        ("Trẻ em không có nguồn nuôi dưỡng", movement("tc_tre_em", 98, 6, 5, 6)),
        ("Người từ 16 đến 22 tuổi đang học", movement("tc_dang_hoc_16_22", 27, 3, 2, 6)),
        ("Thanh niên xung phong", movement("tc_cao_tuoi", 14, 0, 1, 6)),
        ("Người nhiễm HIV thuộc hộ nghèo", movement("tc_hiv_ngheo", 52, 2, 3, 6)),
        ("Người đơn thân nghèo đang nuôi con", movement("tc_don_than_ngheo", 141, 7, 9, 6)),
        ("Người cao tuổi", movement("tc_cao_tuoi", 2315, 117, 92, 6)),
        ("Người khuyết tật", movement("tc_khuyet_tat_nang", 2044, 71, 58, 6)),
    ]
    columns = (*MOVED, "amount")
    page.rows([[n, text, *group.plain(*columns)] for n, (text, group) in enumerate(groups, 1)])
    total = added([group for _, group in groups])
    page.rows([["", "Tổng cộng", *total.plain(*columns)]])
    page.signatures("Phổ Yên, ngày 29 tháng 6 năm 2018", *SIGNED)
    return book


BOOKS: tuple[Callable[[], Book], ...] = (
    numbered,
    without_accents,
    under_captions,
    mixed,
    communes_down,
    three_rows_of_headings,
    compared_with_last_year,
    in_which,
    sheet_a_commune,
    only_how_many,
    all_text,
    strange_labels,
)


def files() -> dict[str, bytes]:
    """The workbooks and expected.csv, by name."""
    books = [make() for make in BOOKS]
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEADER)
    for book in books:
        writer.writerows(book.expected())
    contents = {book.file: book.content() for book in books}
    return {**contents, "expected.csv": table.getvalue().encode()}


def main() -> None:
    """Write everything."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
