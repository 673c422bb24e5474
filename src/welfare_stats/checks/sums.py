"""Case types whose parts add up to them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.catalogue import CaseType, Relation
from welfare_stats.checks.excess import Part, excesses
from welfare_stats.checks.movement import corrected_movements, incomplete_cells
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.forms import Measure
from welfare_stats.submission import Figure, FigureKey, Submission
from welfare_stats.vietnamese import format_number

ROUNDING = 0.5
"""By how much each amount may be off: it may have been rounded to the thousand đồng."""


def figures_by_key(submission: Submission) -> dict[FigureKey, Figure]:
    """Typed figures by key; of a row that stands twice, which is a finding, the first."""
    found: dict[FigureKey, Figure] = {}
    for figure in submission.typed:
        found.setdefault(figure.key, figure)
    return found


def same_of(key: FigureKey, case_type: str) -> FigureKey:
    """The key of the same figure of another case type."""
    return FigureKey(key.facility, case_type, key.measure, key.breakdown)


def is_unsure(submission: Submission, form: str, *, codes_matter: bool = True) -> bool:
    """Whether a part may be missing or doubled for a reason that is a finding already."""
    tables = [table for table in submission.tables if table.form.code == form]
    keys = [
        tuple(getattr(row, name, None) for name in table.form.key)
        for table in tables
        for row in table.rows
    ]
    return (
        len(set(keys)) < len(keys)
        or (codes_matter and any(key[-1] not in submission.codes.case_types for key in keys))
        or any(incomplete_cells(table) for table in tables)
    )


@dataclass(frozen=True, slots=True)
class _WrongSum:
    whole: Figure
    parent: CaseType
    parts: tuple[Figure, ...]

    @property
    def computed(self) -> float:
        return sum(part.value or 0 for part in self.parts)

    @property
    def difference(self) -> float:
        return self.computed - (self.whole.value or 0)


def sums_agree(submission: Submission) -> Iterator[Finding]:
    """What the catalogue declares as a sum is the sum of its parts."""
    for wrong in _wrong_sums(submission):
        terms = " + ".join(f"{format_number(p.value or 0)} ({p.cells})" for p in wrong.parts)
        yield kinds.PARTS_DIFFER.at(
            wrong.whole.place,
            wrong.whole.value,
            whole=wrong.parent.label,
            computed=format_number(wrong.computed),
            parts=terms,
        )


def corrected_sums(submission: Submission) -> dict[CellRef, float]:
    """What its parts make of the cell of each wrong sum, which is a finding not accepted."""
    return {
        wrong.whole.place: wrong.computed
        for wrong in _wrong_sums(submission)
        if not submission.accepts(kinds.PARTS_DIFFER, wrong.whole.place)
    }


def _wrong_sums(submission: Submission) -> Iterator[_WrongSum]:
    """Sums that differ from their parts, and not as a mere consequence of another finding."""
    figures = figures_by_key(submission)
    corrected = corrected_movements(submission)
    exceeding = excesses(submission)
    for key, whole in figures.items():
        parent = submission.codes.case_types.get(key.case_type)
        children = submission.codes.children(parent.code, Relation.SUM) if parent else ()
        parts = [figures.get(same_of(key, child.code)) for child in children]
        stated = tuple(part for part in parts if part is not None)
        if parent is None or not stated or None in (f.value for f in (whole, *stated)):
            continue
        # Where every part is there, a row with a wrong code is none of them.
        complete = None not in parts
        if is_unsure(submission, whole.form, codes_matter=not complete):
            continue
        wrong = _WrongSum(whole, parent, stated)
        tolerance = ROUNDING * len(stated) if key.measure is Measure.AMOUNT else 0
        # A part that was left blank is unknown, not 0: then only too much is surely wrong.
        differs = wrong.difference > tolerance or (complete and wrong.difference < -tolerance)
        if differs and not (_is_of_movement(wrong, corrected) or _is_of_excess(wrong, exceeding)):
            yield wrong


def _is_of_movement(wrong: _WrongSum, corrected: Mapping[CellRef, float]) -> bool:
    """Whether movements that do not balance, put right, make the sum agree."""
    changes = changes_of(wrong.parts, corrected)
    changes += [-change for change in changes_of([wrong.whole], corrected)]
    return is_explained(-wrong.difference, changes)


def _is_of_excess(wrong: _WrongSum, exceeding: Collection[Part]) -> bool:
    """Whether the sum agrees once cells that are found in parts above their whole are right."""
    places = {figure.place for figure in wrong.parts}
    too_high = [part for part in exceeding if part.cell in places]
    too_low = [part for part in exceeding if part.whole_cell in places]
    highest, lowest = sum(part.value for part in too_high), sum(p.excess for p in too_high)
    return (
        (too_high != [] and lowest <= wrong.difference <= highest)
        or (too_low != [] and -wrong.difference >= sum(part.excess for part in too_low))
        or any(
            part.cell == wrong.whole.place and wrong.computed <= part.value - part.excess
            for part in exceeding
        )
    )


def changes_of(figures: Iterable[Figure], corrected: Mapping[CellRef, float]) -> list[float]:
    """By how much each of these figures changes that is corrected."""
    return [
        corrected[figure.place] - (figure.value or 0)
        for figure in figures
        if figure.place in corrected
    ]


_MOST_CHANGES = 10  # so many make any difference


def is_explained(difference: float, changes: Sequence[float]) -> bool:
    """Whether some of the changes together are this difference."""
    if len(changes) > _MOST_CHANGES:
        return True
    reached = {0.0}
    for change in changes:
        reached |= {so_far + change for so_far in reached}
    return difference in reached
