"""Where things lie: the folder that holds ``welfare-stats.toml`` and everything below it."""

import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from importlib.metadata import version
from importlib.resources import as_file, files
from pathlib import Path, PurePosixPath

from welfare_stats.atomic import write_atomically, write_together
from welfare_stats.clock import local, now_utc
from welfare_stats.errors import ConfigurationError
from welfare_stats.settings import (
    SETTINGS_FILE,
    STARTER,
    Settings,
    SharedRegister,
    read_settings,
    settings_text,
)

_RAW = PurePosixPath("data/raw")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_STARTER_ITEMS = (
    "catalogue",
    "templates",
    "data/raw/README.md",
    "data/processed/README.md",
)


BLANK_YEAR_TEXT = "mau"
"""The name of the text of a year that is still to be written; new ones are copies of it."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The places of one workspace; nothing is read until it is asked for."""

    root: Path

    @property
    def catalogue(self) -> Path:
        """The office's code lists."""
        return self.root / "catalogue"

    @property
    def templates(self) -> Path:
        """The office's words and layouts."""
        return self.root / "templates"

    @property
    def raw(self) -> Path:
        """Submitted files as they arrived; never written to."""
        return self.root / _RAW

    @property
    def processed(self) -> Path:
        """All that the program writes."""
        return self.root / "data" / "processed"

    @property
    def register(self) -> Path | SharedRegister:
        """Where the register is: a file of this workspace, or what the settings say.

        Raises:
            ConfigurationError: the settings cannot be read.
        """
        return self.settings().shared_register or self.register_file

    @property
    def register_file(self) -> Path:
        """The register's SQLite file, where no other register is set."""
        return self.processed / "register.sqlite"

    @property
    def feedback(self) -> Path:
        """What goes back to the senders of files that could not be counted."""
        return self.processed / "feedback"

    def questionnaires(self, year: int) -> Path:
        """Folder of a year's blank workbooks."""
        return self.processed / "templates" / str(year)

    @property
    def lock(self) -> Path:
        """Held by the one run that writes."""
        return self.processed / ".lock"

    @property
    def secret_file(self) -> Path:
        """What keys of people are made with."""
        return self.processed / "people.key"

    def has_secret(self) -> bool:
        """Whether there is a secret already."""
        return self.secret_file.exists()

    def keep_secret(self, secret: bytes) -> None:
        """Write down what keys of people are made with."""
        write_atomically(self.secret_file, secret, mode=0o600)

    def secret(self) -> bytes:
        """What keys of people are made with; it never leaves this folder.

        Raises:
            ConfigurationError: it cannot be read.
        """
        path = self.secret_file
        try:
            return path.read_bytes()
        except PermissionError:
            raise ConfigurationError(
                f"{path}: không có quyền đọc. Hãy chạy bằng tài khoản đã tạo kho số liệu, hoặc cấp "
                "quyền đọc tệp này cho tài khoản đang dùng."
            ) from None

    def holds(self, name: str) -> bool:
        """Whether a file lies where its name in the register says."""
        return (self.root / name).exists()

    @property
    def error_log(self) -> Path:
        """Traces of unexpected errors."""
        return self.processed / "error.log"

    def reports(self, year: int) -> Path:
        """Folder of a year's reports."""
        return self.processed / "reports" / str(year)

    def year_text(self, name: str) -> Path:
        """What the office types for a year or period ("2018", "2018-6-thang")."""
        return self.catalogue / "year-texts" / f"{name}.txt"

    def name_of(self, path: Path) -> str:
        r"""A file as it is named to people and in the register: relative where it lies inside.

        Bytes of a name that are no UTF-8 are written out ("\xff").
        """
        absolute = path.absolute()
        with suppress(ValueError):  # it lies elsewhere
            absolute = absolute.relative_to(self.root.absolute())
        return (
            absolute.as_posix()
            .encode("utf-8", "surrogateescape")
            .decode("utf-8", "backslashreplace")
        )

    def log_error(self, entry: str) -> None:
        """Keep what only the maintainer needs: version, time, trace; never words of a file."""
        self.processed.mkdir(parents=True, exist_ok=True)
        when = local(now_utc()).isoformat(timespec="seconds")
        head = (
            f"--- {when} welfare-stats {version('welfare-stats')} Python {sys.version.split()[0]}"
        )
        with self.error_log.open("a", encoding="utf-8") as log:
            log.write(f"{head}\n{entry}\n")

    def settings(self) -> Settings:
        """The settings of this workspace.

        Raises:
            ConfigurationError: naming the file, every wrong key and what belongs there.
        """
        return read_settings(self.root / SETTINGS_FILE)


