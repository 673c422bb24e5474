"""The register: everything that was received and decided, in a database that is only added to.

All SQL of the program stands in this package. What follows from the register's contents (which
statements count, who is waited for) is computed from its history by pure functions.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Row,
    Select,
    Table,
    func,
    insert,
    select,
)

from welfare_stats.clock import now_utc
from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.findings import Finding
from welfare_stats.period import ReportingPeriod
from welfare_stats.register.database import open_database
from welfare_stats.register.editions import Edition, add_edition, editions, mark
from welfare_stats.register.entries import add_decision, entries, new_entry
from welfare_stats.register.history import (
    CatalogueChange,
    Decision,
    DecisionKind,
    History,
    Receipt,
)
from welfare_stats.register.keeping import keep, kept
from welfare_stats.register.postgresql import alone, wait_for_writers
from welfare_stats.register.rows import (
    figure_rows,
    finding_of,
    finding_rows,
    insert_all,
    pseudonym_rows,
    statement_rows,
)
from welfare_stats.register.schema import (
    CATALOGUES,
    CLOSED_REPORTS,
    ENTRIES,
    FIGURES,
    FINDINGS,
    OUTPUTS,
    PSEUDONYMS,
    STATEMENTS,
    SUBMISSIONS,
    order_in,
)
from welfare_stats.settings import SharedRegister
from welfare_stats.validate.verdict import Assessment

if TYPE_CHECKING:
    import pandas as pd  # only reports need frames, and taking files in is to start quickly

_MOST_ASKED = 500  # values of one IN (…): databases limit them

_ASKED_KEYS = Table(
    "asked_keys",
    MetaData(),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    prefixes=["TEMPORARY"],
)
"""Keys to look up in bulk; in the connection's own temporary space, so nothing is changed."""


