"""How the benchmark measures: whole commands, the bare read beside them, and the most memory."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter

from python_calamine import CalamineWorkbook

from welfare_stats.workspace import Workspace, create_workspace

RECEIVED = ("--received-on", "2019-01-01")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        words: what was measured.
        value: as measured.
        unit: "×" is the ratio to the bare read of the same files in the same round.
        target: what it should not exceed; ``None`` for what is only compared with.
    """

    words: str
    value: float
    unit: str
    target: float | None = None

    @property
    def is_missed(self) -> bool:
        """Whether it is above its target."""
        return self.target is not None and self.value > self.target


def seconds(step: Callable[[], object]) -> float:
    """How long it takes."""
    start = perf_counter()
    step()
    return perf_counter() - start


def bare_read(files: Iterable[bytes]) -> None:
    """All cells of all sheets, by the reader library alone, in this process."""
    for content in files:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def contents(folder: Path) -> list[bytes]:
    """The bytes of all workbooks under a folder."""
    return [path.read_bytes() for path in sorted(folder.rglob("*.xlsx"))]


@contextmanager
def new_workspace() -> Iterator[Workspace]:
    """An empty workspace, gone afterwards."""
    with TemporaryDirectory(prefix="welfare-stats-bench-") as place:
        yield create_workspace(Path(place) / "kho")


def command(workspace: Workspace, *words: str) -> list[str]:
    """The program as a user starts it, its output in a pipe."""
    return [sys.executable, "-m", "welfare_stats", "--workspace", str(workspace.root), *words]


def run(workspace: Workspace, *words: str, ends: tuple[int, ...] = (0,)) -> float:
    """Seconds of a whole command; how it may end is said."""
    start = perf_counter()
    done = subprocess.run(command(workspace, *words), capture_output=True, text=True, check=False)
    taken = perf_counter() - start
    if done.returncode not in ends:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return taken


def ingest(workspace: Workspace, jobs: int, ends: tuple[int, ...] = (0,)) -> float:
    """Seconds of ``ingest`` with so many workers."""
    return run(workspace, "ingest", "--jobs", str(jobs), *RECEIVED, ends=ends)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of one workspace: nothing there, everything new, nothing new, the bare read."""

    nothing: float
    new: float
    again: float
    bare: float


def round_of(make: Callable[[Workspace, Path], None], jobs: int) -> Round:
    """Make a workspace and its files, take them in, and once more."""
    with new_workspace() as workspace:
        aside = workspace.root.parent / "aside"
        aside.mkdir()
        make(workspace, aside)
        nothing = ingest(workspace, jobs)
        for folder in aside.iterdir():
            folder.rename(workspace.raw / folder.name)
        files = contents(workspace.raw)
        bare_read(files[:1])
        bare = seconds(partial(bare_read, files))
        return Round(nothing, ingest(workspace, jobs), ingest(workspace, jobs), bare)


def median_of(rounds: int, step: Callable[[], float]) -> float:
    """The median of several rounds."""
    return median(step() for _ in range(rounds))


def peak_of(workspace: Workspace, *words: str) -> tuple[float, float]:
    """Seconds of a command, and the most MiB that its main process held (Linux)."""
    start = perf_counter()
    with subprocess.Popen(
        command(workspace, *words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        ended, most = Event(), [0.0]
        watch = Thread(target=_watch, args=(process.pid, ended, most))
        watch.start()
        status = process.wait()
        taken = perf_counter() - start
        ended.set()
        watch.join()
    if status:
        raise RuntimeError(f"{words}: {status}")
    return taken, most[0]


def _watch(process: int, ended: Event, most: list[float]) -> None:
    path = Path("/proc") / str(process) / "status"
    while not ended.wait(0.1):
        try:
            lines = path.read_text("ascii", "replace").splitlines()
        except OSError:
            return
        for line in lines:
            if line.startswith("VmHWM"):
                most[0] = max(most[0], int(line.split()[1]) / 1024)


def machine() -> dict[str, object]:
    """What the figures are of."""
    return {
        "python": sys.version.split()[0],
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
    }
