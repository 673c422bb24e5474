"""Where the numbers of a report come from: all that its tables show, in one go."""

from collections.abc import Iterator
from dataclasses import replace

from welfare_stats.design.catalogue import Catalogue, CatalogueAt
from welfare_stats.pipeline.compiling import Compiled, ReportScope
from welfare_stats.report.explaining import (
    Explainer,
    command_for,
    explanation_of_last_year,
    explanation_of_sum,
)
from welfare_stats.report.explanation import MOST_SOURCES, Explanation, Explanations
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import AnnualReport, Number, Origin, Percent
from welfare_stats.report.tables.withheld import withheld_codes


def explanations_of(
    report: AnnualReport,
    facts: YearFacts,
    compiled: Compiled,
    scope: ReportScope,
    catalogue: Catalogue,
    *,
    is_of_now: bool = True,
) -> Explanations:
    """The explanation of every number that stands in a table of a report.

    Args:
        report: whose tables they are.
        facts: what it was built from.
        compiled: its numbers, with those of the year before.
        scope: what it is about.
        catalogue: the office's code lists; they say under which name a period can be asked for.
        is_of_now: whether it rests on all that is known: the command to type knows no other day.
    """
    explainer = Explainer(facts, compiled.results, scope.period_code)
    before = compiled.last_year
    found: dict[tuple[Origin, ...], Explanation] = {}
    asked = dict.fromkeys(_parts(report))
    for part in sorted(asked, key=len):  # of a sum, the whole that it is part of is told before
        first = part[0]
        if len(part) > 1:
            whole = found.get((first._replace(key=first.key._replace(unit="")),))
            of_year = compiled if first.year == scope.year else before
            if of_year is not None:
                keys = [origin.key for origin in part]
                command = whole.command if whole else ""
                found[part] = explanation_of_sum(of_year.codes, of_year.results, keys, command)
        elif first.year == scope.year:
            found[part] = explainer.explanation(first.key, MOST_SOURCES)
        elif before is not None:
            command = _command_of_last_year(first, before, catalogue)
            found[part] = explanation_of_last_year(
                before.codes, before.results, first.key, first.year, command
            )
    if not is_of_now:
        found = {part: replace(told, command="") for part, told in found.items()}
    lists = [before.codes, compiled.codes] if before else [compiled.codes]
    return Explanations(
        found, _names_of_units(lists), _labels_of_case_types(lists), withheld_codes(facts)
    )


def _parts(report: AnnualReport) -> Iterator[tuple[Origin, ...]]:
    for table in report.tables:
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, Number | Percent):
                    yield from cell.made_from


def _command_of_last_year(origin: Origin, before: Compiled, catalogue: Catalogue) -> str:
    """What tells the same of the same days a year before; "" where no deadline is of these days."""
    of_days = (
        row.code
        for row in catalogue.deadlines
        if row.is_set_for(origin.year) and row.period(origin.year) == before.period
    )
    code = next(of_days, "")
    return command_for(before.codes, origin.year, origin.key, code) if code else ""


def _names_of_units(lists: list[CatalogueAt]) -> dict[str, str]:
    return {code: unit.short_name for codes in lists for code, unit in codes.units.items()}


def _labels_of_case_types(lists: list[CatalogueAt]) -> dict[str, str]:
    return {code: row.label for codes in lists for code, row in codes.case_types.items()}
