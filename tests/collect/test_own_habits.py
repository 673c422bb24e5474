"""Habits of real offices: each is read right, or returned at the cells that are in doubt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import pytest

from formats import Looks, Rows, as_xlsx
from own_workbooks import LETTERHEAD, PAGE, SIGNATURE, TITLE, Read, numbers_of, page
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings import Severity
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment, Outcome

FIRST = 6
"""Excel's number of the row of the headings below the usual head."""
MOVED = ["TT", "Nội dung", "Đầu kỳ", "Tăng", "Giảm", "Cuối kỳ"]
MEASURES = ("opening", "increase", "decrease", "closing")
CHILDREN, OLD = [1, "Trẻ em mồ côi", 100, 5, 3, 102], [2, "Người cao tuổi", 1400, 60, 13, 1447]
HOW_MANY = ["TT", "Nội dung", "Số lượng"]
COMMUNES = ["TT", "Xã, thị trấn", "Người cao tuổi", "Trẻ em mồ côi"]


@dataclass(frozen=True)
class Habit:
    """A sheet, and what is read of it or where it is returned."""

    rows: Rows
    read: Read = field(default_factory=dict)
    returned: Sequence[str] = ()
    looks: Looks = field(default_factory=Looks)
    more: dict[str, Rows] = field(default_factory=dict)


def moved(row: int, code: str, *values: int, columns: str = "CDEF") -> Read:
    """The numbers of a movement in a row."""
    cells = zip(MEASURES, values, columns, strict=True)
    return {("HX-01", code, name, "all"): (value, f"{c}{row}") for name, value, c in cells}


def closing(code: str, value: float, cells: str, part: str = "all") -> Read:
    return {("HX-01", code, "closing", part): (value, cells)}


def total(code: str, value: float, cells: str) -> Read:
    return {("HX-02", code, "total", "all"): (value, cells)}


def of(*rows: Sequence[Any], **more: Any) -> Habit:
    return Habit(page(rows), **more)


BOTH = moved(7, "tc_tre_em", 100, 5, 3, 102) | moved(8, "tc_cao_tuoi", 1400, 60, 13, 1447)
LOWER = moved(8, "tc_tre_em", 100, 5, 3, 102) | moved(9, "tc_cao_tuoi", 1400, 60, 13, 1447)
UNDER_C = Looks(merged=((5, 2, 5, 4),))

