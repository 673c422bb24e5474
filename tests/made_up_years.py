"""Made-up years of units: what each would send for any period, so that its periods fit together.

People come and go month by month, more in a large unit than in a small one, and the figures of a
period follow: one that adjoins another opens with its closing, a longer one has more cases, and a
year is like the year before. Chance is bounded, so that no clean figure is out of the ordinary.
"""

import datetime as dt
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from formats import Rows, Sheets
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import format_date
from workbooks import CENTRE, sheet_of

Unit = tuple[str, str]
Month = tuple[int, int]

FIRST_YEAR, LAST_YEAR = 2017, 2018
MONTHS: Sequence[Month] = [(y, m) for y in (FIRST_YEAR, LAST_YEAR) for m in range(1, 13)]
_TET = 2  # the month in which the old are wished a long life


def period_of(first: Month, last: Month) -> ReportingPeriod:
    """From the first day of a month to the last of another."""
    return ReportingPeriod(dt.date(*first, 1), dt.date(*last, monthrange(*last)[1]))


def months_of(period: ReportingPeriod) -> list[Month]:
    first, last = ((day.year, day.month) for day in (period.start, period.end))
    return [month for month in MONTHS if first <= month <= last]


def in_words(period: ReportingPeriod) -> str:
    return f"từ ngày {format_date(period.start)} đến ngày {format_date(period.end)}"


def about(number: float, random: Random) -> int:
    """About so many: somewhat more or less, as from month to month."""
    return max(0, round(number * random.uniform(0.85, 1.2) + random.uniform(-0.4, 0.4)))


@dataclass(frozen=True)
class Group:
    """People who are there from month to month: how many came, left and stayed in each month."""

    arrived: Mapping[Month, int]
    left: Mapping[Month, int]
    at_first: int

    def before(self, month: Month) -> int:
        past = [other for other in MONTHS if other < month]
        return self.at_first + sum(self.arrived[m] - self.left[m] for m in past)

    def movement(self, period: ReportingPeriod) -> tuple[int, int, int, int]:
        """Opening, increase, decrease, closing."""
        months = months_of(period)
        opening = self.before(months[0])
        increase = sum(self.arrived[month] for month in months)
        decrease = sum(self.left[month] for month in months)
        return opening, increase, decrease, opening + increase - decrease


def group(size: int, random: Random) -> Group:
    """A group of about that size, a hundredth of which changes in a month."""
    arrived, left = {}, {}
    now = size
    for month in MONTHS:
        arrived[month] = about(size * 0.011, random)
        left[month] = min(about(size * 0.01, random), now)
        now += arrived[month] - left[month]
    return Group(arrived, left, size)


def flow(a_month: float, random: Random) -> Mapping[Month, int]:
    """About so many cases a month."""
    return {month: about(a_month, random) for month in MONTHS}


def in_period(cases: Mapping[Month, int], period: ReportingPeriod) -> int:
    return sum(cases[month] for month in months_of(period))


def added_up(rows: Sequence[Sequence[Any]], start: int) -> list[int]:
    """The sums of the columns from that one on."""
    return [sum(column) for column in zip(*(row[start:] for row in rows), strict=True)]


def parts_of(
    number: int, shares: Sequence[float], unit: Unit, period: ReportingPeriod, code: str
) -> list[int]:
    """About these shares of a number, the same whenever a unit is asked about a period."""
    random = Random(f"{unit} {period} {code} {number}")
    return [round(number * share * random.uniform(0.85, 1.15)) for share in shares]


# --- a district ----------------------------------------------------------------------------------

_GROUPS = {  # of 1,000 people, and what one is paid in a month
    "tc_tre_em": (20, 540),
    "tc_dang_hoc_16_22": (5, 405),
    "tc_hiv_ngheo": (8, 405),
    "tc_don_than_ngheo": (60, 300),
    "tc_cao_tuoi": (550, 290),
    "tc_khuyet_tat_dac_biet_nang": (90, 560),
    "tc_khuyet_tat_nang": (267, 410),
}
_AGES = {"70": 45, "75": 35, "80": 25, "85": 15, "90": 8, "95": 3, "100": 0.6, "tren_100": 0.2}
_SHARES = (0.55, 0.3, 0.4)  # women, ethnic minorities, poor


