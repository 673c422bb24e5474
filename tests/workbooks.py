"""Small filled workbooks, built in code: each has the plainest layout that an office would send.

A workbook is a dict of sheets, each a list of rows, so that a test changes one cell and says which.
Row and column numbers in the tests are those of Excel.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.utils import column_index_from_string

from formats import Rows, Sheets, as_xlsx
from welfare_stats.design.forms import FORMS

DISTRICT = ("170", "Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai")
HOME = ("CSTG-01", "Trung tâm Bảo trợ xã hội Thái Nguyên")
CENTRE = ("CSTG-04", "Trung tâm Công tác xã hội")
PERIOD = "từ ngày 01/01/2018 đến ngày 31/8/2018"

FIRST_ROW = 7
"""Excel's number of the first data row under the head and the heading row of ``sheet_of``."""


def headings(form: str) -> list[str]:
    return [column.heading for column in FORMS[form].columns.values()]


def sheet_of(
    form: str, unit: tuple[str, str], rows: Sequence[Sequence[Any]], period: str = PERIOD
) -> Rows:
    """Title, head, headings in row 6, data from row 7."""
    code, name = unit
    return [
        [FORMS[form].title.upper()],
        [f"Đơn vị báo cáo: {name}", None, None, f"Mã đơn vị: {code}"],
        [f"Biểu số: {form}"],
        [f"Kỳ báo cáo: {period}"],
        [],
        headings(form),
        *[list(row) for row in rows],
    ]


def hx01(unit: tuple[str, str] = DISTRICT, period: str = PERIOD) -> Rows:
    """Columns: A STT, B mã, C nhóm, D đầu kỳ, E tăng, F giảm, G cuối kỳ, H nữ, I DTTS, J nghèo.

    K kinh phí.
    """
    rows = [
        [1, "tc_tre_em", "Trẻ em không có nguồn nuôi dưỡng", 100, 10, 5, 105, 50, 40, 30, 340200],
        [2, "tc_cao_tuoi", "Người cao tuổi", 2000, 100, 80, 2020, 1200, 600, 300, 4848000],
        [
            3,
            "tc_khuyet_tat_nang",
            "Người khuyết tật nặng",
            800,
            20,
            15,
            805,
            400,
            300,
            200,
            2608200,
        ],
    ]
    return sheet_of("HX-01", unit, rows, period)


def hx02(unit: tuple[str, str] = DISTRICT, period: str = PERIOD) -> Rows:
    """Columns: A STT, B mã, C chỉ tiêu, D ĐVT, E tổng số, F nữ, G DTTS, H kinh phí, I ghi chú."""
    ages = ["70", "75", "80", "85", "90", "95", "100", "tren_100"]
    counts = [400, 300, 200, 100, 60, 25, 4, 1]
    labels = [f"Mừng thọ {age} tuổi" for age in ages[:6]]
    labels += ["Chúc thọ 100 tuổi", "Chúc thọ trên 100 tuổi"]
    rows: list[list[Any]] = [
        [1, "bhyt", "Cấp thẻ BHYT cho đối tượng bảo trợ xã hội", "thẻ", 2900, 1500, 900],
        [2, "mai_tang_phi", "Hỗ trợ chi phí mai táng đối tượng bảo trợ xã hội", "người", 70],
        [3, "chuc_tho_mung_tho", "Chúc thọ, mừng thọ", "người", sum(counts)],
    ]
    rows += [
        [None, f"mung_tho_{age}", label, "người", count]
        for age, label, count in zip(ages, labels, counts, strict=True)
    ]
    return sheet_of("HX-02", unit, rows, period)


def cs01_home(unit: tuple[str, str] = HOME, period: str = PERIOD) -> Rows:
    """Columns: A STT, B mã cơ sở, C tên, D mã chỉ tiêu, E chỉ tiêu, F ĐVT, G tổng số, H nữ."""
    code, name = unit
    rows = [
        [1, code, name, "nuoi_duong", "Đối tượng được quản lý, nuôi dưỡng", "lượt", 200, 90, 60],
        [
            2,
            code,
            name,
            "nuoi_duong_huong_tro_cap",
            "Đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng",
            "người",
            150,
            70,
            50,
        ],
    ]
    return sheet_of("CS-01", unit, rows, period)


CENTRE_FIGURES = {
    "can_thiep": 4,
    "can_thiep_khan_cap": 1,
    "cuoc_goi": 26850,
    "tu_van": 5120,
    "tu_van_truc_tiep": 3621,
    "tu_van_cong_dong": 595,
    "tu_van_dien_thoai": 904,
}


def cs01_centre(figures: Mapping[str, Any] = CENTRE_FIGURES, period: str = PERIOD) -> Rows:
    rows = [
        [number, CENTRE[0], CENTRE[1], code, None, None, value]
        for number, (code, value) in enumerate(figures.items(), start=1)
    ]
    return sheet_of("CS-01", CENTRE, rows, period)


