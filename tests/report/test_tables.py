"""The tables that rows of ``tables.csv`` ask for, drawn as a whole.

Three districts: An and Bình have sent both forms, Chu only HX-02. In a drawing a row of a total or
of a group stands between asterisks, and a dot is a level of indentation.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from bare_facts import bare_facts
from frames import district, figures, home
from three_districts import AN, BINH, CHU, HOME, office, only, typed
from welfare_stats.design.catalogue import Catalogue, ReportTable, Succession, UnitRow
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table
from welfare_stats.report.tables import annex_tables, in_no_table

PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
Draw = Callable[..., str]


NUMBERS = [
    *(district("A", code, value) for code, value in (("tc_cao_tuoi", 60), ("tc_tre_em", 20))),
    *(district("B", code, value) for code, value in (("tc_cao_tuoi", 30), ("tc_tre_em", 10))),
    district("A", "tc_cao_tuoi", 50, measure="opening"),
    district("A", "tc_cao_tuoi", 12, measure="increase"),
    district("A", "tc_cao_tuoi", 2, measure="decrease"),
    district("A", "tc_cao_tuoi", 35, breakdown="female"),
    district("A", "tc_cao_tuoi", 16200, measure="amount"),
    typed("A", "bhyt", 400),
    typed("B", "bhyt", 200),
    typed("C", "bhyt", 100),
    typed("A", "chuc_tho_mung_tho", 40),
    typed("A", "mung_tho_70", 10),
    typed("A", "chuc_tho_mung_tho", 9000, measure="amount"),
    typed("C", "chuc_tho_mung_tho", 20),
    home("CS-1", "nuoi_duong", 80),
    home("CS-1", "nuoi_duong_huong_tro_cap", 60),
    home("CS-1", "nuoi_duong", 30, breakdown="female"),
]
CODES = {row["case_type"] for row in NUMBERS} | {"tro_cap_cong_dong"}
SENT = (
    {(unit, "HX-01") for unit in "AB"} | {(unit, "HX-02") for unit in "ABC"} | {("CS-1", "CS-01")}
)


@pytest.fixture
def facts(catalogue: Catalogue) -> Callable[..., YearFacts]:
    def make(
        units: Iterable[UnitRow] = (AN, BINH, CHU, HOME),
        numbers: Iterable[dict[str, Any]] = NUMBERS,
        sensitive: str = "",
        successions: Iterable[Succession] = (),
        **row: str,
    ) -> YearFacts:
        head = {"key": "bang", "title": "Bảng năm {năm}", "valid_from": "2014-01-01"}
        tables = (ReportTable.model_validate(head | row),)
        own = only(
            catalogue, units, CODES, sensitive, tables=tables, successions=tuple(successions)
        )
        codes = own.during(PERIOD)
        frame = figures(codes, *numbers)
        return replace(bare_facts(own, codes, frame, PERIOD), coverage=dict.fromkeys(SENT, PERIOD))

    return make


@pytest.fixture
def draw(facts: Callable[..., YearFacts]) -> Draw:
    def drawn(**what: Any) -> str:
        return "\n\n".join(map(drawing, own_tables(facts(**what))))

    return drawn


def own_tables(facts: YearFacts) -> list[Table]:
    return [table for table in annex_tables(facts) if table.key == "bang"]


def drawing(table: Table) -> str:
    lines = [f"{table.title} [{table.unit}]", " | ".join(table.columns)]
    for row in table.rows:
        line = "· " * row.level + " | ".join(map(str, row.cells))
        lines.append(f"* {line} *" if row.total else line)
    return "\n".join([*lines, *(f"- {note}" for note in table.notes)])


def text(drawn: str) -> str:
    return "\n".join(line.strip() for line in drawn.strip().splitlines())


NOT_SENT = "- Tổng số chưa gồm số liệu của: Chu (chưa gửi hoặc bị trả lại)."
TABLES = {
    "units by case types": (
        {
            "kind": "units_by_case_types",
            "reporters": "PLDTBXH",
            "parts_of": "tro_cap_cong_dong",
            "columns": "share",
            "total": "Toàn tỉnh",
            "unit": "người",
        },
        f"""
        Bảng năm 2018 [người]
        Đơn vị | Tổng số | Trẻ em không có nguồn nuôi dưỡng | Người cao tuổi | Tỷ trọng của đơn vị
        An | 80 | 20 | 60 |
        Bình | 40 | 10 | 30 |
        Chu | chưa gửi | chưa gửi | chưa gửi |
        * Toàn tỉnh | 120 | 30 | 90 |  *
        * Tỷ trọng của nhóm |  | 25,0% | 75,0% |  *
        {NOT_SENT}
        """,
    ),
    "units by case types that are named": (
        {
            "kind": "units_by_case_types",
            "reporters": "PLDTBXH",
            "case_types": "chuc_tho_mung_tho bhyt",
            "note": "Theo Quyết định 1.",
        },
        """
        Bảng năm 2018 []
        Đơn vị | Chúc thọ, mừng thọ (người) | Cấp thẻ BHYT cho đối tượng bảo trợ xã hội (thẻ)
        An | 40 | 400
        Bình | … | 200
        Chu | 20 | 100
        - Theo Quyết định 1.
        - Ký hiệu “…”: đơn vị không báo cáo nội dung này.
        - Số liệu chưa đủ, do có nội dung để trống: Bình.
        """,
    ),
    "case types by units": (
        {
            "kind": "case_types_by_units",
            "reporters": "PLDTBXH",
            "sections": "nguoi_cao_tuoi",
            "columns": "share",
            "total": "Toàn tỉnh",
        },
        """
        Bảng năm 2018 []
        Nội dung (đơn vị tính) | An | Bình | Chu | Toàn tỉnh | Tỷ lệ so với tổng
        Chúc thọ, mừng thọ (người) | 40 | … | 20 | 60 |
        · Mừng thọ 70 tuổi (người) | 10 | … | … | 10 |
        - Ký hiệu “…”: đơn vị không báo cáo nội dung này.
        - Số liệu chưa đủ, do có nội dung để trống: Bình, Chu.
        """,
    ),
    "case types of the only unit": (
        {
            "kind": "case_types_by_units",
            "reporters": "CSND",
            "columns": "unit share female",
            "total": "Tổng số",
        },
        """
        Bảng năm 2018 []
        Nội dung | Đơn vị tính | Tổng số | Tỷ lệ so với tổng | Trong đó: nữ
        Đối tượng được quản lý, nuôi dưỡng | lượt | 80 |  | 30
        · Đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng | người | 60 | 75,0% | …
        - Ký hiệu “…”: đơn vị không báo cáo nội dung này.
        """,
    ),
    "units by measures": (
        {
            "kind": "units_by_measures",
            "reporters": "PLDTBXH",
            "case_types": "tc_cao_tuoi",
            "columns": "opening closing female amount",
            "total": "Toàn tỉnh",
            "unit": "người",
        },
        """
        Bảng năm 2018 [người]
        Đơn vị | Đầu kỳ | Cuối kỳ | Trong đó: nữ | Kinh phí (nghìn đồng)
        An | 50 | 60 | 35 | 16.200
        Bình | … | 30 | … | …
        Chu | chưa gửi | chưa gửi | chưa gửi | chưa gửi
        * Toàn tỉnh | 50 | 90 | 35 | 16.200 *
        - Ký hiệu “…”: đơn vị không báo cáo nội dung này.
        - Tổng số chưa gồm số liệu của: Chu (chưa gửi hoặc bị trả lại).
        - Số liệu chưa đủ, do có nội dung để trống: Bình.
        """,
    ),
    "case types by measures": (
        {
            "kind": "case_types_by_measures",
            "case_types": "tc_cao_tuoi chuc_tho_mung_tho",
            "columns": "unit total female increase amount",
        },
        """
        Bảng năm 2018 []
        Nội dung | Đơn vị tính | Tổng số | Trong đó: nữ | Tăng | Kinh phí (nghìn đồng)
        Người cao tuổi | người | 90 | 35 | 12 | 16.200
        Chúc thọ, mừng thọ | người | 60 | … |  | 9.000
        - Ký hiệu “…”: đơn vị không báo cáo nội dung này.
        - Số liệu chưa đủ, do có nội dung để trống: Chu, Bình.
        """,
    ),
    "nothing to show": ({"kind": "case_types_by_units", "reporters": "TTCTXH"}, ""),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_row_gives_its_table(name: str, draw: Draw) -> None:
    row, expected = TABLES[name]
    assert text(draw(**row)) == text(expected)


# --- groups of units ----------------------------------------------------------------------------

GROUPED = TABLES["units by case types"][0] | {"group_by": "group"}


def grouped(*names: str) -> list[UnitRow]:
    units = [AN, BINH, CHU]
    return [u.model_copy(update={"group": g}) for u, g in zip(units, names, strict=True)]


def test_units_stand_under_the_sum_of_their_group(draw: Draw) -> None:
    assert text(draw(units=grouped("Vùng cao", "", "Vùng cao"), **GROUPED)) == text(
        f"""
        Bảng năm 2018 [người]
        Đơn vị | Tổng số | Trẻ em không có nguồn nuôi dưỡng | Người cao tuổi | Tỷ trọng của đơn vị
        * Vùng cao | 80 | 20 | 60 |  *
        · An | 80 | 20 | 60 |
        · Chu | chưa gửi | chưa gửi | chưa gửi |
        * Khác | 40 | 10 | 30 |  *
        · Bình | 40 | 10 | 30 |
        * Toàn tỉnh | 120 | 30 | 90 |  *
        * Tỷ trọng của nhóm |  | 25,0% | 75,0% |  *
        {NOT_SENT}
        - Dòng tên nhóm (in đậm) là số cộng của các đơn vị trong nhóm đã có số liệu.
        """
    )


def test_groups_may_stand_for_their_units(draw: Draw) -> None:
    row = GROUPED | {"kind": "groups_by_case_types"}
    assert text(draw(units=grouped("Vùng cao", "Vùng thấp", "Vùng cao"), **row)) == text(
        f"""
        Bảng năm 2018 [người]
        Đơn vị | Tổng số | Trẻ em không có nguồn nuôi dưỡng | Người cao tuổi | Tỷ trọng của đơn vị
        Vùng cao | 80 | 20 | 60 |
        Vùng thấp | 40 | 10 | 30 |
        * Toàn tỉnh | 120 | 30 | 90 |  *
        * Tỷ trọng của nhóm |  | 25,0% | 75,0% |  *
        {NOT_SENT}
        - Mỗi dòng là số cộng của các đơn vị trong nhóm đã có số liệu.
        """
    )


def test_a_group_of_which_nothing_is_known_says_why(draw: Draw) -> None:
    drawn = draw(units=grouped("Vùng cao", "Vùng cao", "Vùng thấp"), **GROUPED)
    assert "* Vùng thấp | chưa gửi | chưa gửi | chưa gửi |  *" in drawn


def test_shares_of_groups_are_said_where_everybody_sent(draw: Draw) -> None:
    numbers = [district(u, c, 10) for u in "ABC" for c in ("tc_cao_tuoi", "tc_tre_em")]
    drawn = draw(units=grouped("Cao", "Cao", "Thấp"), numbers=numbers, **GROUPED)
    assert "* Cao | 40 | 20 | 20 | 66,7% *" in drawn
    assert "· An | 20 | 10 | 10 | 33,3%" in drawn


def test_without_groups_nothing_changes(draw: Draw) -> None:
    row, expected = TABLES["units by case types"]
    assert text(draw(**row, group_by="group")) == text(expected)


def test_what_units_handed_over_stands_once_in_the_sum_of_a_group(draw: Draw) -> None:
    chu = CHU.model_copy(update={"valid_to": dt.date(2018, 6, 30), "group": "Cao"})
    units = [*grouped("Cao", "Thấp", "Cao")[:2], chu]
    handed = Succession.model_validate({"from": "C", "to": "A", "day": "2018-07-01"})
    numbers = [district(unit, "tc_cao_tuoi", 10, measure=m) for unit in "AB" for m in MOVED]
    numbers += [
        district("C", "tc_cao_tuoi", 10, measure=m, period_end=dt.date(2018, 6, 30)) for m in MOVED
    ]
    drawn = draw(
        units=units,
        numbers=numbers,
        successions=[handed],
        kind="units_by_measures",
        reporters="PLDTBXH",
        case_types="tc_cao_tuoi",
        columns="increase closing",
        group_by="group",
    )
    assert "* Cao | chưa rõ | 10 *" in drawn
    assert "* Thấp | 10 | 10 *" in drawn


MOVED = ("opening", "increase", "decrease", "closing")


# --- many units -----------------------------------------------------------------------------------

MANY = [office(f"U{n:02}", f"Xã {n}", group="Một" if n % 2 else "Hai") for n in range(1, 14)]


@pytest.mark.parametrize(("units", "is_turned"), [(12, False), (13, True)])
def test_more_units_than_a_page_is_wide_become_rows(
    units: int, is_turned: bool, draw: Draw
) -> None:
    numbers = [
        typed(unit.code, code, 10)
        for unit in MANY[:units]
        for code in ("chuc_tho_mung_tho", "mung_tho_70")
    ]
    row = TABLES["case types by units"][0] | {"group_by": "group"}
    drawn = draw(units=MANY[:units], numbers=numbers, **row)
    heading = drawn.splitlines()[1]
    if not is_turned:
        assert heading.startswith("Nội dung (đơn vị tính) | Xã 1 | Xã 2")
        return
    assert heading == "Đơn vị | Chúc thọ, mừng thọ (người) | Mừng thọ 70 tuổi (người)"
    assert "* Một | 70 | 70 *\n· Xã 1 | 10 | 10\n· Xã 3 | 10 | 10" in drawn
    assert "* Toàn tỉnh | 130 | 130 *\n* Tỷ lệ so với tổng |  | 100,0% *" in drawn


def test_more_columns_than_a_page_is_wide_are_several_tables(
    catalogue: Catalogue, facts: Callable[..., YearFacts]
) -> None:
    row = {"kind": "case_types_by_units", "reporters": "PLDTBXH", "forms": "HX-02"}
    whole = facts(units=MANY, numbers=[typed("U01", "bhyt", 5)], **row, total="Toàn tỉnh")
    types = {t.code: t for t in catalogue.at(PERIOD.end).case_types.values()}
    codes = replace(whole.codes, case_types=types)
    found = own_tables(replace(whole, codes=codes))
    of_form = [t for t in types.values() if t.form == "HX-02" and "PLDTBXH" in t.reporters]
    assert [table.title for table in found] == [
        "Bảng năm 2018",
        *["Bảng năm 2018 (tiếp theo)"] * (len(found) - 1),
    ]
    assert [len(table.columns) <= 11 for table in found] == [True] * len(found)
    assert sum(len(table.columns) - 1 for table in found) == len(of_form)
    assert {len(table.rows) for table in found} == {len(MANY) + 1}


# --- what is not published of units --------------------------------------------------------------


def test_numbers_of_few_people_are_not_published_below_the_province(draw: Draw) -> None:
    row = TABLES["units by case types"][0] | {"columns": ""}
    assert text(draw(sensitive="tc_tre_em", **row)) == text(
        f"""
        Bảng năm 2018 [người]
        Đơn vị | {WHOLE} | Trẻ em không có nguồn nuôi dưỡng | Người cao tuổi
        An | 80 | …* | …*
        Bình | 40 | …* | …*
        Chu | chưa gửi | …* | …*
        * Toàn tỉnh | 120 | 30 | 90 *
        - {WITHHELD}
        {NOT_SENT}
        """
    )


WHOLE = "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng"
WITHHELD = (
    "Ký hiệu “…*”: không công bố theo đơn vị, để bảo vệ thông tin cá nhân (Trẻ em không có "
    "nguồn nuôi dưỡng; Người cao tuổi)."
)


def test_with_three_parts_one_beside_the_sensitive_one_is_withheld(
    facts: Callable[..., YearFacts], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("test_tables.CODES", CODES | {"tc_hiv_ngheo", "tc_khuyet_tat_nang"})
    numbers = [
        district("A", code, value)
        for code, value in (
            ("tc_hiv_ngheo", 3),
            ("tc_tre_em", 0),
            ("tc_cao_tuoi", 60),
            ("tc_khuyet_tat_nang", 9),
        )
    ]
    row = TABLES["units by case types"][0] | {"columns": "", "sensitive": "tc_hiv_ngheo"}
    (table,) = own_tables(facts(numbers=numbers, **row))
    assert [str(cell) for cell in table.rows[0].cells] == ["An", "72", "0", "…*", "60", "…*"]


# --- what stands in no table ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "untabled"),
    [
        ({"kind": "case_types_by_units", "reporters": "PLDTBXH CSND"}, []),
        (
            {"kind": "case_types_by_units", "reporters": "PLDTBXH", "forms": "HX-02"},
            [
                "nuoi_duong",
                "nuoi_duong_huong_tro_cap",
                "tro_cap_cong_dong",
                "tc_tre_em",
                "tc_cao_tuoi",
            ],
        ),
    ],
)
def test_case_types_with_figures_that_stand_in_no_table_are_named(
    row: dict[str, str], untabled: list[str], facts: Callable[..., YearFacts]
) -> None:
    found = in_no_table(facts(**row), {"bang"})
    assert [case_type.code for case_type in found] == untabled


def test_a_table_that_the_text_does_not_place_shows_nothing(
    facts: Callable[..., YearFacts],
) -> None:
    made = facts(kind="case_types_by_units", reporters="PLDTBXH CSND")
    assert len(in_no_table(made, set())) == len(CODES)
