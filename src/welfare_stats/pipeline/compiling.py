"""Gathers out of the register everything that a report is built from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from welfare_stats.analyse.comparison import Side, changes
from welfare_stats.analyse.contributions import days_covered, owner_of
from welfare_stats.analyse.response import status_of
from welfare_stats.analyse.selection import Asked, chosen_statements, only_longer
from welfare_stats.analyse.totals import (
    HEADLINE,
    Results,
    each_number_once,
    period_of,
    results_of,
)
from welfare_stats.analyse.validity import Outlived, outlived
from welfare_stats.collect.observations import Scope
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Deadline
from welfare_stats.errors import ConfigurationError, NothingToReportError
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.basis import Basis
from welfare_stats.register import Register, RegisterState, Statement
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.year_text import read_year_text
from welfare_stats.vietnamese import format_date


@dataclass(frozen=True, slots=True)
class ReportScope:
    """What a report is to be about.

    Attributes:
        year: the year, or that of the period's last day.
        period_code: code of a deadline whose period is asked for; "" for all that the year has.
    """

    year: int
    period_code: str = ""

    @property
    def name(self) -> str:
        """As it stands in the names of files: "2018", "2018-6-thang"."""
        return f"{self.year}-{self.period_code}" if self.period_code else str(self.year)


@dataclass(frozen=True)
class Compiled:
    """The numbers of a report, with the statements, days and code lists that they rest on.

    ``last_year`` has those of the same days of the year before, where they were compared.
    """

    statements: Sequence[Statement]
    period: ReportingPeriod
    codes: CatalogueAt
    results: Results
    last_year: "Compiled | None" = None


def deadline_of(catalogue: Catalogue, scope: ReportScope) -> Deadline | None:
    """The deadline whose period a report is asked for; ``None`` for a whole year.

    Raises:
        ConfigurationError: there is none of that code in the year; names those that there are.
    """
    if not scope.period_code:
        return None
    year = scope.year
    of_year = [row for row in catalogue.deadlines if row.is_set_for(year)]
    found = next((row for row in of_year if row.code == scope.period_code), None)
    if found is None:
        known = dict.fromkeys(f"{row.code} ({row.label})" for row in of_year)
        raise ConfigurationError(
            f"Năm {year} không có kỳ báo cáo “{scope.period_code}” trong catalogue/deadlines.csv. "
            f"Các kỳ có: {'; '.join(known) or 'không có'}."
        )
    return found


def asked_for(catalogue: Catalogue, scope: ReportScope) -> Asked:
    """The days that a report is about.

    Raises:
        ConfigurationError: there is no such period in the year.
    """
    deadline = deadline_of(catalogue, scope)
    return Asked(scope.year, deadline.period(scope.year) if deadline else None)


def compile_numbers(
    register: Register, state: RegisterState, catalogue: Catalogue, scope: ReportScope
) -> Compiled:
    """The numbers of a year or a period as they follow from what stands.

    Raises:
        NothingToReportError: nothing of it stands.
        ConfigurationError: there is no such period, or numbers stand of case types and units that
            did not exist on any of their days.
    """
    return compile_asked(register, state, catalogue, asked_for(catalogue, scope))


def compile_asked(
    register: Register, state: RegisterState, catalogue: Catalogue, asked: Asked
) -> Compiled:
    """As ``compile_numbers``, of days that need not be those of a deadline."""
    statements = chosen_statements(state.standing.statements(), asked)
    frame = observations_of_statements(register, statements)
    if frame.empty:
        raise NothingToReportError(_nothing(asked))
    if strangers := outlived(frame, catalogue):
        raise ConfigurationError(_refusal(strangers))
    observations = each_number_once(frame)
    period = asked.period or period_of(observations)
    codes = catalogue.during(period)
    return Compiled(statements, period, codes, results_of(observations, codes, period))


_WHAT = {"case_type": ("chỉ tiêu", "case_types.csv"), "unit": ("đơn vị", "units.csv")}
_MOST_FILES = 3


def _refusal(strangers: Iterable[Outlived]) -> str:
    lines = []
    for found in strangers:
        what, file = _WHAT[found.column]
        more = len(found.paths) - _MOST_FILES
        files = "; ".join(found.paths[:_MOST_FILES]) + (f"; và {more} tệp nữa" if more > 0 else "")
        lines.append(
            f"  {what} “{found.code}”: {found.figures} số từ ngày {format_date(found.period.start)}"
            f" đến ngày {format_date(found.period.end)} ở {files} (catalogue/{file})"
        )
    return (
        "Chưa lập được báo cáo: có số liệu đang được tính của chỉ tiêu hoặc đơn vị không có hiệu "
        "lực trong kỳ của số liệu. Hãy sửa valid_from, valid_to trong danh mục, hoặc loại tệp bằng "
        "“welfare-stats exclude”:\n" + "\n".join(lines)
    )


def _nothing(asked: Asked) -> str:
    return (
        f"Chưa có số liệu nào của {'kỳ này năm' if asked.period else 'năm'} {asked.year} được "
        f"tính. Hãy lưu tệp vào data/raw/{asked.year} và chạy “welfare-stats ingest”."
    )


def observations_of_statements(register: Register, statements: Iterable[Statement]) -> pd.DataFrame:
    """The numbers of some statements, an observation frame."""
    wanted: dict[int, set[Scope]] = defaultdict(set)
    for statement in statements:
        wanted[statement.receipt].add(statement.scope)
    return register.frame(wanted)


def year_facts(basis: Basis, register: Register, scope: ReportScope) -> tuple[YearFacts, Compiled]:
    """Everything that a report is built from, and the numbers with their cells.

    Raises:
        NothingToReportError: nothing of what is asked for stands.
        ConfigurationError: the settings, the text of the year or the catalogue cannot be used.
    """
    state, catalogue = basis.moment.state, basis.moment.catalogue
    compiled = compile_numbers(register, state, catalogue, scope)
    deadline = deadline_of(catalogue, scope)
    results, codes = compiled.results, compiled.codes
    asked = asked_for(catalogue, scope)
    before = _same_days_before(register, state, catalogue, compiled)
    facts = YearFacts(
        year=scope.year,
        office=basis.texts.settings().office_on(compiled.period.end),
        period=compiled.period,
        codes=codes,
        figures=results.figures,
        totals=results.totals,
        notes=_notes(results.observations),
        status=status_of(
            scope.year, catalogue, state, basis.moment.day, basis.lies_there, asked.period
        ),
        year_text=read_year_text(basis.texts.year_text(scope.name)),
        coverage=days_covered(results.observations),
        case_types_ever=catalogue.case_type_codes,
        units_ever=catalogue.unit_codes,
        tables_ever=catalogue.table_keys,
        charts_ever=catalogue.chart_keys,
        last_year=_compared(catalogue, compiled, before) if before else None,
        questions=results.questions,
        reported=_reported(results.observations),
        next_targets=tuple(catalogue.at(date(scope.year + 1, 12, 31)).targets.values()),
        not_separate=frozenset(only_longer(state.standing.statements(), asked)),
        period_name=deadline.period_name(scope.year) if deadline else "",
    )
    return facts, replace(compiled, last_year=before)


def _same_days_before(
    register: Register, state: RegisterState, catalogue: Catalogue, this: Compiled
) -> Compiled | None:
    """The same days of the year before; ``None`` where nothing was reported for them."""
    days = this.period.a_year_before()
    try:
        return compile_asked(register, state, catalogue, Asked(days.end.year, days))
    except NothingToReportError:
        return None


def _compared(catalogue: Catalogue, this: Compiled, before: Compiled) -> YearComparison:
    both = catalogue.during(ReportingPeriod(before.period.start, this.period.end))
    found, others = changes(_side(this), _side(before), both.successions)
    return YearComparison(before.period.end.year, found, others, before.codes.units)


def _side(compiled: Compiled) -> Side:
    results = compiled.results
    return Side(results.figures, results.totals, compiled.codes, compiled.period)


def _reported(observations: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Owners and case types of which some "how many" was sent."""
    said = observations[observations["measure"].isin(HEADLINE)]
    return frozenset(zip(owner_of(said), said["case_type"], strict=True))


def _notes(observations: pd.DataFrame) -> dict[str, list[str]]:
    """By case type, what senders noted in the rows of its headline numbers."""
    noted = observations[observations["measure"].isin(HEADLINE) & (observations["note"] != "")]
    return {
        str(case_type): list(dict.fromkeys(group["note"]))
        for case_type, group in noted.groupby("case_type", sort=False)
    }
