"""Keeps the folder of feedback files in step with the register.

Every returned file for which no good one has come since has a feedback file, and no other file has.
What a run did not write because it was killed, the next run writes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from welfare_stats.atomic import UNFINISHED, write_atomically
from welfare_stats.errors import FileAccessError
from welfare_stats.feedback.returned import Returned
from welfare_stats.findings import Finding, visible
from welfare_stats.findings.waivers import with_waivers
from welfare_stats.register import Receipt, Register, RegisterState
from welfare_stats.vietnamese import format_date
from welfare_stats.workers import Limits, WorkerError, workers
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
    refused: Sequence[Refused],
    jobs: int,
) -> list[FileAccessError]:
    """Write what is missing, replace what is of an earlier file, remove what was made good.

    Args:
        workspace: the office's workspace.
        register: gives the findings of returned files.
        state: says which files are waited for.
        refused: files whose bytes were not taken in.
        jobs: how many workers make the files.

    Returns:
        What could not be written or removed; the next run tries again. The verdicts are safe.
    """
    problems: list[FileAccessError] = []
    receipts = {receipt.path: receipt for receipt in state.outstanding(workspace.holds)}
    unread = {file.path: file for file in refused}
    names = feedback_names([*receipts, *(path for path in unread if path not in receipts)])
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

    to_make = ((path, _returned(workspace, path, receipts, unread, findings_of)) for path in stale)
    reading = workspace.settings().reading
    with workers(_annotate, Limits(reading.seconds, reading.mebibytes), jobs) as annotate_all:
        for (path, file), answer in annotate_all(to_make):
            content = _explained(file) if isinstance(answer, WorkerError) else answer
            try:
                write_atomically(folder / names[path], content)
            except OSError as error:
                problems.append(FileAccessError(error))
    return problems


def drop_feedback(workspace: Workspace, state: RegisterState, path: str) -> None:
    """Remove the feedback file of a returned file that is to be dismissed."""
    names = feedback_names([receipt.path for receipt in state.outstanding(workspace.holds)])
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


def feedback_names(paths: Sequence[str]) -> dict[str, str]:
    """The name of the feedback file of each path.

    Where files of several folders have the same name, the feedback of all but the first names the
    folder as well.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths):
        pure = PurePosixPath(path)
        name = _fitting(visible(pure.name))
        if name.casefold() in taken:
            name = _fitting(visible(f"{pure.name} ({pure.parent.name})"))
        if name.casefold() in taken:
            name = _fitting(f"{visible(pure.name)} ({sha256(path.encode()).hexdigest()[:8]})")
        taken.add(name.casefold())
        names[path] = name
    return names


def _fitting(name: str) -> str:
    """The name with its ending, cut if it were too long for the file system."""
    room = _MOST_BYTES_OF_A_NAME - len(SUFFIX)
    return name.encode("utf-8")[:room].decode("utf-8", "ignore") + SUFFIX


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
    return Returned(name, content, findings_of(receipt), _identifier(receipt), _sender(receipt))


def _sender(receipt: Receipt) -> str:
    """A sentence that says whose file it is, so that it goes back to nobody else."""
    period = receipt.period
    parts = [
        f"Đơn vị báo cáo: {receipt.unit}" if receipt.unit else "",
        f"biểu {', '.join(receipt.forms)}" if receipt.forms else "",
        f"kỳ từ {format_date(period.start)} đến {format_date(period.end)}" if period else "",
        f"nhận ngày {format_date(receipt.received_on)}",
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[:1].upper()}{sentence[1:]}."
