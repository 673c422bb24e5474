"""The program as it will be when its register has another version."""

import shutil
from pathlib import Path

import pytest

from welfare_stats.register import migrations
from welfare_stats.register.migrations import known_versions, migrate
from welfare_stats.register.schema import VERSION

NEXT = '''"""A column that a later version has."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"


def upgrade() -> None:
    """Add the column; earlier entries have nothing in it."""
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("sent_by", sa.String(), nullable=False, server_default=""))
'''


def later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make the program what it will be when a step has been added; gives the new version."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrations.__file__).parent, folder)
    (folder / "versions" / "9999_sent_by.py").write_text(NEXT.format(before=VERSION), "utf-8")
    module = "welfare_stats.register.database"
    monkeypatch.setattr(f"{module}.VERSION", "9999")
    monkeypatch.setattr(f"{module}.known_versions", lambda: known_versions(folder))
    monkeypatch.setattr(f"{module}.migrate", lambda connection: migrate(connection, folder))
    return "9999"
