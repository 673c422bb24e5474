"""Years of which every number is known, from every unit: what a test takes away is missing."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from bare_facts import bare_facts
from example_receipts import receipt
from frames import district, figures, home
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Relation
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt
from welfare_stats.report.facts import YearFacts

PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
WHOLE = "tro_cap_cong_dong"
PARTS = ["female", "ethnic_minority", "poor"]
PEOPLE_OF_HOMES = ["female", "ethnic_minority", "child", "elderly", "disabled"]
MOVEMENTS = {"opening": 30, "increase": 15, "decrease": 5, "closing": 40}


def everything(codes: CatalogueAt) -> Iterator[dict[str, Any]]:
    """Every number that is asked for, from every unit; sums are left to the program."""
    for case_type in codes.case_types.values():
        if case_type.derived_from or list(codes.children(case_type.code, Relation.SUM)):
            continue
        for unit in codes.units.values():
            if unit.reporter_kind not in case_type.reporters:
                continue
            what = (unit.code, case_type.code)
            if case_type.form == "CS-01":
                yield home(*what, 40)
                if case_type.code == "nuoi_duong":
                    yield from (home(*what, 20, breakdown=part) for part in PEOPLE_OF_HOMES)
            elif case_type.form == "HX-02":
                yield district(*what, 40, form="HX-02", measure="total")
                yield district(*what, 2500, form="HX-02", measure="amount")
            else:
                yield from (district(*what, n, measure=name) for name, n in MOVEMENTS.items())
                yield from (district(*what, 20, breakdown=part) for part in PARTS)
                yield district(*what, 12345, measure="amount")


def facts_of(
    catalogue: Catalogue,
    rows: Iterable[dict[str, Any]],
    codes: CatalogueAt | None = None,
    period: ReportingPeriod = PERIOD,
) -> YearFacts:
    """The facts of a year with these numbers, of which nothing else is known."""
    codes = codes or catalogue.at(period.end)
    frame = figures(codes, *rows)
    return replace(
        bare_facts(catalogue, codes, frame, period, _receipts(codes, frame, period)),
        notes={"tu_ky_danh_gia_som": ["Trường mầm non 19/5"]},
        case_types_ever=catalogue.case_type_codes,
    )


def _receipts(codes: CatalogueAt, frame: pd.DataFrame, period: ReportingPeriod) -> list[Receipt]:
    """One file a unit with numbers, of all its forms."""
    sent = frame[frame["unit"].isin(codes.units)]
    forms = {code: row.form for code, row in codes.case_types.items()}
    scopes = {
        str(unit): {
            (forms[code], str(unit) if forms[code] == "CS-01" else ""): 1
            for code in dict.fromkeys(rows["case_type"])
            if forms.get(code)
        }
        for unit, rows in sent.groupby("unit", sort=False)
    }
    day = period.end
    estimating = set(sent[sent["is_estimate"].astype(bool)]["unit"])
    return [
        receipt(
            number,
            unit,
            scopes=of_unit,
            period=period,
            received_on=day,
            is_estimate=unit in estimating,
        )
        for number, (unit, of_unit) in enumerate(scopes.items(), 1)
        if of_unit
    ]
