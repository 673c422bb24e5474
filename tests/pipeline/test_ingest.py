"""Taking files in: which are read, which supersede others, and what a second run does."""

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from intake import DAY, run, save
from welfare_stats.cli import main
from welfare_stats.cli.outcomes import summary
from welfare_stats.collect.inbox import submitted_files
from welfare_stats.design.catalogue import Catalogue, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError, LockedError
from welfare_stats.findings.waivers import Waiver
from welfare_stats.pipeline.assessing import FileResult, Listener
from welfare_stats.pipeline.check import check
from welfare_stats.pipeline.decide import exclude, waive
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Receipt, Register, RegisterState, state_after
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import (
    FIRST_ROW,
    centre,
    cs01_centre,
    cs01_home,
    district,
    ds01,
    home,
    hx01,
    put,
    workbook_bytes,
)

HALF = "từ ngày 01/01/2018 đến ngày 30/6/2018"
DAI_TU = ("171", "Phòng Lao động - Thương binh và Xã hội huyện Đại Từ")
SUMMER = "từ ngày 01/7/2018 đến ngày 31/8/2018"


def state_of(workspace: Workspace) -> RegisterState:
    with Register.open(workspace.register) as register:
        return state_after(register.history().entries)


def receipts(workspace: Workspace) -> list[Receipt]:
    return list(state_of(workspace).receipts.values())


def standing(workspace: Workspace) -> dict[str, list[str]]:
    """Forms that stand, by the name of the file."""
    found: dict[str, set[str]] = {}
    for statement in state_of(workspace).standing.statements():
        found.setdefault(Path(statement.path).name, set()).add(statement.scope[0])
    return {name: sorted(forms) for name, forms in found.items()}


def test_a_second_run_changes_nothing(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "vo_nhai.xlsx", district())
    assert run(workspace, catalogue) == ["vo_nhai.xlsx: accepted"]
    before = snapshot(workspace)
    assert run(workspace, catalogue) == ["vo_nhai.xlsx: unchanged"]
    assert snapshot(workspace) == before
    assert len(receipts(workspace)) == 1


def snapshot(workspace: Workspace) -> dict[str, bytes]:
    return {
        str(path.relative_to(workspace.processed)): path.read_bytes()
        for path in workspace.processed.rglob("*")
        if path.is_file()
    }


def test_one_bad_file_does_not_stop_the_others(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "a.xlsx", b"hong")
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", -1))
    save(workspace, "c.xlsx", home())
    assert run(workspace, catalogue) == [
        "a.xlsx: unreadable",
        "b.xlsx: rejected",
        "c.xlsx: accepted",
    ]
    assert standing(workspace) == {"c.xlsx": ["CS-01"]}


