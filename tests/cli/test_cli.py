"""The command line, as people and as scripts use it."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from conftest import REPOSITORY
from intake import save
from welfare_stats.cli import _COMMANDS, main
from welfare_stats.workspace import Workspace
from workbooks import district, home, put, workbook_bytes

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *words: str, workspace: Workspace | None = None) -> tuple[int, str, str]:
    """Run one command; returns its exit status, standard output and standard error."""
    place = ["--workspace", str(workspace.root)] if workspace else []
    status = main([*place, *words])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.parametrize("name", [*_COMMANDS])
def test_every_command_explains_itself_with_an_example(name: str, capsys: Captured) -> None:
    status, out, _ = run(capsys, name, "--help")
    assert status == 0
    assert out.startswith(f"Cách dùng: welfare-stats {name}")
    assert f"Ví dụ: welfare-stats {name}" in " ".join(out.split())
    english = re.search(r"\b(Usage|Options|Commands|Show this|default|required)\b", out)
    assert english is None, out


def test_the_program_lists_its_commands_in_vietnamese(capsys: Captured) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0
    for name, words in _COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(words)}$", out, re.MULTILINE)


def examples() -> list[str]:
    """Every example command of the README, of the guide and of the help texts."""
    found = set()
    for path in [REPOSITORY / "README.md", REPOSITORY / "docs" / "huong-dan.md"]:
        for block in re.findall(r"```\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            found |= {
                line.split("  ")[0]
                for line in block.splitlines()
                if line.startswith("welfare-stats ")
            }
    for path in (REPOSITORY / "src" / "welfare_stats" / "cli").glob("*.py"):
        found |= set(re.findall(r"Ví dụ: (welfare-stats .*)", path.read_text("utf-8")))
    return sorted(found)


@pytest.mark.parametrize("example", examples())
def test_every_documented_example_runs(
    example: str, workspace: Workspace, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "trung_tam.xlsx", home())
    # Only a finding can be accepted, and only the correction of a returned file be waited for.
    is_faulty = example.split()[1] in ("waive", "dismiss")
    save(workspace, "a.xlsx", put(district(), "HX-02!E9", 1091) if is_faulty else district())
    monkeypatch.chdir(workspace.root)
    if example.split()[1] == "diff":
        later = save(workspace, "b.xlsx", district("từ ngày 01/01/2019 đến ngày 31/8/2019"))
        (workspace.raw / "2019").mkdir()
        later.rename(workspace.raw / "2019" / "b.xlsx")
    assert main(["ingest"]) == is_faulty
    if example.split()[1] == "diff":
        assert main(["report", "--year", "2018"]) == 0
    if example.split()[1] == "reopen":
        assert main(["close", "--year", "2018", "--reason", "thử", "--by", "Mẫu"]) == 0
    if example.split()[1] == "include":
        assert main(["exclude", "data/raw/2018/a.xlsx", "--reason", "thử", "--by", "Mẫu"]) == 0
    is_overdue = example.split()[1] == "status"  # much of 2018 is, and "status" says so
    assert main(shlex.split(example)[1:]) == is_overdue, capsys.readouterr()


def test_there_are_examples_of_every_command() -> None:
    assert {example.split()[1] for example in examples()} == set(_COMMANDS)


WRONG_USAGE = [
    (["--khong-co"], "--khong-co"),
    (["khong-co"], "khong-co"),
    (["report"], "--year"),
    (["report", "--year", "hai nghìn"], "--year"),
    (["report", "--year", "1900"], "--year"),
    (["report", "--year", "2018", "--format", "doc"], "--format"),
    (["check"], "TỆP"),
    (["check", "khong-co.xlsx"], "khong-co.xlsx"),
    (["ingest", "--jobs", "0"], "--jobs"),
    (["ingest", "--jobs", "2", "--cluster", "tcp://may-chu:8786"], "chỉ ghi một trong hai"),
    (["ingest", "--cluster", "may-chu"], "“may-chu” không phải địa chỉ của một cụm máy Dask"),
    (["ingest", "--received-on", "31/9/2018"], "--received-on"),
    (["--quiet", "--verbose", "ingest"], "--quiet"),
    (["report", "--year", "2018"], "2018"),  # nothing is accepted yet
    (["explain", "--year", "2018", "--case-type", "khong_co"], "2018"),
]


@pytest.mark.parametrize(("words", "named"), WRONG_USAGE, ids=[" ".join(w) for w, _ in WRONG_USAGE])
def test_wrong_usage_is_one_line_and_exit_2(
    words: list[str], named: str, workspace: Workspace, capsys: Captured
) -> None:
    status, out, err = run(capsys, *words, workspace=workspace)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith("welfare-stats: ")
    assert named in err


def test_a_mistake_in_the_catalogue_is_reported_before_anything_runs(
    workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "a.xlsx", home())
    path = workspace.catalogue / "case_types.csv"
    path.write_text(path.read_text("utf-8").replace(",served,CS-01,", ",chay,CS-01,", 1))
    status, out, err = run(capsys, "ingest", workspace=workspace)
    assert (status, out) == (2, "")
    assert "case_types.csv, dòng 5, cột kind: “chay” không hợp lệ" in err
    assert not workspace.register_file.exists()


def test_outside_a_workspace_the_message_names_the_remedy(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, "ingest")
    assert status == 2
    assert "welfare-stats init" in err


def test_the_environment_may_name_the_workspace(
    workspace: Workspace, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WELFARE_STATS_WORKSPACE", str(workspace.root))
    assert run(capsys, "ingest")[:2] == (0, "Không có tệp nào để đọc.\n")


def test_ingest_prints_findings_and_a_table(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a.xlsx", home())
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    status, out, _ = run(capsys, "ingest", workspace=workspace)
    assert status == 1
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[0] == "data/raw/2018/b.xlsx"
    assert lines[1].startswith("  lỗi      HX-01!G7  Cột “Cuối kỳ”: số đếm phải là số nguyên")
    assert re.match(
        r"data/raw/2018/a\.xlsx +CSTG-01 +CS-01 +01/01/2018 – 31/8/2018 +được tính", lines[4]
    )
    assert re.match(r"data/raw/2018/b\.xlsx +170 +HX-01, HX-02 .* bị trả lại +1", lines[5])
    assert lines[6] == "2 tệp: 1 được tính, 1 bị trả lại, 0 không đọc được, 0 không đổi."


def test_json_is_the_object_of_the_command_line_contract(
    workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    save(workspace, "c.xlsx", b"")
    status, out, _ = run(capsys, "ingest", "--json", workspace=workspace)
    document = json.loads(out)
    assert status == 1
    assert document["counts"] == {"accepted": 0, "rejected": 1, "unreadable": 1, "unchanged": 0}
    bad, empty = document["files"]
    assert len(bad.pop("sha256")) == 64
    assert bad == {
        "path": "data/raw/2018/b.xlsx",
        "outcome": "rejected",
        "unit": "170",
        "forms": ["HX-01", "HX-02"],
        "period": {"start": "2018-01-01", "end": "2018-08-31"},
        "findings": [
            {
                "code": "cell.fraction-in-count",
                "severity": "error",
                "sheet": "HX-01",
                "cell": "G7",
                "value": 26.85,
                "message": "Cột “Cuối kỳ”: số đếm phải là số nguyên, ô có giá trị 26,85.",
                "hint": "Có thể Excel đã đổi 26.850 thành 26,85: nếu số đúng là 26.850 thì gõ "
                "26850, không gõ dấu chấm; xem lại cả cột, vì 1.000 có thể đã thành 1.",
            }
        ],
    }
    assert (empty["outcome"], empty["unit"], empty["forms"], empty["period"]) == (
        "unreadable",
        None,
        [],
        None,
    )
    assert empty["findings"][0]["cell"] is None
    status, out, _ = run(capsys, "check", "--json", str(workspace.raw), workspace=workspace)
    assert (status, json.loads(out)["files"][0]["findings"]) == (1, bad["findings"])


def test_quiet_prints_only_what_needs_a_person(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a.xlsx", home())
    assert run(capsys, "--quiet", "ingest", workspace=workspace) == (0, "", "")
    assert run(capsys, "--quiet", "ingest", workspace=workspace) == (0, "", "")
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    status, out, _ = run(capsys, "--quiet", "ingest", workspace=workspace)
    assert status == 1
    assert "HX-01!G7" in out


def test_quiet_names_only_the_files_that_need_a_person(
    workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "a.xlsx", home())
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    save(workspace, "thu.docx", b"PK")
    _, out, _ = run(capsys, "--quiet", "ingest", workspace=workspace)
    assert "b.xlsx" in out
    assert "a.xlsx" not in out
    assert "thu.docx" not in out


def test_check_says_nothing_that_only_ingest_may_say(
    workspace: Workspace, capsys: Captured
) -> None:
    good = save(workspace, "a.xlsx", home())
    bad = save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    status, out, _ = run(capsys, "check", str(good), str(bad), workspace=workspace)
    assert status == 1
    assert "được tính" not in out
    assert "bị trả lại" not in out
    assert out.splitlines()[-1] == "2 tệp: 1 đạt, 1 có lỗi, 0 không đọc được."


def test_a_replacement_is_said_without_verbose(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a.xlsx", home())
    run(capsys, "ingest", workspace=workspace)
    save(workspace, "sua.xlsx", put(home(), "CS-01!G7", 201))
    _, out, _ = run(capsys, "ingest", workspace=workspace)
    assert "biểu CS-01 của tệp này thay cho tệp “data/raw/2018/a.xlsx” đã nhận trước" in out
    save(workspace, "sua.xlsx", put(home(), "CS-01!G7", 202))
    _, out, _ = run(capsys, "ingest", workspace=workspace)
    assert "được tính, thay bản trước cùng tên" in out
    save(workspace, "sua.xlsx", put(home(), "CS-01!G7", 203))
    assert run(capsys, "--quiet", "ingest", workspace=workspace) == (0, "", "")


def test_what_is_new_is_listed_and_the_rest_is_counted(
    workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "a.xlsx", home())
    save(workspace, "thu.docx", b"PK")
    _, out, _ = run(capsys, "ingest", workspace=workspace)
    assert "Không phải biểu mẫu: data/raw/2018/thu.docx." in out
    save(workspace, "z.xlsx", district())
    save(workspace, "thu 2.docx", b"PK2")
    _, out, _ = run(capsys, "ingest", workspace=workspace)
    assert "a.xlsx" not in out
    assert "thu.docx" not in out
    assert "Không phải biểu mẫu: data/raw/2018/thu 2.docx." in out
    assert "Ngoài ra có 1 tệp không phải biểu mẫu đã nêu ở lần chạy trước." in out
    assert "2 tệp: 1 được tính, 0 bị trả lại, 0 không đọc được, 1 không đổi." in out
    _, out, _ = run(capsys, "ingest", workspace=workspace)
    assert "2 tệp không phải biểu mẫu, đã nêu ở lần chạy trước." in out
    _, out, _ = run(capsys, "--verbose", "ingest", workspace=workspace)
    assert "a.xlsx" in out


@pytest.mark.parametrize("flags", [[], ["--quiet"]])
@pytest.mark.parametrize("is_good", [True, False])
def test_a_file_saved_over_that_of_another_unit_is_never_silent(
    flags: list[str], is_good: bool, workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "bao cao 8 thang.xlsx", home())
    run(capsys, "ingest", workspace=workspace)
    other = district() if is_good else put(district(), "HX-01!G7", 26.85)
    save(workspace, "bao cao 8 thang.xlsx", other)
    _, out, _ = run(capsys, *flags, "ingest", workspace=workspace)
    assert "Tệp cùng tên đã nhận trước là của đơn vị CSTG-01" in out
    assert ("vẫn được tính" in out) is not is_good
    _, out, _ = run(capsys, *flags, "status", "--year", "2018", workspace=workspace)
    lost = "Số liệu của đơn vị CSTG-01 không còn được tính vì tệp"
    kept = "số liệu của đơn vị CSTG-01 vẫn được tính: hãy lưu lại tệp đó"
    assert (lost if is_good else kept) in out


def test_later_runs_mention_a_file_that_is_still_returned(
    workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    run(capsys, "ingest", workspace=workspace)
    status, out, _ = run(capsys, "ingest", workspace=workspace)
    assert status == 0
    assert "(1 tệp đã bị trả lại từ trước, chưa có bản sửa)" in out


def test_a_held_lock_is_exit_75(workspace: Workspace, capsys: Captured) -> None:
    with FileLock(workspace.lock):
        status, _, err = run(capsys, "ingest", workspace=workspace)
    assert status == 75
    assert "Một lần chạy khác" in err


def test_an_unexpected_error_is_logged_and_no_trace_is_shown(
    workspace: Workspace, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = "Người Mẫu Một"

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(person)

    monkeypatch.setattr("welfare_stats.register.Register.record", fail)
    save(workspace, "a.xlsx", home())
    status, out, err = run(capsys, "ingest", workspace=workspace)
    assert (status, out) == (3, "")
    assert "Traceback" not in err
    assert "error.log" in err
    log = workspace.error_log.read_text("utf-8")
    assert "RuntimeError" in log
    assert "Mẫu" not in log
    assert "Python" in log


def test_a_file_name_cannot_command_the_terminal(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a\x1b[31m\u202exslx.xlsx", b"")
    _, out, _ = run(capsys, "ingest", workspace=workspace)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert r"a\x1b[31m\u202exslx.xlsx" in out


def test_explain_leads_back_to_the_cell(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "b.xlsx", district())
    run(capsys, "ingest", workspace=workspace)
    words = ["explain", "--year", "2018", "--case-type", "tro_cap_cong_dong"]
    status, out, _ = run(capsys, *words, workspace=workspace)
    assert status == 0
    assert out.startswith("Hưởng trợ cấp xã hội hàng tháng tại cộng đồng: 2.930 người\n")
    assert re.search(
        r"170 +— +tc_cao_tuoi +31/8/2018 +2\.020 +data/raw/2018/b\.xlsx +HX-01 +G8", out
    )
    _, out, _ = run(capsys, *words, "--unit", "171", "--json", workspace=workspace)
    assert json.loads(out) == {
        "year": 2018,
        "period": {"start": "2018-01-01", "end": "2018-08-31"},
        "case_type": "tro_cap_cong_dong",
        "measure": "total",
        "breakdown": "all",
        "unit": "171",
        "value": None,
        "is_estimate": False,
        "lacking": [],
        "sources": [],
    }


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["tc_cao_tuoi", "--measure", "Đầu kỳ"], "Người cao tuổi (đầu kỳ): 2.000 người"),
        (["tc_cao_tuoi", "--breakdown", "nữ"], "Người cao tuổi (nữ): 1.200 người"),
        (["tc_cao_tuoi", "--measure", "female"], "Người cao tuổi (nữ): 1.200 người"),
        (["Người khuyết tật nặng", "--unit", "H. Võ Nhai"], "Người khuyết tật nặng, Huyện Võ Nhai"),
        (["tc_cao_tuoi", "--unit", "170"], "(tro_cap_cong_dong): 2.020 / 2.930 = 68,9%."),
        (["người"], "“người” là tên của nhiều chỉ tiêu, hãy ghi mã: tc_dang_hoc_16_22"),
        (["tc_cao_tuoi", "--measure", "số tiền"], "chỉ tiêu này không có cột “số tiền”; các cột"),
        (["tc_cao_tuoi", "--measure", "tổng số"], "Người cao tuổi: 2.020 người"),
        (["tc_cao_tuoi", "--unit", "17O"], "không có đơn vị “17O” trong danh mục năm 2018"),
        (["tc_cao_tuoi", "--period", "9-thang"], "không có kỳ báo cáo “9-thang”"),
        (["tc_cao_tuoi", "--period", "6-thang"], "Chưa có số liệu nào của kỳ này năm 2018"),
        (["co_so_nuoi_duong"], "Chương trình đếm từ danh mục đơn vị"),
    ],
)
def test_explain_takes_words_for_codes(
    words: list[str], expected: str, workspace: Workspace, capsys: Captured
) -> None:
    save(workspace, "b.xlsx", district())
    run(capsys, "ingest", workspace=workspace)
    _, out, err = run(
        capsys, "explain", "--year", "2018", "--case-type", *words, workspace=workspace
    )
    assert expected in out + err


def test_init_makes_a_workspace_once(capsys: Captured, tmp_path: Path) -> None:
    target = tmp_path / "moi"
    status, out, _ = run(capsys, "init", str(target))
    assert status == 0
    assert str(target) in out
    status, _, err = run(capsys, "init", str(target))
    assert status == 2
    assert "không ghi đè" in err


def test_the_program_runs_whatever_the_locale(workspace: Workspace) -> None:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "welfare_stats", "ingest", "--help"],
        cwd=workspace.root,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert "Cách dùng: welfare-stats ingest" in done.stdout.decode()


def test_ingest_says_where_the_feedback_files_are(workspace: Workspace, capsys: Captured) -> None:
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "nhiều"))
    assert main(["--workspace", str(workspace.root), "ingest"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[-1] == "Tệp phản hồi để gửi trả đơn vị: data/processed/feedback/"
    (workspace.raw / "2018" / "a.xlsx").write_bytes(workbook_bytes(home()))
    assert main(["--workspace", str(workspace.root), "ingest"]) == 0
    assert "phản hồi" not in capsys.readouterr().out


def test_many_findings_of_one_kind_are_abridged(workspace: Workspace, capsys: Captured) -> None:
    sheets = home()
    for column in "GHIJKL":
        put(put(sheets, f"CS-01!{column}7", "?"), f"CS-01!{column}8", "?")
    path = save(workspace, "a.xlsx", sheets)
    arguments = ["--workspace", str(workspace.root), "check", str(path)]
    assert main(arguments) == 1
    out = capsys.readouterr().out
    assert out.count("không phải là số") == 1
    assert "Còn 11 chỗ nữa cùng lỗi này: H7, I7, J7, K7 …" in out
    main([*arguments, "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert len(file["findings"]) == 12
