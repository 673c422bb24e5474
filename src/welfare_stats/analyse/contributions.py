"""Every number as the sum of cells: what each cell adds to which number.

A *contribution frame* has one row per cell and number that the cell is part of. All that is
computed from cells (sums that nobody stated, numbers of several periods, movements) only gives
rows another name, leaves rows out, or takes them off again; it never makes a number that is not a
sum of cells. So where a number comes from need not be found out afterwards. Its columns:

* ``unit``: whose the number is, the facility or else the sender; "" of the province alone;
* ``facility``, ``case_type``, ``measure``, ``breakdown``, ``period_start``, ``period_end``: as in
  an observation frame (``analyse.totals``), of the number, not of the cell;
* ``form``: that asks for the case type, also where the number was counted from a list;
* ``value``: what the cell adds, below 0 where it is taken off;
* ``cell``: the row of the observation frame that it is; -1 for a unit that is counted itself;
* ``is_computed``: whether no sender stated the number;
* ``lacks_parts``: whether a part or a period of the number was not stated;
* ``is_estimate``: whether it is of a statement in advance ("ước thực hiện");
* ``in_province``: whether it counts in the number of the whole province.
"""

from collections.abc import Collection, Iterator
from datetime import date

import pandas as pd

from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.period import ReportingPeriod

KEY = ["unit", "facility", "case_type", "measure", "breakdown"]
"""The columns that tell one number from another."""

PERIOD = ["period_start", "period_end"]

_SENT = ["unit", "form"]
"""The columns of what a unit or facility sends together."""


def owner_of(observations: pd.DataFrame) -> pd.Series:
    """Whose each number is: the facility that it is of, or else the unit that sent it."""
    return observations["facility"].where(observations["facility"] != "", observations["unit"])


