"""A file in the folder of one year with the period of another taints the reports of neither."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from formats import Sheets
from welfare_stats.cli import main
from welfare_stats.workspace import Workspace, create_workspace, year_of_folder
from workbooks import district, home, put, workbook_bytes

Captured = pytest.CaptureFixture[str]
SENT = {2018: "2018-09-03", 2019: "2019-09-03"}


def period(year: int) -> str:
    return f"từ ngày 01/01/{year} đến ngày 31/8/{year}"


def save(workspace: Workspace, name: str, sheets: Sheets) -> Path:
    path = workspace.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(workbook_bytes(sheets))
    return path


class Office:
    """A workspace in which 2018 is reported, and of 2019 the district's file has come."""

    def __init__(self, root: Path, capsys: Captured) -> None:
        self.workspace, self.capsys = create_workspace(root), capsys
        save(self.workspace, "2018/tt.xlsx", home(period=period(2018)))
        save(self.workspace, "2018/vn.xlsx", district(period=period(2018)))
        self.ingest(2018)
        save(self.workspace, "2019/vn.xlsx", district(period=period(2019)))
        self.ingest(2019)

    def run(self, *words: str) -> tuple[int, str]:
        status = main(["--workspace", str(self.workspace.root), *words])
        return status, self.capsys.readouterr().out

    def ingest(self, sent: int, *paths: Path) -> list[dict[str, Any]]:
        words = ["ingest", "--received-on", SENT[sent], "--json", *map(str, paths)]
        files = json.loads(self.run(*words)[1])["files"]
        return [file for file in files if file["outcome"] != "unchanged"]

    def status(self, year: int) -> Any:
        return json.loads(self.run("status", "--year", str(year), "--json")[1])

    def report(self, year: int) -> str:
        self.run("report", "--year", str(year), "--format", "html")
        path = self.workspace.reports(year) / f"bao-cao-{year}.html"
        return path.read_text("utf-8")

    def says(self) -> list[Any]:
        """All that status and report say of both years."""
        return [said(year) for said in (self.status, self.report) for year in (2018, 2019)]


@pytest.fixture
def office(tmp_path: Path, capsys: Captured) -> Office:
    return Office(tmp_path / "so-lieu", capsys)


@pytest.fixture
def spared(tmp_path: Path, capsys: Captured) -> Office:
    """The same office, in which the mistake is never made."""
    return Office(tmp_path / "khac", capsys)


GOOD = put(home(period=period(2019)), "CS-01!G7", 201)
WRONG = put(home(period=period(2018)), "CS-01!G7", 201)
FINDING = (
    "period.outside-year",
    "A4",
    "Tệp nằm trong thư mục của năm 2019, nhưng kỳ báo cáo ghi từ 01/01/2018 đến 31/8/2018.",
    "Hãy sửa năm ở đầu biểu; nếu kỳ báo cáo ghi đúng thì chuyển tệp sang data/raw/2018.",
)


def test_check_and_ingest_return_it_at_the_cell_of_the_period(office: Office) -> None:
    path = save(office.workspace, "2019/tt.xlsx", WRONG)
    status, out = office.run("check", "--json", str(path))
    (checked,), (taken,) = json.loads(out)["files"], office.ingest(2019)
    assert (status, checked) == (1, taken)
    assert (taken["outcome"], taken["unit"], taken["period"]) == ("rejected", "CSTG-01", None)
    assert [
        tuple(f[k] for k in ("code", "cell", "message", "hint")) for f in taken["findings"]
    ] == [FINDING]


def test_it_is_waited_for_in_the_year_of_its_folder_alone(office: Office, spared: Office) -> None:
    save(office.workspace, "2019/tt.xlsx", WRONG)
    office.ingest(2019)
    assert office.status(2018) == spared.status(2018)
    assert office.report(2018) == spared.report(2018)
    assert "data/raw/2019/tt.xlsx" in json.dumps(office.status(2019))


