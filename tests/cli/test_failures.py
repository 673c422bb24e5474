"""Each command under each fault of an ordinary day: what is said, and that nothing is lost.

Before and after a command that could not do its work, the tree is the same, but for what a run
rightly writes (its lock, an empty register, the log): nothing half-written, nothing lost.
"""

import errno
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from intake import save
from welfare_stats.cli import main
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Register
from welfare_stats.report.year_text import SECTIONS
from welfare_stats.workspace import Workspace
from workbooks import centre, district, home, put

Captured = pytest.CaptureFixture[str]
Fault = Callable[[pytest.MonkeyPatch, Path], None]


def tree(root: Path) -> dict[str, bytes]:
    """Every file below, but the register, whose journal comes and goes, and the lock."""
    kept = ("register.sqlite", ".lock", "error.log")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(kept)
    }


def run(capsys: Captured, workspace: Workspace, *words: str) -> tuple[int, str]:
    capsys.readouterr()
    status = main(["--workspace", str(workspace.root), *words])
    return status, capsys.readouterr().err


# --- faults ------------------------------------------------------------------------------------


def refused(number: int, *, when: Callable[[Path], bool]) -> Fault:
    """Opening for writing fails, as the system would let it fail."""

    def inject(monkeypatch: pytest.MonkeyPatch, below: Path) -> None:
        plain = os.open

        def failing(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
            here = Path(os.fsdecode(path)) if not isinstance(path, int) else None
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if here is not None and writes and below in here.parents and when(here):
                raise OSError(number, os.strerror(number), str(here))
            return plain(path, flags, *args, **kwargs)

        monkeypatch.setattr(os, "open", failing)

    return inject


def held_open(monkeypatch: pytest.MonkeyPatch, below: Path) -> None:
    """The last file to be replaced is open in Word, as on Windows."""
    plain = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if below in Path(target).parents and Path(target).suffix == ".xlsx" and "new" in path.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path), None, str(target))
        return plain(path, target)

    monkeypatch.setattr(Path, "replace", failing)


def partial(path: Path) -> bool:
    return path.name.endswith(".partial")


FAULTS = {
    "disk full": (refused(errno.ENOSPC, when=partial), "ổ đĩa đã đầy"),
    "read-only disk": (refused(errno.EROFS, when=partial), "ổ đĩa chỉ cho đọc"),
    "no permission": (refused(errno.EACCES, when=partial), "không có quyền"),
    "path too long": (refused(errno.ENAMETOOLONG, when=partial), "quá dài"),
    "open in Word": (held_open, "đang mở trong Word hay Excel"),
}
REASON = ["--reason", "vì thử", "--by", "Mẫu"]
WRITERS = {
    "report": (["report", "--year", "2018"], "reports/2018"),
    "template": (["template", "--year", "2018", "--unit", "170"], "templates/2018"),
}


@pytest.fixture
def filled(workspace: Workspace, catalogue: Catalogue) -> Workspace:
    save(workspace, "a.xlsx", home())
    ingest(workspace, catalogue)
    written = "".join(f"# {heading}\nKhông.\n" for heading in SECTIONS)
    workspace.year_text("2018").write_text(written, "utf-8")
    return workspace


