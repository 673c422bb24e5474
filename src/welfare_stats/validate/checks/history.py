"""Figures against those of the year before."""

from collections.abc import Iterator
from math import log, sqrt
from typing import TYPE_CHECKING

from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.vietnamese import format_number

if TYPE_CHECKING:
    import pandas as pd

_HEADLINE = (Measure.TOTAL, Measure.CLOSING)
_BY_CHANCE = 4.0  # standard deviations that a count does not pass by chance
_BY_CUSTOM = 1.5  # times as much, or as little, as changes from year to year as a rule are


def is_unlike(one: float, other: float) -> bool:
    """Whether two counts differ by more than chance and custom.

    Counts are skewed, and small ones vary much. Twice the difference of square roots has a
    deviation of about √2 at any size (Anscombe 1948), so that one limit serves 3 and 30.000; large
    counts must also differ by half, for they vary by more than chance.
    """
    by_chance = 2 * abs(sqrt(one) - sqrt(other)) / sqrt(2)
    by_custom = abs(log((one + 0.5) / (other + 0.5)))
    return by_chance > _BY_CHANCE and by_custom > log(_BY_CUSTOM)


def fits_last_year(
    own: "pd.DataFrame", last_year: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """A headline figure is like that of a year before, or a note in its row says why not.

    Args:
        own: observations of the file at hand.
        last_year: what the register counts of the same unit for the same span a year before.
        codes: the code lists of the period.
    """
    is_headline = own["measure"].isin(_HEADLINE) & (own["breakdown"] == Breakdown.ALL)
    key = ["form", "facility", "case_type", "measure", "breakdown"]
    pairs = own[is_headline & (own["note"] == "")].merge(
        last_year, on=key, suffixes=("", "_before")
    )
    for row in pairs.to_dict("records"):
        if is_unlike(row["value"], row["value_before"]):
            yield kinds.UNLIKE_LAST_YEAR.at(
                CellRef.parse(row["sheet"], row["cells"]),
                row["value"],
                label=codes.case_types[row["case_type"]].label,
                before=format_number(row["value_before"]),
            )
