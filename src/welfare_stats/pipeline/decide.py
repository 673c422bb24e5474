"""The office's decisions on files and on what was found in them, each with a reason and a name."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from welfare_stats.clock import local_day, now_utc
from welfare_stats.collect.inbox import receive
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings import Finding
from welfare_stats.findings.waivers import Waiver, is_waivable
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.lock import register_to_write
from welfare_stats.pipeline.replies import drop_feedback
from welfare_stats.register import (
    Decision,
    DecisionKind,
    History,
    Receipt,
    Register,
    RegisterState,
    standing,
    state_after,
)
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace


def waive(workspace: Workspace, path: Path, catalogue: Catalogue, waiver: Waiver) -> None:
    """Accept findings of a file as they are; the file is to be ingested again.

    Raises:
        ConfigurationError: the finding cannot be accepted, is accepted already, or the file has
            none like it; the year of the file is closed.
        LockedError: another run is writing.
    """
    if not is_waivable(waiver.code):
        raise ConfigurationError(
            f"Không có lỗi nào mang mã “{waiver.code}” mà cơ quan được chấp nhận; xem "
            "docs/ma-kiem-tra.md."
        )
    require_reason(waiver.reason, waiver.by)
    file = receive(workspace, path, [path])
    if file.refusal is not None:
        raise ConfigurationError(f"{path}: {file.refusal.message}")
    from welfare_stats.pipeline.check import check  # noqa: PLC0415 - most commands check nothing

    results = check(workspace, [path], catalogue)
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
        require_open(state, [result.period for result in results])
    found = [finding for result in results for finding in result.findings]
    if not any(waiver.accepts(finding) for finding in found):
        raise ConfigurationError(_nothing_to_accept(path, waiver, found))
    with register_to_write(workspace, create=True) as register:
        state = state_after(register.history().entries)
        if waiver in state.waivers(file.sha256):
            raise ConfigurationError(
                f"{path}: đã chấp nhận mã {waiver.code}"
                f"{f' ở ô {waiver.cell}' if waiver.cell else ''} của tệp này rồi."
            )
        register.decide(
            DecisionKind.WAIVE,
            path=file.name,
            sha256=file.sha256,
            reason=waiver.reason,
            by=waiver.by,
            code=waiver.code,
            cell=waiver.cell,
        )


def _nothing_to_accept(path: Path, waiver: Waiver, found: Iterable[Finding]) -> str:
    places = [f"{f.code} {f.place}".strip() for f in found if is_waivable(f.code)]
    where = f" ở ô {waiver.cell}" if waiver.cell else ""
    others = (
        f"Có thể chấp nhận: {'; '.join(places)}." if places else "Tệp không có gì để chấp nhận."
    )
    return f"{path}: không có lỗi hay cảnh báo mã {waiver.code}{where}. {others}"


def exclude(workspace: Workspace, path: Path, reason: str, by: str) -> None:
    """Take a file out of the totals; what it had replaced counts again.

    Raises:
        ConfigurationError: the file does not count; names what does. Its year is closed.
        LockedError: another run is writing.
    """
    _decide(workspace, path, DecisionKind.EXCLUDE, reason, by)


def include(workspace: Workspace, path: Path, reason: str, by: str) -> None:
    """Take an excluded file in again.

    Raises:
        ConfigurationError: the file is not excluded; names what is. Its year is closed.
        LockedError: another run is writing.
    """
    _decide(workspace, path, DecisionKind.INCLUDE, reason, by)


def dismiss(workspace: Workspace, path: Path, reason: str, by: str) -> None:
    """Wait no more for the correction of a returned file, or name no more what is no form.

    Raises:
        ConfigurationError: nobody waits for it; names what is waited for.
        LockedError: another run is writing.
    """
    _decide(workspace, path, DecisionKind.DISMISS, reason, by)


def _decide(workspace: Workspace, path: Path, kind: DecisionKind, reason: str, by: str) -> None:
    require_reason(reason, by)
    name = workspace.name_of(path)
    with register_to_write(workspace) as register:
        history = register.history()
        state = state_after(history.entries)
        possible = _possible(workspace, state, kind)
        # A name as the program prints it is one of the workspace, wherever the person stands.
        receipt = (
            possible.get(name)
            or possible.get(path.as_posix())
            or _renamed(workspace, path, possible.values())
        )
        if receipt is None:
            raise ConfigurationError(_impossible(path, kind, possible))
        changed = list(_changed_by(history, state, kind, receipt))
        # No number hangs on whether somebody waits for a correction.
        own = [] if kind is DecisionKind.DISMISS else [receipt.period]
        require_open(state, [*own, *changed])
        if kind is DecisionKind.DISMISS:
            drop_feedback(workspace, state, receipt.path)
        register.decide(kind, path=receipt.path, sha256=receipt.sha256, reason=reason, by=by)


def _changed_by(
    history: History, state: RegisterState, kind: DecisionKind, receipt: Receipt
) -> Iterator[ReportingPeriod]:
    """The periods whose figures a decision changes: those of others too, whose name it frees."""
    decision = Decision(0, now_utc(), kind, receipt.path, receipt.sha256, "", "")
    after = standing([*history.entries, decision])
    for changed in {*state.standing.statements()} ^ {*after.statements()}:
        yield changed.period


def require_open(state: RegisterState, periods: Iterable[ReportingPeriod | None]) -> None:
    """Refuse a decision on files of a closed year.

    Args:
        state: says which years are closed.
        periods: those of the files; ``None`` where one is not known.

    Raises:
        ConfigurationError: one of them is of a closed year.
    """
    for year in sorted({period.end.year for period in periods if period is not None}):
        closing = state.closing_of(year)
        if closing is not None:
            raise ConfigurationError(
                f"Năm {year} đã chốt ngày {format_date(local_day(closing.recorded_at))}, không "
                "quyết định về tệp của năm này được nữa. Muốn sửa thì mở lại năm: welfare-stats "
                f'reopen --year {year} --reason "…" --by "…".'
            )


def _renamed(workspace: Workspace, path: Path, receipts: Iterable[Receipt]) -> Receipt | None:
    """The receipt of a file that was renamed since it was received; a mere copy has none."""
    gone = [receipt for receipt in receipts if not workspace.holds(receipt.path)]
    if not gone or not path.is_file():
        return None
    content = sha256(path.read_bytes()).hexdigest()
    return next((receipt for receipt in gone if receipt.sha256 == content), None)


def require_reason(reason: str, by: str) -> None:
    """Refuse a decision of which nobody could say later why it was made, or by whom.

    Raises:
        ConfigurationError: reason or name are blank.
    """
    if not (reason.strip() and by.strip()):
        raise ConfigurationError("Phải ghi lý do (--reason) và tên người quyết định (--by).")


def _possible(workspace: Workspace, state: RegisterState, kind: DecisionKind) -> dict[str, Receipt]:
    """The files on which a decision of that kind can be made, by name."""
    if kind is DecisionKind.EXCLUDE:
        receipts: Iterable[Receipt] = state.standing_receipts()
    elif kind is DecisionKind.INCLUDE:
        receipts = state.excluded_receipts()
    else:
        receipts = [*state.outstanding(workspace.holds), *state.others(workspace.holds)]
    return {receipt.path: receipt for receipt in receipts}


_NOTHING = {
    DecisionKind.EXCLUDE: ("tệp này không có số liệu đang được tính", "Các tệp đang được tính"),
    DecisionKind.INCLUDE: ("tệp này không bị loại", "Các tệp đã bị loại"),
    DecisionKind.DISMISS: ("không có bản sửa nào của tệp này đang chờ", "Các tệp đang chờ sửa"),
}
_MOST_NAMED = 10


def _impossible(path: Path, kind: DecisionKind, possible: Iterable[str]) -> str:
    problem, others = _NOTHING[kind]
    names = sorted(possible)
    if not names:
        return f"{path}: {problem}. {others}: không có."
    more = f"; và {len(names) - _MOST_NAMED} tệp nữa" if len(names) > _MOST_NAMED else ""
    return f"{path}: {problem}. {others}: {'; '.join(names[:_MOST_NAMED])}{more}."
