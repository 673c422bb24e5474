"""Writing files completely or not at all."""

from pathlib import Path

import pytest

from welfare_stats.atomic import UNFINISHED, write_atomically


@pytest.mark.parametrize("name", ["số.xlsx", "ệ" * 80 + ".xlsx", "x" * 250 + ".xlsx"])
def test_an_existing_file_is_replaced_and_no_other_file_is_left(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    for content in (b"first", b"second"):
        write_atomically(target, content)
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


def test_an_unfinished_file_of_a_killed_run_does_not_hinder(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    (tmp_path / f"a.xlsx{UNFINISHED}").write_bytes(b"half")
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
