"""Taking in what is new under ``data/raw``: assess, store, enter into the register."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from filelock import FileLock, Timeout

from welfare_stats.collect.inbox import ChangingFileError, ReceivedFile, receive, submitted_files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError, LockedError
from welfare_stats.findings import Finding, kinds
from welfare_stats.findings.waivers import Waiver, is_waivable
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import (
    Receipt,
    Register,
    earlier_statements,
    outstanding,
    scopes_elsewhere,
)
from welfare_stats.register.store import read_observations, sweep, write_observations
from welfare_stats.returns import Refused, update_feedback
from welfare_stats.validate.assess import Assessment, Assessor, Outcome, Reference, reassess
from welfare_stats.validate.checks import PersonElsewhere, ScopeElsewhere
from welfare_stats.workers import Failure, Limits, WorkerError, workers
from welfare_stats.workspace import Workspace


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


_MOST_JOBS = 4  # each may use as much memory as the settings allow


def default_jobs() -> int:
    """How many processes read files where nobody says."""
    return min(os.cpu_count() or 1, _MOST_JOBS)


def check(
    workspace: Workspace,
    paths: Collection[Path],
    catalogue: Catalogue,
    *,
    on_changing: Callable[[str], None] = lambda _: None,
) -> list[FileResult]:
    """Read and check files as ``ingest`` would; neither the register nor the store is touched."""
    with ExitStack() as stack:
        register: Register | None = None
        if workspace.register.exists():
            register = stack.enter_context(Register.open(workspace.register))
        receipts = register.receipts() if register else []
        before = _last_id(receipts)
        results = []
        files = (
            replace(file, waivers=register.waivers(file.sha256) if register else ())
            for file in _received(workspace, submitted_files(paths), paths, on_changing)
        )
        assess_all = stack.enter_context(
            _assessors(workspace, catalogue, default_jobs(), make_secret=False)
        )
        for file, assessment in assess_all(files):
            # What is counted of the file itself is not held against it.
            others = [receipt for receipt in receipts if receipt.sha256 != file.sha256]
            elsewhere = scopes_elsewhere(others, assessment.unit, assessment.scopes)
            people = register.people_elsewhere(assessment) if register else []
            reference = _reference(workspace, assessment, others, before, elsewhere, people)
            judged = reassess(assessment, file, reference, date.today(), catalogue)
            results.append(_result(file, judged))
    return results


def _received(
    workspace: Workspace,
    files: Iterable[Path],
    named: Collection[Path],
    on_changing: Callable[[str], None],
) -> Iterator[ReceivedFile]:
    """The files one by one, without those that are just being written."""
    for path in files:
        try:
            yield receive(workspace, path, named)
        except ChangingFileError as error:
            on_changing(str(error))


def _reference(
    workspace: Workspace,
    assessment: Assessment,
    receipts: Sequence[Receipt],
    before: int,
    elsewhere: Sequence[ScopeElsewhere],
    people: Sequence[PersonElsewhere],
) -> Reference:
    """What bears on a file; receipts are of its unit, those after ``before`` of this run."""
    period, scopes = assessment.period, assessment.scopes.keys()
    if period is None:
        return Reference()
    eve = period.start - timedelta(days=1)

    def observations(
        is_wanted: Callable[[ReportingPeriod], bool], *, replaced: bool
    ) -> pd.DataFrame | None:
        frames = [
            read_observations(workspace.observations, receipt.observations, kept)
            for receipt in receipts
            if receipt.unit == assessment.unit and receipt.period and is_wanted(receipt.period)
            if (kept := receipt.standing & scopes if replaced else receipt.standing - scopes)
            and receipt.observations
        ]
        return pd.concat(frames) if frames else None

    return Reference(
        earlier_statements(receipts, after=before).get(assessment.unit or "", []),
        observations(lambda other: other == period, replaced=False),
        observations(lambda other: other.end == eve, replaced=True),
        observations(
            lambda other: other.start == period.start and other.end < period.end, replaced=True
        ),
        observations(lambda other: other == period.a_year_before(), replaced=True),
        elsewhere,
        people,
    )


def _last_id(receipts: Sequence[Receipt]) -> int:
    return max((receipt.id for receipt in receipts), default=0)


def ingest(
    workspace: Workspace,
    catalogue: Catalogue,
    *,
    paths: Sequence[Path] = (),
    received_on: date,
    jobs: int | None = None,
    progress: Callable[[Iterable[Path], int], Iterable[Path]] = lambda files, _: files,
    on_changing: Callable[[str], None] = lambda _: None,
) -> list[FileResult]:
    """Take in what is new or changed: the given files, or all under ``data/raw``.

    Each file is entered in a transaction of its own, so that a killed run loses nothing.

    Args:
        workspace: where things lie.
        catalogue: the office's code lists.
        paths: files or folders; none means all of ``data/raw``.
        received_on: the day on which the files count as received.
        jobs: how many processes read files; ``None`` for as many as suit the machine.
        progress: wraps the walk over the files, to show how far it is.
        on_changing: told the name of a file that somebody is writing; the next run reads it.

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
        run = _Run(workspace, catalogue, register, received_on, context, _last_id(known.receipts))
        sweep(workspace.observations, {r.observations for r in known.receipts if r.observations})
        results: list[FileResult] = []

        def to_assess() -> Iterator[ReceivedFile]:
            for file in _received(workspace, progress(files, len(files)), paths, on_changing):
                receipt = known.receipt_of(file)
                if receipt is None:
                    yield replace(file, waivers=register.waivers(file.sha256))
                else:
                    results.append(_unchanged(register, file, receipt))

        with _assessors(
            workspace, catalogue, jobs or default_jobs(), make_secret=True
        ) as assess_all:
            for file, assessment in assess_all(to_assess()):
                results.append(_taken_in(run, file, assessment))
        refused = [Refused(r.path, r.findings) for r in results if not r.sha256]
        returned = outstanding(register.receipts())
        waiting = {receipt.path for receipt in returned}
        results = [
            replace(result, still_returned=result.still_returned and result.path in waiting)
            for result in results
        ]
        update_feedback(
            workspace,
            returned,
            refused,
            register.findings,
            jobs or default_jobs(),
        )
    return sorted(results, key=lambda result: result.path)


