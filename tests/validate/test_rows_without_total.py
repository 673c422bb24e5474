"""Rows that have numbers and do not say how many in all: what was lost without a word."""

from copy import deepcopy
from typing import Any

import pytest

from excel import cell, is_formula
from formats import Sheets
from seeds import FIRST_BLANK_ROW, filled_blank, has_code
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.validate.assess import assess
from workbooks import district, home, put, summed_district, workbook_bytes

Reported = list[tuple[str, str | None]]


def reported(sheets: Sheets, catalogue: Catalogue) -> Reported:
    findings = assess(workbook_bytes(sheets), "data/raw/2018/tep.xlsx", catalogue).findings
    return [(f.code, f"{f.sheet}!{f.cell}" if f.cell else f.sheet) for f in findings]


def blank(at: str) -> Reported:
    return [("cell.total-blank", at)]


def only_an_amount(amount: float) -> dict[str, Any]:
    """A group of HX-01 of which nothing but the money is stated."""
    return {**{f"HX-01!{letter}7": None for letter in "DEFGHIJ"}, "HX-01!K7": amount}


BLANKS: list[tuple[dict[str, Any], Reported]] = [
    # an amount without the number of those who got it
    ({"HX-02!E8": None, "HX-02!H8": 900}, blank("HX-02!E8")),
    ({"HX-02!E8": None, "HX-02!H8": "900,5"}, [
        ("cell.number-as-text", "HX-02!H8"), *blank("HX-02!E8"),
    ]),
    (only_an_amount(900), blank("HX-01!G7")),
    # "trong đó" or a movement without it
    ({"HX-02!E7": None}, blank("HX-02!E7")),
    ({"HX-01!G7": None}, blank("HX-01!G7")),
    ({"HX-01!G7": None, "HX-01!H7": None, "HX-01!I7": None, "HX-01!J7": None}, blank("HX-01!G7")),
    ({"HX-01!D7": None, "HX-01!G7": None}, [("cell.required", "HX-01!D7"), *blank("HX-01!G7")]),
    # nothing above 0 is lost
    ({"HX-02!E8": None, "HX-02!H8": 0}, []),
    (only_an_amount(0), []),
    ({"HX-02!E7": None, "HX-02!F7": 0, "HX-02!G7": None}, [("cell.required", "HX-02!E7")]),
    ({"HX-02!E8": 0, "HX-02!H8": 900}, []),  # none of them; the money is another question
    # the cell has a finding already, or the whole column
    ({"HX-02!E8": "nhiều", "HX-02!H8": 900}, [("cell.not-a-number", "HX-02!E8")]),
    ({"HX-02!E8": "#REF!", "HX-02!H8": 900}, [("cell.error-value", "HX-02!E8")]),
    ({"HX-02!E6": None, "HX-02!H8": 900}, [
        ("table.missing-column", "HX-02"), ("form.case-types-left-out", "HX-02"),
    ]),
    # the typed total below is not wrong beside it
    ({"HX-02!E8": None, "HX-02!H8": 900, "HX-02!A18": "Cộng", "HX-02!E18": 4060},
     blank("HX-02!E8")),
    # a sum whose parts all state their number is known; the money stands for all of them
    ({"HX-02!E9": None, "HX-02!H9": 900}, []),
    ({"HX-02!E9": None, "HX-02!H9": 900, "HX-02!E10": "nhiều"}, [
        ("cell.not-a-number", "HX-02!E10"),
    ]),
    ({"HX-02!E9": None, "HX-02!H9": 900, "HX-02!E10": None}, blank("HX-02!E9")),
    ({"HX-02!E9": None, "HX-02!F9": 900}, blank("HX-02!E9")),
    ({"HX-02!E9": None, "HX-02!H9": 900, "HX-02!E10": None, "HX-02!H10": 900}, [
        *blank("HX-02!E9"), *blank("HX-02!E10"),
    ]),
    # a part that only lacks its number is reported itself, and not the sum above it as well
    ({"HX-02!E9": 690, "HX-02!E10": None, "HX-02!H10": 900}, blank("HX-02!E10")),
    ({"HX-02!E9": 690, "HX-02!E10": None, "HX-02!H10": 0}, [
        ("form.parts-left-blank", "HX-02!E9"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), BLANKS, ids=[str(cells) for cells, _ in BLANKS])
def test_a_row_with_numbers_has_its_total(
    cells: dict[str, Any], expected: Reported, catalogue: Catalogue
) -> None:
    sheets = district()
    for address, value in cells.items():
        put(sheets, address, value)
    assert reported(sheets, catalogue) == expected


def test_the_finding_names_the_filled_cells_and_the_remedy(catalogue: Catalogue) -> None:
    sheets = put(put(district(), "HX-02!E7", None), "HX-02!H7", 26850)
    (finding,) = assess(workbook_bytes(sheets), "tep.xlsx", catalogue).findings
    assert finding.message == (
        "Cột “Tổng số” để trống, trong khi cùng dòng có “Nữ” 1.500 (ô F7), "
        "“Dân tộc thiểu số” 900 (ô G7), “Kinh phí (nghìn đồng)” 26.850 (ô H7)."
    )
    assert finding.hint == (
        "Hãy ghi số vào ô này; nếu không phát sinh thì ghi 0 và kiểm tra lại các ô kia."
    )


@pytest.mark.parametrize(("form", "letter"), [("HX-01", "G"), ("HX-02", "E")])
def test_formulas_over_blank_totals_are_not_reported_as_well(
    form: str, letter: str, catalogue: Catalogue
) -> None:
    """In the office's own workbook a sum over parts of which none is filled in is blank, too."""
    sheets = deepcopy(filled_blank())
    typed = [
        f"{form}!{letter}{number}"
        for number, row in enumerate(sheets[form], start=1)
        if number >= FIRST_BLANK_ROW and has_code(row)
        if not is_formula(cell(sheets, f"{form}!{letter}{number}"))
    ]
    for address in typed:
        put(sheets, address, None)
    assert len(typed) > len(FORMS)
    assert reported(sheets, catalogue) == [("cell.total-blank", address) for address in typed]


def test_facilities_are_asked_too_and_lists_are_not(catalogue: Catalogue) -> None:
    assert reported(put(home(), "CS-01!G7", None), catalogue) == blank("CS-01!G7")


def test_of_a_sum_that_nobody_calculated_only_the_part_is_reported(catalogue: Catalogue) -> None:
    sheets = put(put(summed_district(), "HX-01!G9", None), "HX-01!G7", 910)
    assert reported(put(sheets, "HX-01!G15", 910), catalogue) == blank("HX-01!G9")
