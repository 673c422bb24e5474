"""The code lists that stand in for those which a workspace of before does not have.

Their rows never change, for closed years are read with them: what an office changes, or what
changes in the country, stands in the office's own files.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from welfare_stats.design.catalogue.code_lists import read_code_list
from welfare_stats.design.catalogue.models import Province, Reporter, Section

REPORTERS_FILE = "reporters.csv"
SECTIONS_FILE = "sections.csv"
PROVINCES_FILE = "provinces.csv"

_Row = TypeVar("_Row", bound=BaseModel)


def default_reporters() -> tuple[Reporter, ...]:
    """The kinds of units."""
    return _rows(REPORTERS_FILE, Reporter)


def default_sections() -> tuple[Section, ...]:
    """The parts of the report."""
    return _rows(SECTIONS_FILE, Section)


def default_provinces() -> tuple[Province, ...]:
    """The provinces of the country."""
    return _rows(PROVINCES_FILE, Province)


@cache
def default_files() -> dict[str, bytes]:
    """The content of each of the files by its name."""
    folder = files(__package__) / "defaults"
    return {
        name: (folder / name).read_bytes()
        for name in (REPORTERS_FILE, SECTIONS_FILE, PROVINCES_FILE)
    }


@cache
def _rows(name: str, model: type[_Row]) -> tuple[_Row, ...]:
    return read_code_list(Path(name), default_files(), model)[0].rows
