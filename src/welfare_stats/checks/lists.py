"""Lists of cases against the period and against the numbers typed elsewhere."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from welfare_stats.catalogue import CatalogueAt
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.forms import FORMS, Breakdown
from welfare_stats.submission import Figure, FigureKey, Submission
from welfare_stats.vietnamese import format_date, format_number

if TYPE_CHECKING:
    import pandas as pd

# Ages are left out: where only the year of birth is known, list and count may honestly differ.
_LISTS = [form.code for form in FORMS.values() if form.is_list]
_COMPARED = {
    Breakdown.ALL: "",
    Breakdown.FEMALE: " (nữ)",
    Breakdown.ETHNIC_MINORITY: " (dân tộc thiểu số)",
}


def cases_fall_in_period(submission: Submission) -> Iterator[Finding]:
    """A case counts in the period in which it was taken in."""
    period = submission.period
    if period is None:
        return
    for table in submission.tables:
        if not table.form.is_list or "received_on" not in table.columns:
            continue
        for index, row in enumerate(table.rows):
            day = getattr(row, "received_on", None)
            if day is not None and not period.holds(day):
                yield kinds.DATE_OUTSIDE_PERIOD.at(
                    table.cell(index, "received_on"),
                    day,
                    heading=table.form.columns["received_on"].heading,
                    start=format_date(period.start),
                    end=format_date(period.end),
                )


def dates_are_in_order(submission: Submission) -> Iterator[Finding]:
    """Nobody is taken in before birth, and no case ends before it began."""
    for table in submission.tables:
        if not table.form.is_list:
            continue
        for index, row in enumerate(table.rows):
            for earlier, later in pairwise(("birth", "received_on", "closed_on")):
                first, second = getattr(row, earlier, None), getattr(row, later, None)
                if first is None or second is None:
                    continue
                if second.year < first if isinstance(first, int) else second < first:
                    columns = table.form.columns
                    yield kinds.DATES_OUT_OF_ORDER.at(
                        table.cell(index, later),
                        second,
                        hidden=True,
                        earlier=columns[earlier].heading,
                        later=columns[later].heading,
                    )


def lists_agree_with_counts(submission: Submission) -> Iterator[Finding]:
    """Where a unit sends the list and the number, both say the same."""
    counted: dict[FigureKey, Figure] = {figure.key: figure for figure in submission.counted}
    if not counted or _is_list_unsure(submission):
        return
    for figure in submission.typed:
        listed = counted.get(figure.key)
        if listed is None or figure.value is None or figure.key.breakdown not in _COMPARED:
            continue
        if listed.value != figure.value:
            yield kinds.LIST_COUNT_DIFFERS.at(
                figure.place,
                figure.value,
                form=figure.form,
                label=submission.codes.case_types[figure.key.case_type].label,
                breakdown=_COMPARED[figure.key.breakdown],
                list_form=listed.form,
                computed=listed.value,
            )


def agrees_with_other_files(
    own: "pd.DataFrame", counted: "pd.DataFrame", codes: CatalogueAt
) -> Iterator[Finding]:
    """A list and the numbers that the same unit sent in another file say the same.

    Only a warning: two corrections that belong together would otherwise keep each other out.

    Args:
        own: observations of the file at hand.
        counted: what the register counts of the same unit.
        codes: the code lists of the period.
    """
    number = ["facility", "case_type", "measure", "breakdown", "period_start", "period_end"]
    pairs = own.merge(counted, on=number, suffixes=("", "_other"))
    is_list = pairs["form"].isin(_LISTS)
    other_is_list = pairs["form_other"].isin(_LISTS)
    compared = pairs["breakdown"].isin([breakdown.value for breakdown in _COMPARED])
    differing = pairs[
        (is_list != other_is_list) & compared & (pairs["value"] != pairs["value_other"])
    ]
    for row in differing.to_dict("records"):
        typed, listed = ("_other", "") if row["form"] in _LISTS else ("", "_other")
        yield kinds.OTHER_FILE_DIFFERS.at(
            CellRef.parse(row["sheet"], row["cells"]),
            row[f"value{typed}"],
            form=row[f"form{typed}"],
            label=codes.case_types[row["case_type"]].label,
            breakdown=_COMPARED[Breakdown(row["breakdown"])],
            list_form=row[f"form{listed}"],
            computed=format_number(row[f"value{listed}"]),
        )


def _is_list_unsure(submission: Submission) -> bool:
    """Whether a case's code, facility, sex or people could not be read: the count is then open."""
    decisive = {"case_type", "facility", "sex", "ethnicity"}
    lists = [table for table in submission.tables if table.form.is_list]
    return any(name in decisive for table in lists for _, name in table.refused) or any(
        getattr(row, "case_type", None) not in submission.codes.case_types
        or submission.facility(getattr(row, "facility", None)) is None
        for table in lists
        for row in table.rows
    )
