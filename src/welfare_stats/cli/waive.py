"""``welfare-stats waive``: accepts a finding of a file as it is, and reads the file again."""

from pathlib import Path

import click

from welfare_stats.cli.outcomes import exit_status, print_results
from welfare_stats.cli.session import Session, existing_path, pass_session
from welfare_stats.findings.waivers import Waiver
from welfare_stats.pipeline.decide import waive
from welfare_stats.pipeline.ingest import ingest


@click.command("waive")
@click.argument("path", type=existing_path, metavar="TỆP")
@click.option("--code", required=True, metavar="MÃ", help="Mã của lỗi, ví dụ sum.parts-differ.")
@click.option("--cell", default="", metavar="Ô", help="Ô, ví dụ HX-01!G7. Mặc định: mọi ô.")
@click.option("--reason", required=True, metavar="LÝ-DO", help="Vì sao số liệu vẫn đúng.")
@click.option("--by", required=True, metavar="TÊN", help="Người quyết định.")
@pass_session
def command(session: Session, path: Path, *, code: str, cell: str, reason: str, by: str) -> int:
    """Chấp nhận một lỗi hoặc cảnh báo của TỆP, kèm lý do và người quyết định, rồi đọc lại tệp.

    Chỉ những lỗi về quan hệ giữa các số mới được chấp nhận; quyết định được ghi vào sổ và in ở phụ
    lục của báo cáo. Tệp gửi lại với nội dung khác thì phải quyết định lại.

    Ví dụ: welfare-stats waive data/raw/2018/a.xlsx --code sum.parts-differ --reason "…" --by "…"
    """
    decision = Waiver(code, cell, reason.strip(), by.strip())
    waive(session.workspace, path, session.catalogue, decision)
    results = ingest(session.workspace, session.catalogue, paths=[path])
    print_results(session, results)
    return exit_status(results)
