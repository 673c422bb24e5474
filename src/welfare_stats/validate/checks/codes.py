"""Checks of codes and the labels beside them, against the code lists in force."""

from collections.abc import Iterator
from dataclasses import replace

from welfare_stats.collect.case_type_sums import case_type_by_label
from welfare_stats.collect.coding import facilities_named
from welfare_stats.collect.identity_numbers import is_identity_number, plain_identity_number
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CaseType, CatalogueAt
from welfare_stats.design.catalogue.lookup import nearest
from welfare_stats.design.forms import Role
from welfare_stats.design.forms.money import without_money
from welfare_stats.findings import CellRef, Finding, SheetRef, kinds
from welfare_stats.vietnamese import fold, format_date


def _texts_of(table: FormTable, name: str | None) -> Iterator[tuple[int, str]]:
    """Row index and text of every cell of a column that holds a readable text."""
    if name is not None and name in table.columns:
        for index, row in enumerate(table.rows):
            text = getattr(row, name)
            if text is not None:
                yield index, text


def may_be_a_person(table: FormTable, text: str) -> bool:
    """Whether a text in a column of codes of a list may be a person's name or identity number."""
    is_code = text.isascii() and len(text.split()) == 1
    return table.form.is_list and (not is_code or is_identity_number(plain_identity_number(text)))


def forms_belong_to_unit(submission: Submission) -> Iterator[Finding]:
    """Report forms of which the unit reports no case type."""
    unit = submission.unit
    if unit is None:
        return
    kind = unit.reporter_kind
    forms_of_unit = {
        case_type.form
        for case_type in submission.codes.case_types.values()
        if kind in case_type.reporters and case_type.form is not None
    }
    for table in submission.tables:
        # Forms with facilities may come from the facility or from the district office of its area.
        if table.form.code in forms_of_unit or Role.FACILITY in table.form.roles:
            continue
        yield kinds.FORM_NOT_FOR_UNIT.at(
            SheetRef(table.sheet),
            form=table.form.code,
            unit=unit.name,
            forms=", ".join(sorted(forms_of_unit)),
        )


def case_types_are_known(submission: Submission) -> Iterator[Finding]:
    """Report codes of case types that are not in force, not of the form, or not for the unit."""
    for table in submission.tables:
        # A list repeats few codes many times: what was found right once is not checked again.
        right: set[tuple[str, str]] = set()
        for index, (facility, code) in enumerate(table.keys):
            pair = (code, facility)
            if not code or (pair in right and table.form.is_list):
                continue
            cell = table.at(index, Role.CASE_TYPE)
            finding = _case_type_finding(submission, table, cell, code, index)
            if finding is None:
                right.add(pair)
            else:
                yield finding


def _case_type_finding(
    submission: Submission, table: FormTable, cell: CellRef, code: str, index: int
) -> Finding | None:
    case_type = submission.codes.case_types.get(code)
    found = None if case_type is None else _misplaced(submission, table, cell, case_type, index)
    if case_type is not None and found is None and index not in submission.mislabelled[id(table)]:
        return None
    meant = case_type_by_label(submission.codes, table, index)
    if case_type is None:
        return _unknown_code(submission, table, cell, code, meant)
    if found is not None:
        is_other = meant is not None and meant.code != code
        return replace(found, hint=_hint_by_label(meant)) if meant and is_other else found
    if meant is not None:
        label = table.cell(index, "case_type_label").a1
        return kinds.LABEL_OF_OTHER.at(
            cell, code, label=case_type.label, other=label, meant=meant.code
        )
    return None


def _unknown_code(
    submission: Submission, table: FormTable, cell: CellRef, code: str, meant: CaseType | None
) -> Finding:
    if code in submission.case_types_ever:
        return kinds.CASE_TYPE_NOT_IN_FORCE.at(cell, code, day=format_date(submission.codes.day))
    return kinds.UNKNOWN_CASE_TYPE.at(
        cell,
        code,
        hidden=may_be_a_person(table, code),
        suggestion=_suggest(submission, table, code, meant),
    )


def _misplaced(
    submission: Submission, table: FormTable, cell: CellRef, case_type: CaseType, index: int
) -> Finding | None:
    """The finding for a known code that does not belong in this row; ``None`` if it does.

    The case type may be one that the program derives, be of another form, or not be for the
    reporter.
    """
    code = case_type.code
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
    """Whether the sender may report for the facility, and the facility the case type."""
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
    """Kind and name of the one that a row is of: its facility, or else the sender.

    ``None`` where that is not known, as for a facility for which the sender may not report. That is
    a finding of its own, and the row's case type is not checked then.
    """
    if Role.FACILITY in table.form.roles:
        facility = submission.facility(table.value(index, Role.FACILITY))
        return (facility.reporter_kind, facility.name) if facility else None
    unit = submission.unit
    return (unit.reporter_kind, unit.name) if unit else None


def _hint_by_label(meant: CaseType) -> str:
    return f"Theo tên chỉ tiêu thì mã là “{meant.code}”."


