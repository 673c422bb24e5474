"""Files that appear whole or not at all."""

import os
from pathlib import Path

_LONGEST_STEM = 60  # letters: the name of the unfinished file must not be too long by its ending
UNFINISHED = ".partial"
"""Ending of what a killed run left unfinished; no such file means anything."""


def write_atomically(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file beside its place and put it there when every byte is on the disk.

    Args:
        path: where it shall lie; what lies there is replaced.
        content: all of it.
        mode: who may read it, before what the system takes off.

    Raises:
        OSError: it cannot be written, or what lies there cannot be replaced.
    """
    partial = path.with_name(f"{path.name[:_LONGEST_STEM]}{UNFINISHED}")
    if partial.exists():
        partial.unlink()  # it may be open to others than ``mode`` says
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # nothing must ever name a file that a power cut emptied
    partial.replace(path)
