"""Checks of figures against those of the year before."""

from collections.abc import Iterator, Sequence

from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import Finding, kinds
from welfare_stats.validate.reference import EarlierFigures, pairs
from welfare_stats.validate.unlike import is_unlike
from welfare_stats.vietnamese import format_number

_HEADLINE = (Measure.TOTAL, Measure.CLOSING)


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
