"""A merger on the first day of a period: who took over has the others in its opening."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from formats import Sheets
from welfare_stats.design.catalogue import Catalogue, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import Finding
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.questionnaires import write_questionnaires
from welfare_stats.workspace import Workspace
from workbooks import sheet_of, workbook_bytes

ENDED = ("168", "Phòng Lao động - Thương binh và Xã hội huyện Phú Lương")
LASTING = ("169", "Phòng Lao động - Thương binh và Xã hội huyện Đồng Hỷ")
YEAR_2018 = "từ ngày 01/01/2018 đến ngày 31/12/2018"
HALF_2019 = "từ ngày 01/01/2019 đến ngày 30/6/2019"


@pytest.fixture
def merged(workspace: Workspace) -> Catalogue:
    """The code lists of a workspace in which 168 goes into 169 on 01/01/2019."""
    units, successions = (workspace.catalogue / f"{n}.csv" for n in ("units", "successions"))
    text = units.read_text("utf-8")
    old = "Phú Lương,2014-01-01,2025-06-30"
    assert old in text
    units.write_text(text.replace(old, "Phú Lương,2014-01-01,2018-12-31"), "utf-8")
    rows = successions.read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("168,")]
    successions.write_text("".join([*kept, "168,169,2019-01-01\n"]), "utf-8")
    return load_catalogue(workspace.catalogue, FORMS)


def children(unit: tuple[str, str], period: str, opening: int, increase: int) -> Sheets:
    row = [1, "tc_tre_em", "Trẻ em không có nguồn nuôi dưỡng", opening, increase, 0]
    return {"HX-01": sheet_of("HX-01", unit, [[*row, opening + increase]], period)}


def sent(workspace: Workspace, catalogue: Catalogue, **files: Sheets) -> list[Finding]:
    """What is said of the openings of the last file of each name."""
    for name, sheets in files.items():
        content = workbook_bytes(sheets)
        path = workspace.raw / ("2019" if name in ("both", "own") else "2018") / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    judged = ingest(workspace, catalogue, received_on=dt.date(2019, 7, 1))
    said = [finding for result in judged for finding in result.findings]
    return [finding for finding in said if finding.code == "movement.opening-differs"]


def test_the_opening_is_that_of_both(workspace: Workspace, merged: Catalogue) -> None:
    before = {
        "ended": children(ENDED, YEAR_2018, 8, 2),
        "lasting": children(LASTING, YEAR_2018, 15, 5),
    }
    assert sent(workspace, merged, **before) == []
    assert sent(workspace, merged, both=children(LASTING, HALF_2019, 30, 2)) == []
    (said,) = sent(workspace, merged, own=children(LASTING, HALF_2019, 20, 12))
    assert "đầu kỳ là 20, nhưng cuối kỳ trước" in said.message
    assert "“data/raw/2018/lasting.xlsx”, “data/raw/2018/ended.xlsx”) là 30" in said.message
    paths = write_questionnaires(workspace, merged, 2019, units=["169"])
    half = next(path for path in paths if "30.6.2019" in path.name)
    assert opening_in(half) == 30


def opening_in(path: Path) -> object:
    sheet = openpyxl.load_workbook(path)["HX-01"]
    row = next(row for row in sheet.iter_rows(values_only=True) if "tc_tre_em" in row)
    return row[list(FORMS["HX-01"].columns).index("opening")]


def test_a_form_is_not_prefilled_with_the_people_of_one_of_them_alone(
    workspace: Workspace, merged: Catalogue
) -> None:
    assert sent(workspace, merged, ended=children(ENDED, YEAR_2018, 8, 2)) == []
    assert sent(workspace, merged, both=children(LASTING, HALF_2019, 30, 2)) == []
    paths = write_questionnaires(workspace, merged, 2019, units=["169"])
    assert opening_in(next(path for path in paths if "30.6.2019" in path.name)) is None


def test_nothing_is_compared_while_one_of_them_has_not_reported(
    workspace: Workspace, merged: Catalogue
) -> None:
    assert sent(workspace, merged, lasting=children(LASTING, YEAR_2018, 15, 5)) == []
    assert sent(workspace, merged, both=children(LASTING, HALF_2019, 30, 2)) == []
    paths = write_questionnaires(workspace, merged, 2019, units=["169"])
    assert opening_in(next(path for path in paths if "30.6.2019" in path.name)) is None
