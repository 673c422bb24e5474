"""Units whose numbers differ much from those of the others: to be looked at, not wrong in a file.

They depend on who has sent by now. Two things are compared, among at least eight units that sent
the same form for the same period: how much a number has changed since the same days of the year
before, and what was spent on each person.

>>> before = {f"U{n}": 100.0 for n in range(8)}
>>> now = {unit: 110.0 for unit in before} | {"U7": 400.0}
>>> [(o.unit, o.value, round(o.usual)) for o in unusual_changes(now, before)]
[('U7', 400.0, 110)]
>>> people = {unit: 100.0 for unit in before}
>>> spent = {unit: 270.0 * people[unit] for unit in people} | {"U3": 90_000.0}
>>> [(o.unit, o.value, o.usual) for o in unusual_amounts(spent, people)]
[('U3', 900.0, 270.0)]
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Statement
from welfare_stats.validate.unlike import is_unlike

_FEWEST_UNITS = 8
_FEWEST_PEOPLE = 30
_MOST_TIMES = 3
_HEADLINE = (Measure.TOTAL, Measure.CLOSING)


class Respect(StrEnum):
    """In which respect a unit differs from the others; the values are part of the JSON."""

    CHANGE = "change"
    AMOUNT_PER_HEAD = "amount_per_head"


@dataclass(frozen=True, slots=True)
class Unusual:
    """A number of a unit, and what it would be if the unit were like the others.

    ``before`` is the number of the year before, where a change is unusual.
    """

    unit: str
    respect: Respect
    value: float
    usual: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class ToReview:
    """An unusual number of a case type in a statement."""

    form: str
    case_type: str
    period: ReportingPeriod
    path: str
    unusual: Unusual


def unusual_changes(now: Mapping[str, float], before: Mapping[str, float]) -> Iterator[Unusual]:
    """Units whose number changed otherwise than those of the others.

    Args:
        now: a number of each unit.
        before: the same of the year before.
    """
    ratios = {unit: now[unit] / before[unit] for unit in now if before.get(unit)}
    if len(ratios) < _FEWEST_UNITS:
        return
    for unit in ratios:
        others = median(ratio for other, ratio in ratios.items() if other != unit)
        usual = before[unit] * others
        if max(now[unit], before[unit]) >= _FEWEST_PEOPLE and is_unlike(now[unit], usual):
            yield Unusual(unit, Respect.CHANGE, now[unit], usual, before[unit])


def unusual_amounts(spent: Mapping[str, float], people: Mapping[str, float]) -> Iterator[Unusual]:
    """Units that spent over three times as much on each person as is usual, or under a third.

    Args:
        spent: what each unit spent.
        people: on how many.
    """
    each = {
        unit: amount / people[unit]
        for unit, amount in spent.items()
        if amount and people.get(unit, 0) >= _FEWEST_PEOPLE
    }
    if len(each) < _FEWEST_UNITS:
        return
    usual = median(each.values())
    for unit, value in each.items():
        if not usual / _MOST_TIMES <= value <= usual * _MOST_TIMES:
            yield Unusual(unit, Respect.AMOUNT_PER_HEAD, value, usual)


# --- of a year -----------------------------------------------------------------------------------

_Figures = Callable[[Mapping[int, set[Scope]]], Mapping[int, Iterable[Observation]]]
_Key = tuple[str, ReportingPeriod]  # form and period
_Numbers = dict[str, dict[str, float]]  # by case type, by unit


def to_review(year: int, statements: Iterable[Statement], figures: _Figures) -> list[ToReview]:
    """What is unusual among the statements of a year, in their order; estimates are left out.

    Args:
        year: in which the periods end.
        statements: all that stand.
        figures: gives the numbers of some statements, by receipt.
    """
    of_key: dict[_Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.is_estimate:
            of_key[statement.scope[0], statement.period].append(statement)
    asked = {
        key: some
        for key, some in of_key.items()
        if key[1].end.year == year and len({s.unit for s in some}) >= _FEWEST_UNITS
    }
    if not asked:
        return []
    before = {key: of_key.get((key[0], key[1].a_year_before()), []) for key in asked}
    wanted: dict[int, set[Scope]] = defaultdict(set)
    for statement in (s for some in (*asked.values(), *before.values()) for s in some):
        wanted[statement.receipt].add(statement.scope)
    found = figures(wanted)
    return [
        review for key, some in asked.items() for review in _of_key(key, some, before[key], found)
    ]


def _of_key(
    key: _Key,
    now: Iterable[Statement],
    before: Iterable[Statement],
    found: Mapping[int, Iterable[Observation]],
) -> Iterator[ToReview]:
    paths = {statement.unit: statement.path for statement in now}
    people, spent = _numbers(now, found)
    then, _ = _numbers(before, found)
    for case_type, numbers in people.items():
        for unusual in (
            *unusual_changes(numbers, then.get(case_type, {})),
            *unusual_amounts(spent.get(case_type, {}), numbers),
        ):
            yield ToReview(key[0], case_type, key[1], paths[unusual.unit], unusual)


def _numbers(
    statements: Iterable[Statement],
    found: Mapping[int, Iterable[Observation]],
) -> tuple[_Numbers, _Numbers]:
    """How many people each unit counts, and what it spent, by case type."""
    people: _Numbers = defaultdict(lambda: defaultdict(float))
    spent: _Numbers = defaultdict(lambda: defaultdict(float))
    units = {(statement.receipt, statement.scope): statement.unit for statement in statements}
    for receipt in dict.fromkeys(receipt for receipt, _ in units):
        for observation in found.get(receipt, ()):
            unit = units.get((receipt, observation.scope))
            if unit is None or observation.breakdown != Breakdown.ALL:
                continue
            if observation.measure in _HEADLINE:
                people[observation.case_type][unit] += observation.value
            elif observation.measure == Measure.AMOUNT:
                spent[observation.case_type][unit] += observation.value
    return people, spent
