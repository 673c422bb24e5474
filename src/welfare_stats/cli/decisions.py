"""What the commands of the office's decisions have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

# A file that is decided on may be gone, so it need not exist.
file_argument = click.argument("path", type=click.Path(path_type=Path), metavar="TỆP")
by_option = click.option("--by", required=True, metavar="TÊN", help="Người quyết định.")


def reason_option(help_text: str) -> Callable[[Command], Command]:
    """Why it is decided so."""
    return click.option("--reason", required=True, metavar="LÝ-DO", help=help_text)
