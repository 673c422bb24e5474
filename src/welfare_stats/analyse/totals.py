"""From the numbers that stand to the figures of a period and its totals; frames in, frames out.

Three shapes of pandas frames occur here and in the rooms that use this one.

An *observation frame* has one row per number that a submission states, in these columns:

* ``submission``: number of the receipt that it is of;
* ``unit``: code of the unit that sent the number;
* ``facility``: code of the facility that it is of, "" on forms without facilities;
* ``form``, ``case_type``, ``measure``, ``breakdown``: what the number says;
* ``period_start``, ``period_end``: first and last day of its period;
* ``value``, ``note``: the number, and the sender's note in its row;
* ``is_estimate``: whether it was sent in advance ("ước thực hiện");
* ``path``, ``sheet``, ``cells``: where it is written.

A *contribution frame* has one row per cell and number that the cell is part of: see
``analyse.contributions``.

A *figure frame* has one row per owner, case type, measure and breakdown. The *owner* of a number is
the facility that it is of, or else the unit that sent it. The columns are:

* ``unit``: code of the owner, whoever sent the number;
* ``facility``, ``case_type``, ``measure``, ``breakdown``, ``value``: as above;
* ``period_start``, ``period_end``: the days that the figure covers;
* ``is_computed``: whether the program worked the number out; no sender stated it;
* ``lacks_parts``: whether a part or a period of it was not stated;
* ``is_estimate``: as above.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, cast

import pandas as pd

from welfare_stats.analyse.contributions import (
    KEY,
    PERIOD,
    contributions_of,
    from_ordinals,
    ordinals,
    owner_of,
    with_derived,
)
from welfare_stats.analyse.succession import OpenQuestion, without_handovers
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.period import ReportingPeriod

HEADLINE = [Measure.TOTAL.value, Measure.CLOSING.value]
"""The measures that answer "how many"; every form asks for one of the two."""

DECIMALS = 3  # amounts are in nghìn đồng: exact to the đồng, without binary rounding errors

_LISTS = [form.code for form in FORMS.values() if form.is_list]


class Source(NamedTuple):
    """A cell, or the cells that were counted, and what it adds to a number.

    ``unit``, ``facility``, ``case_type`` and ``until`` (the last day) are of what the cell states,
    which need not be what the number is of.
    """

    unit: str
    facility: str
    case_type: str
    until: date
    adds: float
    path: str
    sheet: str
    cell: str


class Sources(NamedTuple):
    """Cells that make up a number.

    Attributes:
        listed: all of them, or the first.
        number: how many there are.
        adds: what they add up to.
        takes_off: whether any of them is taken off.
    """

    listed: tuple[Source, ...]
    number: int
    adds: float
    takes_off: bool


class NumberKey(NamedTuple):
    """What a number of the report is of; ``unit`` is "" for the whole province."""

    case_type: str
    measure: str
    breakdown: str = Breakdown.ALL.value
    unit: str = ""


@dataclass(frozen=True)
class Results:
    """The numbers of a period, each with the cells that it is the sum of.

    Attributes:
        observations: those that count, each number once.
        contributions: what each of them adds to which number.
        questions: movements of the province that successions leave open.
    """

    observations: pd.DataFrame
    contributions: pd.DataFrame
    questions: tuple[OpenQuestion, ...] = ()

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The figure frame: what each owner reported or reported the parts of."""
        of_owners = self.contributions[self.contributions["unit"] != ""]
        of_owners = of_owners.assign(**{day: ordinals(of_owners[day]) for day in PERIOD})
        figures = of_owners.groupby(KEY, sort=False).agg(
            value=("value", "sum"),
            is_computed=("is_computed", "any"),
            lacks_parts=("lacks_parts", "any"),
            is_estimate=("is_estimate", "any"),
            period_start=("period_start", "min"),
            period_end=("period_end", "max"),
        )
        days = {day: from_ordinals(figures[day]) for day in PERIOD}
        return figures.assign(**days).reset_index().round({"value": DECIMALS})

    @cached_property
    def totals(self) -> pd.Series:
        """The numbers of the whole province by case type, measure and breakdown."""
        in_province = self.contributions[self.contributions["in_province"]]
        return in_province.groupby(OF_WHAT, sort=False)["value"].sum().round(DECIMALS)

    def cells(self, key: NumberKey) -> pd.DataFrame:
        """The observations that a number is the sum of, with what each adds as ``adds``.

        Empty where the number is not known, or is a count of units in the catalogue.
        """
        rows = self._rows_of(key)
        return self.observations.iloc[[cell for cell, _ in rows]].assign(
            adds=[adds for _, adds in rows]
        )

    def sources(self, *keys: NumberKey, most: int | None = None) -> Sources:
        """The cells of a number, or of several together, as values.

        Args:
            keys: of which numbers.
            most: how many are listed at most; ``None`` for all.
        """
        rows = [row for key in keys for row in self._rows_of(key)]
        columns = self._stated
        listed = (
            Source(*(column[cell] for column in columns))._replace(adds=adds)
            for cell, adds in rows[:most]
        )
        every = [adds for _, adds in rows]
        return Sources(tuple(listed), len(rows), sum(every), any(adds < 0 for adds in every))

    @cached_property
    def _stated(self) -> list[list[Any]]:
        """What ``Source`` says of each observation, column by column."""
        return [self.observations[name].tolist() for name in _OF_SOURCE]

    def _rows_of(self, key: NumberKey) -> list[tuple[int, float]]:
        """The rows of the observations that a number is the sum of, and what each adds."""
        adding = self._adding.get(key[:3])
        if adding is None:
            return []
        if key.unit:
            return [
                (adding.cells[at], adding.values[at]) for at in adding.of_units.get(key.unit, ())
            ]
        return [
            (cell, value)
            for unit, in_province, cell, value in zip(
                adding.units, adding.in_province, adding.cells, adding.values, strict=True
            )
            if in_province or not unit
        ]

    @cached_property
    def _adding(self) -> Mapping[tuple[str, ...], "_Adding"]:
        """By case type, measure and breakdown, what each row of the observations adds to whom."""
        rows = self.contributions.loc[self.contributions["cell"] >= 0]
        columns = ["unit", "in_province", "cell", "value"]
        return {
            cast(tuple[str, ...], what): _Adding(*(group[name].tolist() for name in columns))
            for what, group in rows.groupby(OF_WHAT, sort=False)
        }

    def cells_of_province(self) -> Iterator[tuple[NumberKey, Sequence[tuple[int, float]]]]:
        """Every number of the province that is a sum of cells.

        With each the rows of ``observations`` that these cells are, and what each adds.
        """
        for what in self._adding:
            key = NumberKey(*what)
            if rows := self._rows_of(key):
                yield key, rows


