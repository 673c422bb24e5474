"""What several test modules need."""

from pathlib import Path

import pytest

from welfare_stats.catalogue import Catalogue, load_catalogue
from welfare_stats.forms import FORMS
from welfare_stats.workspace import Workspace, create_workspace

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The catalogue that the repository ships."""
    return load_catalogue(REPOSITORY / "catalogue", FORMS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new, empty workspace."""
    return create_workspace(tmp_path / "so-lieu")
