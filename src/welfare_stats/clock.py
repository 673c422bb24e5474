"""The only place that reads the clock.

A moment is UTC and carries no zone, as the register keeps it; a day is the day here, where the
office is, which at seven in the morning in Thái Nguyên has just begun in Greenwich.
"""

from datetime import UTC, date, datetime, time


def now_utc() -> datetime:
    """This moment."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """The day it is here."""
    return local_day(now_utc())


def local(moment: datetime) -> datetime:
    """A moment as the clocks here show it, with their zone."""
    return moment.replace(tzinfo=UTC).astimezone()


def local_day(moment: datetime) -> date:
    """The day that it was here at a moment."""
    return local(moment).date()


def end_of_day(day: date) -> datetime:
    """The last moment of a day here."""
    last = datetime.combine(day, time.max).astimezone()
    return last.astimezone(UTC).replace(tzinfo=None)
