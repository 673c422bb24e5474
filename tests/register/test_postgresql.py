"""Opening a register in PostgreSQL: new, older, newer, foreign, in use; its order and its lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import make_url

import postgres
from later_version import later_version
from welfare_stats.errors import ConfigurationError, RegisterInUseError, WelfareStatsError
from welfare_stats.register import Register
from welfare_stats.register import postgresql as register_postgresql
from welfare_stats.register.database import open_database
from welfare_stats.register.schema import METADATA, VERSION
from welfare_stats.settings import SharedRegister

T = TypeVar("T")


def on(place: SharedRegister, ask: Callable[[Connection], T]) -> T:
    """What somebody else at the same database does or sees there."""
    engine = create_engine(place.url)
    try:
        with engine.begin() as connection:
            return ask(connection)
    finally:
        engine.dispose()


def tables(place: SharedRegister) -> list[str]:
    return on(place, lambda connection: sorted(inspect(connection).get_table_names()))


def version(place: SharedRegister) -> object:
    query = "SELECT version_num FROM alembic_version"
    return on(place, lambda connection: connection.exec_driver_sql(query).scalar_one())


def columns(place: SharedRegister, table: str) -> set[str]:
    return on(place, lambda c: {column["name"] for column in inspect(c).get_columns(table)})


def test_a_new_register_has_the_tables_and_the_version(shared_register: SharedRegister) -> None:
    with Register.open(shared_register, create=True) as register:
        assert register.history().entries == []
    assert version(shared_register) == VERSION
    assert on(shared_register, differences) == []


def differences(connection: Connection) -> list[object]:
    """Between the tables that are there and those of the schema, but for the numbers of rows."""
    found = compare_metadata(MigrationContext.configure(connection), METADATA)
    return [one for one in found if not (one[0] == "remove_column" and one[-1].name == "rowid")]


def test_to_read_where_there_is_none_makes_none(shared_register: SharedRegister) -> None:
    with Register.open(shared_register) as register:
        assert register.history().entries == []
    assert tables(shared_register) == []


def test_many_that_open_a_new_register_at_once_make_it_once(
    shared_register: SharedRegister,
) -> None:
    together(lambda: open_for_writing(shared_register))
    assert version(shared_register) == VERSION


def open_for_writing(place: SharedRegister) -> None:
    with Register.open(place, create=True) as register:
        register.record_outputs({"a": "b"})


def together(act: Callable[[], None], number: int = 4) -> None:
    start = Barrier(number)

    def wait_and_act() -> None:
        start.wait()
        act()

    with ThreadPoolExecutor(number) as threads:
        for done in [threads.submit(wait_and_act) for _ in range(number)]:
            done.result()


@pytest.fixture
def of_today(shared_register: SharedRegister) -> SharedRegister:
    """A register of today's version with an entry."""
    with Register.open(shared_register, create=True) as register:
        register.keep_catalogue("a", {"units.csv": b"170"})
    return shared_register


@pytest.fixture
def a_later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return later_version(tmp_path, monkeypatch)


def test_many_that_migrate_at_once_migrate_once(
    of_today: SharedRegister, a_later_version: str
) -> None:
    together(lambda: open_for_writing(of_today))
    assert version(of_today) == a_later_version
    assert "sent_by" in columns(of_today, "submissions")
    with Register.open(of_today) as register:
        assert [change.fingerprint for change in register.history().catalogues] == ["a"]


def test_a_migration_that_fails_leaves_the_register_as_it_was(
    of_today: SharedRegister, a_later_version: str, tmp_path: Path
) -> None:
    step = tmp_path / "migrations" / "versions" / f"{a_later_version}_sent_by.py"
    step.write_text(step.read_text("utf-8") + "    raise RuntimeError\n", "utf-8")
    with pytest.raises(RuntimeError), Register.open(of_today):
        pass
    assert version(of_today) == VERSION
    assert "sent_by" not in columns(of_today, "submissions")


def test_a_newer_register_is_refused_with_both_versions(of_today: SharedRegister) -> None:
    newer = "UPDATE alembic_version SET version_num = '0907'"
    on(of_today, lambda connection: connection.exec_driver_sql(newer))
    with pytest.raises(ConfigurationError) as refused, Register.open(of_today):
        pass
    assert f"{of_today}: sổ theo dõi có phiên bản 0907, mới hơn" in str(refused.value)


def test_a_database_of_another_program_is_left_alone(shared_register: SharedRegister) -> None:
    make = "CREATE TABLE submissions (id INTEGER)"
    on(shared_register, lambda connection: connection.exec_driver_sql(make))
    with (
        pytest.raises(ConfigurationError, match="một cơ sở dữ liệu riêng"),
        Register.open(shared_register, create=True),
    ):
        pass
    assert tables(shared_register) == ["submissions"]


def test_a_database_that_cannot_hold_vietnamese_is_refused(postgres_server: str) -> None:
    of_ascii = "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
    with (
        postgres.new_database(postgres_server, of_ascii) as place,
        pytest.raises(ConfigurationError, match="UTF8"),
        Register.open(place, create=True),
    ):
        pass


def test_who_may_not_make_tables_is_told(of_today: SharedRegister, postgres_server: str) -> None:
    role = f"nguoi_xem_{of_today.url[-6:]}"
    on(of_today, lambda connection: connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN"))
    try:
        guest = make_url(of_today.url).set(username=role).render_as_string(hide_password=False)
        with (
            pytest.raises(ConfigurationError, match="không có quyền"),
            Register.open(SharedRegister(guest)),
        ):
            pass
    finally:
        on(of_today, lambda connection: connection.exec_driver_sql(f"DROP ROLE {role}"))


def test_a_register_in_use_for_long_is_exit_75(
    of_today: SharedRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(register_postgresql._SETTINGS, "lock_timeout", "100ms")

    def write_meanwhile(other: Connection) -> WelfareStatsError:
        other.exec_driver_sql("LOCK TABLE entries IN EXCLUSIVE MODE")
        with Register.open(of_today) as register:
            assert len(register.history().entries) == 1  # who reads need not wait
        with pytest.raises(RegisterInUseError, match="Hãy thử lại sau") as refused:
            open_for_writing(of_today)
        return refused.value

    assert on(of_today, write_meanwhile).exit_status == 75


def test_what_is_read_in_several_queries_is_of_one_moment(of_today: SharedRegister) -> None:
    with open_database(of_today, create=False) as engine, engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM outputs").scalar_one()
        open_for_writing(of_today)
        after = connection.exec_driver_sql("SELECT count(*) FROM outputs").scalar_one()
    assert (before, after) == (0, 0)


def test_kept_files_come_in_one_order_whatever_the_server_sorts_by(
    any_register: Path | SharedRegister,
) -> None:
    files = {name: name.encode() for name in ("b.csv", "Đ.csv", "a b.csv", "a.csv", "B.csv")}
    with Register.open(any_register, create=True) as register:
        change = register.keep_catalogue("a", files)
        assert change is not None
        assert list(register.kept_files(change.id)) == sorted(files)
