"""The workbook of the report: its sheets, its totals, and what other programs read of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.properties import PageSetupProperties

from report_example import CENTRE, TARGETS, WIDE, example_report
from welfare_stats.analyse.totals import NumberKey
from welfare_stats.errors import VerificationError
from welfare_stats.findings.addresses import a1
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.model import (
    AnnualReport,
    Cell,
    Gap,
    Number,
    Origin,
    Percent,
    PublishedFigure,
    Table,
    TableRow,
)
from welfare_stats.report.render.xlsx import render_xlsx
from welfare_stats.report.render.xlsx_totals import sums_in
from welfare_stats.report.verify import verify

HEAD = 5
NOWHERE = Path()  # the workbook has no layout
TABLE_SHEETS = {"Bảng 1": TARGETS, "Biểu 01": CENTRE, "Biểu 02": WIDE}


def opened(report: AnnualReport) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(render_xlsx(report, NOWHERE)))


@pytest.fixture(scope="module")
def written() -> bytes:
    return render_xlsx(example_report(), NOWHERE)


@pytest.fixture(scope="module")
def book(written: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(written))


def test_contents_come_first_then_the_text_then_a_table_or_chart_a_sheet(
    book: openpyxl.Workbook,
) -> None:
    assert book.sheetnames == [
        "Mục lục",
        "Lời văn",
        "Bảng 1",
        "Hình 1",
        "Biểu 01",
        "Biểu 02",
        "Biểu 03",
        "Ghi chú",
    ]


def test_the_contents_lead_to_every_sheet_and_every_sheet_leads_back(
    book: openpyxl.Workbook,
) -> None:
    links = [cell.hyperlink.location for cell in book["Mục lục"]["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    for sheet in book.worksheets[1:]:
        back = [cell.hyperlink.location for cell in sheet["A"] if cell.value == "Về trang Mục lục"]
        assert back == ["'Mục lục'!A1"]


def test_the_first_sheet_says_what_it_is_and_what_the_signs_mean(book: openpyxl.Workbook) -> None:
    lines = [cell.value for cell in book["Mục lục"]["A"]]
    assert lines[:4] == [
        "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        "DỰ THẢO BÁO CÁO",
        "Kết quả công tác trợ giúp xã hội năm 2018",
        "(Số liệu từ ngày 01/01/2018 đến ngày 31/8/2018)",
    ]
    assert lines[lines.index("KÝ HIỆU TRONG CÁC BẢNG") + 1 :] == [
        "“chưa gửi”: đơn vị chưa gửi báo cáo, hoặc báo cáo bị trả lại.",
        "“…”: đơn vị không báo cáo chỉ tiêu này.",
        "“(ước)”: có số ước thực hiện, chưa phải số chính thức.",
    ]


def test_every_sign_of_the_tables_is_explained() -> None:
    cells: tuple[Cell, ...] = ("Ca", *Gap, Number(1, is_estimate=True))
    columns = tuple(f"Cột {number}" for number in range(len(cells)))
    report = replace(
        example_report(), annex=(replace(CENTRE, columns=columns, rows=(TableRow(cells),)),)
    )
    lines = [str(cell.value) for cell in opened(report)["Mục lục"]["A"]]
    for sign in (*map(str, Gap), "(ước)"):
        assert any(line.startswith(f"“{sign}”: ") for line in lines)


@pytest.mark.parametrize("name", ["Bảng 1", "Hình 1"])
def test_where_the_text_has_a_table_or_chart_there_is_a_link_to_it(
    name: str, book: openpyxl.Workbook
) -> None:
    cells = book["Lời văn"]["A"]
    link = next(cell for cell in cells if str(cell.value).startswith(f"Xem {name}. "))
    assert link.hyperlink.location == f"'{name}'!A1"


@pytest.mark.parametrize(("name", "table"), TABLE_SHEETS.items())
def test_pandas_reads_every_table_with_its_headings_in_the_sixth_row(
    name: str, table: Table, written: bytes
) -> None:
    read = pd.read_excel(
        BytesIO(written), sheet_name=name, header=HEAD, keep_default_na=False, engine="openpyxl"
    )
    assert list(read.columns) == list(table.columns)
    assert len(read) == len(table.rows)
    for row, found in zip(table.rows, read.itertuples(index=False, name=None), strict=True):
        for cell, value in zip(row.cells, found, strict=True):
            wanted = cell.value if isinstance(cell, Number | Percent) else str(cell)
            assert value == (wanted if isinstance(wanted, float | int) else value)
            assert isinstance(value, str) is isinstance(wanted, str)


def test_nothing_is_merged_hidden_or_parted_by_empty_rows(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert list(sheet.merged_cells.ranges) == []
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        firsts = [cell.value for cell in sheet["A"]]
        assert None not in firsts, sheet.title


def test_tables_are_tables_of_excel_named_after_their_keys(book: openpyxl.Workbook) -> None:
    assert {table.name: table.ref for sheet in book for table in sheet.tables.values()} == {
        "bang_chi_tieu": "A6:E9",
        "bang_hinh_nhom_doi_tuong": "A6:C10",
        "bang_trung_tam_cong_tac_xa_hoi": "A6:F12",
        "bang_tro_giup_khac": "A6:K14",
        "bang_canh_bao": "A6:D8",
        "bang_ghi_chu": "A4:B9",
    }


def test_tables_of_one_key_have_different_names() -> None:
    report = replace(example_report(), body=(), annex=(CENTRE, CENTRE))
    assert [name for sheet in opened(report) for name in sheet.tables] == [
        "bang_trung_tam_cong_tac_xa_hoi",
        "bang_trung_tam_cong_tac_xa_hoi_2",
        "bang_ghi_chu",
    ]


def test_a_heading_that_occurs_twice_makes_no_table_that_excel_would_repair() -> None:
    columns = ("Chỉ tiêu", "Tổng số", "tổng số", "Nữ", "Tỷ lệ nữ", "Ghi chú")
    report = replace(example_report(), annex=(replace(CENTRE, columns=columns),))
    verify(report, "xlsx", render_xlsx(report, NOWHERE))
    assert not opened(report)["Biểu 01"].tables


def test_the_notes_of_all_tables_stand_on_one_sheet(book: openpyxl.Workbook) -> None:
    rows = [[cell.value for cell in row] for row in book["Ghi chú"].iter_rows(min_row=4)]
    assert rows[0] == ["Bảng, biểu, hình", "Ghi chú"]
    labels = ["Hình 1", "Hình 1", "Biểu 01", "Biểu 02", "Biểu 02"]
    assert [label for label, _ in rows[1:]] == labels
    assert rows[5][1] == WIDE.notes[1]
    link = book["Biểu 02"]["A4"]
    assert (link.value, link.hyperlink.location) == (
        "Biểu 02 có 2 ghi chú ở trang Ghi chú",
        "'Ghi chú'!A1",
    )


def test_no_text_becomes_a_formula_or_an_error(book: openpyxl.Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    dangerous = [cell for cell in cells if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert len(dangerous) > 5
    assert all(cell.quotePrefix for cell in dangerous)


def test_numbers_are_numbers_and_gaps_are_words(book: openpyxl.Workbook) -> None:
    sheet = book["Biểu 01"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    advice = rows["Số ca tư vấn"]
    assert (advice[2].value, advice[2].number_format) == (5120, "#,##0")
    assert (advice[4].value, advice[4].number_format) == (0.564453, "0.0%")
    assert (rows["Kinh phí"][2].value, rows["Kinh phí"][2].number_format) == (26.85, "#,##0.##")
    assert rows["Tư vấn qua điện thoại"][3].value == "chưa gửi"


def test_sheets_print_on_a4_with_headings_and_numbers_on_every_page(
    book: openpyxl.Workbook,
) -> None:
    for name, direction in (("Biểu 01", "portrait"), ("Biểu 02", "landscape")):
        sheet = book[name]
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, direction)
        assert sheet.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
        assert sheet.print_title_rows == "$6:$6"
        assert sheet.freeze_panes == "B7"
        footer = sheet.oddFooter.center  # type: ignore[union-attr]
        assert footer.text.endswith("trang &P/&N")  # type: ignore[union-attr]


# --- totals ------------------------------------------------------------------------------------


def of(value: float, *keys: tuple[str, str], year: int = 2018, estimate: bool = False) -> Number:
    origins = tuple(
        Origin(year, NumberKey(case_type, "total", unit=unit)) for case_type, unit in keys
    )
    return Number(value, estimate, origins)


def rows_of(*rows: Sequence[Cell] | TableRow) -> Table:
    made = tuple(row if isinstance(row, TableRow) else TableRow(tuple(row)) for row in rows)
    columns = tuple(f"Cột {number}" for number in range(len(made[0].cells)))
    return replace(CENTRE, columns=columns, rows=made)


def total(*cells: Cell) -> TableRow:
    return TableRow(cells, total=True)


A1, A2, A3 = (("a", unit) for unit in ("1", "2", "3"))
PARTS = {"a": ("b", "c")}

TOTALS = {
    "the units above": (
        rows_of(("X", of(3, A1)), ("Y", of(4, A2)), total("Tỉnh", of(7, ("a", "")))),
        {"B3": "=SUM(B1:B2)"},
    ),
    "the units beside": (
        rows_of(("Ca", of(3, A1), of(4, A2), of(7, ("a", "")))),
        {"D1": "=SUM(B1:C1)"},
    ),
    "a unit that has not sent is within the sum, for when its number comes": (
        rows_of(
            ("X", of(3, A1)), ("Y", Gap.NOT_SENT), ("Z", of(4, A2)), ("T", Gap.NOT_SENT),
            total("Tỉnh", of(7, ("a", ""))),
        ),
        {"B5": "=SUM(B1:B4)"},
    ),
    "groups of units, and all of them without the sums of the groups": (
        rows_of(
            total("Nhóm 1", of(7, A1, A2)), ("X", of(3, A1)), ("Y", of(4, A2)),
            total("Nhóm 2", of(5, A3)), ("Z", of(5, A3)),
            total("Tỉnh", of(12, ("a", ""))), total("Tỷ trọng", Percent(1.0)),
        ),
        {"B1": "=SUM(B2:B3)", "B6": "=SUM(B2:B3,B5)"},
    ),
    "the case types that add up to one": (
        rows_of(("X", of(7, A1), of(3, ("b", "1")), of(4, ("c", "1")))),
        {"B1": "=SUM(C1:D1)"},
    ),
    "estimates are numbers like others": (
        rows_of(
            ("X", of(3, A1, estimate=True)), ("Y", of(4, A2)),
            total("Tỉnh", of(7, ("a", ""), estimate=True)),
        ),
        {"B3": "=SUM(B1:B2)"},
    ),
    "no formula: what is shown does not add up": (
        rows_of(("X", of(3, A1)), ("Y", of(4, A2)), total("Tỉnh", of(8, ("a", "")))),
        {},
    ),
    "no formula: the units are withheld": (
        rows_of(("X", Gap.WITHHELD), ("Y", Gap.WITHHELD), total("Tỉnh", of(7, ("a", "")))),
        {},
    ),
    "no formula: a part is not shown": (
        rows_of(("X", of(7, A1), of(7, ("b", "1")), Gap.WITHHELD)),
        {},
    ),
    "no formula: a unit stands in the table twice": (
        rows_of(("X", of(3, A1)), ("X", of(4, A1)), total("Tỉnh", of(7, ("a", "")))),
        {},
    ),
    "no formula: the difference of two years, though the year before had nothing": (
        rows_of(("a", of(0, ("a", ""), year=2017), of(7, ("a", "")), Number(
            7, of=(Origin(2018, NumberKey("a", "total")), Origin(2017, NumberKey("a", "total")))
        ))),
        {},
    ),
    "no formula: numbers of which nobody knows what they are of": (
        rows_of(("X", Number(3)), ("Y", Number(4)), total("Tỉnh", Number(7))),
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "formulas"), TOTALS.values(), ids=TOTALS)
def test_totals_are_formulas_where_what_is_shown_makes_them(
    table: Table, formulas: dict[str, str]
) -> None:
    found = sums_in(table, PARTS, lambda place: a1(*place))
    assert {a1(*place): formula for place, formula in found.items()} == formulas


def test_a_formula_is_written_with_its_number_for_those_who_do_not_calculate() -> None:
    table, _ = TOTALS["the units above"]
    report = replace(example_report(), annex=(table,), parts=PARTS)
    content = render_xlsx(report, NOWHERE)
    formulas = openpyxl.load_workbook(BytesIO(content))["Biểu 01"]
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)["Biểu 01"]
    assert (formulas["B9"].value, values["B9"].value) == ("=SUM(B7:B8)", 7)
    verify(report, "xlsx", content)


# --- all figures -------------------------------------------------------------------------------

DAYS = ReportingPeriod(date(2018, 1, 1), date(2018, 8, 31))
FIGURES = (
    PublishedFigure(
        NumberKey("tu_van", "total"), DAYS, "Số ca tư vấn", "Toàn tỉnh", "Tổng số", "Tất cả", "ca",
        Number(5120, is_estimate=True), "chưa gồm số liệu của Huyện Phú Bình",
    ),
    PublishedFigure(
        NumberKey("tu_van", "amount", unit="164"), DAYS, "Số ca tư vấn", "Thành phố Thái Nguyên",
        "Kinh phí", "Tất cả", "nghìn đồng", Number(26.85),
    ),
    PublishedFigure(
        NumberKey("tu_van", "total", "female", "173"), DAYS, "Số ca tư vấn", "Huyện Phú Bình",
        "Tổng số", "Nữ", "ca", Gap.NOT_SENT,
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def with_figures() -> AnnualReport:
    return replace(example_report(), figures=FIGURES)


def test_all_figures_stand_one_below_the_other_for_statisticians(
    with_figures: AnnualReport,
) -> None:
    content = render_xlsx(with_figures, NOWHERE)
    verify(with_figures, "xlsx", content)
    read = pd.read_excel(
        BytesIO(content),
        sheet_name="Toàn bộ số liệu",
        header=HEAD,
        dtype={"Mã đơn vị": "str"},
        engine="openpyxl",
    )
    assert read["Số liệu"].tolist()[:2] == [5120, 26.85]
    assert read["Số liệu"].isna().tolist() == [False, False, True]
    assert read["Từ ngày"].tolist() == [pd.Timestamp(2018, 1, 1)] * 3
    words = read.drop(columns=["Số liệu", "Từ ngày", "Đến ngày"]).fillna("")
    assert words.to_dict("split")["data"] == [
        [2018, "tu_van", "Số ca tư vấn", "", "Toàn tỉnh", "Tổng số", "Tất cả", "ca", "có", "",
         "chưa gồm số liệu của Huyện Phú Bình"],
        [2018, "tu_van", "Số ca tư vấn", "164", "Thành phố Thái Nguyên", "Kinh phí", "Tất cả",
         "nghìn đồng", "không", "", ""],
        [2018, "tu_van", "Số ca tư vấn", "173", "Huyện Phú Bình", "Tổng số", "Nữ", "ca", "",
         "đơn vị chưa gửi báo cáo, hoặc báo cáo bị trả lại", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (FIGURES[:2], "“Toàn bộ số liệu”: cần 3 dòng, trong tệp có 2 dòng"),
        ((FIGURES[0], replace(FIGURES[1], value=Number(26.8)), FIGURES[2]), "dòng thứ 2: sai số"),
        ((*FIGURES[:2], replace(FIGURES[2], value=Number(0))), "dòng thứ 3: sai số"),
    ],
)
def test_a_missing_or_other_figure_is_found(
    figures: tuple[PublishedFigure, ...], expected: str, with_figures: AnnualReport
) -> None:
    content = render_xlsx(replace(with_figures, figures=figures), NOWHERE)
    with pytest.raises(VerificationError, match=expected):
        verify(with_figures, "xlsx", content)


def test_libreoffice_reads_codes_that_look_like_escapes(
    tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    codes = ("giup_xa_hoi", "xac_xac_nhan", "_x0041_xa_", "_x005F_")
    report = replace(example_report(), annex=(rows_of(*((code,) for code in codes)),))
    content = render_xlsx(report, NOWHERE)
    verify(report, "xlsx", content)
    (tmp_path / "bao-cao.xlsx").write_bytes(content)
    converted = soffice(tmp_path / "bao-cao.xlsx", "ods").read_bytes()
    for read in (content, converted):
        names = pd.read_excel(BytesIO(read), sheet_name="Biểu 01", header=HEAD, engine="calamine")
        assert tuple(names["Cột 0"]) == codes


def test_libreoffice_opens_the_workbook(
    tmp_path: Path, soffice: Callable[[Path, str], Path], with_figures: AnnualReport
) -> None:
    written = tmp_path / "bao-cao.xlsx"
    written.write_bytes(render_xlsx(with_figures, NOWHERE))
    assert soffice(written, "pdf").read_bytes().startswith(b"%PDF")
