"""Years as they go: two statements a year, what was sent, and reports as of a day."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from formats import Sheets
from intake import save
from welfare_stats.cli import main
from welfare_stats.design.catalogue import Catalogue, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError, NothingToReportError
from welfare_stats.pipeline.closing import close_year, reopen_year
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.decide import exclude, include
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import DISTRICT, district, home, put

Captured = pytest.CaptureFixture[str]

FIRST_HALF = "từ ngày 01/01/2018 đến ngày 30/6/2018"
WHOLE_YEAR = "từ ngày 01/01/2018 đến ngày 31/12/2018"
DAI_TU = ("171", "Phòng Lao động - Thương binh và Xã hội huyện Đại Từ")


class Office:
    """A workspace in which each thing happens on a day of its own."""

    def __init__(self, workspace: Workspace, on: Callable[[dt.date], None]) -> None:
        self.workspace = workspace
        self.on = on

    @property
    def catalogue(self) -> Catalogue:
        return load_catalogue(self.workspace.catalogue, FORMS)

    def receive(self, day: dt.date, **files: Sheets) -> None:
        self.on(day)
        for name, sheets in files.items():
            save(self.workspace, f"{name}.xlsx", sheets)
        taken = ingest(self.workspace, self.catalogue, received_on=day)
        assert {result.outcome for result in taken} <= {Outcome.ACCEPTED, Outcome.UNCHANGED}

    def report(self, day: dt.date, **order: object) -> str:
        """The text of the report as HTML, without its marks."""
        self.on(day)
        period_code = str(order.pop("period_code", ""))
        scope = ReportScope(2018, period_code)
        wanted = ReportOrder(scope, ["html"], **order)  # type: ignore[arg-type]
        (file,) = publish(self.workspace, self.catalogue, wanted)
        return text_of(file.path)

    def internal(self, day: dt.date) -> str:
        """The words of the internal workbook of the report."""
        self.on(day)
        made = publish(self.workspace, self.catalogue, ReportOrder(ReportScope(2018), ["html"]))
        with ZipFile(made.internal.path) as archive:
            return archive.read("xl/sharedStrings.xml").decode()


def text_of(path: Path) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", path.read_text("utf-8")).split())


@pytest.fixture
def office(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose register is written on the days that the test says."""

    def on(day: dt.date) -> None:
        moment = dt.datetime.combine(day, dt.time(5))
        monkeypatch.setattr("welfare_stats.register.register.now_utc", lambda: moment)

    return Office(workspace, on)


JULY, AUTUMN, JANUARY, MARCH = (
    dt.date(2018, 7, 2),
    dt.date(2018, 10, 1),
    dt.date(2019, 1, 5),
    dt.date(2019, 3, 1),
)


def blank(sheets: Sheets, *cells: str) -> Sheets:
    for cell in cells:
        sheets = put(sheets, cell, None)
    return sheets


def without_women(sheets: Sheets) -> Sheets:
    return blank(sheets, "HX-01!H7", "HX-01!H8", "HX-01!H9", "HX-02!E7", "HX-02!F7", "HX-02!G7")


def row_of(text: str, label: str) -> str:
    """The first row of a table that begins so, up to the next unit's name."""
    return text[text.index(label) :][:120]


def test_a_longer_statement_replaces_a_shorter_one_whole(office: Office) -> None:
    """What the year's file leaves blank is not taken from the half-year's."""
    office.receive(JULY, half=district(FIRST_HALF))
    half = office.report(JULY)
    assert "trong đó nữ 1.650 người" in half
    assert "2.900 thẻ BHYT" in half
    office.receive(JANUARY, year=without_women(district(WHOLE_YEAR)))
    year = office.report(JANUARY)
    assert "1.650" not in year
    assert "2.900 thẻ" not in year
    assert "Cấp thẻ BHYT cho đối tượng bảo trợ xã hội (thẻ) chưa gửi" in year
    assert "đến ngày 31/12/2018" in year


def test_the_report_of_six_months_stands_on_their_statement(office: Office) -> None:
    office.receive(
        JANUARY,
        half=district(FIRST_HALF),
        year=put(put(district(WHOLE_YEAR), "HX-01!E8", 140), "HX-01!G8", 2060),
        other=district(WHOLE_YEAR, DAI_TU),
    )
    half = office.report(JANUARY, period_code="6-thang")
    assert "Kết quả công tác trợ giúp xã hội 6 tháng đầu năm 2018" in half
    assert "2.020" in half
    assert "2.060" not in half
    assert "Ký hiệu “gộp”: đơn vị chỉ báo cáo kỳ dài hơn" in half
    year = office.report(JANUARY)
    assert "4.080" in year
    assert "Ký hiệu “gộp”" not in year
    names = sorted(path.name for path in office.workspace.reports(2018).iterdir())
    assert names == [
        "bao-cao-2018-6-thang-noi-bo.xlsx",
        "bao-cao-2018-6-thang.html",
        "bao-cao-2018-noi-bo.xlsx",
        "bao-cao-2018.html",
    ]


