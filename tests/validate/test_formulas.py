"""Stored results of formulas that do not fit, in every format; and those of other workbooks."""

import struct

import pytest

from binary_format import _record
from formats import WRITERS, Computed, Looks, PartlyStruck, Sheets, as_ods, as_xlsb, as_xlsx
from packages import SHEET, added, repacked, replaced
from welfare_stats.collect.reading.formulas import with_stale_results
from welfare_stats.collect.reading.sheet import Formula, Marks, Sheet
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.findings import CellValue
from welfare_stats.validate.assess import assess
from workbooks import centre, district, put

PATH = "data/raw/2018/tep.xlsx"
G7 = "HX-01!G7"  # 105 = 100 + 10 - 5
STALE = ("cell.stale-result", G7)


def reported(content: bytes, catalogue: Catalogue) -> list[tuple[str, str]]:
    findings = assess(content, PATH, catalogue).findings
    return [(f.code, f.place) for f in findings if f.code != "file.name-lies"]


@pytest.mark.parametrize("suffix", list(WRITERS))
@pytest.mark.parametrize(
    ("formula", "stored", "is_stale"),
    [
        ("D7+E7-F7", 105, False),
        ("D7+E7-F7", 104, True),
        ("SUM(D7:E7)-F7", 105, False),
        ("SUM(D7:E7)-F7", 95, True),
        ("-F7+D7+E7", 100, True),
        ("'HX-02'!E8+35", 105, False),  # 70
        ("'HX-02'!E8+35", 106, True),
        ("SUM('HX-02'!E8:E8)+35", 106, True),
    ],
)
def test_a_simple_formula_is_computed_anew(
    formula: str, stored: float, is_stale: bool, suffix: str, catalogue: Catalogue
) -> None:
    content = WRITERS[suffix](put(district(), G7, Computed(formula, stored)), Looks())
    found = reported(content, catalogue)
    assert found == ([STALE] if is_stale else [])


LINKS = [
    (as_xlsx, "'[1]Năm 2017'!G7"),
    (as_xlsx, "VLOOKUP(B7,'[2017.xlsx]HX-01'!B:G,6,0)"),
    (as_ods, "'[1]Năm 2017'!G7"),
    (as_xlsb, "'[1]Năm 2017'!G7"),
]


@pytest.mark.parametrize(("write", "formula"), LINKS)
def test_results_of_another_workbook_are_mentioned_once_a_table(
    write: object, formula: str, catalogue: Catalogue
) -> None:
    assert callable(write)
    sheets = put(district(), G7, Computed(formula, 105))
    put(sheets, "HX-01!G8", Computed(formula, 2020))
    put(sheets, "HX-02!E8", Computed("'HX-01'!G7-35", 70))  # from there by a detour
    assert reported(write(sheets), catalogue) == [
        ("table.other-workbook", G7),
        ("table.other-workbook", "HX-02!E8"),
    ]


def test_a_name_that_stands_for_another_workbook_is_a_link() -> None:
    sheet = Sheet("A", [[5.0]], Marks(formulas={(0, 0): Formula("TongNamTruoc+1")}))
    [marked] = with_stale_results([sheet], {"TongNamTruoc": "'[1]HX-01'!$G$7"})
    assert marked.marks.linked == {(0, 0)}


def test_manual_calculation_is_said_only_with_a_result_that_does_not_fit(
    catalogue: Catalogue,
) -> None:
    def manual(stored: float) -> bytes:
        return repacked(
            as_xlsx(put(district(), G7, Computed("D7+E7-F7", stored))),
            replaced("xl/workbook.xml", b'fullCalcOnLoad="1"', b'calcMode="manual"'),
        )

    assert reported(manual(105), catalogue) == []
    [finding] = assess(manual(104), PATH, catalogue).findings
    assert "tính bằng tay" in finding.hint
    assert (finding.value, "được 105" in finding.message) == (104, True)


def test_numbers_that_are_added_as_they_are_shown_are_not_compared(catalogue: Catalogue) -> None:
    content = repacked(
        as_xlsx(put(district(), "HX-01!K7", Computed("SUM(K8:K8)/1+0.4", 9001))),
        replaced("xl/workbook.xml", b"<calcPr ", b'<calcPr fullPrecision="0" '),
    )
    assert reported(content, catalogue) == []


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_formula_takes_a_text_that_is_partly_struck_through_for_no_number(
    suffix: str, catalogue: Catalogue
) -> None:
    sheets = put(district(), "HX-01!D7", PartlyStruck("95", " 100"))
    put(sheets, G7, Computed("SUM(D7:E7)-F7", 5))  # 10 - 5
    found = reported(WRITERS[suffix](sheets, Looks()), catalogue)
    assert ("cell.partly-struck", "HX-01!D7") in found
    assert STALE not in found


def test_a_shared_formula_moves_with_its_cell(catalogue: Catalogue) -> None:
    content = repacked(
        as_xlsx(district()),
        replaced(SHEET, b'<c r="G7" t="n"><v>105</v></c>',
                 b'<c r="G7"><f t="shared" ref="G7:G9" si="0">D7+E7-$F$7</f><v>105</v></c>'),
        replaced(SHEET, b'<c r="G8" t="n"><v>2020</v></c>',
                 b'<c r="G8"><f t="shared" si="0"/><v>2020</v></c>'),
    )  # fmt: skip
    assert reported(content, catalogue) == [("cell.stale-result", "HX-01!G8")]  # 2095


