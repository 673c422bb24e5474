"""The codes that are in force on a day, and looking them up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from welfare_stats.design.catalogue.ethnicity import EthnicGroups
from welfare_stats.design.catalogue.gazetteer import Gazetteer, name_key
from welfare_stats.design.catalogue.labels import CaseTypeLabels
from welfare_stats.design.catalogue.models import (
    BaseRate,
    CaseType,
    Coefficient,
    Commune,
    Deadline,
    Level,
    Province,
    Relation,
    Reporter,
    ReportingUnit,
    Section,
    Succession,
    Target,
)
from welfare_stats.design.catalogue.report_charts import ReportChart
from welfare_stats.design.catalogue.report_tables import ReportTable
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold


@dataclass(frozen=True)
class CatalogueAt:
    """The rows in force on a day, or in a period that ends on it, in the order of the files.

    Attributes:
        lives: by code, from the first day to the last on which a unit exists under any name
            (``date.max`` where no end is known).
        successions: those that happen within the period.
        base_rate, coefficients, ethnic_groups: those of the day; not asked for of a period.
        abbreviations: what short words in labels stand for, by folded short word.
        reporters, sections: all by code, in the order of the files, as they are called on the day.
        provinces: those that there were on the day or before.
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
    reporters: Mapping[str, Reporter] = field(default_factory=dict)
    sections: Mapping[str, Section] = field(default_factory=dict)
    provinces: tuple[Province, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    charts: tuple[ReportChart, ...] = ()

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

    def asked_as(self, case_type: CaseType) -> CaseType:
        """What units are asked for: the case type itself, or that which it is derived from."""
        return self.case_types.get(case_type.source[1], case_type)

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

    def units_of(self, *reporter_kinds: str) -> list[ReportingUnit]:
        """Units that report as one of these kinds."""
        return [unit for unit in self.units.values() if unit.reporter_kind in reporter_kinds]

    def units_at(self, *levels: Level) -> list[ReportingUnit]:
        """Units that are for one of these things."""
        return [unit for unit in self.units.values() if unit.level in levels]

    def facilities(self) -> list[ReportingUnit]:
        """All social assistance facilities."""
        return self.units_at(Level.FACILITY)

    def facility(self, code: str | None) -> ReportingUnit | None:
        """The facility with that code, if there is one."""
        unit = self.units.get(code or "")
        return unit if unit is not None and unit.is_facility else None

    @cached_property
    def compiler(self) -> str:
        """What sentences call who compiles: "Sở"."""
        of_units = (unit.reporter for unit in self.units.values() if unit.compiles)
        known = (kind for kind in self.reporters.values() if kind.level.compiles)
        return next((kind.short or kind.label for kind in (*of_units, *known)), "cơ quan tổng hợp")

    @cached_property
    def whole_area(self) -> str:
        """What the area for which numbers are added up is called: "toàn tỉnh"."""
        if self.units_at(Level.MINISTRY):
            return "cả nước"
        areas = [unit.area.lower() for unit in self.units_at(Level.PROVINCE)]
        words = (word for word in ("tỉnh", "thành phố") for area in areas if area.startswith(word))
        return f"toàn {next(words, 'địa bàn')}"

    def above(self, unit: ReportingUnit) -> list[ReportingUnit]:
        """The units above a unit, the nearest first."""
        found: list[ReportingUnit] = []
        while (parent := self.units.get(unit.parent or "")) is not None and parent not in found:
            found.append(parent)
            unit = parent
        return found

    def facilities_of(self, unit: ReportingUnit) -> list[ReportingUnit]:
        """The facilities that a unit may report on.

        A facility: itself. Who reports for an area: those in the area, or below it. Who compiles:
        those below it, and those of which nobody who compiles is said to be above.
        """
        if unit.is_facility:
            return [unit]
        return [facility for facility in self.facilities() if self._is_of(facility, unit)]

    def _is_of(self, facility: ReportingUnit, unit: ReportingUnit) -> bool:
        above = self.above(facility)
        if any(other.code == unit.code for other in above):
            return True
        if unit.compiles:
            return not any(other.compiles for other in above)
        return facility.area == unit.area

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

        ``kind`` is the code of a kind or, as ``units.csv`` may name it, a wider sort.
        """
        return [
            unit
            for unit in self.units.values()
            if unit.in_force(self.day) and kind in (unit.kind, unit.reporter_kind)
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
        """The communes, to be found by name; a unit that reports for one is that commune."""
        listed = {row.district for row in self.communes}
        own = tuple(
            Commune(code=u.code, name=u.area, district=u.code, valid_from=u.valid_from)
            for u in self.units_at(Level.COMMUNE)
            if u.code not in listed
        )
        return Gazetteer((*self.communes, *own), self.units, self.provinces)

    def nearest_units(self, text: str) -> list[ReportingUnit]:
        """Units with a name similar to the text; only ever a suggestion to a person."""
        keys = get_close_matches(name_key(text), list(self._units_by_name), n=3, cutoff=0.6)
        return list({unit.code: unit for key in keys for unit in self._units_by_name[key]}.values())
