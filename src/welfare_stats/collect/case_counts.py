"""Counting the cases of lists: by case type, sex, age and ethnic group."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from welfare_stats.collect.figures import Figure, FigureKey
from welfare_stats.collect.reading.cases import Case
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import Breakdown, Measure, Role
from welfare_stats.design.forms.cells import Sex
from welfare_stats.findings import CellRef
from welfare_stats.vietnamese import format_number

_CHILD_UNDER = 16  # Luật Trẻ em 2016, Điều 1
_ELDERLY_FROM = 60  # Luật Người cao tuổi 2009, Điều 2


def listed_figures(lists: Sequence[FormTable], codes: CatalogueAt) -> Iterator[Figure]:
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
