"""Every kind of finding carries an example that reads as a real finding."""

import importlib
import pkgutil
import re
from string import Formatter
from typing import Any

import pytest

from make_code_page import REPOSITORY, finding_of, references
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import Example, FindingKind, Severity, kinds
from welfare_stats.findings.kinds import declare

CATALOGUE = load_catalogue(REPOSITORY / "catalogue", FORMS)
REFERENCES = references(CATALOGUE)
KINDS = list(kinds.BY_CODE.values())


def blanks_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def faults_of(kind: FindingKind) -> list[str]:
    """What is wrong with a kind's example; nothing, if the page can show it."""
    asked = blanks_of(kind.message) | blanks_of(kind.hint)
    given = {"value", *kind.example.blanks}
    faults = [f"blank {name!r} is not filled" for name in sorted(asked - given)]
    faults += [f"there is no blank {name!r}" for name in sorted(given - asked - {"value"})]
    if kind.example.hidden and kind.example.value is not None:
        faults.append("a personal value is given")
    if "value" in asked and kind.example.value is None and not kind.example.hidden:
        faults.append("the message shows a value, and none is given")
    if faults:
        return faults
    try:
        finding = finding_of(kind, REFERENCES)
    except KeyError as error:
        return [f"the catalogue of 2018 does not have {error}"]
    return [*faults_of_words("message", finding.message), *faults_of_words("hint", finding.hint)]


def faults_of_words(name: str, words: str) -> list[str]:
    """What keeps a text from being whole Vietnamese sentences."""
    after_stops = re.findall(r"[.?] (.)", words)
    rules = {
        "is Vietnamese": not words.isascii(),
        "begins with a capital or a quotation": words[:1].isupper() or words.startswith("“"),
        "ends with a full stop or a question mark": words.endswith((".", "?")),
        "goes on with a capital after a full stop": not any(map(str.islower, after_stops)),
        "has one full stop at a time": ".." not in words,
        "has single spaces, and none at its ends": words == " ".join(words.split()),
        "has no brace": not {"{", "}"} & set(words),
        "has no None": "None" not in words,
        "has no empty quotation or bracket": "“”" not in words and "()" not in words,
    }
    return [f"the {name} is not one that {rule}" for rule, holds in rules.items() if not holds]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_the_example_of_a_kind_is_sensible(kind: FindingKind) -> None:
    assert faults_of(kind) == []


# --- names of the catalogue --------------------------------------------------------------------


def names_of_the_catalogue() -> set[str]:
    communes = {row.code for row in CATALOGUE.communes}  # examples may name some place
    units = {
        name
        for unit in CATALOGUE.units
        if unit.code not in communes
        for name in (unit.name, unit.area)
    }
    case_types = {row.label for row in CATALOGUE.case_types}
    headings = {column.heading for form in FORMS.values() for column in form.columns.values()}
    return units | case_types | headings


def codes_of_the_catalogue() -> set[str]:
    units = {unit.code for unit in CATALOGUE.units}
    return units | {row.code for row in CATALOGUE.case_types} | FORMS.keys()


NAMES, CODES = names_of_the_catalogue(), codes_of_the_catalogue()


def literal_names(example: Example) -> set[str]:
    """Names and codes that an example spells out, and that a change of the catalogue outdates."""
    texts = [text for text in (example.value, *example.blanks.values()) if isinstance(text, str)]
    spelt = [re.sub(r"\{[^}]*\}", "{}", text) for text in texts]
    names = {name for name in NAMES if name in {word for text in spelt for word in quoted(text)}}
    return names | {code for code in CODES for text in spelt if re.search(rf"\b{code}\b", text)}


def quoted(text: str) -> list[str]:
    """The text as a whole, and what it quotes."""
    return [text.strip(), *re.findall(r"“([^”]*)”", text)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_an_example_refers_to_the_catalogue_and_does_not_copy_it(kind: FindingKind) -> None:
    assert literal_names(kind.example) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Người cao tuổi", {"Người cao tuổi"}),
        ("“Nữ” 90 (ô H7)", {"Nữ"}),
        ("Có phải là CSTG-01 không?", {"CSTG-01"}),
        ("{code:CSTG-01} – {unit:CSTG-01}", set()),
    ],
)
def test_a_name_that_is_copied_is_found(text: str, found: set[str]) -> None:
    assert literal_names(declare.example(label=text)) == found


