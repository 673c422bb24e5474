"""Closing a year, after which nothing that comes for it counts, and reopening it."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from welfare_stats.clock import local_day
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.pipeline.decide import require_reason
from welfare_stats.pipeline.lock import register_to_write
from welfare_stats.register import Decision, DecisionKind, state_after
from welfare_stats.settings import SETTINGS_FILE, without_register
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace


def close_year(
    workspace: Workspace, catalogue: Catalogue, year: int, reason: str, by: str
) -> Decision:
    """Close a year, and keep all that its report is made from, so that it can be made again.

    Raises:
        ConfigurationError: nothing of the year stands, it is closed already, or its report cannot
            be made.
        LockedError: another run is writing.
    """
    require_reason(reason, by)
    with register_to_write(workspace) as register:
        state = state_after(register.history().entries)
        closing = state.closing_of(year)
        if closing is not None:
            raise ConfigurationError(
                f"Năm {year} đã chốt ngày {format_date(local_day(closing.recorded_at))} "
                f"({closing.by}). Muốn sửa số liệu thì mở lại: welfare-stats reopen --year {year} "
                '--reason "…" --by "…".'
            )
        if year not in state.years():
            possible = [one for one in state.years() if state.closing_of(one) is None]
            raise ConfigurationError(
                f"Năm {year} không có số liệu đang được tính. "
                f"Các năm có thể chốt: {_years(possible)}."
            )
        # pandas takes long to load, and what is refused needs none
        from welfare_stats.pipeline.publish import rendered  # noqa: PLC0415

        reports = rendered(workspace, catalogue, year)
        return register.close_year(
            year,
            reason=reason,
            by=by,
            files=dict(_made_from(workspace, catalogue, year)),
            reports={
                ending.removeprefix("."): sha256(content).hexdigest()
                for ending, content in reports.items()
            },
        )


def reopen_year(workspace: Workspace, year: int, reason: str, by: str) -> Decision:
    """Open a closed year; files that were returned because of it are judged by the next run.

    Raises:
        ConfigurationError: the year is not closed; names those that are.
        LockedError: another run is writing.
    """
    require_reason(reason, by)
    with register_to_write(workspace) as register:
        state = state_after(register.history().entries)
        if state.closing_of(year) is None:
            raise ConfigurationError(
                f"Năm {year} chưa chốt. Các năm đã chốt: {_years(state.closed_years())}."
            )
        return register.decide(DecisionKind.REOPEN, year=year, reason=reason, by=by)


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, years)) or "không có"


def _made_from(
    workspace: Workspace, catalogue: Catalogue, year: int
) -> Iterator[tuple[str, bytes]]:
    """What a report is made from beside the register: by name in the workspace."""
    for name, content in catalogue.files.items():
        yield workspace.name_of(workspace.catalogue / name), content
    texts = workspace.year_text("").parent.glob(f"{year}*.txt")  # of the year and of its periods
    settings = workspace.root / SETTINGS_FILE
    yield SETTINGS_FILE, without_register(settings.read_bytes())
    for path in (*sorted(texts), *_templates(workspace)):
        yield workspace.name_of(path), path.read_bytes()


def _templates(workspace: Workspace) -> list[Path]:
    """All templates, without the locks that Word leaves beside an open one."""
    files = (path for path in workspace.templates.rglob("*") if path.is_file())
    return sorted(path for path in files if not path.name.startswith(("~$", ".")))
