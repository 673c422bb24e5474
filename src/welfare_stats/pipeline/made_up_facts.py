"""Made-up facts of a year, on which templates are tried: all is known, nothing is, all is 0."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from welfare_stats.analyse.comparison import Change, NotCompared, Obstacle
from welfare_stats.analyse.contributions import days_covered
from welfare_stats.analyse.response import State, status_of
from welfare_stats.analyse.totals import Results, each_number_once, results_of
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Relation, ReportingUnit
from welfare_stats.design.forms import FORMS, Breakdown, Form, Measure
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.register import state_after
from welfare_stats.report.facts import AcceptedRemark, YearComparison, YearFacts
from welfare_stats.report.year_text import SECTIONS, YearText
from welfare_stats.settings import Office

_WORDS = ("Thử.",)
_PART = 20.0
_VALUES = {
    Measure.OPENING: 30.0,
    Measure.INCREASE: 15.0,
    Measure.DECREASE: 5.0,
    Measure.CLOSING: 40.0,
    Measure.TOTAL: 40.0,
    Measure.AMOUNT: 5000.0,
}


def trials(catalogue: Catalogue, office: Office, year: int) -> list[YearFacts]:
    """The facts of a year, made up from what the catalogue asks for: all, nothing, zeros."""
    period = calendar_year(year)
    codes = catalogue.during(period)
    known = _results(codes, period, factor=1)
    zero = _results(codes, period, factor=0, is_estimate=True)
    plain = _facts(catalogue, office, year, known)
    compared = [row for code, row in codes.case_types.items() if plain.headline(code) is not None]
    others = [NotCompared(row, Obstacle.ESTIMATE) for row in compared]
    value = _VALUES[Measure.TOTAL]
    before = [Change(row, value, value) for row in compared]
    everything = replace(
        plain,
        coverage=days_covered(known.observations) if len(known.observations) else {},
        notes={code: [*_WORDS] for code in codes.case_types},
        year_text=YearText(**dict.fromkeys(SECTIONS.values(), _WORDS)),
        remarks=(AcceptedRemark("", "a.xlsx", "A1", _WORDS[0]),),
        last_year=YearComparison(year - 1, before, [], codes.units),
    )
    met = tuple(
        owed if owed.state is State.NOT_ASKED else replace(owed, state=State.MET)
        for owed in everything.status.obligations
    )
    status = replace(everything.status, obligations=met)
    nothing = Results(known.observations[:0], known.contributions[:0])
    return [
        replace(everything, status=status),
        _facts(catalogue, office, year, nothing),
        replace(
            _facts(catalogue, office, year, zero),
            last_year=YearComparison(year - 1, [], others, codes.units),
        ),
    ]


def _facts(catalogue: Catalogue, office: Office, year: int, results: Results) -> YearFacts:
    period = calendar_year(year)
    return YearFacts(
        year=year,
        office=office,
        period=period,
        codes=catalogue.during(period),
        figures=results.figures,
        totals=results.totals,
        notes={},
        status=status_of(year, catalogue, state_after(()), date(year, 12, 31)),
        year_text=YearText(),
        case_types_ever=catalogue.case_type_codes,
        units_ever=catalogue.unit_codes,
        tables_ever=catalogue.table_keys,
        charts_ever=catalogue.chart_keys,
    )


def _results(
    codes: CatalogueAt, period: ReportingPeriod, *, factor: float, is_estimate: bool = False
) -> Results:
    rows = [row | {"is_estimate": is_estimate} for row in _rows(codes, period, factor)]
    return results_of(each_number_once(pd.DataFrame(rows, columns=_COLUMNS)), codes, period)


_COLUMNS = [
    "submission",
    "unit",
    "period_start",
    "period_end",
    "path",
    "is_estimate",
    "form",
    "facility",
    "case_type",
    "measure",
    "breakdown",
    "value",
    "note",
    "sheet",
    "cells",
]


def _rows(
    codes: CatalogueAt, period: ReportingPeriod, factor: float
) -> Iterator[dict[str, object]]:
    """Every number that is asked for, from every unit; sums are left to the program."""
    for case_type in codes.case_types.values():
        form = FORMS.get(case_type.form or "")
        if form is None or codes.children(case_type.code, Relation.SUM):
            continue
        for unit in codes.units_of(*case_type.reporters):
            for measure, breakdown in _asked(form):
                yield {
                    "submission": 1,
                    "unit": unit.code,
                    "period_start": period.start,
                    "period_end": period.end,
                    "path": "a.xlsx",
                    "form": form.code,
                    "facility": _facility(unit),
                    "case_type": case_type.code,
                    "measure": measure.value,
                    "breakdown": breakdown.value,
                    "value": factor * (_VALUES[measure] if breakdown is Breakdown.ALL else _PART),
                    "note": "",
                    "sheet": "A",
                    "cells": "A1",
                }


def _asked(form: Form) -> Iterator[tuple[Measure, Breakdown]]:
    for column in form.numbers.values():
        if column.measure is not None:
            yield column.measure, column.breakdown


def _facility(unit: ReportingUnit) -> str:
    return unit.code if unit.is_facility else ""
