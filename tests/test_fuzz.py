"""A hundred damaged files; ``make fuzz`` runs thousands."""

from fuzz import run


def test_damaged_files_end_with_a_reason() -> None:
    ends, wrong, longest = run(count=100, seed=2026)
    assert wrong == []
    assert ends.total() == 100
    assert longest < 20
