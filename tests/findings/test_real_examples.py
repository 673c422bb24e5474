"""The examples of the page of codes are findings that the program really reports, word for word.

Each line is a workbook with a fault, or a file beside what was received before, and the finding of
the kind's example must be among those that are reported about it.
"""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formats import Computed, Looks, PartlyStruck, Sheets, as_ods, as_xlsx
from frames import JUN
from legacy_text import tcvn3
from make_code_page import REPOSITORY, finding_of, references
from own_sheets import GROUPS, own_communes, own_district, own_mixed
from packages import SHEET, repacked, replaced
from seeds_of_lists import long_list
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import Observation
from welfare_stats.collect.pseudonyms import Pseudonyms
from welfare_stats.design.catalogue import Catalogue, load_catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.findings import Finding, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.assess import assess
from welfare_stats.validate.reassess import reassess
from welfare_stats.validate.reference import (
    ClosedYear,
    EarlierFigures,
    EarlierStatement,
    PersonElsewhere,
    Reference,
    ReplacedContent,
    ScopeElsewhere,
    WithdrawnFile,
)
from workbooks import (
    CENTRE,
    CENTRE_FIGURES,
    centre,
    cs01_centre,
    cs01_home,
    district,
    ds01,
    home,
    hx01,
    hx02,
    paid_district,
    put,
    summed_district,
    workbook_bytes,
)

PATH = "data/raw/2018/tep.xlsx"
SENT = dt.date(2018, 9, 3)
REFERENCES = references(load_catalogue(REPOSITORY / "catalogue", FORMS))


def example(code: str) -> Finding:
    return finding_of(kinds.BY_CODE[code], REFERENCES)


# --- one workbook ------------------------------------------------------------------------------


def changed(sheets: Sheets, **cells: Any) -> Sheets:
    """The workbook with other values in cells: ``HX01_G7`` is "HX-01!G7"."""
    for name, value in cells.items():
        sheet, _, cell = name.partition("_")
        put(sheets, f"{sheet[:2]}-{sheet[2:]}!{cell}", value)
    return sheets


def of_period(period: str) -> Sheets:
    return {"HX-01": hx01(period=f"từ ngày {period}")}


def with_a_far_cell() -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return repacked(as_xlsx(district()), replaced(SHEET, b"</sheetData>", far))


def with_an_undecodable_cell() -> bytes:
    cell, damaged = b'<c r="G7" t="n"><v>105</v></c>', b'<c r="G7" t="n"><v>abc</v></c>'
    return repacked(as_xlsx(district()), replaced(SHEET, cell, damaged))


def word_file() -> bytes:
    def as_word(members: dict[str, bytes]) -> None:
        members["word/document.xml"] = members.pop("xl/workbook.xml")

    return repacked(as_xlsx(home()), as_word)


XML_SPREADSHEET = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)


