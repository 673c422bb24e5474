"""A Dask cluster on this machine for the tests: real processes, each worker under a nanny."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from distributed import Client

_TESTS = Path(__file__).parent
_SECONDS_TO_START = 60
_QUICK = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "0.9",
}


@dataclass(frozen=True)
class Dask:
    """A scheduler's address, and its workers."""

    address: str
    processes: list[subprocess.Popen[bytes]]

    def workers(self) -> list[int]:
        """The process numbers of the workers that are there now."""
        with Client(self.address, set_as_default=False) as client:
            return sorted(client.run(os.getpid).values())

    def wait_for(self, count: int) -> None:
        """Wait until so many workers are there."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=_SECONDS_TO_START)

    def stop(self) -> None:
        """End all at once."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def cluster(workers: int = 2) -> Iterator[Dask]:
    """A scheduler and so many workers of one thread each."""
    with TemporaryDirectory(prefix="welfare-stats-dask-") as folder:
        file = Path(folder) / "scheduler.json"
        scheduler = _started("scheduler", "--port", "0", "--scheduler-file", str(file))
        dask = Dask(_address_in(file), [scheduler])
        try:
            if workers:
                dask.processes.append(
                    _started("worker", dask.address, "--nworkers", str(workers), "--nthreads", "1",
                             "--memory-limit", "1GiB", "--local-directory", folder)
                )  # fmt: skip
                dask.wait_for(workers)
            yield dask
        finally:
            dask.stop()


def _started(program: str, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", program, "--host", "127.0.0.1", "--no-dashboard"]
    paths = [str(_TESTS), str(_TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | _QUICK | {"PYTHONPATH": os.pathsep.join(paths)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [*command, *words], stdin=quiet, stdout=quiet, stderr=quiet, env=environment,
        start_new_session=True,
    )  # fmt: skip


def _address_in(file: Path) -> str:
    """What the scheduler writes once it listens."""
    end = monotonic() + _SECONDS_TO_START
    while monotonic() < end:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            address: str = json.loads(file.read_text("utf-8"))["address"]
            return address
        sleep(0.1)
    raise TimeoutError("the scheduler has not started")