HABITS: dict[str, Habit] = {
    "details that add up are passed over": of(
        MOVED, CHILDREN, OLD, [None, "- Từ 60 đến 80 tuổi, hộ nghèo", 300, 20, 10, 310],
        [None, "- Từ 80 tuổi trở lên", 1100, 40, 3, 1137],
        read=BOTH,
    ),
    "details that do not are returned": of(
        MOVED, CHILDREN, OLD, [None, "- Từ 60 đến 80 tuổi, hộ nghèo", 300, 20, 10, 310],
        returned=["B9"],
    ),
    "coefficients as columns": of(
        ["TT", "Nội dung", "Số người hưởng theo hệ số", None, None, "Tổng số"],
        [None, None, "Hệ số 1,0", "Hệ số 1,5", "Hệ số 2,0", None],
        [1, "Trẻ em mồ côi", None, 80, 22, 102], [2, "Người cao tuổi", 1400, 47, None, 1447],
        looks=UNDER_C, returned=["C7", "D7", "E7"],
    ),
    "coefficients as columns without a total": of(
        ["TT", "Nội dung", "Số người hưởng theo hệ số", None, None],
        [None, None, "Hệ số 1,0", "Hệ số 1,5", "Hệ số 2,0"],
        [1, "Trẻ em mồ côi", None, 80, 22], [2, "Người cao tuổi", 1400, 47, None],
        looks=UNDER_C, returned=["B8"],
    ),
    "coefficients as numbers": of(
        ["TT", "Nội dung", "Tổng số", "Số người hưởng theo hệ số", None, None],
        [None, None, None, 1.0, 1.5, 2.0],
        [1, "Trẻ em mồ côi", 102, None, 80, 22], [2, "Người cao tuổi", 1447, 1400, 47, None],
        looks=Looks(merged=((5, 3, 5, 5),)), returned=["D6"],
    ),
    "words for nothing": of(
        MOVED, [1, "Trẻ em mồ côi", 100, "-", 0, 100], [2, "Người cao tuổi", 9, 0, "không", 9],
        returned=["D7", "E8"],
    ),
    "two numbers in a cell": of(
        HOW_MANY, [1, "Trẻ em mồ côi", "407/1.200"], [2, "Người cao tuổi", "89 (41 nữ)"],
        [3, "Người khuyết tật nặng", "1.447(*)"], [4, "Người nhiễm HIV", "1447*"],
        returned=["C7", "C8", "C9", "C10"],
    ),
    "reasons under the increase": of(
        ["TT", "Nội dung", "Đầu kỳ", "Tăng", None, "Giảm", None, "Cuối kỳ"],
        [None, None, None, "Mới hưởng", "Chuyển đến", "Chết", "Chuyển đi"],
        [1, "Trẻ em mồ côi", 100, 3, 2, 1, 2, 102], [2, "Người cao tuổi", 9, 5, 1, 1, 0, 14],
        looks=Looks(merged=((5, 3, 5, 4), (5, 5, 5, 6))), returned=["D7", "E7", "F7", "G7"],
    ),
    "women under the increase": of(
        ["TT", "Nội dung", "Tăng trong kỳ", None], [None, None, "Tổng số", "Nữ"],
        [1, "Trẻ em mồ côi", 5, 2], [2, "Người cao tuổi", 60, 5],
        looks=Looks(merged=((5, 2, 5, 3),)), returned=["D7"],
    ),
    "a group that is none of ours": of(
        ["TT", "Nội dung", "Đề nghị hưởng", None, "Đang hưởng", None],
        [None, None, "Số người", "Nữ", "Số người", "Nữ"],
        [1, "Trẻ em mồ côi", 7, 3, 102, 40], [2, "Người cao tuổi", 30, 4, 1447, 800],
        looks=Looks(merged=((5, 2, 5, 3), (5, 4, 5, 5))), returned=["C6"],
    ),
    "a group above the row of the labels": of(
        [None, None, "Đề nghị hưởng", None, "Đang hưởng", None],
        ["TT", "Nội dung", "Số người", "Nữ", "Số người", "Nữ"],
        [1, "Trẻ em mồ côi", 7, 3, 102, 40], [2, "Người cao tuổi", 30, 4, 1447, 800],
        looks=Looks(merged=((5, 2, 5, 3), (5, 4, 5, 5))), returned=["C6"],
    ),
    "a group in a row above": of(
        ["TT", "Nội dung", "Biến động trong kỳ"], [None, None, *MOVED[2:]], CHILDREN, OLD,
        looks=Looks(merged=((5, 2, 5, 5),)), read=LOWER,
    ),
    "up and down": of(
        ["TT", "Nội dung", "Đầu kỳ", "Tăng, giảm trong kỳ", None, "Cuối kỳ"],
        [None, None, None, "Tăng", "Giảm"], CHILDREN, OLD,
        looks=Looks(merged=((5, 3, 5, 4),)), read=LOWER,
    ),
    "two periods": of(
        ["TT", "Nội dung", "6 tháng đầu năm 2018", None, "Ước cả năm 2018", None],
        [None, None, "Số người", "Nữ", "Số người", "Nữ"],
        [1, "Trẻ em mồ côi", 100, 40, 102, 42], [2, "Người cao tuổi", 1400, 800, 1447, 810],
        looks=Looks(merged=((5, 2, 5, 3), (5, 4, 5, 5))), returned=["E7", "F7"],
    ),
    "two periods, one without its year": of(
        ["TT", "Nội dung", "6 tháng đầu năm", *[None] * 3, "Ước cả năm 2018", *[None] * 3],
        [None, None, *MOVED[2:], *MOVED[2:]],
        [*CHILDREN, 100, 8, 3, 105], [*OLD, 1400, 80, 20, 1460],
        looks=Looks(merged=((5, 2, 5, 5), (5, 6, 5, 9))), returned=["G6", "H7", "I7", "J7"],
    ),
    "only last year": of(
        ["TT", "Nội dung", "Năm 2017"], [1, "Trẻ em mồ côi", 100], [2, "Người cao tuổi", 1400],
        returned=["C6"],
    ),
    "months and their sum": of(
        ["TT", "Nội dung", *[f"T{month}" for month in range(1, 7)], "Cộng"],
        [1, "Mai táng phí", 1, 2, 3, 4, 5, 6, 21], [2, "Chúc thọ", 4, 0, 0, 0, 0, 1, 5],
        returned=["B7"],
    ),
    "months in words and their sum": of(
        ["TT", "Nội dung", *[f"Tháng {month}" for month in range(1, 4)], "Tổng cộng"],
        [1, "Mai táng phí", 1, 2, 3, 6], [2, "Chúc thọ", 4, 0, 0, 4],
        returned=["C6", "D6", "E6"],
    ),
    "a rate and the money": of(
        [None, None, None, None, "ĐVT: 1.000 đồng"],
        ["TT", "Nội dung", "Số người", "Mức TC", "Thành tiền"],
        [1, "Trẻ em mồ côi", 100, 405, 40500], [2, "Người cao tuổi", 1400, 270, 378000],
        returned=["D7", "E7"],
    ),
    "numbers of columns with a sum": of(
        MOVED, ["1", "2", "3", "4", "5", "6=3+4-5"], CHILDREN, OLD, read=LOWER
    ),
    "a sum alone among numbers of columns": of(
        MOVED, [None, None, None, None, None, "(6=3+4-5)"], CHILDREN, OLD, read=LOWER
    ),
    "letters and numbers of columns": of(
        MOVED, ["A", "B", 1, 2, 3, "4=1+2-3"], CHILDREN, OLD, read=LOWER
    ),
    "two forms below one another": of(
        MOVED, CHILDREN, OLD, [], ["II. TRỢ GIÚP KHÁC"],
        HOW_MANY, [1, "Mai táng phí", 20], [2, "Cấp thẻ BHYT", 300],
        read=BOTH | total("mai_tang_phi", 20, "C12") | total("bhyt", 300, "C13"),
    ),
    "two forms side by side": of(
        [*MOVED, None, *HOW_MANY], [*CHILDREN, None, 1, "Mai táng phí", 20],
        [*OLD, None, 2, "Cấp thẻ BHYT", 300],
        returned=["H6", "I6", "J6"],
    ),
    "clusters on top": of(
        COMMUNES, ["I", "Cụm 1", 30, 3], [1, "TT Đình Cả", 10, 1], [2, "Xã La Hiên", 20, 2],
        ["II", "Cụm 2", 70, 7], [3, "Xã Tràng Xá", 30, 3], [4, "Xã Bình Long", 40, 4],
        [None, "Tổng cộng", 100, 10],
        read=closing("tc_cao_tuoi", 100, "C8:C9; C11:C12")
        | closing("tc_tre_em", 10, "D8:D9; D11:D12"),
    ),
    "clusters below": of(
        COMMUNES, [1, "TT Đình Cả", 10, 1], [2, "Xã La Hiên", 20, 2], [None, "Cộng cụm 1", 30, 3],
        [3, "Xã Tràng Xá", 30, 3], [4, "Xã Bình Long", 40, 4], [None, "Cộng cụm 2", 70, 7],
        read=closing("tc_cao_tuoi", 100, "C7:C8; C10:C11")
        | closing("tc_tre_em", 10, "D7:D8; D10:D11"),
    ),
    "a cluster that does not add up": of(
        COMMUNES, ["I", "Cụm 1", 31, 3], [1, "TT Đình Cả", 10, 1], [2, "Xã La Hiên", 20, 2],
        [3, "Xã Tràng Xá", 30, 3],
        returned=["B7"],
    ),
    "short names of communes": of(
        COMMUNES, [1, "TT. Đình Cả", 10, 1], [2, "X.La Hiên", 20, 2], [3, "Bình Long", 40, 4],
        ["", "Huyện Võ Nhai", 70, 7],
        read=closing("tc_cao_tuoi", 70, "C7:C9") | closing("tc_tre_em", 7, "D7:D9"),
    ),
    "an abbreviated name of a commune": of(
        COMMUNES, [1, "TT Đ.Cả", 10, 1], [2, "X.La Hiên", 20, 2], returned=["B7"]
    ),
    "a commune twice": of(
        COMMUNES, [1, "X.La Hiên", 10, 1], [2, "xã La Hiên", 20, 2], [3, "Bình Long", 4, 4],
        returned=["B8"],
    ),
    "an unknown column before the known ones": of(
        ["TT", "Xã", "Người có công", "Người cao tuổi", "Trẻ em mồ côi"],
        [1, "Xã La Hiên", 7, 20, 2], [2, "Xã Bình Long", 8, 30, 3],
        returned=["C6"],
    ),
    "a column without a heading": of(
        [*COMMUNES, None], [1, "Xã La Hiên", 7, 20, 2], [2, "Xã Bình Long", 8, 30, 3],
        returned=["E7"],
    ),
    "the increase over groups as columns": of(
        ["TT", "Xã", "Tăng trong kỳ"], [None, None, "Người cao tuổi", "Trẻ em mồ côi"],
        [1, "Xã La Hiên", 20, 2], [2, "Xã Bình Long", 30, 3],
        looks=Looks(merged=((5, 2, 5, 3),)),
        read={("HX-01", "tc_cao_tuoi", "increase", "all"): (50, "C8:C9"),
              ("HX-01", "tc_tre_em", "increase", "all"): (5, "D8:D9")},
    ),
    "one column of another form beside those of the communes": of(
        [*COMMUNES, "Cấp thẻ BHYT"], [1, "Xã La Hiên", 7, 20, 200], [2, "Xã Bình Long", 8, 30, 300],
        read=closing("tc_cao_tuoi", 15, "C7:C8") | closing("tc_tre_em", 50, "D7:D8")
        | total("bhyt", 500, "E7:E8"),
    ),
    "letterhead in one cell, title over three": Habit(
        page([MOVED, CHILDREN, OLD], [
            ["UBND HUYỆN VÕ NHAI\nPHÒNG LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 12/BC-LĐTBXH"],
            ["BÁO CÁO"], ["Kết quả trợ cấp xã hội 6 tháng"], ["đầu năm 2018"], [],
        ]),
        read=BOTH,
    ),
    "the year of the title in the next cell": Habit(
        page([MOVED, CHILDREN, OLD], [
            *LETTERHEAD, ["KẾT QUẢ TRỢ CẤP 6 THÁNG ĐẦU NĂM", "Năm 2018"], [],
        ]),
        read=BOTH,
    ),
    "days as headings of opening and closing": of(
        ["TT", "Nội dung", "Có đến 31/12/2017", "Tăng", "Giảm", "Có đến 30/6/2018"], CHILDREN, OLD,
        read=BOTH,
    ),
    "days and months in groups of headings": of(
        ["TT", "Nhóm đối tượng theo Nghị định 136/2013/NĐ-CP", "Số đối tượng có đến 31/12/2017",
         "Biến động trong 6 tháng", None, "Số đối tượng đang hưởng đến 30/6/2018", None,
         "Kinh phí chi trả 6 tháng (triệu đồng)"],
        [None, None, None, "Tăng", "Giảm", "Tổng số", "Trong đó nữ", None],
        [1, "Trẻ em mồ côi", 100, 5, 3, 102, 50, 340.2],
        [2, "Người cao tuổi", 1400, 60, 13, 1447, 800, 2430],
        looks=Looks(merged=((5, 3, 5, 4), (5, 5, 5, 6))),
        read=LOWER
        | {("HX-01", "tc_tre_em", "closing", "female"): (50, "G8")}
        | {("HX-01", "tc_cao_tuoi", "closing", "female"): (800, "G9")}
        | {("HX-01", "tc_tre_em", "amount", "all"): (340200, "H8")}
        | {("HX-01", "tc_cao_tuoi", "amount", "all"): (2430000, "H9")},
    ),
    "the start of the year in words": of(
        ["TT", "Loại đối tượng", "Số người hưởng đầu năm 2018", "Phát sinh mới", "Thôi hưởng",
         "Số người hưởng tại thời điểm 30/6/2018"],
        CHILDREN, OLD, read=BOTH,
    ),
    "days without the movement": of(
        ["TT", "Nội dung", "Có đến 01/01/2018", "Có đến 30/6/2018"],
        [1, "Trẻ em mồ côi", 100, 102], [2, "Người cao tuổi", 1400, 1447],
        returned=["C6"],
    ),
    "an opening of another year": of(
        ["TT", "Nội dung", "Có đến 30/6/2016", "Tăng", "Giảm", "Có đến 30/6/2018"], CHILDREN, OLD,
        returned=["C6"],
    ),
    "parts and money of all groups beside communes": of(
        ["TT", "Xã, thị trấn", "Tổng số đối tượng", "Chia theo nhóm", None, "Trong tổng số", None,
         "Kinh phí trợ cấp 6 tháng (đồng)"],
        [None, None, None, "Người cao tuổi", "Trẻ em mồ côi", "Nữ", "Hộ nghèo", None],
        [1, "Xã Tràng Xá", 50, 40, 10, 30, 20, 90_000_000],
        [2, "Phương Giao", 30, 25, 5, 18, 9, 54_000_000],
        [None, "Cộng", 80, 65, 15, 48, 29, 144_000_000],
        looks=Looks(merged=((5, 3, 5, 4), (5, 5, 5, 6))),
        read=closing("tro_cap_cong_dong", 80, "C8:C9")
        | closing("tc_cao_tuoi", 65, "D8:D9")
        | closing("tc_tre_em", 15, "E8:E9")
        | closing("tro_cap_cong_dong", 48, "F8:F9", "female")
        | closing("tro_cap_cong_dong", 29, "G8:G9", "poor")
        | {("HX-01", "tro_cap_cong_dong", "amount", "all"): (144000, "H8:H9")},
    ),
    "women beside the last group, of which nobody knows": of(
        [*COMMUNES, "Nữ"], [1, "Xã Tràng Xá", 40, 10, 6], [None, "Cộng", 40, 10, 6],
        returned=["E6"],
    ),
    "women of all without how many are all": of(
        ["TT", "Xã, thị trấn", "Chia theo nhóm", None, "Trong tổng số"],
        [None, None, "Người cao tuổi", "Trẻ em mồ côi", "Nữ"],
        [1, "Xã Tràng Xá", 40, 10, 30], [None, "Cộng", 40, 10, 30],
        looks=Looks(merged=((5, 2, 5, 3),)), returned=["E7"],
    ),
    "a group without numbers, whose like another form knows, too": of(
        ["TT", "Xã, thị trấn", "Trẻ em mồ côi", "Người nhiễm HIV thuộc hộ nghèo", "NKT ĐBN",
         "NKT nặng"],
        [1, "Xã Tràng Xá", 3, 1, None, 7], [2, "Xã La Hiên", 1, 1, None, 2],
        read=closing("tc_tre_em", 4, "C7:C8") | closing("tc_hiv_ngheo", 2, "D7:D8")
        | closing("tc_khuyet_tat_nang", 9, "F7:F8"),
    ),
    "estimates said in a line of its own": Habit([
        *LETTERHEAD, *TITLE[:1], ["(Số liệu từ 01/01/2018, ước đến 30/6/2018)"],
        MOVED, CHILDREN, OLD, *SIGNATURE,
    ], read=BOTH),
    "a sheet of last year with other groups": Habit(
        page([MOVED, CHILDREN]), more={"2017": [MOVED, OLD]}, returned=["2017"],
    ),
    "a sheet of last year with its own title": Habit(
        page([MOVED, CHILDREN]),
        more={"So lieu cu": page([MOVED, OLD], [*LETTERHEAD, ["KẾT QUẢ NĂM 2017"], []])},
        returned=["So lieu cu!A4"],
    ),
    "plan and result below how many and money": Habit(
        page([
            ["TT", "Nội dung", "Số lượng", "", "Kinh phí (nghìn đồng)", ""],
            ["", "", "Kế hoạch", "Thực hiện", "Kế hoạch", "Thực hiện"],
            [1, "Cấp thẻ BHYT", 2000, 1884, 900000, 847800],
            [2, "Chúc thọ, mừng thọ", 600, 612, 240000, 244800],
        ]),
        read=total("bhyt", 1884, "D8") | total("chuc_tho_mung_tho", 612, "D9")
        | {("HX-02", "bhyt", "amount", "all"): (847800, "F8")}
        | {("HX-02", "chuc_tho_mung_tho", "amount", "all"): (244800, "F9")},
    ),
    "a heading that nobody knows below a group of this time": Habit(
        page([
            ["TT", "Nội dung", "Kết quả trong kỳ", ""],
            ["", "", "Tổng số", "Phái nữ"],
            [1, "Cấp thẻ BHYT", 1884, 900], [2, "Chúc thọ, mừng thọ", 612, 300],
        ]),
        returned=["D7"],
    ),
    "parts as rows below the total": of(
        HOW_MANY, [1, "Trẻ em mồ côi", 102], [2, "Người cao tuổi", 1447],
        [None, "Tổng cộng", 1549], [None, "Trong đó: nữ", 865],
        returned=["B10"],
    ),
}  # fmt: skip