@dataclass(frozen=True, slots=True)
class _Run:
    """What is the same for every file of a run; receipts after ``before`` are of the run itself."""

    workspace: Workspace
    catalogue: Catalogue
    register: Register
    received_on: date
    context: str
    before: int


def _taken_in(run: _Run, file: ReceivedFile, assessment: Assessment) -> FileResult:
    """Judge a file in view of the register, and enter it there."""
    receipts = run.register.receipts_of(assessment.unit)
    twin = next((r for r in receipts if r.sha256 == file.sha256 and r.standing), None)
    if twin is not None and twin.id > run.before:
        return _unchanged(run.register, file, twin)
    elsewhere = run.register.elsewhere(assessment.unit, assessment.scopes)
    people = run.register.people_elsewhere(assessment)
    reference = _reference(run.workspace, assessment, receipts, run.before, elsewhere, people)
    judged = reassess(assessment, file, reference, run.received_on, run.catalogue)
    if file.refusal is None:
        _record(run, file, judged)
    return _result(file, judged)


def waive(workspace: Workspace, path: Path, catalogue: Catalogue, waiver: Waiver) -> date:
    """Keep the office's decision on findings of a file; the file is to be ingested again.

    Gives the day on which the file was received, so that the decision does not make it late.

    Raises:
        ConfigurationError: the finding cannot be accepted, or the file has none like it.
        LockedError: another run is writing.
    """
    if not is_waivable(waiver.code):
        raise ConfigurationError(
            f"Không có lỗi nào mang mã “{waiver.code}” mà cơ quan được chấp nhận; xem "
            "docs/ma-kiem-tra.md."
        )
    if not (waiver.reason and waiver.by):
        raise ConfigurationError("Phải ghi lý do (--reason) và tên người quyết định (--by).")
    file = receive(workspace, path, [path])
    if file.refusal is not None:
        raise ConfigurationError(f"{path}: {file.refusal.message}")
    found = [f for result in check(workspace, [path], catalogue) for f in result.findings]
    if not any(waiver.accepts(finding) for finding in found):
        raise ConfigurationError(_nothing_to_accept(path, waiver, found))
    with _locked(workspace), Register.open(workspace.register) as register:
        register.waive(file.sha256, waiver)
        days = [r.received_on for r in register.receipts() if r.sha256 == file.sha256]
    return min(days, default=date.today())


