"""What an accepted file takes the place of."""

from sqlalchemy import (
    Connection,
    select,
    update,
)

from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.register.tables import FORMS_SENT, SUBMISSIONS
from welfare_stats.validate.assess import Assessment, Outcome


def withdraw(connection: Connection, number: int, path: str, unit: str | None) -> None:
    """A file that comes again under its own name for another unit was that unit's by mistake.

    What it had replaced there counts again.
    """
    mistaken = connection.execute(
        select(SUBMISSIONS.c.id).where(
            SUBMISSIONS.c.path == path,
            SUBMISSIONS.c.outcome == Outcome.ACCEPTED.value,
            SUBMISSIONS.c.unit != unit,
            SUBMISSIONS.c.id != number,
        )
    ).scalars()
    for wrong in mistaken.all():
        counting = FORMS_SENT.c.superseded_by.is_(None)
        still = connection.execute(
            update(FORMS_SENT)
            .where(FORMS_SENT.c.submission == wrong, counting)
            .values(superseded_by=number)
        )
        if still.rowcount:
            connection.execute(
                update(FORMS_SENT)
                .where(FORMS_SENT.c.superseded_by == wrong)
                .values(superseded_by=None)
            )


def supersede(connection: Connection, number: int, path: str, assessment: Assessment) -> None:
    """Mark what counts and is replaced by this submission.

    The same form, facility and period is a correction. A file that comes again under its own name
    with an overlapping period corrects the period; one that adjoins or lies apart adds to it.
    """
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
        overlap = period.overlap_with(assessment.period)
        if overlap is Overlap.SAME or (
            row.path == path and overlap in (Overlap.PARTIAL, Overlap.SAME_START)
        ):
            connection.execute(
                update(FORMS_SENT)
                .where(
                    FORMS_SENT.c.submission == row.submission,
                    FORMS_SENT.c.form == row.form,
                    FORMS_SENT.c.facility == row.facility,
                )
                .values(superseded_by=number)
            )
