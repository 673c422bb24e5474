"""The check that no row of a form of numbers is there twice; of lists, see ``repeated_cases``."""

from collections.abc import Iterator

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import nfc

_Key = tuple[str, ...]


def rows_stand_once(submission: Submission) -> Iterator[Finding]:
    """Report rows with the key of an earlier row: the same facility and case type.

    Rows with an unknown or mislabelled code are passed over; that code is a finding already.
    """
    seen: dict[_Key, tuple[FormTable, int]] = {}
    for table in submission.tables:
        if table.form.is_list or not table.has(Role.CASE_TYPE) or _is_row_of_commune(table):
            continue
        wrong = submission.mislabelled[id(table)]
        for index, key in _keys(table):
            if key[-1] not in submission.codes.case_types or index in wrong:
                continue
            here = (table, index)
            first_table, first_index = first_seen = seen.setdefault(key, here)
            if first_seen is here:
                continue
            cell = table.at(index, Role.CASE_TYPE)
            first = first_table.at(first_index, Role.CASE_TYPE).seen_from(cell.sheet)
            what = f"{table.heading(Role.CASE_TYPE)} “{key[-1]}”"
            yield kinds.DUPLICATE_ROW.at(cell, key[-1], what=what, first=f"ô {first}")


def _is_row_of_commune(table: FormTable) -> bool:
    """Whether it is a row of a turned table, whose name is a finding if it is there twice."""
    is_turned = table.origin is not None and Role.FACILITY not in table.form.roles
    return is_turned and table.part != ""


def _keys(table: FormTable) -> Iterator[tuple[int, _Key]]:
    """Row index and key of every row whose key could be read."""
    for index, row in enumerate(table.rows):
        values = [getattr(row, name) for name in table.form.key]
        if None not in values:
            yield index, (table.form.code, table.part, *(nfc(value) for value in values))
