"""The wrong cell is found, its consequences are not reported, and nothing broken is lost."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_stats.findings import CellRef
from welfare_stats.validate.checks.error_localisation import localise_errors
from welfare_stats.validate.checks.rule import EditRule, RuleKind, edit_rule


def cell(name: str) -> CellRef:
    return CellRef.parse("HX-01", name)


def rule(
    kind: RuleKind,
    values: dict[CellRef, float],
    whole: str,
    *signed: str,
    bounds: tuple[float, float],
) -> EditRule:
    """A rule reported at ``whole``, or at the part of a part, from cells like "+D7", "-E7"."""
    signs = {cell(name[1:]): 1 if name[0] == "+" else -1 for name in signed}
    formula = cell(whole) if kind in (RuleKind.SUM, RuleKind.TOTAL) else None
    return edit_rule(kind, cell(whole), signs, values, bounds, formula)


CELLS = ["D7", "E7", "F7", "G7", "D8", "E8", "F8", "G8", "D9", "E9", "F9", "G9", "H7", "H8", "H9"]


def table(**changes: float) -> tuple[dict[CellRef, float], list[EditRule]]:
    """Two movements and their sum in row 9, with women in column H."""
    stated = dict(
        zip(CELLS, [100, 10, 5, 105, 50, 5, 15, 40, 150, 15, 20, 145, 60, 20, 80], strict=True)
    )
    values = {cell(name): float(number) for name, number in (stated | changes).items()}
    rules = [
        *(
            rule(RuleKind.MOVEMENT, values, f"G{row}", f"+D{row}", f"+E{row}", f"-F{row}",
                     f"-G{row}", bounds=(0, 0))
            for row in (7, 8, 9)
        ),
        *(
            rule(RuleKind.PART, values, f"H{row}", f"+G{row}", f"-H{row}", bounds=(0, inf))
            for row in (7, 8, 9)
        ),
        *(
            rule(RuleKind.SUM, values, f"{column}9", f"+{column}9", f"-{column}7", f"-{column}8",
                     bounds=(0, 0))
            for column in "DEFGH"
        ),
    ]  # fmt: skip
    return values, rules


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"D7": 10}, ["D7"]),
        ({"F8": 51}, ["F8"]),
        ({"G7": 15}, ["G7"]),  # less than its women
        ({"G7": 1005, "G9": 1045}, ["G7"]),  # the sum is a formula
        ({"D9": 105}, ["D9"]),
        ({"H7": 600, "H9": 620}, ["H7"]),
        ({"H7": 106, "H8": 41}, ["H7", "H8"]),
        ({"E7": 5, "F7": 10}, ["E7"]),  # swapped
        ({"D7": 10, "F8": 51}, ["D7", "F8"]),
    ],
)
def test_the_cell_that_explains_most_is_found(
    changes: dict[str, float], expected: list[str]
) -> None:
    assert sorted(found.cell.a1 for found in localise_errors(*table(**changes))) == expected


def test_what_is_accepted_explains_nothing() -> None:
    found = localise_errors(*table(G7=100), lambda error: error.rule.kind is RuleKind.MOVEMENT)
    assert [(error.rule.kind, error.cell.a1) for error in found] == [
        (RuleKind.MOVEMENT, "G7"),
        (RuleKind.SUM, "G7"),
    ]


@given(
    st.dictionaries(st.sampled_from(CELLS), st.integers(0, 300).map(float), max_size=4),
)
def test_whatever_is_broken_is_explained_by_an_error(changes: dict[str, float]) -> None:
    values, rules = table(**changes)
    broken = [r for r in rules if not r.holds()]
    found = localise_errors(values, rules)
    assert bool(found) == bool(broken)
    assert len(found) <= len(broken) + 1  # mending one may show one more
    explained = {r for error in found for r in error.broken}
    bounded = [error.cell for error in found if error.rule.kind is RuleKind.PART]
    assert all(r in explained or any(r.sign(at) for at in bounded) for r in broken)


@given(st.sampled_from(CELLS[:12]), st.integers(1, 300))
def test_one_wrong_number_of_a_movement_is_found_exactly(name: str, more: int) -> None:
    values, _ = table()
    found = localise_errors(*table(**{name: values[cell(name)] + more}))
    assert [error.cell.a1 for error in found] == [name]
    assert found[0].likely == values[cell(name)]