@dataclass(frozen=True)
class _Adding:
    """What cells add to the numbers of one case type, measure and breakdown, column by column."""

    units: list[str]
    in_province: list[bool]
    cells: list[int]
    values: list[float]

    @cached_property
    def of_units(self) -> Mapping[str, list[int]]:
        """By unit, at which places."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, unit in enumerate(self.units):
            found[unit].append(at)
        return found


OF_WHAT = ["case_type", "measure", "breakdown"]
"""The columns that say what a number is of, whosever it is."""
_OF_SOURCE = ["unit", "facility", "case_type", "period_end", "value", "path", "sheet", "cells"]


def results_of(
    observations: pd.DataFrame, codes: CatalogueAt, period: ReportingPeriod | None = None
) -> Results:
    """The numbers of a period.

    Args:
        observations: those that count, each number once.
        codes: the code lists of the period.
        period: of the report; ``None`` for the days that the observations cover.
    """
    rows = contributions_of(observations, codes)
    questions: list[OpenQuestion] = []
    if len(observations):
        rows, questions = without_handovers(rows, codes, period or period_of(observations))
    return Results(observations, with_derived(rows, codes), tuple(questions))


def each_number_once(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep one source of every number, where several sources state it.

    A facility's own number goes before that of a district office, and a number that was typed goes
    before one that was counted from a list. This holds for sources whose periods share a day. Of
    one source, a period that lies within a longer one is left out: the longer one includes it.

    Here four rows state one number of one facility, and the facility's own typed number is kept:

    >>> from datetime import date
    >>> def row(sent_by, form, end, value):
    ...     return {"unit": sent_by, "facility": "CS1", "form": form, "case_type": "nuoi_duong",
    ...             "measure": "total", "breakdown": "all", "period_start": date(2018, 1, 1),
    ...             "period_end": date.fromisoformat(end), "value": value}
    >>> observations = pd.DataFrame([
    ...     row("CS1", "CS-01", "2018-08-31", 200),
    ...     row("170", "CS-01", "2018-08-31", 210),  # sent by the district office
    ...     row("CS1", "DS-01", "2018-08-31", 198),  # counted from the facility's list
    ...     row("CS1", "CS-01", "2018-06-30", 150),  # of a period within the longer one
    ... ])
    >>> each_number_once(observations)["value"].tolist()
    [200]

    Args:
        observations: an observation frame.

    Returns:
        The rows that are kept, in their order.
    """
    owner = owner_of(observations)
    # 0 is the best source: the facility's own typed number.
    source_rank = (owner != observations["unit"]) * 2 + observations["form"].isin(_LISTS)
    ranked = observations.assign(owner=owner, source_rank=source_rank)
    left_out = [
        index
        for _, rivals in _contested(ranked).groupby(_NUMBER, sort=False)
        for index in _left_out(rivals)
    ]
    kept = ranked.drop(index=left_out)
    return kept.drop(columns=["owner", "source_rank"]).reset_index(drop=True)


