"""The internal workbook: files, accepted warnings, cells and causes, as the register knows them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from formats import Sheets
from intake import save
from welfare_stats.cli import main
from welfare_stats.clock import today
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings.waivers import Waiver
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.decide import exclude, waive
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.report.year_text import SECTIONS
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace
from workbooks import district, home, put

Captured = pytest.CaptureFixture[str]
JULY, AUTUMN = dt.date(2018, 7, 2), dt.date(2018, 10, 1)
HALF = "từ ngày 01/01/2018 đến ngày 30/6/2018"
NOTICE = "LƯU HÀNH NỘI BỘ CỦA CƠ QUAN, KHÔNG GỬI KÈM BÁO CÁO"
Row = list[object]


@pytest.fixture
def receive(workspace: Workspace, catalogue: Catalogue) -> Callable[..., None]:
    def received(day: dt.date, **files: Sheets) -> None:
        for name, sheets in files.items():
            save(workspace, f"{name}.xlsx", sheets)
        ingest(workspace, catalogue, received_on=day)

    return received


def published(workspace: Workspace, catalogue: Catalogue, **order: str) -> openpyxl.Workbook:
    """The internal workbook as it is written now."""
    scope = ReportScope(2018)
    made = publish(workspace, catalogue, ReportOrder(scope, ["html"], **order))  # type: ignore[arg-type]
    assert made.internal.path.name == "bao-cao-2018-noi-bo.xlsx"
    return openpyxl.load_workbook(made.internal.path)


def rows(book: openpyxl.Workbook, name: str) -> list[Row]:
    """The rows of the table of a sheet, without the headings."""
    return [[cell.value for cell in row] for row in book[name].iter_rows(min_row=6)]


def test_every_sheet_says_first_that_it_is_internal(
    workspace: Workspace, catalogue: Catalogue, receive: Callable[..., None]
) -> None:
    receive(JULY, a=district(HALF))
    book = published(workspace, catalogue)
    assert book.sheetnames == [
        "Mục lục",
        "Tệp đã dùng",
        "Cảnh báo đã chấp nhận",
        "Truy vết số liệu",
        "Số do cơ quan ghi",
        "Thay đổi so với bản trước",
    ]
    assert {sheet["A1"].value for sheet in book} == {NOTICE}


def test_the_files_of_the_report_are_listed_with_what_they_replaced(
    workspace: Workspace, catalogue: Catalogue, receive: Callable[..., None]
) -> None:
    receive(JULY, a=district(HALF), co_so=home(period=HALF))
    receive(dt.date(2018, 7, 9), a=put(put(district(HALF), "HX-01!E8", 101), "HX-01!G8", 2021))
    receive(AUTUMN, b=put(put(district(HALF), "HX-01!E8", 102), "HX-01!G8", 2022))
    days = "01/01/2018 – 30/6/2018"
    assert rows(published(workspace, catalogue), "Tệp đã dùng") == [
        ["Huyện Võ Nhai", "HX-01, HX-02", days, "data/raw/2018/b.xlsx", "01/10/2018", 3,
         "data/raw/2018/a.xlsx", 2, "không"],
        ["Trung tâm Bảo trợ xã hội Thái Nguyên", "CS-01", days, "data/raw/2018/co_so.xlsx",
         "02/7/2018", 1, None, 17, "không"],
    ]  # fmt: skip


def test_an_accepted_warning_says_who_accepted_it_when_and_why(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    path = save(workspace, "a.xlsx", put(district(HALF), "HX-02!E9", 1091))
    ingest(workspace, catalogue, received_on=JULY)
    waive(workspace, path, catalogue, Waiver("sum.parts-differ", "HX-02!E9", "Đã xem", "Bà Mẫu"))
    ingest(workspace, catalogue, paths=[path], received_on=JULY)
    (row,) = rows(published(workspace, catalogue), "Cảnh báo đã chấp nhận")
    unit, file, place, message, accepted = row
    assert (unit, file, place) == (
        "Huyện Võ Nhai",
        "data/raw/2018/a.xlsx",
        "trang HX-02, ô E9",
    )
    assert "1.091" in str(message)
    assert "chấp nhận" not in str(message)
    assert accepted == f"Bà Mẫu chấp nhận ngày {format_date(today())}: Đã xem"


def test_a_warning_that_hinders_nothing_is_listed_too_and_not_published(
    workspace: Workspace, catalogue: Catalogue, receive: Callable[..., None]
) -> None:
    receive(JULY, a=put(district(HALF), "HX-01!C8", "Người già"))
    book = published(workspace, catalogue)
    (row,) = rows(book, "Cảnh báo đã chấp nhận")
    assert row[2] == "trang HX-01, ô C8"
    assert "Người già" in str(row[3])
    assert row[4] == "không cản việc tính số liệu"
    html = workspace.reports(2018) / "bao-cao-2018.html"
    assert "Người già" not in html.read_text("utf-8")


def test_every_number_of_the_province_is_traced_to_its_cells(
    workspace: Workspace, catalogue: Catalogue, receive: Callable[..., None]
) -> None:
    receive(JULY, a=district(HALF), co_so=home(period=HALF))
    found = rows(published(workspace, catalogue), "Truy vết số liệu")
    closing = [r for r in found if r[:3] == ["Người cao tuổi", "Cuối kỳ", "Tất cả"]]
    assert closing == [
        ["Người cao tuổi", "Cuối kỳ", "Tất cả", "người", 2020, 1, "Huyện Võ Nhai",
         "data/raw/2018/a.xlsx", "trang HX-01, ô G8", 2020],
    ]  # fmt: skip
    totals: dict[tuple[object, ...], float] = {}
    stated: dict[tuple[object, ...], float] = {}
    for row in found:
        if row[5]:
            key = tuple(row[:4])
            totals[key] = totals.get(key, 0) + float(str(row[9]))
            stated[key] = float(str(row[4]))
    assert totals == pytest.approx(stated)


def test_of_many_cells_the_command_that_lists_them_is_given(
    workspace: Workspace,
    catalogue: Catalogue,
    receive: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    receive(JULY, a=district(HALF))
    monkeypatch.setattr("welfare_stats.pipeline.sources.MOST_SOURCES", 0)
    found = rows(published(workspace, catalogue), "Truy vết số liệu")
    (row,) = [r for r in found if r[:3] == ["Người cao tuổi", "Cuối kỳ", "Nữ"]]
    command = str(row[7])
    assert command == (
        "welfare-stats explain --year 2018 --case-type tc_cao_tuoi --measure closing "
        "--breakdown female"
    )
    assert main(["--workspace", str(workspace.root), *command.split()[1:]]) == 0
    assert "data/raw/2018/a.xlsx" in capsys.readouterr().out


def test_causes_of_changes_name_files_cells_and_who_decided(
    workspace: Workspace, catalogue: Catalogue, receive: Callable[..., None]
) -> None:
    receive(JULY, a=district(HALF), co_so=home(period=HALF))
    book = published(workspace, catalogue, final_by="Bà Mẫu")
    assert rows(book, "Thay đổi so với bản trước") == []
    receive(AUTUMN, a=put(put(district(HALF), "HX-01!E8", 101), "HX-01!G8", 2021))
    exclude(workspace, workspace.raw / "2018" / "co_so.xlsx", "Gửi nhầm", "Bà Mẫu")
    found = rows(published(workspace, catalogue), "Thay đổi so với bản trước")
    by_name = {str(row[0]): row[1:] for row in found}
    assert by_name["Người cao tuổi"] == [
        "người", 2020, 2021, 1, 1, "Huyện Võ Nhai gửi bản sửa ngày 01/10/2018",
        "a.xlsx, ô HX-01!G8",
    ]  # fmt: skip
    excluded = by_name["Đối tượng được quản lý, nuôi dưỡng"]
    assert excluded[2] == "…"
    assert str(excluded[5]).endswith(f"ngày {format_date(today())}: Gửi nhầm (Bà Mẫu)")
    publish(workspace, catalogue, ReportOrder(ReportScope(2018), ["docx"]))
    document = docx.Document(str(workspace.reports(2018) / "bao-cao-2018.docx"))
    text = " ".join(cell.text for table in document.tables for cell in table._cells)
    assert "cơ quan quyết định loại tệp ngày" in text
    for internal in ("Gửi nhầm", "Bà Mẫu", "a.xlsx", "co_so.xlsx", "HX-01!G8"):
        assert internal not in text


def test_an_edited_internal_workbook_is_not_overwritten(
    workspace: Workspace, catalogue: Catalogue, receive: Callable[..., None]
) -> None:
    receive(JULY, a=district(HALF))
    published(workspace, catalogue)
    path: Path = workspace.reports(2018) / "bao-cao-2018-noi-bo.xlsx"
    path.write_bytes(b"edited")
    made = publish(workspace, catalogue, ReportOrder(ReportScope(2018), ["html"]))
    assert made.internal.path.name == "bao-cao-2018-noi-bo.moi.xlsx"
    assert made.internal.edited == path
    assert path.read_bytes() == b"edited"


def test_the_command_lists_the_files_to_send_and_names_the_internal_one_apart(
    workspace: Workspace, receive: Callable[..., None], capsys: Captured
) -> None:
    receive(JULY, a=district(HALF))
    written = "".join(f"# {heading}\nKhông.\n" for heading in SECTIONS)
    workspace.year_text("2018").write_text(written, "utf-8")
    words = ["report", "--year", "2018", "--format", "html"]
    folder = workspace.reports(2018)
    for quiet, printed in (
        ([], (f"{folder / 'bao-cao-2018.html'}\n",
              "Lưu hành nội bộ, không gửi kèm báo cáo: "
              f"{folder / 'bao-cao-2018-noi-bo.xlsx'}\n")),
        (["--quiet"], ("", "")),
    ):  # fmt: skip
        assert main(["--workspace", str(workspace.root), *quiet, *words]) == 0
        assert capsys.readouterr() == printed
