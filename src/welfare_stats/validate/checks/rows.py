"""The check that no row of a submission is there twice."""

from collections.abc import Iterator

from welfare_stats.collect.reading.rows import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.findings import Finding, kinds
from welfare_stats.validate.checks.codes import is_mislabelled, may_be_a_person
from welfare_stats.vietnamese import nfc

_Key = tuple[str, ...]


def rows_stand_once(submission: Submission) -> Iterator[Finding]:
    """Report rows with the key of an earlier row: the same facility and case type, or record code.

    Rows with an unknown or mislabelled code are passed over; that code is a finding already.
    """
    seen: dict[_Key, tuple[FormTable, int]] = {}
    for table in submission.tables:
        name = table.form.key[-1]
        if name not in table.columns:
            continue
        is_code = name == "case_type"
        heading = table.form.columns[name].heading
        for index, key in _keys(table):
            if is_code and (
                key[-1] not in submission.codes.case_types
                or is_mislabelled(submission, table, index)
            ):
                continue
            here = (table, index)
            first_table, first_index = first_seen = seen.setdefault(key, here)
            if first_seen is here:
                continue
            first, cell = first_table.cell(first_index, name), table.cell(index, name)
            hidden = may_be_a_person(table, key[-1])
            yield kinds.DUPLICATE_ROW.at(
                cell,
                key[-1],
                hidden=hidden,
                what=heading if hidden else f"{heading} “{key[-1]}”",
                first=first.seen_from(cell.sheet),
            )


def _keys(table: FormTable) -> Iterator[tuple[int, _Key]]:
    """Row index and key of every row whose key could be read."""
    for index, row in enumerate(table.rows):
        values = [getattr(row, name) for name in table.form.key]
        if None not in values:
            yield index, (table.form.code, *(nfc(value) for value in values))
