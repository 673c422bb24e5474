"""Files and their assessments, made in worker processes; what check and ingest have in common."""

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
    """What became of one file in this run."""

    path: str
    sha256: str
    outcome: Outcome
    unit: str | None
    forms: tuple[str, ...]
    period: ReportingPeriod | None
    findings: tuple[Finding, ...]
    still_returned: bool = False  # unchanged since it was rejected: a person is still waited for


def result_of(file: ReceivedFile, assessment: Assessment) -> FileResult:
    """What is told of a file after its assessment."""
    return FileResult(
        file.name,
        file.sha256,
        assessment.outcome,
        assessment.unit,
        assessment.forms,
        assessment.period,
        assessment.findings,
    )


_MOST_JOBS = 4  # each may use as much memory as the settings allow


def default_jobs() -> int:
    """How many processes read files where nobody says."""
    return min(os.cpu_count() or 1, _MOST_JOBS)


def received_files(
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
    """Each file with its assessment, made in a worker with limits, in the order of the files."""
    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)

    def verdict(answer: Assessment | WorkerError) -> Assessment:
        if isinstance(answer, Assessment):
            return answer
        _LOG.debug("a worker gave no result: %s", answer.failure.name)
        if answer.trace:
            workspace.log_error(answer.trace)
        return Assessment(Outcome.UNREADABLE, (_FAILURES[answer.failure],))

    assessor = Assessor(catalogue, workspace.secret(make=make_secret))
    _LOG.debug("%d workers, at most %g s and %d MiB a file", jobs, *astuple(limits))
    with workers(assessor, limits, jobs) as call_all:
        yield lambda files: ((file, verdict(answer)) for file, answer in call_all(files))


def reference_for(
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


def last_id(receipts: Sequence[Receipt]) -> int:
    """The number of the latest receipt; 0 where there is none."""
    return max((receipt.id for receipt in receipts), default=0)
