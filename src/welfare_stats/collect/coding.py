"""Codes for names: what senders write where a code belongs."""

from dataclasses import replace

from welfare_stats.collect.reading import FormTable
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit, UnitKind
from welfare_stats.findings import Finding, kinds


def facilities_named(codes: CatalogueAt, text: str) -> list[ReportingUnit]:
    """Facilities in force whose whole name the text is: longer ones may be of another province."""
    return [unit for unit in codes.units_called(text) if unit.kind is UnitKind.FACILITY]


def with_facility_codes(table: FormTable, codes: CatalogueAt) -> tuple[FormTable, list[Finding]]:
    """The table with the code of the facility wherever a name stands that can mean only one."""
    if "facility" not in table.columns:
        return table, []
    written = [getattr(row, "facility", None) for row in table.rows]
    meant = {}
    findings = []
    for text in dict.fromkeys(text for text in written if text is not None):
        if codes.facility(text) is not None:
            continue
        named = facilities_named(codes, text)
        if len(named) == 1:
            meant[text] = named[0].code
            cell = table.cell(written.index(text), "facility")
            findings.append(
                kinds.FACILITY_BY_NAME.at(cell, text, code=named[0].code, name=named[0].name)
            )
    if not meant:
        return table, []
    rows = [
        row.model_copy(update={"facility": meant[text]}) if text in meant else row
        for row, text in zip(table.rows, written, strict=True)
    ]
    return replace(table, rows=rows), findings
