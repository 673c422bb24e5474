"""What stands in the register that a file is compared with, gathered once a file."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.period import ReportingPeriod


@dataclass(frozen=True, slots=True)
class EarlierStatement:
    """A statement of the same unit that stands; ``figures`` is how many numbers it has.

    ``is_estimate`` is set of one that gives way to the actual numbers.
    """

    scope: Scope
    period: ReportingPeriod
    path: str
    figures: int
    in_this_run: bool = False
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class ReplacedContent:
    """What a statement says that the file would replace: its case types, and cases of lists.

    ``cases`` has the keys (person and case type) of each case.
    """

    scope: Scope
    path: str
    case_types: frozenset[str]
    cases: Sequence[frozenset[tuple[int, str]]] = ()


@dataclass(frozen=True, slots=True)
class EarlierFigures:
    """The numbers of one file of the same unit that stand for another period or form."""

    path: str
    period: ReportingPeriod
    observations: Sequence[Observation]


@dataclass(frozen=True, slots=True)
class NeighbourFigures:
    """The numbers of another unit's file that stand for the same period."""

    unit: str
    path: str
    observations: Sequence[Observation]


@dataclass(frozen=True, slots=True)
class ScopeElsewhere:
    """A scope of which another unit's file is a statement that stands as well."""

    scope: Scope
    period: ReportingPeriod
    unit: str
    path: str


@dataclass(frozen=True, slots=True)
class PersonElsewhere:
    """A person whom another unit's list has as well, from month to month (201803)."""

    key: int
    first_month: int
    last_month: int
    unit: str
    path: str


@dataclass(frozen=True, slots=True)
class WithdrawnFile:
    """The file of another unit that came earlier under the same name."""

    unit: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """A year for which nothing is taken in any more, and the day on which that was decided."""

    year: int
    closed_on: date


@dataclass(frozen=True, slots=True)
class Reference:
    """All that bears on one file.

    Of statements to compare its numbers with, estimates are left out; and an estimate is compared
    only with what was before its period.

    Attributes:
        earlier: statements of the same unit that stand.
        replaced: what those of them say that the file would replace.
        same_period: numbers of other forms and facilities of the unit for the same period.
        before: those up to the day before its period, for its own forms and facilities.
        shorter: those from the same day on to an earlier one.
        last_year: those of the same span a year before.
        corrected: those that the file would replace.
        earlier_periods: those of the latest periods that ended before its own.
        neighbours: those of other units, of the same period, that are much like its own.
        elsewhere: the same facilities in files of other units.
        people: the same people in their lists.
        withdrawn: the file of another unit whose name this one has taken.
        closed: the year of its period, where that is closed.
        closed_beside: another closed year, whose figures it would change by its name.
    """

    earlier: Sequence[EarlierStatement] = ()
    replaced: Sequence[ReplacedContent] = ()
    same_period: Sequence[EarlierFigures] = ()
    before: Sequence[EarlierFigures] = ()
    shorter: Sequence[EarlierFigures] = ()
    last_year: Sequence[EarlierFigures] = ()
    corrected: Sequence[EarlierFigures] = ()
    earlier_periods: Sequence[EarlierFigures] = ()
    neighbours: Sequence[NeighbourFigures] = ()
    elsewhere: Sequence[ScopeElsewhere] = ()
    people: Sequence[PersonElsewhere] = ()
    withdrawn: WithdrawnFile | None = None
    closed: ClosedYear | None = None
    closed_beside: ClosedYear | None = None


def pairs(
    own: Iterable[Observation],
    earlier: Iterable[EarlierFigures],
    what: Callable[[Observation], Hashable],
) -> Iterator[tuple[Observation, Observation, EarlierFigures]]:
    """Each own number with every earlier one that is of the same, and the file of the latter.

    Args:
        own: numbers of the file at hand.
        earlier: numbers of other files.
        what: what a number is of, for the purpose of the comparison.
    """
    known: dict[Hashable, list[tuple[Observation, EarlierFigures]]] = defaultdict(list)
    for figures in earlier:
        for observation in figures.observations:
            known[what(observation)].append((observation, figures))
    for observation in own:
        for other, figures in known.get(what(observation), ()):
            yield observation, other, figures
