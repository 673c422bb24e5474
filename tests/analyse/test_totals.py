"""Figures and totals, compared with tables worked out by hand."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from frames import AUG, JAN, JUL, JUN, district, figures, home, observations
from welfare_stats.analyse.comparison import against_last_year, attainments
from welfare_stats.analyse.lineage import sources_of
from welfare_stats.analyse.totals import (
    by_cell,
    each_number_once,
    facility_by_case_type,
    figures_of,
    province_totals,
    reporters,
    share,
    total_of,
    unit_by_case_type,
    unit_by_measure,
    with_sums,
)
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
    result = figures_of(
        observations(
            home("CSTG-01", "nuoi_duong", 40, period_start=JUL),
            home("CSTG-01", "nuoi_duong", 100, period_end=JUN),
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
        ),
        codes,
    )
    result = result[result["case_type"].isin(["nuoi_duong", *STOCKS])]
    values = {(r.case_type, r.measure): r.value for r in result.itertuples()}
    assert values == {
        ("nuoi_duong", "total"): 140,
        ("nuoi_duong_huong_tro_cap", "total"): 90,
        ("tc_cao_tuoi", "opening"): 100,
        ("tc_cao_tuoi", "increase"): 25,
        ("tc_cao_tuoi", "decrease"): 18,
        ("tc_cao_tuoi", "closing"): 107,
        ("tc_cao_tuoi", "amount"): 350,
    }
    assert {(r.period_start, r.period_end) for r in result.itertuples()} == {(JAN, AUG)}


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


def test_the_stock_of_a_unit_that_ended_is_left_to_its_successor(catalogue: Catalogue) -> None:
    ended = [
        row.model_copy(update={"valid_to": JUN, "successor": "164"}) if row.code == "165" else row
        for row in catalogue.units
    ]
    codes = replace(catalogue, units=tuple(ended)).during(ReportingPeriod(JAN, AUG))
    result = figures(
        codes,
        district("165", "tc_cao_tuoi", 2000, period_end=JUN),
        district("165", "tc_cao_tuoi", 90, period_end=JUN, measure="increase"),
        district("164", "tc_cao_tuoi", 9000),
    )
    totals = province_totals(result)
    assert total_of(totals, "tc_cao_tuoi") == 9000
    assert total_of(totals, "tc_bien_dong_tang") == 90
    assert "165" in codes.units


def test_a_facilitys_own_number_goes_before_the_district_offices() -> None:
    kept = each_number_once(
        observations(
            home("CSTG-01", "nuoi_duong", 210, unit="164"), home("CSTG-01", "nuoi_duong", 200)
        )
    )
    assert kept[["unit", "value"]].values.tolist() == [["CSTG-01", 200]]


def test_a_sum_that_was_not_stated_is_added_up_per_unit_and_period(codes: CatalogueAt) -> None:
    result = with_sums(
        observations(
            district("170", "tc_tre_em", 105),
            district("170", "tc_cao_tuoi", 2020),
            district("171", "tc_cao_tuoi", 3000, period_end=JUN),
            district("171", "tro_cap_cong_dong", 3500, period_end=JUN),
            district("171", "tc_cao_tuoi", 3100, period_start=JUL),
        ),
        codes,
    )
    whole = result[result["case_type"] == "tro_cap_cong_dong"]
    assert whole[["unit", "period_end", "value", "is_computed"]].values.tolist() == [
        ["171", JUN, 3500, False],
        ["170", AUG, 2125, True],
        ["171", AUG, 3100, True],
    ]


def test_parts_that_another_unit_sent_do_not_make_a_second_whole(codes: CatalogueAt) -> None:
    totals = province_totals(
        figures(
            codes,
            home("CSTG-04", "tu_van", 5120),
            home("CSTG-04", "tu_van_truc_tiep", 3621, unit="164"),
            home("CSTG-04", "tu_van_cong_dong", 595, unit="164"),
        )
    )
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
    totals = province_totals(figures(codes, home("CSTG-04", "can_thiep", 785), other))
    assert total_of(totals, "can_thiep") == 785


def test_a_sum_of_some_of_its_parts_is_marked_as_lacking_parts(catalogue: Catalogue) -> None:
    codes = catalogue.at(AUG)
    groups = [child.code for child in codes.children("tro_cap_cong_dong", Relation.SUM)]
    rows = [district("170", group, 10) for group in groups]
    rows += [district("171", group, 10) for group in groups[1:]]
    result = figures(codes, *rows)
    assert reporters(result)["tro_cap_cong_dong"] == {"170"}
    assert total_of(province_totals(result), "tro_cap_cong_dong") == 130


def test_sums_of_amounts_have_no_binary_rounding_errors(codes: CatalogueAt) -> None:
    rows = [district(unit, "tc_cao_tuoi", 0.1, measure="amount") for unit in ("164", "165", "167")]
    totals = province_totals(figures(codes, *rows))
    assert totals["tc_cao_tuoi", "amount", "all"] == 0.3


def test_facility_by_case_type(codes: CatalogueAt) -> None:
    table = facility_by_case_type(
        figures(
            codes,
            home("CSTG-01", "nuoi_duong", 200),
            home("CSTG-02", "nuoi_duong", 120),
            home("CSTG-03", "nuoi_duong", 74),
            home("CSTG-01", "nuoi_duong_huong_tro_cap", 150),
            home("CSTG-02", "nuoi_duong_huong_tro_cap", 135),
            home("CSTG-01", "nuoi_duong", 90, breakdown="female"),
            district("170", "tc_cao_tuoi", 2020),
        )
    )
    assert by_cell(table) == {
        ("nuoi_duong", "CSTG-01"): 200,
        ("nuoi_duong", "CSTG-02"): 120,
        ("nuoi_duong", "CSTG-03"): 74,
        ("nuoi_duong_huong_tro_cap", "CSTG-01"): 150,
        ("nuoi_duong_huong_tro_cap", "CSTG-02"): 135,
    }


def test_units_by_group_and_by_measure(codes: CatalogueAt) -> None:
    result = figures(
        codes,
        district("170", "tc_tre_em", 105),
        district("170", "tc_cao_tuoi", 2020),
        district("170", "tc_cao_tuoi", 1200, breakdown="female"),
        district("170", "tc_cao_tuoi", 100, measure="increase"),
        district("170", "tc_tre_em", 10, measure="increase"),
        district("171", "tc_cao_tuoi", 3000),
    )
    assert by_cell(unit_by_case_type(result).loc[["170", "171"]]) == {
        ("170", "tc_tre_em"): 105,
        ("170", "tc_cao_tuoi"): 2020,
        ("170", "tro_cap_cong_dong"): 2125,
        ("170", "tc_bien_dong_tang"): 110,
        ("171", "tc_cao_tuoi"): 3000,
        ("171", "tro_cap_cong_dong"): 3000,
    }
    assert by_cell(unit_by_measure(result, "tro_cap_cong_dong")) == {
        ("170", ("closing", "all")): 2125,
        ("170", ("closing", "female")): 1200,
        ("170", ("increase", "all")): 110,
        ("171", ("closing", "all")): 3000,
    }


def test_province_totals_shares_and_targets(codes: CatalogueAt) -> None:
    totals = province_totals(
        figures(
            codes,
            home("CSTG-01", "nuoi_duong", 394),
            home("CSTG-01", "nuoi_duong_huong_tro_cap", 285),
            home("CSTG-04", "tu_van_truc_tiep", 3621),
            home("CSTG-04", "tu_van_cong_dong", 595),
            home("CSTG-04", "tu_van_dien_thoai", 904),
            district("170", "clb_lien_the_he", 10, form="HX-02", measure="total"),
            district("170", "nuoi_duong", 7, breakdown="female", measure="total"),
        )
    )
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


def test_against_last_year_compares_what_both_years_know(codes: CatalogueAt) -> None:
    this = province_totals(
        figures(codes, home("CSTG-01", "nuoi_duong", 394), home("CSTG-04", "cuoc_goi", 26850))
    )
    before = province_totals(
        figures(codes, home("CSTG-01", "nuoi_duong", 400), home("CSTG-04", "can_thiep", 700))
    )
    table = against_last_year(this, before)
    assert table.loc["nuoi_duong"].to_dict() == {
        "this_year": 394,
        "last_year": 400,
        "change": -6,
        "ratio": -0.015,
    }
    assert not {"cuoc_goi", "can_thiep"} & set(table.index)


def test_nothing_gives_empty_tables(codes: CatalogueAt) -> None:
    nothing = observations({}).iloc[0:0]
    result = figures_of(each_number_once(nothing), codes)
    assert set(result["case_type"]) == {
        "co_so_tro_giup_xa_hoi",
        "co_so_nuoi_duong",
        "co_so_cong_tac_xa_hoi",
    }


def test_a_figure_is_traced_to_what_was_stated_or_else_to_its_parts(codes: CatalogueAt) -> None:
    stated = observations(
        district("170", "tc_tre_em", 105, cells="G7"),
        district("170", "tc_cao_tuoi", 2020, cells="G8"),
        district("170", "tc_cao_tuoi", 100, cells="E8", measure="increase"),
        district("170", "tc_cao_tuoi", 1200, cells="H8", breakdown="female"),
        district("171", "tc_cao_tuoi", 3000, cells="G8"),
        district("171", "tro_cap_cong_dong", 3500, cells="G7"),
    )

    def sources(case_type: str) -> list[list[object]]:
        columns = ["unit", "case_type", "cells", "value"]
        return sources_of(stated, codes, case_type)[columns].values.tolist()

    assert sources("tro_cap_cong_dong") == [
        ["170", "tc_tre_em", "G7", 105],
        ["170", "tc_cao_tuoi", "G8", 2020],
        ["171", "tro_cap_cong_dong", "G7", 3500],
    ]
    assert sources("tc_bien_dong_tang") == [["170", "tc_cao_tuoi", "E8", 100]]
    assert sources("co_so_nuoi_duong") == []
