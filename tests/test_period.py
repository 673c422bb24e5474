"""Reporting periods: how two of them overlap, which days they hold, how they sort."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_stats.period import BackwardsPeriodError, Overlap, ReportingPeriod

FIRST_DAY = date(2018, 1, 1)


def period(start: str, end: str) -> ReportingPeriod:
    return ReportingPeriod(date.fromisoformat(start), date.fromisoformat(end))


EIGHT_MONTHS = period("2018-01-01", "2018-08-31")


@pytest.mark.parametrize(
    ("start", "end", "overlap"),
    [
        ("2018-01-01", "2018-08-31", Overlap.SAME),
        ("2018-01-01", "2018-12-31", Overlap.SAME_START),
        ("2018-01-01", "2018-06-30", Overlap.SAME_START),
        ("2018-01-01", "2018-01-01", Overlap.SAME_START),
        ("2018-09-01", "2018-12-31", Overlap.ADJOINING),
        ("2017-01-01", "2017-12-31", Overlap.ADJOINING),
        ("2018-09-02", "2018-12-31", Overlap.APART),
        ("2017-01-01", "2017-12-30", Overlap.APART),
        ("2018-08-31", "2018-12-31", Overlap.PARTIAL),
        ("2018-02-01", "2018-08-31", Overlap.PARTIAL),
        ("2018-03-01", "2018-04-30", Overlap.PARTIAL),
        ("2017-12-01", "2018-12-31", Overlap.PARTIAL),
        ("2017-01-01", "2018-01-01", Overlap.PARTIAL),
    ],
)
def test_each_kind_of_overlap_with_january_to_august_is_recognised(
    start: str, end: str, overlap: Overlap
) -> None:
    other = period(start, end)
    assert EIGHT_MONTHS.overlap_with(other) is overlap
    assert other.overlap_with(EIGHT_MONTHS) is overlap


@st.composite
def short_periods(draw: st.DrawFn) -> ReportingPeriod:
    """Periods within twelve days, so that every kind of overlap comes up often."""
    start, length = draw(st.integers(0, 8)), draw(st.integers(0, 3))
    return ReportingPeriod(
        FIRST_DAY + timedelta(days=start), FIRST_DAY + timedelta(days=start + length)
    )


def days_of(span: ReportingPeriod) -> set[date]:
    """The days of a period, found by asking it about each day."""
    days = (FIRST_DAY + timedelta(days=offset) for offset in range(-1, 13))
    return {day for day in days if span.holds(day)}


@given(short_periods(), short_periods())
@settings(deadline=None)
def test_the_overlap_is_symmetric_and_agrees_with_the_days_that_are_shared(
    one: ReportingPeriod, other: ReportingPeriod
) -> None:
    shared = days_of(one) & days_of(other)
    together = sorted(days_of(one) | days_of(other))
    without_gap = (together[-1] - together[0]).days + 1 == len(together)
    overlap = one.overlap_with(other)
    assert overlap is other.overlap_with(one)
    assert (overlap is Overlap.SAME) == (days_of(one) == days_of(other))
    assert (overlap in {Overlap.SAME, Overlap.SAME_START}) == (one.start == other.start)
    assert (overlap in {Overlap.ADJOINING, Overlap.APART}) == (not shared)
    assert (overlap is Overlap.ADJOINING) == (not shared and without_gap)


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


def test_a_period_may_be_one_day_long_but_not_backwards() -> None:
    assert period("2018-01-01", "2018-01-01").holds(FIRST_DAY)
    with pytest.raises(BackwardsPeriodError) as refused:
        period("2018-08-31", "2018-01-01")
    assert (refused.value.start, refused.value.end) == (date(2018, 8, 31), date(2018, 1, 1))


def test_periods_sort_by_their_start_and_then_by_their_end() -> None:
    half, year = period("2018-01-01", "2018-06-30"), period("2018-01-01", "2018-12-31")
    autumn = period("2018-09-01", "2018-11-30")
    assert sorted([autumn, year, half]) == [half, year, autumn]
