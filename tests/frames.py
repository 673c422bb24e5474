"""Frames of observations and figures as the program makes them, from a few rows."""

import datetime as dt
from typing import Any, cast

import pandas as pd

from welfare_stats.analyse.totals import Results, each_number_once, results_of
from welfare_stats.design.catalogue import CatalogueAt

JAN, JUN, JUL, AUG = (
    dt.date(2018, 1, 1),
    dt.date(2018, 6, 30),
    dt.date(2018, 7, 1),
    dt.date(2018, 8, 31),
)


def observations(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
        "submission": 1,
        "unit": "170",
        "facility": "",
        "form": "HX-01",
        "case_type": "tc_cao_tuoi",
        "measure": "closing",
        "breakdown": "all",
        "period_start": JAN,
        "period_end": AUG,
        "value": 0.0,
        "note": "",
        "is_estimate": False,
        "path": "a.xlsx",
        "sheet": "HX-01",
        "cells": "G7",
    }
    return pd.DataFrame([plain | row for row in rows], columns=list(plain))


def home(code: str, case_type: str, value: float, **more: Any) -> dict[str, Any]:
    return {
        "unit": code,
        "facility": code,
        "form": "CS-01",
        "case_type": case_type,
        "measure": "total",
        "value": value,
    } | more


def district(unit: str, case_type: str, value: float, **more: Any) -> dict[str, Any]:
    return {"unit": unit, "case_type": case_type, "value": value} | more


def results(codes: CatalogueAt, *rows: dict[str, Any]) -> Results:
    return results_of(each_number_once(observations(*rows)), codes)


def figures(codes: CatalogueAt, *rows: dict[str, Any]) -> pd.DataFrame:
    return results(codes, *rows).figures


def totals_of(frame: pd.DataFrame) -> pd.Series:
    """The totals of a figure frame that was changed by hand."""
    return frame.groupby(["case_type", "measure", "breakdown"], sort=False)["value"].sum()


def numbers(result: Results) -> dict[tuple[str, str, str], float]:
    """The numbers of the province by case type, measure and breakdown."""
    return {cast(tuple[str, str, str], key): value for key, value in result.totals.items()}
