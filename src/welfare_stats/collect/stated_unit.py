"""Which unit the heads of a workbook and its rows name, and what contradicts it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from welfare_stats.collect.head_entries import HeadEntry, conflict
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import format_date

_Candidates = Mapping[HeadEntry, Sequence[ReportingUnit]]
"""The units that the code or name in each entry may mean."""


def stated_unit(
    entries: Sequence[HeadEntry],
    tables: Sequence[FoundTable],
    codes: CatalogueAt,
    catalogue: Catalogue,
) -> tuple[ReportingUnit | None, list[Finding]]:
    """The unit with most votes of codes, names and facilities; with a tie, ``None``."""
    candidates = {entry: codes.units_named(entry.text) for entry in entries}
    ranking = _ranking(candidates, tables, codes)
    unit = ranking[0][0] if ranking else None
    has_code = any(entry.item == "unit_code" for entry in entries)
    findings: list[Finding] = []
    for entry, units in candidates.items():
        if unit is not None and unit in units:
            continue
        if unit is not None and len(units) == 1:
            findings.append(_contradiction(entry, units[0], unit, candidates))
        elif entry.item == "unit_code" or not has_code:
            findings.append(_unit_refusal(entry, units, codes, catalogue))
        elif unit is not None:
            findings.append(
                kinds.UNIT_NAME_DIFFERS.at(entry.cell, entry.text, code=unit.code, name=unit.name)
            )
    is_decided = len(ranking) == 1 or (ranking != [] and ranking[0][1] > ranking[1][1])
    if unit is None or not is_decided:
        return None, findings
    other = _other_facility_of_rows(tables, codes, unit)
    if other is None:
        return unit, findings
    facility = f"{other.code} – {other.name}"
    findings.append(kinds.UNIT_NOT_OF_ROWS.at(entries[0].cell, entries[0].text, facility=facility))
    return None, findings


_FEWEST_ROWS = 2


def _other_facility_of_rows(
    tables: Sequence[FoundTable], codes: CatalogueAt, unit: ReportingUnit
) -> ReportingUnit | None:
    """The one other facility that all rows are about, where ``unit`` is a facility.

    Then the head is more likely wrong than all of the rows.
    """
    if not unit.is_facility:
        return None
    rows = _facilities_in(tables)
    known = {code for code in rows if codes.facility(code) is not None}
    if len(known) != 1 or unit.code in known or rows[next(iter(known))] < _FEWEST_ROWS:
        return None
    return codes.facility(next(iter(known)))


def _ranking(
    candidates: _Candidates, tables: Sequence[FoundTable], codes: CatalogueAt
) -> list[tuple[ReportingUnit, int]]:
    """The units that some entry names unambiguously, each with its votes, most votes first.

    Where units contradict each other, facilities in the rows vote for whoever reports on them.
    With a tie the unit named by its name comes before the one named by its code, because a digit
    is mistyped more easily.
    """
    clear = [(entry, units[0]) for entry, units in candidates.items() if len(units) == 1]
    by_code = {unit.code: unit for _, unit in clear}
    votes = Counter(unit.code for _, unit in clear)
    votes_of_names = Counter(unit.code for entry, unit in clear if entry.item == "unit_name")
    if len(by_code) > 1:
        facilities = _facilities_in(tables)
        for unit in by_code.values():
            own = {facility.code for facility in codes.facilities_of(unit)}
            votes[unit.code] += len(own & facilities.keys()) + (unit.code in facilities)
    ranked = sorted(by_code, key=lambda code: (votes[code], votes_of_names[code]), reverse=True)
    return [(by_code[code], votes[code]) for code in ranked]


def _facilities_in(tables: Iterable[FoundTable]) -> Counter[str]:
    """How many data rows have each code of a facility, spelt as the reading would spell it."""
    columns = [(t, t.columns.get(t.form.roles.get(Role.FACILITY, ""))) for t in tables]
    typed = Counter(
        table.sheet.rows[row][column]
        for table, column in columns
        if column is not None
        for row in table.data_rows
    )
    codes: Counter[str] = Counter()
    for text, count in typed.items():
        codes[str(text).strip().upper()] += count
    return codes


def _contradiction(
    odd: HeadEntry, named: ReportingUnit, believed: ReportingUnit, candidates: _Candidates
) -> Finding:
    """The finding for a code or name of another unit than the believed one.

    It quotes the name or code beside it on the same sheet or, without one, another sheet.
    """
    for_believed = [entry for entry, units in candidates.items() if believed in units]
    if all(entry.cell.sheet != odd.cell.sheet for entry in for_believed):
        return conflict(odd, for_believed)
    code, name = (named, believed) if odd.item == "unit_code" else (believed, named)
    return kinds.UNIT_CONTRADICTED.at(
        odd.cell, odd.text, code=code.code, name=code.name, other=f"“{name.name}”"
    )


def _unit_refusal(
    entry: HeadEntry,
    candidates: Sequence[ReportingUnit],
    codes: CatalogueAt,
    catalogue: Catalogue,
) -> Finding:
    if not candidates and catalogue.at_any_time().units_named(entry.text):
        return kinds.UNIT_NOT_IN_FORCE.at(entry.cell, entry.text, day=format_date(codes.day))
    near = candidates or codes.nearest_units(entry.text)
    names = "; ".join(f"{unit.code} – {unit.name}" for unit in near)
    return kinds.UNKNOWN_UNIT.at(
        entry.cell,
        entry.text,
        candidates=f"Có thể là: {names}."
        if names
        else f"Hãy ghi mã đơn vị theo danh mục của {codes.compiler}.",
    )
