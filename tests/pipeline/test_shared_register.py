"""One register in PostgreSQL for several workspaces: nothing is lost, nothing doubled."""

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
from sqlalchemy import create_engine

from conftest import REPOSITORY, sharing
from kills import feedback, kill_one, steps, take_in
from kills import save as save_step
from shared_register import receipts, remembered, reported
from welfare_stats.cli import main
from welfare_stats.design.catalogue import Catalogue, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError, LockedError
from welfare_stats.pipeline.closing import close_year
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.lock import register_to_write
from welfare_stats.register import Register
from welfare_stats.settings import SETTINGS_FILE, SharedRegister
from welfare_stats.workspace import Workspace, create_workspace
from workbooks import centre, district, home, workbook_bytes

SAMPLES = REPOSITORY / "data" / "raw" / "2018"
RECEIVED = dt.date(2018, 9, 3)
IN_USE = 75


def beside(workspace: Workspace) -> Workspace:
    """Another machine's workspace with the same settings, to which the same files arrive."""
    other = create_workspace(workspace.root.with_name("hai"))
    shutil.copy(workspace.root / SETTINGS_FILE, other.root)
    shutil.rmtree(other.raw)
    other.raw.symlink_to(workspace.raw)
    return other


def with_its_key(other: Workspace, workspace: Workspace) -> Workspace:
    """That workspace with the key of people copied from this one."""
    other.processed.mkdir(exist_ok=True)
    shutil.copy(workspace.secret_file, other.secret_file)
    return other


