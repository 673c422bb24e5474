"""From the observations of a year to its figures and totals. Tables in, tables out.

The tables are pandas frames. An *observation* frame has the columns of ``observations.SCHEMA``; a
*figure* frame has one row per unit, facility, case type, measure and breakdown.
"""

import pandas as pd

from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.period import ReportingPeriod

KEY = ["unit", "facility", "case_type", "measure", "breakdown"]
"""What a figure is of."""

HEADLINE = [Measure.TOTAL.value, Measure.CLOSING.value]
"""Measures that answer "how many": a form has one of the two."""

_DECIMALS = 3  # amounts are in nghìn đồng: to the đồng, and no dust of binary fractions

_LISTS = [form.code for form in FORMS.values() if form.is_list]


def owner_of(observations: pd.DataFrame) -> pd.Series:
    """Of whom each value is: the facility, or else the unit that sent it."""
    return observations["facility"].where(observations["facility"] != "", observations["unit"])


def each_number_once(observations: pd.DataFrame) -> pd.DataFrame:
    """The observations that count, each number once.

    What a facility says of itself wins over what a district office says of it, and a number typed
    on a form over the same number counted from a list, for every period that the two share. Of
    one source, a period within a longer one is left to the longer, which is cumulative.
    """
    owner = owner_of(observations)
    ranked = observations.assign(
        owner=owner,
        rank=(owner != observations["unit"]) * 2 + observations["form"].isin(_LISTS),
        row=range(len(observations)),
    )
    number = ["owner", "case_type", "measure", "breakdown"]
    rivals = ranked.merge(ranked, on=number, suffixes=("", "_other"))
    worse = rivals["rank_other"] < rivals["rank"]
    shared = (rivals["period_start"] <= rivals["period_end_other"]) & (
        rivals["period_start_other"] <= rivals["period_end"]
    )
    longer = (
        (rivals["rank_other"] == rivals["rank"])
        & (rivals["period_start_other"] <= rivals["period_start"])
        & (rivals["period_end"] <= rivals["period_end_other"])
        & (
            (rivals["period_start"] != rivals["period_start_other"])
            | (rivals["period_end"] != rivals["period_end_other"])
        )
    )
    beaten = rivals.loc[(worse & shared) | longer, "row"]
    kept = ranked[~ranked["row"].isin(beaten)]
    return kept.drop(columns=["owner", "rank", "row"]).reset_index(drop=True)


def period_of(observations: pd.DataFrame) -> ReportingPeriod:
    """From the first day to the last that any of the observations speaks of."""
    return ReportingPeriod(observations["period_start"].min(), observations["period_end"].max())


