"""Workbooks as offices lay them out themselves are read whole, or returned at the cells in doubt.

They lie in ``tests/own_layouts``, whose README says what each of them shows.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from conftest import REPOSITORY
from make_office_workbooks import files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings import Finding, Severity, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment, Outcome

FOLDER = REPOSITORY / "tests" / "own_layouts"
Number = tuple[str, str, str, str, str]
Place = tuple[str, str]
"""The name of a sheet, and the address of a cell."""


def expected_rows() -> dict[str, list[dict[str, str]]]:
    """The rows of expected.csv, by workbook."""
    found: dict[str, list[dict[str, str]]] = {}
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            found.setdefault(row["file"], []).append(row)
    return found


EXPECTED = expected_rows()
WHOLE = pytest.mark.parametrize("file", EXPECTED)
TEXT, STRANGE = "k_dai_tu_van_ban.xlsx", "l_pho_yen_nhan_la.xlsx"
CONVERTED = {"b_dinh_hoa_khong_dau.xlsx": "BTXH!G7", "c_dai_tu_chinh_sach_khac.xlsx": "Sheet1!E7"}
"""Headings of amounts in đồng and triệu đồng: of these the program warns on its own form too."""


def assessed(file: str, catalogue: Catalogue) -> Assessment:
    return assess((FOLDER / file).read_bytes(), f"data/raw/2018/{file}", catalogue)


def places(sheet: str, cells: str) -> Iterator[Place]:
    """The single cells of "C8", of "C8:C22" and of "Xã A!C8; Xã B!C8"."""
    for part in cells.split("; "):
        named, _, run = part.rpartition("!")
        left, top, right, bottom = range_boundaries(run)
        for row in range(top or 0, (bottom or 0) + 1):
            for column in range(left or 0, (right or 0) + 1):
                yield named.strip("'") or sheet, f"{get_column_letter(column)}{row}"


def not_infos(assessment: Assessment) -> list[Finding]:
    return [found for found in assessment.findings if found.severity is not Severity.INFO]


@WHOLE
def test_the_unit_and_the_period_are_those_of_the_heads(file: str, catalogue: Catalogue) -> None:
    row = EXPECTED[file][0]
    start, end = (dt.date.fromisoformat(row[name]) for name in ("period_start", "period_end"))
    assessment = assessed(file, catalogue)
    assert (assessment.unit, assessment.period) == (row["unit"], ReportingPeriod(start, end))


@WHOLE
def test_all_numbers_are_read_and_no_others(file: str, catalogue: Catalogue) -> None:
    names = ("form", "facility", "case_type", "measure", "breakdown")
    read = [(each.number, each.value) for each in assessed(file, catalogue).observations]
    wanted = [(tuple(row[name] for name in names), float(row["value"])) for row in EXPECTED[file]]
    assert sorted(number for number, _ in read) == sorted(number for number, _ in wanted)
    assert dict(read) == pytest.approx(dict(wanted))


@WHOLE
def test_each_number_is_of_the_cells_in_which_it_stands(file: str, catalogue: Catalogue) -> None:
    names = ("form", "facility", "case_type", "measure", "breakdown")
    read = {
        each.number: sorted(places(each.sheet, each.cells))
        for each in assessed(file, catalogue).observations
    }
    assert read == {
        tuple(row[name] for name in names): sorted(places(row["sheet"], row["cells"]))
        for row in EXPECTED[file]
    }


@WHOLE
def test_nothing_is_found_wrong(file: str, catalogue: Catalogue) -> None:
    assessment = assessed(file, catalogue)
    converted = [(kinds.AMOUNTS_CONVERTED.code, CONVERTED[file])] if file in CONVERTED else []
    found = [(each.code, each.place) for each in not_infos(assessment)]
    assert [each for each in found if each not in converted] == []
    assert assessment.outcome is Outcome.ACCEPTED


def test_sentences_in_one_column_are_returned_at_the_first_of_them(catalogue: Catalogue) -> None:
    assessment = assessed(TEXT, catalogue)
    assert assessment.outcome is Outcome.REJECTED
    assert assessment.observations == ()
    found = [each.place for each in not_infos(assessment)]
    assert found[:1] == ["Sheet1!A8"]
    assert set(found) <= {f"Sheet1!A{row}" for row in range(8, 15)}


def test_labels_that_are_none_of_ours_or_may_be_several_are_returned(catalogue: Catalogue) -> None:
    assessment = assessed(STRANGE, catalogue)
    assert assessment.outcome is Outcome.REJECTED
    assert assessment.unit == "172"
    assert {each.place for each in not_infos(assessment)} == {"HĐ 6 tháng!B10", "HĐ 6 tháng!B14"}


def test_the_stored_files_are_those_that_the_script_makes() -> None:
    def members(content: bytes) -> dict[str, bytes]:
        with ZipFile(BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    made = files()
    assert {path.name for path in FOLDER.iterdir()} == {*made, "README.md"}
    for name, content in made.items():
        stored = (FOLDER / name).read_bytes()
        if name.endswith(".xlsx"):
            assert members(stored) == members(content), name
        else:
            assert stored == content
