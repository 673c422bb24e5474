"""Lists of cases: what is in them twice, what they say of themselves, and forms of other fields."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any

import pytest

from formats import WRITERS, Looks, Rows, Sheets
from welfare_stats.collect.reading import headings
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import FORMS, Column, Form, FormRow, Role
from welfare_stats.design.forms.cells import BirthCell, DayCell, LowerCode, SexCell, Text, UpperCode
from welfare_stats.findings import Finding
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment
from workbooks import CENTRE, FIRST_ROW, centre, put, sheet_of, workbook_bytes

PATH = "data/raw/2018/tep.xlsx"
TWICE, CODE = "list.case-twice", "row.duplicate"


def people(count: int, start: int = 1) -> Rows:
    """Cases of people who plainly do not exist, each of a day and a record of its own."""
    return [
        [n, f"HS-{n:03}", f"Người Mẫu {n}", dt.date(1980, 1, 1) + dt.timedelta(37 * n),
         "Nam" if n % 2 else "Nữ", "Kinh", None, "Xã La Hiên", "CSTG-04", "can_thiep",
         dt.date(2018, 1, 1) + dt.timedelta(n % 200)]
        for n in range(start, start + count)
    ]  # fmt: skip


def listed(*rows: list[Any], sheet: str = "DS-01") -> Sheets:
    return {sheet: sheet_of("DS-01", CENTRE, [list(row) for row in rows])}


def judged(sheets: Sheets, catalogue: Catalogue) -> Assessment:
    return assess(workbook_bytes(sheets), PATH, catalogue)


def found(sheets: Sheets, catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(f.code, f.place) for f in judged(sheets, catalogue).findings]


def one(sheets: Sheets, catalogue: Catalogue) -> Finding:
    (finding,) = judged(sheets, catalogue).findings
    return finding


# --- the same case twice -------------------------------------------------------------------------

OTHER_SPELLINGS: list[tuple[dict[int, Any], bool]] = [
    ({}, True),
    ({2: "NGƯỜI  MẪU 1"}, True),
    ({2: "Nguoi Mau 1"}, True),  # typed without accents
    ({3: 1980}, True),  # only the year of birth
    ({4: None, 5: None, 7: None}, True),
    ({2: "Người Mậu 1"}, False),  # accents make another name: twins are taken in together
    ({3: dt.date(1980, 2, 8)}, False),
    ({4: "Nữ"}, False),
    ({9: "can_thiep_khan_cap"}, False),
    ({10: dt.date(2018, 1, 3)}, False),
]


@pytest.mark.parametrize(("changes", "is_same"), OTHER_SPELLINGS)
def test_a_case_under_another_code_is_the_same_person_service_and_day(
    changes: dict[int, Any], is_same: bool, catalogue: Catalogue
) -> None:
    rows = [*people(3), [4, "HS-999", *people(1)[0][2:]]]
    for column, value in changes.items():
        rows[-1][column] = value
    codes = [code for code, _ in found(listed(*rows), catalogue) if code == TWICE]
    assert codes == ([TWICE] if is_same else [])


NUMBERS: list[tuple[Any, Any, str, bool]] = [
    ("091234567", "091 234 567", "Người Mẫu Khác", True),  # the name was corrected
    ("091234567", "091234568", "Người Mẫu 1", False),  # two people of one name
    ("091234567", "019080001234", "Người Mẫu 1", True),  # an old number and a new one
    ("091234567", None, "Người Mẫu 1", True),
]


@pytest.mark.parametrize(("number", "other", "name", "is_same"), NUMBERS)
def test_a_number_tells_people_of_one_name_apart(
    number: Any, other: Any, name: str, is_same: bool, catalogue: Catalogue
) -> None:
    rows = [*people(1), [2, "HS-999", *people(1)[0][2:]]]
    rows[0][6], rows[1][6], rows[1][2] = number, other, name
    codes = [code for code, _ in found(listed(*rows), catalogue) if code == TWICE]
    assert codes == ([TWICE] if is_same else [])


def test_people_of_one_year_of_birth_are_told_apart_by_their_commune(catalogue: Catalogue) -> None:
    rows = [*people(1), [2, "HS-999", *people(1)[0][2:]]]
    rows[0][3] = rows[1][3] = 1938
    assert found(listed(*rows), catalogue) == [(TWICE, "DS-01!B8")]
    rows[1][7] = "Thị trấn Đu"
    assert found(listed(*rows), catalogue) == []


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_block_that_was_pasted_again_is_said_once(suffix: str, catalogue: Catalogue) -> None:
    again = [[n + 30, f"HS-9{n:02}", *row[2:]] for n, row in enumerate(people(20, 5), start=1)]
    content = WRITERS[suffix](listed(*people(30), *again), Looks())
    (finding,) = assess(content, PATH.replace(".xlsx", suffix), catalogue).findings
    assert (finding.code, finding.place, finding.value) == (TWICE, "DS-01!B37", None)
    assert finding.message.startswith("Dòng 37–56: cùng người, ")
    assert "như ở dòng 11–30" in finding.message


def test_a_block_with_its_codes_is_said_once_too(catalogue: Catalogue) -> None:
    finding = one(listed(*people(30), *people(20, 5)), catalogue)
    assert (finding.code, finding.place) == (CODE, "DS-01!B37")
    assert finding.message == "Mã hồ sơ ở dòng 37–56 đã có ở dòng 11–30."


def test_a_sheet_that_was_copied_is_said_once(catalogue: Catalogue) -> None:
    sheets = listed(*people(30)) | listed(*people(30), sheet="DS-01 (2)")
    finding = one(sheets, catalogue)
    assert (finding.code, finding.place) == (CODE, "DS-01 (2)!B7")
    assert finding.message == "Mã hồ sơ ở dòng 7–36 đã có ở dòng 7–36 trang “DS-01”."


def test_what_was_pasted_and_then_sorted_is_said_once(catalogue: Catalogue) -> None:
    rows = [row for one in people(30) for row in (one, [one[0], f"{one[1]}b", *one[2:]])]
    rows = [[n, *row[1:]] for n, row in enumerate(rows, start=1)]
    finding = one(listed(*rows), catalogue)
    assert (finding.code, finding.place) == (TWICE, "DS-01!B8")
    assert "tất cả là 30" in finding.message


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("HS-2018-001", "hs-2018-001"),
        ("HS-2018-001", "HS–2018—001"),
        ("HS-2018-001", "HS - 2018 - 001"),
        ("HS-2018-001", "HS-2018-001\u200b"),
        ("HS-2018-001", "\u200eHS-2018\u2060-001"),
        ("HS-2018-001", "ＨＳ－2018－００1"),
        ("HS-2018-001", "HS\u22122018\u2011001"),
        ("Hồ sơ 1", "HỒ SƠ\xa01"),
        ("007", 7),
        ("0012", "12"),
    ],
)
def test_codes_are_compared_as_people_read_them(
    code: str, other: Any, catalogue: Catalogue
) -> None:
    rows = people(2)
    rows[0][1], rows[1][1] = code, other
    assert found(listed(*rows), catalogue) == [(CODE, "DS-01!B8")]


@pytest.mark.parametrize(("code", "other"), [("HS-01", "HS-1"), ("1/2018", "12018"), ("A1", "Á1")])
def test_codes_that_look_different_are_different(
    code: str, other: str, catalogue: Catalogue
) -> None:
    rows = people(2)
    rows[0][1], rows[1][1] = code, other
    assert found(listed(*rows), catalogue) == []


def test_a_case_twice_explains_a_count_that_is_too_high(catalogue: Catalogue) -> None:
    sheets = centre()
    sheets["DS-01"].append([5, "HS-5", *sheets["DS-01"][FIRST_ROW - 1][2:]])
    assert found(sheets, catalogue) == [(TWICE, "DS-01!B11")]


def test_findings_on_people_name_cells_only(catalogue: Catalogue) -> None:
    rows = [*people(1), [2, "HS-999", *people(1)[0][2:]]]
    finding = one(listed(*rows), catalogue)
    assert "Mẫu" not in finding.message + finding.hint
    assert finding.value is None


# --- a list against the numbers of each facility -------------------------------------------------


def test_facilities_that_number_alike_do_not_hide_each_others_cases(catalogue: Catalogue) -> None:
    """Ten cases and three, both from 001 on, of two facilities of one district office."""
    unit = ("164", "Phòng Lao động - Thương binh và Xã hội thành phố Thái Nguyên")
    many = [[*row[:8], "CSTG-01", "nuoi_duong", row[10]] for row in people(10)]
    few = [[*row[:8], "CSTG-02", "nuoi_duong", row[10]] for row in people(3, 50)]
    for rows in (many, few):
        for number, row in enumerate(rows, start=1):
            row[0], row[1] = number, f"{number:03}"
    numbers = [
        [1, "CSTG-01", None, "nuoi_duong", None, None, 10],
        [2, "CSTG-02", None, "nuoi_duong", None, None, 3],
    ]
    sheets = {
        "CS-01": sheet_of("CS-01", unit, numbers),
        "DS-01": sheet_of("DS-01", unit, [*many, *few]),
    }
    said = [place for code, place in found(sheets, catalogue) if code == "list.count-differs"]
    assert said == []
    put(sheets, "CS-01!G7", 3)
    said = [place for code, place in found(sheets, catalogue) if code == "list.count-differs"]
    assert said == ["CS-01!G7"]


# --- whether it is whole -------------------------------------------------------------------------

WHOLE: list[tuple[str, list[Any], list[int]]] = [
    ("in order", [1, 2, 3, 4, 5, 6], []),
    ("from any number on", [401, 402, 403, 404, 405, 406], []),
    ("anew for each section", [1, 2, 3, 1, 2, 3], []),
    ("with letters between", [1, 2, "a", "b", 3, 4], []),
    ("sorted afterwards", [4, 2, 6, 1, 3, 5], []),
    ("the other way round", [6, 5, 4, 3, 2, 1], []),
    ("as text", ["01", "02", "03", "04", "05", "06"], []),
    ("with dots", ["1.", "2.", "3.", "4.", "5.", "6."], []),
    ("none", [None] * 6, []),
    ("one left out", [1, 2, 4, 5, 6, 7], [9]),
    ("one twice", [1, 2, 3, 3, 4, 5], [10]),
    ("one mistyped", [1, 2, 33, 4, 5, 6], [9]),
    ("one mistyped below", [1, 2, 3, 2, 5, 6], [10]),
    ("sorted, and one left out", [4, 2, 7, 1, 3, 6], [12]),
    ("several left out are said once", [1, 3, 5, 7, 9, 11], [8]),
]


@pytest.mark.parametrize(("name", "ordinals", "rows"), WHOLE, ids=[name for name, *_ in WHOLE])
def test_ordinals(name: str, ordinals: list[Any], rows: list[int], catalogue: Catalogue) -> None:
    cases = people(6)
    for row, ordinal in zip(cases, ordinals, strict=True):
        row[0] = ordinal
    expected = [("list.ordinals-broken", f"DS-01!A{row}") for row in rows]
    assert found(listed(*cases), catalogue) == expected


def test_each_section_and_the_whole_may_say_its_number(catalogue: Catalogue) -> None:
    first, second = people(4), people(3, 5)
    rows = [["Tổng: 7 hồ sơ"], *first, ["Cộng: 4 hồ sơ"], *second, ["Cộng", None, 3],
            ["Tổng số: 7 hồ sơ"]]  # fmt: skip
    assert found(listed(*rows), catalogue) == []
    rows[-1] = ["Tổng số: 8 hồ sơ"]
    rows[0] = ["Tổng: 9 hồ sơ"]
    assert found(listed(*rows), catalogue) == [("list.stated-count-differs", "DS-01!A7")]


def test_a_list_over_two_sheets_may_say_the_number_of_both(catalogue: Catalogue) -> None:
    rows = [*people(3, 5), ["Tổng số: 7 hồ sơ"]]
    sheets = listed(*people(4)) | listed(*rows, sheet="tiếp theo")
    assert found(sheets, catalogue) == []


def test_the_number_may_be_that_of_the_people(catalogue: Catalogue) -> None:
    rows = people(4)
    rows[3] = [4, "HS-4", *rows[0][2:10], dt.date(2018, 5, 5)]
    assert found(listed(*rows, ["Danh sách có 3 người"]), catalogue) == []


@pytest.mark.parametrize(
    "line",
    [
        ["Số liệu tính đến ngày 31 tháng 8 năm 2018"],
        ["(Số liệu tính đến hết ngày 31/8/2018)"],
        ["Số liệu tính đến ngày", None, "31/8/2018"],
        ["Ghi chú: số liệu chốt đến ngày 31 tháng 8 năm 2018"],
        ["Thời điểm chốt số liệu: ngày 31 tháng 8 năm 2018"],
    ],
)
@pytest.mark.parametrize("has_numbering", [False, True])
def test_a_line_that_says_of_which_day_ends_no_table(
    line: list[Any], has_numbering: bool, catalogue: Catalogue
) -> None:
    sheets = centre()
    for rows in sheets.values():
        between = [line, [f"({n})" for n in range(1, 14)]] if has_numbering else [line]
        rows[FIRST_ROW - 1 : FIRST_ROW - 1] = between
    assert found(sheets, catalogue) == []
    assert len(judged(sheets, catalogue).observations) > len(centre()["CS-01"]) - FIRST_ROW


# --- another form of lists -----------------------------------------------------------------------


class _Resident(FormRow):
    """Somebody in a home, by other names of the fields and other headings."""

    no: Annotated[Text, Column("Thứ tự", may_be_absent=True, role=Role.ORDINAL)] = None
    file: Annotated[Text, Column("Hồ sơ số", role=Role.RECORD)]
    who: Annotated[Text, Column("Người được nuôi dưỡng", personal=True, role=Role.NAME)]
    born: Annotated[BirthCell, Column("Sinh ngày", personal=True, role=Role.BIRTH)]
    gender: Annotated[SexCell, Column("Nam/Nữ", role=Role.SEX)]
    home: Annotated[UpperCode, Column("Cơ sở nuôi dưỡng", role=Role.FACILITY)]
    service: Annotated[LowerCode, Column("Diện nuôi dưỡng", role=Role.CASE_TYPE)]
    came: Annotated[DayCell, Column("Ngày vào", role=Role.START)]
    left: Annotated[DayCell, Column("Ngày ra", role=Role.END)] = None


OTHER = Form("DS-02", "Danh sách nuôi dưỡng", _Resident, ("home", "file"), is_list=True)


@pytest.fixture
def other_form(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(FORMS, OTHER.code, OTHER)
    headings._fields_by_heading.cache_clear()
    yield
    headings._fields_by_heading.cache_clear()


def residents() -> Sheets:
    """Columns: A thứ tự, B hồ sơ, C người, D sinh, E nam/nữ, F cơ sở, G diện, H vào, I ra."""
    rows: Rows = [
        [n, f"ND-{n}", f"Người Mẫu {n}", dt.date(1950, 1, n), "Nữ", "CSTG-01", "nuoi_duong",
         dt.date(2018, 2, n)]
        for n in range(1, 5)
    ]  # fmt: skip
    unit = ("CSTG-01", "Trung tâm Bảo trợ xã hội Thái Nguyên")
    numbers = [[1, "CSTG-01", None, "nuoi_duong", None, None, 4, 4]]
    return {
        "CS-01": sheet_of("CS-01", unit, numbers),
        "DS-02": sheet_of("DS-02", unit, rows),
    }


OF_ANOTHER_FORM: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("CS-01!G7", 5, [("list.count-differs", "CS-01!G7")]),
    ("CS-01!H7", 3, [("list.count-differs", "CS-01!H7")]),
    ("DS-02!B8", "nd – 1", [(CODE, "DS-02!B8")]),
    ("DS-02!F8", "CSTG-77", [("code.unknown-facility", "DS-02!F8")]),
    ("DS-02!G8", "nuoi_duongg", [("code.unknown-case-type", "DS-02!G8")]),
    ("DS-02!H8", dt.date(2017, 2, 2), [("list.date-outside-period", "DS-02!H8")]),
    ("DS-02!I8", dt.date(2018, 1, 2), [("list.dates-out-of-order", "DS-02!I8")]),
    ("DS-02!D8", dt.date(1900, 1, 2), [("list.birth-implausible", "DS-02!D8")]),
    ("DS-02!A8", 7, [("list.ordinals-broken", "DS-02!A8")]),
    ("DS-02!A11", "Tổng số: 40 người", [("list.stated-count-differs", "DS-02!A11")]),
]


@pytest.mark.usefixtures("other_form")
@pytest.mark.parametrize(("address", "value", "expected"), OF_ANOTHER_FORM)
def test_another_form_of_lists_is_checked_by_the_roles_of_its_columns(
    address: str, value: Any, expected: list[tuple[str, str]], catalogue: Catalogue
) -> None:
    clean = judged(residents(), catalogue)
    assert clean.findings == ()
    assert ("DS-02", "CSTG-01") in clean.scopes
    assert found(put(residents(), address, value), catalogue) == expected


@pytest.mark.usefixtures("other_form")
def test_another_form_of_lists_has_counts_and_pseudonyms(catalogue: Catalogue) -> None:
    assessment = assess(workbook_bytes(residents()), PATH, catalogue, secret=b"x" * 32)
    counted = {
        (n.case_type, n.breakdown): n.value for n in assessment.observations if n.form == "DS-02"
    }
    assert counted["nuoi_duong", "all"] == counted["nuoi_duong", "female"] == 4
    assert len(set(assessment.pseudonyms.record)) == 4


@pytest.mark.usefixtures("other_form")
def test_lists_of_two_forms_are_counted_apart(catalogue: Catalogue) -> None:
    sheets = residents()
    cases = [[*row[:8], "CSTG-01", "nuoi_duong", row[10]] for row in people(3, 20)]
    cases = [[n, *row[1:]] for n, row in enumerate(cases, start=1)]
    sheets["DS-01"] = sheet_of("DS-01", ("CSTG-01", "Trung tâm Bảo trợ xã hội Thái Nguyên"), cases)
    said = [f for f in judged(sheets, catalogue).findings if f.code == "list.count-differs"]
    assert {f.place for f in said} == {"CS-01!G7", "CS-01!H7"}
    assert all("danh sách DS-01 có " in f.message for f in said)
