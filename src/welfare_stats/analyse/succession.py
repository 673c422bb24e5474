"""What a merger or a division hands over is not counted twice.

A unit that ended handed the people of its last closing to its successors. A successor that began
on that day has them in its opening, one that existed before in its increase. In the numbers of the
whole province the opening is that of the units at the start, the closing that of the units at the
end, and the increase is without what was handed over.

The units that hand over to each other, directly or through others, are one *group*: what is handed
over must fit within each group and case type. Where it does not, opening, increase and decrease of
the province are not known, and the difference is a question to the units.

Here district 168 ended with 20 people; 169, which existed before, has them among its 30 new ones:

>>> from datetime import date
>>> group = Group(ended=frozenset({"168"}), begun=frozenset(), lasting=frozenset({"169"}))
>>> handed_over(group, closing={"168": 20}, opening={"169": 100}, increase={"169": 30})
Handover(closing=20, in_openings=0, in_increases=20, fits=True)
>>> handed_over(group, closing={"168": 20}, opening={"169": 100}, increase={"169": 5})
Handover(closing=20, in_openings=0, in_increases=20, fits=False)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from welfare_stats.analyse.contributions import is_at_the_end
from welfare_stats.design.catalogue import (
    CaseType,
    CaseTypeKind,
    CatalogueAt,
    Succession,
)
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.period import ReportingPeriod

_MOVED = (Measure.OPENING.value, Measure.INCREASE.value, Measure.DECREASE.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Units, by code, that handed over to each other in a period.

    Attributes:
        ended: those that ended in it.
        begun: their successors that began in it.
        lasting: their successors that existed before.
    """

    ended: frozenset[str]
    begun: frozenset[str]
    lasting: frozenset[str]

    @property
    def units(self) -> frozenset[str]:
        """All of them."""
        return self.ended | self.begun | self.lasting


