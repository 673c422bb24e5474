"""Figures that are unusually high beside a related one."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from welfare_stats.collect.figures import Figure, FigureKey
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CaseType, Relation
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.vietnamese import format_number


def above_related(submission: Submission, unreliable: Collection[CellRef]) -> Iterator[Finding]:
    """Figures above a related one that they usually do not exceed; not of unreliable cells."""
    figures = {
        key: figure
        for key, figure in _figures_by_key(submission).items()
        if figure.place not in unreliable
    }
    for key, part in figures.items():
        case_type = submission.codes.case_types.get(key.case_type)
        if case_type is None or case_type.not_above is None or key.breakdown is not Breakdown.ALL:
            continue
        related = submission.codes.case_types.get(case_type.not_above)
        limit = figures.get(key._replace(case_type=related.code)) if related else None
        if related is not None and limit is not None:
            yield from _above(part, case_type, [limit], related)
    for derived in submission.codes.case_types.values():
        measure, stock = derived.source
        if measure not in (Measure.INCREASE, Measure.DECREASE):
            continue
        limits = _moved(submission, figures, stock, Measure(measure))
        for child in submission.codes.case_types.values() if limits else ():
            if child.parent == derived.code:
                part_of = figures.get(FigureKey("", child.code, Measure.TOTAL, Breakdown.ALL))
                if part_of is not None:
                    yield from _above(part_of, child, limits, derived)


def _above(
    part: Figure, case_type: CaseType, limits: list[Figure], related: CaseType
) -> Iterator[Finding]:
    if part.value is None or any(figure.value is None for figure in limits):
        return
    limit = sum(figure.value or 0 for figure in limits)
    if part.value > limit:
        cells = [
            figure.place.a1 if figure.form == part.form else f"{figure.place.sheet}!{figure.cells}"
            for figure in limits
        ]
        yield kinds.ABOVE_LIMIT.at(
            part.place,
            part.value,
            part=case_type.label,
            whole=related.label,
            limit=format_number(limit),
            other=", ".join(cells),
        )


def _figures_by_key(submission: Submission) -> dict[FigureKey, Figure]:
    """Typed figures by key, without those of rows that stand twice: that is a finding already."""
    times = Counter((figure.form, figure.key) for figure in submission.typed)
    return {f.key: f for f in submission.typed if times[f.form, f.key] == 1}


def _moved(
    submission: Submission,
    figures: Mapping[FigureKey, Figure],
    stock: str,
    measure: Measure,
) -> list[Figure]:
    """The increase or decrease of a stock: typed for the whole, or else for all its parts."""
    whole = FigureKey("", stock, measure, Breakdown.ALL)
    if whole in figures:
        return [figures[whole]]
    children = submission.codes.children(stock, Relation.SUM)
    parts = [figures.get(whole._replace(case_type=child.code)) for child in children]
    return [] if None in parts else [part for part in parts if part is not None]
