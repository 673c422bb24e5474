"""A closed year: what comes for it is answered and does not count, until the year is reopened."""

import datetime as dt
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from formats import Sheets
from intake import DAY, ONE_WORKER, run, save
from welfare_stats.cli import main
from welfare_stats.clock import today
from welfare_stats.design.catalogue import Catalogue, load_catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings.waivers import Waiver
from welfare_stats.pipeline.assessing import FileResult
from welfare_stats.pipeline.check import check
from welfare_stats.pipeline.closing import close_year, reopen_year
from welfare_stats.pipeline.decide import dismiss, exclude, include, waive
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Register, RegisterState, state_after
from welfare_stats.settings import SETTINGS_FILE, without_register
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace
from workbooks import cs01_home, district, home, put

Captured = pytest.CaptureFixture[str]
WHY = ("đã ký báo cáo", "Lê Thị Mẫu")
PERIOD_2019 = "từ ngày 01/01/2019 đến ngày 31/8/2019"


def state_of(workspace: Workspace) -> RegisterState:
    with Register.open(workspace.register) as register:
        return state_after(register.history().entries)


def standing(workspace: Workspace) -> list[str]:
    return sorted({Path(s.path).name for s in state_of(workspace).standing.statements()})


def codes(result: FileResult) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in result.findings]


def save_above(workspace: Workspace, name: str, sheets: Sheets) -> Path:
    """A file that lies in no folder of 2018."""
    save(workspace, f"../{name}", sheets)
    return workspace.raw / name


@pytest.fixture
def closed(workspace: Workspace, catalogue: Catalogue) -> Workspace:
    """2018 is closed, with a counted, an excluded and a returned file."""
    save(workspace, "a.xlsx", home())
    save(workspace, "b.xlsx", put(district(), "HX-02!E9", 1091))
    excluded = save(workspace, "e.xlsx", put(home(), "CS-01!G7", 201))
    run(workspace, catalogue)
    exclude(workspace, excluded, "gửi nhầm", "Lê Thị Mẫu")
    close_year(workspace, catalogue, 2018, *WHY)
    return workspace


def test_what_comes_for_a_closed_year_is_answered_and_judged_again_once_it_is_reopened(
    closed: Workspace, catalogue: Catalogue
) -> None:
    path = save(closed, "c.xlsx", put(home(), "CS-01!G7", 202))
    save(closed, "d.xlsx", put(home(), "CS-01!G7", -1))
    expected = {
        "c.xlsx": [("period.closed", "A4")],
        "d.xlsx": [("cell.negative", "G7"), ("period.closed", "A4")],
    }
    assert [codes(result) for result in check(closed, [path], catalogue)] == [expected["c.xlsx"]]
    results = {
        Path(r.path).name: r for r in ingest(closed, catalogue, received_on=DAY, workers=ONE_WORKER)
    }
    assert {name: codes(results[name]) for name in expected} == expected
    closing = results["c.xlsx"].findings[0]
    assert closing.message == (
        f"Số liệu năm 2018 đã chốt ngày {format_date(today())}; tệp đến sau không được tính."
    )
    assert closing.value is None
    assert standing(closed) == ["a.xlsx"]
    assert run(closed, catalogue)[-2:] == ["d.xlsx: unchanged", "e.xlsx: unchanged"]

    reopen_year(closed, 2018, "đính chính", "Lê Thị Mẫu")
    assert run(closed, catalogue) == [
        "a.xlsx: unchanged",
        "b.xlsx: rejected",
        "c.xlsx: accepted",
        "d.xlsx: rejected",
        "e.xlsx: unchanged",
    ]
    assert standing(closed) == ["c.xlsx"]
    assert set(run(closed, catalogue)) >= {"c.xlsx: unchanged", "d.xlsx: unchanged"}


def test_other_years_go_on(closed: Workspace, catalogue: Catalogue) -> None:
    save(closed, "../2019/a.xlsx", {"CS-01": cs01_home(period=PERIOD_2019)})
    (result, *_) = ingest(closed, catalogue, paths=[closed.raw / "2019"], workers=ONE_WORKER)
    assert result.outcome == "accepted"
    assert len(list(state_of(closed).standing.statements())) == 2


