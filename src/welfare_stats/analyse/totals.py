"""From the numbers that stand for a year to its figures and totals; frames in, frames out.

Two shapes of pandas frames occur here and in the rooms that use this one.

An *observation frame* has one row per number that a submission states, in the columns of
``collect.observations.SCHEMA``:

* ``unit``: code of the unit that sent the number;
* ``facility``: code of the facility that it is of, "" on forms without facilities;
* ``form``, ``case_type``, ``measure``, ``breakdown``: what the number says;
* ``period_start``, ``period_end``: first and last day of its period;
* ``value``, ``note``: the number, and the sender's note in its row;
* ``path``, ``sheet``, ``cells``: where it is written.

A *figure frame* has one row per owner, case type, measure and breakdown. The *owner* of a number is
the facility that it is of, or else the unit that sent it. The columns are:

* ``unit``: code of the owner, whoever sent the number;
* ``facility``, ``case_type``, ``measure``, ``breakdown``, ``value``: as above;
* ``period_start``, ``period_end``: the days that the figure covers;
* ``is_computed``: whether the program worked the number out; no sender stated it;
* ``lacks_parts``: whether it is a computed sum, and some of its parts were not stated.
"""

from collections.abc import Collection, Hashable
from typing import Any

import pandas as pd

from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.period import ReportingPeriod

KEY = ["unit", "facility", "case_type", "measure", "breakdown"]
"""The columns that tell one figure of a figure frame from another."""

HEADLINE = [Measure.TOTAL.value, Measure.CLOSING.value]
"""The measures that answer "how many"; every form asks for one of the two."""

_DECIMALS = 3  # amounts are in nghìn đồng: exact to the đồng, without binary rounding errors

_LISTS = [form.code for form in FORMS.values() if form.is_list]

_PERIOD = ["period_start", "period_end"]


def owner_of(observations: pd.DataFrame) -> pd.Series:
    """Whose each number is: the facility that it is of, or else the unit that sent it."""
    return observations["facility"].where(observations["facility"] != "", observations["unit"])


