"""``welfare-stats check``: judges files without entering them."""

from pathlib import Path

import click

from welfare_stats.cli.outcomes import CHECKED, as_json, exit_status, print_results
from welfare_stats.cli.session import Session, existing_path, json_option, pass_session
from welfare_stats.pipeline.assessing import Listener
from welfare_stats.pipeline.check import check


@click.command("check")
@click.argument(
    "paths",
    type=existing_path,
    nargs=-1,
    required=True,
    metavar="TỆP…",
)
@json_option
@pass_session
def command(session: Session, paths: tuple[Path, ...], *, as_json_wanted: bool) -> int:
    """Đọc và kiểm tra các TỆP (hoặc thư mục); không ghi nhận, không thay đổi gì.

    Mã thoát: 0 nếu mọi tệp đều đạt, 1 nếu có tệp có lỗi hoặc không đọc được.

    Ví dụ: welfare-stats check data/raw/2018
    """
    results = check(
        session.workspace, paths, session.catalogue, Listener(changing=session.say_changing)
    )
    if as_json_wanted:
        click.echo(as_json(results))
    else:
        print_results(session, results, CHECKED)
    return exit_status(results)