def year_of_folder(name: str) -> int | None:
    """The year for which a file was received: the innermost folder of that name in ``data/raw``.

    What lies elsewhere is of no year: there the folders are not the office's.

    >>> year_of_folder("data/raw/2018/huyện/x.xlsx"), year_of_folder("/tmp/2018/x.xlsx")
    (2018, None)

    Args:
        name: of the file in the register.
    """
    folder = PurePosixPath(name).parent
    if not folder.is_relative_to(_RAW):
        return None
    parts = folder.relative_to(_RAW).parts
    years = [int(part) for part in parts if part.isascii() and part.isdigit()]
    return next((year for year in reversed(years) if _FIRST_YEAR <= year <= _LAST_YEAR), None)


def find_workspace(start: Path) -> Workspace:
    """The workspace that ``start`` lies in: the nearest folder upward with settings.

    Raises:
        ConfigurationError: there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return Workspace(folder)
    raise ConfigurationError(
        f"Không thấy {SETTINGS_FILE} ở {start} hay thư mục nào bên trên. "
        "Hãy chuyển vào kho số liệu, dùng --workspace, hoặc tạo kho mới bằng “welfare-stats init”."
    )


def open_workspace(root: Path) -> Workspace:
    """The workspace whose root is exactly ``root``.

    Raises:
        ConfigurationError: it is none.
    """
    if not (root / SETTINGS_FILE).is_file():
        raise ConfigurationError(
            f"{root} không phải kho số liệu: không có {SETTINGS_FILE}. "
            "Hãy tạo kho bằng “welfare-stats init”."
        )
    return Workspace(root.absolute())


def create_workspace(root: Path) -> Workspace:
    """A new workspace with what the installed package carries; nothing existing is overwritten.

    Raises:
        ConfigurationError: some of its files are there already.
    """
    present = [item for item in (SETTINGS_FILE, *_STARTER_ITEMS) if (root / item).exists()]
    if present:
        raise ConfigurationError(
            f"{root} đã có {', '.join(present)}; không ghi đè. Hãy chọn thư mục khác."
        )
    with _starter() as starter:
        contents = {
            root / path.relative_to(starter): _as_excel_opens_it(path)
            for item in _STARTER_ITEMS
            for path in _files_of(starter / item)
        }
    contents[root / SETTINGS_FILE] = settings_text(STARTER).encode()
    _write_in_new_folders(contents)
    return Workspace(root.absolute())


def _as_excel_opens_it(path: Path) -> bytes:
    """A file of the starter; code lists get the mark without which Excel garbles Vietnamese."""
    content = path.read_bytes()
    is_marked = path.suffix != ".csv" or content.startswith(BOM_UTF8)
    return content if is_marked else BOM_UTF8 + content


@contextmanager
def _starter() -> Iterator[Path]:
    """The folder of what the installed package carries for a new workspace."""
    with as_file(files("welfare_stats") / "starter") as packaged:
        # A source checkout is itself a workspace and carries the same files at its root.
        yield packaged if packaged.is_dir() else Path(__file__).parents[2]


def starter_file(name: str) -> bytes:
    """A file as a new workspace has it."""
    with _starter() as starter:
        return (starter / name).read_bytes()


def _files_of(item: Path) -> Iterator[Path]:
    if not item.is_dir():
        yield item
        return
    for path in sorted(item.rglob("*")):
        # What the office of the sample data typed for its years is not a new office's.
        if path.is_file() and not fnmatch(path.name, "[0-9]*.txt"):
            yield path


def _write_in_new_folders(contents: Mapping[Path, bytes]) -> None:
    """Write the files and the folders that they need, or nothing at all."""
    made: list[Path] = []
    try:
        for folder in sorted({folder for path in contents for folder in path.parents}):
            if not folder.exists():
                folder.mkdir()
                made.append(folder)
        write_together(contents)
    except OSError:
        for folder in reversed(made):
            folder.rmdir()
        raise
