"""The few errors that end a command; each names the place and the remedy, in Vietnamese.

Bad input inside a submitted file is never one of these: it is a ``Finding``.
"""

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
