"""How the periods of two submissions stand to each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_stats.period import BackwardsPeriodError, Relation, ReportingPeriod

FIRST_DAY = date(2018, 1, 1)


def period(start: str, end: str) -> ReportingPeriod:
    return ReportingPeriod(date.fromisoformat(start), date.fromisoformat(end))


EIGHT_MONTHS = period("2018-01-01", "2018-08-31")


@pytest.mark.parametrize(
    ("start", "end", "relation"),
    [
        ("2018-01-01", "2018-08-31", Relation.SAME),
        ("2018-01-01", "2018-12-31", Relation.EXTENDED),
        ("2018-01-01", "2018-06-30", Relation.EXTENDED),
        ("2018-01-01", "2018-01-01", Relation.EXTENDED),
        ("2018-09-01", "2018-12-31", Relation.ADJOINING),
        ("2017-01-01", "2017-12-31", Relation.ADJOINING),
        ("2018-09-02", "2018-12-31", Relation.APART),
        ("2017-01-01", "2017-12-30", Relation.APART),
        ("2018-08-31", "2018-12-31", Relation.OVERLAPPING),
        ("2018-02-01", "2018-08-31", Relation.OVERLAPPING),
        ("2018-03-01", "2018-04-30", Relation.OVERLAPPING),
        ("2017-12-01", "2018-12-31", Relation.OVERLAPPING),
        ("2017-01-01", "2018-01-01", Relation.OVERLAPPING),
    ],
)
def test_a_period_stands_to_the_first_eight_months_as_named(
    start: str, end: str, relation: Relation
) -> None:
    other = period(start, end)
    assert EIGHT_MONTHS.relation_to(other) is relation
    assert other.relation_to(EIGHT_MONTHS) is relation


@st.composite
def short_periods(draw: st.DrawFn) -> ReportingPeriod:
    """Periods within twelve days, so that every relation comes up often."""
    start, length = draw(st.integers(0, 8)), draw(st.integers(0, 3))
    return ReportingPeriod(
        FIRST_DAY + timedelta(days=start), FIRST_DAY + timedelta(days=start + length)
    )


def days_of(span: ReportingPeriod) -> set[date]:
    """The days of a period, by asking it day for day."""
    days = (FIRST_DAY + timedelta(days=offset) for offset in range(-1, 13))
    return {day for day in days if span.holds(day)}


@given(short_periods(), short_periods())
@settings(deadline=None)
def test_the_relation_is_symmetric_and_agrees_with_the_days(
    one: ReportingPeriod, other: ReportingPeriod
) -> None:
    shared = days_of(one) & days_of(other)
    together = sorted(days_of(one) | days_of(other))
    without_gap = (together[-1] - together[0]).days + 1 == len(together)
    relation = one.relation_to(other)
    assert relation is other.relation_to(one)
    assert (relation is Relation.SAME) == (days_of(one) == days_of(other))
    assert (relation in {Relation.SAME, Relation.EXTENDED}) == (one.start == other.start)
    assert (relation in {Relation.ADJOINING, Relation.APART}) == (not shared)
    assert (relation is Relation.ADJOINING) == (not shared and without_gap)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2017-12-31", False),
        ("2018-01-01", True),
        ("2018-05-15", True),
        ("2018-08-31", True),
        ("2018-09-01", False),
    ],
)
def test_a_period_holds_both_its_first_and_its_last_day(day: str, held: bool) -> None:
    assert EIGHT_MONTHS.holds(date.fromisoformat(day)) is held


def test_a_period_of_one_day_is_possible_and_a_backwards_one_is_not() -> None:
    assert period("2018-01-01", "2018-01-01").holds(FIRST_DAY)
    with pytest.raises(BackwardsPeriodError) as refused:
        period("2018-08-31", "2018-01-01")
    assert (refused.value.start, refused.value.end) == (date(2018, 8, 31), date(2018, 1, 1))


def test_periods_sort_by_their_start_and_then_by_their_end() -> None:
    half, year = period("2018-01-01", "2018-06-30"), period("2018-01-01", "2018-12-31")
    autumn = period("2018-09-01", "2018-11-30")
    assert sorted([autumn, year, half]) == [half, year, autumn]
