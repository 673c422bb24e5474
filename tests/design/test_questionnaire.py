"""Blank workbooks: filled in they are read without findings; in Excel they check themselves."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from catalogue_rows import with_unit
from formats import as_xlsb
from intake import save
from packages import repacked, replaced
from welfare_stats.cli import main
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.design.questionnaire import QuestionnaireRequest, render_questionnaire
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.questionnaires import write_questionnaires
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import Workspace
from workbooks import home, hx01

CENTRE, DISTRICT, HOME = "CSTG-04", "170", "CSTG-01"
FIRST = 12  # Excel's number of the first row to fill in


def blank(workspace: Workspace, catalogue: Catalogue, unit: str, *forms: str) -> Path:
    """The blank workbook of a unit for the first eight months of 2018."""
    written = write_questionnaires(workspace, catalogue, 2018, units=[unit], forms=forms)
    return next(path for path in written if "31.8.2018" in path.name)


def column_of(sheet: Worksheet, form: str, field: str) -> str:
    number = list(FORMS[form].columns).index(field) + 1
    return openpyxl.utils.get_column_letter(number)


def fill(path: Path) -> bytes:
    """The workbook with a plausible number in every unlocked cell of its forms of numbers."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        if sheet.title in FORMS and not FORMS[sheet.title].is_list:
            form = FORMS[sheet.title]
            values = {"opening": 100, "increase": 10, "decrease": 5, "closing": 105, "total": 30,
                      "amount": 300_000}  # fmt: skip
            for number in range(FIRST, sheet.max_row + 1):
                for name in form.numbers:
                    cell = sheet[f"{column_of(sheet, form.code, name)}{number}"]
                    if not cell.protection.locked:
                        cell.value = values.get(name, 7)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def assessed(content: bytes, catalogue: Catalogue) -> Assessment:
    return assess(content, "data/raw/2018/tệp.xlsx", catalogue)


def findings_of(assessment: Assessment) -> list[tuple[str, str | None, str | None]]:
    return [(f.code, f.sheet, f.cell) for f in assessment.findings]


@pytest.mark.parametrize(
    ("unit", "forms"),
    [(DISTRICT, ("HX-01", "HX-02")), (HOME, ("CS-01",)), (CENTRE, ("CS-01",))],
)
def test_a_filled_in_form_is_read_without_findings(
    unit: str, forms: tuple[str, ...], workspace: Workspace, catalogue: Catalogue
) -> None:
    assessment = assessed(fill(blank(workspace, catalogue, unit)), catalogue)
    assert findings_of(assessment) == []
    assert assessment.outcome is Outcome.ACCEPTED
    assert (assessment.unit, assessment.forms) == (unit, forms)
    assert assessment.period is not None
    assert (assessment.period.start, assessment.period.end) == (
        dt.date(2018, 1, 1),
        dt.date(2018, 8, 31),
    )
    sums = {
        number.case_type: number.value
        for number in assessment.observations
        if number.breakdown == "all" and number.measure in ("total", "closing")
    }
    if unit == DISTRICT:
        assert sums["tro_cap_cong_dong"] == 7 * 105
        assert sums["chuc_tho_mung_tho"] == 8 * 30