class Register:
    """The register of one workspace, or of several that share it."""

    def __init__(self, engine: Engine, place: Path | SharedRegister) -> None:
        self._engine = engine
        self._place = place

    @classmethod
    @contextmanager
    def open(cls, place: Path | SharedRegister, *, create: bool = False) -> Iterator["Register"]:
        """The register in that place; where there is none, a new one there, or an empty one.

        Args:
            place: the SQLite file, or the database that several machines share.
            create: whether to make one where there is none.

        Raises:
            RegisterInUseError: another program holds it.
            ConfigurationError: it is damaged, of another version or cannot be reached.
        """
        with open_database(place, create=create) as engine:
            yield cls(engine, place)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other run take in or decide anything within the ``with`` block.

        A file of one workspace is guarded by the lock of that workspace.

        Raises:
            LockedError: another run does just that.
        """
        with alone(self._engine, self._place):
            yield

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that adds something, with no other that adds at the same time."""
        with self._engine.begin() as connection:
            wait_for_writers(connection)
            yield connection

    # --- what is remembered --------------------------------------------------------------------

    def history(self) -> History:
        """Everything that was received and decided, in its order."""
        with self._engine.connect() as connection:
            return History(entries(connection))

    def findings(self, receipts: Iterable[int]) -> dict[int, tuple[Finding, ...]]:
        """What was found in received files when they were judged, by receipt."""
        found: dict[int, list[Finding]] = defaultdict(list)
        query = select(FINDINGS).order_by(FINDINGS.c.submission, FINDINGS.c.position)
        with self._engine.connect() as connection:
            for rows in _in_portions(connection, query, FINDINGS.c.submission, receipts):
                for row in rows:
                    found[row.submission].append(finding_of(row))
        return {number: tuple(findings) for number, findings in found.items()}

    def figures(self, wanted: Mapping[int, Collection[Scope]]) -> dict[int, list[Observation]]:
        """The numbers of some statements, by receipt.

        Args:
            wanted: of which receipts, and which of their scopes.
        """
        found: dict[int, list[Observation]] = defaultdict(list)
        columns = [FIGURES.c.submission, *(FIGURES.c[name] for name in Observation._fields)]
        query = select(*columns).order_by(FIGURES.c.submission, order_in(FIGURES))
        with self._engine.connect() as connection:
            for rows in _in_portions(connection, query, FIGURES.c.submission, wanted):
                for row in rows:
                    number, observation = row[0], Observation._make(row[1:])
                    if observation.scope in wanted[number]:
                        found[number].append(observation)
        return found

    def large_figures(self, period: ReportingPeriod, least: float) -> dict[int, list[Observation]]:
        """All numbers from ``least`` on that accepted files state for a period, by receipt.

        Estimates are left out.
        """
        found: dict[int, list[Observation]] = defaultdict(list)
        columns = [FIGURES.c.submission, *(FIGURES.c[name] for name in Observation._fields)]
        query = (
            select(*columns)
            .join(SUBMISSIONS, FIGURES.c.submission == SUBMISSIONS.c.id)
            .where(
                SUBMISSIONS.c.period_start == period.start,
                SUBMISSIONS.c.period_end == period.end,
                SUBMISSIONS.c.is_estimate.is_(False),
                FIGURES.c.value >= least,
            )
            .order_by(FIGURES.c.submission, order_in(FIGURES))
        )
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found[row[0]].append(Observation._make(row[1:]))
        return found

    def frame(self, wanted: Mapping[int, Collection[Scope]]) -> "pd.DataFrame":
        """The numbers of some statements as one observation frame (``analyse.totals``).

        Args:
            wanted: of which receipts, and which of their scopes.
        """
        import pandas as pd  # noqa: PLC0415 - see above

        query = (
            select(
                FIGURES.c.submission,
                SUBMISSIONS.c.unit,
                SUBMISSIONS.c.period_start,
                SUBMISSIONS.c.period_end,
                SUBMISSIONS.c.path,
                SUBMISSIONS.c.is_estimate,
                *(FIGURES.c[name] for name in Observation._fields),
            )
            .join(SUBMISSIONS, FIGURES.c.submission == SUBMISSIONS.c.id)
            .order_by(FIGURES.c.submission, order_in(FIGURES))
        )
        with self._engine.connect() as connection:
            portions = _in_portions(connection, query, FIGURES.c.submission, wanted)
            rows = [tuple(row) for portion in portions for row in portion]
        frame = pd.DataFrame(rows, columns=[column.name for column in query.selected_columns])
        scopes = pd.MultiIndex.from_tuples(
            [(number, *scope) for number, some in wanted.items() for scope in some],
            names=["submission", "form", "facility"],
        )
        own = pd.MultiIndex.from_frame(frame[["submission", "form", "facility"]])
        return frame[own.isin(scopes)].reset_index(drop=True)

    def figures_but_of(self, case_types: Collection[str]) -> list[tuple[str, int, Scope, int]]:
        """How many numbers there are of other case types: code, receipt, scope and number."""
        of = [FIGURES.c[name] for name in ("case_type", "submission", "form", "facility")]
        query = (
            select(*of, func.count())
            .where(FIGURES.c.case_type.not_in(sorted(case_types)))
            .group_by(*of)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return [(row[0], row[1], (row[2], row[3]), row[4]) for row in rows]

    def is_empty(self) -> bool:
        """Whether nothing was ever received or decided."""
        with self._engine.connect() as connection:
            return connection.execute(select(ENTRIES.c.id).limit(1)).first() is None

    def has_pseudonyms(self) -> bool:
        """Whether the register holds keys of people, which only the workspace's secret can read."""
        with self._engine.connect() as connection:
            return connection.execute(select(PSEUDONYMS.c.key).limit(1)).first() is not None

    def records(self, receipt: int) -> list[tuple[int, int, str, str]]:
        """Of the cases in a submission's lists: record, key, facility and case type."""
        columns = [PSEUDONYMS.c[name] for name in ("record", "key", "facility", "case_type")]
        query = (
            select(*columns)
            .where(PSEUDONYMS.c.submission == receipt)
            .order_by(order_in(PSEUDONYMS))
        )
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def seen(self, keys: Iterable[int], *, but_of: str) -> list[tuple[int, int, int, int]]:
        """Where people occur: key, first month, last month, receipt.

        Args:
            keys: of people.
            but_of: the unit whose own lists are left out.
        """
        asked = [(key,) for key in dict.fromkeys(keys)]
        query = (
            select(
                PSEUDONYMS.c.key,
                PSEUDONYMS.c.first_month,
                PSEUDONYMS.c.last_month,
                PSEUDONYMS.c.submission,
            )
            .join(_ASKED_KEYS, PSEUDONYMS.c.key == _ASKED_KEYS.c.key)
            .join(SUBMISSIONS, PSEUDONYMS.c.submission == SUBMISSIONS.c.id)
            .where(SUBMISSIONS.c.unit != but_of)
            .order_by(order_in(PSEUDONYMS))
        )
        with self._engine.connect() as connection:
            _ASKED_KEYS.create(connection, checkfirst=False)
            insert_all(connection, _ASKED_KEYS, asked)
            found = [tuple(row) for row in connection.execute(query)]
            connection.rollback()  # and with it the table of the question
        return found

    def outputs(self, path: str) -> set[str]:
        """Hashes of everything that was ever written under a name."""
        query = select(OUTPUTS.c.sha256).where(OUTPUTS.c.path == path)
        with self._engine.connect() as connection:
            return set(connection.execute(query).scalars())

    def kept_files(self, entry: int) -> dict[str, bytes]:
        """What was kept with an entry, by name.

        With a change of the catalogue its code lists; with the closing of a year all that makes
        its report again.
        """
        with self._engine.connect() as connection:
            return kept(connection, entry)

    def report_hashes(self, closing: int) -> dict[str, str]:
        """Of the report as it was when a year was closed, the hash of each file by its format."""
        query = select(CLOSED_REPORTS.c.format, CLOSED_REPORTS.c.sha256)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(CLOSED_REPORTS.c.entry == closing))
            return {row.format: row.sha256 for row in found}

    def editions(self, year: int, period: str = "") -> list[Edition]:
        """All editions of the report of a year or, by its code, of a period; the oldest first."""
        with self._engine.connect() as connection:
            return editions(connection, year, period)

    # --- what is added -------------------------------------------------------------------------

    def record(
        self, *, path: str, sha256: str, context: str, received_on: date, assessment: Assessment
    ) -> Receipt:
        """Enter one received file with all that is known of it, in one transaction."""
        now = now_utc()
        period = assessment.period
        with self._writing() as connection:
            number = new_entry(connection, now)
            row = {
                "id": number,
                "path": path,
                "sha256": sha256,
                "context": context,
                "received_on": received_on,
                "outcome": assessment.outcome.value,
                "unit": assessment.unit,
                "period_start": period.start if period else None,
                "period_end": period.end if period else None,
                "is_estimate": assessment.is_estimate,
            }
            connection.execute(insert(SUBMISSIONS), row)
            insert_all(connection, STATEMENTS, statement_rows(number, assessment.scopes))
            insert_all(connection, FIGURES, figure_rows(number, assessment.observations))
            insert_all(connection, PSEUDONYMS, pseudonym_rows(number, assessment.pseudonyms))
            insert_all(connection, FINDINGS, finding_rows(number, assessment.findings))
        return Receipt(
            number,
            now,
            path,
            sha256,
            context,
            received_on,
            assessment.outcome,
            assessment.unit,
            period,
            dict(assessment.scopes),
            assessment.is_estimate,
        )

    def decide(  # noqa: PLR0913 - what a decision consists of
        self,
        kind: DecisionKind,
        *,
        path: str = "",
        sha256: str = "",
        reason: str = "",
        by: str = "",
        code: str = "",
        cell: str = "",
        day: date | None = None,
        year: int | None = None,
    ) -> Decision:
        """Enter a decision of the office; decisions are never removed."""
        decision = Decision(0, now_utc(), kind, path, sha256, reason, by, code, cell, day, year)
        with self._writing() as connection:
            return add_decision(connection, decision)

    def close_year(
        self,
        year: int,
        *,
        reason: str,
        by: str,
        files: Mapping[str, bytes],
        reports: Mapping[str, str],
    ) -> Decision:
        """Enter that a year is closed, with all that makes its report again.

        Args:
            year: whose files do not count from now on.
            reason: why.
            by: who decided.
            files: what the report is made from beside the register, by name in the workspace.
            reports: hash of each file of the report, by format.
        """
        closing = Decision(0, now_utc(), DecisionKind.CLOSE, "", "", reason, by, year=year)
        with self._writing() as connection:
            decision = add_decision(connection, closing)
            keep(connection, decision.id, files)
            rows = [(decision.id, name, digest) for name, digest in reports.items()]
            insert_all(connection, CLOSED_REPORTS, rows)
        return decision

    def keep_catalogue(
        self, fingerprint: str, files: Mapping[str, bytes]
    ) -> CatalogueChange | None:
        """Enter the code lists as they are from now on; ``None`` where nothing has changed."""
        newest = select(CATALOGUES.c.fingerprint).order_by(CATALOGUES.c.id.desc()).limit(1)
        now = now_utc()
        with self._writing() as connection:
            if connection.execute(newest).scalar_one_or_none() == fingerprint:
                return None
            number = new_entry(connection, now)
            connection.execute(insert(CATALOGUES).values(id=number, fingerprint=fingerprint))
            keep(connection, number, files)
        return CatalogueChange(number, now, fingerprint)

    def record_edition(
        self, year: int, period: str, up_to: int, numbers: Mapping[str, float | None]
    ) -> Edition:
        """The newest edition of a report: a new one, unless the newest has the same numbers."""
        with self._writing() as connection:
            newest = next(reversed(editions(connection, year, period)), None)
            if newest is not None and newest.numbers == numbers:
                return newest
            edition = Edition(0, year, period, up_to, now_utc(), dict(numbers))
            return replace(edition, id=add_edition(connection, edition))

    def mark_final(self, edition: Edition, by: str) -> Edition:
        """Enter that an edition is the one that was sent."""
        now = now_utc()
        with self._writing() as connection:
            mark(connection, edition.id, by, now)
        return replace(edition, sent_by=by, sent_at=now)

    def record_outputs(self, written: Mapping[str, str]) -> None:
        """Remember what was written for people: hash by name."""
        rows = [
            {"path": path, "sha256": sha256, "written_at": now_utc()}
            for path, sha256 in written.items()
        ]
        with self._writing() as connection:
            connection.execute(insert(OUTPUTS), rows)


def _in_portions(
    connection: Connection, query: Select[Any], column: Column[int], values: Iterable[int]
) -> Iterator[Iterable[Row[Any]]]:
    """A query for the rows of some receipts, asked for a few at a time, in their order."""
    every = sorted(values)
    for start in range(0, len(every), _MOST_ASKED):
        chosen = column.in_(every[start : start + _MOST_ASKED])
        yield connection.execute(query.where(chosen))
