"""``welfare-stats exclude``."""

from pathlib import Path

import click

from welfare_stats.cli.decisions import by_option, file_argument, reason_option
from welfare_stats.cli.session import Session, pass_session
from welfare_stats.pipeline.decide import exclude


@click.command("exclude")
@file_argument
@reason_option("Vì sao không tính số liệu của tệp.")
@by_option
@pass_session
def command(session: Session, path: Path, *, reason: str, by: str) -> None:
    """Không tính số liệu của TỆP nữa; bản mà tệp đã thay thế được tính trở lại.

    Tệp không bị xóa. Quyết định được ghi vào sổ; muốn tính lại thì dùng “include”.

    Ví dụ: welfare-stats exclude data/raw/2018/a.xlsx --reason "…" --by "…"
    """
    exclude(session.workspace, path, reason, by)
    if not session.quiet:
        session.out.print(f"Không tính nữa: {session.workspace.name_of(path)}.", soft_wrap=True)
