"""Writing files so that they appear completely or not at all, and several together."""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

_LONGEST_STEM = 50  # letters; with what comes behind it, a longer name may be too long
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
    partial = _beside(path, "new")
    try:
        _write(partial, content, mode)
        partial.replace(path)
    except OSError as error:
        _remove(partial)
        raise _about(path, error) from error


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files: all of them appear, or all places stay as they were.

    Everything is on the disk before the first file is replaced; where one cannot be replaced, for
    it may be open in another program, those that were come back.

    Raises:
        OSError: one of them cannot be written or replaced; ``filename`` says which.
    """
    earlier: dict[Path, Path] = {}
    replaced: list[Path] = []
    at = next(iter(files), Path())
    try:
        for at, content in files.items():
            _write(_beside(at, "new"), content, 0o666)
        for at in files:
            if at.exists():
                earlier[at] = _kept(at)
        for at in files:
            _beside(at, "new").replace(at)
            replaced.append(at)
    except OSError as error:
        for path in reversed(replaced):
            if path in earlier:
                earlier[path].replace(path)
            else:
                path.unlink()
        raise _about(at, error) from error
    finally:
        for path in files:
            _remove(_beside(path, "new"))
            _remove(_beside(path, "old"))


def _beside(path: Path, what: str) -> Path:
    """A temporary name; names that only differ at their end must not share one."""
    mark = sha256(path.name.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return path.with_name(f"{path.name[:_LONGEST_STEM]}.{mark}.{what}{UNFINISHED}")


def _write(partial: Path, content: bytes, mode: int) -> None:
    partial.unlink(missing_ok=True)  # it may have wider permissions than ``mode``
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # or a power cut could leave an empty file


def _kept(path: Path) -> Path:
    """What is at ``path``, under a second name; a link where the file system knows links."""
    kept = _beside(path, "old")
    kept.unlink(missing_ok=True)
    try:
        kept.hardlink_to(path)
    except OSError:
        shutil.copy2(path, kept)
    return kept


def _about(path: Path, error: OSError) -> OSError:
    """The same error, about the file that was to be written and not about its temporary name."""
    return OSError(error.errno, error.strerror, str(path))


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
