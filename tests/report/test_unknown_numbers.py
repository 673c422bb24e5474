"""The text of the report when numbers are not known, are 0, or are without some units."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import CodeType
from typing import Any

import jinja2
import pandas as pd
import pytest

from conftest import REPOSITORY
from frames import district, figures, home, totals_of
from welfare_stats.analyse.response import status_of
from welfare_stats.analyse.succession import Group, Handover, OpenQuestion
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Relation
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import state_after
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Heading, Paragraph, Table
from welfare_stats.report.narrative import CHARTS, TABLES, write_narrative
from welfare_stats.report.tables import body_tables
from welfare_stats.report.year_text import YearText
from welfare_stats.workspace import Workspace

TEMPLATES = REPOSITORY / "templates"
PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
WHOLE = "tro_cap_cong_dong"
PARTS = ["female", "ethnic_minority", "poor"]
MOVEMENTS = {"opening": 30, "increase": 15, "decrease": 5, "closing": 40}
NAMED = re.findall(r"total\.(\w+)|part\(\"(\w+)\"", (TEMPLATES / "bao-cao.txt.j2").read_text())
LATER = {"tc_cao_tuoi_khac", "huu_tri_xa_hoi"}  # not asked for in this year: never spoken of
CODES = sorted({code for pair in NAMED for code in pair if code.islower()} - LATER)


@pytest.fixture(scope="module", autouse=True)
def compiled_once() -> Iterator[None]:
    """The template is compiled once and not for each of the hundreds of texts."""
    made: dict[str, CodeType] = {}
    compile_: Any = jinja2.Environment.compile

    def compile_once(self: jinja2.Environment, source: str, *names: str) -> CodeType:
        if source not in made:
            made[source] = compile_(self, source, *names)
        return made[source]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Environment, "compile", compile_once)
        yield


def everything(codes: CatalogueAt) -> Iterator[dict[str, Any]]:
    """Every number that is asked for, from every unit; sums are left to the program."""
    for case_type in codes.case_types.values():
        if case_type.derived_from or list(codes.children(case_type.code, Relation.SUM)):
            continue
        for unit in codes.units.values():
            if unit.reporter_kind not in case_type.reporters:
                continue
            what = (unit.code, case_type.code)
            if case_type.form == "CS-01":
                yield home(*what, 40)
            elif case_type.form == "HX-02":
                yield district(*what, 40, form="HX-02", measure="total")
            else:
                yield from (district(*what, n, measure=name) for name, n in MOVEMENTS.items())
                yield from (district(*what, 20, breakdown=part) for part in PARTS)


def facts_of(catalogue: Catalogue, rows: list[dict[str, Any]]) -> YearFacts:
    codes = catalogue.at(PERIOD.end)
    frame = figures(codes, *rows)
    return YearFacts(
        year=2018,
        office=Workspace(REPOSITORY).settings().office,
        period=PERIOD,
        codes=codes,
        figures=frame,
        totals=totals_of(frame),
        notes={"tu_ky_danh_gia_som": ["Trường mầm non 19/5"]},
        status=status_of(2018, catalogue, state_after([]), PERIOD.end),
        year_text=YearText(),
        case_types_ever=catalogue.case_type_codes,
    )


@pytest.fixture(scope="module")
def rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    return list(everything(catalogue.at(PERIOD.end)))


@pytest.fixture(scope="module")
def full(catalogue: Catalogue, rows: list[dict[str, Any]]) -> YearFacts:
    """A year of which every number is known, from every unit."""
    return facts_of(catalogue, rows)


@pytest.fixture(scope="module")
def tables(full: YearFacts) -> Mapping[str, list[Table]]:
    placed = body_tables(full)
    return {**placed, "nam-truoc": placed["chi-tieu"]}


@pytest.fixture
def text(tables: Mapping[str, list[Table]]) -> Any:
    def paragraphs(facts: YearFacts, heading: str = "") -> list[str]:
        """The paragraphs below a heading, or all of them; each has been looked over."""
        found: list[str] = []
        below = not heading
        for block in write_narrative(TEMPLATES, facts, {TABLES: tables, CHARTS: {}}):
            if isinstance(block, Heading):
                below = not heading or heading in block.text
            elif isinstance(block, Paragraph) and below:
                found.append(block.text)
        assert [f"{fault}: {words}" for words in found for fault in faults(words)] == []
        return found

    return paragraphs


FAULTS = {
    "an unknown number is printed": r"chưa có số liệu (?!về |riêng về |thực hiện)|None|nan",
    "a placeholder is left": r"\(%\)|\[|\]|\{|\}| … ",
    "brackets are empty": r"\(\s*\)|\( | \)",
    "separators are wrong": r"  | [,;.:]|[,;:][,;.:]|\.\.",
    "a list has nothing in it": r"(trong đó|gồm:?|về|của|:)\s*[;,.]",
    "a list begins with what is not there": r"(trong đó|gồm:) *(không|chưa)",
    "zero is written as a number": r"(?<!trên )(?<![\d.,/])0+ \w",
    "no full stop": r"^(?!\(|Thực hiện chế độ|Kết quả đến|So với).*[^.]$",
}


def faults(words: str) -> list[str]:
    found = [fault for fault, pattern in FAULTS.items() if re.search(pattern, words)]
    return [*found, "no capital letter"] if words[0].islower() else found


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Có chưa có số liệu hộ.", "an unknown number is printed"),
        ("Tư vấn 5 ca, gồm: .", "a list has nothing in it"),
        ("Có 5 người, trong đó ; chưa rõ.", "a list has nothing in it"),
        ("Tư vấn 5 ca, gồm: không có ca trực tiếp.", "a list begins with what is not there"),
        ("Có 00 Trung tâm.", "zero is written as a number"),
        ("Có 0 lượt.", "zero is written as a number"),
        ("Có 5 người ().", "brackets are empty"),
        ("Có 5 người , giảm 3.", "separators are wrong"),
        ("Có 5 người", "no full stop"),
        ("có 5 người.", "no capital letter"),
    ],
)
def test_what_reads_wrong_is_seen(words: str, fault: str) -> None:
    assert fault in faults(words)
    assert faults("Có 5.120 ca (30,0%), bằng 0,0% của 10 buổi (Trường mầm non 19/5).") == []


def without(totals: pd.Series, case_type: str, breakdown: str | None = None) -> pd.Series:
    gone = [key for key in totals.index if key[0] == case_type and breakdown in {None, key[2]}]
    return pd.Series(totals.drop(gone))


def zero(totals: pd.Series, case_type: str, breakdown: str = "all") -> pd.Series:
    kept = without(totals, case_type, breakdown)
    return pd.Series(pd.concat([kept, totals.drop(kept.index) * 0]))


NUMBERS = [*((code, "all") for code in CODES), *((WHOLE, part) for part in PARTS)]
# How many units there are is always known, and nobody has to send the last of them.
NEVER_MISSED = {
    "co_so_tro_giup_xa_hoi",
    "co_so_nuoi_duong",
    "co_so_cong_tac_xa_hoi",
    "xe_buyt_mien_giam_ve",
}


def test_the_template_names_these_numbers() -> None:
    assert len(CODES) == 44
    assert {"nuoi_duong", "bhyt", "dot_xuat_nha_o", WHOLE} <= set(CODES)


def test_each_number_in_turn_is_unknown(full: YearFacts, text: Any) -> None:
    known = text(full)
    assert "chưa có số liệu" not in " ".join(known).lower()
    for code, breakdown in NUMBERS:
        totals = without(full.totals, code, None if breakdown == "all" else breakdown)
        said = " ".join(text(replace(full, totals=totals))).lower()
        assert ("chưa có số liệu" in said) == (code not in NEVER_MISSED), code


SAID_OF_ZERO = r"không (có|cấp|tổ chức|tăng|giảm|tiếp nhận|nhân rộng|phát sinh)|chưa có doanh"


def test_each_number_in_turn_is_zero(full: YearFacts, text: Any) -> None:
    for code, breakdown in NUMBERS:
        totals = zero(full.totals, code, breakdown)
        said = " ".join(text(replace(full, totals=totals))).lower()
        assert re.search(
            r"không (có|cấp|tổ chức|tăng|giảm|tiếp nhận|nhân|phát)|chưa có doanh", said
        )
        assert "chưa có số liệu" not in said, code


def test_each_case_type_in_turn_is_retired(full: YearFacts, text: Any) -> None:
    """What is not asked for is not missing: the text is silent about it."""
    for code in CODES:
        kept = {name: row for name, row in full.codes.case_types.items() if name != code}
        codes = replace(full.codes, case_types=kept, targets={})
        retired = replace(full, codes=codes, totals=without(full.totals, code))
        assert "chưa có số liệu" not in " ".join(text(retired)).lower(), code


def test_each_number_in_turn_is_without_a_unit(full: YearFacts, text: Any) -> None:
    of_unit = full.figures["unit"].isin(["170", "CSTG-01", "CSTG-04"])
    for code, breakdown in NUMBERS:
        parts = [part.code for part in full.codes.children(code, Relation.SUM)]
        gone = full.figures["case_type"].isin([code, *parts])
        gone &= full.figures["breakdown"] == breakdown
        lacking = replace(full, figures=full.figures[~(of_unit & gone)])
        said = "chưa đủ số liệu của" in " ".join(text(lacking))
        reports = full.codes.case_types[code].reporters != ("SO",)
        assert said == reports, code


@pytest.mark.parametrize("kept", ["nothing", "zeros", "homes only", "districts only"])
def test_many_numbers_are_unknown_or_zero(kept: str, full: YearFacts, text: Any) -> None:
    forms = {code: row.form for code, row in full.codes.case_types.items()}
    of_homes = [key for key in full.totals.index if forms[key[0]] == "CS-01"]
    totals = {
        "nothing": full.totals[:0],
        "zeros": full.totals * 0,
        "homes only": full.totals[of_homes],
        "districts only": full.totals.drop(of_homes),
    }
    assert text(replace(full, totals=totals[kept]))


def test_targets_of_what_is_not_known(full: YearFacts, text: Any) -> None:
    target = next(iter(full.codes.targets.values()))
    targets = {
        code: target.model_copy(update={"case_type": code, "unit": "thẻ BHYT"} | more)
        for code, more in {"khong_con": {}, "bhyt": {"value": 0}, "nuoi_duong": {}}.items()
    }
    aimed = replace(full, codes=replace(full.codes, targets=targets))
    wording = "Thực hiện trợ cấp xã hội hàng tháng tại cộng đồng"
    assert text(replace(aimed, totals=zero(full.totals, "nuoi_duong")), "III.")[1:] == [
        f"{wording}: chỉ tiêu trên 48.000 thẻ BHYT; chưa có số liệu thực hiện.",
        f"{wording}: chỉ tiêu trên 0 thẻ BHYT; thực hiện 360 (đạt).",
        f"{wording}: chỉ tiêu trên 48.000 thẻ BHYT; kết quả thực hiện bằng 0 (chưa đạt).",
    ]


# --- whole paragraphs, as a head of department reads them ----------------------------------------


def test_a_district_left_the_women_blank(
    catalogue: Catalogue, rows: list[dict[str, Any]], text: Any
) -> None:
    sent = [r for r in rows if not (r["unit"] == "170" and r.get("breakdown") == "female")]
    assert text(facts_of(catalogue, sent), "3. Trợ cấp")[0] == (
        "Cuối kỳ có 2.520 người hưởng trợ cấp xã hội hàng tháng tại cộng đồng, trong đó nữ 1.120 "
        "người (chưa đủ số liệu của Huyện Võ Nhai), dân tộc thiểu số 1.260 người, thuộc hộ nghèo "
        "1.260 người. Trong kỳ tăng 945 người, giảm 315 người. Nhóm người cao tuổi có 360 người "
        "(14,3%); người khuyết tật đặc biệt nặng 360 người (14,3%); người khuyết tật nặng 360 "
        "người (14,3%)."
    )


def test_seven_districts_have_not_sent_and_the_others_left_blanks(
    catalogue: Catalogue, rows: list[dict[str, Any]], text: Any
) -> None:
    blank = {("170", "tc_cao_tuoi"), ("171", "dot_xuat_nha_o")}
    sent = [
        r for r in rows if r["unit"] in {"170", "171"} and (r["unit"], r["case_type"]) not in blank
    ]
    facts = facts_of(catalogue, sent)
    assert text(facts, "3. Trợ cấp") == [
        "Cuối kỳ có 520 người hưởng trợ cấp xã hội hàng tháng tại cộng đồng (chưa đủ số liệu của "
        "08 đơn vị), trong đó nữ 260 người, dân tộc thiểu số 260 người, thuộc hộ nghèo 260 người. "
        "Trong kỳ tăng 195 người, giảm 65 người; các số này chưa đủ số liệu của 08 đơn vị. Nhóm "
        "người cao tuổi có 40 người (chưa đủ số liệu của 08 đơn vị); người khuyết tật đặc biệt "
        "nặng 80 người (chưa đủ số liệu của 07 đơn vị); người khuyết tật nặng 80 người (chưa đủ "
        "số liệu của 07 đơn vị).",
        "Có 80 hộ, cá nhân nhận chăm sóc, nuôi dưỡng đối tượng tại cộng đồng; 80 thẻ BHYT được cấp "
        "cho đối tượng bảo trợ xã hội; hỗ trợ chi phí mai táng cho 80 người; các số này chưa đủ số "
        "liệu của 07 đơn vị.",
    ]
    assert text(facts, "1. Chăm sóc") == [
        "Toàn tỉnh có 04 cơ sở trợ giúp xã hội, trong đó 03 cơ sở trực tiếp quản lý, nuôi dưỡng "
        "đối tượng và 01 Trung tâm Công tác xã hội. Chưa có số liệu về đối tượng được quản lý, "
        "nuôi dưỡng."
    ]


def test_no_centre_and_no_deaths_and_half_a_year(full: YearFacts, text: Any) -> None:
    centre = [c for c, row in full.codes.case_types.items() if row.section == "trung_tam"]
    totals = full.totals
    for code in centre:
        totals = without(totals, code)
    totals = zero(zero(totals, "co_so_cong_tac_xa_hoi"), "nuoi_duong_chet")
    half = ReportingPeriod(PERIOD.start, dt.date(2018, 6, 30))
    facts = replace(full, totals=totals, coverage={("CSTG-02", "CS-01"): half})
    assert text(facts, "1. Chăm sóc") == [
        "Toàn tỉnh có 04 cơ sở trợ giúp xã hội, trong đó 03 cơ sở trực tiếp quản lý, nuôi dưỡng "
        "đối tượng; không có Trung tâm Công tác xã hội. Các cơ sở đã quản lý, nuôi dưỡng 120 lượt "
        "đối tượng (có số liệu không đủ kỳ của Cơ sở trợ giúp xã hội số 2), trong đó 120 đối tượng "
        "(100,0%) đang hưởng trợ cấp nuôi dưỡng xã hội hàng tháng. Trong kỳ, các cơ sở tiếp nhận "
        "mới 120 lượt; hồi gia, chuyển đi 120 lượt; không có người chết; các số này có số liệu "
        "không đủ kỳ của Cơ sở trợ giúp xã hội số 2."
    ]
    assert text(facts, "2. Hoạt động") == ["Toàn tỉnh không có Trung tâm Công tác xã hội."]


def test_estimates_and_a_handover_that_does_not_fit(
    catalogue: Catalogue, rows: list[dict[str, Any]], text: Any
) -> None:
    sent = [r | {"is_estimate": r["unit"] == "170" and r.get("form") != "HX-02"} for r in rows]
    facts = facts_of(catalogue, sent)
    totals = without(without(facts.totals, "tc_bien_dong_tang"), "tc_bien_dong_giam")
    group = Group(frozenset({"168"}), frozenset(), frozenset({"170"}))
    question = OpenQuestion(WHOLE, group, Handover(20, 0, 20, fits=False))
    assert text(replace(facts, totals=totals, questions=(question,)), "3. Trợ cấp")[0] == (
        "Cuối kỳ có 2.520 người hưởng trợ cấp xã hội hàng tháng tại cộng đồng (có số ước thực hiện "
        "của Huyện Võ Nhai), trong đó nữ 1.260 người, dân tộc thiểu số 1.260 người, thuộc hộ nghèo "
        "1.260 người. Chưa xác định được các chỉ tiêu “Biến động tăng trong kỳ”, “Biến động giảm "
        "trong kỳ” vì số bàn giao giữa các đơn vị không khớp. Nhóm người cao tuổi có 360 người "
        "(14,3%); người khuyết tật đặc biệt nặng 360 người (14,3%); người khuyết tật nặng 360 "
        "người (14,3%); các số này có số ước thực hiện của Huyện Võ Nhai."
    )


def test_the_centre_left_some_numbers_blank(
    catalogue: Catalogue, rows: list[dict[str, Any]], text: Any
) -> None:
    blank = {"can_thiep_khan_cap", "tu_van_cong_dong", "ket_noi_dich_vu", "tu_ky_tiep_nhan"}
    none = {"cuoc_goi", "tu_van_truc_tiep", "tu_ky_tu_van"}
    sent = [
        r | ({"value": 0} if r["case_type"] in none else {})
        for r in rows
        if r["case_type"] not in blank
    ]
    assert text(facts_of(catalogue, sent), "2. Hoạt động") == [
        "Tiếp nhận, thu thập thông tin và can thiệp hỗ trợ 40 trường hợp; chưa có số liệu về chỉ "
        "tiêu “Hỗ trợ khẩn cấp”.",
        "Không có cuộc gọi tư vấn - tham vấn qua tổng đài và số điện thoại thường trực.",
        "Tư vấn 40 ca (chưa đủ số liệu của Trung tâm Công tác xã hội), gồm: tư vấn qua điện thoại "
        "40 ca; không có ca tư vấn trực tiếp; chưa có số liệu về chỉ tiêu “Tư vấn tại cộng đồng”.",
        "Cung cấp thông tin 40 ca; chưa có số liệu về chỉ tiêu “Tiếp nhận và kết nối dịch vụ trợ "
        "giúp”.",
        "Đối với trẻ tự kỷ: trị liệu tâm lý 40 trường hợp, tổ chức 40 buổi hoạt động nhóm; không "
        "có trường hợp tư vấn; chưa có số liệu về chỉ tiêu “Tiếp nhận trẻ tự kỷ”.",
        "Đánh giá, phát hiện sớm rối nhiễu tâm trí, tự kỷ cho 40 trẻ (Trường mầm non 19/5).",
    ]
