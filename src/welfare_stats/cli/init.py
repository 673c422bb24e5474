"""``welfare-stats init``: creates a workspace."""

from pathlib import Path

import click

from welfare_stats.cli.session import Session, pass_session
from welfare_stats.workspace import create_workspace


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), default=".", metavar="[THƯ-MỤC]")
@pass_session
def command(session: Session, folder: Path) -> None:
    """Tạo kho số liệu mới trong THƯ-MỤC (mặc định: thư mục hiện tại).

    Kho gồm danh mục (catalogue/), mẫu báo cáo (templates/), nơi lưu tệp (data/) và cấu hình
    (welfare-stats.toml). Không ghi đè tệp đã có.

    Ví dụ: welfare-stats init so-lieu
    """
    workspace = create_workspace(folder)
    if not session.quiet:
        session.out.print(f"Đã tạo kho số liệu tại {workspace.root}.", soft_wrap=True)
        session.out.print(
            "Tiếp theo: sửa welfare-stats.toml và các danh mục trong catalogue/, lưu tệp các "
            "đơn vị gửi vào data/raw/<năm>/, rồi chạy “welfare-stats ingest”.",
            soft_wrap=True,
        )
