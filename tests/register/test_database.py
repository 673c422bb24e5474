"""Opening the register: new, older, newer, foreign, damaged, in use; and its migrations."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from conftest import REPOSITORY
from later_version import later_version
from welfare_stats.errors import ConfigurationError, RegisterInUseError, WelfareStatsError
from welfare_stats.register import Register, state_after
from welfare_stats.register.database import open_database
from welfare_stats.register.migrations import known_versions
from welfare_stats.register.schema import METADATA, VERSION

STORED = Path(__file__).parent / "files"
"""Small registers, one a version, as the program of that version left them."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


def values(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_a_new_register_has_the_tables_and_the_version(path: Path) -> None:
    with Register.open(path, create=True) as register:
        assert register.history().entries == []
    assert values(path, "SELECT version_num FROM alembic_version") == [(VERSION,)]


def test_to_read_where_there_is_none_makes_none(path: Path) -> None:
    with Register.open(path) as register:
        assert register.history().entries == []
    assert not path.exists()


def test_the_newest_step_is_the_version_of_the_schema() -> None:
    assert known_versions()[-1] == VERSION


def test_alembic_is_imported_only_to_migrate(path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from welfare_stats.register import Register\n"
        f"with Register.open(Path({str(path)!r}), create=True) as register:\n"
        "    register.history()\n"
        "print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# --- other versions ------------------------------------------------------------------------------


@pytest.mark.parametrize("version", known_versions())
def test_a_register_of_each_version_can_still_be_read(version: str, path: Path) -> None:
    shutil.copyfile(STORED / f"register-{version}.sqlite", path)
    with Register.open(path) as register:
        state = state_after(register.history().entries)
        assert [statement.unit for statement in state.standing.statements()] == ["170", "170"]
        wanted = {r.id: state.standing.scopes_of(r) for r in state.standing_receipts()}
        assert sum(len(numbers) for numbers in register.figures(wanted).values()) == 37
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


@pytest.fixture
def a_later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return later_version(tmp_path, monkeypatch)


def test_an_older_register_is_migrated_in_place_after_a_copy(
    path: Path, a_later_version: str
) -> None:
    stored = STORED / f"register-{VERSION}.sqlite"
    shutil.copyfile(stored, path)
    before = values(path, "SELECT * FROM submissions ORDER BY id")
    entries = values(path, "SELECT * FROM entries")
    with Register.open(path) as register:
        assert len(register.history().entries) == len(entries)
    assert values(path, "SELECT version_num FROM alembic_version") == [(a_later_version,)]
    assert values(path, "SELECT * FROM submissions ORDER BY id") == [(*row, "") for row in before]
    copy = path.with_name(f"register.sqlite.{VERSION}.bak")
    assert values(copy, "SELECT * FROM submissions ORDER BY id") == before
    assert values(copy, "SELECT version_num FROM alembic_version") == [(VERSION,)]
    with Register.open(path):
        pass
    assert [file.name for file in path.parent.glob("*.bak")] == [copy.name]


def test_a_migration_that_fails_leaves_the_register_as_it_was(
    path: Path, a_later_version: str, tmp_path: Path
) -> None:
    step = tmp_path / "migrations" / "versions" / "9999_sent_by.py"
    step.write_text(step.read_text("utf-8") + "    raise RuntimeError\n", "utf-8")
    shutil.copyfile(STORED / f"register-{VERSION}.sqlite", path)
    before = values(path, "SELECT sql FROM sqlite_master ORDER BY name")
    with pytest.raises(RuntimeError), Register.open(path):
        pass
    assert values(path, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert values(path, "SELECT version_num FROM alembic_version") == [(VERSION,)]


def test_many_that_migrate_at_once_migrate_once(path: Path) -> None:
    shutil.copyfile(STORED / f"register-{known_versions()[0]}.sqlite", path)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "import alembic.command\n"
        "from welfare_stats.register import Register\n"
        "print(flush=True)\n"
        "sys.stdin.readline()\n"
        f"with Register.open(Path({str(path)!r})) as register:\n"
        "    register.history()"
    )
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(3)
    ]
    for run in runs:
        assert run.stdout is not None
        run.stdout.readline()  # each is ready before any begins
    for run in runs:
        assert run.stdin is not None
        run.stdin.write(b"\n")
        run.stdin.flush()
    for run in runs:
        run.communicate()
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert values(path, "SELECT version_num FROM alembic_version") == [(VERSION,)]


def test_a_newer_register_is_refused_with_both_versions(path: Path) -> None:
    shutil.copyfile(STORED / f"register-{VERSION}.sqlite", path)
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '0907'")
        database.commit()
    before = path.read_bytes()
    with pytest.raises(ConfigurationError) as refused, Register.open(path):
        pass
    assert "phiên bản 0907, mới hơn phiên bản " + VERSION in str(refused.value)
    assert refused.value.exit_status == 2
    assert path.read_bytes() == before


# --- what is no register, or cannot be used now ------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"khong phai so theo doi" * 99, "đã hỏng"), (None, "bản thử nghiệm trước đây")],
)
def test_what_is_no_register_is_said_and_left_alone(
    path: Path, content: bytes | None, words: str
) -> None:
    if content is None:
        with closing(sqlite3.connect(path)) as old:
            old.execute("CREATE TABLE submissions (id INTEGER)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match=words), Register.open(path, create=True):
        pass
    assert path.read_bytes() == before


def test_damage_in_the_middle_is_said_when_it_is_met(path: Path) -> None:
    shutil.copyfile(STORED / f"register-{VERSION}.sqlite", path)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match="đã hỏng"), Register.open(path) as register:
        register.history()


def test_damage_that_no_query_meets_is_said_before_anything_is_added(path: Path) -> None:
    with Register.open(path, create=True):
        pass
    with closing(sqlite3.connect(path)) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'outputs' AND type = 'table'"
        ).fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"x" * size
    path.write_bytes(content)
    with Register.open(path) as register:
        assert register.history().entries == []
    with pytest.raises(ConfigurationError, match="đã hỏng"), Register.open(path, create=True):
        pass


def test_a_disk_that_fills_while_the_copy_is_made_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(STORED / f"register-{known_versions()[0]}.sqlite", path)

    def fill(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr("welfare_stats.register.sqlite.copy_aside", fill)
    with pytest.raises(ConfigurationError, match="ổ đĩa đã đầy"), Register.open(path):
        pass


def test_a_register_in_use_is_exit_75_and_not_damaged(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfare_stats.register.sqlite._PATIENCE", 0.1)
    with Register.open(path, create=True):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(RegisterInUseError, match="Hãy thử lại sau") as refused,
            open_database(path, create=True) as engine,
            engine.begin() as connection,
        ):
            connection.exec_driver_sql("INSERT INTO entries (recorded_at) VALUES ('2018')")
        assert refused.value.exit_status == 75


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_said(path: Path) -> None:
    path.parent.chmod(0o500)
    with pytest.raises(WelfareStatsError, match="quyền"), Register.open(path, create=True):
        pass


def test_a_path_with_a_question_mark_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "so?lieu" / "register.sqlite"
    with Register.open(path, create=True):
        pass
    assert path.exists()


def test_the_stored_registers_are_small() -> None:
    assert REPOSITORY in STORED.parents
    assert all(file.stat().st_size < 200_000 for file in STORED.iterdir())