def test_a_blank_form_sent_back_is_reported_as_empty(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    assessment = assessed(blank(workspace, catalogue, DISTRICT).read_bytes(), catalogue)
    assert findings_of(assessment) == [
        ("table.empty", "HX-01", None),
        ("table.empty", "HX-02", None),
    ]
    assert assessment.outcome is Outcome.REJECTED


def test_what_libreoffice_fills_in_and_saves_is_read(
    workspace: Workspace, catalogue: Catalogue, tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    file = tmp_path / "dien.xlsx"
    file.write_bytes(fill(blank(workspace, catalogue, DISTRICT)))
    for suffix in ("xlsx", "ods", "xls"):
        saved = soffice(file, suffix)
        assessment = assess(saved.read_bytes(), f"data/raw/2018/tệp.{suffix}", catalogue)
        assert findings_of(assessment) == []
        assert assessment.outcome is Outcome.ACCEPTED


def test_the_list_has_rows_drop_downs_and_dates(workspace: Workspace, catalogue: Catalogue) -> None:
    path = blank(workspace, catalogue, CENTRE, "DS-01")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Hướng dẫn", "DS-01", "Danh mục"]
    sheet = book["DS-01"]
    validations = {
        str(v.sqref).split(":")[0].rstrip("0123456789"): v
        for v in sheet.data_validations.dataValidation
    }
    assert validations[column_of(sheet, "DS-01", "sex")].formula1 == '"Nam,Nữ"'
    assert validations[column_of(sheet, "DS-01", "case_type")].formula1.startswith("'Danh mục'!$")
    assert validations[column_of(sheet, "DS-01", "received_on")].type == "date"
    people = {"record_code": "HS-1", "full_name": "Người Mẫu Một", "birth": dt.date(1990, 5, 1),
              "sex": "Nam", "ethnicity": "Kinh", "commune": "Xã La Hiên", "facility": CENTRE,
              "case_type": "can_thiep", "received_on": dt.date(2018, 3, 5)}  # fmt: skip
    for name, value in people.items():
        sheet[f"{column_of(sheet, 'DS-01', name)}{FIRST}"] = value  # type: ignore[assignment]
    buffer = BytesIO()
    book.save(buffer)
    assessment = assessed(buffer.getvalue(), catalogue)
    assert findings_of(assessment) == []
    assert assessment.forms == ("DS-01",)


def test_only_cells_to_be_filled_in_are_unlocked(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    book = openpyxl.load_workbook(blank(workspace, catalogue, DISTRICT))
    sheet = book["HX-01"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    assert "D13" in unlocked
    assert not {"A9", "B13", "C13", "D12", "A3", "A4"} & unlocked
    assert (
        sheet["D12"].value
        == '=IF(COUNT(D13,D14,D15,D16,D17,D18,D19)=0,"",SUM(D13,D14,D15,D16,D17,D18,D19))'
    )
    assert sheet["B12"].value == "tro_cap_cong_dong"
    assert [sheet[f"B{row}"].value for row in range(13, 20)] == [
        "tc_tre_em", "tc_dang_hoc_16_22", "tc_hiv_ngheo", "tc_don_than_ngheo", "tc_cao_tuoi",
        "tc_khuyet_tat_dac_biet_nang", "tc_khuyet_tat_nang",
    ]  # fmt: skip
    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$9:$11"


def test_excel_marks_numbers_that_do_not_agree(workspace: Workspace, catalogue: Catalogue) -> None:
    book = openpyxl.load_workbook(blank(workspace, catalogue, DISTRICT))
    rules = {
        str(area.sqref): [rule.formula[0] for rule in area.rules]
        for area in book["HX-01"].conditional_formatting
    }
    assert rules["E12"] == [
        "AND(ISNUMBER(E12),COUNT(E13,E14,E15,E16,E17,E18,E19)=7,"
        "E12<>SUM(E13,E14,E15,E16,E17,E18,E19))"
    ]
    assert rules["H12:H19"] == ["AND(ISNUMBER(H12),ISNUMBER(G12),H12>G12)"]
    assert rules["G12:G19"] == ["AND(COUNT(D12:G12)=4,D12+E12-F12<>G12)"]
    centre = openpyxl.load_workbook(blank(workspace, catalogue, CENTRE))
    subsets = {
        str(area.sqref): [rule.formula[0] for rule in area.rules]
        for area in centre["CS-01"].conditional_formatting
    }
    assert subsets["G13"] == ["AND(ISNUMBER(G13),ISNUMBER(G12),G13>G12)"]
    prompts = {v.promptTitle: v.prompt for v in book["HX-01"].data_validations.dataValidation}
    assert prompts["Đầu kỳ"] == FORMS["HX-01"].columns["opening"].guidance


def test_the_guidance_explains_every_column(workspace: Workspace, catalogue: Catalogue) -> None:
    book = openpyxl.load_workbook(blank(workspace, catalogue, DISTRICT))
    texts = {str(c.value) for row in book["Hướng dẫn"].iter_rows() for c in row if c.value}
    for form in ("HX-01", "HX-02"):
        for column in FORMS[form].columns.values():
            assert column.guidance in texts


def test_closing_figures_of_the_period_before_are_filled_in_as_opening(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    sheets = {"HX-01": hx01(period="từ ngày 01/01/2017 đến ngày 31/12/2017")}
    save(workspace, "../2017/nam truoc.xlsx", sheets)
    (accepted,) = ingest(workspace, catalogue, received_on=dt.date(2018, 1, 10))
    assert accepted.outcome is Outcome.ACCEPTED
    sheet = openpyxl.load_workbook(blank(workspace, catalogue, DISTRICT))["HX-01"]
    openings = {sheet[f"B{row}"].value: sheet[f"D{row}"].value for row in range(13, 20)}
    assert openings == {
        "tc_tre_em": 105, "tc_cao_tuoi": 2020, "tc_khuyet_tat_nang": 805,
        "tc_dang_hoc_16_22": None, "tc_hiv_ngheo": None, "tc_don_than_ngheo": None,
        "tc_khuyet_tat_dac_biet_nang": None,
    }  # fmt: skip


# --- versions ------------------------------------------------------------------------------------


def test_an_outdated_version_is_read_and_reported(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    content = fill(blank(workspace, catalogue, HOME))
    old = repacked(
        content,
        replaced("xl/workbook.xml", b'name="bieu_CS_01" hidden="1">1<', b'name="bieu_CS_01">0<'),
    )
    assert findings_of(assessed(content, catalogue)) == []
    assessment = assessed(old, catalogue)
    assert findings_of(assessment) == [("form.outdated-version", None, None)]
    assert assessment.outcome is Outcome.ACCEPTED


def test_the_version_is_recognised_in_what_libreoffice_saves(
    workspace: Workspace, catalogue: Catalogue, tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    old = repacked(
        fill(blank(workspace, catalogue, HOME)),
        replaced("xl/workbook.xml", b'name="bieu_CS_01" hidden="1">1<', b'name="bieu_CS_01">0<'),
    )
    file = tmp_path / "cu.xlsx"
    file.write_bytes(old)
    for suffix in ("ods", "xls", "xlsx"):
        assessment = assess(soffice(file, suffix).read_bytes(), f"tệp.{suffix}", catalogue)
        assert findings_of(assessment) == [("form.outdated-version", None, None)]


def test_codes_that_look_like_an_escape_stay_what_they_are_in_libreoffice(
    catalogue: Catalogue, tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    """LibreOffice takes "_xa_" of "huu_tri_xa_hoi" for the end of a line."""
    period = ReportingPeriod(dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    codes = catalogue.at(period.end)
    unit = next(unit for unit in codes.units.values() if unit.reporter_kind == "UBND_XA")
    file = tmp_path / "mau.xlsx"
    file.write_bytes(
        render_questionnaire(QuestionnaireRequest(unit, period, [FORMS["HX-01"]]), codes)
    )
    for suffix in ("ods", "xls", "xlsx"):
        with CalamineWorkbook.from_path(soffice(file, suffix)) as book:
            rows = book.get_sheet_by_name("HX-01").to_python()
        assert any("huu_tri_xa_hoi" in row for row in rows), suffix


def test_the_version_is_recognised_in_xlsb(catalogue: Catalogue) -> None:
    for version, expected in ((0, [("form.outdated-version", None, None)]), (1, [])):
        content = as_xlsb(home(), defined={"bieu_CS_01": version})
        assert findings_of(assess(content, "tệp.xlsb", catalogue)) == expected


# --- the command ---------------------------------------------------------------------------------


def test_the_command_writes_a_workbook_for_every_unit_and_period_due(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "bieu"
    arguments: list[Any] = ["--workspace", workspace.root, "template", "--year", 2018, "-o", folder]
    assert main([str(argument) for argument in arguments]) == 0
    *paths, last = capsys.readouterr().out.splitlines()
    assert sorted(paths) == sorted(map(str, folder.iterdir()))
    assert (len(paths), last) == (13 * 3, "Đã lập 39 tệp biểu mẫu.")
    assert (folder / "170 Huyện Võ Nhai 01.01.2018-31.8.2018.xlsx").exists()


def test_a_unit_gets_workbooks_for_its_own_days_only(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    changed = with_unit(
        with_unit(catalogue, "170", "2014-01-01 – 2018-06-30"), "171", "2018-07-01 –"
    )
    paths = write_questionnaires(workspace, changed, 2018, units=["170", "171"])
    assert [path.stem for path in paths] == [
        "170 Huyện Võ Nhai 01.01.2018-30.6.2018",
        "171 Huyện Đại Từ 01.7.2018-31.8.2018",
        "171 Huyện Đại Từ 01.7.2018-31.12.2018",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            {"units": ["CSTG04"]},
            "Không có đơn vị “CSTG04” trong danh mục. Có phải là “CSTG-04” không?",
        ),
        ({"forms": ["HX01"]}, "Không có biểu mẫu “HX01” trong danh mục. Có phải là “HX-01” không?"),
        ({"units": ["SLDTBXH"]}, "không có đơn vị nào phải gửi"),
        (
            {"units": ["165"], "forms": ["CS-01"]},
            "không báo cáo theo biểu CS-01. Đơn vị này gửi: HX-01, HX-02",
        ),
    ],
)
def test_an_unknown_unit_or_form_or_one_that_owes_nothing_is_refused(
    arguments: dict[str, Any], words: str, workspace: Workspace, catalogue: Catalogue
) -> None:
    with pytest.raises(ConfigurationError, match=words.replace("?", r"\?")):
        write_questionnaires(workspace, catalogue, 2018, **arguments)
