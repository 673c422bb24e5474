"""Opening the database of a register: made where it is new, migrated where it is older.

What goes wrong on the way, or later while it is used, becomes one of the few errors that end a
command: in use by another program (try again), of another version, damaged, out of reach, not
writable. What each kind of database does in its own way is in ``sqlite`` and ``postgresql``.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from welfare_stats.errors import ConfigurationError, WelfareStatsError
from welfare_stats.register.migrations import known_versions, migrate
from welfare_stats.register.postgresql import SharedDatabase
from welfare_stats.register.schema import METADATA, VERSION, VERSIONS
from welfare_stats.register.sqlite import SqliteFile, in_memory
from welfare_stats.settings import SharedRegister


class _Database(Protocol):
    engine: Engine

    def is_new(self) -> bool: ...
    def changing_tables(self) -> AbstractContextManager[Connection]: ...
    def keep_before_migration(self, version: str) -> None: ...
    def settle(self) -> None: ...
    def require_soundness(self) -> None: ...
    def not_ours(self) -> ConfigurationError: ...
    def problem(self, error: Exception) -> WelfareStatsError | None: ...


@contextmanager
def open_database(place: Path | SharedRegister, *, create: bool) -> Iterator[Engine]:
    """The database in that place, with the tables of this version.

    Args:
        place: the SQLite file, or the database on a server.
        create: whether to make one where there is none; else an empty one in memory is given.

    Raises:
        RegisterInUseError: another program holds it.
        ConfigurationError: it is damaged, of another version or cannot be reached.
    """
    if create and isinstance(place, Path):
        place.parent.mkdir(parents=True, exist_ok=True)
    database = SqliteFile(place) if isinstance(place, Path) else SharedDatabase(place)
    with _explained(database), _disposed(database.engine):
        if not create and database.is_new():
            with _disposed(in_memory()) as engine:
                with engine.begin() as connection:
                    _make(connection)
                yield engine
            return
        _bring_up_to_date(database, place)
        if create:
            database.require_soundness()
        yield database.engine


@contextmanager
def _disposed(engine: Engine) -> Iterator[Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


def _bring_up_to_date(database: _Database, place: Path | SharedRegister) -> None:
    with database.engine.connect() as connection:
        version = _version_of(connection, database)
    if version not in (None, VERSION) and version not in known_versions():
        raise ConfigurationError(
            f"{place}: sổ theo dõi có phiên bản {version}, mới hơn phiên bản {VERSION} mà "
            "chương trình này dùng. Hãy cài bản mới của chương trình rồi chạy lại."
        )
    if version != VERSION:
        with database.changing_tables() as connection:
            version = _version_of(connection, database)  # another run may have come first
            if version is None:
                _make(connection)
            elif version != VERSION:
                database.keep_before_migration(version)
                migrate(connection)
    database.settle()


def _make(connection: Connection) -> None:
    METADATA.create_all(connection)
    connection.execute(insert(VERSIONS).values(version_num=VERSION))


def _version_of(connection: Connection, database: _Database) -> str | None:
    """The version of the tables; ``None`` where there are none yet."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSIONS.name not in tables:
        raise database.not_ours()
    return connection.execute(select(VERSIONS.c.version_num)).scalar_one_or_none()


@contextmanager
def _explained(database: _Database) -> Iterator[None]:
    """What the database reports, as an error for the person at the keyboard."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        problem = database.problem(error)
        if problem is None:
            raise
        raise problem from error
