"""The facts of a year of which only some numbers are known."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from conftest import REPOSITORY
from frames import totals_of
from welfare_stats.analyse.response import status_of
from welfare_stats.design.catalogue import Catalogue, CatalogueAt
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt, state_after
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.year_text import YearText
from welfare_stats.workspace import Workspace


def bare_facts(
    catalogue: Catalogue,
    codes: CatalogueAt,
    figures: pd.DataFrame,
    period: ReportingPeriod,
    receipts: Iterable[Receipt] = (),
    today: dt.date | None = None,
) -> YearFacts:
    """The facts with these figures; more is known by ``dataclasses.replace``.

    Args:
        catalogue: of all years.
        codes: of the period.
        figures: a frame as ``frames.figures`` makes it.
        period: of the report.
        receipts: what was sent.
        today: the day of the status, unless the last of the period.
    """
    year, today = period.end.year, today or period.end
    return YearFacts(
        year=year,
        office=Workspace(REPOSITORY).settings().office,
        period=period,
        codes=codes,
        figures=figures,
        totals=totals_of(figures),
        notes={},
        status=status_of(year, catalogue, state_after(list(receipts)), today),
        year_text=YearText(),
    )
