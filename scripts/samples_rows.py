"""Rows of the sample workbooks: figures of about the right size that agree with each other."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import NamedTuple

from samples_offices import District
from samples_sheets import Row
from welfare_stats.design.catalogue import CaseType, CatalogueAt, Relation, ReportingUnit
from welfare_stats.design.forms import Form
from welfare_stats.design.forms.hx02 import HX02

ALLOWANCE = "tro_cap_cong_dong"
LETTERS = "abcdđeghiklm"

ALL_POOR = ("tc_hiv_ngheo", "tc_don_than_ngheo")


class Allowances(NamedTuple):
    """What the rows of a form of allowances are invented from.

    ``groups`` has of each group its share, the share of women and the coefficient of the allowance;
    ``rate`` is that of the coefficient 1, in nghìn đồng a month; ``poor`` the share of the poor
    where nobody is of an ethnic minority, and what is added where all are.
    """

    groups: Mapping[str, tuple[float, float, float]]
    rate: int
    poor: tuple[float, float]


GROUPS = {
    "tc_tre_em": (0.015, 0.46, 1.6),
    "tc_dang_hoc_16_22": (0.007, 0.51, 1.5),
    "tc_hiv_ngheo": (0.004, 0.38, 1.5),
    "tc_don_than_ngheo": (0.05, 0.93, 1.3),
    "tc_cao_tuoi": (0.55, 0.63, 1.05),
    "tc_khuyet_tat_dac_biet_nang": (0.085, 0.45, 2.1),
    "tc_khuyet_tat_nang": (0.289, 0.47, 1.55),
}
OF_2018 = Allowances(GROUPS, rate=270, poor=(0.14, 0.3))  # Nghị định 136/2013/NĐ-CP

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


class Movement(NamedTuple):
    """How many people there were, came, went, and were left."""

    opening: int
    increase: int
    decrease: int
    closing: int


def allowance_row(
    rng: Random,
    district: District,
    case_type: str,
    movement: Movement,
    months: int,
    of: Allowances = OF_2018,
) -> Row:
    """A row of HX-01: the movement of a group, its parts, and what was paid in so many months."""
    _, women, coefficient = of.groups[case_type]
    least, added = of.poor
    poor = least + added * district.minority
    closing = movement.closing
    paid = (movement.opening + closing) / 2 * of.rate * coefficient * months
    return {
        "case_type": case_type,
        **movement._asdict(),
        "female": some(rng, closing, women),
        "ethnic_minority": some(rng, closing, district.minority),
        "poor": closing if case_type in ALL_POOR else some(rng, closing, poor),
        "amount": round(paid),
    }


def other_rows(
    unit: ReportingUnit,
    rng: Random,
    district: District,
    totals: Mapping[str, int],
    codes: CatalogueAt,
) -> Iterator[Row]:
    """HX-02: the number, its parts and what was spent; wholes are the sums of their parts."""
    rows: dict[str, Row] = {}
    case_types = own_case_types(HX02, unit, codes)
    for case_type in case_types:
        if any(codes.children(case_type.code, Relation.SUM)):
            continue
        code, total = case_type.code, totals[case_type.code]
        rows[code] = {"case_type": code, "total": total}
        if case_type.unit in PEOPLE:
            rows[code]["female"] = some(rng, total, 0.55)
            rows[code]["ethnic_minority"] = some(rng, total, district.minority)
        if code in COST:
            rows[code]["amount"] = total * COST[code]
    for case_type in case_types:
        parts = [rows[part.code] for part in codes.children(case_type.code, Relation.SUM)]
        whole: Row = {"case_type": case_type.code}
        yield (whole | totals_of(HX02, parts)) if parts else rows[case_type.code]


def other_totals(rng: Random, district: District, gone: int) -> dict[str, int]:
    """The number of each case type of HX-02 that is not the sum of others.

    Args:
        rng: where chance comes from.
        district: its size.
        gone: how many people an allowance ended for.
    """
    people = district.allowances
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


def facility_row(unit: ReportingUnit, case_type: str, total: int) -> Row:
    """A row of CS-01 without its parts."""
    return {
        "facility": unit.code,
        "facility_name": unit.name,
        "case_type": case_type,
        "total": total,
    }
