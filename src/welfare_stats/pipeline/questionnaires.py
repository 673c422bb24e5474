"""Writes the blank workbooks of a year: which unit gets which forms, for which period."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from welfare_stats.analyse.holders import holders_on_the_eve
from welfare_stats.analyse.obligations import obligations_of
from welfare_stats.atomic import write_together
from welfare_stats.collect.observations import Scope
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.design.catalogue.lookup import require_known
from welfare_stats.design.forms import FORMS, Breakdown, Form, Measure
from welfare_stats.design.questionnaire import QuestionnaireRequest, render_questionnaire
from welfare_stats.design.questionnaire.prefilled_rows import prefilled_rows
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Register, RegisterState, state_after
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace


def write_questionnaires(
    workspace: Workspace,
    catalogue: Catalogue,
    year: int,
    *,
    units: Sequence[str] = (),
    forms: Sequence[str] = (),
    folder: Path | None = None,
) -> list[Path]:
    """Write one workbook per unit and period that is due in the year.

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        year: the year of the deadlines.
        units: codes of units; none means every unit that owes a form.
        forms: codes of forms; none means those that are due.
        folder: where to write; ``None`` for a folder of the year under ``data/processed``.

    Returns:
        The paths of the workbooks.

    Raises:
        ConfigurationError: a unit or form is unknown, or nothing is due.
    """
    require_known("đơn vị", units, {row.code for row in catalogue.units})
    require_known("biểu mẫu", forms, FORMS)
    requests = list(_requests(workspace, catalogue, year, units, forms))
    if not requests:
        raise ConfigurationError(
            f"Năm {year} không có đơn vị nào phải gửi biểu đã nêu theo catalogue/deadlines.csv."
        )
    folder = folder or workspace.questionnaires(year)
    files = {
        folder / _name(request, forms): render_questionnaire(
            request, catalogue.at(request.period.end)
        )
        for request in requests
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_together(files)
    return list(files)


def _requests(
    workspace: Workspace,
    catalogue: Catalogue,
    year: int,
    units: Sequence[str],
    forms: Sequence[str],
) -> Iterator[QuestionnaireRequest]:
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
        for (period, code), due in _due(catalogue, year).items():
            if not units or code in units:
                codes = catalogue.at(period.end)
                unit = codes.units[code]
                asked = [FORMS[form] for form in FORMS if form in (forms or due)]
                wanted = [form for form in asked if _can_be_filled_in(form, unit, codes)]
                if units and len(wanted) < len(asked):
                    raise ConfigurationError(_not_owed(unit, asked, wanted, due))
                if wanted:
                    holders = holders_on_the_eve(catalogue, unit.code, period.start)
                    openings = _openings(register, state, holders, period)
                    yield QuestionnaireRequest(unit, period, wanted, openings)


def _can_be_filled_in(form: Form, unit: ReportingUnit, codes: CatalogueAt) -> bool:
    """Whether the unit has anything to report on the form; any unit may send a list."""
    return form.is_list or bool(prefilled_rows(form, unit, codes))


def _not_owed(
    unit: ReportingUnit, asked: Sequence[Form], wanted: Sequence[Form], due: Collection[str]
) -> str:
    others = ", ".join(form.code for form in asked if form not in wanted)
    return (
        f"Đơn vị {unit.code} ({unit.name}) không báo cáo theo biểu {others}. "
        f"Đơn vị này gửi: {', '.join(sorted(due))}."
    )


def _due(catalogue: Catalogue, year: int) -> dict[tuple[ReportingPeriod, str], set[str]]:
    """The forms that are due, by period and unit; the earliest period first."""
    due: dict[tuple[ReportingPeriod, str], set[str]] = defaultdict(set)
    for owed in sorted(obligations_of(year, catalogue), key=lambda owed: owed.period):
        if owed.is_asked:
            due[owed.period, owed.unit.code].add(owed.form)
    return due


def _openings(
    register: Register,
    state: RegisterState,
    holders: frozenset[str] | None,
    period: ReportingPeriod,
) -> dict[str, float]:
    """What all who had the people of a unit on the eve had; {} if one of them has not said."""
    openings: dict[str, float] = defaultdict(float)
    for unit in sorted(holders or ()):
        closings = _closings_before(register, state, unit, period)
        if not closings:
            return {}
        for case_type, value in closings.items():
            openings[case_type] += value
    return dict(openings)


def _closings_before(
    register: Register, state: RegisterState, unit: str, period: ReportingPeriod
) -> dict[str, float]:
    """Closing figures of the unit on the day before the period, by case type; no estimates."""
    eve = period.start - timedelta(days=1)
    wanted: dict[int, set[Scope]] = defaultdict(set)
    for statement in state.standing.statements(unit):
        if statement.period.end == eve and not statement.is_estimate:
            wanted[statement.receipt].add(statement.scope)
    return {
        number.case_type: number.value
        for numbers in register.figures(wanted).values()
        for number in numbers
        if number.measure == Measure.CLOSING and number.breakdown == Breakdown.ALL
    }


_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""What no file may be named with on Windows; "/" also nowhere else."""


def _name(request: QuestionnaireRequest, forms: Sequence[str]) -> str:
    """Name of the file; with the forms where some were asked for, beside the one with all."""
    period = request.period
    span = f"{format_date(period.start)}-{format_date(period.end)}".replace("/", ".")
    chosen = [" ".join(form.code for form in request.forms)] if forms else []
    words = " ".join([request.unit.code, request.unit.short_name, *chosen, span])
    return f"{_NOT_IN_NAMES.sub('-', words)}.xlsx"
