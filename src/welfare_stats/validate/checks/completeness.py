"""Checks of what a unit left blank or left out."""

from collections.abc import Container, Iterator, Sequence

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Relation, ReportingUnit
from welfare_stats.findings import Finding, SheetRef, kinds
from welfare_stats.validate.checks.blanks import needed_cells


def forms_are_filled_in(submission: Submission) -> Iterator[Finding]:
    """Report forms without any number: an empty form in the workbook must not pass as sent."""
    for table in submission.tables:
        if table.form.is_list or not table.rows:
            continue
        if not any(_has_numbers(table, index) for index in range(len(table.rows))):
            yield kinds.TABLE_EMPTY.at(SheetRef(table.sheet), form=table.form.code)


def sums_have_all_parts(submission: Submission) -> Iterator[Finding]:
    """Report sums that equal those of their parts that are filled in, while others are blank.

    Blank means not reported, not 0. So either the sum is too low, or the blank parts should be 0.
    A part that is blank beside other numbers is a finding already.
    """
    needed = needed_cells(submission)
    for table in submission.tables:
        name = table.form.headline
        if name is None or name not in table.columns:
            continue
        rows = {key: index for index, key in enumerate(table.keys)}
        for (facility, code), index in rows.items():
            children = submission.codes.children(code, Relation.SUM)
            parts = [rows[facility, c.code] for c in children if (facility, c.code) in rows]
            if parts and not any(table.cell(part, name) in needed for part in parts):
                yield from _sum_without_blank_parts(submission, table, index, name, parts)


def _sum_without_blank_parts(
    submission: Submission, table: FormTable, index: int, name: str, parts: Sequence[int]
) -> Iterator[Finding]:
    whole = getattr(table.rows[index], name)
    values = [getattr(table.rows[part], name) for part in parts]
    if whole is None or any((part, name) in table.refused for part in parts):
        return
    blank = [part for part, value in zip(parts, values, strict=True) if value is None]
    if 0 < len(blank) < len(parts) and whole == sum(value or 0 for value in values):
        case_types = submission.codes.case_types
        labels = [
            f"{case_types[table.keys[part][1]].label} ({table.cell(part, name).a1})"
            for part in blank
        ]
        yield kinds.PARTS_LEFT_BLANK.at(
            table.cell(index, name),
            whole,
            whole=case_types[table.keys[index][1]].label,
            stated=len(parts) - len(blank),
            number=len(parts),
            labels="; ".join(labels),
        )


def _has_numbers(table: FormTable, index: int) -> bool:
    return any(
        getattr(table.rows[index], name) is not None or (index, name) in table.refused
        for name in table.form.numbers
    )


def must_reports_are_there(submission: Submission) -> Iterator[Finding]:
    """Report case types that a form must state but does not; a 0 or an unreadable cell is enough.

    A form with a row whose code is wrong is passed over, since that may be the missing row.
    """
    unit = submission.unit
    if unit is None:
        return
    stated = {(figure.key.facility, figure.key.case_type) for figure in submission.typed}
    listed = {(figure.key.facility, figure.key.case_type) for figure in submission.listed}
    done: set[tuple[str, str]] = set()
    for table in submission.tables:
        for facility, reporter in _reporters(submission, table.form.code, unit):
            if table.form.is_list or (table.form.code, facility) in done:
                continue
            if _has_strange_rows(submission, table, reporter):
                continue
            done.add((table.form.code, facility))
            missing = [
                case_type.label
                for case_type in submission.codes.case_types_of(table.form.code, reporter)
                if case_type.must_report
                and not _is_stated(submission, facility, case_type.code, stated | listed)
            ]
            if missing:
                yield kinds.CASE_TYPES_LEFT_OUT.at(
                    SheetRef(table.sheet),
                    form=table.form.code,
                    facility=f" (cơ sở {facility})" if facility else "",
                    labels="; ".join(missing),
                )


def _is_stated(
    submission: Submission, facility: str, code: str, stated: Container[tuple[str, str]]
) -> bool:
    """Whether a case type has a number, or each of the parts that it is the sum of."""
    parts = submission.codes.children(code, Relation.SUM)
    return (facility, code) in stated or (
        bool(parts) and all((facility, part.code) in stated for part in parts)
    )


def _has_strange_rows(submission: Submission, table: FormTable, reporter: ReportingUnit) -> bool:
    """Whether some row has a code that is not of this form and reporter, twice there, or wrong."""
    codes_of_form = {row.code for row in submission.codes.case_types_of(table.form.code, reporter)}
    return (
        any(code not in codes_of_form for _, code in table.keys)
        or len(set(table.keys)) < len(table.keys)
        or bool(submission.mislabelled[id(table)])
    )


def _reporters(
    submission: Submission, form: str, unit: ReportingUnit
) -> list[tuple[str, ReportingUnit]]:
    """The facilities that the form has numbers of; on forms without facilities, the unit itself."""
    codes = submission.codes
    stated = {figure.key.facility for figure in submission.typed if figure.form == form}
    if stated <= {""}:
        return [("", unit)] if stated else []
    found = ((code, codes.facility(code)) for code in sorted(stated))
    return [(code, facility) for code, facility in found if facility is not None]
