"""The office's code lists, and which of their rows are in force on a day or in a period."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import TypedDict, TypeVar

from welfare_stats.design.catalogue.defaults import (
    default_provinces,
    default_reporters,
    default_sections,
)
from welfare_stats.design.catalogue.ethnicity import EthnicGroups
from welfare_stats.design.catalogue.in_force import CatalogueAt
from welfare_stats.design.catalogue.labels import CaseTypeLabels
from welfare_stats.design.catalogue.models import (
    IGNORED,
    Abbreviation,
    BaseRate,
    CaseType,
    Coefficient,
    Commune,
    DatedRow,
    Deadline,
    EthnicGroup,
    Heading,
    Province,
    Reporter,
    ReportingUnit,
    Section,
    Succession,
    Target,
    UnitRow,
)
from welfare_stats.design.catalogue.report_charts import ReportChart
from welfare_stats.design.catalogue.report_tables import ReportTable
from welfare_stats.design.catalogue.reporters import with_reporter
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.vietnamese import fold

Row = TypeVar("Row", bound=DatedRow)
Coded = TypeVar("Coded", Reporter, Section)


class _OfEveryDay(TypedDict):
    """Parts of a ``CatalogueAt``."""

    reporters: Mapping[str, Reporter]
    sections: Mapping[str, Section]
    provinces: tuple[Province, ...]


@dataclass(frozen=True)
class Catalogue:
    """All rows of all code lists, in the order of the files.

    ``fingerprint`` is a hash of the files: it changes when any of them changes. ``files`` are their
    contents by name, as the register keeps them.
    """

    case_types: tuple[CaseType, ...]
    units: tuple[UnitRow, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    communes: tuple[Commune, ...] = ()
    fingerprint: str = ""
    successions: tuple[Succession, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    base_rates: tuple[BaseRate, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    ethnic_groups: tuple[EthnicGroup, ...] = ()
    headings: tuple[Heading, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
    reporters: tuple[Reporter, ...] = field(default_factory=default_reporters)
    sections: tuple[Section, ...] = field(default_factory=default_sections)
    provinces: tuple[Province, ...] = field(default_factory=default_provinces)
    tables: tuple[ReportTable, ...] = ()
    charts: tuple[ReportChart, ...] = ()

    @cached_property
    def _of_days(self) -> dict[date, CatalogueAt]:
        """The code lists of the days that were asked for: files of a run share few days."""
        return {}

    def at(self, day: date) -> CatalogueAt:
        """The code lists of one day."""
        if day not in self._of_days:
            self._of_days[day] = self._in_force_on(day)
        return self._of_days[day]

    def _in_force_on(self, day: date) -> CatalogueAt:
        return CatalogueAt(
            day,
            {row.code: row for row in self.case_types if row.in_force(day)},
            self._units((row for row in self.units if row.in_force(day)), day),
            {row.case_type: row for row in self.targets if row.in_force(day)},
            tuple(row for row in self.deadlines if row.in_force(day)),
            tuple(row for row in self.communes if row.in_force(day)),
            self._lives_on(ReportingPeriod(day, day)),
            base_rate=next((row for row in self.base_rates if row.in_force(day)), None),
            coefficients={row.case_type: row for row in self.coefficients if row.in_force(day)},
            ethnic_groups=EthnicGroups(row for row in self.ethnic_groups if row.in_force(day)),
            abbreviations=_long_forms(row for row in self.abbreviations if row.in_force(day)),
            tables=tuple(row for row in self.tables if row.in_force(day)),
            charts=tuple(row for row in self.charts if row.in_force(day)),
            **self._of_every_day(day),
        )

    def _units(self, rows: Iterable[UnitRow], day: date) -> dict[str, ReportingUnit]:
        """The units by code, each with its kind; of a code with several rows, the latest one."""
        latest = _latest(rows, "code")
        return {code: with_reporter(row, self.reporters, day) for code, row in latest.items()}

    def _of_every_day(self, day: date) -> _OfEveryDay:
        """What other rows may refer to on any day, by its names of that day."""
        return {
            "reporters": _named_on(self.reporters, day),
            "sections": _named_on(self.sections, day),
            "provinces": tuple(row for row in self.provinces if row.valid_from <= day),
        }

    def during(self, period: ReportingPeriod) -> CatalogueAt:
        """What was in force on any day of a period; of a code with several rows, the latest one.

        Targets, tables and charts of the report are those of the period's last day.
        """
        return CatalogueAt(
            period.end,
            _latest((row for row in self.case_types if _in_force_during(row, period)), "code"),
            self._units((r for r in self.units if _in_force_during(r, period)), period.end),
            self.at(period.end).targets,
            tuple(row for row in self.deadlines if _in_force_during(row, period)),
            tuple(row for row in self.communes if _in_force_during(row, period)),
            self._lives_on(period),
            tuple(row for row in self.successions if period.start < row.day <= period.end),
            tables=self.at(period.end).tables,
            charts=self.at(period.end).charts,
            **self._of_every_day(period.end),
        )

    def _lives_on(self, period: ReportingPeriod) -> dict[str, ReportingPeriod]:
        """Of each unit in force in the period, the days of its life that touch it.

        Adjoining rows of one code are one unit that changed its name.
        """
        lives: dict[str, ReportingPeriod] = {}
        for row in sorted(self.units, key=lambda unit: unit.valid_from):
            days = ReportingPeriod(row.valid_from, row.valid_to or date.max)
            before = lives.get(row.code)
            if before is not None and before.end + timedelta(days=1) == days.start:
                days = ReportingPeriod(before.start, days.end)
            if before is None or days.start <= period.end:
                lives[row.code] = days
        return {
            code: days
            for code, days in lives.items()
            if days.start <= period.end and days.end >= period.start
        }

    def at_any_time(self) -> CatalogueAt:
        """Every code that was ever in force; of a code with several rows, the latest one."""
        return self._any_time

    @cached_property
    def _any_time(self) -> CatalogueAt:
        return CatalogueAt(
            date.max,
            _latest(self.case_types, "code"),
            self._units(self.units, date.max),
            _latest(self.targets, "case_type"),
            self.deadlines,
            self.communes,
            abbreviations=_long_forms(self.abbreviations),
            **self._of_every_day(date.max),
        )

    def asks_for(self, period: ReportingPeriod) -> bool:
        """Whether some deadline, of any time, is for exactly these days."""
        return any(row.period(period.end.year) == period for row in self.deadlines)

    @cached_property
    def _labels_of_years(self) -> dict[int | None, CaseTypeLabels]:
        return {}

    def labels_in(self, year: int | None) -> CaseTypeLabels:
        """The case types of a year, of all times where it is not known, to be found by labels.

        Of one code any label counts that it had in the year.
        """
        if year not in self._labels_of_years:
            days = calendar_year(year) if year else None
            rows = [r for r in self.case_types if days is None or _in_force_during(r, days)]
            self._labels_of_years[year] = CaseTypeLabels(rows, _long_forms(self.abbreviations))
        return self._labels_of_years[year]

    def fields_by_heading(self, year: int | None) -> Mapping[str, Mapping[str, str]]:
        """Of each folded heading in ``headings.csv`` its field, by code of the form.

        Those that were in force on some day of a year; of all times where the year is not known.
        """
        days = calendar_year(year) if year else None
        fields: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.headings:
            if row.field != IGNORED and (days is None or _in_force_during(row, days)):
                fields[fold(row.heading)][row.form] = row.field
        return fields

    def ignored_texts(self, year: int | None) -> frozenset[tuple[str, str]]:
        """Codes of forms with folded headings and labels of which nothing is to be taken.

        Those of ``headings.csv`` that were in force on some day of a year, or at any time.
        """
        days = calendar_year(year) if year else None
        return frozenset(
            (row.form, fold(row.heading))
            for row in self.headings
            if row.field == IGNORED and (days is None or _in_force_during(row, days))
        )

    @cached_property
    def case_type_codes(self) -> frozenset[str]:
        """The codes of all case types that were in force on any day."""
        return frozenset(row.code for row in self.case_types)

    @cached_property
    def unit_codes(self) -> frozenset[str]:
        """The codes of all units that existed on any day."""
        return frozenset(row.code for row in self.units)

    @cached_property
    def table_keys(self) -> frozenset[str]:
        """The keys of all tables of the report that were in force on any day."""
        return frozenset(row.key for row in self.tables)

    @cached_property
    def chart_keys(self) -> frozenset[str]:
        """The keys of all charts of the report that were in force on any day."""
        return frozenset(row.key for row in self.charts)


def _in_force_during(row: DatedRow, period: ReportingPeriod) -> bool:
    return row.valid_from <= period.end and (row.valid_to or date.max) >= period.start


def _long_forms(rows: Iterable[Abbreviation]) -> dict[str, str]:
    """What abbreviations stand for, by the folded abbreviation."""
    return {fold(row.short): row.long for row in rows}


def _latest(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """Rows by code in the order of the file; of several rows with one code, the latest."""
    latest: dict[str, Row] = {}
    for row in rows:
        code = getattr(row, key)
        if code not in latest or latest[code].valid_from < row.valid_from:
            latest[code] = row
    return latest


def _named_on(rows: Iterable[Coded], day: date) -> dict[str, Coded]:
    """Rows by code in the order of the file, each as it is called on a day, or else its latest."""
    rows = list(rows)
    return {**_latest(rows, "code"), **{row.code: row for row in rows if row.in_force(day)}}


def nearest(text: str, candidates: Sequence[str]) -> str | None:
    """The candidate most similar to the text, or ``None`` where none is similar at all."""
    by_key = {fold(candidate): candidate for candidate in candidates}
    keys = get_close_matches(fold(text), list(by_key), n=1, cutoff=0.6)
    return by_key[keys[0]] if keys else None


def require_known(what: str, named: Iterable[str], known: Collection[str]) -> None:
    """Refuse codes that are in no code list.

    Args:
        what: what they should name, in Vietnamese.
        named: the codes.
        known: all that there are.

    Raises:
        ConfigurationError: one is unknown; says which is most like it.
    """
    for name in named:
        if name not in known:
            meant = nearest(name, list(known))
            hint = f" Có phải là “{meant}” không?" if meant else ""
            raise ConfigurationError(f"Không có {what} “{name}” trong danh mục.{hint}")
