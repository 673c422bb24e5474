"""Forms: which cell values are read and which are refused, headings, and the heads of sheets."""

import unicodedata
from datetime import date, datetime, time, timedelta
from math import inf, nan

import pytest
from pydantic import BaseModel, ValidationError

from welfare_stats.design.forms import FORMS, Breakdown, Column
from welfare_stats.design.forms.cells import Sex
from welfare_stats.design.forms.head import (
    HEAD_COLUMNS,
    names_form,
    parse_period,
    says_estimate,
)
from welfare_stats.findings import CellValue, kinds
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod
from welfare_stats.vietnamese import NotADateError, fold

Cells = dict[str, CellValue]

REQUIRED_CELLS: dict[str, Cells] = {
    "CS-01": {"facility": "CSTG-01", "case_type": "nuoi_duong"},
    "HX-01": {"case_type": "tc_cao_tuoi"},
    "HX-02": {"case_type": "bhyt"},
    "DS-01": {
        "record_code": "HS-001",
        "full_name": "Nguyễn Văn A",
        "birth": 1938,
        "sex": "Nam",
        "facility": "CSTG-04",
        "case_type": "can_thiep",
        "received_on": date(2018, 3, 5),
    },
}


def read_row(form: str, cells: Cells) -> BaseModel:
    (row,) = FORMS[form].adapter.validate_python([cells])
    return row


def read(form: str, field: str, value: CellValue) -> object:
    """The value of one cell in an otherwise clean row, or the code it is refused with."""
    try:
        return getattr(read_row(form, REQUIRED_CELLS[form] | {field: value}), field)
    except ValidationError as error:
        details = error.errors(include_url=False)
        assert {item["loc"][:2] for item in details} == {(0, field)}
        (code,) = {item["type"] for item in details} & kinds.BY_CODE.keys()
        return code


# --- cells -------------------------------------------------------------------------------------

DAY = date(2018, 9, 5)
BIRTHDAY = date(1938, 9, 5)


@pytest.mark.parametrize(
    ("form", "field", "expected", "values"),
    [
        ("CS-01", "total", 0, [0, 0.0, "0"]),
        ("CS-01", "child", 26850, [26850, 26850.0, "26.850", "26,850", "26 850"]),
        ("HX-01", "poor", 5120, ["5.120 người"]),
        ("HX-01", "amount", 1250.0, [1250, 1250.0, "1.250", "1.250 nghìn đồng"]),
        ("HX-02", "amount", 1250.5, [1250.5, "1.250,5", "1250,5"]),
        ("CS-01", "note", "đã về", ["đã về", "  đã về ", "\u00a0đã về\u00a0\n"]),
        ("CS-01", "ordinal", "5", [5, 5.0, "5"]),
        ("CS-01", "ordinal", "1,5", [1.5]),
        ("CS-01", "note", None, ["", " \n"]),
        ("CS-01", "facility", "CSTG-01", ["CSTG-01", " cstg-01\u00a0"]),
        ("DS-01", "facility", "164", [164, 164.0, "164"]),
        ("HX-01", "case_type", "tc_cao_tuoi", ["tc_cao_tuoi", " TC_Cao_Tuoi "]),
        ("DS-01", "sex", Sex.MALE, ["Nam", "NAM", " nam."]),
        ("DS-01", "sex", Sex.FEMALE, ["Nữ", "nu", unicodedata.normalize("NFD", "NỮ")]),
        ("DS-01", "received_on", DAY, [DAY, datetime(2018, 9, 5), "05/9/2018", "5/9/18"]),
        ("DS-01", "received_on", DAY, [datetime(2018, 9, 5, 8), "2018-09-04T17:00:00.000Z"]),
        ("DS-01", "birth", BIRTHDAY, ["1938-09-05T00:00:00.000Z", "1938-09-04T17:00:00Z"]),
        ("DS-01", "closed_on", DAY, ["2018-09-05", "ngày 5 tháng 9 năm 2018"]),
        ("DS-01", "birth", 1938, [1938, 1938.0, "1938", " 1938 "]),
        ("DS-01", "birth", BIRTHDAY, [BIRTHDAY, datetime(1938, 9, 5), "5/9/1938", "1938-09-05"]),
        ("DS-01", "birth", 1880, [1880]),
    ],
)
def test_a_cell_is_read_however_its_value_was_typed(
    form: str, field: str, expected: object, values: list[CellValue]
) -> None:
    read_values = [read(form, field, value) for value in values]
    assert read_values == [expected] * len(values)
    assert {type(value) for value in read_values} == {type(expected)}