def test_the_report_of_a_day_knows_what_was_recorded_by_then(office: Office) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    then = office.report(JULY)
    office.receive(JANUARY, year=put(put(district(WHOLE_YEAR), "HX-01!E8", 140), "HX-01!G8", 2060))
    office.receive(JANUARY, other=district(WHOLE_YEAR, DAI_TU))
    assert "2.060" in office.report(JANUARY)
    assert office.report(MARCH, as_of=JULY) == then
    assert office.report(MARCH, as_of=dt.date(2019, 1, 4)) == then
    with pytest.raises(ConfigurationError, match="Sổ bắt đầu từ ngày 02/7/2018"):
        office.report(MARCH, as_of=dt.date(2018, 7, 1))


def test_the_code_lists_of_a_day_are_those_that_held_then(office: Office) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    then = office.report(JULY)
    path = office.workspace.catalogue / "case_types.csv"
    path.write_text(path.read_text("utf-8").replace("Mừng thọ 70 tuổi", "Mừng tuổi 70"), "utf-8")
    assert "Mừng tuổi 70" in office.report(AUTUMN)
    assert office.report(AUTUMN, as_of=JULY) == then


def test_what_was_sent_is_compared_with_and_drafts_never_are(office: Office) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    office.report(JULY, final_by="Lê Thị Mẫu")
    sent = office.report(JULY)
    assert "Thay đổi so với bản đã gửi" not in sent
    office.receive(AUTUMN, half=put(put(district(FIRST_HALF), "HX-01!E8", 101), "HX-01!G8", 2021))
    draft = office.report(AUTUMN)
    assert "Thay đổi so với bản đã gửi (gửi ngày 02/7/2018)" in draft
    assert "Người cao tuổi người 2.020 2.021 1 Huyện Võ Nhai gửi bản sửa ngày 01/10/2018" in draft
    assert office.report(AUTUMN) == draft
    office.receive(JANUARY, half=put(put(district(FIRST_HALF), "HX-01!E8", 102), "HX-01!G8", 2022))
    assert "người 2.020 2.022 2 +1: Huyện Võ Nhai gửi bản sửa" in office.report(JANUARY)
    office.receive(MARCH, half=district(FIRST_HALF))  # all is again as it was sent
    assert "Thay đổi so với bản đã gửi" not in office.report(MARCH)


def test_the_report_of_a_closed_year_is_made_again_byte_for_byte(office: Office) -> None:
    workspace = office.workspace
    office.receive(JULY, half=district(FIRST_HALF), home=home(period=FIRST_HALF))
    before = office.report(JULY)
    why = ("đã ký", "Lê Thị Mẫu")
    office.on(AUTUMN)
    close_year(workspace, office.catalogue, 2018, *why)
    first = {path.name: path.read_bytes() for path in workspace.reports(2018).iterdir()}
    for path, old, new in (
        (workspace.catalogue / "case_types.csv", "Mừng thọ 70 tuổi", "Mừng tuổi 70"),
        (workspace.templates / "bao-cao.txt.j2", "KẾT QUẢ THỰC HIỆN", "KẾT QUẢ"),
        (workspace.root / "welfare-stats.toml", "tỉnh Thái Nguyên", "tỉnh Khác"),
    ):
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert office.report(MARCH) == before
    assert {path.name: path.read_bytes() for path in workspace.reports(2018).iterdir()} == first
    office.on(MARCH)
    reopen_year(workspace, 2018, *why)
    assert "tỉnh Khác" in office.report(MARCH)


def test_a_program_that_makes_other_bytes_of_a_closed_year_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    close_year(office.workspace, office.catalogue, 2018, "đã ký", "Lê Thị Mẫu")
    words = ["--workspace", str(office.workspace.root), "--quiet", "report", "--year", "2018"]
    assert main(words) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("welfare_stats.report.tables.framing._SENDERS", "Các đơn vị báo cáo")
    assert main(words) == 0
    assert "bao-cao-2018.html khác bản lúc chốt năm" in " ".join(capsys.readouterr().err.split())


