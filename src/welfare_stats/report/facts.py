"""All that the report is built from."""

from dataclasses import dataclass

import pandas as pd

from welfare_stats.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.forms import Breakdown
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.year_text import YearText
from welfare_stats.status import YearStatus
from welfare_stats.workspace import Office


@dataclass(frozen=True, slots=True)
class AcceptedRemark:
    """A warning on a file that is counted nevertheless."""

    unit: str
    path: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """Totals of the year before, up to the same day of the year."""

    year: int
    totals: pd.Series


@dataclass(frozen=True)
class YearFacts:
    """The year's figures and circumstances.

    ``figures`` is a figure frame of ``aggregate``, sums and derived figures included, ``totals``
    its province totals, ``notes`` what senders noted beside a case type.
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

    def lacking(self, case_type: CaseType) -> list[ReportingUnit]:
        """Units without which the total of a case type stands."""
        form = case_type.form
        if form is None:
            _, source = case_type.source
            form = self.codes.case_types[source].form if source in self.codes.case_types else None
        if form is None:
            return []
        return [
            unit
            for unit in self.status.lacking(form)
            if case_type.derived_from or unit.reporter_kind in case_type.reporters
        ]
