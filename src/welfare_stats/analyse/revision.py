"""Why numbers differ: each change split exactly into parts, each with its cause and its cells.

Between two moments the history is replayed: a *step* is one cause after which the numbers may
differ, and its part in a change is the number after it less the number before it. So the parts of a
change add up to it, whatever the order of the steps. A number that is not known counts as 0 in
these differences, and is shown as not known.

Between two years the numbers of the same units, days and definition are apart from those of units
that came or went: see ``year_parts``.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import cast

import pandas as pd

from welfare_stats.analyse.contributions import owner_of
from welfare_stats.analyse.totals import NumberKey, Results
from welfare_stats.design.forms import Measure

_DECIMALS = 3


class Cause(StrEnum):
    """Why a number changed; the values are part of ``diff --json``."""

    CORRECTION = "correction"  # a unit sent its statement anew
    LATE = "late"  # a unit sent a statement that was missing before
    WITHDRAWAL = "withdrawal"  # another unit's file took its name
    DECISION = "decision"  # the office excluded a file, or included it again
    UNITS = "units"  # units came, went or succeeded each other
    DEFINITION = "definition"  # the office changed what is asked, or its code lists
    PROGRAM = "program"  # the program works the number out otherwise than when it was sent
    DAYS = "days"  # of two years: their numbers are not of the same days
    ESTIMATE = "estimate"  # of two years: one of the numbers is an estimate
    REAL = "real"  # of two years: what changed in life


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell, or a run of counted cells, and what it adds to a number."""

    path: str
    sheet: str
    cells: str
    adds: float


