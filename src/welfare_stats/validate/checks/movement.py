"""Checks of movements: opening + increase − decrease = closing, within a file and over time."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from welfare_stats.collect.reading import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt
from welfare_stats.design.forms import Breakdown, Form, Measure
from welfare_stats.design.forms.cells import NEEDED_IN_ROW
from welfare_stats.findings import CellRef, Finding, SheetRef, kinds
from welfare_stats.vietnamese import format_date, format_number

if TYPE_CHECKING:
    import pandas as pd

_MOVEMENT = (Measure.OPENING, Measure.INCREASE, Measure.DECREASE, Measure.CLOSING)


def movements_are_whole(submission: Submission) -> Iterator[Finding]:
    """Report blank cells of movements that are filled in only in part."""
    for table in submission.tables:
        for index, name in sorted(incomplete_cells(table)):
            if name in table.columns:
                heading = table.form.columns[name].heading
                yield kinds.REQUIRED.at(
                    table.cell(index, name), heading=heading, guidance=NEEDED_IN_ROW
                )


def movement_fields(form: Form) -> tuple[str, ...]:
    """The fields of opening, increase, decrease and closing; () on a form without movements."""
    by_measure = {
        column.measure: name
        for name, column in form.numbers.items()
        if column.breakdown is Breakdown.ALL
    }
    if not all(measure in by_measure for measure in _MOVEMENT):
        return ()
    return tuple(by_measure[measure] for measure in _MOVEMENT)


def incomplete_cells(table: FormTable) -> set[tuple[int, str]]:
    """Row index and field of the blank cells of movements that are filled in only in part."""
    fields = [name for name in movement_fields(table.form) if name in table.columns]
    return {
        (index, name)
        for index, row in enumerate(table.rows)
        for name in fields
        if getattr(row, name) is None
        and (index, name) not in table.refused
        and any(getattr(row, other) is not None for other in fields)
    }


def opening_follows_closing(
    own: "pd.DataFrame", before: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """Report openings that differ from the closing of the period before.

    This is only a warning: people must find out which of the two periods is wrong.

    Args:
        own: observations of the file.
        before: observations of the same unit that stand, of the period that ends the day before.
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
    yield from _groups_left_out(own, before[is_closing & (before["value"] > 0)], codes)


def _groups_left_out(
    own: "pd.DataFrame", closings: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """Report groups with people in them at the last closing that the file does not state at all."""
    same = ["form", "facility", "case_type"]
    stated = set(own[same].itertuples(index=False, name=None))
    sheets = own.drop_duplicates("form").set_index("form")["sheet"].to_dict()
    for row in closings.to_dict("records"):
        is_stated = tuple(row[name] for name in same) in stated
        if row["form"] in sheets and row["case_type"] in codes.case_types and not is_stated:
            yield kinds.GROUP_LEFT_OUT.at(
                SheetRef(sheets[row["form"]]),
                label=codes.case_types[row["case_type"]].label,
                closing=format_number(row["value"]),
                other=row["path"],
            )


def cumulative_figures_grow(
    own: "pd.DataFrame", shorter: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """Report flows that fall, and openings that change, from a shorter period to a longer one.

    Both periods start on the same day, so what has come in by the later day cannot be less. This is
    only a warning: the earlier file may be the wrong one.

    Args:
        own: observations of the file.
        shorter: observations of the same unit that stand, of periods that start on the same day
            and end earlier.
        codes: the code lists of the period.
    """
    number = ["form", "facility", "case_type", "measure", "breakdown"]
    last = shorter[shorter["period_end"] == shorter["period_end"].max()]
    pairs = own[own["breakdown"] == Breakdown.ALL].merge(last, on=number, suffixes=("", "_before"))
    for row in pairs.to_dict("records"):
        case_type = codes.case_types[row["case_type"]]
        is_flow = row["measure"] in (Measure.INCREASE, Measure.DECREASE) or (
            row["measure"] == Measure.TOTAL and case_type.kind is CaseTypeKind.FLOW
        )
        falls = is_flow and row["value"] < row["value_before"]
        differs = row["measure"] == Measure.OPENING and row["value"] != row["value_before"]
        if falls or differs:
            kind = kinds.CUMULATIVE_FALLS if falls else kinds.OPENING_CHANGED
            yield kind.at(
                CellRef.parse(row["sheet"], row["cells"]),
                row["value"],
                label=case_type.label,
                before=format_number(row["value_before"]),
                other=row["path_before"],
                end=format_date(row["period_end_before"]),
            )