@pytest.mark.parametrize("corrected", ["2019/tt.xlsx", "2019/tt (ban sua).xlsx"])
def test_once_corrected_nothing_of_it_remains(
    corrected: str, office: Office, spared: Office
) -> None:
    save(office.workspace, "2019/tt.xlsx", WRONG)
    office.ingest(2019)
    for one in (office, spared):
        save(one.workspace, corrected, GOOD)
        (taken,) = one.ingest(2019)
        assert (taken["outcome"], taken["findings"]) == ("accepted", [])
    assert office.says() == spared.says()
    assert list(office.workspace.feedback.glob("*")) == []


def test_moved_to_the_folder_of_its_year_it_is_judged_again(office: Office, spared: Office) -> None:
    path = save(office.workspace, "2019/tt.xlsx", WRONG)
    office.ingest(2019)
    path.rename(office.workspace.raw / "2018" / "tt (2).xlsx")
    save(spared.workspace, "2018/tt (2).xlsx", WRONG)
    for one in (office, spared):
        (taken,) = one.ingest(2019)
        assert taken["outcome"] == "accepted"
    assert office.says() == spared.says()
    assert list(office.workspace.feedback.glob("*")) == []


@pytest.mark.parametrize("order", [("2018", "2019"), ("2019", "2018")])
def test_a_file_saved_in_both_folders_counts_in_its_year_and_is_returned_in_the_other(
    order: tuple[str, str], office: Office, spared: Office
) -> None:
    for saved_at, folder in enumerate(order, start=1):
        path = save(office.workspace, f"{folder}/ban sua.xlsx", WRONG)
        os.utime(path, (saved_at, saved_at))
    save(spared.workspace, "2018/ban sua.xlsx", WRONG)
    assert {file["path"]: file["outcome"] for file in office.ingest(2019)} == {
        "data/raw/2018/ban sua.xlsx": "accepted",
        "data/raw/2019/ban sua.xlsx": "rejected",
    }
    spared.ingest(2019)
    assert (office.status(2018), office.report(2018)) == (spared.status(2018), spared.report(2018))
    assert "data/raw/2019/ban sua.xlsx" in json.dumps(office.status(2019))


def test_an_accepted_file_that_is_copied_to_another_year_is_returned_there(office: Office) -> None:
    save(office.workspace, "2019/tt cu.xlsx", home(period=period(2018)))
    (taken,) = office.ingest(2019)
    assert (taken["path"], taken["outcome"]) == ("data/raw/2019/tt cu.xlsx", "rejected")
    assert office.ingest(2019) == []  # and not read again and again


def test_the_file_of_another_year_does_not_make_it_good(office: Office) -> None:
    save(office.workspace, "2019/tt.xlsx", WRONG)
    office.ingest(2019)
    save(office.workspace, "2018/tt.xlsx", put(WRONG, "CS-01!H7", 91))  # a correction of 2018
    office.ingest(2019)
    assert "data/raw/2019/tt.xlsx" in json.dumps(office.status(2019))
    assert [path.name for path in office.workspace.feedback.glob("*")] == ["tt.xlsx.phan-hoi.xlsx"]


def test_a_folder_outside_the_office_s_says_nothing(office: Office, tmp_path: Path) -> None:
    elsewhere = tmp_path / "2019" / "tt.xlsx"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(workbook_bytes(WRONG))
    assert office.run("check", str(elsewhere))[0] == 0
    (taken,) = office.ingest(2019, elsewhere)
    assert (taken["outcome"], taken["period"]["end"]) == ("accepted", "2018-08-31")


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("data/raw/2018/a.xlsx", 2018),
        ("data/raw/2018/võ nhai/a.xlsx", 2018),
        ("data/raw/2019/của năm trước/2018/a.xlsx", 2018),
        ("data/raw/2018/17/a.xlsx", 2018),
        ("data/raw/a.xlsx", None),
        ("data/raw/năm 2018/a.xlsx", None),
        ("data/raw/a/2018", None),
        ("data/raw/1999/a.xlsx", None),
        ("data/processed/2018/a.xlsx", None),
        ("/home/x/data/raw/2018/a.xlsx", None),
        ("2018/a.xlsx", None),
    ],
)
def test_the_year_of_a_folder(name: str, year: int | None) -> None:
    assert year_of_folder(name) == year
