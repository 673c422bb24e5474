"""What is recognised in a workbook and what not."""

import datetime as dt
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from conftest import REPOSITORY
from welfare_stats.clock import today
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.layouts import Layout, Proposal, Recognised, Unrecognised, What
from welfare_stats.pipeline.likeness import answer_to
from welfare_stats.pipeline.matching import layout_of
from welfare_stats.pipeline.teaching import Lesson, change_for, same_text
from welfare_stats.validate.assess import assess
from workbooks import district, home, workbook_bytes

FOLDER = REPOSITORY / "tests" / "own_layouts"
UNDERSTOOD = sorted(path.name for path in FOLDER.glob("[a-j]_*.xlsx"))


def book(*rows: Sequence[object]) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Bảng"
    for row in rows:
        sheet.append(list(row))
    stored = BytesIO()
    workbook.save(stored)
    return stored.getvalue()


HEAD: list[list[object]] = [["UBND HUYỆN VÕ NHAI"], ["BÁO CÁO 6 tháng đầu năm 2018"], []]


def layout(content: bytes, catalogue: Catalogue) -> Layout:
    return layout_of(content, "data/raw/2018/a.xlsx", catalogue)


def of_file(name: str, catalogue: Catalogue) -> Layout:
    return layout((FOLDER / name).read_bytes(), catalogue)


def in_doubt(found: Layout) -> list[tuple[What, str | None, str, list[str]]]:
    return [
        (item.what, item.cell, item.text, [proposal.key for proposal in item.proposals])
        for _, item in found.in_doubt
    ]


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_workbooks_that_are_read_are_understood(name: str, catalogue: Catalogue) -> None:
    found = of_file(name, catalogue)
    assert in_doubt(found) == []
    assert found.is_understood


@pytest.mark.parametrize("sheets", [district(), home()], ids=["district", "home"])
def test_the_forms_of_the_program_are_understood(
    sheets: dict[str, list[list[object]]], catalogue: Catalogue
) -> None:
    assert layout(workbook_bytes(sheets), catalogue).is_understood


def test_unit_and_period_are_shown_with_their_cells(catalogue: Catalogue) -> None:
    found = of_file("a_vo_nhai_6_thang.xlsx", catalogue)
    assert (found.unit, found.day) == ("170", dt.date(2018, 6, 30))
    assert found.period == ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 6, 30))
    assert [(item.what, item.cell) for item in found.head] == [
        (What.UNIT, "Biểu 1!A1"),
        (What.PERIOD, "Biểu 1!A4"),
    ]


def test_one_table_of_two_forms_is_shown_as_two(catalogue: Catalogue) -> None:
    found = of_file("d_phu_binh_mot_bang.xlsx", catalogue)
    assert [(sheet.sheet, sheet.form, sheet.row) for sheet in found.sheets] == [
        ("Tong hop", "HX-01", 6),
        ("Tong hop", "HX-02", 6),
    ]


def test_of_a_turned_table_labels_and_headings_and_communes_are_shown(catalogue: Catalogue) -> None:
    (sheet,) = of_file("f_dong_hy_phu_luc.xlsx", catalogue).sheets
    assert {item.meaning for item in sheet.recognised if item.what is What.HEADING} == {
        "Cuối kỳ",
        "Nữ",
    }
    labels = [item for item in sheet.recognised if item.what is What.LABEL]
    parts = [item for item in sheet.recognised if item.what is What.PART]
    assert len({item.cell for item in labels}) == len(labels) == 7
    assert len(parts) == 15


def test_a_sheet_named_after_a_commune_is_of_it(catalogue: Catalogue) -> None:
    found = of_file("i_song_cong_moi_xa_mot_trang.xlsx", catalogue)
    parts = [item for sheet in found.sheets for item in sheet.recognised if item.what is What.PART]
    assert len(parts) == 11
    assert parts[0] == Recognised(What.PART, None, "P. Lương Châu", "Phường Lương Châu")


def test_of_labels_that_are_not_known_the_nearest_are_proposed(catalogue: Catalogue) -> None:
    assert in_doubt(of_file("l_pho_yen_nhan_la.xlsx", catalogue)) == [
        (What.LABEL, "B10", "Thanh niên xung phong", []),
        (
            What.LABEL,
            "B14",
            "Người khuyết tật",
            ["tc_khuyet_tat_nang", "tc_khuyet_tat_dac_biet_nang"],
        ),
    ]


