"""Everything that the report of a year is built from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import cast

import pandas as pd

from welfare_stats.analyse.comparison import Change, NotCompared
from welfare_stats.analyse.response import YearStatus
from welfare_stats.analyse.revision import NumberChange
from welfare_stats.analyse.succession import OpenQuestion
from welfare_stats.analyse.totals import HEADLINE, OF_WHAT, NumberKey
from welfare_stats.design.catalogue import (
    CaseType,
    CaseTypeKind,
    CatalogueAt,
    Relation,
    ReportingUnit,
    Target,
)
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Entry
from welfare_stats.report.model import Number, Origin
from welfare_stats.report.year_text import YearText
from welfare_stats.settings import Office

_LISTS = [form.code for form in FORMS.values() if form.is_list]  # any case type may be counted


_MOVED = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE)


@dataclass(frozen=True, slots=True)
class YearComparison:
    """The report's year beside the year before.

    Attributes:
        year: the year before.
        changes: what can be compared.
        others: what is known in both years and cannot.
        units: those of the year before, by code.
    """

    year: int
    changes: Sequence[Change]
    others: Sequence[NotCompared]
    units: Mapping[str, ReportingUnit]

    @property
    def says_something(self) -> bool:
        """Whether anything that units report can be compared, not only how many units there are."""
        return any(change.case_type.form is not None for change in self.changes)


@dataclass(frozen=True, slots=True)
class SentRevision:
    """What changed in the numbers of the province since the report that was sent.

    Attributes:
        sent_on: the day of that edition.
        changes: with their reasons.
        entries: of the register, by number.
    """

    sent_on: date
    changes: Sequence[NumberChange]
    entries: Mapping[int, Entry]


@dataclass(frozen=True, slots=True)
class _Values:
    """The numbers of one case type, measure and breakdown by unit; which of them are estimates."""

    of_units: dict[str, float]
    estimates: set[str]


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
        status: what has become of every obligation, and what counts.
        year_text: what the office typed for the year.
        coverage: the days that the figures of a unit and form cover, by their codes.
        case_types_ever, units_ever: codes of all case types and units that were in force in any
            year.
        tables_ever, charts_ever: keys of all tables and charts that were.
        last_year: the same days of the year before beside it, if anything was reported for them.
        questions: movements of the province that successions of units leave open.
        not_separate: units and forms, by code, that report only within a longer period.
        period_name: what a report of one period calls it ("6 tháng đầu năm 2018"), "" for the year.
        next_targets: the targets of the year after.
        reported: owners and case types, by code, of which some "how many" was sent.
        revision: what changed since the report that was sent, if one was and anything did.
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
    units_ever: frozenset[str] = frozenset()
    tables_ever: frozenset[str] = frozenset()
    charts_ever: frozenset[str] = frozenset()
    last_year: YearComparison | None = None
    questions: tuple[OpenQuestion, ...] = ()
    not_separate: frozenset[tuple[str, str]] = frozenset()
    period_name: str = ""
    revision: SentRevision | None = None
    next_targets: tuple[Target, ...] = ()
    reported: frozenset[tuple[str, str]] = frozenset()

    def known(self, key: NumberKey) -> Number | None:
        """A number with where it comes from; ``None`` where it is not known."""
        values = self._values.get(key[:3])
        if values is None or key.unit not in values.of_units:
            return None
        is_estimate = key.unit in values.estimates
        return Number(values.of_units[key.unit], is_estimate, (Origin(self.year, key),))

    @cached_property
    def _values(self) -> "dict[tuple[str, ...], _Values]":
        """By case type, measure and breakdown, the numbers of units and, of "", the province.

        As plain values: of a nation's units there are a million, of which few are shown.
        """
        found: dict[tuple[str, ...], _Values] = {}
        for of_what, group in self.figures.groupby(OF_WHAT, sort=False):
            units = group["unit"].tolist()
            marks = zip(units, group["is_estimate"].tolist(), strict=True)
            found[cast(tuple[str, ...], of_what)] = _Values(
                dict(zip(units, map(float, group["value"].tolist()), strict=True)),
                {unit for unit, is_estimate in marks if is_estimate},
            )
        for what, value in self.totals.items():
            values = found.setdefault(cast(tuple[str, ...], what), _Values({}, set()))
            values.of_units[""] = float(value)
            if values.estimates:
                values.estimates.add("")
        for case_type in self.codes.case_types.values():
            if case_type.source[0] == "units":
                key = NumberKey(case_type.code, Measure.TOTAL.value)
                found.setdefault(key[:3], _Values({}, set())).of_units.setdefault("", 0.0)
        return found

    @property
    def period_words(self) -> str:
        """What the report calls its time: "năm 2018", or "8 tháng đầu năm 2018" until August."""
        if self.period_name or self.is_whole_year:
            return self.period_name or f"năm {self.year}"
        start, after = self.period.start, self.period.end + timedelta(days=1)
        if (start.year, start.month, start.day, after.day) == (self.year, 1, 1, 1):
            return f"{after.month - 1} tháng đầu năm {self.year}"
        return f"năm {self.year}"

    @property
    def is_whole_year(self) -> bool:
        """Whether the figures reach to the end of the year, which for some is 14 December."""
        return self.period.end >= date(self.year, 12, 1)

    def has_sent(self, unit: str, form: str) -> bool:
        """Whether a unit's form is among what the report is made of."""
        return (unit, form) in self.coverage or self.status.has_sent(unit, form)

    def number(
        self,
        case_type: str,
        measure: str,
        breakdown: Breakdown = Breakdown.ALL,
        unit: str = "",
    ) -> Number | None:
        """A number of a unit, or with "" of the whole province; ``None`` where it is not known."""
        return self.known(NumberKey(case_type, measure, breakdown.value, unit))

    def headline(
        self, case_type: str, breakdown: Breakdown = Breakdown.ALL, unit: str = ""
    ) -> Number | None:
        """The number that says "how many"; ``None`` where it is not known."""
        found = (self.number(case_type, measure, breakdown, unit) for measure in HEADLINE)
        return next((number for number in found if number is not None), None)

    def name_of(self, unit: ReportingUnit) -> str:
        """The short name that a unit had on the days of the report."""
        return self.codes.units.get(unit.code, unit).short_name

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
        key = (case_type.code, breakdown, measure)
        if key not in self._found_lacking:
            self._found_lacking[key] = self._lacking(case_type, breakdown, measure)
        return self._found_lacking[key]

    @cached_property
    def _found_lacking(
        self,
    ) -> dict[tuple[str, Breakdown, Measure | None], list[ReportingUnit]]:
        """What was asked for before: of every number several tables and notes ask."""
        return {}

    def _lacking(
        self, case_type: CaseType, breakdown: Breakdown, measure: Measure | None
    ) -> list[ReportingUnit]:
        if case_type.source[0] == "units":
            return []  # its total is the number of units in the catalogue
        measures = HEADLINE if measure is None else [measure.value]
        is_at_end = measure is Measure.CLOSING or (
            measure is None and case_type.kind is CaseTypeKind.STOCK
        )
        return [
            unit
            for unit in self.status.units
            if unit.reporter_kind in case_type.reporters
            and not any(self._has_in_full(unit, case_type, m, breakdown) for m in measures)
            and self._is_asked(unit.code, measure, is_at_end=is_at_end)
            and self._is_in_force_for(unit.code, case_type)
        ]

    def _has_in_full(
        self, unit: ReportingUnit, case_type: CaseType, measure: str, breakdown: Breakdown
    ) -> bool:
        """Whether a unit reported a number, or that nobody is there, or so of each of its parts."""
        if unit.code in self._in_full.get((case_type.code, measure, breakdown.value), ()):
            return True
        if unit.code in self._with_nobody.get((case_type.code, measure), ()):
            return True
        parts = self.codes.children(case_type.code, Relation.SUM)
        return bool(parts) and all(
            self._has_in_full(unit, part, measure, breakdown) for part in parts
        )

    def _is_asked(self, unit: str, measure: Measure | None, *, is_at_end: bool) -> bool:
        """Whether a unit that exists only for a part of the period is asked for a number.

        Openings are those of the units at the start, stocks those of the units at the end.
        """
        life = self.codes.lives.get(unit)
        if life is None or life.start > self.period.end or life.end < self.period.start:
            return False
        if is_at_end:
            return life.end >= self.period.end
        return measure is not Measure.OPENING or life.start <= self.period.start

    def _is_in_force_for(self, unit: str, case_type: CaseType) -> bool:
        """Whether what a unit sent asks for a case type: one that ended is in no later form."""
        sent = self.coverage.get((unit, case_type.form or ""))
        ended = case_type.valid_to
        return ended is None or sent is None or sent.end <= ended

    def is_shown(self, case_type: CaseType) -> bool:
        """Whether a case type has a row: one that ended only if numbers of it stand."""
        ended = case_type.valid_to is not None and case_type.valid_to < self.period.end
        return not ended or self.is_known(case_type)

    def is_known(self, case_type: CaseType) -> bool:
        """Whether any number of a case type stands, of a unit or of the province."""
        return case_type.code in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(case_type for case_type, *_ in self._values)

    @cached_property
    def _in_part(self) -> frozenset[tuple[str, str, str]]:
        return self._marked("lacks_parts")

    @cached_property
    def _estimates(self) -> frozenset[tuple[str, str, str]]:
        return self._marked("is_estimate")

    def _marked(self, mark: str) -> frozenset[tuple[str, str, str]]:
        """Units, case types and breakdowns of the "how many" that have a mark."""
        rows = self.figures[self.figures[mark].astype(bool)]
        rows = rows[rows["measure"].isin(HEADLINE)]
        columns = ["unit", "case_type", "breakdown"]
        return frozenset(rows[columns].astype(str).itertuples(index=False, name=None))

    def is_in_part(
        self, unit: ReportingUnit, case_type: CaseType, breakdown: Breakdown = Breakdown.ALL
    ) -> bool:
        """Whether the total holds only some parts of what a unit has to report."""
        return (unit.code, case_type.code, breakdown.value) in self._in_part

    def estimating(
        self, case_type: CaseType, breakdown: Breakdown = Breakdown.ALL
    ) -> list[ReportingUnit]:
        """Units of which the "how many" holds a number that was sent in advance."""
        of = (case_type.code, breakdown.value)
        return [unit for unit in self.status.units if (unit.code, *of) in self._estimates]

    def why_unsettled(self, case_type: CaseType, measure: Measure | None = None) -> str:
        """Why a number of the province is not known although units reported it, in words, or "".

        Args:
            case_type: what is counted.
            measure: ``None`` for the number that says "how many".
        """
        what, stock = case_type.source
        is_movement = what in _MOVED or measure in _MOVED
        is_served = case_type.kind is CaseTypeKind.SERVED and measure is None
        if not is_movement and not is_served:
            return ""
        code = stock if what in _MOVED else case_type.code
        question = next((q for q in self.questions if q.case_type == code), None)
        if question is not None:
            return self._open_words(question)
        blank = [u for u in self.status.units if is_served and self.is_unsettled(u, case_type)]
        if not blank:
            return ""
        return f"chưa có số mới tiếp nhận của {', '.join(u.short_name for u in blank)}"

    def _open_words(self, question: OpenQuestion) -> str:
        if question.handover is not None:
            return "số bàn giao giữa các đơn vị không khớp"
        names = [unit.short_name for c, unit in self.codes.units.items() if c in question.missing]
        if names:
            return f"chưa có số bàn giao của {', '.join(names)}"
        return "không tách được số nhận bàn giao với số mới đến"

    def is_unsettled(self, unit: ReportingUnit, case_type: CaseType) -> bool:
        """Whether a unit reported a number in parts that do not make that of the whole time."""
        if case_type.kind is not CaseTypeKind.SERVED:
            return False
        is_known = self.headline(case_type.code, unit=unit.code) is not None
        return not is_known and (unit.code, case_type.code) in self.reported

    def short_spans(self, case_types: Iterable[CaseType]) -> dict[ReportingUnit, ReportingPeriod]:
        """Units that report one of the case types, but not for all of their days in the period.

        Returns:
            The days that the figures of each of them cover.
        """
        units = {unit.code: unit for unit in self.status.units}
        asked = {
            (kind, form)
            for case_type in case_types
            for kind in case_type.reporters
            for form in (self.codes.asked_as(case_type).form, *_LISTS)
        }
        return {
            units[code]: period
            for (code, form), period in self.coverage.items()
            if code in units
            and (units[code].reporter_kind, form) in asked
            and not period.contains(self._own_days(code, form))
        }

    @cached_property
    def _asked_by_now(self) -> dict[tuple[str, str], list[ReportingPeriod]]:
        """By unit and form, the periods asked for that end by the report's last day."""
        asked: dict[tuple[str, str], list[ReportingPeriod]] = {}
        for owed in (status.owed for status in self.status.obligations):
            if owed.is_asked and owed.period.end <= self.period.end:
                asked.setdefault((owed.unit.code, owed.form), []).append(owed.period)
        return asked

    def _own_days(self, unit: str, form: str) -> ReportingPeriod:
        """The days that a unit is asked for by the report's last day, or on which it exists."""
        if asked := self._asked_by_now.get((unit, form)):
            return max(asked, key=lambda period: (period.end, -period.start.toordinal()))
        life = self.codes.lives.get(unit, self.period)
        start, end = max(life.start, self.period.start), min(life.end, self.period.end)
        return ReportingPeriod(start, end) if start <= end else self.period