def assessed(habit: Habit, catalogue: Catalogue) -> Assessment:
    content = as_xlsx({PAGE: habit.rows, **habit.more}, habit.looks)
    return assess(content, "data/raw/2018/biểu.xlsx", catalogue)


def places(assessment: Assessment) -> list[str]:
    errors = [f for f in assessment.findings if f.severity is Severity.ERROR]
    return [
        (f.cell or "") if f.sheet == PAGE else f"{f.sheet}!{f.cell}" if f.cell else f.sheet or ""
        for f in errors
    ]


@pytest.mark.parametrize("name", HABITS)
def test_it_is_read_right_or_returned_at_its_cells(name: str, catalogue: Catalogue) -> None:
    habit = HABITS[name]
    assessment = assessed(habit, catalogue)
    found = [place for place in places(assessment) if place]
    assert sorted(found) == sorted(habit.returned)
    if not habit.returned:
        assert numbers_of(assessment) == habit.read
        assert (assessment.outcome, assessment.unit) == (Outcome.ACCEPTED, "170")
        assert assessment.period is not None
        assert str(assessment.period.end) == "2018-06-30"


def test_numbers_sent_in_advance_are_estimates(catalogue: Catalogue) -> None:
    assert assessed(HABITS["estimates said in a line of its own"], catalogue).is_estimate
    assert not assessed(HABITS["the start of the year in words"], catalogue).is_estimate


def test_the_usual_head_names_unit_and_period(catalogue: Catalogue) -> None:
    habit = Habit([*LETTERHEAD, *TITLE, MOVED, CHILDREN, *SIGNATURE])
    assert numbers_of(assessed(habit, catalogue)) == moved(7, "tc_tre_em", 100, 5, 3, 102)


def test_a_long_table_of_strange_labels_is_answered_quickly(catalogue: Catalogue) -> None:
    words = ("giấy", "bút", "máy in", "bàn ghế", "tủ sách", "quạt điện", "đèn bàn", "hồ sơ")
    rows = [
        [at, f"Mua {words[at % 8]} và {words[at * 5 % 7]} cho phòng {at}", 1]
        for at in range(1, 1501)
    ]
    started = perf_counter()
    assessment = assessed(of(HOW_MANY, *rows), catalogue)
    assert perf_counter() - started < 20  # it took minutes
    assert assessment.outcome is Outcome.REJECTED