@pytest.mark.parametrize(
    ("form", "field", "code", "values"),
    [
        ("CS-01", "total", "cell.ambiguous-number", ["1,000", "120,000"]),
        ("HX-02", "amount", "cell.ambiguous-number", ["1,250"]),
        ("HX-01", "closing", "cell.fraction-in-count", [26.85, "5,5", 1_000_000.0005]),
        ("DS-01", "birth", "cell.not-a-date", [38, "38", "5/9/38", 1879, 2101, 1938.5, True]),
        ("DS-01", "birth", "cell.not-a-date", ["31/4/1938", datetime(1938, 9, 5, 23, 59), time(8)]),
        ("DS-01", "received_on", "cell.not-a-date", ["31/4/2018", "tháng 9", 43348, 2018, True]),
        ("DS-01", "closed_on", "cell.not-a-date", [datetime(2018, 9, 5, 23, 59), time(8), "chưa"]),
        ("DS-01", "sex", "cell.not-in-list", ["x", "male", 1, True]),
        ("CS-01", "facility", "cell.not-text", [16.4, True, date(2018, 1, 4)]),
        ("HX-02", "case_type", "cell.not-text", [16.4, False, datetime(2018, 1, 4)]),
    ],
)
def test_a_value_of_another_kind_is_refused(
    form: str, field: str, code: str, values: list[CellValue]
) -> None:
    assert [read(form, field, value) for value in values] == [code] * len(values)


NUMBER_FIELDS = [(form.code, field) for form in FORMS.values() for field in form.numbers]


@pytest.mark.parametrize(("form", "field"), NUMBER_FIELDS)
def test_every_number_column_refuses_words_and_negative_numbers(form: str, field: str) -> None:
    not_numbers: list[CellValue] = ["không", "-", "…", True, DAY, time(8), timedelta(1), inf, nan]
    assert {read(form, field, value) for value in not_numbers} == {"cell.not-a-number"}
    assert {read(form, field, value) for value in (-1, -2.5, "-5")} == {"cell.negative"}


def test_a_refused_fraction_names_the_number_that_excel_probably_changed() -> None:
    with pytest.raises(ValidationError) as refused:
        read_row("CS-01", REQUIRED_CELLS["CS-01"] | {"total": 26.85})
    repairs = [item["ctx"]["repair"] for item in refused.value.errors() if "cell." in item["type"]]
    assert repairs == [
        "Có thể Excel đã đổi 26.850 thành 26,85: nếu số đúng là 26.850 thì gõ 26850, "
        "không gõ dấu chấm; xem lại cả cột, vì 1.000 có thể đã thành 1."
    ]


# --- rows --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_cell_is_none_and_never_zero(form: str) -> None:
    row = read_row(form, REQUIRED_CELLS[form])
    blank = FORMS[form].columns.keys() - REQUIRED_CELLS[form].keys()
    assert {name: getattr(row, name) for name in blank} == dict.fromkeys(blank)


@pytest.mark.parametrize("form", FORMS)
def test_every_field_accepts_none_for_a_cell_that_was_refused(form: str) -> None:
    cells: Cells = dict.fromkeys(FORMS[form].columns)
    assert read_row(form, cells).model_dump() == cells


@pytest.mark.parametrize("form", FORMS)
def test_all_missing_required_cells_are_reported_at_once(form: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_row(form, {})
    missing = [item["loc"] for item in refused.value.errors() if item["type"] == "missing"]
    assert missing == [(0, name) for name in REQUIRED_CELLS[form]]
    assert FORMS[form].required == REQUIRED_CELLS[form].keys()


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        read_row("HX-02", REQUIRED_CELLS["HX-02"] | {"child": 1})


# --- headings ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [HEAD_COLUMNS, *(form.columns for form in FORMS.values())],
    ids=["head", *FORMS],
)
def test_no_heading_belongs_to_two_columns(columns: dict[str, Column]) -> None:
    owners: dict[str, set[str]] = {}
    for name, column in columns.items():
        for heading in column.headings:
            owners.setdefault(fold(heading), set()).add(name)
    assert {heading: names for heading, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(("form", "field"), NUMBER_FIELDS)
def test_a_breakdown_is_part_of_the_total_of_its_measure(form: str, field: str) -> None:
    column = FORMS[form].columns[field]
    whole = FORMS[form].whole_of(column)
    assert FORMS[form].columns[whole].measure is column.measure
    assert FORMS[form].columns[whole].breakdown is Breakdown.ALL
    assert (whole == field) == (column.group == "")
    assert whole in {"total", "closing", field}


def test_only_the_list_of_cases_has_personal_columns() -> None:
    personal = {
        (form.code, name)
        for form in FORMS.values()
        for name, column in form.columns.items()
        if column.personal
    }
    assert personal == {("DS-01", name) for name in ("full_name", "birth", "identity_number")}


# --- heads -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 01/01/2018 đến ngày 31/8/2018",
        "Từ 01/01/2018 đến hết 31/8/2018.",
        "(từ ngày 01 tháng 01 năm 2018 đến hết ngày 31 tháng 8 năm 2018)",
        "TỪ NGÀY 1/1/2018\nTỚI NGÀY 31/8/2018",
        "tu ngay 1/1/2018 den het ngay 31/8/2018",
        "01/01/2018\u00a0– 31/08/18",
        "2018-01-01 đến 2018-08-31",
    ],
)
@pytest.mark.parametrize("composition", ["NFC", "NFD"])
def test_a_period_is_read_from_its_first_and_last_day(text: str, composition: str) -> None:
    typed = unicodedata.normalize(composition, text)  # type: ignore[arg-type]
    assert parse_period(typed) == ReportingPeriod(date(2018, 1, 1), date(2018, 8, 31))


