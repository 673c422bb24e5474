"""The span of days that a submission covers, and how two such spans overlap."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto


class Overlap(Enum):
    """Which days two periods share; decides whether their numbers replace, add up or clash."""

    SAME = auto()
    SAME_START = auto()  # cumulative: the longer one contains and replaces the shorter
    ADJOINING = auto()  # one starts the day after the other ends: flows add up
    APART = auto()  # no day in common, and days between them
    PARTIAL = auto()  # some days in common, different starts: no correct total exists


class BackwardsPeriodError(ValueError):
    """A period whose first day is after its last."""

    def __init__(self, start: date, end: date) -> None:
        super().__init__(f"period starts {start} after its end {end}")
        self.start, self.end = start, end


@dataclass(frozen=True, slots=True, order=True)
class ReportingPeriod:
    """The days from ``start`` to ``end``, both included.

    Raises:
        BackwardsPeriodError: ``start`` is after ``end``.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise BackwardsPeriodError(self.start, self.end)

    def overlap_with(self, other: "ReportingPeriod") -> Overlap:
        """How the two periods overlap; symmetric.

        >>> half = ReportingPeriod(date(2018, 1, 1), date(2018, 6, 30))
        >>> half.overlap_with(ReportingPeriod(date(2018, 1, 1), date(2018, 12, 31))).name
        'SAME_START'
        >>> half.overlap_with(ReportingPeriod(date(2018, 7, 1), date(2018, 12, 31))).name
        'ADJOINING'
        >>> half.overlap_with(ReportingPeriod(date(2018, 3, 1), date(2018, 4, 30))).name
        'PARTIAL'
        """
        if self == other:
            return Overlap.SAME
        if self.start == other.start:
            return Overlap.SAME_START
        first, second = sorted((self, other))
        if first.end >= second.start:
            return Overlap.PARTIAL
        if first.end + timedelta(days=1) == second.start:
            return Overlap.ADJOINING
        return Overlap.APART

    def a_year_before(self) -> "ReportingPeriod":
        """The same span one year earlier; 29 February becomes 28 February."""
        return ReportingPeriod(*(_a_year_before(day) for day in (self.start, self.end)))

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day <= self.end

    def contains(self, other: "ReportingPeriod") -> bool:
        """Whether every day of the other period lies in this one."""
        return self.start <= other.start and other.end <= self.end

    def common_with(self, other: "ReportingPeriod") -> "ReportingPeriod | None":
        """The days that lie in both periods; ``None`` where there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return ReportingPeriod(start, end) if start <= end else None


def calendar_year(year: int) -> ReportingPeriod:
    """From the first of January to the last of December."""
    return ReportingPeriod(date(year, 1, 1), date(year, 12, 31))


def _a_year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