def save(workspace: Workspace, name: str, content: bytes) -> Path:
    path = workspace.raw / "2018" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def started(workspace: Workspace, *paths: Path) -> subprocess.Popen[bytes]:
    words = ["ingest", *map(str, paths), "--received-on", "2018-09-03"]
    command = [sys.executable, "-m", "welfare_stats", "--workspace", str(workspace.root), *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def workspace(shared_register: SharedRegister, tmp_path: Path) -> Workspace:
    return sharing(tmp_path / "mot", shared_register)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are linked")
def test_two_machines_at_once_lose_and_double_nothing(
    workspace: Workspace, shared_register: SharedRegister, tmp_path: Path
) -> None:
    catalogue = load_catalogue(workspace.catalogue, FORMS)  # as the command finds it
    files = sorted(SAMPLES.rglob("*.xlsx"))
    shutil.copytree(SAMPLES, workspace.raw / "2018")
    names = [file.relative_to(SAMPLES.parent) for file in files]
    ingest(workspace, catalogue, paths=[workspace.raw / names[0]], received_on=RECEIVED)
    machines = [workspace, with_its_key(beside(workspace), workspace)]
    left = dict(zip(machines, (names[:7], names[7:]), strict=True))
    while left:
        running = {
            machine: started(machine, *(machine.raw / name for name in some))
            for machine, some in left.items()
        }
        ends = {machine: run.wait() for machine, run in running.items()}
        assert set(ends.values()) <= {0, IN_USE}
        left = {machine: left[machine] for machine, end in ends.items() if end == IN_USE}
    assert {run.wait() for run in [started(machine) for machine in machines]} <= {0, IN_USE}

    # A register of one machine to which the same files came in the same order.
    alone = create_workspace(tmp_path / "rieng")
    shutil.copytree(SAMPLES, alone.raw / "2018")
    shared = receipts(shared_register)
    second = Path(shared[1].path).name
    halves = sorted((names[:7], names[7:]), key=lambda some: second not in [n.name for n in some])
    for some in (names[:1], *halves):
        paths = [alone.raw / name for name in some]
        ingest(alone, catalogue, paths=paths, received_on=RECEIVED)
    assert len(shared) == len(files)
    assert remembered(shared_register) == remembered(alone.register)
    assert reported(machines[1], catalogue) == reported(alone, catalogue)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_runs_that_are_killed_lose_and_double_nothing(
    workspace: Workspace, shared_register: SharedRegister, tmp_path: Path
) -> None:
    calm, random = create_workspace(tmp_path / "yen"), Random(3)
    for number, step in enumerate(steps()[:3]):
        for one in (calm, workspace):
            save_step(one, step, number)
        take_in(calm)
        for _ in range(2):
            kill_one(workspace, random)
        ends = (take_in(workspace) for _ in range(20))
        assert next(end for end in ends if end != IN_USE) in {0, 1}  # once the lock is free
        assert remembered(shared_register) == remembered(calm.register)
        assert feedback(workspace) == feedback(calm)


def test_who_comes_second_is_told_to_wait_and_changes_nothing(
    workspace: Workspace,
    shared_register: SharedRegister,
    catalogue: Catalogue,
    capsys: pytest.CaptureFixture[str],
) -> None:
    save(workspace, "a.xlsx", workbook_bytes(home()))
    ingest(workspace, catalogue, received_on=RECEIVED)
    other = with_its_key(beside(workspace), workspace)
    save(workspace, "b.xlsx", workbook_bytes(district()))
    with register_to_write(workspace):
        assert main(["--workspace", str(other.root), "ingest"]) == IN_USE
        assert f"Một lần chạy khác đang ghi vào kho số liệu (khóa: {shared_register})" in (
            capsys.readouterr().err
        )
        with pytest.raises(LockedError):
            close_year(other, catalogue, 2018, "thử", "Mẫu")
        # who only reads need not wait
        assert [one.path for one in receipts(shared_register)] == ["data/raw/2018/a.xlsx"]
    assert main(["--workspace", str(other.root), "--quiet", "ingest"]) == 0
    assert len(receipts(shared_register)) == 2


def test_a_run_that_is_killed_leaves_no_lock(workspace: Workspace) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from welfare_stats.pipeline.lock import register_to_write\n"
        "from welfare_stats.workspace import Workspace\n"
        f"with register_to_write(Workspace(Path({str(workspace.root)!r})), create=True):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as run:  # type: ignore[call-overload]
        assert run.stdout.readline() == b"held\n"
        with pytest.raises(LockedError), register_to_write(beside(workspace)):
            pass
        run.kill()
    end = dt.datetime.now() + dt.timedelta(seconds=10)
    while True:
        try:
            with register_to_write(workspace):
                return
        except LockedError:  # the server has yet to notice
            assert dt.datetime.now() < end


def test_a_run_that_lost_its_connection_writes_nothing_more(
    workspace: Workspace, shared_register: SharedRegister
) -> None:
    def write_after_the_cut() -> None:
        with register_to_write(workspace, create=True) as register:
            cut_all_connections(shared_register)
            register.record_outputs({"a": "b"})

    with pytest.raises(ConfigurationError, match="mất kết nối"):
        write_after_the_cut()
    with Register.open(shared_register) as register:
        assert register.outputs("a") == set()


def cut_all_connections(place: SharedRegister) -> None:
    engine = create_engine(place.url)
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    engine.dispose()


def test_reports_that_are_made_at_once_are_one_edition(
    workspace: Workspace, shared_register: SharedRegister, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", workbook_bytes(centre()))
    ingest(workspace, catalogue, received_on=RECEIVED)
    go = Event()

    def record() -> None:
        with Register.open(shared_register) as register:
            go.wait()
            register.keep_catalogue("khác", {"units.csv": b"170"})
            register.record_edition(2018, "", 1, {"tong": 1.0})

    reporters = [Thread(target=record) for _ in range(4)]
    for reporter in reporters:
        reporter.start()
    go.set()
    for reporter in reporters:
        reporter.join()
    with Register.open(shared_register) as register:
        assert len(register.editions(2018)) == 1
        assert [c.fingerprint for c in register.history().catalogues].count("khác") == 1


def test_another_machine_needs_the_same_key_of_people(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", workbook_bytes(home()))
    ingest(workspace, catalogue, received_on=RECEIVED)
    other = beside(workspace)
    with pytest.raises(ConfigurationError, match=r"hãy chép tệp data/processed/people\.key từ máy"):
        ingest(other, catalogue, received_on=RECEIVED)
    assert not other.has_secret()


def test_a_closed_year_keeps_no_password(
    workspace: Workspace, shared_register: SharedRegister, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", workbook_bytes(home()))
    ingest(workspace, catalogue, received_on=RECEIVED)
    closing = close_year(workspace, catalogue, 2018, "đã ký", "Mẫu")
    with Register.open(shared_register) as register:
        kept = register.kept_files(closing.id)[SETTINGS_FILE].decode()
    assert "postgresql+psycopg://ten@may-chu" in kept  # the example
    assert shared_register.url not in kept
    assert kept in (workspace.root / SETTINGS_FILE).read_text("utf-8")


@pytest.fixture
def _no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "psycopg"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)


@pytest.mark.usefixtures("_no_driver")
def test_without_the_driver_the_command_that_installs_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = SharedRegister("postgresql+psycopg://ten:bi-mat@127.0.0.1:1/so")
    workspace = sharing(tmp_path / "mot", place)
    assert main(["--workspace", str(workspace.root), "status", "--year", "2018"]) == 2
    assert 'pip install "psycopg[binary]"' in capsys.readouterr().err


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://ten:bi-mat@127.0.0.1:1/so",
        "postgresql://ten:bi-mat@127.0.0.1:1/so",
        "postgresql+psycopg://ten@127.0.0.1:1/so?password=bi-mat",
    ],
)
def test_a_server_that_does_not_answer_is_named_without_the_password(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("psycopg")
    workspace = sharing(tmp_path / "mot", SharedRegister(url))
    words = ["--debug", "--workspace", str(workspace.root)]
    assert main([*words, "status", "--year", "2018"]) == 2
    said = "".join(capsys.readouterr())
    assert "postgresql://ten@127.0.0.1:1/so: không kết nối được máy chủ." in said
    assert "bi-mat" not in said
