"""Checks of figures against those of the year before."""

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
    own: "pd.DataFrame", last_year: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """Report headline figures unlike those of the year before, unless their row has a note.

    Args:
        own: observations of the file.
        last_year: observations of the same unit that stand, for the same days a year before.
        codes: the code lists of the period.
    """
    is_headline = own["measure"].isin(_HEADLINE) & (own["breakdown"] == Breakdown.ALL)
    number = ["form", "facility", "case_type", "measure", "breakdown"]
    pairs = own[is_headline & (own["note"] == "")].merge(
        last_year, on=number, suffixes=("", "_before")
    )
    for row in pairs.to_dict("records"):
        if is_unlike(row["value"], row["value_before"]):
            yield kinds.UNLIKE_LAST_YEAR.at(
                CellRef.parse(row["sheet"], row["cells"]),
                row["value"],
                label=codes.case_types[row["case_type"]].label,
                before=format_number(row["value_before"]),
            )
