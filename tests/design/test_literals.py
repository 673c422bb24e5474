"""What an office decides stands in its catalogue: no code of it is written in the program."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import welfare_stats
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS

SOURCE = Path(welfare_stats.__file__).parent
CATALOGUE = load_catalogue(Path(__file__).parents[2] / "catalogue", FORMS)

ALLOWED = {
    "settings.py": {"tỉnh Thái Nguyên", "SYT"},  # the office that a new workspace begins with
}
"""Codes that a module may name, with the reason."""


def codes() -> set[str]:
    """Codes of kinds, sections, case types, units and communes, and the names of units."""
    kinds = {name for row in CATALOGUE.reporters for name in (row.code, row.unit_kind) if name}
    sections = {row.code for row in CATALOGUE.sections}
    units = {name for row in CATALOGUE.units for name in (row.code, row.name, row.area)}
    return kinds | sections | CATALOGUE.case_type_codes | units


# Short words of the language ("khac"), and numbers, are codes only where they are all of a text.
WITHIN = {code for code in codes() if not code.isdigit() and (len(code) > 4 or code.isupper())}
WHOLE = codes() | {row.code for row in CATALOGUE.communes}
_WORDS = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in sorted(WITHIN)))


def literals(tree: ast.AST) -> Iterator[str]:
    """The texts of a module, without docstrings and the examples of kinds of findings."""
    if isinstance(tree, ast.Call) and ast.unparse(tree.func).endswith("declare.example"):
        return
    for node in ast.iter_child_nodes(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not is_docstring:
            yield from literals(node)


def codes_in(text: str) -> set[str]:
    return {text} & WHOLE | set(_WORDS.findall(text))


MODULES = [
    path.relative_to(SOURCE)
    for path in sorted(SOURCE.rglob("*.py"))
    if not path.is_relative_to(SOURCE / "design" / "forms")
]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_names_no_code_of_the_office(module: Path) -> None:
    tree = ast.parse((SOURCE / module).read_text("utf-8"))
    found = {code for text in literals(tree) for code in codes_in(text)}
    assert found == ALLOWED.get(module.as_posix(), set())


def test_a_code_is_found_in_any_text_but_a_docstring() -> None:
    tree = ast.parse('"""CSND."""\nx = {"khac": "chỉ CSTGXH"}\ny = "số khac"\nz = f"164{x}"\n')
    assert [code for text in literals(tree) for code in codes_in(text)] == [
        "khac",
        "CSTGXH",
        "164",
    ]
