"""``welfare-stats dismiss``."""

from pathlib import Path

import click

from welfare_stats.cli.decisions import by_option, file_argument, reason_option
from welfare_stats.cli.session import Session, pass_session
from welfare_stats.pipeline.decide import dismiss


@click.command("dismiss")
@file_argument
@reason_option("Vì sao không cần bản sửa.")
@by_option
@pass_session
def command(session: Session, path: Path, *, reason: str, by: str) -> None:
    """Không chờ bản sửa của TỆP đã bị trả lại nữa; tệp phản hồi của tệp được bỏ đi.

    Dùng cho tệp gửi nhầm, tệp không rõ đơn vị; tệp không phải biểu mẫu thì không được nhắc đến nữa.

    Ví dụ: welfare-stats dismiss data/raw/2018/a.xlsx --reason "…" --by "…"
    """
    dismiss(session.workspace, path, reason, by)
    if not session.quiet:
        session.out.print(f"Không chờ bản sửa: {session.workspace.name_of(path)}.", soft_wrap=True)
