"""``welfare-stats match``: shows how a workbook is understood, and asks what is not."""

import json
import sys
from pathlib import Path

import click

from welfare_stats.cli.layouts import as_object, print_layout
from welfare_stats.cli.session import Session, json_option, pass_session
from welfare_stats.cli.teaching import lessons_from, print_lessons
from welfare_stats.clock import today
from welfare_stats.collect.inbox import ChangingFileError
from welfare_stats.findings import visible
from welfare_stats.pipeline.layouts import Layout
from welfare_stats.pipeline.matching import match
from welfare_stats.pipeline.teaching import change_for, valid_from, write_change

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FILE.name = "tệp"  # click writes it in title case: "Tệp 'x' không tồn tại"
_CONFIRM = "Ghi các thay đổi này vào danh mục? [c/K]"
_YES = {"c", "có", "co"}
_HOW_TO_TEACH = (
    "Muốn chỉ cho chương trình những chỗ chưa nhận ra thì chạy lệnh này trong cửa sổ dòng lệnh, "
    "không có --json."
)


@click.command("match")
@click.argument("path", type=_FILE, metavar="TỆP")
@json_option
@pass_session
def command(session: Session, path: Path, *, as_json_wanted: bool) -> int:
    """Cho biết chương trình hiểu bảng của TỆP thế nào, và hỏi những chỗ chưa nhận ra.

    Câu trả lời được ghi vào catalogue/headings.csv (tiêu đề cột) và cột other_names của
    catalogue/case_types.csv (tên chỉ tiêu); từ đó các tệp cùng cách trình bày tự đọc được. Chỉ hỏi
    khi chạy trong cửa sổ dòng lệnh; không ghi gì nếu chưa được đồng ý ở cuối.

    Mã thoát: 0 nếu hiểu hết, 1 nếu còn chỗ chưa nhận ra.

    Ví dụ: welfare-stats match data/raw/2018/a.xlsx
    """
    try:
        layout = match(session.workspace, path, session.catalogue)
    except ChangingFileError as error:
        session.say_changing(str(error))
        return 1
    if as_json_wanted:
        click.echo(json.dumps(as_object(layout), ensure_ascii=False, indent=2))
        return int(not layout.is_understood)
    is_asking = is_terminal(session) and any(item.is_teachable for _, item in layout.in_doubt)
    if not (session.quiet and layout.is_understood):
        print_layout(session.out, layout, is_asking=is_asking)
    if is_asking:
        layout = _teach(session, path, layout)
    elif any(item.is_teachable for _, item in layout.in_doubt):
        session.out.print(_HOW_TO_TEACH, soft_wrap=True)
    return int(not layout.is_understood)


def is_terminal(session: Session) -> bool:
    """Whether somebody is there to be asked."""
    return sys.stdin.isatty() and session.out.is_terminal


def _teach(session: Session, path: Path, layout: Layout) -> Layout:
    """Ask, and write what was said; returns how the workbook is understood then."""
    folder = session.workspace.catalogue
    lessons = lessons_from(layout, layout.codes(session.catalogue))
    if not lessons:
        click.echo("Không có gì để ghi.")
        return layout
    change = change_for(lessons, layout, session.catalogue, folder, today())
    print_lessons(lessons, valid_from(layout, today()))
    if (
        click.prompt(_CONFIRM, default="", show_default=False, prompt_suffix=" ").lower()
        not in _YES
    ):
        click.echo("Không ghi gì.")
        return layout
    write_change(change, session.catalogue, folder)
    names = " và ".join(f"catalogue/{name}" for name in sorted(change.files, reverse=True))
    click.echo(f"Đã ghi vào {names or 'danh mục'}.")
    after = match(session.workspace, path, change.catalogue)
    click.echo(_what_is_left(after))
    return after


def _what_is_left(layout: Layout) -> str:
    path = visible(layout.path)
    if layout.is_understood:
        return f"Nay chương trình hiểu hết {path}."
    left = len(layout.in_doubt)
    words = f"còn {left} chỗ chưa nhận ra" if left else "chưa rõ đơn vị hoặc kỳ báo cáo"
    return f"{path}: {words}; chạy lại lệnh này để xem."