@pytest.mark.parametrize("is_again", [False, True], ids=["first", "again"])
@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_command_that_cannot_write_says_so_and_changes_nothing(
    fault: str,
    command: str,
    is_again: bool,
    filled: Workspace,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words, folder = WRITERS[command]
    if is_again:
        assert run(capsys, filled, *words)[0] == 0
        save(filled, "a.xlsx", put(home(), "CS-01!G7", 201))
        assert run(capsys, filled, "ingest")[0] == 0
    before = tree(filled.root)
    inject, said = FAULTS[fault]
    with monkeypatch.context() as patched:
        inject(patched, filled.processed / folder)
        status, err = run(capsys, filled, *words)
    assert status == 2
    assert err.count("\n") == 1
    assert said in err
    assert f"{folder}/" in err
    assert ".partial" not in err
    assert tree(filled.root) == before
    assert run(capsys, filled, *words)[0] == 0  # once it is mended, it works


@pytest.mark.parametrize("fault", FAULTS)
def test_feedback_that_cannot_be_written_is_said_and_made_up_for(
    fault: str, workspace: Workspace, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", -1))
    inject, said = FAULTS[fault]
    with monkeypatch.context() as patched:
        inject(patched, workspace.feedback)
        status, err = run(capsys, workspace, "ingest")
    assert status == 1  # the verdict stands
    assert "Không ghi hoặc xóa được tệp phản hồi" in err
    assert said in err
    assert list(workspace.feedback.glob("*")) == []
    assert run(capsys, workspace, "ingest")[0] == 0
    assert [path.name for path in workspace.feedback.iterdir()] == ["a.xlsx.phan-hoi.xlsx"]


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "open in Word"])
def test_init_that_cannot_write_says_so_and_leaves_nothing(
    fault: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    inject, said = FAULTS[fault]
    with monkeypatch.context() as patched:
        inject(patched, tmp_path / "kho" / "templates")  # when the catalogue is written already
        assert main(["init", str(tmp_path / "kho")]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "kho/templates/" in err
    assert list(tmp_path.iterdir()) == []
    assert main(["init", str(tmp_path / "kho")]) == 0


# --- a real disk that is full ------------------------------------------------------------------


@contextmanager
def small_disk(place: Path, kibibytes: int) -> Iterator[Path]:
    """A disk of a few hundred KiB; only root may make one."""
    place.mkdir()
    if os.system(f"mount -t tmpfs -o size={kibibytes}k tmpfs '{place}' 2>/dev/null"):
        pytest.skip("no disk can be mounted here")
    try:
        yield place
    finally:
        os.system(f"umount '{place}'")


COMMANDS = {
    "init": ["init", "{disk}/kho 2"],
    "template": ["template", "--year", "2018"],
    "check": ["check", "{raw}"],
    "ingest": ["ingest"],
    "waive": ["waive", "{raw}/2018/b.xlsx", "--code", "sum.parts-differ", *REASON],
    "exclude": ["exclude", "{raw}/2018/a.xlsx", *REASON],
    "include": ["include", "{raw}/2018/e.xlsx", *REASON],
    "dismiss": ["dismiss", "{raw}/2018/b.xlsx", *REASON],
    "close": ["close", "--year", "2018", *REASON],
    "reopen": ["reopen", "--year", "2018", *REASON],
    "status": ["status", "--year", "2018"],
    "history": ["history", "--year", "2018"],
    "report": ["report", "--year", "2018"],
    "explain": ["explain", "--year", "2018", "--case-type", "nuoi_duong"],
}
ONLY_READ = {"check", "status", "history", "explain"}


def fill(disk: Path) -> None:
    with (disk / "day").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"0" * 4096)


def make_read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def rows(workspace: Workspace) -> list[str]:
    """The register's contents, whatever its files look like."""
    with Register.open(workspace.register) as register:
        return [str(entry) for entry in register.history().entries]


def prepared(disk: Path) -> Workspace:
    """A counted, a returned, an excluded and a new file, on a disk of its own."""
    assert main(["init", str(disk / "kho")]) == 0
    workspace = Workspace(disk / "kho")
    save(workspace, "a.xlsx", home())
    save(workspace, "b.xlsx", put(district(), "HX-02!E9", 1091))
    save(workspace, "e.xlsx", centre())
    place = ["--workspace", str(workspace.root)]
    assert main([*place, "ingest"]) == 1
    assert main([*place, "exclude", str(workspace.raw / "2018" / "e.xlsx"), *REASON]) == 0
    save(workspace, "c.xlsx", put(home(), "CS-01!G7", 201))
    return workspace


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("break_disk", [fill, make_read_only])
def test_no_command_fails_badly_on_a_real_disk_that_takes_nothing(
    break_disk: Callable[[Path], None], command: str, tmp_path: Path, capsys: Captured
) -> None:
    with small_disk(tmp_path / "disk", kibibytes=2000) as disk:
        workspace = prepared(disk)
        if command == "reopen":
            assert run(capsys, workspace, *COMMANDS["close"])[0] == 0
        words = [w.format(disk=disk, raw=workspace.raw) for w in COMMANDS[command]]
        before, entries = tree(workspace.root), rows(workspace)
        break_disk(disk)
        status, err = run(capsys, workspace, *words)
        assert "Traceback" not in err
        assert "bất ngờ" not in err
        if status == 2:
            assert re.search(
                "đầy|chỉ cho đọc|không có quyền|không mở được|không đọc hoặc ghi", err
            ), err
        else:
            assert command in ONLY_READ, err
            assert status in (0, 1)
        if break_disk is make_read_only:
            subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        else:
            (disk / "day").unlink()
        assert tree(workspace.root) == before
        assert rows(workspace) == entries
        assert run(capsys, workspace, *words)[0] in (0, 1)  # once it is mended, it works


# --- what somebody has edited ------------------------------------------------------------------


def test_an_edited_report_stays_and_the_new_one_lies_beside_it(
    filled: Workspace, capsys: Captured
) -> None:
    words = ["report", "--year", "2018", "--format", "html"]
    assert run(capsys, filled, *words) == (0, "")
    report = filled.reports(2018) / "bao-cao-2018.html"
    beside = filled.reports(2018) / "bao-cao-2018.moi.html"
    assert run(capsys, filled, *words) == (0, "")  # nobody has edited it
    report.write_text("Đã sửa", "utf-8")
    for _ in range(2):
        status, err = run(capsys, filled, *words)
        assert status == 0
        assert "bao-cao-2018.html đã có người sửa nên được giữ nguyên" in err
        assert "bao-cao-2018.moi.html" in err
        assert report.read_text("utf-8") == "Đã sửa"
        assert "200" in beside.read_text("utf-8")
    beside.write_text("Cũng đã sửa", "utf-8")
    status, err = run(capsys, filled, *words)
    assert status == 2
    assert "đều đã có người sửa" in err
    assert (report.read_text("utf-8"), beside.read_text("utf-8")) == ("Đã sửa", "Cũng đã sửa")
    report.unlink()
    assert run(capsys, filled, *words) == (0, "")


def test_what_the_office_has_to_write_is_named_and_a_blank_file_lies_there(
    filled: Workspace, capsys: Captured
) -> None:
    words = ["report", "--year", "2018", "--format", "html"]
    text = filled.year_text("2018")
    text.write_text("# Căn cứ\nCăn cứ A;\n# Nguyên nhân\n[Gợi ý]\n", "utf-8")
    status, err = run(capsys, filled, *words)
    assert status == 0
    assert "Phòng chuyên môn còn phải viết: Tình hình chung, công tác chỉ đạo; Kết quả" in err
    assert f"Ghi vào {text}" in err
    assert run(capsys, filled, "--quiet", *words) == (0, "")
    text.unlink()
    run(capsys, filled, *words)
    assert text.read_bytes() == filled.year_text("mau").read_bytes()


def test_figures_that_stand_in_no_table_are_named(filled: Workspace, capsys: Captured) -> None:
    tables = filled.catalogue / "tables.csv"
    lines = tables.read_text("utf-8").splitlines(keepends=True)
    tables.write_text("".join(x for x in lines if "CSND" not in x), "utf-8")
    status, err = run(capsys, filled, "report", "--year", "2018", "--format", "html")
    assert status == 0
    assert "Có số liệu nhưng không đứng trong bảng nào: Đối tượng được quản lý" in err
    assert "thêm dòng vào catalogue/tables.csv" in err


def test_a_blank_workbook_of_one_form_does_not_take_the_place_of_the_whole_one(
    workspace: Workspace, capsys: Captured
) -> None:
    assert run(capsys, workspace, "template", "--year", "2018", "--unit", "170")[0] == 0
    before = tree(workspace.root)
    words = ["template", "--year", "2018", "--unit", "170", "--form", "DS-01"]
    assert run(capsys, workspace, *words)[0] == 0
    after = tree(workspace.root)
    assert {name: after[name] for name in before} == before
    assert all("DS-01" in name for name in after.keys() - before.keys())


def test_a_unit_with_a_slash_in_its_name_gets_its_workbook(
    workspace: Workspace, capsys: Captured
) -> None:
    units = workspace.catalogue / "units.csv"
    text = units.read_text("utf-8")
    units.write_text(text.replace("Huyện Võ Nhai", 'Huyện Võ Nhai/La Hiên "cũ"'), "utf-8")
    if text == units.read_text("utf-8"):
        pytest.fail("the catalogue has no such unit")
    status, err = run(capsys, workspace, "template", "--year", "2018", "--unit", "170")
    assert (status, err) == (0, "")


def test_a_wrong_name_in_a_template_is_said_with_line_and_names(
    filled: Workspace, capsys: Captured
) -> None:
    template = filled.templates / "bao-cao.txt.j2"
    text = template.read_text("utf-8")
    for wrong, said in [
        (
            '{{ part("nuoi_duong", "nữ") }}',
            "“nữ”; các tên được dùng: ethnic_minority, all, female",
        ),
        ('{{ part("khong_co", "female") }}', "“khong_co”"),
        ("{{ 1 / 0 }}", "không thực hiện được"),
        ("{{ year.thang.ngay }}", "không có tên “thang”"),
    ]:
        template.write_text(f"{text}\n{wrong}\n", "utf-8")
        status, err = run(capsys, filled, "report", "--year", "2018")
        assert status == 2
        assert f"bao-cao.txt.j2, dòng {len(text.splitlines()) + 2}: " in err, err
        assert said in err


@pytest.mark.parametrize("day", ["03/9/2018", "2018-09-03", "3.9.2018"])
def test_days_are_taken_as_people_and_as_programs_write_them(
    day: str, workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "a.xlsx", home())
    assert run(capsys, workspace, "ingest", "--received-on", day) == (0, "")
    main(["--workspace", str(workspace.root), "status", "--year", "2018"])
    assert "03/9/2018" in capsys.readouterr().out
