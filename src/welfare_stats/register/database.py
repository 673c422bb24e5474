"""Opening the database of a register: made where it is new, migrated where it is older.

What goes wrong on the way, or later while it is used, becomes one of the few errors that end a
command: in use by another program (try again), of another version, damaged, not writable.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from welfare_stats.errors import ConfigurationError, RegisterInUseError
from welfare_stats.register.migrations import copy_aside, known_versions, migrate
from welfare_stats.register.schema import METADATA, VERSION, VERSIONS

_PATIENCE = 5.0  # seconds to wait for another program that is just writing

# Primary result codes of SQLite, https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_PROBLEMS = {
    _READONLY: "không có quyền ghi. Hãy kiểm tra quyền của tệp và thư mục rồi chạy lại",
    _CANTOPEN: "không mở được. Hãy kiểm tra quyền của tệp và thư mục rồi chạy lại",
    _IOERR: "không đọc hoặc ghi được; có thể ổ đĩa đã đầy. Hãy kiểm tra chỗ trống và ổ đĩa rồi "
    "chạy lại",
    _FULL: "ổ đĩa đã đầy. Hãy giải phóng chỗ trống rồi chạy lại",
}


@contextmanager
def open_database(path: Path, *, create: bool) -> Iterator[Engine]:
    """The database in that file, with the tables of this version.

    Args:
        path: of the SQLite file.
        create: whether to make one where there is none; else an empty one in memory is given.

    Raises:
        RegisterInUseError: another program holds it.
        ConfigurationError: it is damaged, of another version or cannot be reached.
    """
    with _explained(path):
        if not create and not path.exists():
            engine = create_engine("sqlite://", poolclass=StaticPool)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            url = URL.create("sqlite", database=str(path))
            engine = create_engine(url, connect_args={"timeout": _PATIENCE})
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", _begin)
        try:
            _bring_up_to_date(engine, path)
            if create:
                _require_soundness(engine, path)
            yield engine
        finally:
            engine.dispose()


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself: see _begin
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin before anything else: the driver would leave changes of tables out."""
    connection.exec_driver_sql("BEGIN")


def _bring_up_to_date(engine: Engine, path: Path) -> None:
    version = _version_of(engine, path)
    if version is None:
        with engine.begin() as connection:
            METADATA.create_all(connection)
            connection.execute(insert(VERSIONS).values(version_num=VERSION))
    elif version != VERSION:
        if version not in known_versions():
            raise ConfigurationError(
                f"{path}: sổ theo dõi có phiên bản {version}, mới hơn phiên bản {VERSION} mà "
                "chương trình này dùng. Hãy cài bản mới của chương trình rồi chạy lại."
            )
        copy_aside(engine, path, version)
        with engine.begin() as connection:
            migrate(connection)
    # With a write-ahead log a commit need not wait for the disk, and readers need not wait for
    # writers. A power cut may lose the last commits but harms none; their files are taken in anew.
    with closing(engine.raw_connection()) as raw:  # outside of any transaction
        raw.cursor().execute("PRAGMA journal_mode = WAL")


def _version_of(engine: Engine, path: Path) -> str | None:
    """The version of the tables; ``None`` where there are none yet."""
    tables = inspect(engine).get_table_names()
    if not tables:
        return None
    if VERSIONS.name not in tables:
        raise ConfigurationError(
            f"{path}: không phải sổ theo dõi của chương trình, hoặc là sổ của bản thử nghiệm trước "
            "đây. Hãy đổi tên tệp này và tệp people.key để giữ lại rồi chạy “welfare-stats ingest” "
            "để lập sổ mới."
        )
    with engine.connect() as connection:
        return connection.execute(select(VERSIONS.c.version_num)).scalar_one_or_none()


def _require_soundness(engine: Engine, path: Path) -> None:
    """Before anything is added to it: pages that no query comes by may be damaged too."""
    with engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            raise _damaged(path)


def _damaged(path: Path) -> ConfigurationError:
    return ConfigurationError(
        f"{path}: không phải sổ theo dõi, hoặc đã hỏng. Hãy phục hồi tệp từ bản sao lưu; không có "
        "bản sao lưu thì đổi tên tệp này và tệp people.key rồi chạy “welfare-stats ingest” để đọc "
        "lại mọi tệp trong data/raw."
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the database reports, as an error for the person at the keyboard."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
        if code in (_BUSY, _LOCKED):
            raise RegisterInUseError(path) from error
        if code in (_CORRUPT, _NOTADB):
            raise _damaged(path) from error
        if code in _PROBLEMS:
            raise ConfigurationError(f"{path}: {_PROBLEMS[code]}.") from error
        raise
