"""``welfare-stats template``: writes blank workbooks."""

from pathlib import Path

import click

from welfare_stats.cli.session import Session, output_option, pass_session, year_option
from welfare_stats.pipeline.questionnaires import write_questionnaires


@click.command("template")
@year_option
@click.option("--unit", "units", multiple=True, metavar="MÃ", help="Đơn vị; dùng nhiều lần được.")
@click.option("--form", "forms", multiple=True, metavar="MÃ", help="Biểu; dùng nhiều lần được.")
@output_option("data/processed/templates/<năm>/")
@pass_session
def command(
    session: Session,
    year: int,
    units: tuple[str, ...],
    forms: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Lập tệp biểu mẫu trống cho từng đơn vị và từng kỳ phải gửi trong năm.

    Tệp có sẵn tên, mã đơn vị, kỳ báo cáo, các chỉ tiêu của đơn vị, hướng dẫn và kiểm tra ngay trong
    Excel; số đầu kỳ được điền sẵn nếu đã có số cuối kỳ trước.

    Ví dụ: welfare-stats template --year 2018 --unit 170
    """
    written = write_questionnaires(
        session.workspace, session.catalogue, year, units=units, forms=forms, folder=folder
    )
    if not session.quiet:
        for path in written:
            click.echo(path)
        click.echo(f"Đã lập {len(written)} tệp biểu mẫu.")
