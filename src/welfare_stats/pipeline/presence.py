"""Which of the files that count are still where they were received."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from welfare_stats.collect.inbox import submitted_files
from welfare_stats.errors import ConfigurationError
from welfare_stats.register import Receipt, RegisterState
from welfare_stats.workspace import Workspace


def gone_files(workspace: Workspace, state: RegisterState) -> list[Receipt]:
    """Files of ``data/raw`` that count and lie there no more, under no name.

    Raises:
        ConfigurationError: a year's folder has none of its known files left, or cannot be read: it
            is rather out of reach than emptied.
    """
    files = submitted_files([workspace.raw])
    names = {workspace.name_of(path) for path in files}
    raw = PurePosixPath(workspace.name_of(workspace.raw))
    counting = [r for r in state.standing_receipts() if raw in PurePosixPath(r.path).parents]
    missing = [receipt for receipt in counting if receipt.path not in names]
    if missing:
        moved = set(contents(path for path in files if workspace.name_of(path) not in state.latest))
        missing = [receipt for receipt in missing if receipt.sha256 not in moved]
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
