"""Periods in the titles of reports, among other words.

>>> found = periods_in("KẾT QUẢ TRỢ GIÚP 6 THÁNG ĐẦU NĂM, PHƯƠNG HƯỚNG 6 THÁNG CUỐI NĂM 2018")
>>> [(str(period.start), str(period.end)) for period in found.periods]
[('2018-01-01', '2018-06-30')]
>>> found = periods_in("Số liệu 8 tháng năm 2018 (tính đến ngày 31/8/2018)")
>>> found.periods, [str(day) for day in found.ends]
([], ['2018-08-31'])

"8 tháng năm 2018" and "tính đến ngày 31/8/2018" say only when the period ends.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from welfare_stats.design.forms.period_words import in_words
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold

# What a title says behind these words is of another time.
_OTHER_TIME = re.compile(r"\b(?:phuong huong|nhiem vu|ke hoach|du kien|so voi|so sanh|cung ky)\b.*")
_DAY = (
    r"(?:ngay )?(?P<{0}d>\d{{1,2}})(?: thang)? (?P<{0}m>\d{{1,2}})"
    r"(?:(?: nam)? (?P<{0}y>\d{{4}}))?"
)
_SPAN = re.compile(rf"\btu {_DAY.format('a')} (?:den|toi)(?: het)? {_DAY.format('b')}")
_BARE_SPAN = re.compile(rf"\b{_DAY.format('a')} (?:den|toi)(?: het)? {_DAY.format('b')}")
_END = re.compile(rf"\b(?:den|toi|chot)(?: het| cuoi)? {_DAY.format('b')}")
_ANY_DAY = re.compile(r"\bngay \d{1,2} (?:thang )?\d{1,2} (?:nam )?\d{4}|\b\d{1,2} \d{1,2} \d{4}\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = r"(?:\d{1,2}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_WORDS = (
    re.compile(rf"\b{_MONTHS} thang (?:dau|cuoi)(?: cua)? nam(?: (?P<year>\d{{4}}))?"),
    re.compile(r"\bquy (?:thu )?(?:i{1,3}|iv|[1-4])(?:(?: nam)? (?P<year>\d{4}))?\b"),
    re.compile(r"\bnua (?:dau|cuoi) nam(?: (?P<year>\d{4}))?"),
    re.compile(r"\btu thang \d{1,2} den (?:het )?thang \d{1,2}(?:(?: nam)? (?P<year>\d{4}))?"),
)
_FIRST_MONTHS = re.compile(r"\b(?P<n>\d{1,2}) thang(?:(?: cua)? nam)? (?P<year>\d{4})\b")
_ONE_MONTH = re.compile(r"\bthang (?P<n>\d{1,2})(?: nam)? (?P<year>\d{4})\b")
_WHOLE_YEAR = re.compile(r"\b(?:ca )?nam (?P<year>\d{4})\b")
_LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class FoundPeriods:
    """The periods that a text names, and the days on which others end that it does not name."""

    periods: list[ReportingPeriod] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)


def periods_in(text: str) -> FoundPeriods:
    """The periods among the words of a title; of a whole year only where nothing else is named."""
    words = _OTHER_TIME.sub("", fold(text))
    year = next(iter(_YEAR.findall(fold(text))), "")
    spans = [_span(match) for match in _SPAN.finditer(words)]
    spans = spans or [_span(match) for match in _BARE_SPAN.finditer(words)]
    if named := [period for period in spans if period is not None]:
        return FoundPeriods(named)
    ends = [day for match in _END.finditer(words) if (day := _day(match, "b")) is not None]
    rest = _ANY_DAY.sub(" ", _END.sub(" ", words))
    named = [
        period
        for pattern in _WORDS
        for match in pattern.finditer(rest)
        if (period := _in_words(match, year)) is not None
    ]
    if named:
        return FoundPeriods(named)
    ends += [
        _last_day(int(match["year"]), int(match["n"]))
        for match in _FIRST_MONTHS.finditer(rest)
        if 1 <= int(match["n"]) <= _LAST_MONTH
    ]
    if ends:
        return FoundPeriods(ends=list(dict.fromkeys(ends)))
    by_words = [
        period
        for pattern in (_ONE_MONTH, _WHOLE_YEAR)
        for match in pattern.finditer(rest)
        if (period := in_words(match[0])) is not None
    ]
    return FoundPeriods(by_words[:1] if by_words and _ONE_MONTH.search(rest) else by_words)


def _in_words(match: re.Match[str], year: str) -> ReportingPeriod | None:
    return in_words(match[0] if match["year"] else f"{match[0]} {year}")


def _span(match: re.Match[str]) -> ReportingPeriod | None:
    end = _day(match, "b")
    start = None if end is None else _day(match, "a", str(end.year))
    return ReportingPeriod(start, end) if start and end and start <= end else None


def _day(match: re.Match[str], part: str, year: str = "") -> date | None:
    stated = match[f"{part}y"] or year
    try:
        return date(int(stated), int(match[f"{part}m"]), int(match[f"{part}d"]))
    except ValueError:
        return None


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
