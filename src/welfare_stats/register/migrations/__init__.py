"""Steps from one version of the register's tables to the next, carried out in place by Alembic.

A change of ``schema`` raises ``schema.VERSION`` and adds a step to ``versions``; a file is copied
first. A new register is made from ``schema`` and needs no step. PostgreSQL came with version 0003:
earlier steps are for SQLite alone.
"""

from pathlib import Path

from sqlalchemy import Connection

_FOLDER = Path(__file__).parent


def known_versions(folder: Path = _FOLDER) -> list[str]:
    """All versions from the first to the newest: the names of the steps begin with them."""
    return sorted(path.name.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))


def migrate(connection: Connection, folder: Path = _FOLDER) -> None:
    """Bring the tables to the newest version; all steps or none, in the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - half a second that hardly any run needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    command.upgrade(config, "head")