def each_number_once(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep one source of every number, where several sources state it.

    A facility's own number goes before that of a district office, and a number that was typed goes
    before one that was counted from a list. This holds for sources whose periods share a day. Of
    one source, a period that lies within a longer one is left out: the longer one includes it.

    Here four rows state one number of one facility, and the facility's own typed number is kept:

    >>> def row(sent_by, form, end, value):
    ...     return {"unit": sent_by, "facility": "CS1", "form": form, "case_type": "nuoi_duong",
    ...             "measure": "total", "breakdown": "all", "period_start": "2018-01-01",
    ...             "period_end": end, "value": value}
    >>> observations = pd.DataFrame([
    ...     row("CS1", "CS-01", "2018-08-31", 200),
    ...     row("170", "CS-01", "2018-08-31", 210),  # sent by the district office
    ...     row("CS1", "DS-01", "2018-08-31", 198),  # counted from the facility's list
    ...     row("CS1", "CS-01", "2018-06-30", 150),  # of a period within the longer one
    ... ])
    >>> each_number_once(observations)["value"].tolist()
    [200]

    Args:
        observations: an observation frame.

    Returns:
        The rows that are kept, in their order.
    """
    owner = owner_of(observations)
    # 0 is the best source: the facility's own typed number.
    source_rank = (owner != observations["unit"]) * 2 + observations["form"].isin(_LISTS)
    ranked = observations.assign(owner=owner, source_rank=source_rank)
    contested = ranked[ranked.duplicated(_NUMBER, keep=False)]
    left_out = [
        index for _, rivals in contested.groupby(_NUMBER, sort=False) for index in _left_out(rivals)
    ]
    kept = ranked.drop(index=left_out)
    return kept.drop(columns=["owner", "source_rank"]).reset_index(drop=True)


_NUMBER = ["owner", "case_type", "measure", "breakdown"]
"""What two observations have in common that state the same number."""


def _left_out(rivals: pd.DataFrame) -> list[Hashable]:
    """Index of the observations of one number that give way to a better one that is kept.

    The best source comes first, and of one source the longer period before those within it. What
    gives way itself makes nothing else give way.
    """
    ordered = rivals.sort_values("period_end", ascending=False, kind="stable").sort_values(
        ["source_rank", "period_start"], kind="stable"
    )
    kept: list[Any] = []
    left_out: list[Hashable] = []
    for row in ordered.itertuples():
        if any(_gives_way(row, better) for better in kept):
            left_out.append(row.Index)
        else:
            kept.append(row)
    return left_out


def _gives_way(row: Any, better: Any) -> bool:
    if row.source_rank > better.source_rank:
        return bool(row.period_start <= better.period_end and better.period_start <= row.period_end)
    is_within = better.period_start <= row.period_start and row.period_end <= better.period_end
    is_same = (better.period_start, better.period_end) == (row.period_start, row.period_end)
    return bool(is_within and not is_same)


def period_of(observations: pd.DataFrame) -> ReportingPeriod:
    """From the first day to the last day that any of the observations covers."""
    return ReportingPeriod(observations["period_start"].min(), observations["period_end"].max())


def figures_of(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """The figures of a year.

    Args:
        observations: the observations that stand, each number once.
        codes: the code lists of the period.

    Returns:
        A figure frame, with the sums and derived figures that nobody stated.
    """
    stocks = _stock_case_types(codes)
    figures = over_periods(with_sums(observations, codes), stocks)
    return with_derived(_without_ended_stocks(figures, codes, stocks), codes)


def _stock_case_types(codes: CatalogueAt) -> list[str]:
    return [code for code, row in codes.case_types.items() if row.kind is CaseTypeKind.STOCK]


def _without_ended_stocks(
    figures: pd.DataFrame, codes: CatalogueAt, stocks: Collection[str]
) -> pd.DataFrame:
    """Leave out stocks of units that ended in the period: their people are now a successor's."""
    ended = [code for code, unit in codes.units.items() if not unit.in_force(codes.day)]
    return figures[~(figures["unit"].isin(ended) & _is_stock(figures, stocks))]


def _is_stock(figures: pd.DataFrame, stocks: Collection[str]) -> pd.Series:
    """Which rows hold a number as of the last day of the period, not what happened in it."""
    return (figures["measure"] == Measure.CLOSING.value) | (
        (figures["measure"] == Measure.TOTAL.value) & figures["case_type"].isin(stocks)
    )


def reporters(figures: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Per case type, the owners that reported "how many" of it, without missing parts."""
    complete = headline(figures)
    complete = complete[~complete["lacks_parts"].astype(bool)]
    return {
        str(case_type): frozenset(group["unit"])
        for case_type, group in complete.groupby("case_type", sort=False)
    }


def with_sums(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Add the sums that were not stated: of each owner and period, from the parts that were.

    Args:
        observations: an observation frame.
        codes: the code lists of the period; they say which case types are parts of a sum.

    Returns:
        A figure frame in which every period still has rows of its own.
    """
    columns = [*KEY, *_PERIOD, "value"]
    # By owner: what a facility states belongs together, whoever sent it.
    by_owner = observations.assign(unit=owner_of(observations))[columns]
    known = by_owner.assign(is_computed=False, lacks_parts=False)
    parents = [parent for parent in codes.case_types if any(codes.children(parent, Relation.SUM))]
    # The deepest sums first: a sum may itself be a part of a larger one.
    for parent in sorted(parents, key=lambda code: -len(codes.with_ancestors(code))):
        parts = [child.code for child in codes.children(parent, Relation.SUM)]
        key = [name for name in KEY if name != "case_type"] + _PERIOD
        stated = known[known["case_type"].isin(parts)].groupby(key, sort=False)
        sums = stated.agg(
            value=("value", "sum"),
            parts_known=("value", "size"),
            lacks_parts=("lacks_parts", "any"),
        ).reset_index()
        rows = sums.assign(
            value=sums["value"].round(_DECIMALS),
            lacks_parts=sums["lacks_parts"] | (sums["parts_known"] < len(parts)),
            case_type=parent,
            is_computed=True,
        ).drop(columns="parts_known")
        # A stated sum comes before the computed one, so it is the one that is kept.
        known = pd.concat([known, rows]).drop_duplicates([*KEY, *_PERIOD], keep="first")
    return known.reset_index(drop=True)


def over_periods(values: pd.DataFrame, stocks: Collection[str]) -> pd.DataFrame:
    """Figures of the whole year from the numbers of periods that follow each other.

    Flows add up. Of a stock the latest number is taken, and of openings the earliest:

    >>> columns = [*KEY, "value", "period_start", "period_end"]
    >>> numbers = pd.DataFrame([
    ...     ["170", "", "tc_cao_tuoi", measure, "all", value, *days]
    ...     for days, values in [
    ...         (("2018-01-01", "2018-06-30"), {"opening": 100, "increase": 20, "closing": 120}),
    ...         (("2018-07-01", "2018-08-31"), {"opening": 120, "increase": 5, "closing": 125}),
    ...     ]
    ...     for measure, value in values.items()
    ... ], columns=columns).assign(is_computed=False, lacks_parts=False)
    >>> year = over_periods(numbers, stocks=[])
    >>> dict(zip(year["measure"], year["value"]))
    {'opening': 100, 'closing': 125, 'increase': 25}

    Args:
        values: a figure frame with rows of several periods, as ``with_sums`` gives it.
        stocks: codes of the case types whose "total" is a stock.

    Returns:
        A figure frame.
    """
    ordered = values.sort_values(_PERIOD, kind="stable")
    is_latest_wanted = _is_stock(ordered, stocks)
    is_earliest_wanted = ordered["measure"] == Measure.OPENING.value
    rule = (
        pd.Series("sum", index=ordered.index)
        .mask(is_latest_wanted, "last")
        .mask(is_earliest_wanted, "first")
    )
    figures = [
        group.groupby(KEY, sort=False).agg(
            value=("value", str(how)),
            is_computed=("is_computed", "any"),
            lacks_parts=("lacks_parts", "any"),
            period_start=("period_start", "min"),
            period_end=("period_end", "max"),
        )
        for how, group in ordered.groupby(rule)
    ]
    if not figures:
        return pd.DataFrame(columns=[*KEY, "value", "is_computed", "lacks_parts", *_PERIOD])
    return pd.concat(figures).reset_index().round({"value": _DECIMALS})


def with_derived(figures: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Add the figures of case types that nobody states, as the catalogue derives them.

    Such a case type is either a movement of a stock (its increases or decreases), or the number of
    units of some kind.
    """
    parts = [figures]
    for case_type in codes.case_types.values():
        source, name = case_type.source
        if source in (Measure.INCREASE, Measure.DECREASE):
            movements = figures[
                (figures["case_type"] == name)
                & (figures["measure"] == source)
                & (figures["breakdown"] == Breakdown.ALL.value)
            ]
            parts.append(movements.assign(case_type=case_type.code, measure=Measure.TOTAL.value))
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
                "is_computed": True,
                "lacks_parts": False,
            }
            parts.append(pd.DataFrame(rows))
    return pd.concat([part for part in parts if not part.empty], ignore_index=True)


def headline(figures: pd.DataFrame) -> pd.DataFrame:
    """The rows that say "how many, of everybody": one per owner and case type."""
    mask = figures["measure"].isin(HEADLINE) & (figures["breakdown"] == Breakdown.ALL.value)
    return figures[mask]


def province_totals(figures: pd.DataFrame) -> pd.Series:
    """The sum over all owners, indexed by case type, measure and breakdown."""
    of_what = ["case_type", "measure", "breakdown"]
    return figures.groupby(of_what, sort=False)["value"].sum().round(_DECIMALS)


def facility_by_case_type(figures: pd.DataFrame) -> pd.DataFrame:
    """A pivot table of "how many": case types (rows) by facility (columns)."""
    of_facilities = headline(figures)
    of_facilities = of_facilities[of_facilities["facility"] != ""]
    return _pivot(of_facilities, "case_type", "facility")


def unit_by_case_type(figures: pd.DataFrame) -> pd.DataFrame:
    """A pivot table of "how many": owners (rows) by case type (columns)."""
    return _pivot(headline(figures), "unit", "case_type")


def unit_by_measure(figures: pd.DataFrame, case_type: str) -> pd.DataFrame:
    """A pivot table of one case type: owners (rows) by measure and breakdown (columns)."""
    of_case_type = figures[figures["case_type"] == case_type]
    return _pivot(of_case_type, "unit", ["measure", "breakdown"])


CellKey = tuple[str, object]
"""Row label and column label of a number in a pivot table."""


def by_cell(frame: pd.DataFrame) -> dict[CellKey, float]:
    """The numbers of a pivot table by row label and column label, without the missing ones."""
    return {
        (str(row), column): float(value)
        for column in frame.columns
        for row, value in frame[column].dropna().items()
    }


def share(part: float | None, whole: float | None) -> float | None:
    """``part`` divided by ``whole``; ``None`` where either is unknown or the whole is 0."""
    if part is None or not whole:
        return None
    return part / whole


def total_of(
    totals: pd.Series, case_type: str, breakdown: Breakdown = Breakdown.ALL
) -> float | None:
    """The province's "how many" of a case type; ``None`` where nobody reported it.

    Args:
        totals: as ``province_totals`` gives them.
        case_type: code of the case type.
        breakdown: the part of the people that is asked for.
    """
    for measure in HEADLINE:
        if (case_type, measure, breakdown.value) in totals.index:
            return float(totals[case_type, measure, breakdown.value])
    return None


def _pivot(figures: pd.DataFrame, index: str, columns: str | list[str]) -> pd.DataFrame:
    """The values by row and column; missing where nothing was reported."""
    table = figures.pivot_table(
        index=index, columns=columns, values="value", aggfunc="sum", sort=False
    )
    return table.round(_DECIMALS)