def test_numbers_of_a_case_type_that_is_retired_are_not_passed_over(office: Office) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    path = office.workspace.catalogue / "case_types.csv"
    text = path.read_text("utf-8")
    ending = re.sub(r"(mung_tho_70,.*?2014-01-01,)2025-06-30", r"\g<1>2018-06-30", text)
    path.write_text(ending, "utf-8")
    assert "400" in office.report(AUTUMN)  # it ended in the half-year: its numbers are rightful
    path.write_text(ending.replace("2018-06-30", "2017-12-31"), "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        office.report(AUTUMN)
    assert "chỉ tiêu “mung_tho_70”: 1 số từ ngày 01/01/2018 đến ngày 30/6/2018" in str(
        refused.value
    )


def test_numbers_of_a_unit_that_does_not_exist_on_their_days_are_asked_about(
    office: Office,
) -> None:
    office.receive(JANUARY, year=district(WHOLE_YEAR))
    path = office.workspace.catalogue / "units.csv"
    old = "H. Võ Nhai; Võ Nhai,2014-01-01,2025-06-30"
    path.write_text(path.read_text("utf-8").replace(old, old.replace("2025", "2018")), "utf-8")
    with pytest.raises(ConfigurationError, match="đơn vị “170”"):
        office.report(JANUARY)


def test_remarks_are_those_of_files_that_count(office: Office) -> None:
    renamed = put(district(FIRST_HALF), "HX-01!C8", "Người già")
    office.receive(JULY, half=renamed)
    assert "Người già" in office.internal(JULY)
    office.receive(JANUARY, year=district(WHOLE_YEAR))
    assert "Người già" not in office.internal(JANUARY)


def test_a_period_over_two_years_is_one_like_any_other_where_it_is_asked_for(
    office: Office,
) -> None:
    over_two = "từ ngày 15/12/2017 đến ngày 14/12/2018"
    path = office.workspace.catalogue / "deadlines.csv"
    row = (
        "nam-bao-cao,Từ 15/12 đến 14/12,PLDTBXH,HX-01 HX-02,15 tháng 12,14 tháng 12,20 tháng 12,no,"
        "2014-01-01,,Thông lệ\n"
    )
    save(office.workspace, "a.xlsx", district(over_two))
    (result,) = ingest(office.workspace, office.catalogue, received_on=JANUARY)
    assert [f.code for f in result.findings if f.severity == "error"] == ["period.crosses-year"] * 2
    path.write_text(path.read_text("utf-8") + row, "utf-8")
    office.receive(JANUARY)
    text = office.report(JANUARY, period_code="nam-bao-cao")
    assert "trợ giúp xã hội từ 15/12 đến 14/12 năm 2018" in text
    assert "2.020" in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["report", "--year", "2018", "--final"], "--final và --by đi cùng nhau"),
        (["report", "--year", "2018", "--by", "A"], "--final và --by đi cùng nhau"),
        (
            ["report", "--year", "2018", "--final", "--by", "A", "--as-of", "2018-07-02"],
            "không dùng cùng --as-of",
        ),
        (["report", "--year", "2018", "--as-of", "2099-01-01"], "Ngày 01/01/2099 chưa đến"),
        (["report", "--year", "2018", "--as-of", "hôm qua"], "“hôm qua” không phải là ngày"),
        (["report", "--year", "2018", "--period", "9"], "không có kỳ báo cáo “9”"),
        (
            ["diff", "--year", "2018", "--from", "9"],
            "Không có bản 9. Các bản của năm 2018: chưa",
        ),
        (["diff", "--year", "2018"], "chưa có bản báo cáo nào để so sánh"),
        (["diff", "--year", "2018", "--from", "2018"], "là chính năm đang xem"),
        (["diff", "--year", "2018", "--from", "x"], "không phải là ngày, năm hay số của một bản"),
        (["diff", "--year", "2018", "--from", "2017"], "Chưa có số liệu nào của năm 2017"),
    ],
)
def test_wrong_words_are_answered_with_what_is_possible(
    words: list[str], expected: str, office: Office, capsys: Captured
) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    assert main(["--workspace", str(office.workspace.root), *words]) == 2
    assert expected in capsys.readouterr().err


def test_diff_tells_what_changed_and_why(office: Office, capsys: Captured) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    office.report(JULY, final_by="Lê Thị Mẫu")
    office.receive(AUTUMN, half=put(put(district(FIRST_HALF), "HX-01!E8", 101), "HX-01!G8", 2021))
    office.on(JANUARY)
    path = office.workspace.raw / "2018" / "half.xlsx"
    root = ["--workspace", str(office.workspace.root)]
    assert main([*root, "diff", "--year", "2018"]) == 0
    out = capsys.readouterr().out
    first, *lines = out.splitlines()
    assert first == "Từ bản 1 (đã gửi 02/7/2018 – Lê Thị Mẫu) đến hiện nay:"
    assert [line.partition(":")[0] for line in lines if not line.startswith(" ")] == [
        "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng",  # as the catalogue has them
        "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng (tăng)",
        "Người cao tuổi",
        "Người cao tuổi (tăng)",
        "Có số thay đổi",
    ]
    at = lines.index("Người cao tuổi (tăng): 100 → 101 người (+1)")
    assert lines[at : at + 2] == [
        "Người cao tuổi (tăng): 100 → 101 người (+1)",
        "        +1  Huyện Võ Nhai gửi bản sửa ngày 01/10/2018 (half.xlsx, ô HX-01!E8)",
    ]
    exclude(office.workspace, path, "nhầm đơn vị", "Lê Thị Mẫu")
    assert main([*root, "diff", "--year", "2018", "--from", "01/10/2018"]) == 0
    out = capsys.readouterr().out
    assert "Người cao tuổi: 2.021 → 2.020 người (-1)" in out
    assert "cơ quan quyết định loại tệp ngày 05/01/2019: nhầm đơn vị (Lê Thị Mẫu)" in out


