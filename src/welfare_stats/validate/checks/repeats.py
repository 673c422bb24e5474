"""Figures that were sent before: a year's, a period's or a neighbour's once more, or since January.

All of these are only asked about. They may be right, and nobody can tell from the numbers alone.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import median

from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import Finding, SheetRef, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.reference import EarlierFigures, NeighbourFigures
from welfare_stats.validate.unlike import is_unlike
from welfare_stats.vietnamese import format_date, format_number

FEWEST_FIGURES = 10
"""A form with fewer figures may have those of another file by chance."""
_SHARE_ALIKE = 0.9
LARGE_NUMBER = 100
"""From this number on, of three digits, it says something that two numbers are the same."""
FEWEST_LARGE = 3
"""So many large counts, or one and its amount, must be the same in figures that were sent again."""

_CAME_AND_LEFT = (Measure.INCREASE, Measure.DECREASE)
_FEWEST_EMPTIED = 2
_FEWEST_FLOWS = 5
_GROWTH = 1.15  # of periods of the same length, which may grow by chance
_A_YEAR = timedelta(days=366)

_Number = tuple[str, str, str, str, str]
"""What a number is of: form, facility, case type, measure and breakdown."""


# --- sent again ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Alike:
    """How much of the figures of a form stands in other figures as well."""

    form: str
    sheet: str
    same: int
    count: int


def fewest_alike(count: int) -> int:
    """How many of so many figures are the same where nearly all are.

    >>> fewest_alike(10), fewest_alike(11), fewest_alike(84)
    (9, 10, 76)
    """
    return ceil(_SHARE_ALIKE * count)


def figures_are_their_own(
    own: Sequence[Observation],
    earlier: Iterable[EarlierFigures],
    neighbours: Iterable[NeighbourFigures],
) -> Iterator[Finding]:
    """Ask about forms of which nearly all figures are those of an earlier period or another unit.

    One finding a file: of the earlier period, or else of the unit, that is most alike.

    Args:
        own: numbers of the file at hand.
        earlier: what stands of the same unit for earlier periods.
        neighbours: what stands of other units for the same period.
    """
    found = [
        (alike, figures)
        for figures in earlier
        if (alike := _alike(_free(own, figures), figures.observations, _with_facility))
    ]
    if found:
        alike, figures = max(found, key=lambda pair: (sum(a.same for a in pair[0]), pair[1].path))
        yield _sent_again(
            alike,
            figures.path,
            f"của kỳ từ {format_date(figures.period.start)} đến {format_date(figures.period.end)}",
        )
        return
    others = [
        (alike, figures)
        for figures in neighbours
        if (alike := _alike(own, _of_other_facilities(own, figures), _without_facility))
    ]
    if others:
        alike, other = max(others, key=lambda pair: (sum(a.same for a in pair[0]), pair[1].path))
        yield _sent_again(alike, other.path, f"của đơn vị {other.unit}, cùng kỳ")


def _free(own: Sequence[Observation], earlier: EarlierFigures) -> list[Observation]:
    """The numbers that need not be what they were in an earlier period.

    A form whose every opening is the closing of then goes on from there. In a small unit nearly all
    of it has to stay the same, but who came and who left.
    """
    closings = {
        (o.scope, o.case_type): o.value
        for o in earlier.observations
        if o.measure == Measure.CLOSING and o.breakdown == Breakdown.ALL
    }
    goes_on: dict[str, bool] = {}
    for o in own if closings else ():
        if o.measure == Measure.OPENING and o.breakdown == Breakdown.ALL:
            closing = closings.get((o.scope, o.case_type), o.value)
            goes_on[o.form] = goes_on.get(o.form, True) and o.value == closing
    return [o for o in own if not goes_on.get(o.form) or o.measure in _CAME_AND_LEFT]


def _sent_again(alike: Sequence[_Alike], path: str, whose: str) -> Finding:
    return kinds.SAME_FIGURES.at(
        SheetRef(alike[0].sheet),
        forms=", ".join(found.form for found in alike),
        same=format_number(sum(found.same for found in alike)),
        count=format_number(sum(found.count for found in alike)),
        whose=whose,
        other=path,
    )


def _with_facility(observation: Observation) -> Hashable:
    return observation.number


def _without_facility(observation: Observation) -> Hashable:
    return (observation.form, *observation.number[2:])


def _of_other_facilities(
    own: Sequence[Observation], figures: NeighbourFigures
) -> list[Observation]:
    """Without those of the file's own facilities, which another unit may report on as well."""
    scopes = {observation.scope for observation in own if observation.facility}
    return [other for other in figures.observations if other.scope not in scopes]


def _alike(
    own: Sequence[Observation],
    others: Sequence[Observation],
    what: Callable[[Observation], Hashable],
) -> list[_Alike]:
    """The forms of which nearly all figures are the same; zeros say nothing."""
    values: dict[Hashable, set[float]] = defaultdict(set)
    for other in others:
        values[what(other)].add(other.value)
    by_form: dict[str, list[Observation]] = defaultdict(list)
    for observation in own:
        if observation.value and what(observation) in values:
            by_form[observation.form].append(observation)
    counts = _counts_by_form(own)
    found = []
    for form, figures in by_form.items():
        same = [o for o in figures if o.value in values[what(o)]]
        count = counts[form]
        are_most = count >= FEWEST_FIGURES and len(same) >= fewest_alike(count)
        if are_most and _are_telling(same):
            found.append(_Alike(form, figures[0].sheet, len(same), count))
    return found


