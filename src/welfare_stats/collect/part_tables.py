"""Which commune, or other part of a unit, each table of a workbook is of.

A turned table has a row for each commune; other workbooks have a sheet for each.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.respondent import Respondent
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.catalogue.models import Commune
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, SheetRef, kinds
from welfare_stats.vietnamese import fold

_FEWEST_COMMUNES = 2
_MOST_NAMED = 5
_CLUSTER = re.compile(r"(?:cum|cong|tong|khu vuc|vung)\b")
_Numbers = Mapping[tuple[str, str], float]
"""The numbers of a row of a turned table, by label and field; blank ones are left out."""


def with_parts(
    found: Sequence[FoundTable], respondent: Respondent
) -> tuple[list[FoundTable], list[Finding]]:
    """The tables with the communes that they are of, and what is said of them.

    Where sheets with the same form are named after communes of the unit, each is of its commune.
    Names in turned tables are checked against the communes of the unit.
    """
    tables = _parts_by_sheet([_of_whole(table, respondent) for table in found], respondent)
    if not any(table.part for table in tables):
        return tables, []
    tables, clusters = _without_clusters(tables, respondent)
    unknown = _unknown_parts(tables, respondent)
    repeated = _repeated(tables, respondent)
    missing = _missing(tables, respondent)
    return tables, [*clusters, *unknown, *repeated, *missing, *_summed(tables)]


def _of_whole(table: FoundTable, respondent: Respondent) -> FoundTable:
    """The table; where the name in its row is that of the unit itself, it is of the whole."""
    unit, codes = respondent.unit, respondent.codes
    is_turned = table.sheet.origin is not None and Role.FACILITY not in table.form.roles
    if not (table.part and is_turned and unit is not None):
        return table
    is_unit = unit in codes.units_called(table.part) and not _communes_called(
        table.part, unit, codes
    )
    return replace(table, part="") if is_unit else table


def _parts_by_sheet(found: Sequence[FoundTable], respondent: Respondent) -> list[FoundTable]:
    tables = list(found)
    for form in {table.form.code for table in found if not table.form.is_list}:
        own = [at for at, t in enumerate(tables) if t.form.code == form and not t.part]
        names = {at: _commune_of_sheet(tables[at], respondent) for at in own}
        named = {at: name for at, name in names.items() if name}
        if len(named) > 1 and len(set(named.values())) == len(named):
            for at, name in named.items():
                tables[at] = replace(tables[at], part=name)
    return tables


def _commune_of_sheet(table: FoundTable, respondent: Respondent) -> str:
    """The name of the commune that the name of the sheet says, or ""."""
    unit = respondent.unit
    if unit is None or table.sheet.origin is not None:
        return ""
    found = respondent.codes.gazetteer.find(table.sheet.name).communes
    own = [commune for commune in found if commune.district == unit.code]
    return own[0].name if len(own) == 1 else ""


def _unknown_parts(tables: Sequence[FoundTable], respondent: Respondent) -> Iterator[Finding]:
    """Findings on rows of turned tables that no commune or unit below the sender is named in."""
    unit, codes = respondent.unit, respondent.codes
    if unit is None:
        return
    seen: set[str] = set()
    for table in tables:
        if table.sheet.origin is None or not table.part or Role.FACILITY in table.form.roles:
            continue
        if table.sheet.value(0, 0) == "":
            continue  # a row without a name is a finding already
        if table.part in seen or _is_part_of(table.part, unit, codes):
            continue
        seen.add(table.part)
        names = "; ".join(commune.name for commune in communes_like(table.part, unit, codes))
        yield kinds.UNKNOWN_PART.at(
            table.sheet.ref(0, 0),
            table.part,
            unit=unit.name,
            candidates=f" (gần nhất: {names})" if names else "",
        )


def communes_like(text: str, unit: ReportingUnit, codes: CatalogueAt) -> list[Commune]:
    """The communes of a unit with a name similar to the text; only ever a suggestion."""
    return [row for row in codes.gazetteer.near(text) if row.district == unit.code]


def _is_part_of(name: str, unit: ReportingUnit, codes: CatalogueAt) -> bool:
    of_unit = [commune for commune in codes.communes if commune.district == unit.code]
    if not of_unit:
        return True  # the office has no list of communes: then their names are not checked
    return bool(_communes_called(name, unit, codes)) or any(
        below.parent == unit.code for below in codes.units_called(name)
    )


def _communes_called(name: str, unit: ReportingUnit, codes: CatalogueAt) -> list[str]:
    """The codes of the communes of the unit that a text may mean."""
    found = codes.gazetteer.find(name).communes
    return [commune.code for commune in found if commune.district == unit.code]


# --- twice, and clusters -------------------------------------------------------------------------


def _repeated(tables: Sequence[FoundTable], respondent: Respondent) -> Iterator[Finding]:
    """Findings on communes that have two rows of a turned table."""
    unit, codes = respondent.unit, respondent.codes
    seen: dict[tuple[str, str], FoundTable] = {}
    for table in tables:
        if table.sheet.origin is None or not table.part or Role.FACILITY in table.form.roles:
            continue
        own = [] if unit is None else _communes_called(table.part, unit, codes)
        key = table.form.code, own[0] if len(own) == 1 else fold(table.part)
        other = seen.setdefault(key, table)
        if other is not table:
            cell = other.sheet.ref(0, 0)
            yield kinds.PART_TWICE.at(table.sheet.ref(0, 0), table.part, other=cell.a1)


def _without_clusters(
    tables: Sequence[FoundTable], respondent: Respondent
) -> tuple[list[FoundTable], list[Finding]]:
    """The tables without rows of clusters of communes, which only add up those beside them."""
    unit = respondent.unit
    if unit is None:
        return list(tables), []
    clusters: dict[int, int] = {}
    for form in {table.form.code for table in tables if table.sheet.origin is not None}:
        rows = [at for at, t in enumerate(tables) if t.form.code == form and t.sheet.origin]
        is_part = [
            bool(tables[at].part) and _is_part_of(tables[at].part, unit, respondent.codes)
            for at in rows
        ]
        for number, at in enumerate(rows):
            beside = [] if is_part[number] else _added_up(tables, rows, is_part, number)
            if beside and len(beside) < sum(is_part):
                clusters[at] = len(beside)
    findings = [
        kinds.CLUSTER.at(tables[at].sheet.ref(0, 0), str(tables[at].sheet.value(0, 0)), count=count)
        for at, count in clusters.items()
    ]
    # What is wrong with the columns is said with the first row, whatever that is of.
    findings += [found for at in clusters for found in tables[at].findings]
    return [table for at, table in enumerate(tables) if at not in clusters], findings


def _added_up(
    tables: Sequence[FoundTable], rows: Sequence[int], is_part: Sequence[bool], number: int
) -> list[int]:
    """The communes right below a row, or right above it, if they come to it."""
    below = _run(rows[number + 1 :], is_part[number + 1 :])
    above = _run(rows[:number][::-1], is_part[:number][::-1])
    table = tables[rows[number]]
    own = _numbers(table)
    is_called_so = _CLUSTER.match(fold(str(table.sheet.value(0, 0)))) is not None
    for run in (below, above):
        sums: dict[tuple[str, str], float] = {}
        for at in run:
            for key, value in _numbers(tables[at]).items():
                sums[key] = sums.get(key, 0) + value
        is_sum = is_called_so or len(run) >= _FEWEST_COMMUNES
        if (
            is_sum
            and any(own.values())
            and all(sums.get(key, 0) == own.get(key, 0) for key in {*own, *sums})
        ):
            return run
    return []


def _run(rows: Sequence[int], is_part: Sequence[bool]) -> list[int]:
    end = next((at for at, part in enumerate(is_part) if not part), len(rows))
    return list(rows[:end])


def _numbers(table: FoundTable) -> _Numbers:
    label = table.labels[Role.CASE_TYPE]
    return {
        (str(table.sheet.value(row, label)), name): value
        for row in table.data_rows
        for name in table.form.numbers
        if name in table.columns
        and isinstance(value := table.sheet.value(row, table.columns[name]), int | float)
    }


def _missing(tables: Sequence[FoundTable], respondent: Respondent) -> Iterator[Finding]:
    """A warning for each form that some communes of the unit are not in, if others are."""
    unit, codes = respondent.unit, respondent.codes
    if unit is None:
        return
    of_unit = {c.code: c.name for c in codes.communes if c.district == unit.code}
    for form in dict.fromkeys(table.form for table in tables if table.part):
        parts = [table for table in tables if table.form is form and table.part]
        called = [_communes_called(table.part, unit, codes) for table in parts]
        if not all(len(found) == 1 for found in called):
            continue  # a name that is not known may be any of those that are missing
        there = {code for (code,) in called}
        if len(there) < len(called):
            continue  # and so may one that is there twice
        absent = [name for code, name in of_unit.items() if code not in there]
        if there and absent and Role.FACILITY not in form.roles:
            names = ", ".join(absent[:_MOST_NAMED])
            yield kinds.PARTS_MISSING.at(
                SheetRef(parts[0].sheet.name),
                form=form.code,
                unit=unit.name,
                count=len(absent),
                whole=len(of_unit),
                names=names + (", …" if len(absent) > _MOST_NAMED else ""),
            )


# --- what is said of them ------------------------------------------------------------------------


def _summed(tables: Sequence[FoundTable]) -> Iterator[Finding]:
    for form in dict.fromkeys(table.form for table in tables if table.part):
        if Role.FACILITY in form.roles:
            continue
        parts = [table for table in tables if table.form is form and table.part]
        turned = parts[0].sheet.origin is not None
        yield kinds.PARTS_SUMMED.at(
            parts[0].sheet.ref(0, 0) if turned else None,
            form=form.code,
            count=len(parts),
            what="dòng xã, phường, thị trấn" if turned else "trang của các xã, phường, thị trấn",
        )
