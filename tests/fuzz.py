"""Damaged workbooks: seeded flips, truncations and swapped members of real files.

``make fuzz`` runs thousands through the isolated reader; ``test_fuzz`` a hundred. Whatever the
damage, a file ends as accepted, rejected or unreadable with a reason, within the limits, and an
accepted one has all its forms; but an .xls file, which has no checksums, may have lost its list
of them.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter
from zipfile import BadZipFile, ZipFile

from formats import WRITERS, Looks, zipped
from long_runs import files_and_seed
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import any_error
from welfare_stats.validate.assess import Assessor, assess
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workers import ChildProcesses, Failure, Limits, WorkerError
from workbooks import centre, district, home

REPOSITORY = Path(__file__).parents[1]
LIMITS = Limits(seconds=20, mebibytes=1024)


@cache
def whole_files() -> dict[str, bytes]:
    """Small workbooks in every format, and those that other programs wrote."""
    made = {
        f"{name}{suffix}": write(sheets, Looks())
        for suffix, write in WRITERS.items()
        for name, sheets in (("huyen", district()), ("co so", home()), ("danh sach", centre()))
    }
    stored = (REPOSITORY / "tests" / "collect" / "files").glob("*.*")
    samples = (REPOSITORY / "data" / "raw" / "2018").glob("*.xlsx")
    return made | {path.name: path.read_bytes() for path in (*stored, *samples)}


def damaged(content: bytes, random: Random) -> bytes:
    """The file with some damage."""
    damage = random.choice([_flipped, _flipped_inside, _cut, _swapped, _patched, _doubled])
    return damage(content, random)


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice([1, 4, 32])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def _doubled(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content))
    piece = content[start : start + random.choice([1, 16, 512])]
    return content[:start] + piece * random.randrange(2, 40) + content[start:]


def _patched(content: bytes, random: Random) -> bytes:
    """A number that is larger than anything, somewhere: sizes, counts and offsets lie."""
    start = random.randrange(len(content))
    return (
        content[:start]
        + random.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff"])
        + content[start + 4 :]
    )


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile:
        return {}  # an .xls file


def _flipped_inside(content: bytes, random: Random) -> bytes:
    """Damage that the checksum of the container does not show."""
    members = _members(content)
    if not members:
        return _flipped(content, random)
    name = random.choice(list(members))
    if members[name]:
        members[name] = random.choice([_flipped, _cut, _doubled, _patched])(members[name], random)
    return zipped(members)


def _swapped(content: bytes, random: Random) -> bytes:
    members = _members(content)
    if len(members) < 2:
        return _doubled(content, random)
    one, other = random.sample(list(members), 2)
    members[one], members[other] = members[other], members[one]
    return zipped(members)


def damaged_files(count: int, seed: int) -> Iterator[ReceivedFile]:
    """So many damaged files; the same seed gives the same."""
    files = whole_files()
    for number in range(count):
        random = Random(seed * 1_000_003 + number)
        name = random.choice(sorted(files))
        content = damaged(files[name], random)
        yield ReceivedFile(f"data/raw/2018/{number} {name}", content, "")


@dataclass
class Ends:
    """How the files ended, what should not have happened, and the longest wait between two."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0


_MOST_DEATHS = 0.01  # of the reader, which are survived, but should be rare


def run(count: int, seed: int, jobs: int = 2) -> Ends:
    """Put so many damaged files through the isolated reader."""
    catalogue = load_catalogue(REPOSITORY / "catalogue", FORMS)
    ends = Ends()
    with ChildProcesses(jobs).calling(Assessor(catalogue), LIMITS) as call_all:
        before = perf_counter()
        for file, answer in call_all(damaged_files(count, seed)):
            ends.longest = max(ends.longest, perf_counter() - before)
            before = perf_counter()
            if isinstance(answer, WorkerError):
                ends.counts[answer.failure.name.lower()] += 1
                if answer.failure in (Failure.RAISED, Failure.TOO_SLOW):
                    ends.wrong.append(f"{file.name}: {answer.failure.name} {answer.trace}")
            else:
                ends.counts[answer.outcome.value] += 1
                name = file.name.partition(" ")[2]
                ends.wrong += [f"{file.name}: {fault}" for fault in _faults(answer, name)]
    deaths = ends.counts["died"] + ends.counts["out_of_memory"]
    if deaths > max(1, _MOST_DEATHS * count):
        ends.wrong.append(f"{deaths} deaths of the reader")
    return ends


@cache
def forms_of_whole(name: str) -> frozenset[str]:
    """The forms in a file before it is damaged."""
    catalogue = load_catalogue(REPOSITORY / "catalogue", FORMS)
    return frozenset(assess(whole_files()[name], name, catalogue).forms)


def _faults(answer: Assessment, name: str) -> Iterator[str]:
    if answer.outcome is not Outcome.ACCEPTED and not any_error(answer.findings):
        yield "refused without a reason"
    if answer.outcome is Outcome.ACCEPTED and not answer.observations:
        yield "accepted without figures"
    if (
        answer.outcome is Outcome.ACCEPTED
        and not name.endswith(".xls")
        and not forms_of_whole(name) <= set(answer.forms)
    ):
        yield "accepted without a form that the whole file has"


def main() -> int:
    """Print how the files ended; 1 where something should not have happened."""
    files, seed = files_and_seed(__doc__)
    start = perf_counter()
    ends = run(files, seed)
    print(f"{files} damaged files, seed {seed}, {perf_counter() - start:.0f} s")
    for end, number in ends.counts.most_common():
        print(f"{end:15} {number:6}")
    print(f"longest wait for one file {ends.longest:.1f} s")
    print("\n".join(ends.wrong) or "no crash of the run, no defect, no hang")
    return 1 if ends.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