_NUMBER = ["owner", "case_type", "measure", "breakdown"]
"""What two observations have in common that state the same number."""


def _contested(ranked: pd.DataFrame) -> pd.DataFrame:
    """The observations of the numbers that are stated twice for some day.

    Most of a year's numbers are of periods that follow each other: none of those gives way.
    """
    several = ranked[ranked.duplicated(_NUMBER, keep=False)]
    of_number = several.groupby(_NUMBER, sort=False).ngroup()
    start, end = (ordinals(several[day]) for day in PERIOD)
    days = pd.DataFrame({"number": of_number, "start": start, "end": end})
    days = days.sort_values(["number", "start"], kind="stable")
    latest = days.groupby("number")["end"].cummax()
    before = latest.groupby(days["number"]).shift()
    return several[of_number.isin(days["number"][days["start"] <= before])]


def _left_out(rivals: pd.DataFrame) -> list[Hashable]:
    """Index of the observations of one number that give way to a better one that is kept.

    The best source comes first, and of one source the longer period before those within it. What
    gives way itself makes nothing else give way.
    """
    ordered = rivals.sort_values("period_end", ascending=False, kind="stable").sort_values(
        ["source_rank", "period_start"], kind="stable"
    )
    kept: list[Any] = []
    left_out: list[Hashable] = []
    for row in ordered.itertuples():
        if any(_gives_way(row, better) for better in kept):
            left_out.append(row.Index)
        else:
            kept.append(row)
    return left_out


def _gives_way(row: Any, better: Any) -> bool:
    if row.source_rank > better.source_rank:
        return bool(row.period_start <= better.period_end and better.period_start <= row.period_end)
    is_within = better.period_start <= row.period_start and row.period_end <= better.period_end
    is_same = (better.period_start, better.period_end) == (row.period_start, row.period_end)
    return bool(is_within and not is_same)


def period_of(observations: pd.DataFrame) -> ReportingPeriod:
    """From the first day to the last day that any of the observations covers."""
    return ReportingPeriod(observations["period_start"].min(), observations["period_end"].max())


def total_of(
    totals: pd.Series, case_type: str, breakdown: Breakdown = Breakdown.ALL
) -> float | None:
    """The province's "how many" of a case type; ``None`` where nobody reported it.

    Args:
        totals: of ``Results``.
        case_type: code of the case type.
        breakdown: the part of the people that is asked for.
    """
    for measure in HEADLINE:
        if (case_type, measure, breakdown.value) in totals.index:
            return float(totals[case_type, measure, breakdown.value])
    return None
