"""Codes against the catalogue in force at the end of the period."""

from collections.abc import Iterator

from welfare_stats.catalogue import CaseType, CatalogueAt, UnitKind
from welfare_stats.catalogue.lookup import nearest
from welfare_stats.findings import CellRef, Finding, SheetRef, kinds
from welfare_stats.naming import facilities_named
from welfare_stats.reading import FormTable
from welfare_stats.submission import Submission
from welfare_stats.vietnamese import fold, format_date


def _texts_of(table: FormTable, name: str) -> Iterator[tuple[int, str]]:
    """Index and text of every readable cell of a column."""
    if name in table.columns:
        for index, row in enumerate(table.rows):
            text = getattr(row, name, None)
            if text is not None:
                yield index, text


def _may_be_a_person(table: FormTable, text: str) -> bool:
    """Whether a name may have slipped into a column of codes of a list."""
    return table.form.is_list and not (text.isascii() and len(text.split()) == 1)


def forms_belong_to_unit(submission: Submission) -> Iterator[Finding]:
    """A form is sent by units that report some case type of it."""
    unit = submission.unit
    if unit is None:
        return
    own = {
        case_type.form
        for case_type in submission.codes.case_types.values()
        if unit.reporter_kind in case_type.reporters and case_type.form is not None
    }
    for table in submission.tables:
        # A district office may send the facilities of its area; a list has no own case types.
        if table.form.code in own or "facility" in table.form.columns:
            continue
        yield kinds.FORM_NOT_FOR_UNIT.at(
            SheetRef(table.sheet),
            form=table.form.code,
            unit=unit.name,
            forms=", ".join(sorted(own)),
        )


def case_types_are_known(submission: Submission) -> Iterator[Finding]:
    """Every case type is in force, belongs to the form and is reported by the unit."""
    for table in submission.tables:
        fine: set[tuple[str, str | None]] = set()  # a list repeats few codes many times
        for index, code in _texts_of(table, "case_type"):
            judged = (code, getattr(table.rows[index], "facility", None))
            if judged in fine:
                continue
            cell = table.cell(index, "case_type")
            finding = _case_type_finding(submission, table, cell, code, index)
            if finding is None:
                fine.add(judged)
            else:
                yield finding


def _case_type_finding(
    submission: Submission, table: FormTable, cell: CellRef, code: str, index: int
) -> Finding | None:
    codes = submission.codes
    case_type = codes.case_types.get(code)
    if case_type is None:
        if code in submission.case_types_ever:
            return kinds.CASE_TYPE_NOT_IN_FORCE.at(cell, code, day=format_date(codes.day))
        return kinds.UNKNOWN_CASE_TYPE.at(
            cell,
            code,
            hidden=_may_be_a_person(table, code),
            suggestion=_suggest(submission, table, code),
        )
    if case_type.derived_from is not None:
        return kinds.CASE_TYPE_DERIVED.at(cell, code)
    if not table.form.is_list and case_type.form != table.form.code:
        return kinds.CASE_TYPE_OF_OTHER_FORM.at(
            cell, code, belongs=case_type.form, form=table.form.code
        )
    reporter = _reporter_of_row(submission, table, index)
    if reporter is not None and reporter[0] not in case_type.reporters:
        return kinds.CASE_TYPE_NOT_FOR_UNIT.at(cell, code, unit=reporter[1])
    return None


def case_type_fits(submission: Submission, facility: str | None, case_type: str | None) -> bool:
    """Whether a row's facility is the sender's and may report the case type."""
    reporter = submission.facility(facility)
    found = submission.codes.case_types.get(case_type or "")
    return (
        reporter is not None
        and found is not None
        and found.derived_from is None
        and reporter.reporter_kind in found.reporters
    )


def _reporter_of_row(
    submission: Submission, table: FormTable, index: int
) -> tuple[str, str] | None:
    """As what, and under which name, a row is reported: its facility, or else the sender.

    A facility that is not the sender's is a finding, and its case types are then in doubt.
    """
    if "facility" in table.form.columns:
        facility = submission.facility(getattr(table.rows[index], "facility", None))
        return (facility.reporter_kind, facility.name) if facility else None
    unit = submission.unit
    return (unit.reporter_kind, unit.name) if unit else None


def _suggest(submission: Submission, table: FormTable, code: str) -> str:
    own = [
        case_type.code
        for case_type in submission.codes.case_types.values()
        if table.form.is_list or case_type.form == table.form.code
    ]
    meant = nearest(code, own)
    if meant is None:
        return "Hãy dùng mã trong danh mục chỉ tiêu."
    return f"Có phải là “{meant}” ({submission.codes.case_types[meant].label}) không?"


def facilities_are_known(submission: Submission) -> Iterator[Finding]:
    """Every facility is in force, and is the sender or lies in the sender's area."""
    codes, unit = submission.codes, submission.unit
    for table in submission.tables:
        for index, code in _texts_of(table, "facility"):
            if submission.facility(code) is not None:
                continue
            cell = table.cell(index, "facility")
            if codes.facility(code) is None:
                suggestion = _suggest_facility(codes, code)
                hidden = _may_be_a_person(table, code)
                yield kinds.UNKNOWN_FACILITY.at(cell, code, hidden=hidden, suggestion=suggestion)
            elif unit is not None:
                yield kinds.FACILITY_OF_OTHER_UNIT.at(cell, code, unit=unit.name)


def _suggest_facility(codes: CatalogueAt, text: str) -> str:
    near = facilities_named(codes, text) or [
        unit for unit in codes.nearest_units(text) if unit.kind is UnitKind.FACILITY
    ]
    if not near:
        return "Hãy dùng mã trong danh mục cơ sở."
    return f"Có phải là {'; '.join(f'{unit.code} – {unit.name}' for unit in near)} không?"


def labels_fit_codes(submission: Submission) -> Iterator[Finding]:
    """The words beside a code are those of the code: a cheap sign of a mistyped code."""
    for table in submission.tables:
        for index, text in _texts_of(table, "case_type_label"):
            case_type = _case_type_of(submission, table, index)
            if case_type is not None and not _says(text, case_type.label):
                yield kinds.LABEL_DIFFERS.at(
                    table.cell(index, "case_type_label"),
                    text,
                    code=case_type.code,
                    label=case_type.label,
                )
        for index, text in _texts_of(table, "measure_unit"):
            case_type = _case_type_of(submission, table, index)
            if case_type is not None and fold(text) != fold(case_type.unit):
                yield kinds.MEASURE_UNIT_DIFFERS.at(
                    table.cell(index, "measure_unit"),
                    text,
                    label=case_type.label,
                    unit=case_type.unit,
                )
        for index, text in _texts_of(table, "facility_name"):
            facility = submission.codes.facility(getattr(table.rows[index], "facility", None))
            if facility is not None and facility not in submission.codes.units_named(text):
                yield kinds.LABEL_DIFFERS.at(
                    table.cell(index, "facility_name"),
                    text,
                    code=facility.code,
                    label=facility.name,
                )


def _case_type_of(submission: Submission, table: FormTable, index: int) -> CaseType | None:
    return submission.codes.case_types.get(getattr(table.rows[index], "case_type", None) or "")


def _says(text: str, label: str) -> bool:
    """Whether a label typed by hand means this one ("- Trong đó: hỗ trợ khẩn cấp")."""
    typed, proper = fold(text), fold(label)
    return typed == proper or typed.endswith(f" {proper}") or typed.startswith(f"{proper} ")
