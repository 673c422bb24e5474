"""Frames of observations and figures as the program makes them, from a few rows."""

import datetime as dt
from typing import Any

import pandas as pd

from welfare_stats.analyse.totals import each_number_once, figures_of
from welfare_stats.design.catalogue import CatalogueAt

JAN, JUN, JUL, AUG = (
    dt.date(2018, 1, 1),
    dt.date(2018, 6, 30),
    dt.date(2018, 7, 1),
    dt.date(2018, 8, 31),
)


def observations(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {
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
        "path": "a.xlsx",
        "sheet": "HX-01",
        "cells": "G7",
    }
    return pd.DataFrame([plain | row for row in rows])


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


def figures(codes: CatalogueAt, *rows: dict[str, Any]) -> pd.DataFrame:
    return figures_of(each_number_once(observations(*rows)), codes)
