"""What came for a year, what took the place of what, and what was decided, in the order of time.

A file is told under each of its forms, of the unit and for the period that it states; so are the
decisions on it.

>>> from datetime import date, datetime
>>> from welfare_stats.register import Receipt, state_after
>>> from welfare_stats.validate.verdict import Outcome
>>> year = ReportingPeriod(date(2018, 1, 1), date(2018, 12, 31))
>>> def came(number, path):
...     return Receipt(number, datetime(2019, 1, number), path, f"{number}", "", date(2019, 1, 1),
...                    Outcome.ACCEPTED, "170", year, {("HX-01", ""): 30})
>>> entries = [came(1, "a.xlsx"), came(2, "b.xlsx")]
>>> (course,) = year_history(2018, entries, state_after(entries)).courses
>>> [(event.path, event.stands, event.replaces, event.replaced_by) for event in course.events]
[('a.xlsx', False, (), ('b.xlsx',)), ('b.xlsx', True, ('a.xlsx',), ())]
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Decision, Entry, Receipt, RegisterState


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came, as it stands now under one form.

    Attributes:
        stands: whether anything of the form counts.
        replaces: names of files of whose form something gave way to it.
        replaced_by: names of files to which something of the form gave way.
        is_excluded: whether it does not count by decision.
        withdrawn_by: the unit whose file has taken its name.
    """

    receipt: Receipt
    stands: bool = False
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    is_excluded: bool = False
    withdrawn_by: str | None = None

    @property
    def id(self) -> int:
        """The number of its entry."""
        return self.receipt.id

    @property
    def path(self) -> str:
        """The name of the file."""
        return self.receipt.path


Event = Arrival | Decision


@dataclass(frozen=True, slots=True)
class StatementCourse:
    """All that happened to one form of one unit for one period.

    Attributes:
        unit: its code, "" where it is not known who sent.
        form: its code, "" where no form is known.
        period: ``None`` where it is not known.
        events: in the order in which the register came to know them.
    """

    unit: str
    form: str
    period: ReportingPeriod | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class YearHistory:
    """All that happened to a year.

    Attributes:
        closings: when it was closed and reopened.
        is_closed: whether it is closed now.
        courses: unit by unit, in the order in which something first came of each.
    """

    year: int
    closings: tuple[Decision, ...]
    is_closed: bool
    courses: tuple[StatementCourse, ...]


def year_history(
    year: int, entries: Sequence[Entry], state: RegisterState, unit: str | None = None
) -> YearHistory:
    """What happened to a year, of all units or of one.

    Args:
        year: that of the last days of the periods; of a file without one, that of its folder.
        entries: all entries of the register.
        state: what follows from them.
        unit: the code of the unit.
    """
    receipts = [
        entry
        for entry in entries
        if isinstance(entry, Receipt) and entry.year == year and unit in (None, entry.unit)
    ]
    decisions = [entry for entry in entries if isinstance(entry, Decision)]
    by_content: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_content[decision.sha256].append(decision)
    teller = _Teller(state, *_replacements(state, receipts), by_content)
    by_course: dict[tuple[str, str, ReportingPeriod | None], list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        for form in receipt.forms or ("",):
            by_course[receipt.unit or "", form, receipt.period].append(receipt)
    courses = [
        StatementCourse(*key, teller.events(key[1], of_course))
        for key, of_course in by_course.items()
    ]
    return YearHistory(
        year,
        tuple(decision for decision in decisions if decision.year == year),
        state.closing_of(year) is not None,
        tuple(courses),
    )


_Others = dict[tuple[int, str], list[int]]
"""Receipts, by another receipt and one of its forms."""


def _replacements(state: RegisterState, receipts: Iterable[Receipt]) -> tuple[_Others, _Others]:
    """What each receipt replaces of a form, and by what it is replaced."""
    replaces: _Others = defaultdict(list)
    replaced_by: _Others = defaultdict(list)
    for receipt in receipts:
        for (form, _), other in state.standing.replaced_by(receipt).items():
            replaces[other, form].append(receipt.id)
            replaced_by[receipt.id, form].append(other)
    return replaces, replaced_by


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells what became of files."""

    state: RegisterState
    replaces: _Others
    replaced_by: _Others
    decisions: Mapping[str, Sequence[Decision]]

    def events(self, form: str, receipts: Sequence[Receipt]) -> tuple[Event, ...]:
        """The files and the decisions on them, in their order."""
        contents = dict.fromkeys(receipt.sha256 for receipt in receipts)
        decisions = (decision for of in contents for decision in self.decisions.get(of, ()))
        arrivals = (self._arrival(form, receipt) for receipt in receipts)
        return tuple(sorted([*arrivals, *decisions], key=lambda event: event.id))

    def _arrival(self, form: str, receipt: Receipt) -> Arrival:
        if not receipt.is_accepted:
            return Arrival(receipt)
        standing = self.state.standing
        is_excluded = standing.exclusion_of(receipt.sha256) is not None
        taken = None if is_excluded else standing.withdrawn_by(receipt)
        return Arrival(
            receipt,
            any(scope[0] == form for scope in standing.scopes_of(receipt)),
            self._names(self.replaces.get((receipt.id, form), ())),
            self._names(self.replaced_by.get((receipt.id, form), ())),
            is_excluded,
            taken.unit if taken else None,
        )

    def _names(self, receipts: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.state.receipts[number].path for number in receipts))
