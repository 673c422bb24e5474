"""What the two layouts that the office edits have in common."""

from pathlib import Path

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from welfare_stats.errors import ConfigurationError
from welfare_stats.report.office_templates import START_OVER
from welfare_stats.vietnamese import clean


def layout_environment(loader: BaseLoader | None = None) -> Environment:
    """Jinja that escapes and cleans all that is filled in, and accepts no unknown name."""
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def unusable(path: Path, why: str) -> ConfigurationError:
    """The error for a layout that lacks what the program needs."""
    return ConfigurationError(f"{path}: {why}. {START_OVER}")
