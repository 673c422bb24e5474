"""Figures and totals, compared with tables worked out by hand."""

import datetime as dt
from typing import Any

import pytest

from frames import AUG, JAN, JUL, JUN, district, figures, home, numbers, observations, results
from welfare_stats.analyse.comparison import attainments
from welfare_stats.analyse.contributions import contributions_of
from welfare_stats.analyse.shares import share
from welfare_stats.analyse.totals import NumberKey, Results, each_number_once, total_of
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Relation
from welfare_stats.design.forms import Breakdown
from welfare_stats.period import ReportingPeriod


@pytest.fixture
def codes(catalogue: Catalogue) -> CatalogueAt:
    return catalogue.at(AUG)


def test_a_cumulative_period_replaces_those_within_it() -> None:
    kept = each_number_once(
        observations(
            home("CSTG-01", "nuoi_duong", 100, period_end=JUN),
            home("CSTG-01", "nuoi_duong", 40, period_start=JUL),
            home("CSTG-01", "nuoi_duong", 145),
            home("CSTG-02", "nuoi_duong", 70, period_end=JUN),
        )
    )
    assert kept[["facility", "value"]].values.tolist() == [["CSTG-01", 145], ["CSTG-02", 70]]


def test_what_gives_way_itself_makes_nothing_else_give_way() -> None:
    """A list of the half-year gives way to a typed first quarter; the district has the second."""
    march, april = dt.date(2018, 3, 31), dt.date(2018, 4, 1)
    frame = observations(
        home("CSTG-01", "nuoi_duong", 50, period_end=march),
        home("CSTG-01", "nuoi_duong", 100, form="DS-01", period_end=JUN),
        home("CSTG-01", "nuoi_duong", 60, unit="170", period_start=april, period_end=JUN),
    )
    assert each_number_once(frame)["value"].tolist() == [50, 60]


STOCKS = ["nuoi_duong_huong_tro_cap", "tc_cao_tuoi"]


def test_flows_of_adjoining_periods_add_up_and_of_a_stock_the_latest_is_taken(
    codes: CatalogueAt,
) -> None:
    result = figures(
        codes,
        home("CSTG-04", "can_thiep", 40, period_start=JUL),
        home("CSTG-04", "can_thiep", 100, period_end=JUN),
        home("CSTG-01", "nuoi_duong_huong_tro_cap", 90, period_start=JUL),
        home("CSTG-01", "nuoi_duong_huong_tro_cap", 80, period_end=JUN),
        *(
            district("170", "tc_cao_tuoi", value, measure=measure, **period)
            for period, values in (
                ({"period_start": JUL}, (110, 5, 8, 107, 50)),
                ({"period_end": JUN}, (100, 20, 10, 110, 300)),
            )
            for measure, value in zip(
                ("opening", "increase", "decrease", "closing", "amount"), values, strict=True
            )
        ),
    )
    result = result[result["case_type"].isin(["can_thiep", *STOCKS])]
    values = {(r.case_type, r.measure): r.value for r in result.itertuples()}
    assert values == {
        ("can_thiep", "total"): 140,
        ("nuoi_duong_huong_tro_cap", "total"): 90,
        ("tc_cao_tuoi", "opening"): 100,
        ("tc_cao_tuoi", "increase"): 25,
        ("tc_cao_tuoi", "decrease"): 18,
        ("tc_cao_tuoi", "closing"): 107,
        ("tc_cao_tuoi", "amount"): 350,
    }
    days = {(r.measure, r.period_start, r.period_end) for r in result.itertuples()}
    assert {("increase", JAN, AUG), ("closing", JUL, AUG), ("opening", JAN, JUN)} <= days


HALVES = ({"period_end": JUN}, {"period_start": JUL})


def value(result: Results, *key: str) -> float | None:
    case_type, measure = key
    return numbers(result).get((case_type, measure, "all"))


@pytest.mark.parametrize(
    ("case_type", "measure", "first_half", "second_half", "expected", "is_whole"),
    [
        ("bhyt", "total", 900, None, None, None),  # cards of 30/6 are not those of 31/8
        ("bhyt", "total", None, 950, 950, True),
        ("tc_cao_tuoi", "opening", None, 110, None, None),
        ("tc_cao_tuoi", "opening", 100, None, 100, True),
        ("tc_cao_tuoi", "amount", 300, None, 300, False),
        ("mai_tang_phi", "total", None, 7, 7, False),
        ("mai_tang_phi", "total", 3, 7, 10, True),
    ],
)
def test_a_blank_in_one_of_two_periods(
    case_type: str,
    measure: str,
    first_half: float | None,
    second_half: float | None,
    expected: float | None,
    is_whole: bool | None,
    codes: CatalogueAt,
) -> None:
    form = codes.case_types[case_type].form
    rows = [
        district("170", code, number, measure=of, form=form, **days)
        for days, stated in (
            ({"period_end": JUN}, first_half),
            ({"period_start": JUL}, second_half),
        )
        for code, of, number in (
            (case_type, measure, stated),
            ("tc_tre_em" if form == "HX-01" else "chuc_tho_mung_tho", "closing", 1),
        )
        if number is not None
    ]
    result = results(codes, *rows)
    assert value(result, case_type, measure) == expected
    found = result.figures.set_index(["case_type", "measure"])["lacks_parts"].to_dict()
    assert found.get((case_type, measure)) == (None if is_whole is None else not is_whole)


