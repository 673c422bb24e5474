"""A few killed runs, and a few seconds of a crowd; ``make kills`` does both at length."""

import sys

import pytest

from kills import crowd, kill_runs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def test_killed_runs_lose_and_double_nothing() -> None:
    kills = kill_runs(count=8, seed=3)
    assert kills.wrong == ""
    assert kills.count >= 8


def test_many_processes_at_once_end_well_and_change_nothing() -> None:
    together = crowd(seconds=5, processes=4)
    assert together.wrong == ""
    assert set(together.ends) <= {0, 1, 75}
    assert together.ends[0] > 0
