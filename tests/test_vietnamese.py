"""Reading and writing Vietnamese text, numbers and dates the way people write them."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from welfare_stats.vietnamese import (
    AmbiguousNumberError,
    NotADateError,
    NotANumberError,
    fold,
    fold_all,
    format_date,
    format_date_in_words,
    format_number,
    format_percent,
    nfc,
    pad2,
    parse_date,
    parse_number,
)

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặếềểễệốồổỗộớờởỡợứừửữựýỳỷỹỵ ")


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("thuỷ sản", "thủy sản"),
        ("Đồng Hỷ", unicodedata.normalize("NFD", "Đồng Hỷ")),
        ("Đồng Hỷ", "DONG HY"),
        ("Võ Nhai", f"{NBSP}Võ{NBSP}Nhai "),
        ("Võ Nhai", "Võ\r\n  Nhai"),
        ("TP. Thái Nguyên", "tp thái nguyên"),
        ("Kinh phí (nghìn đồng)", "Kinh phí: nghìn đồng."),
        ("LĐ-TB&XH", "LĐ TB XH"),
        ("Xã/phường", "xã, phường"),
        ("mã_cơ_sở", "Mã cơ sở"),
        ("ＣＳ－０１", "cs 01"),
    ],
)
def test_two_spellings_of_one_text_fold_to_the_same_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.lists(st.text() | VIETNAMESE))
@example(["a\nb", "", "_", "\x1c", "Đ\u0301\r", "\u2028x"])
def test_many_texts_fold_as_each_does(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Hoà/BÌNH.", "hoa binh"),
        ("Đơn vị báo cáo:", "don vi bao cao"),
        ("Kinh phí (1.000 đồng)", "kinh phi 1 000 dong"),
        (" …. ", ""),
        ("", ""),
    ],
)
def test_fold_gives_small_letters_without_accents_or_punctuation(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(("one", "other"), [("HX-01", "HX-02"), ("Cơ sở số 2", "Cơ sở số 3")])
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(VIETNAMESE)
@settings(deadline=None)
def test_fold_ignores_case_and_composition_and_is_stable(text: str) -> None:
    key = fold(text)
    assert key.isascii()
    assert fold(text.upper()) == fold(unicodedata.normalize("NFD", text)) == fold(key) == key


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (unicodedata.normalize("NFD", "Định Hóa"), "Định Hóa"),
        (f"  Trung{NBSP}tâm\n Công tác\txã hội ", "Trung tâm Công tác xã hội"),
        ("Hoà", "Hoà"),
        (" \n", ""),
    ],
)
def test_nfc_composes_and_joins_lines_but_keeps_the_spelling(text: str, kept: str) -> None:
    assert nfc(text) == kept


# --- numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "words", "texts"),
    [
        ("0", "", ["0", "0,0", "-0"]),
        ("5", "", ["5", "  5 \n", "+5", "05"]),
        ("26850", "", ["26850", "26.850", "26 850", "26,850", "２６８５０", "'26850", "’26.850"]),
        ("26850", "", [f"26{NBSP}850", f"26{NARROW_NBSP}850", "26.850,0"]),
        ("1234567", "", ["1.234.567", "1 234 567", "1,234,567"]),
        ("1234567.5", "", ["1.234.567,5", "1 234 567,5", "1,234,567.5"]),
        ("1234.5", "", ["1.234,5", "1 234,5", "1,234.5", "1234,5", "1234.5"]),
        ("-1250", "", ["-1.250", "−1 250", "-1250"]),
        ("26.85", "", ["26,85", "26.85"]),
        ("0.125", "", ["0,125"]),
        ("5120", "ca", ["5.120 ca", "5120ca", "5 120  ca", "5,120 ca"]),
        ("26850", "cuộc gọi", ["26.850 cuộc gọi"]),
    ],
)
def test_a_typed_number_is_read_as_it_was_meant(number: str, words: str, texts: list[str]) -> None:
    read = {text: parse_number(text, whole=True) for text in texts}
    assert read == dict.fromkeys(texts, (Decimal(number), words))


@pytest.mark.parametrize(
    ("text", "whole", "readings"),
    [
        ("26,850", False, ("26850", "26.850")),
        ("1,000", True, ("1000", "1")),
        ("1,000", False, ("1000", "1")),
        ("120,000 đồng", True, ("120000", "120")),
    ],
)
def test_a_number_with_two_readings_is_refused_with_both(
    text: str, whole: bool, readings: tuple[str, str]
) -> None:
    with pytest.raises(AmbiguousNumberError) as refused:
        parse_number(text, whole=whole)
    assert refused.value.readings == tuple(map(Decimal, readings))


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "x", "…", "không", "khoảng 10", "(5)", "#REF!", "5/9/2018", "12 ca 3"),
        *("12.34.567", "1..000", "1,,000", "5.", ".5", "1e5", "12 m²", "2026 850"),
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_text_that_is_not_one_number_is_refused(text: str, whole: bool) -> None:
    with pytest.raises(NotANumberError):
        parse_number(text, whole=whole)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0", 0), ("999", 999), ("26.850", 26850), ("26.850", 26850.0), ("1.234.567", 1234567)),
        *(("26,85", 26.85), ("1.234,5", 1234.5), ("-1.250", -1250)),
        *(("1.000", Decimal("1E+3")), ("1,50", Decimal("1.50"))),
    ],
)
def test_numbers_are_written_with_dots_and_a_decimal_comma(
    text: str, value: float | Decimal
) -> None:
    assert format_number(value) == text


@given(st.integers(-(10**18), 10**18))
@settings(deadline=None)
def test_a_written_whole_number_reads_back_as_itself(number: int) -> None:
    assert parse_number(format_number(number), whole=True) == (Decimal(number), "")


def readings_of(text: str) -> set[Decimal]:
    try:
        return {parse_number(text, whole=False)[0]}
    except AmbiguousNumberError as error:
        return set(error.readings)


@given(st.integers(0, 10**12), st.integers(0, 6))
@settings(deadline=None)
def test_a_written_number_never_reads_back_as_another_one(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    readings = readings_of(format_number(number))
    assert number in readings
    assert len(readings) == 1 or places == 3


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.95, "95,0%"), (285 / 300, "95,0%"), (1, "100,0%"), (0, "0,0%"), (1.2346, "123,5%")],
)
def test_a_share_is_written_as_per_cent_with_one_decimal(share: float, text: str) -> None:
    assert format_percent(share) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "00"), (4, "04"), (9.0, "09"), (10, "10"), (1250, "1.250")]
)
def test_small_counts_are_written_with_two_digits(count: float, text: str) -> None:
    assert pad2(count) == text


# --- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("05/09/2018", "5/9/2018", "05/9/18", "5-9-2018", "05.09.2018", " 5 / 9 / 2018"),
        *("2018-09-05", "2018-9-5", "2018-09-05 00:00:00", "2018-09-05T00:00", "５/９/２０１８"),
        *("2018-09-05T00:00:00.000Z", "2018-09-04T17:00:00.000Z", "2018-09-05T00:00:00+07:00"),
        *("2018-09-05 00:00:00+0700", "2018-09-05T08:30:00Z", "2018-09-05t09:15z", "2018-09-05Z"),
        *("2018-09-05T00:00:00-05:00", "2018-09-05T00:00:00+09:00", "2018-09-05+07:00"),
        *("2018-09-05 08:00:00", "05/09/2018 08:30", "5/9/2018 12:00:00 SA", "5-9-2018 0:00:00"),
        *("ngày 05 tháng 9 năm 2018", "5 tháng 09 năm 2018", "NGAY 5 THANG 9 NAM 2018"),
        *("ngày 5/9/2018", "Ngày 05-9-2018", "NGÀY 5.9.2018"),
        unicodedata.normalize("NFD", f"ngày{NBSP}5 tháng 9\nnăm 2018"),
    ],
)
def test_a_date_is_read_day_first_however_it_is_written(text: str) -> None:
    assert parse_date(text) == date(2018, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("31/4/2018", "0/1/2018", "1/0/2018", "12/31/2018", "29/2/2018", "5/9/0000", "5/9/018"),
        *("5/9", "2018", "8 tháng năm 2018", "2018-31-12", "43348", "hôm nay", ""),
        *("2018-09-05T20:00:00Z", "2018-09-05T23:59:30", "2018-09-05T16:59:59.999Z"),  # which day?
        *("2018-09-05T25:00:00Z", "2018-02-30T00:00:00Z", "9999-12-31T23:00:00Z", "2018-09-05T00"),
        *("3/5/2018 8:00:00 AM", "05/09/2018 25:00", "2018-02-30Z", "2018-09-05T00:00 hay 06"),
    ],
)
def test_a_text_without_an_existing_day_is_refused(text: str) -> None:
    with pytest.raises(NotADateError):
        parse_date(text)


@pytest.mark.parametrize(
    ("day", "short", "in_words"),
    [
        (date(2018, 9, 5), "05/9/2018", "ngày 05 tháng 9 năm 2018"),
        (date(2019, 2, 14), "14/02/2019", "ngày 14 tháng 02 năm 2019"),
        (date(2018, 1, 1), "01/01/2018", "ngày 01 tháng 01 năm 2018"),
        (date(2018, 3, 31), "31/3/2018", "ngày 31 tháng 3 năm 2018"),
        (date(2018, 12, 10), "10/12/2018", "ngày 10 tháng 12 năm 2018"),
    ],
)
def test_dates_are_written_as_official_documents_do(day: date, short: str, in_words: str) -> None:
    assert (format_date(day), format_date_in_words(day)) == (short, in_words)


@given(st.dates(min_value=date(1000, 1, 1)))
@example(date(2016, 2, 29))
@settings(deadline=None)
def test_a_written_date_reads_back_as_itself(day: date) -> None:
    written = (format_date(day), format_date_in_words(day), day.isoformat(), f"{day:%d/%m/%Y}")
    assert {parse_date(text) for text in written} == {day}
