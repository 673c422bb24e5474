"""Of which rows a typed total row may be the sum.

It may be that of all rows or only of some, but hardly of rows that are parts of other rows, for it
would count those twice. (What the sums of case types are of, the catalogue says: see
``collect.case_type_sums``.) Here ``tu_van`` is the sum of ``tu_van_truc_tiep`` and others, and the
total is that of rows 0 and 2:

>>> keys = {0: ("", "tu_van"), 1: ("", "tu_van_truc_tiep"), 2: ("", "cuoc_goi")}
>>> outermost(keys, {"tu_van": [], "tu_van_truc_tiep": ["tu_van"], "cuoc_goi": []}.__getitem__)
[0, 2]
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from welfare_stats.collect.case_type_sums import choices
from welfare_stats.collect.reading.form_table import FormTable, RowKey, TotalRow
from welfare_stats.collect.submission import Submission
from welfare_stats.findings import CellValue

_DAY_ZERO = date(1899, 12, 30)  # of Excel's dates


def as_a_formula_reads(value: CellValue) -> float:
    """What Excel's SUM makes of a cell: text and TRUE are nothing, a date is a number of days."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (value - _DAY_ZERO).days
    return value if type(value) in (int, float) else 0  # type: ignore[return-value]


def possible_parts(
    submission: Submission, table: FormTable
) -> Iterator[tuple[TotalRow, list[Sequence[int]]]]:
    """Each total row, and by their indexes the sets of rows of which it may be the sum.

    It may be of the rows since the total before, or of all rows; with or without rows that are
    parts of others; with any of the strays.
    """
    if not table.totals:
        return
    every = range(len(table.rows))
    stray = submission.strays[id(table)]
    since = -1
    for total in table.totals:
        section = [index for index in every if since < table.row_numbers[index] < total.row]
        since = total.row
        found = dict.fromkeys(
            tuple(index for index in rows if index not in without)
            for span in (section or every, every)
            for rows in (_outermost_of(submission, table, span), span)
            for without in choices(sorted(stray.intersection(rows)))
        )
        yield total, list(found)


def _outermost_of(submission: Submission, table: FormTable, span: Iterable[int]) -> list[int]:
    keys = {index: table.keys[index] for index in span}
    return outermost(keys, lambda code: submission.codes.with_ancestors(code)[1:])


def outermost(keys: Mapping[int, RowKey], ancestors: Callable[[str], Sequence[str]]) -> list[int]:
    """The rows that are no part of another row, given their keys and what each case type is of."""
    stated = set(keys.values())
    return [
        index
        for index, (facility, code) in keys.items()
        if not any((facility, ancestor) in stated for ancestor in ancestors(code))
    ]
