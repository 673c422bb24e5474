"""From located errors to findings: each wrong number is reported once, in the words of its rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from welfare_stats.collect.submission import Submission
from welfare_stats.findings import CellRef, Finding, FindingKind, kinds
from welfare_stats.validate.checks.edit_rules import RuleSet, rules_of
from welfare_stats.validate.checks.error_localisation import LocalisedError, localise_errors
from welfare_stats.validate.checks.lists import BREAKDOWNS_COMPARED, listed_counts
from welfare_stats.validate.checks.parts import above_related
from welfare_stats.validate.checks.rule import INCLUSIONS, EditRule, RuleKind, Terms
from welfare_stats.vietnamese import format_number

_MOST_BLANKS_NAMED = 3


def figures_agree(submission: Submission) -> Iterator[Finding]:
    """All numbers of a submission agree: movements, parts, sums, totals, and what a list counts."""
    writer = _FindingWriter(submission, rules_of(submission))
    rule_set = writer.rule_set

    def is_accepted(error: LocalisedError) -> bool:
        kind, _ = writer.kind_and_blanks(error)
        return submission.accepts(kind, error.cell)

    errors = localise_errors(rule_set.values, rule_set.rules, is_accepted)
    yield from (writer.text_not_added(*pair) for pair in rule_set.not_added.items())
    yield from map(writer.finding, errors)
    yield from above_related(submission, rule_set.unreliable | {error.cell for error in errors})


@dataclass(frozen=True, slots=True)
class _FindingWriter:
    """Writes the findings on the numbers of one submission.

    The methods that are named like a kind of rule fill in the blanks of its finding's words.
    """

    submission: Submission
    rule_set: RuleSet

    def text_not_added(self, cell: CellRef, formula: CellRef) -> Finding:
        """On a number typed as text, over which the formula of a sum passes."""
        value = self.rule_set.values[cell]
        return kinds.TEXT_NOT_ADDED.at(
            cell,
            value,
            heading=self.heading(cell),
            formula=formula.a1,
            plain=f"{value:.15g}".replace(".", ","),
        )

    def finding(self, error: LocalisedError) -> Finding:
        """On a cell that is wrong."""
        kind, blanks = self.kind_and_blanks(error)
        finding = kind.at(error.cell, self.rule_set.values[error.cell], **blanks)
        return replace(finding, hint=finding.hint + _likely_number(error))

    def kind_and_blanks(self, error: LocalisedError) -> tuple[FindingKind, dict[str, Any]]:
        """The kind of the finding on an error, and what fills the blanks of its words."""
        rule = error.rule
        if rule.kind in INCLUSIONS and rule.place != error.cell:
            return kinds.WHOLE_BELOW_PARTS, self.whole_below_parts(error)
        kind, blanks_of = _KINDS[rule.kind]
        return kind, blanks_of(self, rule)

    # --- the blanks ---

    def whole_below_parts(self, error: LocalisedError) -> dict[str, Any]:
        parts = [
            f"“{self.name(r.place, r.kind)}” {self.number(r.place)} (ô {r.place.a1})"
            for r in error.broken
            if r.kind in INCLUSIONS and r.place != error.cell
        ]
        return {"whole": self.heading(error.cell), "parts": ", ".join(parts)}

    def movement(self, rule: EditRule) -> dict[str, Any]:
        (terms,) = rule.options
        opening, increase, decrease, closing = terms.signs
        values = self.rule_set.values
        return {
            "opening": self.number(opening),
            "increase": self.number(increase),
            "decrease": self.number(decrease),
            "closing": self.number(closing),
            "computed": format_number(values[opening] + values[increase] - values[decrease]),
        }

    def inclusion(self, rule: EditRule) -> dict[str, Any]:
        (terms,) = rule.options
        whole = next(cell for cell, sign in terms.signs.items() if sign > 0)
        return {
            "part": self.name(rule.place, rule.kind),
            "whole": self.name(whole, rule.kind),
            "limit": self.number(whole),
            "other": whole.seen_from(rule.place.sheet),
        }

    def sum(self, rule: EditRule) -> dict[str, Any]:
        (terms,) = rule.options
        parts = [cell for cell, sign in terms.signs.items() if sign < 0]
        return {
            "whole": self.name(rule.place, rule.kind),
            "stated": self.number(rule.place),
            "computed": format_number(sum(self.rule_set.values[cell] for cell in parts)),
            "parts": " + ".join(f"{self.number(cell)} ({cell.a1})" for cell in parts),
        }

    def total(self, rule: EditRule) -> dict[str, Any]:
        stated = self.rule_set.values[rule.place]
        sums = [self._sum_of_column(terms) for terms in rule.options]
        computed = min(sums, key=lambda found: abs(found - stated))
        return {
            "heading": self.heading(rule.place),
            "stated": format_number(stated),
            "computed": format_number(computed),
            "blank": self._blank_cells(rule.place) if stated > computed else "",
        }

    def across(self, rule: EditRule) -> dict[str, Any]:
        (terms,) = rule.options
        parts = [cell for cell, sign in terms.signs.items() if sign < 0]
        return {
            "whole": self.name(rule.place, rule.kind),
            "stated": self.number(rule.place),
            "computed": format_number(sum(self.rule_set.values[cell] for cell in parts)),
            "count": len(parts),
            "first": parts[0].seen_from(rule.place.sheet),
            "last": parts[-1].seen_from(rule.place.sheet),
        }

    def list(self, rule: EditRule) -> dict[str, Any]:
        number = self.rule_set.cells[rule.place]
        column = number.table.form.columns[number.field]
        least, most = format_number(rule.low), format_number(rule.high)
        return {
            "form": number.table.form.code,
            "label": self.name(rule.place, rule.kind),
            "breakdown": BREAKDOWNS_COMPARED[column.breakdown],
            "list_form": self._list_form(rule),
            "computed": least if least == most else f"từ {least} đến {most}",
        }

    # --- what stands in them ---

    def number(self, cell: CellRef) -> str:
        """What the cell holds, as people write it."""
        return format_number(self.rule_set.values[cell])

    def heading(self, cell: CellRef) -> str:
        """The heading of the cell's column."""
        number = self.rule_set.cells[cell]
        return number.table.form.columns[number.field].heading

    def name(self, cell: CellRef, kind: RuleKind) -> str:
        """What tells the cell from others of the rule: its column's heading or its case type."""
        number = self.rule_set.cells[cell]
        row = None if number.index is None else number.table.rows[number.index]
        case_type = self.submission.codes.case_types.get(getattr(row, "case_type", None) or "")
        if case_type is None or kind is RuleKind.PART:
            return self.heading(cell)
        return case_type.label

    def _list_form(self, rule: EditRule) -> str:
        """The form of the lists that count what the rule says."""
        (figure,) = (f for f in self.submission.typed if f.place == rule.place)
        counts = listed_counts(self.submission)
        return next(
            form for form in counts if counts[form].get(figure.key) == (rule.low, rule.high)
        )

    def _sum_of_column(self, terms: Terms) -> float:
        sheet, column, rows = terms.column or ("", 0, frozenset())
        cells = [CellRef(sheet, row, column) for row in sorted(rows)]
        cells += [cell for cell, sign in terms.signs.items() if sign < 0]
        return sum(self.rule_set.values.get(cell, 0) for cell in cells)

    def _blank_cells(self, total: CellRef) -> str:
        """The blank cells above a total, where they are few: one of them may be what is missing."""
        number = self.rule_set.cells[total]
        blank = [
            number.table.cell(index, number.field).a1
            for index, row in enumerate(number.table.rows)
            if getattr(row, number.field) is None
        ]
        if not blank or len(blank) > _MOST_BLANKS_NAMED:
            return ""
        return f" (ô {', '.join(blank)} để trống)"


