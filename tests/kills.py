"""Runs that are killed at any instant, and many at once: nothing is lost and nothing doubled.

``make kills`` kills 200 runs over arrivals and corrections and compares every table with that of an
undisturbed run; then eight processes work on one workspace for a minute. ``test_kills`` does a
little of both.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from formats import Sheets
from long_runs import number_and_seed
from welfare_stats.workspace import Workspace, create_workspace
from workbooks import centre, district, home, put, workbook_bytes

Step = Sequence[tuple[str, Sheets]]
"""Files that arrive together, in the order of their saving."""

# Everything but the moment of recording, which no two runs share.
TABLES = {
    "entries": "SELECT id FROM entries ORDER BY id",
    "submissions": "SELECT * FROM submissions ORDER BY id",
    "statements": "SELECT * FROM statements ORDER BY submission, form, facility",
    "figures": "SELECT * FROM figures ORDER BY submission, sheet, cells, case_type, measure",
    "findings": "SELECT * FROM findings ORDER BY submission, position",
    "pseudonyms": "SELECT submission, record, facility, case_type, first_month, last_month "
    "FROM pseudonyms ORDER BY submission, record, rowid",
    "decisions": "SELECT * FROM decisions ORDER BY id",
    "catalogues": "SELECT * FROM catalogues ORDER BY id",
    "kept_files": "SELECT * FROM kept_files ORDER BY entry, name",
}
DAI_TU = ("171", "Phòng Lao động - Thương binh và Xã hội huyện Đại Từ")


def steps() -> list[Step]:
    """Half a year in short: arrivals, a returned file, corrections, a name taken by mistake."""
    return [
        [("a.xlsx", home()), ("b.xlsx", district()), ("c.xlsx", centre())],
        [("d.xlsx", put(district(unit=DAI_TU), "HX-01!G7", -1)), ("e.txt", {})],
        [("b.xlsx", put(district(), "HX-01!K7", 901)), ("sua.xlsx", put(home(), "CS-01!G7", 201))],
        [("d.xlsx", district(unit=DAI_TU)), ("a.xlsx", put(home(), "CS-01!G7", "hai"))],
        [("sua.xlsx", put(district(unit=DAI_TU), "HX-01!K7", 902)), ("c2.xlsx", centre())],
    ]


def save(workspace: Workspace, step: Step, saved_at: int) -> None:
    folder = workspace.raw / "2018"
    folder.mkdir(exist_ok=True)
    for number, (name, sheets) in enumerate(step):
        path = folder / name
        path.write_bytes(workbook_bytes(sheets) if sheets else b"Ghi nho")
        moment = 1_500_000_000 + 100 * saved_at + number
        os.utime(path, (moment, moment))


def command(workspace: Workspace, *words: str) -> list[str]:
    return [sys.executable, "-m", "welfare_stats", "--workspace", str(workspace.root), *words]


def started(workspace: Workspace, *words: str) -> subprocess.Popen[bytes]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command(workspace, *words), start_new_session=True, **quiet)  # type: ignore[call-overload,no-any-return]


def take_in(workspace: Workspace) -> int:
    return started(workspace, "ingest", "--received-on", "2018-09-03").wait()


def tables(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(workspace.register_file)) as database:
        return {name: database.execute(query).fetchall() for name, query in TABLES.items()}


def feedback(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.feedback.glob("*"))


@dataclass
class Kills:
    """What the killed runs left behind, against the undisturbed ones."""

    count: int = 0
    midway: int = 0  # while something was being entered: the register had grown, and not fully
    wrong: str = ""


def kill_runs(count: int, seed: int) -> Kills:
    """Kill about so many runs; each step is repeated in new workspaces until they are enough."""
    found, random = Kills(), Random(seed)
    while found.count < count and not found.wrong:
        with TemporaryDirectory() as place:
            calm = create_workspace(Path(place) / "calm")
            wild = create_workspace(Path(place) / "wild")
            for number, step in enumerate(steps()):
                for workspace in (calm, wild):
                    save(workspace, step, number)
                take_in(calm)
                whole = len(tables(calm)["submissions"])
                for _ in range(random.randrange(1, 8)):
                    kill_one(wild, random)
                    found.count += 1
                    found.midway += is_midway(wild, whole)
                take_in(wild)
                found.wrong = differences(calm, wild)
                if found.wrong or found.count >= count:
                    break
    return found


def kill_one(workspace: Workspace, random: Random) -> None:
    """A run and all its workers end at some instant of the second that it takes."""
    process = started(workspace, "ingest", "--received-on", "2018-09-03")
    time.sleep(random.uniform(0.3, 1.6))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_midway(workspace: Workspace, whole: int) -> bool:
    if not workspace.register_file.exists():
        return False
    try:
        return 0 < len(tables(workspace)["submissions"]) < whole
    except sqlite3.OperationalError:  # killed before the tables were there
        return False


def differences(calm: Workspace, wild: Workspace) -> str:
    for name, rows in tables(calm).items():
        others = tables(wild)[name]
        if rows != others:
            lost = [row for row in rows if row not in others]
            more = [row for row in others if row not in rows]
            return f"{name}: lost {lost[:3]}, more {more[:3]}"
    if feedback(calm) != feedback(wild):
        return f"feedback: {feedback(calm)} and {feedback(wild)}"
    return ""


@dataclass
class Crowd:
    """How the processes ended, and whether the register is what one alone would have made."""

    ends: Counter[int]
    wrong: str


def crowd(seconds: float, processes: int = 8) -> Crowd:
    """So many processes at once on one workspace for some time."""
    words = [
        ("ingest", "--received-on", "2018-09-03"),
        ("status", "--year", "2018"),
        ("check", "data/raw"),
        ("explain", "--year", "2018", "--case-type", "nuoi_duong"),
    ]
    with TemporaryDirectory() as place:
        calm = create_workspace(Path(place) / "calm")
        busy = create_workspace(Path(place) / "busy")
        save(calm, steps()[0], 0)
        save(busy, steps()[0], 0)
        take_in(calm)
        take_in(busy)
        ends: Counter[int] = Counter()
        end = time.monotonic() + seconds
        running: list[subprocess.Popen[bytes]] = []
        turn = 0
        while time.monotonic() < end or running:
            running = [process for process in running if not ended(process, ends)]
            if time.monotonic() < end and len(running) < processes:
                chosen = words[turn % len(words)] if turn % 2 else words[0]
                running.append(started(busy, *absolute(busy, chosen)))
                turn += 1
            time.sleep(0.02)
        return Crowd(ends, differences(calm, busy))


def absolute(workspace: Workspace, words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield str(workspace.root / word) if word == "data/raw" else word


def ended(process: subprocess.Popen[bytes], ends: Counter[int]) -> bool:
    status = process.poll()
    if status is None:
        return False
    ends[status] += 1
    return True


def main() -> int:
    """Print what was killed and what it did; 1 where something was lost, doubled or failed."""
    count, seed = number_and_seed(__doc__, "--kills", 200)
    kills = kill_runs(count, seed)
    print(
        f"{kills.count} runs killed, {kills.midway} of them midway: {kills.wrong or 'all as ever'}"
    )
    together = crowd(60)
    ends = ", ".join(f"{number} × exit {status}" for status, number in together.ends.items())
    print(f"eight at once for a minute: {ends}: {together.wrong or 'the same state'}")
    is_right = not kills.wrong and not together.wrong and set(together.ends) <= {0, 1, 75}
    return 0 if is_right else 1


if __name__ == "__main__":
    if shutil.which("kill") is None:  # no POSIX signals
        sys.exit("kills need a POSIX system")
    sys.exit(main())
