"""Which earlier statements an accepted file takes the place of."""

from sqlalchemy import (
    Connection,
    select,
    update,
)

from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.register.tables import FORMS_SENT, SUBMISSIONS
from welfare_stats.validate.assess import Assessment, Outcome


def takes_the_place_of(
    period: ReportingPeriod, earlier: ReportingPeriod, *, is_same_file: bool
) -> bool:
    """Whether an accepted statement supersedes an earlier one of the same unit and scope.

    >>> from datetime import date
    >>> first_half = ReportingPeriod(date(2018, 1, 1), date(2018, 6, 30))
    >>> eight_months = ReportingPeriod(date(2018, 1, 1), date(2018, 8, 31))
    >>> summer = ReportingPeriod(date(2018, 7, 1), date(2018, 8, 31))
    >>> takes_the_place_of(first_half, first_half, is_same_file=False)  # a correction
    True
    >>> takes_the_place_of(eight_months, first_half, is_same_file=False)  # both stand
    False
    >>> takes_the_place_of(eight_months, first_half, is_same_file=True)  # its period is corrected
    True
    >>> takes_the_place_of(summer, first_half, is_same_file=True)  # the file goes on: both stand
    False

    Where a longer and a shorter period both stand, ``analyse.totals`` leaves the shorter one out.

    Args:
        period: the period of the accepted statement.
        earlier: the period of the earlier one.
        is_same_file: whether both came under the same file name.
    """
    overlap = period.overlap_with(earlier)
    return overlap is Overlap.SAME or (
        is_same_file and overlap in (Overlap.PARTIAL, Overlap.SAME_START)
    )


def withdraw(connection: Connection, number: int, path: str, unit: str | None) -> None:
    """Let no earlier content of the same file stand for another unit: that unit was a mistake.

    What the earlier content had superseded there stands again.
    """
    mistaken = connection.execute(
        select(SUBMISSIONS.c.id).where(
            SUBMISSIONS.c.path == path,
            SUBMISSIONS.c.outcome == Outcome.ACCEPTED.value,
            SUBMISSIONS.c.unit != unit,
            SUBMISSIONS.c.id != number,
        )
    ).scalars()
    for earlier in mistaken.all():
        is_standing = FORMS_SENT.c.superseded_by.is_(None)
        withdrawn = connection.execute(
            update(FORMS_SENT)
            .where(FORMS_SENT.c.submission == earlier, is_standing)
            .values(superseded_by=number)
        )
        if withdrawn.rowcount:
            connection.execute(
                update(FORMS_SENT)
                .where(FORMS_SENT.c.superseded_by == earlier)
                .values(superseded_by=None)
            )


def supersede(connection: Connection, number: int, path: str, assessment: Assessment) -> None:
    """Mark the statements of the same unit that this submission takes the place of."""
    query = (
        select(FORMS_SENT, SUBMISSIONS)
        .join(SUBMISSIONS, FORMS_SENT.c.submission == SUBMISSIONS.c.id)
        .where(
            SUBMISSIONS.c.outcome == Outcome.ACCEPTED.value,
            SUBMISSIONS.c.unit == assessment.unit,
            SUBMISSIONS.c.id != number,
            FORMS_SENT.c.superseded_by.is_(None),
        )
    )
    for row in connection.execute(query).all():
        if (row.form, row.facility) not in assessment.scopes or assessment.period is None:
            continue
        period = ReportingPeriod(row.period_start, row.period_end)
        if takes_the_place_of(assessment.period, period, is_same_file=row.path == path):
            connection.execute(
                update(FORMS_SENT)
                .where(
                    FORMS_SENT.c.submission == row.submission,
                    FORMS_SENT.c.form == row.form,
                    FORMS_SENT.c.facility == row.facility,
                )
                .values(superseded_by=number)
            )
