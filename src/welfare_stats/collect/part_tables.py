"""Which tables of a workbook are of a part of the unit, such as a commune."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.respondent import Respondent
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.catalogue.models import Commune
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, kinds


def with_parts(
    found: Sequence[FoundTable], respondent: Respondent
) -> tuple[list[FoundTable], list[Finding]]:
    """The tables with the communes that they are of, and what is said of them.

    Where sheets with the same form are named after communes of the unit, each is of its commune.
    Names in turned tables are checked against the communes of the unit.
    """
    tables = _parts_by_sheet(found, respondent)
    if not any(table.part for table in tables):
        return tables, []
    return tables, [*_unknown_parts(tables, respondent), *_summed(tables)]


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
    found = codes.gazetteer.find(name).communes
    return any(commune.district == unit.code for commune in found) or any(
        below.parent == unit.code for below in codes.units_called(name)
    )


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
