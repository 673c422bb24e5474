"""Checks of movements: opening + increase − decrease = closing, within a file and over time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation
from welfare_stats.design.forms import Breakdown, Form, Measure
from welfare_stats.findings import Finding, SheetRef, kinds
from welfare_stats.validate.reference import EarlierFigures, pairs
from welfare_stats.vietnamese import format_date, format_number

_MOVEMENT = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)


def movement_fields(form: Form) -> tuple[str, ...]:
    """The fields of opening, increase, decrease and closing; () on a form without movements."""
    if not all(measure in form.wholes for measure in _MOVEMENT):
        return ()
    return tuple(form.wholes[measure] for measure in _MOVEMENT)


def opening_follows_closing(
    own: Sequence[Observation], before: Sequence[EarlierFigures], codes: CatalogueAt
) -> Iterator[Finding]:
    """Report openings that differ from the closing of the period before.

    Only a warning: which of the two periods is wrong is for people to decide.

    Args:
        own: numbers of the file at hand.
        before: what stands of the same unit up to the day before the period.
        codes: the code lists of the period.
    """
    openings = [
        observation
        for observation in own
        if observation.measure == Measure.OPENING and observation.breakdown == Breakdown.ALL
    ]
    closings = [replace(figures, observations=_closings(figures)) for figures in before]
    compared = list(pairs(openings, closings, _group_of))
    explained = _explained_by_parts(compared, codes)
    for opening, closing, figures in compared:
        if opening.value != closing.value and opening.number not in explained:
            yield kinds.OPENING_DIFFERS.at(
                opening.cell,
                opening.value,
                label=codes.case_types[opening.case_type].label,
                closing=format_number(closing.value),
                other=figures.path,
            )
    yield from _groups_left_out(own, closings, codes)


def _closings(figures: EarlierFigures) -> list[Observation]:
    return [
        observation
        for observation in figures.observations
        if observation.measure == Measure.CLOSING and observation.breakdown == Breakdown.ALL
    ]


_Pair = tuple[Observation, Observation, EarlierFigures]
_Number = tuple[str, str, str, str, str]


def _explained_by_parts(compared: Sequence[_Pair], codes: CatalogueAt) -> set[_Number]:
    """The sums that differ from what they were by as much as their parts, which are reported."""
    by = {now.number: now.value - before.value for now, before, _ in compared}
    return {
        now.number
        for now, _, _ in compared
        if by[now.number]
        and by[now.number]
        == sum(
            by.get(now._replace(case_type=part.code).number, 0.0)
            for part in codes.children(now.case_type, Relation.SUM)
        )
    }


def _group_of(observation: Observation) -> tuple[str, str, str]:
    return observation.form, observation.facility, observation.case_type


def _groups_left_out(
    own: Sequence[Observation], closings: Sequence[EarlierFigures], codes: CatalogueAt
) -> Iterator[Finding]:
    """Groups that had people at the end of the period before, and of which the file is silent."""
    stated = {_group_of(observation) for observation in own}
    sheets = {observation.form: observation.sheet for observation in reversed(own)}
    for figures in closings:
        for closing in figures.observations:
            is_known = closing.form in sheets and closing.case_type in codes.case_types
            if closing.value > 0 and is_known and _group_of(closing) not in stated:
                yield kinds.GROUP_LEFT_OUT.at(
                    SheetRef(sheets[closing.form]),
                    label=codes.case_types[closing.case_type].label,
                    closing=format_number(closing.value),
                    other=figures.path,
                )


def cumulative_figures_grow(
    own: Sequence[Observation], shorter: Sequence[EarlierFigures], codes: CatalogueAt
) -> Iterator[Finding]:
    """A longer period from the same day on has no fewer cases, and the same opening.

    Both periods start on the same day, so what has come in by the later day cannot be less. This is
    only a warning: the earlier file may be the wrong one.

    Args:
        own: numbers of the file at hand.
        shorter: what stands of the same unit from the same day to an earlier one.
        codes: the code lists of the period.
    """
    latest = max((figures.period.end for figures in shorter), default=None)
    last = [figures for figures in shorter if figures.period.end == latest]
    everybody = [observation for observation in own if observation.breakdown == Breakdown.ALL]
    compared = list(pairs(everybody, last, lambda observation: observation.number))
    explained = _explained_by_parts(compared, codes)
    for now, before, figures in compared:
        if now.number in explained:
            continue
        case_type = codes.case_types[now.case_type]
        is_flow = now.measure in (Measure.INCREASE, Measure.DECREASE) or (
            now.measure == Measure.TOTAL and case_type.kind is CaseTypeKind.FLOW
        )
        falls = is_flow and now.value < before.value
        differs = now.measure == Measure.OPENING and now.value != before.value
        if falls or differs:
            kind = kinds.CUMULATIVE_FALLS if falls else kinds.OPENING_CHANGED
            yield kind.at(
                now.cell,
                now.value,
                label=case_type.label,
                before=format_number(before.value),
                other=figures.path,
                end=format_date(figures.period.end),
            )
