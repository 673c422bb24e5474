"""What the name of a file says of its format; ``preflight`` says what the bytes do."""

from enum import Enum
from pathlib import PurePosixPath

from welfare_stats.findings import Finding, kinds


class FileKind(Enum):
    """A format that is read; the value is its name in messages."""

    XLSX = "Excel (.xlsx)"
    XLSM = "Excel có macro (.xlsm)"
    XLSB = "Excel nhị phân (.xlsb)"
    XLS = "Excel 97-2003 (.xls)"
    ODS = "OpenDocument (.ods)"


_SUFFIXES = {
    ".xlsx": FileKind.XLSX,
    ".xltx": FileKind.XLSX,
    ".xlsm": FileKind.XLSM,
    ".xltm": FileKind.XLSM,
    ".xlsb": FileKind.XLSB,
    ".xls": FileKind.XLS,
    ".xlt": FileKind.XLS,
    ".ods": FileKind.ODS,
    ".ots": FileKind.ODS,
}
_SUFFIXES_OF_OTHER_CONTAINERS = (
    ".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".odp", ".ppt", ".pptx", ".msg", ".zip",
)  # fmt: skip


def is_named_as_workbook(name: str) -> bool:
    """Whether a file's name ends as that of a workbook."""
    return name.casefold().endswith(tuple(_SUFFIXES))


def is_named_as_other_container(name: str) -> bool:
    """Whether it ends as that of a document whose first bytes are those of a workbook, too."""
    return name.casefold().endswith(_SUFFIXES_OF_OTHER_CONTAINERS)


def name_that_lies(path: str, kind: FileKind) -> Finding | None:
    """The finding for a file whose suffix names another format than ``kind``, if it does."""
    suffix = PurePosixPath(path).suffix.lower()
    if not suffix or _SUFFIXES.get(suffix) is kind:
        return None
    return kinds.NAME_LIES.at(None, suffix=suffix, format=kind.value)
