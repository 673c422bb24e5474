"""Results beside their targets, and beside those of the year before where they can be compared.

Two numbers are compared when the same units reported them in full (through successors), for the
same days of the year, by the same definition, and none is an estimate. Otherwise it is said why
not: a comparison of half a year with a year reads like a decline.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import pandas as pd

from welfare_stats.analyse.shares import share
from welfare_stats.analyse.succession import groups_across
from welfare_stats.analyse.totals import HEADLINE, total_of
from welfare_stats.design.catalogue import (
    CaseType,
    CaseTypeKind,
    CatalogueAt,
    Relation,
    Succession,
    Target,
    TargetMeasure,
)
from welfare_stats.design.forms import Breakdown
from welfare_stats.period import ReportingPeriod


@dataclass(frozen=True, slots=True)
class Attainment:
    """A target and what was reached, in the target's unit; ``None`` where that is not known."""

    target: Target
    actual: float | None

    @property
    def ratio(self) -> float | None:
        """Actual divided by target; ``None`` where the actual is unknown."""
        return share(self.actual, float(self.target.value))

    @property
    def beyond(self) -> float | None:
        """By what share of the target the actual lies above it, to a thousandth."""
        return None if self.ratio is None else round(self.ratio, 3) - 1

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; ``None`` where the actual is unknown."""
        return None if self.actual is None else self.target.is_met_by(self.actual)


def attainments(
    totals: pd.Series, codes: CatalogueAt, compared: Iterable["Change"] = ()
) -> list[Attainment]:
    """Every target in force with what was reached, in the order of the catalogue.

    Args:
        totals: of the province.
        codes: the code lists of the period.
        compared: what changed from the year before.
    """
    ratios = {change.case_type.code: change.ratio for change in compared}
    return [
        Attainment(target, _reached(target, totals, ratios)) for target in codes.targets.values()
    ]


def _reached(target: Target, totals: pd.Series, ratios: Mapping[str, float | None]) -> float | None:
    if target.measure is TargetMeasure.NUMBER:
        return total_of(totals, target.case_type)
    if target.measure is TargetMeasure.SHARE:
        whole = total_of(totals, target.share_of) if target.share_of else None
        ratio = share(total_of(totals, target.case_type), whole)
    else:
        ratio = ratios.get(target.case_type)
    if ratio is None:
        return None
    return -100 * ratio if target.measure is TargetMeasure.DECREASE else 100 * ratio


class Obstacle(StrEnum):
    """Why a case type is not compared."""

    DEFINITION = "definition"
    ESTIMATE = "estimate"
    UNITS_BEFORE = "units before"  # some did not report it in full in the year before
    UNITS_NOW = "units now"  # some did not report it in full in this year
    DAYS = "days"


@dataclass(frozen=True)
class Side:
    """One of the two years.

    Attributes:
        figures: a figure frame (``analyse.totals``).
        totals: the province totals.
        codes: the code lists of its period.
        period: the days that are compared.
    """

    figures: pd.DataFrame
    totals: pd.Series
    codes: CatalogueAt
    period: ReportingPeriod

    @cached_property
    def headline(self) -> dict[str, pd.DataFrame]:
        """By case type, the rows that say "how many, of everybody"."""
        mask = self.figures["measure"].isin(HEADLINE) & (
            self.figures["breakdown"] == Breakdown.ALL.value
        )
        return {str(code): rows for code, rows in self.figures[mask].groupby("case_type")}

    def lacking(self, case_type: CaseType) -> set[str]:
        """Units, by code, that are asked for a case type and did not report it in full."""
        rows = self.headline.get(case_type.code)
        whole = set() if rows is None else set(rows.loc[~rows["lacks_parts"].astype(bool), "unit"])
        if case_type.source[0] == "units":
            return set()
        return {
            unit.code
            for unit in self.codes.units.values()
            if unit.reporter_kind in case_type.reporters
            and self.codes.forms_due(unit)
            and (case_type.kind is not CaseTypeKind.STOCK or self._is_there_at_the_end(unit.code))
        } - whole

    def _is_there_at_the_end(self, unit: str) -> bool:
        return self.codes.lives[unit].end >= self.period.end


@dataclass(frozen=True, slots=True)
class Change:
    """A case type in two years."""

    case_type: CaseType
    before: float
    now: float

    @property
    def change(self) -> float:
        """This year less the year before."""
        return round(self.now - self.before, 3)

    @property
    def ratio(self) -> float | None:
        """The change divided by the year before; ``None`` where that was 0."""
        return share(self.change, self.before)


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A case type known in both years that cannot be compared, and the units that stand in the way.

    ``units`` are codes, empty where the obstacle is not of some unit.
    """

    case_type: CaseType
    obstacle: Obstacle
    units: frozenset[str] = frozenset()


