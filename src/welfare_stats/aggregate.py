"""From the observations of a year to totals, shares and comparisons. Tables in, tables out.

The tables are pandas frames. An *observation* frame has the columns of ``observations.SCHEMA``; a
*figure* frame has one row per unit, facility, case type, measure and breakdown.
"""

from dataclasses import dataclass

import pandas as pd

from welfare_stats.catalogue import CaseTypeKind, CatalogueAt, Relation, Target
from welfare_stats.forms import FORMS, Breakdown, Measure

KEY = ["unit", "facility", "case_type", "measure", "breakdown"]
"""What a figure is of."""

HEADLINE = [Measure.TOTAL.value, Measure.CLOSING.value]
"""Measures that answer "how many": a form has one of the two."""

_LISTS = [form.code for form in FORMS.values() if form.is_list]


def counted(observations: pd.DataFrame) -> pd.DataFrame:
    """The observations that count, each number once.

    A period within a longer one of the same unit and form is left to the longer, which is
    cumulative. A number typed on a form wins over the same number counted from a list. What a
    facility says of itself wins over what a district office says of it.
    """
    periods = observations[["unit", "form", "period_start", "period_end"]].drop_duplicates()
    pairs = periods.merge(periods, on=["unit", "form"], suffixes=("", "_other"))
    within = (
        (pairs["period_start_other"] <= pairs["period_start"])
        & (pairs["period_end"] <= pairs["period_end_other"])
        & (
            (pairs["period_start"] != pairs["period_start_other"])
            | (pairs["period_end"] != pairs["period_end_other"])
        )
    )
    replaced = pairs.loc[within, list(periods.columns)].drop_duplicates()
    marked = observations.merge(replaced, how="left", on=list(periods.columns), indicator=True)
    kept = marked[marked["_merge"] == "left_only"].drop(columns="_merge")
    ranked = kept.assign(
        is_list=kept["form"].isin(_LISTS),
        is_foreign=(kept["facility"] != "") & (kept["facility"] != kept["unit"]),
    ).sort_values(["is_list", "is_foreign"], kind="stable")
    same_number = ["facility", "case_type", "measure", "breakdown", "period_start", "period_end"]
    own = ranked["facility"] == ""
    per_facility = ranked[~own].drop_duplicates(same_number)
    per_unit = ranked[own].drop_duplicates(["unit", *same_number])
    chosen = pd.concat([per_unit, per_facility]).drop(columns=["is_list", "is_foreign"])
    return chosen.sort_index().reset_index(drop=True)