def _nothing_to_accept(path: Path, waiver: Waiver, found: Iterable[Finding]) -> str:
    places = [f"{f.code} {f.place}".strip() for f in found if is_waivable(f.code)]
    where = f" ở ô {waiver.cell}" if waiver.cell else ""
    others = (
        f"Có thể chấp nhận: {'; '.join(places)}." if places else "Tệp không có gì để chấp nhận."
    )
    return f"{path}: không có lỗi hay cảnh báo mã {waiver.code}{where}. {others}"


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

    def receipt_of(self, file: ReceivedFile) -> Receipt | None:
        """The receipt that stands for this file, if its verdict would be the same again.

        A rejected file is judged anew when the rules have changed, or when it is named. Content
        that was accepted before and now lies under another name is a copy or was moved; under a
        name whose content has changed meanwhile, or named when it no longer counts, it is a step
        back that somebody takes.
        """
        latest = self._latest.get(file.name)
        if latest is None:
            receipt = self._accepted.get(file.sha256)
            called_back = receipt is not None and self._anew and not receipt.standing
            return None if called_back else receipt
        if latest.sha256 != file.sha256:
            return None
        if latest.outcome is Outcome.ACCEPTED:
            return None if self._anew and not latest.standing else latest
        return latest if latest.context == self._context and not self._anew else None


_FAILURES = {
    Failure.DIED: kinds.READER_DIED.at(None),
    Failure.TOO_SLOW: kinds.TOO_SLOW.at(None),
    Failure.OUT_OF_MEMORY: kinds.TOO_LARGE.at(None, what="không đủ bộ nhớ để đọc"),
    Failure.RAISED: kinds.READER_FAILED.at(None),
}


@contextmanager
def _assessors(
    workspace: Workspace, catalogue: Catalogue, jobs: int, *, make_secret: bool
) -> Iterator[Callable[[Iterable[ReceivedFile]], Iterator[tuple[ReceivedFile, Assessment]]]]:
    """Each file with its assessment, made in a worker with limits, in the order of the files."""
    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)

    def verdict(answer: Assessment | WorkerError) -> Assessment:
        if isinstance(answer, Assessment):
            return answer
        if answer.trace:
            workspace.log_error(answer.trace)
        return Assessment(Outcome.UNREADABLE, (_FAILURES[answer.failure],))

    assessor = Assessor(catalogue, workspace.secret(make=make_secret))
    with workers(assessor, limits, jobs) as call_all:
        yield lambda files: ((file, verdict(answer)) for file, answer in call_all(files))


def _record(run: _Run, file: ReceivedFile, assessment: Assessment) -> None:
    observations = None
    if assessment.observations is not None:
        observations = write_observations(run.workspace.observations, assessment.observations)
    run.register.record(
        path=file.name,
        sha256=file.sha256,
        context=run.context,
        received_on=run.received_on,
        assessment=assessment,
        observations=observations,
    )


def _result(file: ReceivedFile, assessment: Assessment) -> FileResult:
    return FileResult(
        file.name,
        file.sha256,
        assessment.outcome,
        assessment.unit,
        assessment.forms,
        assessment.period,
        assessment.findings,
    )


def _unchanged(register: Register, file: ReceivedFile, receipt: Receipt) -> FileResult:
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
