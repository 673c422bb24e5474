"""Columns that were sorted apart from their labels: numbers that fit another row better.

What stands for another period, or for the same one before a correction, tells about how large each
row is. A column is sorted apart when at least three rows are unlike what they were, and all rows
are like what they were once they are put in the order of their size:

>>> _is_sorted_apart([4339, 2210, 696, 416, 119, 52, 30], [119, 52, 30, 416, 4339, 696, 2210])
True
>>> _is_sorted_apart([125, 50, 28, 430, 4400, 700, 2300], [119, 52, 30, 416, 4339, 696, 2210])
False
>>> _is_sorted_apart([900, 5, 28, 4, 4400, 700, 2300], [119, 52, 30, 416, 4339, 696, 2210])  # odd
False
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.findings import Finding, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.reference import EarlierFigures
from welfare_stats.validate.unlike import is_unlike

_FEWEST_ROWS = 3
_DAYS_ALIKE = 0.1  # periods that differ by less in length have flows of about the same size

_Column = tuple[str, str, str]
_Row = tuple[str, str]


def columns_belong_to_their_rows(
    own: Sequence[Observation],
    period: ReportingPeriod,
    others: Sequence[EarlierFigures],
    codes: CatalogueAt,
) -> Iterator[Finding]:
    """Ask about columns that were sorted apart; one finding a file.

    Args:
        own: numbers of the file at hand.
        period: of the file.
        others: what stands of the same unit for other periods, and what the file would replace.
        codes: the code lists of the period.
    """
    columns = _by_column(own)
    for figures in others:
        is_as_long = _is_as_long(period, figures.period)
        before = _by_column(figures.observations)
        apart = [
            column
            for column, rows in columns.items()
            if (is_as_long or _is_of_stock(column, rows, codes))
            and _rows_are_mixed_up(rows, before.get(column, {}))
        ]
        if apart:
            form = apart[0][0]
            first = _first_mixed_up(columns[apart[0]], before[apart[0]])
            yield kinds.SORTED_APART.at(
                first.cell,
                hidden=True,
                form=form,
                columns="”, “".join(_heading(*column) for column in apart if column[0] == form),
                other=figures.path,
            )
            return


def _by_column(observations: Sequence[Observation]) -> dict[_Column, dict[_Row, Observation]]:
    columns: dict[_Column, dict[_Row, Observation]] = defaultdict(dict)
    for o in observations:
        columns[o.form, o.measure, o.breakdown][o.facility, o.case_type] = o
    return columns


def _is_as_long(one: ReportingPeriod, other: ReportingPeriod) -> bool:
    days, others = ((p.end - p.start).days + 1 for p in (one, other))
    return abs(days - others) <= _DAYS_ALIKE * max(days, others)


def _is_of_stock(column: _Column, rows: Mapping[_Row, Observation], codes: CatalogueAt) -> bool:
    """Whether the numbers of a column do not depend on how long the period is."""
    if column[1] in (Measure.OPENING, Measure.CLOSING):
        return True
    return column[1] == Measure.TOTAL and all(
        (case_type := codes.case_types.get(code)) is not None
        and case_type.kind is CaseTypeKind.STOCK
        for _, code in rows
    )


def _rows_are_mixed_up(now: Mapping[_Row, Observation], before: Mapping[_Row, Observation]) -> bool:
    shared = [row for row in now if row in before]
    return len(shared) >= _FEWEST_ROWS and _is_sorted_apart(
        [now[row].value for row in shared], [before[row].value for row in shared]
    )


def _first_mixed_up(
    now: Mapping[_Row, Observation], before: Mapping[_Row, Observation]
) -> Observation:
    return next(
        o for row, o in now.items() if row in before and is_unlike(o.value, before[row].value)
    )


def _is_sorted_apart(now: Sequence[float], before: Sequence[float]) -> bool:
    unlike = sum(is_unlike(one, other) for one, other in zip(now, before, strict=True))
    return unlike >= _FEWEST_ROWS and not any(
        is_unlike(one, other) for one, other in zip(sorted(now), sorted(before), strict=True)
    )


def _heading(form: str, measure: str, breakdown: str) -> str:
    return next(
        column.heading
        for column in FORMS[form].numbers.values()
        if column.measure == Measure(measure) and column.breakdown is Breakdown(breakdown)
    )
