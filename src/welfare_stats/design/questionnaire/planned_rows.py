"""What the rows of a blank form are: which case types of which facility, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_stats.design.catalogue import CaseType, CatalogueAt, Relation, ReportingUnit
from welfare_stats.design.forms import Form

LIST_ROWS = 300
"""Rows of a blank list; more are added by copying one down."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row with fixed codes; ``parts`` are the positions of the rows that add up to it.

    ``whole`` is the position of the row that this one is not to exceed.
    """

    case_type: CaseType
    facility: ReportingUnit | None
    level: int
    parts: tuple[int, ...] = ()
    whole: int | None = None


def planned_rows(form: Form, unit: ReportingUnit, codes: CatalogueAt) -> list[PlannedRow]:
    """Rows of the form for a unit, in the order of the catalogue; none for a list."""
    if form.is_list:
        return []
    return [
        row
        for facility in _facilities(form, unit, codes)
        for row in _rows_of(form, facility, facility or unit, codes)
    ]


def _facilities(
    form: Form, unit: ReportingUnit, codes: CatalogueAt
) -> list[ReportingUnit] | list[None]:
    """Of which facilities a unit reports on the form; ``None`` where the form knows none."""
    if "facility" not in form.columns:
        return [None]
    return codes.facilities_of(unit)


def _rows_of(
    form: Form, facility: ReportingUnit | None, reporter: ReportingUnit, codes: CatalogueAt
) -> Iterator[PlannedRow]:
    case_types = codes.case_types_of(form.code, reporter)
    position = {case_type.code: index for index, case_type in enumerate(case_types)}
    for case_type in case_types:
        parts = [child.code for child in codes.children(case_type.code, Relation.SUM)]
        known = all(code in position for code in parts)
        is_subset = case_type.relation is Relation.SUBSET
        yield PlannedRow(
            case_type,
            facility,
            level=len(codes.with_ancestors(case_type.code)) - 1,
            parts=tuple(position[code] for code in parts) if known else (),
            whole=position.get(case_type.parent or "") if is_subset else None,
        )
