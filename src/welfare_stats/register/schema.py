"""The tables of the register. Rows are only ever added to them.

A change here is a new version: raise ``VERSION`` and add its step to ``migrations``.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

VERSION = "0002"
"""Of these tables; the newest step in ``migrations/versions`` has the same."""

METADATA = MetaData()

VERSIONS = Table("alembic_version", METADATA, Column("version_num", String(32), primary_key=True))
"""One row: the version of the tables as they are in the database."""

ENTRIES = Table(
    "entries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("recorded_at", DateTime, nullable=False),  # UTC
    sqlite_autoincrement=True,  # a number is never used again
)
"""One row a receipt or decision: the order in which everything came to be known."""

SUBMISSIONS = Table(
    "submissions",
    METADATA,
    Column("id", ForeignKey(ENTRIES.c.id), primary_key=True),
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("context", String, nullable=False),  # of the rules by which it was judged
    Column("received_on", Date, nullable=False),
    Column("outcome", String, nullable=False),
    Column("unit", String),
    Column("period_start", Date),
    Column("period_end", Date),
)

STATEMENTS = Table(
    "statements",
    METADATA,
    Column("submission", ForeignKey(SUBMISSIONS.c.id), primary_key=True),
    Column("form", String, primary_key=True),
    Column("facility", String, primary_key=True),  # "" on forms that know no facilities
    Column("figures", Integer, nullable=False),
)

FIGURES = Table(
    "figures",
    METADATA,
    Column("submission", ForeignKey(SUBMISSIONS.c.id), nullable=False),
    Column("form", String, nullable=False),
    Column("facility", String, nullable=False),  # "" on forms that know no facilities
    Column("case_type", String, nullable=False),
    Column("measure", String, nullable=False),  # values of forms.Measure
    Column("breakdown", String, nullable=False),  # values of forms.Breakdown
    Column("value", Float, nullable=False),  # in the case type's unit; amounts in nghìn đồng
    Column("note", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("cells", String, nullable=False),  # A1 address, or runs of cells: "J7:J20; Tờ 2!J7:J9"
    Index("figures_by_submission", "submission"),
)
"""One row a number. A blank cell has no row: it is "not reported", which is not 0."""

FINDINGS = Table(
    "findings",
    METADATA,
    Column("submission", ForeignKey(SUBMISSIONS.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("sheet", String),
    Column("cell", String),
    Column("value", String),  # JSON
    Column("message", String, nullable=False),
    Column("hint", String, nullable=False),
)

PSEUDONYMS = Table(
    "pseudonyms",
    METADATA,
    Column("submission", ForeignKey(SUBMISSIONS.c.id), nullable=False),
    Column("record", Integer, nullable=False),  # which case of the lists, from 0
    Column("key", BigInteger, nullable=False),  # nothing of who it is: collect.pseudonyms
    Column("facility", String, nullable=False),
    Column("case_type", String, nullable=False),
    Column("first_month", Integer, nullable=False),  # 201803
    Column("last_month", Integer, nullable=False),
    Index("pseudonyms_by_key", "key"),
    Index("pseudonyms_by_submission", "submission"),
)
"""One row a case and key; a case has up to three keys."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("id", ForeignKey(ENTRIES.c.id), primary_key=True),
    Column("kind", String, nullable=False),  # values of history.DecisionKind
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the file as sent
    Column("code", String, nullable=False),  # of a waiver, else ""
    Column("cell", String, nullable=False),  # "HX-01!G7", "" for every finding of the code
    Column("day", Date),  # of a new day of receipt
    Column("reason", String, nullable=False),
    Column("decided_by", String, nullable=False),
)

OUTPUTS = Table(
    "outputs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("written_at", DateTime, nullable=False),  # UTC
    Index("outputs_by_path", "path"),
)
"""One row a file that was written for people: one that differs from all of its rows was edited."""
