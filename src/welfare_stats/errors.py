"""The few errors that end a command; each message, in Vietnamese, names the place and the remedy.

What is wrong inside a submitted file never raises one of these: it is reported as a ``Finding``.
"""

from pathlib import Path


class WelfareStatsError(Exception):
    """Ends a command with one message to its user.

    ``exit_status`` is what the command-line contract lays down: 2 for wrong usage or configuration,
    3 for the unexpected, 75 where another run holds the lock.
    """

    exit_status = 3


class ConfigurationError(WelfareStatsError):
    """The workspace, its settings, catalogue or templates have a mistake to be corrected."""

    exit_status = 2


class NothingToReportError(WelfareStatsError):
    """No submission of the year that the user asked for has been accepted."""

    exit_status = 2


class VerificationError(WelfareStatsError):
    """A report, read back after writing, differs from its model; it was not published."""


class LockedError(WelfareStatsError):
    """Another run is writing to the same workspace."""

    exit_status = 75

    def __init__(self, lock: Path) -> None:
        super().__init__(
            f"Một lần chạy khác đang ghi vào kho số liệu (khóa: {lock}). Hãy chờ xong rồi chạy lại."
        )
