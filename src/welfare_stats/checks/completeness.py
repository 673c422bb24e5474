"""What a unit must report and left out."""

from collections.abc import Iterator

from welfare_stats.catalogue import ReportingUnit
from welfare_stats.checks.codes import is_mislabelled
from welfare_stats.findings import Finding, SheetRef, kinds
from welfare_stats.reading import FormTable
from welfare_stats.submission import Submission


def forms_are_filled_in(submission: Submission) -> Iterator[Finding]:
    """A blank form that travels along in the workbook was not sent: it would count as sent."""
    for table in submission.tables:
        if table.form.is_list or not table.rows:
            continue
        has_number = any(
            getattr(row, name) is not None or (index, name) in table.refused
            for index, row in enumerate(table.rows)
            for name in table.form.numbers
        )
        if not has_number:
            yield kinds.TABLE_EMPTY.at(SheetRef(table.sheet), form=table.form.code)


def must_reports_are_there(submission: Submission) -> Iterator[Finding]:
    """Every case type that the reporter must report has a figure, be it 0 or not readable.

    A form with a row whose code belongs elsewhere is passed over: that may be the missing one.
    """
    unit = submission.unit
    if unit is None:
        return
    stated = {(figure.key.facility, figure.key.case_type) for figure in submission.typed}
    counted = {(figure.key.facility, figure.key.case_type) for figure in submission.counted}
    told: set[tuple[str, str]] = set()
    for table in submission.tables:
        for facility, reporter in _reporters(submission, table.form.code, unit):
            if table.form.is_list or (table.form.code, facility) in told:
                continue
            if _has_strange_rows(submission, table, reporter):
                continue
            told.add((table.form.code, facility))
            missing = [
                case_type.label
                for case_type in submission.codes.case_types_of(table.form.code, reporter)
                if case_type.must_report and (facility, case_type.code) not in stated | counted
            ]
            if missing:
                yield kinds.CASE_TYPES_LEFT_OUT.at(
                    SheetRef(table.sheet),
                    form=table.form.code,
                    facility=f" (cơ sở {facility})" if facility else "",
                    labels="; ".join(missing),
                )


def _has_strange_rows(submission: Submission, table: FormTable, reporter: ReportingUnit) -> bool:
    own = {row.code for row in submission.codes.case_types_of(table.form.code, reporter)}
    codes = [getattr(row, "case_type", None) or "" for row in table.rows]
    keys = [
        (getattr(row, "facility", None), code) for row, code in zip(table.rows, codes, strict=True)
    ]
    return (
        any(code not in own for code in codes)
        or len(set(keys)) < len(keys)
        or any(is_mislabelled(submission, table, index) for index in range(len(keys)))
    )


def _reporters(
    submission: Submission, form: str, unit: ReportingUnit
) -> list[tuple[str, ReportingUnit]]:
    """Facilities of which the form speaks, or the unit itself on forms that know none."""
    codes = submission.codes
    spoken = {figure.key.facility for figure in submission.typed if figure.form == form}
    if spoken <= {""}:
        return [("", unit)] if spoken else []
    found = ((code, codes.facility(code)) for code in sorted(spoken))
    return [(code, facility) for code, facility in found if facility is not None]