def _are_telling(same: Iterable[Observation]) -> bool:
    """Whether some of the numbers are so large that they are hardly the same by chance.

    One group may not have changed, and what a few people are paid is as often the same as how many
    they are.
    """
    large = [o for o in same if o.value >= LARGE_NUMBER]
    counts = [o for o in large if o.measure != Measure.AMOUNT]
    groups = {_group(o) for o in counts}
    are_many = len(counts) >= FEWEST_LARGE and len(groups) > 1
    return are_many or any(o.measure == Measure.AMOUNT and _group(o) in groups for o in large)


def _group(observation: Observation) -> tuple[str, str]:
    return observation.facility, observation.case_type


def _counts_by_form(own: Iterable[Observation]) -> Mapping[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for observation in own:
        counts[observation.form] += observation.value != 0
    return counts


# --- since January -------------------------------------------------------------------------------


def flows_are_of_their_period(
    own: Sequence[Observation],
    period: ReportingPeriod,
    earlier: Iterable[EarlierFigures],
    codes: CatalogueAt,
) -> Iterator[Finding]:
    """Ask about a period every flow of which contains that of an earlier one of the same year.

    Then the figures may be those since the beginning of the year. One finding a file, about the
    latest such period.

    Args:
        own: numbers of the file at hand.
        period: of the file.
        earlier: what stands of the same unit for earlier periods.
        codes: the code lists of the period.
    """
    candidates = [
        figures
        for figures in earlier
        if figures.period.end < period.start and period.end - figures.period.start <= _A_YEAR
    ]
    for figures in sorted(candidates, key=lambda f: f.period.end, reverse=True):
        forms = [
            form
            for form in dict.fromkeys(observation.form for observation in own)
            if _contains(_flows(own, form, codes), figures, form, period, codes)
        ]
        if forms:
            sheet = next(observation.sheet for observation in own if observation.form == forms[0])
            yield kinds.CONTAINS_EARLIER.at(
                SheetRef(sheet),
                forms=", ".join(forms),
                start=format_date(period.start),
                end=format_date(period.end),
                other_start=format_date(figures.period.start),
                other_end=format_date(figures.period.end),
                other=figures.path,
            )
            return


def _flows(
    observations: Iterable[Observation], form: str, codes: CatalogueAt
) -> dict[_Number, float]:
    return {
        observation.number: observation.value
        for observation in observations
        if observation.form == form and _is_flow(observation, codes)
    }


def _is_flow(observation: Observation, codes: CatalogueAt) -> bool:
    case_type = codes.case_types.get(observation.case_type)
    return observation.measure in (Measure.INCREASE, Measure.DECREASE, Measure.AMOUNT) or (
        observation.measure == Measure.TOTAL
        and case_type is not None
        and case_type.kind is CaseTypeKind.FLOW
    )


def _contains(
    now: Mapping[_Number, float],
    earlier: EarlierFigures,
    form: str,
    period: ReportingPeriod,
    codes: CatalogueAt,
) -> bool:
    before = {
        number: value
        for number, value in _flows(earlier.observations, form, codes).items()
        if value > 0
    }
    if len(before) < _FEWEST_FLOWS or not all(now.get(n, -1) >= v for n, v in before.items()):
        return False
    ratios = [now[number] / value for number, value in before.items()]
    if period.end - period.start < earlier.period.end - earlier.period.start:
        return max(ratios) > 1
    return median(ratios) >= _GROWTH and _grew_beyond_chance(now, before)


def _grew_beyond_chance(now: Mapping[_Number, float], before: Mapping[_Number, float]) -> bool:
    """Whether there are more of anything, all case types together, than chance explains."""
    sums: dict[Hashable, list[float]] = defaultdict(lambda: [0, 0])
    for number, value in before.items():
        together = sums[number[3:]]
        together[0] += now[number]
        together[1] += value
    return any(is_unlike(*together) for together in sums.values())


# --- corrections that take everything away -------------------------------------------------------


def it_is_not_emptied(
    own: Sequence[Observation], corrected: Iterable[EarlierFigures]
) -> Iterator[Finding]:
    """Ask about forms that a correction makes 0 throughout.

    Args:
        own: numbers of the file at hand.
        corrected: what the file would replace.
    """
    for figures in corrected:
        for form in dict.fromkeys(observation.form for observation in own):
            now = [o for o in own if o.form == form]
            before = sum(o.form == form and o.value != 0 for o in figures.observations)
            if before >= _FEWEST_EMPTIED and not any(o.value for o in now):
                yield kinds.EMPTIED.at(
                    SheetRef(now[0].sheet),
                    form=form,
                    before=format_number(before),
                    other=figures.path,
                )
