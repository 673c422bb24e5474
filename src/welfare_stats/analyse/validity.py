"""Numbers of case types and units that did not exist on any of the days that they are of.

The catalogue may change after a file was taken in: a case type or a unit is given an end that lies
before numbers that stand. Such numbers would be left out, or added to a total that has no row for
them, without a word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

import pandas as pd

from welfare_stats.design.catalogue import CaseType, Catalogue, UnitRow
from welfare_stats.period import ReportingPeriod


@dataclass(frozen=True, slots=True)
class Outlived:
    """Numbers that stand of something that is not in the catalogue on their days.

    Attributes:
        column: "case_type" or "unit".
        code: of the case type or unit.
        period: the days that the numbers are of.
        figures: how many numbers.
        paths: the files that they are in.
    """

    column: str
    code: str
    period: ReportingPeriod
    figures: int
    paths: tuple[str, ...]


def outlived(observations: pd.DataFrame, catalogue: Catalogue) -> list[Outlived]:
    """All such numbers.

    A case type counts as long as it was in force on some day of the period, a unit only if it was
    on the last day: it reports no day on which it does not exist.
    """
    return [
        *_outlived(observations, "case_type", catalogue.case_types, on_last_day=False),
        *_outlived(observations, "unit", catalogue.units, on_last_day=True),
    ]


def _outlived(
    observations: pd.DataFrame,
    column: str,
    rows: Iterable[CaseType | UnitRow],
    *,
    on_last_day: bool,
) -> Iterator[Outlived]:
    lives: dict[str, list[tuple[date, date]]] = {}
    for row in rows:
        lives.setdefault(row.code, []).append((row.valid_from, row.valid_to or date.max))
    numbers: pd.DataFrame
    for key, numbers in observations.groupby([column, "period_start", "period_end"], sort=True):
        code, start, end = cast(tuple[str, date, date], key)
        first = end if on_last_day else start
        if not any(begin <= end and first <= last for begin, last in lives.get(code, ())):
            paths = tuple(dict.fromkeys(numbers["path"]))
            yield Outlived(column, code, ReportingPeriod(start, end), len(numbers), paths)
