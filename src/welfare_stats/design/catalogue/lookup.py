"""Looking codes up, as they are in force on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import TypeVar

from welfare_stats.design.catalogue.gazetteer import Gazetteer, name_key
from welfare_stats.design.catalogue.models import (
    CaseType,
    Commune,
    DatedRow,
    Deadline,
    Relation,
    ReporterKind,
    ReportingUnit,
    Target,
    UnitKind,
)
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold

Row = TypeVar("Row", bound=DatedRow)


@dataclass(frozen=True)
class Catalogue:
    """All rows of all code lists, in the order of the files.

    ``fingerprint`` changes when any of the files changes.
    """

    case_types: tuple[CaseType, ...]
    units: tuple[ReportingUnit, ...]
    targets: tuple[Target, ...]
    deadlines: tuple[Deadline, ...]
    communes: tuple[Commune, ...] = ()
    fingerprint: str = ""

    def at(self, day: date) -> "CatalogueAt":
        """The rows in force on that day, by code."""
        return CatalogueAt(
            day,
            {row.code: row for row in self.case_types if row.in_force(day)},
            {row.code: row for row in self.units if row.in_force(day)},
            {row.case_type: row for row in self.targets if row.in_force(day)},
            tuple(row for row in self.deadlines if row.in_force(day)),
            tuple(row for row in self.communes if row.in_force(day)),
        )

    def during(self, period: ReportingPeriod) -> "CatalogueAt":
        """The rows in force on any day of a period, each code in its latest meaning."""
        return CatalogueAt(
            period.end,
            _latest((row for row in self.case_types if _holds(row, period)), "code"),
            _latest((row for row in self.units if _holds(row, period)), "code"),
            self.at(period.end).targets,
            tuple(row for row in self.deadlines if _holds(row, period)),
            tuple(row for row in self.communes if _holds(row, period)),
        )

    def at_any_time(self) -> "CatalogueAt":
        """Every code that was ever in force, in its latest meaning."""
        return CatalogueAt(
            date.max,
            _latest(self.case_types, "code"),
            _latest(self.units, "code"),
            _latest(self.targets, "case_type"),
            self.deadlines,
            self.communes,
        )

    @cached_property
    def case_type_codes(self) -> frozenset[str]:
        """Case types that were in force on any day."""
        return frozenset(row.code for row in self.case_types)


@dataclass(frozen=True)
class CatalogueAt:
    """The code lists of one day; the order of the files is kept."""

    day: date
    case_types: dict[str, CaseType]
    units: dict[str, ReportingUnit]
    targets: dict[str, Target]
    deadlines: tuple[Deadline, ...]
    communes: tuple[Commune, ...] = ()

    def children(self, parent: str, relation: Relation) -> list[CaseType]:
        """Case types that stand to ``parent`` in that relation."""
        return [
            case_type
            for case_type in self.case_types.values()
            if case_type.parent == parent and case_type.relation is relation
        ]

    def with_ancestors(self, code: str) -> list[str]:
        """The code and every parent above it: a case of a part is a case of the whole."""
        chain = []
        while code in self.case_types:
            chain.append(code)
            code = self.case_types[code].parent or ""
        return chain

    def family(self, code: str) -> list[str]:
        """The code and every part and subset below it that is typed on a form."""
        below = [
            found
            for child in self.case_types.values()
            if child.parent == code and child.form is not None
            for found in self.family(child.code)
        ]
        return [code, *below]

    def units_of(self, *kinds: ReporterKind) -> list[ReportingUnit]:
        """Units in force that report as one of these kinds."""
        return [unit for unit in self.units.values() if unit.reporter_kind in kinds]

    def facilities(self) -> list[ReportingUnit]:
        """Social assistance facilities in force."""
        return [unit for unit in self.units.values() if unit.kind is UnitKind.FACILITY]

    def facility(self, code: str | None) -> ReportingUnit | None:
        """The facility in force with that code."""
        unit = self.units.get(code or "")
        return unit if unit is not None and unit.kind is UnitKind.FACILITY else None

    def facilities_of(self, unit: ReportingUnit) -> list[ReportingUnit]:
        """On which a unit reports: itself, those of a district's area, all for the department."""
        if unit.kind is UnitKind.FACILITY:
            return [unit]
        return [
            facility
            for facility in self.facilities()
            if unit.kind is UnitKind.DEPARTMENT or facility.area == unit.area
        ]

    @cached_property
    def _by_label(self) -> dict[tuple[str | None, str], list[CaseType]]:
        named: dict[tuple[str | None, str], list[CaseType]] = {}
        for case_type in self.case_types.values():
            named.setdefault((case_type.form, fold(case_type.label)), []).append(case_type)
        return named

    def case_type_called(self, label: str, form: str) -> CaseType | None:
        """The one case type of the form with these words, however their letters are typed."""
        named = self._by_label.get((form, fold(label)), [])
        return named[0] if len(named) == 1 else None

    def case_types_of(self, form: str, reporter: ReportingUnit) -> list[CaseType]:
        """What the reporter reports on the form, in the order of the catalogue."""
        return [
            case_type
            for case_type in self.case_types.values()
            if case_type.form == form and reporter.reporter_kind in case_type.reporters
        ]

    def deadlines_of(self, unit: ReportingUnit) -> list[Deadline]:
        """The deadlines that ask something of this unit."""
        return [d for d in self.deadlines if unit.reporter_kind in d.reporters]

    def forms_due(self, unit: ReportingUnit) -> list[str]:
        """Codes of the forms that a deadline asks of this unit."""
        return sorted({form for deadline in self.deadlines_of(unit) for form in deadline.forms})

    def units_reporting_as(self, reporter_kinds: str) -> list[ReportingUnit]:
        """Units of a kind named by ``units:KIND`` of a derived case type, on the day."""
        return [
            unit
            for unit in self.units.values()
            if unit.in_force(self.day)
            and reporter_kinds in (unit.kind.value, unit.reporter_kind.value)
        ]

    @cached_property
    def _units_by_name(self) -> dict[str, list[ReportingUnit]]:
        named: dict[str, list[ReportingUnit]] = {}
        for unit in self.units.values():
            names = {unit.code, unit.name, unit.short_name, *unit.other_names}
            for key in {name_key(name) for name in names}:
                named.setdefault(key, []).append(unit)
        return named

    def units_called(self, text: str) -> list[ReportingUnit]:
        """Units whose code or whole name the text is, however spelt: none, one or several."""
        return self._units_by_name.get(name_key(text), [])

    def units_named(self, text: str) -> list[ReportingUnit]:
        """Units that the text names by code or name, however spelt: none, one or several.

        A name may stand among other words ("Phòng LĐTBXH huyện Võ Nhai").
        """
        if whole_name := self.units_called(text):
            return whole_name
        key = name_key(text)
        within = [name for name in self._units_by_name if f" {name} " in f" {key} "]
        whole = [name for name in within if not any(name != n and name in n for n in within)]
        return list({unit.code: unit for n in whole for unit in self._units_by_name[n]}.values())

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The communes in force, by name."""
        return Gazetteer(self.communes, self.units)

    def nearest_units(self, text: str) -> list[ReportingUnit]:
        """Units whose name is like the text, to suggest and never to take."""
        keys = get_close_matches(name_key(text), list(self._units_by_name), n=3, cutoff=0.6)
        return list({unit.code: unit for key in keys for unit in self._units_by_name[key]}.values())


def _holds(row: DatedRow, period: ReportingPeriod) -> bool:
    return row.valid_from <= period.end and (row.valid_to or date.max) >= period.start


def _latest(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """Rows by code in the order of the file, each code in its latest meaning."""
    found: dict[str, Row] = {}
    for row in rows:
        code = getattr(row, key)
        if code not in found or found[code].valid_from < row.valid_from:
            found[code] = row
    return found


def nearest(text: str, candidates: Sequence[str]) -> str | None:
    """The candidate most like the text, if any is like it at all."""
    by_key = {fold(candidate): candidate for candidate in candidates}
    keys = get_close_matches(fold(text), list(by_key), n=1, cutoff=0.6)
    return by_key[keys[0]] if keys else None
