"""All that the benchmark measures, as one table with targets; written to ``results.json`` too.

``make bench`` runs it on an idle machine. Wall-clock times are of the machine: what counts are the
ratios to the bare read of the same files in the same round, and what misses its target.
"""

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from shutil import copytree
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from made_up import counts, list_of_cases, write_counts, write_lists
from measuring import (
    RECEIVED,
    Figure,
    Round,
    bare_read,
    contents,
    ingest,
    machine,
    median_of,
    new_workspace,
    peak_of,
    round_of,
    run,
    seconds,
)
from national import COMMUNES, in_memory, whole_report
from peers import PEERS
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.reading.rows import read_table
from welfare_stats.collect.reading.tables import find_tables
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.feedback.annotate import annotated
from welfare_stats.feedback.returned import Returned
from welfare_stats.validate.assess import Assessor
from welfare_stats.workspace import Workspace

_ROOT = Path(__file__).parents[1]
_RESULTS = Path(__file__).with_name("results.json")
_PEERS = _ROOT / ".venv-bench" / "bin" / "python"
_PEERS_PROGRAM = Path(__file__).with_name("peers.py")
_SECRET = b"x" * 32
_NOISE = 2.0
"""Ratios of one machine differ by half from those of another, and from its own of a busy hour."""
_PACKAGES = ("welfare-stats", "pandas", "pydantic", "python-calamine", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured."""

    lists: int = 20
    rows: int = 5000
    counts: int = 1000
    rounds: int = 3
    times: int = 100
    communes: int = COMMUNES


GUARD = Size(lists=4, rounds=3)
SHORT = Size(lists=2, rows=200, counts=10, rounds=1, times=2, communes=10)


def of_reading(size: Size) -> Iterator[Figure]:
    """What a worker does with a file, in this process; the best of some rounds of its own time."""
    catalogue = load_catalogue(_ROOT / "catalogue", FORMS)
    lists = [list_of_cases(size.rows, seed) for seed in range(size.lists)]
    codes = catalogue.at(date(2018, 8, 31))
    workbooks = [counts(codes, "170", "huyện Võ Nhai")] * (size.lists * 5)
    assess = Assessor(catalogue, _SECRET)
    steps: list[tuple[str, Callable[[bytes], object], list[bytes], float | None]] = [
        ("lists, cells", _cells, lists, 1.25),
        ("lists, rows validated", _rows, lists, 1.7),
        ("lists, everything on", partial(_assessed, assess), lists, None),
        ("workbooks of counts, everything on", partial(_assessed, assess), workbooks, None),
    ]
    for words, read, files, target in steps:
        read(files[0])
        bare = min(_own_seconds(bare_read, files) for _ in range(size.rounds))
        gc.disable()  # as in the children, where it waits until a file is done
        ours = min(_own_seconds(partial(_each, read), files) for _ in range(size.rounds))
        gc.enable()
        yield Figure(f"one process: {words}", ours / bare, "×", target)


def _own_seconds(step: Callable[[list[bytes]], object], files: list[bytes]) -> float:
    """Of this process alone, whatever else the machine does."""
    gc.collect()
    start = process_time()
    step(files)
    return process_time() - start


def _each(read: Callable[[bytes], object], files: Sequence[bytes]) -> None:
    for content in files:
        read(content)


def _cells(content: bytes) -> object:
    return read_workbook(content).sheets


def _rows(content: bytes) -> object:
    found = [table for sheet in read_workbook(content).sheets for table in find_tables(sheet)]
    return [read_table(table)[0].rows for table in found]


def _assessed(assess: Assessor, content: bytes) -> object:
    found = assess(ReceivedFile("data/raw/2018/a.xlsx", content, ""))
    if not found.observations:
        raise RuntimeError(str(found.findings[:3]))
    return found


def of_lists(size: Size) -> Iterator[Figure]:
    """The command over lists, and what others take for the same."""
    words = f"{size.lists} lists × {size.rows:,} rows"

    def make(_: Workspace, folder: Path) -> None:
        write_lists(folder, size.lists, size.rows)

    for jobs, target in ((1, 2.6), (2, 1.6)):
        rounds = [round_of(make, jobs) for _ in range(size.rounds)]
        ratio = median((one.new - one.nothing) / one.bare for one in rounds)
        plural = "s" if jobs > 1 else ""
        yield Figure(
            f"{words}, ingest, {jobs} job{plural}, less one of nothing", ratio, "×", target
        )
        whole = median(one.new / one.bare for one in rounds)
        yield Figure(f"{words}, ingest, {jobs} job{plural}, whole command", whole, "×")
    yield from of_peers(size, words)


def of_peers(size: Size, words: str) -> Iterator[Figure]:
    """Others on such lists, each a process with its start, in an environment of their own."""
    if not _PEERS.exists():
        return
    with TemporaryDirectory(prefix="welfare-stats-bench-") as place:
        folder = Path(place)
        write_lists(folder, size.lists, size.rows)
        files = contents(folder)
        for name in PEERS:
            command = [str(_PEERS), str(_PEERS_PROGRAM), name, place]
            ratios = []
            for _ in range(size.rounds):
                bare = seconds(partial(bare_read, files))
                taken = seconds(partial(_peer, command, size.lists * size.rows))
                ratios.append(taken / bare)
            yield Figure(f"{words}, {name}", median(ratios), "×")


def _peers() -> dict[str, str]:
    """The versions of the others."""
    command = [str(_PEERS), str(_PEERS_PROGRAM), "versions"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _peer(command: list[str], rows: int) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or int(done.stdout) != rows:
        raise RuntimeError(done.stdout + done.stderr[-2000:])


def of_counts(size: Size) -> Iterator[Figure]:
    """The command over workbooks of counts, then over nothing new."""

    def make(workspace: Workspace, folder: Path) -> None:
        write_counts(workspace, folder, size.counts)

    rounds: list[Round] = [round_of(make, 2) for _ in range(size.rounds)]
    words = f"{size.counts:,} workbooks of counts"
    over = median((one.new - one.bare) / size.counts * 1000 for one in rounds)
    yield Figure(f"{words}, 2 jobs: a file over the bare read", over, "ms", 4)
    again = median(one.again for one in rounds)
    yield Figure(f"nothing new in {size.counts:,} files", again, "s", 0.8)


def of_starts(size: Size) -> Iterator[Figure]:
    """What a person waits for: help, state, report."""
    with new_workspace() as workspace:
        copytree(_ROOT / "data" / "raw" / "2018", workspace.raw / "2018")
        run(workspace, "ingest", "--received-on", "2018-09-03")
        for words, target in (
            (("--help",), 0.15),
            (("status", "--year", "2018"), 0.6),
            (("report", "--year", "2018"), 5.0),
        ):
            # of status: 1 says that something is overdue, as it is here
            taken = median_of(size.rounds + 2, partial(run, workspace, *words, ends=(0, 1)))
            yield Figure(f"{words[0]} (13 units)", taken, "s", target)


def of_feedback(size: Size) -> Iterator[Figure]:
    """The sender's own workbook, marked."""
    faults = size.rows // 10
    content = list_of_cases(size.rows, faults=faults)
    path = "data/raw/2018/a.xlsx"
    found = Assessor(load_catalogue(_ROOT / "catalogue", FORMS))(ReceivedFile(path, content, ""))
    if len(found.findings) < faults:
        raise RuntimeError(f"{len(found.findings)} findings for {faults} faults")
    file = Returned("a.xlsx", content, tuple(found.findings))
    taken = median_of(size.rounds, lambda: seconds(lambda: annotated(file)))
    yield Figure(f"feedback for {size.rows:,} rows with {faults} faults", taken, "s", 1)


def of_a_nation(size: Size) -> Iterator[Figure]:
    """A national year."""
    yield from in_memory(size.communes)
    yield from whole_report(size.communes)


def of_growth(size: Size) -> Iterator[Figure]:
    """Whether a file and a row cost the same when there are a hundred times as many."""
    few, lists = max(size.counts // 5, 1), max(size.lists // 3, 1)
    yield from _growth("workbooks of counts", write_counts, few, size.times, 1)

    def make(_: Workspace, folder: Path, count: int) -> None:
        write_lists(folder, count, size.rows)

    yield from _growth("rows of lists", make, lists, size.times, size.rows)


def _growth(
    what: str,
    make: Callable[[Workspace, Path, int], None],
    files: int,
    times: int,
    in_one: int,
) -> Iterator[Figure]:
    """So many files, then so many times as many, two jobs; of what there are several in one."""
    taken, costs, peak = 0.0, [], 0.0
    for count in (files, files * times):
        with new_workspace() as workspace:
            nothing = ingest(workspace, 2)
            make(workspace, workspace.raw, count)
            taken, peak = peak_of(workspace, "ingest", "--jobs", "2", *RECEIVED)
            costs.append((taken - nothing) / count)
    few, many = files * in_one, files * times * in_one
    yield Figure(f"{many:,} {what}, 2 jobs", taken, "s")
    yield Figure(f"the cost of one, to that among {few:,}", costs[1] / costs[0], "to 1", 1.25)
    yield Figure(f"{many:,} {what}: main process", peak, "MiB", 250)


PARTS: dict[str, Callable[[Size], Iterator[Figure]]] = {
    "lists": of_lists,
    "reading": of_reading,
    "counts": of_counts,
    "starts": of_starts,
    "feedback": of_feedback,
    "nation": of_a_nation,
    "growth": of_growth,
}


def line(figure: Figure) -> str:
    """One line of the table."""
    target = "" if figure.target is None else f"≤ {figure.target:g}"
    verdict = "  missed" if figure.is_missed else ""
    value = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:.2f}"
    return f"{figure.words:66} {value:>7} {figure.unit:5} {target:7}{verdict}".rstrip()


def measured(parts: Sequence[str], size: Size) -> list[Figure]:
    """Measure some parts, each figure printed as soon as it is known."""
    found = []
    for name in parts:
        for figure in PARTS[name](size):
            print(line(figure), flush=True)
            found.append(figure)
    return found


def grown(found: Sequence[Figure], before: Mapping[str, float]) -> list[str]:
    """Of ratios that were measured before, those that are larger now by more than noise."""
    return [
        f"{figure.words}: {before[figure.words]:.2f} before, {figure.value:.2f} now"
        for figure in found
        if figure.value > _NOISE * before.get(figure.words, figure.value)
    ]


def main() -> int:
    """Print each figure with its target; 1 where one is missed, or has grown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; or all")
    parser.add_argument("--short", action="store_true", help="tries all, says nothing of speed")
    parser.add_argument("--guard", action="store_true", help="only whether reading has grown slow")
    options = parser.parse_args()
    if options.guard:
        kept = json.loads(_RESULTS.read_text("utf-8"))["figures"]
        slow = grown(measured(["reading"], GUARD), {row["words"]: row["value"] for row in kept})
        print("\n".join(slow))
        return int(bool(slow))
    found = measured(options.parts or list(PARTS), SHORT if options.short else Size())
    if not options.short and not options.parts:
        versions = {name: version(name) for name in _PACKAGES}
        figures = [asdict(figure) for figure in found]
        results = {"machine": machine(), "versions": versions | _peers(), "figures": figures}
        _RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return int(any(figure.is_missed for figure in found))


if __name__ == "__main__":
    sys.exit(main())
