"""From a figure of the report back to the files, sheets and cells that it comes from."""

import pandas as pd

from welfare_stats.aggregate import HEADLINE
from welfare_stats.catalogue import CatalogueAt, Relation
from welfare_stats.forms import Breakdown, Measure


def sources_of(observations: pd.DataFrame, codes: CatalogueAt, case_type: str) -> pd.DataFrame:
    """The counted observations that make up "how many" of a case type, in the province.

    A unit that did not state a sum is represented by the parts that it stated; a movement by the
    movements of the stock's parts. A figure that is derived from the catalogue has no sources.
    """
    source, _, stock = (codes.case_types[case_type].derived_from or "").partition(":")
    if source == "units":
        return observations.iloc[0:0]
    everybody = observations[observations["breakdown"] == Breakdown.ALL.value]
    if source in (Measure.INCREASE, Measure.DECREASE):
        moved = everybody[everybody["measure"] == source]
        return _stated_or_parts(moved, codes, stock)
    headline = everybody[everybody["measure"].isin(HEADLINE)]
    return _stated_or_parts(headline, codes, case_type)


def _stated_or_parts(
    observations: pd.DataFrame, codes: CatalogueAt, case_type: str
) -> pd.DataFrame:
    """Per unit and facility what was stated for the case type, or else for its sum parts."""
    own = observations[observations["case_type"] == case_type]
    parts = [
        _stated_or_parts(observations, codes, child.code)
        for child in codes.children(case_type, Relation.SUM)
    ]
    if not parts:
        return own
    below = pd.concat(parts)
    stated = pd.MultiIndex.from_frame(own[["unit", "facility"]])
    unstated = ~pd.MultiIndex.from_frame(below[["unit", "facility"]]).isin(stated)
    return pd.concat([own, below[unstated]]).sort_values(["unit", "facility"], kind="stable")
