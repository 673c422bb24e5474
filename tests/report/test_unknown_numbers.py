"""The text of the report when numbers are not known, are 0, or are without some units."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import CodeType
from typing import Any

import jinja2
import pandas as pd
import pytest

from conftest import REPOSITORY
from full_years import PARTS, PERIOD, WHOLE, everything, facts_of
from welfare_stats.design.catalogue import Catalogue, Relation
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Heading, Paragraph, ParagraphKind, Table
from welfare_stats.report.narrative import CHARTS, TABLES, write_narrative
from welfare_stats.report.tables import body_tables

TEMPLATES = REPOSITORY / "templates"
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
            elif isinstance(block, Paragraph) and below and block.kind is ParagraphKind.TEXT:
                found.append(block.text)
        assert [f"{fault}: {words}" for words in found for fault in faults(words)] == []
        return found

    return paragraphs


FAULTS = {
    "an unknown number is printed": (
        r"chưa có số liệu (?!về |riêng về |kinh phí của |thực hiện)|None|nan"
    ),
    "a placeholder is left": r"\(%\)|\[|\]|\{|\}| … ",
    "brackets are empty": r"\(\s*\)|\( | \)",
    "separators are wrong": r"  | [,;.:]|[,;:][,;.:]|\.\.",
    "a list has nothing in it": r"(trong đó|gồm:?|về|của|:)\s*[;,.]",
    "a list begins with what is not there": r"(trong đó|gồm:) *(không|chưa)",
    "zero is written as a number": r"(?<!trên )(?<![\d.,/])0+ \w",
    "no full stop": r"^(?!\(|Thực hiện chế độ|Kết quả đến|So với|Chỉ tiêu kế hoạch năm).*[^.]$",
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
    assert text(replace(aimed, totals=zero(full.totals, "nuoi_duong")), "1. Thực hiện")[1:] == [
        f"{wording}: kế hoạch trên 48.000 thẻ BHYT; chưa có số liệu thực hiện.",
        f"{wording}: kế hoạch trên 0 thẻ BHYT; thực hiện 360 thẻ BHYT, đạt.",
        f"{wording}: kế hoạch trên 48.000 thẻ BHYT; thực hiện bằng 0, đang thực hiện.",
    ]