@pytest.mark.parametrize(
    ("served", "came", "expected"),
    [
        ((211, 215), (30, 34), 245),  # those of the first half, and who came in the second
        ((211, 215), (30, None), None),
        ((None, 215), (30, 34), None),
        ((211, None), (None, 34), 245),
    ],
)
def test_people_served_in_two_halves_are_not_added_up(
    served: tuple[float | None, ...],
    came: tuple[float | None, ...],
    expected: float | None,
    codes: CatalogueAt,
) -> None:
    rows = [
        home("CSTG-01", code, number, **days)
        for code, stated in (("nuoi_duong", served), ("nuoi_duong_tiep_nhan_moi", came))
        for number, days in zip(stated, HALVES, strict=True)
        if number is not None
    ]
    rows += [home("CSTG-01", "nuoi_duong_chet", 1, **days) for days in HALVES]
    result = results(codes, *rows)
    assert value(result, "nuoi_duong", "total") == expected
    cells = result.cells(NumberKey("nuoi_duong", "total"))
    assert cells["adds"].sum() == (expected or 0)


def test_a_typed_number_goes_before_one_counted_from_a_list() -> None:
    kept = each_number_once(
        observations(
            home("CSTG-04", "can_thiep", 785, form="DS-01", cells="J7:J791"),
            home("CSTG-04", "can_thiep", 785, cells="G7"),
            home("CSTG-04", "can_thiep", 300, form="DS-01", breakdown="child"),
        )
    )
    assert kept[["form", "breakdown", "value"]].values.tolist() == [
        ["CS-01", "all", 785],
        ["DS-01", "child", 300],
    ]


def test_a_facilitys_own_number_goes_before_the_district_offices() -> None:
    kept = each_number_once(
        observations(
            home("CSTG-01", "nuoi_duong", 210, unit="164"), home("CSTG-01", "nuoi_duong", 200)
        )
    )
    assert kept[["unit", "value"]].values.tolist() == [["CSTG-01", 200]]


def test_a_sum_that_was_not_stated_is_added_up_per_unit_and_period(codes: CatalogueAt) -> None:
    result = contributions_of(
        observations(
            district("170", "tc_tre_em", 105),
            district("170", "tc_cao_tuoi", 2020),
            district("171", "tc_cao_tuoi", 3000, period_end=JUN, measure="increase"),
            district("171", "tro_cap_cong_dong", 3500, period_end=JUN, measure="increase"),
            district("171", "tc_cao_tuoi", 3100, period_start=JUL, measure="increase"),
        ),
        codes,
    )
    whole = result[result["case_type"] == "tro_cap_cong_dong"].sort_values(["unit", "cell"])
    assert whole[["unit", "period_end", "value", "is_computed"]].values.tolist() == [
        ["170", AUG, 105, True],
        ["170", AUG, 2020, True],
        ["171", JUN, 3500, False],
        ["171", AUG, 3100, True],
    ]


