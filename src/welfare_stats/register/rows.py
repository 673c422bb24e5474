"""Rows of the register's tables, and putting many of them in at once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Row, Table, insert

from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.collect.pseudonyms import Pseudonyms
from welfare_stats.findings import Finding, Severity

Rows = Sequence[tuple[object, ...]]
"""Values in the order of a table's columns, of the plain types that every database takes."""


def insert_all(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert many rows at once, handed to the driver as they are.

    What SQLAlchemy would do with each value costs several times the insert itself.
    """
    if not rows:
        return
    statement, is_positional = _insertion(table, connection.dialect)
    if is_positional:
        connection.exec_driver_sql(statement, list(rows))
    else:
        names = [column.name for column in table.columns]
        named = [dict(zip(names, map(_storable, row), strict=True)) for row in rows]
        connection.exec_driver_sql(statement, named)


def _storable(value: object) -> object:
    """What PostgreSQL can store: a text there has no character 0, which a damaged file may have."""
    return value.replace("\0", "") if isinstance(value, str) else value


@lru_cache(maxsize=64)
def _insertion(table: Table, dialect: Dialect) -> tuple[str, bool]:
    """The statement that inserts a row, and whether its values go by their position."""
    compiled = insert(table).compile(dialect=dialect)
    return str(compiled), compiled.positional


def statement_rows(number: int, scopes: Mapping[Scope, int]) -> Rows:
    """Forms and facilities of a submission, each with how many figures it has."""
    return [(number, form, facility, figures) for (form, facility), figures in scopes.items()]


def figure_rows(number: int, observations: Iterable[Observation]) -> Rows:
    """The figures of a submission."""
    return [(number, *observation) for observation in observations]


def pseudonym_rows(number: int, pseudonyms: Pseudonyms) -> Rows:
    """The keys of people in the lists of a submission."""
    return [(number, *row) for row in pseudonyms.rows()]


def finding_rows(number: int, findings: Iterable[Finding]) -> Rows:
    """What was found in a submission, in its order."""
    return [
        (
            number,
            position,
            finding.code,
            finding.severity.value,
            finding.sheet,
            finding.cell,
            json.dumps(finding.value, ensure_ascii=False),
            finding.message,
            finding.hint,
        )
        for position, finding in enumerate(findings)
    ]


def finding_of(row: Row[Any]) -> Finding:
    """What a row of findings says."""
    return Finding(
        row.code,
        Severity(row.severity),
        row.sheet,
        row.cell,
        json.loads(row.value),
        row.message,
        row.hint,
    )
