"""Editions of a year's report: what its numbers were, and which of them was sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from welfare_stats.register.schema import EDITIONS, FINAL_EDITIONS


@dataclass(frozen=True, slots=True)
class Edition:
    """One report of a year, or of a part of it, as its numbers were.

    Attributes:
        period: the code of the deadline whose period it is of, "" for the whole year.
        up_to: the number of the last entry that it knows.
        numbers: each number by its name; an unknown one is ``None``.
        sent_by: who marked it as the one that was sent, the last one that did; "" for a draft.
        sent_at: when (UTC).
    """

    id: int
    year: int
    period: str
    up_to: int
    recorded_at: datetime
    numbers: Mapping[str, float | None]
    sent_by: str = ""
    sent_at: datetime | None = None

    @property
    def is_final(self) -> bool:
        """Whether it is one that was sent."""
        return self.sent_by != ""


def editions(connection: Connection, year: int, period: str) -> list[Edition]:
    """All editions of a report, the oldest first."""
    marks = select(FINAL_EDITIONS).order_by(FINAL_EDITIONS.c.id)
    sent = {row.edition: (row.marked_by, row.recorded_at) for row in connection.execute(marks)}
    query = (
        select(EDITIONS)
        .where(EDITIONS.c.year == year, EDITIONS.c.period == period)
        .order_by(EDITIONS.c.id)
    )
    return [
        Edition(
            row.id,
            row.year,
            row.period,
            row.up_to,
            row.recorded_at,
            json.loads(row.numbers),
            *sent.get(row.id, ("", None)),
        )
        for row in connection.execute(query)
    ]


def add_edition(connection: Connection, edition: Edition) -> int:
    """Add an edition, whose own number is not known yet; gives it."""
    values = {
        "year": edition.year,
        "period": edition.period,
        "up_to": edition.up_to,
        "recorded_at": edition.recorded_at,
        "numbers": json.dumps(edition.numbers, ensure_ascii=False, sort_keys=True),
    }
    added = connection.execute(insert(EDITIONS).values(values))
    number: int = added.inserted_primary_key.id  # type: ignore[union-attr]
    return number


def mark(connection: Connection, edition: int, by: str, now: datetime) -> None:
    """Add that somebody marked an edition as the one that was sent."""
    row = {"edition": edition, "recorded_at": now, "marked_by": by}
    connection.execute(insert(FINAL_EDITIONS).values(row))
