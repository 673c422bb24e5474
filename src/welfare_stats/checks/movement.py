"""Opening + increase − decrease = closing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from welfare_stats.catalogue import CatalogueAt
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.forms import Breakdown, Form, Measure
from welfare_stats.forms.cells import NEEDED_IN_ROW
from welfare_stats.reading import FormTable
from welfare_stats.submission import Submission
from welfare_stats.vietnamese import format_number

if TYPE_CHECKING:
    import pandas as pd

_MOVEMENT = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)


def movement_balances(submission: Submission) -> Iterator[Finding]:
    """Each row's movement is whole and leads from its opening to its closing."""
    for table in submission.tables:
        fields = movement_fields(table.form)
        if fields and all(name in table.columns for name in fields):
            for index in range(len(table.rows)):
                yield from _row_findings(table, fields, index)


def movement_fields(form: Form) -> tuple[str, ...]:
    """Opening, increase, decrease, closing; none on a form without movements."""
    by_measure = {
        column.measure: name
        for name, column in form.numbers.items()
        if column.breakdown is Breakdown.ALL
    }
    if not all(measure in by_measure for measure in _MOVEMENT):
        return ()
    return tuple(by_measure[measure] for measure in _MOVEMENT)


def incomplete_cells(table: FormTable) -> set[tuple[int, str]]:
    """Blank cells of movements that are stated in part: (index, field). They are findings."""
    fields = movement_fields(table.form)
    return {
        (index, name)
        for index, row in enumerate(table.rows)
        for name in fields
        if getattr(row, name) is None and any(getattr(row, other) is not None for other in fields)
    }


def corrected_movements(submission: Submission) -> dict[CellRef, float]:
    """What the other three cells of a movement that does not balance make of each of its cells.

    One of them is wrong, which is a finding; what follows from that alone is none. Where the
    office has accepted the movement as it is, none is.
    """
    return {
        table.cell(index, name): value + change
        for table in submission.tables
        if (fields := movement_fields(table.form))
        for index, row in enumerate(table.rows)
        if None not in (values := [getattr(row, name) for name in fields])
        and (gap := values[0] + values[1] - values[2] - values[3])
        and not submission.accepts(kinds.NOT_BALANCED, table.cell(index, fields[-1]))
        for name, value, change in zip(fields, values, (-gap, -gap, gap, gap), strict=True)
        if value + change >= 0
    }


def _row_findings(table: FormTable, fields: tuple[str, ...], index: int) -> Iterator[Finding]:
    values = {name: getattr(table.rows[index], name) for name in fields}
    if any((index, name) in table.refused for name in fields):
        return
    if all(value is None for value in values.values()):
        return
    blank = [name for name, value in values.items() if value is None]
    for name in blank:
        column = table.form.columns[name]
        yield kinds.REQUIRED.at(
            table.cell(index, name), heading=column.heading, guidance=NEEDED_IN_ROW
        )
    if blank:
        return
    opening, increase, decrease, closing = (values[name] for name in fields)
    computed = opening + increase - decrease
    if computed != closing:
        yield kinds.NOT_BALANCED.at(
            table.cell(index, fields[-1]),
            closing,
            opening=format_number(opening),
            increase=format_number(increase),
            decrease=format_number(decrease),
            computed=format_number(computed),
        )


def opening_follows_closing(
    own: "pd.DataFrame", before: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """The opening of a period is the closing of the one before.

    Only a warning: which of the two periods is wrong is for people to say.

    Args:
        own: observations of the file at hand.
        before: what the register counts of the same unit up to the day before the period.
        codes: the code lists of the period.
    """
    is_opening = (own["measure"] == Measure.OPENING) & (own["breakdown"] == Breakdown.ALL)
    is_closing = (before["measure"] == Measure.CLOSING) & (before["breakdown"] == Breakdown.ALL)
    same = ["form", "facility", "case_type"]
    pairs = own[is_opening].merge(before[is_closing], on=same, suffixes=("", "_before"))
    for row in pairs[pairs["value"] != pairs["value_before"]].to_dict("records"):
        yield kinds.OPENING_DIFFERS.at(
            CellRef.parse(row["sheet"], row["cells"]),
            row["value"],
            label=codes.case_types[row["case_type"]].label,
            closing=format_number(row["value_before"]),
            other=row["path_before"],
        )
