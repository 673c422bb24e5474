"""The office's code lists, and looking up the codes that are in force on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import TypeVar

from welfare_stats.design.catalogue.ethnicity import EthnicGroups
from welfare_stats.design.catalogue.gazetteer import Gazetteer, name_key
from welfare_stats.design.catalogue.labels import CaseTypeLabels
from welfare_stats.design.catalogue.models import (
    Abbreviation,
    BaseRate,
    CaseType,
    Coefficient,
    Commune,
    DatedRow,
    Deadline,
    EthnicGroup,
    Heading,
    Relation,
    ReporterKind,
    ReportingUnit,
    Succession,
    Target,
    UnitKind,
)
from welfare_stats.design.catalogue.report_tables import ReportTable
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.vietnamese import fold

Row = TypeVar("Row", bound=DatedRow)


@dataclass(frozen=True)
class Catalogue:
    """All rows of all code lists, in the order of the files.

    ``fingerprint`` is a hash of the files: it changes when any of them changes. ``files`` are their
    contents by name, as the register keeps them.
    """

    case_types: tuple[CaseType, ...]
    units: tuple[ReportingUnit, ...]
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
    tables: tuple[ReportTable, ...] = ()

    @cached_property
    def _of_days(self) -> dict[date, "CatalogueAt"]:
        """The code lists of the days that were asked for: files of a run share few days."""
        return {}

    def at(self, day: date) -> "CatalogueAt":
        """The code lists of one day."""
        if day not in self._of_days:
            self._of_days[day] = self._in_force_on(day)
        return self._of_days[day]

    def _in_force_on(self, day: date) -> "CatalogueAt":
        return CatalogueAt(
            day,
            {row.code: row for row in self.case_types if row.in_force(day)},
            {row.code: row for row in self.units if row.in_force(day)},
            {row.case_type: row for row in self.targets if row.in_force(day)},
            tuple(row for row in self.deadlines if row.in_force(day)),
            tuple(row for row in self.communes if row.in_force(day)),
            self._lives_on(ReportingPeriod(day, day)),
            base_rate=next((row for row in self.base_rates if row.in_force(day)), None),
            coefficients={row.case_type: row for row in self.coefficients if row.in_force(day)},
            ethnic_groups=EthnicGroups(row for row in self.ethnic_groups if row.in_force(day)),
            abbreviations={
                fold(row.short): row.long for row in self.abbreviations if row.in_force(day)
            },
            tables=tuple(row for row in self.tables if row.in_force(day)),
        )

    def during(self, period: ReportingPeriod) -> "CatalogueAt":
        """What was in force on any day of a period; of a code with several rows, the latest one.

        Targets and tables of the report are those of the period's last day.
        """
        return CatalogueAt(
            period.end,
            _latest((row for row in self.case_types if _in_force_during(row, period)), "code"),
            _latest((row for row in self.units if _in_force_during(row, period)), "code"),
            self.at(period.end).targets,
            tuple(row for row in self.deadlines if _in_force_during(row, period)),
            tuple(row for row in self.communes if _in_force_during(row, period)),
            self._lives_on(period),
            tuple(row for row in self.successions if period.start < row.day <= period.end),
            tables=self.at(period.end).tables,
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

    def at_any_time(self) -> "CatalogueAt":
        """Every code that was ever in force; of a code with several rows, the latest one."""
        return self._any_time

    @cached_property
    def _any_time(self) -> "CatalogueAt":
        return CatalogueAt(
            date.max,
            _latest(self.case_types, "code"),
            _latest(self.units, "code"),
            _latest(self.targets, "case_type"),
            self.deadlines,
            self.communes,
            abbreviations={fold(row.short): row.long for row in self.abbreviations},
        )

    def asks_for(self, period: ReportingPeriod) -> bool:
        """Whether some deadline, of any time, is for exactly these days."""
        return any(row.period(period.end.year) == period for row in self.deadlines)

    def fields_by_heading(self, year: int | None) -> Mapping[str, Mapping[str, str]]:
        """Of each folded heading in ``headings.csv`` its field, by code of the form.

        Those that were in force on some day of a year; of all times where the year is not known.
        """
        days = calendar_year(year) if year else None
        fields: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.headings:
            if days is None or _in_force_during(row, days):
                fields[fold(row.heading)][row.form] = row.field
        return fields

    @cached_property
    def case_type_codes(self) -> frozenset[str]:
        """The codes of all case types that were in force on any day."""
        return frozenset(row.code for row in self.case_types)


@dataclass(frozen=True)
class CatalogueAt:
    """The rows in force on a day, or in a period that ends on it, in the order of the files.

    Attributes:
        lives: by code, from the first day to the last on which a unit exists under any name
            (``date.max`` where no end is known).
        successions: those that happen within the period.
        base_rate, coefficients, ethnic_groups: those of the day; not asked for of a period.
        abbreviations: what short words in labels stand for, by folded short word.
    """

    day: date
    case_types: dict[str, CaseType]
    units: dict[str, ReportingUnit]
    targets: dict[str, Target]
    deadlines: tuple[Deadline, ...]
    communes: tuple[Commune, ...] = ()
    lives: Mapping[str, ReportingPeriod] = field(default_factory=dict)
    successions: tuple[Succession, ...] = ()
    base_rate: BaseRate | None = None
    coefficients: Mapping[str, Coefficient] = field(default_factory=dict)
    ethnic_groups: EthnicGroups = field(default_factory=EthnicGroups)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[ReportTable, ...] = ()

    @cached_property
    def labels(self) -> CaseTypeLabels:
        """The case types, to be found by the labels that offices write."""
        return CaseTypeLabels(self.case_types.values(), self.abbreviations)

    @cached_property
    def _children(self) -> dict[tuple[str, Relation], list[CaseType]]:
        found: dict[tuple[str, Relation], list[CaseType]] = defaultdict(list)
        for case_type in self.case_types.values():
            if case_type.parent is not None and case_type.relation is not None:
                found[case_type.parent, case_type.relation].append(case_type)
        return found

    def children(self, parent: str, relation: Relation) -> Sequence[CaseType]:
        """The children of a case type that have that relation to it."""
        return self._children.get((parent, relation), ())

    def with_ancestors(self, code: str) -> list[str]:
        """The code and every parent above it: whoever counts for a part counts for the whole."""
        codes = []
        while code in self.case_types:
            codes.append(code)
            code = self.case_types[code].parent or ""
        return codes

    def family(self, code: str) -> list[str]:
        """The code and all its descendants, of either relation, that are typed on a form."""
        descendants = [
            descendant
            for child in self.case_types.values()
            if child.parent == code and child.form is not None
            for descendant in self.family(child.code)
        ]
        return [code, *descendants]

    def units_of(self, *reporter_kinds: ReporterKind) -> list[ReportingUnit]:
        """Units that report as one of these sorts."""
        return [unit for unit in self.units.values() if unit.reporter_kind in reporter_kinds]

    def facilities(self) -> list[ReportingUnit]:
        """All social assistance facilities."""
        return [unit for unit in self.units.values() if unit.kind is UnitKind.FACILITY]

    def facility(self, code: str | None) -> ReportingUnit | None:
        """The facility with that code, if there is one."""
        unit = self.units.get(code or "")
        return unit if unit is not None and unit.kind is UnitKind.FACILITY else None

    def facilities_of(self, unit: ReportingUnit) -> list[ReportingUnit]:
        """The facilities that a unit may report on.

        A facility: itself. A district office: those in its area. The department: all.
        """
        if unit.kind is UnitKind.FACILITY:
            return [unit]
        return [
            facility
            for facility in self.facilities()
            if unit.kind is UnitKind.DEPARTMENT or facility.area == unit.area
        ]

    @cached_property
    def _by_label(self) -> dict[tuple[str | None, str], list[CaseType]]:
        by_label: dict[tuple[str | None, str], list[CaseType]] = {}
        for case_type in self.case_types.values():
            by_label.setdefault((case_type.form, fold(case_type.label)), []).append(case_type)
        return by_label

    def case_type_called(self, label: str, form: str) -> CaseType | None:
        """The one case type of the form with this label, whatever its case and accents."""
        named = self._by_label.get((form, fold(label)), [])
        return named[0] if len(named) == 1 else None

    def case_types_named(self, text: str) -> list[CaseType]:
        """The case types of that code or label, or else those whose label holds the text."""
        if text in self.case_types:
            return [self.case_types[text]]
        wanted = fold(text)
        same = [row for row in self.case_types.values() if fold(row.label) == wanted]
        return same or [
            row for row in self.case_types.values() if wanted and wanted in fold(row.label)
        ]

    def case_types_of(self, form: str, reporter: ReportingUnit) -> list[CaseType]:
        """The case types that the reporter reports on the form, in the order of the catalogue."""
        kind = reporter.reporter_kind
        return [
            case_type
            for case_type in self.case_types.values()
            if case_type.form == form and kind in case_type.reporters
        ]

    def deadlines_of(self, unit: ReportingUnit) -> list[Deadline]:
        """The deadlines that apply to this unit."""
        return [d for d in self.deadlines if unit.reporter_kind in d.reporters]

    def forms_due(self, unit: ReportingUnit) -> list[str]:
        """Codes of the forms that some deadline asks of this unit, sorted."""
        return sorted({form for deadline in self.deadlines_of(unit) for form in deadline.forms})

    def units_reporting_as(self, kind: str) -> list[ReportingUnit]:
        """Units in force on the day itself that a derived case type ``units:KIND`` counts.

        ``kind`` is a value of ``UnitKind`` or of ``ReporterKind``.
        """
        return [
            unit
            for unit in self.units.values()
            if unit.in_force(self.day) and kind in (unit.kind.value, unit.reporter_kind.value)
        ]

    @cached_property
    def _units_by_name(self) -> dict[str, list[ReportingUnit]]:
        by_name: dict[str, list[ReportingUnit]] = {}
        for unit in self.units.values():
            names = {unit.code, unit.name, unit.short_name, *unit.other_names}
            for key in {name_key(name) for name in names}:
                by_name.setdefault(key, []).append(unit)
        return by_name

    def units_called(self, text: str) -> list[ReportingUnit]:
        """Units of which the text is the code or a whole name, in any spelling; may be several."""
        return self._units_by_name.get(name_key(text), [])

    def units_named(self, text: str) -> list[ReportingUnit]:
        """Units that the text names by code or name, in any spelling; may be several.

        A name may stand among other words ("Phòng LĐTBXH huyện Võ Nhai"). One that is part of a
        longer name in the text does not count.
        """
        if called := self.units_called(text):
            return called
        key = name_key(text)
        within = [name for name in self._units_by_name if f" {name} " in f" {key} "]
        longest = [name for name in within if not any(name != n and name in n for n in within)]
        return list({unit.code: unit for n in longest for unit in self._units_by_name[n]}.values())

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The communes, to be found by name."""
        return Gazetteer(self.communes, self.units)

    def nearest_units(self, text: str) -> list[ReportingUnit]:
        """Units with a name similar to the text; only ever a suggestion to a person."""
        keys = get_close_matches(name_key(text), list(self._units_by_name), n=3, cutoff=0.6)
        return list({unit.code: unit for key in keys for unit in self._units_by_name[key]}.values())


def _in_force_during(row: DatedRow, period: ReportingPeriod) -> bool:
    return row.valid_from <= period.end and (row.valid_to or date.max) >= period.start


def _latest(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """Rows by code in the order of the file; of several rows with one code, the latest."""
    latest: dict[str, Row] = {}
    for row in rows:
        code = getattr(row, key)
        if code not in latest or latest[code].valid_from < row.valid_from:
            latest[code] = row
    return latest


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
