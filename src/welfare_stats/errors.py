"""The few errors that end a command; each names the place and the remedy, in Vietnamese.

Bad input inside a submitted file is never one of these: it is a ``Finding``.
"""

import traceback
from pathlib import Path


class WelfareStatsError(Exception):
    """Ends a command with one message to the person at the keyboard.

    ``exit_status`` follows the command-line contract: 2 wrong usage or configuration,
    3 unexpected, 75 another run holds the lock.
    """

    exit_status = 3


class ConfigurationError(WelfareStatsError):
    """The workspace, its settings, catalogue or templates cannot be used as they stand."""

    exit_status = 2


class NothingToReportError(WelfareStatsError):
    """A year was asked for of which no submission has been accepted."""

    exit_status = 2


class VerificationError(WelfareStatsError):
    """A written report does not hold what the model holds; it was not published."""


class LockedError(WelfareStatsError):
    """Another run is writing to the same workspace."""

    exit_status = 75

    def __init__(self, lock: Path) -> None:
        super().__init__(
            f"Một lần chạy khác đang ghi vào kho số liệu (khóa: {lock}). Hãy chờ xong rồi chạy lại."
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
