"""What the two layouts that the office edits, for .docx and .html, have in common."""

from collections.abc import Collection
from pathlib import Path

from jinja2 import BaseLoader, Environment
from markupsafe import Markup

from welfare_stats.errors import ConfigurationError
from welfare_stats.report.office_templates import START_OVER
from welfare_stats.report.template_names import unknown_name
from welfare_stats.vietnamese import clean


def layout_environment(known: Collection[str], loader: BaseLoader | None = None) -> Environment:
    """A Jinja environment that escapes and cleans every value, and refuses unknown names.

    Args:
        known: the names that the layout may use.
        loader: of the layout.
    """
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=unknown_name(known),
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def unusable(path: Path, why: str) -> ConfigurationError:
    """The error to raise for a layout that lacks something; ``why`` is a Vietnamese clause."""
    return ConfigurationError(f"{path}: {why}. {START_OVER}")
