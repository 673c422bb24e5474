"""The published figures one by one: what the tables show of units, and the numbers of the province.

Nothing stands here of a unit that no table shows, so that what the tables withhold is not found by
this way either.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from welfare_stats.analyse.totals import HEADLINE, NumberKey
from welfare_stats.design.catalogue import (
    CaseType,
    CatalogueAt,
    Relation,
    ReportingUnit,
)
from welfare_stats.design.forms import FORMS, Breakdown, Column, Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Gap, Number, PublishedFigure, Table
from welfare_stats.report.number_names import breakdown_name, measure_name, unit_of_measure
from welfare_stats.report.tables.gaps import gap_of, gap_of_total
from welfare_stats.report.tables.withheld import withheld_codes
from welfare_stats.report.unit_names import names_or_count
from welfare_stats.vietnamese import capitalised

_What = tuple[str, str, str]  # case type, measure, breakdown


def published_figures(
    facts: YearFacts, tables: Iterable[Table], untabled: Iterable[CaseType]
) -> tuple[PublishedFigure, ...]:
    """All figures in the order of the catalogue; of each the province first, then the units.

    A unit that owes a number which is shown of others has a row without a number.

    Args:
        facts: the year's figures.
        tables: of the report.
        untabled: case types that are not published.
    """
    left_out = {case_type.code for case_type in untabled}
    maker = _Maker(facts, _shown_of_units(tables, facts.year))
    return tuple(
        figure
        for case_type in facts.codes.case_types.values()
        if case_type.code not in left_out
        for figure in maker.figures(case_type)
    )


def parts_of_sums(codes: CatalogueAt) -> dict[str, tuple[str, ...]]:
    """By code of a case type, those that add up to it."""
    parts = {
        code: tuple(part.code for part in codes.children(code, Relation.SUM))
        for code in codes.case_types
    }
    return {code: found for code, found in parts.items() if found}


def _shown_of_units(tables: Iterable[Table], year: int) -> dict[_What, set[str]]:
    """By what is counted, the units whose own number stands in a table."""
    shown: dict[_What, set[str]] = {}
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, Number) and len(cell.of) == 1 and cell.of[0].year == year:
                    case_type, measure, breakdown, unit = cell.of[0].key
                    if unit:
                        shown.setdefault((case_type, measure, breakdown), set()).add(unit)
    return shown


@dataclass(frozen=True)
class _Maker:
    """Makes the figures of one case type after another.

    Attributes:
        shown: by what is counted, the units whose own number stands in a table.
    """

    facts: YearFacts
    shown: Mapping[_What, Collection[str]]

    def figures(self, case_type: CaseType) -> Iterator[PublishedFigure]:
        for what in self._asked(case_type):
            yield self._of_province(case_type, what)
            units = self.shown.get(what, ())
            is_withheld = case_type.code in self._withheld and what[1] in HEADLINE
            for unit in self.facts.codes.units.values() if units or is_withheld else ():
                yield from self._of_unit(case_type, what, unit, is_shown=unit.code in units)

    def _asked(self, case_type: CaseType) -> Iterable[_What]:
        """What is known or shown of a case type, in the order of its form; "how many" at least."""
        found = [
            what
            for column in _columns(self.facts.codes, case_type)
            if (what := (case_type.code, str(column.measure), str(column.breakdown)))
            and (what in self.shown or self.facts.known(NumberKey(*what)))
        ]
        is_owed = case_type.form is not None and any(
            kind in case_type.reporters for kind in self._owing.values()
        )
        if not found and is_owed and self.facts.is_shown(case_type):
            return [(case_type.code, Measure.TOTAL.value, Breakdown.ALL.value)]
        return dict.fromkeys(found)

    def _of_province(self, case_type: CaseType, what: _What) -> PublishedFigure:
        key = NumberKey(*what)
        measure = None if key.measure in HEADLINE else Measure(key.measure)
        number = self.facts.known(key)
        if number is None:
            return self._figure(case_type, key, gap_of_total(self.facts, case_type, measure))
        lacking = self.facts.lacking(case_type, Breakdown(key.breakdown), measure)
        names = names_or_count([unit.short_name for unit in lacking])
        remark = f"chưa gồm số liệu của {names}" if lacking else ""
        return self._figure(case_type, key, number, remark)

    def _of_unit(
        self, case_type: CaseType, what: _What, unit: ReportingUnit, *, is_shown: bool
    ) -> Iterator[PublishedFigure]:
        key = NumberKey(*what, unit=unit.code)
        number = self.facts.known(key)
        if number is not None and is_shown:
            is_in_part = key.measure in HEADLINE and self.facts.is_in_part(
                unit, case_type, Breakdown(key.breakdown)
            )
            yield self._figure(case_type, key, number, "số liệu chưa đủ" if is_in_part else "")
        elif number is not None and case_type.code in self._withheld:
            yield self._figure(case_type, key, Gap.WITHHELD)
        elif number is None and self._owing.get(unit.code) in case_type.reporters:
            yield self._figure(case_type, key, gap_of(self.facts, unit, case_type))

    def _figure(
        self, case_type: CaseType, key: NumberKey, value: Number | Gap, remark: str = ""
    ) -> PublishedFigure:
        codes = self.facts.codes
        unit = codes.units.get(key.unit)
        return PublishedFigure(
            key=key,
            days=self._days.get(key, self.facts.period),
            case_type=case_type.label,
            unit=unit.short_name if unit else capitalised(codes.whole_area),
            measure=measure_name(key.measure),
            breakdown=breakdown_name(key.breakdown),
            counted_in=unit_of_measure(case_type, key.measure),
            value=value,
            remark=remark,
        )

    @cached_property
    def _withheld(self) -> Collection[str]:
        """The case types that are not published of units."""
        return withheld_codes(self.facts)

    @cached_property
    def _owing(self) -> dict[str, str]:
        """The units that owe something, each with its kind."""
        return {unit.code: unit.reporter_kind for unit in self.facts.status.units}

    @cached_property
    def _days(self) -> dict[NumberKey, ReportingPeriod]:
        """The days of the numbers of units that are not of the whole period."""
        figures = self.facts.figures
        whole = self.facts.period
        is_short = (figures["period_start"] != whole.start) | (figures["period_end"] != whole.end)
        columns = ["case_type", "measure", "breakdown", "unit", "period_start", "period_end"]
        return {
            NumberKey(*key): ReportingPeriod(start, end)
            for *key, start, end in figures.loc[is_short, columns].itertuples(
                index=False, name=None
            )
        }


_TOTAL = Column("Tổng số", measure=Measure.TOTAL)


def _columns(codes: CatalogueAt, case_type: CaseType) -> list[Column]:
    """The columns of numbers of its form, or that of what it is derived from; then the total."""
    form = FORMS.get(codes.asked_as(case_type).form or "")
    return [*(form.numbers.values() if form else ()), _TOTAL]
