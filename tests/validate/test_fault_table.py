"""The fault tables of reading: small workbooks with one fault or oddity each, and all findings.

Each line is a clean workbook with one thing changed, and exactly the findings that it must give,
infos included. Together they specify what reading makes of the files that offices really send. The
faults of cells that can be read (sums, codes, periods) have their tables in ``test_assess``.
"""

import datetime as dt
import struct
from collections.abc import Callable, Iterable
from itertools import product
from typing import Any
from unicodedata import normalize

import pytest

from formats import WRITERS, Looks, PartlyStruck, Sheets, as_ods, as_xls, as_xlsb, as_xlsx
from legacy_text import garbled_utf8, tcvn3, vni
from packages import SHEET, added, repacked, replaced, with_stream
from seeds_of_lists import long_list
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings import kinds
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Outcome
from workbooks import centre, district, ds01, home, hx01, put

Reported = list[tuple[str, str | None]]
FOLDER = "data/raw/2018/"
FORMATS = list(WRITERS)


def check(content: bytes, name: str, expected: Reported, catalogue: Catalogue) -> None:
    assessment = assess(content, FOLDER + name, catalogue)
    reported = [(f.code, f"{f.sheet}!{f.cell}" if f.cell else f.sheet) for f in assessment.findings]
    assert reported == expected
    if expected == [("file.not-a-form", None)]:
        assert assessment.outcome is Outcome.OTHER
        return
    rejected = any(kinds.BY_CODE[code].severity == "error" for code, _ in expected)
    unreadable = rejected and all(code.startswith("file.") for code, _ in expected)
    assert assessment.outcome is (
        Outcome.UNREADABLE if unreadable else Outcome.REJECTED if rejected else Outcome.ACCEPTED
    )


# --- one cell, in every format -----------------------------------------------------------------

Lines = list[tuple[str, Any, Reported]]


def each(address: str, code: str, *values: object) -> Lines:
    """A line for each of the values in one cell, all with the same finding there."""
    return [(address, value, [(code, address)]) for value in values]


READ = "HX-01!G8"  # holds 2020, the closing of a row whose movement balances
CELLS: Lines = [
    # errors of all kinds, never blank
    *each("HX-01!G7", "cell.error-value",
          "#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"),
    *each("HX-01!B7", "cell.error-value", "#N/A"),
    *each("HX-01!H6", "cell.error-value", "#REF!"),
    # numbers as Excel changed them, and what is no number
    *each("HX-01!G7", "cell.fraction-in-count", 26.85),
    *each("HX-01!G7", "cell.negative", -105),
    *each("HX-01!G7", "cell.not-a-number",
          True, dt.date(2018, 1, 5), dt.time(1, 45), "-", "x", "…", "không", "một trăm", "5²",
          "nan", "inf"),
    *each("HX-01!G7", "cell.ambiguous-number", "1,000"),
    *each("HX-01!G7", "cell.scaled-number", "105 chục", "105 tá", "105 đôi", "105M", "105 nghìn"),
    *each("HX-01!G7", "cell.not-a-number", "105?", "105-", "105/", "105 hay 106", "1" * 100),
    *each("HX-01!G7", "cell.several-numbers", "105\n106", "105  106", "105\t106", "1.\n000"),
    # the dust of binary fractions, and characters that nobody sees
    *[(READ, number, []) for number in (2019.9999999999998, 2020.0000000000002, 2020 + 3e-10)],
    ("HX-01!H8", 5.5e-17, []),
    ("HX-01!H8", -1e-14, []),
    *each(READ, "cell.number-as-text", "2020\u200b", "\ufeff2020", "2\u200e020",
          "\u202a2.020\u202c"),
    *[(address, text, []) for address, text in (
        ("HX-01!B8", "tc_cao_tuoi\u200b"), ("HX-01!B8", "\u2060tc_cao_\u00adtuoi"),
        ("HX-01!A4", "Kỳ báo cáo: từ ngày 01/01/2018 đến ngày 31/8/2018\u200e"),
        ("HX-01!D2", "Mã đơn vị: 170\u200b"), ("HX-01!H6", "N\u200dữ"),
        ("HX-01!I6", "Dân tộc\u200b thiểu số"), ("HX-01!H8", "\u200b"), ("HX-01!H8", " \ufeff "),
    )],
    # numbers as people type them
    *each(READ, "cell.number-as-text",
          "2.020", "2 020", "2\xa0020", "2020 ", "'2020", "２０２０", "+2020"),
    *each(READ, "cell.unit-in-number", "2.020 người"),
    (READ, 2020.0, []),
    ("HX-01!H8", "   ", []),  # white space is blank
    ("HX-01!H8", "\xa0", []),
    # headings
    *each("HX-01!L6", "table.unknown-column", "Cột của huyện"),
    *each("HX-01!L6", "table.duplicate-column", "Số nữ"),
    ("HX-01!H6", None, [("table.missing-column", "HX-01")]),
    ("HX-01!I6", "DÂN TỘC THIỂU SỐ", []),
    ("HX-01!I6", " dân  tộc\nthiểu số ", []),
    ("HX-01!I6", normalize("NFD", "Dân tộc thiểu số"), []),
    ("HX-01!I6", "Dan toc thieu so", []),
    ("HX-01!I6", "Dân tộc thiểu số:", []),
    ("HX-01!I6", "Trong đó: dân tộc thiểu số", []),
    ("HX-01!I6", "DTTS", []),
    ("HX-01!I6", "Dân tộc thiểu số (9)", []),
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("address", "value", "expected"), CELLS, ids=[f"{a}={v!r}" for a, v, _ in CELLS]
)
def test_a_cell_means_the_same_in_every_format(
    address: str, value: object, expected: Reported, suffix: str, catalogue: Catalogue
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
    address: str, expected: Reported, suffix: str, catalogue: Catalogue
) -> None:
    sheets = put(district(), address, "=1+1")
    check(WRITERS[suffix](sheets, Looks()), f"tệp{suffix}", expected, catalogue)