def test_a_file_that_may_not_be_read_is_reported_and_the_run_goes_on(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "a.xlsx", home())
    save(workspace, "b.xlsx", district())
    open_file = Path.open

    def refuse(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "a.xlsx":
            raise PermissionError(13, "Permission denied")
        return open_file(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    (refused, _) = results = ingest(workspace, catalogue, received_on=DAY)
    assert [r.outcome for r in results] == [Outcome.UNREADABLE, Outcome.ACCEPTED]
    assert [(f.code, f.cell) for f in refused.findings] == [("file.not-opened", None)]
    monkeypatch.undo()
    assert run(workspace, catalogue) == ["a.xlsx: accepted", "b.xlsx: unchanged"]


def test_a_file_that_takes_too_long_is_given_up(workspace: Workspace, catalogue: Catalogue) -> None:
    toml = workspace.root / "welfare-stats.toml"
    toml.write_text(toml.read_text("utf-8").replace("seconds = 60", "seconds = 0.001"), "utf-8")
    save(workspace, "a.xlsx", home())
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert result.outcome is Outcome.UNREADABLE
    assert [f.code for f in result.findings] == ["file.too-slow"]


@dataclass(frozen=True)
class Defective:
    catalogue: Catalogue
    secret: bytes = b""

    def __call__(self, file: object) -> None:
        raise RuntimeError("Người Mẫu Một")


def test_a_defect_of_the_reader_is_logged_and_reported_for_its_file(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfare_stats.validate.assess.Assessor", Defective)
    save(workspace, "a.xlsx", home())
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert [f.code for f in result.findings] == ["file.reader-failed"]
    log = workspace.error_log.read_text("utf-8")
    assert "RuntimeError" in log
    assert "Người Mẫu" not in log.rpartition("RuntimeError")[2]


def test_several_processes_give_the_same_result(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "a.xlsx", b"hong")
    save(workspace, "b.xlsx", district())
    save(workspace, "c.xlsx", centre())
    assert run(workspace, catalogue, jobs=2) == [
        "a.xlsx: unreadable",
        "b.xlsx: accepted",
        "c.xlsx: accepted",
    ]


def test_a_rejected_file_stays_rejected_without_being_read_again(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = save(workspace, "b.xlsx", put(district(), "HX-01!G7", -1))
    run(workspace, catalogue)
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert (result.outcome, result.still_returned) == (Outcome.UNCHANGED, True)
    assert [finding.code for finding in result.findings] == ["cell.negative"]
    assert run(workspace, catalogue, path) == ["b.xlsx: rejected"]  # named, it is read again


def test_a_rejected_file_is_read_again_when_the_catalogue_has_changed(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "b.xlsx", put(put(district(), "HX-01!B7", "tc_moi"), "HX-01!C7", "Trẻ em"))
    assert run(workspace, catalogue) == ["b.xlsx: rejected"]
    row = "tc_moi,Trẻ em,người,stock,HX-01,PLDTBXH,,,,,,cong_dong,,,,,2018-01-01,"
    with (workspace.catalogue / "case_types.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    assert run(workspace, load(workspace)) == ["b.xlsx: accepted"]


def load(workspace: Workspace) -> Catalogue:
    return load_catalogue(workspace.catalogue, FORMS)


def test_a_correction_supersedes_and_keeps_its_predecessor(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "ban 1.xlsx", home())
    run(workspace, catalogue)
    save(workspace, "ban 2.xlsx", put(home(), "CS-01!G7", 201))
    assert run(workspace, catalogue) == ["ban 1.xlsx: unchanged", "ban 2.xlsx: accepted"]
    assert standing(workspace) == {"ban 2.xlsx": ["CS-01"]}
    first, second = receipts(workspace)
    assert first.outcome is second.outcome is Outcome.ACCEPTED
    # The older file is still in the folder, but does not stand again.
    assert run(workspace, catalogue) == ["ban 1.xlsx: unchanged", "ban 2.xlsx: unchanged"]


def test_only_the_form_that_was_sent_again_is_superseded(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", district())
    run(workspace, catalogue)
    save(workspace, "b.xlsx", {"HX-02": district()["HX-02"]})
    run(workspace, catalogue)
    assert standing(workspace) == {"a.xlsx": ["HX-01"], "b.xlsx": ["HX-02"]}


def test_after_a_faulty_correction_the_accepted_file_still_stands(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "hai trăm"))
    assert run(workspace, catalogue) == ["a.xlsx: rejected"]
    first, second = receipts(workspace)
    assert [s.receipt for s in state_of(workspace).standing.statements()] == [first.id]
    assert second.outcome is Outcome.REJECTED


def test_superseded_content_that_is_put_back_stands_again(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    first, second = home(), put(home(), "CS-01!G7", 201)
    outcomes = []
    for sheets in (first, second, first):
        save(workspace, "a.xlsx", sheets)
        outcomes += run(workspace, catalogue)
    assert outcomes == ["a.xlsx: accepted"] * 3
    (standing,) = state_of(workspace).standing.statements()
    assert standing.receipt == receipts(workspace)[-1].id


def test_the_same_attachment_saved_twice_is_entered_once(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    content = workbook_bytes(home())
    save(workspace, "a.xlsx", content)
    save(workspace, "b.xlsx", content)
    assert run(workspace, catalogue) == ["a.xlsx: accepted", "b.xlsx: unchanged"]
    save(workspace, "a (1).xlsx", content)
    assert run(workspace, catalogue) == [
        "a (1).xlsx: unchanged",
        "a.xlsx: unchanged",
        "b.xlsx: unchanged",
    ]
    assert len(receipts(workspace)) == 1


def test_a_copy_or_a_moved_file_does_not_undo_a_correction(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    old = save(workspace, "a.xlsx", home())
    save(workspace, "a (1).xlsx", home())
    run(workspace, catalogue)
    save(workspace, "sua.xlsx", put(home(), "CS-01!G7", 201))
    run(workspace, catalogue)
    (old.parent / "cu").mkdir()
    old.rename(old.parent / "cu" / "a.xlsx")
    for _ in range(2):
        assert set(run(workspace, catalogue)) == {
            "a (1).xlsx: unchanged",
            "a.xlsx: unchanged",
            "sua.xlsx: unchanged",
        }
    assert standing(workspace) == {"sua.xlsx": ["CS-01"]}


def test_a_copy_of_a_superseded_file_stands_again_once_it_is_named(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    save(workspace, "b.xlsx", put(home(), "CS-01!G7", 201))
    run(workspace, catalogue)
    again = save(workspace, "gui lai.xlsx", home())
    assert "gui lai.xlsx: unchanged" in run(workspace, catalogue)
    assert run(workspace, catalogue, again) == ["gui lai.xlsx: accepted"]
    assert standing(workspace) == {"gui lai.xlsx": ["CS-01"]}


def test_of_two_versions_in_one_run_the_one_saved_later_stands(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    old = save(workspace, "vo nhai.xlsx", home())
    new = save(workspace, "ban sua - vo nhai.xlsx", put(home(), "CS-01!G7", 201))
    os.utime(old, (1, 1))
    os.utime(new, (2, 2))
    every = ingest(workspace, catalogue, received_on=DAY)
    assert summary(every).startswith("2 tệp: 1 được tính, 0 bị trả lại,")
    assert summary(every).endswith("1 đã có bản thay.")
    results = {Path(r.path).name: r for r in every}
    assert standing(workspace) == {new.name: ["CS-01"]}
    (finding,) = results[new.name].findings
    assert finding.code == "submission.replaces-in-same-run"
    assert "data/raw/2018/vo nhai.xlsx" in finding.message


def test_a_wrong_unit_code_can_be_taken_back(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "dai tu.xlsx", district(unit=DAI_TU))
    run(workspace, catalogue)
    save(workspace, "vo nhai.xlsx", put(district(unit=DAI_TU), "HX-01!K7", 901))
    run(workspace, catalogue)
    assert standing(workspace) == {"vo nhai.xlsx": ["HX-01", "HX-02"]}
    save(workspace, "vo nhai.xlsx", put(district(), "HX-01!K7", 901))
    run(workspace, catalogue)
    assert {(s.unit, Path(s.path).name) for s in state_of(workspace).standing.statements()} == {
        ("171", "dai tu.xlsx"),
        ("170", "vo nhai.xlsx"),
    }


def test_a_district_may_send_its_facilities_in_several_files(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    for number in (1, 4):
        name = {1: "Trung tâm Bảo trợ xã hội Thái Nguyên", 4: "Trung tâm Công tác xã hội"}[number]
        sheets = {"CS-01": cs01_home((f"CSTG-0{number}", name)) if number == 1 else cs01_centre()}
        put(
            put(sheets, "CS-01!A2", "Đơn vị báo cáo: TP. Thái Nguyên"), "CS-01!D2", "Mã đơn vị: 164"
        )
        save(workspace, f"{number}.xlsx", sheets)
    assert run(workspace, catalogue) == ["1.xlsx: accepted", "4.xlsx: accepted"]
    assert standing(workspace) == {"1.xlsx": ["CS-01"], "4.xlsx": ["CS-01"]}


@pytest.mark.parametrize("first", ["CS-01", "DS-01"])
def test_a_list_and_a_number_in_two_files_that_differ_are_reported(
    first: str, workspace: Workspace, catalogue: Catalogue
) -> None:
    sheets = centre()
    save(workspace, "1.xlsx", {first: sheets[first]})
    run(workspace, catalogue)
    second = "DS-01" if first == "CS-01" else "CS-01"
    agreeing = {second: sheets[second]}
    differing = {"CS-01": put(centre(), "CS-01!G7", 500)["CS-01"], "DS-01": ds01()[:9]}
    save(workspace, "2.xlsx", {second: differing[second]})
    (_, result) = ingest(workspace, catalogue, received_on=DAY)
    assert {f.code for f in result.findings} == {"list.other-file-differs"}
    assert (
        result.outcome is Outcome.ACCEPTED
    )  # corrections of both files must not lock each other out
    assert result.findings[0].cell == {"CS-01": "G7", "DS-01": "J7"}[second]
    save(workspace, "2.xlsx", agreeing)
    assert run(workspace, catalogue)[1] == "2.xlsx: accepted"


def test_check_reports_what_ingest_would_report(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "1.xlsx", home(period=HALF))
    run(workspace, catalogue)
    path = save(workspace, "2.xlsx", home(period="từ ngày 01/6/2018 đến ngày 31/8/2018"))
    (result,) = check(workspace, [path], catalogue)
    assert [f.code for f in result.findings] == ["period.overlaps"]
    (result,) = check(workspace, [path.with_name("1.xlsx")], catalogue)
    assert result.findings == ()


def test_periods_extend_adjoin_or_are_refused(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "1.xlsx", home(period=HALF))
    save(workspace, "2.xlsx", home(period=SUMMER))
    save(workspace, "3.xlsx", home(period="từ ngày 01/8/2018 đến ngày 15/9/2018"))
    assert run(workspace, catalogue) == ["1.xlsx: accepted", "2.xlsx: accepted", "3.xlsx: rejected"]
    assert standing(workspace) == {"1.xlsx": ["CS-01"], "2.xlsx": ["CS-01"]}


def test_a_run_refuses_to_write_beside_another(workspace: Workspace, catalogue: Catalogue) -> None:
    with FileLock(workspace.lock), pytest.raises(LockedError, match="khóa"):
        ingest(workspace, catalogue, received_on=DAY)


def test_a_missing_data_folder_is_reported(workspace: Workspace, catalogue: Catalogue) -> None:
    (workspace.raw / "README.md").unlink()
    workspace.raw.rmdir()
    with pytest.raises(ConfigurationError, match="data/raw"):
        ingest(workspace, catalogue, received_on=DAY)


def test_check_touches_nothing(workspace: Workspace, catalogue: Catalogue) -> None:
    path = save(workspace, "a.xlsx", put(home(), "CS-01!G7", 26.85))
    before = snapshot(workspace)
    (result,) = check(workspace, [path], catalogue)
    assert isinstance(result, FileResult)
    assert (result.path, result.outcome) == ("data/raw/2018/a.xlsx", Outcome.REJECTED)
    assert snapshot(workspace) == before


def test_only_what_was_submitted_is_read(workspace: Workspace) -> None:
    names = ["~$a.xlsx", "._a.xlsx", "Thumbs.db", ".an/b.xlsx", "a.xlsx", "con/b.xlsx", "thu.pdf"]
    for name in names:
        path = workspace.raw / "2018" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [str(p.relative_to(workspace.raw)) for p in submitted_files([workspace.raw])]
    assert found == ["2018/a.xlsx", "2018/con/b.xlsx", "2018/thu.pdf"]


def test_every_observation_is_kept_with_its_cell(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    with Register.open(workspace.register) as register:
        (receipt,) = register.history().receipts
        frame = register.frame({receipt.id: [("CS-01", "CSTG-01")]})
    columns = ["path", "sheet", "cells", "case_type", "breakdown", "value"]
    assert frame[columns].values.tolist() == [
        ["data/raw/2018/a.xlsx", "CS-01", "G7", "nuoi_duong", "all", 200],
        ["data/raw/2018/a.xlsx", "CS-01", "H7", "nuoi_duong", "female", 90],
        ["data/raw/2018/a.xlsx", "CS-01", "I7", "nuoi_duong", "child", 60],
        ["data/raw/2018/a.xlsx", "CS-01", "G8", "nuoi_duong_huong_tro_cap", "all", 150],
        ["data/raw/2018/a.xlsx", "CS-01", "H8", "nuoi_duong_huong_tro_cap", "female", 70],
        ["data/raw/2018/a.xlsx", "CS-01", "I8", "nuoi_duong_huong_tro_cap", "child", 50],
    ]


def test_no_name_of_a_person_is_kept(workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, "a.xlsx", put(centre(), "DS-01!K7", "sai ngày"))
    save(workspace, "b.xlsx", centre())
    run(workspace, catalogue)
    for content in snapshot(workspace).values():
        assert "Người Mẫu".encode() not in content


def test_a_file_outside_the_workspace_is_named_by_its_whole_path(
    workspace: Workspace, catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "thu.xlsx"
    path.write_bytes(workbook_bytes(home()))
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=DAY)
    assert result.path == path.as_posix()
    assert Path(result.path).is_absolute()


# --- against the register ------------------------------------------------------------------------


def findings_of(result: FileResult) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in result.findings]


def test_an_opening_that_is_not_the_closing_before_is_reported(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(
        workspace, "../2017/a.xlsx", {"HX-01": hx01(period="từ ngày 01/7/2017 đến ngày 31/12/2017")}
    )
    ingest(workspace, catalogue, received_on=dt.date(2018, 1, 5))
    rows = hx01(period=HALF)
    for row, (first, last) in zip(rows[6:], [(105, 110), (2021, 2041), (805, 810)], strict=True):
        row[3], row[6] = first, last
    save(workspace, "b.xlsx", {"HX-01": rows})
    result = ingest(workspace, catalogue, received_on=dt.date(2018, 7, 5))[-1]
    assert (result.outcome, findings_of(result)) == (
        Outcome.ACCEPTED,
        [("movement.opening-differs", "D8")],
    )
    assert "2.020" in result.findings[0].message
    assert "2017/a.xlsx" in result.findings[0].message


def test_a_rejected_file_is_compared_too_and_a_group_left_out_is_reported(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(
        workspace, "../2017/a.xlsx", {"HX-01": hx01(period="từ ngày 01/7/2017 đến ngày 31/12/2017")}
    )
    ingest(workspace, catalogue, received_on=dt.date(2018, 1, 5))
    rows = hx01(period=HALF)[:-1]  # without tc_khuyet_tat_nang
    rows[6][3:7] = 106, 10, 5, 111
    rows[7][3:7] = "nhiều", 100, 80, 2040
    save(workspace, "b.xlsx", {"HX-01": rows})
    result = ingest(workspace, catalogue, received_on=dt.date(2018, 7, 5))[-1]
    assert (result.outcome, findings_of(result)) == (
        Outcome.REJECTED,
        [
            ("cell.not-a-number", "D8"),
            ("movement.opening-differs", "D7"),
            ("movement.group-left-out", None),
        ],
    )


def test_cumulative_figures_that_fall_and_openings_that_change_are_reported(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", district(period=HALF))
    ingest(workspace, catalogue, received_on=dt.date(2018, 7, 5))
    sheets = put(put(district(), "HX-01!D7", 101), "HX-01!G7", 106)
    put(put(sheets, "HX-02!E10", 399), "HX-02!E9", 1089)
    save(workspace, "b.xlsx", sheets)
    result = ingest(workspace, catalogue, received_on=DAY)[-1]
    assert (result.outcome, findings_of(result)) == (
        Outcome.ACCEPTED,
        [
            ("movement.opening-changed", "D7"),
            ("movement.cumulative-falls", "E10"),  # and so does the sum in E9
            ("movement.same-figures", None),  # nearly all others
        ],
    )


def test_a_facility_that_two_units_report_is_reported(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    rows = cs01_home()
    rows[1] = ["Đơn vị báo cáo: TP. Thái Nguyên", None, None, "Mã đơn vị: 164"]
    path = save(workspace, "b.xlsx", {"CS-01": rows})
    os.utime(path, (2_000_000_000, 2_000_000_000))
    own, district_office = ingest(workspace, catalogue, received_on=DAY)
    assert findings_of(own) == []
    assert findings_of(district_office) == [("submission.facility-of-two-units", None)]
    assert district_office.outcome is Outcome.ACCEPTED
    (checked,) = check(workspace, [path], catalogue)
    assert findings_of(checked) == [("submission.facility-of-two-units", None)]


def test_a_figure_unlike_last_year_asks_for_a_note(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    last_year = "từ ngày 01/01/2017 đến ngày 31/8/2017"
    save(workspace, "../2017/a.xlsx", {"CS-01": cs01_home(period=last_year)})  # 200 and 150
    ingest(workspace, catalogue, received_on=dt.date(2017, 9, 3))
    save(workspace, "b.xlsx", put(put(home(), "CS-01!G7", 2000), "CS-01!G8", 170))
    result = ingest(workspace, catalogue, received_on=DAY)[-1]
    assert (result.outcome, findings_of(result)) == (
        Outcome.ACCEPTED,
        [("movement.unlike-last-year", "G7")],
    )
    assert result.findings[0].message.endswith("là 2.000; cùng kỳ năm trước là 200.")
    explained = put(put(home(), "CS-01!G7", 2000), "CS-01!M7", "Nhận thêm từ huyện khác")
    save(workspace, "b.xlsx", explained)
    assert findings_of(ingest(workspace, catalogue, received_on=DAY)[-1]) == []


def test_a_superseded_file_stands_again_once_it_is_named(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    first = save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    save(workspace, "b.xlsx", put(home(), "CS-01!G7", 201))
    run(workspace, catalogue)
    assert run(workspace, catalogue, first) == ["a.xlsx: accepted"]
    assert standing(workspace) == {"a.xlsx": ["CS-01"]}


# --- parts and names of others -----------------------------------------------------------------


def test_a_part_of_what_was_received_is_no_correction_unless_the_office_says_so(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", district())
    run(workspace, catalogue)
    part = save(workspace, "bo sung.xlsx", {"HX-01": hx01()[:7]})
    (_, result) = ingest(workspace, catalogue, received_on=DAY)
    assert result.outcome is Outcome.REJECTED
    (finding,) = [f for f in result.findings if f.code == "submission.part-of-earlier"]
    assert finding.message.startswith("Biểu HX-01 chỉ có 1/3 chỉ tiêu của bản đã nhận")
    assert finding.message.endswith("thiếu: Người cao tuổi; Người khuyết tật nặng.")
    assert standing(workspace) == {"a.xlsx": ["HX-01", "HX-02"]}
    waive(workspace, part, catalogue, Waiver(finding.code, "", "Chỉ còn một nhóm", "Người Mẫu"))
    assert run(workspace, catalogue, part) == ["bo sung.xlsx: accepted"]
    assert standing(workspace) == {"a.xlsx": ["HX-02"], "bo sung.xlsx": ["HX-01"]}


@pytest.mark.parametrize(("kept", "is_part"), [(1, True), (2, False), (3, False)])
def test_a_list_is_a_part_when_it_lacks_more_cases_than_it_has(
    kept: int, is_part: bool, workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", {"DS-01": ds01()})
    run(workspace, catalogue)
    save(workspace, "b.xlsx", {"DS-01": ds01()[: FIRST_ROW - 1 + kept]})
    (_, result) = ingest(workspace, catalogue, received_on=DAY)
    found = [f for f in result.findings if f.code == "submission.part-of-earlier"]
    assert bool(found) is is_part
    if found:
        assert "1/4 trường hợp" in found[0].message
        assert "Người Mẫu" not in found[0].message


def test_a_corrected_name_is_the_same_case(workspace: Workspace, catalogue: Catalogue) -> None:
    one = {"DS-01": ds01()[:FIRST_ROW]}
    save(workspace, "a.xlsx", one)
    run(workspace, catalogue)
    save(workspace, "a.xlsx", put(one, "DS-01!C7", "Người Mẫu Khác"))
    assert run(workspace, catalogue) == ["a.xlsx: accepted"]


def test_a_part_is_not_reported_of_a_table_that_could_not_be_read(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", {"DS-01": ds01()})
    run(workspace, catalogue)
    rows = ds01()
    rows[FIRST_ROW - 2][2] = "Người"  # the column of names is not found any more
    save(workspace, "b.xlsx", {"DS-01": rows})
    (_, result) = ingest(workspace, catalogue, received_on=DAY)
    assert {f.code for f in result.findings} == {"table.unknown-column"}


def test_a_file_under_the_name_of_another_units_withdraws_that_and_says_so(
    workspace: Workspace, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    save(workspace, "bao cao.xlsx", district())
    run(workspace, catalogue)
    save(workspace, "bao cao.xlsx", district(unit=DAI_TU))
    assert main(["--workspace", str(workspace.root), "--quiet", "ingest"]) == 0
    assert "Tệp cùng tên đã nhận trước là của đơn vị 170" in capsys.readouterr().out
    assert main(["--workspace", str(workspace.root), "--quiet", "ingest"]) == 0
    assert capsys.readouterr().out == ""
    main(["--workspace", str(workspace.root), "status", "--year", "2018"])
    assert "Số liệu của đơn vị 170 không còn được tính" in capsys.readouterr().out
    checked = ingest(workspace, catalogue)
    assert [f.code for f in checked[0].findings] == ["submission.withdraws"]


@pytest.mark.parametrize("lay_there_before", [False, True])
def test_a_file_whose_name_was_taken_counts_again_under_another(
    workspace: Workspace,
    catalogue: Catalogue,
    capsys: pytest.CaptureFixture[str],
    lay_there_before: bool,
) -> None:
    save(workspace, "bao cao.xlsx", district())
    run(workspace, catalogue)
    if lay_there_before:
        save(workspace, "vo nhai.xlsx", district())
        assert run(workspace, catalogue)[1] == "vo nhai.xlsx: unchanged"
    save(workspace, "bao cao.xlsx", district(unit=DAI_TU))
    results = ingest(workspace, catalogue, received_on=DAY)
    warned = {finding.code for result in results for finding in result.findings}
    assert ("submission.withdraws" in warned) is not lay_there_before
    save(workspace, "vo nhai.xlsx", district())
    run(workspace, catalogue)
    assert standing(workspace) == {
        "bao cao.xlsx": ["HX-01", "HX-02"],
        "vo nhai.xlsx": ["HX-01", "HX-02"],
    }
    main(["--workspace", str(workspace.root), "status", "--year", "2018"])
    assert "không còn được tính" not in capsys.readouterr().out


def test_what_a_later_correction_replaced_does_not_come_again_under_another_name(
    workspace: Workspace, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    save(workspace, "bao cao.xlsx", home())
    run(workspace, catalogue)
    save(workspace, "sua.xlsx", put(home(), "CS-01!G7", 201))
    run(workspace, catalogue)
    save(workspace, "bao cao.xlsx", district())
    run(workspace, catalogue)
    save(workspace, "gui lai.xlsx", home())
    assert main(["--workspace", str(workspace.root), "ingest"]) == 0
    assert "Không tính data/raw/2018/gui lai.xlsx: nội dung giống hệt" in capsys.readouterr().err
    assert set(standing(workspace)) == {"sua.xlsx", "bao cao.xlsx"}


def test_names_that_were_swapped_withdraw_nothing(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    one = save(workspace, "a.xlsx", district())
    other = save(workspace, "b.xlsx", district(unit=DAI_TU))
    run(workspace, catalogue)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    results = ingest(workspace, catalogue, received_on=DAY)
    assert [result.unit for result in results] == ["171", "170"]
    assert not any(f.code == "submission.withdraws" for r in results for f in r.findings)
    assert set(standing(workspace)) == {"a.xlsx", "b.xlsx"}


def test_a_fuller_file_is_judged_again_when_what_it_was_compared_with_is_excluded(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    rows = ds01()
    part = save(workspace, "phan.xlsx", {"DS-01": rows[:FIRST_ROW]})
    run(workspace, catalogue)
    other_cases = [*rows[: FIRST_ROW - 1], *rows[FIRST_ROW:]]
    save(workspace, "du.xlsx", {"DS-01": other_cases})
    assert run(workspace, catalogue)[0] == "du.xlsx: rejected"
    assert run(workspace, catalogue)[0] == "du.xlsx: unchanged"
    exclude(workspace, part, "Gửi thiếu", "Người Mẫu")
    assert run(workspace, catalogue)[0] == "du.xlsx: accepted"


def test_a_renamed_file_is_excluded_under_the_name_that_it_has_now(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    path = save(workspace, "b.xlsx", district())
    run(workspace, catalogue)
    renamed = path.rename(path.with_name("ten moi.xlsx"))
    exclude(workspace, renamed, "Gửi nhầm", "Người Mẫu")
    assert set(standing(workspace)) == {"a.xlsx"}


# --- presence ----------------------------------------------------------------------------------


def test_an_accepted_file_that_is_gone_counts_and_is_named_until_it_comes_back(
    workspace: Workspace, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    save(workspace, "a.xlsx", home())
    path = save(workspace, "b.xlsx", district())
    run(workspace, catalogue)
    content = path.read_bytes()

    def gone() -> list[str]:
        names: list[str] = []
        ingest(workspace, catalogue, received_on=DAY, listener=Listener(gone=names.append))
        return names

    path.unlink()
    assert gone() == gone() == ["data/raw/2018/b.xlsx"]
    command = ["--workspace", str(workspace.root), "--quiet", "ingest", "--json"]
    assert main(command) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["gone"] == ["data/raw/2018/b.xlsx"]
    assert "Tệp không còn trong data/raw" in said.err
    assert standing(workspace) == {"a.xlsx": ["CS-01"], "b.xlsx": ["HX-01", "HX-02"]}
    path.with_name("doi ten.xlsx").write_bytes(content)  # only renamed
    assert gone() == []
    path.with_name("doi ten.xlsx").unlink()
    exclude(workspace, path, "Gửi nhầm", "Người Mẫu")
    assert gone() == []
    assert standing(workspace) == {"a.xlsx": ["CS-01"]}


def test_a_year_without_any_of_its_known_files_is_out_of_reach(
    workspace: Workspace, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    path.parent.rename(workspace.root / "noi khac")
    for words in (["ingest"], ["status", "--year", "2018"]):
        assert main(["--workspace", str(workspace.root), *words]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "Không thấy tệp nào trong 1 tệp đã ghi nhận của data/raw/2018" in said.err
    (workspace.root / "noi khac").rename(path.parent)
    assert run(workspace, catalogue) == ["a.xlsx: unchanged"]


# --- days of receipt -----------------------------------------------------------------------------


def test_the_day_of_receipt_is_that_of_the_first_arrival(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "b.xlsx", put(put(district(), "HX-01!B7", "tc_moi"), "HX-01!C7", "Trẻ em"))
    assert run(workspace, catalogue) == ["b.xlsx: rejected"]
    row = "tc_moi,Trẻ em,người,stock,HX-01,PLDTBXH,,,,,,cong_dong,,,,,2018-01-01,"
    with (workspace.catalogue / "case_types.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    later = dt.date(2018, 12, 1)
    (result,) = ingest(workspace, load(workspace), received_on=later)
    assert result.outcome is Outcome.ACCEPTED
    assert [receipt.received_on for receipt in receipts(workspace)] == [DAY, DAY]


def test_naming_a_known_file_corrects_its_day_of_receipt(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    earlier = dt.date(2018, 8, 31)
    for _ in range(2):
        (result,) = ingest(workspace, catalogue, paths=[path], received_on=earlier)
        assert result.outcome is Outcome.UNCHANGED
    state = state_of(workspace)
    assert state.days.of(receipts(workspace)[0].sha256) == earlier
    with Register.open(workspace.register) as register:
        assert len(register.history().decisions) == 1
    ingest(workspace, catalogue, received_on=DAY)  # not named: its day stays
    assert state_of(workspace).days.of(receipts(workspace)[0].sha256) == earlier


# --- the secret ----------------------------------------------------------------------------------


def test_a_lost_secret_is_said_and_not_made_anew(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", centre())
    run(workspace, catalogue)
    workspace.secret_file.unlink()
    path = save(workspace, "b.xlsx", home())
    for act in (lambda: run(workspace, catalogue), lambda: check(workspace, [path], catalogue)):
        with pytest.raises(ConfigurationError, match=r"Thiếu tệp .*people\.key"):
            act()
    assert not workspace.secret_file.exists()


@pytest.mark.parametrize("content", [None, b""])
def test_a_register_that_is_lost_is_not_made_anew_in_silence(
    workspace: Workspace, register_file: Path, catalogue: Catalogue, content: bytes | None
) -> None:
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    register_file.unlink()
    if content is not None:
        register_file.write_bytes(content)
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="nhưng kho này đã từng có sổ"):
            ingest(workspace, catalogue, received_on=DAY)
    workspace.secret_file.rename(workspace.secret_file.with_suffix(".cu"))  # as the message says
    assert run(workspace, catalogue) == ["a.xlsx: accepted"]


@pytest.mark.parametrize("content", [b"", b"x" * 32])
def test_a_secret_of_another_register_is_refused(
    workspace: Workspace, catalogue: Catalogue, content: bytes
) -> None:
    path = save(workspace, "a.xlsx", {"DS-01": ds01()})
    run(workspace, catalogue)
    workspace.secret_file.write_bytes(content)
    with pytest.raises(ConfigurationError, match="không phải khóa của sổ theo dõi này"):
        ingest(workspace, catalogue, received_on=DAY)
    with pytest.raises(ConfigurationError, match="không phải khóa của sổ theo dõi này"):
        check(workspace, [path], catalogue)


def test_a_day_of_receipt_that_has_not_come_is_refused(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    with pytest.raises(ConfigurationError, match="chưa đến"):
        ingest(workspace, catalogue, received_on=dt.date.today() + dt.timedelta(days=1))


def test_a_copy_that_is_saved_over_another_units_file_withdraws_that(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    """Two new files of one content: one of them took the name of a file that counted."""
    save(workspace, "a.xlsx", district())
    run(workspace, catalogue)
    copied = workbook_bytes(home())
    save(workspace, "0.xlsx", copied)
    save(workspace, "a.xlsx", copied)
    ingest(workspace, catalogue, received_on=DAY)
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
    assert {statement.unit for statement in state.standing.statements()} == {"CSTG-01"}


def test_a_file_right_in_the_folder_that_is_gone_is_no_year_out_of_reach(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    paths = [save(workspace, name, district()) for name in ("a.xlsx", "b.xlsx")]
    alone = paths[0].rename(workspace.raw / "a.xlsx")
    paths[1].write_bytes(workbook_bytes(home()))
    ingest(workspace, catalogue, received_on=DAY)
    alone.unlink()
    names: list[str] = []
    ingest(workspace, catalogue, received_on=DAY, listener=Listener(gone=names.append))
    assert names == ["data/raw/a.xlsx"]
    paths[1].unlink()
    with pytest.raises(ConfigurationError, match="Không thấy tệp nào"):
        ingest(workspace, catalogue, received_on=DAY)


def test_a_folder_that_cannot_be_listed_is_reported_and_its_files_are_not_gone(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "a.xlsx", home())
    closed = save(workspace, "rieng/b.xlsx", district()).parent
    run(workspace, catalogue)
    list_folder = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(closed))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", refuse)
    names: list[str] = []
    results = ingest(workspace, catalogue, received_on=DAY, listener=Listener(gone=names.append))
    (refused,) = [result for result in results if result.outcome is Outcome.UNREADABLE]
    assert refused.path == "data/raw/2018/rieng"
    assert "không có quyền đọc thư mục" in refused.findings[0].message
    assert names == []
