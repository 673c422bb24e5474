"""One place reads the clock; moments are UTC and days those of the office."""

import datetime as dt
import re
import time
from collections.abc import Iterator

import pytest

from conftest import REPOSITORY
from welfare_stats.clock import local, local_day

SOURCES = REPOSITORY / "src" / "welfare_stats"
READS_THE_CLOCK = re.compile(
    r"\.(?:today|now|utcnow)\(|\btime\.(?:time|time_ns|localtime|gmtime|ctime)\b"
    r"|\bfrom time import (?!monotonic\b|perf_counter\b|sleep\b)"
)


@pytest.fixture
def in_vietnam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as context:
        context.setenv("TZ", "<+07>-7")
        time.tzset()
        yield
    time.tzset()


def test_nothing_else_reads_the_clock() -> None:
    reading = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if READS_THE_CLOCK.search(path.read_text("utf-8"))
    }
    assert reading == {"clock.py"}


@pytest.mark.usefixtures("in_vietnam")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (dt.datetime(2018, 12, 31, 16, 59, 59), dt.date(2018, 12, 31)),
        (dt.datetime(2018, 12, 31, 17), dt.date(2019, 1, 1)),  # midnight here
    ],
)
def test_the_day_of_a_moment_is_the_day_here(moment: dt.datetime, day: dt.date) -> None:
    assert local_day(moment) == day


@pytest.mark.usefixtures("in_vietnam")
def test_the_clocks_here_say_their_zone() -> None:
    assert local(dt.datetime(2018, 9, 3, 1, 30)).isoformat() == "2018-09-03T08:30:00+07:00"
