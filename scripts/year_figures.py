"""The figures of a made half year of the communes: invented, of the right size, and agreeing.

What is asked comes from the catalogue; what is invented here is only how many.
"""

from collections.abc import Iterator, Mapping
from random import Random

from example_figures import centre, residential
from samples_offices import CENTRE, District
from samples_rows import (
    ALLOWANCE,
    Allowances,
    Movement,
    allowance_row,
    other_rows,
    other_totals,
    own_case_types,
    some,
    split,
    totals_of,
)
from samples_sheets import Row
from welfare_stats.design.catalogue import CatalogueAt, Relation, ReportingUnit
from welfare_stats.design.forms.cs01 import CS01
from welfare_stats.design.forms.hx01 import HX01
from welfare_stats.design.forms.hx02 import HX02

SEED = 26
MONTHS = 6
BASE_RATE = 500  # nghìn đồng a month, Nghị định 76/2024/NĐ-CP
PENSION = "huu_tri_xa_hoi"
PENSIONERS = 1.45  # for one with an allowance

GROUPS = {
    "tc_tre_em": (0.03, 0.46, 1.6),
    "tc_dang_hoc_16_22": (0.012, 0.51, 1.5),
    "tc_hiv_ngheo": (0.006, 0.38, 1.5),
    "tc_don_than_ngheo": (0.09, 0.93, 1.3),
    "tc_cao_tuoi_khac": (0.07, 0.6, 1.8),
    "tc_khuyet_tat_dac_biet_nang": (0.17, 0.45, 2.1),
    "tc_khuyet_tat_nang": (0.59, 0.47, 1.6),
    "tc_tre_duoi_3_tuoi": (0.032, 0.49, 1.5),
    PENSION: (PENSIONERS, 0.62, 1.0),
}
ALLOWANCES = Allowances(GROUPS, rate=BASE_RATE, poor=(0.1, 0.25))
COST = {  # nghìn đồng for one
    "cham_soc_cong_dong": 4500,
    "mai_tang_phi": 20 * BASE_RATE,
    "bhyt": 632,
    "dot_xuat_luong_thuc": 195,
    "dot_xuat_bi_thuong": 10 * BASE_RATE,
    "dot_xuat_mai_tang": 50 * BASE_RATE,
    "dot_xuat_nha_o": 40000,
}
MINORITY = {  # share of ethnic minorities by former district
    "Thành phố Thái Nguyên (cũ)": 0.18,
    "Thành phố Sông Công (cũ)": 0.06,
    "Huyện Định Hóa (cũ)": 0.70,
    "Huyện Phú Lương (cũ)": 0.52,
    "Huyện Đồng Hỷ (cũ)": 0.42,
    "Huyện Võ Nhai (cũ)": 0.68,
    "Huyện Đại Từ (cũ)": 0.33,
    "Thành phố Phổ Yên (cũ)": 0.09,
    "Huyện Phú Bình (cũ)": 0.08,
}
MINORITY_OF_BAC_KAN = 0.86
COUNTED_BY_PERSON = ("trường hợp", "ca", "trẻ")

Rows = Mapping[str, list[Row]]
"""Rows by form; sums and their parts."""


def rows_of(unit: ReportingUnit, codes: CatalogueAt) -> Rows:
    """What a unit reports of the first half of the year."""
    if unit.code == CENTRE:
        return {CS01.code: list(_of_centre(unit, codes))}
    if unit.is_facility:
        return {CS01.code: residential(unit, codes)[0]}
    rng = Random(f"{SEED} {unit.code}")
    size = _size_of(unit, rng)
    allowances = list(_allowances(rng, size, codes))
    gone = sum(int(str(row["decrease"])) for row in allowances if row["case_type"] == ALLOWANCE)
    return {HX01.code: allowances, HX02.code: list(_others(unit, rng, size, gone, codes))}


def _of_centre(unit: ReportingUnit, codes: CatalogueAt) -> Iterator[Row]:
    """CS-01 of the social work centre, with the women and minorities among those it helped."""
    rows = {str(row["case_type"]): row for row in centre(unit, codes)[0]}
    for code, row in rows.items():
        if codes.case_types[code].unit in COUNTED_BY_PERSON:
            total = int(str(row["total"]))
            row |= {"female": round(total * 0.54), "ethnic_minority": round(total * 0.31)}
    for code, row in rows.items():
        parts = [rows[part.code] for part in codes.children(code, Relation.SUM)]
        yield (row | totals_of(CS01, parts)) if parts else row


def _size_of(unit: ReportingUnit, rng: Random) -> District:
    people = rng.randint(170, 620)
    return District(
        allowances=people,
        birthdays=round(people * rng.uniform(0.3, 0.5)),
        clubs=rng.choice((0, 0, 0, 1)),
        rice=rng.choice((0, 0, 0, 45, 120, 260)),
        houses=rng.choice((0, 0, 1, 2, 4)),
        minority=MINORITY.get(unit.group, MINORITY_OF_BAC_KAN),
    )


def _allowances(rng: Random, size: District, codes: CatalogueAt) -> Iterator[Row]:
    """HX-01: the movement of each group, their sum, and of those with a social pension."""
    parts = [part.code for part in codes.children(ALLOWANCE, Relation.SUM)]
    closings = split(rng, size.allowances, {code: GROUPS[code][0] for code in parts})
    rows = [_moved(rng, size, code, closings[code]) for code in parts]
    whole: Row = {"case_type": ALLOWANCE}
    yield whole | totals_of(HX01, rows)
    yield from rows
    yield _moved(rng, size, PENSION, round(size.allowances * PENSIONERS * rng.uniform(0.8, 1.2)))


def _moved(rng: Random, size: District, code: str, closing: int) -> Row:
    increase, decrease = some(rng, closing, 0.055), some(rng, closing, 0.045)
    movement = Movement(closing - increase + decrease, increase, decrease, closing)
    return allowance_row(rng, size, code, movement, MONTHS, ALLOWANCES)


def _others(
    unit: ReportingUnit, rng: Random, size: District, gone: int, codes: CatalogueAt
) -> Iterator[Row]:
    """HX-02, at the costs of today."""
    asked = {case_type.code for case_type in own_case_types(HX02, unit, codes)}
    totals = {c: n for c, n in other_totals(rng, size, gone).items() if c in asked}
    for row in other_rows(unit, rng, size, totals, codes):
        code = str(row["case_type"])
        cost: Row = {"amount": int(str(row["total"])) * COST[code]} if code in COST else {}
        yield row | cost
