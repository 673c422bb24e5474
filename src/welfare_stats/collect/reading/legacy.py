"""Converting text in encodings older than Unicode, and text that a program has garbled.

Vietnamese offices wrote in TCVN3 (fonts .VnTime, .VnArial …) and VNI (fonts VNI-Times …) until the
2000s, and still copy from such files. As Unicode, "Báo cáo" then looks like "B¸o c¸o" or "Baùo
caùo".

The encoding is decided for each column by its content: words are decoded in every way, and the way
that gives most Vietnamese syllables wins. Text that is in no legacy encoding stays as it is:

>>> rows = [["B¸o c¸o", "Baùo caùo", "BÃ¡o cÃ¡o"], ["Vâ Nhai", "Voõ Nhai", "Müller 3 × 5"]]
>>> columns = [set(column) for column in zip(*rows)]
>>> for converted in convert_legacy_text(rows, columns, fonts=""):
...     print(converted.encoding.name, converted.cells)
TCVN3 ((0, 0), (1, 0))
VNI ((0, 1), (1, 1))
GARBLED_UTF8 ((0, 2),)
>>> rows
[['Báo cáo', 'Báo cáo', 'Báo cáo'], ['Võ Nhai', 'Võ Nhai', 'Müller 3 × 5']]

Fonts only settle a draw, because real files have legacy fonts on Unicode text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import filterfalse
from unicodedata import normalize

from welfare_stats.collect.reading.sheet import Address
from welfare_stats.findings import CellValue


class Encoding(Enum):
    """What a text was before it was converted; the value completes the sentence that reports it."""

    TCVN3 = "ghi chữ theo bảng mã TCVN3 (phông .VnTime)"
    VNI = "ghi chữ theo bảng mã VNI (phông VNI-Times)"
    GARBLED_UTF8 = "có chữ UTF-8 bị đọc nhầm bảng mã"
    ETH = "dùng chữ Ð thay cho chữ Đ"


@dataclass(frozen=True, slots=True)
class Converted:
    """The cells that were converted from one encoding, in reading order."""

    encoding: Encoding
    cells: tuple[Address, ...]


def convert_legacy_text(
    rows: list[list[CellValue]], texts: Sequence[Collection[str]], fonts: str
) -> list[Converted]:
    """Convert the text of a sheet to Unicode, in place.

    Args:
        rows: the cells of the sheet, in rows of equal length; changed in place.
        texts: the distinct texts of each column.
        fonts: the names of the fonts of the workbook, one per line.

    Returns:
        Which cells were converted, by encoding.
    """
    columns = [[text for text in column if not text.isascii()] for column in texts]
    if not any(map(_hold_suspects, columns)):
        return []
    preferred = _preferred_in_a_draw(columns, fonts)
    cells_of: dict[Encoding, list[Address]] = defaultdict(list)
    for column, not_ascii in enumerate(columns):
        changed = _converted(not_ascii, preferred)
        if changed:
            for row, cells in enumerate(rows):
                value = cells[column]
                if type(value) is str and value in changed:
                    encoding, cells[column] = changed[value]
                    cells_of[encoding].append((row, column))
    return [Converted(encoding, tuple(sorted(found))) for encoding, found in cells_of.items()]


def _converted(texts: Iterable[str], preferred: Encoding | None) -> dict[str, tuple[Encoding, str]]:
    """The old encoding and the new text of those texts of a column that are to be changed."""
    changed: dict[str, tuple[Encoding, str]] = {}
    perhaps_legacy = []
    for text in texts:
        repaired = _repaired_utf8(text)
        if repaired is not None:
            changed[text] = Encoding.GARBLED_UTF8, repaired
        elif not _is_surely_unicode(text):
            perhaps_legacy.append(text)
        elif _with_stroke(text) != text:
            changed[text] = Encoding.ETH, _with_stroke(text)
    encoding = _encoding_of(perhaps_legacy, preferred)
    for text in perhaps_legacy:
        if encoding is not None and _fits(text, encoding):
            changed[text] = encoding, _DECODERS[encoding](text)
        elif _with_stroke(text) != text and _valid_words(_with_stroke(text)):
            changed[text] = Encoding.ETH, _with_stroke(text)
    return changed


# --- which encoding ----------------------------------------------------------------------------

# Characters that Vietnamese text in Unicode does not contain: those from U+0080 to U+00FF without
# the Vietnamese letters among them, and letters that look like Đ.
_SUSPECT = re.compile("[\x80-\xbfÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿƉɖ]")
_ONLY_LATIN = re.compile("^[^\u0100-\uffff\n]*[À-ÿ][^\u0100-\uffff\n]*$", re.MULTILINE)
_BEYOND_LATIN = re.compile("[\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff\u0100-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_LEAST_SHARE = 0.7
_FONTS = {
    Encoding.TCVN3: re.compile(r"^\.?Vn", re.MULTILINE),
    Encoding.VNI: re.compile(r"^VNI", re.MULTILINE),
}


def _hold_suspects(texts: Iterable[str]) -> bool:
    """A quick test: whether any of the texts may need to be converted."""
    joined = "\n".join(texts)
    return _SUSPECT.search(joined) is not None or not all(
        map(_valid_words, _ONLY_LATIN.findall(joined))
    )


def _is_surely_unicode(text: str) -> bool:
    """Whether the text has a letter that text in TCVN3 or VNI never has."""
    return _BEYOND_LATIN.search(text) is not None


def _encoding_of(texts: Iterable[str], preferred: Encoding | None) -> Encoding | None:
    """The legacy encoding in which most words are Vietnamese syllables; ``None`` for Unicode.

    Of encodings with equally many the preferred one is taken.
    """
    words = [word for text in texts for word in _telling_words(text)]
    if not any(len(word) > 1 for word in words):
        return None  # a single character ("ø 5") may mean anything
    as_unicode = sum(_is_syllable(_with_stroke(word)) for word in words)
    scores = {
        encoding: sum(_is_syllable(_DECODERS[encoding](word)) for word in words)
        for encoding in (Encoding.TCVN3, Encoding.VNI)
    }
    best = max(scores, key=lambda encoding: (scores[encoding], encoding is preferred))
    if scores[best] < _LEAST_SHARE * len(words):
        return None
    if scores[best] > as_unicode or (scores[best] == as_unicode and best is preferred):
        return best
    return None


def _preferred_in_a_draw(columns: Sequence[Collection[str]], fonts: str) -> Encoding | None:
    """The encoding to take where the words of a column do not decide.

    If most columns that do decide have a legacy encoding, the most frequent of these; if none
    decides, that of the fonts.
    """
    is_unicode = [any(map(_is_surely_unicode, texts)) for texts in columns]
    decided = [_encoding_of(filterfalse(_is_surely_unicode, texts), None) for texts in columns]
    legacy = [encoding for encoding in decided if encoding is not None]
    if legacy or any(is_unicode):
        return max(legacy, key=legacy.count) if len(legacy) > sum(is_unicode) else None
    return _encoding_of_fonts(fonts)


def _encoding_of_fonts(fonts: str) -> Encoding | None:
    return next((encoding for encoding, name in _FONTS.items() if name.search(fonts)), None)


def _fits(text: str, encoding: Encoding) -> bool:
    """Whether one text, of a column in that encoding, is in it too."""
    words = _telling_words(text)
    decoded = sum(_is_syllable(_DECODERS[encoding](word)) for word in words)
    return decoded > 0 and decoded >= sum(_is_syllable(_with_stroke(word)) for word in words)


def _telling_words(text: str) -> list[str]:
    """The words with a character beyond ASCII; a sign alone ("§ 5", "3 × 5") is not a word."""
    words = _WORD.findall(text)
    return [w for w in words if not w.isascii() and (len(w) > 1 or w.isalpha())]


def _valid_words(text: str) -> bool:
    return all(map(_is_syllable, _telling_words(text)))


# --- decoders ----------------------------------------------------------------------------------

# The 74 codes of TCVN 5712:1993 (VN3), on which four independent public tables agree. U+00AD, the
# soft hyphen, is "ư". Capitals with a tone have no code: in fonts whose name ends in H, small
# letters look like capitals.
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_NOT_TCVN3 = set("¯º¿ÀÁÂÃÄÅÍÙÚÛàð")  # no codes of TCVN3: a text with one is not TCVN3

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TONES = _ACUTE + _GRAVE + _HOOK + _TILDE + _DOT
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    **dict(zip("ùøûõï", _TONES, strict=True)),
    **{sign: _CIRCUMFLEX + tone for sign, tone in zip("âáàåãä", ("", *_TONES), strict=True)},
    **{sign: _BREVE + tone for sign, tone in zip("êéèúüë", ("", *_TONES), strict=True)},
}
_VNI_LETTERS = dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
_VNI = re.compile(f"([aeouyôö])([{''.join(_VNI_MARKS)}])|[{''.join(_VNI_LETTERS)}]", re.IGNORECASE)


def _from_tcvn3(text: str) -> str:
    return text if _NOT_TCVN3.intersection(text) else text.translate(_TCVN3)


def _from_vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    base, mark = match[1], match[2]
    if base is None:
        letter = _VNI_LETTERS[match[0].lower()]
        return letter.upper() if match[0].isupper() else letter
    letter = _VNI_LETTERS.get(base.lower(), base.lower())
    composed = normalize("NFC", letter + _VNI_MARKS[mark.lower()])
    return composed.upper() if base.isupper() else composed


def _with_stroke(text: str) -> str:
    """The text with Đ in place of Icelandic Ð and African Ɖ, which old keyboards typed for it."""
    return text.translate(_STROKE)


_STROKE = str.maketrans("ÐðƉɖ", "ĐđĐđ")


def _repaired_utf8(text: str) -> str | None:
    """The right text where UTF-8 was read as Windows-1252 ("HÃ³a" is "Hóa"), or else ``None``."""
    try:
        decoded = b"".join(map(_windows_byte, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    words = _telling_words(normalize("NFC", decoded))
    return decoded if 2 * sum(map(_is_syllable, words)) > len(words) else None


def _windows_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")  # one of five bytes that Windows-1252 does not define


_DECODERS: dict[Encoding, Callable[[str], str]] = {
    Encoding.TCVN3: _from_tcvn3,
    Encoding.VNI: _from_vni,
}


# --- Vietnamese syllables ----------------------------------------------------------------------

_ONSET = "ngh?|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
# What may follow a vowel or group of vowels; "-" is nothing.
_RHYMES = {
    "a": "c ch i m n ng nh o p t u y -", "ă": "c m n ng p t", "â": "c m n ng p t u y",
    "e": "c m n ng o p t -", "ê": "c ch m n ng nh p t u -", "i": "a ch m n nh p t u c ng -",
    "iê": "c m n ng p t u", "o": "c i m n ng p t -", "oa": "c ch i m n ng nh o p t y -",
    "oă": "c m n ng p t", "oe": "n o t m -", "ô": "c i m n ng p t -",
    "ơ": "i m n p t -", "u": "a c i m n ng p t -", "uâ": "n ng t y", "uê": "ch nh n -",
    "uô": "c i m n ng p t", "uơ": "-", "uy": "a ch nh p t u n -", "uyê": "n t",
    "ư": "a c i m n ng t u -", "ươ": "c i m n ng p t u", "y": "m n t nh ch -",
    "yê": "m n ng t u",
}  # fmt: skip
_OPEN = re.compile(
    f"(?:{_ONSET})?(?:"
    + "|".join(nucleus + f.strip("-") for nucleus, fs in _RHYMES.items() for f in fs.split())
    + ")"
)
_ABBREVIATION = re.compile("[bcdđghklmnpqrstvx]+")
_STOPPED = re.compile(r".*(?:ch|[cpt])$")


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    """Whether a word has the form of a Vietnamese syllable: onset, rhyme, at most one tone.

    Consonants alone, as in "ĐVT", are an abbreviation and count as one.
    """
    letters = normalize("NFD", word.lower())
    tones = [ch for ch in letters if ch in _TONES]
    plain = normalize("NFC", "".join(ch for ch in letters if ch not in _TONES))
    if _ABBREVIATION.fullmatch(plain):
        return not tones
    if len(tones) > 1 or _OPEN.fullmatch(plain) is None:
        return False
    return not _STOPPED.match(plain) or not tones or tones[0] in (_ACUTE, _DOT)