def test_a_group_that_began_in_the_second_half_is_no_part_of_the_first(
    catalogue: Catalogue,
) -> None:
    year = ReportingPeriod(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
    codes = catalogue.during(year)
    groups = [part.code for part in codes.children("tro_cap_cong_dong", Relation.SUM)]
    assert groups[-1] == "tc_tre_duoi_3_tuoi"
    halves = [(year.start, dt.date(2021, 6, 30), groups[:-1])]
    halves += [(dt.date(2021, 7, 1), year.end, groups)]
    rows = [
        district("170", code, 1, measure="increase", period_start=start, period_end=end)
        for start, end, asked in halves
        for code in asked
    ]
    found = figures(codes, *rows).set_index(["case_type", "measure"])
    assert not found.loc[("tro_cap_cong_dong", "increase"), "lacks_parts"]


def test_parts_that_another_unit_sent_do_not_make_a_second_whole(codes: CatalogueAt) -> None:
    totals = results(
        codes,
        home("CSTG-04", "tu_van", 5120),
        home("CSTG-04", "tu_van_truc_tiep", 3621, unit="164"),
        home("CSTG-04", "tu_van_cong_dong", 595, unit="164"),
    ).totals
    assert total_of(totals, "tu_van") == 5120


@pytest.mark.parametrize(
    "other",
    [
        home("CSTG-04", "can_thiep", 300, form="DS-01", period_end=JUN),
        home("CSTG-04", "can_thiep", 300, unit="164", period_end=JUN),
        home("CSTG-04", "can_thiep", 300, unit="164", form="DS-01", period_start=JUL),
    ],
)
def test_another_source_of_a_number_is_not_added_whatever_its_period(
    other: dict[str, Any], codes: CatalogueAt
) -> None:
    totals = results(codes, home("CSTG-04", "can_thiep", 785), other).totals
    assert total_of(totals, "can_thiep") == 785


def test_a_sum_of_some_of_its_parts_is_marked_as_lacking_parts(catalogue: Catalogue) -> None:
    codes = catalogue.at(AUG)
    groups = [child.code for child in codes.children("tro_cap_cong_dong", Relation.SUM)]
    rows = [district("170", group, 10) for group in groups]
    rows += [district("171", group, 10) for group in groups[1:]]
    result = results(codes, *rows)
    sums = result.figures[result.figures["case_type"] == "tro_cap_cong_dong"]
    assert sums[["unit", "lacks_parts"]].values.tolist() == [["170", False], ["171", True]]
    assert total_of(result.totals, "tro_cap_cong_dong") == 130


def test_sums_of_amounts_have_no_binary_rounding_errors(codes: CatalogueAt) -> None:
    rows = [district(unit, "tc_cao_tuoi", 0.1, measure="amount") for unit in ("164", "165", "167")]
    totals = results(codes, *rows).totals
    assert totals["tc_cao_tuoi", "amount", "all"] == 0.3


def test_province_totals_shares_and_targets(codes: CatalogueAt) -> None:
    totals = results(
        codes,
        home("CSTG-01", "nuoi_duong", 394),
        home("CSTG-01", "nuoi_duong_huong_tro_cap", 285),
        home("CSTG-04", "tu_van_truc_tiep", 3621),
        home("CSTG-04", "tu_van_cong_dong", 595),
        home("CSTG-04", "tu_van_dien_thoai", 904),
        district("170", "clb_lien_the_he", 10, form="HX-02", measure="total"),
        district("170", "nuoi_duong", 7, breakdown="female", measure="total"),
    ).totals
    values = {
        code: total_of(totals, code)
        for code in ("nuoi_duong", "nuoi_duong_huong_tro_cap", "tu_van", "chuc_tho_mung_tho")
    }
    assert values == {
        "nuoi_duong": 394,
        "nuoi_duong_huong_tro_cap": 285,
        "tu_van": 5120,
        "chuc_tho_mung_tho": None,
    }
    assert total_of(totals, "nuoi_duong", Breakdown.FEMALE) == 7
    assert [
        total_of(totals, code)
        for code in ("co_so_tro_giup_xa_hoi", "co_so_nuoi_duong", "co_so_cong_tac_xa_hoi")
    ] == [4, 3, 1]
    reached = {
        a.target.case_type: (a.actual, a.is_met, a.ratio) for a in attainments(totals, codes)
    }
    assert reached == {
        "tro_cap_cong_dong": (None, None, None),
        "nuoi_duong_huong_tro_cap": (285, False, 0.95),
        "chuc_tho_mung_tho": (None, None, None),
        "clb_lien_the_he": (10, True, 1.0),
    }


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(37, 785, 37 / 785), (0, 5, 0.0), (5, 0, None), (None, 5, None), (5, None, None)],
)
def test_share(part: float | None, whole: float | None, expected: float | None) -> None:
    assert share(part, whole) == expected


def test_nothing_gives_empty_tables(codes: CatalogueAt) -> None:
    assert set(results(codes, *[{}][:0]).figures["case_type"]) == {
        "co_so_tro_giup_xa_hoi",
        "co_so_nuoi_duong",
        "co_so_cong_tac_xa_hoi",
    }


def test_a_figure_is_traced_to_what_was_stated_or_else_to_its_parts(codes: CatalogueAt) -> None:
    result = results(
        codes,
        district("170", "tc_tre_em", 105, cells="G7"),
        district("170", "tc_cao_tuoi", 2020, cells="G8"),
        district("170", "tc_cao_tuoi", 100, cells="E8", measure="increase"),
        district("170", "tc_cao_tuoi", 1200, cells="H8", breakdown="female"),
        district("171", "tc_cao_tuoi", 3000, cells="G8"),
        district("171", "tro_cap_cong_dong", 3500, cells="G7"),
    )

    def sources(*key: str) -> list[list[object]]:
        cells = result.cells(NumberKey(*key))
        return cells[["unit", "case_type", "cells", "adds"]].values.tolist()

    assert sources("tro_cap_cong_dong", "closing") == [
        ["171", "tro_cap_cong_dong", "G7", 3500],
        ["170", "tc_tre_em", "G7", 105],
        ["170", "tc_cao_tuoi", "G8", 2020],
    ]
    assert sources("tro_cap_cong_dong", "closing", "female", "170") == [
        ["170", "tc_cao_tuoi", "H8", 1200]
    ]
    assert sources("tc_bien_dong_tang", "total") == [["170", "tc_cao_tuoi", "E8", 100]]
    assert sources("co_so_nuoi_duong", "total") == []
