"""One received workbook for one unit and period, and the figures that it states."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from welfare_stats.collect.reading import FormTable
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.design.forms.cells import Sex
from welfare_stats.findings import CellRef, FindingKind
from welfare_stats.findings.waivers import Waiver
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold, nfc

_CHILD_UNDER = 16  # Luật Trẻ em 2016, Điều 1
_ELDERLY_FROM = 60  # Luật Người cao tuổi 2009, Điều 2


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What a figure is of; ``facility`` is "" on forms that know no facilities."""

    facility: str
    case_type: str
    measure: Measure
    breakdown: Breakdown


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a form states, and where.

    ``value`` is ``None`` where the cell holds something that could not be read. ``cells`` is one
    A1 address, or the run of cells that was counted.
    """

    form: str
    key: FigureKey
    value: float | None
    place: CellRef
    cells: str
    note: str = ""


@dataclass(frozen=True)
class Submission:
    """What a workbook says, validated; ``unit`` and ``period`` are ``None`` where not readable.

    ``codes`` are the code lists in force at the end of the period; ``case_types_ever`` are all
    case types that were in force on any day. ``period_cell`` is where the period stands.
    ``waivers`` are the office's decisions on it.
    """

    unit: ReportingUnit | None
    period: ReportingPeriod | None
    tables: tuple[FormTable, ...]
    codes: CatalogueAt
    case_types_ever: frozenset[str] = frozenset()
    period_cell: CellRef | None = None
    waivers: tuple[Waiver, ...] = ()

    def accepts(self, kind: FindingKind, cell: CellRef) -> bool:
        """Whether the office says that what is found there is right as it is."""
        place = f"{cell.sheet}!{cell.a1}"
        return any(waiver.is_on(kind.code, place) for waiver in self.waivers)

    @cached_property
    def _facilities(self) -> dict[str, ReportingUnit]:
        known = (
            self.codes.facilities() if self.unit is None else self.codes.facilities_of(self.unit)
        )
        return {facility.code: facility for facility in known}

    def facility(self, code: str | None) -> ReportingUnit | None:
        """A facility that the sender may report: any, where the sender is not known."""
        return self._facilities.get(code or "")

    @cached_property
    def typed(self) -> tuple[Figure, ...]:
        """Figures that the sender typed into forms of numbers; blank cells are none."""
        return tuple(
            figure
            for table in self.tables
            if not table.form.is_list
            for figure in _typed_figures(table)
        )

    @cached_property
    def listed(self) -> tuple[Figure, ...]:
        """Figures counted from lists: a case of a part is a case of the whole as well."""
        lists = [table for table in self.tables if table.form.is_list and table.rows]
        return tuple(_listed_figures(lists, self.codes)) if lists else ()

    @cached_property
    def scopes(self) -> dict[tuple[str, str], int]:
        """Of which forms and facilities this is the statement, and how many figures it has."""
        stated = Counter(
            (figure.form, figure.key.facility) for figure in (*self.typed, *self.listed)
        )
        told = {form for form, _ in stated}
        return {(form, ""): 0 for form in self.forms if form not in told} | dict(stated)

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
    """Counts over all lists of a submission: one list may run over several sheets."""
    rows = [row for table in lists for row in table.rows]
    alike = Counter(
        (getattr(row, "facility", None), getattr(row, "case_type", None), _breakdowns_of(row))
        for row in rows
    )
    counts: Counter[FigureKey] = Counter()
    for (facility, case_type, breakdowns), number in alike.items():
        if facility is None or case_type is None:
            continue
        for whole in codes.with_ancestors(case_type):
            for breakdown in breakdowns:
                counts[FigureKey(facility, whole, Measure.TOTAL, breakdown)] += number
    place = lists[0].cell_or_row(0, "case_type", *lists[0].columns)
    cells = "; ".join(_run_of_cells(table, beside=place.sheet) for table in lists)
    # What nobody falls in is a counted 0, not a blank: the list is all there is of its whole.
    told = {(key.facility, code) for key in counts for code in codes.family(key.case_type)}
    for facility, case_type in sorted(told):
        for breakdown in _countable_breakdowns(rows):
            key = FigureKey(facility, case_type, Measure.TOTAL, breakdown)
            yield Figure(lists[0].form.code, key, counts[key], place, cells)


def _run_of_cells(table: FormTable, beside: str) -> str:
    first = table.cell_or_row(0, "case_type", *table.columns)
    run = first.down_to(table.row_numbers[-1])
    return run if table.sheet == beside else f"{table.sheet}!{run}"


def _countable_breakdowns(rows: Sequence[object]) -> tuple[Breakdown, ...]:
    """Breakdowns that every case answers: where one is silent, the count would be too low."""
    always = (Breakdown.ALL, Breakdown.FEMALE, Breakdown.CHILD, Breakdown.ELDERLY)
    if any(getattr(row, "ethnicity", None) is None for row in rows):
        return always
    return (*always, Breakdown.ETHNIC_MINORITY)


def _breakdowns_of(row: object) -> tuple[Breakdown, ...]:
    """The parts of the people counted in which this case falls."""
    found = [Breakdown.ALL]
    if getattr(row, "sex", None) is Sex.FEMALE:
        found.append(Breakdown.FEMALE)
    if is_minority(getattr(row, "ethnicity", None)):
        found.append(Breakdown.ETHNIC_MINORITY)
    age = _age(getattr(row, "birth", None), getattr(row, "received_on", None))
    if age is not None and age < _CHILD_UNDER:
        found.append(Breakdown.CHILD)
    if age is not None and age >= _ELDERLY_FROM:
        found.append(Breakdown.ELDERLY)
    return tuple(found)


@lru_cache(maxsize=256)
def is_minority(ethnicity: str | None) -> bool:
    """Whether this is not the majority, also where more is written: "Dân tộc Kinh"."""
    return ethnicity is not None and "kinh" not in fold(ethnicity).split()


def _age(birth: date | int | None, on: date | None) -> int | None:
    """Full years on a day; where only the year of birth is known, the difference of years."""
    if birth is None or on is None:
        return None
    if isinstance(birth, int):
        return on.year - birth
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
