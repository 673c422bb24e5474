"""Taking in what is new under ``data/raw``: examine, store, enter into the register."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from welfare_stats.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError, LockedError
from welfare_stats.examine import Examination, Outcome, against_register, examine
from welfare_stats.findings import Finding, kinds
from welfare_stats.isolation import ChildError, Failure, Limits, children
from welfare_stats.observations import read_observations, sweep, write_observations
from welfare_stats.period import ReportingPeriod
from welfare_stats.reading.package import MOST_BYTES_OF_A_FILE
from welfare_stats.register import Receipt, Register, earlier_forms
from welfare_stats.workspace import Workspace

_NOT_SUBMISSIONS = ("~$", ".")  # Office lock files, hidden files
_NOT_SUBMITTED = {"readme.md", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file in this run."""

    path: str
    sha256: str
    outcome: Outcome
    unit: str | None
    forms: tuple[str, ...]
    period: ReportingPeriod | None
    findings: tuple[Finding, ...]
    still_returned: bool = False  # unchanged since it was rejected: a person is still waited for


@dataclass(frozen=True, slots=True)
class _Incoming:
    name: str
    content: bytes
    sha256: str
    refusal: Finding | None = None  # the operating system would not let it be read


def submitted_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and all below the folders named, without what programs leave behind."""
    found: set[Path] = set()
    for path in paths:
        found.update(_files_below(path) if path.is_dir() else [path])
    # In the order of their saving, so that of two versions the later one counts.
    return sorted(found, key=lambda path: (_saved_at(path), path))


def _saved_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def _files_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        skipped = any(part.startswith(_NOT_SUBMISSIONS) for part in inside.parts)
        if not skipped and path.name.casefold() not in _NOT_SUBMITTED and path.is_file():
            yield path


def check(workspace: Workspace, paths: Iterable[Path], catalogue: Catalogue) -> list[FileResult]:
    """Read and check files as ``ingest`` would; neither the register nor the store is touched."""
    incoming = [_read(workspace, path) for path in submitted_files(paths)]
    receipts: list[Receipt] = []
    if workspace.register.exists():
        with Register.open(workspace.register) as register:
            receipts = register.receipts()
    before = _last_id(receipts)
    with _examiners(workspace, catalogue, jobs=1) as examine_all:
        results = []
        for file, examination in zip(incoming, examine_all(incoming), strict=True):
            # What is counted of the file itself is not held against it.
            others = [receipt for receipt in receipts if receipt.sha256 != file.sha256]
            judged = _judge(workspace, catalogue, file, examination, others, before, date.today())
            results.append(_result(file, judged))
    return results


def _judge(
    workspace: Workspace,
    catalogue: Catalogue,
    file: _Incoming,
    examination: Examination,
    receipts: Sequence[Receipt],
    before: int,
    received_on: date,
) -> Examination:
    """The verdict in view of what is counted of the unit; receipts after ``before`` are new."""
    unit = examination.unit or ""
    return against_register(
        examination,
        file.name,
        earlier_forms(receipts, after=before).get(unit, []),
        received_on,
        counted=_to_compare_with(workspace, examination, receipts),
        catalogue=catalogue,
    )


def _to_compare_with(
    workspace: Workspace, examination: Examination, receipts: Sequence[Receipt]
) -> pd.DataFrame | None:
    """Counted observations of the same unit and period that the file does not replace."""
    frames = [
        read_observations(workspace.observations, receipt.observations, kept)
        for receipt in receipts
        if receipt.unit == examination.unit and receipt.period == examination.period
        if (kept := receipt.counted - examination.scopes.keys()) and receipt.observations
    ]
    return pd.concat(frames) if frames else None


def _last_id(receipts: Sequence[Receipt]) -> int:
    return max((receipt.id for receipt in receipts), default=0)


def ingest(
    workspace: Workspace,
    catalogue: Catalogue,
    *,
    paths: Sequence[Path] = (),
    received_on: date,
    jobs: int = 1,
    progress: Callable[[Iterable[Path], int], Iterable[Path]] = lambda files, _: files,
) -> list[FileResult]:
    """Take in what is new or changed: the given files, or all under ``data/raw``.

    Each file is entered in a transaction of its own, so that a killed run loses nothing.

    Args:
        workspace: where things lie.
        catalogue: the office's code lists.
        paths: files or folders; none means all of ``data/raw``.
        received_on: the day on which the files count as received.
        jobs: how many processes read files.
        progress: wraps the walk over the files, to show how far it is.

    Raises:
        LockedError: another run is writing.
        ConfigurationError: there is no ``data/raw``.
    """
    if not paths and not workspace.raw.is_dir():
        raise ConfigurationError(
            f"Không có thư mục {workspace.raw}. Hãy tạo lại và lưu tệp vào đó."
        )
    files = submitted_files(paths or [workspace.raw])
    context = f"{version('welfare-stats')} {catalogue.fingerprint}"
    with _locked(workspace), Register.open(workspace.register) as register:
        known = _Known(register.receipts(), context, anew=bool(paths))
        before = _last_id(known.receipts)
        sweep(workspace.observations, {r.observations for r in known.receipts if r.observations})
        incoming = [_incoming(workspace, path, known) for path in files]
        with _examiners(workspace, catalogue, jobs) as examine_all:
            examinations = examine_all([file for file, receipt in incoming if receipt is None])
            results = []
            for _, (file, receipt) in zip(progress(files, len(files)), incoming, strict=True):
                if receipt is not None:
                    results.append(_unchanged(register, file, receipt))
                    continue
                examination = next(examinations)
                receipts = register.receipts_of(examination.unit)
                twin = next((r for r in receipts if r.sha256 == file.sha256 and r.counted), None)
                if twin is not None and twin.id > before:
                    results.append(_unchanged(register, file, twin))
                    continue
                judged = _judge(
                    workspace, catalogue, file, examination, receipts, before, received_on
                )
                if file.refusal is None:
                    _record(workspace, register, file, judged, received_on, context)
                results.append(_result(file, judged))
    return sorted(results, key=lambda result: result.path)


@contextmanager
def _locked(workspace: Workspace) -> Iterator[None]:
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


class _Known:
    """What need not be read again."""

    def __init__(self, receipts: Sequence[Receipt], context: str, *, anew: bool) -> None:
        self.receipts = receipts
        self._context = context
        self._anew = anew
        self._latest = {receipt.path: receipt for receipt in receipts}
        accepted = [receipt for receipt in receipts if receipt.outcome is Outcome.ACCEPTED]
        self._accepted = {receipt.sha256: receipt for receipt in accepted}

    def receipt_of(self, file: _Incoming) -> Receipt | None:
        """The receipt that stands for this file, if its verdict would be the same again.

        A rejected file is judged anew when the rules have changed, or when it is named. Content
        that was accepted before and now lies under another name is a copy or was moved; under a
        name whose content has changed meanwhile, or named when it no longer counts, it is a step
        back that somebody takes.
        """
        latest = self._latest.get(file.name)
        if latest is None:
            receipt = self._accepted.get(file.sha256)
            called_back = receipt is not None and self._anew and not receipt.counted
            return None if called_back else receipt
        if latest.sha256 != file.sha256:
            return None
        if latest.outcome is Outcome.ACCEPTED:
            return latest
        return latest if latest.context == self._context and not self._anew else None


def _read(workspace: Workspace, path: Path) -> _Incoming:
    name = workspace.name_of(path)
    try:
        if path.stat().st_size > MOST_BYTES_OF_A_FILE:
            what = f"hơn {MOST_BYTES_OF_A_FILE // 1024**2} MB"
            return _Incoming(name, b"", "", kinds.TOO_LARGE.at(None, what=what))
        content = path.read_bytes()
    except OSError as error:
        reasons = {PermissionError: "không có quyền đọc", FileNotFoundError: "tệp không còn ở đó"}
        reason = reasons.get(type(error), str(error.strerror))
        return _Incoming(name, b"", "", kinds.NOT_OPENED.at(None, reason=reason))
    return _Incoming(name, content, sha256(content).hexdigest())


def _incoming(workspace: Workspace, path: Path, known: _Known) -> tuple[_Incoming, Receipt | None]:
    """A file and the receipt that stands for it; what need not be read again is not held."""
    file = _read(workspace, path)
    receipt = known.receipt_of(file)
    return (file if receipt is None else replace(file, content=b"")), receipt


@dataclass(frozen=True, slots=True)
class _Examine:
    """What a child does with one file."""

    catalogue: Catalogue

    def __call__(self, file: _Incoming) -> Examination:
        if file.refusal is not None:
            return Examination(Outcome.UNREADABLE, (file.refusal,))
        return examine(file.content, file.name, self.catalogue)


_FAILURES = {
    Failure.DIED: kinds.READER_DIED.at(None),
    Failure.TOO_SLOW: kinds.TOO_SLOW.at(None),
    Failure.OUT_OF_MEMORY: kinds.TOO_LARGE.at(None, what="không đủ bộ nhớ để đọc"),
    Failure.RAISED: kinds.READER_FAILED.at(None),
}


@contextmanager
def _examiners(
    workspace: Workspace, catalogue: Catalogue, jobs: int
) -> Iterator[Callable[[Iterable[_Incoming]], Iterator[Examination]]]:
    """Examinations in the order of the files, each made in a child with limits."""
    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)

    def verdict(answer: Examination | ChildError) -> Examination:
        if isinstance(answer, Examination):
            return answer
        if answer.trace:
            workspace.log_error(answer.trace)
        return Examination(Outcome.UNREADABLE, (_FAILURES[answer.failure],))

    with children(_Examine(catalogue), limits, jobs) as call_all:
        yield lambda files: map(verdict, call_all(files))


def _record(
    workspace: Workspace,
    register: Register,
    file: _Incoming,
    examination: Examination,
    received_on: date,
    context: str,
) -> None:
    observations = None
    if examination.observations is not None:
        observations = write_observations(workspace.observations, examination.observations)
    register.record(
        path=file.name,
        sha256=file.sha256,
        context=context,
        received_on=received_on,
        examination=examination,
        observations=observations,
    )


def _result(file: _Incoming, examination: Examination) -> FileResult:
    return FileResult(
        file.name,
        file.sha256,
        examination.outcome,
        examination.unit,
        examination.forms,
        examination.period,
        examination.findings,
    )


def _unchanged(register: Register, file: _Incoming, receipt: Receipt) -> FileResult:
    return FileResult(
        file.name,
        file.sha256,
        Outcome.UNCHANGED,
        receipt.unit,
        receipt.forms,
        receipt.period,
        register.findings(receipt),
        still_returned=receipt.outcome is not Outcome.ACCEPTED,
    )