def test_a_label_that_may_be_several_cannot_be_taught(catalogue: Catalogue) -> None:
    codes = ("tc_cao_tuoi", "tc_hiv_ngheo")
    both = [Lesson(label("Diện khác"), Proposal("code", code, "")) for code in codes]
    layout_of_2018 = Layout("a.xlsx", day=dt.date(2018, 6, 30))
    taught = change_for(both, layout_of_2018, catalogue, Path(), today()).catalogue
    content = book(*HEAD, ["TT", "Đối tượng", "Cuối kỳ"], [1, "Nặng", 5], [2, "Diện khác", 3])
    ((_, item),) = layout(content, taught).in_doubt
    assert (item.text, item.is_teachable) == ("Diện khác", False)
    assert [proposal.key for proposal in item.proposals] == ["tc_hiv_ngheo", "tc_cao_tuoi"]


def test_labels_above_columns_and_headings_below_them_are_told_apart(catalogue: Catalogue) -> None:
    content = book(
        *HEAD,
        [
            "TT",
            "Tên xã",
            "Người cao tuổi",
            "",
            "Thanh niên xung phong",
            "",
            "Nặng",
        ],
        ["", "", "Tổng số", "Số hộ", "Tổng số", "Nữ", ""],
        [1, "Xã Tràng Xáng", 50, 20, 3, 1, 7],
        [2, "Xã La Hiên", 40, 10, 2, 1, 8],
    )
    assert in_doubt(layout(content, catalogue)) == [
        (What.PART, "B6", "Xã Tràng Xáng", [catalogue_code("Xã Tràng Xá", catalogue)]),
        (What.HEADING, "D5", "Số hộ", ["poor", "female", "decrease"]),
        (What.LABEL, "E4", "Thanh niên xung phong", []),
    ]


def catalogue_code(name: str, catalogue: Catalogue) -> str:
    return next(row.code for row in catalogue.communes if row.name == name)


def test_a_heading_of_the_programs_own_form_is_proposed(catalogue: Catalogue) -> None:
    sheets = district()
    content = workbook_bytes(sheets)
    assert layout(content, catalogue).is_understood
    rows = sheets["HX-01"]
    at = next(n for n, row in enumerate(rows) if "Hộ nghèo" in row)
    rows[at] = ["Thuộc diện hộ nghèo" if cell == "Hộ nghèo" else cell for cell in rows[at]]
    ((_, item),) = layout(workbook_bytes(sheets), catalogue).in_doubt
    assert (item.what, item.text, item.is_teachable) == (What.HEADING, "Thuộc diện hộ nghèo", True)
    assert item.proposals[0] == Proposal("field", "poor", "Hộ nghèo")


@pytest.mark.parametrize(
    ("text", "key"),
    [("1", "closing"), ("0", None), ("9", None), ("giảm", "decrease"), ("poor", "poor"),
     ("tc_cao_tuoi", "tc_cao_tuoi"), ("bhyt", "bhyt"), ("Cấp thẻ BHYT", None),
     ("Người khuyết tật nặng", "tc_khuyet_tat_nang"), ("gì đó", None),
     ("-", "ignored"), ("Không lấy", "ignored"), ("bỏ qua", "ignored")],
)  # fmt: skip
def test_an_answer_is_a_number_a_heading_or_a_case_type(
    text: str, key: str | None, catalogue: Catalogue
) -> None:
    near = (Proposal("field", "closing", "Cuối kỳ"),)
    item = Unrecognised(What.HEADING, "A1", "Hiện đang có", "HX-01", near, is_teachable=True)
    answer = answer_to(text, item, catalogue.at(dt.date(2018, 6, 30)))
    assert (answer and answer.key) == key