_Blanks = Callable[[_FindingWriter, EditRule], dict[str, Any]]

_KINDS: Mapping[RuleKind, tuple[FindingKind, _Blanks]] = {
    RuleKind.MOVEMENT: (kinds.NOT_BALANCED, _FindingWriter.movement),
    RuleKind.LIST: (kinds.LIST_COUNT_DIFFERS, _FindingWriter.list),
    RuleKind.PART: (kinds.PART_EXCEEDS_WHOLE, _FindingWriter.inclusion),
    RuleKind.SUBSET: (kinds.PART_EXCEEDS_WHOLE, _FindingWriter.inclusion),
    RuleKind.SUM: (kinds.PARTS_DIFFER, _FindingWriter.sum),
    RuleKind.ACROSS: (kinds.PARTS_OF_UNIT_DIFFER, _FindingWriter.across),
    RuleKind.TOTAL: (kinds.TOTAL_ROW_DIFFERS, _FindingWriter.total),
}


def _likely_number(error: LocalisedError) -> str:
    """For the hint: what the cell should hold, if more than one rule shows it."""
    if error.swapped_with is not None:
        return f" Có thể đã ghi nhầm ô này với ô {error.swapped_with.a1}."
    is_exact = any(rule.high < inf for rule in error.broken)
    if error.likely is not None and is_exact and len(error.broken) > 1:
        return f" Theo các số liên quan, ô này có lẽ là {format_number(error.likely)}."
    return ""
