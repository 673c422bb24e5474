"""Makes ``data/raw/2018``: thirteen workbooks as offices send them, with illustrative figures.

Only the totals of the Trung tâm Công tác xã hội and the sums over the residential facilities are
published figures. All else is invented, and every sheet says so. The same script gives the same
bytes; the looks of each office's sheets are in ``samples_sheets.py``.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from samples_sheets import Layout, Row, SheetText, Table, workbook_bytes
from welfare_stats.design.catalogue import (
    CaseType,
    CatalogueAt,
    Relation,
    ReporterKind,
    ReportingUnit,
    load_catalogue,
)
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.design.forms.cs01 import CS01
from welfare_stats.design.forms.ds01 import DS01
from welfare_stats.design.forms.hx01 import HX01
from welfare_stats.design.forms.hx02 import HX02
from welfare_stats.period import ReportingPeriod

REPOSITORY = Path(__file__).parents[1]
PERIOD = ReportingPeriod(date(2018, 1, 1), date(2018, 8, 31))
ALLOWANCE = "tro_cap_cong_dong"
SEED = 4  # with it no invented figure contains 514, the figure that tests/test_2018.py changes
LETTERS = "abcdđeghiklm"

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
CASES, EMERGENCIES = "can_thiep", "can_thiep_khan_cap"

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

# Of each group: its share, the share of women, and the coefficient of the allowance.
GROUPS = {
    "tc_tre_em": (0.015, 0.46, 1.6),
    "tc_dang_hoc_16_22": (0.007, 0.51, 1.5),
    "tc_hiv_ngheo": (0.004, 0.38, 1.5),
    "tc_don_than_ngheo": (0.05, 0.93, 1.3),
    "tc_cao_tuoi": (0.55, 0.63, 1.05),
    "tc_khuyet_tat_dac_biet_nang": (0.085, 0.45, 2.1),
    "tc_khuyet_tat_nang": (0.289, 0.47, 1.55),
}
ALL_POOR = ("tc_hiv_ngheo", "tc_don_than_ngheo")
BASE_RATE, MONTHS = 270, 8  # nghìn đồng a month, Nghị định 136/2013/NĐ-CP

AGES = {
    "mung_tho_70": 0.37,
    "mung_tho_75": 0.24,
    "mung_tho_80": 0.175,
    "mung_tho_85": 0.115,
    "mung_tho_90": 0.065,
    "mung_tho_95": 0.025,
    "mung_tho_100": 0.004,
    "mung_tho_tren_100": 0.006,
}
DEGREES = {
    "giay_xac_nhan_dac_biet_nang": 0.14,
    "giay_xac_nhan_nang": 0.58,
    "giay_xac_nhan_nhe": 0.28,
}
COST = {  # nghìn đồng for one; certificates and clubs cost the offices nothing here
    "cham_soc_cong_dong": 3240,
    "mai_tang_phi": 5400,
    "bhyt": 500,
    "dot_xuat_luong_thuc": 165,
    "dot_xuat_bi_thuong": 2700,
    "dot_xuat_mai_tang": 5400,
    "dot_xuat_nha_o": 15000,
    **dict.fromkeys(AGES, 300),
    "mung_tho_90": 700,
    "mung_tho_95": 700,
    "mung_tho_100": 1500,
}
PEOPLE = ("người", "lượt người", "thẻ")  # units of which women can be told apart

# --- the list of cases -------------------------------------------------------------------------

SURNAMES = ("Nguyễn", "Trần", "Lê", "Hoàng", "Dương", "Nông", "Ma", "Lý", "Phạm", "Vũ")
PEOPLES = {"Kinh": 62, "Tày": 15, "Nùng": 11, "Sán Dìu": 5, "Dao": 4, "Sán Chay": 2, "Mông": 1}
# Communes are real, as their names are checked; the people in them are not.
COMMUNES = (
    "Phường Túc Duyên",
    "P. Quang Trung, TP. Thái Nguyên",
    "Phường Mỏ Chè, Sông Công",
    "Xã La Bằng, huyện Đại Từ",
    "Xã La Hiên",
    "Xã Hóa Thượng, Đồng Hỷ",
    "Thị trấn Đu",
    "Xã Tân Thành, huyện Phú Bình",
    "TT Chợ Chu, H. Định Hóa",
    "Phường Bãi Bông",
)
OUTCOMES = ("Đã kết thúc", "Đã kết nối dịch vụ", "Đã chuyển tuyến")
STILL_OPEN = "Đang hỗ trợ"
CHILD_UNDER, ELDERLY_FROM = 16, 60


def main(arguments: list[str]) -> None:
    """Write all workbooks into the folder named, or into ``data/raw/2018``."""
    folder = Path(arguments[0]) if arguments else REPOSITORY / "data" / "raw" / "2018"
    folder.mkdir(parents=True, exist_ok=True)
    codes = load_catalogue(REPOSITORY / "catalogue", list(FORMS)).at(PERIOD.end)
    for unit_code, layout in LAYOUTS.items():
        unit = codes.units[unit_code]
        tables = list(tables_of(unit, layout, codes))
        path = folder / layout.file_name
        path.write_bytes(workbook_bytes(unit, layout, tables, PERIOD))
        print(path)


def tables_of(unit: ReportingUnit, layout: Layout, codes: CatalogueAt) -> Iterator[Table]:
    """What a unit sends."""
    rng = Random(f"{SEED} {unit.code}")
    if unit.reporter_kind is ReporterKind.DISTRICT_OFFICE:
        groups = allowance_rows(unit, rng, codes)
        whole = {"case_type": ALLOWANCE} | totals_of(HX01, groups)
        rows = [whole, *groups] if layout.total_as_code else groups
        total = whole if layout.total_label else None
        yield Table(HX01, labelled(HX01, rows, codes), total)
        yield Table(HX02, labelled(HX02, other_rows(unit, rng, whole, codes), codes))
    elif unit.code == CENTRE:
        cases = list(case_rows(unit, rng))
        text = SheetText(
            "SỐ LIỆU MINH HỌA: Tổng số các chỉ tiêu theo số liệu công bố tháng 9/2018; "
            "phân tổ và danh sách là số liệu minh họa"
        )
        yield Table(CS01, labelled(CS01, centre_rows(unit, cases, codes), codes), text=text)
        caption = f"Tổng số: {len(cases)} hồ sơ"
        yield Table(DS01, cases, text=SheetText(text.notice, caption))
    else:
        yield Table(CS01, labelled(CS01, resident_rows(unit, codes), codes))


# --- rows --------------------------------------------------------------------------------------


def own_case_types(form: Form, unit: ReportingUnit, codes: CatalogueAt) -> list[CaseType]:
    """Case types of a form that the unit reports, in the order of the catalogue."""
    return [
        case_type
        for case_type in codes.case_types.values()
        if case_type.form == form.code and unit.reporter_kind in case_type.reporters
    ]


def labelled(form: Form, rows: Iterable[Row], codes: CatalogueAt) -> list[Row]:
    """The rows with ordinals, labels and units; parts are lettered under their whole."""
    complete: list[Row] = []
    ordinal = letter = 0
    rows = list(rows)
    stated = {row["case_type"] for row in rows}
    for row in rows:
        case_type = codes.case_types[str(row["case_type"])]
        is_part = case_type.parent in stated
        ordinal, letter = (ordinal, letter + 1) if is_part else (ordinal + 1, 0)
        words: Row = {
            "ordinal": LETTERS[letter - 1] if is_part else ordinal,
            "case_type_label": case_type.label,
            "measure_unit": case_type.unit,
        }
        complete.append({name: value for name, value in words.items() if name in form.columns})
        complete[-1].update(row)
    return complete


def totals_of(form: Form, rows: Iterable[Row]) -> Row:
    """Sums of every column of numbers that some row fills."""
    sums: dict[str, int] = {}
    for row in rows:
        for name in form.numbers:
            if isinstance(value := row.get(name), int):
                sums[name] = sums.get(name, 0) + value
    return dict(sums)


def split(rng: Random, whole: int, shares: Mapping[str, float]) -> dict[str, int]:
    """The whole in parts of about these shares; the largest takes up the rounding."""
    parts = {code: round(whole * share * rng.uniform(0.9, 1.1)) for code, share in shares.items()}
    parts[max(parts, key=parts.__getitem__)] += whole - sum(parts.values())
    return parts


def some(rng: Random, whole: int, share: float) -> int:
    """About this share of the whole, and never more than it."""
    return min(whole, round(whole * share * rng.uniform(0.94, 1.06)))


def allowance_rows(unit: ReportingUnit, rng: Random, codes: CatalogueAt) -> list[Row]:
    """HX-01: the movement of each group."""
    district = DISTRICTS[unit.code]
    shares = {code: share for code, (share, _, _) in GROUPS.items()}
    closings = split(rng, district.allowances, shares)
    rows: list[Row] = []
    for case_type in codes.children(ALLOWANCE, Relation.SUM):
        code, closing = case_type.code, closings[case_type.code]
        _, women, coefficient = GROUPS[code]
        poor = 1 if code in ALL_POOR else 0.14 + 0.3 * district.minority
        increase, decrease = some(rng, closing, 0.083), some(rng, closing, 0.064)
        opening = closing - increase + decrease
        paid = (opening + closing) / 2 * BASE_RATE * coefficient * MONTHS
        rows.append(
            {
                "case_type": code,
                "opening": opening,
                "increase": increase,
                "decrease": decrease,
                "closing": closing,
                "female": some(rng, closing, women),
                "ethnic_minority": some(rng, closing, district.minority),
                "poor": closing if poor == 1 else some(rng, closing, poor),
                "amount": round(paid),
            }
        )
    return rows


def other_rows(
    unit: ReportingUnit, rng: Random, allowances: Row, codes: CatalogueAt
) -> Iterator[Row]:
    """HX-02: the number, its parts and what was spent; wholes are the sums of their parts."""
    totals = other_totals(unit, rng, allowances)
    rows: dict[str, Row] = {}
    case_types = own_case_types(HX02, unit, codes)
    for case_type in case_types:
        if any(codes.children(case_type.code, Relation.SUM)):
            continue
        code, total = case_type.code, totals[case_type.code]
        rows[code] = {"case_type": code, "total": total}
        if case_type.unit in PEOPLE:
            rows[code]["female"] = some(rng, total, 0.55)
            rows[code]["ethnic_minority"] = some(rng, total, DISTRICTS[unit.code].minority)
        if code in COST:
            rows[code]["amount"] = total * COST[code]
    for case_type in case_types:
        parts = [rows[part.code] for part in codes.children(case_type.code, Relation.SUM)]
        whole: Row = {"case_type": case_type.code}
        yield (whole | totals_of(HX02, parts)) if parts else rows[case_type.code]


def other_totals(unit: ReportingUnit, rng: Random, allowances: Row) -> dict[str, int]:
    """The number of each case type of HX-02 that is not the sum of others."""
    district = DISTRICTS[unit.code]
    people, gone = district.allowances, int(str(allowances["decrease"]))
    return {
        "cham_soc_cong_dong": some(rng, people, 0.006),
        "mai_tang_phi": some(rng, gone, 0.72),
        "bhyt": some(rng, people, 0.93),
        **split(rng, district.birthdays, AGES),
        "clb_lien_the_he": district.clubs,
        **split(rng, some(rng, people, 0.021), DEGREES),
        "dot_xuat_luong_thuc": district.rice,
        "dot_xuat_bi_thuong": rng.choice((0, 0, 1, 2, 4)),
        "dot_xuat_mai_tang": rng.choice((0, 1, 1, 2, 3)),
        "dot_xuat_nha_o": district.houses,
    }


def resident_rows(unit: ReportingUnit, codes: CatalogueAt) -> Iterator[Row]:
    """CS-01 of a residential facility; shares are rounded down, so that parts fit their whole."""
    place = RESIDENTIAL.index(unit.code)
    for case_type in own_case_types(CS01, unit, codes):
        total = RESIDENTS[case_type.code][place]
        parts: Row = {n: int(total * shares[place]) for n, shares in RESIDENT_SHARES.items()}
        yield facility_row(unit, case_type.code, total) | parts


def facility_row(unit: ReportingUnit, case_type: str, total: int) -> Row:
    """A row of CS-01 without its parts."""
    return {
        "facility": unit.code,
        "facility_name": unit.name,
        "case_type": case_type,
        "total": total,
    }


def centre_rows(unit: ReportingUnit, cases: list[Row], codes: CatalogueAt) -> Iterator[Row]:
    """CS-01 of the centre; the parts of its cases are counted from the list."""
    listed = {
        CASES: cases,
        EMERGENCIES: [case for case in cases if case["case_type"] == EMERGENCIES],
    }
    for case_type in own_case_types(CS01, unit, codes):
        row = facility_row(unit, case_type.code, CENTRE_RESULTS[case_type.code])
        if case_type.code in listed:
            row |= parts_of(listed[case_type.code])
        if case_type.code in CENTRE_NOTES:
            row["note"] = CENTRE_NOTES[case_type.code]
        yield row


def parts_of(cases: list[Row]) -> Row:
    """How many cases of a list are women, children, older people, of an ethnic minority."""
    ages = [age_of(case) for case in cases]
    return {
        "female": sum(case["sex"] == "Nữ" for case in cases),
        "child": sum(age < CHILD_UNDER for age in ages),
        "elderly": sum(age >= ELDERLY_FROM for age in ages),
        "ethnic_minority": sum(case["ethnicity"] != "Kinh" for case in cases),
    }


def age_of(case: Row) -> int:
    """Full years on the day of reception."""
    birth, day = case["birth"], case["received_on"]
    assert isinstance(day, date)  # noqa: S101 (for the type checker: case_rows wrote it)
    if isinstance(birth, date):
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return day.year - int(str(birth))


def case_rows(unit: ReportingUnit, rng: Random) -> Iterator[Row]:
    """DS-01: people who plainly do not exist, in the order of reception."""
    count = CENTRE_RESULTS[CASES]
    emergencies = set(rng.sample(range(count), CENTRE_RESULTS[EMERGENCIES]))
    days = sorted(
        rng.randrange(PERIOD.start.toordinal(), PERIOD.end.toordinal() + 1) for _ in range(count)
    )
    for index, day in enumerate(map(date.fromordinal, days)):
        sex = rng.choice(("Nam", "Nữ"))
        middle = {"Nam": "Văn", "Nữ": "Thị"}[sex]
        closed_on = day + timedelta(days=rng.randint(0, 75))
        is_closed = closed_on <= PERIOD.end
        yield {
            "ordinal": index + 1,
            "record_code": f"HS-{day.year}-{index + 1:04}",
            "full_name": f"{rng.choice(SURNAMES)} {middle} Mẫu {index + 1:03}",
            "birth": birth_of(rng, day),
            "sex": sex,
            "ethnicity": rng.choices(list(PEOPLES), list(PEOPLES.values()))[0],
            "identity_number": f"{index + 1:09}" if rng.random() < 0.06 else None,
            "commune": rng.choice(COMMUNES),
            "facility": unit.code,
            "case_type": EMERGENCIES if index in emergencies else CASES,
            "received_on": day,
            "closed_on": closed_on if is_closed else None,
            "outcome": rng.choice(OUTCOMES) if is_closed else STILL_OPEN,
        }


def birth_of(rng: Random, received_on: date) -> date | int:
    """A day of birth; of some of the oldest only the year is known."""
    youngest, oldest = rng.choices(((0, 15), (16, 59), (62, 92)), (38, 37, 25))[0]
    birth = received_on - timedelta(days=rng.randint(youngest * 366 + 1, oldest * 365))
    return birth.year if oldest > ELDERLY_FROM and rng.random() < 0.45 else birth


if __name__ == "__main__":
    main(sys.argv[1:])