def contributions_of(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """What each cell adds to which number of the period that somebody reports.

    Successions are not taken into account yet (``analyse.succession``).

    Args:
        observations: those that count, each number once.
        codes: the code lists of the period.
    """
    return over_periods(with_sums(_stated(observations, codes), codes), codes)


def with_derived(rows: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Add the case types that nobody reports: movements of a stock, and numbers of units."""
    return pd.concat([rows, *_movements(rows, codes), *_counted_units(codes)], ignore_index=True)


def _stated(observations: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    columns = [*KEY, "form", *PERIOD, "value", "is_estimate"]
    forms = {code: row.form for code, row in codes.case_types.items()}
    asked_on = observations["case_type"].map(forms).fillna(observations["form"])
    return observations.assign(unit=owner_of(observations), form=asked_on)[columns].assign(
        cell=range(len(observations)), is_computed=False, lacks_parts=False, in_province=True
    )


def with_sums(rows: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """Add the sums that were not stated: of each unit and period, from the parts that were.

    Args:
        rows: a contribution frame of stated numbers.
        codes: they say which case types are parts of a sum.
    """
    parents = [parent for parent in codes.case_types if any(codes.children(parent, Relation.SUM))]
    # The deepest sums first: a sum may itself be a part of a larger one.
    for parent in sorted(parents, key=lambda code: -len(codes.with_ancestors(code))):
        parts = [child.code for child in codes.children(parent, Relation.SUM)]
        key = [name for name in KEY if name != "case_type"] + PERIOD
        of_parts = rows[rows["case_type"].isin(parts)]
        stated = rows.loc[rows["case_type"] == parent, key]
        new = of_parts[~_index(of_parts, key).isin(_index(stated, key))]
        if new.empty:
            continue
        by_sum = new.groupby(key, sort=False)
        lacks = by_sum["lacks_parts"].transform("any") | (
            by_sum["case_type"].transform("nunique") < _parts_asked(new, parent, codes)
        )
        computed = new.assign(case_type=parent, lacks_parts=lacks, is_computed=True)
        rows = pd.concat([rows, computed], ignore_index=True)
    return rows


def _parts_asked(rows: pd.DataFrame, parent: str, codes: CatalogueAt) -> pd.Series:
    """How many parts the sum of each row has: those in force in the row's period."""
    parts = codes.children(parent, Relation.SUM)
    numbers = {
        period: sum(part.valid_from <= period[1] for part in parts)
        for period in dict.fromkeys(zip(rows["period_start"], rows["period_end"], strict=True))
    }
    asked = [numbers[p] for p in zip(rows["period_start"], rows["period_end"], strict=True)]
    return pd.Series(asked, index=rows.index)


def _index(rows: pd.DataFrame, columns: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[columns])


def over_periods(rows: pd.DataFrame, codes: CatalogueAt) -> pd.DataFrame:
    """The rows that make the numbers of the whole time, of those of periods in sequence.

    Flows add up. Of a stock the number of the latest statement is taken, and of openings that of
    the earliest: where that one leaves it blank, the number is not known. Of people served it is
    the first number, and of the later periods those who came; where one of them is blank, the
    number is not known either.

    Args:
        rows: a contribution frame in which every period has rows of its own.
        codes: they say which case types are stocks, and how people served are counted.
    """
    if rows.empty:
        return rows
    sent = rows.groupby(_SENT, sort=False)
    start, end = (ordinals(rows[day]) for day in PERIOD)
    is_last = end == end.groupby(sent.ngroup()).transform("max")
    is_first = start == start.groupby(sent.ngroup()).transform("min")
    is_opening = rows["measure"] == Measure.OPENING.value
    is_at_end, is_served = is_at_the_end(rows, codes), _is_served(rows, codes)
    flows = rows[~is_opening & ~is_at_end & ~is_served]
    return pd.concat(
        [
            flows.assign(lacks_parts=flows["lacks_parts"] | ~_is_whole(flows, rows, codes)),
            rows[is_opening & is_first],
            rows[is_at_end & is_last & ~is_served],
            *_served(rows, is_first, codes),
        ],
        ignore_index=True,
    )


def _is_whole(numbers: pd.DataFrame, sent: pd.DataFrame, codes: CatalogueAt) -> pd.Series:
    """Of each row, whether its number is known for all the days for which it was asked.

    It is asked in every period for which its form was sent, on whose last day its case type is in
    force.
    """
    asked = _days_by_sent(sent).reindex(_index(numbers, _SENT)).to_numpy(copy=True)
    for code in _in_force_for_a_part(numbers, sent, codes):
        of_code = (numbers["case_type"] == code).to_numpy()
        in_force = sent[sent["period_end"].map(codes.case_types[code].in_force)]
        limited = _days_by_sent(in_force).reindex(_index(numbers[of_code], _SENT), fill_value=0)
        asked[of_code] = limited.to_numpy()
    return _days_known(numbers, KEY) >= asked


def _in_force_for_a_part(
    numbers: pd.DataFrame, sent: pd.DataFrame, codes: CatalogueAt
) -> Iterator[str]:
    """The case types of some numbers that are not in force at the end of every period sent."""
    ends = list(sent["period_end"].unique())
    for code in numbers["case_type"].unique():
        row = codes.case_types.get(code)
        if row is not None and not all(row.in_force(end) for end in ends):
            yield code


def _days_by_sent(sent: pd.DataFrame) -> pd.Series:
    """How many days each form of each unit or facility was sent for."""
    days = _days_known(sent, _SENT)
    return days.groupby([sent[name] for name in _SENT], sort=False).first()


def _days_known(rows: pd.DataFrame, columns: list[str]) -> pd.Series:
    """Of each row, how many days the rows with the same values in some columns cover together."""
    group = rows.groupby(columns, sort=False).ngroup()
    spans = pd.DataFrame(
        {"group": group, **{day: ordinals(rows[day]) for day in PERIOD}}
    ).drop_duplicates()
    spans = spans.sort_values(["group", "period_start"], kind="stable")
    latest = spans.groupby("group")["period_end"].cummax()
    reached = latest.groupby(spans["group"]).shift(fill_value=0)
    begun = reached.clip(lower=spans["period_start"] - 1)
    new = (spans["period_end"] - begun).clip(lower=0)
    return group.map(new.groupby(spans["group"]).sum())


def ordinals(days: pd.Series) -> pd.Series:
    """Days as whole numbers, with which pandas counts quickly; the inverse of ``from_ordinals``."""
    return days.map({day: day.toordinal() for day in days.unique()}).astype("int64")


def from_ordinals(numbers: pd.Series) -> pd.Series:
    """Whole numbers as days."""
    return numbers.map({number: date.fromordinal(number) for number in numbers.unique()})


def _served(rows: pd.DataFrame, is_first: pd.Series, codes: CatalogueAt) -> list[pd.DataFrame]:
    """The rows of people served: of the first period, and who came in the later ones."""
    found = []
    for case_type in codes.case_types.values():
        if case_type.kind is not CaseTypeKind.SERVED:
            continue
        of_total = rows["measure"] == Measure.TOTAL.value
        there = (rows["case_type"] == case_type.code) & of_total & is_first
        came = (rows["case_type"] == case_type.arrivals) & of_total & ~is_first
        both = rows[there | came]
        if not both.empty:
            both = both.assign(case_type=case_type.code, is_computed=came[both.index])
            has_first = is_first[both.index].groupby([both[name] for name in KEY], sort=False)
            found.append(both[has_first.transform("any") & _is_whole(both, rows, codes)])
    return found


def is_at_the_end(rows: pd.DataFrame, codes: CatalogueAt) -> pd.Series:
    """Which rows hold a number as of the last day of the period, not what happened in it."""
    stocks = _case_types(codes, CaseTypeKind.STOCK)
    return (rows["measure"] == Measure.CLOSING.value) | (
        (rows["measure"] == Measure.TOTAL.value) & rows["case_type"].isin(stocks)
    )


def _is_served(rows: pd.DataFrame, codes: CatalogueAt) -> pd.Series:
    return rows["case_type"].isin(_case_types(codes, CaseTypeKind.SERVED)) & (
        rows["measure"] == Measure.TOTAL.value
    )


def _case_types(codes: CatalogueAt, kind: CaseTypeKind) -> Collection[str]:
    return [code for code, row in codes.case_types.items() if row.kind is kind]


def _movements(rows: pd.DataFrame, codes: CatalogueAt) -> list[pd.DataFrame]:
    """Case types that are the increases or decreases of a stock."""
    found = []
    for case_type in codes.case_types.values():
        measure, stock = case_type.source
        if measure in (Measure.INCREASE, Measure.DECREASE):
            of_all = rows["breakdown"] == Breakdown.ALL.value
            moved = (rows["case_type"] == stock) & (rows["measure"] == measure) & of_all
            found.append(rows[moved].assign(case_type=case_type.code, measure=Measure.TOTAL.value))
    return found


def _counted_units(codes: CatalogueAt) -> list[pd.DataFrame]:
    """Case types that are the number of units of some sort in the catalogue."""
    found = []
    for case_type in codes.case_types.values():
        what, kind = case_type.source
        units = [unit.code for unit in codes.units_reporting_as(kind)] if what == "units" else []
        if units:
            same = {
                "facility": "",
                "case_type": case_type.code,
                "measure": Measure.TOTAL.value,
                "breakdown": Breakdown.ALL.value,
                "form": "",
                "period_start": codes.day,
                "period_end": codes.day,
                "value": 1.0,
                "cell": -1,
                "is_computed": True,
                "lacks_parts": False,
                "is_estimate": False,
                "in_province": True,
            }
            found.append(pd.DataFrame({"unit": units} | same))
    return found


def days_covered(observations: pd.DataFrame) -> dict[tuple[str, str], ReportingPeriod]:
    """By owner and form, from the first to the last day that numbers were sent for."""
    spans = (
        observations.assign(unit=owner_of(observations))
        .groupby(_SENT, sort=False)
        .agg(start=("period_start", "min"), end=("period_end", "max"))
    )
    return {
        (str(unit), str(form)): ReportingPeriod(start, end)
        for (unit, form), start, end in spans.itertuples(name=None)
    }
