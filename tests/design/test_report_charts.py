"""``charts.csv``: mistakes are reported at their cell, and a workspace may be without it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import REPOSITORY
from welfare_stats.design.catalogue import Catalogue, load_catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError

SHIPPED = REPOSITORY / "catalogue"
HEAD = "key,title,kind,reporters,case_types,parts_of,column,group_by,valid_from"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalogue"))


def written(folder: Path, *rows: str) -> Path:
    (folder / "charts.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (
            "a,A,bánh,,,,,,2014-01-01",
            "kind",
            "“bánh” không hợp lệ; chỉ nhận 'targets', 'case_types', 'units', 'movement', 'years'",
        ),
        (
            "a,A,units,UBND,bhyt,,,,2014-01-01",
            "reporters",
            "không có loại đơn vị báo cáo “UBND”; chỉ nhận SO, PLDTBXH, UBND_XA, CSND, TTCTXH",
        ),
        (
            "a,A,case_types,,bhytt,,,,2014-01-01",
            "case_types",
            "không có chỉ tiêu “bhytt”; có phải là “bhyt” không?",
        ),
        (
            "a,A,case_types,,,x,,,2014-01-01",
            "parts_of",
            "không có chỉ tiêu “x”; các mã ghi ở case_types.csv",
        ),
        (
            "a,A,units,PLDTBXH,bhyt,,opening,,2014-01-01",
            "column",
            "không có cột “opening”; chỉ nhận total, female, ethnic_minority, amount",
        ),
        (
            "a,A,units,PLDTBXH,bhyt,,,ten,2014-01-01",
            "group_by",
            "không có cột để xếp nhóm “ten”; chỉ nhận group, area, parent",
        ),
        (
            "a,A,units,,bhyt,,,,2014-01-01",
            "reporters",
            "kiểu biểu đồ units phải ghi cột này",
        ),
        (
            "a,A,movement,,,,,,2014-01-01",
            "case_types",
            "kiểu biểu đồ movement phải ghi cột này",
        ),
        (
            "a,A,units,PLDTBXH,bhyt chuc_tho_mung_tho,,,,2014-01-01",
            "case_types",
            "kiểu biểu đồ units chỉ nhận một chỉ tiêu",
        ),
        (
            "a,A,targets,,,,,group,2014-01-01",
            "group_by",
            "kiểu biểu đồ targets không dùng cột này; hãy để trống",
        ),
        (
            "a,A,case_types,,bhyt,tu_van,,,2014-01-01",
            "case_types",
            "phải ghi một, và chỉ một, trong hai cột case_types và parts_of",
        ),
        (
            "a,A,years,,,,,,2014-01-01",
            "case_types",
            "phải ghi một, và chỉ một, trong hai cột case_types và parts_of",
        ),
        (
            "dau,A,targets,,,,,,2018-01-01",
            "key",
            "trùng với dòng 2 trong cùng thời gian; hãy ghi valid_to cho dòng cũ hoặc bỏ một dòng",
        ),
    ],
)
def test_a_mistake_is_reported_at_its_cell(
    folder: Path, row: str, column: str, message: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_catalogue(written(folder, "dau,Đầu,targets,,,,,,2014-01-01", row), FORMS)
    _, *lines = str(refused.value).splitlines()
    stop = "" if message.endswith("?") else "."
    assert lines == [f"  charts.csv, dòng 3, cột {column}: {message}{stop}"]


def test_a_chart_holds_on_its_days(folder: Path) -> None:
    loaded = load_catalogue(written(folder, "a,A,targets,,,,,,2019-01-01"), FORMS)
    charts = [loaded.at(day).charts for day in (date(2018, 12, 31), date(2019, 1, 1))]
    assert [[chart.key for chart in found] for found in charts] == [[], ["a"]]
    assert loaded.chart_keys == {"a"}


def test_a_workspace_without_charts_has_none(folder: Path, catalogue: Catalogue) -> None:
    assert catalogue.charts
    (folder / "charts.csv").unlink()
    loaded = load_catalogue(folder, FORMS)
    assert loaded.charts == ()
    assert loaded.fingerprint != catalogue.fingerprint
    kept = read_catalogue(loaded.files, FORMS, folder)  # as a closed year keeps them
    assert kept.charts == ()
