"""Which numbers changed between two moments or two years, and why: the history is replayed.

Each entry of the register between the two moments may change which statements count. What it takes
out and puts in is applied cause by cause, and the numbers are worked out again after each; only of
the units concerned, unless their numbers hang on those of others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from welfare_stats.analyse.causes import by_cause
from welfare_stats.analyse.comparison import definition_of
from welfare_stats.analyse.revision import (
    Cause,
    NumberChange,
    Step,
    changes_over,
    numbers_of,
    year_parts,
)
from welfare_stats.analyse.selection import Asked, chosen_statements
from welfare_stats.analyse.succession import groups_across
from welfare_stats.analyse.totals import NumberKey, Results, each_number_once, results_of
from welfare_stats.design.catalogue import CaseTypeKind, Catalogue
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.pipeline.as_of import Moment, catalogue_of
from welfare_stats.pipeline.compiling import Compiled, observations_of_statements
from welfare_stats.register import (
    CatalogueChange,
    Entry,
    Register,
    RegisterState,
    Statement,
    state_after,
)
from welfare_stats.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _View:
    """What counts at a moment, and the code lists that hold."""

    statements: Sequence[Statement]
    catalogue: Catalogue

    def period(self, asked: Asked) -> ReportingPeriod | None:
        """The days that the numbers cover; ``None`` where there are none."""
        if asked.period is not None:
            return asked.period
        days = [statement.period for statement in self.statements if statement.figures]
        if not days:
            return None
        return ReportingPeriod(min(d.start for d in days), max(d.end for d in days))


def changes_between(
    workspace: Workspace,
    register: Register,
    asked: Asked,
    first: Moment,
    last: Moment,
    sent: Mapping[NumberKey, float] | None = None,
) -> list[NumberChange]:
    """The numbers that changed from one moment to a later one, each with the reasons.

    Args:
        workspace: the office's workspace.
        register: its register.
        asked: the year or period.
        first: the earlier moment.
        last: the later one.
        sent: the numbers as they were printed at the first, where they are known.
    """
    entries = register.history().entries
    state = state_after(entry for entry in entries if entry.id <= first.last)
    replay = _Replay(workspace, register, asked, entries, first.catalogue, last.catalogue)
    start = _View(chosen_statements(state.standing.statements(), asked), first.catalogue)
    later = [entry for entry in entries if first.last < entry.id <= last.last]
    steps = list(replay.steps(state, start, later))
    end = replay.view_after_all(state, last.catalogue)
    before, after = (numbers_of(replay.numbers(view)) for view in (start, end))
    return changes_over(before if sent is None else sent, after, steps)


@dataclass(slots=True)
class _Replay:
    workspace: Workspace
    register: Register
    asked: Asked
    entries: Sequence[Entry]
    first: Catalogue
    last: Catalogue
    _frames: dict[Statement, pd.DataFrame] = field(default_factory=dict)

    def steps(self, state: RegisterState, start: _View, later: Iterable[Entry]) -> Iterator[Step]:
        """What each entry changed; ``state`` goes on to after the last of them."""
        view, number = start, 0
        for entry in later:
            state.take(entry)
            number = entry.id
            for cause, following in self._views_after(view, entry, state):
                yield self._step(cause, entry.id, view, following)
                view = following
        # The code lists may have been edited since the register kept them last.
        for cause, following in _catalogues(view, self.last):
            yield self._step(cause, number, view, following)
            view = following

    def view_after_all(self, state: RegisterState, catalogue: Catalogue) -> _View:
        return _View(chosen_statements(state.standing.statements(), self.asked), catalogue)

    def _views_after(
        self, view: _View, entry: Entry, state: RegisterState
    ) -> Iterator[tuple[Cause, _View]]:
        if isinstance(entry, CatalogueChange):
            known = [other for other in self.entries if other.id <= entry.id]
            kept = catalogue_of(known, self.workspace, self.register, self.last)
            yield from _catalogues(view, kept)
            return
        chosen = chosen_statements(state.standing.statements(), self.asked)
        if set(chosen) == set(view.statements):
            return
        for cause, removed, added in by_cause(entry, view.statements, chosen):
            left = [s for s in view.statements if s not in removed]
            view = replace(view, statements=[*left, *added])
            yield cause, view

    def _step(self, cause: Cause, entry: int, before: _View, after: _View) -> Step:
        units = self._units_concerned(before, after)
        return Step(cause, entry, self.numbers(before, units), self.numbers(after, units))

    def _units_concerned(self, before: _View, after: _View) -> set[str] | None:
        """Whose numbers may differ; ``None`` for all."""
        days = before.period(self.asked)
        is_same_time = days is not None and days == after.period(self.asked)
        if not is_same_time or before.catalogue is not after.catalogue:
            return None
        if days is not None and after.catalogue.during(days).successions:
            return None
        return {_owner(s) for s in set(before.statements) ^ set(after.statements)}

    def numbers(self, view: _View, units: set[str] | None = None) -> Results:
        """The numbers of a view, or only those of some units and facilities."""
        wanted = [s for s in view.statements if units is None or _owner(s) in units]
        frames = [self._frame(statement) for statement in wanted]
        days = view.period(self.asked) or calendar_year(self.asked.year)
        codes = view.catalogue.during(days)
        observations = pd.concat(frames, ignore_index=True) if frames else self._no_numbers()
        return results_of(each_number_once(observations), codes, days)

    def _frame(self, statement: Statement) -> pd.DataFrame:
        if statement not in self._frames:
            self._frames[statement] = observations_of_statements(self.register, [statement])
        return self._frames[statement]

    def _no_numbers(self) -> pd.DataFrame:
        return observations_of_statements(self.register, [])


def _owner(statement: Statement) -> str:
    return statement.scope[1] or statement.unit


def _catalogues(view: _View, after: Catalogue) -> Iterator[tuple[Cause, _View]]:
    """A change of the code lists: first that of the units, then that of all else."""
    before = view.catalogue
    if before is after or before.fingerprint == after.fingerprint:
        return
    units = replace(
        before, units=after.units, successions=after.successions, deadlines=after.deadlines
    )
    yield Cause.UNITS, replace(view, catalogue=units)
    yield Cause.DEFINITION, replace(view, catalogue=after)


def changes_between_years(before: Compiled, after: Compiled, both: Catalogue) -> list[NumberChange]:
    """The numbers of the province that changed from one year to another, each with the reasons."""
    days = ReportingPeriod(before.period.start, after.period.end)
    codes = {*before.codes.case_types, *after.codes.case_types}
    return year_parts(
        before.results,
        after.results,
        groups_across(both.during(days).successions),
        years_on=after.period.end.year - before.period.end.year,
        redefined=[
            code
            for code in codes
            if definition_of(before.codes, code) != definition_of(after.codes, code)
        ],
        stocks=[
            code for code, row in after.codes.case_types.items() if row.kind is CaseTypeKind.STOCK
        ],
    )
