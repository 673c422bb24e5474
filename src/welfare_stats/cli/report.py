"""``welfare-stats report``: writes the report of a year."""

from pathlib import Path

import click

from welfare_stats.cli.session import (
    Session,
    output_option,
    pass_session,
    period_option,
    year_option,
)
from welfare_stats.findings import visible
from welfare_stats.pipeline.publish import publish
from welfare_stats.report.render import FORMATS


@click.command("report")
@year_option
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Định dạng; dùng nhiều lần được. Mặc định: mọi định dạng.",
)
@period_option
@output_option("data/processed/reports/<năm>/")
@pass_session
def command(
    session: Session, year: int, formats: tuple[str, ...], period_code: str, folder: Path | None
) -> None:
    """Lập báo cáo của năm hoặc của một kỳ từ số liệu đã được tính, ghi ra DOCX, HTML và XLSX.

    Mỗi tệp được đọc lại sau khi ghi để kiểm tra đủ mọi số liệu.

    Ví dụ: welfare-stats report --year 2018 --format docx
    """
    published = publish(
        session.workspace,
        session.catalogue,
        year,
        period_code=period_code,
        formats=formats,
        folder=folder,
    )
    for file in published:
        if not session.quiet:
            click.echo(file.path)
    for file in published:
        if file.edited is not None:
            session.err.print(
                f"{visible(file.edited.name)} đã có người sửa nên được giữ nguyên; bản mới là "
                f"{visible(file.path.name)}.",
                soft_wrap=True,
            )
