"""What a report is made from: the register at some moment, and the office's texts of that time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from welfare_stats.design.catalogue import CODE_LIST_FILES, Catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.pipeline.as_of import Moment, after_entry, at_end_of, present
from welfare_stats.register import Decision, Register
from welfare_stats.workspace import Workspace


def _anywhere(_: str) -> bool:
    """Reports that are to come out the same again do not look whether a file still lies there."""
    return True


@dataclass(frozen=True)
class Basis:
    """Everything outside the program on which a report rests.

    Attributes:
        moment: what the register knows, and the code lists.
        workspace: the office's workspace.
        texts: where templates, settings and the text of the year are: the workspace, or of a
            closed year a folder with what was kept.
        lies_there: whether a returned file of that name still lies in its folder.
        closed_reports: of a closed year, the hash of each file as it was then, by format.
    """

    moment: Moment
    workspace: Workspace
    texts: Workspace
    lies_there: Callable[[str], bool] = _anywhere
    closed_reports: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def basis_of(
    workspace: Workspace,
    register: Register,
    catalogue: Catalogue,
    year: int,
    as_of: date | None = None,
) -> Iterator[Basis]:
    """What the report of a year is made from, now or as of a day.

    Of a closed year it is what was kept when it was closed; of a day before that, what the register
    knew on that day.

    Raises:
        ConfigurationError: the day is to come or before the register's first; what was kept cannot
            be read any more.
    """
    moment = (
        present(register, catalogue)
        if as_of is None
        else at_end_of(as_of, workspace, register, catalogue)
    )
    closing = moment.state.closing_of(year)
    if closing is None:
        lies_there = workspace.holds if as_of is None else _anywhere
        yield Basis(moment, workspace, workspace, lies_there)
        return
    with TemporaryDirectory() as folder:
        yield _kept(workspace, register, catalogue, closing, Path(folder))


def basis_to_close(workspace: Workspace, register: Register, catalogue: Catalogue) -> Basis:
    """What the report of a year is made from that is about to be closed."""
    return Basis(present(register, catalogue), workspace, workspace)


def _kept(
    workspace: Workspace, register: Register, catalogue: Catalogue, closing: Decision, folder: Path
) -> Basis:
    files = register.kept_files(closing.id)
    for name, content in files.items():
        path = folder / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    texts = Workspace(folder)
    names = {texts.name_of(texts.catalogue / name): name for name in CODE_LIST_FILES}
    lists = {short: files[name] for name, short in names.items() if name in files}
    try:
        then = read_catalogue(lists, FORMS, workspace.catalogue)
    except ConfigurationError as problem:
        raise ConfigurationError(
            f"Chương trình này không đọc được danh mục đã lưu khi chốt năm {closing.year}; hãy "
            f"dùng phiên bản chương trình của lúc chốt.\n{problem}"
        ) from problem
    moment = after_entry(closing.id - 1, workspace, register, then)
    return Basis(
        Moment(moment.state, then, moment.last, moment.day, closing.recorded_at),
        workspace,
        texts,
        closed_reports=register.report_hashes(closing.id),
    )
