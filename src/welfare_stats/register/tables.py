"""The tables of the register's database."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

METADATA = MetaData()

SUBMISSIONS = Table(
    "submissions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("context", String, nullable=False),  # program and catalogue that judged it
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

FORMS_SENT = Table(
    "submission_forms",
    METADATA,
    Column("submission", ForeignKey("submissions.id"), primary_key=True),
    Column("form", String, primary_key=True),
    Column("facility", String, primary_key=True),  # "" on forms without facilities
    Column("figures", Integer, nullable=False),
    Column("superseded_by", ForeignKey("submissions.id")),
)

FINDINGS = Table(
    "findings",
    METADATA,
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


PEOPLE = Table(
    "people",
    METADATA,
    Column("submission", ForeignKey("submissions.id"), nullable=False),
    Column("key", String(64), nullable=False),  # of collect.pseudonyms.Pseudonym
    Column("first_month", Integer, nullable=False),
    Column("last_month", Integer, nullable=False),
    Index("people_by_key", "key"),
)

WAIVERS = Table(
    "waivers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),  # of the file as sent
    Column("code", String, nullable=False),
    Column("cell", String, nullable=False),  # "HX-01!G7"; "" for every finding of the code
    Column("reason", String, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", DateTime, nullable=False),  # UTC
    Index("waivers_by_content", "sha256"),
)
