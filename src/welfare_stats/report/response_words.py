"""Section I of the report: who has sent the reports that are due, and which are still to come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.analyse.response import ObligationStatus, State
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.unit_names import MOST_NAMES, names_or_count
from welfare_stats.vietnamese import pad2


@dataclass(frozen=True, slots=True)
class ReportDue:
    """A report that is the latest one of some units by the report's last day.

    Attributes:
        name: what its period is called: "8 tháng năm 2018".
        who: the units that owe it, by name where others owe another one and these are few, as those
            that ended in the year; else "".
        units, complete: how many units owe it, and how many of them have met it in full.
        lacking: units that have not, and their time is over or their file was returned.
        not_due: units that have not yet, and need not have.
        estimated: units that met it by an estimate.
    """

    name: str
    who: str
    units: int
    complete: int
    lacking: Sequence[str]
    not_due: Sequence[str]
    estimated: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportLacking:
    """Another report of the year that nothing covers.

    Attributes:
        name: what its period is called.
        who: the units that lack it, by name or, where they are many, by number.
        state: ``missing``, ``returned`` or ``not_due``.
        in_part: whether these units have met it on another form.
    """

    name: str
    who: str
    state: str
    in_part: bool


def response_context(facts: YearFacts) -> Mapping[str, object]:
    """What the template is told about the sending of reports."""
    asked = [s for s in facts.status.obligations if s.state is not State.NOT_ASKED]
    latest = _latest(facts, asked)
    due = _by_name(latest)
    told = {id(status) for status in latest}
    others = [s for s in asked if id(s) not in told and not _is_of_later(facts, s)]
    return {
        "reports_due": [
            _due(facts, name, group, is_only=len(due) == 1) for name, group in due.items()
        ],
        "reports_lacking": [
            lacking
            for name, group in reversed(_by_name(others).items())
            for lacking in _lacking(facts, name, group)
        ],
    }


def _is_of_later(facts: YearFacts, status: ObligationStatus) -> bool:
    """Whether it is a report that one of a shorter period does not ask for: the year's in June."""
    return bool(facts.period_name) and status.owed.period.end > facts.period.end


def _latest(facts: YearFacts, asked: Iterable[ObligationStatus]) -> list[ObligationStatus]:
    """Of each unit and form the obligation whose period ends last by the report's last day."""
    latest: dict[tuple[str, str], ObligationStatus] = {}
    for status in asked:
        period = status.owed.period
        key = (status.owed.unit.code, status.owed.form)
        before = latest.get(key)
        is_later = before is None or (before.owed.period.end, period.start) < (
            period.end,
            before.owed.period.start,
        )
        if period.end <= facts.period.end and is_later:
            latest[key] = status
    return list(latest.values())


def _by_name(statuses: Iterable[ObligationStatus]) -> dict[str, list[ObligationStatus]]:
    """By the name of their period, the last period first."""
    groups: dict[str, list[ObligationStatus]] = {}
    for status in sorted(statuses, key=lambda s: s.owed.uncut.end, reverse=True):
        groups.setdefault(status.owed.name, []).append(status)
    return groups


def _due(
    facts: YearFacts, name: str, group: Sequence[ObligationStatus], *, is_only: bool
) -> ReportDue:
    of_unit: dict[str, list[ObligationStatus]] = {}
    for status in group:
        of_unit.setdefault(facts.name_of(status.owed.unit), []).append(status)
    states = {unit: {status.state for status in owed} for unit, owed in of_unit.items()}
    is_named = not is_only and len(of_unit) <= MOST_NAMES
    return ReportDue(
        name,
        ", ".join(of_unit) if is_named else "",
        len(of_unit),
        sum(found == {State.MET} for found in states.values()),
        [unit for unit, found in states.items() if found & {State.MISSING, State.RETURNED}],
        [unit for unit, found in states.items() if found - {State.MET} == {State.NOT_DUE}],
        [unit for unit, owed in of_unit.items() if any(s.is_estimate for s in owed)],
    )


def _lacking(
    facts: YearFacts, name: str, group: Sequence[ObligationStatus]
) -> Iterable[ReportLacking]:
    met = {status.owed.unit.code for status in group if status.state is State.MET}
    found: dict[tuple[State, bool], dict[str, str]] = {}
    for status in group:
        unit = status.owed.unit
        if status.state is not State.MET:
            of_kind = found.setdefault((status.state, unit.code in met), {})
            of_kind[unit.code] = facts.name_of(unit)
    for (state, in_part), units in found.items():
        yield ReportLacking(name, names_or_count(units.values(), pad2), state.value, in_part)
