"""What every command shares: the workspace, how much to say, and the two output streams."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from welfare_stats.errors import FileAccessError
from welfare_stats.findings import visible
from welfare_stats.vietnamese import NotADateError, parse_date

if TYPE_CHECKING:  # --help needs none of these
    from rich.console import Console

    from welfare_stats.design.catalogue import Catalogue
    from welfare_stats.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class Session:
    """The global options, and what follows from them; looked up when first needed."""

    chosen_workspace: Path | None
    quiet: bool = False
    verbose: bool = False

    @cached_property
    def workspace(self) -> "Workspace":
        """The workspace that was named, or the one the current folder lies in."""
        from welfare_stats.workspace import find_workspace, open_workspace  # noqa: PLC0415

        if self.chosen_workspace is not None:
            return open_workspace(self.chosen_workspace)
        return find_workspace(Path.cwd())

    @cached_property
    def catalogue(self) -> "Catalogue":
        """The office's code lists."""
        from welfare_stats.design.catalogue import load_catalogue  # noqa: PLC0415
        from welfare_stats.design.forms import FORMS  # noqa: PLC0415

        return load_catalogue(self.workspace.catalogue, FORMS)

    @cached_property
    def out(self) -> "Console":
        """Results, on standard output."""
        return _console(stderr=False)

    @cached_property
    def err(self) -> "Console":
        """Progress and remarks, on standard error."""
        return _console(stderr=True)

    def say_changing(self, name: str) -> None:
        """Remark on a file that is being written while it is read."""
        if not self.quiet:
            words = "Tệp đang được ghi nên để lại cho lần chạy sau"
            self.err.print(f"{words}: {visible(name)}", soft_wrap=True)

    def say_unwritten(self, problem: FileAccessError) -> None:
        """Report that a feedback file could not be written; the verdicts themselves are safe."""
        words = "Không ghi hoặc xóa được tệp phản hồi, lần chạy sau sẽ làm lại"
        self.err.print(f"{words}: {visible(str(problem))}", soft_wrap=True)

    def say_gone(self, name: str) -> None:
        """Remark on a file whose figures count and that lies in ``data/raw`` no more."""
        words = "Tệp không còn trong data/raw nhưng số liệu vẫn được tính"
        self.err.print(f"{words}: {visible(name)}", soft_wrap=True)

    def say_vanished(self, words: str) -> None:
        """Warn of a code that figures use and the catalogue no longer has."""
        self.err.print(f"Cảnh báo: {visible(words)}", soft_wrap=True)

    def say_outdated(self, name: str) -> None:
        """Remark on a file whose content came before and was replaced since."""
        if not self.quiet:
            words = (
                f"Không tính {visible(name)}: nội dung giống hệt một bản đã nhận trước đây và đã "
                "có bản khác thay. Muốn tính lại bản này thì chạy: welfare-stats ingest "
                f"“{visible(name)}”"
            )
            self.err.print(words, soft_wrap=True)


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console  # noqa: PLC0415

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if not console.is_terminal:
        console.width = 160  # a pipe or a log has no edge to wrap at
    return console


pass_session = click.make_pass_decorator(Session)
"""Hands the session to a command."""

json_option = click.option("--json", "as_json_wanted", is_flag=True, help="In kết quả dạng JSON.")
year_option = click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    required=True,
    metavar="NĂM",
    help="Năm số liệu, ví dụ 2018.",
)
period_option = click.option(
    "--period",
    "period_code",
    default="",
    metavar="MÃ",
    help="Chỉ một kỳ của năm: mã trong catalogue/deadlines.csv, ví dụ 6-thang.",
)


def output_option(default: str) -> Callable[[Command], Command]:
    """The folder to write to, in place of the one of the workspace."""
    return click.option(
        "-o",
        "--output",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="THƯ-MỤC",
        help=f"Nơi ghi. Mặc định: {default}.",
    )


class _DayType(click.ParamType[date]):
    """A day as people write it, 05/7/2019, or as programs do, 2019-07-05."""

    name = "ngày"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day.

        Raises:
            click.BadParameter: it is none.
        """
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except NotADateError:
            words = f"“{value}” không phải là ngày; ghi như 2019-07-05 hoặc 05/7/2019."
            self.fail(words, param, ctx)


day = _DayType()

existing_path = click.Path(exists=True, path_type=Path)
"""A file or folder that is there."""
existing_path.name = "tệp"  # click writes it in title case: "Tệp 'x' không tồn tại"
