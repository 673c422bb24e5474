"""A submission against what the register counts already, and against the calendar."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from welfare_stats.findings import CellRef, Finding, FindingKind, kinds
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.vietnamese import format_date

Scope = tuple[str, str]
"""What a submission is the whole statement of: a form, and a facility ("" where it has none)."""

_SENT_AHEAD = timedelta(days=31)  # reports of the year are due on its last day


@dataclass(frozen=True, slots=True)
class EarlierStatement:
    """What an accepted submission of the same unit states; ``figures`` is how many numbers."""

    scope: Scope
    period: ReportingPeriod
    path: str
    figures: int
    in_this_run: bool = False


@dataclass(frozen=True, slots=True)
class ScopeElsewhere:
    """A scope that another unit's accepted file states as well."""

    scope: Scope
    period: ReportingPeriod
    unit: str
    path: str


def facilities_are_of_one_unit(
    period: ReportingPeriod, elsewhere: Iterable[ScopeElsewhere]
) -> Iterator[Finding]:
    """A facility that reports itself is not reported by its district as well."""
    for other in elsewhere:
        if other.period == period:
            yield kinds.FACILITY_OF_TWO_UNITS.at(
                None,
                form=other.scope[0],
                facility=other.scope[1],
                other=other.path,
                unit=other.unit,
            )


def period_is_over(
    period: ReportingPeriod, cell: CellRef | None, received_on: date
) -> Iterator[Finding]:
    """Nobody knows the figures of days to come; the period stands in ``cell``."""
    if period.end > received_on + _SENT_AHEAD:
        yield kinds.PERIOD_NOT_OVER.at(
            cell, end=format_date(period.end), received=format_date(received_on)
        )


def period_fits_earlier_ones(
    scopes: Mapping[Scope, int],
    period: ReportingPeriod,
    cell: CellRef | None,
    path: str,
    earlier: Iterable[EarlierStatement],
) -> Iterator[Finding]:
    """Periods of one unit and form repeat, extend, adjoin or lie apart; a repetition is said.

    A file that replaces its own earlier content under the same name corrects its period.

    Args:
        scopes: what the submission states, with the number of figures of each.
        period: its period.
        cell: where the period stands.
        path: its name in the register.
        earlier: what the register counts of the same unit.
    """
    for other in earlier:
        if other.scope not in scopes:
            continue
        form = other.scope[0]
        overlap = period.overlap_with(other.period)
        if overlap is Overlap.SAME:
            yield from _replacement(form, scopes[other.scope], path, other)
        elif other.period.contains(period) and other.path != path:
            kind = kinds.WITHIN_LONGER if overlap is Overlap.SAME_START else kinds.PERIOD_OVERLAPS
            yield _overlap(kind, form, period, cell, other)
        elif (
            overlap is Overlap.PARTIAL and other.path != path and not period.contains(other.period)
        ):
            yield _overlap(kinds.PERIOD_OVERLAPS, form, period, cell, other)


def _overlap(
    kind: FindingKind,
    form: str,
    period: ReportingPeriod,
    cell: CellRef | None,
    other: EarlierStatement,
) -> Finding:
    return kind.at(
        cell,
        start=format_date(period.start),
        end=format_date(period.end),
        other_start=format_date(other.period.start),
        other_end=format_date(other.period.end),
        form=form,
        other=other.path,
    )


def _replacement(form: str, figures: int, path: str, other: EarlierStatement) -> Iterator[Finding]:
    if other.in_this_run:
        yield kinds.REPLACES_IN_SAME_RUN.at(None, form=form, other=other.path)
    elif other.path != path:
        yield kinds.REPLACES.at(None, form=form, other=other.path)
    if figures < other.figures:
        yield kinds.FEWER_FIGURES.at(
            None, form=form, count=figures, before=other.figures, other=other.path
        )
