"""What ``check`` and ``ingest`` have in common: files assessed in worker processes, references."""

import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import astuple, dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from secrets import token_bytes

from welfare_stats.collect.inbox import ChangingFileError, ReceivedFile, receive
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError, FileAccessError
from welfare_stats.findings import Finding, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Register
from welfare_stats.settings import SharedRegister
from welfare_stats.validate.reference import Reference
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workers import ChildProcesses, Failure, Limits, WorkerError, Workers
from welfare_stats.workspace import Workspace

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file in this run.

    ``still_returned`` is set for a file that has not changed since it was returned and for which no
    good one has come: somebody still has to correct it; ``is_replaced`` for one that was accepted
    and of which nothing counts any more, because others of the same run took its place;
    ``replaces_own`` for one that takes the place of what came under its name before; ``is_known``
    for one that has not changed since an earlier run.
    """

    path: str
    sha256: str
    outcome: Outcome
    unit: str | None
    forms: tuple[str, ...]
    period: ReportingPeriod | None
    findings: tuple[Finding, ...]
    still_returned: bool = False
    is_replaced: bool = False
    replaces_own: bool = False
    is_known: bool = False


def result_of(file: ReceivedFile, assessment: Assessment, reference: Reference) -> FileResult:
    """The result for a file that was assessed in view of what stands."""
    replaces_own = assessment.outcome is Outcome.ACCEPTED and any(
        (other.path, other.period, other.is_estimate)
        == (file.name, assessment.period, assessment.is_estimate)
        and other.scope in assessment.scopes
        for other in reference.earlier
    )
    return FileResult(
        file.name,
        file.sha256,
        assessment.outcome,
        assessment.unit,
        assessment.forms,
        assessment.period,
        assessment.findings,
        replaces_own=replaces_own,
    )


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears how a run goes.

    Attributes:
        progress: wraps the walk over so many files, to show how far it is.
        changing: hears the name of a file that somebody is writing; the next run reads it.
        gone: hears the name of a file that counts and lies in ``data/raw`` no more.
        outdated: hears the name of a file whose content came before and was replaced since.
        unwritten: hears why a feedback file could not be written or removed.
        vanished: hears of a code that figures use and the catalogue no longer has.
    """

    progress: Callable[[Iterable[Path], int], Iterable[Path]] = lambda files, _: files
    changing: Callable[[str], None] = lambda _: None
    gone: Callable[[str], None] = lambda _: None
    outdated: Callable[[str], None] = lambda _: None
    unwritten: Callable[[FileAccessError], None] = lambda _: None
    vanished: Callable[[str], None] = lambda _: None

    def all_vanished(self, codes: Iterable[str]) -> None:
        """Tell of each of several codes."""
        for code in codes:
            self.vanished(code)


NOBODY = Listener()

_MOST_JOBS = 4  # each may use as much memory as the settings allow


def workers_of_this_machine(jobs: int | None = None) -> Workers:
    """Processes that read files: so many as are asked for, or as suit the machine."""
    return ChildProcesses(jobs or min(os.cpu_count() or 1, _MOST_JOBS))


def received_files(
    workspace: Workspace,
    files: Iterable[Path],
    named: Collection[Path],
    on_changing: Callable[[str], None],
) -> Iterator[ReceivedFile]:
    """Read the files one by one.

    Args:
        workspace: names the files.
        files: the files to read.
        named: the paths that the user named.
        on_changing: called with the name of a file that somebody is writing to; it is left out.
    """
    for path in files:
        try:
            yield receive(workspace, path, named)
        except ChangingFileError as error:
            on_changing(str(error))


_FAILURES = {
    Failure.DIED: kinds.READER_DIED.at(None),
    Failure.TOO_SLOW: kinds.TOO_SLOW.at(None),
    Failure.OUT_OF_MEMORY: kinds.TOO_LARGE.at(None, what="không đủ bộ nhớ để đọc"),
    Failure.RAISED: kinds.READER_FAILED.at(None),
}


def assessed(
    files: Iterable[ReceivedFile],
    workspace: Workspace,
    catalogue: Catalogue,
    workers: Workers,
    secret: bytes,
) -> Iterator[tuple[ReceivedFile, Assessment]]:
    """Each file with its assessment, made in a worker with limits, in the order of the files."""
    files = iter(files)
    first = next(files, None)
    if first is None:
        return  # without the readers, whose loading takes longer than to see that nothing is new
    from welfare_stats.validate.assess import Assessor  # noqa: PLC0415

    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)
    _LOG.debug("%s, at most %g s and %d MiB a file", workers, *astuple(limits))
    with workers.calling(Assessor(catalogue, secret), limits) as assess_all:
        for file, answer in assess_all(chain([first], files)):
            yield file, _verdict(workspace, answer)


def _verdict(workspace: Workspace, answer: Assessment | WorkerError) -> Assessment:
    if isinstance(answer, Assessment):
        return answer
    return Assessment(Outcome.UNREADABLE, (refusal_of(workspace, answer),))


def refusal_of(workspace: Workspace, error: WorkerError) -> Finding:
    """The finding for a file for which a worker gave no result; a trace goes into the log."""
    _LOG.debug("a worker gave no result: %s", error.failure.name)
    if error.trace:
        workspace.log_error(error.trace)
    return _FAILURES[error.failure]


def secret_of(workspace: Workspace, register: Register, *, make: bool) -> bytes:
    """What keys of people are made with; empty where there is none yet and none is to be made.

    The register knows the hash of its secret. Keys made with another one would never be found to be
    those of the same people; and a secret that an empty register does not know was another
    register's, which is lost with all its decisions.

    Raises:
        ConfigurationError: the secret and the register do not belong together, or one is lost.
    """
    name = workspace.name_of(workspace.secret_file)
    known = register.outputs(name)
    if not workspace.has_secret():
        if register.has_pseudonyms():
            raise ConfigurationError(
                f"Thiếu tệp {workspace.secret_file}, là khóa để nhận ra một người ở nhiều danh "
                "sách. Hãy phục hồi tệp này từ bản sao lưu cùng với sổ theo dõi."
            )
        if known and isinstance(workspace.register, SharedRegister):
            raise ConfigurationError(
                f"Thiếu tệp {workspace.secret_file}, là khóa để nhận ra một người ở nhiều danh "
                f"sách. Sổ {workspace.register} đã có khóa: hãy chép tệp {name} từ máy đã dùng sổ "
                "này, bằng đường an toàn."
            )
        if not make:
            return b""
        secret = token_bytes(32)
        register.record_outputs({name: sha256(secret).hexdigest()})
        workspace.keep_secret(secret)
        return secret
    secret = workspace.secret()
    mark = sha256(secret).hexdigest()
    if known and mark not in known:
        raise ConfigurationError(
            f"{workspace.secret_file} không phải khóa của sổ theo dõi này, hoặc đã hỏng. Hãy phục "
            "hồi cả hai tệp từ cùng một bản sao lưu."
        )
    if make and not known:
        if register.is_empty():
            raise ConfigurationError(
                f"Sổ theo dõi {workspace.register} trống, nhưng kho này đã từng có sổ (còn tệp "
                f"{workspace.secret_file.name}). Hãy phục hồi sổ từ bản sao lưu. Không có bản sao "
                f"lưu thì đổi tên tệp {workspace.secret_file.name} rồi chạy lại: mọi tệp được đọc "
                "lại từ đầu, các quyết định và ngày nhận trước đây phải ghi lại."
            )
        register.record_outputs({name: mark})
    return secret
