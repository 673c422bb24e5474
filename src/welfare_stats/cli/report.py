"""``welfare-stats report``: writes the report of a year or period."""

from datetime import date
from pathlib import Path

import click

from welfare_stats.cli.session import (
    Session,
    day,
    output_option,
    pass_session,
    period_option,
    year_option,
)
from welfare_stats.findings import visible
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.publish import Publication, ReportOrder, publish
from welfare_stats.report.render import FORMATS


@click.command("report")
@year_option
@period_option
@click.option(
    "--format",
    "formats",
    type=click.Choice(list(FORMATS)),
    multiple=True,
    help="Định dạng; dùng nhiều lần được. Mặc định: mọi định dạng.",
)
@click.option(
    "--as-of",
    type=day,
    metavar="NGÀY",
    help="Báo cáo theo những gì sổ theo dõi đã ghi đến hết ngày này.",
)
@click.option("--final", "is_final", is_flag=True, help="Đây là bản được gửi đi; kèm --by.")
@click.option("--by", default="", metavar="TÊN", help="Ai xác nhận bản được gửi đi.")
@output_option("data/processed/reports/<năm>/")
@pass_session
def command(  # noqa: PLR0913 - one an option
    session: Session,
    year: int,
    period_code: str,
    formats: tuple[str, ...],
    as_of: date | None,
    by: str,
    folder: Path | None,
    *,
    is_final: bool,
) -> None:
    """Lập báo cáo của năm hoặc của một kỳ từ số liệu đã được tính: DOCX, PDF, HTML và XLSX.

    Mỗi tệp được đọc lại sau khi ghi để kiểm tra đủ mọi số liệu. Bản HTML và tệp nội bộ bên cạnh
    (-noi-bo.xlsx) có tên tệp và ô nguồn của từng số, chỉ dùng trong cơ quan.

    Ví dụ: welfare-stats report --year 2018 --format docx
    """
    if is_final is not bool(by.strip()):
        raise click.UsageError("--final và --by đi cùng nhau: --final --by “Nguyễn Văn A”.")
    if is_final and as_of is not None:
        raise click.UsageError("--final là bản của hôm nay, không dùng cùng --as-of.")
    order = ReportOrder(ReportScope(year, period_code), formats, folder, as_of, by.strip())
    published = publish(session.workspace, session.catalogue, order)
    for file in published:
        if not session.quiet:
            click.echo(file.path)
    _remark(session, published)
    if not session.quiet:
        words = "Lưu hành nội bộ, không gửi kèm báo cáo"
        session.err.print(f"{words}: {visible(str(published.internal.path))}", soft_wrap=True)


def _remark(session: Session, published: Publication) -> None:
    for file in (*published.files, published.internal):
        if file.edited is not None:
            session.err.print(
                f"{visible(file.edited.name)} đã có người sửa nên được giữ nguyên; bản mới là "
                f"{visible(file.path.name)}.",
                soft_wrap=True,
            )
        if file.differs:
            session.err.print(
                f"{visible(file.path.name)} khác bản lúc chốt năm: chương trình đang dùng không "
                "lập lại được đúng từng byte, hãy dùng phiên bản của lúc chốt nếu cần.",
                soft_wrap=True,
            )
    if published.to_write and published.year_text is not None and not session.quiet:
        session.err.print(
            f"Phòng chuyên môn còn phải viết: {'; '.join(published.to_write)} (tô màu trong dự "
            f"thảo). Ghi vào {visible(str(published.year_text))} rồi lập lại báo cáo.",
            soft_wrap=True,
        )
    for code in published.vanished:
        session.say_vanished(code.words)
    if published.untabled:
        session.err.print(
            "Có số liệu nhưng không đứng trong bảng nào: "
            f"{visible('; '.join(published.untabled))}; thêm dòng vào catalogue/tables.csv.",
            soft_wrap=True,
        )
