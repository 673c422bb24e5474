"""Another province, and the changes that the guide teaches, by files of the office alone.

The province "Mẫu Sơn" is invented: six units of two levels that report to a department, kinds,
case types, sections, tables and a text of its own (the files in ``mau_son``). The edits are those
that the chapter of the guide shows, taken from its very text.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any, Self

import openpyxl
import pytest

from guide_chapter import apply, edits
from test_2018 import text_of
from welfare_stats.cli import main
from welfare_stats.design.catalogue import Catalogue, load_catalogue
from welfare_stats.design.forms import FORMS
from workbooks import hx02, sheet_of, workbook_bytes

MAU_SON = Path(__file__).parent / "mau_son"
Numbers = Mapping[str, Mapping[str, float]]


def run(root: Path, *words: str) -> int:
    return main(["--workspace", str(root), *words])


def report(root: Path, year: int) -> str:
    """The words of the report, as a web page."""
    assert run(root, "report", "--year", str(year), "--format", "html") == 0
    page = root / "data" / "processed" / "reports" / str(year) / f"bao-cao-{year}.html"
    return text_of("html", page.read_bytes())


def filled_in(blank: Path, numbers: Numbers) -> bytes:
    """A blank workbook with numbers in its cells, by case type and field of the form."""
    book = openpyxl.load_workbook(blank)
    for sheet in book.worksheets:
        fields = list(FORMS[sheet.title].columns) if sheet.title in FORMS else []
        for row in sheet.iter_rows():
            for code in {str(cell.value) for cell in row if cell.value} & set(numbers):
                for field, number in numbers[code].items():
                    row[fields.index(field)].value = number
    written = BytesIO()
    book.save(written)
    return written.getvalue()


# --- from nothing to the report of another province ---------------------------------------------


def group(opening: int, increase: int, women: int) -> dict[str, float]:
    return {
        "opening": opening,
        "increase": increase,
        "decrease": 0,
        "closing": opening + increase,
        "female": women,
        "amount": 6000 * opening,
    }


SENT: dict[str, Numbers] = {
    "X-01": {"tro_cap_gia": group(90, 10, 60), "tro_cap_tre": group(20, 0, 10)},
    "X-02": {"tro_cap_gia": group(150, 0, 80), "tro_cap_tre": group(30, 10, 20)},
    "X-03": {"tro_cap_gia": group(100, 0, 50), "tro_cap_tre": group(0, 0, 0)},
    "KV-B": {"lang_nghe_moi": {"total": 2}, "lop_hoc": {"total": 7}},
    "KV-N": {"lang_nghe_moi": {"total": 0}, "lop_hoc": {"total": 5}},
}
"""Of one commune nothing has come."""


@pytest.fixture(scope="module")
def mau_son(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mau-son") / "so-lieu"
    assert main(["init", str(root)]) == 0
    for path in (p for p in MAU_SON.rglob("*") if p.is_file() and p.name != "README.md"):
        shutil.copyfile(path, root / path.relative_to(MAU_SON))
    assert run(root, "check-templates", "--year", "2024") == 0
    assert run(root, "template", "--year", "2024") == 0
    blanks = {path.name.split()[0]: path for path in root.rglob("templates/2024/*.xlsx")}
    assert set(blanks) == {*SENT, "X-04"}
    for unit, numbers in SENT.items():
        path = root / "data" / "raw" / "2024" / f"{unit}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(filled_in(blanks[unit], numbers))
    assert run(root, "ingest", "--received-on", "2025-01-06") == 0
    return root


def test_the_report_of_another_province_speaks_of_its_own_units_and_numbers(mau_son: Path) -> None:
    words = report(mau_son, 2024)
    for said in (
        "UBND TỈNH MẪU SƠN SỞ NỘI VỤ Số: /BC-SNV",
        "Sở báo cáo năm 2024: toàn tỉnh có 04 xã và 02 khu vực.",
        "Cuối kỳ có 410 người hưởng trợ cấp (chưa đủ số liệu của Xã Mẫu Bốn), gồm: người già 350 "
        "người (85,4%), trẻ em 60 người (14,6%).",
        "Xã Mẫu Một: 120 người.",
        "Chưa có số liệu về nội dung “Người hưởng trợ cấp của Xã Mẫu Bốn”.",
        "Hình 1. Người hưởng trợ cấp theo vùng",
        "Chưa có số liệu của: Xã Mẫu Bốn (chưa gửi hoặc bị trả lại).",
        "Thành lập 2 làng nghề; mở 12 lớp học nghề.",
        "Chi trả trợ cấp cho người dân: 410 (chưa đủ số liệu của Xã Mẫu Bốn) (đạt).",
        # Tables: that of the text is no longer in the annex, units stand in their groups.
        "Bảng 1. Làng nghề theo khu vực",
        "Làng nghề mới làng 2 0 2 Lớp học nghề lớp 7 5 12",
        "Người hưởng trợ cấp năm 2024 theo xã",
        "Vùng cao 310 250 60",
        "Xã Mẫu Bốn chưa gửi chưa gửi chưa gửi",
        "Toàn tỉnh 410 350 60",
    ):
        assert said in words
    assert "chương trình cũ" not in words
    assert words.count("Làng nghề theo khu vực") == words.count("Bảng 1. Làng nghề theo khu vực")
    assert "Thái Nguyên" not in words


def test_nothing_of_another_province_is_left_over(
    mau_son: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(mau_son, "status", "--year", "2024") == 1
    said = capsys.readouterr()
    assert "Ủy ban nhân dân xã Mẫu Bốn" in said.out
    assert said.err == ""


# --- the edits of the guide ------------------------------------------------------------------

YEAR = "từ ngày 01/01/2027 đến ngày 31/12/2027"
HALF = "từ ngày 01/01/2027 đến ngày 30/6/2027"
COMMUNE = ("05716", "UBND xã Võ Nhai")
ENDED = ("05725", "UBND xã Thần Sa")


def people(unit: tuple[str, str], period: str) -> list[list[Any]]:
    """The community allowance of a commune of today."""
    rows = [
        [1, "tc_tre_em", "Trẻ em không có nguồn nuôi dưỡng", 100, 10, 5, 105, 50, 40, 30, 340200],
        [2, "tc_khuyet_tat_nang", "Người khuyết tật nặng", 80, 2, 2, 80, 40, 30, 20, 260820],
    ]
    return sheet_of("HX-01", unit, rows, period)


def named_anew(codes: Catalogue, words: str) -> None:
    names = {day.year: codes.at(day).units["05740"].area for day in (AT_2026, AT_2027)}
    assert names == {2026: "Xã La Hiên", 2027: "Phường La Hiên"}
    assert "Phường La Hiên" in words
    assert "Xã La Hiên" not in words


def merged(codes: Catalogue, words: str) -> None:
    assert "05725" not in codes.at(date(2027, 7, 1)).units
    assert "Xã Thần Sa kết thúc ngày 30/6/2027, bàn giao cho Xã La Hiên" in words


def another_case_type(codes: Catalogue, words: str) -> None:
    assert "clb_lien_the_he" in codes.at(AT_2026).case_types
    assert "clb_lien_the_he" not in codes.at(AT_2027).case_types
    assert "câu lạc bộ" not in words.lower().replace("mừng thọ và câu lạc bộ liên thế hệ", "")
    assert "Người cao tuổi được khám sức khỏe định kỳ (người)" in words
    assert "Khám sức khỏe định kỳ cho người cao tuổi" in words


def another_table(codes: Catalogue, words: str) -> None:
    assert "khan-cap-kinh-phi" in {row.key for row in codes.at(AT_2027).tables}
    assert "Kết quả và kinh phí trợ giúp khẩn cấp năm 2027" in words


def another_chart(codes: Catalogue, words: str) -> None:
    assert "mung-tho" in {row.key for row in codes.at(AT_2027).charts}
    assert "Người được chúc thọ và mừng thọ theo tuổi" in words
    assert "400 (36,7%)" in words


def another_sentence(codes: Catalogue, words: str) -> None:
    del codes
    assert (
        "Riêng xã Võ Nhai cấp 2.900 thẻ; chưa có số liệu về các nội dung “Kinh phí: Cấp thẻ "
        "BHYT cho đối tượng bảo trợ xã hội”, “Cấp thẻ BHYT cho đối tượng bảo trợ xã hội (năm "
        "2026)”."
    ) in words


def another_kind(codes: Catalogue, words: str) -> None:
    assert [unit.code for unit in codes.at(AT_2027).units_of("HNCT")] == ["HNCT-01"]
    assert "Kết quả của Hội Người cao tuổi" in words
    assert "Quỹ chăm sóc người cao tuổi thành lập mới quỹ" in words


AT_2026, AT_2027 = date(2026, 12, 31), date(2027, 12, 31)
EDITS: dict[str, Callable[[Catalogue, str], None]] = {
    "Đổi tên một đơn vị": named_anew,
    "Sáp nhập hai đơn vị": merged,
    "Kết thúc một chỉ tiêu, thêm một chỉ tiêu": another_case_type,
    "Thêm một bảng": another_table,
    "Thêm một biểu đồ": another_chart,
    "Thêm một câu": another_sentence,
    "Thêm một loại đơn vị báo cáo": another_kind,
}


def test_the_guide_shows_exactly_these_edits() -> None:
    assert list(edits()) == list(EDITS)


class JanuaryOf2028(datetime):
    """A clock that stands at the day on which the year of the edits is over."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2028, 1, 4, 3, tzinfo=tz)


@pytest.mark.parametrize("heading", EDITS)
def test_an_edit_of_the_guide_does_what_it_says(
    heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfare_stats.clock.datetime", JanuaryOf2028)
    root = tmp_path / "so-lieu"
    assert main(["init", str(root)]) == 0
    for shown in edits()[heading]:
        apply(root, shown)
    assert run(root, "--quiet", "check-templates", "--year", "2027") == 0
    folder = root / "data" / "raw" / "2027"
    folder.mkdir(parents=True)
    whole = {"HX-01": people(COMMUNE, YEAR), "HX-02": hx02(COMMUNE, YEAR)}
    (folder / "vo_nhai.xlsx").write_bytes(workbook_bytes(whole))
    (folder / "than_sa.xlsx").write_bytes(workbook_bytes({"HX-01": people(ENDED, HALF)}))
    assert run(root, "ingest", "--received-on", "2028-01-04") == 0
    EDITS[heading](load_catalogue(root / "catalogue", FORMS), report(root, 2027))
    assert run(root, "template", "--year", "2027", "--unit", COMMUNE[0]) == 0
