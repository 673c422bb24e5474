"""The span of days that a submission speaks of."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto


class Relation(Enum):
    """How an earlier period stands to a later-sent one of the same unit and form."""

    SAME = auto()
    EXTENDED = auto()  # same start, later end: cumulative, the longer one replaces
    ADJOINING = auto()  # one begins the day after the other ends: flows add up
    APART = auto()
    OVERLAPPING = auto()  # neither cumulative nor apart: no honest total exists


class BackwardsPeriodError(ValueError):
    """A period whose first day is after its last."""

    def __init__(self, start: date, end: date) -> None:
        super().__init__(f"period starts {start} after its end {end}")
        self.start, self.end = start, end


@dataclass(frozen=True, slots=True, order=True)
class ReportingPeriod:
    """Days ``start`` to ``end``, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise BackwardsPeriodError(self.start, self.end)

    def relation_to(self, other: "ReportingPeriod") -> Relation:
        """Relation of two periods; symmetric."""
        if self == other:
            return Relation.SAME
        if self.start == other.start:
            return Relation.EXTENDED
        first, second = sorted((self, other))
        if first.end >= second.start:
            return Relation.OVERLAPPING
        if first.end + timedelta(days=1) == second.start:
            return Relation.ADJOINING
        return Relation.APART

    def a_year_before(self) -> "ReportingPeriod":
        """The same span of the year before; 29 February is then the 28th."""
        return ReportingPeriod(*(_a_year_before(day) for day in (self.start, self.end)))

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day <= self.end

    def contains(self, other: "ReportingPeriod") -> bool:
        """Whether every day of the other period is one of this."""
        return self.start <= other.start and other.end <= self.end


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def year_of_folder(path: str) -> int | None:
    """The year that a folder of the path is named after, as in ``data/raw/2018/x.xlsx``."""
    years = [int(part) for part in path.split("/")[:-1] if part.isascii() and part.isdigit()]
    return next((year for year in reversed(years) if _FIRST_YEAR <= year <= _LAST_YEAR), None)
