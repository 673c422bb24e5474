"""Units of money: read as they are stated, refused where they contradict each other, else asked."""

from typing import Any

import pytest

from formats import WRITERS, Looks, Sheets
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms.money import (
    is_bare_unit,
    money_units,
    names_amount,
    unit_said_in_line,
)
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment
from workbooks import district, put

_DONG, _THOUSAND, _MILLION = 0.001, 1, 1000


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        *((f"Kinh phí ({words})", _DONG) for words in ("đồng", "đ", "VNĐ", "ĐVT: đồng", "đồng VN")),
        *(
            (f"Kinh phí ({words})", _THOUSAND)
            for words in ("nghìn đ", "ng.đ", "1.000 đ", "x1000đ", "ngàn VNĐ", "10^3 đồng", "nđ")
        ),
        *(
            (f"Kinh phí ({words})", _MILLION)
            for words in ("tr.đ", "trđ", "triệu", "1.000.000đ", "1 000 000 đồng", "10⁶ đồng")
        ),
        ("Kinh phí\n(triệu đồng)", _MILLION),
        ("KINH PHÍ - TRIỆU ĐỒNG", _MILLION),
        ("Kinh phí thực hiện, tỷ đồng", 1e6),
        ("Số tiền (trăm nghìn đồng)", 100),
        ("Kinh phí tính bằng đồng", _DONG),
    ],
)
def test_a_heading_names_the_unit_of_its_amounts(heading: str, unit: float) -> None:
    assert names_amount(heading)
    assert money_units(heading) == {unit}


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("Đơn vị tính: người, triệu đồng", {_MILLION}),
        ("(Đơn vị: đồng)", {_DONG}),
        ("BẢNG TỔNG HỢP (ĐVT: 1.000đ)", {_THOUSAND}),
        ("Đơn vị tính: Người; Kinh phí: đồng", {_DONG}),
        ("Số tiền tính bằng đồng", {_DONG}),
        ("(triệu đồng)", {_MILLION}),
        ("Đơn vị tính: người", set()),
        ("Đơn vị báo cáo: Phòng LĐTBXH huyện Đồng Hỷ", set()),
        ("Đơn vị: xã Đồng Tiến", set()),
        ("Người lập: Nguyễn Văn Đông", set()),
        ("Đông", set()),
        ("Đơn vị nhận 500 triệu đồng trong kỳ", set()),
    ],
)
def test_a_line_says_a_unit_if_it_says_nothing_else(line: str, units: set[float]) -> None:
    assert unit_said_in_line(line) == units


def test_an_ordinal_is_no_unit() -> None:
    assert not is_bare_unit("e")
    assert not is_bare_unit("1.000")


def _times(sheets: Sheets, factor: float, sheet: str = "HX-01", letter: str = "K") -> Sheets:
    for row in (7, 8, 9):
        cells = sheets[sheet][row - 1]
        at = "ABCDEFGHIJKL".index(letter)
        put(sheets, f"{sheet}!{letter}{row}", cells[at] * factor)
    return sheets


def _changed(sheets: Sheets, **cells: Any) -> Sheets:
    for address, value in cells.items():
        put(sheets, address.replace("_", "!").replace("HX0", "HX-0"), value)
    return sheets


CONVERTED, OTHER, DOUBTED = (
    "head.amounts-converted",
    "head.other-amount-unit",
    "cell.amount-in-other-unit",
)


def below_the_heading() -> Sheets:
    """HX-01 with its unit of money in a row of its own under the headings."""
    sheets = _changed(_times(district(), 1000), HX01_K6="Kinh phí")
    sheets["HX-01"].insert(6, [None] * 10 + ["(đồng)"])
    return sheets


STATED: list[tuple[str, Sheets, list[tuple[str, str]]]] = [
    ("as the form asks", district(), []),
    ("at the heading", _changed(_times(district(), 1000), HX01_K6="Kinh phí (đồng)"),
     [(CONVERTED, "K6")]),
    ("above, heading bare",
     _changed(_times(district(), 0.001), HX01_K6="Kinh phí", HX01_I5="ĐVT: Triệu đồng"),
     [(CONVERTED, "I5")]),
    ("a label and its value", _changed(
        _times(district(), 0.001), HX01_K6="Kinh phí", HX01_I5="Đơn vị tính", HX01_J5="tr.đ"),
     [(CONVERTED, "I5")]),
    ("below the heading", below_the_heading(), [(CONVERTED, "K7")]),
    ("both alike",
     _changed(_times(district(), 1000), HX01_K6="Kinh phí (đồng)", HX01_I5="(Đơn vị: đồng)"),
     [(CONVERTED, "K6")]),
]  # fmt: skip


def _assessed(sheets: Sheets, suffix: str, catalogue: Catalogue) -> Assessment:
    content = WRITERS[suffix](sheets, Looks())
    return assess(content, f"data/raw/2018/tệp{suffix}", catalogue)


def _amounts(assessment: Assessment) -> list[float]:
    return [o.value for o in assessment.observations if o.measure == "amount"]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize(("name", "sheets", "expected"), STATED, ids=[line[0] for line in STATED])
def test_amounts_are_read_in_the_unit_that_is_stated(
    name: str, sheets: Sheets, expected: list[tuple[str, str]], suffix: str, catalogue: Catalogue
) -> None:
    assessment = _assessed(sheets, suffix, catalogue)
    assert [(f.code, f.cell) for f in assessment.findings] == expected
    assert _amounts(assessment) == [340_200, 4_848_000, 2_608_200]


@pytest.mark.parametrize("suffix", WRITERS)
def test_units_that_contradict_each_other_are_an_error(suffix: str, catalogue: Catalogue) -> None:
    sheets = _changed(district(), HX01_I5="Đơn vị tính: 1.000.000 đồng")
    found = _assessed(sheets, suffix, catalogue).findings
    assert [(f.code, f.place) for f in found] == [(OTHER, "HX-01!I5")]


@pytest.mark.parametrize(
    ("factor", "code", "words"),
    [
        (1000, DOUBTED, "có thể số được ghi bằng đồng. Cột có 3 số như vậy"),
        (
            0.001,
            "cell.dot-as-decimal",
            "có thể đã gõ 340.200",
        ),  # as if a dot had cost them three digits
    ],
)
@pytest.mark.parametrize("suffix", WRITERS)
def test_amounts_that_cannot_be_are_asked_about_once(
    suffix: str, factor: float, code: str, words: str, catalogue: Catalogue
) -> None:
    found = _assessed(_times(district(), factor), suffix, catalogue).findings
    assert [(f.code, f.place) for f in found] == [(code, "HX-01!K7")]
    assert words in found[0].message


def test_a_unit_beside_the_numbers_is_read_or_contradicts(catalogue: Catalogue) -> None:
    words = {"HX02_D8": "người; đồng", "HX02_H8": 378_000_000}
    bare = _changed(district(), **words, HX02_H6="Kinh phí")
    stated = _changed(district(), **words)
    assert [(f.code, f.place) for f in _assessed(bare, ".xlsx", catalogue).findings] == [
        (CONVERTED, "HX-02!D8")
    ]
    assert (OTHER, "HX-02!D8") in [
        (f.code, f.place) for f in _assessed(stated, ".xlsx", catalogue).findings
    ]
