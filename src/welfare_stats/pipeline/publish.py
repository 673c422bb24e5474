"""Writes the report of a year or period in each format, and verifies the files."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from welfare_stats.atomic import write_together
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.pipeline.compiling import ReportScope, state_of, year_facts
from welfare_stats.register import Register
from welfare_stats.report.build import build_report
from welfare_stats.report.model import AnnualReport
from welfare_stats.report.render import FORMATS
from welfare_stats.report.verify import verify
from welfare_stats.workspace import Workspace

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A written file; ``edited`` is the one that it lies beside, because somebody edited that."""

    path: Path
    edited: Path | None = None


def publish(
    workspace: Workspace,
    catalogue: Catalogue,
    year: int,
    *,
    period_code: str = "",
    formats: Sequence[str] = (),
    folder: Path | None = None,
) -> list[PublishedFile]:
    """Write the report of a year, or of a period of it.

    Every file was read back and found to hold the whole report before any appears. All files are
    of one run, or all stay as they were. A file that somebody has edited since it was written is
    left, and the new one lies beside it (``bao-cao-2018.moi.docx``).

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        year: the year of the report.
        period_code: code of the deadline whose period it is about; "" for the whole year.
        formats: keys of ``FORMATS``; none means all.
        folder: where to write; ``None`` for the folder of the year under ``data/processed``.

    Returns:
        The files, and beside which edited ones they lie.

    Raises:
        NothingToReportError: nothing of it stands.
        ConfigurationError: there is no such period; templates, settings or the text of the year
            cannot be used, or the report and the one beside it were both edited.
        VerificationError: a written file does not hold what the report holds.
        OSError: a file cannot be written or replaced.
    """
    scope = ReportScope(year, period_code)
    target = folder or workspace.reports(year)
    with Register.open(workspace.register) as register:
        facts, _ = year_facts(workspace, register, state_of(register), catalogue, scope)
        report = build_report(facts, workspace.templates)
        contents = {name: _verified(report, name, workspace) for name in formats or FORMATS}
        published = [
            _placed(workspace, register, target / f"bao-cao-{scope.name}.{name}", content)
            for name, content in contents.items()
        ]
        target.mkdir(parents=True, exist_ok=True)
        write_together(
            {file.path: content for file, content in zip(published, contents.values(), strict=True)}
        )
        register.record_outputs(
            {
                workspace.name_of(file.path): sha256(content).hexdigest()
                for file, content in zip(published, contents.values(), strict=True)
            }
        )
    return published


def _placed(workspace: Workspace, register: Register, path: Path, content: bytes) -> PublishedFile:
    """Where a file may be written without loss of what somebody has edited."""
    if not _is_edited(workspace, register, path, content):
        return PublishedFile(path)
    beside = path.with_name(f"{path.stem}.moi{path.suffix}")
    if _is_edited(workspace, register, beside, content):
        raise ConfigurationError(
            f"{path} và {beside.name} đều đã có người sửa. Hãy đổi tên hoặc chuyển một trong hai "
            "tệp đi nơi khác rồi lập lại báo cáo."
        )
    return PublishedFile(beside, edited=path)


def _is_edited(workspace: Workspace, register: Register, path: Path, content: bytes) -> bool:
    """Whether a file lies there that is neither the new one nor any that was written there."""
    if not path.exists():
        return False
    found = sha256(path.read_bytes()).hexdigest()
    known = register.outputs(workspace.name_of(path))
    return found not in {*known, sha256(content).hexdigest()}


def _verified(report: AnnualReport, name: str, workspace: Workspace) -> bytes:
    content = FORMATS[name](report, workspace.templates)
    verify(report, name, content)
    _LOG.debug("%s made and verified, %d bytes", name, len(content))
    return content
