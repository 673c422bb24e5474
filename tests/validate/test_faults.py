"""Some workbooks with seeded faults, alone and after others; ``make faults`` judges thousands."""

from faults import run, run_over_time


def test_every_seeded_fault_is_found_where_it_can_be_located_and_nothing_else_is_reported() -> None:
    score = run(count=150, seed=2026)
    assert score.missed == []
    assert score.is_perfect
    assert score.at_the_cell.of > 150
    assert score.at_the_rule.of > 20


def test_what_is_wrong_beside_earlier_files_is_found_and_nothing_else_is_reported() -> None:
    score = run_over_time(count=60, seed=2026)
    assert score.missed == []
    assert score.is_perfect
    assert score.found.of > 20
