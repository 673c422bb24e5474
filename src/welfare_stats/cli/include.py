"""``welfare-stats include``."""

from pathlib import Path

import click

from welfare_stats.cli.decisions import by_option, file_argument, reason_option
from welfare_stats.cli.session import Session, pass_session
from welfare_stats.pipeline.decide import include


@click.command("include")
@file_argument
@reason_option("Vì sao tính lại số liệu của tệp.")
@by_option
@pass_session
def command(session: Session, path: Path, *, reason: str, by: str) -> None:
    """Tính lại số liệu của TỆP đã bị loại bằng “exclude”.

    Ví dụ: welfare-stats include data/raw/2018/a.xlsx --reason "…" --by "…"
    """
    include(session.workspace, path, reason, by)
    if not session.quiet:
        session.out.print(f"Được tính lại: {session.workspace.name_of(path)}.", soft_wrap=True)
