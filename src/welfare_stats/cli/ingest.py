"""``welfare-stats ingest``: takes in new files and lists what became of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from welfare_stats.cli.outcomes import as_json, exit_status, print_results
from welfare_stats.cli.session import Session, day, existing_path, json_option, pass_session
from welfare_stats.cluster import Cluster
from welfare_stats.pipeline.assessing import Listener, workers_of_this_machine
from welfare_stats.pipeline.ingest import ingest


@click.command("ingest")
@click.argument("paths", type=existing_path, nargs=-1, metavar="[TỆP]…")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="SỐ",
    help="Số tiến trình đọc tệp cùng lúc. Mặc định: số bộ xử lý của máy, nhiều nhất 4.",
)
@click.option(
    "--cluster",
    metavar="ĐỊA_CHỈ",
    help="Đọc tệp trên một cụm máy Dask đang chạy, như tcp://may-chu:8786, thay cho máy này.",
)
@click.option(
    "--received-on",
    type=day,
    metavar="NGÀY",
    help="Ngày nhận tệp, như 03/9/2018 hoặc 2018-09-03. Mặc định: hôm nay.",
)
@json_option
@pass_session
def command(
    session: Session,
    paths: tuple[Path, ...],
    *,
    jobs: int | None,
    cluster: str | None,
    received_on: date | None,
    as_json_wanted: bool,
) -> int:
    """Đọc và kiểm tra mọi tệp mới hoặc đã thay đổi trong data/raw/, ghi nhận tệp không có lỗi.

    Tệp có lỗi không được tính; tệp có cảnh báo được tính và được liệt kê. Tệp sửa lại thay cho
    bản trước cùng đơn vị, biểu và kỳ. Nêu TỆP (hoặc thư mục) để chỉ đọc tệp đó.

    Mã thoát: 0 nếu mọi tệp đã đọc đều được tính, 1 nếu có tệp bị trả lại hoặc không đọc được.

    Ví dụ: welfare-stats ingest --received-on 2018-09-03
    """
    if jobs is not None and cluster is not None:
        raise click.UsageError(
            "--jobs là của máy này, --cluster là của cụm máy: chỉ ghi một trong hai."
        )

    def progress(files: Iterable[Path], total: int) -> Iterator[Path]:
        columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn())
        hidden = session.quiet or not session.err.is_terminal
        with Progress(*columns, console=session.err, transient=True, disable=hidden) as bar:
            yield from bar.track(files, total=total)

    gone: list[str] = []

    def say_gone(name: str) -> None:
        gone.append(name)
        session.say_gone(name)

    results = ingest(
        session.workspace,
        session.catalogue,
        paths=paths,
        received_on=received_on,
        workers=workers_of_this_machine(jobs) if cluster is None else Cluster(cluster),
        listener=Listener(
            progress,
            session.say_changing,
            say_gone,
            session.say_outdated,
            session.say_unwritten,
            session.say_vanished,
        ),
    )
    if as_json_wanted:
        click.echo(as_json(results, gone))
    else:
        print_results(session, results)
        if exit_status(results) and any(session.workspace.feedback.glob("*")):
            folder = session.workspace.name_of(session.workspace.feedback)
            session.out.print(f"Tệp phản hồi để gửi trả đơn vị: {folder}/", soft_wrap=True)
    return exit_status(results)
