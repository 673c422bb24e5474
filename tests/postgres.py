"""A PostgreSQL server for the tests: one that is named, or one of their own.

``WELFARE_STATS_TEST_POSTGRES`` names one on which databases may be made, as a URL. Without it a
server is started from Debian's package ``postgresql`` where that is installed: in a folder of its
own, on a port of its own, as the user ``postgres`` where the tests are root's.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from welfare_stats.settings import SharedRegister

VARIABLE = "WELFARE_STATS_TEST_POSTGRES"


def why_not() -> str:
    """Why there can be no server; "" where there can."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed"
    if os.environ.get(VARIABLE):
        return ""
    if not _programs():
        return f"PostgreSQL is not installed, and {VARIABLE} names no server"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root"
    return ""


def _programs() -> Path | None:
    """The folder of the newest version's programs."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def server() -> Iterator[str]:
    """The URL of a database on a server, from which others can be made."""
    named = os.environ.get(VARIABLE)
    if named:
        yield named
        return
    folder = Path(mkdtemp(prefix="welfare-stats-postgres-"))
    data = folder / "data"
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        _run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        _run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def _run(program: str, *words: object) -> None:
    folder = _programs()
    assert folder is not None
    command = [str(folder / program), *map(str, words)]
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *command]
    quiet = subprocess.DEVNULL  # a pipe would stay open as long as the server runs
    subprocess.run(command, check=True, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/")


@contextmanager
def new_database(url: str, more: str = "") -> Iterator[SharedRegister]:
    """An empty database on the server of that URL, gone afterwards.

    Args:
        url: of a database there.
        more: what CREATE DATABASE is to say besides.
    """
    name = f"welfare_stats_test_{uuid4().hex[:12]}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} {more}")
        own = make_url(url).set(database=name)
        yield SharedRegister(own.render_as_string(hide_password=False))
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()
