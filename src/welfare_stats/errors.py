"""The few errors that end a command; each message, in Vietnamese, names the place and the remedy.

What is wrong inside a submitted file never raises one of these: it is reported as a ``Finding``.
"""

import errno
import traceback


class WelfareStatsError(Exception):
    """Ends a command with one message to its user.

    ``exit_status`` is what the command-line contract lays down: 2 for wrong usage or configuration,
    3 for the unexpected, 75 where another run holds the lock.
    """

    exit_status = 3


class ConfigurationError(WelfareStatsError):
    """The workspace, its settings, catalogue or templates have a mistake to be corrected."""

    exit_status = 2


class ClusterError(WelfareStatsError):
    """The cluster that is to read files cannot be reached, cannot read them, or was lost."""

    exit_status = 2


class NothingToReportError(WelfareStatsError):
    """No submission of the year that the user asked for has been accepted."""

    exit_status = 2


class VerificationError(WelfareStatsError):
    """A report, read back after writing, differs from its model; it was not published."""


class LockedError(WelfareStatsError):
    """Another run is writing to the same workspace, or to the register that several share."""

    exit_status = 75

    def __init__(self, lock: object) -> None:
        super().__init__(
            f"Một lần chạy khác đang ghi vào kho số liệu (khóa: {lock}). Hãy chờ xong rồi chạy lại."
        )


class FileAccessError(WelfareStatsError):
    """The system does not let a file be read or written; says which, why and what to do."""

    exit_status = 2

    def __init__(self, error: OSError) -> None:
        names = [str(name) for name in (error.filename2, error.filename) if name]
        where = f"{names[0]}: " if names else ""
        super().__init__(f"{where}{_problem(error)}")


_PROBLEMS = {
    errno.ENOSPC: "ổ đĩa đã đầy. Hãy giải phóng chỗ trống rồi chạy lại.",
    errno.EDQUOT: "đã hết dung lượng được cấp. Hãy giải phóng chỗ trống rồi chạy lại.",
    errno.EROFS: "ổ đĩa chỉ cho đọc. Hãy chọn nơi ghi khác hoặc bỏ chế độ chỉ đọc.",
    errno.ENAMETOOLONG: "tên hoặc đường dẫn quá dài. Hãy đặt kho số liệu ở thư mục có đường dẫn "
    "ngắn hơn, hoặc đổi tên tệp ngắn hơn.",
    errno.ENOENT: "không thấy tệp hoặc thư mục này. Hãy kiểm tra đường dẫn.",
    errno.ENOTDIR: "một phần của đường dẫn là tệp, không phải thư mục. Hãy kiểm tra đường dẫn.",
    errno.EISDIR: "đây là thư mục, không phải tệp. Hãy đổi tên hoặc chuyển thư mục này đi.",
    errno.EIO: "không đọc hoặc ghi được trên đĩa. Hãy kiểm tra ổ đĩa hoặc kết nối mạng.",
}
_NO_PERMISSION = (
    "không có quyền, hoặc tệp đang mở trong Word hay Excel. Hãy đóng tệp, kiểm tra quyền của tệp "
    "và thư mục rồi chạy lại."
)


def _problem(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return _NO_PERMISSION
    other = f"hệ điều hành báo lỗi số {error.errno}. Hãy kiểm tra tệp, thư mục và ổ đĩa."
    return _PROBLEMS.get(error.errno or 0, other)


class RegisterInUseError(WelfareStatsError):
    """Another program holds the register for longer than one waits."""

    exit_status = 75

    def __init__(self, register: object) -> None:
        super().__init__(
            f"Sổ theo dõi {register} đang được chương trình khác sử dụng. Hãy thử lại sau."
        )


def trace_without_words(error: BaseException) -> str:
    """Where an error arose and of which type it is, without its message.

    A message may quote what stands in a file, and so name people; only that of an ``OSError`` is
    kept, for it names nothing but a path.
    """
    links: list[str] = []
    link: BaseException | None = error
    while link is not None:
        words = f": {link}" if isinstance(link, OSError) else ""
        frames = "".join(traceback.format_tb(link.__traceback__))
        links.insert(0, f"{frames}{type(link).__name__}{words}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n\n".join(links)