def ds01(period: str = PERIOD) -> Rows:
    """Columns: A STT, B mã hồ sơ, C họ tên, D ngày sinh, E giới, F dân tộc, G số, H xã, I cơ sở,
    J loại trường hợp, K tiếp nhận, L kết thúc, M kết quả. Four cases, one an emergency.
    """
    people = [
        ("HS-1", "Người Mẫu Một", "05/9/2010", "Nam", "Kinh", "can_thiep"),
        ("HS-2", "Người Mẫu Hai", 1938, "Nữ", "Tày", "can_thiep"),
        ("HS-3", "Người Mẫu Ba", "15/12/1990", "Nữ", "Kinh", "can_thiep"),
        ("HS-4", "Người Mẫu Bốn", "1/2/2005", "Nam", "Nùng", "can_thiep_khan_cap"),
    ]
    rows = [
        [n, record, name, birth, sex, ethnic, None, "Xã La Hiên", "CSTG-04", kind, "05/3/2018"]
        for n, (record, name, birth, sex, ethnic, kind) in enumerate(people, start=1)
    ]
    return sheet_of("DS-01", CENTRE, rows, period)


def district(period: str = PERIOD, unit: tuple[str, str] = DISTRICT) -> Sheets:
    return {"HX-01": hx01(unit, period), "HX-02": hx02(unit, period)}


def home(unit: tuple[str, str] = HOME, period: str = PERIOD) -> Sheets:
    return {"CS-01": cs01_home(unit, period)}


def centre(period: str = PERIOD) -> Sheets:
    return {"CS-01": cs01_centre(period=period), "DS-01": ds01(period)}


def summed_district() -> Sheets:
    """HX-01 with its sum in row 7 and all groups, HX-02 with women, and typed totals below."""
    groups = [
        "tc_dang_hoc_16_22",
        "tc_hiv_ngheo",
        "tc_don_than_ngheo",
        "tc_khuyet_tat_dac_biet_nang",
    ]
    rows = [*hx01(), *[[None, code, None, 0, 0, 0, 0] for code in groups]]
    totals = [2900, 130, 100, 2930, 1650, 940, 530]
    rows.insert(6, [None, "tro_cap_cong_dong", None, *totals])
    rows.append(["Tổng số", None, None, *totals])
    sheets = {"HX-01": rows, "HX-02": hx02()}
    for row, women in enumerate((500, 200, 150, 90, 30, 20, 8, 2, 0), start=9):
        put(sheets, f"HX-02!F{row}", women)
    return put(put(put(sheets, "HX-02!A18", "Cộng"), "HX-02!E18", 4060), "HX-02!F18", 2000)


def paid_district() -> Sheets:
    """HX-01 with what each group was paid, about as much for each person."""
    groups = [
        ("tc_tre_em", 100, 10, 5, 105, 353400),
        ("tc_cao_tuoi", 2000, 100, 80, 2020, 4908600),
        ("tc_khuyet_tat_nang", 800, 20, 15, 805, 2934900),
        ("tc_hiv_ngheo", 30, 2, 2, 30, 98100),
        ("tc_don_than_ngheo", 60, 5, 3, 62, 186300),
    ]
    rows = [
        [number, code, None, opening, increase, decrease, closing, None, None, None, amount]
        for number, (code, opening, increase, decrease, closing, amount) in enumerate(groups, 1)
    ]
    return {"HX-01": sheet_of("HX-01", DISTRICT, rows)}


def in_sections() -> Sheets:
    """HX-01 with a typed total below its first two groups, and one of all groups."""
    sheets = district()
    rows = sheets["HX-01"]
    rows[-1][3:] = [813, 27, 18, 822, 411, 313, 217, 2663280]  # no slip makes one total the other
    numbers = [row[3:] for row in rows[FIRST_ROW - 1 :]]
    rows.insert(FIRST_ROW + 1, ["Cộng", None, None, *map(sum, zip(*numbers[:2], strict=True))])
    rows.append(["Tổng số", None, None, *map(sum, zip(*numbers, strict=True))])
    return sheets


def put(sheets: Sheets, address: str, value: Any) -> Sheets:
    """Change one cell, "HX-01!G7"; returns the same sheets."""
    sheet, _, cell = address.partition("!")
    letters = cell.rstrip("0123456789")
    row = int(cell.removeprefix(letters)) - 1
    column = column_index_from_string(letters) - 1
    rows = sheets[sheet]
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))
    rows[row][column] = value
    return sheets


def workbook_bytes(sheets: Sheets) -> bytes:
    """The sheets as an .xlsx file; a text that begins with "=" becomes a formula without value."""
    return as_xlsx(sheets)
