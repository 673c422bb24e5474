"""A register in a file of SQLite: what is so of no other database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from welfare_stats.atomic import UNFINISHED
from welfare_stats.errors import ConfigurationError, RegisterInUseError, WelfareStatsError

_KIBIBYTES_OF_CACHE = 64 * 1024
_PAGES_OF_LOG = 8000  # of 4 KiB
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


def in_memory() -> Engine:
    """A database that is there only as long as it is open."""
    return create_engine("sqlite://", poolclass=StaticPool)


class SqliteFile:
    """The database in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        url = URL.create("sqlite", database=str(path))
        self.engine = create_engine(url, connect_args={"timeout": _PATIENCE})
        event.listen(self.engine, "connect", _set_up)
        event.listen(self.engine, "begin", _begin)

    def is_new(self) -> bool:
        """Whether there is no file yet."""
        return not self._path.exists()

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """A transaction that goes on alone, and with what others have done so far."""
        with self.engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
            yield connection

    def keep_before_migration(self, version: str) -> None:
        """Copy the register as it was before it is migrated."""
        copy_aside(self.engine, self._path, version)

    def settle(self) -> None:
        """Have it keep a write-ahead log.

        With it a commit need not wait for the disk, and readers need not wait for writers. A power
        cut may lose the last commits but harms none; their files are taken in anew.
        """
        with closing(self.engine.raw_connection()) as raw:  # outside of any transaction
            raw.cursor().execute("PRAGMA journal_mode = WAL")

    def require_soundness(self) -> None:
        """Before anything is added to it: pages that no query comes by may be damaged too.

        Raises:
            ConfigurationError: it is damaged.
        """
        with self.engine.connect() as connection:
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
                raise self._damaged()

    def not_ours(self) -> ConfigurationError:
        """It has tables, but none that says a version."""
        return ConfigurationError(
            f"{self._path}: không phải sổ theo dõi của chương trình, hoặc là sổ của bản thử nghiệm "
            "trước đây. Hãy đổi tên tệp này và tệp people.key để giữ lại rồi chạy “welfare-stats "
            "ingest” để lập sổ mới."
        )

    def problem(self, error: Exception) -> WelfareStatsError | None:
        """What it reported, for the person at the keyboard; ``None`` where that is unexpected."""
        code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) & 0xFF
        if code in (_BUSY, _LOCKED):
            return RegisterInUseError(self._path)
        if code in (_CORRUPT, _NOTADB):
            return self._damaged()
        if code in _PROBLEMS:
            return ConfigurationError(f"{self._path}: {_PROBLEMS[code]}.")
        return None

    def _damaged(self) -> ConfigurationError:
        return ConfigurationError(
            f"{self._path}: không phải sổ theo dõi, hoặc đã hỏng. Hãy phục hồi tệp từ bản sao lưu; "
            "không có bản sao lưu thì đổi tên tệp này và tệp people.key rồi chạy “welfare-stats "
            "ingest” để đọc lại mọi tệp trong data/raw."
        )


def copy_aside(engine: Engine, database: Path, version: str) -> None:
    """Keep the register as it was before the migration; an earlier copy is never replaced."""
    copy = database.with_name(f"{database.name}.{version}.bak")
    if not copy.exists():
        partial = copy.with_name(f"{copy.name}{UNFINISHED}")
        partial.unlink(missing_ok=True)
        with closing(engine.raw_connection()) as raw:  # a plain copy might miss what is in the log
            raw.cursor().execute("VACUUM INTO ?", (str(partial),))
        partial.replace(copy)


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins no transaction by itself: see _begin
    for pragma in (
        "foreign_keys = ON",
        "synchronous = NORMAL",
        # Keys of people come in no order: with the pages of their index at hand, and written from
        # the log to the file less often, a million cost a quarter less.
        f"cache_size = -{_KIBIBYTES_OF_CACHE}",
        f"wal_autocheckpoint = {_PAGES_OF_LOG}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin before anything else: the driver would leave changes of tables out."""
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
