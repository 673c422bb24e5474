"""The register: which submissions were received, what became of them, and which count.

Its commit is the one moment at which anything becomes true. Nothing is ever deleted: a later
accepted submission of the same unit, form and period supersedes, and the earlier stays.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
    update,
)

from welfare_stats.checks import EarlierForm
from welfare_stats.examine import Examination, Outcome
from welfare_stats.findings import Finding, Severity
from welfare_stats.period import Relation, ReportingPeriod

_metadata = MetaData()

_submissions = Table(
    "submissions",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("context", String, nullable=False),  # of the rules by which it was judged
    Column("received_on", Date, nullable=False),
    Column("recorded_at", DateTime, nullable=False),  # UTC
    Column("outcome", String, nullable=False),
    Column("unit", String),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("observations", String),  # name of the Parquet file
    Index("submissions_by_path", "path", "id"),
    Index("submissions_by_content", "sha256"),
)

_forms = Table(
    "submission_forms",
    _metadata,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("form", String, primary_key=True),
    Column("superseded_by", ForeignKey("submissions.id")),
)

_findings = Table(
    "findings",
    _metadata,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("sheet", String),
    Column("cell", String),
    Column("value", String),  # JSON
    Column("message", String, nullable=False),
    Column("hint", String, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received file as the register holds it; ``counted`` names its forms that still count."""

    id: int
    path: str
    sha256: str
    context: str
    received_on: date
    outcome: Outcome
    unit: str | None
    period: ReportingPeriod | None
    forms: tuple[str, ...]
    counted: tuple[str, ...]
    observations: str | None


class Register:
    """The register of one workspace, in any database that SQLAlchemy reaches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        _metadata.create_all(engine)

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["Register"]:
        """The SQLite register in that file, made where there is none yet."""
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", _enforce_references)
        try:
            yield cls(engine)
        finally:
            engine.dispose()

    def receipts(self) -> list[Receipt]:
        """Everything ever received, in the order of its recording."""
        with self._engine.connect() as connection:
            forms = defaultdict(list)
            for row in connection.execute(select(_forms).order_by(_forms.c.form)):
                forms[row.submission].append(row)
            rows = connection.execute(select(_submissions).order_by(_submissions.c.id))
            return [_receipt(row, forms[row.id]) for row in rows]

    def findings(self, receipt: Receipt) -> tuple[Finding, ...]:
        """What was found in a received file."""
        query = (
            select(_findings)
            .where(_findings.c.submission == receipt.id)
            .order_by(_findings.c.position)
        )
        with self._engine.connect() as connection:
            return tuple(
                Finding(
                    row.code,
                    Severity(row.severity),
                    row.sheet,
                    row.cell,
                    json.loads(row.value),
                    row.message,
                    row.hint,
                )
                for row in connection.execute(query)
            )

    def record(
        self,
        *,
        path: str,
        sha256: str,
        context: str,
        received_on: date,
        examination: Examination,
        observations: str | None,
    ) -> None:
        """Enter one received file; an accepted one supersedes what it corrects."""
        period = examination.period
        with self._engine.begin() as connection:
            entered = connection.execute(
                insert(_submissions).values(
                    path=path,
                    sha256=sha256,
                    context=context,
                    received_on=received_on,
                    recorded_at=datetime.now(UTC).replace(tzinfo=None),
                    outcome=examination.outcome.value,
                    unit=examination.unit,
                    period_start=period.start if period else None,
                    period_end=period.end if period else None,
                    observations=observations,
                )
            )
            number = entered.inserted_primary_key.id  # type: ignore[union-attr]
            if examination.outcome is Outcome.ACCEPTED:
                _supersede(connection, number, path, examination)
            if examination.forms:
                connection.execute(
                    insert(_forms),
                    [{"submission": number, "form": form} for form in examination.forms],
                )
            if examination.findings:
                connection.execute(insert(_findings), _finding_rows(number, examination.findings))


def counted(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Accepted submissions of which at least one form still counts."""
    return [receipt for receipt in receipts if receipt.counted]


def earlier_forms(receipts: Sequence[Receipt]) -> dict[str, list[EarlierForm]]:
    """Per unit, the forms that count, as the checks want them."""
    earlier = defaultdict(list)
    for receipt in receipts:
        for form in receipt.counted:
            if receipt.unit is not None and receipt.period is not None:
                earlier[receipt.unit].append(EarlierForm(form, receipt.period, receipt.path))
    return earlier


def _enforce_references(connection: object, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def _supersede(connection: Connection, number: int, path: str, examination: Examination) -> None:
    """Mark the counted forms that this submission replaces.

    The same period is a correction. A file that comes again under its own name with an
    overlapping period corrects the period; one that adjoins or lies apart adds to it.
    """
    query = (
        select(_forms.c.submission, _forms.c.form, _submissions)
        .join(_submissions, _forms.c.submission == _submissions.c.id)
        .where(
            _submissions.c.outcome == Outcome.ACCEPTED.value,
            _submissions.c.unit == examination.unit,
            _submissions.c.id != number,
            _forms.c.superseded_by.is_(None),
            _forms.c.form.in_(examination.forms),
        )
    )
    for row in connection.execute(query).all():
        period = ReportingPeriod(row.period_start, row.period_end)
        relation = period.relation_to(examination.period) if examination.period else None
        if relation is Relation.SAME or (
            row.path == path and relation in (Relation.OVERLAPPING, Relation.EXTENDED)
        ):
            connection.execute(
                update(_forms)
                .where(_forms.c.submission == row.submission, _forms.c.form == row.form)
                .values(superseded_by=number)
            )


def _finding_rows(number: int, findings: Sequence[Finding]) -> list[dict[str, object]]:
    return [
        {
            "submission": number,
            "position": position,
            "code": finding.code,
            "severity": finding.severity.value,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "value": json.dumps(finding.value, ensure_ascii=False),
            "message": finding.message,
            "hint": finding.hint,
        }
        for position, finding in enumerate(findings)
    ]


def _receipt(row: Row[tuple[object, ...]], forms: Sequence[Row[tuple[object, ...]]]) -> Receipt:
    accepted = row.outcome == Outcome.ACCEPTED.value
    return Receipt(
        id=row.id,
        path=row.path,
        sha256=row.sha256,
        context=row.context,
        received_on=row.received_on,
        outcome=Outcome(row.outcome),
        unit=row.unit,
        period=ReportingPeriod(row.period_start, row.period_end) if row.period_start else None,
        forms=tuple(form.form for form in forms),
        counted=tuple(form.form for form in forms if accepted and form.superseded_by is None),
        observations=row.observations,
    )
