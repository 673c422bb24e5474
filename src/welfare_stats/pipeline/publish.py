"""Writes the report of a year or period in each format, and verifies the files."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from welfare_stats.atomic import write_together
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.pipeline.basis import Basis, basis_of, basis_to_close
from welfare_stats.pipeline.compiling import ReportScope, year_facts
from welfare_stats.pipeline.editions import numbers_by_name, sent_revision
from welfare_stats.pipeline.explanations import explanations_of
from welfare_stats.pipeline.sources import sources_of
from welfare_stats.pipeline.vanished import Vanished, vanished
from welfare_stats.register import Register
from welfare_stats.report.build import build_report
from welfare_stats.report.internal import InternalReport, internal_report
from welfare_stats.report.model import AnnualReport
from welfare_stats.report.render import FORMATS
from welfare_stats.report.render.internal import render_internal
from welfare_stats.report.verify import verify, verify_internal
from welfare_stats.workspace import BLANK_YEAR_TEXT, Workspace

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """Which report is wanted, and what of it.

    Attributes:
        scope: the year, or a period of it.
        formats: keys of ``FORMATS``; none means all.
        folder: where to write; ``None`` for the folder of the year under ``data/processed``.
        as_of: the report as the register knew it at the end of that day; ``None`` for now.
        final_by: who says that this is the one that is sent; "" for a draft.
    """

    scope: ReportScope
    formats: Sequence[str] = ()
    folder: Path | None = None
    as_of: date | None = None
    final_by: str = ""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A written file.

    Attributes:
        edited: the file that it lies beside, because somebody edited that.
        differs: whether it is of a closed year and not what it was when the year was closed.
    """

    path: Path
    edited: Path | None = None
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """The files of a report, one after another.

    Attributes:
        files: those of the report.
        internal: the workbook beside them that stays in the office.
        to_write: what the office has yet to write, as headings of the text of the year.
        year_text: the file for that text.
        untabled: the case types that have figures and stand in none of its tables, by label.
        vanished: the codes of numbers that count and are not in the catalogue any more.
    """

    files: Sequence[PublishedFile]
    internal: PublishedFile
    to_write: Sequence[str] = ()
    year_text: Path | None = None
    untabled: Sequence[str] = ()
    vanished: Sequence[Vanished] = ()

    def __iter__(self) -> Iterator[PublishedFile]:
        return iter(self.files)


def rendered(workspace: Workspace, catalogue: Catalogue, year: int) -> dict[str, bytes]:
    """The report of a year that is about to be closed, in all formats, as it can be made again.

    Returns:
        By how the file's name ends, its content; with the internal workbook.

    Raises:
        NothingToReportError: nothing of the year stands.
        ConfigurationError: templates, settings or the text of the year cannot be used.
        VerificationError: a format does not hold what the report holds.
    """
    with Register.open(workspace.register) as register:
        basis = basis_to_close(workspace, register, catalogue)
        return _made(basis, register, ReportOrder(ReportScope(year))).contents


def publish(workspace: Workspace, catalogue: Catalogue, order: ReportOrder) -> Publication:
    """Write the report of a year, or of a period of it, and beside it the internal workbook.

    Every file was read back and found to hold the whole report before any appears. All files are
    of one run, or all stay as they were. A file that somebody has edited since it was written is
    left, and the new one lies beside it (``bao-cao-2018.moi.docx``). What its numbers are is
    remembered as an edition, where they differ from those of the edition before. The report of a
    closed year is made from what was kept when it was closed.

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        order: what is wanted.

    Returns:
        The files, and beside which edited ones they lie.

    Raises:
        NothingToReportError: nothing of it stands.
        ConfigurationError: there is no such period or day; templates, settings or the text of the
            year cannot be used, or the report and the one beside it were both edited.
        VerificationError: a written file does not hold what the report holds.
        OSError: a file cannot be written or replaced.
    """
    scope = order.scope
    target = order.folder or workspace.reports(scope.year)
    with Register.open(workspace.register) as register:
        if order.as_of is None and not register.is_empty():
            register.keep_catalogue(catalogue.fingerprint, catalogue.files)
        with basis_of(workspace, register, catalogue, scope.year, order.as_of) as basis:
            made = _made(basis, register, order)
            lost = vanished(register, basis.moment.state, catalogue)
        to_write = () if basis.closed_reports else made.to_write  # a closed year changes no more
        closed = {} if scope.period_code else basis.closed_reports
        published = [
            _placed(
                workspace,
                register,
                target / f"bao-cao-{scope.name}{ending}",
                content,
                differs=_hash(content) != closed.get(ending.removeprefix("."), _hash(content)),
            )
            for ending, content in made.contents.items()
        ]
        target.mkdir(parents=True, exist_ok=True)
        written = dict(zip((file.path for file in published), made.contents.values(), strict=True))
        write_together(written)
        register.record_outputs(
            {workspace.name_of(path): _hash(content) for path, content in written.items()}
        )
        if order.as_of is None:
            edition = register.record_edition(
                scope.year, scope.period_code, basis.moment.last, made.numbers
            )
            if order.final_by:
                register.mark_final(edition, order.final_by)
            if to_write:
                _begin_year_text(workspace, scope.name)
    *files, internal = published
    return Publication(
        files,
        internal,
        to_write,
        workspace.year_text(scope.name),
        made.untabled,
        lost,
    )


