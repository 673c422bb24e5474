"""What several test modules need."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import postgres
from welfare_stats.design.catalogue import Catalogue, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.settings import SETTINGS_FILE, SharedRegister
from welfare_stats.workspace import Workspace, create_workspace

if TYPE_CHECKING:
    from dask_cluster import Dask

_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("short", max_examples=120, **_PATIENT)  # type: ignore[arg-type]
settings.register_profile("long", max_examples=3000, **_PATIENT)  # type: ignore[arg-type]
settings.load_profile("short")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue that the repository ships."""
    return load_catalogue(REPOSITORY / "catalogue", FORMS)


@pytest.fixture
def workspace(tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """A new, empty workspace; by ``make shared`` its register is in PostgreSQL."""
    if os.environ.get("WELFARE_STATS_TEST_REGISTER") != "postgresql":
        return create_workspace(tmp_path / "so-lieu")
    return sharing(tmp_path / "so-lieu", request.getfixturevalue("shared_register"))


def sharing(root: Path, place: SharedRegister) -> Workspace:
    """A new workspace whose register is there."""
    workspace = create_workspace(root)
    settings = root / SETTINGS_FILE
    settings.write_text(f'register = "{place.url}"\n{settings.read_text("utf-8")}', "utf-8")
    return workspace


@pytest.fixture
def register_file(workspace: Workspace) -> Path:
    """The file that the workspace's register is to be in."""
    if not isinstance(workspace.register, Path):
        pytest.skip("the register is in no file")
    return workspace.register


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a database on a PostgreSQL server."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.server() as url:
        yield url


@pytest.fixture
def shared_register(postgres_server: str) -> Iterator[SharedRegister]:
    """A new, empty database on a PostgreSQL server."""
    with postgres.new_database(postgres_server) as place:
        yield place


@pytest.fixture(scope="module")
def dask() -> "Iterator[Dask]":
    """A Dask cluster of two workers."""
    import dask_cluster  # noqa: PLC0415 - only the tests with several machines load Dask

    with dask_cluster.cluster() as started:
        yield started


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def any_register(request: pytest.FixtureRequest, tmp_path: Path) -> Path | SharedRegister:
    """A place for a new register, in each kind of database."""
    if request.param == "SQLite":
        return tmp_path / "register.sqlite"
    place: SharedRegister = request.getfixturevalue("shared_register")
    return place


@pytest.fixture
def soffice(tmp_path: Path) -> Callable[[Path, str], Path]:
    """Converts a file by LibreOffice into a folder of its own."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")

    def convert(file: Path, suffix: str) -> Path:
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        folder = tmp_path / "converted"
        to = ["--convert-to", suffix, "--outdir", str(folder)]
        command = ["soffice", profile, "--headless", *to, str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        converted = folder / f"{file.stem}.{suffix}"
        if not converted.exists():
            raise subprocess.CalledProcessError(1, command)  # it says so, and exits with 0
        return converted

    return convert
