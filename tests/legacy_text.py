"""Vietnamese text as it shows when its bytes are not those of Unicode; the tables the other way."""

from unicodedata import normalize

_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes([*range(0xA1, 0xAF), *range(0xB5, 0xBA), *range(0xBB, 0xBF), 0xC6, *range(0xC7, 0xCD),
               *range(0xCE, 0xD9), *range(0xDC, 0xE0), *range(0xE1, 0xF0),
               *range(0xF1, 0xFF)]).decode("latin-1"),
        strict=True,
    )
)  # fmt: skip

_VNI_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_SIGNS = {
    "\u0302": {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"},
    "\u0306": {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"},
}
_VNI_SINGLE = {
    "i\u0301": "í", "i\u0300": "ì", "i\u0309": "æ", "i\u0303": "ó", "i\u0323": "ò",
    "y\u0323": "î", "đ": "ñ",
}  # fmt: skip


def tcvn3(text: str) -> str:
    """As .VnTime shows it; capitals with a tone become small, for they have no code."""
    letters = normalize("NFC", text)
    return "".join(_TCVN3.get(ch) or _TCVN3.get(ch.lower(), ch) for ch in letters)


def vni(text: str) -> str:
    """As VNI-Times shows it."""
    return "".join(_vni_letter(ch) for ch in normalize("NFC", text))


def _vni_letter(letter: str) -> str:
    parts = normalize("NFD", letter.lower())
    base, marks = parts[0], parts[1:]
    tone = next((mark for mark in marks if mark in _VNI_TONES), "")
    single = _VNI_SINGLE.get(base + tone if base in "iy" else base)
    if single is None:
        sign = next((mark for mark in marks if mark in _VNI_SIGNS), "")
        single = {"o\u031b": "ô", "u\u031b": "ö"}.get(base + "\u031b" * ("\u031b" in marks), base)
        single += _VNI_SIGNS[sign][tone] if sign else _VNI_TONES.get(tone, "")
    return single.upper() if letter.isupper() else single


def garbled_utf8(text: str) -> str:
    """UTF-8 that was opened as Windows-1252."""
    return "".join(_windows_letter(byte) for byte in text.encode("utf-8"))


def _windows_letter(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
