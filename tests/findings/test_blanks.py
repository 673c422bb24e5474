"""Whoever reports a finding fills exactly the blanks of its kind, as the source shows."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import welfare_stats
from welfare_stats.findings import FindingKind, kinds

SOURCE = Path(welfare_stats.__file__).parent

KNOWN_AT_RUN_TIME = {
    "collect/reading/rows.py: _finding",  # the kind is that by which a cell type refuses a value
    "collect/reading/number_texts.py: about_number_text",
    "validate/checks/messages.py: finding",  # each edit rule has its own texts
    "validate/checks/periods.py: _overlap",  # the kind is an argument
    "validate/checks/unknowns.py: _mentioned",
}
"""Functions with a call whose kind or blanks the source does not show."""
ONLY_FROM_THERE = """
    cell.number-as-text cell.unit-in-number cell.unreadable list.count-differs
    list.not-an-ethnic-group list.unknown-group movement.not-balanced
    period.overlaps submission.within-longer sum.part-exceeds-whole sum.parts-differ
    sum.parts-of-unit-differ
    sum.total-row-differs sum.whole-below-parts
"""
"""The kinds that only those functions report; ``test_real_examples`` lets them be reported."""

GIVEN_WITH_A_REFUSAL = {"heading", "guidance", "value"}
"""What ``rows._finding`` fills for every refusal, needed or not."""


@dataclass(frozen=True)
class Call:
    """A call that reports a finding of a kind or, in a cell type, refuses a value with it."""

    where: str
    kind: FindingKind
    filled: frozenset[str]
    is_refusal: bool = False

    def __str__(self) -> str:
        return f"{self.where} {self.kind.code}"

    def faults(self) -> set[str]:
        """Blanks that are left open, and words for blanks that the kind does not have."""
        texts = (self.kind.message, self.kind.hint)
        asked = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        given = self.filled | GIVEN_WITH_A_REFUSAL if self.is_refusal else self.filled
        return (asked - given) | (self.filled - asked - {"value"})


def calls_in(source: str, file: str) -> Iterator[Call | str]:
    """The calls of a module; where the source does not show the kind or its blanks, the place."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    outside = [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.ClassDef)]
    places = [(f"{file}: {f.name}", f) for f in functions] + [(f"{file}:", n) for n in outside]
    for where, place in places:
        for node in ast.walk(place):
            if isinstance(node, ast.Call):
                yield from _calls_of(node, where, place)


def _calls_of(node: ast.Call, where: str, place: ast.AST) -> Iterator[Call | str]:
    match node.func:
        case ast.Attribute(attr="at", value=kind):
            is_refusal = False
        case ast.Name(id="refusal"):
            kind, is_refusal = node.args[0], True
        case _:
            return
    named = _kinds_of(kind, place)
    names = [keyword.arg for keyword in node.keywords]
    if named and None not in names:
        filled = {name for name in names if name and name != "hidden"}
        filled |= {"value"} if len(node.args) > 1 else set()
        yield from (Call(where, found, frozenset(filled), is_refusal) for found in named)
    elif named or (isinstance(kind, ast.Name) and kind.id == "kind"):
        yield where


def _kinds_of(node: ast.AST, place: ast.AST) -> list[FindingKind]:
    """The kinds that an expression can be; a variable can be what the function assigns to it."""
    if isinstance(node, ast.Name):
        assigned = [
            statement.value
            for statement in ast.walk(place)
            if isinstance(statement, ast.Assign) and _assigns(statement, node.id)
        ]
        return [kind for value in assigned for kind in _kinds_of(value, place)]
    if isinstance(node, ast.IfExp):
        return [*_kinds_of(node.body, place), *_kinds_of(node.orelse, place)]
    match node:
        case ast.Attribute(value=ast.Name(id="kinds"), attr=name):
            kind = getattr(kinds, name, None)
            return [kind] if isinstance(kind, FindingKind) else []
    return []


def _assigns(statement: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in statement.targets)


REPORTERS = {
    path.relative_to(SOURCE).as_posix(): path.read_text("utf-8")
    for path in sorted(SOURCE.rglob("*.py"))
    if "findings" not in path.relative_to(SOURCE).parts
}
FOUND = [found for file, source in REPORTERS.items() for found in calls_in(source, file)]
CALLS = list(dict.fromkeys(found for found in FOUND if isinstance(found, Call)))


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_a_call_fills_exactly_the_blanks_of_its_kind(call: Call) -> None:
    assert call.faults() == set()


def test_nearly_all_calls_show_their_kind_and_blanks() -> None:
    assert {found for found in FOUND if isinstance(found, str)} == KNOWN_AT_RUN_TIME
    assert kinds.BY_CODE.keys() - {call.kind.code for call in CALLS} == set(ONLY_FROM_THERE.split())


@pytest.mark.parametrize(
    ("call", "faults"),
    [
        ("kinds.NEGATIVE.at(cell, -5, heading='Giảm')", set()),
        ("kinds.NEGATIVE.at(cell, -5)", {"heading"}),
        ("kinds.NEGATIVE.at(cell, heading='Giảm')", {"value"}),
        ("kinds.NEGATIVE.at(cell, -5, heading='Giảm', label='Giảm')", {"label"}),
        ("kinds.DAMAGED.at(None, 5)", set()),  # kept, though the message does not show it
        ("refusal(kinds.NEGATIVE)", set()),
        ("refusal(kinds.NOT_IN_LIST)", {"allowed"}),
        ("refusal(kinds.NEGATIVE, allowed='Nam')", {"allowed"}),
        ("(kinds.DAMAGED if a else kinds.SUSPICIOUS).at(None)", {"what"}),
    ],
)
def test_a_blank_too_many_or_too_few_is_found(call: str, faults: set[str]) -> None:
    found = [call for call in calls_in(call, "x.py") if isinstance(call, Call)]
    assert set().union(*(call.faults() for call in found)) == faults


def test_every_kind_is_reported_somewhere() -> None:
    named = set(re.findall(r"\bkinds\.(\w+)", "".join(REPORTERS.values())))
    assert {name for name, kind in vars(kinds).items() if isinstance(kind, FindingKind)} <= named
