"""Everything that the report of a year is built from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from welfare_stats.analyse.response import YearStatus
from welfare_stats.analyse.totals import HEADLINE
from welfare_stats.design.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.year_text import YearText
from welfare_stats.settings import Office


@dataclass(frozen=True, slots=True)
class AcceptedRemark:
    """A warning on a file whose figures stand nevertheless; the annex lists it."""

    unit: str
    path: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """The figure frame of the year before, up to the same day of the year, and its totals."""

    year: int
    figures: pd.DataFrame
    totals: pd.Series


@dataclass(frozen=True)
class YearFacts:
    """The year's figures and circumstances.

    Attributes:
        year: the year of the report.
        office: who publishes it.
        period: the days that the figures cover.
        codes: the code lists of the period.
        figures: a figure frame (see ``analyse.totals``), with computed sums and derived figures.
        totals: the province totals of ``figures``.
        notes: what senders noted beside the number of a case type, by its code.
        status: what has become of every form that is due.
        year_text: what the office typed for the year.
        coverage: the days that the figures of a unit and form cover, by their codes.
        case_types_ever: codes of all case types that were in force in any year.
        remarks: warnings on files whose figures stand.
        last_year: the year before, if it can be compared.
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
    def _in_full(self) -> dict[tuple[str, str, str], frozenset[str]]:
        """By case type, measure and breakdown: who reported the number, without missing parts."""
        whole = self.figures[~self.figures["lacks_parts"].astype(bool)]
        return {
            (str(case_type), str(measure), str(breakdown)): frozenset(group["unit"])
            for (case_type, measure, breakdown), group in whole.groupby(
                ["case_type", "measure", "breakdown"], sort=False
            )
        }

    @cached_property
    def _with_nobody(self) -> dict[tuple[str, str], frozenset[str]]:
        """By case type and measure: who reported that there is nobody, so that no part is owed."""
        everybody = self.figures[self.figures["breakdown"] == Breakdown.ALL.value]
        none = everybody[(everybody["value"] == 0) & ~everybody["lacks_parts"].astype(bool)]
        return {
            (str(case_type), str(measure)): frozenset(group["unit"])
            for (case_type, measure), group in none.groupby(["case_type", "measure"], sort=False)
        }

    def lacking(
        self,
        case_type: CaseType,
        breakdown: Breakdown = Breakdown.ALL,
        measure: Measure | None = None,
    ) -> list[ReportingUnit]:
        """Units that owe a number but did not report it in full: its total is without them.

        Args:
            case_type: what is counted.
            breakdown: the part of the people that is asked for. Who has nobody lacks no part.
            measure: ``None`` for the one that answers "how many".
        """
        if case_type.source[0] == "units":
            return []  # its total is the number of units in the catalogue
        have: set[str] = set()
        for of in HEADLINE if measure is None else [measure.value]:
            have |= self._in_full.get((case_type.code, of, breakdown.value), frozenset())
            have |= self._with_nobody.get((case_type.code, of), frozenset())
        return [
            unit
            for unit in self.status.units
            if unit.reporter_kind in case_type.reporters and unit.code not in have
        ]

    def short_spans(self, case_types: Iterable[CaseType]) -> dict[ReportingUnit, ReportingPeriod]:
        """Units that report one of the case types, but not for the whole period of the report.

        Returns:
            The days that the figures of each of them cover.
        """
        units = {unit.code: unit for unit in self.status.units}
        kinds = {kind for case_type in case_types for kind in case_type.reporters}
        return {
            units[code]: period
            for (code, _), period in self.coverage.items()
            if code in units
            and units[code].reporter_kind in kinds
            and not period.contains(self.period)
        }
