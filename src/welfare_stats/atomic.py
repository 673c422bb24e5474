"""Writing files so that they appear completely or not at all."""

import os
from pathlib import Path

_LONGEST_STEM = 60  # letters; with ``UNFINISHED`` behind it, a longer name may be too long
UNFINISHED = ".partial"
"""Suffix of a file that is being written; one left by a killed run may be ignored."""


def write_atomically(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file under a temporary name beside ``path``, and rename it once it is on the disk.

    Args:
        path: where the file is to be; a file that is there is replaced.
        content: the whole content.
        mode: the permissions, from which the system takes its umask.

    Raises:
        OSError: the file cannot be written, or what is at ``path`` cannot be replaced.
    """
    partial = path.with_name(f"{path.name[:_LONGEST_STEM]}{UNFINISHED}")
    if partial.exists():
        partial.unlink()  # it may have wider permissions than ``mode``
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # or a power cut could leave an empty file
    partial.replace(path)
