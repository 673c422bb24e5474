"""The register: which submissions were received, what became of them, and which count.

Its commit is the one moment at which anything becomes true. Nothing is ever deleted: a later
accepted submission of the same unit, form and period supersedes, and the earlier stays.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    Select,
    String,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError

from welfare_stats.checks import EarlierForm, ElsewhereCounted, PersonElsewhere, Scope
from welfare_stats.errors import ConfigurationError
from welfare_stats.examine import Examination, Outcome
from welfare_stats.findings import Finding, Severity
from welfare_stats.forms import FORMS
from welfare_stats.people import PersonKey
from welfare_stats.period import Relation, ReportingPeriod
from welfare_stats.waivers import Waiver

_metadata = MetaData()
_MOST_KEYS_ASKED = 500  # in one query

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
    Column("facility", String, primary_key=True),  # "" on forms that know no facilities
    Column("figures", Integer, nullable=False),
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


_people = Table(
    "people",
    _metadata,
    Column("submission", ForeignKey("submissions.id"), nullable=False),
    Column("key", String(64), nullable=False),  # of people.PersonKey: nothing of who it is
    Column("first_month", Integer, nullable=False),
    Column("last_month", Integer, nullable=False),
    Index("people_by_key", "key"),
)

_waivers = Table(
    "waivers",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the file as sent
    Column("code", String, nullable=False),
    Column("cell", String, nullable=False),  # "HX-01!G7", "" for every finding of the code
    Column("reason", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", DateTime, nullable=False),  # UTC
    Index("waivers_by_content", "sha256"),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received file as the register holds it; ``counted`` has what of it still counts."""

    id: int
    path: str
    sha256: str
    context: str
    received_on: date
    outcome: Outcome
    unit: str | None
    period: ReportingPeriod | None
    scopes: Mapping[Scope, int]
    counted: frozenset[Scope]
    observations: str | None

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))

    def counts_form(self, form: str) -> bool:
        """Whether some of the form still counts."""
        return any(scope[0] == form for scope in self.counted)


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
            _refuse_other_version(engine, path)
            yield cls(engine)
        finally:
            engine.dispose()

    def receipts(self) -> list[Receipt]:
        """Everything ever received, in the order of its recording."""
        return self._receipts(select(_submissions.c.id))

    def receipts_of(self, unit: str | None) -> list[Receipt]:
        """What was received of one unit, or with ``None`` of no known unit."""
        return self._receipts(select(_submissions.c.id).where(_submissions.c.unit == unit))

    def elsewhere(self, unit: str | None, scopes: Iterable[Scope]) -> list[ElsewhereCounted]:
        """Where other units' files count for the same forms and facilities."""
        facilities = {facility for _, facility in scopes if facility}
        chosen = select(_forms.c.submission).where(
            _forms.c.facility.in_(facilities), _forms.c.superseded_by.is_(None)
        )
        return elsewhere_counted(self._receipts(chosen), unit, scopes) if facilities else []

    def _receipts(self, chosen: Select[tuple[int]]) -> list[Receipt]:
        with self._engine.connect() as connection:
            forms = defaultdict(list)
            for row in connection.execute(select(_forms).where(_forms.c.submission.in_(chosen))):
                forms[row.submission].append(row)
            query = select(_submissions).where(_submissions.c.id.in_(chosen))
            rows = connection.execute(query.order_by(_submissions.c.id))
            return [_receipt(row, forms[row.id]) for row in rows]

    def people_elsewhere(self, examination: Examination) -> list[PersonElsewhere]:
        """Where people of this file are in lists of other units that count."""
        keys = sorted({person.key for person in examination.people})
        lists = [form.code for form in FORMS.values() if form.is_list]
        counting = select(_forms.c.submission).where(
            _forms.c.form.in_(lists), _forms.c.superseded_by.is_(None)
        )
        query = (
            select(_people, _submissions.c.unit, _submissions.c.path)
            .join(_submissions, _people.c.submission == _submissions.c.id)
            .where(_submissions.c.unit != examination.unit, _submissions.c.id.in_(counting))
        )
        with self._engine.connect() as connection:
            return [
                PersonElsewhere(row.key, row.first_month, row.last_month, row.unit, row.path)
                for start in range(0, len(keys), _MOST_KEYS_ASKED)
                for row in connection.execute(
                    query.where(_people.c.key.in_(keys[start : start + _MOST_KEYS_ASKED]))
                )
            ]

    def waivers(self, sha256: str) -> tuple[Waiver, ...]:
        """The office's decisions on a file with this content."""
        query = select(_waivers).where(_waivers.c.sha256 == sha256).order_by(_waivers.c.id.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return tuple(Waiver(row.code, row.cell, row.reason, row.decided_by) for row in rows)

    def waive(self, sha256: str, waiver: Waiver) -> None:
        """Keep a decision; decisions are never removed, a later one on the same finding counts."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(_waivers).values(
                    sha256=sha256,
                    code=waiver.code,
                    cell=waiver.cell,
                    reason=waiver.reason,
                    decided_by=waiver.by,
                    decided_at=datetime.now(UTC).replace(tzinfo=None),
                )
            )

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
                _withdraw(connection, number, path, examination.unit)
                _supersede(connection, number, path, examination)
            if examination.scopes:
                rows = [
                    {"submission": number, "form": form, "facility": facility, "figures": figures}
                    for (form, facility), figures in examination.scopes.items()
                ]
                connection.execute(insert(_forms), rows)
            if examination.people:
                connection.execute(insert(_people), _people_rows(number, examination.people))
            if examination.findings:
                connection.execute(insert(_findings), _finding_rows(number, examination.findings))


def elsewhere_counted(
    receipts: Iterable[Receipt], unit: str | None, scopes: Iterable[Scope]
) -> list[ElsewhereCounted]:
    """Of these receipts, what counts of other units for the same forms and facilities."""
    of_facilities = {scope for scope in scopes if scope[1]}
    return [
        ElsewhereCounted(scope, receipt.period, receipt.unit, receipt.path)
        for receipt in receipts
        if receipt.unit is not None and receipt.unit != unit and receipt.period is not None
        for scope in sorted(receipt.counted & of_facilities)
    ]


def earlier_forms(receipts: Sequence[Receipt], after: int) -> dict[str, list[EarlierForm]]:
    """Per unit, what counts, as the checks want it; receipts ``after`` that id are of this run."""
    earlier = defaultdict(list)
    for receipt in receipts:
        if receipt.unit is None or receipt.period is None:
            continue
        for scope in sorted(receipt.counted):
            earlier[receipt.unit].append(
                EarlierForm(
                    scope,
                    receipt.period,
                    receipt.path,
                    receipt.scopes[scope],
                    in_this_run=receipt.id > after,
                )
            )
    return earlier


def outstanding(receipts: Iterable[Receipt]) -> list[Receipt]:
    """Files whose latest content was rejected, and that no later file has made good."""
    latest = {receipt.path: receipt for receipt in receipts}
    accepted = [r for r in latest.values() if r.outcome is Outcome.ACCEPTED]
    return [
        receipt
        for receipt in latest.values()
        if receipt.outcome in (Outcome.REJECTED, Outcome.UNREADABLE)
        and not any(
            other.id > receipt.id
            and other.unit == receipt.unit
            and set(receipt.forms) <= set(other.forms)
            for other in accepted
        )
    ]


def _refuse_other_version(engine: Engine, path: Path) -> None:
    """A register whose tables lack something was written by another version of the program."""
    try:
        present = inspect(engine)
        for table in _metadata.sorted_tables:
            if not present.has_table(table.name):
                continue
            columns = {column["name"] for column in present.get_columns(table.name)}
            if not set(table.columns.keys()) <= columns:
                raise ConfigurationError(
                    f"{path}: sổ theo dõi do phiên bản khác của chương trình ghi. Hãy dùng đúng "
                    "phiên bản đó, hoặc đổi tên tệp này để giữ lại rồi chạy “welfare-stats ingest” "
                    "để lập sổ mới."
                )
    except DatabaseError:
        raise ConfigurationError(
            f"{path}: không phải sổ theo dõi, hoặc đã hỏng. Hãy phục hồi tệp từ bản sao lưu."
        ) from None


def _enforce_references(connection: object, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def _withdraw(connection: Connection, number: int, path: str, unit: str | None) -> None:
    """A file that comes again under its own name for another unit was that unit's by mistake.

    What it had replaced there counts again.
    """
    mistaken = connection.execute(
        select(_submissions.c.id).where(
            _submissions.c.path == path,
            _submissions.c.outcome == Outcome.ACCEPTED.value,
            _submissions.c.unit != unit,
            _submissions.c.id != number,
        )
    ).scalars()
    for wrong in mistaken.all():
        counting = _forms.c.superseded_by.is_(None)
        still = connection.execute(
            update(_forms)
            .where(_forms.c.submission == wrong, counting)
            .values(superseded_by=number)
        )
        if still.rowcount:
            connection.execute(
                update(_forms).where(_forms.c.superseded_by == wrong).values(superseded_by=None)
            )


def _supersede(connection: Connection, number: int, path: str, examination: Examination) -> None:
    """Mark what counts and is replaced by this submission.

    The same form, facility and period is a correction. A file that comes again under its own name
    with an overlapping period corrects the period; one that adjoins or lies apart adds to it.
    """
    query = (
        select(_forms, _submissions)
        .join(_submissions, _forms.c.submission == _submissions.c.id)
        .where(
            _submissions.c.outcome == Outcome.ACCEPTED.value,
            _submissions.c.unit == examination.unit,
            _submissions.c.id != number,
            _forms.c.superseded_by.is_(None),
        )
    )
    for row in connection.execute(query).all():
        if (row.form, row.facility) not in examination.scopes or examination.period is None:
            continue
        period = ReportingPeriod(row.period_start, row.period_end)
        relation = period.relation_to(examination.period)
        if relation is Relation.SAME or (
            row.path == path and relation in (Relation.OVERLAPPING, Relation.EXTENDED)
        ):
            connection.execute(
                update(_forms)
                .where(
                    _forms.c.submission == row.submission,
                    _forms.c.form == row.form,
                    _forms.c.facility == row.facility,
                )
                .values(superseded_by=number)
            )


def _people_rows(number: int, people: Sequence[PersonKey]) -> list[dict[str, object]]:
    return [
        {
            "submission": number,
            "key": person.key,
            "first_month": person.first_month,
            "last_month": person.last_month,
        }
        for person in people
    ]


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
        scopes={(form.form, form.facility): form.figures for form in forms},
        counted=frozenset(
            (form.form, form.facility) for form in forms if accepted and form.superseded_by is None
        ),
        observations=row.observations,
    )
