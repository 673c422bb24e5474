"""A hundred and fifty workbooks with seeded faults; ``make faults`` judges thousands."""

from faults import run


def test_every_seeded_fault_is_found_at_its_cell_and_nothing_else_is_said() -> None:
    score = run(count=150, seed=2026)
    assert score.missed == []
    assert score.is_perfect
    assert score.seeded > 200
