"""The entries of the history in the tables: read from them, and numbered where one is added."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select

from welfare_stats.collect.observations import Scope
from welfare_stats.period import ReportingPeriod
from welfare_stats.register.history import CatalogueChange, Decision, DecisionKind, Entry, Receipt
from welfare_stats.register.schema import (
    CATALOGUES,
    DECISIONS,
    ENTRIES,
    STATEMENTS,
    SUBMISSIONS,
    order_in,
)
from welfare_stats.validate.verdict import Outcome


def new_entry(connection: Connection, now: datetime) -> int:
    """The number of an entry that is added."""
    entered = connection.execute(insert(ENTRIES), {"recorded_at": now})
    number: int = entered.inserted_primary_key.id  # type: ignore[union-attr]
    return number


def add_decision(connection: Connection, decision: Decision) -> Decision:
    """Enter a decision, whose number is not known yet; gives it with its number."""
    number = new_entry(connection, decision.recorded_at)
    connection.execute(
        insert(DECISIONS).values(
            id=number,
            kind=decision.kind.value,
            path=decision.path,
            sha256=decision.sha256,
            code=decision.code,
            cell=decision.cell,
            day=decision.day,
            reason=decision.reason,
            decided_by=decision.by,
            year=decision.year,
        )
    )
    return replace(decision, id=number)


def entries(connection: Connection) -> list[Entry]:
    """All entries in their order."""
    every: list[Entry] = [
        *_receipts(connection),
        *_decisions(connection),
        *_catalogue_changes(connection),
    ]
    return sorted(every, key=lambda entry: entry.id)


def _receipts(connection: Connection) -> Iterator[Receipt]:
    scopes: dict[int, dict[Scope, int]] = defaultdict(dict)
    for row in connection.execute(select(STATEMENTS).order_by(order_in(STATEMENTS))):
        scopes[row.submission][row.form, row.facility] = row.figures
    query = select(SUBMISSIONS, ENTRIES.c.recorded_at).join(ENTRIES)
    for row in connection.execute(query):
        period = ReportingPeriod(row.period_start, row.period_end) if row.period_start else None
        yield Receipt(
            row.id,
            row.recorded_at,
            row.path,
            row.sha256,
            row.context,
            row.received_on,
            Outcome(row.outcome),
            row.unit,
            period,
            scopes[row.id],
            row.is_estimate,
        )


def _decisions(connection: Connection) -> Iterator[Decision]:
    for row in connection.execute(select(DECISIONS, ENTRIES.c.recorded_at).join(ENTRIES)):
        yield Decision(
            row.id,
            row.recorded_at,
            DecisionKind(row.kind),
            row.path,
            row.sha256,
            row.reason,
            row.decided_by,
            row.code,
            row.cell,
            row.day,
            row.year,
        )


def _catalogue_changes(connection: Connection) -> Iterator[CatalogueChange]:
    for row in connection.execute(select(CATALOGUES, ENTRIES.c.recorded_at).join(ENTRIES)):
        yield CatalogueChange(row.id, row.recorded_at, row.fingerprint)
