"""What a unit must report and left out."""

from collections.abc import Iterator, Sequence

from welfare_stats.collect.reading import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Relation, ReportingUnit
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import Finding, SheetRef, kinds
from welfare_stats.validate.checks.codes import is_mislabelled


def forms_are_filled_in(submission: Submission) -> Iterator[Finding]:
    """A blank form that travels along in the workbook was not sent: it would count as sent."""
    for table in submission.tables:
        if table.form.is_list or not table.rows:
            continue
        if not any(_has_numbers(table, index) for index in range(len(table.rows))):
            yield kinds.TABLE_EMPTY.at(SheetRef(table.sheet), form=table.form.code)


def sums_have_all_parts(submission: Submission) -> Iterator[Finding]:
    """A sum that is that of only some of its parts, because the cells of the others are blank.

    Blank is not 0: the sum is then too low, or the parts are to be 0.
    """
    for table in submission.tables:
        headline = [
            name
            for name, column in table.form.numbers.items()
            if column.measure in (Measure.TOTAL, Measure.CLOSING)
            and column.breakdown is Breakdown.ALL
            and name in table.columns
        ]
        rows = {
            (getattr(row, "facility", None), getattr(row, "case_type", None)): index
            for index, row in enumerate(table.rows)
        }
        for (facility, code), index in rows.items():
            children = submission.codes.children(code or "", Relation.SUM)
            parts = [rows[facility, c.code] for c in children if (facility, c.code) in rows]
            for name in headline if parts else ():
                yield from _partial_sum(submission, table, index, name, parts)


def _partial_sum(
    submission: Submission, table: FormTable, index: int, name: str, parts: Sequence[int]
) -> Iterator[Finding]:
    whole = getattr(table.rows[index], name)
    values = [getattr(table.rows[part], name) for part in parts]
    if whole is None or any((part, name) in table.refused for part in parts):
        return
    blank = [part for part, value in zip(parts, values, strict=True) if value is None]
    if any(_has_numbers(table, part) for part in blank):
        return  # that is a finding: a row has all its numbers, or none
    if 0 < len(blank) < len(parts) and whole == sum(value or 0 for value in values):
        case_types = submission.codes.case_types
        labels = [
            f"{case_types[getattr(table.rows[part], 'case_type', '')].label} "
            f"({table.cell(part, name).a1})"
            for part in blank
        ]
        yield kinds.PARTS_LEFT_BLANK.at(
            table.cell(index, name),
            whole,
            whole=case_types[getattr(table.rows[index], "case_type", "")].label,
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
    """Every case type that the reporter must report has a figure, be it 0 or not readable.

    A form with a row whose code belongs elsewhere is passed over: that may be the missing one.
    """
    unit = submission.unit
    if unit is None:
        return
    stated = {(figure.key.facility, figure.key.case_type) for figure in submission.typed}
    listed = {(figure.key.facility, figure.key.case_type) for figure in submission.listed}
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
                if case_type.must_report and (facility, case_type.code) not in stated | listed
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