@dataclass(frozen=True, slots=True)
class Handover:
    """What the ended units of a group handed over, and where their successors have it."""

    closing: float
    in_openings: float
    in_increases: float
    fits: bool


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A number of the province that is not known because of a handover.

    Attributes:
        handover: what does not fit; ``None`` where a number that it takes is not known.
        missing: the units whose closing or opening that is; none of people served, where those
            handed over cannot be told from those who came.
    """

    case_type: str
    group: Group
    handover: Handover | None
    missing: frozenset[str] = frozenset()


def groups_of(codes: CatalogueAt, period: ReportingPeriod) -> list[Group]:
    """The groups of units of which some ended in the period before its last day."""
    ended = {code for code, life in codes.lives.items() if life.end < period.end}
    neighbours: dict[str, set[str]] = {code: set() for code in sorted(ended)}
    for row in codes.successions:
        if row.predecessor in ended and row.day <= period.end:
            neighbours[row.predecessor].add(row.successor)
            neighbours.setdefault(row.successor, set()).add(row.predecessor)
    groups = []
    waiting = dict.fromkeys(neighbours)
    while waiting:
        members = _connected(next(iter(waiting)), neighbours)
        for code in members:
            waiting.pop(code, None)
        begun = {c for c in members - ended if codes.lives[c].start > period.start}
        groups.append(
            Group(frozenset(members & ended), frozenset(begun), frozenset(members - ended - begun))
        )
    return groups


def groups_across(successions: Iterable[Succession]) -> dict[str, frozenset[str]]:
    """The units, by code, that handed over to each other, each with its group."""
    neighbours: dict[str, set[str]] = {}
    for row in successions:
        neighbours.setdefault(row.predecessor, set()).add(row.successor)
        neighbours.setdefault(row.successor, set()).add(row.predecessor)
    return {code: frozenset(_connected(code, neighbours)) for code in neighbours}


def _connected(code: str, neighbours: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = {code}
    while waiting:
        found |= waiting
        waiting = set().union(*(neighbours[member] for member in waiting)) - found
    return found


def handed_over(
    group: Group,
    closing: Mapping[str, float],
    opening: Mapping[str, float],
    increase: Mapping[str, float],
) -> Handover | None:
    """Where the people of the ended units went, of one case type.

    Args:
        group: the units.
        closing: the closing of each unit by its code, where it is known.
        opening: the same of openings.
        increase: the same of increases.

    Returns:
        ``None`` where a number that it takes is not known.
    """
    if unknown_to(group, closing, opening):
        return None
    left = sum(closing[code] for code in group.ended)
    begun_with = sum(opening[code] for code in group.begun)
    rest = round(left - begun_with, 3)
    if not group.lasting:
        return Handover(left, begun_with, 0, fits=rest == 0)
    came = sum(increase.get(code, 0) for code in group.lasting)
    return Handover(left, begun_with, rest, fits=0 <= rest <= came)


def unknown_to(
    group: Group, closing: Mapping[str, float], opening: Mapping[str, float]
) -> frozenset[str]:
    """The units that ended without a closing that is known, or began without an opening."""
    return (group.ended - closing.keys()) | (group.begun - opening.keys())


def without_handovers(
    rows: pd.DataFrame, codes: CatalogueAt, period: ReportingPeriod
) -> tuple[pd.DataFrame, list[OpenQuestion]]:
    """Take out of the province's numbers what units handed over to each other.

    Args:
        rows: a contribution frame (``analyse.contributions``).
        codes: the code lists of the period.
        period: of the report.

    Returns:
        The rows with what does not count in the province marked, and with rows of their own (unit
        "") for what is taken off its increases; and the questions that are open.
    """
    groups = groups_of(codes, period)
    if not groups:
        return rows, []
    ended: frozenset[str] = frozenset().union(*(group.ended for group in groups))
    counts = rows["in_province"] & ~(rows["unit"].isin(ended) & is_at_the_end(rows, codes))
    rows = rows.assign(in_province=counts)
    questions: list[OpenQuestion] = []
    for group in groups:
        for case_type, numbers in _movements_of(rows, group):
            rows, question = _without_handover(rows, group, case_type, numbers)
            questions += question
        for row in codes.case_types.values():
            if row.kind is CaseTypeKind.SERVED:
                rows, question = _without_served_twice(rows, group, row)
                questions += question
    return rows, questions


_Numbers = tuple[dict[str, float], dict[str, float], dict[str, float]]
_Result = tuple[pd.DataFrame, list[OpenQuestion]]


def _without_handover(
    rows: pd.DataFrame, group: Group, case_type: str, numbers: _Numbers
) -> _Result:
    is_moved = rows["case_type"].eq(case_type) & rows["measure"].isin(_MOVED)
    openings = is_moved & rows["measure"].eq(Measure.OPENING.value)
    rows.loc[openings & rows["unit"].isin(group.begun), "in_province"] = False
    handover = handed_over(group, *numbers)
    if handover is None and not group.lasting:
        return rows, []  # some have not reported yet: nothing that is known is counted twice
    if handover is None or not handover.fits:
        rows.loc[is_moved, "in_province"] = False
        missing = unknown_to(group, *numbers[:2])
        return rows, [OpenQuestion(case_type, group, handover, missing)]
    if handover.in_increases:
        rows = pd.concat([rows, *_taken_off(rows, group, case_type)], ignore_index=True)
    return rows, []


def _without_served_twice(rows: pd.DataFrame, group: Group, case_type: CaseType) -> _Result:
    """Of people served by a new unit only those who came: the others its predecessor counted."""
    of_total = rows["measure"].eq(Measure.TOTAL.value)
    served = rows["case_type"].eq(case_type.code) & of_total
    again = served & rows["unit"].isin(group.begun | group.lasting)
    if not (served & rows["unit"].isin(group.ended)).any() or not again.any():
        return rows, []
    came = rows[
        rows["case_type"].eq(case_type.arrivals or "") & of_total & rows["unit"].isin(group.begun)
    ]
    is_known = set(rows.loc[again, "unit"]) <= set(came["unit"]) and not group.lasting
    if not is_known:
        rows.loc[served, "in_province"] = False
        return rows, [OpenQuestion(case_type.code, group, None)]
    rows.loc[again, "in_province"] = False
    new = came.assign(unit="", case_type=case_type.code, is_computed=True, in_province=True)
    return pd.concat([rows, new], ignore_index=True), []


def _movements_of(rows: pd.DataFrame, group: Group) -> Iterator[tuple[str, _Numbers]]:
    """Per case type with movements in the group: closings, openings and increases by unit."""
    own = rows[rows["unit"].isin(group.units) & rows["breakdown"].eq(Breakdown.ALL.value)]
    for case_type in dict.fromkeys(own.loc[own["measure"].isin(_MOVED), "case_type"]):
        of_it = own[own["case_type"] == case_type]
        yield (
            str(case_type),
            tuple(
                of_it[of_it["measure"] == measure.value].groupby("unit")["value"].sum().to_dict()
                for measure in (Measure.CLOSING, Measure.OPENING, Measure.INCREASE)
            ),
        )


def _taken_off(rows: pd.DataFrame, group: Group, case_type: str) -> list[pd.DataFrame]:
    """The closings of the ended units, less the openings of new ones, taken off the increases."""
    own = rows[rows["case_type"].eq(case_type) & rows["breakdown"].eq(Breakdown.ALL.value)]
    closings = own[own["unit"].isin(group.ended) & own["measure"].eq(Measure.CLOSING.value)]
    openings = own[own["unit"].isin(group.begun) & own["measure"].eq(Measure.OPENING.value)]
    return [
        rows.assign(
            unit="",
            measure=Measure.INCREASE.value,
            value=sign * rows["value"],
            in_province=True,
            is_computed=True,
        )
        for sign, rows in ((-1, closings), (1, openings))
    ]
