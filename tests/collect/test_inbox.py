"""Which files of a folder are read, which are ignored, and which are refused."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intake import DAY, save
from welfare_stats.cli import main
from welfare_stats.collect.inbox import ChangingFileError, receive, submitted_files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.assessing import Listener
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import district, home, workbook_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and links of POSIX")


@pytest.mark.parametrize(
    "name",
    [
        "~$bao cao.xlsx", ".~lock.bao cao.xlsx#", ".DS_Store", "Thumbs.db", "desktop.ini",
        "README.md", "~WRL0001.tmp", "bao cao.xlsx.crdownload", "bao cao.xlsx.part", "x.TMP",
    ],
)  # fmt: skip
def test_a_file_that_a_program_leaves_behind_is_ignored(name: str, workspace: Workspace) -> None:
    save(workspace, name, home())
    assert submitted_files([workspace.raw]) == []


def test_a_workbook_whose_name_begins_with_a_dot_is_read(workspace: Workspace) -> None:
    wanted = save(workspace, ".Võ Nhai.xlsx", home())
    save(workspace, "._Võ Nhai.xlsx", home())  # what macOS puts beside it
    assert submitted_files([workspace.raw]) == [wanted]


def test_folders_of_any_depth_are_read_except_hidden_ones(workspace: Workspace) -> None:
    wanted = save(workspace, "Gửi lần 2/Huyện/a.xlsx", home())
    save(workspace, ".git/a.xlsx", home())
    os.mkfifo(workspace.raw / "2018" / "ống")  # opening it would wait for ever
    assert submitted_files([workspace.raw]) == [wanted]


NAMES = [
    "báo cáo 'Võ Nhai' \"8 tháng\".xlsx",
    "hai\ndòng.xlsx",
    "\x1b[31mđỏ\x07.xlsx",
    "\u202excsx.xlsx",
    "--quiet.xlsx",
    "-rf",
    "a" * 250 + ".xlsx",
    "%s{0}{name}$(reboot);`reboot`.xlsx",
    os.fsdecode(b"b\xe1o c\xe1o.xlsx"),
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_of_any_name_is_read_and_shown_escaped(
    name: str,
    workspace: Workspace,
    catalogue: Catalogue,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = save(workspace, name, home())
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert result.outcome is Outcome.ACCEPTED
    result.path.encode("utf-8")  # whatever the bytes of the name
    (again,) = ingest(workspace, catalogue, received_on=DAY)
    assert again.outcome is Outcome.UNCHANGED
    path.write_bytes(workbook_bytes(home())[:900])
    assert main(["--workspace", str(workspace.root), "ingest"]) == 1
    assert not {"\x1b", "\x07", "\u202e"}.intersection(capsys.readouterr().out)
    main(["--workspace", str(workspace.root), "ingest", "--json"])
    files = json.loads(capsys.readouterr().out)["files"]
    assert [file["path"] for file in files] == [result.path]


# --- links ---------------------------------------------------------------------------------------


def link_to_file(workspace: Workspace, outside: Path) -> None:
    (outside / "mat.xlsx").write_bytes(workbook_bytes(home()))
    (workspace.raw / "mat.xlsx").symlink_to(outside / "mat.xlsx")


def link_to_folder(workspace: Workspace, outside: Path) -> None:
    (outside / "a.xlsx").write_bytes(workbook_bytes(home()))
    (workspace.raw / "thu muc").symlink_to(outside)


def link_to_nothing(workspace: Workspace, outside: Path) -> None:
    (workspace.raw / "mat.xlsx").symlink_to(outside / "khong co.xlsx")


def link_to_itself(workspace: Workspace) -> None:
    (workspace.raw / "lap.xlsx").symlink_to("lap.xlsx")


@pytest.mark.parametrize("make", [link_to_file, link_to_folder, link_to_nothing])
def test_a_link_out_of_the_folder_is_not_followed(
    make: Callable[[Workspace, Path], None],
    workspace: Workspace,
    catalogue: Catalogue,
    tmp_path: Path,
) -> None:
    outside = tmp_path / "ngoai"
    outside.mkdir()
    make(workspace, outside)
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert result.outcome is Outcome.UNREADABLE
    assert [f.code for f in result.findings] == ["file.link-outside"]


def test_links_are_followed_within_the_folder_and_where_it_is_a_link_itself(
    workspace: Workspace, catalogue: Catalogue, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "o cung lon"
    workspace.raw.rename(elsewhere)
    workspace.raw.symlink_to(elsewhere)
    path = save(workspace, "a.xlsx", home())
    (path.parent / "b.xlsx").symlink_to("a.xlsx")
    (workspace.raw / "nam nay").symlink_to("2018")
    results = ingest(workspace, catalogue, received_on=DAY)
    assert [r.outcome for r in results] == [Outcome.ACCEPTED, Outcome.UNCHANGED]


def test_a_link_to_itself_does_not_stop_the_run(workspace: Workspace, catalogue: Catalogue) -> None:
    link_to_itself(workspace)
    save(workspace, "a.xlsx", home())
    good, loop = ingest(workspace, catalogue, received_on=DAY)
    assert good.outcome is Outcome.ACCEPTED
    assert [f.code for f in loop.findings] == ["file.not-opened"]


def test_a_pipe_is_refused_and_not_waited_for(workspace: Workspace, catalogue: Catalogue) -> None:
    path = save(workspace, "a.xlsx", home())
    os.mkfifo(path.parent / "ong")
    (path.parent / "b.xlsx").symlink_to("ong")
    good, pipe = ingest(workspace, catalogue, received_on=DAY)
    assert good.outcome is Outcome.ACCEPTED
    assert [f.code for f in pipe.findings] == ["file.not-opened"]


def test_a_link_that_the_user_names_is_followed(
    workspace: Workspace, catalogue: Catalogue, tmp_path: Path
) -> None:
    target, link = tmp_path / "a.xlsx", tmp_path / "loi tat.xlsx"
    target.write_bytes(workbook_bytes(home()))
    link.symlink_to(target)
    (result,) = ingest(workspace, catalogue, paths=[link], received_on=DAY)
    assert result.outcome is Outcome.ACCEPTED


# --- files that are being written ----------------------------------------------------------------


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_run(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = save(workspace, "a.xlsx", home())
    save(workspace, "b.xlsx", district())
    fstat = os.fstat

    def seen_before_the_rest_came(descriptor: int) -> os.stat_result:
        status = fstat(descriptor)
        if status.st_ino == growing.stat().st_ino:
            with growing.open("ab") as file:
                file.write(b"phan con lai")
        return status

    left_for_later: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", seen_before_the_rest_came)
        with pytest.raises(ChangingFileError):
            receive(workspace, growing)
        results = ingest(
            workspace, catalogue, received_on=DAY, listener=Listener(changing=left_for_later.append)
        )
    assert [(r.path, r.outcome) for r in results] == [("data/raw/2018/b.xlsx", Outcome.ACCEPTED)]
    assert left_for_later == ["data/raw/2018/a.xlsx"]
    save(workspace, "a.xlsx", home())
    both = ingest(workspace, catalogue, received_on=DAY)
    assert [r.outcome for r in both] == [Outcome.ACCEPTED, Outcome.UNCHANGED]
