"""``welfare-stats check-templates``: tries templates, tables and charts, writes no report."""

import click

from welfare_stats.cli.session import Session, pass_session
from welfare_stats.clock import today
from welfare_stats.findings import visible
from welfare_stats.pipeline.checking_templates import check_templates


@click.command("check-templates")
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    metavar="NĂM",
    help="Thử với danh mục của năm này. Mặc định: năm nay.",
)
@pass_session
def command(session: Session, year: int | None) -> int:
    """Thử lời văn, mẫu Word, mẫu trang web, từng bảng của tables.csv, biểu đồ của charts.csv.

    Các mẫu được điền ba lần bằng số liệu tự đặt: mọi số đều có, chưa có số nào, mọi số bằng 0. Mỗi
    chỗ sai được nêu với tệp, dòng hoặc đoạn, và cách sửa. Không đọc số liệu, không lập báo cáo.

    Mã thoát: 0 nếu mọi mẫu dùng được, 2 nếu có chỗ phải sửa.

    Ví dụ: welfare-stats check-templates --year 2018
    """
    checked = check_templates(session.workspace, session.catalogue, year or today().year)
    for line in checked.mistakes:
        session.out.print(visible(line), soft_wrap=True)
    if not session.quiet:
        for line in checked.remarks:
            session.out.print(f"Nhắc: {visible(line)}", soft_wrap=True)
        if not checked.mistakes:
            session.out.print("Các mẫu, bảng và biểu đồ dùng được.")
    return 2 if checked.mistakes else 0
