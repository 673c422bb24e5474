"""What a text that is not understood may mean, and what somebody answers who knows."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from welfare_stats.design.catalogue import IGNORED, CaseType, CatalogueAt
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.pipeline.layouts import Proposal, Unrecognised, What
from welfare_stats.vietnamese import fold

_LEAST_LIKENESS = 0.5
NOT_TAKEN = "không lấy"
_NOTHING = {"khong lay", "bo qua", "khong"}
MOST_PROPOSALS = 3


def fields_like(text: str, form: Form, fields: Iterable[str]) -> tuple[Proposal, ...]:
    """The columns of a form that are called most like a text, the nearest first."""
    likeness = {
        name: max(_likeness(text, heading) for heading in form.columns[name].headings)
        for name in fields
    }
    near = sorted(
        (name for name in likeness if likeness[name] >= _LEAST_LIKENESS),
        key=lambda name: -likeness[name],
    )
    return tuple(of_field(form, name) for name in near[:MOST_PROPOSALS])


def _likeness(text: str, other: str) -> float:
    return SequenceMatcher(None, fold(text), fold(other)).ratio()


def of_field(form: Form, name: str) -> Proposal:
    """A column of a form as a proposal."""
    return Proposal("field", name, form.columns[name].heading)


def case_types_like(text: str, form: str, codes: CatalogueAt) -> tuple[Proposal, ...]:
    """The case types of a form that are called most like a text, the nearest first."""
    return proposed(codes.labels.nearest(text, form, MOST_PROPOSALS))


def proposed(case_types: Iterable[CaseType]) -> tuple[Proposal, ...]:
    """Case types as proposals."""
    return tuple(Proposal("code", row.code, row.label) for row in case_types)


def answer_to(text: str, item: Unrecognised, codes: CatalogueAt) -> Proposal | None:
    """What somebody means who answers with a number, a heading or field, or a label or code.

    "-" says that nothing is to be taken of the column or row.
    """
    typed = text.strip()
    if typed.isascii() and typed.isdecimal():
        number = int(typed)
        return item.proposals[number - 1] if 0 < number <= len(item.proposals) else None
    if fold(typed) in _NOTHING or typed == "-":
        return Proposal("field", IGNORED, NOT_TAKEN)
    form = FORMS[item.form or ""]
    if item.what is What.HEADING:
        for name, column in form.columns.items():
            if fold(typed) in {fold(name), *map(fold, column.headings)}:
                return of_field(form, name)
    row = codes.case_types.get(typed)
    # One table may hold case types of several forms: a code is taken whatever its form.
    meant = [row] if row and row.form else codes.labels.meant(typed, (), [form.code])
    return proposed(meant)[0] if len(meant) == 1 else None
