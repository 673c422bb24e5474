"""From a total of the report back to the files, sheets and cells that it comes from."""

import pandas as pd

from welfare_stats.analyse.totals import HEADLINE, owner_of
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation
from welfare_stats.design.forms import Breakdown, Measure


def sources_of(observations: pd.DataFrame, codes: CatalogueAt, case_type: str) -> pd.DataFrame:
    """The observations that add up to the province's "how many" of a case type.

    Where a unit did not state a sum, the parts that it stated are given instead. For a case type
    that is derived from a movement, the increases or decreases of the stock are given. Of a stock,
    only the latest period of each unit and facility is given. A case type that is derived from the
    list of units has no sources.

    Args:
        observations: those that stand, each number once.
        codes: the code lists in force.
        case_type: code of the case type.

    Returns:
        Rows of ``observations``, unchanged.
    """
    source, stock = codes.case_types[case_type].source
    if source == "units":
        return observations.iloc[0:0]
    everybody = observations[observations["breakdown"] == Breakdown.ALL.value]
    if source in (Measure.INCREASE, Measure.DECREASE):
        movements = everybody[everybody["measure"] == source]
        return _stated_or_parts(movements, codes, stock)
    headline = _stated_or_parts(everybody[everybody["measure"].isin(HEADLINE)], codes, case_type)
    if codes.case_types[case_type].kind is CaseTypeKind.FLOW or headline.empty:
        return headline
    latest = headline.groupby(["unit", "facility", "case_type"])["period_end"].transform("max")
    return headline[headline["period_end"] == latest]


_OWNER_AND_PERIOD = ["unit", "facility", "period_start", "period_end"]


def _stated_or_parts(
    observations: pd.DataFrame, codes: CatalogueAt, case_type: str
) -> pd.DataFrame:
    """Per owner and period, what was stated for the case type itself, or else for its parts."""
    whole = observations[observations["case_type"] == case_type]
    parts = [
        _stated_or_parts(observations, codes, child.code)
        for child in codes.children(case_type, Relation.SUM)
    ]
    if not parts:
        return whole
    below = pd.concat(parts)
    # Compared by owner, not by sender: a district office may have sent the parts of a whole that
    # the facility stated itself.
    of_whole, of_parts = (
        pd.MultiIndex.from_frame(frame.assign(unit=owner_of(frame))[_OWNER_AND_PERIOD])
        for frame in (whole, below)
    )
    return pd.concat([whole, below[~of_parts.isin(of_whole)]]).sort_values(
        ["unit", "facility"], kind="stable"
    )
