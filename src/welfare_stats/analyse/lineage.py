"""From a figure of the report back to the files, sheets and cells that it comes from."""

import pandas as pd

from welfare_stats.analyse.totals import HEADLINE, owner_of
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation
from welfare_stats.design.forms import Breakdown, Measure


def sources_of(observations: pd.DataFrame, codes: CatalogueAt, case_type: str) -> pd.DataFrame:
    """The counted observations that make up "how many" of a case type, in the province.

    A unit that did not state a sum is represented by the parts that it stated; a movement by the
    movements of the stock's parts; a stock by its latest closing. A figure that is derived from
    the catalogue has no sources.
    """
    source, stock = codes.case_types[case_type].source
    if source == "units":
        return observations.iloc[0:0]
    everybody = observations[observations["breakdown"] == Breakdown.ALL.value]
    if source in (Measure.INCREASE, Measure.DECREASE):
        moved = everybody[everybody["measure"] == source]
        return _stated_or_parts(moved, codes, stock)
    headline = _stated_or_parts(everybody[everybody["measure"].isin(HEADLINE)], codes, case_type)
    if codes.case_types[case_type].kind is CaseTypeKind.FLOW or headline.empty:
        return headline
    latest = headline.groupby(["unit", "facility", "case_type"])["period_end"].transform("max")
    return headline[headline["period_end"] == latest]


_STATEMENT = ["unit", "facility", "period_start", "period_end"]


def _stated_or_parts(
    observations: pd.DataFrame, codes: CatalogueAt, case_type: str
) -> pd.DataFrame:
    """Per unit, facility and period what was stated for the case type, or else for its parts."""
    own = observations[observations["case_type"] == case_type]
    parts = [
        _stated_or_parts(observations, codes, child.code)
        for child in codes.children(case_type, Relation.SUM)
    ]
    if not parts:
        return own
    below = pd.concat(parts)
    # A facility's parts belong to its whole whoever sent them.
    by_owner = [frame.assign(unit=owner_of(frame))[_STATEMENT] for frame in (own, below)]
    stated, of_parts = (pd.MultiIndex.from_frame(frame) for frame in by_owner)
    return pd.concat([own, below[~of_parts.isin(stated)]]).sort_values(
        ["unit", "facility"], kind="stable"
    )
