"""The lock that lets only one run write at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from welfare_stats.errors import LockedError
from welfare_stats.register import Register
from welfare_stats.workspace import Workspace


@contextmanager
def register_to_write(workspace: Workspace, *, create: bool = False) -> Iterator[Register]:
    """The register, with no other run writing to it, or to the workspace, in the ``with`` block.

    Args:
        workspace: whose register it is.
        create: whether to make one where there is none.

    Raises:
        LockedError: another run is writing, on this machine or on another that shares the register.
        RegisterInUseError: another program holds the register.
        ConfigurationError: it is damaged, of another version or cannot be reached.
    """
    with (
        _lock_of(workspace),
        Register.open(workspace.register, create=create) as register,
        register.alone(),
    ):
        yield register


@contextmanager
def _lock_of(workspace: Workspace) -> Iterator[None]:
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
