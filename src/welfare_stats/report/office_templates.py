"""One way of reporting mistakes in the templates that the office edits."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import (
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)

from welfare_stats.errors import ConfigurationError

# What an expression in a template can raise besides the template engine's own errors.
_MISTAKES = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError)
START_OVER = "Hãy chép lại từ kho mẫu do “welfare-stats init” tạo."


class ExplainedError(TemplateRuntimeError):
    """A mistake in a template that comes with its own words: in Vietnamese, without a full stop."""


class UnknownNameError(ExplainedError):
    """A template asks for something by a name that does not exist; ``known`` are those that do."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"không có tên “{name}”; các tên được dùng: {', '.join(known)}")


@contextmanager
def using_template(path: Path) -> Iterator[None]:
    """Turn any error of a template, raised in the ``with`` block, into one message.

    Raises:
        ConfigurationError: names the file, the place where it is known, and the remedy.
    """
    if not path.is_file():
        raise ConfigurationError(f"Không thấy mẫu {path}. {START_OVER}")
    try:
        yield
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}: tệp không phải UTF-8. Trong Notepad hãy lưu với mã hóa UTF-8."
        ) from None
    except _MISTAKES as error:
        raise ConfigurationError(
            f"{path}{_place(error, path)}: {_explain(error)}. Hãy sửa mẫu rồi lập lại báo cáo."
        ) from error


def _place(error: Exception, path: Path) -> str:
    context = list(getattr(error, "docx_context", ()))  # docxtpl: the text around the mistake
    if context:
        return f", gần chỗ “{' '.join(' '.join(context).split())}”"
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
    """The mistake in Vietnamese; of the template engine's English message only names are kept."""
    if isinstance(error, ExplainedError):
        return error.message or ""
    if isinstance(error, TemplateNotFound):
        return f"mẫu gọi tệp không có: “{error.name}”"
    if isinstance(error, TypeError):
        return "mẫu gọi một hàm thiếu hoặc thừa tham số"
    if not isinstance(error, TemplateError):
        return "mẫu có một phép tính hoặc lời gọi hàm không thực hiện được"
    names = re.findall(r"'([^']*)'", str(error))
    named = f": “{names[-1]}”" if names else ""
    if isinstance(error, UndefinedError):
        return f"mẫu dùng tên không có{named}"
    return f"mẫu viết sai cú pháp ở đây hoặc ngay trước đó{named}"
