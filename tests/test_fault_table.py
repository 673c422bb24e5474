"""The fault table of reading: small workbooks with one fault or oddity each, and all that is said.

Each line is a clean workbook with one thing changed, and the exact findings, infos included. It is
the specification of what reading does with what offices really send. Faults of what is said in
rightly read cells (sums, codes, periods) have their tables in ``test_examine``.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

import pytest

from formats import WRITERS, Looks, as_xlsx
from legacy_text import garbled_utf8, tcvn3, vni
from packages import SHEET, repacked, replaced
from welfare_stats.catalogue import Catalogue
from welfare_stats.examine import Outcome, examine
from welfare_stats.findings import kinds
from workbooks import Sheets, centre, district, home, hx01, put

Said = list[tuple[str, str | None]]
FOLDER = "data/raw/2018/"
FORMATS = list(WRITERS)


def check(content: bytes, name: str, expected: Said, catalogue: Catalogue) -> None:
    examination = examine(content, FOLDER + name, catalogue)
    said = [(f.code, f"{f.sheet}!{f.cell}" if f.cell else f.sheet) for f in examination.findings]
    assert said == expected
    rejected = any(kinds.BY_CODE[code].severity == "error" for code, _ in expected)
    unreadable = rejected and all(code.startswith("file.") for code, _ in expected)
    assert examination.outcome is (
        Outcome.UNREADABLE if unreadable else Outcome.REJECTED if rejected else Outcome.ACCEPTED
    )


# --- one cell, in every format -----------------------------------------------------------------

READ = "HX-01!G8"  # holds 2020, the closing of a row whose movement balances
CELLS: list[tuple[str, Any, Said]] = [
    # errors of all kinds, never blank
    *[("HX-01!G7", error, [("cell.error-value", "HX-01!G7")]) for error in
      ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!")],
    ("HX-01!B7", "#N/A", [("cell.error-value", "HX-01!B7")]),
    ("HX-01!H6", "#REF!", [("cell.error-value", "HX-01!H6")]),
    # numbers as Excel changed them, and what is no number
    ("HX-01!G7", 26.85, [("cell.fraction-in-count", "HX-01!G7")]),
    ("HX-01!G7", -105, [("cell.negative", "HX-01!G7")]),
    ("HX-01!G7", True, [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", dt.date(2018, 1, 5), [("cell.not-a-number", "HX-01!G7")]),
    ("HX-01!G7", dt.time(1, 45), [("cell.not-a-number", "HX-01!G7")]),
    *[("HX-01!G7", mark, [("cell.not-a-number", "HX-01!G7")]) for mark in
      ("-", "x", "…", "không", "một trăm", "5²", "nan", "inf")],
    ("HX-01!G7", "1,000", [("cell.ambiguous-number", "HX-01!G7")]),
    # numbers as people type them
    *[(READ, text, [("cell.number-as-text", READ)]) for text in
      ("2.020", "2 020", "2\xa0020", "2020 ", "'2020", "２０２０", "+2020")],
    (READ, "2.020 người", [("cell.unit-in-number", READ)]),
    (READ, 2020.0, []),
    ("HX-01!H8", "   ", []),  # white space is blank
    ("HX-01!H8", "\xa0", []),
    # headings
    ("HX-01!L6", "Cột của huyện", [("table.unknown-column", "HX-01!L6")]),
    ("HX-01!L6", "Số nữ", [("table.duplicate-column", "HX-01!L6")]),
    ("HX-01!H6", None, [("table.missing-column", "HX-01")]),
    *[("HX-01!I6", heading, []) for heading in
      ("DÂN TỘC THIỂU SỐ", " dân  tộc\nthiểu số ", normalize("NFD", "Dân tộc thiểu số"),
       "Dan toc thieu so", "Dân tộc thiểu số:", "Trong đó: dân tộc thiểu số", "DTTS",
       "Dân tộc thiểu số (9)")],
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("address", "value", "expected"), CELLS, ids=[f"{a}={v!r}" for a, v, _ in CELLS]
)
def test_a_cell_means_the_same_in_every_format(
    address: str, value: object, expected: Said, suffix: str, catalogue: Catalogue
) -> None:
    sheets = put(district(), address, value)
    check(WRITERS[suffix](sheets, Looks()), f"tệp{suffix}", expected, catalogue)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HX-01!G7", [("cell.formula-without-value", "HX-01!G7")]),
        ("HX-01!A2", []),  # the other sheet says who sends
    ],
)
def test_a_formula_without_a_value_is_not_blank(
    address: str, expected: Said, suffix: str, catalogue: Catalogue
) -> None:
    sheets = put(district(), address, "=1+1")
    check(WRITERS[suffix](sheets, Looks()), f"tệp{suffix}", expected, catalogue)


# --- parts of a sheet that are hidden or merged, in every format --------------------------------

LOOKS: list[tuple[str, Looks, Sheets, Said]] = [
    ("a hidden row of data", Looks(hidden_rows=(7,)), home(), [
        ("table.hidden-part", "CS-01!A8"),
    ]),
    ("hidden rows without data", Looks(hidden_rows=(4, 8)), home(), []),
    ("a hidden column of data", Looks(hidden_columns=(6,)), home(), [
        ("table.hidden-part", "CS-01!G7"),
    ]),
    ("a hidden column of the form, left blank", Looks(hidden_columns=(10,)), home(), []),
    ("a hidden sheet", Looks(is_hidden=True), home(), [("table.hidden-part", "CS-01")]),
    ("a code merged over its rows", Looks(merged=((6, 1, 7, 1),)), put(home(), "CS-01!B8", None),
     []),
    ("a name merged over its rows", Looks(merged=((6, 2, 7, 2),)), put(home(), "CS-01!C8", None),
     []),
    ("a number merged over two rows", Looks(merged=((6, 6, 7, 6),)), put(home(), "CS-01!G8", None),
     [("table.merged-numbers", "CS-01!G7")]),
    ("a number merged over two columns", Looks(merged=((6, 6, 6, 7),)),
     put(home(), "CS-01!H7", None), [("table.merged-numbers", "CS-01!G7")]),
    ("a merged title", Looks(merged=((0, 0, 0, 12),)), home(), []),
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("looks", "sheets", "expected"), [line[1:] for line in LOOKS], ids=[line[0] for line in LOOKS]
)
def test_hidden_and_merged_parts_are_read_and_said(
    looks: Looks, sheets: Sheets, expected: Said, suffix: str, catalogue: Catalogue
) -> None:
    check(WRITERS[suffix](sheets, looks), f"tệp{suffix}", expected, catalogue)


# --- legacy text, in every format ----------------------------------------------------------------


def written(change: Callable[[str], str], sheets: Sheets) -> Sheets:
    """Every text of the sheets in another encoding."""
    return {
        name: [[change(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("change", [tcvn3, vni, garbled_utf8])
@pytest.mark.parametrize("sheets", [district(), home(), centre()], ids=["district", "home", "list"])
def test_a_workbook_in_an_old_encoding_is_read_and_said(
    sheets: Sheets, change: Callable[[str], str], suffix: str, catalogue: Catalogue
) -> None:
    content = WRITERS[suffix](written(change, sheets), Looks())
    examination = examine(content, f"{FOLDER}tệp{suffix}", catalogue)
    assert {(f.code, f.sheet) for f in examination.findings} == {
        ("cell.legacy-text", name) for name in sheets
    }
    plain = examine(WRITERS[suffix](sheets, Looks()), f"{FOLDER}tệp{suffix}", catalogue)
    assert plain.observations is not None
    assert plain.observations.equals(examination.observations)


ONE_TEXT: list[tuple[str, str, Said]] = [
    ("HX-01!C7", tcvn3("Trẻ em không có nguồn nuôi dưỡng"), [("cell.legacy-text", "HX-01!C7")]),
    ("HX-01!C7", vni("Trẻ em không có nguồn nuôi dưỡng"), [("cell.legacy-text", "HX-01!C7")]),
    ("HX-01!A2", "Ðơn vị báo cáo: Phòng LÐTBXH huyện Võ Nhai", [("cell.legacy-text", "HX-01!A2")]),
    ("HX-01!C7", "Trẻ em kh\u00adông có nguồn nuôi dưỡng", [("code.label-differs", "HX-01!C7")]),
    ("HX-02!I7", "Müller & Söhne, 3 × 5 m², §7, ±2", []),
    ("HX-02!I7", "mô hình", []),  # Unicode, though it could be read as TCVN3 as well
]  # fmt: skip


@pytest.mark.parametrize(("address", "text", "expected"), ONE_TEXT)
def test_one_text_in_an_old_encoding(
    address: str, text: str, expected: Said, catalogue: Catalogue
) -> None:
    check(as_xlsx(put(district(), address, text)), "tệp.xlsx", expected, catalogue)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Phòng LĐTBXH huyện Võ Nhai", "170"), ("H. Võ Nhai", "170"), ("vo nhai", "170"),
        ("VÕ NHAI", "170"), (normalize("NFD", "Huyện Võ Nhai"), "170"), ("H.Võ\xa0Nhai", "170"),
        ("TP. Thái Nguyên", "164"), ("T.P Thái Nguyên", "164"), ("Thành phố TN", "164"),
        ("Tp Thái Nguyên", "164"), ("Đồng Hỉ", "169"), ("Huyện Đồng Hỷ", "169"),
        ("Định Hoá", "167"), ("Huyện Định Hóa", "167"), ("TX Phổ Yên", "172"),
        ("huyện Phổ Yên", "172"), ("Sông Công", "165"),
    ],
)  # fmt: skip
def test_a_unit_is_known_by_its_name_however_spelt(
    name: str, unit: str, catalogue: Catalogue
) -> None:
    sheets = {"HX-01": put({"HX-01": hx01()}, "HX-01!D2", None)["HX-01"]}
    put(sheets, "HX-01!A2", f"Đơn vị báo cáo: {name}")
    examination = examine(as_xlsx(sheets), f"{FOLDER}tệp.xlsx", catalogue)
    assert (examination.unit, examination.findings) == (unit, ())


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("Huyện Võ Nha", ["170"]),  # near, but never taken
        ("Thái Nguyên", []),  # the city, a facility or the province
        ("Đại Từ và Phú Bình", ["171", "173"]),
        ("Huyện Chợ Đồn", []),
    ],
)
def test_a_doubtful_name_is_an_error_with_candidates(
    name: str, candidates: list[str], catalogue: Catalogue
) -> None:
    sheets = {"HX-01": put({"HX-01": hx01()}, "HX-01!D2", None)["HX-01"]}
    content = as_xlsx(put(sheets, "HX-01!A2", f"Đơn vị báo cáo: {name}"))
    (finding,) = examine(content, f"{FOLDER}tệp.xlsx", catalogue).findings
    assert (finding.code, finding.cell) == ("head.unknown-unit", "A2")
    assert [code for code in candidates if code not in finding.hint] == []


FACILITY_NAMES: list[tuple[str, Said]] = [
    ("Trung tâm Bảo trợ xã hội Thái Nguyên", [("code.facility-by-name", "CS-01!B7")]),
    ("TT BTXH Thái Nguyên", [("code.facility-by-name", "CS-01!B7")]),
    ("cstg-01", []),
    ("Trung tâm", [("code.unknown-facility", "CS-01!B7"), ("code.unknown-facility", "CS-01!B8")]),
]


@pytest.mark.parametrize(("name", "expected"), FACILITY_NAMES)
def test_a_facility_is_known_by_its_name(name: str, expected: Said, catalogue: Catalogue) -> None:
    sheets = put(put(home(), "CS-01!B7", name), "CS-01!B8", name)
    check(as_xlsx(sheets), "tệp.xlsx", expected, catalogue)


# --- dates ---------------------------------------------------------------------------------------

BAD_DATE: Said = [("cell.not-a-date", "DS-01!K7")]
DATES: list[tuple[Any, Said]] = [
    *[(text, []) for text in
      (dt.date(2018, 9, 5), dt.datetime(2018, 9, 5), "05/09/2018", "5-9-18", "5.9.2018",
       " 05 / 9 / 2018", "ngày 05 tháng 9 năm 2018", "Ngày 5 tháng 9 năm 2018", "2018-09-05",
       "０５/０９/２０１８")],
    *[(text, BAD_DATE) for text in
      ("9/13/2018", "31/6/2018", "05/09", "tháng 9", "hôm qua", 43348, 0, -1, True,
       dt.time(13, 45), dt.datetime(2018, 9, 5, 13, 45))],
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(("value", "expected"), DATES, ids=[repr(value) for value, _ in DATES])
def test_a_date_is_day_first_or_refused(
    value: object, expected: Said, suffix: str, catalogue: Catalogue
) -> None:
    sheets = put({"DS-01": centre(AUTUMN)["DS-01"]}, "DS-01!K7", value)
    for row in ("8", "9", "10"):
        put(sheets, f"DS-01!K{row}", "01/9/2018")
    check(WRITERS[suffix](sheets, Looks()), f"tệp{suffix}", expected, catalogue)


AUTUMN = "từ ngày 01/9/2018 đến ngày 30/9/2018"


@pytest.mark.parametrize("suffix", [".xlsx"])
def test_dates_that_count_from_1904_are_right(suffix: str, catalogue: Catalogue) -> None:
    sheets = put({"DS-01": centre()["DS-01"]}, "DS-01!K7", dt.date(2018, 3, 5))
    plain = as_xlsx(sheets)
    counted_from_1904 = repacked(
        plain,
        replaced("xl/workbook.xml", b"<workbookPr/>", b'<workbookPr date1904="1"/>'),
        replaced(SHEET, b"<v>43164</v>", b"<v>41702</v>"),
    )
    check(counted_from_1904, "tệp.xlsx", [], catalogue)
