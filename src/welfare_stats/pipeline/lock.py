"""The lock that lets only one run write at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from welfare_stats.errors import LockedError
from welfare_stats.workspace import Workspace


@contextmanager
def write_lock(workspace: Workspace) -> Iterator[None]:
    """Hold the lock of the workspace within the ``with`` block.

    Raises:
        LockedError: another run holds it.
    """
    workspace.processed.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(workspace.lock) from None
    try:
        yield
    finally:
        lock.release()
