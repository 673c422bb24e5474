"""Keeps the office's decisions on findings."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from welfare_stats.collect.inbox import receive
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings import Finding
from welfare_stats.findings.waivers import Waiver, is_waivable
from welfare_stats.pipeline.check import check
from welfare_stats.pipeline.lock import write_lock
from welfare_stats.register import Register
from welfare_stats.workspace import Workspace


def waive(workspace: Workspace, path: Path, catalogue: Catalogue, waiver: Waiver) -> date:
    """Keep the office's decision on findings of a file. The caller must ingest the file again.

    Args:
        workspace: the office's workspace.
        path: the file.
        catalogue: the office's code lists.
        waiver: the decision.

    Returns:
        The day on which the file was first received: ingested under that day, it is not made late
        by the decision.

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
    with write_lock(workspace), Register.open(workspace.register) as register:
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
