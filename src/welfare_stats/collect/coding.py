"""From the words that senders write to codes: labels of case types, names of facilities.

What is certain is taken, and said once a table; what is not is an error at its cell, with what it
may be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.own_tables import Labels
from welfare_stats.collect.reading.subtotals import without_sums
from welfare_stats.collect.reading.vocabulary import unknown_label
from welfare_stats.collect.reading.years import about_years
from welfare_stats.collect.respondent import Respondent
from welfare_stats.design.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, SheetRef, any_error, kinds
from welfare_stats.vietnamese import nfc, quoted

_Coded = dict[tuple[int, str], str | None]


def with_codes(found: FoundTable, respondent: Respondent) -> tuple[FoundTable, list[Finding]]:
    """The table with the codes that its labels and names stand for, and what is said of them."""
    case_type, facility = found.form.roles.get(Role.CASE_TYPE), found.form.roles.get(Role.FACILITY)
    columns = dict(found.columns)
    coded: _Coded = dict(found.coded)
    findings: list[Finding] = []
    if found.labels:
        found, findings = without_sums(found, respondent.codes.labels)
    if case_type is not None:
        columns.setdefault(case_type, found.labels.get(Role.CASE_TYPE, _NONE))
        of_labels = _case_types_of_labels(found, respondent, case_type)
        coded |= of_labels.coded
        findings += of_labels.findings
        named = _case_types_named(found, respondent, case_type)
        coded |= named.coded
        findings += named.findings
    if facility is not None and found.labels:
        coded |= _facilities_of_table(found, respondent, facility, columns)
        is_known = respondent.unit is not None
        if is_known and facility not in columns and not found.part:
            heading = found.form.columns[facility].heading
            place = SheetRef(found.sheet.name)
            findings.append(
                kinds.TABLE_MISSING_COLUMN.at(place, form=found.form.code, heading=heading)
            )
    columns = {name: column for name, column in columns.items() if column != _NONE}
    if not coded and columns == found.columns:
        return found, findings
    return replace(found, columns=columns, coded=coded), findings


_NONE = -1


def about_own_layouts(tables: Sequence[FoundTable], respondent: Respondent) -> Iterator[Finding]:
    """What is said once of each form that was read by its labels, and of years that do not fit."""
    if respondent.period is not None:
        found = (year for table in tables for year in about_years(table, respondent.period))
        yield from dict.fromkeys(found)
    for form in dict.fromkeys(table.form for table in tables):
        own = [table for table in tables if table.form is form]
        field = form.roles.get(Role.CASE_TYPE)
        rows = [
            (table, row)
            for table in own
            for (row, name), code in table.coded.items()
            if name == field and code is not None
        ]
        labelled = [table for table in own if table.labels]
        if rows and not form.is_list:
            table, row = rows[0]
            at = table.labels.get(Role.CASE_TYPE, table.columns.get("case_type_label", 0))
            cell = table.sheet.ref(row, at)
            yield kinds.CODES_BY_LABEL.at(cell, form=form.code, count=len(rows))
        absent = [
            column.heading
            for name, column in form.numbers.items()
            if all(name not in table.columns for table in labelled)
        ]
        # While columns are not understood nobody knows what is not reported.
        is_understood = not any(any_error(table.findings) for table in labelled)
        if labelled and absent and is_understood:
            yield kinds.COLUMNS_NOT_REPORTED.at(
                SheetRef(labelled[0].sheet.name), form=form.code, headings=quoted(absent)
            )


# --- case types --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OfLabels:
    coded: _Coded
    findings: list[Finding]


def _case_types_of_labels(found: FoundTable, respondent: Respondent, field: str) -> _OfLabels:
    """The case types that labels stand for, in rows without a code."""
    at = found.labels.get(Role.CASE_TYPE, found.columns.get("case_type_label"))
    rows = _rows_without_code(found, field)
    rows = [row for row in rows if (row, field) not in found.coded]
    if at is None or not rows:
        return _OfLabels({}, [])
    labels = Labels(found.sheet, at, found.first_row + 1, respondent.codes.labels)
    coded: _Coded = {}
    findings: list[Finding] = []
    for row in rows:
        text = labels.text(row) if found.labels else _label_beside(found, row, at)
        if not text and not found.labels:
            continue  # a blank code beside a blank label is a finding of its own
        meant = _meant(labels, found, row, text, respondent)
        coded[row, field] = meant[0].code if len(meant) == 1 else None
        if len(meant) != 1:
            findings.append(_not_certain(found, row, at, text, meant, respondent.codes))
    return _OfLabels(coded, findings)


def _case_types_named(found: FoundTable, respondent: Respondent, field: str) -> _OfLabels:
    """The case types that labels in the column of codes stand for."""
    column = found.columns.get(field)
    if column is None or found.labels:
        return _OfLabels({}, [])
    rows = found.sheet.rows
    written = {rows[row][column] for row in found.data_rows}
    forms = None if found.form.is_list else [found.form.code]
    codes = {
        text: meant[0].code
        for text in written
        if isinstance(text, str) and len(text.split()) > 1
        if len(meant := respondent.codes.labels.meant(text, (), forms)) == 1
    }
    coded: _Coded = {
        (row, field): codes[text]
        for row in found.data_rows
        if isinstance(text := rows[row][column], str) and text in codes
    }
    first = {rows[row][column]: row for row, _ in reversed(coded)}
    return _OfLabels(
        coded,
        [
            kinds.CASE_TYPE_BY_NAME.at(found.sheet.ref(row, column), text, code=codes[str(text)])
            for text, row in sorted(first.items(), key=lambda pair: pair[1])
        ],
    )


def _rows_without_code(found: FoundTable, field: str) -> list[int]:
    column = found.columns.get(field)
    if column is None:
        return list(found.data_rows) if found.labels else []
    if found.labels or found.form.is_list:
        return list(found.data_rows) if found.labels else []
    rows = found.sheet.rows
    blank = (row for row in found.data_rows if rows[row][column] == "")
    return [row for row in blank if (row, column) not in found.sheet.unreadable]


def _label_beside(found: FoundTable, row: int, column: int) -> str:
    value = found.sheet.value(row, column)
    return nfc(value) if isinstance(value, str) else ""


def _meant(
    labels: Labels, found: FoundTable, row: int, text: str, respondent: Respondent
) -> list[CaseType]:
    """The case types of the form that a label may mean; of several, those that the unit reports."""
    forms = found.forms or [found.form.code]
    meant = labels.meanings.meant(text, labels.above(row), forms)
    unit = respondent.unit
    if len(meant) > 1 and unit is not None:
        return [row for row in meant if unit.reporter_kind in row.reporters] or meant
    return meant


def _not_certain(
    found: FoundTable,
    row: int,
    column: int,
    text: str,
    meant: Sequence[CaseType],
    codes: CatalogueAt,
) -> Finding:
    cell, form = found.sheet.ref(row, column), found.form.code
    if meant:
        names = " hoặc ".join(f"“{case_type.label}”" for case_type in meant)
        return kinds.AMBIGUOUS_LABEL.at(cell, text, candidates=names)
    return unknown_label(cell, text, form, codes.labels)


# --- facilities --------------------------------------------------------------------------------


def _facilities_of_table(
    found: FoundTable, respondent: Respondent, field: str, columns: dict[str, int]
) -> _Coded:
    """The facility of each row of a table without codes.

    A column of names stands for that of the codes; without one, a facility reports on itself.
    """
    if field in columns:
        return {}
    if Role.FACILITY in found.labels:
        columns[field] = found.labels[Role.FACILITY]
        return {}
    unit = respondent.unit
    if unit is None or not unit.is_facility:
        return {}
    columns[field] = found.labels[Role.CASE_TYPE]
    return {(row, field): unit.code for row in found.data_rows}


def facilities_named(codes: CatalogueAt, text: str) -> list[ReportingUnit]:
    """Facilities in force of which the text is a whole name.

    A text with more words than the name may mean a facility of another province.
    """
    return [unit for unit in codes.units_called(text) if unit.is_facility]


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