def _suggest(submission: Submission, table: FormTable, code: str, by_label: CaseType | None) -> str:
    if by_label is not None:
        return _hint_by_label(by_label)
    candidates = [
        case_type.code
        for case_type in submission.codes.case_types.values()
        if table.form.is_list or case_type.form == table.form.code
    ]
    meant = nearest(code, candidates)
    if meant is None:
        return "Hãy dùng mã trong danh mục chỉ tiêu."
    return f"Có phải là “{meant}” ({submission.codes.case_types[meant].label}) không?"


def facilities_are_known(submission: Submission) -> Iterator[Finding]:
    """Report facilities that are not in force, or neither the sender nor in its area."""
    codes, unit = submission.codes, submission.unit
    for table in submission.tables:
        for index, code in _texts_of(table, table.form.roles.get(Role.FACILITY)):
            if submission.facility(code) is not None:
                continue
            cell = table.at(index, Role.FACILITY)
            if codes.facility(code) is None:
                suggestion = _suggest_facility(codes, code)
                hidden = may_be_a_person(table, code)
                yield kinds.UNKNOWN_FACILITY.at(cell, code, hidden=hidden, suggestion=suggestion)
            elif unit is not None:
                yield kinds.FACILITY_OF_OTHER_UNIT.at(cell, code, unit=unit.name)


def _suggest_facility(codes: CatalogueAt, text: str) -> str:
    near = facilities_named(codes, text) or [
        unit for unit in codes.nearest_units(text) if unit.is_facility
    ]
    if not near:
        return "Hãy dùng mã trong danh mục cơ sở."
    return f"Có phải là {'; '.join(f'{unit.code} – {unit.name}' for unit in near)} không?"


def labels_fit_codes(submission: Submission) -> Iterator[Finding]:
    """Report labels, units of measure and names of facilities that are not those of their codes.

    Such a label often betrays a mistyped code. Labels that stand for codes are theirs.
    """
    for table in submission.tables:
        in_doubt: set[int] = set()  # rows whose unit of measure cannot be judged
        yield from _labels_of_others(submission, table, in_doubt)
        for index, text in _texts_of(table, "measure_unit"):
            case_type = _case_type_of(submission, table, index)
            is_right = case_type is None or _is_unit(text, case_type.unit)
            if case_type is not None and not is_right and index not in in_doubt:
                yield kinds.MEASURE_UNIT_DIFFERS.at(
                    table.cell(index, "measure_unit"),
                    text,
                    label=case_type.label,
                    unit=case_type.unit,
                )
        for index, text in _texts_of(table, "facility_name"):
            facility = submission.codes.facility(table.value(index, Role.FACILITY))
            if facility is not None and facility not in submission.codes.units_named(text):
                yield kinds.LABEL_DIFFERS.at(
                    table.cell(index, "facility_name"),
                    text,
                    code=facility.code,
                    label=facility.name,
                )


def _labels_of_others(
    submission: Submission, table: FormTable, in_doubt: set[int]
) -> Iterator[Finding]:
    """Labels that are not those of their codes; adds the rows of wrong codes to ``in_doubt``."""
    for index, text in _texts_of(table, "case_type_label"):
        case_type = _case_type_of(submission, table, index)
        if case_type is None or case_type.form != table.form.code:
            in_doubt.add(index)  # the code is a finding
        elif index not in table.by_label and not _means(text, case_type.label):
            in_doubt.add(index)
            if index not in submission.mislabelled[id(table)]:
                yield kinds.LABEL_DIFFERS.at(
                    table.cell(index, "case_type_label"),
                    text,
                    code=case_type.code,
                    label=case_type.label,
                )


def _is_unit(text: str, unit: str) -> bool:
    """Whether a text is the unit of measure, perhaps with the unit of money beside it."""
    known = _ways_to_write(fold(unit))
    return fold(text) in known or without_money(text) in {"", *known}


_SAME_UNITS = (
    {"nguoi", "cu", "doi tuong", "tre", "em", "chau", "tre em"},
    {"luot", "luot nguoi", "luot doi tuong"},
    {"ca", "truong hop", "luot tu van"},
    {"cuoc goi", "cuoc", "luot goi"},
    {"mo hinh", "clb", "cau lac bo"},
    {"nha", "nha o", "can", "can nha"},
    {"ho", "ho gia dinh", "gia dinh"},
    {"the", "the bhyt"},
)
"""Folded units that officers use for one another: a person is counted whatever he is called."""


def _ways_to_write(unit: str) -> set[str]:
    return next((same for same in _SAME_UNITS if unit in same), {unit})


def _case_type_of(submission: Submission, table: FormTable, index: int) -> CaseType | None:
    return submission.codes.case_types.get(table.value(index, Role.CASE_TYPE) or "")


def _means(text: str, label: str) -> bool:
    """Whether a typed label, like "- Trong đó: hỗ trợ khẩn cấp", is this label with words added."""
    typed, proper = fold(text), fold(label)
    return typed == proper or typed.endswith(f" {proper}") or typed.startswith(f"{proper} ")
