"""Replacing the name of a facility by its code, where senders write a name in a column of codes."""

from dataclasses import replace

from welfare_stats.collect.reading.rows import FormTable
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit, UnitKind
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, kinds


def facilities_named(codes: CatalogueAt, text: str) -> list[ReportingUnit]:
    """Facilities in force of which the text is a whole name.

    A text with more words than the name may mean a facility of another province.
    """
    return [unit for unit in codes.units_called(text) if unit.kind is UnitKind.FACILITY]


def with_facility_codes(table: FormTable, codes: CatalogueAt) -> tuple[FormTable, list[Finding]]:
    """The table with codes in place of names of facilities, and a finding for each name replaced.

    A name that may mean several facilities stays as it is.
    """
    if not table.has(Role.FACILITY):
        return table, []
    field = table.form.roles[Role.FACILITY]
    written = [getattr(row, field) for row in table.rows]
    code_of: dict[str, str] = {}
    findings = []
    for text in dict.fromkeys(text for text in written if text is not None):
        if codes.facility(text) is not None:
            continue
        named = facilities_named(codes, text)
        if len(named) == 1:
            code_of[text] = named[0].code
            cell = table.cell(written.index(text), field)
            findings.append(
                kinds.FACILITY_BY_NAME.at(cell, text, code=named[0].code, name=named[0].name)
            )
    if not code_of:
        return table, []
    rows = [
        row.model_copy(update={field: code_of[text]}) if text in code_of else row
        for row, text in zip(table.rows, written, strict=True)
    ]
    return replace(table, rows=rows), findings
