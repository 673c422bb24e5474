"""``welfare-stats reopen``."""

import click

from welfare_stats.cli.decisions import by_option, reason_option
from welfare_stats.cli.session import Session, pass_session, year_option
from welfare_stats.pipeline.closing import reopen_year


@click.command("reopen")
@year_option
@reason_option("Vì sao mở lại, ví dụ đơn vị đính chính.")
@by_option
@pass_session
def command(session: Session, year: int, *, reason: str, by: str) -> None:
    """Mở lại một năm đã chốt; lần “ingest” sau xét lại các tệp bị trả lại vì năm đã chốt.

    Ví dụ: welfare-stats reopen --year 2018 --reason "Huyện Võ Nhai đính chính" --by "…"
    """
    reopen_year(session.workspace, year, reason, by)
    if not session.quiet:
        words = "Chạy “welfare-stats ingest” để xét lại các tệp bị trả lại vì năm đã chốt."
        session.out.print(f"Đã mở lại năm {year}. {words}", soft_wrap=True)
