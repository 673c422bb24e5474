"""The rows of a blank form: which case types of which facilities it lists, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_stats.design.catalogue import CaseType, CatalogueAt, Relation, ReportingUnit
from welfare_stats.design.forms import Form

LIST_ROWS = 300
"""How many empty rows a blank list of cases has; people copy one down to get more."""


@dataclass(frozen=True, slots=True)
class PrefilledRow:
    """A row of a blank form whose codes and labels are already filled in.

    ``parts`` and ``whole`` are positions, from 0, among the rows of the same form: the numbers of
    ``parts`` add up to those of this row, and this row must not exceed ``whole``. ``level`` is the
    depth below the topmost parent, by which the label is indented.
    """

    case_type: CaseType
    facility: ReportingUnit | None
    level: int
    parts: tuple[int, ...] = ()
    whole: int | None = None


def prefilled_rows(form: Form, unit: ReportingUnit, codes: CatalogueAt) -> list[PrefilledRow]:
    """The rows of a form for a unit, in the order of the catalogue; a list of cases has none."""
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
    """The facilities that the unit reports on; ``None`` alone on a form without facilities."""
    if "facility" not in form.columns:
        return [None]
    return codes.facilities_of(unit)


def _rows_of(
    form: Form, facility: ReportingUnit | None, reporter: ReportingUnit, codes: CatalogueAt
) -> Iterator[PrefilledRow]:
    case_types = codes.case_types_of(form.code, reporter)
    position = {case_type.code: index for index, case_type in enumerate(case_types)}
    for case_type in case_types:
        parts = [child.code for child in codes.children(case_type.code, Relation.SUM)]
        all_on_form = all(code in position for code in parts)
        is_subset = case_type.relation is Relation.SUBSET
        yield PrefilledRow(
            case_type,
            facility,
            level=len(codes.with_ancestors(case_type.code)) - 1,
            parts=tuple(position[code] for code in parts) if all_on_form else (),
            whole=position.get(case_type.parent or "") if is_subset else None,
        )
