"""Reads and writes the register's database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import (
    Engine,
    Row,
    Select,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import DatabaseError

from welfare_stats.collect.pseudonyms import Pseudonym
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings import Finding, Severity
from welfare_stats.findings.waivers import Waiver, with_waivers
from welfare_stats.period import ReportingPeriod
from welfare_stats.register.receipts import Receipt, scopes_elsewhere
from welfare_stats.register.superseding import supersede, withdraw
from welfare_stats.register.tables import (
    FINDINGS,
    FORMS_SENT,
    METADATA,
    PEOPLE,
    SUBMISSIONS,
    WAIVERS,
)
from welfare_stats.validate.assess import Assessment, Outcome
from welfare_stats.validate.checks import PersonElsewhere, Scope, ScopeElsewhere

_MOST_KEYS_ASKED = 500  # in one query


class Register:
    """The register of one workspace, in any database that SQLAlchemy reaches."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        METADATA.create_all(engine)

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["Register"]:
        """The register in an SQLite file, which is made if there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", _enforce_references)
        try:
            _refuse_other_version(engine, path)
            yield cls(engine)
        finally:
            engine.dispose()

    def receipts(self) -> list[Receipt]:
        """Everything ever received, in the order in which it was entered."""
        return self._receipts(select(SUBMISSIONS.c.id))

    def receipts_of(self, unit: str | None) -> list[Receipt]:
        """What was received of one unit; with ``None``, what is of no known unit."""
        return self._receipts(select(SUBMISSIONS.c.id).where(SUBMISSIONS.c.unit == unit))

    def elsewhere(self, unit: str | None, scopes: Iterable[Scope]) -> list[ScopeElsewhere]:
        """The statements of other units that stand for the same forms and facilities."""
        facilities = {facility for _, facility in scopes if facility}
        chosen = select(FORMS_SENT.c.submission).where(
            FORMS_SENT.c.facility.in_(facilities), FORMS_SENT.c.superseded_by.is_(None)
        )
        return scopes_elsewhere(self._receipts(chosen), unit, scopes) if facilities else []

    def _receipts(self, chosen: Select[tuple[int]]) -> list[Receipt]:
        with self._engine.connect() as connection:
            forms = defaultdict(list)
            for row in connection.execute(
                select(FORMS_SENT).where(FORMS_SENT.c.submission.in_(chosen))
            ):
                forms[row.submission].append(row)
            query = select(SUBMISSIONS).where(SUBMISSIONS.c.id.in_(chosen))
            rows = connection.execute(query.order_by(SUBMISSIONS.c.id))
            return [_receipt(row, forms[row.id]) for row in rows]

    def people_elsewhere(self, assessment: Assessment) -> list[PersonElsewhere]:
        """People of this file who are in lists of other units too; only lists that stand."""
        keys = sorted({person.key for person in assessment.people})
        lists = [form.code for form in FORMS.values() if form.is_list]
        standing = select(FORMS_SENT.c.submission).where(
            FORMS_SENT.c.form.in_(lists), FORMS_SENT.c.superseded_by.is_(None)
        )
        query = (
            select(PEOPLE, SUBMISSIONS.c.unit, SUBMISSIONS.c.path)
            .join(SUBMISSIONS, PEOPLE.c.submission == SUBMISSIONS.c.id)
            .where(SUBMISSIONS.c.unit != assessment.unit, SUBMISSIONS.c.id.in_(standing))
        )
        with self._engine.connect() as connection:
            return [
                PersonElsewhere(row.key, row.first_month, row.last_month, row.unit, row.path)
                for start in range(0, len(keys), _MOST_KEYS_ASKED)
                for row in connection.execute(
                    query.where(PEOPLE.c.key.in_(keys[start : start + _MOST_KEYS_ASKED]))
                )
            ]

    def waivers(self, sha256: str) -> tuple[Waiver, ...]:
        """The office's decisions on a file with this content."""
        query = select(WAIVERS).where(WAIVERS.c.sha256 == sha256).order_by(WAIVERS.c.id.desc())
        with self._engine.connect() as connection:
            rows = connection.execute(query)
            return tuple(Waiver(row.code, row.cell, row.reason, row.decided_by) for row in rows)

    def waive(self, sha256: str, waiver: Waiver) -> None:
        """Keep a decision; none is ever removed. Of two on one finding, the later one holds."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(WAIVERS).values(
                    sha256=sha256,
                    code=waiver.code,
                    cell=waiver.cell,
                    reason=waiver.reason,
                    decided_by=waiver.by,
                    decided_at=datetime.now(UTC).replace(tzinfo=None),
                )
            )

    def findings(self, receipt: Receipt) -> tuple[Finding, ...]:
        """What was found in a received file, with the decisions on it up to now."""
        query = (
            select(FINDINGS)
            .where(FINDINGS.c.submission == receipt.id)
            .order_by(FINDINGS.c.position)
        )
        with self._engine.connect() as connection:
            found = [
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
            ]
        return with_waivers(found, self.waivers(receipt.sha256))

    def record(
        self,
        *,
        path: str,
        sha256: str,
        context: str,
        received_on: date,
        assessment: Assessment,
        observations: str | None,
    ) -> None:
        """Enter one received file, and mark what it supersedes if it is accepted."""
        period = assessment.period
        with self._engine.begin() as connection:
            entered = connection.execute(
                insert(SUBMISSIONS).values(
                    path=path,
                    sha256=sha256,
                    context=context,
                    received_on=received_on,
                    recorded_at=datetime.now(UTC).replace(tzinfo=None),
                    outcome=assessment.outcome.value,
                    unit=assessment.unit,
                    period_start=period.start if period else None,
                    period_end=period.end if period else None,
                    observations=observations,
                )
            )
            number = entered.inserted_primary_key.id  # type: ignore[union-attr]
            if assessment.outcome is Outcome.ACCEPTED:
                withdraw(connection, number, path, assessment.unit)
                supersede(connection, number, path, assessment)
            if assessment.scopes:
                rows = [
                    {"submission": number, "form": form, "facility": facility, "figures": figures}
                    for (form, facility), figures in assessment.scopes.items()
                ]
                connection.execute(insert(FORMS_SENT), rows)
            if assessment.people:
                connection.execute(insert(PEOPLE), _people_rows(number, assessment.people))
            if assessment.findings:
                connection.execute(insert(FINDINGS), _finding_rows(number, assessment.findings))


def _refuse_other_version(engine: Engine, path: Path) -> None:
    """Refuse a register that lacks tables or columns: another version of the program wrote it."""
    try:
        present = inspect(engine)
        for table in METADATA.sorted_tables:
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


def _people_rows(number: int, people: Sequence[Pseudonym]) -> list[dict[str, object]]:
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
        standing=frozenset(
            (form.form, form.facility) for form in forms if accepted and form.superseded_by is None
        ),
        observations=row.observations,
    )