def test_what_nobody_asks_for_is_told_once_and_passed_over(catalogue: Catalogue) -> None:
    content = book(
        *HEAD,
        ["TT", "Nội dung", "Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ", "Điểm chi trả"],
        [1, "Trẻ em mồ côi", 100, 5, 3, 102, 7],
        [2, "a) NCT hộ nghèo được tặng quà", 3, 0, 0, 3, None],
    )
    ((_, row), (_, column)) = sorted(
        layout(content, catalogue).in_doubt, key=lambda pair: pair[1].what, reverse=True
    )
    assert (row.text, column.text) == ("a) NCT hộ nghèo được tặng quà", "Điểm chi trả")
    codes = catalogue.at(dt.date(2018, 6, 30))
    means = answer_to("-", row, codes)
    assert (
        means == answer_to("không lấy", column, codes) == Proposal("field", "ignored", "không lấy")
    )
    lessons = [Lesson(row, means), Lesson(column, means)]
    change = change_for(lessons, Layout("a", day=dt.date(2018, 6, 30)), catalogue, Path(), today())
    assert change.files["headings.csv"].decode().splitlines()[-2:] == [
        "HX-01,ignored,NCT hộ nghèo được tặng quà,2018-01-01,",
        "HX-01,ignored,Điểm chi trả,2018-01-01,",
    ]
    assert layout(content, change.catalogue).is_understood
    found = assess(content, "data/raw/2018/a.xlsx", change.catalogue)
    told = [(f.cell, f.message) for f in found.findings if f.code == "layout.ignored"]
    assert [cell for cell, _ in told] == ["G4", "B6"]
    assert "“a) NCT hộ nghèo được tặng quà”" in told[1][1]
    assert found.outcome == "accepted"
    assert {number.case_type for number in found.observations} == {"tc_tre_em"}


def label(text: str, form: str = "HX-01") -> Unrecognised:
    return Unrecognised(What.LABEL, "A1", text, form, (), is_teachable=True)


def test_the_same_label_under_other_numbering_is_the_same() -> None:
    assert same_text(label("1. Cụ già"), label("b) CỤ GIÀ (người)"))
    assert not same_text(label("Cụ già"), label("Cụ già", "HX-02"))


def test_a_name_is_added_to_the_row_in_force_at_the_end_of_the_period(
    catalogue: Catalogue,
) -> None:
    before = catalogue.files["case_types.csv"].decode()
    line = next(row for row in before.splitlines() if row.startswith("tc_hiv_ngheo,"))
    assert ",2014-01-01,2025-06-30" in line
    ended = line.replace(",2014-01-01,2025-06-30", ",2014-01-01,2018-12-31")
    begun = line.replace(",2014-01-01,2025-06-30", ",2019-01-01,2025-06-30")
    files = {
        **catalogue.files,
        "case_types.csv": f"{before.replace(line, ended)}{begun}\n".encode(),
    }
    lesson = Lesson(label("- Có H; nghèo"), Proposal("code", "tc_hiv_ngheo", ""))

    def lines_with_name(day: dt.date | None) -> list[str]:
        changed = change_for(
            [lesson], Layout("a.xlsx", day=day), with_files(catalogue, files), Path(), today()
        )
        assert list(changed.files) == ["case_types.csv"]
        text = changed.files["case_types.csv"].decode()
        return [row.partition(",20")[2] for row in text.splitlines() if "Có H, nghèo" in row]

    assert lines_with_name(dt.date(2018, 6, 30)) == ["14-01-01,2018-12-31"]
    assert lines_with_name(dt.date(2019, 6, 30)) == ["19-01-01,2025-06-30"]
    assert lines_with_name(None) == ["25-07-01,,yes"]


def with_files(catalogue: Catalogue, files: dict[str, bytes]) -> Catalogue:
    return Catalogue(
        catalogue.case_types,
        catalogue.units,
        catalogue.targets,
        catalogue.deadlines,
        files=files,
    )


def test_code_lists_that_would_be_wrong_are_refused(catalogue: Catalogue) -> None:
    item = Unrecognised(What.HEADING, "A1", "Hiện đang có", "HX-01", (), is_teachable=True)
    lesson = Lesson(item, Proposal("field", "khong_co", ""))
    with pytest.raises(ConfigurationError, match="khong_co"):
        change_for([lesson], Layout("a.xlsx"), catalogue, Path(), today())


def test_headings_are_in_force_from_this_year_where_the_workbook_does_not_tell(
    catalogue: Catalogue,
) -> None:
    item = Unrecognised(What.HEADING, "A1", "Hiện đang có", "HX-01", (), is_teachable=True)
    lesson = Lesson(item, Proposal("field", "closing", ""))
    change = change_for([lesson], Layout("a.xlsx"), catalogue, Path(), dt.date(2020, 5, 4))
    last = change.files["headings.csv"].decode().splitlines()[-1]
    assert last == "HX-01,closing,Hiện đang có,2020-01-01,"
