"""Checks of figures against those of the year before."""

from collections.abc import Iterator, Sequence
from math import log, sqrt

from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import Finding, kinds
from welfare_stats.validate.reference import EarlierFigures, pairs
from welfare_stats.vietnamese import format_number

_HEADLINE = (Measure.TOTAL, Measure.CLOSING)
_MOST_DEVIATIONS = 4.0  # beyond as many standard deviations, chance is no explanation
_MOST_TIMES = 1.5  # numbers usually do not grow by a larger factor from year to year


def is_unlike(one: float, other: float) -> bool:
    """Whether two numbers of cases differ by more than chance and the usual growth explain.

    >>> is_unlike(3, 9), is_unlike(3, 30)  # three times as many may be chance, ten times are not
    (False, True)
    >>> is_unlike(30_000, 31_000), is_unlike(30_000, 46_000)  # not chance, but the first is usual
    (False, True)

    Small numbers vary much by chance and large ones little, in relation to their size. Twice the
    difference of their square roots has a standard deviation of about √2 at any size (Anscombe
    1948), so that one limit serves all. Large numbers also change for other reasons than chance;
    therefore they must also differ by half.
    """
    deviations = 2 * abs(sqrt(one) - sqrt(other)) / sqrt(2)
    log_ratio = abs(log((one + 0.5) / (other + 0.5)))
    return deviations > _MOST_DEVIATIONS and log_ratio > log(_MOST_TIMES)


def fits_last_year(
    own: Sequence[Observation], last_year: Sequence[EarlierFigures], codes: CatalogueAt
) -> Iterator[Finding]:
    """Report headline figures unlike those of the year before, unless their row has a note.

    Args:
        own: numbers of the file at hand.
        last_year: what stands of the same unit for the same span a year before.
        codes: the code lists of the period.
    """
    headline = [
        observation
        for observation in own
        if observation.measure in _HEADLINE
        and observation.breakdown == Breakdown.ALL
        and not observation.note
    ]
    for now, before, _ in pairs(headline, last_year, lambda observation: observation.number):
        if is_unlike(now.value, before.value):
            yield kinds.UNLIKE_LAST_YEAR.at(
                now.cell,
                now.value,
                label=codes.case_types[now.case_type].label,
                before=format_number(before.value),
            )
