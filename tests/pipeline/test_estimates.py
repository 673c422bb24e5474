"""Estimates: taken in ahead, replaced by the actual numbers, compared with nothing after them."""

import datetime as dt
from pathlib import Path

import pytest

from formats import Sheets
from intake import ONE_WORKER, save
from welfare_stats.cli import main
from welfare_stats.collect.observations import Scope
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.questionnaires import _closings_before
from welfare_stats.register import Register, RegisterState, state_after
from welfare_stats.workspace import Workspace
from workbooks import cs01_home, district, home, put

NOVEMBER, JANUARY = dt.date(2018, 11, 30), dt.date(2019, 1, 10)
ESTIMATE = "Ước thực hiện cả năm 2018"
YEAR = "từ ngày 01/01/2018 đến ngày 31/12/2018"


def take_in(
    workspace: Workspace, catalogue: Catalogue, name: str, sheets: Sheets, day: dt.date
) -> tuple[str, list[str]]:
    """Outcome of the file and the codes of its findings."""
    path = save(workspace, name, sheets)
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=day, workers=ONE_WORKER)
    return result.outcome, [finding.code for finding in result.findings]


def state_of(workspace: Workspace) -> RegisterState:
    with Register.open(workspace.register) as register:
        return state_after(register.history().entries)


def standing(workspace: Workspace) -> set[tuple[str, Scope]]:
    return {(Path(s.path).stem, s.scope) for s in state_of(workspace).standing.statements()}


def test_an_estimate_is_marked_where_it_is_taken_in(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    save(workspace, "uoc.xlsx", home(period=ESTIMATE))
    words = ["--workspace", str(workspace.root), "ingest", "--received-on", "30/11/2018"]
    assert main(words) == 0
    assert "01/01/2018 – 31/12/2018 (ước)  được tính" in capsys.readouterr().out


def test_an_estimate_counts_until_the_actual_numbers_come(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    scope = ("CS-01", "CSTG-01")
    estimate = home(period=ESTIMATE)
    assert take_in(workspace, catalogue, "uoc.xlsx", estimate, NOVEMBER) == (
        "accepted",
        ["period.estimate"],
    )
    assert standing(workspace) == {("uoc", scope)}
    # other numbers, and fewer of them: an estimate is nothing to compare with
    actual = put(put(home(period=YEAR), "CS-01!G7", 2000), "CS-01!I7", None)
    assert take_in(workspace, catalogue, "that.xlsx", actual, JANUARY) == (
        "accepted",
        ["submission.replaces"],
    )
    assert standing(workspace) == {("that", scope)}
    (first, last) = state_of(workspace).receipts.values()
    assert (first.is_estimate, last.is_estimate) == (True, False)
    again = put(home(period=ESTIMATE), "CS-01!G7", 210)
    assert take_in(workspace, catalogue, "uoc lai.xlsx", again, JANUARY) == (
        "accepted",
        ["period.estimate", "submission.estimate-after-actual"],
    )
    assert standing(workspace) == {("that", scope)}


@pytest.mark.parametrize(
    ("earlier", "own", "expected"),
    [  # of a figure unlike last year's, and of one that falls in the course of the year
        ("từ ngày 01/01/2017 đến ngày 31/12/2017", YEAR, ["movement.unlike-last-year"]),
        ("từ ngày 01/01/2017 đến ngày 31/12/2017", ESTIMATE, ["period.estimate"]),
        ("Ước cả năm 2017", YEAR, []),
    ],
)
def test_an_estimate_stands_in_no_comparison_of_years(
    earlier: str, own: str, expected: list[str], workspace: Workspace, catalogue: Catalogue
) -> None:
    before = {"CS-01": cs01_home(period=earlier)}
    assert take_in(workspace, catalogue, "../2017/a.xlsx", before, dt.date(2018, 1, 5))[0] == (
        "accepted"
    )
    now = put(put(home(period=own), "CS-01!G7", 2000), "CS-01!G8", 170)
    assert take_in(workspace, catalogue, "b.xlsx", now, JANUARY) == ("accepted", expected)


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ("từ ngày 01/01/2018 đến ngày 31/8/2018", {"tc_tre_em", "tc_cao_tuoi"}),
        ("từ ngày 01/01/2018 đến ngày 31/8/2018 (số ước)", set()),
    ],
)
def test_no_estimate_is_the_opening_of_a_blank_workbook(
    earlier: str, expected: set[str], workspace: Workspace, catalogue: Catalogue
) -> None:
    assert take_in(workspace, catalogue, "a.xlsx", district(period=earlier), NOVEMBER)[0] == (
        "accepted"
    )
    autumn = ReportingPeriod(dt.date(2018, 9, 1), dt.date(2018, 12, 31))
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
        openings = _closings_before(register, state, "170", autumn)
    assert expected == openings.keys() & {"tc_tre_em", "tc_cao_tuoi"}


def test_an_estimate_does_not_make_good_what_was_returned(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    wrong = put(home(period=YEAR), "CS-01!G7", -1)
    assert take_in(workspace, catalogue, "that.xlsx", wrong, JANUARY)[0] == "rejected"
    take_in(workspace, catalogue, "uoc.xlsx", home(period=ESTIMATE), JANUARY)
    assert [r.path for r in state_of(workspace).outstanding()] == ["data/raw/2018/that.xlsx"]
    take_in(workspace, catalogue, "sua.xlsx", home(period=YEAR), JANUARY)
    assert list(state_of(workspace).outstanding()) == []