def changes(
    this: Side, before: Side, successions: Iterable[Succession]
) -> tuple[list[Change], list[NotCompared]]:
    """What changed from one year to the next, in the order of the catalogue.

    Args:
        this: the year of the report.
        before: the same days of the year before.
        successions: those from the first day of the year before on.
    """
    group_of = groups_across(successions)
    compared: list[Change] = []
    others: list[NotCompared] = []
    for code, case_type in this.codes.case_types.items():
        now, then = total_of(this.totals, code), total_of(before.totals, code)
        if now is None or then is None:
            continue
        obstacle = next(_obstacles(case_type, this, before, group_of), None)
        if obstacle is None:
            compared.append(Change(case_type, then, now))
        else:
            others.append(obstacle)
    return compared, others


def _obstacles(
    case_type: CaseType, this: Side, before: Side, group_of: Mapping[str, frozenset[str]]
) -> Iterator[NotCompared]:
    code = case_type.code
    if definition_of(this.codes, code) != definition_of(before.codes, code):
        yield NotCompared(case_type, Obstacle.DEFINITION)
    if case_type.source[0] == "units":
        if before.period != this.period.a_year_before():
            yield NotCompared(case_type, Obstacle.DAYS)
        return
    now, then = this.headline[code], before.headline[code]
    if now["is_estimate"].any() or then["is_estimate"].any():
        yield NotCompared(case_type, Obstacle.ESTIMATE)
    days_now, days_then = (_days(rows, group_of, case_type) for rows in (now, then))
    present: frozenset[str] = frozenset().union(*days_now, *days_then)
    only_now = frozenset().union(*(days_now.keys() - days_then.keys()))
    only_then = frozenset().union(*(days_then.keys() - days_now.keys()))
    if lacking := only_now | before.lacking(case_type) & present:
        yield NotCompared(case_type, Obstacle.UNITS_BEFORE, lacking)
    if lacking := only_then | this.lacking(case_type) & present:
        yield NotCompared(case_type, Obstacle.UNITS_NOW, lacking)
    others = [
        g for g in days_now if days_then.get(g) != tuple(_year_before(d) for d in days_now[g])
    ]
    if others:
        yield NotCompared(case_type, Obstacle.DAYS, frozenset().union(*others))


def definition_of(codes: CatalogueAt, code: str) -> tuple[object, ...] | None:
    """What must be the same of a case type for its numbers to mean the same."""
    row = codes.case_types.get(code)
    if row is None:
        return None
    parts = sorted(part.code for part in codes.children(code, Relation.SUM))
    return (row.kind, row.unit, row.derived_from, row.age_from, row.age_to, parts)


def _days(
    rows: pd.DataFrame, group_of: Mapping[str, frozenset[str]], case_type: CaseType
) -> dict[frozenset[str], tuple[date, ...]]:
    """By group of units, the days that its number covers; of a stock only the last one matters."""
    groups = rows["unit"].map(lambda unit: group_of.get(unit, frozenset({unit})))
    days: dict[frozenset[str], tuple[date, ...]] = {}
    for group in dict.fromkeys(groups):
        own = rows[groups == group]
        end = own["period_end"].max()
        is_stock = case_type.kind is CaseTypeKind.STOCK
        days[group] = (end,) if is_stock else (own["period_start"].min(), end)
    return days


def _year_before(day: date) -> date:
    return ReportingPeriod(day, day).a_year_before().start