# --- a kind without a sensible example fails ---------------------------------------------------


def kind_with(
    message: str = "Cột “{heading}” ghi {value}.", hint: str = "Hãy sửa {what}.", **example: Any
) -> FindingKind:
    """A kind with a sensible example, unless ``example`` or a text changes that."""
    sensible: dict[str, Any] = {
        "value": 5, "heading": "{heading:HX-01.closing}", "what": "ô này",
    }  # fmt: skip
    given = {name: word for name, word in (sensible | example).items() if word is not None}
    value, hidden = given.pop("value", None), given.pop("hidden", False)
    found = declare.example("HX-01!G7", value, hidden=hidden, **given)
    return FindingKind("cell.bad", Severity.ERROR, "Ô sai", message, hint, found)


def test_a_sensible_example_has_no_fault() -> None:
    assert faults_of(kind_with()) == []


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (kind_with(heading=None), "blank 'heading' is not filled"),
        (kind_with(form="{code:HX-01}"), "there is no blank 'form'"),
        (kind_with(value=None), "the message shows a value, and none is given"),
        (kind_with(hidden=True), "a personal value is given"),
        (kind_with(what="{unit:999}"), "the catalogue of 2018 does not have '999'"),
        (kind_with(what="{units:170}"), "the catalogue of 2018 does not have 'units'"),
        (kind_with(what="{code:tc_tre_duoi_3_tuoi}"), "does not have 'tc_tre_duoi_3_tuoi'"),
        (kind_with(what="{later_code:tc_tre_em}"), "does not have 'tc_tre_em'"),
        (kind_with(heading="{heading:HX-01.last}"), "does not have 'last'"),
        (kind_with(heading=""), "the message is not one that has no empty quotation"),
        (kind_with(what="ô này."), "the hint is not one that has one full stop at a time"),
        (kind_with(what=" ô này"), "the hint is not one that has single spaces"),
        (kind_with(what="None"), "the hint is not one that has no None"),
        (kind_with(what="{{ô}}"), "the hint is not one that has no brace"),
        (kind_with(hint="{what}", what=""), "the hint is not one that ends with a full stop"),
        (kind_with(hint="{what}", what="lại."), "the hint is not one that begins with a capital"),
        (kind_with(hint="{what}", what="Sửa ô. rồi gửi."), "goes on with a capital"),
        (kind_with(hint="{what}", what="Type it again."), "the hint is not one that is Vietnamese"),
    ],
)
def test_an_example_that_is_not_sensible_is_found(kind: FindingKind, fault: str) -> None:
    assert fault in "; ".join(faults_of(kind))


def test_a_kind_cannot_be_declared_without_an_example_or_twice() -> None:
    texts = ("cell.negative", "Số âm", "Ô có số âm.", "Hãy sửa ô này.")
    with pytest.raises(TypeError, match="example"):
        declare.error(*texts)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="is declared twice"):
        declare.error(*texts, declare.example())


# --- families ----------------------------------------------------------------------------------

MODULE_OF = {"row": "tables"}
"""The module of a family; any other family has one that is called after it."""

MODULES = {
    module.name: importlib.import_module(f"{kinds.__name__}.{module.name}")
    for module in pkgutil.iter_modules(kinds.__path__)
}


def kinds_in(module: object) -> dict[str, FindingKind]:
    return {name: kind for name, kind in vars(module).items() if isinstance(kind, FindingKind)}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_declares_the_kinds_of_its_family(module: str) -> None:
    for kind in kinds_in(MODULES[module]).values():
        family = kind.code.partition(".")[0]
        assert MODULE_OF.get(family, f"{family}s") == module


def test_every_kind_of_every_module_is_given_to_the_program_by_its_name() -> None:
    declared = [item for module in MODULES.values() for item in kinds_in(module).items()]
    assert dict(declared) == kinds_in(kinds)
    assert sorted(kind.code for _, kind in declared) == sorted(kinds.BY_CODE)
