"""Checks of the period of a submission: against the calendar, and against what stands already."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import inf

from welfare_stats.collect.observations import Observation, Scope
from welfare_stats.collect.pseudonyms import Pseudonyms
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.findings import CellRef, Finding, FindingKind, Severity, kinds
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.validate.reference import (
    ClosedYear,
    EarlierStatement,
    ReplacedContent,
    ScopeElsewhere,
    WithdrawnFile,
)
from welfare_stats.vietnamese import format_date, format_number

_SENT_AHEAD = timedelta(days=31)  # a year's report is due on its last day, so it is sent before


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
    period: ReportingPeriod, cell: CellRef | None, received_on: date, *, is_estimate: bool = False
) -> Iterator[Finding]:
    """Report a period that ends long after the day of receipt; one of an estimate only must begin.

    Args:
        period: the period.
        cell: where it is written.
        received_on: the day of receipt.
        is_estimate: whether the numbers are estimates.
    """
    if (period.start if is_estimate else period.end - _SENT_AHEAD) > received_on:
        yield kinds.PERIOD_NOT_OVER.at(
            cell, end=format_date(period.end), received=format_date(received_on)
        )


def year_is_open(closed: ClosedYear | None, cell: CellRef | None, office: str) -> Iterator[Finding]:
    """Report a period of a closed year, which ``office`` may open; ``cell`` is where it stands."""
    if closed is not None:
        day = format_date(closed.closed_on)
        yield kinds.PERIOD_CLOSED.at(cell, year=closed.year, day=day, office=office)


def it_changes_no_closed_year(closed_beside: ClosedYear | None) -> Iterator[Finding]:
    """Report a name under which the figures of a closed year would not count any more."""
    if closed_beside is not None:
        yield kinds.NAME_OF_CLOSED_YEAR.at(
            None, year=closed_beside.year, day=format_date(closed_beside.closed_on)
        )


def it_may_be_an_estimate(cell: CellRef | None, *, is_estimate: bool) -> Iterator[Finding]:
    """Mention that the numbers were taken for estimates; ``cell`` is where the period stands."""
    if is_estimate:
        yield kinds.PERIOD_ESTIMATE.at(cell)


def period_fits_earlier_ones(
    scopes: Mapping[Scope, int],
    period: ReportingPeriod,
    cell: CellRef | None,
    path: str,
    earlier: Iterable[EarlierStatement],
    *,
    is_estimate: bool = False,
) -> Iterator[Finding]:
    """Report periods that overlap those of the same unit and scope.

    A period may repeat an earlier one (the file is then a correction), contain it, adjoin it or lie
    apart from it. Any other overlap is reported, except with earlier content of the same file: then
    the file corrects its period. An estimate and actual numbers stand beside each other, but for
    the same period the actual ones alone.

    Args:
        scopes: what the submission states, with the number of figures of each.
        period: its period.
        cell: where the period is written.
        path: its name in the register.
        earlier: what stands of the same unit.
        is_estimate: whether the numbers are estimates.
    """
    for other in earlier:
        if other.scope not in scopes:
            continue
        form = other.scope[0]
        overlap = period.overlap_with(other.period)
        if is_estimate and not other.is_estimate:
            if overlap is Overlap.SAME:
                yield kinds.ESTIMATE_AFTER_ACTUAL.at(cell, form=form, other=other.path)
        elif other.is_estimate and not is_estimate:
            continue
        elif overlap is Overlap.SAME:
            yield from _replacement(form, scopes[other.scope], other)
        elif other.period.contains(period) and other.path != path:
            kind = kinds.WITHIN_LONGER if overlap is Overlap.SAME_START else kinds.PERIOD_OVERLAPS
            yield _overlap(kind, form, period, cell, other)
        elif (
            overlap is Overlap.PARTIAL and other.path != path and not period.contains(other.period)
        ):
            yield _overlap(kinds.PERIOD_OVERLAPS, form, period, cell, other)


def it_replaces_earlier_ones(
    scopes: Collection[Scope],
    period: ReportingPeriod,
    path: str,
    earlier: Iterable[EarlierStatement],
    *,
    is_estimate: bool = False,
) -> Iterator[Finding]:
    """Mention of each file of another name whose figures give way to these, and on which forms.

    Args:
        scopes: what the submission states.
        period: its period.
        path: its name in the register.
        earlier: what stands of the same unit.
        is_estimate: whether the numbers are estimates; they replace no actual ones.
    """
    forms: dict[str, list[str]] = defaultdict(list)
    for other in earlier:
        is_same = other.scope in scopes and other.period == period and other.path != path
        of_this_run = other.in_this_run and other.is_estimate is is_estimate  # which is asked about
        if is_same and not of_this_run and (other.is_estimate or not is_estimate):
            forms[other.path].append(other.scope[0])
    for replaced, of_file in forms.items():
        yield kinds.REPLACES.at(None, forms=", ".join(dict.fromkeys(of_file)), other=replaced)


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


def _replacement(form: str, figures: int, other: EarlierStatement) -> Iterator[Finding]:
    if other.in_this_run:
        yield kinds.REPLACES_IN_SAME_RUN.at(None, form=form, other=other.path)
    if figures < other.figures:
        yield kinds.FEWER_FIGURES.at(
            None, form=form, count=figures, before=other.figures, other=other.path
        )


def it_is_no_part_of_an_earlier_one(
    own: Sequence[Observation],
    people: Pseudonyms,
    replaced: Iterable[ReplacedContent],
    codes: CatalogueAt,
    findings: Sequence[Finding] = (),
) -> Iterator[Finding]:
    """A correction has most of what it replaces; what lacks more than it has is only a part.

    Parts are never added up: the unit sends one file. Lists are compared case by case, forms of
    numbers by their case types. Each cell that could not be read may hide one of them.

    Args:
        own: numbers of the file at hand.
        people: keys of the people in its lists.
        replaced: what it would replace.
        codes: the code lists of the period.
        findings: what is wrong in the file already.
    """
    for earlier in replaced:
        if earlier.cases:
            keys = set(zip(people.key, people.case_type, strict=True))
            lacking = sum(keys.isdisjoint(case) for case in earlier.cases)
            every, words = len(earlier.cases), f"{format_number(lacking)} trường hợp"
            what = "trường hợp"
        else:
            stated = {o.case_type for o in own if o.scope == earlier.scope}
            missing = _in_order(earlier.case_types - stated, codes)
            lacking, every = len(missing), len(earlier.case_types)
            words, what = _labels(missing, codes), "chỉ tiêu"
        if lacking - _may_be_hidden(own, earlier.scope, findings) > every - lacking:
            form, facility = earlier.scope
            yield kinds.PART_OF_EARLIER.at(
                None,
                form=form,
                facility=f" của cơ sở {facility}" if facility else "",
                shared=format_number(every - lacking),
                before=format_number(every),
                what=what,
                other=earlier.path,
                missing=words,
            )
        elif earlier.cases and lacking >= max(_FEWEST_LEFT_OUT, _SHARE_LEFT_OUT * every):
            form, facility = earlier.scope
            yield kinds.MUCH_OF_LIST_LEFT_OUT.at(
                None,
                form=form,
                facility=f" của cơ sở {facility}" if facility else "",
                lacking=format_number(lacking),
                before=format_number(every),
                other=earlier.path,
            )


_FEWEST_LEFT_OUT = 3
_SHARE_LEFT_OUT = 1 / 3
_HIDES_ALL = ("table.", "form.", "head.")


def _may_be_hidden(own: Sequence[Observation], scope: Scope, findings: Sequence[Finding]) -> float:
    """How many case types or cases of a scope errors may hide: one each, or any number."""
    sheets = {observation.sheet for observation in own if observation.form == scope[0]}
    errors = [f for f in findings if f.severity is Severity.ERROR and f.sheet in sheets]
    return inf if any(f.code.startswith(_HIDES_ALL) for f in errors) else len(errors)


def _in_order(case_types: Iterable[str], codes: CatalogueAt) -> list[str]:
    """In the order of the catalogue, what is not in it last."""
    places = {code: place for place, code in enumerate(codes.case_types)}
    return sorted(case_types, key=lambda code: (places.get(code, len(places)), code))


_MOST_NAMED = 5


def _labels(case_types: Sequence[str], codes: CatalogueAt) -> str:
    """The first few case types by their words, and how many more there are."""
    known = codes.case_types
    words = [known[code].label if code in known else code for code in case_types[:_MOST_NAMED]]
    more = len(case_types) - len(words)
    return "; ".join(words) + (f"; và {more} chỉ tiêu nữa" if more else "")


def it_withdraws_no_other_file(
    withdrawn: WithdrawnFile | None, *, is_returned: bool = False
) -> Iterator[Finding]:
    """Report the name of another unit's file: one that is accepted takes that out of the totals."""
    if withdrawn is not None:
        kind = kinds.NAME_OF_OTHER_UNIT if is_returned else kinds.WITHDRAWS
        yield kind.at(None, unit=withdrawn.unit)
