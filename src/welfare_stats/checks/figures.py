"""Numbers that do not agree, each said once, at the cell that is most likely wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from welfare_stats.checks.diagnosis import INCLUSIONS, Diagnosis, Link, Relation, Terms, diagnose
from welfare_stats.checks.lists import BREAKDOWNS_COMPARED
from welfare_stats.checks.parts import above_related
from welfare_stats.checks.relations import Web, web_of
from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import CellRef, Finding, FindingKind, kinds
from welfare_stats.vietnamese import format_number

_MOST_BLANKS_SAID = 3


def figures_agree(submission: Submission) -> Iterator[Finding]:
    """Movements, parts, sums, totals, and what a list counts: all agree."""
    told = _Told(submission, web_of(submission))

    def is_accepted(diagnosis: Diagnosis) -> bool:
        kind, _ = told.saying(diagnosis)
        return submission.accepts(kind, diagnosis.cell)

    for cell, formula in told.web.not_added.items():
        yield kinds.TEXT_NOT_ADDED.at(
            cell,
            told.web.values[cell],
            heading=told.name(cell, Link.PART),
            formula=formula.a1,
            plain=f"{told.web.values[cell]:.15g}".replace(".", ","),
        )
    diagnoses = diagnose(told.web.values, told.web.relations, is_accepted)
    yield from map(told.finding, diagnoses)
    doubtful = told.web.doubtful | {diagnosis.cell for diagnosis in diagnoses}
    yield from above_related(submission, doubtful)


@dataclass(frozen=True, slots=True)
class _Told:
    """Diagnoses put into words."""

    submission: Submission
    web: Web

    def finding(self, diagnosis: Diagnosis) -> Finding:
        kind, blanks = self.saying(diagnosis)
        finding = kind.at(diagnosis.cell, self.web.values[diagnosis.cell], **blanks)
        return replace(finding, hint=finding.hint + _likely(diagnosis))

    def saying(self, diagnosis: Diagnosis) -> tuple[FindingKind, dict[str, Any]]:
        """The kind, and what fills the blanks of its words."""
        relation = diagnosis.said
        if relation.link in INCLUSIONS and relation.place != diagnosis.cell:
            return kinds.WHOLE_BELOW_PARTS, self._whole_below_parts(diagnosis)
        kind, blanks_of = _SAYINGS[relation.link]
        return kind, blanks_of(self, relation)

    def value(self, cell: CellRef) -> str:
        return format_number(self.web.values[cell])

    def name(self, cell: CellRef, link: Link) -> str:
        """The heading of the cell's column or, between case types, the name of its row."""
        spot = self.web.spots[cell]
        row = None if spot.index is None else spot.table.rows[spot.index]
        case_types = self.submission.codes.case_types
        found = case_types.get(getattr(row, "case_type", None) or "")
        if found is None or link is Link.PART:
            return spot.table.form.columns[spot.name].heading
        return found.label

    def _whole_below_parts(self, diagnosis: Diagnosis) -> dict[str, Any]:
        parts = [
            f"“{self.name(r.place, r.link)}” {self.value(r.place)} (ô {r.place.a1})"
            for r in diagnosis.broken
            if r.link in INCLUSIONS and r.place != diagnosis.cell
        ]
        return {"whole": self.name(diagnosis.cell, Link.PART), "parts": ", ".join(parts)}

    def movement(self, relation: Relation) -> dict[str, Any]:
        (terms, _), *_ = relation.options
        opening, increase, decrease, closing = terms.signs
        values = self.web.values
        return {
            "opening": self.value(opening),
            "increase": self.value(increase),
            "decrease": self.value(decrease),
            "closing": self.value(closing),
            "computed": format_number(values[opening] + values[increase] - values[decrease]),
        }

    def inclusion(self, relation: Relation) -> dict[str, Any]:
        (terms, _), *_ = relation.options
        whole = next(cell for cell, sign in terms.signs.items() if sign > 0)
        return {
            "part": self.name(relation.place, relation.link),
            "whole": self.name(whole, relation.link),
            "limit": self.value(whole),
            "other": whole.seen_from(relation.place.sheet),
        }

    def sum(self, relation: Relation) -> dict[str, Any]:
        (terms, _), *_ = relation.options
        parts = [cell for cell, sign in terms.signs.items() if sign < 0]
        return {
            "whole": self.name(relation.place, relation.link),
            "stated": self.value(relation.place),
            "computed": format_number(sum(self.web.values[cell] for cell in parts)),
            "parts": " + ".join(f"{self.value(cell)} ({cell.a1})" for cell in parts),
        }

    def total(self, relation: Relation) -> dict[str, Any]:
        stated = self.web.values[relation.place]
        computed = min(
            (self._added_up(terms) for terms, _ in relation.options),
            key=lambda added: abs(added - stated),
        )
        return {
            "heading": self.name(relation.place, Link.PART),
            "stated": format_number(stated),
            "computed": format_number(computed),
            "blank": self._blank_cells(relation.place) if stated > computed else "",
        }

    def _added_up(self, terms: Terms) -> float:
        sheet, column, rows = terms.column or ("", 0, frozenset())
        return sum(self.web.values.get(CellRef(sheet, row, column), 0) for row in sorted(rows))

    def _blank_cells(self, place: CellRef) -> str:
        spot = self.web.spots[place]
        blank = [
            spot.table.cell(index, spot.name).a1
            for index, row in enumerate(spot.table.rows)
            if getattr(row, spot.name) is None
        ]
        if not blank or len(blank) > _MOST_BLANKS_SAID:
            return ""
        return f" (ô {', '.join(blank)} để trống)"

    def list(self, relation: Relation) -> dict[str, Any]:
        spot = self.web.spots[relation.place]
        column = spot.table.form.columns[spot.name]
        least, most = format_number(relation.low), format_number(relation.high)
        return {
            "form": spot.table.form.code,
            "label": self.name(relation.place, relation.link),
            "breakdown": BREAKDOWNS_COMPARED[column.breakdown],
            "list_form": next(form.code for form in FORMS.values() if form.is_list),
            "computed": least if least == most else f"từ {least} đến {most}",
        }


_SAYINGS: Mapping[Link, tuple[FindingKind, Callable[[_Told, Relation], dict[str, Any]]]] = {
    Link.MOVEMENT: (kinds.NOT_BALANCED, _Told.movement),
    Link.LIST: (kinds.LIST_COUNT_DIFFERS, _Told.list),
    Link.PART: (kinds.PART_EXCEEDS_WHOLE, _Told.inclusion),
    Link.SUBSET: (kinds.PART_EXCEEDS_WHOLE, _Told.inclusion),
    Link.SUM: (kinds.PARTS_DIFFER, _Told.sum),
    Link.TOTAL: (kinds.TOTAL_ROW_DIFFERS, _Told.total),
}


def _likely(diagnosis: Diagnosis) -> str:
    """What more than one relation tells that the cell should hold."""
    if diagnosis.swapped_with is not None:
        return f" Có thể đã ghi nhầm ô này với ô {diagnosis.swapped_with.a1}."
    is_exact = any(relation.high < inf for relation in diagnosis.broken)
    if is_exact and len(diagnosis.broken) > 1:
        return f" Theo các số liên quan, ô này có lẽ là {format_number(diagnosis.likely)}."
    return ""
