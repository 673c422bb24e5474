"""Periods as people call them: a year, its quarters, its first or last months.

>>> [str(day) for day in (in_words("9 tháng đầu năm 2019").start, in_words("Quý IV/2019").start)]
['2019-01-01', '2019-10-01']
>>> in_words("6 tháng đầu năm") is None  # of which year?
True
"""

import re
from calendar import monthrange
from datetime import date

from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold

_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
            "chin": 9, "muoi": 10, "i": 1, "ii": 2, "iii": 3, "iv": 4}  # fmt: skip
_N = rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_YEAR = r"(?:(?:cua )?nam )?(?P<year>\d{4})"
_BEGINNING = r"(?:(?:ky|trong|so lieu|bao cao|thuc hien|ket qua) )*"
_FORMS = {
    name: re.compile(f"{_BEGINNING}{words}")
    for name, words in {
        "year": r"(?:ca )?nam (?P<year>\d{4})",
        "first": rf"{_N} thang (?:dau )?{_YEAR}",
        "last": rf"{_N} thang cuoi {_YEAR}",
        "quarter": rf"quy (?:thu )?{_N} {_YEAR}",
        "half": rf"nua (?P<half>dau|cuoi) {_YEAR}",
        "month": rf"thang (?P<n>\d{{1,2}}) {_YEAR}",
        "months": rf"(?:tu )?thang (?P<n>\d{{1,2}})(?: nam (?P<same>\d{{4}})| (?P<too>\d{{4}}))?"
        rf" den (?:het )?thang (?P<last>\d{{1,2}}) {_YEAR}",
    }.items()
}
_MONTHS = 12


def in_words(text: str) -> ReportingPeriod | None:
    """The period that the text names, and nothing else; ``None`` where it names none."""
    folded = fold(text)
    for name, pattern in _FORMS.items():
        if match := pattern.fullmatch(folded):
            months = _months(name, match)
            return None if months is None else _span(int(match["year"]), *months)
    return None


def _months(name: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The first and the last month."""
    if name == "year":
        return 1, _MONTHS
    if name == "half":
        return (1, 6) if match["half"] == "dau" else (7, _MONTHS)
    number = _NUMBERS.get(match["n"]) or int(match["n"])
    counted = {
        "first": (1, number),
        "last": (_MONTHS + 1 - number, _MONTHS),
        "quarter": (3 * number - 2, 3 * number),
        "month": (number, number),
    }
    if name in counted:
        return counted[name]
    started = match["same"] or match["too"]
    is_one_year = started in (None, match["year"])
    return (number, int(match["last"])) if is_one_year else None


def _span(year: int, first: int, last: int) -> ReportingPeriod | None:
    if year == 0 or not 1 <= first <= last <= _MONTHS:
        return None
    return ReportingPeriod(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
