"""Which units a number is without."""

import datetime as dt
from dataclasses import replace

import pytest

from bare_facts import bare_facts
from frames import district, figures, home
from welfare_stats.analyse.succession import Group, Handover, OpenQuestion
from welfare_stats.design.catalogue import Catalogue, Relation
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts

PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
HALF = ReportingPeriod(PERIOD.start, dt.date(2018, 6, 30))
DISTRICTS = ["164", "165", "167", "168", "169", "170", "171", "172", "173"]


@pytest.fixture
def facts(catalogue: Catalogue) -> YearFacts:
    """Everybody states one group; Võ Nhai (170) leaves blanks, and Đại Từ (171) has nobody."""
    codes = catalogue.at(PERIOD.end)
    frame = figures(
        codes,
        *(district(unit, "tc_cao_tuoi", 0 if unit == "171" else 40) for unit in DISTRICTS),
        *(
            district(unit, "tc_cao_tuoi", 20, breakdown="female")
            for unit in DISTRICTS
            if unit not in {"170", "171"}
        ),
        *(
            district(unit, "tc_cao_tuoi", 9, measure="amount")
            for unit in DISTRICTS
            if unit not in {"170", "173"}
        ),
        home("CSTG-01", "nuoi_duong", 5),
    )
    coverage = {("170", "HX-01"): HALF, ("173", "HX-02"): PERIOD}
    return replace(bare_facts(catalogue, codes, frame, PERIOD), coverage=coverage)


@pytest.mark.parametrize(
    ("case_type", "breakdown", "measure", "lacking"),
    [
        ("tc_cao_tuoi", Breakdown.ALL, None, []),
        ("tc_cao_tuoi", Breakdown.FEMALE, None, ["170"]),  # where nobody is, no women are owed
        ("tc_cao_tuoi", Breakdown.POOR, None, [d for d in DISTRICTS if d != "171"]),
        ("tc_cao_tuoi", Breakdown.ALL, Measure.AMOUNT, ["170", "173"]),
        ("tro_cap_cong_dong", Breakdown.ALL, None, DISTRICTS),  # of a sum, parts are missing
        ("nuoi_duong", Breakdown.ALL, None, ["CSTG-02", "CSTG-03"]),
        ("co_so_nuoi_duong", Breakdown.ALL, None, []),  # counted in the catalogue
    ],
)
def test_units_that_a_number_is_without(
    case_type: str,
    breakdown: Breakdown,
    measure: Measure | None,
    lacking: list[str],
    facts: YearFacts,
) -> None:
    found = facts.lacking(facts.codes.case_types[case_type], breakdown, measure)
    assert sorted(unit.code for unit in found) == lacking


def test_a_sum_holds_something_of_the_units_that_it_is_without(facts: YearFacts) -> None:
    types, units = facts.codes.case_types, facts.codes.units
    assert facts.is_in_part(units["170"], types["tro_cap_cong_dong"])
    assert not facts.is_in_part(units["170"], types["tro_cap_cong_dong"], Breakdown.FEMALE)
    assert facts.is_in_part(units["164"], types["tro_cap_cong_dong"], Breakdown.FEMALE)
    assert not facts.is_in_part(units["170"], types["tc_cao_tuoi"])


def test_a_group_without_anybody_lacks_no_women(facts: YearFacts) -> None:
    groups = facts.codes.children("tro_cap_cong_dong", Relation.SUM)
    frame = figures(
        facts.codes,
        *(district("170", g.code, 40 if g.code == "tc_cao_tuoi" else 0) for g in groups),
        district("170", "tc_cao_tuoi", 20, breakdown="female"),
    )
    stated = replace(facts, figures=frame)
    whole = facts.codes.case_types["tro_cap_cong_dong"]
    units = [unit.code for unit in stated.lacking(whole, Breakdown.FEMALE)]
    assert sorted(units) == [code for code in DISTRICTS if code != "170"]


@pytest.mark.parametrize(
    ("case_type", "units"),
    [
        ("tc_cao_tuoi", ["170"]),
        ("tc_bien_dong_tang", ["170"]),  # derived from the numbers of the same form
        ("bhyt", []),  # of another form, which covers the whole period
        ("nuoi_duong", []),
    ],
)
def test_half_a_period_is_that_of_a_form(
    case_type: str, units: list[str], facts: YearFacts
) -> None:
    found = facts.short_spans([facts.codes.case_types[case_type]])
    assert [unit.code for unit in found] == units


WHOLE = "tro_cap_cong_dong"
OTHERS = Handover(20, 25, 0, fits=False)
SERVED = "không tách được số nhận bàn giao với số mới đến"


@pytest.mark.parametrize(
    ("asked_about", "handover", "missing", "case_type", "expected"),
    [
        (WHOLE, None, {"168"}, "tc_bien_dong_tang", "chưa có số bàn giao của Huyện Phú Lương"),
        (WHOLE, OTHERS, set(), "tc_bien_dong_giam", "số bàn giao giữa các đơn vị không khớp"),
        (
            "nuoi_duong",
            None,
            set(),
            "nuoi_duong",
            "không tách được số nhận bàn giao với số mới đến",
        ),
        (WHOLE, None, {"168"}, WHOLE, ""),
        ("tc_cao_tuoi", None, {"168"}, "tc_bien_dong_tang", ""),
    ],
)
def test_a_number_that_was_reported_and_is_not_known_says_why(
    asked_about: str,
    handover: Handover | None,
    missing: set[str],
    case_type: str,
    expected: str,
    facts: YearFacts,
) -> None:
    group = Group(frozenset({"168"}), frozenset(), frozenset({"169"}))
    question = OpenQuestion(asked_about, group, handover, frozenset(missing))
    asked = replace(facts, questions=(question,))
    assert asked.why_unsettled(facts.codes.case_types[case_type]) == expected
