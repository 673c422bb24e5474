"""What of the register bears on a file, gathered in one place: from memory, and by few queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from welfare_stats.analyse.holders import holders_on_the_eve
from welfare_stats.clock import local_day
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.pipeline.neighbours import Neighbours
from welfare_stats.register import Register, RegisterState, Statement
from welfare_stats.validate.reference import (
    ClosedYear,
    EarlierFigures,
    EarlierStatement,
    NeighbourFigures,
    PersonElsewhere,
    Reference,
    ReplacedContent,
    ScopeElsewhere,
    WithdrawnFile,
)
from welfare_stats.validate.verdict import Assessment

_MOST_EARLIER = 3  # periods with whose figures those of a file are compared
_MOST_NEIGHBOURS = 5
_SHARING_DAYS = (Overlap.SAME_START, Overlap.PARTIAL)


def reference_for(
    register: Register,
    state: RegisterState,
    file: ReceivedFile,
    assessment: Assessment,
    neighbours: Neighbours,
    catalogue: Catalogue,
    *,
    since: int = 0,
) -> Reference:
    """What stands that the file is to be compared with; nothing that it said itself before.

    Args:
        register: asked for numbers and people.
        state: what follows from the register's history.
        file: the file at hand.
        assessment: the verdict on it by itself.
        neighbours: finds files with the same numbers.
        catalogue: tells which units took over others.
        since: the last entry before this run; what came after it is of the run itself.
    """
    unit, period = assessment.unit, assessment.period
    if period is None:
        return Reference()
    closed = _closed(state, period.end.year)
    if unit is None:
        return Reference(closed=closed)
    own = [
        statement
        for statement in state.standing.statements(unit)
        if state.receipts[statement.receipt].sha256 != file.sha256
    ]
    same = [
        statement
        for statement in own
        if statement.period == period
        and statement.scope in assessment.scopes
        and statement.is_estimate is assessment.is_estimate
    ]
    actual = [statement for statement in own if not statement.is_estimate]
    wanted = _Wanted(assessment, period, actual, file.name)
    asked = _scopes_of([*wanted.statements_to_compare(), *same])
    found = register.figures(asked) if asked else {}
    return Reference(
        earlier=[
            EarlierStatement(
                s.scope,
                s.period,
                s.path,
                s.figures,
                in_this_run=s.receipt > since,
                is_estimate=s.is_estimate,
            )
            for s in own
        ],
        replaced=_replaced(register, same, found),
        same_period=wanted.figures(wanted.is_same_period, found, same_scope=False),
        before=_before(
            register,
            state,
            wanted.figures(wanted.is_up_to_the_eve, found),
            unit,
            holders_on_the_eve(catalogue, unit, period.start),
            period.start - timedelta(days=1),
        ),
        shorter=wanted.figures(wanted.is_shorter, found),
        last_year=wanted.figures(wanted.is_last_year, found),
        corrected=[] if assessment.is_estimate else wanted.figures(wanted.is_its_own, found),
        earlier_periods=wanted.figures(wanted.is_earlier, found),
        neighbours=_neighbours(register, state, file, assessment, neighbours),
        elsewhere=list(_elsewhere(state, unit, assessment.scopes)),
        people=_people(register, state, unit, assessment),
        withdrawn=_withdrawn(state, file, unit),
        closed=closed,
        closed_beside=_closed_beside(state, file, assessment, own),
    )


def _closings_of_others(
    register: Register, state: RegisterState, holders: Iterable[str], eve: date
) -> list[EarlierFigures] | None:
    """What other units stated up to the eve; ``None`` where one of them did not, or estimated."""
    figures: list[EarlierFigures] = []
    for unit in sorted(holders):
        ended = [s for s in state.standing.statements(unit) if s.period.end == eve]
        if not ended or any(statement.is_estimate for statement in ended):
            return None
        found = register.figures(_scopes_of(ended))
        figures += [EarlierFigures(s.path, s.period, found.get(s.receipt, ())) for s in ended]
    return figures


def _before(
    register: Register,
    state: RegisterState,
    own: list[EarlierFigures],
    unit: str,
    holders: frozenset[str] | None,
    eve: date,
) -> list[EarlierFigures]:
    """The closings of all who had the people of a unit on the eve; none if one of them lacks."""
    if holders == frozenset({unit}):
        return own
    if holders is None or (unit in holders and not own):
        return []
    others = _closings_of_others(register, state, holders - {unit}, eve)
    return [] if others is None else [_added_up([*own, *others])]


def _added_up(figures: Sequence[EarlierFigures]) -> EarlierFigures:
    """The numbers of several units as those of one."""
    sums: dict[object, Observation] = {}
    for one in figures:
        for number in one.observations:
            same = sums.get(number.number)
            sums[number.number] = (
                number if same is None else same._replace(value=same.value + number.value)
            )
    paths = "”, “".join(dict.fromkeys(one.path for one in figures))
    return EarlierFigures(paths, figures[0].period, list(sums.values()))


def _closed(state: RegisterState, year: int) -> ClosedYear | None:
    closing = state.closing_of(year)
    return None if closing is None else ClosedYear(year, local_day(closing.recorded_at))


def _closed_beside(
    state: RegisterState, file: ReceivedFile, assessment: Assessment, own: Sequence[Statement]
) -> ClosedYear | None:
    """Another closed year, of which the file would replace or withdraw something by its name."""
    if not state.closed_years() or assessment.period is None:
        return None
    corrected = [
        statement
        for statement in own
        if statement.scope in assessment.scopes
        and assessment.period.overlap_with(statement.period) in _SHARING_DAYS
    ]
    last = state.standing.last_under(file.name)
    is_of_another = last is not None and last.unit is not None and last.unit != assessment.unit
    withdrawn = state.standing.statements(last.unit) if last and is_of_another else ()
    for statement in (*corrected, *withdrawn):
        year = statement.period.end.year
        closed = _closed(state, year)
        if statement.path == file.name and closed and year != assessment.period.end.year:
            return closed
    return None


def _scopes_of(statements: Sequence[Statement]) -> dict[int, set[Scope]]:
    scopes: dict[int, set[Scope]] = defaultdict(set)
    for statement in statements:
        scopes[statement.receipt].add(statement.scope)
    return scopes


@dataclass(frozen=True)
class _Wanted:
    """Which earlier statements of the unit have numbers to compare with, and for what.

    None of them is an estimate; an estimate is compared only with those up to the eve.
    """

    assessment: Assessment
    period: ReportingPeriod
    statements: Sequence[Statement]
    path: str

    def is_same_period(self, other: ReportingPeriod) -> bool:
        return other == self.period and not self.assessment.is_estimate

    def is_up_to_the_eve(self, other: ReportingPeriod) -> bool:
        return other.end == self.period.start - timedelta(days=1)

    def is_shorter(self, other: ReportingPeriod) -> bool:
        is_longer = other.start == self.period.start and other.end < self.period.end
        return is_longer and not self.assessment.is_estimate

    def is_last_year(self, other: ReportingPeriod) -> bool:
        return other == self.period.a_year_before() and not self.assessment.is_estimate

    def is_its_own(self, other: ReportingPeriod) -> bool:
        return other == self.period

    def is_earlier(self, other: ReportingPeriod) -> bool:
        return other in self.earlier_periods

    @cached_property
    def earlier_periods(self) -> frozenset[ReportingPeriod]:
        """The latest periods that ended before, and the same one of the year before.

        An earlier content of the same file is left out: this one may correct its period.
        """
        if self.assessment.is_estimate:
            return frozenset()
        ended = {
            statement.period
            for statement in self.statements
            if statement.period.end < self.period.end
            and statement.path != self.path
            and statement.scope in self.assessment.scopes
        }
        latest = sorted(ended, key=lambda period: (period.end, period.start))[-_MOST_EARLIER:]
        return frozenset(latest) | (ended & {self.period.a_year_before()})

    def _chosen(
        self, is_wanted: Callable[[ReportingPeriod], bool], *, same_scope: bool
    ) -> list[Statement]:
        return [
            statement
            for statement in self.statements
            if is_wanted(statement.period)
            and (statement.scope in self.assessment.scopes) is same_scope
        ]

    def statements_to_compare(self) -> Iterator[Statement]:
        """Every statement whose numbers are wanted for some comparison."""
        yield from self._chosen(self.is_same_period, same_scope=False)
        yield from self._chosen(self.is_up_to_the_eve, same_scope=True)
        yield from self._chosen(self.is_shorter, same_scope=True)
        yield from self._chosen(self.is_last_year, same_scope=True)
        yield from self._chosen(self.is_earlier, same_scope=True)

    def figures(
        self,
        is_wanted: Callable[[ReportingPeriod], bool],
        found: Mapping[int, Sequence[Observation]],
        *,
        same_scope: bool = True,
    ) -> list[EarlierFigures]:
        """The numbers of the statements wanted for one comparison, file by file."""
        chosen = self._chosen(is_wanted, same_scope=same_scope)
        scopes = _scopes_of(chosen)
        files = {statement.receipt: statement for statement in chosen}
        return [
            EarlierFigures(
                statement.path,
                statement.period,
                [number for number in found.get(receipt, ()) if number.scope in scopes[receipt]],
            )
            for receipt, statement in files.items()
        ]


def _replaced(
    register: Register, same: Sequence[Statement], found: Mapping[int, Sequence[Observation]]
) -> list[ReplacedContent]:
    return [
        ReplacedContent(
            statement.scope,
            statement.path,
            frozenset(
                number.case_type
                for number in found.get(statement.receipt, ())
                if number.scope == statement.scope
            ),
            _cases(register, statement),
        )
        for statement in same
    ]


def _cases(register: Register, statement: Statement) -> list[frozenset[tuple[int, str]]]:
    """The cases of a list in a statement, each with its keys."""
    form, facility = statement.scope
    if not FORMS[form].is_list:
        return []
    cases: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for record, key, of_facility, case_type in register.records(statement.receipt):
        if of_facility == facility:
            cases[record].add((key, case_type))
    return [frozenset(keys) for keys in cases.values()]


def _neighbours(
    register: Register,
    state: RegisterState,
    file: ReceivedFile,
    assessment: Assessment,
    neighbours: Neighbours,
) -> list[NeighbourFigures]:
    """The numbers of other units' files that share enough with the file and still count.

    An earlier content of the same file is left out: this one may correct whose it is.
    """
    if assessment.is_estimate or assessment.period is None or not assessment.observations:
        return []
    forms = {form for form, _ in assessment.scopes}
    wanted: dict[int, set[Scope]] = {}
    for number in neighbours.alike(assessment.period, assessment.observations):
        receipt = state.receipts.get(number)
        if receipt is None or receipt.path == file.name or receipt.unit == assessment.unit:
            continue
        scopes = {scope for scope in state.standing.scopes_of(receipt) if scope[0] in forms}
        if scopes and len(wanted) < _MOST_NEIGHBOURS:
            wanted[number] = scopes
    return [
        NeighbourFigures(state.receipts[number].unit or "", state.receipts[number].path, figures)
        for number, figures in (register.figures(wanted) if wanted else {}).items()
    ]


def _elsewhere(
    state: RegisterState, unit: str, scopes: Mapping[Scope, int]
) -> Iterator[ScopeElsewhere]:
    of_facilities = {scope for scope in scopes if scope[1]}
    for other in sorted(state.standing.units_with(of_facilities) - {unit}):
        for statement in state.standing.statements(other):
            if statement.scope in of_facilities:
                yield ScopeElsewhere(statement.scope, statement.period, other, statement.path)


def _people(
    register: Register, state: RegisterState, unit: str, assessment: Assessment
) -> list[PersonElsewhere]:
    found: list[PersonElsewhere] = []
    if not assessment.pseudonyms.key or not _others_send_lists(state, unit):
        return found
    for key, first, last, number in register.seen(assessment.pseudonyms.key, but_of=unit):
        receipt = state.receipts[number]
        stands = any(FORMS[form].is_list for form, _ in state.standing.scopes_of(receipt))
        if stands and receipt.unit is not None:
            found.append(PersonElsewhere(key, first, last, receipt.unit, receipt.path))
    return found


def _others_send_lists(state: RegisterState, unit: str) -> bool:
    scopes = [scope for scope in state.standing.scopes() if FORMS[scope[0]].is_list]
    return bool(state.standing.units_with(scopes) - {unit})


def _withdrawn(state: RegisterState, file: ReceivedFile, unit: str) -> WithdrawnFile | None:
    last = state.standing.last_under(file.name)
    if last is None or last.unit is None or last.unit == unit or last.sha256 == file.sha256:
        return None
    return WithdrawnFile(last.unit, last.sha256)
