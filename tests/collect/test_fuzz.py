"""A hundred damaged files are read or refused, never more; ``make fuzz`` tries thousands."""

from fuzz import LIMITS, run


def test_damaged_files_are_refused_with_a_reason() -> None:
    ends = run(count=100, seed=2026)
    assert ends.wrong == []
    assert ends.counts["unreadable"] > 0
    assert ends.counts["accepted"] > 0
    assert ends.longest < LIMITS.seconds
