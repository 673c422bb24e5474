"""One way of reporting mistakes in the templates that the office edits."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path

from jinja2 import (
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
)

from welfare_stats.errors import ConfigurationError
from welfare_stats.vietnamese import fold

# What an expression in a template can raise besides the template engine's own errors.
_MISTAKES = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError)
START_OVER = "Hãy chép lại từ kho mẫu do “welfare-stats init” tạo."
_MOST_NAMES = 12


class ExplainedError(TemplateRuntimeError):
    """A mistake in a template that comes with its own words: in Vietnamese, without a full stop.

    Attributes:
        docx_context: in a Word layout, the text around the mistake.
    """

    docx_context: Sequence[str] = ()

    @property
    def name(self) -> str:
        """The wrong name, where the mistake is one."""
        found = re.search("“([^”]*)”", self.message or "")
        return found[1] if found else ""


class UnknownNameError(ExplainedError):
    """A template asks for something by a name that does not exist; ``known`` are those that do."""

    def __init__(self, name: str, known: Iterable[str], what: str = "tên") -> None:
        super().__init__(f"không có {what} “{name}”; {names_that_exist(name, known)}")


def require_name(what: str, name: object, known: Collection[str]) -> str:
    """A name that a template gives to a function, if it is one of those that exist.

    Raises:
        ExplainedError: it is none of them, or no text at all.
    """
    if not isinstance(name, str):
        raise ExplainedError(f"{what} phải ghi trong ngoặc kép")
    if name not in known:
        raise UnknownNameError(name, known, what)
    return name


def names_that_exist(name: str, known: Iterable[str]) -> str:
    """The names that exist, those most like the wrong one first; of many only the first.

    >>> names_that_exist("totl", ["share", "total"])
    'các tên được dùng: total, share'
    """
    wanted = fold(name)

    def unlikeness(other: str) -> float:
        return -SequenceMatcher(None, wanted, fold(other)).ratio()

    names = sorted(dict.fromkeys(known), key=unlikeness)
    if not names:
        return "ở đây không có tên nào dùng được"
    more = len(names) - _MOST_NAMES
    rest = f" và {more} tên nữa" if more > 0 else ""
    return f"các tên được dùng: {', '.join(names[:_MOST_NAMES])}{rest}"


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
        return "mẫu dùng một giá trị không đúng kiểu, hoặc gọi hàm thiếu hay thừa tham số"
    if not isinstance(error, TemplateError):
        return "mẫu có một phép tính hoặc lời gọi hàm không thực hiện được"
    names = re.findall(r"'([^']*)'", str(error))
    named = f": “{names[-1]}”" if names else ""
    if isinstance(error, UndefinedError):
        return f"mẫu dùng tên không có{named}"
    return f"mẫu viết sai cú pháp ở đây hoặc ngay trước đó{named}"