def figures_of(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Figures of the year from counted observations, with sums and derived figures."""
    figures = over_periods(with_sums(observations, codes), codes)
    return with_derived(_without_ended_stocks(figures, codes), codes)


def _without_ended_stocks(figures: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """A stock ends with its unit: whom it had, the successor has."""
    ended = [code for code, unit in codes.units.items() if not unit.in_force(codes.day)]
    return figures[~(figures["unit"].isin(ended) & _is_stock(figures, codes))]


def _is_stock(figures: pd.DataFrame, codes: CatalogueAt) -> pd.Series:
    """Which values are states at a closing date, of which the latest counts."""
    stocks = [code for code, row in codes.case_types.items() if row.kind is CaseTypeKind.STOCK]
    return (figures["measure"] == Measure.CLOSING.value) | (
        (figures["measure"] == Measure.TOTAL.value) & figures["case_type"].isin(stocks)
    )


def reporters(figures: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Per case type, the units or facilities that reported "how many" in full."""
    own = headline(figures)
    own = own[~own["partial"].astype(bool)]
    return {
        str(case_type): frozenset(group["unit"])
        for case_type, group in own.groupby("case_type", sort=False)
    }


_PERIOD = ["period_start", "period_end"]


def with_sums(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """The values of each period, and every sum parent that was not stated, added up from its parts.

    The added rows have ``computed`` set, and ``partial`` where some part was not stated. What a
    facility states belongs together whoever sent it.
    """
    owner = owner_of(observations)
    columns = [*KEY, *_PERIOD, "value"]
    known = observations.assign(unit=owner)[columns].assign(computed=False, partial=False)
    parents = [parent for parent in codes.case_types if any(codes.children(parent, Relation.SUM))]
    # A parent may be a part itself: what lies deepest is added up first.
    for parent in sorted(parents, key=lambda code: -len(codes.with_ancestors(code))):
        parts = [child.code for child in codes.children(parent, Relation.SUM)]
        key = [name for name in KEY if name != "case_type"] + _PERIOD
        stated = known[known["case_type"].isin(parts)].groupby(key, sort=False)
        sums = stated.agg(
            value=("value", "sum"), count=("value", "size"), partial=("partial", "any")
        ).reset_index()
        rows = sums.assign(
            value=sums["value"].round(_DECIMALS),
            partial=sums["partial"] | (sums["count"] < len(parts)),
            case_type=parent,
            computed=True,
        ).drop(columns="count")
        known = pd.concat([known, rows]).drop_duplicates([*KEY, *_PERIOD], keep="first")
    return known.reset_index(drop=True)


def over_periods(values: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Figures of the whole year from the values of adjoining periods.

    Flows add up. Of a stock the latest closing counts and the earliest opening.
    """
    ordered = values.sort_values(_PERIOD, kind="stable")
    latest = _is_stock(ordered, codes)
    earliest = ordered["measure"] == Measure.OPENING.value
    how = pd.Series("sum", index=ordered.index).mask(latest, "last").mask(earliest, "first")
    parts = [
        group.groupby(KEY, sort=False).agg(
            value=("value", str(rule)),
            computed=("computed", "any"),
            partial=("partial", "any"),
            period_start=("period_start", "min"),
            period_end=("period_end", "max"),
        )
        for rule, group in ordered.groupby(how)
    ]
    if not parts:
        return pd.DataFrame(columns=[*KEY, "value", "computed", "partial", *_PERIOD])
    return pd.concat(parts).reset_index().round({"value": _DECIMALS})


def with_derived(figures: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """The figures, and those that follow from others: movements of a stock, numbers of units."""
    parts = [figures]
    for case_type in codes.case_types.values():
        source, name = case_type.source
        if source in (Measure.INCREASE, Measure.DECREASE):
            moved = figures[
                (figures["case_type"] == name)
                & (figures["measure"] == source)
                & (figures["breakdown"] == Breakdown.ALL.value)
            ]
            parts.append(moved.assign(case_type=case_type.code, measure=Measure.TOTAL.value))
        elif source == "units":
            units = [unit.code for unit in codes.units_reporting_as(name)]
            rows = dict.fromkeys(KEY, "") | {
                "unit": units,
                "case_type": case_type.code,
                "measure": Measure.TOTAL.value,
                "breakdown": Breakdown.ALL.value,
                "value": 1.0,
                "period_start": codes.day,
                "period_end": codes.day,
                "computed": True,
                "partial": False,
            }
            parts.append(pd.DataFrame(rows))
    return pd.concat([part for part in parts if not part.empty], ignore_index=True)


def headline(figures: pd.DataFrame) -> pd.DataFrame:
    """Only "how many, of everybody": one row per unit, facility and case type."""
    mask = figures["measure"].isin(HEADLINE) & (figures["breakdown"] == Breakdown.ALL.value)
    return figures[mask]


def province_totals(figures: pd.DataFrame) -> pd.Series:
    """Sum over all units: value by (case type, measure, breakdown)."""
    of_what = ["case_type", "measure", "breakdown"]
    return figures.groupby(of_what, sort=False)["value"].sum().round(_DECIMALS)


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


def total_of(
    totals: pd.Series, case_type: str, breakdown: Breakdown = Breakdown.ALL
) -> float | None:
    """The province's "how many" of a case type; ``None`` where nobody reported it."""
    for measure in HEADLINE:
        if (case_type, measure, breakdown.value) in totals.index:
            return float(totals[case_type, measure, breakdown.value])
    return None


def _pivot(figures: pd.DataFrame, index: str, columns: str | list[str]) -> pd.DataFrame:
    table = figures.pivot_table(
        index=index, columns=columns, values="value", aggfunc="sum", sort=False
    )
    return table.round(_DECIMALS)