@dataclass(frozen=True, slots=True)
class Part:
    """What one cause changed in a number.

    Attributes:
        entry: the number of the entry of the register that it was; ``None`` between years.
        units: of two years, whose numbers these are.
        removed, added: the cells that are part of the number no more, and those that now are.
    """

    cause: Cause
    change: float
    entry: int | None = None
    units: tuple[str, ...] = ()
    removed: tuple[SourceCell, ...] = ()
    added: tuple[SourceCell, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number before and after; ``None`` where it is not known. The parts add up to the change."""

    key: NumberKey
    before: float | None
    after: float | None
    parts: tuple[Part, ...]

    @property
    def change(self) -> float:
        """After less before."""
        return round((self.after or 0) - (self.before or 0), _DECIMALS)


@dataclass(frozen=True)
class Step:
    """The numbers before and after one cause; both may be of the units alone that it concerns."""

    cause: Cause
    entry: int
    before: Results
    after: Results


def name_of(key: NumberKey) -> str:
    """Its name in an edition: "tc_cao_tuoi closing female 170", of the province without unit."""
    return " ".join(key).strip()


def key_of(name: str) -> NumberKey:
    """The number of that name."""
    return NumberKey(*name.split(" "))


Numbers = Mapping[NumberKey, float]


def numbers_of(results: Results) -> dict[NumberKey, float]:
    """Every number of the province and of each unit or facility."""
    figures = results.figures
    columns = (figures[name] for name in ("case_type", "measure", "breakdown", "unit", "value"))
    of_units = {NumberKey(*key): value for *key, value in zip(*columns, strict=True)}
    of_province = {
        NumberKey(*cast(tuple[str, str, str], key)): value for key, value in results.totals.items()
    }
    return {key: round(float(v), _DECIMALS) for key, v in {**of_province, **of_units}.items()}


def changes_over(before: Numbers, after: Numbers, steps: Iterable[Step]) -> list[NumberChange]:
    """What changed between two moments, in the order in which the numbers stand.

    Args:
        before: the numbers at the first moment.
        after: those at the last.
        steps: all that happened between.
    """
    parts: dict[NumberKey, list[Part]] = {}
    for step in steps:
        for key, part in _parts_of(step):
            parts.setdefault(key, []).append(part)
    return [
        _with_all_parts(
            NumberChange(key, before.get(key), after.get(key), tuple(parts.get(key, ())))
        )
        for key in dict.fromkeys([*after, *before])
        if before.get(key) != after.get(key)
    ]


def _with_all_parts(change: NumberChange) -> NumberChange:
    """What no step explains, the program has: the number before is as it was sent then."""
    rest = round(change.change - sum(part.change for part in change.parts), _DECIMALS)
    return replace(change, parts=(*change.parts, Part(Cause.PROGRAM, rest))) if rest else change


def _parts_of(step: Step) -> Iterable[tuple[NumberKey, Part]]:
    before, after = numbers_of(step.before), numbers_of(step.after)
    for key in dict.fromkeys([*after, *before]):
        change = round(after.get(key, 0) - before.get(key, 0), _DECIMALS)
        if before.get(key) != after.get(key):
            old, new = _cells(step.before, key), _cells(step.after, key)
            yield (
                key,
                Part(
                    step.cause,
                    change,
                    step.entry,
                    removed=tuple(cell for cell in old if cell not in new),
                    added=tuple(cell for cell in new if cell not in old),
                ),
            )


def _cells(results: Results, key: NumberKey) -> list[SourceCell]:
    return [
        SourceCell(str(row["path"]), str(row["sheet"]), str(row["cells"]), float(row["adds"]))
        for row in results.cells(key).to_dict("records")
    ]


# --- between years -------------------------------------------------------------------------------


def year_parts(
    before: Results,
    after: Results,
    group_of: Mapping[str, frozenset[str]],
    *,
    years_on: int,
    redefined: Collection[str],
    stocks: Collection[str],
) -> list[NumberChange]:
    """What changed in the numbers of the province from one year to another.

    Args:
        before: the numbers of the first year.
        after: those of the second.
        group_of: the units that handed over to each other, each with its group.
        years_on: how many years lie between the two.
        redefined: the case types whose definition is not the same.
        stocks: the case types whose total is as of the last day.
    """
    old, new = _by_group(before, group_of, stocks), _by_group(after, group_of, stocks)
    first, second = _totals(before), _totals(after)
    found = []
    for key in dict.fromkeys([*second, *first]):
        then, now = old.get(key, {}), new.get(key, {})
        parts: dict[Cause, list[tuple[frozenset[str], float]]] = {}
        for group in dict.fromkeys([*now, *then]):
            cause = (
                Cause.DEFINITION
                if key.case_type in redefined
                else _cause(then.get(group), now.get(group), years_on)
            )
            change = _value(now.get(group)) - _value(then.get(group))
            if round(change, _DECIMALS):
                parts.setdefault(cause, []).append((group, change))
        if first.get(key) != second.get(key):
            found.append(NumberChange(key, first.get(key), second.get(key), _summed(parts)))
    return found


@dataclass(frozen=True, slots=True)
class _OfGroup:
    value: float
    days: tuple[date, date]
    is_estimate: bool


def _value(number: _OfGroup | None) -> float:
    return 0 if number is None else number.value


def _summed(parts: Mapping[Cause, list[tuple[frozenset[str], float]]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            cause,
            round(sum(change for _, change in some), _DECIMALS),
            units=tuple(sorted(frozenset().union(*(group for group, _ in some)))),
        )
        for cause, some in parts.items()
    )


def _cause(then: _OfGroup | None, now: _OfGroup | None, years_on: int) -> Cause:
    if then is None or now is None:
        return Cause.UNITS
    if then.is_estimate or now.is_estimate:
        return Cause.ESTIMATE
    return Cause.REAL if _moved(then.days, years_on) == _moved(now.days, 0) else Cause.DAYS


def _moved(days: tuple[date, date], years: int) -> list[tuple[int, int, int]]:
    """Year, month and day of each, some years on; the last of February is one day."""
    return [
        (day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
        for day in days
    ]


def _totals(results: Results) -> dict[NumberKey, float]:
    return {key: value for key, value in numbers_of(results).items() if not key.unit}


def _by_group(
    results: Results, group_of: Mapping[str, frozenset[str]], stocks: Collection[str]
) -> dict[NumberKey, dict[frozenset[str], _OfGroup]]:
    """By number of the province and group of units, what the group adds to it."""
    rows = results.contributions[results.contributions["in_province"]]
    senders = _owner_of_cells(rows, results)
    groups = senders.map(lambda unit: group_of.get(unit, frozenset({unit})))
    found: dict[NumberKey, dict[frozenset[str], _OfGroup]] = {}
    by_number = rows.assign(group=groups).groupby([*_OF_WHAT, "group"], sort=False)
    for what, own in by_number:
        case_type, measure, breakdown, group = cast(tuple[str, str, str, frozenset[str]], what)
        found.setdefault(NumberKey(case_type, measure, breakdown), {})[group] = _OfGroup(
            round(float(own["value"].sum()), _DECIMALS),
            _days(own, measure, is_stock=case_type in stocks),
            bool(own["is_estimate"].any()),
        )
    return found


_OF_WHAT = ["case_type", "measure", "breakdown"]


def _days(rows: pd.DataFrame, measure: str, *, is_stock: bool) -> tuple[date, date]:
    """The days that a number is of; of a stock the last one, of an opening the first."""
    start, end = rows["period_start"].min(), rows["period_end"].max()
    if measure == Measure.OPENING:
        return start, start
    if measure == Measure.CLOSING or (measure == Measure.TOTAL and is_stock):
        return end, end
    return start, end


def _owner_of_cells(rows: pd.DataFrame, results: Results) -> pd.Series:
    """Whose each row is, also where it is a row of the province alone."""
    units = rows["unit"].astype(object)
    alone = units == ""
    cells = results.observations.iloc[rows.loc[alone, "cell"]]
    units.loc[alone] = owner_of(cells).to_numpy()
    return units
