"""Gathers out of the register what the internal workbook names: files, warnings, cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from welfare_stats.analyse.lateness import day_of_receipt
from welfare_stats.analyse.totals import Results
from welfare_stats.clock import local_day
from welfare_stats.findings import Severity
from welfare_stats.findings.waivers import Waiver, message_alone, waiver_of, with_waivers
from welfare_stats.pipeline.basis import Basis
from welfare_stats.pipeline.compiling import Compiled, ReportScope
from welfare_stats.register import (
    Decision,
    DecisionKind,
    Receipt,
    Register,
    RegisterState,
    Statement,
)
from welfare_stats.report.explanation import MOST_SOURCES
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.internal import (
    AcceptedWarning,
    Sources,
    TracedCell,
    TracedNumber,
    UsedFile,
)
from welfare_stats.report.model import Number, PublishedFigure
from welfare_stats.vietnamese import format_date


def sources_of(
    basis: Basis,
    register: Register,
    scope: ReportScope,
    compiled: Compiled,
    facts: YearFacts,
    figures: Iterable[PublishedFigure],
) -> Sources:
    """What a report is made of, as far as the register knew it then.

    Args:
        basis: what the report rests on.
        register: the register.
        scope: what it is about.
        compiled: its numbers.
        facts: its circumstances.
        figures: all that it publishes.
    """
    state = basis.moment.state
    period = f" --period {scope.period_code}" if scope.period_code else ""
    decisions = register.history().until(basis.moment.until).decisions
    return Sources(
        f"--year {scope.year}{period}",
        tuple(_files(compiled.statements, state, facts)),
        tuple(_warnings(register, compiled.results, state, facts, decisions)),
        tuple(_numbers(compiled.results, figures, facts)),
    )


def _name(facts: YearFacts, unit: str | None) -> str:
    found = facts.codes.units.get(unit or "")
    return found.short_name if found else unit or ""


# --- files ---------------------------------------------------------------------------------------


def _files(
    statements: Sequence[Statement], state: RegisterState, facts: YearFacts
) -> Iterator[UsedFile]:
    replaced = _replaced(state, facts.year)
    late = {(s.unit.code, s.form, s.period): s.late_days for s in facts.status.sendings}
    by_receipt: dict[int, list[Statement]] = {}
    for statement in statements:
        by_receipt.setdefault(statement.receipt, []).append(statement)
    order = {code: place for place, code in enumerate(facts.codes.units)}
    for number in sorted(by_receipt, key=lambda n: (order.get(by_receipt[n][0].unit, -1), n)):
        receipt, of_file = state.receipts[number], by_receipt[number]
        forms = tuple(dict.fromkeys(statement.scope[0] for statement in of_file))
        period = of_file[0].period
        days = [late.get((of_file[0].unit, form, period)) for form in forms]
        yield UsedFile(
            unit=_name(facts, receipt.unit),
            forms=forms,
            period=period,
            path=receipt.path,
            received_on=day_of_receipt(receipt, state),
            version=_version(number, replaced),
            replaces=tuple(state.receipts[n].path for n in replaced.get(number, ())),
            late_days=max((day for day in days if day is not None), default=None),
            is_estimate=receipt.is_estimate,
        )


def _replaced(state: RegisterState, year: int) -> dict[int, list[int]]:
    """By number of a receipt, those of a year that it took the place of in whole or part."""
    found: dict[int, list[int]] = {}
    for receipt in state.receipts.values():
        if receipt.is_accepted and receipt.year == year:
            for later in dict.fromkeys(state.standing.replaced_by(receipt).values()):
                found.setdefault(later, []).append(receipt.id)
    return found


def _version(receipt: int, replaced: Mapping[int, Sequence[int]]) -> int:
    """1 for a file that took nobody's place, else one more than that whose place it took."""
    earlier = replaced.get(receipt, ())
    return 1 + max((_version(number, replaced) for number in earlier), default=0)


# --- warnings ------------------------------------------------------------------------------------


def _warnings(
    register: Register,
    results: Results,
    state: RegisterState,
    facts: YearFacts,
    decisions: Sequence[Decision],
) -> Iterator[AcceptedWarning]:
    """The warnings on files of which some number counts in the report."""
    numbers = sorted({int(n) for n in results.observations["submission"].unique()})
    found = register.findings(numbers)
    for receipt in (state.receipts[number] for number in numbers):
        waivers = state.waivers(receipt.sha256)
        for finding in with_waivers(found.get(receipt.id, ()), waivers):
            if finding.severity is Severity.WARNING:
                waiver = waiver_of(finding, waivers)
                yield AcceptedWarning(
                    _name(facts, receipt.unit),
                    receipt.path,
                    finding.place,
                    message_alone(finding),
                    _accepted(waiver, receipt, decisions) if waiver else "",
                )


def _accepted(waiver: Waiver, receipt: Receipt, decisions: Sequence[Decision]) -> str:
    days = [
        local_day(decision.recorded_at)
        for decision in decisions
        if decision.kind is DecisionKind.WAIVE
        and decision.sha256 == receipt.sha256
        and (decision.code, decision.cell, decision.reason, decision.by)
        == (waiver.code, waiver.cell, waiver.reason, waiver.by)
    ]
    on = f" ngày {format_date(days[-1])}" if days else ""
    return f"{waiver.by} chấp nhận{on}: {waiver.reason}"


# --- numbers -------------------------------------------------------------------------------------


def _numbers(
    results: Results, figures: Iterable[PublishedFigure], facts: YearFacts
) -> Iterator[TracedNumber]:
    cells = dict(results.cells_of_province())
    named = results.observations[["unit", "path", "sheet", "cells"]]
    columns = (named[name].tolist() for name in named.columns)
    places = list(zip(*columns, strict=True))
    for figure in figures:
        if not figure.key.unit and isinstance(figure.value, Number):
            of_number = cells.get(figure.key, ())
            listed = of_number if len(of_number) <= MOST_SOURCES else ()
            yield TracedNumber(
                figure,
                len(of_number),
                tuple(
                    TracedCell(_name(facts, unit), path, sheet, cell, float(adds))
                    for row, adds in listed
                    for unit, path, sheet, cell in [places[row]]
                ),
            )