@pytest.mark.parametrize(
    "text",
    [
        "Ước thực hiện cả năm 2018",
        "ƯỚC CẢ NĂM 2018",
        "uoc thuc hien nam 2018",
        "Số ước năm 2018",
        "cả năm 2018 (ước thực hiện)",
        "từ ngày 01/01/2018 đến ngày 31/12/2018 (ước thực hiện)",
        "Từ 01/01/2018 đến 31/12/2018, số ước",
        "Số liệu ước từ ngày 01/01/2018 đến hết ngày 31/12/2018",
        "01/01/2018 – 31/12/2018 – ước TH",
        "(Ước tính) 1/1/2018 - 31/12/2018",
        "2018 (ước)",
    ],
)
def test_an_estimate_says_so_in_its_period(text: str) -> None:
    assert parse_period(text) == ReportingPeriod(date(2018, 1, 1), date(2018, 12, 31))
    assert says_estimate(text)


@pytest.mark.parametrize(
    "text", ["được tính từ ngày 01/01/2018", "trước ngày 31/8/2018", "năm 2018"]
)
def test_other_words_make_no_estimate(text: str) -> None:
    assert not says_estimate(text)


@pytest.mark.parametrize("text", ["Ước thực hiện 6 tháng cuối năm", "ước", "Ước năm 0000"])
def test_an_estimate_of_unknown_days_is_refused(text: str) -> None:
    assert says_estimate(text)
    with pytest.raises(NotADateError):
        parse_period(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018",
        "quý III",
        "quý 5/2018",
        "6 tháng đầu năm",
        "13 tháng năm 2018",
        "năm 2018 (8 tháng)",
        "6 tháng đầu năm 2018 (từ 01/01/2018 đến 31/8/2018)",
        "quý III và 9 tháng đầu năm 2018",
        "năm 0000",
        "01/01/2018",
        "từ 1/1/2018 đến 31/9/2018",
        "đến 31/8/2018",
    ],
)
def test_a_period_without_two_existing_days_is_refused(text: str) -> None:
    with pytest.raises(NotADateError):
        parse_period(text)


PERIODS_IN_WORDS = [
    ("năm 2019", "2019-01-01", "2019-12-31"),
    ("Cả năm 2019.", "2019-01-01", "2019-12-31"),
    ("6 tháng đầu năm 2019", "2019-01-01", "2019-06-30"),
    ("(SÁU THÁNG ĐẦU NĂM 2019)", "2019-01-01", "2019-06-30"),
    ("8 tháng năm 2018", "2018-01-01", "2018-08-31"),
    ("8 tháng/2018", "2018-01-01", "2018-08-31"),
    ("6 tháng cuối năm 2019", "2019-07-01", "2019-12-31"),
    ("nửa đầu năm 2019", "2019-01-01", "2019-06-30"),
    ("quý III/2019", "2019-07-01", "2019-09-30"),
    ("Quý 3 năm 2019", "2019-07-01", "2019-09-30"),
    ("quý I - 2020", "2020-01-01", "2020-03-31"),
    ("tháng 02/2020", "2020-02-01", "2020-02-29"),
    ("từ tháng 01 đến hết tháng 8 năm 2018", "2018-01-01", "2018-08-31"),
    ("từ tháng 1/2018 đến tháng 8/2018", "2018-01-01", "2018-08-31"),
    ("6 tháng đầu năm 2019 (từ 01/01/2019 đến 30/6/2019)", "2019-01-01", "2019-06-30"),
    ("Ước 6 tháng đầu năm 2019", "2019-01-01", "2019-06-30"),
    ("ước thực hiện quý III/2019", "2019-07-01", "2019-09-30"),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS_IN_WORDS)
def test_a_period_is_read_as_people_call_it(text: str, start: str, end: str) -> None:
    period = ReportingPeriod(date.fromisoformat(start), date.fromisoformat(end))
    assert parse_period(text) == period
    assert parse_period(unicodedata.normalize("NFD", text)) == period


def test_a_backwards_period_raises_its_own_error() -> None:
    with pytest.raises(BackwardsPeriodError):
        parse_period("từ ngày 31/8/2018 đến ngày 01/01/2018")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("HX-01", True),
        ("Biểu số: hx 01", True),
        ("HX01/BC", True),
        ("HX-02", False),
        ("01-HX", False),
        ("", False),
    ],
)
def test_a_form_is_recognised_in_any_spelling_of_its_code(text: str, named: bool) -> None:
    assert names_form(text, "HX-01") is named
