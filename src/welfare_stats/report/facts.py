"""All that the report is built from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from welfare_stats.analyse.response import YearStatus
from welfare_stats.analyse.totals import reporters
from welfare_stats.design.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Breakdown
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.year_text import YearText
from welfare_stats.settings import Office


@dataclass(frozen=True, slots=True)
class AcceptedRemark:
    """A warning on a file that is counted nevertheless."""

    unit: str
    path: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """Figures of the year before, up to the same day of the year, and their province totals."""

    year: int
    figures: pd.DataFrame
    totals: pd.Series


@dataclass(frozen=True)
class YearFacts:
    """The year's figures and circumstances.

    ``figures`` is a figure frame of ``aggregate``, sums and derived figures included, ``totals``
    its province totals, ``coverage`` the period that a unit's accepted form speaks of, ``notes``
    what senders noted beside a case type. ``case_types_ever`` are the codes of any year.
    """

    year: int
    office: Office
    period: ReportingPeriod
    codes: CatalogueAt
    figures: pd.DataFrame
    totals: pd.Series
    notes: dict[str, list[str]]
    status: YearStatus
    year_text: YearText
    coverage: Mapping[tuple[str, str], ReportingPeriod] = field(default_factory=dict)
    case_types_ever: frozenset[str] = frozenset()
    remarks: tuple[AcceptedRemark, ...] = ()
    last_year: LastYear | None = None

    def value(
        self,
        case_type: str,
        measure: str,
        breakdown: Breakdown = Breakdown.ALL,
    ) -> float | None:
        """The province's total of a measure; ``None`` where nobody reported it."""
        key = (case_type, measure, breakdown.value)
        return float(self.totals[key]) if key in self.totals.index else None

    @cached_property
    def _reporters(self) -> dict[str, frozenset[str]]:
        return reporters(self.figures)

    def lacking(self, case_type: CaseType) -> list[ReportingUnit]:
        """Units that owe a case type and did not report it: its total is without them."""
        if case_type.source[0] == "units":
            return []
        have = self._reporters.get(case_type.code, frozenset())
        return [
            unit
            for unit in self.status.units
            if unit.reporter_kind in case_type.reporters and unit.code not in have
        ]

    def partial(self, case_types: Iterable[CaseType]) -> dict[ReportingUnit, ReportingPeriod]:
        """Units that report one of these, whose figures do not span the report's period."""
        units = {unit.code: unit for unit in self.status.units}
        kinds = {kind for case_type in case_types for kind in case_type.reporters}
        return {
            units[code]: period
            for (code, _), period in self.coverage.items()
            if code in units
            and units[code].reporter_kind in kinds
            and not period.contains(self.period)
        }
