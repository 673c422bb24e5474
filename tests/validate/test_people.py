"""The same person in the lists of two units is found, and nothing of a person is kept."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from formats import Sheets
from intake import DAY, save
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.assessing import FileResult
from welfare_stats.pipeline.check import check
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import FIRST_ROW, HOME, ds01, put, sheet_of

CASE: dict[str, Any] = {
    "record": "HS-1", "name": "Người Mẫu Một", "birth": "05/9/2010", "sex": "Nam",
    "number": None, "commune": "Xã La Hiên", "received": "05/3/2018", "closed": None,
}  # fmt: skip


def list_of_home(**changes: Any) -> Sheets:
    """The list of a home with one case."""
    case = CASE | changes
    row = [1, case["record"], case["name"], case["birth"], case["sex"], "Kinh", case["number"],
           case["commune"], HOME[0], "nuoi_duong", case["received"], case["closed"]]  # fmt: skip
    return {"DS-01": sheet_of("DS-01", HOME, [row])}


def results(workspace: Workspace, catalogue: Catalogue, home_list: Sheets) -> list[FileResult]:
    """Take in the centre's list, whose first case is of March and April, then the home's list."""
    centre_list = {"DS-01": ds01()[:FIRST_ROW]}
    put(put(centre_list, "DS-01!L7", "20/4/2018"), "DS-01!G7", "019210001234")
    save(workspace, "a trung tam.xlsx", centre_list)
    ingest(workspace, catalogue, received_on=DAY)
    save(workspace, "b co so.xlsx", home_list)
    return ingest(workspace, catalogue, received_on=DAY)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),  # name, sex and day of birth
        ({"name": "NGƯỜI  MẪU MỘT"}, True),
        ({"name": "Người Mẫu Khác"}, False),
        ({"name": "Người Mẫu Khác", "number": "019210001234"}, True),  # the number is the same
        ({"birth": "06/9/2010"}, False),
        ({"birth": 2010}, False),  # only the year: too little to tell
        ({"sex": "Nữ"}, False),
        ({"received": "01/5/2018"}, False),  # after the other case had ended
        ({"received": "30/4/2018"}, True),
        ({"received": "01/01/2018", "closed": "28/02/2018"}, False),
    ],
)
def test_a_person_in_two_lists_in_one_month_is_reported(
    changes: dict[str, Any], is_same: bool, workspace: Workspace, catalogue: Catalogue
) -> None:
    result = results(workspace, catalogue, list_of_home(**changes))[-1]
    assert result.outcome is Outcome.ACCEPTED
    found = [(f.code, f.cell, f.value) for f in result.findings if f.code.startswith("list.")]
    assert found == ([("list.person-elsewhere", "C7", None)] if is_same else [])


def test_nothing_of_a_person_is_kept_or_shown(
    workspace: Workspace, register_file: Path, catalogue: Catalogue
) -> None:
    result = results(workspace, catalogue, list_of_home())[-1]
    words = " ".join(finding.message + finding.hint for finding in result.findings)
    assert "Mẫu Một" not in words
    kept = b"".join(path.read_bytes() for path in workspace.processed.rglob("*") if path.is_file())
    for secret in ("Người Mẫu Một", "nguoi mau mot", "019210001234", "2010-09-05"):
        assert secret.encode() not in kept
    with closing(sqlite3.connect(register_file)) as database:
        keys = {key for (key,) in database.execute("SELECT key FROM pseudonyms")}
    assert keys
    assert all(isinstance(key, int) for key in keys)


def test_the_secret_is_made_once_and_readable_by_its_owner_only(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", list_of_home())
    check(workspace, [workspace.raw], catalogue)
    assert not workspace.has_secret()  # check changes nothing
    ingest(workspace, catalogue, received_on=DAY)
    secret = workspace.secret()
    assert len(secret) == 32
    ingest(workspace, catalogue, received_on=DAY)
    assert workspace.secret() == secret
    (file,) = workspace.processed.glob("people.key*")
    assert file.stat().st_mode & 0o077 == 0


def test_a_list_that_was_replaced_is_not_compared_any_more(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    results(workspace, catalogue, list_of_home())
    other = put({"DS-01": ds01()[:FIRST_ROW]}, "DS-01!C7", "Người Mẫu Khác")
    save(workspace, "a trung tam.xlsx", other)
    ingest(workspace, catalogue, received_on=DAY)
    path: Path = save(workspace, "b co so.xlsx", list_of_home(closed="01/8/2018"))
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=dt.date(2018, 9, 4))
    assert [f.code for f in result.findings if f.code.startswith("list.")] == []