def in_tcvn3(sheets: Sheets) -> Sheets:
    return {
        name: [[tcvn3(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


def with_an_unnamed_column() -> Sheets:
    """HX-01 with a column before "Tăng" that has numbers and no heading."""
    return {"HX-01": [[*r[:4], 35 if n > 5 else None, *r[4:]] for n, r in enumerate(hx01())]}


def with_a_signature_in_the_table() -> Sheets:
    rows = cs01_home()
    return {"CS-01": [*rows[:7], ["NGƯỜI LẬP BIỂU"], *rows[7:]]}


def with_rows_on_another_sheet() -> Sheets:
    return {"HX-01": hx01(), "HX-02": hx02()[:6], "Sheet3": hx02()[6:]}


def without(case_type: str) -> Sheets:
    figures = {code: figure for code, figure in CENTRE_FIGURES.items() if code != case_type}
    return {"CS-01": cs01_centre(figures)}


def to_the_last_row() -> Sheets:
    rows = ds01()
    last = [5, "HS-5", *rows[-1][2:]]
    return {"DS-01": [*rows, *[[] for _ in range(65_535 - len(rows))], last]}


def with_dates_exchanged() -> Sheets:
    """The list with days of reception as a program keeps them that expects the month first."""
    days = [dt.date(2018, 3, day) for day in range(1, 9)] + [f"{day}/3/2018" for day in (25, 26)]
    sheets = long_list()
    del sheets["DS-01"][16:]
    for row, day in enumerate(days, start=7):
        put(sheets, f"DS-01!K{row}", day)
    return sheets


def with_codes_changed() -> Sheets:
    sheets = long_list()
    return put(put(sheets, "DS-01!B7", dt.date(2018, 3, 1)), "DS-01!B8", 1_800_000.0)


FAULTS: list[tuple[str, Sheets | bytes]] = [
    ("file.not-a-workbook", word_file()),
    ("file.other-format", XML_SPREADSHEET),
    ("file.damaged", as_xlsx(home())[:-100]),
    ("file.too-large", with_a_far_cell()),
    ("file.no-known-form", {"Trang 1": [["Xin chào"]]}),
    ("head.missing", changed(home(), CS01_A4=None)),
    ("head.unreadable", changed(district(), HX01_A4="Kỳ báo cáo: 8 tháng")),
    ("head.conflict", changed(district(), HX02_D2="Mã đơn vị: 171", HX02_A2=None)),
    ("head.form-differs", changed(district(), HX01_A3="Biểu số: HX-02")),
    ("head.other-amount-unit", changed(district(), HX01_C3="Đơn vị tính: 1.000.000 đồng")),
    ("head.amounts-converted",
     changed(district(), HX01_K6="Kinh phí (triệu đồng)", HX01_K7=407.808)),
    ("cell.amount-in-other-unit", changed(district(), HX01_K7=407_808_000)),
    ("list.unknown-group", changed(centre(), DS01_F7=None, DS01_F8="-", DS01_F9="Không rõ")),
    ("list.not-an-ethnic-group", changed(centre(), DS01_F7="Tâyy", DS01_F8="Mườngg")),
    ("head.unknown-unit", changed(
        {"HX-01": hx01()}, HX01_A2="Đơn vị báo cáo: Phòng LĐTBXH huyện Phú Lươg", HX01_D2=None)),
    ("head.unit-contradicted", changed({"HX-01": hx01()}, HX01_D2="Mã đơn vị: 171")),
    ("head.unit-not-of-rows", changed(
        home(("CSTG-02", "Cơ sở trợ giúp xã hội số 2")), CS01_B7="CSTG-01", CS01_B8="CSTG-01")),
    ("head.unit-name-differs", changed(
        {"HX-01": hx01()}, HX01_A2="Đơn vị báo cáo: Phòng LĐTBXH huyện")),
    ("head.unit-not-in-force", of_period("01/01/2013 đến ngày 31/8/2013")),
    ("period.backwards", of_period("31/8/2018 đến ngày 01/01/2018")),
    ("period.crosses-year", of_period("01/9/2017 đến ngày 31/8/2018")),
    ("period.outside-year", of_period("01/01/2017 đến ngày 31/8/2017")),
    ("form.table-not-found", district() | {"HX-02": [*hx02()[:4], ["Chỉ tiêu", "Số thẻ"]]}),
    ("form.not-for-unit", {"HX-01": hx01(CENTRE)}),
    ("form.case-types-left-out", without("cuoc_goi")),
    ("form.parts-left-blank", changed(district(), HX02_E17=None, HX02_E9=1089)),
    ("table.missing-column", changed(district(), HX01_H6=None)),
    ("table.unknown-column", changed(district(), HX01_M6="Số hộ gia đình")),
    ("table.duplicate-column", changed(district(), HX01_M6="Số nữ")),
    ("table.unnamed-column", with_an_unnamed_column()),
    ("table.numbers-beside", changed(district(), HX01_N8=35)),
    ("table.column-beside", changed(district(), HX01_N6="Tỷ lệ nữ", HX01_N7=0.476)),
    ("table.empty", {"CS-01": cs01_home()[:6]}),
    ("table.rows-without-headings", with_rows_on_another_sheet()),
    ("table.rows-after-end", with_a_signature_in_the_table()),
    ("table.hidden-part", as_xlsx(district(), Looks(hidden_rows=(7, 9, 10, 11)))),
    ("table.other-workbook", changed(district(), HX01_K7=Computed("'[1]2017'!K7", 900))),
    ("table.may-be-cut", to_the_last_row()),
    ("table.merged-numbers", as_xlsx(changed(home(), CS01_G8=None), Looks(merged=((6, 6, 7, 6),)))),
    ("layout.codes-by-label", own_district()),
    ("layout.unit-by-letterhead", own_district()),
    ("layout.period-by-title", own_district()),
    ("layout.not-reported", own_district()),
    ("layout.passed-over", own_district(G6="Năm trước (2017)", G9=3)),
    (
        "layout.subtotal",
        own_district(
            A13="-", A14="-", B12="Người khuyết tật", B13="Đặc biệt nặng", B14="Nặng",
            C12=1600, D12=43, E12=31, F12=1612,
        ),
    ),
    ("layout.parts-summed", own_communes()),
    ("layout.parts-missing", own_communes()),
    ("layout.case-type-by-name", changed(district(), HX01_B7="Người cao tuổi")),
    ("layout.unknown-label", own_district(B9="Trẻ em bị bỏ rơi")),
    ("layout.ambiguous-label", own_mixed(B14="Mức độ nặng")),
    ("layout.unknown-column", own_district(G6="Kinh phí chi trả (USD)", G9=3)),
    ("layout.unknown-part", own_communes(B9="Xã Tràng Xáng")),
    ("layout.part-without-name", own_communes(B9=None)),
    ("layout.period-unclear", own_district(A4="Tính đến ngày 31/7/2018")),
    ("layout.no-headings", own_mixed(C6="T1")),
    ("layout.part-twice", own_communes(B9="Xã La Hiên")),
    (
        "layout.details",
        own_district(
            B13="- Từ 60 đến 80 tuổi", C13=400, D13=50, E13=13, F13=437,
            B14="- Trên 80 tuổi", C14=1000, D14=30, E14=30, F14=1000,
        ),
    ),
    ("layout.cluster", own_communes(B9="Cụm 1", C9=61, D9=17, C12=104, D12=28)),
    ("layout.other-year", own_mixed(C6="Thực hiện năm 2017")),
    ("layout.numbers-in-text", {"Phụ lục": [*[[]] * 7, [f"1. {GROUPS[0][1]}: 120 người, tăng 3"]]}),
    ("sum.parts-of-unit-differ", own_communes(C12=999)),
    ("cell.required", changed(district(), HX01_B7=None, HX01_C7=None)),
    (
        "cell.total-blank",
        changed(district(), HX02_E7=None, HX02_F7=None, HX02_G7=None, HX02_H7=900),
    ),
    ("cell.error-value", changed(district(), HX01_G7="#REF!")),
    ("cell.formula-without-value", changed(district(), HX01_G7="=D7+E7-F7")),
    ("cell.stale-result", changed(district(), HX01_G7=Computed("D7+E7-F7", 100))),
    ("cell.not-decoded", with_an_undecodable_cell()),
    ("cell.legacy-text", in_tcvn3(district())),
    ("cell.not-a-number", changed(district(), HX01_E7="-")),
    ("cell.ambiguous-number", changed(district(), HX01_D8="2,000")),
    ("cell.several-numbers", changed(district(), HX02_E15="371\n375")),
    ("cell.dot-as-decimal", changed(
        {"HX-01": hx01()}, HX01_K7=407.808, HX01_K8=166.86, HX01_K9=97.2)),
    ("cell.thousandth", changed(paid_district(), HX01_K10=98)),
    ("cell.struck-through", as_xlsx(
        {"HX-02": hx02()}, Looks(struck=frozenset((15, column) for column in range(9))))),
    ("cell.partly-struck", changed(district(), HX02_E15=PartlyStruck("371", " 25"))),
    ("cell.shown-otherwise", as_xlsx(
        {"HX-01": hx01()}, Looks(codes={(6, 10): "#,##0,", (7, 10): "#,##0,"}))),
    ("cell.fraction-in-count", changed(centre(), CS01_G9=26.85)),
    ("cell.negative", changed(district(), HX01_F7=-5)),
    ("cell.not-a-date", changed(centre(), DS01_K7="31/6/2018")),
    ("cell.not-in-list", changed(centre(), DS01_E7="N")),
    ("cell.not-text", changed(district(), HX01_B7=7.5)),
    ("cell.scaled-number", changed(district(), HX01_K7="1,5 triệu")),
    ("cell.too-large-number", changed(district(), HX01_K7=90_000_000_000_000)),
    ("cell.number-as-text", changed(district(), HX01_G8="2.020")),
    ("cell.text-not-added", changed(summed_district(), HX02_E10="400", HX02_E9=690, HX02_E18=3660)),
    ("cell.unit-in-number", changed(district(), HX01_G8="2.020 người")),
    ("code.unknown-case-type", changed(district(), HX01_B7="tc_tre_emm", HX01_C7=None)),
    ("code.case-type-not-in-force", changed(district(), HX01_B7="tc_tre_duoi_3_tuoi")),
    ("code.case-type-of-other-form", changed(district(), HX01_B7="bhyt", HX01_C7=None)),
    ("code.case-type-not-for-unit", changed(centre(), CS01_D7="nuoi_duong")),
    ("code.case-type-derived", changed(district(), HX01_B7="tc_bien_dong_tang", HX01_C7=None)),
    ("code.unknown-facility", changed(centre(), CS01_B7="Trung tâm bảo trợ Thái Nguyên")),
    ("code.facility-by-name", changed(centre(), CS01_B7="TT CTXH")),
    ("code.facility-of-other-unit", changed(centre(), CS01_B7="CSTG-01")),
    ("code.unknown-commune", changed(centre(), DS01_H7="Tân Thành")),
    ("code.label-of-other", changed(district(), HX01_B9="tc_khuyet_tat_dac_biet_nang")),
    ("code.label-differs", changed(district(), HX01_C7="Trẻ mồ côi")),
    ("code.measure-unit-differs", changed(district(), HX02_D7="người")),
    ("row.duplicate", {"HX-01": [*hx01(), [4, "tc_tre_em", None, 1, 0, 0, 1]]}),
    ("sum.part-exceeds-whole", changed(district(), HX01_H7=106)),
    ("sum.whole-below-parts", changed(home(), CS01_G8=15)),
    ("sum.parts-differ", changed(centre(), CS01_G10=5121)),
    ("sum.above-limit", changed(centre(), CS01_G9=900)),
    ("sum.total-row-differs", {"HX-01": [*hx01(), ["Tổng cộng", None, None, 2901, 130, 100]]}),
    ("movement.not-balanced", changed(district(), HX01_G8=2021)),
    ("list.count-differs", changed(centre(), CS01_G7=5)),
    ("list.date-outside-period", changed(centre(), DS01_K7=dt.date(2018, 9, 1))),
    ("list.age-outside-group", changed(centre(), DS01_J8="tu_ky_tiep_nhan")),
    ("list.birth-implausible", changed(centre(), DS01_D7=dt.date(1905, 6, 2))),
    ("list.dates-exchanged", with_dates_exchanged()),
    ("list.codes-changed", with_codes_changed()),
    ("list.identity-number", changed(centre(), DS01_G7=91234567)),
    ("list.identity-contradicts", changed(centre(), DS01_G7="019310001234")),
    ("list.case-twice", {"DS-01": [*ds01(), [5, "HS-9", *ds01()[7][2:]]]}),
    ("list.ordinals-broken", changed(centre(), DS01_A9=5)),
    ("list.dates-out-of-order", changed(centre(), DS01_D7="06/3/2018")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "sent"), FAULTS, ids=[code for code, _ in FAULTS])
def test_the_example_is_reported_about_a_workbook(
    code: str, sent: Sheets | bytes, catalogue: Catalogue
) -> None:
    content = sent if isinstance(sent, bytes) else workbook_bytes(sent)
    assert example(code) in assess(content, PATH, catalogue).findings


def test_the_example_is_reported_of_what_the_office_does_not_ask_for(catalogue: Catalogue) -> None:
    headings = "form,field,heading,valid_from,valid_to\nHX-01,ignored,Số điểm chi trả,2018-01-01,\n"
    files = {**catalogue.files, "headings.csv": headings.encode()}
    told = read_catalogue(files, FORMS, Path("catalogue"))
    content = workbook_bytes(own_district(G6="Số điểm chi trả", G9=3))
    assert example("layout.ignored") in assess(content, PATH, told).findings


def test_the_example_is_reported_about_a_misnamed_file(catalogue: Catalogue) -> None:
    (found,) = assess(as_xlsx(home()), "data/raw/2018/tep.xls", catalogue).findings
    assert found == example("file.name-lies")


def test_the_example_is_reported_about_a_text_too_long(catalogue: Catalogue) -> None:
    (found,) = assess(as_ods(changed(home(), CS01_M7="a" * 40_000)), PATH, catalogue).findings[-1:]
    assert replace(found, value=None) == example("cell.text-too-long")


# --- a file beside others ----------------------------------------------------------------------

HALF_YEAR = ReportingPeriod(dt.date(2018, 1, 1), JUN)
EIGHT_MONTHS = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))
VO_NHAI, VO_NHAI_BEFORE = "data/raw/2018/vo_nhai.xlsx", "data/raw/2018/vo_nhai_6_thang.xlsx"
VO_NHAI_2017 = "data/raw/2017/vo_nhai.xlsx"


def earlier(period: ReportingPeriod, figures: int = 24, **more: bool) -> Reference:
    return Reference([EarlierStatement(("HX-01", ""), period, VO_NHAI, figures, **more)])


def stated(number: Observation, path: str = VO_NHAI_2017) -> list[EarlierFigures]:
    return [EarlierFigures(path, HALF_YEAR, [number])]


def number(
    code: str, measure: str, value: float, form: str = "HX-01", facility: str = ""
) -> Observation:
    return Observation(form, facility, code, measure, "all", value, "", form, "G7")


LIST_ELSEWHERE = stated(number("can_thiep", "total", 4, "DS-01", "CSTG-04"))
LAST_YEAR = stated(number("can_thiep", "total", 78, "CS-01", "CSTG-04"))
ONE_PERSON = Pseudonyms(
    [0], [1], ["CSTG-04"], ["can_thiep"], [201803], [201803], ["DS-01"], [7], [2]
)
PERSON = PersonElsewhere(1, 201801, 201803, "CSTG-01", "data/raw/2018/trung_tam_btxh.xlsx")
SAME_FACILITY = ScopeElsewhere(
    ("CS-01", "CSTG-01"), EIGHT_MONTHS, "164", "data/raw/2018/tp_thai_nguyen.xlsx"
)

SUMMER = "từ ngày 01/7/2018 đến ngày 31/8/2018"


def figures_of(sheets: Sheets, times: float = 1) -> list[Observation]:
    """The numbers of a workbook, all of them multiplied by the same."""
    alone = assess(workbook_bytes(sheets), PATH, load_catalogue(REPOSITORY / "catalogue", FORMS))
    return [number._replace(value=int(number.value * times)) for number in alone.observations]


def of_eight_months(sheets: Sheets, year: int, path: str) -> list[EarlierFigures]:
    span = ReportingPeriod(dt.date(year, 1, 1), dt.date(year, 8, 31))
    return [EarlierFigures(path, span, figures_of(sheets))]


def sorted_apart() -> Sheets:
    """HX-01 with the numbers of each row in the row above, and those of the first in the last."""
    rows = hx01()
    numbers = [row[3:] for row in rows[6:]]
    moved = zip(rows[6:], [*numbers[1:], numbers[0]], strict=True)
    return {"HX-01": [*rows[:6], *([*row[:3], *some] for row, some in moved)]}


def all_zero() -> Sheets:
    rows = hx02()
    zeros = [[0 if isinstance(cell, int) else cell for cell in row[1:]] for row in rows[6:]]
    return {"HX-02": [*rows[:6], *([None, *row] for row in zeros)]}


FOUR_PEOPLE = Pseudonyms(
    [0, 1, 2, 3],
    [1, 2, 3, 4],
    ["CSTG-04"] * 4,
    ["can_thiep"] * 4,
    [201803] * 4,
    [201803] * 4,
    ["DS-01"] * 4,
    [7] * 4,
    [2] * 4,
)
SEVEN_CASES = ReplacedContent(
    ("DS-01", "CSTG-04"),
    "data/raw/2018/trung_tam.xlsx",
    frozenset({"can_thiep"}),
    [frozenset({(key, "can_thiep")}) for key in range(1, 8)],
)

CLOSED = ClosedYear(2018, dt.date(2019, 1, 28))

BESIDE_OTHERS: list[tuple[str, Sheets, Reference]] = [
    ("submission.replaces", district(), earlier(EIGHT_MONTHS)),
    ("period.closed", {"HX-01": hx01()}, Reference(closed=CLOSED)),
    ("submission.name-of-closed-year", district(), Reference(closed_beside=CLOSED)),
    ("period.estimate", of_period("01/01/2018 đến ngày 31/12/2018 (ước)"), Reference()),
    ("submission.estimate-after-actual", of_period("01/01/2018 đến ngày 31/8/2018 (ước)"),
     earlier(EIGHT_MONTHS)),
    ("submission.replaces-in-same-run", district(), earlier(EIGHT_MONTHS, in_this_run=True)),
    ("submission.name-of-other-unit", changed(district(), HX01_G7=-1),
     Reference(withdrawn=WithdrawnFile("171", ""))),
    ("submission.withdraws", district(), Reference(withdrawn=WithdrawnFile("171", ""))),
    ("submission.facility-of-two-units", home(), Reference(elsewhere=[SAME_FACILITY])),
    ("submission.within-longer", of_period("01/01/2018 đến ngày 30/6/2018"),
     earlier(EIGHT_MONTHS)),
    ("submission.fewer-figures", district(), earlier(EIGHT_MONTHS, figures=64)),
    ("period.not-over", of_period("01/01/2018 đến ngày 31/12/2018"), Reference()),
    ("period.overlaps", of_period("01/6/2018 đến ngày 31/8/2018"), earlier(HALF_YEAR)),
    ("movement.opening-differs", district(),
     Reference(before=stated(number("tc_cao_tuoi", "closing", 1990)))),
    ("movement.group-left-out", district(),
     Reference(before=stated(number("tc_hiv_ngheo", "closing", 12)))),
    ("movement.cumulative-falls", district(), Reference(
        shorter=stated(number("mung_tho_70", "total", 412, "HX-02"), path=VO_NHAI_BEFORE))),
    ("movement.opening-changed", district(), Reference(
        shorter=stated(number("tc_cao_tuoi", "opening", 1990), path=VO_NHAI_BEFORE))),
    ("movement.unlike-last-year", {"CS-01": cs01_centre({"can_thiep": 785})},
     Reference(last_year=LAST_YEAR)),
    ("movement.same-figures", {"HX-01": hx01()},
     Reference(earlier_periods=of_eight_months({"HX-01": hx01()}, 2017, VO_NHAI_2017))),
    ("movement.contains-earlier", {"HX-02": hx02(period=SUMMER)}, Reference(earlier_periods=[
        EarlierFigures(VO_NHAI_BEFORE, HALF_YEAR, figures_of({"HX-02": hx02()}, 0.75))])),
    ("movement.sorted-apart", sorted_apart(),
     Reference(earlier_periods=of_eight_months({"HX-01": hx01()}, 2017, VO_NHAI_2017))),
    ("submission.emptied", all_zero(),
     Reference(corrected=of_eight_months({"HX-02": hx02()}, 2018, VO_NHAI))),
    ("list.other-file-differs", {"CS-01": cs01_centre({"can_thiep": 5})},
     Reference(same_period=LIST_ELSEWHERE)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "sent", "reference"), BESIDE_OTHERS, ids=[line[0] for line in BESIDE_OTHERS]
)
def test_the_example_is_reported_about_a_file_beside_others(
    code: str, sent: Sheets, reference: Reference, catalogue: Catalogue
) -> None:
    alone = assess(workbook_bytes(sent), PATH, catalogue)
    judged = reassess(alone, ReceivedFile(PATH, b"", ""), reference, SENT, catalogue)
    assert example(code) in judged.findings


def test_the_example_is_reported_about_a_list_with_fewer_cases(catalogue: Catalogue) -> None:
    alone = replace(assess(workbook_bytes(centre()), PATH, catalogue), pseudonyms=FOUR_PEOPLE)
    file, known = ReceivedFile(PATH, b"", ""), Reference(replaced=[SEVEN_CASES])
    judged = reassess(alone, file, known, SENT, catalogue)
    assert judged.findings == (example("submission.much-of-list-left-out"),)


def test_the_example_is_reported_about_a_person_in_two_lists(catalogue: Catalogue) -> None:
    alone = replace(assess(workbook_bytes(centre()), PATH, catalogue), pseudonyms=ONE_PERSON)
    file = ReceivedFile(PATH, b"", "")
    judged = reassess(alone, file, Reference(people=[PERSON]), SENT, catalogue)
    assert judged.findings == (example("list.person-elsewhere"),)


# --- none is left out --------------------------------------------------------------------------

NEVER_REPORTED = {"cell.unreadable"}  # every cell type refuses with a kind of its own


def test_every_remedy_that_the_program_makes_up_is_one_that_it_reports() -> None:
    tested = {code for code, *_ in (*FAULTS, *BESIDE_OTHERS)}
    made_up = {kind.code for kind in kinds.BY_CODE.values() if re.match(r"\{\w+\}", kind.hint)}
    assert made_up - tested == NEVER_REPORTED
