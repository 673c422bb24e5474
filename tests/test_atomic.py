"""Files that appear whole or not at all."""

from pathlib import Path

import pytest

from welfare_stats.atomic import UNFINISHED, write_atomically


@pytest.mark.parametrize("name", ["số.xlsx", "ệ" * 80 + ".xlsx", "x" * 250 + ".xlsx"])
def test_what_lay_there_is_replaced_and_nothing_else_left(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    for content in (b"first", b"second"):
        write_atomically(target, content)
        assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, content)]


def test_what_a_killed_run_left_is_no_hindrance(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    (tmp_path / f"a.xlsx{UNFINISHED}").write_bytes(b"half")
    write_atomically(target, b"whole")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"whole"]


def test_what_cannot_be_put_there_leaves_the_earlier_one(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.mkdir()
    with pytest.raises(OSError, match=r"a\.xlsx"):
        write_atomically(target, b"whole")
    assert target.is_dir()


def test_a_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "people.key"
    write_atomically(target, b"secret", mode=0o600)
    assert target.stat().st_mode & 0o777 == 0o600
