"""Who sends a workbook, and for which period: weighing what the heads of its sheets state.

One sheet may state the unit, another the period. Where the heads contradict each other, each code,
name and period is a vote, and so are the facilities in the rows; the cells that disagree with the
winner are reported. In the example the first sheet has a wrong code and the third a wrong period:

>>> from welfare_stats.collect.reading.sheet import Sheet
>>> from welfare_stats.collect.reading.tables import find_tables
>>> def table(sheet, code, end):
...     head = [[f"Mã đơn vị: {code}"], [f"Kỳ báo cáo: 01/01/2018 – {end}"]]
...     return find_tables(Sheet(sheet, [*head, ["Mã chỉ tiêu", "Tổng số", "Nữ"]]))[0]
>>> heads = [("A", 171, "31/8/2018"), ("B", 170, "31/8/2018"), ("C", 170, "30/6/2018")]
>>> tables = [table(*head) for head in heads]
>>> from welfare_stats.design.catalogue import UnitRow
>>> units = tuple(
...     UnitRow(code=code, name=code, area=code, kind="PLDTBXH", valid_from="2018-01-01")
...     for code in ("170", "171")
... )
>>> respondent, findings = respondent_of(tables, Catalogue((), units, (), ()), year=2018)
>>> respondent.unit.code, respondent.period.end.isoformat()
('170', '2018-08-31')
>>> [(finding.code, finding.place) for finding in findings]
[('head.conflict', 'C!A2'), ('head.conflict', 'A!A1')]

With a tie the unit or the period stays unknown (``None``).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.collect.head_entries import HeadEntry, entries_of
from welfare_stats.collect.letterhead import Line, Titles, lines_with_units, titles_of
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.sheet import without_value
from welfare_stats.collect.stated_period import (
    as_asked,
    entries_of_titles,
    example_of_period,
    period_that_ends,
    stated_period,
)
from welfare_stats.collect.stated_unit import stated_unit
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.design.forms.head import (
    HEAD_COLUMNS,
    line_says_estimate,
    names_form,
    says_estimate,
)
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import format_date


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who sends, and for which period; each is ``None`` where the heads do not tell.

    Neither do they tell the period where it ends in another year than that of the folder: one of
    the two is wrong, and what stands of the one year is not to be compared with the other.
    ``period_cell`` is a cell that names the period. ``codes`` are the code lists in force at the
    end of the stated period; without one, at the end of the folder's year, or else of all times.
    ``is_estimate`` is set where the period of any sheet says that the numbers are estimates.
    ``unit_cell`` is a cell that names the unit.
    """

    unit: ReportingUnit | None
    period: ReportingPeriod | None
    period_cell: CellRef | None
    codes: CatalogueAt
    is_estimate: bool = False
    unit_cell: CellRef | None = None


def _lines_about_numbers(table: FoundTable) -> Iterator[str]:
    """The lines above a table without a labelled head, and the years that its headings say."""
    yield from table.head.lines.values()
    yield from (year.text for year in table.years if year.is_read)


def respondent_of(
    tables: Sequence[FoundTable], catalogue: Catalogue, year: int | None
) -> tuple[Respondent, list[Finding]]:
    """The respondent that the heads of all tables together name, and what is wrong in the heads.

    Args:
        tables: the tables of the workbook.
        catalogue: the office's code lists.
        year: the year that the file's folder is named after, if any.
    """
    periods = entries_of(tables, "period")
    titles = Titles() if periods else titles_of(tables)
    periods = periods or entries_of_titles(titles)
    stated, period_cell, period_findings = stated_period(periods, year, catalogue)
    ends = set(titles.ends.values()) if not periods else set()
    codes = _codes(catalogue, stated, year, ends)
    units = entries_of(tables, "unit_code", "unit_name")
    of_lines = {} if units else lines_with_units(tables, codes)
    units = units or [HeadEntry("unit_name", line.text, line.cell) for line in of_lines]
    unit, unit_findings = stated_unit(units, tables, codes, catalogue)
    if ends:
        stated, period_cell, period_findings = period_that_ends(titles, unit, year, catalogue)
    period = stated if stated and year in (None, stated.end.year) else None
    if unit is not None and period is not None:
        period = as_asked(period, periods, unit, catalogue)
    known = {"period": [*periods, *ends], "unit_code": units}
    findings = [
        *_form_findings(tables),
        *_absent_items([item for item, entries in known.items() if not entries], tables, year),
        *period_findings,
        *unit_findings,
        *_inferred(stated, titles, unit, of_lines),
    ]
    is_estimate = any(says_estimate(entry.text) for entry in periods) or any(
        line_says_estimate(text) for table in tables for text in _lines_about_numbers(table)
    )
    unit_cell = next((e.cell for e in units if unit in codes.units_named(e.text)), None)
    return Respondent(unit, period, period_cell, codes, is_estimate, unit_cell), findings


def _absent_items(
    items: Sequence[str], tables: Iterable[FoundTable], year: int | None
) -> Iterator[Finding]:
    """Findings for items that no head has, and for unreadable cells that may contain them."""
    for item in items:
        column = HEAD_COLUMNS[item]
        example = example_of_period({}, year) if item == "period" else column.guidance
        yield kinds.HEAD_MISSING.at(None, label=column.heading, example=example)
    if items:
        for table in tables:
            for cell, text in table.head.unreadable.items():
                yield without_value(cell, text, "Đầu biểu")


def _form_findings(tables: Iterable[FoundTable]) -> Iterator[Finding]:
    """Findings where a head contradicts the form of its own table."""
    for table in tables:
        named = table.head.items.get("form_code")
        if named is not None and not names_form(named, table.form.code):
            yield kinds.HEAD_FORM_DIFFERS.at(
                table.head.cells["form_code"], named, form=table.form.code
            )


def _codes(
    catalogue: Catalogue, period: ReportingPeriod | None, year: int | None, ends: Collection[date]
) -> CatalogueAt:
    """The code lists at the end of the period, or as near to it as is known."""
    if period is not None:
        return catalogue.at(period.end)
    if len(ends) == 1:
        return catalogue.at(next(iter(ends)))
    return catalogue.at(date(year, 12, 31)) if year is not None else catalogue.at_any_time()


def _inferred(
    period: ReportingPeriod | None,
    titles: Titles,
    unit: ReportingUnit | None,
    of_lines: Mapping[Line, Sequence[ReportingUnit]],
) -> Iterator[Finding]:
    """What was taken from a title or a letterhead: said once for the file."""
    of_period = [line for line, found in titles.periods.items() if found == period]
    of_period += [line for line, end in titles.ends.items() if period and end == period.end]
    if period is not None and of_period:
        start, end = format_date(period.start), format_date(period.end)
        yield kinds.PERIOD_BY_TITLE.at(of_period[0].cell, of_period[0].text, start=start, end=end)
    line = next((line for line, units in of_lines.items() if unit in units), None)
    if unit is not None and line is not None:
        yield kinds.UNIT_BY_LETTERHEAD.at(
            line.cell, line.text, where=line.where, code=unit.code, name=unit.name
        )
