"""The charts that rows of ``charts.csv`` ask for, drawn as words.

Three districts: An and Bình have sent form HX-01, Chu only HX-02. A drawing has a line a bar.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bare_facts import bare_facts
from frames import district, figures, home
from three_districts import AN, BINH, CHU, HOME, office, only, typed
from welfare_stats.analyse.comparison import Change, NotCompared, Obstacle
from welfare_stats.analyse.succession import Group, OpenQuestion
from welfare_stats.design.catalogue import Catalogue, ReportChart, Succession, UnitRow
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.build import build_report
from welfare_stats.report.charts import body_charts
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.model import Chart, ChartShape, Number, Paragraph

PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
WHOLE = "tro_cap_cong_dong"
Facts = Callable[..., YearFacts]


SENT = {("A", "HX-01"), ("B", "HX-01"), ("A", "HX-02"), ("B", "HX-02"), ("C", "HX-02")}


def moved(unit: str, case_type: str, *values: float) -> list[dict[str, Any]]:
    """The four numbers of a movement."""
    measures = ("opening", "increase", "decrease", "closing")
    return [
        district(unit, case_type, value, measure=measure)
        for measure, value in zip(measures, values, strict=True)
    ]


NUMBERS = [
    *moved("A", "tc_cao_tuoi", 50, 12, 2, 60),
    *moved("B", "tc_cao_tuoi", 28, 2, 0, 30),
    *moved("A", "tc_tre_em", 20, 1, 1, 20),
    *moved("B", "tc_tre_em", 10, 0, 0, 10),
    *moved("A", "tc_hiv_ngheo", 0, 0, 0, 0),
    *moved("B", "tc_hiv_ngheo", 0, 0, 0, 0),
    district("A", "tc_cao_tuoi", 35, breakdown="female"),
    district("B", "tc_cao_tuoi", 16, breakdown="female"),
    district("A", "tc_cao_tuoi", 16200, measure="amount"),
    district("B", "tc_cao_tuoi", 8100.5, measure="amount"),
    typed("A", "bhyt", 400),
    typed("B", "bhyt", 200),
    typed("C", "bhyt", 100),
    home("CS-1", "nuoi_duong", 80),
    home("CS-1", "nuoi_duong_huong_tro_cap", 60),
    home("CS-1", "nuoi_duong_tiep_nhan_moi", 12),
]
CODES = {row["case_type"] for row in NUMBERS} | {WHOLE}


def without(unit: str, *case_types: str) -> list[dict[str, Any]]:
    return [n for n in NUMBERS if n["unit"] != unit or n["case_type"] not in case_types]


def estimated(unit: str) -> list[dict[str, Any]]:
    return [n | {"is_estimate": n["unit"] == unit} for n in NUMBERS]


@pytest.fixture
def facts(catalogue: Catalogue) -> Facts:
    def make(
        units: Iterable[UnitRow] = (AN, BINH, HOME),
        numbers: Iterable[dict[str, Any]] = NUMBERS,
        sensitive: str = "",
        successions: Iterable[Succession] = (),
        **more: str,
    ) -> YearFacts:
        row = {"key": "hinh", "title": "Hình năm {năm}", "valid_from": "2014-01-01"} | more
        charts = (ReportChart.model_validate({"kind": "targets"} | row),)
        own = only(
            catalogue, units, CODES, sensitive, charts=charts, successions=tuple(successions)
        )
        codes = own.during(PERIOD)
        there = {unit.code for unit in units}
        frame = figures(codes, *(n for n in numbers if n["unit"] in there))
        coverage = dict.fromkeys(SENT | {("CS-1", "CS-01")}, PERIOD)
        return replace(bare_facts(own, codes, frame, PERIOD), coverage=coverage)

    return make


def drawing(chart: Chart | None) -> str:
    """A chart in words; "" where there is none."""
    if chart is None:
        return ""
    lines = [f"{chart.title} [{chart.unit}]"]
    for bars in zip(*(series.bars for series in chart.series), strict=True):
        words = ", ".join(
            f"{bar.words} ({series.name})" if series.name else bar.words
            for series, bar in zip(chart.series, bars, strict=True)
        )
        lines.append(f"{bars[0].label} | {words}")
    return "\n".join([*lines, *(f"- {note}" for note in chart.notes)])


def text(drawn: str) -> str:
    return "\n".join(line.strip() for line in drawn.strip().splitlines())


GROUPS = {"kind": "case_types", "parts_of": WHOLE}
UNITS = {"kind": "units", "reporters": "PLDTBXH", "case_types": WHOLE}
CARDS = UNITS | {"case_types": "bhyt"}
MANY = [office(f"X{n:02}", f"Xã {n}") for n in range(1, 24)]
CASES: dict[str, tuple[dict[str, Any], str]] = {
    "parts of a whole": (
        GROUPS,
        """
        Hình năm 2018 [người]
        Người cao tuổi | 90 (75,0%)
        Trẻ em không có nguồn nuôi dưỡng | 30 (25,0%)
        Người nhiễm HIV thuộc hộ nghèo | 0 (0,0%)
        """,
    ),
    "of units that have not all sent": (
        GROUPS | {"units": (AN, BINH, CHU)},
        """
        Hình năm 2018 [người]
        Người cao tuổi | 90 (75,0%)
        Trẻ em không có nguồn nuôi dưỡng | 30 (25,0%)
        Người nhiễm HIV thuộc hộ nghèo | 0 (0,0%)
        - Chưa gồm số liệu của: Chu (chưa gửi hoặc bị trả lại).
        """,
    ),
    "of units that left something blank": (
        GROUPS | {"numbers": without("B", "tc_tre_em")},
        """
        Hình năm 2018 [người]
        Người cao tuổi | 90
        Trẻ em không có nguồn nuôi dưỡng | 20
        Người nhiễm HIV thuộc hộ nghèo | 0
        - Số liệu chưa đủ, do có chỉ tiêu để trống: Bình.
        """,
    ),
    "of which one is not known": (
        GROUPS | {"units": (AN,), "numbers": without("A", "tc_tre_em"), "note": "Theo QĐ 1."},
        """
        Hình năm 2018 [người]
        Người cao tuổi | 60
        Người nhiễm HIV thuộc hộ nghèo | 0
        - Theo QĐ 1.
        - Chưa có số liệu về: “Trẻ em không có nguồn nuôi dưỡng”.
        - Số liệu chưa đủ, do có chỉ tiêu để trống: An.
        """,
    ),
    "of which some are estimates": (
        GROUPS | {"numbers": estimated("B")},
        """
        Hình năm 2018 [người]
        Người cao tuổi | 90 (ước; 75,0%)
        Trẻ em không có nguồn nuôi dưỡng | 30 (ước; 25,0%)
        Người nhiễm HIV thuộc hộ nghèo | 0 (ước; 0,0%)
        - Ký hiệu “(ước)”: có số ước thực hiện, chưa phải số chính thức.
        """,
    ),
    "another number of parts": (
        GROUPS | {"column": "decrease"},
        """
        Hình năm 2018 [người]
        Người cao tuổi | 2
        Trẻ em không có nguồn nuôi dưỡng | 1
        Người nhiễm HIV thuộc hộ nghèo | 0
        """,
    ),
    "parts of the only facility": (
        {"kind": "case_types", "parts_of": "nuoi_duong"},
        """
        Hình năm 2018 []
        Đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng (người) | 60 (75,0%)
        Tiếp nhận mới trong kỳ (lượt) | 12 (15,0%)
        """,
    ),
    "case types in the order of the office": (
        {"kind": "case_types", "case_types": "tc_tre_em tc_cao_tuoi"},
        """
        Hình năm 2018 [người]
        Trẻ em không có nguồn nuôi dưỡng | 30
        Người cao tuổi | 90
        """,
    ),
    "case types that are all 0": (
        {"kind": "case_types", "case_types": "tc_hiv_ngheo tc_hiv_ngheo"},
        "",
    ),
    "a single case type": ({"kind": "case_types", "case_types": "tc_cao_tuoi"}, ""),
    "case types that nobody reported": (GROUPS | {"numbers": NUMBERS[-3:]}, ""),
    "units": (
        UNITS,
        """
        Hình năm 2018 [người]
        An | 80
        Bình | 40
        """,
    ),
    "units that have not all sent": (
        UNITS | {"units": (AN, BINH, CHU)},
        """
        Hình năm 2018 [người]
        An | 80
        Bình | 40
        - Chưa có số liệu của: Chu (chưa gửi hoặc bị trả lại).
        """,
    ),
    "units of which one has sent in part": (
        UNITS | {"units": (BINH, AN), "numbers": without("A", "tc_tre_em")},
        """
        Hình năm 2018 [người]
        An | 60 (chưa đủ)
        Bình | 40
        - Số liệu chưa đủ, do có chỉ tiêu để trống: An.
        """,
    ),
    "units of which one left the number blank": (
        CARDS | {"units": (AN, BINH, CHU), "numbers": without("A", "bhyt")},
        """
        Hình năm 2018 [thẻ]
        Bình | 200
        Chu | 100
        - Chưa có số liệu của: An (không báo cáo chỉ tiêu này).
        """,
    ),
    "what units spent, with estimates": (
        UNITS | {"case_types": "tc_cao_tuoi", "column": "amount", "numbers": estimated("B")},
        """
        Hình năm 2018 [nghìn đồng]
        An | 16.200
        Bình | 8.100,5 (ước)
        - Ký hiệu “(ước)”: có số ước thực hiện, chưa phải số chính thức.
        """,
    ),
    "groups of units": (
        UNITS
        | {
            "group_by": "group",
            "units": (
                office("A", "An", group="Vùng cao"),
                office("B", "Bình", group="Vùng thấp"),
                office("C", "Chu", group="Vùng cao"),
            ),
        },
        """
        Hình năm 2018 [người]
        Vùng cao | 80 (chưa đủ)
        Vùng thấp | 40
        - Chưa có số liệu của: Chu (chưa gửi hoặc bị trả lại).
        - Mỗi thanh là số cộng của các đơn vị trong nhóm đã có số liệu.
        """,
    ),
    "a unit that handed over": (
        UNITS
        | {
            "units": (AN, BINH, office("C", "Chu", valid_to="2018-06-30")),
            "numbers": [*NUMBERS, *moved("C", "tc_cao_tuoi", 7, 0, 0, 7)],
            "successions": [
                Succession.model_validate({"from": "C", "to": "B", "day": "2018-07-01"})
            ],
        },
        """
        Hình năm 2018 [người]
        An | 80
        Bình | 40
        - Chu kết thúc ngày 30/6/2018, bàn giao cho Bình: số cuối kỳ là số bàn giao, tính ở đơn vị nhận; số toàn địa bàn không tính hai lần số bàn giao.
        """,  # noqa: E501
    ),
    "more units than can be told apart": (
        CARDS
        | {
            "units": MANY,
            "numbers": [typed(unit.code, "bhyt", 1000 - n) for n, unit in enumerate(MANY)],
        },
        "\n".join(
            [
                "Hình năm 2018 [thẻ]",
                *(f"Xã {n} | {'1.000' if n == 1 else 1001 - n}" for n in range(1, 21)),
                "- Không vẽ 3 đơn vị còn lại, mỗi đơn vị từ 978 đến 980 thẻ, cộng 2.937 thẻ.",
            ]
        ),
    ),
    "units of what is not published by unit": (
        UNITS | {"case_types": "tc_hiv_ngheo", "sensitive": "tc_hiv_ngheo"},
        "",
    ),
    "units of what would give away what is not published": (
        UNITS | {"case_types": "tc_tre_em", "sensitive": "tc_hiv_ngheo"},
        "",
    ),
    "groups of what is not published by unit": (
        UNITS | {"case_types": "tc_cao_tuoi", "sensitive": "tc_cao_tuoi", "group_by": "area"},
        "",
    ),
    "the province of what is not published by unit": (
        GROUPS | {"sensitive": "tc_tre_em"},
        """
        Hình năm 2018 [người]
        Người cao tuổi | 90 (75,0%)
        Trẻ em không có nguồn nuôi dưỡng | 30 (25,0%)
        Người nhiễm HIV thuộc hộ nghèo | 0 (0,0%)
        """,
    ),
    "the only facility": (
        {"kind": "units", "reporters": "CSND", "case_types": "nuoi_duong"},
        "",
    ),
    "a movement": (
        {"kind": "movement", "case_types": WHOLE},
        """
        Hình năm 2018 [người]
        Đầu kỳ | 108
        Tăng | 15
        Giảm | 3
        Cuối kỳ | 120
        """,
    ),
    "a movement of which the start is not known": (
        {
            "kind": "movement",
            "case_types": "tc_cao_tuoi",
            "numbers": [n for n in NUMBERS if n.get("measure") != "opening"],
        },
        """
        Hình năm 2018 [người]
        Tăng | 14
        Giảm | 2
        Cuối kỳ | 90
        - Chưa có số liệu về: “Đầu kỳ”.
        - Số liệu chưa đủ, do có chỉ tiêu để trống: An, Bình.
        """,
    ),
    "a movement of which one unit has the end only": (
        {
            "kind": "movement",
            "case_types": "tc_cao_tuoi",
            "numbers": [n for n in NUMBERS if n["unit"] != "B" or "measure" not in n
                        or n["measure"] == "closing"],
        },
        """
        Hình năm 2018 [người]
        Đầu kỳ | 50
        Tăng | 12
        Giảm | 2
        Cuối kỳ | 90
        - Số liệu chưa đủ, do có chỉ tiêu để trống: Bình.
        - Đầu kỳ cộng tăng trừ giảm chưa bằng cuối kỳ.
        """,
    ),
    "a movement that the form does not ask for": ({"kind": "movement", "case_types": "bhyt"}, ""),
    "two years of which one was not reported": ({"kind": "years", "parts_of": WHOLE}, ""),
    "targets": (
        {"kind": "targets"},
        """
        Hình năm 2018 [% so với kế hoạch]
        Thực hiện trợ cấp xã hội hàng tháng tại cộng đồng | 0,3% (120/48.000)
        Thực hiện trợ cấp xã hội hàng tháng tại các cơ sở trợ giúp xã hội | 20,0% (60/300)
        """,
    ),
    "targets far surpassed, estimated and not known": (
        {
            "kind": "targets",
            "numbers": [district("A", "tc_cao_tuoi", 240000, is_estimate=True)],
        },
        """
        Hình năm 2018 [% so với kế hoạch]
        Thực hiện trợ cấp xã hội hàng tháng tại cộng đồng | 500,0% (ước 240.000/48.000)
        - Chưa có số liệu về: “Thực hiện trợ cấp xã hội hàng tháng tại các cơ sở trợ giúp xã hội”.
        - Ký hiệu “(ước)”: có số ước thực hiện, chưa phải số chính thức.
        - Số liệu chưa đủ, do có chỉ tiêu để trống: An, Bình, Phòng Cơ sở 1.
        - Thanh dài quá 300,0% chỉ vẽ đến đó, xem số ghi bên cạnh.
        """,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_chart_shows_what_is_known_and_names_what_is_not(case: str, facts: Facts) -> None:
    row, wanted = CASES[case]
    assert drawing(body_charts(facts(**row)).get("hinh")) == text(wanted)


def test_what_was_reported_and_cannot_be_told_is_named_with_the_reason(facts: Facts) -> None:
    of = facts(
        kind="movement",
        case_types="tc_cao_tuoi",
        units=(AN, BINH, office("C", "Chu", valid_to="2018-06-30")),
        successions=[Succession.model_validate({"from": "C", "to": "B", "day": "2018-07-01"})],
    )
    group = Group(frozenset("C"), frozenset(), frozenset("B"))
    question = OpenQuestion("tc_cao_tuoi", group, None, frozenset("C"))
    totals = of.totals.drop([("tc_cao_tuoi", name, "all") for name in ("opening", "increase")])
    (chart,) = body_charts(replace(of, totals=totals, questions=(question,))).values()
    assert drawing(chart) == text("""
        Hình năm 2018 [người]
        Giảm | 2
        Cuối kỳ | 90
        - Chưa xác định được “Đầu kỳ”, “Tăng” vì chưa có số bàn giao của Chu.
        - Chưa gồm số liệu của: Chu (chưa gửi hoặc bị trả lại).
        - Chu kết thúc ngày 30/6/2018, bàn giao cho Bình: số cuối kỳ là số bàn giao, tính ở đơn vị nhận; số toàn địa bàn không tính hai lần số bàn giao.
    """)  # noqa: E501


def test_two_years_are_beside_each_other_where_they_can_be_compared(facts: Facts) -> None:
    this = facts(kind="years", parts_of=WHOLE)
    known = this.codes.case_types
    old, young, ill = (known[code] for code in ("tc_cao_tuoi", "tc_tre_em", "tc_hiv_ngheo"))
    before = YearComparison(
        2017,
        [Change(young, 30, 30), Change(old, 100, 90), Change(known["bhyt"], 1, 2)],
        [
            NotCompared(ill, Obstacle.DEFINITION),
            NotCompared(known["nuoi_duong"], Obstacle.ESTIMATE),
        ],
        this.codes.units,
    )
    (chart,) = body_charts(replace(this, last_year=before)).values()
    assert drawing(chart) == text("""
        Hình năm 2018 [người]
        Người cao tuổi | 100 (năm 2017), 90 (giảm 10,0%) (năm 2018)
        Trẻ em không có nguồn nuôi dưỡng | 30 (năm 2017), 30 (không đổi) (năm 2018)
        - Không so sánh, vì định nghĩa của nội dung này đã thay đổi: Người nhiễm HIV thuộc hộ nghèo.
    """)


ALTERNATIVES = {
    "parts of a whole": (
        "Biểu đồ thanh ngang (người): Người cao tuổi 90 (75,0%); Trẻ em không có nguồn nuôi dưỡng "
        "30 (25,0%); Người nhiễm HIV thuộc hộ nghèo 0 (0,0%)."
    ),
    "parts of the only facility": (
        "Biểu đồ thanh ngang: Đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng (người) 60 (75,0%); "
        "Tiếp nhận mới trong kỳ (lượt) 12 (15,0%)."
    ),
    "what units spent, with estimates": (
        "Biểu đồ thanh ngang (nghìn đồng): An 16.200; Bình 8.100,5 (ước)."
    ),
    "a movement": "Biểu đồ bậc thang (người): Đầu kỳ 108; Tăng 15; Giảm 3; Cuối kỳ 120.",
    "a movement of which one unit has the end only": (
        "Biểu đồ thanh ngang (người): Đầu kỳ 50; Tăng 12; Giảm 2; Cuối kỳ 90."
    ),
    "targets": (
        "Biểu đồ thanh ngang (% so với kế hoạch; vạch đứng: 100% kế hoạch): Thực hiện trợ cấp xã "
        "hội hàng tháng tại cộng đồng 0,3% (120/48.000); Thực hiện trợ cấp xã hội hàng tháng "
        "tại các cơ sở trợ giúp xã hội 20,0% (60/300)."
    ),
}


@pytest.mark.parametrize("case", ALTERNATIVES)
def test_a_sentence_says_what_the_chart_shows(case: str, facts: Facts) -> None:
    assert body_charts(facts(**CASES[case][0]))["hinh"].alt == ALTERNATIVES[case]


def test_a_movement_is_drawn_as_steps_only_where_it_adds_up(facts: Facts) -> None:
    shapes = [
        body_charts(facts(**CASES[case][0]))["hinh"].shape
        for case in ("a movement", "a movement of which one unit has the end only")
    ]
    assert shapes == [ChartShape.STEPS, ChartShape.BARS]


def test_a_target_far_surpassed_does_not_make_the_others_invisible(facts: Facts) -> None:
    case, _ = CASES["targets far surpassed, estimated and not known"]
    chart = body_charts(facts(**case))["hinh"]
    assert (chart.mark and chart.mark.value, chart.longest) == (1, 3)
    assert body_charts(facts(kind="targets"))["hinh"].longest is None


def test_every_number_of_a_chart_knows_where_it_comes_from(facts: Facts) -> None:
    for row, _ in CASES.values():
        for chart in body_charts(facts(**row)).values():
            values = [bar.value for series in chart.series for bar in series.bars]
            assert all(value.of for value in values)
            assert all(len(v.of) == 1 for v in values if isinstance(v, Number) and v.value == 80)


PLACED = [
    ("Đầu.\n@chart hinh\n{% if false %}\n@chart khac\n{% endif %}\n", GROUPS, ["hinh"]),
    ("Đầu.\n", GROUPS, []),
    ("Đầu.\n@chart hinh\n", CASES["the only facility"][0], []),
]


@pytest.mark.parametrize(("written", "row", "keys"), PLACED)
def test_a_chart_stands_where_the_text_places_it_and_there_is_something_to_show(
    written: str, row: dict[str, Any], keys: list[str], facts: Facts, tmp_path: Path
) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text(written, "utf-8")
    report = build_report(facts(**row), tmp_path)
    assert [chart.key for chart in report.charts] == keys
    assert report.body[0] == Paragraph("Đầu.")


def test_a_wrong_key_of_a_chart_is_reported_with_its_line(facts: Facts, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text("Đầu.\n\n@chart hin\n", "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        build_report(facts(**GROUPS), tmp_path)
    assert str(refused.value) == (
        f"{tmp_path / 'bao-cao.txt.j2'}, dòng 3: không có biểu đồ “hin”; các tên được dùng: hinh. "
        "Biểu đồ là dòng của catalogue/charts.csv."
    )


def test_an_office_without_charts_has_none_wherever_the_text_places_them(
    facts: Facts, tmp_path: Path
) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text("Đầu.\n@chart hinh\n", "utf-8")
    without_charts = facts()
    codes = replace(without_charts.codes, charts=())
    report = build_report(replace(without_charts, codes=codes), tmp_path)
    assert report.body == (Paragraph("Đầu."),)
