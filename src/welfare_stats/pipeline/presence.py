"""Which of the files that count are still where they were received."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from welfare_stats.errors import ConfigurationError
from welfare_stats.register import Receipt, RegisterState
from welfare_stats.workspace import Workspace


def gone_files(workspace: Workspace, state: RegisterState, files: Sequence[Path]) -> list[Receipt]:
    """Files of ``data/raw`` that count and lie there no more, under no name.

    Args:
        workspace: of which they are.
        state: says what counts.
        files: all that lies there.

    Raises:
        ConfigurationError: a year's folder has none of its known files left, or cannot be read: it
            is rather out of reach than emptied.
    """
    names = {workspace.name_of(path) for path in files}
    raw = PurePosixPath(workspace.name_of(workspace.raw))
    standing = state.standing_receipts()
    missing = [r for r in standing if r.path not in names and raw in PurePosixPath(r.path).parents]
    if not missing:
        return []
    moved = set(contents(path for path in files if workspace.name_of(path) not in state.latest))
    missing = [receipt for receipt in missing if receipt.sha256 not in moved]
    counting = [receipt for receipt in standing if raw in PurePosixPath(receipt.path).parents]
    # Of files right in the folder each is alone: they are out of reach only where nothing is left.
    in_years = [r for r in counting if not files or PurePosixPath(r.path).parent != raw]
    _refuse_vanished_years(workspace, in_years, missing)
    unreadable = {workspace.name_of(path) for path in files if path.is_dir()}
    return [receipt for receipt in missing if not _lies_below(receipt.path, unreadable)]


def _lies_below(name: str, folders: Collection[str]) -> bool:
    return any(parent.as_posix() in folders for parent in PurePosixPath(name).parents)


def contents(files: Iterable[Path]) -> Iterator[str]:
    """Hashes of files: by them those that were only renamed are recognised."""
    for path in files:
        try:
            yield sha256(path.read_bytes()).hexdigest()
        except OSError:
            continue


def _refuse_vanished_years(
    workspace: Workspace, counting: Sequence[Receipt], missing: Sequence[Receipt]
) -> None:
    lost = {receipt.id for receipt in missing}
    by_folder: dict[PurePosixPath, list[Receipt]] = defaultdict(list)
    depth = len(PurePosixPath(workspace.name_of(workspace.raw)).parts) + 1
    for receipt in counting:
        by_folder[PurePosixPath(*PurePosixPath(receipt.path).parts[:depth])].append(receipt)
    for folder, receipts in by_folder.items():
        if all(receipt.id in lost for receipt in receipts):
            raise ConfigurationError(
                f"Không thấy tệp nào trong {len(receipts)} tệp đã ghi nhận của {folder}. Có thể "
                "thư mục đã bị chuyển đi, chưa kết nối ổ đĩa hoặc không có quyền đọc: hãy đưa các "
                "tệp trở lại rồi chạy lại. Tệp không còn được tính nữa thì dùng “welfare-stats "
                "exclude”."
            )
