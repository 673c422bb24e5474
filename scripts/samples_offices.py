"""The offices of the sample workbooks: how each one writes, and what its figures are sized by."""

from typing import NamedTuple

from samples_sheets import Layout

# --- how each office writes --------------------------------------------------------------------

LAYOUTS = {
    "164": Layout(
        "BC BTXH TP Thái Nguyên 8 tháng 2018.xlsx",
        ("HX-01", "HX-02"),
        numbering="({})",
        total_label="Tổng cộng",
    ),
    "165": Layout(
        "song_cong_2018.xlsx",
        ("Trang 1", "Trang 2"),
        one_heading_row=True,
        head_beside=True,
        total_label="Tổng số",
    ),
    "167": Layout(
        "Định Hóa - Biểu 01, 02 (8 tháng).xlsx",
        ("Biểu HX-01", "Biểu HX-02"),
        first_column=2,
        head_beside=True,
        numbering="({})",
        total_label="Cộng",
    ),
    "168": Layout(
        "Phu Luong - HX01, HX02.xlsx", ("HX01", "HX02"), wording=1, total_label="Tổng cộng"
    ),
    "169": Layout(
        "DONG HY bao cao 8 thang.xlsx",
        ("trợ cấp tháng", "trợ giúp khác"),
        bare_period=True,
        motto=False,
        total_label="Tổng cộng",
    ),
    "170": Layout(
        "vo_nhai_2018.xlsx",
        ("HX-01", "HX-02"),
        head_beside=True,
        numbers_as_text=True,
        total_label="Tổng số",
    ),
    "171": Layout(
        "Báo cáo BTXH huyện Đại Từ.xlsx",
        ("Trợ cấp hàng tháng", "Trợ giúp khác"),
        numbering="{}",
        total_as_code=True,
    ),
    "172": Layout(
        "PHO_YEN_BTXH_31.8.2018.xlsx",
        ("HX 01", "Biểu HX-02"),
        first_column=2,
        wording=2,
    ),
    "173": Layout(
        "Phú Bình_số liệu BTXH (gửi Sở).xlsx",
        ("Sheet1", "Sheet2"),
        motto=False,
        without=("ordinal", "note"),
        total_label="Tổng số",
    ),
    "CSTG-01": Layout("Trung tam BTXH - CS01.xlsx", ("CS-01",), numbering="({})"),
    "CSTG-02": Layout(
        "bieu CS-01 co so so 2.xlsx",
        ("Sheet1",),
        one_heading_row=True,
        head_beside=True,
        without=("facility_name",),
    ),
    "CSTG-03": Layout(
        "Cơ sở số 3 - 8 tháng 2018.xlsx",
        ("Biểu CS-01",),
        first_column=2,
        wording=1,
        bare_period=True,
    ),
    "CSTG-04": Layout(
        "TT CTXH bao cao va danh sach 8T2018.xlsx", ("CS-01", "DS-01"), numbering="({})"
    ),
}

# --- facilities --------------------------------------------------------------------------------

RESIDENTIAL = ("CSTG-01", "CSTG-02", "CSTG-03")
RESIDENTS = {  # one number a residential facility, and the shares of their people
    "nuoi_duong": (212, 104, 78),
    "nuoi_duong_huong_tro_cap": (158, 71, 56),
    "nuoi_duong_tiep_nhan_moi": (41, 19, 14),
    "nuoi_duong_hoi_gia": (28, 12, 9),
    "nuoi_duong_chet": (9, 4, 3),
}
RESIDENT_SHARES = {
    "female": (0.46, 0.39, 0.53),
    "child": (0.27, 0.08, 0.58),
    "elderly": (0.34, 0.23, 0.12),
    "disabled": (0.52, 0.81, 0.31),
    "ethnic_minority": (0.29, 0.33, 0.44),
}
CENTRE = "CSTG-04"
CENTRE_RESULTS = {
    "can_thiep": 785,
    "can_thiep_khan_cap": 37,
    "cuoc_goi": 26850,
    "tu_van": 5120,
    "tu_van_truc_tiep": 3621,
    "tu_van_cong_dong": 595,
    "tu_van_dien_thoai": 904,
    "cung_cap_thong_tin": 550,
    "ket_noi_dich_vu": 514,
    "tu_ky_tri_lieu": 68,
    "tu_ky_tu_van": 72,
    "tu_ky_tiep_nhan": 47,
    "tu_ky_hoat_dong_nhom": 10,
    "tu_ky_danh_gia_som": 200,
}
CENTRE_NOTES = {"tu_ky_danh_gia_som": "Trường mầm non 19/5"}

# --- districts: everything is invented ---------------------------------------------------------


class District(NamedTuple):
    """What the figures of a district are sized by."""

    allowances: int  # people with a monthly allowance at the end of the period
    birthdays: int  # older people congratulated
    clubs: int
    rice: int  # people given rice
    houses: int
    minority: float  # share of ethnic minorities


DISTRICTS = {
    "164": District(8917, 3874, 1, 0, 3, 0.18),
    "165": District(2136, 702, 0, 0, 0, 0.06),
    "167": District(5294, 1058, 2, 2836, 17, 0.70),
    "168": District(4476, 1163, 1, 642, 9, 0.52),
    "169": District(3983, 995, 1, 517, 6, 0.42),
    "170": District(4127, 704, 1, 3409, 21, 0.68),
    "171": District(7862, 1842, 2, 921, 12, 0.33),
    "172": District(5583, 1876, 1, 0, 0, 0.09),
    "173": District(6249, 1748, 2, 0, 2, 0.08),
}