def _begin_year_text(workspace: Workspace, name: str) -> None:
    """Lay a file for the text of a report where there is none: a copy of the blank one."""
    path, blank = workspace.year_text(name), workspace.year_text(BLANK_YEAR_TEXT)
    if blank.exists() and not path.exists():
        with suppress(OSError):  # the report is there; an office may keep its catalogue locked
            path.write_bytes(blank.read_bytes())


_INTERNAL = "-noi-bo.xlsx"


@dataclass(frozen=True, slots=True)
class _Made:
    """A report in its formats.

    Attributes:
        contents: by how the name of the file ends, the internal workbook last.
        numbers: by name.
        untabled, to_write: as of ``Publication``.
    """

    contents: dict[str, bytes]
    numbers: Mapping[str, float]
    untabled: Sequence[str]
    to_write: Sequence[str]


def _made(basis: Basis, register: Register, order: ReportOrder) -> _Made:
    """The report in the formats that are wanted, with the internal workbook."""
    scope, formats = order.scope, order.formats or list(FORMATS)
    facts, compiled = year_facts(basis, register, scope)
    numbers = numbers_by_name(compiled.results)
    facts = replace(facts, revision=sent_revision(basis, register, scope, compiled, numbers))
    report = build_report(facts, basis.texts.templates)
    if "html" in formats:  # of the formats only this one says where numbers come from
        catalogue, is_of_now = basis.moment.catalogue, order.as_of is None
        explanations = explanations_of(
            report, facts, compiled, scope, catalogue, is_of_now=is_of_now
        )
        report = replace(report, explanations=explanations)
    contents = {f".{name}": _verified(report, name, basis.texts) for name in formats}
    sources = sources_of(basis, register, scope, compiled, facts, report.figures)
    contents[_INTERNAL] = _verified_internal(internal_report(facts, sources, report.own_numbers))
    return _Made(contents, numbers, report.untabled, report.to_write)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _placed(
    workspace: Workspace, register: Register, path: Path, content: bytes, *, differs: bool
) -> PublishedFile:
    """Where a file may be written without loss of what somebody has edited."""
    if not _is_edited(workspace, register, path, content):
        return PublishedFile(path, differs=differs)
    beside = path.with_name(f"{path.stem}.moi{path.suffix}")
    if _is_edited(workspace, register, beside, content):
        raise ConfigurationError(
            f"{path} và {beside.name} đều đã có người sửa. Hãy đổi tên hoặc chuyển một trong hai "
            "tệp đi nơi khác rồi lập lại báo cáo."
        )
    return PublishedFile(beside, path, differs)


def _is_edited(workspace: Workspace, register: Register, path: Path, content: bytes) -> bool:
    """Whether a file lies there that is neither the new one nor any that was written there."""
    if not path.exists():
        return False
    known = register.outputs(workspace.name_of(path))
    return _hash(path.read_bytes()) not in {*known, _hash(content)}


def _verified(report: AnnualReport, name: str, workspace: Workspace) -> bytes:
    content = FORMATS[name](report, workspace.templates)
    verify(report, name, content)
    _LOG.debug("%s made and verified, %d bytes", name, len(content))
    return content


def _verified_internal(report: InternalReport) -> bytes:
    content = render_internal(report)
    verify_internal(report, content)
    return content
