"""What the two layouts that the office edits have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
)
from markupsafe import Markup

from welfare_stats.errors import ConfigurationError
from welfare_stats.report.render.text import clean

_START_OVER = "Hãy chép lại từ kho mẫu do “welfare-stats init” tạo."


def layout_environment(loader: BaseLoader | None = None) -> Environment:
    """Jinja that escapes and cleans all that is filled in, and accepts no unknown name."""
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@contextmanager
def using_layout(path: Path) -> Iterator[None]:
    """Turn what is wrong with a layout into one message.

    Raises:
        ConfigurationError: names the file, the place where it is known, and the remedy.
    """
    if not path.is_file():
        raise ConfigurationError(f"Không thấy mẫu trình bày {path}. {_START_OVER}")
    try:
        yield
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}: tệp không phải UTF-8. Trong Notepad hãy lưu với mã hóa UTF-8."
        ) from None
    except (TemplateError, TypeError) as error:
        raise ConfigurationError(
            f"{path}{_place(error, path)}: {_explain(error)}. Hãy sửa mẫu rồi lập lại báo cáo."
        ) from error


def unusable(path: Path, why: str) -> ConfigurationError:
    """The error for a layout that lacks what the program needs."""
    return ConfigurationError(f"{path}: {why}. {_START_OVER}")


def _place(error: Exception, path: Path) -> str:
    context = list(getattr(error, "docx_context", ()))  # docxtpl: the text around the mistake
    if context:
        return f", gần chỗ “{clean(' '.join(context))}”"
    if isinstance(error, TemplateSyntaxError):
        return f", dòng {error.lineno}"
    lines = _lines_in(error, path.name)
    return f", dòng {lines[-1]}" if lines else ""


def _lines_in(error: Exception, name: str) -> list[int]:
    lines = []
    trace = error.__traceback__
    while trace is not None:
        if Path(trace.tb_frame.f_code.co_filename).name == name:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return lines


def _explain(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return f"mẫu dùng tên không có ({error})"
    return f"mẫu viết sai cú pháp ({error})"
