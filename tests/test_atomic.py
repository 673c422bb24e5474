"""Writing files completely or not at all."""

from pathlib import Path

import pytest

from welfare_stats.atomic import UNFINISHED, write_atomically, write_together


@pytest.mark.parametrize("name", ["số.xlsx", "ệ" * 80 + ".xlsx", "x" * 250 + ".xlsx"])
def test_an_existing_file_is_replaced_and_no_other_file_is_left(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    for content in (b"first", b"second"):
        write_atomically(target, content)
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_an_unfinished_file_of_a_killed_run_does_not_hinder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.xlsx"
    write_atomically(target, b"whole")
    with monkeypatch.context() as killed:
        killed.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write_atomically(target, b"half")
    assert len([path for path in tmp_path.iterdir() if path.name.endswith(UNFINISHED)]) == 1
    write_atomically(target, b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.mkdir()
    with pytest.raises(OSError, match=r"a\.xlsx"):
        write_atomically(target, b"whole")
    assert target.is_dir()


def test_the_permissions_are_as_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "people.key"
    write_atomically(target, b"secret", mode=0o600)
    assert target.stat().st_mode & 0o777 == 0o600


# --- several together --------------------------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_several_files_appear_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    write_together({tmp_path / "a": b"new", tmp_path / "b": b"new"})
    assert contents(tmp_path) == {"a": b"new", "b": b"new"}


@pytest.mark.parametrize("stuck", ["a", "b", "c"])
def test_where_one_cannot_be_replaced_all_stay_as_they_were(
    stuck: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"old")
    plain = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if Path(target).name == stuck and ".new" in path.name:
            raise PermissionError(13, "Permission denied", str(path), None, str(target))
        return plain(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing)
        with pytest.raises(OSError, match="Permission") as refused:
            write_together({tmp_path / name: b"new" for name in ("a", "b", "c")})
    assert refused.value.filename == str(tmp_path / stuck)
    assert contents(tmp_path) == {"a": b"old", "b": b"old"}


def test_names_that_differ_only_at_their_end_do_not_share_a_place(tmp_path: Path) -> None:
    names = [f"{'x' * 80}{number}.xlsx" for number in range(3)]
    write_together({tmp_path / name: name.encode() for name in names})
    assert contents(tmp_path) == {name: name.encode() for name in names}
