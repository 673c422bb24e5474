"""What happens to a year: estimates, closing, the catalogue of each day, editions of its report."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing that came before is an estimate, no year was closed and nothing was kept."""
    # In place: made anew in another table, it would be dropped while others refer to it.
    op.add_column(
        "submissions",
        sa.Column("is_estimate", sa.Boolean(), nullable=False, server_default=sa.text("0")),
    )
    op.add_column("decisions", sa.Column("year", sa.Integer()))
    op.create_table(
        "contents",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "catalogues",
        sa.Column("id", sa.Integer(), sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("fingerprint", sa.String(), nullable=False),
    )
    op.create_table(
        "kept_files",
        sa.Column("entry", sa.Integer(), sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("contents.sha256"), nullable=False),
    )
    op.create_table(
        "closed_reports",
        sa.Column("entry", sa.Integer(), sa.ForeignKey("decisions.id"), primary_key=True),
        sa.Column("format", sa.String(), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("up_to", sa.Integer(), sa.ForeignKey("entries.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "final_editions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("edition", sa.Integer(), sa.ForeignKey("editions.id"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("marked_by", sa.String(), nullable=False),
    )