def test_a_formula_that_cells_of_an_xlsb_file_share_moves_too() -> None:
    def cell(kind: int, column: int, number: float, tokens: bytes, behind: bytes = b"") -> bytes:
        body = struct.pack("<IIdH", column, 0, number, 0) + struct.pack("<I", len(tokens)) + tokens
        return _record(kind, body + struct.pack("<I", len(behind)) + behind)

    first = struct.pack("<BI", 1, 0), struct.pack("<I", 1)
    # One column to the left of the cell, in its row, and 1 more.
    left = struct.pack("<BIHBHB", 0x4C, 0, 0x3FFF | 0xC000, 0x1E, 1, 0x03)
    shared = _record(427, struct.pack("<4I", 0, 1, 1, 1) + struct.pack("<I", len(left)) + left)
    rows = [
        _record(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0, 0) + bytes(12))
        + _record(5, struct.pack("<IId", 0, 0, 7.0))
        + cell(9, 1, stored, *first)
        for row, stored in enumerate((8.0, 9.0))
    ]
    begin = _record(129) + _record(148, struct.pack("<4I", 0, 1, 0, 1)) + _record(145)
    data = begin + rows[0] + shared + rows[1] + _record(146) + _record(130)
    content = repacked(as_xlsb({"A": [[1]]}), added("xl/worksheets/sheet1.bin", data))
    [sheet] = read_workbook(content).sheets
    assert sheet.marks.formulas == {(0, 1): Formula("A1+1"), (1, 1): Formula("A2+1")}
    assert list(sheet.marks.stale) == [(1, 1)]


def test_what_stands_outside_tables_is_computed_on_the_way(catalogue: Catalogue) -> None:
    sheets: Sheets = {**district(), "Tính": [[60, 45, Computed("A1+B1", 99)]]}
    put(sheets, G7, Computed("'Tính'!C1", 99))
    assert reported(as_xlsx(sheets), catalogue) == [STALE]


def test_a_person_s_data_are_not_shown(catalogue: Catalogue) -> None:
    sheets = centre()
    put(sheets, "DS-01!C7", Computed("C8", "Người Mẫu Cũ"))
    [finding] = assess(as_xlsx(sheets), PATH, catalogue).findings
    assert (finding.code, finding.value) == ("cell.stale-result", None)
    assert "Mẫu" not in finding.message


def marked(rows: list[list[CellValue]], **formulas: str) -> set[str]:
    """The cells found stale on one sheet; ``formulas`` are by address, "C1"."""
    at = {"ABCDEF".index(cell[0]): cell for cell in formulas}
    marks = Marks(formulas={(0, column): Formula(formulas[cell]) for column, cell in at.items()})
    [sheet] = with_stale_results([Sheet("A", rows, marks)], {})
    return {at[column] for _, column in sheet.marks.stale}


@pytest.mark.parametrize(
    ("formula", "stored"),
    [
        ("A1*B1", 1.0),  # does more than add
        ("IF(A1>1,A1,B1)", 1.0),
        ("SUM(A1:B1)*2", 1.0),
        ("A1:B1", 1.0),  # one of several cells
        ("A1+D1", 1.0),  # a text may be a number to Excel
        ("C1+1", 1.0),  # leads to itself
        ("SUM(A1:C1)", 1.0),
        ("Lạ!A1", 1.0),  # a sheet that is not there
        ("SUM(Bảng[Cột])", 1.0),
        ("E1", ""),  # a blank cell
        ("E1", 0.0),
        ("D1", "2.020"),
        ("SUM(A1:D1)+0", True),
        ("A1+", 1.0),
        ("SUM(A1", 1.0),
        ("", 1.0),
        ("-(A1-B1)+1E5", 3.0),
        ("A1+B1", 5.0000000001),  # the dust of binary fractions
    ],
)
def test_what_is_not_simple_or_fits_is_no_finding(formula: str, stored: CellValue) -> None:
    assert marked([[2.0, 3.0, stored, "2.020", ""]], C1=formula) == set()


@pytest.mark.parametrize(
    ("formula", "stored"),
    [
        ("$A$1+B1", 4.0),
        ("=A1", 3.0),
        ("sum(a1:b1)", 6.0),
        ("SUM(A1:B1,-A1,(B1-1))", 1.0),
        ("A1 - -B1", 1.0),
        ("(A1+B1)-(A1-1)", 1.0),
        ("'A'!A1", 1.0),
        ("D1", "2.021"),
        ("SUM(A1:B1,D1:E1)", 6.0),  # texts are passed over
        ('IF(COUNT(A1,B1)=0,"",SUM(A1,B1))', ""),
        ('IF(COUNT(E1,E1)=0,"",SUM(E1,E1))', 1.0),
    ],
)
def test_what_does_not_fit_is_a_finding(formula: str, stored: CellValue) -> None:
    assert marked([[2.0, 3.0, stored, "2.020", ""]], C1=formula) == {"C1"}


def test_long_chains_and_large_sums_end() -> None:
    rows: list[list[CellValue]] = [[1.0, 1.0] for _ in range(3000)]
    formulas = {(row, 0): Formula("A2", row) for row in range(2999)}
    formulas |= {(row, 1): Formula("SUM($A$1:A1)", row) for row in range(1, 3000)}
    [sheet] = with_stale_results([Sheet("A", rows, Marks(formulas=formulas))], {})
    assert not [cell for cell in sheet.marks.stale if cell[1] == 0]
