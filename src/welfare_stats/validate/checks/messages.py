"""Numbers that do not agree, each said once, at the cell that is most likely wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import CellRef, Finding, FindingKind, kinds
from welfare_stats.validate.checks.edit_rules import RuleSet, rules_of
from welfare_stats.validate.checks.error_localisation import (
    INCLUSIONS,
    EditRule,
    LocalisedError,
    RuleKind,
    Terms,
    localise_errors,
)
from welfare_stats.validate.checks.lists import BREAKDOWNS_COMPARED
from welfare_stats.validate.checks.parts import above_related
from welfare_stats.vietnamese import format_number

_MOST_BLANKS_SAID = 3


def figures_agree(submission: Submission) -> Iterator[Finding]:
    """Movements, parts, sums, totals, and what a list counts: all agree."""
    wording = _Wording(submission, rules_of(submission))

    def is_accepted(error: LocalisedError) -> bool:
        kind, _ = wording.saying(error)
        return submission.accepts(kind, error.cell)

    for cell, formula in wording.rules.not_added.items():
        yield kinds.TEXT_NOT_ADDED.at(
            cell,
            wording.rules.values[cell],
            heading=wording.name(cell, RuleKind.PART),
            formula=formula.a1,
            plain=f"{wording.rules.values[cell]:.15g}".replace(".", ","),
        )
    errors = localise_errors(wording.rules.values, wording.rules.rules, is_accepted)
    yield from map(wording.finding, errors)
    unreliable = wording.rules.unreliable | {error.cell for error in errors}
    yield from above_related(submission, unreliable)


@dataclass(frozen=True, slots=True)
class _Wording:
    """Diagnoses put into words."""

    submission: Submission
    rules: RuleSet

    def finding(self, error: LocalisedError) -> Finding:
        kind, blanks = self.saying(error)
        finding = kind.at(error.cell, self.rules.values[error.cell], **blanks)
        return replace(finding, hint=finding.hint + _likely(error))

    def saying(self, error: LocalisedError) -> tuple[FindingKind, dict[str, Any]]:
        """The kind, and what fills the blanks of its words."""
        rule = error.rule
        if rule.kind in INCLUSIONS and rule.place != error.cell:
            return kinds.WHOLE_BELOW_PARTS, self._whole_below_parts(error)
        kind, blanks_of = _SAYINGS[rule.kind]
        return kind, blanks_of(self, rule)

    def value(self, cell: CellRef) -> str:
        return format_number(self.rules.values[cell])

    def name(self, cell: CellRef, kind: RuleKind) -> str:
        """The heading of the cell's column or, between case types, the name of its row."""
        number = self.rules.cells[cell]
        row = None if number.index is None else number.table.rows[number.index]
        case_types = self.submission.codes.case_types
        found = case_types.get(getattr(row, "case_type", None) or "")
        if found is None or kind is RuleKind.PART:
            return number.table.form.columns[number.field].heading
        return found.label

    def _whole_below_parts(self, error: LocalisedError) -> dict[str, Any]:
        parts = [
            f"“{self.name(r.place, r.kind)}” {self.value(r.place)} (ô {r.place.a1})"
            for r in error.broken
            if r.kind in INCLUSIONS and r.place != error.cell
        ]
        return {"whole": self.name(error.cell, RuleKind.PART), "parts": ", ".join(parts)}

    def movement(self, rule: EditRule) -> dict[str, Any]:
        terms = rule.options[0]
        opening, increase, decrease, closing = terms.signs
        values = self.rules.values
        return {
            "opening": self.value(opening),
            "increase": self.value(increase),
            "decrease": self.value(decrease),
            "closing": self.value(closing),
            "computed": format_number(values[opening] + values[increase] - values[decrease]),
        }

    def inclusion(self, rule: EditRule) -> dict[str, Any]:
        terms = rule.options[0]
        whole = next(cell for cell, sign in terms.signs.items() if sign > 0)
        return {
            "part": self.name(rule.place, rule.kind),
            "whole": self.name(whole, rule.kind),
            "limit": self.value(whole),
            "other": whole.seen_from(rule.place.sheet),
        }

    def sum(self, rule: EditRule) -> dict[str, Any]:
        terms = rule.options[0]
        parts = [cell for cell, sign in terms.signs.items() if sign < 0]
        return {
            "whole": self.name(rule.place, rule.kind),
            "stated": self.value(rule.place),
            "computed": format_number(sum(self.rules.values[cell] for cell in parts)),
            "parts": " + ".join(f"{self.value(cell)} ({cell.a1})" for cell in parts),
        }

    def total(self, rule: EditRule) -> dict[str, Any]:
        stated = self.rules.values[rule.place]
        computed = min(
            (self._added_up(terms) for terms in rule.options),
            key=lambda added: abs(added - stated),
        )
        return {
            "heading": self.name(rule.place, RuleKind.PART),
            "stated": format_number(stated),
            "computed": format_number(computed),
            "blank": self._blank_cells(rule.place) if stated > computed else "",
        }

    def _added_up(self, terms: Terms) -> float:
        sheet, column, rows = terms.column or ("", 0, frozenset())
        return sum(self.rules.values.get(CellRef(sheet, row, column), 0) for row in sorted(rows))

    def _blank_cells(self, place: CellRef) -> str:
        number = self.rules.cells[place]
        blank = [
            number.table.cell(index, number.field).a1
            for index, row in enumerate(number.table.rows)
            if getattr(row, number.field) is None
        ]
        if not blank or len(blank) > _MOST_BLANKS_SAID:
            return ""
        return f" (ô {', '.join(blank)} để trống)"

    def list(self, rule: EditRule) -> dict[str, Any]:
        number = self.rules.cells[rule.place]
        column = number.table.form.columns[number.field]
        least, most = format_number(rule.low), format_number(rule.high)
        return {
            "form": number.table.form.code,
            "label": self.name(rule.place, rule.kind),
            "breakdown": BREAKDOWNS_COMPARED[column.breakdown],
            "list_form": next(form.code for form in FORMS.values() if form.is_list),
            "computed": least if least == most else f"từ {least} đến {most}",
        }


_SAYINGS: Mapping[RuleKind, tuple[FindingKind, Callable[[_Wording, EditRule], dict[str, Any]]]] = {
    RuleKind.MOVEMENT: (kinds.NOT_BALANCED, _Wording.movement),
    RuleKind.LIST: (kinds.LIST_COUNT_DIFFERS, _Wording.list),
    RuleKind.PART: (kinds.PART_EXCEEDS_WHOLE, _Wording.inclusion),
    RuleKind.SUBSET: (kinds.PART_EXCEEDS_WHOLE, _Wording.inclusion),
    RuleKind.SUM: (kinds.PARTS_DIFFER, _Wording.sum),
    RuleKind.TOTAL: (kinds.TOTAL_ROW_DIFFERS, _Wording.total),
}


def _likely(error: LocalisedError) -> str:
    """What more than one rule tells that the cell should hold."""
    if error.swapped_with is not None:
        return f" Có thể đã ghi nhầm ô này với ô {error.swapped_with.a1}."
    is_exact = any(rule.high < inf for rule in error.broken)
    if error.likely is not None and is_exact and len(error.broken) > 1:
        return f" Theo các số liên quan, ô này có lẽ là {format_number(error.likely)}."
    return ""
