"""Keeps the folder of feedback files in step with the register.

Every returned file for which no good one has come since has a feedback file, and no other file has.
What a run did not write because it was killed, the next run writes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from welfare_stats.analyse.obligations import Obligation, obligations_of
from welfare_stats.atomic import UNFINISHED, write_atomically
from welfare_stats.clock import today
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import FileAccessError
from welfare_stats.feedback.returned import Returned
from welfare_stats.findings import Finding, kinds, visible
from welfare_stats.findings.waivers import with_waivers
from welfare_stats.register import Receipt, Register, RegisterState
from welfare_stats.vietnamese import capitalised, format_date
from welfare_stats.workers import Limits, WorkerError, Workers
from welfare_stats.workspace import Workspace

SUFFIX = ".phan-hoi.xlsx"
_MOST_BYTES_OF_A_NAME = 255
_IDENTIFIER = re.compile(rb"<dc:identifier[^>]*>([^<]*)</dc:identifier>")


@dataclass(frozen=True, slots=True)
class Refused:
    """A file whose bytes were not read, as of one that is too large. It has no receipt."""

    path: str
    findings: tuple[Finding, ...]


def update_feedback(
    workspace: Workspace,
    register: Register,
    state: RegisterState,
    catalogue: Catalogue,
    refused: Sequence[Refused],
    workers: Workers,
) -> list[FileAccessError]:
    """Write what is missing, replace what is of an earlier file, remove what was made good.

    Args:
        workspace: the office's workspace.
        register: gives the findings of returned files.
        state: says which files are waited for.
        catalogue: names units, and says by when their reports are due.
        refused: files whose bytes were not taken in.
        workers: make the files.

    Returns:
        What could not be written or removed; the next run tries again. The verdicts are safe.
    """
    problems: list[FileAccessError] = []
    receipts = {receipt.path: receipt for receipt in state.outstanding(workspace.holds)}
    unread = {file.path: file for file in refused}
    senders = {path: receipt.unit for path, receipt in receipts.items()}
    names = feedback_names(dict.fromkeys(unread) | senders)
    folder = workspace.feedback
    problems += _remove_others(folder, set(names.values()))
    stale = [
        path
        for path, name in names.items()
        if path in unread or _identifier_in(folder / name) != _identifier(receipts[path])
    ]
    if not stale:
        return problems
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return [*problems, FileAccessError(error)]

    def findings_of(receipt: Receipt) -> tuple[Finding, ...]:
        found = register.findings([receipt.id]).get(receipt.id, ())
        return with_waivers(found, state.waivers(receipt.sha256))

    words = _SenderWords(catalogue)
    to_make = (
        (path, _returned(workspace, path, receipts, unread, findings_of, words)) for path in stale
    )
    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)
    with workers.calling(_annotate, limits) as annotate_all:
        for (path, file), answer in annotate_all(to_make):
            content = _explained(file) if isinstance(answer, WorkerError) else answer
            try:
                write_atomically(folder / names[path], content)
            except OSError as error:
                problems.append(FileAccessError(error))
    return problems


def drop_feedback(workspace: Workspace, state: RegisterState, path: str) -> None:
    """Remove the feedback file of a returned file that is to be dismissed."""
    names = feedback_names({r.path: r.unit for r in state.outstanding(workspace.holds)})
    if path in names:
        with suppress(OSError):  # open in Excel, say: the next run removes it
            (workspace.feedback / names[path]).unlink(missing_ok=True)


def _explained(file: Returned) -> bytes:
    """The list of findings alone, for a file that no worker could mark."""
    from welfare_stats.feedback.annotate import explained  # noqa: PLC0415 - openpyxl takes long

    return explained(file)


def _annotate(path_and_file: tuple[str, Returned]) -> bytes:
    """What a worker does with one returned file."""
    from welfare_stats.feedback.annotate import annotated  # noqa: PLC0415 - openpyxl takes long

    return annotated(path_and_file[1])


def feedback_names(units: Mapping[str, str | None]) -> dict[str, str]:
    """The name of the feedback file of each path.

    Where files of several units have one name, the feedback of each names its unit as well, or the
    folder if the unit is unknown or sent several of them. Where they are of one unit, the feedback
    of all but the first names the folder.

    >>> list(feedback_names({"x/a.xlsx": "170", "y/a.xlsx": "171", "z.xlsx": "170"}).values())
    ['a.xlsx (170).phan-hoi.xlsx', 'a.xlsx (171).phan-hoi.xlsx', 'z.xlsx.phan-hoi.xlsx']

    Args:
        units: the unit that sent the file, by path; ``None`` where it is not known.
    """
    sharing: dict[str, list[str]] = defaultdict(list)
    for path in sorted(units):
        sharing[_fitting(visible(PurePosixPath(path).name)).casefold()].append(path)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(units):
        pure = PurePosixPath(path)
        paths = sharing[_fitting(visible(pure.name)).casefold()]
        among = [units[other] for other in paths]
        with_folder = f" ({pure.parent.name})"
        more = ["", with_folder]
        if len(set(among)) > 1:
            is_only_one = units[path] is not None and among.count(units[path]) == 1
            more = [f" ({units[path]})" if is_only_one else with_folder]
        more.append(f" ({sha256(path.encode()).hexdigest()[:8]})")
        fitting = (_fitting(visible(pure.name), visible(words)) for words in more)
        names[path] = next(name for name in fitting if name.casefold() not in taken)
        taken.add(names[path].casefold())
    return names


def _fitting(name: str, more: str = "") -> str:
    """The name with what tells it from others, cut before that if too long for the file system."""
    ending = f"{more}{SUFFIX}"
    room = max(0, _MOST_BYTES_OF_A_NAME - len(ending.encode("utf-8")))
    return name.encode("utf-8")[:room].decode("utf-8", "ignore") + ending


def _remove_others(folder: Path, wanted: set[str]) -> list[FileAccessError]:
    problems = []
    for path in folder.glob("*"):
        is_ours = path.name.endswith((SUFFIX, UNFINISHED))
        if is_ours and path.name not in wanted:
            try:
                path.unlink()
            except OSError as error:
                problems.append(FileAccessError(error))
    return problems


def _identifier(receipt: Receipt) -> str:
    """What a feedback file keeps, to recognise later which receipt it was made for."""
    return f"{receipt.sha256} {receipt.id}"


def _identifier_in(file: Path) -> str | None:
    """The identifier in a feedback file; ``None`` if there is no such file, or none in it."""
    try:
        with ZipFile(file) as archive:
            match = _IDENTIFIER.search(archive.read("docProps/core.xml"))
    except (OSError, BadZipFile, KeyError):
        return None
    return match[1].decode() if match else None


def _returned(
    workspace: Workspace,
    path: str,
    receipts: Mapping[str, Receipt],
    unread: Mapping[str, Refused],
    findings_of: Callable[[Receipt], tuple[Finding, ...]],
    words: "_SenderWords",
) -> Returned:
    name = PurePosixPath(path).name
    if path in unread:
        return Returned(name, b"", unread[path].findings)
    receipt = receipts[path]
    try:
        content = (workspace.root / path).read_bytes()
    except OSError:
        content = b""  # the file is gone: the sender gets the list of findings alone
    if sha256(content).hexdigest() != receipt.sha256:
        content = b""  # it has changed since
    found = [f for f in findings_of(receipt) if f.code != kinds.NAME_OF_OTHER_UNIT.code]
    return Returned(
        name, content, tuple(found), _identifier(receipt), words.of(receipt), words.due(receipt)
    )


class _SenderWords:
    """Says whose file it is, so that it goes back to nobody else, and by when to send it again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._obligations: dict[int, list[Obligation]] = {}  # of the years that were asked for

    def of(self, receipt: Receipt) -> str:
        """A sentence with unit, forms, period and day, as far as they are known."""
        period = receipt.period
        parts = [
            f"Đơn vị báo cáo: {self._unit(receipt)}" if receipt.unit else "",
            f"biểu {', '.join(receipt.forms)}" if receipt.forms else "",
            f"kỳ từ {format_date(period.start)} đến {format_date(period.end)}" if period else "",
            f"nhận ngày {format_date(receipt.received_on)}",
        ]
        sentence = "; ".join(part for part in parts if part)
        return f"{capitalised(sentence)}."

    def _unit(self, receipt: Receipt) -> str:
        codes = self._catalogue.at(receipt.period.end if receipt.period else receipt.received_on)
        unit = codes.units.get(receipt.unit or "")
        return f"{receipt.unit} – {unit.name}" if unit else str(receipt.unit)

    def due(self, receipt: Receipt) -> date | None:
        """The last day on which a correction is in time; ``None`` if that is over or unknown."""
        period = receipt.period
        if period is None:
            return None
        year = period.end.year
        if year not in self._obligations:
            self._obligations[year] = obligations_of(year, self._catalogue)
        days = [
            owed.due_on
            for owed in self._obligations[year]
            if owed.unit.code == receipt.unit
            and owed.form in receipt.forms
            and owed.is_asked
            and owed.asks_for(period)
        ]
        due = min(days, default=None)
        return due if due is not None and due >= today() else None
