"""Units and the periods for which they report one after the other, and files that follow others."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import made_up_years as years
from formats import Sheets
from made_up_years import LAST_YEAR, Centre, District, Home, period_of
from oracle import Place
from welfare_stats.period import ReportingPeriod
from workbooks import HOME

Reporter = District | Home | Centre
Past = Sequence[tuple[str, Sheets]]

_DISTRICTS = [
    ("170", "Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai"),
    ("171", "Phòng Lao động - Thương binh và Xã hội huyện Đại Từ"),
    ("169", "Phòng Lao động - Thương binh và Xã hội huyện Đồng Hỷ"),
]
_HOMES = [HOME, ("CSTG-02", "Cơ sở trợ giúp xã hội số 2")]
_NAMES = ("bao cao", "vo nhai", "dai tu", "dong hy", "so lieu")


def _of(year: int, first: int, last: int) -> ReportingPeriod:
    return period_of((year, first), (year, last))


_BEFORE = LAST_YEAR - 1
A_YEAR_LATER = [
    [_of(_BEFORE, 1, 8), _of(LAST_YEAR, 1, 8)],
    [_of(_BEFORE, 1, 12), _of(LAST_YEAR, 1, 12)],
    [_of(_BEFORE, 1, 6), _of(_BEFORE, 1, 12), _of(LAST_YEAR, 1, 6)],
]
NEXT_QUARTER = [
    [_of(LAST_YEAR, 1, 3), _of(LAST_YEAR, 4, 6)],
    [_of(LAST_YEAR, 1, 3), _of(LAST_YEAR, 4, 6), _of(LAST_YEAR, 7, 9)],
]
REST_OF_YEAR = [
    [_of(LAST_YEAR, 1, 6), _of(LAST_YEAR, 7, 8)],
    [_of(LAST_YEAR, 1, 9), _of(LAST_YEAR, 10, 12)],
]
SINCE_JANUARY = [
    [_of(LAST_YEAR, 1, 6), _of(LAST_YEAR, 1, 8)],
    [_of(LAST_YEAR, 1, 3), _of(LAST_YEAR, 1, 6), _of(LAST_YEAR, 1, 9)],
]
CORRECTION = [[_of(LAST_YEAR, 1, 8), _of(LAST_YEAR, 1, 8)]]
ADJOINING = [*NEXT_QUARTER, *REST_OF_YEAR]
EVERY = [*A_YEAR_LATER, *ADJOINING, *SINCE_JANUARY, *CORRECTION]


@dataclass(frozen=True)
class Scene:
    """A unit, others like it, and the periods for which it reports; the last is of the file."""

    reporter: Reporter
    others: Sequence[Reporter]
    periods: Sequence[ReportingPeriod]

    @property
    def period(self) -> ReportingPeriod:
        return self.periods[-1]

    def past(self) -> Past:
        """What came before, each file under a name of its own."""
        own = [(path_of(0, p, n), self.reporter.sheets(p)) for n, p in enumerate(self.periods[:-1])]
        others = [
            (path_of(n, self.period), other.sheets(self.period))
            for n, other in enumerate(self.others, start=1)
        ]
        return [*own, *others]

    def clean(self) -> Sheets:
        return self.reporter.sheets(self.period)

    def before(self) -> Sheets:
        """What the unit sent last."""
        return self.reporter.sheets(self.periods[-2])

    @property
    def is_as_long(self) -> bool:
        lengths = [len(years.months_of(period)) for period in self.periods[-2:]]
        return lengths[0] == lengths[1]


def path_of(number: int, period: ReportingPeriod, version: int = 9) -> str:
    """A name in the register, without its ending; each number is a unit's."""
    return f"data/raw/{period.end.year}/{_NAMES[number]} {version}"


def scene(
    random: Random,
    plans: Sequence[Sequence[ReportingPeriod]],
    kinds: Sequence[type[Reporter]] = (District, Home, Centre),
) -> Scene:
    kind = random.choice(kinds)
    made: Sequence[Reporter]
    if kind is District:
        sizes = [random.choice([30, 200, 1000, 4000, 15000]) for _ in _DISTRICTS]
        made = [
            years.district(unit, size, random) for unit, size in zip(_DISTRICTS, sizes, strict=True)
        ]
    elif kind is Home:
        made = [years.home(unit, random.choice([3, 12, 60, 140, 400]), random) for unit in _HOMES]
    else:
        made = [years.centre(random.choice([0.01, 0.1, 1]), random)]
    return Scene(made[0], made[1:], random.choice(plans))


@dataclass(frozen=True)
class Follower:
    """A file, what stands when it comes, and what is wrong with it."""

    past: Past
    name: str
    sheets: Sheets
    findings: Sequence[Place] = ()
    follows: frozenset[str] = frozenset()
    story: str = "clean"