def over_periods(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Figures of the whole year from counted observations of adjoining periods.

    Flows add up. Of a stock the latest closing counts and the earliest opening.
    """
    stocks = [code for code, row in codes.case_types.items() if row.kind is CaseTypeKind.STOCK]
    ordered = observations.sort_values(["period_start", "period_end"], kind="stable")
    latest = (ordered["measure"] == Measure.CLOSING.value) | (
        (ordered["measure"] == Measure.TOTAL.value) & ordered["case_type"].isin(stocks)
    )
    earliest = ordered["measure"] == Measure.OPENING.value
    how = pd.Series("sum", index=ordered.index).mask(latest, "last").mask(earliest, "first")
    parts = [
        group.groupby(KEY, sort=False).agg(
            value=("value", str(rule)),
            period_start=("period_start", "min"),
            period_end=("period_end", "max"),
        )
        for rule, group in ordered.groupby(how)
    ]
    if not parts:
        return pd.DataFrame(columns=[*KEY, "value", "period_start", "period_end"])
    return pd.concat(parts).reset_index()


def with_sums(figures: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """The figures, and every sum parent that a unit did not state, added up from its parts.

    The added rows have ``computed`` set.
    """
    known = figures.assign(computed=False)
    parents = [parent for parent in codes.case_types if any(codes.children(parent, Relation.SUM))]
    # A parent may be a part itself: what lies deepest is added up first.
    for parent in sorted(parents, key=lambda code: -len(codes.with_ancestors(code))):
        parts = [child.code for child in codes.children(parent, Relation.SUM)]
        sums = _sum(known[known["case_type"].isin(parts)], [k for k in KEY if k != "case_type"])
        sums = sums.assign(case_type=parent, computed=True)
        known = pd.concat([known, sums]).drop_duplicates(KEY, keep="first")
    return known.reset_index(drop=True)


def with_derived(figures: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """The figures, and those that follow from others: movements of a stock, numbers of units."""
    parts = [figures]
    for case_type in codes.case_types.values():
        source, _, name = (case_type.derived_from or "").partition(":")
        if source in (Measure.INCREASE, Measure.DECREASE):
            moved = figures[
                (figures["case_type"] == name)
                & (figures["measure"] == source)
                & (figures["breakdown"] == Breakdown.ALL.value)
            ]
            parts.append(moved.assign(case_type=case_type.code, measure=Measure.TOTAL.value))
        elif source == "units":
            units = [unit.code for unit in codes.counted_units(name)]
            rows = dict.fromkeys(KEY, "") | {
                "unit": units,
                "case_type": case_type.code,
                "measure": Measure.TOTAL.value,
                "breakdown": Breakdown.ALL.value,
                "value": 1.0,
                "period_start": codes.day,
                "period_end": codes.day,
                "computed": True,
            }
            parts.append(pd.DataFrame(rows))
    return pd.concat([part for part in parts if not part.empty], ignore_index=True)


def headline(figures: pd.DataFrame) -> pd.DataFrame:
    """Only "how many, of everybody": one row per unit, facility and case type."""
    mask = figures["measure"].isin(HEADLINE) & (figures["breakdown"] == Breakdown.ALL.value)
    return figures[mask]


def province_totals(figures: pd.DataFrame) -> pd.Series:
    """Sum over all units: value by (case type, measure, breakdown)."""
    return _sum(figures, ["case_type", "measure", "breakdown"]).set_index(
        ["case_type", "measure", "breakdown"]
    )["value"]


def facility_by_case_type(figures: pd.DataFrame) -> pd.DataFrame:
    """Case types (rows) by facility (columns); blank where nothing was reported."""
    own = headline(figures)
    return _pivot(own[own["facility"] != ""], "case_type", "facility")


def unit_by_case_type(figures: pd.DataFrame) -> pd.DataFrame:
    """Reporting units (rows) by case type (columns); blank where nothing was reported."""
    return _pivot(headline(figures), "unit", "case_type")


def unit_by_measure(figures: pd.DataFrame, case_type: str) -> pd.DataFrame:
    """Reporting units by (measure, breakdown) of one case type."""
    own = figures[figures["case_type"] == case_type]
    return _pivot(own, "unit", ["measure", "breakdown"])


CellKey = tuple[str, object]
"""Row and column of a number in a table."""


def by_cell(frame: pd.DataFrame) -> dict[CellKey, float]:
    """The numbers of a table by row and column; blank cells are left out."""
    return {
        (str(row), column): float(value)
        for column in frame.columns
        for row, value in frame[column].dropna().items()
    }


def share(part: float | None, whole: float | None) -> float | None:
    """Part of the whole; ``None`` where either is unknown or there is no whole."""
    if part is None or not whole:
        return None
    return part / whole


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


def total_of(
    totals: pd.Series, case_type: str, breakdown: Breakdown = Breakdown.ALL
) -> float | None:
    """The province's "how many" of a case type; ``None`` where nobody reported it."""
    for measure in HEADLINE:
        if (case_type, measure, breakdown.value) in totals.index:
            return float(totals[case_type, measure, breakdown.value])
    return None


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


def _sum(figures: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return (
        figures.groupby(key, sort=False)
        .agg(
            value=("value", "sum"),
            period_start=("period_start", "min"),
            period_end=("period_end", "max"),
        )
        .reset_index()
    )


def _pivot(figures: pd.DataFrame, index: str, columns: str | list[str]) -> pd.DataFrame:
    return figures.pivot_table(
        index=index, columns=columns, values="value", aggfunc="sum", sort=False
    )
