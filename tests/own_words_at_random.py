"""Figures at random, and the words that people write around them: labels, headings, letterheads."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from unicodedata import normalize

from formats import Rows
from seeds import catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import format_number

Figures = Mapping[str, Mapping[str, int]]
"""The numbers of each case type, by field of its form."""


HALF_YEAR = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 6, 30))
YEAR = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
EIGHT_MONTHS = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))

# --- figures -------------------------------------------------------------------------------------

GROUPS = ("tc_tre_em", "tc_dang_hoc_16_22", "tc_hiv_ngheo", "tc_don_than_ngheo", "tc_cao_tuoi",
          "tc_khuyet_tat_dac_biet_nang", "tc_khuyet_tat_nang")  # fmt: skip
OTHERS = ("bhyt", "mai_tang_phi", "cham_soc_cong_dong", "khuyet_tat_giay_xac_nhan",
          "giay_xac_nhan_dac_biet_nang", "giay_xac_nhan_nang", "giay_xac_nhan_nhe",
          "dot_xuat_luong_thuc", "dot_xuat_mai_tang")  # fmt: skip
OF_CENTRE = ("can_thiep", "can_thiep_khan_cap", "cuoc_goi", "tu_van", "tu_van_truc_tiep",
             "tu_van_cong_dong", "tu_van_dien_thoai", "cung_cap_thong_tin")  # fmt: skip
PARTS = ("female", "ethnic_minority", "poor")


def groups(random: Random, most: int = 3000) -> dict[str, dict[str, int]]:
    """HX-01: several groups, at times all of them with their sum."""
    codes = [code for code in GROUPS if random.random() < 0.7] or list(GROUPS[:2])
    found = {}
    for code in codes:
        opening, increase = random.randrange(10, most), random.randrange(most // 20 + 1)
        decrease = random.randrange(min(opening, most // 20 + 1))
        closing = opening + increase - decrease
        found[code] = {
            "opening": opening, "increase": increase, "decrease": decrease, "closing": closing,
            **{part: random.randrange(closing + 1) for part in PARTS},
            "amount": closing * 405 * 6,
        }  # fmt: skip
    if len(codes) == len(GROUPS):
        sums = {name: sum(row[name] for row in found.values()) for name in found[codes[0]]}
        return {"tro_cap_cong_dong": sums} | found
    return found


def others(random: Random) -> dict[str, dict[str, int]]:
    """HX-02: several case types; the certificates add up."""
    found = {code: {"total": random.randrange(3, 900)} for code in OTHERS}
    found["khuyet_tat_giay_xac_nhan"]["total"] = sum(found[code]["total"] for code in OTHERS[4:7])
    for row in found.values():
        row["female"], row["ethnic_minority"] = (random.randrange(row["total"]) for _ in "ab")
    certificates = found["khuyet_tat_giay_xac_nhan"]
    for part in ("female", "ethnic_minority"):
        certificates[part] = sum(found[code][part] for code in OTHERS[4:7])
    return found


def of_centre(random: Random) -> dict[str, dict[str, int]]:
    found = {code: {"total": random.randrange(3, 900)} for code in OF_CENTRE}
    found["can_thiep"]["total"] += found["can_thiep_khan_cap"]["total"]
    found["tu_van"]["total"] = sum(found[code]["total"] for code in OF_CENTRE[4:7])
    found["cuoc_goi"]["total"] += found["tu_van_dien_thoai"]["total"]
    return found


# --- words ---------------------------------------------------------------------------------------


def without_accents(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(ch for ch in normalize("NFD", plain) if not "\u0300" <= ch <= "\u036f")


SPELLINGS: Sequence[Callable[[str], str]] = (
    str, str, str, str.upper, str.lower, without_accents, lambda t: without_accents(t).upper(),
    lambda t: normalize("NFD", t), lambda t: t.replace(" ", "  "),
    lambda t: t.replace(" ", "\n", 1), lambda t: f" {t} ", lambda t: f"{t}:", lambda t: f"{t}.",
)  # fmt: skip
SHORT = {"Người cao tuổi": "NCT", "Người khuyết tật": "NKT", "Trẻ em": "TE",
         "bảo trợ xã hội": "BTXH", "đặc biệt nặng": "ĐBN", "giấy xác nhận": "GXN"}  # fmt: skip
NUMBERINGS = ("", "", "", "1. ", "a) ", "I. ", "- ", "+ ", "1.2. ", "(a) ", "• ", "2/ ", "II- ")


def label(random: Random, code: str) -> str:
    """What an office writes for a case type; not always clear."""
    row = next(row for row in catalogue().case_types if row.code == code)
    text = random.choice([row.label, row.label, *row.other_names])
    if random.random() < 0.2:
        for long, short in SHORT.items():
            text = text.replace(long, short)
    text = random.choice(SPELLINGS)(text)
    if random.random() < 0.15:
        text = f"{text} ({random.choice([row.unit, 'người', 'NĐ 136', 'khoản 1 điều 5'])})"
    if random.random() < 0.1:
        text = f"{random.choice(['Trong đó: ', 'Trong đó ', 'Số ', 'Tổng số '])}{text}"
    return random.choice(NUMBERINGS) + text


def heading(random: Random, form: str, name: str) -> str:
    column = FORMS[form].columns[name]
    names = [column.heading, *column.headings]
    text = random.choice([each for each in names if name != "amount" or "ghìn" in each])
    return random.choice(SPELLINGS)(text)


def typed(random: Random, number: int) -> Any:
    """A number as people type it."""
    if random.random() < 0.05:
        return random.choice([str(number), format_number(number), f"{format_number(number)} người"])
    return number


# --- heads ---------------------------------------------------------------------------------------

COUNTRY = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
OFFICES = ("PHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "PHÒNG LĐ-TB&XH", "PHÒNG LAO ĐỘNG - TBXH",
           "Phòng Lao động - TB và XH")  # fmt: skip
TITLES: Mapping[ReportingPeriod, Sequence[Sequence[str]]] = {
    HALF_YEAR: (
        ("KẾT QUẢ TRỢ CẤP XÃ HỘI 6 THÁNG ĐẦU NĂM 2018",),
        ("BÁO CÁO", "Kết quả trợ giúp xã hội 6 tháng", "đầu năm 2018"),
        ("Kết quả thực hiện 6 tháng đầu năm, phương hướng 6 tháng cuối năm 2018",),
        ("BIỂU TỔNG HỢP", "(6 tháng đầu năm 2018)"),
        ("BIỂU TỔNG HỢP", "(Từ ngày 01/01/2018 đến ngày 30/6/2018)"),
        ("Số liệu tính đến ngày 30 tháng 6 năm 2018",),
        ("BÁO CÁO 6 THÁNG", "NĂM 2018"),
        ("Báo cáo nửa đầu năm 2018",),
    ),
    YEAR: (
        ("KẾT QUẢ TRỢ CẤP XÃ HỘI NĂM 2018",), ("BÁO CÁO", "Năm 2018"),
        ("Kết quả cả năm 2018, nhiệm vụ năm 2019",),
        ("BIỂU TỔNG HỢP", "Từ ngày 01/01/2018 đến ngày 31/12/2018"),
    ),
    EIGHT_MONTHS: (
        ("BÁO CÁO KẾT QUẢ 8 THÁNG ĐẦU NĂM 2018",), ("BÁO CÁO 8 THÁNG NĂM 2018",),
        ("BIỂU TỔNG HỢP", "(Số liệu đến 31/8/2018)"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """Rows above a table, rows below it, and the name of the sheet."""

    above: Rows
    below: Rows
    name: str


def district_head(random: Random, period: ReportingPeriod, name: str = "Sheet1") -> Head:
    """A head of Võ Nhai, which says so in the letterhead, where it is signed, or by the sheet."""
    place = random.choice(["UBND HUYỆN VÕ NHAI", "UỶ BAN NHÂN DÂN\nHUYỆN VÕ NHAI", "H. Võ Nhai",
                           "UBND huyện Vo Nhai"])  # fmt: skip
    office = random.choice(OFFICES)
    where = random.choice(["letterhead"] * 4 + ["office", "one cell", "signed", "sheet"])
    layouts: dict[str, Rows] = {
        "letterhead": [[place, None, None, COUNTRY[0]], [office, None, None, COUNTRY[1]]],
        "office": [[f"{office} HUYỆN VÕ NHAI"]],
        "one cell": [[f"{place}\n{office}\nSố: 12/BC-LĐTBXH"]],
    }
    lines = layouts.get(where, [[office]])
    signed = "Võ Nhai, ngày 29 tháng 6 năm 2018" if where != "sheet" else "Ngày … tháng … năm 2018"
    if where == "sheet":
        name = "Võ Nhai" if name == "Sheet1" else name
    return Head([*lines, [], *titled(random, period)], signature(random, signed), name)


def titled(random: Random, period: ReportingPeriod) -> Rows:
    rows: Rows = [[line] for line in random.choice(TITLES[period])]
    if random.random() < 0.7:
        rows.append([])
    return rows


def signature(random: Random, line: str) -> Rows:
    return [
        *([[]] if random.random() < 0.7 else []),
        [None, line],
        ["NGƯỜI LẬP BIỂU", None, random.choice(["TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG"])],
    ]
