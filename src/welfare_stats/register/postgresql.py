"""A register in PostgreSQL, which several machines share: what is so of no other database.

One run has one connection. Its lock belongs to that connection, so that a run which lost the lock
cannot write any more, and a machine that went away holds nobody up.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError

from welfare_stats.errors import (
    ConfigurationError,
    LockedError,
    RegisterInUseError,
    WelfareStatsError,
)
from welfare_stats.register.schema import ENTRIES
from welfare_stats.settings import SharedRegister

# Numbers of advisory locks, which are each database's own: "wstats" and a number.
_RUN, _MIGRATION = 0x777374617473_01, 0x777374617473_02

# Of a connection: wait for others who write, and find out within a minute and a half that the other
# end has gone.
_SETTINGS = {
    "lock_timeout": "5s",
    "tcp_keepalives_idle": "60",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
_CONNECT = {
    "connect_timeout": 10,
    "keepalives_idle": 60,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "client_encoding": "utf8",
    "application_name": "welfare-stats",
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_IN_USE = ("55P03", "40P01", "40001")
_PROBLEMS = {
    "42501": "tài khoản không có quyền tạo bảng hoặc ghi. Hãy nhờ người quản trị máy chủ cấp quyền",
    "25006": "máy chủ chỉ cho đọc. Hãy nhờ người quản trị máy chủ kiểm tra rồi chạy lại",
    "53100": "ổ đĩa của máy chủ đã đầy. Hãy nhờ người quản trị giải phóng chỗ trống rồi chạy lại",
    "XX001": "số liệu trên máy chủ đã hỏng. Hãy nhờ người quản trị phục hồi từ bản sao lưu",
    "XX002": "số liệu trên máy chủ đã hỏng. Hãy nhờ người quản trị phục hồi từ bản sao lưu",
}


class SharedDatabase:
    """The database on a server.

    Raises:
        ConfigurationError: the driver is not installed.
    """

    def __init__(self, place: SharedRegister) -> None:
        self._place = place
        try:
            self.engine = create_engine(
                place.url,
                connect_args=_CONNECT,
                pool_size=1,
                max_overflow=0,
                # Of what is read in several queries, all is of one moment.
                isolation_level="REPEATABLE READ",
            )
        except ImportError:
            raise ConfigurationError(
                "Sổ theo dõi dùng chung cần gói psycopg, máy này chưa cài. Hãy chạy: "
                'pip install "psycopg[binary]"'
            ) from None
        event.listen(self.engine, "connect", _set_up)

    def is_new(self) -> bool:
        """Whether there are no tables yet."""
        with self.engine.connect() as connection:
            return not inspect(connection).get_table_names()

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """A transaction that goes on alone, and with what others have done so far.

        Raises:
            ConfigurationError: the database cannot hold Vietnamese.
        """
        with self.engine.begin() as connection:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION})")
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                raise ConfigurationError(
                    f"{self._place}: cơ sở dữ liệu dùng bảng mã {encoding}. Hãy tạo cơ sở dữ liệu "
                    "khác với bảng mã UTF8."
                )
            yield connection

    def keep_before_migration(self, version: str) -> None:
        """Nothing to copy: it is done wholly or not at all, and servers are backed up."""

    def settle(self) -> None:
        """Nothing to set: the server is as its administrator wants it."""

    def require_soundness(self) -> None:
        """Nothing to ask for: the server checks what it reads."""

    def not_ours(self) -> ConfigurationError:
        """It has tables, but none that says a version."""
        return ConfigurationError(
            f"{self._place}: cơ sở dữ liệu này đã có bảng của chương trình khác. Hãy tạo một cơ sở "
            "dữ liệu riêng cho sổ theo dõi."
        )

    def problem(self, error: Exception) -> WelfareStatsError | None:
        """What it reported, for the person at the keyboard; ``None`` where that is unexpected."""
        if not isinstance(error, DBAPIError):
            return None
        state: str | None = getattr(error.orig, "sqlstate", None)
        if state in _IN_USE:
            return RegisterInUseError(self._place)
        if state in _PROBLEMS:
            return ConfigurationError(f"{self._place}: {_PROBLEMS[state]}.")
        if error.connection_invalidated or (state or "").startswith(("08", "57P")):
            return ConfigurationError(
                f"{self._place}: mất kết nối với máy chủ. Những gì đã ghi vẫn còn; hãy kiểm tra "
                "mạng và máy chủ rồi chạy lại."
            )
        if state is None and type(error.orig).__name__ == "OperationalError":
            return ConfigurationError(
                f"{self._place}: không kết nối được máy chủ. Hãy kiểm tra máy chủ có chạy, mạng, "
                "tên cơ sở dữ liệu, tên tài khoản và mật khẩu (tệp ~/.pgpass hoặc biến PGPASSWORD) "
                "rồi chạy lại."
            )
        return None


def _set_up(connection: Any, _record: object) -> None:
    for name, value in _SETTINGS.items():
        connection.execute(f"SET {name} = '{value}'")
    connection.commit()


@contextmanager
def alone(engine: Engine, place: object) -> Iterator[None]:
    """Hold the lock of a shared register; a file needs none.

    Raises:
        LockedError: another run holds it.
    """
    if not _is_shared(engine):
        yield
        return
    with engine.begin() as connection:
        if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_RUN})").scalar_one():
            raise LockedError(place)
    try:
        yield
    finally:
        # Without a connection there is no lock; what went wrong is being told already.
        with suppress(DBAPIError), engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_RUN})")


def wait_for_writers(connection: Connection) -> None:
    """Let a transaction that adds go on alone, and know what those before it added.

    So entries become known in the order of their numbers. SQLite has one writer by itself.
    """
    if _is_shared(connection.engine):
        # Before any query: from the first one on the transaction sees what was there then.
        connection.exec_driver_sql(f"LOCK TABLE {ENTRIES.name} IN EXCLUSIVE MODE")


def _is_shared(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"
