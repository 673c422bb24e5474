"""What several test modules need."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from welfare_stats.catalogue import Catalogue, load_catalogue
from welfare_stats.forms import FORMS
from welfare_stats.workspace import Workspace, create_workspace

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
def workspace(tmp_path: Path) -> Workspace:
    """A new, empty workspace."""
    return create_workspace(tmp_path / "so-lieu")
