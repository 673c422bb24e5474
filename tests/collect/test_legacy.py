"""Converting every letter of the old encodings, and leaving Unicode as it is."""

from collections.abc import Callable
from unicodedata import normalize

import pytest

from legacy_text import garbled_utf8, tcvn3, vni
from welfare_stats.collect.reading.legacy import Encoding, convert_legacy_text
from welfare_stats.findings import CellValue

TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
# Each vowel with each tone, in a syllable that exists with all of them.
SYLLABLES = [
    normalize("NFC", syllable.replace("_", tone))
    for syllable in ("nha_", "nhă_n", "nhâ_n", "nhe_", "nhê_", "nhi_", "nho_", "nhô_", "nhơ_",
                     "nhu_", "như_", "quy_", "đi_")
    for tone in TONES
]  # fmt: skip


def converted(text: str, fonts: str = "") -> tuple[str, list[Encoding]]:
    """The text converted, as the only cell of a sheet, and the encodings found in it."""
    rows: list[list[CellValue]] = [[text]]
    found = convert_legacy_text(rows, [{text}], fonts)
    return str(rows[0][0]), [one.encoding for one in found]


@pytest.mark.parametrize("change", [tcvn3, vni, garbled_utf8])
@pytest.mark.parametrize("syllable", SYLLABLES)
def test_every_letter_is_converted_back(syllable: str, change: Callable[[str], str]) -> None:
    sentence = f"Trường hợp được trợ giúp {syllable} tỉnh Thái Nguyên"
    text, encodings = converted(change(sentence))
    assert text.casefold() == sentence.casefold()
    assert len(encodings) == 1


def test_capitals_with_a_tone_are_converted_from_vni() -> None:
    sentence = "ĐƠN VỊ BÁO CÁO: HUYỆN VÕ NHAI, ĐẠI TỪ, PHỔ YÊN"
    assert converted(vni(sentence)) == (sentence, [Encoding.VNI])


def test_the_soft_hyphen_is_a_letter_of_tcvn3() -> None:
    assert tcvn3("ư") == "\u00ad"
    assert converted(tcvn3("Người nuôi dưỡng trẻ mồ côi"))[0] == "Người nuôi dưỡng trẻ mồ côi"


@pytest.mark.parametrize(
    "text",
    [
        "Người cao tuổi", "hoà bình", "Müller & Söhne", "3 × 5", "§ 5", "café", "5 °C", "“ngoặc”",
        "mô hình", "Ksor H’Bia", "«abc»", "N°1", "²", "±2", "½",
    ],
)  # fmt: skip
@pytest.mark.parametrize("fonts", ["", ".VnTime\nVNI-Times"])
def test_text_in_unicode_is_left_as_it_is(text: str, fonts: str) -> None:
    rows: list[list[CellValue]] = [["Đơn vị báo cáo: Huyện Võ Nhai", text]]
    assert convert_legacy_text(rows, [{str(cell)} for cell in rows[0]], fonts) == []


@pytest.mark.parametrize(
    ("fonts", "expected"), [("", "hé"), (".VnTime", "hộ"), ("VNI-Times", "hé")]
)
def test_a_font_settles_a_draw(fonts: str, expected: str) -> None:
    drawn = tcvn3("hộ")  # "hé" is a syllable in Unicode too
    rows: list[list[CellValue]] = [["Müller", drawn]]
    convert_legacy_text(rows, [{"Müller"}, {drawn}], fonts)
    assert rows == [["Müller", expected]]


def test_a_font_alone_changes_no_text_that_may_be_unicode() -> None:
    assert converted("Lô Lô", ".VnTime") == ("Lô Lô", [])


@pytest.mark.parametrize("text", ["ø 5", "ª", "ë"])
def test_a_single_character_is_left_as_it_is(text: str) -> None:
    assert converted(text, ".VnTime") == (text, [])
