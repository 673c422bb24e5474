"""Taking in what is new under ``data/raw``: assess, compare, enter into the register."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from welfare_stats.clock import today
from welfare_stats.collect.inbox import ReceivedFile, submitted_files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings.waivers import with_waivers
from welfare_stats.pipeline.assessing import (
    NOBODY,
    FileResult,
    Listener,
    assessed,
    received_files,
    result_of,
    secret_of,
    workers_of_this_machine,
)
from welfare_stats.pipeline.decide import require_open
from welfare_stats.pipeline.lock import register_to_write
from welfare_stats.pipeline.presence import contents, gone_files
from welfare_stats.pipeline.replies import Refused, update_feedback
from welfare_stats.pipeline.vanished import vanished
from welfare_stats.register import DecisionKind, Receipt, Register, RegisterState, state_after
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.vietnamese import format_date
from welfare_stats.workers import Workers
from welfare_stats.workspace import Workspace, year_of_folder

if TYPE_CHECKING:
    from welfare_stats.pipeline.neighbours import Neighbours

_LOG = logging.getLogger(__name__)


def ingest(
    workspace: Workspace,
    catalogue: Catalogue,
    *,
    paths: Sequence[Path] = (),
    received_on: date | None = None,
    workers: Workers | None = None,
    listener: Listener = NOBODY,
) -> list[FileResult]:
    """Take in files that are new or changed, and bring the feedback files up to date.

    Each file is entered in a transaction of its own, so that a killed run loses nothing.

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        paths: files or folders; none means all of ``data/raw``.
        received_on: the day on which the files count as received; ``None`` is today. Where a file
            is named that is known already, it corrects the file's day.
        workers: read the files; ``None`` for processes of this machine.
        listener: hears how it goes.

    Raises:
        LockedError: another run is writing.
        RegisterInUseError: another program holds the register.
        ConfigurationError: there is no ``data/raw``, or what it held is out of reach; the register
            or the secret of the workspace cannot be used; the day of a file of a closed year would
            be corrected.
    """
    if not paths and not workspace.raw.is_dir():
        raise ConfigurationError(
            f"Không có thư mục {workspace.raw}. Nếu thư mục đã bị chuyển đi hoặc chưa kết nối ổ "
            "đĩa thì hãy đưa trở lại; nếu mới bắt đầu thì tạo thư mục rồi lưu tệp vào đó."
        )
    if received_on is not None and received_on > today():
        raise ConfigurationError(
            f"Ngày nhận {format_date(received_on)} chưa đến. Hãy ghi ngày đã nhận tệp."
        )
    files = submitted_files(paths or [workspace.raw])
    with register_to_write(workspace, create=True) as register:
        state = state_after(register.history().entries)
        if received_on is not None:
            _refuse_redating_of_closed_years(state, paths, received_on)
        gone = [] if paths else gone_files(workspace, state, files)
        run = _Run(workspace, catalogue, register, state, paths, received_on)
        secret = secret_of(workspace, register, make=True)
        if change := register.keep_catalogue(catalogue.fingerprint, catalogue.files):
            state.take(change)
        received = received_files(
            workspace, listener.progress(files, len(files)), paths, listener.changing
        )
        workers = workers or workers_of_this_machine()
        for files_to_read in (run.to_assess(received), run.come_again()):
            for file, assessment in assessed(files_to_read, workspace, catalogue, workers, secret):
                run.take_in(file, assessment)
        refused = [Refused(r.path, r.findings) for r in run.results if not r.sha256]
        problems = update_feedback(workspace, register, state, catalogue, refused, workers)
        results = run.all_results()
        lost = vanished(register, state, catalogue)
    for receipt in gone:
        listener.gone(receipt.path)
    for name in run.outdated():
        listener.outdated(name)
    for problem in problems:
        listener.unwritten(problem)
    listener.all_vanished(code.words for code in lost)
    return results


def _refuse_redating_of_closed_years(
    state: RegisterState, paths: Iterable[Path], received_on: date
) -> None:
    for content in contents(path for path in paths if path.is_file()):
        if state.days.of(content) not in (None, received_on):
            require_open(state, [r.period for r in state.receipts.values() if r.sha256 == content])


@dataclass(slots=True)
class _Run:
    """One run over some files; ``results`` and ``unchanged`` grow with it."""

    workspace: Workspace
    catalogue: Catalogue
    register: Register
    state: RegisterState
    named: Sequence[Path]
    received_on: date | None
    results: list[FileResult] = field(default_factory=list)
    unchanged: list[tuple[ReceivedFile, Receipt]] = field(default_factory=list)
    contents: set[str] | None = None  # hashes of all that lies in data/raw, once they are asked for
    neighbours: "Neighbours | None" = None  # of the files of this run, once there is one
    since: int = field(init=False)
    context: str = field(init=False)

    def __post_init__(self) -> None:
        self.since = max(self.state.receipts, default=0)
        self.context = f"{version('welfare-stats')} {self.catalogue.fingerprint}"

    def to_assess(self, files: Iterable[ReceivedFile]) -> Iterator[ReceivedFile]:
        """The files that must be read; of the others it is noted that they are unchanged."""
        for file in files:
            self._correct_day(file)
            receipt = self._receipt_of(file)
            if receipt is None:
                yield replace(file, waivers=self.state.waivers(file.sha256))
            else:
                self.unchanged.append((replace(file, content=b""), receipt))

    def come_again(self) -> Iterator[ReceivedFile]:
        """Of the unchanged files those that this run took the name of; they are read again."""
        unchanged = self.unchanged
        self.unchanged = []
        for file, receipt in unchanged:
            if receipt.path != file.name and self.state.may_come_again(receipt):
                path = self.workspace.root / file.name
                yield from received_files(self.workspace, [path], self.named, NOBODY.changing)
            else:
                self.unchanged.append((file, receipt))

    def _correct_day(self, file: ReceivedFile) -> None:
        known = self.state.days.of(file.sha256)
        is_named = any(self.workspace.name_of(path) == file.name for path in self.named)
        if is_named and known is not None and self.received_on not in (None, known):
            decision = self.register.decide(
                DecisionKind.REDATE, path=file.name, sha256=file.sha256, day=self.received_on
            )
            self.state.take(decision)

    def _receipt_of(self, file: ReceivedFile) -> Receipt | None:
        """The receipt that stands for this file, if its verdict would be the same again.

        Content that was accepted and now lies under another file name is a copy or was moved: it is
        not judged again, unless another unit's file has taken its name, or it lies in the folder of
        another year now. It is where the file's content has changed since, and where somebody gives
        the file on the command line although its figures do not count any more: both take a step
        back on purpose. A returned file is judged again when it is given on the command line, or
        when the rules have changed, or what counts of its unit, while its correction is waited for.
        """
        latest = self.state.latest.get(file.name)
        if latest is not None and latest.sha256 != file.sha256:
            return None
        receipt = self._accepted_as(file) if latest is None else latest
        if receipt is None or (latest is None and self.state.may_come_again(receipt)):
            return None
        if receipt.is_accepted:
            return None if self.named and self._stands_no_more(receipt) else receipt
        is_other_now = receipt.context != self.context or self.state.was_decided_after(receipt)
        is_judged_again = is_other_now and self._is_waited_for(receipt)
        return None if self.named or is_judged_again else receipt

    def _accepted_as(self, file: ReceivedFile) -> Receipt | None:
        """The receipt by which its content was accepted; in another year's folder it counts not."""
        receipt = self.state.accepted(file.sha256) if file.sha256 else None
        is_of_year = receipt and year_of_folder(file.name) in (None, receipt.year)
        return receipt if is_of_year else None

    def _stands_no_more(self, receipt: Receipt) -> bool:
        """Whether an accepted content was replaced or withdrawn, and not excluded by decision."""
        is_excluded = self.state.standing.exclusion_of(receipt.sha256) is not None
        return not is_excluded and not self.state.standing.scopes_of(receipt)

    def _is_waited_for(self, receipt: Receipt) -> bool:
        return any(receipt.id == other.id for other in self.state.outstanding())

    def take_in(self, file: ReceivedFile, assessment: Assessment) -> None:
        """Judge a file in view of what stands, and enter it."""
        # A run over nothing new, the usual one, starts without the checks.
        from welfare_stats.pipeline.gathering import reference_for  # noqa: PLC0415
        from welfare_stats.pipeline.neighbours import Neighbours  # noqa: PLC0415
        from welfare_stats.validate.reassess import reassess  # noqa: PLC0415

        # Two new files of the same content are one; under a name that had another, it is its news.
        twin = None if file.name in self.state.latest else self._accepted_as(file)
        if twin is not None and twin.id > self.since and self.state.standing.scopes_of(twin):
            self.unchanged.append((file, twin))
            return
        self.neighbours = self.neighbours or Neighbours(self.register)
        reference = reference_for(
            self.register,
            self.state,
            file,
            assessment,
            self.neighbours,
            self.catalogue,
            since=self.since,
        )
        if reference.withdrawn is not None and reference.withdrawn.sha256 in self._lying_there():
            reference = replace(reference, withdrawn=None)  # it counts from its other name
        day = self.state.days.of(file.sha256) or self.received_on or today()
        judged = reassess(assessment, file, reference, day, self.catalogue)
        _LOG.debug(
            "%s: %s, unit %s, forms %s, %d findings",
            file.name,
            judged.outcome,
            judged.unit,
            ",".join(judged.forms),
            len(judged.findings),
        )
        if file.sha256:
            receipt = self.register.record(
                path=file.name,
                sha256=file.sha256,
                context=self.context,
                received_on=day,
                assessment=judged,
            )
            self.state.take(receipt)
            self.neighbours.take(receipt.id, judged)
        self.results.append(result_of(file, judged, reference))

    def outdated(self) -> list[str]:
        """Files under new names whose content is known and was replaced by another since."""
        return [
            file.name
            for file, receipt in self.unchanged
            if receipt.is_accepted
            and file.name not in self.state.latest
            and self._stands_no_more(receipt)
        ]

    def _lying_there(self) -> set[str]:
        if self.contents is None:
            self.contents = set(contents(submitted_files([self.workspace.raw])))
        return self.contents

    def all_results(self) -> list[FileResult]:
        """What became of every file, by name; those that are no forms until they are dismissed."""
        waited_for = {receipt.path for receipt in self.state.outstanding(self.workspace.holds)}
        findings = self.register.findings({receipt.id for _, receipt in self.unchanged})
        unchanged = [
            FileResult(
                file.name,
                file.sha256,
                Outcome.OTHER if receipt.is_other else Outcome.UNCHANGED,
                receipt.unit,
                receipt.forms,
                receipt.period,
                with_waivers(findings.get(receipt.id, ()), self.state.waivers(file.sha256)),
                still_returned=not receipt.is_accepted and file.name in waited_for,
                is_known=True,
            )
            for file, receipt in self.unchanged
        ]
        new = [replace(one, is_replaced=self._is_replaced(one)) for one in self.results]
        every = sorted([*new, *unchanged], key=lambda result: result.path)
        return [one for one in every if one.outcome is not Outcome.OTHER or self._is_named(one)]

    def _is_named(self, other: FileResult) -> bool:
        receipt = self.state.latest.get(other.path)
        return receipt is None or not self.state.is_dismissed(receipt)

    def _is_replaced(self, result: FileResult) -> bool:
        receipt = self.state.latest.get(result.path)
        return receipt is not None and receipt.is_accepted and self._stands_no_more(receipt)
