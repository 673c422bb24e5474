"""One received workbook for one unit and period, and the figures in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from welfare_stats.collect.reading.cases import Case
from welfare_stats.collect.reading.rows import FormTable
from welfare_stats.collect.repetition import Repetitions, repetitions
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Breakdown, Measure, Role
from welfare_stats.design.forms.cells import Sex
from welfare_stats.findings import CellRef, FindingKind
from welfare_stats.findings.waivers import Waiver
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import format_number, nfc

_CHILD_UNDER = 16  # Luật Trẻ em 2016, Điều 1
_ELDERLY_FROM = 60  # Luật Người cao tuổi 2009, Điều 2


Scope = tuple[str, str]
"""What a submission is the whole statement of: a form, and a facility ("" where it has none)."""


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What a figure is about; ``facility`` is "" on forms without facilities."""

    facility: str
    case_type: str
    measure: Measure
    breakdown: Breakdown


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a form, and where it comes from.

    Attributes:
        form: the code of the form.
        key: what the number is about.
        value: ``None`` where the cell holds something that could not be read as a number.
        place: the cell that findings on the figure point to.
        cells: an A1 address, or the range of cells that was counted.
        note: the note beside the number; of a counted one, how many cases it is without.
    """

    form: str
    key: FigureKey
    value: float | None
    place: CellRef
    cells: str
    note: str = ""


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
        """The figures typed into forms of numbers; a blank cell is no figure."""
        return tuple(
            figure
            for table in self.tables
            if not table.form.is_list
            for figure in _typed_figures(table)
        )

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
            for figure in _listed_figures([t for t in lists if t.rows], self.codes)
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
    for index, row in enumerate(table.rows):
        case_type = getattr(row, "case_type", None)
        if case_type is None:
            continue
        for name, column in table.form.numbers.items():
            if name not in table.columns or column.measure is None:
                continue
            value = getattr(row, name)
            if value is None and (index, name) not in table.refused:
                continue
            place = table.cell(index, name)
            key = FigureKey(
                getattr(row, "facility", None) or "", case_type, column.measure, column.breakdown
            )
            note = nfc(getattr(row, "note", None) or "")
            yield Figure(table.form.code, key, value, place, place.a1, note)


def _listed_figures(lists: Sequence[FormTable], codes: CatalogueAt) -> Iterator[Figure]:
    """Counts over all lists of one form together: one list may fill several sheets."""
    cases = [case for table in lists for case in table.cases]
    alike = Counter((case.facility, case.case_type, _breakdowns_of(case, codes)) for case in cases)
    counts: Counter[FigureKey] = Counter()
    for (facility, case_type, belongs), number in alike.items():
        if facility is None or case_type is None:
            continue
        for whole in codes.with_ancestors(case_type):
            for breakdown in belongs:
                counts[FigureKey(facility, whole, Measure.TOTAL, breakdown)] += number
    place = _first_cell(lists[0])
    cells = "; ".join(_range_of_cells(table, beside=place.sheet) for table in lists)
    # The list is complete: a part of a case type in it, to which no case belongs, is 0, not blank.
    covered = {(key.facility, code) for key in counts for code in codes.family(key.case_type)}
    breakdowns = _countable_breakdowns(cases, codes)
    for facility, case_type in sorted(covered):
        for breakdown, note in breakdowns.items():
            key = FigureKey(facility, case_type, Measure.TOTAL, breakdown)
            yield Figure(lists[0].form.code, key, counts[key], place, cells, note)


def _range_of_cells(table: FormTable, beside: str) -> str:
    """The range of the cells counted; with its sheet, unless that is the sheet ``beside``."""
    first = _first_cell(table)
    cells = first.down_to(table.row_numbers[-1])
    return cells if table.sheet == beside else f"{table.sheet}!{cells}"


def _first_cell(table: FormTable) -> CellRef:
    """The first of the cells that are counted."""
    name = table.form.roles[Role.CASE_TYPE]
    return table.cell(0, name if name in table.columns else next(iter(table.columns)))


def _countable_breakdowns(cases: Sequence[Case], codes: CatalogueAt) -> dict[Breakdown, str]:
    """The breakdowns that can be counted, each with a note on the cases of which it is unknown.

    Ethnicity is counted where it is known of at least one case. Who is of unknown ethnicity or sex
    is counted in no group.
    """
    sexes = Counter(case.sex for case in cases)
    ethnicities = Counter(case.ethnicity for case in cases)
    is_minority = codes.ethnic_groups.is_minority
    unknown = sum(count for text, count in ethnicities.items() if is_minority(text) is None)
    breakdowns = dict.fromkeys(_ALWAYS_COUNTED, "")
    breakdowns[Breakdown.FEMALE] = _unknown_of("giới tính", sexes[None])
    if unknown < len(cases):
        breakdowns[Breakdown.ETHNIC_MINORITY] = _unknown_of("dân tộc", unknown)
    return breakdowns


_ALWAYS_COUNTED = (Breakdown.ALL, Breakdown.FEMALE, Breakdown.CHILD, Breakdown.ELDERLY)


def _unknown_of(what: str, cases: int) -> str:
    return f"Không rõ {what}: {format_number(cases)} trường hợp" if cases else ""


def _breakdowns_of(case: Case, codes: CatalogueAt) -> tuple[Breakdown, ...]:
    """The breakdowns that this case belongs to."""
    breakdowns = [Breakdown.ALL]
    if case.sex is Sex.FEMALE:
        breakdowns.append(Breakdown.FEMALE)
    if codes.ethnic_groups.is_minority(case.ethnicity):
        breakdowns.append(Breakdown.ETHNIC_MINORITY)
    age = _age(case.birth, case.start)
    if age is not None and age < _CHILD_UNDER:
        breakdowns.append(Breakdown.CHILD)
    if age is not None and age >= _ELDERLY_FROM:
        breakdowns.append(Breakdown.ELDERLY)
    return tuple(breakdowns)


def _age(birth: date | int | None, on: date | None) -> int | None:
    """Age in full years on a day; of somebody with only a year of birth, the years between."""
    if birth is None or on is None:
        return None
    if isinstance(birth, int):
        return on.year - birth
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
