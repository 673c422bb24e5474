"""The fault tables of the checks: a small change to a clean workbook, and all findings of it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from unicodedata import normalize

import pytest
from pydantic import AfterValidator

from formats import Sheets
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.rows import read_table
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import Column, Form, FormRow
from welfare_stats.design.forms.head import SheetHead
from welfare_stats.findings import kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.assess import assess
from welfare_stats.validate.reassess import reassess
from welfare_stats.validate.reference import EarlierStatement, Reference
from welfare_stats.validate.verdict import Assessment, Outcome
from workbooks import (
    CENTRE_FIGURES,
    DISTRICT,
    PERIOD,
    centre,
    cs01_centre,
    cs01_home,
    district,
    ds01,
    home,
    hx01,
    in_sections,
    put,
    summed_district,
    workbook_bytes,
)

PATH = "data/raw/2018/tep.xlsx"
FILE = ReceivedFile(PATH, b"", "")
Reported = list[tuple[str, str | None]]


def reported(assessment: Assessment) -> Reported:
    """Code and place of every finding, infos included."""
    return [(f.code, f"{f.sheet}!{f.cell}" if f.cell else f.sheet) for f in assessment.findings]


def assessed(sheets: Sheets, catalogue: Catalogue, path: str = PATH) -> Assessment:
    return assess(workbook_bytes(sheets), path, catalogue)


@pytest.mark.parametrize(
    ("sheets", "unit", "forms"),
    [
        (district(), "170", ("HX-01", "HX-02")),
        (home(), "CSTG-01", ("CS-01",)),
        (centre(), "CSTG-04", ("CS-01", "DS-01")),
    ],
    ids=["district", "home", "centre"],
)
def test_a_clean_workbook_is_accepted_without_findings(
    sheets: Sheets, unit: str, forms: tuple[str, ...], catalogue: Catalogue
) -> None:
    assessment = assessed(sheets, catalogue)
    assert reported(assessment) == []
    assert assessment.outcome is Outcome.ACCEPTED
    assert (assessment.unit, assessment.forms) == (unit, forms)
    assert assessment.period == ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))


FAULTS: list[tuple[str, Any, Reported]] = [
    # numbers
    ("HX-01!G7", 26.85, [("cell.fraction-in-count", "HX-01!G7")]),
    ("HX-01!G7", "26,85", [("cell.fraction-in-count", "HX-01!G7")]),
    ("HX-01!G7", -105, [("cell.negative", "HX-01!G7")]),
    ("HX-01!G7", "một trăm", [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", "-", [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", "1,000", [("cell.ambiguous-number", "HX-01!G7")]),
    ("HX-01!K7", "1,500", [("cell.ambiguous-number", "HX-01!K7")]),
    ("HX-01!G7", "5²", [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", "0.125", [("cell.fraction-in-count", "HX-01!G7")]),
    ("HX-01!K7", "1,234.5.6", [("cell.not-a-number", "HX-01!K7")]),
    ("HX-01!G7", True, [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", dt.date(2018, 1, 5), [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", dt.time(1, 45), [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!K7", -1, [("cell.negative", "HX-01!K7")]),
    # what Excel could not compute
    ("HX-01!G7", "#REF!", [("cell.error-value", "HX-01!G7")]),
    ("HX-01!B7", "#N/A", [("cell.error-value", "HX-01!B7")]),
    ("HX-01!G7", "=D7+E7-F7", [("cell.formula-without-value", "HX-01!G7")]),
    ("HX-01!G7", "105 nghìn", [("cell.scaled-number", "HX-01!G7")]),
    ("HX-01!K7", "1,5 triệu", [("cell.scaled-number", "HX-01!K7")]),
    ("HX-01!K7", "340200 nghìn đồng", [("cell.unit-in-number", "HX-01!K7")]),
    ("HX-01!G7", 1e17, [("cell.too-large-number", "HX-01!G7")]),
    # codes
    ("HX-01!B7", "tc_tre_emm", [("code.unknown-case-type", "HX-01!B7")]),
    ("HX-01!B7", None, [("layout.codes-by-label", "HX-01!C7")]),
    ("HX-01!B7", 7.5, [("cell.not-text", "HX-01!B7")]),
    ("HX-01!B7", "tc_tre_duoi_3_tuoi", [
        ("code.case-type-not-in-force", "HX-01!B7"),
    ]),
    ("HX-01!B7", "bhyt", [("code.case-type-of-other-form", "HX-01!B7")]),
    ("HX-01!B7", "tc_bien_dong_tang", [("code.case-type-derived", "HX-01!B7")]),
    ("HX-02!B7", "xe_buyt_mien_giam_ve", [("code.case-type-not-for-unit", "HX-02!B7")]),
    ("HX-01!B7", "tc_hiv_ngheo", [("code.label-of-other", "HX-01!B7")]),
    ("HX-01!C7", "Trẻ mồ côi", [("code.label-differs", "HX-01!C7")]),
    ("HX-01!C7", "Người cao tuổi", [("code.label-differs", "HX-01!C7")]),
    ("HX-02!D7", "người", [("code.measure-unit-differs", "HX-02!D7")]),
    # rows against rows and sums
    ("HX-01!B8", "tc_tre_em", [("code.label-of-other", "HX-01!B8")]),
    ("HX-01!G7", 106, [("movement.not-balanced", "HX-01!G7")]),
    ("HX-01!E7", None, [("cell.required", "HX-01!E7")]),
    ("HX-01!H7", 106, [("sum.part-exceeds-whole", "HX-01!H7")]),
    ("HX-02!F7", 2901, [("sum.part-exceeds-whole", "HX-02!F7")]),
    ("HX-02!E7", None, [("cell.total-blank", "HX-02!E7")]),
    ("HX-01!G7", None, [("cell.total-blank", "HX-01!G7")]),
    ("HX-02!E9", 1091, [("sum.parts-differ", "HX-02!E9")]),
    ("HX-02!E10", 401, [("sum.parts-differ", "HX-02!E9")]),
    ("HX-02!E10", None, []),  # a blank part is not reported; the others are not too many
    ("HX-02!E8", 101, []),  # burials among all that left: not all groups are stated
    # columns
    ("HX-01!L6", "Cột của huyện", [("table.unknown-column", "HX-01!L6")]),
    ("HX-01!M6", "Tỷ lệ nữ", [("table.unknown-column", "HX-01!M6")]),
    ("HX-01!N6", "Tỷ lệ nữ", [("table.column-beside", "HX-01!N6")]),  # of the unit's own
    ("HX-01!N6", "Số nữ", [("table.duplicate-column", "HX-01!N6")]),
    ("HX-01!H6", None, [("table.missing-column", "HX-01")]),
    ("HX-01!H6", "Số phụ nử", [("table.unknown-column", "HX-01!H6")]),
    ("HX-01!K6", "Kinh phí (triệu đồng)", [
        ("head.amounts-converted", "HX-01!K6"), ("cell.amount-in-other-unit", "HX-01!K7"),
    ]),
    ("HX-01!K6", "Kinh phí (đồng)", [
        ("head.amounts-converted", "HX-01!K6"), ("cell.amount-in-other-unit", "HX-01!K7"),
    ]),
    ("HX-01!K6", "Kinh phí tháng 8 (đồng)", [("head.other-amount-unit", "HX-01!K6")]),
    ("HX-01!K7", 340.2, [("cell.dot-as-decimal", "HX-01!K7")]),
    ("HX-01!K9", 2_608_200_000, [("cell.amount-in-other-unit", "HX-01!K9")]),
    ("HX-02!H8", 378_000_000, [("cell.amount-in-other-unit", "HX-02!H8")]),
    ("HX-01!K7", 30_000, []),  # paid for a month only
    ("HX-01!L6", "Số nữ", [("table.duplicate-column", "HX-01!L6")]),
    ("HX-01!A6", None, []),  # the ordinal is a convenience
    ("HX-01!H6", "#REF!", [("cell.error-value", "HX-01!H6")]),
    ("HX-01!N8", 123, [("table.numbers-beside", "HX-01!N8")]),
    ("HX-01!N8", "đã kiểm tra", []),
    # the head
    ("HX-01!D2", "Mã đơn vị: 171", [("head.unit-contradicted", "HX-01!D2")]),
    ("HX-01!A4", None, []),  # the other sheet has it
    ("HX-01!A4", "Kỳ: Từ 01.01.2018 đến 31.8.2018", []),
    ("HX-01!A4", "Kỳ: quý 2 năm 2018", [("head.conflict", "HX-02!A4")]),
    ("HX-01!A4", "Kỳ báo cáo: 8 tháng", [("head.unreadable", "HX-01!A4")]),
    ("HX-01!A4", "Kỳ báo cáo: năm 2018", [("head.conflict", "HX-02!A4")]),
    ("HX-01!A4", "Kỳ báo cáo: 8 tháng đầu năm 2018", []),
    ("HX-01!A3", "Biểu số: HX-02", [("head.form-differs", "HX-01!A3")]),
    ("HX-01!A2", "Đơn vị báo cáo: Phòng LĐ-TB&XH huyện Vo Nhai", []),  # the same unit
    ("HX-01!A2", "Đơn vị báo cáo: Phòng LĐ-TB&XH huyện Đại Từ", [
        ("head.unit-contradicted", "HX-01!A2"),
    ]),
    # the end of the table
    ("HX-01!A12", "NGƯỜI LẬP BIỂU", []),
    ("HX-01!B11", "TM. ỦY BAN NHÂN DÂN", []),
    ("HX-01!B11", "Cán bộ văn phòng", []),  # not a known signature, but no code either
    ("HX-01!B11", "Ghi chú: số liệu đã đối chiếu", []),
    ("HX-02!E18", "5 người", [
        ("cell.required", "HX-02!B18"), ("cell.unit-in-number", "HX-02!E18"),
    ]),
    ("HX-01!C11", "Thái Nguyên, ngày 03 tháng 9 năm 2018", []),
    ("HX-01!A10", "Ghi chú: số liệu minh họa", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "value", "expected"), FAULTS, ids=[f"{a}={v}" for a, v, _ in FAULTS]
)
def test_one_fault_in_a_district_workbook(
    address: str, value: object, expected: Reported, catalogue: Catalogue
) -> None:
    assessment = assessed(put(district(), address, value), catalogue)
    assert reported(assessment) == expected
    rejected = any(kinds.BY_CODE[code].severity == "error" for code, _ in expected)
    assert assessment.outcome is (Outcome.REJECTED if rejected else Outcome.ACCEPTED)
    judged = reassess(assessment, FILE, Reference(), dt.date(2018, 9, 3), catalogue)
    assert (judged.observations == ()) is rejected


LIST_FAULTS: list[tuple[str, Any, Reported]] = [
    ("DS-01!B7", None, [("cell.required", "DS-01!B7")]),
    ("DS-01!B8", "HS-1", [("row.duplicate", "DS-01!B8")]),
    ("DS-01!D7", "31/02/2010", [("cell.not-a-date", "DS-01!D7")]),
    ("DS-01!D7", "5/9/10", [("cell.not-a-date", "DS-01!D7")]),
    ("DS-01!D7", 19380, [("cell.not-a-date", "DS-01!D7")]),
    ("DS-01!E7", "N", [("cell.not-in-list", "DS-01!E7")]),
    ("DS-01!K7", "31/12/2017", [("list.date-outside-period", "DS-01!K7")]),
    ("DS-01!K7", dt.date(2018, 9, 1), [("list.date-outside-period", "DS-01!K7")]),
    ("DS-01!K7", dt.date(2018, 8, 31), []),
    ("DS-01!I7", "CSTG-09", [("code.unknown-facility", "DS-01!I7")]),
    ("DS-01!I7", "CSTG-01", [
        ("code.facility-of-other-unit", "DS-01!I7"),
    ]),
    ("DS-01!J7", "can_thiepp", [("code.unknown-case-type", "DS-01!J7")]),
    ("DS-01!J7", "can_thiep_khan_cap", [("list.count-differs", "CS-01!G8")]),
    ("CS-01!G7", 5, [("list.count-differs", "CS-01!G7")]),
    ("CS-01!H7", 3, [("list.count-differs", "CS-01!H7")]),
    ("CS-01!G8", 5, [("list.count-differs", "CS-01!G8")]),  # which is also more than its whole
    ("CS-01!G10", 5121, [("sum.parts-differ", "CS-01!G10")]),
    ("CS-01!G9", 900, [("sum.above-limit", "CS-01!G13")]),
    ("DS-01!A11", "Tổng số: 4 hồ sơ", []),
    ("DS-01!A11", "Danh sách có 04 người./.", []),
    ("DS-01!A5", "Tổng số: 4 hồ sơ", []),
    ("DS-01!A11", "Tổng số: 785 hồ sơ", [("list.stated-count-differs", "DS-01!A11")]),
    ("DS-01!A11", "Cộng 5 trường hợp, trong đó nữ 2", [("list.stated-count-differs", "DS-01!A11")]),
    ("DS-01!A11", "Danh sách này có 40 người", [("list.stated-count-differs", "DS-01!A11")]),
    ("DS-01!A11", "TỔNG CỘNG: 1.785 người", [("list.stated-count-differs", "DS-01!A11")]),
    ("DS-01!A5", "Tổng số hồ sơ: 5", [("list.stated-count-differs", "DS-01!A5")]),
    ("DS-01!A11", "Tổng số tiền: 785.000 đồng", []),
    ("DS-01!A11", "Tổng hợp ngày 05 tháng 9", []),
    ("DS-01!A10", 5, [("list.ordinals-broken", "DS-01!A10")]),
    ("DS-01!A10", 3, [("list.ordinals-broken", "DS-01!A10")]),
    ("DS-01!A9", "5", [("list.ordinals-broken", "DS-01!A9")]),
    ("DS-01!A9", 1, [("list.ordinals-broken", "DS-01!A10")]),  # after a restart comes 2
    ("DS-01!A9", None, []),
    ("DS-01!A9", "3.", []),
    ("DS-01!A9", "b", []),
    ("DS-01!G7", "091234567", []),
    ("DS-01!G7", "019 210 001 234", []),  # born 2010, a boy
    ("DS-01!G7", "019210001234", []),
    ("DS-01!G8", "019138001234", []),  # born 1938, a woman
    ("DS-01!G7", 91234567, [("list.identity-number", "DS-01!G7")]),  # the 0 in front is lost
    ("DS-01!G7", "0912345", [("list.identity-number", "DS-01!G7")]),
    ("DS-01!G7", "không có", [("list.identity-number", "DS-01!G7")]),
    ("DS-01!G7", "019310001234", [("list.identity-contradicts", "DS-01!G7")]),  # a girl's
    ("DS-01!G7", "019211001234", [("list.identity-contradicts", "DS-01!G7")]),  # born 2011
    ("DS-01!J7", "tu_ky_tiep_nhan", [
        ("list.count-differs", "CS-01!G7"),
    ]),  # seven years old
    ("DS-01!J8", "tu_ky_tiep_nhan", [("list.age-outside-group", "DS-01!D8")]),  # 80 years old
    ("DS-01!D7", "06/3/2018", [("list.dates-out-of-order", "DS-01!D7")]),
    ("DS-01!D7", 2019, [("list.dates-out-of-order", "DS-01!D7")]),
    ("DS-01!D7", dt.date(1905, 6, 2), [("list.birth-implausible", "DS-01!D7")]),  # 1980 typed
    ("DS-01!D7", dt.date(1910, 6, 2), []),
    ("DS-01!K7", dt.date(2008, 5, 1), [("list.date-outside-period", "DS-01!K7")]),
    ("DS-01!L7", "01/9/2018", [("list.date-outside-period", "DS-01!L7")]),
    ("DS-01!L7", "31/8/2018", []),
    ("DS-01!L7", "04/3/2018", [("list.dates-out-of-order", "DS-01!L7")]),
    ("DS-01!J10", "can_thiep", [("list.count-differs", "CS-01!G8")]),  # the list has no emergency
    ("DS-01!F8", "Dân tộc Kinh", []),
    ("DS-01!F8", None, [("list.unknown-group", "DS-01!F8")]),
    ("DS-01!F8", "-", [("list.unknown-group", "DS-01!F8")]),
    ("DS-01!F8", "Không rõ", [("list.unknown-group", "DS-01!F8")]),
    ("DS-01!F8", "Tâyy", [("list.not-an-ethnic-group", "DS-01!F8")]),
    ("DS-01!F8", "Cao Lan", []),
    ("DS-01!E7", "Không rõ", [("list.unknown-group", "DS-01!E7")]),
    ("DS-01!E7", "nam giới", []),
    ("DS-01!M7", "Không rõ", [("list.unknown-group", "DS-01!M7")]),
    ("DS-01!M7", "-", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "value", "expected"), LIST_FAULTS, ids=[f"{a}={v}" for a, v, _ in LIST_FAULTS]
)
def test_one_fault_in_a_workbook_with_a_list(
    address: str, value: object, expected: Reported, catalogue: Catalogue
) -> None:
    assert reported(assessed(put(centre(), address, value), catalogue)) == expected


def test_a_case_type_that_must_be_reported_is_an_error_when_left_out(catalogue: Catalogue) -> None:
    figures = {code: n for code, n in CENTRE_FIGURES.items() if code != "cuoc_goi"}
    assert reported(assessed({"CS-01": cs01_centre(figures)}, catalogue)) == [
        ("form.case-types-left-out", "CS-01")
    ]
    assert reported(assessed({"CS-01": cs01_centre({**figures, "cuoc_goi": 0})}, catalogue)) == [
        ("sum.above-limit", "CS-01!G12")
    ]
    unreadable = {**figures, "cuoc_goi": "nhiều"}
    assert reported(assessed({"CS-01": cs01_centre(unreadable)}, catalogue)) == [
        ("cell.not-a-number", "CS-01!G13")
    ]


def test_a_record_code_is_the_same_however_its_accents_are_stored(catalogue: Catalogue) -> None:
    sheets = put(put(centre(), "DS-01!B7", "Hồ sơ  1"), "DS-01!B8", normalize("NFD", "Hồ sơ 1"))
    assert reported(assessed(sheets, catalogue)) == [("row.duplicate", "DS-01!B8")]


def test_a_part_of_a_movement_is_compared_with_the_whole_movement(catalogue: Catalogue) -> None:
    sheets = put(district(), "HX-02!E8", 101)
    whole = "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng"
    sheets["HX-01"].insert(6, ["", "tro_cap_cong_dong", whole, 2900, 130, 100, 2930])
    assert reported(assessed(sheets, catalogue)) == [("sum.above-limit", "HX-02!E8")]


def test_a_wrong_code_does_not_hide_a_sum_all_of_whose_parts_are_there(
    catalogue: Catalogue,
) -> None:
    sheets = put(put(district(), "HX-02!E9", 1091), "HX-02!B7", "bhytt")
    assert reported(assessed(sheets, catalogue)) == [
        ("code.unknown-case-type", "HX-02!B7"),
        ("sum.parts-differ", "HX-02!E9"),
    ]


CONSEQUENCES: list[tuple[dict[str, Any], Reported]] = [
    ({}, []),
    # a movement that does not balance, whichever of its cells is wrong
    ({"HX-01!G9": 999}, [("movement.not-balanced", "HX-01!G9")]),  # less than its women
    ({"HX-01!G9": 9999}, [("movement.not-balanced", "HX-01!G9")]),
    ({"HX-01!D9": 1}, [("movement.not-balanced", "HX-01!D9")]),
    ({"HX-01!E9": 0, "HX-01!F8": 6}, [
        ("movement.not-balanced", "HX-01!F8"), ("movement.not-balanced", "HX-01!E9"),
    ]),
    ({"HX-01!E9": 80, "HX-01!F9": 100}, [("movement.not-balanced", "HX-01!E9")]),  # swapped
    ({"HX-01!G7": 5}, [("movement.not-balanced", "HX-01!G7")]),
    ({"HX-01!F7": 50}, [("sum.parts-differ", "HX-01!F7")]),  # 70 burials among them
    # a sum less than its own parts, or made wrong by one above its whole
    ({"HX-02!E9": 5}, [("sum.parts-differ", "HX-02!E9")]),
    ({"HX-02!E10": 5}, [("sum.whole-below-parts", "HX-02!E10")]),
    ({"HX-02!F10": 401}, [("sum.part-exceeds-whole", "HX-02!F10")]),
    ({"HX-02!F9": 1091}, [("sum.part-exceeds-whole", "HX-02!F9")]),
    # of two parts above their wholes, nobody knows what their sum should be
    ({"HX-02!F14": 200, "HX-02!F15": 80}, [
        ("sum.part-exceeds-whole", "HX-02!F14"), ("sum.part-exceeds-whole", "HX-02!F15"),
    ]),
    # a blank part is not 0
    ({"HX-02!E17": None, "HX-02!E9": 1089, "HX-02!E18": 4059, "HX-02!F17": None}, [
        ("form.parts-left-blank", "HX-02!E9"),
    ]),
    # sums that are formulas show the fault of a part again
    ({"HX-01!G9": 2021, "HX-01!G7": 2931, "HX-01!G15": 2931}, [
        ("movement.not-balanced", "HX-01!G9"),
    ]),
    ({"HX-01!G9": "2.02O", "HX-01!G7": 910, "HX-01!G15": 910}, [
        ("cell.not-a-number", "HX-01!G9"),
    ]),
    ({"HX-01!D8": "#REF!", "HX-01!D7": "#REF!", "HX-01!D15": "#REF!"}, [
        ("cell.error-value", "HX-01!D8"),
    ]),
    ({"HX-01!D8": 26.85, "HX-01!D7": 2826.85, "HX-01!D15": 2826.85}, [
        ("cell.fraction-in-count", "HX-01!D8"),
    ]),
    ({"HX-01!H9": 3021, "HX-01!H7": 3471, "HX-01!H15": 3471}, [
        ("sum.part-exceeds-whole", "HX-01!H9"),
    ]),
    ({"HX-01!G9": 2021, "HX-01!G7": 2932}, [  # and that sum is wrong as well
        ("movement.not-balanced", "HX-01!G7"), ("movement.not-balanced", "HX-01!G9"),
    ]),
    ({"HX-01!D8": "#REF!", "HX-01!D7": "#N/A"}, [
        ("cell.error-value", "HX-01!D7"), ("cell.error-value", "HX-01!D8"),
    ]),
    ({"HX-01!D9": dt.date(2018, 9, 5), "HX-01!D7": 44248, "HX-01!D15": 44248}, [  # "5/9" typed
        ("cell.not-a-number", "HX-01!D9"),
    ]),
    # a wrong code does not hide errors: its row is no part of a sum that has all its parts, ...
    ({"HX-02!B7": "bhytt", "HX-02!E7": "#REF!", "HX-02!E9": "#REF!"}, [
        ("cell.error-value", "HX-02!E7"), ("cell.error-value", "HX-02!E9"),
        ("code.unknown-case-type", "HX-02!B7"),
    ]),
    # ... and no sum that is stated already
    ({"HX-01!B8": "tc_tre_emm", "HX-01!D8": "#REF!", "HX-01!D9": "#REF!", "HX-01!D7": "#REF!",
      "HX-01!D15": "#REF!"}, [
        ("cell.error-value", "HX-01!D8"), ("cell.error-value", "HX-01!D9"),
        ("code.unknown-case-type", "HX-01!B8"),
    ]),
    # a formula passes over a number typed as text
    ({"HX-02!E10": "400", "HX-02!E9": 690, "HX-02!E18": 3660}, [
        ("cell.text-not-added", "HX-02!E10"),
    ]),
    ({"HX-02!E8": "70", "HX-02!E18": 3990}, [("cell.text-not-added", "HX-02!E8")]),
    ({"HX-02!E8": "70"}, [("cell.number-as-text", "HX-02!E8")]),
    # a cell that is wrong for reasons of its own is reported as well
    ({"HX-01!G9": 999, "HX-01!D15": 1}, [
        ("movement.not-balanced", "HX-01!G9"), ("sum.total-row-differs", "HX-01!D15"),
    ]),
    ({"HX-01!G9": 999, "HX-01!H9": 2021}, [
        ("movement.not-balanced", "HX-01!G9"), ("sum.part-exceeds-whole", "HX-01!H9"),
    ]),
    ({"HX-01!G9": 999, "HX-01!G15": 2931}, [
        ("movement.not-balanced", "HX-01!G9"), ("sum.total-row-differs", "HX-01!G15"),
    ]),
    ({"HX-01!G9": 999, "HX-01!H7": 1649}, [
        ("movement.not-balanced", "HX-01!G9"), ("sum.parts-differ", "HX-01!H7"),
    ]),
    ({"HX-02!F10": 401, "HX-02!E9": 1080}, [
        ("sum.part-exceeds-whole", "HX-02!F10"), ("sum.parts-differ", "HX-02!E9"),
    ]),
    ({"HX-02!F10": 401, "HX-02!F18": 3000}, [
        ("sum.part-exceeds-whole", "HX-02!F10"), ("sum.total-row-differs", "HX-02!F18"),
    ]),
    # a sum whose code and that of a part are wrong adds up the others and that part
    ({"HX-01!B7": "tro_cap_congg", "HX-01!B10": "tc_khuyet_tat", "HX-01!I9": 5600,
      "HX-01!I7": 5940, "HX-01!I15": 5940}, [
        ("code.unknown-case-type", "HX-01!B7"), ("code.unknown-case-type", "HX-01!B10"),
        ("sum.part-exceeds-whole", "HX-01!I9"),
    ]),
    # swapped numbers explain why row 7 may have too few that left: it is its increase that is wrong
    ({"HX-01!E7": 1130, "HX-01!B11": "tc_x", "HX-01!D10": 15, "HX-01!F10": 800}, [
        ("code.unknown-case-type", "HX-01!B11"), ("movement.not-balanced", "HX-01!D10"),
        ("movement.not-balanced", "HX-01!E7"),
    ]),
]  # fmt: skip


def test_a_typed_total_is_checked_though_a_list_is_sent_too(catalogue: Catalogue) -> None:
    sheets = put(put(centre(), "CS-01!A14", "Tổng số"), "CS-01!G14", 31974)
    assert reported(assessed(sheets, catalogue)) == []
    assert reported(assessed(put(sheets, "CS-01!G14", 31970), catalogue)) == [
        ("sum.total-row-differs", "CS-01!G14")
    ]


def test_a_sum_that_cannot_be_read_is_reported_besides_a_wrong_part(
    catalogue: Catalogue,
) -> None:
    sheets = put(put(summed_district(), "HX-01!G7", "=VLOOKUP(1,Z1:Z9,1)"), "HX-01!G9", 2021)
    assert ("cell.formula-without-value", "HX-01!G7") in reported(assessed(sheets, catalogue))


@pytest.mark.parametrize(("cells", "expected"), CONSEQUENCES, ids=[str(c) for c, _ in CONSEQUENCES])
def test_a_fault_is_reported_without_its_consequences(
    cells: dict[str, Any], expected: Reported, catalogue: Catalogue
) -> None:
    sheets = summed_district()
    for address, value in cells.items():
        put(sheets, address, value)
    assert reported(assessed(sheets, catalogue)) == expected


SECTIONS: list[tuple[dict[str, Any], Reported]] = [
    ({}, []),
    ({"HX-01!D9": 2110}, [("sum.total-row-differs", "HX-01!D9")]),
    ({"HX-01!D11": 2931}, [("sum.total-row-differs", "HX-01!D11")]),
    ({"HX-01!D7": 10}, [("movement.not-balanced", "HX-01!D7")]),
    # a part of two totals is one fault; of the women, group 1 has too few to have been more
    ({"HX-01!H8": 1020}, [("sum.total-row-differs", "HX-01!H8")]),
    ({"HX-01!K7": 200_000}, [("sum.total-row-differs", "HX-01!K9")]),  # or K8
    # a total with no rows above it since the last is of all rows, and not 0
    ({"HX-01!A12": "Tổng cộng", "HX-01!D12": 2913}, []),
    ({"HX-01!A12": "Tổng cộng", "HX-01!D12": 0}, [("sum.total-row-differs", "HX-01!D12")]),
    # the other columns show that the last total is of all rows, and not of row 10 alone
    ({"HX-01!J10": 2117, "HX-01!J11": 57}, [
        ("sum.part-exceeds-whole", "HX-01!J10"), ("sum.total-row-differs", "HX-01!J11"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), SECTIONS, ids=[str(c) for c, _ in SECTIONS])
def test_a_section_may_have_a_total_of_its_own(
    cells: dict[str, Any], expected: Reported, catalogue: Catalogue
) -> None:
    sheets = in_sections()
    for address, value in cells.items():
        put(sheets, address, value)
    assert reported(assessed(sheets, catalogue)) == expected


def test_a_single_row_has_no_sum_whose_error_it_could_be(catalogue: Catalogue) -> None:
    sheets = district()
    del sheets["HX-01"][8]
    put(put(sheets, "HX-01!B7", "tc_tre_emm"), "HX-01!D7", "#REF!")
    assert reported(assessed(put(sheets, "HX-01!D8", "#REF!"), catalogue)) == [
        ("cell.error-value", "HX-01!D7"),
        ("cell.error-value", "HX-01!D8"),
        ("code.unknown-case-type", "HX-01!B7"),
    ]


def test_a_total_of_last_year_is_reported_besides_a_number_below_its_part(
    catalogue: Catalogue,
) -> None:
    sheets = district()
    del sheets["HX-02"][9:]
    put(put(put(sheets, "HX-02!G7", None), "HX-02!A10", "Cộng"), "HX-02!E10", 4060)
    assert reported(assessed(sheets, catalogue)) == []
    put(put(sheets, "HX-02!E7", 29), "HX-02!E10", 2500)
    assert reported(assessed(sheets, catalogue)) == [
        ("sum.whole-below-parts", "HX-02!E7"),
        ("sum.total-row-differs", "HX-02!E10"),
    ]


SUMS_OF_SUMS: list[tuple[dict[str, Any], Reported]] = [
    ({}, []),
    ({"HX-01!G11": "8O5", "HX-01!G10": 0, "HX-01!G7": 2125}, [("cell.not-a-number", "HX-01!G11")]),
    ({"HX-01!G11": 806, "HX-01!G10": 806, "HX-01!G7": 2931}, [
        ("movement.not-balanced", "HX-01!G11"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), SUMS_OF_SUMS, ids=[str(c) for c, _ in SUMS_OF_SUMS])
def test_the_office_may_add_a_sum_that_is_part_of_a_sum(
    cells: dict[str, Any], expected: Reported, catalogue: Catalogue
) -> None:
    """By an edit of the catalogue, disabled people get a row above two of the groups."""
    case_types = {
        case_type.code: case_type
        for case_type in catalogue.case_types
        if case_type.in_force(dt.date(2018, 6, 30))
    }
    disabled = case_types["tc_khuyet_tat_nang"].model_copy(
        update={"code": "tc_khuyet_tat", "label": "Người khuyết tật"}
    )
    for code in ("tc_khuyet_tat_nang", "tc_khuyet_tat_dac_biet_nang"):
        case_types[code] = case_types[code].model_copy(update={"parent": disabled.code})
    sheets = summed_district()
    sheets["HX-01"].insert(9, [None, disabled.code, None, 800, 20, 15, 805, 400, 300, 200])
    del sheets["HX-01"][-1]  # the totals
    for address, value in cells.items():
        put(sheets, address, value)
    edited = replace(catalogue, case_types=(*case_types.values(), disabled))
    assert reported(assessed(sheets, edited)) == expected


def test_all_faults_of_a_file_are_reported_at_once(catalogue: Catalogue) -> None:
    sheets = put(put(district(), "HX-01!G7", 26.85), "HX-01!B8", "sai_ma")
    put(put(sheets, "HX-02!E9", 1), "HX-02!F7", "nhiều")
    assert reported(assessed(sheets, catalogue)) == [
        ("cell.fraction-in-count", "HX-01!G7"),
        ("cell.not-a-number", "HX-02!F7"),
        ("code.unknown-case-type", "HX-01!B8"),
        ("sum.parts-differ", "HX-02!E9"),
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2.020", 2020), ("2 020", 2020), ("２０２０", 2020), ("'2020", 2020), ("2\xa0020", 2020)],
)
def test_a_number_typed_as_text_is_read_and_reported(
    typed: str, read: int, catalogue: Catalogue
) -> None:
    assessment = assessed(put(district(), "HX-01!G8", typed), catalogue)
    assert reported(assessment) == [("cell.number-as-text", "HX-01!G8")]
    assert assessment.findings[0].severity == "info"
    assert 2020 in [number.value for number in assessment.observations]
    assert read == 2020


def test_a_unit_behind_a_number_is_a_warning(catalogue: Catalogue) -> None:
    assessment = assessed(put(district(), "HX-01!G8", "2.020 người"), catalogue)
    assert reported(assessment) == [("cell.unit-in-number", "HX-01!G8")]
    assert assessment.outcome is Outcome.ACCEPTED


def test_a_finding_contains_nothing_of_a_person(catalogue: Catalogue) -> None:
    finding = assessed(put(centre(), "DS-01!D7", "05/13/1990 Nguyễn Văn Mẫu"), catalogue).findings[
        0
    ]
    assert (finding.code, finding.cell, finding.value) == ("cell.not-a-date", "D7", None)
    assert "1990" not in finding.message + finding.hint
    assert "giá trị ở ô này không phải là ngày" in finding.message


HEADS: list[tuple[Sheets, str, Reported]] = [
    (put(home(), "CS-01!A4", None), PATH, [("head.missing", None)]),
    (put(home(), "CS-01!A4", "Kỳ báo cáo: 8 tháng"), PATH, [("head.unreadable", "CS-01!A4")]),
    (home(period="từ ngày 31/8/2018 đến ngày 01/01/2018"), PATH, [
        ("period.backwards", "CS-01!A4"),
    ]),
    (home(period="từ ngày 01/9/2017 đến ngày 31/8/2018"), PATH, [
        ("period.crosses-year", "CS-01!A4"),
    ]),
    (home(), "data/raw/2019/tep.xlsx", [("period.outside-year", "CS-01!A4")]),
    (home(), "tep.xlsx", []),
    (put(put(home(), "CS-01!A2", None), "CS-01!D2", None), PATH, [("head.missing", None)]),
    (put(home(), "CS-01!D2", "Mã đơn vị: CSTG-77"), PATH, [("head.unknown-unit", "CS-01!D2")]),
    (put(home(), "CS-01!D2", None), PATH, []),  # the name is enough
    (put(home(), "CS-01!A2", "Đơn vị báo cáo: Trung tâm Công tác xã hội"), PATH, [
        ("head.unit-contradicted", "CS-01!A2"),
    ]),
    (put(home(), "CS-01!D2", "Mã đơn vị: CSTG-04"), PATH, [  # the rows are of CSTG-01
        ("head.unit-contradicted", "CS-01!D2"),
    ]),
    (put(put(home(), "CS-01!D2", "Mã đơn vị: CSTG-04"), "CS-01!A2", None), PATH, [
        ("head.unit-not-of-rows", "CS-01!D2"),
    ]),
    ({"HX-01": put({"": hx01()}, "!D2", "Mã đơn vị: 171")[""]}, PATH, [
        ("head.unit-contradicted", "HX-01!D2"),
    ]),
    (put(put(district(), "HX-01!D2", "Mã đơn vị: 171"), "HX-01!A2", None), PATH, [
        ("head.conflict", "HX-01!D2"),
    ]),
    (put(put(district(), "HX-01!D2", "Mã đơn vị: 999"), "HX-02!D2", "Mã đơn vị: 999"), PATH, [
        ("head.unknown-unit", "HX-01!D2"), ("head.unknown-unit", "HX-02!D2"),
    ]),
    (put(district(), "HX-01!A4", "Kỳ báo cáo: từ 01/01/2017 đến 31/8/2017"), PATH, [
        ("head.conflict", "HX-01!A4"),
    ]),
    (put(district(), "HX-02!A4", "Kỳ báo cáo: từ 01/01/2018 đến 30/9/2018"), PATH, [
        ("head.conflict", "HX-02!A4"),
    ]),
    (district(period="từ 01/01/2017 đến 31/8/2017"), PATH, [
        ("period.outside-year", "HX-01!A4"), ("period.outside-year", "HX-02!A4"),
    ]),
    (put(home(), "CS-01!A2", "Đơn vị báo cáo: Trung tâm nuôi dưỡng"), PATH, [
        ("head.unit-name-differs", "CS-01!A2"),
    ]),
    (put(home(), "CS-01!A1", "(Biểu mẫu kèm theo Công văn số 123/SLĐTBXH)"), PATH, []),
    (home() | {"Trang 2": [["Biểu số: HX-02"], ["Mã", "Số"], ["bhyt", 5]]}, PATH, [
        ("form.table-not-found", "Trang 2!A1"),
    ]),
    (put(put(home(), "CS-01!D2", "Mã đơn vị"), "CS-01!E2", "CSTG-01"), PATH, []),
    (put(home(), "CS-01!A4", "(Từ ngày 01/01/2018 đến hết ngày 31/8/2018)"), PATH, []),
    ({"CS-01": cs01_home(DISTRICT)}, PATH, [
        ("code.unknown-facility", "CS-01!B7"), ("code.unknown-facility", "CS-01!B8"),
    ]),
    ({"HX-01": hx01(("CSTG-01", "Trung tâm Bảo trợ xã hội Thái Nguyên"))}, PATH, [
        ("form.not-for-unit", "HX-01"),
        ("code.case-type-not-for-unit", "HX-01!B7"),
        ("code.case-type-not-for-unit", "HX-01!B8"),
        ("code.case-type-not-for-unit", "HX-01!B9"),
    ]),
    ({"HX-01": hx01(period="từ ngày 01/7/2025 đến ngày 31/12/2025")}, "tep.xlsx", [
        ("head.unit-not-in-force", "HX-01!D2"),
        ("code.case-type-not-in-force", "HX-01!B8"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("sheets", "path", "expected"), HEADS)
def test_unit_and_period_are_taken_from_the_heads(
    sheets: Sheets, path: str, expected: Reported, catalogue: Catalogue
) -> None:
    assert reported(assessed(sheets, catalogue, path)) == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.not-a-workbook"),
        (b"xin chao", "file.not-a-workbook"),
        (b"%PDF-1.4 ...", "file.not-a-workbook"),
        (b"<html><table></table></html>", "file.not-a-workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "file.damaged"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "file.other-format",
        ),
        (workbook_bytes(home())[:-100], "file.damaged"),
        (workbook_bytes(home())[:900] + b"\0" * 200, "file.damaged"),
    ],
)
def test_a_file_that_is_no_workbook_is_unreadable(
    content: bytes, code: str, catalogue: Catalogue
) -> None:
    assessment = assess(content, PATH, catalogue)
    assert (assessment.outcome, reported(assessment)) == (Outcome.UNREADABLE, [(code, None)])


def test_a_workbook_without_a_known_form_is_rejected(catalogue: Catalogue) -> None:
    assessment = assessed({"Trang 1": [["Xin chào"], ["Mã", "Tên", "Số"], [1, 2, 3]]}, catalogue)
    assert (assessment.outcome, reported(assessment)) == (
        Outcome.REJECTED,
        [("file.no-known-form", None)],
    )


def test_a_table_without_rows_is_an_error(catalogue: Catalogue) -> None:
    assert reported(assessed({"CS-01": cs01_home()[:6]}, catalogue)) == [
        ("table.empty", "CS-01!A6")
    ]


def test_rows_below_the_signature_are_reported(catalogue: Catalogue) -> None:
    sheets = home()
    sheets["CS-01"].insert(7, ["NGƯỜI LẬP BIỂU"])
    assert reported(assessed(sheets, catalogue)) == [
        ("table.rows-after-end", "CS-01!A9"),
        ("form.case-types-left-out", "CS-01"),
    ]


TOTALS: list[tuple[list[Any], Reported]] = [
    (["Tổng cộng", None, None, 2900, 130, 100, 2930, 1650, 940, 530, 7_796_400], []),
    (["Tổng cộng", None, None, 2901, 130, 100, 2930], [("sum.total-row-differs", "HX-01!D10")]),
    ([None, None, "Cộng", 2900, 130, "#REF!"], [("cell.error-value", "HX-01!F10")]),
    ([None, "TỔNG SỐ", None, "2.900"], [("cell.number-as-text", "HX-01!D10")]),
    ([None, None, "Tỷ lệ so với dân số (%)", None, None, None, "1,9%", 0.55], []),
]


def test_a_total_row_may_stand_above_the_rows(catalogue: Catalogue) -> None:
    rows = hx01()
    rows.insert(6, ["Tổng số", None, None, 2900, 130, 100, 2930])
    assert reported(assessed({"HX-01": rows}, catalogue)) == []


def test_a_table_of_nothing_but_a_total_is_empty(catalogue: Catalogue) -> None:
    sheets = {"HX-01": [*hx01()[:6], ["Tổng số", None, None, 2900]]}
    assert reported(assessed(sheets, catalogue)) == [
        ("table.empty", "HX-01!A6"),
        ("sum.total-row-differs", "HX-01!D7"),
    ]


def test_a_list_may_be_empty_or_run_over_two_sheets(catalogue: Catalogue) -> None:
    rows = ds01()
    assert reported(assessed({"DS-01": rows[:6]}, catalogue)) == []
    two = {"Tháng 1": rows[:8], "Tháng 2": [*rows[:6], *rows[8:]]}
    figures = {
        (number.case_type, number.breakdown): (number.value, number.cells)
        for number in assessed(two, catalogue).observations
    }
    assert figures["can_thiep", "all"] == (4.0, "J7:J8; Tháng 2!J7:J8")
    assert reported(assessed(two | {"CS-01": cs01_centre()}, catalogue)) == []


def test_cases_below_a_signature_are_reported(catalogue: Catalogue) -> None:
    rows = ds01()
    rows.insert(8, ["Người lập biểu"])
    assert [code for code, _ in reported(assessed({"DS-01": rows}, catalogue))] == [
        "table.rows-after-end",
        "table.rows-after-end",
    ]


def test_a_first_row_without_a_code_is_not_taken_for_column_numbers(catalogue: Catalogue) -> None:
    sheets = {"HX-01": [*hx01()[:6], [1, None, None, 10, 5, 3, 12], *hx01()[6:]]}
    assert ("cell.required", "HX-01!B7") in reported(assessed(sheets, catalogue))


def test_a_persons_name_in_a_column_of_codes_is_not_repeated(catalogue: Catalogue) -> None:
    (finding, *_) = assessed(put(centre(), "DS-01!I7", "Người Mẫu Một"), catalogue).findings
    assert (finding.code, finding.value) == ("code.unknown-facility", None)
    assert "Mẫu" not in finding.message


def test_an_identity_number_in_a_column_of_codes_is_not_repeated(catalogue: Catalogue) -> None:
    number = "019170000001"
    sheets = put(put(put(centre(), "DS-01!B7", number), "DS-01!B8", number), "DS-01!I9", number)
    findings = assessed(sheets, catalogue).findings
    assert [(f.code, f.cell, f.value) for f in findings] == [
        ("code.unknown-facility", "I9", None),
        ("row.duplicate", "B8", None),
    ]
    assert not any(number in f.message + f.hint for f in findings)


def test_a_note_cannot_write_the_markup_of_the_report(catalogue: Catalogue) -> None:
    assessment = assessed(put(home(), "CS-01!M7", "a\n# II. GIẢ\n@table x"), catalogue)
    assert "a # II. GIẢ @table x" in [number.note for number in assessment.observations]


@pytest.mark.parametrize(("total", "expected"), TOTALS)
def test_a_typed_total_row_is_checked_but_not_added_up(
    total: list[Any], expected: Reported, catalogue: Catalogue
) -> None:
    sheets = {"HX-01": [*hx01(), total]}
    assessment = assessed(sheets, catalogue)
    assert reported(assessment) == expected
    alone = assessed({"HX-01": hx01()}, catalogue)
    assert len(assessment.observations) == len(alone.observations)


def test_columns_may_stand_in_any_order_under_two_heading_rows(catalogue: Catalogue) -> None:
    groups = ["TT", "Nhóm đối tượng", "Mã chỉ tiêu", "Số đối tượng", None, None, None, "Kinh phí"]
    leaves = [None, None, None, "Cuối kỳ", "Giảm", "Tăng", "Đầu kỳ", None]
    parts_group = [None, "Trong đó", None, None]
    parts = [None, "NỮ", "Dân  tộc\nthiểu số", "hộ nghèo"]
    numbering = [f"({n})" for n in range(1, 13)]
    row = [1, "Người cao tuổi", "TC_CAO_TUOI ", 2020, 80, 100, 2000, 4848000, None, 1200, 600, 300]
    sheets = {
        "Trang 1": [
            *hx01()[:5],
            ["", "", *groups, *parts_group],
            ["", "", *leaves, *parts],
            ["", "", *numbering],
            ["", "", *row],
        ]
    }
    assessment = assessed(sheets, catalogue)
    assert reported(assessment) == []
    assert {(n.measure, n.breakdown): (n.value, n.cells) for n in assessment.observations} == {
        ("opening", "all"): (2000, "I9"),
        ("increase", "all"): (100, "H9"),
        ("decrease", "all"): (80, "G9"),
        ("closing", "all"): (2020, "F9"),
        ("closing", "female"): (1200, "L9"),
        ("closing", "ethnic_minority"): (600, "M9"),
        ("closing", "poor"): (300, "N9"),
        ("amount", "all"): (4848000, "J9"),
    }


def test_numbers_under_no_heading_within_the_table_are_an_error(catalogue: Catalogue) -> None:
    rows = [[*row[:4], *([None] if n < 6 else [7]), *row[4:]] for n, row in enumerate(hx01())]
    assert reported(assessed({"HX-01": rows}, catalogue)) == [("table.unnamed-column", "HX-01!E7")]


def test_headings_repeated_on_each_printed_page_are_skipped(catalogue: Catalogue) -> None:
    rows = hx01()
    assert reported(assessed({"HX-01": [*rows[:8], rows[5], *rows[8:]]}, catalogue)) == []


def test_a_guidance_sheet_with_a_list_of_codes_is_no_form(catalogue: Catalogue) -> None:
    guide = [["Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị tính"], ["bhyt", "Cấp thẻ BHYT", "thẻ"]]
    assert reported(assessed(district() | {"DM": guide}, catalogue)) == []


def test_two_forms_may_stand_on_one_sheet(catalogue: Catalogue) -> None:
    both = district()
    sheets = {"Tổng hợp": [*both["HX-01"], [], ["Người lập biểu"], [], *both["HX-02"]]}
    assessment = assessed(sheets, catalogue)
    assert reported(assessment) == []
    assert assessment.forms == ("HX-01", "HX-02")


def test_a_district_may_send_only_the_facilities_of_its_area(catalogue: Catalogue) -> None:
    rows = cs01_home()
    rows[1] = [f"Đơn vị báo cáo: {DISTRICT[1]}", None, None, f"Mã đơn vị: {DISTRICT[0]}"]
    assert {code for code, _ in reported(assessed({"CS-01": rows}, catalogue))} == {
        "code.facility-of-other-unit"
    }
    rows[1] = ["Đơn vị báo cáo: TP. Thái Nguyên", None, None, "Mã đơn vị: 164"]
    assert reported(assessed({"CS-01": rows}, catalogue)) == []


def test_cases_are_counted_with_their_whole_and_their_people(catalogue: Catalogue) -> None:
    numbers = assessed({"DS-01": ds01()}, catalogue).observations
    counts = {(number.case_type, number.breakdown): number.value for number in numbers}
    assert counts == {
        ("can_thiep", "all"): 4,
        ("can_thiep", "female"): 2,
        ("can_thiep", "child"): 2,
        ("can_thiep", "elderly"): 1,
        ("can_thiep", "ethnic_minority"): 2,
        ("can_thiep_khan_cap", "all"): 1,
        ("can_thiep_khan_cap", "female"): 0,
        ("can_thiep_khan_cap", "child"): 1,
        ("can_thiep_khan_cap", "elderly"): 0,
        ("can_thiep_khan_cap", "ethnic_minority"): 1,
    }
    assert {number.cells for number in numbers} == {"J7:J10"}


def test_a_misspelt_part_does_not_make_its_sum_wrong_too(catalogue: Catalogue) -> None:
    figures = dict(CENTRE_FIGURES)
    figures["tu_van_cong_dongg"] = figures.pop("tu_van_cong_dong")
    codes = [code for code, _ in reported(assessed({"CS-01": cs01_centre(figures)}, catalogue))]
    assert codes == ["code.unknown-case-type"]


EARLIER = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 6, 30))
AUTUMN = ReportingPeriod(dt.date(2018, 7, 1), dt.date(2018, 8, 31))
EIGHT_MONTHS = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
WHOLE_YEAR = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
OTHER = "data/raw/2018/cu.xlsx"
SENT = dt.date(2018, 9, 3)


@pytest.mark.parametrize(
    ("period", "earlier", "path", "expected"),
    [
        (PERIOD, EARLIER, OTHER, []),  # cumulative
        (PERIOD, AUTUMN, OTHER, []),  # cumulative over a later part as well
        ("từ ngày 01/7/2018 đến ngày 31/8/2018", EARLIER, OTHER, []),  # adjoining
        ("từ ngày 01/6/2018 đến ngày 31/8/2018", EARLIER, OTHER, [("period.overlaps", "CS-01!A4")]),
        ("từ ngày 01/6/2018 đến ngày 31/8/2018", EARLIER, PATH, []),  # the same file, corrected
        ("từ ngày 01/01/2018 đến ngày 30/6/2018", EARLIER, OTHER, [("submission.replaces", None)]),
        ("từ ngày 01/01/2018 đến ngày 30/6/2018", EARLIER, PATH, []),
        (
            "từ ngày 01/01/2018 đến ngày 31/5/2018",
            EARLIER,
            OTHER,
            [
                ("submission.within-longer", "CS-01!A4"),
            ],
        ),
        (
            "từ ngày 01/02/2018 đến ngày 31/5/2018",
            EARLIER,
            OTHER,
            [("period.overlaps", "CS-01!A4")],
        ),
        (
            "từ ngày 01/01/2018 đến ngày 31/12/2018",
            EARLIER,
            OTHER,
            [("period.not-over", "CS-01!A4")],
        ),
    ],
)
def test_periods_of_one_form_extend_adjoin_repeat_or_are_refused(
    period: str, earlier: ReportingPeriod, path: str, expected: Reported, catalogue: Catalogue
) -> None:
    alone = assessed(home(period=period), catalogue)
    known = [EarlierStatement(("CS-01", "CSTG-01"), earlier, path, figures=6)]
    assert reported(reassess(alone, FILE, Reference(known), SENT, catalogue)) == expected


ESTIMATE = "Ước thực hiện cả năm 2018"


@pytest.mark.parametrize(
    ("sheets", "is_estimate"),
    [
        (district(), False),
        (put(district(), "HX-01!A4", f"Kỳ báo cáo: {PERIOD} (ước thực hiện)"), True),
        (put(district(), "HX-02!A4", f"Kỳ báo cáo: {PERIOD}, số ước"), True),  # one sheet of two
        (district(period=ESTIMATE), True),
        (put(district(period=ESTIMATE), "HX-01!A4", ESTIMATE.upper()), True),  # without a label
    ],
)
def test_a_file_of_which_a_sheet_says_so_is_an_estimate(
    sheets: Sheets, is_estimate: bool, catalogue: Catalogue
) -> None:
    assessment = assessed(sheets, catalogue)
    assert (assessment.outcome, assessment.is_estimate) == (Outcome.ACCEPTED, is_estimate)


@pytest.mark.parametrize(
    ("period", "of_estimate", "earlier", "expected"),
    [
        # it ends after it was received, but must have begun
        (ESTIMATE, False, EARLIER, ["period.estimate"]),
        ("Ước cả năm 2019", False, EARLIER, ["period.not-over", "period.estimate"]),
        # for the same period the actual numbers stand, whichever came first
        (ESTIMATE, False, WHOLE_YEAR, ["period.estimate", "submission.estimate-after-actual"]),
        (PERIOD, True, EIGHT_MONTHS, ["submission.replaces"]),
        (ESTIMATE, True, WHOLE_YEAR, ["period.estimate", "submission.replaces"]),
        # one of another period may lie beside it, within it or across
        (PERIOD, True, WHOLE_YEAR, []),
        ("từ 01/4/2018 đến 31/8/2018", True, EARLIER, []),
        (ESTIMATE, False, AUTUMN, ["period.estimate"]),
    ],
)
def test_an_estimate_gives_way_to_the_actual_numbers_of_its_period(
    period: str,
    of_estimate: bool,
    earlier: ReportingPeriod,
    expected: list[str],
    catalogue: Catalogue,
) -> None:
    alone = assessed(home(period=period), catalogue, "cả năm.xlsx")
    known = [EarlierStatement(("CS-01", "CSTG-01"), earlier, OTHER, 6, is_estimate=of_estimate)]
    found = reported(reassess(alone, FILE, Reference(known), SENT, catalogue))
    assert [code for code, _ in found] == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"figures": 6, "in_this_run": True}, ["submission.replaces-in-same-run"]),
        ({"figures": 7}, ["submission.replaces", "submission.fewer-figures"]),
        ({"figures": 7, "scope": ("CS-01", "CSTG-02")}, []),
    ],
)
def test_the_file_that_a_correction_replaces_is_reported(
    known: dict[str, Any], expected: list[str], catalogue: Catalogue
) -> None:
    alone = assessed(home(), catalogue)
    assert alone.period is not None
    plain = EarlierStatement(("CS-01", "CSTG-01"), alone.period, OTHER, figures=6)
    assessment = reassess(alone, FILE, Reference([replace(plain, **known)]), SENT, catalogue)
    assert [code for code, _ in reported(assessment)] == expected
    assert assessment.outcome is Outcome.ACCEPTED


def test_a_cell_refused_without_a_kind_of_finding_is_reported_too() -> None:
    def refuse(value: object) -> None:
        if value is not None:
            raise ValueError("Người Mẫu Một")

    class Row(FormRow):
        ordinal: Annotated[Any, AfterValidator(refuse), Column("STT", personal=True)] = None

    form = Form("XX-01", "Thử", Row, key=("ordinal",))
    sheet = Sheet("Trang 1", [["STT"], ["Người Mẫu Một"]])
    found = FoundTable(form, sheet, SheetHead("Trang 1"), 0, {"ordinal": 0}, (1,), (), ())
    table, findings = read_table(found)
    assert [(f.code, f.cell, f.value) for f in findings] == [("cell.unreadable", "A2", None)]
    assert "Mẫu" not in findings[0].message
    assert set(table.refused) == {(0, "ordinal")}


def test_every_kind_of_finding_is_expected_by_some_test() -> None:
    """A new kind needs a line in one of the tables of faults."""
    tests = "".join(
        path.read_text("utf-8") for path in Path(__file__).parents[1].rglob("test_*.py")
    )
    assert [code for code in kinds.BY_CODE if f'"{code}"' not in tests] == []
