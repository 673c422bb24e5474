"""Which rows are surely of the case type that they name, and which hold the sums of which others.

What the catalogue says of case types holds of their rows. A stray, which is not surely of its case
type, may be any row that is missing: it is taken for one where the numbers add up with it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from welfare_stats.collect.reading.form_table import FormTable, RowKey
from welfare_stats.design.catalogue import CaseType, CatalogueAt, Relation
from welfare_stats.design.forms import Role
from welfare_stats.findings import CellRef, FindingKind, kinds

Row = tuple[FormTable, int]
"""A table and the index of one of its rows."""

Strays = Mapping[int, frozenset[int]]
"""By ``id`` of the table, the indexes of its rows that are strays."""

# --- labels --------------------------------------------------------------------------------------

_LABEL = "case_type_label"


def case_type_by_label(codes: CatalogueAt, table: FormTable, index: int) -> CaseType | None:
    """The case type of the form whose label stands beside the code, if it is exactly one."""
    stands_for_code = table.form.is_list or index in table.by_label
    label = None if stands_for_code else table.get(index, _LABEL)
    return None if label is None else codes.case_type_called(label, table.form.code)


def mislabelled(
    table: FormTable, codes: CatalogueAt, accepts: Callable[[FindingKind, CellRef], bool]
) -> frozenset[int]:
    """The rows where the label beside a code shows that the code is wrong: it is another code's.

    It is the label that is wrong, not the code, if the other code has a row of its own with the
    same label, or if the office has accepted the row as it is.

    Args:
        table: the table.
        codes: the code lists of its period.
        accepts: whether the office accepts a finding of that kind at that cell.
    """
    if table.form.is_list or _LABEL not in table.columns:
        return frozenset()
    return frozenset(
        index
        for index in range(len(table.rows))
        if _has_label_of_other(table, index, codes)
        and not accepts(kinds.LABEL_OF_OTHER, table.at(index, Role.CASE_TYPE))
    )


def _has_label_of_other(table: FormTable, index: int, codes: CatalogueAt) -> bool:
    facility, code = table.keys[index]
    stated = codes.case_types.get(code)
    if stated is None or table.get(index, _LABEL) == stated.label:
        return False  # so it is nearly always, and no other need be looked for
    meant = case_type_by_label(codes, table, index)
    if meant is None or meant is stated:
        return False
    return not any(
        key == (facility, meant.code) and case_type_by_label(codes, table, other) is meant
        for other, key in enumerate(table.keys)
    )


# --- strays --------------------------------------------------------------------------------------


def strays_of(
    tables: Sequence[FormTable], codes: CatalogueAt, wrong: Mapping[int, frozenset[int]]
) -> Strays:
    """Rows whose code is unknown, is not that of their words, or is that of another row, too.

    Args:
        tables: all tables of some forms in a workbook.
        codes: the code lists of its period.
        wrong: by ``id`` of the table, the rows that are mislabelled.
    """
    times: dict[str, Counter[RowKey]] = defaultdict(Counter)
    for table in tables:
        times[table.form.code].update(
            key for index, key in enumerate(table.keys) if index not in wrong[id(table)]
        )
    return {
        id(table): wrong[id(table)].union(
            index
            for index, key in enumerate(table.keys)
            if times[table.form.code][key] != 1 or key[1] not in codes.case_types
        )
        for table in tables
    }


def rows_and_strays(
    tables: Iterable[FormTable], strays: Strays
) -> tuple[dict[RowKey, Row], list[Row]]:
    """The rows by facility and case type, and the stray rows."""
    rows: dict[RowKey, Row] = {}
    others: list[Row] = []
    for table in tables:
        stray = strays[id(table)]
        for index, key in enumerate(table.keys):
            if index in stray:
                others.append((table, index))
            else:
                rows[key] = (table, index)
    return rows, others


_FEW_STRAYS = 4
_T = TypeVar("_T")


def choices(stray: Sequence[_T]) -> Iterator[Collection[_T]]:
    """Every choice of a few strays, or none and all of many."""
    sizes = range(len(stray) + 1) if len(stray) <= _FEW_STRAYS else (0, len(stray))
    for size in sizes:
        yield from combinations(stray, size)


# --- sums ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseTypeSum:
    """A row that holds the sums of other rows by its case type.

    Attributes:
        whole: the row of the sums.
        parts: the rows that are added up.
        is_complete: whether every part that the catalogue names has a row.
        is_guess: whether a stray row is among these rows: they belong together only if they add up.
    """

    whole: Row
    parts: Sequence[Row]
    is_complete: bool = True
    is_guess: bool = False


def case_type_sums(
    tables: Iterable[FormTable], codes: CatalogueAt, strays: Strays
) -> Iterator[CaseTypeSum]:
    """All sums of case types; a form may be split over several sheets."""
    by_form: dict[str, list[FormTable]] = defaultdict(list)
    for table in tables:
        if not table.form.is_list:
            by_form[table.form.code].append(table)
    for of_form in by_form.values():
        yield from _sums_of_form(codes, *rows_and_strays(of_form, strays))


def _sums_of_form(
    codes: CatalogueAt, rows: Mapping[RowKey, Row], others: Sequence[Row]
) -> Iterator[CaseTypeSum]:
    for (facility, code), whole in rows.items():
        parts, is_complete = _parts_of(codes, rows, facility, code)
        if parts:
            yield CaseTypeSum(whole, parts, is_complete)
        if parts and not is_complete:
            for chosen in choices(others):
                if chosen:
                    yield CaseTypeSum(whole, [*parts, *chosen], is_guess=True)
    parents = {case_type.parent or "" for case_type in codes.case_types.values()} if others else ()
    for table, index in others:
        facility, _ = table.keys[index]
        is_few = len(others) <= _FEW_STRAYS
        rest = [row for row in others if row != (table, index)] if is_few else []
        for code in sorted(parents):
            parts, is_complete = _parts_of(codes, rows, facility, code)
            if len(parts) > 1 and (facility, code) not in rows:
                for chosen in choices([] if is_complete else rest):
                    yield CaseTypeSum((table, index), [*parts, *chosen], is_guess=True)


def _parts_of(
    codes: CatalogueAt, rows: Mapping[RowKey, Row], facility: str, code: str
) -> tuple[list[Row], bool]:
    """The rows of a case type's parts, and whether those are all parts."""
    children = codes.children(code, Relation.SUM)
    found = [rows[facility, child.code] for child in children if (facility, child.code) in rows]
    return found, len(found) == len(children)