def test_nothing_of_a_period_is_said(office: Office) -> None:
    office.receive(JANUARY, year=district(WHOLE_YEAR, DISTRICT))
    with pytest.raises(NothingToReportError, match="kỳ này năm 2018"):
        office.report(JANUARY, period_code="6-thang")


def test_the_report_of_a_day_on_which_the_year_was_closed_is_that_of_the_closing(
    office: Office,
) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    why = ("đã ký", "Lê Thị Mẫu")
    office.on(AUTUMN)
    close_year(office.workspace, office.catalogue, 2018, *why)
    path = office.workspace.catalogue / "case_types.csv"
    path.write_text(path.read_text("utf-8").replace("Mừng thọ 70 tuổi", "Mừng tuổi 70"), "utf-8")
    closed = office.report(JANUARY)
    office.on(MARCH)
    reopen_year(office.workspace, 2018, *why)
    assert "Mừng tuổi 70" in office.report(MARCH)
    assert office.report(MARCH, as_of=JANUARY) == closed


def test_what_was_sent_is_compared_from_the_day_on_which_it_was_sent(office: Office) -> None:
    """What came and went between the draft and the sending is no change since the sending."""
    office.receive(JULY, half=district(FIRST_HALF))
    office.report(JULY)
    path = office.workspace.raw / "2018" / "half.xlsx"
    office.on(dt.date(2018, 8, 1))
    exclude(office.workspace, path, "xem lại", "Lê Thị Mẫu")
    include(office.workspace, path, "đã xem", "Lê Thị Mẫu")
    office.report(AUTUMN, final_by="Lê Thị Mẫu")
    office.receive(JANUARY, half=put(put(district(FIRST_HALF), "HX-01!E8", 101), "HX-01!G8", 2021))
    annex = office.report(JANUARY)
    assert "Thay đổi so với bản đã gửi (gửi ngày 01/10/2018)" in annex
    assert "loại tệp" not in annex
    assert "gửi bản sửa ngày 05/01/2019" in annex


def test_reports_for_two_kinds_of_year_are_each_as_long_as_they_are_asked_for(
    office: Office,
) -> None:
    path = office.workspace.catalogue / "deadlines.csv"
    rows = [
        line
        for line in path.read_text("utf-8").splitlines()
        if not line.startswith("ca-nam,Cả năm,PLDTBXH")
    ]
    rows.append(
        "nam,Cả năm,PLDTBXH,HX-01 HX-02,15 tháng 12,14 tháng 12,20 tháng 12,no,2014-01-01,,"
    )
    path.write_text("\n".join(rows) + "\n", "utf-8")
    facility = home(period="từ ngày 01/01/2018 đến ngày 31/12/2018")
    office.receive(JANUARY, a=district("từ ngày 15/12/2017 đến ngày 14/12/2018"), b=facility)
    assert "không đủ kỳ" not in office.report(JANUARY)


def test_names_are_those_that_the_program_prints_wherever_one_stands(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.receive(JULY, half=district(FIRST_HALF))
    monkeypatch.chdir(tmp_path)
    exclude(office.workspace, Path("data/raw/2018/half.xlsx"), "nhầm", "Lê Thị Mẫu")
    with pytest.raises(NothingToReportError):
        office.report(AUTUMN)


def test_a_year_in_words_is_the_one_that_the_unit_is_asked_for(office: Office) -> None:
    """Districts' year is from 15 December to 14 December, that of facilities the calendar's."""
    path = office.workspace.catalogue / "deadlines.csv"
    text = path.read_text("utf-8")
    old = "ca-nam,Cả năm,PLDTBXH,HX-01 HX-02,01 tháng 01,31 tháng 12"
    assert old in text
    new = old.replace("01 tháng 01,31 tháng 12", "15 tháng 12,14 tháng 12")
    path.write_text(text.replace(old, new), "utf-8")
    words = "Ước thực hiện cả năm 2018"
    save(office.workspace, "a.xlsx", district(words))
    save(office.workspace, "b.xlsx", home(period=words))
    taken = ingest(office.workspace, office.catalogue, received_on=AUTUMN)
    assert [str(r.period and r.period.end) for r in taken] == ["2018-12-14", "2018-12-31"]
