"""``tables.csv``: mistakes are reported at their cell, and a workspace may be without it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from conftest import REPOSITORY
from welfare_stats.design.catalogue import Catalogue, load_catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError

SHIPPED = REPOSITORY / "catalogue"
HEAD = (
    "key,title,kind,place,reporters,forms,sections,case_types,parts_of,columns,group_by,total,"
    "valid_from"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalogue"))


def written(folder: Path, *rows: str) -> Path:
    (folder / "tables.csv").write_text("\n".join([HEAD, *rows]), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (
            "a,A,bảng,,PLDTBXH,,,,,,,,2014-01-01",
            "kind",
            "“bảng” không hợp lệ; chỉ nhận 'units_by_case_types', 'case_types_by_units', "
            "'units_by_measures', 'groups_by_case_types', 'groups_by_measures', "
            "'case_types_by_measures', 'targets', 'last_year'",
        ),
        (
            "a,A,targets,end,,,,,,,,,2014-01-01",
            "place",
            "“end” không hợp lệ; chỉ nhận 'body', 'annex'",
        ),
        (
            "a,A,case_types_by_units,,UBND,,,,,,,,2014-01-01",
            "reporters",
            "không có loại đơn vị báo cáo “UBND”; chỉ nhận SO, PLDTBXH, UBND_XA, CSND, TTCTXH",
        ),
        (
            "a,A,case_types_by_units,,PLDTBXH,HX-9,,,,,,,2014-01-01",
            "forms",
            "không có biểu mẫu “HX-9”; chỉ nhận CS-01, HX-01, HX-02, DS-01",
        ),
        (
            "a,A,case_types_by_units,,PLDTBXH,,tre_em,,,,,,2014-01-01",
            "sections",
            "không có phần của báo cáo “tre_em”; chỉ nhận cong_dong, co_so, trung_tam, "
            "nguoi_cao_tuoi, nguoi_khuyet_tat, dot_xuat, khac",
        ),
        (
            "a,A,case_types_by_units,,PLDTBXH,,,bhytt,,,,,2014-01-01",
            "case_types",
            "không có chỉ tiêu “bhytt”; có phải là “bhyt” không?",
        ),
        (
            "a,A,case_types_by_units,,PLDTBXH,,,,x,,,,2014-01-01",
            "parts_of",
            "không có chỉ tiêu “x”; các mã ghi ở case_types.csv",
        ),
        (
            "a,A,units_by_measures,,PLDTBXH,,,bhyt,,opening,,,2014-01-01",
            "columns",
            "không có cột “opening”; chỉ nhận total, female, ethnic_minority, amount",
        ),
        (
            "a,A,case_types_by_units,,PLDTBXH,,,,,,ten,,2014-01-01",
            "group_by",
            "không có cột để xếp nhóm “ten”; chỉ nhận group, area, parent",
        ),
        (
            "a,A,case_types_by_units,,,HX-02,,,,,,,2014-01-01",
            "reporters",
            "kiểu bảng case_types_by_units phải ghi cột này",
        ),
        (
            "a,A,groups_by_measures,,PLDTBXH,,,bhyt,,opening,group,,2014-01-01",
            "columns",
            "không có cột “opening”; chỉ nhận total, female, ethnic_minority, amount",
        ),
        (
            "a,A,groups_by_case_types,,PLDTBXH,HX-02,,,,,,,2014-01-01",
            "group_by",
            "kiểu bảng groups_by_case_types phải ghi cột này",
        ),
        (
            "a,A,units_by_measures,,PLDTBXH,,,bhyt chuc_tho_mung_tho,,amount,,,2014-01-01",
            "case_types",
            "kiểu bảng units_by_measures chỉ nhận một chỉ tiêu",
        ),
        (
            "a,A,targets,,,,,,,,,Toàn tỉnh,2014-01-01",
            "total",
            "kiểu bảng targets không dùng cột này; hãy để trống",
        ),
        (
            "a,A,case_types_by_units,,PLDTBXH,HX-02,,bhyt,,,,,2014-01-01",
            "case_types",
            "đã chọn theo forms hoặc sections thì để trống case_types và parts_of",
        ),
        (
            "a,A,units_by_case_types,,PLDTBXH,,,bhyt,,share,,,2014-01-01",
            "columns",
            "share cần đúng một chỉ tiêu mẹ ở parts_of, không ghi case_types",
        ),
        (
            "a,A,case_types_by_measures,,,,,,,total,,,2014-01-01",
            "case_types",
            "phải chọn chỉ tiêu bằng case_types, parts_of, forms, sections hoặc reporters",
        ),
        (
            "thay-doi,A,case_types_by_units,,PLDTBXH,,,,,,,,2014-01-01",
            "key",
            "“thay-doi” là khóa của một bảng do chương trình tự lập; hãy đặt khóa khác",
        ),
        (
            "dau,A,case_types_by_units,,PLDTBXH,,,,,,,,2018-01-01",
            "key",
            "trùng với dòng 2 trong cùng thời gian; hãy ghi valid_to cho dòng cũ hoặc bỏ một dòng",
        ),
    ],
)
def test_a_mistake_is_reported_at_its_cell(
    folder: Path, row: str, column: str, message: str
) -> None:
    first = "dau,Đầu,case_types_by_units,,PLDTBXH,,,,,,,,2014-01-01"
    with pytest.raises(ConfigurationError) as refused:
        load_catalogue(written(folder, first, row), FORMS)
    _, *lines = str(refused.value).splitlines()
    stop = "" if message.endswith("?") else "."
    assert lines == [f"  tables.csv, dòng 3, cột {column}: {message}{stop}"]


def test_a_table_holds_on_its_days(folder: Path) -> None:
    row = "a,A,case_types_by_units,,PLDTBXH,,,,,,,,2019-01-01"
    loaded = load_catalogue(written(folder, row), FORMS)
    tables = [loaded.at(day).tables for day in (date(2018, 12, 31), date(2019, 1, 1))]
    assert [[table.key for table in found] for found in tables] == [[], ["a"]]


def test_a_workspace_without_tables_has_those_of_the_program(
    folder: Path, catalogue: Catalogue
) -> None:
    (folder / "tables.csv").unlink()
    loaded = load_catalogue(folder, FORMS)
    assert loaded.tables == catalogue.tables
    assert loaded.fingerprint != catalogue.fingerprint
    kept = read_catalogue(loaded.files, FORMS, folder)  # as a closed year keeps them
    assert kept.tables == catalogue.tables


def test_tables_of_the_program_leave_out_what_an_office_does_not_count(folder: Path) -> None:
    for name in ("tables.csv", "charts.csv", "coefficients.csv"):
        (folder / name).unlink()
    for name in ("case_types.csv", "targets.csv"):
        lines = (folder / name).read_text("utf-8").splitlines()
        without = [line for line in lines if "tro_cap_cong_dong" not in line and "tc_" not in line]
        (folder / name).write_text("\n".join(without), "utf-8")
    loaded = load_catalogue(folder, FORMS)
    in_2018 = [table for table in loaded.tables if table.in_force(date(2018, 8, 31))]
    assert [table.key for table in in_2018] == [
        "chi-tieu",
        "nam-truoc",
        "co-so-nuoi-duong",
        "doi-tuong-co-so",
        "kinh-phi-tro-giup-khac",
        "trung-tam-cong-tac-xa-hoi",
        "tro-giup-khac",
    ]
    assert read_catalogue(loaded.files, FORMS, folder).tables == loaded.tables