# --- parts of a sheet that are hidden or merged, in every format --------------------------------


def cells(*rows: int, columns: Iterable[int] = range(13)) -> frozenset[tuple[int, int]]:
    """The cells of these rows and columns, from 0."""
    return frozenset(product(rows, columns))


IN_G8: Reported = [("cell.shown-otherwise", "CS-01!G8")]
LOOKS: list[tuple[str, Looks, Sheets, Reported]] = [
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
    ("an error merged over two rows", Looks(merged=((6, 6, 7, 6),)),
     put(put(home(), "CS-01!G7", "#REF!"), "CS-01!G8", None), [("cell.error-value", "CS-01!G7")]),
    ("a row of no height", Looks(low_rows=(7,)), home(), [("table.hidden-part", "CS-01!A8")]),
    ("rows of no height without data", Looks(low_rows=(4, 8)), home(), []),
    ("a column of no width", Looks(narrow_columns=(6,)), home(), [
        ("table.hidden-part", "CS-01!G7"),
    ]),
    ("a row in white", Looks(white=cells(7)), home(), [("table.hidden-part", "CS-01!A8")]),
    ("a row of which nothing is shown", Looks(codes=dict.fromkeys(cells(7), ";;;")), home(), [
        ("table.hidden-part", "CS-01!A8"),
    ]),
    ("numbers in white", Looks(white=cells(6, 7, columns=(6,))), home(), [
        ("table.hidden-part", "CS-01!G7"),
    ]),
    ("a number in white", Looks(white=frozenset({(7, 6)})), home(), [
        ("table.hidden-part", "CS-01!G8"),
    ]),
    ("a 0 in white", Looks(white=frozenset({(7, 9)})), put(home(), "CS-01!J8", 0), []),
    ("an ordinal and a name in white", Looks(white=frozenset({(7, 0), (7, 2)})), home(), []),
    ("a title in white", Looks(white=cells(0)), home(), []),
    ("a row that is struck through", Looks(struck=cells(8)), {"HX-01": hx01()}, [
        ("cell.struck-through", "HX-01!A9"),
    ]),
    ("two rows that are struck through", Looks(struck=cells(7, 8)), {"HX-01": hx01()}, [
        ("cell.struck-through", "HX-01!A8"),
    ]),
    ("a struck row, and the new one below", Looks(struck=cells(6)), {
        "HX-01": [*hx01()[:7], hx01()[6], *hx01()[7:]],
    }, [("cell.struck-through", "HX-01!A7")]),
    ("a case that is struck through", Looks(struck=cells(8)), {"DS-01": ds01()}, [
        ("cell.struck-through", "DS-01!A9"),
    ]),
    ("a number that is struck through", Looks(struck=frozenset({(7, 6)})), home(), [
        ("cell.struck-through", "CS-01!G8"),
    ]),
    ("a total that is struck through", Looks(struck=frozenset({(9, 3)})), {
        "HX-01": [*hx01(), ["Tổng số", None, None, 9999, 130]],
    }, [("cell.struck-through", "HX-01!D10")]),
    ("a struck code in the head, and the new one", Looks(struck=frozenset({(1, 3)})), {
        "CS-01": put(put(home(), "CS-01!D2", "Mã đơn vị: CSTG-02"), "CS-01!F2",
                     "Mã đơn vị: CSTG-01")["CS-01"],
    }, []),
    ("a struck name and a struck note", Looks(struck=frozenset({(7, 2), (7, 12)})),
     put(home(), "CS-01!M8", "số cũ"), []),
    ("a number of which a part is struck through", Looks(),
     put(home(), "CS-01!G8", PartlyStruck("371", " 150")), [("cell.partly-struck", "CS-01!G8")]),
    ("a code of which a part is struck through", Looks(),
     put(home(), "CS-01!D8", PartlyStruck("nuoi_duong", " nuoi_duong_huong_tro_cap")),
     [("cell.partly-struck", "CS-01!D8")]),
    ("a number of which all is struck through", Looks(),
     put(home(), "CS-01!G8", PartlyStruck("150", " ")), [("cell.struck-through", "CS-01!G8")]),
    *[(f"a number shown as {code}", Looks(codes={(7, 6): code}), home(), IN_G8)
      for code in ("#,##0,", "0%", '#,##0".000"', "0.000")],
    ("a column shown in thousands", Looks(codes=dict.fromkeys(cells(6, 7, 8, columns=(10,)),
     "#,##0,")), {"HX-01": hx01()}, [("cell.shown-otherwise", "HX-01!K7")]),
    ("amounts with three decimals", Looks(codes=dict.fromkeys(cells(6, 7, columns=(10,)),
     "0.000")), {"HX-01": hx01()}, []),
    ("numbers with their thousands parted", Looks(codes=dict.fromkeys(cells(6, 7), "#,##0")),
     home(), []),
    ("a 0 in per cent", Looks(codes={(7, 9): "0%"}), put(home(), "CS-01!J8", 0), []),
    ("a merged title", Looks(merged=((0, 0, 0, 12),)), home(), []),
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("looks", "sheets", "expected"), [line[1:] for line in LOOKS], ids=[line[0] for line in LOOKS]
)
def test_hidden_and_merged_parts_are_read_and_reported(
    looks: Looks, sheets: Sheets, expected: Reported, suffix: str, catalogue: Catalogue
) -> None:
    check(WRITERS[suffix](sheets, looks), f"tệp{suffix}", expected, catalogue)


@pytest.mark.parametrize("suffix", [".ods", ".xlsb"])  # the other writers clear such cells
def test_a_number_under_a_merged_cell_is_refused(suffix: str, catalogue: Catalogue) -> None:
    content = WRITERS[suffix](put(home(), "CS-01!H7", None), Looks(merged=((6, 7, 6, 8),)))
    check(content, f"tệp{suffix}", [("table.merged-numbers", "CS-01!H7")], catalogue)


