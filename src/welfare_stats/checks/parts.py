"""Parts against the whole they lie in: "trong đó" columns, case types of others, related ones."""

from collections.abc import Iterator

from welfare_stats.catalogue import CaseType, Relation
from welfare_stats.checks.excess import excesses, parts_of
from welfare_stats.checks.movement import corrected_movements
from welfare_stats.checks.sums import corrected_sums, figures_by_key, is_unsure, same_of
from welfare_stats.findings import Finding, kinds
from welfare_stats.forms import Breakdown, Measure
from welfare_stats.forms.cells import NEEDED_IN_ROW
from welfare_stats.submission import Figure, FigureKey, Submission
from welfare_stats.vietnamese import format_number

_HEADLINE = (Measure.TOTAL, Measure.CLOSING)


def parts_fit_their_whole(submission: Submission) -> Iterator[Finding]:
    """A "trong đó" cell is not more than the total of its row, and never stands without it."""
    for table in submission.tables:
        for part in parts_of(table):
            if part.limit is None:
                heading = table.form.columns[part.whole].heading
                yield kinds.REQUIRED.at(part.whole_cell, heading=heading, guidance=NEEDED_IN_ROW)
    corrected = corrected_movements(submission) | corrected_sums(submission)
    for part in excesses(submission):
        if corrected.get(part.whole_cell, 0) >= part.value:
            continue  # it is the whole that is wrong, and that is said
        columns = part.table.form.columns
        yield kinds.PART_EXCEEDS_WHOLE.at(
            part.cell,
            part.value,
            part=columns[part.name].heading,
            whole=columns[part.whole].heading,
            limit=format_number(part.limit or 0),
            other=part.whole_cell.a1,
        )


def subsets_fit_their_whole(submission: Submission) -> Iterator[Finding]:
    """No case type is more than the one it is a part of."""
    figures = figures_by_key(submission)
    corrected = corrected_movements(submission) | corrected_sums(submission)

    def highest(figure: Figure) -> float:
        return max(figure.value or 0, corrected.get(figure.place, 0))

    for key, whole in figures.items():
        parent = submission.codes.case_types.get(key.case_type)
        if parent is None or whole.value is None or key.measure not in _HEADLINE:
            continue
        for child in submission.codes.children(parent.code, Relation.SUBSET):
            part = figures.get(same_of(key, child.code))
            if part is not None and part.value is not None and part.value > highest(whole):
                yield _exceeding(part, child, parent, whole.value, whole.place.a1)
    for derived in submission.codes.case_types.values():
        moved = _moved(submission, figures, derived)
        limit = sum(highest(figure) for figure in moved)
        for child in submission.codes.children(derived.code, Relation.SUBSET) if moved else ():
            part = figures.get(FigureKey("", child.code, Measure.TOTAL, Breakdown.ALL))
            if part is not None and part.value is not None and part.value > limit:
                stated = sum(figure.value or 0 for figure in moved)
                cells = ", ".join(f"{figure.place.sheet}!{figure.cells}" for figure in moved)
                yield _exceeding(part, child, derived, stated, cells)


def _exceeding(
    part: Figure, part_type: CaseType, whole_type: CaseType, limit: float, cells: str
) -> Finding:
    return kinds.PART_EXCEEDS_WHOLE.at(
        part.place,
        part.value,
        part=part_type.label,
        whole=whole_type.label,
        limit=format_number(limit),
        other=cells,
    )


def _moved(
    submission: Submission, figures: dict[FigureKey, Figure], derived: CaseType
) -> list[Figure]:
    """The movements that a derived case type is made of, such as all that left the allowance.

    Typed for the whole, or else for all its parts; none where that is not sure.
    """
    measure, stock = derived.source
    if measure not in (Measure.INCREASE, Measure.DECREASE):
        return []
    form = submission.codes.case_types[stock].form
    if form is None or is_unsure(submission, form):
        return []
    whole = FigureKey("", stock, Measure(measure), Breakdown.ALL)
    if whole in figures:
        stated = [figures[whole]]
    else:
        children = submission.codes.children(stock, Relation.SUM)
        parts = [figures.get(same_of(whole, child.code)) for child in children]
        stated = [] if None in parts else [part for part in parts if part is not None]
    return [] if any(figure.value is None for figure in stated) else stated


def related_figures_are_in_order(submission: Submission) -> Iterator[Finding]:
    """A figure that does not usually exceed a related one: a warning where it does."""
    figures = figures_by_key(submission)
    for key, part in figures.items():
        case_type = submission.codes.case_types.get(key.case_type)
        if case_type is None or case_type.not_above is None or key.breakdown is not Breakdown.ALL:
            continue
        related = submission.codes.case_types.get(case_type.not_above)
        limit = figures.get(same_of(key, related.code)) if related else None
        if related is None or limit is None or limit.value is None or part.value is None:
            continue
        if part.value > limit.value:
            yield kinds.ABOVE_LIMIT.at(
                part.place,
                part.value,
                part=case_type.label,
                whole=related.label,
                limit=format_number(limit.value),
                other=limit.place.a1,
            )
