"""One received workbook for one unit and period, and the figures in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from welfare_stats.collect.case_counts import listed_figures
from welfare_stats.collect.case_type_sums import (
    CaseTypeSum,
    Strays,
    case_type_sums,
    mislabelled,
    strays_of,
)
from welfare_stats.collect.figures import Figure, FigureKey
from welfare_stats.collect.observations import Scope
from welfare_stats.collect.parts import over_parts
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.repetition import Repetitions, repetitions
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.findings import CellRef, FindingKind
from welfare_stats.findings.waivers import Waiver
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import nfc


@dataclass(frozen=True)
class Submission:
    """The content of one workbook, read and validated cell by cell.

    Attributes:
        unit: who sends; ``None`` where the heads do not tell.
        period: for which period; ``None`` where the heads do not tell.
        tables: all tables of known forms in the workbook.
        codes: the code lists in force at the end of the period.
        case_types_ever: codes of all case types that were in force on any day.
        period_cell: the cell that names the period.
        waivers: the office's decisions to accept findings on this workbook.
        is_estimate: whether its numbers are estimates, made before the period was over.
    """

    unit: ReportingUnit | None
    period: ReportingPeriod | None
    tables: tuple[FormTable, ...]
    codes: CatalogueAt
    case_types_ever: frozenset[str] = frozenset()
    period_cell: CellRef | None = None
    waivers: tuple[Waiver, ...] = ()
    is_estimate: bool = False

    def accepts(self, kind: FindingKind, cell: CellRef) -> bool:
        """Whether a waiver of the office accepts a finding of this kind at this cell."""
        place = f"{cell.sheet}!{cell.a1}"
        return any(waiver.is_on(kind.code, place) for waiver in self.waivers)

    @cached_property
    def _facilities(self) -> dict[str, ReportingUnit]:
        allowed = (
            self.codes.facilities() if self.unit is None else self.codes.facilities_of(self.unit)
        )
        return {facility.code: facility for facility in allowed}

    def facility(self, code: str | None) -> ReportingUnit | None:
        """The facility with that code, if the respondent may report on it.

        Where the respondent is unknown, any facility in force.
        """
        return self._facilities.get(code or "")

    @cached_property
    def typed(self) -> tuple[Figure, ...]:
        """The figures typed into forms of numbers; a blank cell is no figure.

        Of a form that is filled in for parts of the unit, they are the sums over the parts.
        """
        return tuple(
            figure
            for tables in self.typed_tables.values()
            for figure in over_parts(
                [(table.part, list(_typed_figures(table))) for table in tables]
            )
        )

    @cached_property
    def typed_tables(self) -> dict[str, list[FormTable]]:
        """The tables of each form of numbers in the workbook, by code of the form."""
        found: dict[str, list[FormTable]] = {}
        for table in self.tables:
            if not table.form.is_list:
                found.setdefault(table.form.code, []).append(table)
        return found

    @cached_property
    def listed(self) -> tuple[Figure, ...]:
        """The figures that the program counts from lists of cases.

        A case counts for its case type and for all parents of that. Lists of different forms are
        counted apart.
        """
        return tuple(
            figure
            for lists in self.lists.values()
            if any(table.rows for table in lists)
            for figure in listed_figures([t for t in lists if t.rows], self.codes)
        )

    @cached_property
    def lists(self) -> dict[str, list[FormTable]]:
        """The tables of each form of lists in the workbook, by code of the form."""
        found: dict[str, list[FormTable]] = {}
        for table in self.tables:
            if table.form.is_list:
                found.setdefault(table.form.code, []).append(table)
        return found

    @cached_property
    def repeated(self) -> dict[str, Repetitions]:
        """Which cases of the lists of each form repeat earlier ones, by code of the form.

        Positions count through all tables of the form.
        """
        return {
            form: repetitions([case for table in lists for case in table.cases])
            for form, lists in self.lists.items()
        }

    @cached_property
    def mislabelled(self) -> dict[int, frozenset[int]]:
        """By ``id`` of the table, the rows where the label beside a code shows that it is wrong."""
        return {id(table): mislabelled(table, self.codes, self.accepts) for table in self.tables}

    @cached_property
    def strays(self) -> Strays:
        """The rows that are not surely of the case type that they name.

        Of lists only where somebody typed a total, for else nothing in them is a sum.
        """
        with_totals = {table.form.code for table in self.tables if table.totals}
        tables = [t for t in self.tables if not t.form.is_list or t.form.code in with_totals]
        return strays_of(tables, self.codes, self.mislabelled)

    @cached_property
    def case_type_sums(self) -> tuple[CaseTypeSum, ...]:
        """Which rows hold the sums of which others."""
        return tuple(case_type_sums(self.tables, self.codes, self.strays))

    @cached_property
    def scopes(self) -> dict[Scope, int]:
        """The scopes (form and facility) that the submission states, with their number of figures.

        A form without any figure is a scope without a facility.
        """
        stated = Counter(
            (figure.form, figure.key.facility) for figure in (*self.typed, *self.listed)
        )
        with_figures = {form for form, _ in stated}
        empty = [form for form in self.forms if form not in with_figures]
        return {(form, ""): 0 for form in empty} | dict(stated)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the workbook, each once."""
        return tuple(dict.fromkeys(table.form.code for table in self.tables))


def _typed_figures(table: FormTable) -> Iterator[Figure]:
    codes = zip(table.facilities, table.keys, strict=True)
    for index, (row, (facility, (_, case_type))) in enumerate(zip(table.rows, codes, strict=True)):
        if not case_type:
            continue
        note = nfc(table.get(index, "note") or "")
        for name, column in table.numbers.items():
            if column.measure is None:
                continue
            value = getattr(row, name)
            if value is None and (index, name) not in table.refused:
                continue
            place = table.cell(index, name)
            key = FigureKey(facility, case_type, column.measure, column.breakdown)
            yield Figure(table.form.code, key, value, place, place.a1, note)