def test_a_file_may_not_take_the_name_of_a_file_of_a_closed_year(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = save_above(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    close_year(workspace, catalogue, 2018, *WHY)
    other = {"HX-01": district(period=PERIOD_2019)["HX-01"]}
    save_above(workspace, "a.xlsx", other)
    (result,) = ingest(workspace, catalogue, paths=[path], workers=ONE_WORKER)
    assert codes(result) == [("submission.name-of-closed-year", None)]
    # of the same unit it would not: both years stand beside each other
    save_above(workspace, "a.xlsx", home(period=PERIOD_2019))
    (result,) = ingest(workspace, catalogue, paths=[path], workers=ONE_WORKER)
    assert (result.outcome, codes(result)) == ("accepted", [])


Decide = Callable[[Workspace, Catalogue], object]
WAIVER = Waiver("sum.parts-differ", "", "đúng vậy", "Lê Thị Mẫu")
DECISIONS: dict[str, Decide] = {
    "exclude": lambda w, _: exclude(w, w.raw / "2018" / "a.xlsx", *WHY),
    "include": lambda w, _: include(w, w.raw / "2018" / "e.xlsx", *WHY),
    "waive": lambda w, c: waive(w, w.raw / "2018" / "b.xlsx", c, WAIVER),
    "redate": lambda w, c: ingest(
        w, c, paths=[w.raw / "2018" / "a.xlsx"], received_on=dt.date(2018, 9, 1)
    ),
}


@pytest.mark.parametrize("kind", DECISIONS)
def test_no_decision_is_made_on_a_file_of_a_closed_year(
    kind: str, closed: Workspace, catalogue: Catalogue
) -> None:
    before = len(state_of(closed).receipts), standing(closed)
    with pytest.raises(ConfigurationError) as refused:
        DECISIONS[kind](closed, catalogue)
    assert str(refused.value) == (
        f"Năm 2018 đã chốt ngày {format_date(today())}, không quyết định về tệp của năm này được "
        "nữa. Muốn sửa thì mở lại năm: welfare-stats reopen --year 2018 "
        '--reason "…" --by "…".'
    )
    assert (len(state_of(closed).receipts), standing(closed)) == before
    reopen_year(closed, 2018, *WHY)
    DECISIONS[kind](closed, catalogue)


def test_nobody_need_wait_for_a_correction_for_a_closed_year(
    closed: Workspace, catalogue: Catalogue
) -> None:
    before = standing(closed)
    returned = closed.raw / "2018" / "b.xlsx"
    assert [r.path for r in state_of(closed).outstanding()] == ["data/raw/2018/b.xlsx"]
    dismiss(closed, returned, *WHY)
    assert list(state_of(closed).outstanding()) == []
    assert standing(closed) == before


def test_no_decision_on_another_year_changes_a_closed_one(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "b.xlsx", district())
    path = save_above(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    save_above(workspace, "a.xlsx", {"HX-01": district(period=PERIOD_2019)["HX-01"]})
    run(workspace, catalogue)  # which withdrew the home's file of 2018
    close_year(workspace, catalogue, 2018, *WHY)
    with pytest.raises(ConfigurationError, match="Năm 2018 đã chốt"):
        exclude(workspace, path, *WHY)
    assert standing(workspace) == ["a.xlsx", "b.xlsx"]


def test_a_file_of_which_the_day_is_the_same_is_merely_read_again(
    closed: Workspace, catalogue: Catalogue
) -> None:
    path = closed.raw / "2018" / "a.xlsx"
    assert run(closed, catalogue, path) == ["a.xlsx: unchanged"]


# --- what is kept --------------------------------------------------------------------------------


def test_a_closing_keeps_all_that_the_report_is_made_from(
    workspace: Workspace, capsys: Captured
) -> None:
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    for name in ("2018", "2018-6-thang", "2017"):
        workspace.year_text(name).write_text("# Tồn tại, hạn chế\nKhông.\n", "utf-8")
    (workspace.templates / "~$bao-cao.docx").write_bytes(b"Word has it open")
    before = {
        workspace.name_of(path): path.read_bytes()
        for path in [
            workspace.root / SETTINGS_FILE,
            *workspace.catalogue.glob("*.csv"),
            *workspace.templates.glob("bao-cao.*"),
            workspace.year_text("2018"),
            workspace.year_text("2018-6-thang"),
        ]
    }
    before[SETTINGS_FILE] = without_register(before[SETTINGS_FILE])
    closing = close_year(workspace, catalogue, 2018, *WHY)
    assert main(["--workspace", str(workspace.root), "report", "--year", "2018"]) == 0
    made = {
        path.name.removeprefix("bao-cao-2018").lstrip("."): sha256(path.read_bytes()).hexdigest()
        for path in workspace.reports(2018).iterdir()
    }
    with Register.open(workspace.register) as register:
        kept = register.kept_files(closing.id)
        assert kept == before
        assert register.report_hashes(closing.id) == made
    files = {Path(name).name: content for name, content in kept.items()}
    assert read_catalogue(files, FORMS, workspace.catalogue) == catalogue


def test_a_year_of_which_no_report_can_be_made_is_not_closed(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    workspace.year_text("2018").write_text("# Không có mục này\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"2018\.txt, dòng 1"):
        close_year(workspace, catalogue, 2018, *WHY)
    assert state_of(workspace).closed_years() == []


# --- the commands --------------------------------------------------------------------------------


def said(capsys: Captured, workspace: Workspace, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["--workspace", str(workspace.root), *words])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_commands_say_what_they_did_or_what_is_possible(
    workspace: Workspace, catalogue: Catalogue, capsys: Captured
) -> None:
    why = ("--reason", "đã ký", "--by", "Lê Thị Mẫu")
    close, reopen = ("close", "--year", "2018", *why), ("reopen", "--year", "2018", *why)
    nothing = "welfare-stats: Năm 2018 không có số liệu đang được tính. Các năm có thể chốt: {}.\n"
    assert said(capsys, workspace, *close) == (2, "", nothing.format("không có"))
    save(workspace, "../2019/a.xlsx", {"CS-01": cs01_home(period=PERIOD_2019)})
    ingest(workspace, catalogue, workers=ONE_WORKER)
    assert said(capsys, workspace, *close) == (2, "", nothing.format("2019"))
    save(workspace, "a.xlsx", home())
    ingest(workspace, catalogue, workers=ONE_WORKER)
    assert said(capsys, workspace, *reopen) == (
        2,
        "",
        "welfare-stats: Năm 2018 chưa chốt. Các năm đã chốt: không có.\n",
    )
    assert said(capsys, workspace, *close) == (0, "Đã chốt số liệu năm 2018.\n", "")
    assert said(capsys, workspace, *close) == (
        2,
        "",
        f"welfare-stats: Năm 2018 đã chốt ngày {format_date(today())} (Lê Thị Mẫu). Muốn sửa số "
        'liệu thì mở lại: welfare-stats reopen --year 2018 --reason "…" --by "…".\n',
    )
    assert said(capsys, workspace, "--quiet", *reopen) == (0, "", "")
    assert said(capsys, workspace, "--quiet", *close) == (0, "", "")
    assert said(capsys, workspace, *reopen) == (
        0,
        "Đã mở lại năm 2018. Chạy “welfare-stats ingest” để xét lại các tệp bị trả lại vì năm đã "
        "chốt.\n",
        "",
    )


@pytest.mark.parametrize("command", ["close", "reopen"])
def test_a_decision_has_a_reason_and_a_name(
    command: str, workspace: Workspace, capsys: Captured
) -> None:
    words = (command, "--year", "2018", "--reason", " ", "--by", "Mẫu")
    status, out, err = said(capsys, workspace, *words)
    assert (status, out) == (2, "")
    assert err == ("welfare-stats: Phải ghi lý do (--reason) và tên người quyết định (--by).\n")
