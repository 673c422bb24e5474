"""What was reached beside what was aimed at, and beside what the year before had."""

from dataclasses import dataclass

import pandas as pd

from welfare_stats.analyse.totals import HEADLINE, share, total_of
from welfare_stats.design.catalogue import CatalogueAt, Target
from welfare_stats.design.forms import Breakdown


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target beside what was reached; ``actual`` is ``None`` where nobody reported it."""

    target: Target
    actual: float | None

    @property
    def ratio(self) -> float | None:
        """Actual over target value."""
        return share(self.actual, float(self.target.value))

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; ``None`` where the actual is unknown."""
        return None if self.actual is None else self.target.is_met_by(self.actual)


def attainments(totals: pd.Series, codes: CatalogueAt) -> list[Attainment]:
    """Every target in force with the province's total."""
    return [
        Attainment(target, total_of(totals, target.case_type)) for target in codes.targets.values()
    ]


def against_last_year(totals: pd.Series, before: pd.Series) -> pd.DataFrame:
    """Case types known in both years: ``this``, ``before``, ``change`` and ``ratio`` of change."""
    both = pd.DataFrame({"this": _by_case_type(totals), "before": _by_case_type(before)}).dropna()
    change = both["this"] - both["before"]
    ratio = (change / both["before"]).where(both["before"] != 0)
    return both.assign(change=change, ratio=ratio)


def _by_case_type(totals: pd.Series) -> pd.Series:
    frame = totals.rename("value").reset_index()
    mask = frame["measure"].isin(HEADLINE) & (frame["breakdown"] == Breakdown.ALL.value)
    return frame[mask].set_index("case_type")["value"]
