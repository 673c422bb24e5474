"""Files as they arrive: which files in a folder are submissions, and reading their bytes."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedReader
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from welfare_stats.collect.reading.file_names import is_named_as_workbook
from welfare_stats.collect.reading.package import MOST_BYTES_OF_A_FILE
from welfare_stats.findings import Finding, kinds
from welfare_stats.findings.waivers import Waiver
from welfare_stats.workspace import Workspace

# Lock files of Office and LibreOffice, companion files of macOS, temporary files of Word.
_PREFIXES_OF_PROGRAMS = ("~$", ".~", "._", "~wrl")
_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart")
_NAMES_OF_PROGRAMS = {"readme.md", "thumbs.db", "desktop.ini"}


class ChangingFileError(Exception):
    """The file changed while it was read; it is left for the next run."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that arrived.

    Attributes:
        name: its name in the register.
        content: its bytes; empty where they were not read.
        sha256: the hash of the bytes, by which waivers and unchanged files are recognised; empty
            where nothing is to be remembered of the file.
        refusal: the finding that tells why the bytes were not read, if so.
        waivers: the office's decisions to accept findings on this content.
    """

    name: str
    content: bytes
    sha256: str
    refusal: Finding | None = None
    waivers: tuple[Waiver, ...] = ()


def submitted_files(paths: Iterable[Path]) -> list[Path]:
    """The given files and all files in the given folders, without what programs leave behind.

    Symbolic links are listed too, so that ``receive`` can report those that it does not follow.
    """
    files: set[Path] = set()
    for path in paths:
        files.update(_files_below(path) if path.is_dir() else [path])
    # In the order in which they were saved, so that of two versions the later one counts.
    return sorted(files, key=lambda path: (_saved_at(path), path))


def _saved_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def _files_below(folder: Path) -> Iterator[Path]:
    unreadable: list[Path] = []
    listing = os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
    for parent, subfolders, names in listing:
        here = Path(parent)
        subfolders[:] = [name for name in subfolders if not _is_of_a_program(name)]
        # A link to a folder is not walked through: if it leads to one within the same folder, the
        # files are found there anyway; if it leads elsewhere, the link itself is listed.
        yield from (
            path
            for name in subfolders
            if (path := here / name).is_symlink() and not _leads_into(path, [folder])
        )
        for name in names:
            path = here / name
            if not _is_of_a_program(name) and (path.is_file() or path.is_symlink()):
                yield path
    yield from unreadable  # to be reported by ``receive``


def _is_of_a_program(name: str) -> bool:
    folded = name.casefold()
    return (
        folded.startswith(_PREFIXES_OF_PROGRAMS)
        or folded.endswith(_UNFINISHED)
        or folded in _NAMES_OF_PROGRAMS
        or (folded.startswith(".") and not is_named_as_workbook(name))
    )


def receive(workspace: Workspace, path: Path, named: Collection[Path] = ()) -> ReceivedFile:
    """Read the bytes of a file; where that is not possible, with a finding that tells why.

    Args:
        workspace: gives the file its name in the register.
        path: where the file lies.
        named: the paths that the user gave. A link is followed if it is one of them, or leads into
            one of them or into the workspace's ``data/raw``.

    Raises:
        ChangingFileError: the file changed while it was read.
    """
    name = workspace.name_of(path)
    if path.is_symlink() and not _may_be_followed(path, workspace, named):
        return ReceivedFile(name, b"", "", kinds.LINK_OUTSIDE.at(None))
    try:
        mode = path.stat().st_mode
        if not S_ISREG(mode):  # opening a pipe would wait for ever
            reason = "không có quyền đọc thư mục" if S_ISDIR(mode) else "không phải tệp thường"
            return ReceivedFile(name, b"", "", kinds.NOT_OPENED.at(None, reason=reason))
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > MOST_BYTES_OF_A_FILE:
                return _too_large(name, file)
            content = file.read(MOST_BYTES_OF_A_FILE + 1)
        after = path.stat()
    except OSError as error:
        reasons = {PermissionError: "không có quyền đọc", FileNotFoundError: "tệp không còn ở đó"}
        reason = reasons.get(type(error), f"hệ điều hành báo lỗi số {error.errno}")
        return ReceivedFile(name, b"", "", kinds.NOT_OPENED.at(None, reason=reason))
    sizes = {before.st_size, after.st_size, len(content)}
    if len(sizes) > 1 or before.st_mtime_ns != after.st_mtime_ns:
        raise ChangingFileError(name)
    return ReceivedFile(name, content, sha256(content).hexdigest())


def _too_large(name: str, file: BufferedReader) -> ReceivedFile:
    """A file that is not read. A long scan is known by its hash, so that it can be dismissed."""
    what = f"hơn {MOST_BYTES_OF_A_FILE // 1024**2} MB"
    if is_named_as_workbook(name):
        return ReceivedFile(name, b"", "", kinds.TOO_LARGE.at(None, what=what))
    remark = kinds.NOT_A_FORM.at(None, reason=f"tệp {what} và không có đuôi tên của tệp Excel")
    return ReceivedFile(name, b"", file_digest(file, "sha256").hexdigest(), remark)


def _may_be_followed(link: Path, workspace: Workspace, named: Collection[Path]) -> bool:
    places = [workspace.raw, *(path for path in named if path.is_dir())]
    return link in named or _leads_into(link, places)


def _leads_into(link: Path, places: Iterable[Path]) -> bool:
    target = Path(os.path.realpath(link))  # unlike Path.resolve, accepts a link to itself
    return any(target.is_relative_to(os.path.realpath(place)) for place in places)
