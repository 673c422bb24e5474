"""Results beside their targets, and beside those of the year before."""

from dataclasses import dataclass

import pandas as pd

from welfare_stats.analyse.totals import HEADLINE, share, total_of
from welfare_stats.design.catalogue import CatalogueAt, Target
from welfare_stats.design.forms import Breakdown


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target and the province's total for it; ``actual`` is ``None`` where nobody reported it."""

    target: Target
    actual: float | None

    @property
    def ratio(self) -> float | None:
        """Actual divided by target; ``None`` where the actual is unknown."""
        return share(self.actual, float(self.target.value))

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; ``None`` where the actual is unknown."""
        return None if self.actual is None else self.target.is_met_by(self.actual)


def attainments(totals: pd.Series, codes: CatalogueAt) -> list[Attainment]:
    """Every target in force, each with the province's total, in the order of the catalogue."""
    return [
        Attainment(target, total_of(totals, target.case_type)) for target in codes.targets.values()
    ]


def against_last_year(totals: pd.Series, before: pd.Series) -> pd.DataFrame:
    """The change of each case type from one year to the next.

    Args:
        totals: province totals of this year, as ``totals.province_totals`` gives them.
        before: the same of the year before.

    Returns:
        One row per case type that has a total in both years, with the columns ``this_year``,
        ``last_year``, ``change`` (this year minus last year) and ``ratio`` (change divided by last
        year; missing where last year was 0).
    """
    both = pd.DataFrame(
        {"this_year": _headline_totals(totals), "last_year": _headline_totals(before)}
    ).dropna()
    change = both["this_year"] - both["last_year"]
    ratio = (change / both["last_year"]).where(both["last_year"] != 0)
    return both.assign(change=change, ratio=ratio)


def _headline_totals(totals: pd.Series) -> pd.Series:
    """The "how many, of everybody" among the totals, by case type."""
    frame = totals.rename("value").reset_index()
    mask = frame["measure"].isin(HEADLINE) & (frame["breakdown"] == Breakdown.ALL.value)
    return frame[mask].set_index("case_type")["value"]
