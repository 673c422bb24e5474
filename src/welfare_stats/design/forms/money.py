"""Units of money as people write them at headings, above tables and beside numbers.

>>> sorted(money_units("Kinh phí (tr.đ)")), sorted(money_units("ĐVT: 1.000 đ"))
([1000.0], [1.0])
>>> unit_said_in_line("(Đơn vị tính: người; triệu đồng)")
frozenset({1000.0})
>>> unit_said_in_line("Đơn vị báo cáo: Phòng LĐTBXH huyện Đồng Hỷ")
frozenset()

A unit is written as the number by which amounts in it are multiplied to be in nghìn đồng, the unit
of all forms: 0.001 for đồng, 1000 for triệu đồng.
"""

import re
from functools import lru_cache

from welfare_stats.vietnamese import fold

_DONG = 0.001  # in nghìn đồng
_WORDS = {
    "tram": 100.0, "chuc": 10.0, "nghin": 1e3, "ngan": 1e3, "ng": 1e3, "n": 1e3, "k": 1e3,
    "trieu": 1e6, "tr": 1e6, "ty": 1e9, "ti": 1e9,
}  # fmt: skip
# Words that mean money even where "đồng" is left out: "Kinh phí (triệu)".
_PLAIN_WORDS = {"nghin", "ngan", "trieu", "tr", "ty", "ti"}
_UNIT = re.compile(
    r"(?<!\w)(?:x ?)?(?P<number>1(?: ?000){1,3}|10 ?[369])?(?!\d) ?"
    rf"(?P<words>(?:(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))}) ?)*)"
    r"(?P<base>(?:viet nam )?dong(?: viet nam| vn)?|vnd|vn d|dvn|d)?(?!\w)"
)
_WORD = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_HINT = re.compile(r"dong|vnd|trieu|nghin|ngan|\b(?:[\d ]|tr|ng|n|k)*d\b|\bt[yir]\b")
_LABEL = re.compile(
    r"(?<!\w)(?:don vi(?: tien te| tien)?(?: tinh)?|dvt|dv tinh|dv|(?:tinh|ghi) (?:bang|theo))"
    r"(?: cua)?(?: (?:cot )?(?:kinh phi|so tien|tien))?(?: la)?(?!\w)"
)
# What may stand beside a unit of money in a line that says nothing but units.
_BESIDE = {
    "nguoi", "luot", "ho", "the", "ca", "cuoc", "goi", "truong", "hop", "doi", "tuong", "tre", "em",
    "cu", "mo", "hinh", "nha", "va", "kinh", "phi", "so", "tien", "luong", "tinh", "cot", "con",
    "lai", "theo", "bang", "la", "don", "vi", "dvt",
}  # fmt: skip
_AMOUNT_NAMES = {
    "kinh phi", "kinh phi thuc hien", "so tien", "kp", "kp thuc hien", "tong kinh phi",
    "kinh phi chi tra", "kinh phi da chi", "kinh phi chi", "so kinh phi", "kinh phi tro cap",
    "tien", "tong so tien", "tong tien chi", "tong tien", "so tien chi", "so tien da chi",
    "so tien chi tra",
}  # fmt: skip
_AMOUNT_OF_TIME = re.compile(
    r"(?:tong )?(?:so )?(?:kinh phi|kp|tien)(?: (?:thuc hien|da|chi|tra|tro cap|hang thang|trong ky"
    r"|ky nay|ky bao cao|ca nam|(?:\d{1,2} thang )?(?:dau )?nam(?: \d{4})?|\d{1,2} thang"
    r"|quy (?:i{1,3}|iv|\d)))*"
)
_BEGINNINGS = ("kinh phi", "so tien", "so kinh phi", "kp", "tong kinh phi", "tong so tien", "tien")
_LONGEST_LINE = 200


def _units_in(folded: str) -> tuple[frozenset[float], str]:
    """The units of money in a folded text, and what is left of the text without them."""
    units: set[float] = set()

    def take(match: re.Match[str]) -> str:
        number, base = match["number"], match["base"]
        words = _WORD.findall(match["words"])
        if not base and not (words and set(words) <= _PLAIN_WORDS):
            return match[0]  # "1.000" alone, or "ng" for people
        factor = _DONG
        for word in words:
            factor *= _WORDS[word]
        if number:
            digits = number.replace(" ", "")
            factor *= 10.0 ** int(digits[2:]) if digits[2:] in "369" else float(digits)
        units.add(round(factor, 6))
        return " "

    rest = _UNIT.sub(take, folded)
    return frozenset(units), " ".join(rest.split())


@lru_cache(maxsize=1024)  # words of a column of units occur again and again
def money_units(text: str) -> frozenset[float]:
    """Every unit of money that a text names."""
    return _units_in(fold(text))[0]


@lru_cache(maxsize=1024)
def without_money(text: str) -> str:
    """The folded text without units of money: "người" of "người; triệu đồng"."""
    return _units_in(fold(text))[1]


def names_amount(heading: str) -> bool:
    """Whether a heading names the column of amounts, with a unit of money: "Số tiền (đồng)"."""
    folded = fold(heading)
    if not folded.startswith(_BEGINNINGS):
        return False
    units, rest = _units_in(_LABEL.sub(" ", folded))
    return bool(units) and (rest in _AMOUNT_NAMES or _AMOUNT_OF_TIME.fullmatch(rest) is not None)


def names_other_amount(heading: str) -> bool:
    """Whether a heading of some other column with money says a unit that is not nghìn đồng."""
    return fold(heading).startswith(_BEGINNINGS) and bool(money_units(heading) - {1.0})


def is_bare_unit(text: str) -> bool:
    """Whether a text is a unit of money and nothing else: "(triệu đồng)"."""
    if len(text) > len("(Đơn vị tính: trăm triệu đồng Việt Nam)"):
        return False
    units, rest = _units_in(fold(text))
    return bool(units) and not rest


@lru_cache(maxsize=1024)  # most lines of a head are those of the form
def unit_said_in_line(text: str) -> frozenset[float]:
    """The units of money that a line above a table says: "(ĐVT: 1.000đ)", or nothing but a unit.

    A line with other words than units says none: "Đơn vị: xã Đồng Tiến".
    """
    if len(text) > _LONGEST_LINE:
        return frozenset()
    folded = fold(text)
    if not _HINT.search(folded):
        return frozenset()
    label = None
    for label in _LABEL.finditer(folded):
        units, rest = _units_in(folded[label.end() :])
        if units and set(rest.split()) <= _BESIDE:
            return units
    # Without a label "Đông" may be a name: only a unit with a factor, or in brackets.
    is_marked = any(ch.isdecimal() for ch in text) or " " in folded or text.strip()[:1] in "(["
    return money_units(text) if label is None and is_marked and is_bare_unit(text) else frozenset()


_NAMES = ((1e6, "tỷ đồng"), (1e3, "triệu đồng"), (1.0, "nghìn đồng"), (_DONG, "đồng"))


def unit_name(unit: float) -> str:
    """The usual Vietnamese name of a unit of money: "triệu đồng" of 1000."""
    for size, name in _NAMES:
        if unit >= size:
            times = round(unit / size)
            return name if times == 1 else f"{times} {name}"
    return "đồng"
