"""Takes in new files: assesses each, stores its numbers, enters it in the register."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from welfare_stats.collect.inbox import ReceivedFile, submitted_files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.pipeline.assessing import (
    FileResult,
    assessors,
    default_jobs,
    last_id,
    received_files,
    reference_for,
    result_of,
)
from welfare_stats.pipeline.lock import write_lock
from welfare_stats.pipeline.replies import Refused, update_feedback
from welfare_stats.register import Receipt, Register, outstanding
from welfare_stats.register.store import sweep, write_observations
from welfare_stats.validate.assess import Assessment, Outcome, reassess
from welfare_stats.workspace import Workspace

_LOG = logging.getLogger(__name__)


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
    """Take in files that are new or changed, and bring the feedback files up to date.

    Each file is entered in a transaction of its own, so that a killed run loses nothing.

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        paths: files or folders that the user names; none means all of ``data/raw``.
        received_on: the day of receipt of the files.
        jobs: how many processes read files; ``None`` for as many as suit the machine.
        progress: wraps the walk over the files (given with their number), to show how far it is.
        on_changing: called with the name of a file that somebody is writing to; the next run will
            read it.

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
    with write_lock(workspace), Register.open(workspace.register) as register:
        known = _Known(register.receipts(), context, are_named=bool(paths))
        run = _Run(workspace, catalogue, register, received_on, context, last_id(known.receipts))
        sweep(workspace.observations, {r.observations for r in known.receipts if r.observations})
        results: list[FileResult] = []

        def to_assess() -> Iterator[ReceivedFile]:
            for file in received_files(workspace, progress(files, len(files)), paths, on_changing):
                receipt = known.receipt_of(file)
                if receipt is None:
                    yield replace(file, waivers=register.waivers(file.sha256))
                else:
                    results.append(_unchanged(register, file, receipt))

        with assessors(
            workspace, catalogue, jobs or default_jobs(), make_secret=True
        ) as assess_all:
            for file, assessment in assess_all(to_assess()):
                results.append(_take_in(run, file, assessment))
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
    """What is the same for every file of a run.

    ``context`` names the rules by which files are judged. Receipts with a higher number than
    ``before`` were made in this run.
    """

    workspace: Workspace
    catalogue: Catalogue
    register: Register
    received_on: date
    context: str
    before: int


def _take_in(run: _Run, file: ReceivedFile, assessment: Assessment) -> FileResult:
    """Compare a file with what the register holds, and enter it there."""
    receipts = run.register.receipts_of(assessment.unit)
    same_content = next((r for r in receipts if r.sha256 == file.sha256 and r.standing), None)
    if same_content is not None and same_content.id > run.before:
        return _unchanged(run.register, file, same_content)  # it came twice in this run
    elsewhere = run.register.elsewhere(assessment.unit, assessment.scopes)
    people = run.register.people_elsewhere(assessment)
    reference = reference_for(run.workspace, assessment, receipts, run.before, elsewhere, people)
    judged = reassess(assessment, file, reference, run.received_on, run.catalogue)
    _LOG.debug(
        "%s: %s, unit %s, forms %s, %d findings",
        file.name,
        judged.outcome,
        judged.unit,
        ",".join(judged.forms),
        len(judged.findings),
    )
    if file.refusal is None:
        _record(run, file, judged)
    return result_of(file, judged)


class _Known:
    """The files that the register knows, to tell which need not be read again."""

    def __init__(self, receipts: Sequence[Receipt], context: str, *, are_named: bool) -> None:
        self.receipts = receipts
        self._context = context
        self._are_named = are_named
        self._latest = {receipt.path: receipt for receipt in receipts}
        accepted = [receipt for receipt in receipts if receipt.outcome is Outcome.ACCEPTED]
        self._accepted = {receipt.sha256: receipt for receipt in accepted}

    def receipt_of(self, file: ReceivedFile) -> Receipt | None:
        """The receipt of the file's content, if the file need not be read again; else ``None``.

        * A returned file is read again if the rules have changed, or if the user named it.
        * An accepted file is read again if the user named it and it no longer stands: that brings
          it back.
        * A new name with content that was accepted before is a copy, or the file was moved. It is
          read only to bring it back, as above.
        * A known name with other content than last time is read, even if that content was accepted
          before: somebody put the old version back.
        """
        latest = self._latest.get(file.name)
        if latest is None:
            receipt = self._accepted.get(file.sha256)
            is_brought_back = receipt is not None and self._are_named and not receipt.standing
            return None if is_brought_back else receipt
        if latest.sha256 != file.sha256:
            return None
        if latest.outcome is Outcome.ACCEPTED:
            return None if self._are_named and not latest.standing else latest
        return latest if latest.context == self._context and not self._are_named else None


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
