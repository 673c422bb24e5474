"""The command line: parses, calls, prints; one module a command."""

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import cast

import click

from welfare_stats.cli.language import speak_vietnamese
from welfare_stats.cli.session import Session
from welfare_stats.errors import FileAccessError, WelfareStatsError, trace_without_words

_LOG = logging.getLogger("welfare_stats")
_UNEXPECTED = 3
_INTERRUPTED = 130

# Each command is the object ``command`` in the module of its name ("-" is "_"). Modules are loaded
# when they are asked for: reading Excel files needs no report renderer, and the list of commands
# needs neither.
_COMMANDS = {
    "init": "Tạo kho số liệu mới.",
    "template": "Lập tệp biểu mẫu trống cho các đơn vị.",
    "check": "Kiểm tra tệp mà không ghi nhận gì.",
    "match": "Chỉ cho chương trình cách trình bày riêng của một đơn vị.",
    "ingest": "Đọc, kiểm tra và ghi nhận các tệp mới.",
    "waive": "Chấp nhận một lỗi của tệp, kèm lý do.",
    "exclude": "Không tính số liệu của một tệp, kèm lý do.",
    "include": "Tính lại số liệu của một tệp đã bị loại.",
    "dismiss": "Không chờ bản sửa của một tệp bị trả lại.",
    "close": "Chốt số liệu một năm, kèm lý do.",
    "reopen": "Mở lại một năm đã chốt, kèm lý do.",
    "status": "Báo cáo nào đã có, muộn, quá hạn, bị trả lại.",
    "history": "Kể lại một năm: ai đã gửi gì, bản nào thay bản nào.",
    "check-templates": "Thử các mẫu và bảng của báo cáo mà không lập báo cáo.",
    "report": "Lập báo cáo của năm.",
    "explain": "Truy một số trong báo cáo về tệp, trang và ô.",
    "diff": "Những số nào đã thay đổi, bao nhiêu và vì sao.",
}


_OPTIONS = "[TÙY-CHỌN]"


class _CommandModules(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"welfare_stats.cli.{cmd_name.replace('-', '_')}")
        command = cast(click.Command, module.command)
        command.options_metavar = _OPTIONS
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Lệnh"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_CommandModules,
    options_metavar=_OPTIONS,
    subcommand_metavar="LỆNH …",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path),
    envvar="WELFARE_STATS_WORKSPACE",
    metavar="THƯ-MỤC",
    help="Kho số liệu. Mặc định: thư mục gần nhất phía trên có welfare-stats.toml.",
)
@click.option("--quiet", is_flag=True, help="Chỉ in khi có việc cần người xử lý.")
@click.option("--verbose", is_flag=True, help="In thêm các thông báo không cần xử lý.")
@click.option(
    "--debug", is_flag=True, help="In nhật ký chi tiết cho người bảo trì ra luồng lỗi chuẩn."
)
@click.version_option(
    package_name="welfare-stats",
    prog_name="welfare-stats",
    message="%(prog)s %(version)s",
    help="Hiện phiên bản rồi thoát.",
)
@click.pass_context
def cli(
    ctx: click.Context, workspace: Path | None, *, quiet: bool, verbose: bool, debug: bool
) -> None:
    """Tổng hợp số liệu trợ giúp xã hội từ các tệp Excel của đơn vị báo cáo.

    Lưu tệp các đơn vị gửi vào data/raw/<năm>/, chạy “welfare-stats ingest” để đọc và kiểm tra,
    rồi “welfare-stats report --year <năm>” để lập báo cáo.
    """
    if quiet and verbose:
        raise click.UsageError("chỉ dùng một trong hai: --quiet hoặc --verbose.")
    if debug:
        _log_on_standard_error()
    ctx.obj = Session(workspace, quiet=quiet, verbose=verbose)


@contextmanager
def _log_kept_to_this_run() -> Iterator[None]:
    """Take down what ``--debug`` sets up, for programs that run several commands, as tests do."""
    handlers, level = list(_LOG.handlers), _LOG.level
    try:
        yield
    finally:
        _LOG.handlers[:] = handlers
        _LOG.setLevel(level)


def _log_on_standard_error() -> None:
    """Show what the modules log: names of files and numbers, never words of a file."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.DEBUG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status of the command-line contract."""
    speak_vietnamese()
    words = sys.argv[1:] if arguments is None else list(arguments)
    with _log_kept_to_this_run():
        return _exit_status_of(words)


def _exit_status_of(words: list[str]) -> int:  # noqa: PLR0911 - one a kind of end
    context: click.Context | None = None
    try:
        with cli.make_context("welfare-stats", words) as context:
            return int(cli.invoke(context) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        _say(f"{_one_line(error.format_message())} {_where_to_look(error)}")
        return error.exit_code
    except click.ClickException as error:
        _say(_one_line(error.format_message()))
        return error.exit_code
    except WelfareStatsError as error:
        _LOG.debug("refused\n%s", trace_without_words(error))
        _say(str(error))
        return error.exit_status
    except BrokenPipeError:  # the reader of our output had enough, as "head" has
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - closing it must not fail again
        return 0
    except OSError as error:
        _LOG.debug("the system refused\n%s", trace_without_words(error))
        refusal = FileAccessError(error)
        _say(str(refusal))
        return refusal.exit_status
    except (click.Abort, KeyboardInterrupt):
        _say("Đã dừng theo yêu cầu.")
        return _INTERRUPTED
    except Exception as error:  # the last line of defence: logged, never shown as a trace
        session = context.obj if context else None
        _say(f"Có lỗi bất ngờ trong chương trình. {_log_unexpected(session, error)}")
        return _UNEXPECTED


def _say(message: str) -> None:
    click.echo(f"welfare-stats: {message}", err=True)


def _one_line(message: str) -> str:
    return " ".join(message.split())


def _where_to_look(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "welfare-stats"
    return f"(Xem: {command} --help)"


def _log_unexpected(session: Session | None, error: Exception) -> str:
    """Keep the trace where the IT officer finds it; says where."""
    trace = trace_without_words(error)
    _LOG.debug("unexpected error\n%s", trace)
    try:
        workspace = (session or Session(None)).workspace
        workspace.log_error(trace)
    except (OSError, WelfareStatsError):
        click.echo(trace, err=True)
        return "Hãy gửi nội dung trên cho người bảo trì."
    return f"Chi tiết đã ghi vào {workspace.error_log}; hãy gửi tệp này cho người bảo trì."


def run() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # Vietnamese, whatever the locale of a cron job or of a redirected Windows console.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
