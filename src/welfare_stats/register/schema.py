"""The tables of the register. Rows are only ever added to them.

A change here is a new version: raise ``VERSION`` and add its step to ``migrations``.
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    event,
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement

VERSION = "0003"
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
"""One row an entry of the history: the order in which everything came to be known."""

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
    Column("is_estimate", Boolean, nullable=False),
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
    Column("year", Integer),  # that is closed or reopened; such a decision is on no file
)

CATALOGUES = Table(
    "catalogues",
    METADATA,
    Column("id", ForeignKey(ENTRIES.c.id), primary_key=True),
    Column("fingerprint", String, nullable=False),
)
"""One row a catalogue that differs from the one before it; its code lists are kept files."""

CONTENTS = Table(
    "contents",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)
"""Files of the office that are kept, each content once."""

KEPT_FILES = Table(
    "kept_files",
    METADATA,
    Column("entry", ForeignKey(ENTRIES.c.id), primary_key=True),
    Column("name", String, primary_key=True),  # "units.csv"; of a closing, as in the workspace
    Column("sha256", ForeignKey(CONTENTS.c.sha256), nullable=False),
)
"""One row a file that was as it is kept when an entry was made."""

CLOSED_REPORTS = Table(
    "closed_reports",
    METADATA,
    Column("entry", ForeignKey(DECISIONS.c.id), primary_key=True),
    Column("format", String, primary_key=True),
    Column("sha256", String(64), nullable=False),
)
"""One row a file of the report of a year as it was when the year was closed."""

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

EDITIONS = Table(
    "editions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("period", String, nullable=False),  # code of a deadline, "" for the whole year
    Column("up_to", ForeignKey(ENTRIES.c.id), nullable=False),  # the last entry that it knows
    Column("recorded_at", DateTime, nullable=False),  # UTC
    Column("numbers", String, nullable=False),  # JSON
    sqlite_autoincrement=True,
)
"""One row a report whose numbers differ from those of the one before it."""

FINAL_EDITIONS = Table(
    "final_editions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("edition", ForeignKey(EDITIONS.c.id), nullable=False),
    Column("recorded_at", DateTime, nullable=False),  # UTC
    Column("marked_by", String, nullable=False),
)
"""One row a time that somebody marked an edition as the one that was sent."""

# Rows of these tables are asked for in the order in which they were added. SQLite numbers rows by
# itself; in PostgreSQL they get a column of that name.
for _table in (STATEMENTS, FIGURES, PSEUDONYMS):
    _numbered = DDL("ALTER TABLE %(table)s ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY")  # type: ignore[no-untyped-call]
    event.listen(_table, "after_create", _numbered.execute_if(dialect="postgresql"))


def order_in(table: Table) -> ColumnElement[int]:
    """By what rows of one of these tables are in the order in which they were added."""
    return literal_column(f"{table.name}.rowid")
