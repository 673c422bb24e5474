"""The text and the tables of the report, before they are written in a format."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bare_facts import bare_facts
from conftest import REPOSITORY
from example_receipts import receipt
from frames import district, figures, home, totals_of
from welfare_stats.analyse.comparison import Side, changes
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.build import build_report
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.model import (
    AnnualReport,
    Gap,
    Heading,
    Number,
    Paragraph,
    ParagraphKind,
    Percent,
    Table,
)
from welfare_stats.report.year_text import SECTIONS, YearText, read_year_text
from welfare_stats.workspace import BLANK_YEAR_TEXT, Workspace

CS01 = {("CS-01", "CSTG-01"): 5}
TEMPLATES = REPOSITORY / "templates"
PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))


@pytest.fixture
def facts(catalogue: Catalogue) -> YearFacts:
    """Two homes, the centre and one district; one home and eight districts have not sent."""
    codes = catalogue.at(PERIOD.end)
    frame = figures(
        codes,
        home("CSTG-01", "nuoi_duong", 200),
        home("CSTG-02", "nuoi_duong", 194),
        home("CSTG-01", "nuoi_duong_huong_tro_cap", 150),
        home("CSTG-02", "nuoi_duong_huong_tro_cap", 135),
        home("CSTG-04", "can_thiep", 785),
        home("CSTG-04", "can_thiep_khan_cap", 37),
        district("170", "tc_cao_tuoi", 2020),
        district("170", "tc_tre_em", 105),
        district("170", "tc_cao_tuoi", 2000, measure="opening"),
    )
    sent = [
        receipt(1, "CSTG-01", scopes=CS01),
        receipt(2, "CSTG-02", scopes=CS01),
        receipt(3, "CSTG-04", scopes=CS01),
        receipt(4, "170"),
    ]
    return replace(
        bare_facts(catalogue, codes, frame, PERIOD, sent, dt.date(2018, 9, 5)),
        case_types_ever=catalogue.case_type_codes,
        year_text=YearText(limitations=("Mức chuẩn còn thấp.",)),
    )


def text_of(report: AnnualReport) -> str:
    return "\n".join(b.text for b in report.body if isinstance(b, Heading | Paragraph))


def table(report: AnnualReport, key: str) -> Table:
    return next(table for table in report.tables if table.key == key)


def rows(found: Table) -> list[list[str]]:
    return [[str(cell) for cell in row.cells] for row in found.rows]


def test_the_report_gives_its_closing_date_and_names_who_is_missing(facts: YearFacts) -> None:
    report = build_report(facts, TEMPLATES)
    text = text_of(report)
    assert report.subtitle == "(Số liệu từ ngày 01/01/2018 đến ngày 31/8/2018)"
    assert "số liệu tính đến ngày 31/8/2018" in text
    assert "03/13 đơn vị đã gửi đủ báo cáo 8 tháng năm 2018, số liệu đã được tổng hợp." in text
    assert "394 lượt đối tượng (chưa đủ số liệu của Cơ sở trợ giúp xã hội số 3)" in text
    assert "2.125 người đang hưởng trợ cấp" in text
    assert "tại cộng đồng (chưa đủ số liệu của 09 đơn vị)" in text  # Võ Nhai: two groups only
    assert "trong đó 285 đối tượng (72,3%)" in text
    assert "785 trường hợp, trong đó hỗ trợ khẩn cấp 37 trường hợp (4,7%)" in text
    assert "04 cơ sở trợ giúp xã hội, trong đó 03 cơ sở" in text
    assert "01 Trung tâm Công tác xã hội" in text
    assert "Mức chuẩn còn thấp." in text


def test_what_nobody_reported_is_called_unknown_and_never_zero(facts: YearFacts) -> None:
    text = text_of(build_report(facts, TEMPLATES))
    assert "Chưa có số liệu về nội dung “Số ca tư vấn”." in text
    assert "Chưa có số liệu về trợ giúp người khuyết tật." in text
    assert "chưa có số liệu riêng về nữ, người dân tộc thiểu số, người thuộc hộ nghèo." in text


def test_gaps_tell_why_there_is_no_number(facts: YearFacts) -> None:
    report = build_report(facts, TEMPLATES)
    homes = {row[0]: row[2:] for row in rows(table(report, "co-so-nuoi-duong"))}
    assert homes == {
        "Đối tượng được quản lý, nuôi dưỡng": ["200", "194", "chưa gửi", "394", ""],
        "Đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng": [
            "150", "135", "chưa gửi", "285", "72,3%",
        ],
        "Tiếp nhận mới trong kỳ": ["…", "…", "chưa gửi", "…", ""],
        "Hồi gia, chuyển đi trong kỳ": ["…", "…", "chưa gửi", "…", ""],
        "Chết trong kỳ": ["…", "…", "chưa gửi", "…", ""],
    }  # fmt: skip
    groups = {row[0]: row[1:] for row in rows(table(report, "tro-cap-theo-nhom"))}
    assert groups["Huyện Võ Nhai"] == [
        "2.125", "105", "…", "…", "…", "2.020", "…", "…", "",
    ]  # fmt: skip
    assert groups["Huyện Đại Từ"] == ["chưa gửi"] * 8 + [""]
    notes = table(report, "tro-cap-theo-nhom").notes
    assert any("chưa gồm số liệu của: Thành phố Thái Nguyên" in note for note in notes)
    own = table(report, "trung-tam-cong-tac-xa-hoi").notes  # the centre has sent
    assert not any("chưa gồm" in note for note in own)
    other = {row[0]: row[1:] for row in rows(table(report, "tro-giup-khac"))}
    assert other["Trợ giúp đột xuất: hỗ trợ gạo (lượt người)"] == ["chưa gửi"] * 9 + ["…"]
    assert not any("xe buýt" in label for label in other)  # no district reports it


def test_targets_stand_beside_what_was_reached(facts: YearFacts) -> None:
    assert rows(table(build_report(facts, TEMPLATES), "chi-tieu")) == [
        [
            "Thực hiện trợ cấp xã hội hàng tháng tại cộng đồng",
            "Trên 48.000 đối tượng",
            "2.125",
            "4,4%",
            "Chưa đủ số liệu",
        ],
        [
            "Thực hiện trợ cấp xã hội hàng tháng tại các cơ sở trợ giúp xã hội",
            "Trên 300 đối tượng",
            "285",
            "95,0%",
            "Chưa đủ số liệu",
        ],
        [
            "Chúc thọ, mừng thọ người cao tuổi",
            "Trên 14.000 người cao tuổi",
            "…",
            "",
            "Chưa có số liệu",
        ],
        [
            "Nhân rộng câu lạc bộ liên thế hệ tự giúp nhau",
            "Ít nhất 10 mô hình",
            "…",
            "",
            "Chưa có số liệu",
        ],
    ]


def test_last_year_is_compared_where_the_same_units_reported(facts: YearFacts) -> None:
    last = {"period_start": dt.date(2017, 1, 1), "period_end": dt.date(2017, 8, 31)}
    before = figures(
        facts.codes,
        home("CSTG-01", "nuoi_duong", 200, **last),
        home("CSTG-02", "nuoi_duong", 200, **last),
        home("CSTG-03", "nuoi_duong_huong_tro_cap", 9, **last),
        home("CSTG-04", "cuoc_goi", 9, **last),
    )
    this, then = (
        Side(frame, totals_of(frame), facts.codes, days)
        for frame, days in ((facts.figures, PERIOD), (before, PERIOD.a_year_before()))
    )
    compared_years = YearComparison(2017, *changes(this, then, []), facts.codes.units)
    report = build_report(replace(facts, last_year=compared_years), TEMPLATES)
    assert "So với cùng kỳ năm 2017:" in text_of(report)
    compared = table(report, "nam-truoc")
    changed = {row[0]: row[1:] for row in rows(compared)}
    assert changed.pop("Cơ sở trợ giúp xã hội") == ["cơ sở", "4", "4", "0", "0,0%"]
    assert changed.pop("Đối tượng được quản lý, nuôi dưỡng") == [
        "lượt",
        "400",
        "394",
        "-6",
        "-1,5%",
    ]
    assert set(changed) == {
        "Cơ sở trực tiếp quản lý, nuôi dưỡng đối tượng",
        "Trung tâm Công tác xã hội",
    }
    assert compared.notes == (
        "Không so sánh, vì năm 2017 chưa có đủ số liệu của Trung tâm Bảo trợ xã hội Thái Nguyên, "
        "Cơ sở trợ giúp xã hội số 2: Đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng.",
    )
    assert "nam-truoc" not in {t.key for t in build_report(facts, TEMPLATES).tables}


def test_half_a_year_is_not_compared_with_a_year_and_the_text_says_why(facts: YearFacts) -> None:
    half = {"period_start": dt.date(2017, 1, 1), "period_end": dt.date(2017, 6, 30)}
    before = figures(
        facts.codes,
        home("CSTG-01", "nuoi_duong", 200, **half),
        home("CSTG-02", "nuoi_duong", 200, **half),
    )
    this, then = (
        Side(frame, totals_of(frame), facts.codes, days)
        for frame, days in (
            (facts.figures, PERIOD),
            (before, ReportingPeriod(half["period_start"], half["period_end"])),
        )
    )
    compared_years = YearComparison(2017, *changes(this, then, []), facts.codes.units)
    report = build_report(replace(facts, last_year=compared_years), TEMPLATES)
    text = text_of(report)
    assert "Chưa so sánh được với cùng kỳ năm 2017:" in text
    homes = "Trung tâm Bảo trợ xã hội Thái Nguyên, Cơ sở trợ giúp xã hội số 2"
    why = f"số liệu hai năm của {homes} không cùng số ngày"
    assert f"Không so sánh, vì {why}: Đối tượng được quản lý, nuôi dưỡng." in text
    assert "nam-truoc" not in {t.key for t in report.tables}


def test_a_target_is_missed_only_when_everybody_has_reported(facts: YearFacts) -> None:
    homes = [facts.codes.units[f"CSTG-0{number}"] for number in (1, 2)]
    owed = tuple(status for status in facts.status.obligations if status.owed.unit in homes)
    complete = replace(facts, status=replace(facts.status, obligations=owed))
    verdicts = {
        row[0]: row[-1] for row in rows(table(build_report(complete, TEMPLATES), "chi-tieu"))
    }
    assert (
        verdicts["Thực hiện trợ cấp xã hội hàng tháng tại các cơ sở trợ giúp xã hội"]
        == "Đang thực hiện"  # of a year that is not over
    )


def test_figures_that_do_not_span_the_period_are_named(facts: YearFacts) -> None:
    half = ReportingPeriod(PERIOD.start, dt.date(2018, 6, 30))
    short = replace(facts, coverage={("170", "HX-01"): half, ("CSTG-01", "CS-01"): PERIOD})
    report = build_report(short, TEMPLATES)
    words = "Huyện Võ Nhai (từ 01/01/2018 đến 30/6/2018)"
    assert f"Số liệu không đủ kỳ của báo cáo: {words}." in text_of(report)
    assert f"Số liệu không đủ kỳ: {words}." in table(report, "tro-cap-theo-nhom").notes


def test_the_text_is_silent_about_a_case_type_that_has_ended(facts: YearFacts) -> None:
    assert "“Số ca tư vấn”" in text_of(build_report(facts, TEMPLATES))
    remaining = {c: row for c, row in facts.codes.case_types.items() if c != "tu_van"}
    ended = replace(
        facts,
        codes=replace(facts.codes, case_types=remaining),
    )
    assert "“Số ca tư vấn”" not in text_of(build_report(ended, TEMPLATES))


def test_the_report_of_a_year_without_targets_says_so(facts: YearFacts) -> None:
    report = build_report(replace(facts, codes=replace(facts.codes, targets={})), TEMPLATES)
    assert "Năm 2018 chưa có chỉ tiêu kế hoạch được giao." in text_of(report)
    assert "chi-tieu" not in {t.key for t in report.tables}


def test_a_number_changes_only_what_depends_on_it(catalogue: Catalogue, facts: YearFacts) -> None:
    frame = facts.figures.copy()
    mask = (frame["case_type"] == "nuoi_duong_huong_tro_cap") & (frame["unit"] == "CSTG-01")
    frame.loc[mask, "value"] = 151
    changed = replace(facts, figures=frame, totals=totals_of(frame))
    before, after = (build_report(f, TEMPLATES) for f in (facts, changed))
    differing = [
        (str(one), str(other))
        for t1, t2 in zip(before.tables, after.tables, strict=True)
        for r1, r2 in zip(t1.rows, t2.rows, strict=True)
        for one, other in zip(r1.cells, r2.cells, strict=True)
        if one != other
    ]
    assert differing == [
        ("285", "286"), ("95,0%", "95,3%"), ("150", "151"), ("285", "286"), ("72,3%", "72,6%"),
        ("285", "286"),
    ]  # fmt: skip
    texts = zip(before.body, after.body, strict=True)
    changed_text = [str(other) for one, other in texts if one != other]
    assert len(changed_text) == 4  # the paragraph; the line, the table and the chart of targets


def test_cells_are_written_as_people_write_them() -> None:
    cells = [Number(26850.0), Number(0), Percent(0.95), Gap.NOT_SENT, "Nữ"]
    assert [str(cell) for cell in cells] == ["26.850", "0", "95,0%", "chưa gửi", "Nữ"]


TEMPLATE_FAULTS = [
    ("{{ share(total.nuoi_duong) }}", "dòng 2", "tham số"),
    ("{{ 1 | foo }}", "dòng 2", "cú pháp"),
    ("{{ total.khong_co }}", "dòng 2", "khong_co"),
    ("{{ totl.nuoi_duong }}", "dòng 2", "totl"),
    ("{% if %}", "dòng 2", "cú pháp"),
    ('{{ part("khong_co", "female") }}', "dòng 2", "khong_co"),
    ("@table khong-co", "bao-cao.txt.j2", "khong-co"),
    ('{{ has_figures("khong_co") }}', "dòng 2", "khong_co"),
    ('{{ listing([[total.bhyt, "cấp thẻ", "không cấp"]]) }}', "dòng 2", "ba phần"),
    ('{{ listing([[total.bhyt, "cấp … thẻ"]]) }}', "dòng 2", "ba phần"),
    ('{{ listing([["nuoi_duong", "… lượt", "không có"]]) }}', "dòng 2", "ba phần"),
    ('{{ listing([[total.bhyt, "… thẻ (%)", "không cấp"]]) }}', "dòng 2", "tỷ lệ trong số nào"),
    # An unknown number cannot be printed, however it is written.
    ("{{ total.bhyt }}", "dòng 2", "{% if total.bhyt.known %}"),
    ("{{ total.bhyt | pad2 }}", "dòng 2", "{% if total.bhyt.known %}"),
    ("{{ total.bhyt.value }}", "dòng 2", "{% if total.bhyt.known %}"),
    ("{{ 'Cấp ' ~ total.bhyt }}", "dòng 2", "{% if total.bhyt.known %}"),
    ('{{ part("tro_cap_cong_dong", "poor") }}', "dòng 2", 'if part("tro_cap_cong_dong", "poor").'),
    ("{{ share(total.bhyt, total.nuoi_duong) }}", "dòng 2", "total.nuoi_duong).known %}"),
    ("{{ targets[2].actual }}", "dòng 2", "{% if goal.actual.known %}"),
    ("{{ targets[2].attained }}", "dòng 2", "{% if goal.attained.known %}"),
]


@pytest.mark.parametrize(("line", "place", "word"), TEMPLATE_FAULTS)
def test_a_fault_in_the_template_is_reported_with_its_line(
    line: str, place: str, word: str, facts: YearFacts, tmp_path: Path
) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text(f"# I. ĐẦU\n{line}\n", "utf-8")
    with pytest.raises(ConfigurationError) as raised:
        build_report(facts, tmp_path)
    assert place in str(raised.value)
    assert word in str(raised.value)


def test_a_number_is_asked_for_before_it_is_printed(facts: YearFacts, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text(
        "{% if total.bhyt.known %}{{ total.bhyt }}{% endif %}thẻ{{ total.bhyt.caveat }}\n\n"
        "{{ total.co_so_nuoi_duong | pad2 }} cơ sở, {{ 4 | pad2 }} đơn vị\n\n"
        "{{ total.nuoi_duong }}{{ total.nuoi_duong.caveat }}, {{ total.nuoi_duong.value / 2 }}\n\n"
        "{{ total.bhyt.zero }} {{ total.nuoi_duong.zero }} {{ total.bhyt.asked }}\n\n"
        "{{ share(total.nuoi_duong_huong_tro_cap, total.nuoi_duong) }}\n\n"
        "{{ share(total.tc_cao_tuoi, total.tro_cap_cong_dong).known }}",
        "utf-8",
    )
    assert text_of(build_report(facts, tmp_path)).splitlines() == [
        "thẻ (chưa đủ số liệu của 09 đơn vị)",
        "03 cơ sở, 04 đơn vị",
        "394 (chưa đủ số liệu của Cơ sở trợ giúp xã hội số 3), 197.0",
        "False False True",
        "72,3%",
        "False",  # all 2.020 of one district, of which two groups of eight are known
    ]


def test_a_template_in_another_encoding_is_reported(facts: YearFacts, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text("# I. ĐẦU", "utf-16")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        build_report(facts, tmp_path)


def test_a_missing_template_is_reported(facts: YearFacts, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"bao-cao\.txt\.j2"):
        build_report(facts, tmp_path)


def test_markup_becomes_headings_paragraphs_and_bullets(facts: YearFacts, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text(
        "@basis Căn cứ A;\n@write Nguyên nhân\n# I. MỘT\n## 1. Hai\nđoạn\nnối  dài\n\nđoạn nữa\n"
        "- gạch\n- - hai gạch\n+ cộng\n1. một\n1.500 người\n@table chi-tieu\ncuối",
        "utf-8",
    )
    report = build_report(facts, tmp_path)
    body = report.body
    assert [b for b in body if not isinstance(b, Table)] == [
        Paragraph("Căn cứ A;", kind=ParagraphKind.BASIS),
        Paragraph("Nguyên nhân", kind=ParagraphKind.TO_WRITE),
        Heading("I. MỘT", 1),
        Heading("1. Hai", 2),
        Paragraph("đoạn nối dài"),
        Paragraph("đoạn nữa"),
        Paragraph("gạch", mark="-"),
        Paragraph("hai gạch", mark="-"),
        Paragraph("cộng", mark="+"),
        Paragraph("một", mark="1."),
        Paragraph("1.500 người"),
        Paragraph("cuối"),
    ]
    assert isinstance(body[-2], Table)
    assert report.to_write == ("Nguyên nhân",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", YearText()),
        ("# Tồn tại, hạn chế\nMột.\n\nHai.\n", YearText(limitations=("Một.", "Hai."))),
        ("\ufeff# ton tai han che\nMột.", YearText(limitations=("Một.",))),
        (
            "[Gợi ý]\n# Căn cứ\n[Gợi ý]\n# Nguyên nhân\n–  A\n• B\n+ C\n1. D\n2)  E\na) G\n1.500 H",
            YearText(causes=("- A", "- B", "+ C", "1. D", "2) E", "a) G", "1.500 H")),
        ),
        (
            "# Lưu ý về số liệu\nA\n# Phương hướng, nhiệm vụ\nB\n# Kiến nghị, đề xuất\nC",
            YearText(data_notes=("A",), plans=("B",), proposals=("C",)),
        ),
    ],
)
def test_the_text_of_the_year(text: str, expected: YearText, tmp_path: Path) -> None:
    path = tmp_path / "2018.txt"
    path.write_text(text, "utf-8")
    assert read_year_text(path) == expected
    assert read_year_text(tmp_path / "2019.txt") == YearText()


def test_the_blank_text_has_every_heading_and_says_nothing() -> None:
    blank = Workspace(REPOSITORY).year_text(BLANK_YEAR_TEXT)
    assert [line[2:] for line in blank.read_text("utf-8").splitlines() if line[:1] == "#"] == [
        *SECTIONS
    ]
    assert read_year_text(blank) == YearText()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("# Mục lạ\n".encode(), "dòng 1"),
        ("Chữ trước\n# Tồn tại, hạn chế\n".encode(), "dòng 1"),
        ("# Tồn tại, hạn chế\n\n# Hạn\n".encode(), "dòng 3"),
        ("Tồn".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_fault_in_the_text_of_the_year_is_reported(
    content: bytes, place: str, tmp_path: Path
) -> None:
    path = tmp_path / "2018.txt"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=place):
        read_year_text(path)


def test_numbers_that_the_office_has_typed_are_told_apart(facts: YearFacts, tmp_path: Path) -> None:
    (tmp_path / "bao-cao.txt.j2").write_text(
        "{% macro typed(words) %}{% for paragraph in words %}\n{{ paragraph }}\n\n{% endfor %}"
        "{% endmacro %}"
        "Năm {{ year }} có {{ total.nuoi_duong }} lượt và 12,5% khác.\n\n"
        "{{ typed(texts.results) }}\n"
        "@basis Căn cứ Nghị định số 1\n\n"
        '{{ listing([[total.can_thiep, "quá 18 tuổi: … ca", "không"]]) }} Cùng kỳ: 700.\n',
        "utf-8",
    )
    results = ("1. Tặng 394 suất quà ngày 20/10.", "Không có số.")
    report = build_report(replace(facts, year_text=YearText(results=results)), tmp_path)
    assert report.own_numbers == (
        ("12,5%", "Năm 2018 có 394 lượt và 12,5% khác."),
        ("394", "1. Tặng 394 suất quà ngày 20/10."),
        ("20/10", "1. Tặng 394 suất quà ngày 20/10."),
        ("700", "Quá 18 tuổi: 785 ca. Cùng kỳ: 700."),
    )
    assert not any(mark in text_of(report) for mark in "\ue000\ue001\ue002")
