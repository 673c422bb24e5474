"""What ``check`` and ``ingest`` have in common: files assessed in worker processes, references."""

import logging
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import timedelta
from pathlib import Path

import pandas as pd

from welfare_stats.collect.inbox import ChangingFileError, ReceivedFile, receive
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings import Finding, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt, earlier_statements
from welfare_stats.register.store import read_observations
from welfare_stats.validate.assess import Assessment, Assessor, Outcome, Reference
from welfare_stats.validate.checks import PersonElsewhere, ScopeElsewhere
from welfare_stats.workers import Failure, Limits, WorkerError, workers
from welfare_stats.workspace import Workspace

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file in this run.

    ``still_returned`` is set for a file that has not changed since it was returned and for which no
    good one has come: somebody still has to correct it.
    """

    path: str
    sha256: str
    outcome: Outcome
    unit: str | None
    forms: tuple[str, ...]
    period: ReportingPeriod | None
    findings: tuple[Finding, ...]
    still_returned: bool = False


def result_of(file: ReceivedFile, assessment: Assessment) -> FileResult:
    """The result for a file that was assessed."""
    return FileResult(
        file.name,
        file.sha256,
        assessment.outcome,
        assessment.unit,
        assessment.forms,
        assessment.period,
        assessment.findings,
    )


_MOST_JOBS = 4  # each process may use as much memory as the settings allow


def default_jobs() -> int:
    """How many processes read files, unless the user says how many."""
    return min(os.cpu_count() or 1, _MOST_JOBS)


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


@contextmanager
def assessors(
    workspace: Workspace, catalogue: Catalogue, jobs: int, *, make_secret: bool
) -> Iterator[Callable[[Iterable[ReceivedFile]], Iterator[tuple[ReceivedFile, Assessment]]]]:
    """Start workers; gives a function from files to pairs of file and assessment, in their order.

    Args:
        workspace: holds the limits of time and memory, the secret, and the log of errors.
        catalogue: the office's code lists.
        jobs: how many workers.
        make_secret: whether to make the secret for pseudonyms if there is none yet.
    """
    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)

    def assessment_of(answer: Assessment | WorkerError) -> Assessment:
        if isinstance(answer, Assessment):
            return answer
        _LOG.debug("a worker gave no result: %s", answer.failure.name)
        if answer.trace:
            workspace.log_error(answer.trace)
        return Assessment(Outcome.UNREADABLE, (_FAILURES[answer.failure],))

    assessor = Assessor(catalogue, workspace.secret(make=make_secret))
    _LOG.debug("%d workers, at most %g s and %d MiB a file", jobs, *astuple(limits))
    with workers(assessor, limits, jobs) as call_all:
        yield lambda files: ((file, assessment_of(answer)) for file, answer in call_all(files))


def reference_for(
    workspace: Workspace,
    assessment: Assessment,
    receipts: Sequence[Receipt],
    before: int,
    elsewhere: Sequence[ScopeElsewhere],
    people: Sequence[PersonElsewhere],
) -> Reference:
    """What the register holds that a file is compared with.

    Args:
        workspace: where the observations are.
        assessment: the assessment of the file by itself.
        receipts: those of the file's unit, or more.
        before: receipts with a higher number were made in this run.
        elsewhere: scopes of the file that stand in files of other units too.
        people: people of the file who are in lists of other units too.
    """
    period, scopes = assessment.period, assessment.scopes.keys()
    if period is None:
        return Reference()
    day_before = period.start - timedelta(days=1)

    def observations(
        is_wanted: Callable[[ReportingPeriod], bool], *, of_same_scopes: bool
    ) -> pd.DataFrame | None:
        frames = [
            read_observations(workspace.observations, receipt.observations, kept)
            for receipt in receipts
            if receipt.unit == assessment.unit and receipt.period and is_wanted(receipt.period)
            if (kept := receipt.standing & scopes if of_same_scopes else receipt.standing - scopes)
            and receipt.observations
        ]
        return pd.concat(frames) if frames else None

    return Reference(
        earlier_statements(receipts, after=before).get(assessment.unit or "", []),
        observations(lambda other: other == period, of_same_scopes=False),
        observations(lambda other: other.end == day_before, of_same_scopes=True),
        observations(
            lambda other: other.start == period.start and other.end < period.end,
            of_same_scopes=True,
        ),
        observations(lambda other: other == period.a_year_before(), of_same_scopes=True),
        elsewhere,
        people,
    )


def last_id(receipts: Sequence[Receipt]) -> int:
    """The number of the latest receipt; 0 if there is none."""
    return max((receipt.id for receipt in receipts), default=0)
