"""A code that stored figures use does not vanish from the catalogue unnoticed."""

import pytest

from intake import ONE_WORKER
from welfare_stats.cli import main
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.vanished import Vanished
from welfare_stats.workspace import Workspace
from workbooks import district, home, workbook_bytes

TWO_YEARS = {
    "2018/vo_nhai.xlsx": district(),
    "2018/co_so.xlsx": home(),
    "2020/vo_nhai.xlsx": district("từ ngày 01/01/2020 đến ngày 31/8/2020"),
}
CASES = [
    # What is deleted, and the code that is told, with how many numbers it has in what stands.
    ("case_types.csv", "bhyt,", "chỉ tiêu “bhyt”", 6),
    ("units.csv", "CSTG-01,", "đơn vị “CSTG-01”", 6),
]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    for name, sheets in TWO_YEARS.items():
        path = workspace.raw / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(workbook_bytes(sheets))
    taken_in = ingest(workspace, load_catalogue(workspace.catalogue, FORMS), workers=ONE_WORKER)
    assert all(result.outcome == "accepted" for result in taken_in)
    return workspace


def without_rows(workspace: Workspace, file: str, start: str) -> None:
    """Delete the rows of a code, of all years."""
    path = workspace.catalogue / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(start)]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), "utf-8")


@pytest.mark.parametrize(("file", "start", "code", "figures"), CASES)
@pytest.mark.parametrize("words", [["ingest"], ["status", "--year", "2018"]])
def test_a_deleted_code_that_figures_use_is_told_once(
    file: str,
    start: str,
    code: str,
    figures: int,
    words: list[str],
    filled: Workspace,
    capsys: pytest.CaptureFixture[str],
) -> None:
    without_rows(filled, file, start)
    assert main(["--workspace", str(filled.root), "--quiet", *words]) in (0, 1)
    lines = [line for line in capsys.readouterr().err.splitlines() if "Cảnh báo:" in line]
    assert lines == [
        f"Cảnh báo: Mã {code} không còn trong catalogue/{file} nhưng có {figures} số đang được "
        "tính dùng mã này. Hãy ghi lại dòng đó; muốn thôi dùng thì ghi valid_to, không xóa dòng, "
        "không đổi mã."
    ]


def test_the_report_warns_of_codes_of_other_years_and_refuses_those_of_its_own(
    filled: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    without_rows(filled, "units.csv", "CSTG-01,")
    report = ["--workspace", str(filled.root), "report", "--format", "html", "--year"]
    assert main([*report, "2020"]) == 0
    assert capsys.readouterr().err.count("Mã đơn vị “CSTG-01” không còn") == 1
    assert main([*report, "2018"]) == 2
    assert "đơn vị “CSTG-01”: 6 số" in capsys.readouterr().err


def test_a_code_that_ended_has_not_vanished(
    filled: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled.catalogue / "case_types.csv"
    lines = path.read_text("utf-8").splitlines()
    first, *later = [line for line in lines if line.startswith("bhyt,")]
    assert first.endswith(",2025-06-30")
    ended = [line for line in lines if line not in later]
    ended[ended.index(first)] = first.replace(",2025-06-30", ",2020-12-31")
    path.write_text("\n".join(ended) + "\n", "utf-8")
    assert main(["--workspace", str(filled.root), "status", "--year", "2018"]) == 1
    assert capsys.readouterr().err == ""


def test_a_code_that_excel_has_shortened_is_told_as_such() -> None:
    told = Vanished("đơn vị", "05740", "units.csv", 12, is_shortened=True).words
    assert told.startswith("Mã đơn vị “05740” trong catalogue/units.csv đã mất số 0 ở đầu")
    assert "còn “5740”" in told
