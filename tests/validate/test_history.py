"""Which changes from year to year are larger than chance and usual growth explain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_stats.validate.unlike import is_unlike

COUNTS = st.integers(0, 100_000)


@pytest.mark.parametrize(
    ("now", "before", "unlike"),
    [
        (0, 0, False), (1, 0, False), (5, 1, False), (3, 9, False), (0, 7, False),  # small: chance
        (30, 1, True), (0, 40, True), (47, 4, True),
        (785, 700, False), (785, 600, False), (785, 400, True), (785, 78, True),
        (26_850, 20_000, False), (26_850, 26_000, False), (26_850, 27, True), (27, 26_850, True),
        (48_000, 32_500, False), (48_000, 31_000, True),
    ],
)  # fmt: skip
def test_a_change_larger_than_chance_and_usual_growth(now: int, before: int, unlike: bool) -> None:
    assert is_unlike(now, before) is unlike


@given(COUNTS, COUNTS)
def test_it_does_not_matter_which_year_is_which(one: int, other: int) -> None:
    assert is_unlike(one, other) is is_unlike(other, one)
    assert not is_unlike(one, one)


@given(st.integers(60, 30_000))
def test_a_thousandfold_slip_is_always_unlike(count: int) -> None:
    assert is_unlike(count / 1000, count)
