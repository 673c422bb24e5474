"""Checks of the period of a submission: against the calendar, and against what stands already."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from welfare_stats.findings import CellRef, Finding, FindingKind, kinds
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.vietnamese import format_date

Scope = tuple[str, str]
"""A form and the code of a facility ("" on forms without facilities).

A submission is the whole statement of each of its scopes: what it leaves blank is not reported.
"""

_SENT_AHEAD = timedelta(days=31)  # a year's report is due on its last day, so it is sent before


@dataclass(frozen=True, slots=True)
class EarlierStatement:
    """What a submission of the same unit states of one scope; it stands.

    Attributes:
        scope: form and facility.
        period: the days that it covers.
        path: name of the file in the register.
        figures: how many numbers it states.
        in_this_run: whether it came in the same run as the file that is compared with it.
    """

    scope: Scope
    period: ReportingPeriod
    path: str
    figures: int
    in_this_run: bool = False


@dataclass(frozen=True, slots=True)
class ScopeElsewhere:
    """A scope of the file that stands in a file of another unit too."""

    scope: Scope
    period: ReportingPeriod
    unit: str
    path: str


def facilities_are_of_one_unit(
    period: ReportingPeriod, elsewhere: Iterable[ScopeElsewhere]
) -> Iterator[Finding]:
    """Report facilities that another unit reports for the same period too."""
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
    """Report a period that ends long after the day of receipt; ``cell`` is where it is written."""
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
    """Report periods that overlap those of the same unit and scope, and what the file replaces.

    A period may repeat an earlier one (the file is then a correction), contain it, adjoin it or lie
    apart from it. Any other overlap is reported, except with earlier content of the same file: then
    the file corrects its period.

    Args:
        scopes: what the submission states, with the number of figures of each.
        period: its period.
        cell: where the period is written.
        path: its name in the register.
        earlier: what stands of the same unit.
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
