"""Steps from one version of the register's tables to the next, carried out in place by Alembic.

A change of ``schema`` raises ``schema.VERSION`` and adds a step to ``versions``; the register of
before is copied first. A new register is made from ``schema`` and needs no step.
"""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine

from welfare_stats.atomic import UNFINISHED

_FOLDER = Path(__file__).parent


def known_versions(folder: Path = _FOLDER) -> list[str]:
    """All versions from the first to the newest: the names of the steps begin with them."""
    return sorted(path.name.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py"))


def copy_aside(engine: Engine, database: Path, version: str) -> None:
    """Keep the register as it was before the migration; an earlier copy is never replaced."""
    copy = database.with_name(f"{database.name}.{version}.bak")
    if not copy.exists():
        partial = copy.with_name(f"{copy.name}{UNFINISHED}")
        partial.unlink(missing_ok=True)
        with closing(engine.raw_connection()) as raw:  # a plain copy might miss what is in the log
            raw.cursor().execute("VACUUM INTO ?", (str(partial),))
        partial.replace(copy)


def migrate(connection: Connection, folder: Path = _FOLDER) -> None:
    """Bring the tables to the newest version; all steps or none, in the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - half a second that hardly any run needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    command.upgrade(config, "head")