# --- legacy text, in every format ----------------------------------------------------------------


def written(change: Callable[[str], str], sheets: Sheets) -> Sheets:
    """Every text of the sheets in another encoding."""
    return {
        name: [[change(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


# --- rows that would be lost, in every format ----------------------------------------------------


def with_row(sheets: Sheets, sheet: str, row: list[Any]) -> Sheets:
    sheets[sheet].append(row)
    return sheets


def on_a_sheet_of_their_own(sheets: Sheets, sheet: str, first: int) -> Sheets:
    """The rows from Excel's row ``first`` on, moved to a new sheet without headings."""
    rows = sheets[sheet]
    return sheets | {sheet: rows[: first - 1], "Sheet3": rows[first - 1 :]}


LOST: list[tuple[str, Sheets, Reported]] = [
    ("a case of nothing but errors", with_row(centre(), "DS-01", [5, *["#N/A"] * 12]), [
        ("cell.error-value", f"DS-01!{letter}11") for letter in "BCDEFGHIJKLM"
    ]),
    ("a group of nothing but errors", with_row(district(), "HX-01", [None, "#N/A", "#N/A"]), [
        ("cell.error-value", "HX-01!B10"), ("cell.error-value", "HX-01!C10"),
    ]),
    ("a case with a name and no more", with_row(centre(), "DS-01", [5, None, "Người Mẫu Năm"]), [
        ("cell.required", f"DS-01!{letter}11") for letter in "BDEIJK"
    ]),
    ("rows on a sheet without headings", on_a_sheet_of_their_own(district(), "HX-02", 10), [
        ("table.rows-without-headings", "Sheet3!B1"),
    ]),
    ("cases on a sheet without headings", on_a_sheet_of_their_own(centre(), "DS-01", 9), [
        ("table.rows-without-headings", "Sheet3!J1"), ("list.count-differs", "CS-01!G7"),
        ("list.count-differs", "CS-01!G8"),
    ]),
    ("a row above the headings", {"HX-01": [*hx01()[:4], hx01()[6], *hx01()[4:6], *hx01()[7:]]}, [
        ("table.rows-without-headings", "HX-01!B5"),
    ]),
    ("a list of codes is no row", district() | {"DM": [["Mã", "Tên", "Ghi chú"], [
        "tc_tre_em", "Trẻ em", "K1, từ 16 tuổi"]]}, []),
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("sheets", "expected"), [line[1:] for line in LOST], ids=[line[0] for line in LOST]
)
def test_a_row_that_cannot_be_used_is_reported(
    sheets: Sheets, expected: Reported, suffix: str, catalogue: Catalogue
) -> None:
    check(WRITERS[suffix](sheets, Looks()), f"tệp{suffix}", expected, catalogue)


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_uncalculated_rows_below_all_values_are_not_lost(suffix: str, catalogue: Catalogue) -> None:
    content = WRITERS[suffix](with_row(district(), "HX-01", ["=A1"] * 11), Looks())
    findings = assess(content, f"{FOLDER}tệp{suffix}", catalogue).findings
    assert {(f.code, f.sheet) for f in findings} == {("cell.formula-without-value", "HX-01")}
    assert [f.cell for f in findings][:2] == ["A10", "B10"]


NUMBERED = [f"({number})" for number in range(1, 13)]
LAYOUTS: list[tuple[str, Sheets]] = [
    ("column numbers after a blank row", {"HX-01": [*hx01()[:6], [], NUMBERED, *hx01()[6:]]}),
    ("column numbers on each page", {
        "HX-01": [*hx01()[:6], NUMBERED, hx01()[6], hx01()[5], NUMBERED, *hx01()[7:]],
    }),
    *[
        (f"a total called {words}", {
            "HX-01": [*hx01(), [words, None, None, 2900, 130, 100, 2930]],
        })
        for words in ("Toàn thành phố", "Toàn thị xã", "Luỹ kế", "TC", "Total", "CỘNG CHUNG")
    ],
    *[
        (f"a heading {heading}", put(district(), address, heading))
        for address, heading in (
            ("HX-01!H6", "Nữ (người)"), ("HX-01!G6", "Cuối kì"), ("HX-01!B6", "Mã chỉ tiêu (B)"),
            ("HX-01!G6", "Cuối kỳ (4)=(1)+(2)-(3)"), ("HX-01!K6", "Kinh phí (ngàn đồng)"),
            ("HX-01!K6", "Kinh phí (1000đ)"), ("HX-02!E6", "Tổng số (người)"),
        )
    ],
    ("a measure above the table", put(district(), "HX-01!C3", "Đơn vị tính: nghìn đồng")),
    ("a letter above the table", put(district(), "HX-01!A1", "báo cáo " * 4000)),
    ("a letter under the table", put(district(), "HX-01!C12", "ngày tháng " * 2500)),
]  # fmt: skip


@pytest.mark.parametrize("sheets", [line[1] for line in LAYOUTS], ids=[line[0] for line in LAYOUTS])
def test_layouts_that_offices_send_are_read_without_findings(
    sheets: Sheets, catalogue: Catalogue
) -> None:
    check(as_xlsx(sheets), "tệp.xlsx", [], catalogue)


def test_amounts_in_another_unit_are_refused(catalogue: Catalogue) -> None:
    sheets = put(district(), "HX-01!C3", "Đơn vị tính: triệu đồng")
    check(as_xlsx(sheets), "tệp.xlsx", [("head.other-amount-unit", "HX-01!C3")], catalogue)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("change", [tcvn3, vni, garbled_utf8])
@pytest.mark.parametrize("sheets", [district(), home(), centre()], ids=["district", "home", "list"])
def test_a_workbook_in_an_old_encoding_is_read_and_reported(
    sheets: Sheets, change: Callable[[str], str], suffix: str, catalogue: Catalogue
) -> None:
    content = WRITERS[suffix](written(change, sheets), Looks())
    assessment = assess(content, f"{FOLDER}tệp{suffix}", catalogue)
    assert {(f.code, f.sheet) for f in assessment.findings} == {
        ("cell.legacy-text", name) for name in sheets
    }
    plain = assess(WRITERS[suffix](sheets, Looks()), f"{FOLDER}tệp{suffix}", catalogue)
    assert plain.observations
    assert plain.observations == assessment.observations


ONE_TEXT: list[tuple[str, str, Reported]] = [
    ("HX-01!C7", tcvn3("Trẻ em không có nguồn nuôi dưỡng"), [("cell.legacy-text", "HX-01!C7")]),
    ("HX-01!C7", vni("Trẻ em không có nguồn nuôi dưỡng"), [("cell.legacy-text", "HX-01!C7")]),
    ("HX-01!A2", "Ðơn vị báo cáo: Phòng LÐTBXH huyện Võ Nhai", [("cell.legacy-text", "HX-01!A2")]),
    ("HX-01!C7", "Trẻ em kh\u00adông có nguồn nuôi dưỡng", []),
    ("HX-02!I7", "Müller & Söhne, 3 × 5 m², §7, ±2", []),
    ("HX-02!I7", "mô hình", []),  # Unicode, though it could be read as TCVN3 as well
]  # fmt: skip


@pytest.mark.parametrize(("address", "text", "expected"), ONE_TEXT)
def test_one_text_in_an_old_encoding(
    address: str, text: str, expected: Reported, catalogue: Catalogue
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
    assessment = assess(as_xlsx(sheets), f"{FOLDER}tệp.xlsx", catalogue)
    assert (assessment.unit, assessment.findings) == (unit, ())


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
    (finding,) = assess(content, f"{FOLDER}tệp.xlsx", catalogue).findings
    assert (finding.code, finding.cell) == ("head.unknown-unit", "A2")
    assert [code for code in candidates if code not in finding.hint] == []


FACILITY_NAMES: list[tuple[str, Reported]] = [
    ("Trung tâm Bảo trợ xã hội Thái Nguyên", [("code.facility-by-name", "CS-01!B7")]),
    ("TT BTXH Thái Nguyên", [("code.facility-by-name", "CS-01!B7")]),
    ("cstg-01", []),
    (
        "Trung tâm Bảo trợ xã hội Thái Nguyên huyện Định Hóa",
        [
            ("code.unknown-facility", "CS-01!B7"),
            ("code.unknown-facility", "CS-01!B8"),
        ],
    ),  # a longer name may be of another place
    ("Trung tâm", [("code.unknown-facility", "CS-01!B7"), ("code.unknown-facility", "CS-01!B8")]),
]


@pytest.mark.parametrize(("name", "expected"), FACILITY_NAMES)
def test_a_facility_is_known_by_its_name(
    name: str, expected: Reported, catalogue: Catalogue
) -> None:
    sheets = put(put(home(), "CS-01!B7", name), "CS-01!B8", name)
    check(as_xlsx(sheets), "tệp.xlsx", expected, catalogue)


COMMUNE: Reported = [("code.unknown-commune", "DS-01!H7")]
COMMUNES: list[tuple[str | None, Reported]] = [
    ("Xã La Hiên", []),
    ("la hiên", []),
    ("X. La Bằng, H. Đại Từ", []),
    ("xã La Bằng huyện Đại Từ tỉnh Thái Nguyên", []),
    ("Xóm 5, xã La Bằng, Đại Từ", []),
    ("Tổ 7 - Túc Duyên - TP Thái Nguyên", []),
    ("P. Quang Trung, T.P Thái Nguyên", []),
    ("Thị trấn Đình Cả", []),
    ("TT Quân Chu", []),  # there is a commune of that name as well
    ("Xã Quân Chu, Đại Từ", []),
    ("Xã Tân Thành, Phú Bình", []),
    ("Xã Tân Thành", []),  # the other of that name is a ward
    ("Tân Thành", COMMUNE),
    ("Xã Tân Thành, Đồng Hỉ", COMMUNE),  # in neither of them
    ("Xã La Bàng", []),  # accents are left out often
    ("Xã La Băngg", COMMUNE),
    ("La Băngg", COMMUNE),  # no word says what it is, and yet it is not outside
    ("Không rõ", [("list.unknown-group", "DS-01!H7")]),
    ("Xã Tân Thành, huyện Yên Thế", COMMUNE),  # the province is not named
    ("Xã Tân Tiến, Yên Dũng, Bắc Giang", []),
    ("Xã Nghinh Tường, Võ Nhaii", []),  # the commune alone is clear
    ("Huyện Đại Từ", COMMUNE),
    ("Xã Tân Thành, huyện Yên Thế, tỉnh Bắc Giang", []),
    ("Phường Hoàng Văn Thụ, TP Lạng Sơn", []),
    ("Tỉnh Bắc Kạn", []),
    (None, []),
]


@pytest.mark.parametrize(("text", "expected"), COMMUNES)
def test_a_commune_is_one_of_the_list_or_lies_outside(
    text: str | None, expected: Reported, catalogue: Catalogue
) -> None:
    sheets = put({"DS-01": centre()["DS-01"]}, "DS-01!H7", text)
    check(as_xlsx(sheets), "tệp.xlsx", expected, catalogue)


def test_the_candidates_of_a_commune_are_named_but_not_the_address(catalogue: Catalogue) -> None:
    sheets = put({"DS-01": centre()["DS-01"]}, "DS-01!H7", "Xóm Mẫu, Tân Thành")
    (finding,) = assess(as_xlsx(sheets), f"{FOLDER}tệp.xlsx", catalogue).findings
    assert "Phường Tân Thành (Thành phố Thái Nguyên)" in finding.hint
    assert "Xã Tân Thành (Huyện Phú Bình)" in finding.hint
    assert finding.value is None
    assert "Xóm" not in finding.message + finding.hint


# --- dates ---------------------------------------------------------------------------------------

BAD_DATE: Reported = [("cell.not-a-date", "DS-01!K7")]
DATES: list[tuple[Any, Reported]] = [
    (dt.date(2018, 9, 5), []),
    (dt.datetime(2018, 9, 5), []),
    ("05/09/2018", []),
    ("5-9-18", []),
    ("5.9.2018", []),
    (" 05 / 9 / 2018", []),
    ("ngày 05 tháng 9 năm 2018", []),
    ("Ngày 5 tháng 9 năm 2018", []),
    ("2018-09-05", []),
    ("０５/０９/２０１８", []),
    ("9/13/2018", BAD_DATE),  # month first is no Vietnamese date
    ("31/6/2018", BAD_DATE),
    ("05/09", BAD_DATE),
    ("tháng 9", BAD_DATE),
    ("hôm qua", BAD_DATE),
    (43348, BAD_DATE),  # the number of a day, but not shown as one
    (0, BAD_DATE),
    (-1, BAD_DATE),
    (True, BAD_DATE),
    (dt.time(13, 45), BAD_DATE),
    (dt.datetime(2018, 9, 5, 13, 45), []),
    (dt.datetime(2018, 9, 5, 23, 59, 30), BAD_DATE),  # a day that was rounded down, or that evening
    ("2018-09-05T00:00:00.000Z", []),
    ("2018-09-04T17:00:00.000Z", []),  # midnight in Vietnam
    ("2018-09-05T00:00:00+07:00", []),
    ("2018-09-05T08:30:00Z", []),
    ("2018-09-05T20:00:00Z", BAD_DATE),  # the day after in Vietnam
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(("value", "expected"), DATES, ids=[repr(value) for value, _ in DATES])
def test_a_date_is_day_first_or_refused(
    value: object, expected: Reported, suffix: str, catalogue: Catalogue
) -> None:
    sheets = put({"DS-01": centre(AUTUMN)["DS-01"]}, "DS-01!K7", value)
    for row in ("8", "9", "10"):
        put(sheets, f"DS-01!K{row}", "01/9/2018")
    check(WRITERS[suffix](sheets, Looks()), f"tệp{suffix}", expected, catalogue)


EIGHT = [dt.date(2018, 3, day) for day in range(1, 9)]  # typed 3/1, 3/2, … 3/8
EXCHANGED: Reported = [("list.dates-exchanged", "DS-01!K7")]
COLUMNS_OF_DATES: list[tuple[str, list[Any], Reported]] = [
    ("days from 13 on left as texts", [*EIGHT, "25/3/2018", "26/4/2018"], EXCHANGED),
    ("with dashes or a time", [*EIGHT, "25-3-2018", "26.4.2018 00:00"], EXCHANGED),
    ("with a time of day", [dt.datetime(2018, 3, d, 8) for d in range(1, 9)] + ["25/3/2018"] * 2,
     EXCHANGED),
    ("seven dates are too few", [*EIGHT[:7], "25/3/2018", "26/4/2018"], []),
    ("all are dates", EIGHT, []),
    ("a date with a later day", [*EIGHT, dt.date(2018, 3, 13), "25/3/2018", "26/4/2018"], []),
    ("texts of all days", [*EIGHT, "5/3/2018", "6/4/2018", "25/3/2018", "26/4/2018"], []),
    ("one text is too few", [*EIGHT, dt.date(2018, 4, 1), "25/3/2018"], []),
    ("texts of other kinds", [*EIGHT, "2018-03-25", "ngày 26 tháng 4 năm 2018"], []),
]  # fmt: skip


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("days", "expected"),
    [line[1:] for line in COLUMNS_OF_DATES],
    ids=[line[0] for line in COLUMNS_OF_DATES],
)
def test_day_and_month_exchanged_are_one_finding_for_the_column(
    days: list[Any], expected: Reported, suffix: str, catalogue: Catalogue
) -> None:
    check(WRITERS[suffix](listed("K", days), Looks()), f"tệp{suffix}", expected, catalogue)


def listed(letter: str, values: list[Any]) -> Sheets:
    """The list with these values down a column, and as many cases."""
    sheets = long_list()
    del sheets["DS-01"][6 + len(values) :]
    for row, value in enumerate(values, start=7):
        put(sheets, f"DS-01!{letter}{row}", value)
    return sheets


def test_what_follows_from_exchanged_dates_is_not_said_as_well(catalogue: Catalogue) -> None:
    days = [*(dt.date(2018, day, 3) for day in range(5, 13)), "25/3/2018", "26/4/2018"]
    check(as_xlsx(listed("K", days)), "tệp.xlsx", EXCHANGED, catalogue)  # some after August


CODES = [f"HS-{number}" for number in range(1, 9)]
CHANGED: Reported = [("list.codes-changed", "DS-01!B7")]
COLUMNS_OF_CODES: list[tuple[str, list[Any], Reported]] = [
    ("a date among codes", [dt.date(2018, 3, 1), *CODES], CHANGED),
    ("a time among codes", [dt.time(3, 15), *CODES], CHANGED),
    ("a number among codes", [12, *CODES], CHANGED),
    ("a power of ten", [1_800_000, 1234, *CODES], CHANGED),
    ("digits that were lost", [123_456_789_012_345_680, 2, 3, 4], CHANGED),
    ("all are dates", [dt.date(2018, month, 1) for month in range(1, 9)], CHANGED),
    ("all are numbers", [101, 102, 103, 104], []),
    ("numbers and texts of digits", ["0101", 102, "0103", "0104", "0105"], []),
    ("as many numbers as texts", [1, 2, 3, *CODES[:4]], []),
    ("texts", ["3/2018", "18E5", "0012", "1-2"], []),
]


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("codes", "expected"),
    [line[1:] for line in COLUMNS_OF_CODES],
    ids=[line[0] for line in COLUMNS_OF_CODES],
)
def test_codes_that_became_dates_or_numbers_are_one_finding_for_the_column(
    codes: list[Any], expected: Reported, suffix: str, catalogue: Catalogue
) -> None:
    check(WRITERS[suffix](listed("B", codes), Looks()), f"tệp{suffix}", expected, catalogue)


def test_a_table_to_the_last_row_of_an_xls_file_may_be_cut_off(catalogue: Catalogue) -> None:
    sheets = put(centre(), "DS-01!A65536", 5)
    for letter, value in zip(
        "BCDEFHIJK",
        ["HS-5", "Người Mẫu Năm", 1990, "Nam", "Kinh", "Xã La Hiên", "CSTG-04", "can_thiep",
         "05/3/2018"],
        strict=True,
    ):  # fmt: skip
        put(sheets, f"DS-01!{letter}65536", value)
    check(
        as_xls({"DS-01": sheets["DS-01"]}),
        "tệp.xls",
        [("table.may-be-cut", "DS-01!A65536")],
        catalogue,
    )


AUTUMN = "từ ngày 01/9/2018 đến ngày 30/9/2018"


def test_dates_that_count_from_1904_are_right(catalogue: Catalogue) -> None:
    sheets = put({"DS-01": centre()["DS-01"]}, "DS-01!K7", dt.date(2018, 3, 5))
    counted_from_1904 = repacked(
        as_xlsx(sheets),
        replaced("xl/workbook.xml", b"<workbookPr/>", b'<workbookPr date1904="1"/>'),
        replaced(SHEET, b"<v>43164</v>", b"<v>41702</v>"),
    )
    check(counted_from_1904, "tệp.xlsx", [], catalogue)


def test_dates_of_an_xls_file_that_count_from_1904_are_right(catalogue: Catalogue) -> None:
    four_years = dt.timedelta(days=1462)
    sheets = put({"DS-01": centre()["DS-01"]}, "DS-01!K7", dt.date(2018, 3, 5) - four_years)
    content = as_xls(sheets)
    assert content.count(DATEMODE_1900) == 1
    check(content.replace(DATEMODE_1900, DATEMODE_1904), "tệp.xls", [], catalogue)


DATEMODE_1900, DATEMODE_1904 = b"\x22\x00\x02\x00\x00\x00", b"\x22\x00\x02\x00\x01\x00"


# --- files ---------------------------------------------------------------------------------------

Files = list[tuple[str, bytes, str, Reported]]
DAMAGED: Reported = [("file.damaged", None)]
G7 = b'<c r="G7" t="n"><v>105</v></c>'


def in_g7(cell: bytes) -> bytes:
    """A district workbook with another cell in place of that of HX-01!G7."""
    return repacked(as_xlsx(district()), replaced(SHEET, G7, cell))


def g7_files(code: str, *cells: bytes) -> Files:
    """A line for each of the cells in the place of HX-01!G7."""
    return [(f"{cell!r}", in_g7(cell), "tệp.xlsx", [(code, "HX-01!G7")]) for cell in cells]


def half_files() -> Files:
    """Half of a file in each format."""
    whole = {suffix: write(home(), Looks()) for suffix, write in WRITERS.items()}
    return [
        (f"half of a {suffix} file", content[: len(content) // 2], f"tệp{suffix}", DAMAGED)
        for suffix, content in whole.items()
    ]


_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_STRICT = b"http://purl.oclc.org/ooxml/"


def strict(members: dict[str, bytes]) -> None:
    """Names of the Strict variant of OOXML, ISO/IEC 29500."""
    for name, data in members.items():
        renamed = data.replace(
            _TRANSITIONAL + b"spreadsheetml/2006/main", _STRICT + b"spreadsheetml/main"
        )
        members[name] = renamed.replace(
            _TRANSITIONAL + b"officeDocument/2006/relationships",
            _STRICT + b"officeDocument/relationships",
        )


def ods_row(attributes: bytes, cell: bytes) -> bytes:
    """An .ods workbook with one more row under the table."""
    row = b"<table:table-row %s><table:table-cell %s/></table:table-row>" % (attributes, cell)
    return repacked(
        as_ods(home()), replaced("content.xml", b"</table:table>", row + b"</table:table>")
    )


def styled_to_the_end(members: dict[str, bytes]) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>' % (row, row, row)
        for row in (20, 5000, 1048576)
    )
    replaced(SHEET, b"</sheetData>", rows + b"</sheetData>")(members)


BIFF_CODEPAGE, BIFF_FILEPASS = b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"
ENCRYPTED_ODS = replaced("META-INF/manifest.xml", b"/></manifest:manifest>",
    b"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>")  # fmt: skip

RECORD_OF_105 = bytes([6, 8 + 4 + 6]) + struct.pack("<III", 6, 0, 3) + "105".encode("utf-16-le")


def prefixed(members: dict[str, bytes]) -> None:
    """All names of the sheet with a prefix, far below the start of the part."""
    sheet = members[SHEET].replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
    sheet = sheet.replace(b' xmlns="', b' xmlns:x="')
    members[SHEET] = sheet.replace(b"<x:?xml", b"<?xml")


def ods_cells(*cells: tuple[str, bytes]) -> Files:
    """A line for each of the cells in the place of HX-01!I7, which holds 40."""
    clean = as_ods(district())
    old = _ODS_40
    return [
        (repr(cell), repacked(clean, replaced("content.xml", old, cell)), "tệp.ods",
         [(code, "HX-01!I7")])
        for code, cell in cells
    ]  # fmt: skip


_ODS_40 = (
    b'<table:table-cell office:value-type="float" office:value="40"><text:p>40</text:p>'
    b"</table:table-cell>"
)

NOTED = repacked(
    as_ods(put(home(), "CS-01!H7", "ghi")),
    replaced(
        "content.xml",
        b"<text:p>ghi</text:p>",
        b"<office:annotation><text:p>90 hay 91?</text:p></office:annotation>",
    ),
)

ROW_8: Reported = [("table.hidden-part", "CS-01!A8")]
FORMAT = b'<sheetFormatPr baseColWidth="8" defaultRowHeight="15"/>'
NO_SIZE: list[tuple[str, tuple[bytes, bytes], Reported]] = [
    ("a row of height 0", (b'<row r="8">', b'<row r="8" ht="0" customHeight="1">'), ROW_8),
    ("a column of width 0", (b"<sheetData>", b'<cols><col min="7" max="7" width="0" '
        b'customWidth="1"/></cols><sheetData>'), [("table.hidden-part", "CS-01!G7")]),
    ("rows that are hidden if they do not say otherwise", (
        FORMAT, b'<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'),
     [("table.hidden-part", "CS-01!A7")]),
    ("columns that are of no width if they do not say otherwise", (
        FORMAT, b'<sheetFormatPr defaultColWidth="0" defaultRowHeight="15"/>'),
     [("table.hidden-part", "CS-01!A7")]),
]  # fmt: skip
FILES: Files = [
    # the bytes decide, not the name
    ("a name that lies", as_xlsx(home()), "tệp.xls", [("file.name-lies", None)]),
    ("a name that lies", as_xls(home()), "tệp.xlsx", [("file.name-lies", None)]),
    ("a name that lies", as_ods(home()), "tệp.xlsx", [("file.name-lies", None)]),
    ("a name that lies", as_xlsb(home()), "tệp.xlsx", [("file.name-lies", None)]),
    ("another ending", as_xlsx(home()), "tệp.txt", [("file.name-lies", None)]),
    ("capitals in the ending", as_xlsx(home()), "TỆP.XLSX", []),
    ("no ending", as_xlsx(home()), "tệp", []),
    ("macros are not run", repacked(as_xlsx(home()), added("xl/vbaProject.bin", b"x")), "tệp.xlsm",
     []),
    ("macros under a plain name", repacked(as_xlsx(home()), added("xl/vbaProject.bin", b"x")),
     "tệp.xlsx", [("file.name-lies", None)]),
    ("strict OOXML", repacked(as_xlsx(home()), strict), "tệp.xlsx", []),
    ("names of parts in other letters", repacked(as_xlsx(home()), lambda members: members.update(
        {"xl/Workbook.xml": members.pop("xl/workbook.xml")})), "tệp.xlsx", []),
    # encrypted
    ("an .xls file with a password", as_xls(home()).replace(BIFF_CODEPAGE, BIFF_FILEPASS, 1),
     "tệp.xls", [("file.encrypted", None)]),
    ("an .ods file with a password", repacked(as_ods(home()), ENCRYPTED_ODS), "tệp.ods",
     [("file.encrypted", None)]),
    # damaged
    *half_files(),
    ("a sheet that is another part", repacked(as_xlsx(district()), lambda members: members.update(
        {SHEET: members["docProps/core.xml"]})), "tệp.xlsx", DAMAGED),
    # cells that no reader can decode
    *g7_files(
        "cell.not-decoded",
        b'<c r="G7" t="n"><v>abc</v></c>',
        b'<c r="G7" t="s"><v>99999</v></c>',
        b'<c r="G7" t="s"><v>x</v></c>',
        b'<c r="G7" t="b"><v>maybe</v></c>',
        b'<c r="G7" t="zz"><v>105</v></c>',
        b'<c r="G7" t="e"><v>#LOST!</v></c>',
    ),
    *g7_files(
        "cell.not-a-number",
        b'<c r="G7"><v>abc</v></c>',
        b'<c r="G7"><v>NaN</v></c>',
        b'<c r="G7"><v>INF</v></c>',
        b'<c r="G7"><v>1e999</v></c>',
    ),
    ("a broken cell that is empty, beside a wrong one", repacked(
        in_g7(b'<c r="G7" t="n"><v>abc</v></c>'),
        replaced(SHEET, b'<c r="I7" t="n"><v>40</v></c>', b'<c r="I7" t="e"/>'),
        replaced(SHEET, b'<c r="J7" t="n"><v>30</v></c>', b'<c r="J7" t="n"><v>-1</v></c>')),
     "tệp.xlsx", [("cell.not-decoded", "HX-01!G7"), ("cell.not-decoded", "HX-01!I7"),
                  ("cell.negative", "HX-01!J7")]),
    ("a formula with a link and no value", in_g7(b'<c r="G7"><f>[1]Sheet1!A1</f></c>'), "tệp.xlsx",
     [("cell.formula-without-value", "HX-01!G7")]),
    ("a formula with its value", in_g7(b'<c r="G7"><f>D7+E7-F7</f><v>105</v></c>'), "tệp.xlsx", []),
    ("a formula that is blank on purpose", repacked(as_xlsx(district()), replaced(SHEET,
        b'<c r="H7" t="n"><v>50</v></c>', b'<c r="H7" t="str"><f>""</f><v></v></c>')), "tệp.xlsx",
     []),
    # parts of no size, as other programs write them
    *((what, repacked(as_xlsx(home()), replaced(SHEET, *change)), "tệp.xlsx", expected)
      for what, change, expected in NO_SIZE),
    # far cells
    ("blank cells with a format to the last row and column",
     repacked(as_xlsx(home()), styled_to_the_end), "tệp.xlsx", []),
    ("a value in the last row and column", repacked(as_xlsx(home()), replaced(SHEET,
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')),
     "tệp.xlsx", [("file.too-large", None)]),
    ("a tall and a wide value", repacked(as_xlsx(home()), replaced(SHEET, b"</sheetData>",
        b'<row r="9"><c r="ZZ9"><v>1</v></c></row><row r="99999"><c r="A99999"><v>1</v></c></row>'
        b"</sheetData>")), "tệp.xlsx", [("file.too-large", None)]),
    ("a value repeated to the last row", ods_row(
        b'table:number-rows-repeated="1048000"', b'office:value-type="float" office:value="1"'),
     "tệp.ods", [("file.too-large", None)]),
    ("a value repeated to the last column", ods_row(
        b"", b'office:value-type="float" office:value="1" table:number-columns-repeated="16384"'),
     "tệp.ods", [("file.too-large", None)]),
    ("blanks repeated to the last row and column", ods_row(
        b'table:number-rows-repeated="1048000"', b'table:number-columns-repeated="16384"'),
     "tệp.ods", []),
    *ods_cells(
        ("cell.not-decoded", b"<table:table-cell><text:p>40</text:p></table:table-cell>"),
        ("cell.not-decoded",
         b'<table:table-cell office:value-type="float"><text:p>40</text:p></table:table-cell>'),
        ("cell.formula-without-value",
         b'<table:table-cell table:formula="of:=[.D7]" office:value-type="float"/>'),
        ("cell.formula-without-value",
         b'<table:table-cell table:formula="of:=[.D7]" office:value-type="string"/>'),
        ("cell.error-value", b'<table:table-cell office:value-type="float" office:value="0">'
         b"<text:p>#N/A</text:p></table:table-cell>"),
        ("cell.error-value", b'<table:table-cell office:value-type="string" office:string-value="">'
         b"<text:p>#REF!</text:p></table:table-cell>"),
    ),
    ("a table in a cell", repacked(as_ods(put(home(), "CS-01!H7", "ghi")), replaced("content.xml",
        b"<text:p>ghi</text:p>", b'<table:table table:name="x"/>')), "tệp.ods",
     [("file.suspicious", None)]),
    ("rich text in .xlsb", repacked(as_xlsb(put(district(), "HX-01!G7", "105")), replaced(
        "xl/worksheets/sheet1.bin", RECORD_OF_105, bytes([62]) + RECORD_OF_105[1:])), "tệp.xlsb",
     [("cell.not-decoded", "HX-01!G7")]),
    ("a 0 in place of a result", in_g7(b'<c r="G7"><f>D7+E7-F7</f><v>0</v></c>'), "tệp.xlsx",
     [("cell.formula-without-value", "HX-01!G7")]),
    ("a text formula without a result", in_g7(b'<c r="G7" t="str"><f>D7</f></c>'), "tệp.xlsx",
     [("cell.formula-without-value", "HX-01!G7")]),
    ("names with a prefix", repacked(as_xlsx(district()), prefixed, replaced(SHEET,
        b'<x:c r="G7" t="n"><x:v>105</x:v></x:c>', b'<x:c r="G7"><x:f>D7</x:f></x:c>')),
     "tệp.xlsx", [("cell.formula-without-value", "HX-01!G7")]),
    ("a remark inside a number", in_g7(b'<c r="G7"><v>10<!-- -->5</v></c>'), "tệp.xlsx",
     [("file.suspicious", None)]),
    ("a flat OpenDocument file", b'<?xml version="1.0"?><office:document xmlns:office='
     b'"urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>', "tệp.fods",
     [("file.other-format", None)]),
    ("the note of a cell is not its value", NOTED, "tệp.ods", []),
    # what other formats hold
    ("a text too long for Excel", as_ods(put(home(), "CS-01!M7", "a" * 40_000)), "tệp.ods",
     [("cell.text-too-long", "CS-01!M7")]),
    ("Apple Numbers", repacked(as_xlsx(home()), lambda members: members.pop("xl/workbook.xml"),
        added("Index/Document.iwa", b"x")), "tệp.numbers", [("file.other-format", None)]),
    ("a Word file", repacked(as_xlsx(home()), lambda members: members.update(
        {"word/document.xml": members.pop("xl/workbook.xml")})), "tệp.xlsx",
     [("file.not-a-workbook", None)]),
    ("an Outlook message", with_stream("__substg1.0_001A"), "thư.msg",
     [("file.not-a-form", None)]),
    ("a Word file of before 2007", with_stream("WordDocument"), "tệp.doc",
     [("file.not-a-form", None)]),
    ("an encrypted .xlsx file", with_stream("EncryptedPackage"), "tệp.xlsx",
     [("file.encrypted", None)]),
    ("a container of something else", with_stream("Quill"), "tệp.xls",
     [("file.not-a-workbook", None)]),
    ("a word of Word in a cell", as_xls(put(home(), "CS-01!M7", "WordDocument EncryptedPackage")),
     "tệp.xls", []),
    # the head
    ("an error where the period should be", as_xlsx(put(home(), "CS-01!A4", "#REF!")), "tệp.xlsx",
     [("head.missing", None), ("cell.error-value", "CS-01!A4")]),
    ("a formula where the unit should be", as_xlsx(put(put(home(), "CS-01!A2", '="Đơn vị"'),
        "CS-01!D2", None)), "tệp.xlsx",
     [("head.missing", None), ("cell.formula-without-value", "CS-01!A2")]),
    ("a formula as a heading", as_xlsx(put(home(), "CS-01!H6", "=1+1")), "tệp.xlsx",
     [("cell.formula-without-value", "CS-01!H6")]),
    ("an error in a title that nobody needs", as_xlsx(put(home(), "CS-01!A1", "#REF!")), "tệp.xlsx",
     []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [line[1:] for line in FILES],
    ids=[f"{line[0]} ({number})" for number, line in enumerate(FILES)],
)
def test_a_file_is_read_or_refused_with_its_reason(
    content: bytes, name: str, expected: Reported, catalogue: Catalogue
) -> None:
    check(content, name, expected, catalogue)
