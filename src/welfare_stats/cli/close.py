"""``welfare-stats close``."""

import click

from welfare_stats.cli.decisions import by_option, reason_option
from welfare_stats.cli.session import Session, pass_session, year_option
from welfare_stats.pipeline.closing import close_year


@click.command("close")
@year_option
@reason_option("Vì sao chốt, ví dụ báo cáo đã ký và gửi.")
@by_option
@pass_session
def command(session: Session, year: int, *, reason: str, by: str) -> None:
    """Chốt số liệu một năm: tệp đến sau cho năm đó bị trả lại, số liệu của năm không đổi nữa.

    Danh mục, mẫu, lời văn và cấu hình của hôm nay được giữ trong sổ cùng với năm. Muốn sửa số liệu
    thì mở lại bằng “reopen”.

    Ví dụ: welfare-stats close --year 2018 --reason "Đã ký báo cáo 12/BC-SLĐTBXH" --by "…"
    """
    close_year(session.workspace, session.catalogue, year, reason, by)
    if not session.quiet:
        session.out.print(f"Đã chốt số liệu năm {year}.", soft_wrap=True)
