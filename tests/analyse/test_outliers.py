"""Units whose numbers differ much from those of the others."""

import datetime as dt
from collections.abc import Mapping

import pytest

from welfare_stats.analyse.outliers import Respect, to_review, unusual_amounts, unusual_changes
from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Statement

THIS = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
BEFORE = THIS.a_year_before()
SCOPE: Scope = ("HX-01", "")
UNITS = [f"{code}" for code in range(164, 173)]


def of_everybody(value: float, **others: float) -> dict[str, float]:
    return dict.fromkeys(UNITS, value) | {name.removeprefix("u"): n for name, n in others.items()}


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (of_everybody(110), of_everybody(100), []),
        (of_everybody(300), of_everybody(100), []),  # all of them alike
        (of_everybody(110, u170=400), of_everybody(100), ["170"]),
        (of_everybody(300, u170=100), of_everybody(100), ["170"]),
        (of_everybody(110, u170=140), of_everybody(100), []),  # chance
        (of_everybody(5, u170=29), of_everybody(5), []),  # few people
        (dict(list(of_everybody(110, u170=400).items())[:7]), of_everybody(100), []),  # few units
    ],
)
def test_a_change_unlike_that_of_the_others_is_listed(
    now: Mapping[str, float], before: Mapping[str, float], expected: list[str]
) -> None:
    assert [unusual.unit for unusual in unusual_changes(now, before)] == expected


@pytest.mark.parametrize(
    ("spent", "people", "expected"),
    [
        (of_everybody(27_000), of_everybody(100), []),
        (of_everybody(27_000, u170=81_001), of_everybody(100), ["170"]),
        (of_everybody(27_000, u170=80_999), of_everybody(100), []),
        (of_everybody(27_000, u170=8_999), of_everybody(100), ["170"]),
        (of_everybody(27_000, u170=0), of_everybody(100), []),  # not reported, or none was paid
        (of_everybody(27_000, u170=81_001), of_everybody(100, u170=29), []),
        (of_everybody(27_000, u170=81_001), of_everybody(29, u170=100), []),  # nobody to compare
    ],
)
def test_an_amount_per_head_unlike_that_of_the_others_is_listed(
    spent: Mapping[str, float], people: Mapping[str, float], expected: list[str]
) -> None:
    assert [unusual.unit for unusual in unusual_amounts(spent, people)] == expected


def test_statements_of_one_period_are_compared_with_each_other_and_the_year_before() -> None:
    statements, figures = [], {}
    for number, unit in enumerate(UNITS):
        for at, period, closing in ((number, THIS, 110.0), (100 + number, BEFORE, 100.0)):
            statements.append(Statement(at, f"{at}.xlsx", unit, SCOPE, period, 2))
            figures[at] = [
                Observation(*SCOPE, "tc_cao_tuoi", "closing", "all", closing, "", "HX-01", "G8"),
                Observation(*SCOPE, "tc_cao_tuoi", "amount", "all", 27_000, "", "HX-01", "K8"),
            ]
    figures[3] = [figures[3][0]._replace(value=400), figures[3][1]]
    found = to_review(2018, statements, lambda wanted: {n: figures[n] for n in wanted})
    assert [(r.path, r.unusual.unit, r.unusual.respect) for r in found] == [
        ("3.xlsx", UNITS[3], Respect.CHANGE),
        ("3.xlsx", UNITS[3], Respect.AMOUNT_PER_HEAD),
    ]
    assert to_review(2017, statements, lambda wanted: {n: figures[n] for n in wanted}) == []
    estimates = [
        Statement(s.receipt, s.path, s.unit, SCOPE, s.period, 2, is_estimate=True)
        for s in statements
    ]
    assert to_review(2018, estimates, lambda _: {}) == []