@dataclass(frozen=True)
class District:
    """What a district reports: ``people`` on HX-01, ``cases`` and ``old`` on HX-02."""

    unit: Unit
    people: Mapping[str, Group]
    cases: Mapping[str, Mapping[Month, int]]
    old: Mapping[str, Mapping[int, int]]

    def sheets(self, period: ReportingPeriod) -> Sheets:
        return {"HX-01": self._hx01(period), "HX-02": self._hx02(period)}

    def _hx01(self, period: ReportingPeriod) -> Rows:
        rows: list[list[Any]] = []
        for code, one in self.people.items():
            movement = one.movement(period)
            parts = [round(movement[-1] * share) for share in _SHARES]
            paid = sum(one.before(month) for month in months_of(period)) * _GROUPS[code][1]
            rows.append([len(rows) + 1, code, None, *movement, *parts, paid])
        rows.insert(0, [None, "tro_cap_cong_dong", None, *added_up(rows, 3)])
        return sheet_of("HX-01", self.unit, rows, in_words(period))

    def _hx02(self, period: ReportingPeriod) -> Rows:
        months = months_of(period)
        wished = {
            age: sum(years[year] for year, month in months if month == _TET)
            for age, years in self.old.items()
        }
        cards = sum(one.movement(period)[-1] for one in self.people.values())
        numbers = {
            **{f"mung_tho_{age}": number for age, number in wished.items()},
            "bhyt": round(cards * 0.97),
            **{code: in_period(cases, period) for code, cases in self.cases.items()},
        }
        rows: list[list[Any]] = [
            [n, code, None, None, number, *parts_of(number, (0.5, 0.3), self.unit, period, code)]
            for n, (code, number) in enumerate(numbers.items(), start=1)
        ]
        whole = added_up(rows[: len(wished)], 4)
        rows.insert(0, [None, "chuc_tho_mung_tho", None, None, *whole])
        return sheet_of("HX-02", self.unit, rows, in_words(period))


def district(unit: Unit, people: int, random: Random) -> District:
    """A district with about so many people who are supported."""
    groups = {
        code: group(round(share * people / 1000 * random.uniform(0.7, 1.4)), random)
        for code, (share, _) in _GROUPS.items()
    }
    died = {month: sum(one.left[month] for one in groups.values()) // 2 for month in MONTHS}
    flows = {
        code: flow(share * people / 1000, random)
        for code, share in (("dot_xuat_luong_thuc", 8), ("dot_xuat_bi_thuong", 0.1),
                            ("dot_xuat_mai_tang", 0.1), ("dot_xuat_nha_o", 0.5))
    }  # fmt: skip
    old = {
        age: {year: about(share * people / 1000, random) for year in (FIRST_YEAR, LAST_YEAR)}
        for age, share in _AGES.items()
    }
    return District(unit, groups, {"mai_tang_phi": died, **flows}, old)


# --- a home, and the centre ----------------------------------------------------------------------


@dataclass(frozen=True)
class Home:
    """What a home reports on CS-01: a few numbers, many of which are the same year after year."""

    unit: Unit
    people: Group

    def sheets(self, period: ReportingPeriod) -> Sheets:
        opening, increase, decrease, closing = self.people.movement(period)
        numbers = {
            "nuoi_duong": opening + increase,
            "nuoi_duong_huong_tro_cap": round(closing * 0.9),
            "nuoi_duong_tiep_nhan_moi": increase,
            "nuoi_duong_hoi_gia": decrease // 2,
            "nuoi_duong_chet": decrease - decrease // 2,
        }
        rows: list[list[Any]] = []
        every: Sequence[int] = (10**6, 10**6)
        for n, (code, number) in enumerate(numbers.items(), start=1):
            parts = parts_of(number, (0.45, 0.2), self.unit, period, code)
            parts = [min(part, most) for part, most in zip(parts, every, strict=True)]
            rows.append([n, *self.unit, code, None, None, number, *parts])
            every = rows[0][-2:]  # all others are among those of the first row
        return {"CS-01": sheet_of("CS-01", self.unit, rows, in_words(period))}


@dataclass(frozen=True)
class Centre:
    """What the centre reports on CS-01."""

    cases: Mapping[str, Mapping[Month, int]]

    def sheets(self, period: ReportingPeriod) -> Sheets:
        numbers = {code: in_period(cases, period) for code, cases in self.cases.items()}
        numbers["tu_van"] = sum(numbers[code] for code in _ADVICE)
        rows: list[list[Any]] = [
            [n, *CENTRE, code, None, None, number]
            for n, (code, number) in enumerate(numbers.items(), start=1)
        ]
        return {"CS-01": sheet_of("CS-01", CENTRE, rows, in_words(period))}


_ADVICE = ("tu_van_truc_tiep", "tu_van_cong_dong", "tu_van_dien_thoai")
_A_MONTH = {"can_thiep": 6, "cuoc_goi": 3000, "tu_van_truc_tiep": 400, "tu_van_cong_dong": 70,
            "tu_van_dien_thoai": 110, "cung_cap_thong_tin": 30, "ket_noi_dich_vu": 4,
            "tu_ky_tri_lieu": 9, "tu_ky_tu_van": 12, "tu_ky_hoat_dong_nhom": 3}  # fmt: skip


def home(unit: Unit, people: int, random: Random) -> Home:
    return Home(unit, group(people, random))


def centre(size: float, random: Random) -> Centre:
    """The centre; ``size`` is 1 where it has about 3,000 calls a month."""
    return Centre({code: flow(size * number, random) for code, number in _A_MONTH.items()})
