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
>>> units = tuple(
...     ReportingUnit(code=code, name=code, area=code, kind="PLDTBXH", valid_from="2018-01-01")
...     for code in ("170", "171")
... )
>>> respondent, findings = respondent_of(tables, Catalogue((), units, (), ()), year=2018)
>>> respondent.unit.code, respondent.period.end.isoformat()
('170', '2018-08-31')
>>> [(finding.code, finding.place) for finding in findings]
[('head.conflict', 'C!A2'), ('head.conflict', 'A!A1')]

With a tie the unit or the period stays unknown (``None``).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.collect.letterhead import Line, Titles, lines_with_units, titles_of
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.sheet import without_value
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit, UnitKind
from welfare_stats.design.forms import Role
from welfare_stats.design.forms.head import (
    HEAD_COLUMNS,
    names_form,
    parse_period,
    says_estimate,
)
from welfare_stats.design.forms.period_words import in_words
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod
from welfare_stats.vietnamese import NotADateError, format_date


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who sends, and for which period; each is ``None`` where the heads do not tell.

    Neither do they tell the period where it ends in another year than that of the folder: one of
    the two is wrong, and what stands of the one year is not to be compared with the other.
    ``period_cell`` is a cell that names the period. ``codes`` are the code lists in force at the
    end of the stated period; without one, at the end of the folder's year, or else of all times.
    ``is_estimate`` is set where the period of any sheet says that the numbers are estimates.
    """

    unit: ReportingUnit | None
    period: ReportingPeriod | None
    period_cell: CellRef | None
    codes: CatalogueAt
    is_estimate: bool = False


def respondent_of(
    tables: Sequence[FoundTable], catalogue: Catalogue, year: int | None
) -> tuple[Respondent, list[Finding]]:
    """The respondent that the heads of all tables together name, and what is wrong in the heads.

    Args:
        tables: the tables of the workbook.
        catalogue: the office's code lists.
        year: the year that the file's folder is named after, if any.
    """
    periods = _entries(tables, "period")
    titles = Titles() if periods else titles_of(tables)
    periods = periods or _entries_of_titles(titles)
    stated, period_cell, period_findings = _period(periods, year, catalogue)
    ends = set(titles.ends.values()) if not periods else set()
    codes = _codes(catalogue, stated, year, ends)
    units = _entries(tables, "unit_code", "unit_name")
    of_lines = {} if units else lines_with_units(tables, codes)
    units = units or [_HeadEntry("unit_name", line.text, line.cell) for line in of_lines]
    unit, unit_findings = _unit(units, tables, codes, catalogue)
    if ends:
        stated, period_cell, period_findings = _period_that_ends(titles, unit, catalogue)
    period = stated if stated and year in (None, stated.end.year) else None
    if unit is not None and period is not None:
        period = _as_asked(period, periods, unit, catalogue)
    known = {"period": [*periods, *ends], "unit_code": units}
    findings = [
        *_form_findings(tables),
        *_absent_items([item for item, entries in known.items() if not entries], tables, year),
        *period_findings,
        *unit_findings,
        *_inferred(stated, titles, unit, of_lines),
    ]
    is_estimate = any(says_estimate(entry.text) for entry in periods)
    return Respondent(unit, period, period_cell, codes, is_estimate), findings


@dataclass(frozen=True, slots=True)
class _HeadEntry:
    """One item in the head of one sheet; ``item`` is a field of ``HeadItems``.

    ``period`` is the one that stands among other words in the text of a title.
    """

    item: str
    text: str
    cell: CellRef
    period: ReportingPeriod | None = None

    @property
    def label(self) -> str:
        return HEAD_COLUMNS[self.item].heading


def _entries(tables: Iterable[FoundTable], *items: str) -> list[_HeadEntry]:
    """These items, of all heads that have them."""
    return [
        _HeadEntry(item, table.head.items[item], table.head.cells[item])
        for table in tables
        for item in items
        if item in table.head.items
    ]


def _conflict(odd: _HeadEntry, believed: Iterable[_HeadEntry]) -> Finding:
    """The finding for an item that contradicts other sheets; it quotes one that was believed."""
    other = min(believed, key=lambda entry: entry.item != odd.item)
    return kinds.HEAD_CONFLICT.at(
        odd.cell, odd.text, label=odd.label, other=other.text, other_sheet=other.cell.sheet
    )


def _absent_items(
    items: Sequence[str], tables: Iterable[FoundTable], year: int | None
) -> Iterator[Finding]:
    """Findings for items that no head has, and for unreadable cells that may contain them."""
    for item in items:
        column = HEAD_COLUMNS[item]
        example = _example_of_period({}, year) if item == "period" else column.guidance
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


# --- the period --------------------------------------------------------------------------------


def _period(
    entries: Sequence[_HeadEntry], year: int | None, catalogue: Catalogue
) -> tuple[ReportingPeriod | None, CellRef | None, list[Finding]]:
    """The period that most heads state, and a cell that states it.

    Periods that end in the folder's year win over all others. With a tie the period is ``None``.
    """
    read: dict[_HeadEntry, ReportingPeriod] = {}
    refused: list[tuple[_HeadEntry, NotADateError | BackwardsPeriodError]] = []
    for entry in entries:
        try:
            read[entry] = entry.period or parse_period(entry.text)
        except (NotADateError, BackwardsPeriodError) as error:
            refused.append((entry, error))
    votes = Counter(read.values())
    example = _example_of_period(votes, year)
    findings = [_period_refusal(entry, error, example) for entry, error in refused]

    def weight(period: ReportingPeriod) -> tuple[bool, int]:
        return period.end.year == year, votes[period]

    ranking = sorted(votes, key=weight, reverse=True)
    if not ranking:
        return None, None, findings
    believed = [entry for entry in read if read[entry] == ranking[0]]
    for entry in read:
        if entry in believed:
            is_asked = catalogue.asks_for(ranking[0])
            findings += _year_findings(entry, ranking[0], year, is_asked=is_asked)
        else:
            findings.append(_conflict(entry, believed))
    is_decided = len(ranking) == 1 or weight(ranking[0]) > weight(ranking[1])
    return ranking[0] if is_decided else None, believed[0].cell, findings


_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}")


def _as_asked(
    period: ReportingPeriod,
    entries: Sequence[_HeadEntry],
    unit: ReportingUnit,
    catalogue: Catalogue,
) -> ReportingPeriod:
    """A period that is named in words, on the days for which the unit is asked under that name.

    "Cả năm 2019" is from 15/12/2018 to 14/12/2019 where deadlines.csv says so.
    """
    if any(_DAY.search(entry.text) for entry in entries):
        return period
    year = period.end.year
    asked = {
        row.period(year)
        for row in catalogue.deadlines
        if unit.reporter_kind in row.reporters
        and row.is_set_for(year)
        and in_words(row.period_name(year)) == period
    }
    return asked.pop() if len(asked) == 1 else period


def _example_of_period(votes: Mapping[ReportingPeriod, int], year: int | None) -> str:
    """How the file's own period is to be written, as far as other sheets or the folder tell it."""
    if len(votes) == 1:
        (period,) = votes
        return f"từ ngày {format_date(period.start)} đến ngày {format_date(period.end)}"
    return f"từ ngày 01/01/{year} đến ngày …/…/{year}" if year else "từ ngày … đến ngày …"


def _period_refusal(
    entry: _HeadEntry, error: NotADateError | BackwardsPeriodError, example: str
) -> Finding:
    if isinstance(error, BackwardsPeriodError):
        start, end = format_date(error.start), format_date(error.end)
        return kinds.PERIOD_BACKWARDS.at(entry.cell, entry.text, start=start, end=end)
    return kinds.HEAD_UNREADABLE.at(entry.cell, entry.text, label=entry.label, example=example)


def _year_findings(
    entry: _HeadEntry, period: ReportingPeriod, year: int | None, *, is_asked: bool
) -> Iterator[Finding]:
    """A period over two years, unless the catalogue asks for it, or of another year."""
    start, end = format_date(period.start), format_date(period.end)
    if period.start.year != period.end.year and not is_asked:
        yield kinds.PERIOD_CROSSES_YEAR.at(entry.cell, entry.text, start=start, end=end)
    elif year is not None and period.end.year != year:
        yield kinds.PERIOD_OUTSIDE_YEAR.at(
            entry.cell, entry.text, year=year, start=start, end=end, stated=period.end.year
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


# --- letterheads and titles --------------------------------------------------------------------


def _entries_of_titles(titles: Titles) -> list[_HeadEntry]:
    return [
        _HeadEntry("period", line.text, line.cell, period)
        for line, period in titles.periods.items()
    ]


def _period_that_ends(
    titles: Titles, unit: ReportingUnit | None, catalogue: Catalogue
) -> tuple[ReportingPeriod | None, CellRef | None, list[Finding]]:
    """The period for which a deadline of the unit asks that ends on the day in the title.

    Of a title that says only "8 tháng" or "tính đến ngày 31/8/2018" nobody knows when it starts.
    """
    line, end = next(iter(titles.ends.items()))
    asked = {} if unit is None else _asked_in(end.year, unit, catalogue)
    ending = [period for period in asked if period.end == end]
    if len(ending) == 1 and set(titles.ends.values()) == {end}:
        return ending[0], line.cell, []
    names = "; ".join(
        f"{name} ({format_date(period.start)} – {format_date(period.end)})"
        for period, name in asked.items()
    )
    finding = kinds.PERIOD_UNCLEAR.at(
        line.cell,
        line.text,
        candidates=f"Kỳ phải báo cáo: {names}. " if names else "",
        label=HEAD_COLUMNS["period"].heading,
    )
    return None, line.cell, [finding]


def _asked_in(year: int, unit: ReportingUnit, catalogue: Catalogue) -> dict[ReportingPeriod, str]:
    """The periods of a year for which deadlines ask the unit, and what they are called."""
    return {
        row.period(year): row.period_name(year)
        for row in catalogue.deadlines
        if unit.reporter_kind in row.reporters and row.is_set_for(year)
    }


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


# --- the unit ----------------------------------------------------------------------------------

_Candidates = Mapping[_HeadEntry, Sequence[ReportingUnit]]
"""The units that the code or name in each entry may mean."""


def _unit(
    entries: Sequence[_HeadEntry],
    tables: Sequence[FoundTable],
    codes: CatalogueAt,
    catalogue: Catalogue,
) -> tuple[ReportingUnit | None, list[Finding]]:
    """The unit with most votes of codes, names and facilities; with a tie, ``None``."""
    candidates = {entry: codes.units_named(entry.text) for entry in entries}
    ranking = _ranking(candidates, tables, codes)
    unit = ranking[0][0] if ranking else None
    has_code = any(entry.item == "unit_code" for entry in entries)
    findings: list[Finding] = []
    for entry, units in candidates.items():
        if unit is not None and unit in units:
            continue
        if unit is not None and len(units) == 1:
            findings.append(_contradiction(entry, units[0], unit, candidates))
        elif entry.item == "unit_code" or not has_code:
            findings.append(_unit_refusal(entry, units, codes, catalogue))
        elif unit is not None:
            findings.append(
                kinds.UNIT_NAME_DIFFERS.at(entry.cell, entry.text, code=unit.code, name=unit.name)
            )
    is_decided = len(ranking) == 1 or (ranking != [] and ranking[0][1] > ranking[1][1])
    if unit is None or not is_decided:
        return None, findings
    other = _other_facility_of_rows(tables, codes, unit)
    if other is None:
        return unit, findings
    facility = f"{other.code} – {other.name}"
    findings.append(kinds.UNIT_NOT_OF_ROWS.at(entries[0].cell, entries[0].text, facility=facility))
    return None, findings


_FEWEST_ROWS = 2


def _other_facility_of_rows(
    tables: Sequence[FoundTable], codes: CatalogueAt, unit: ReportingUnit
) -> ReportingUnit | None:
    """The one other facility that all rows are about, where ``unit`` is a facility.

    Then the head is more likely wrong than all of the rows.
    """
    if unit.kind is not UnitKind.FACILITY:
        return None
    rows = _facilities_in(tables)
    known = {code for code in rows if codes.facility(code) is not None}
    if len(known) != 1 or unit.code in known or rows[next(iter(known))] < _FEWEST_ROWS:
        return None
    return codes.facility(next(iter(known)))


def _ranking(
    candidates: _Candidates, tables: Sequence[FoundTable], codes: CatalogueAt
) -> list[tuple[ReportingUnit, int]]:
    """The units that some entry names unambiguously, each with its votes, most votes first.

    Where units contradict each other, facilities in the rows vote for whoever reports on them.
    With a tie the unit named by its name comes before the one named by its code, because a digit
    is mistyped more easily.
    """
    clear = [(entry, units[0]) for entry, units in candidates.items() if len(units) == 1]
    by_code = {unit.code: unit for _, unit in clear}
    votes = Counter(unit.code for _, unit in clear)
    votes_of_names = Counter(unit.code for entry, unit in clear if entry.item == "unit_name")
    if len(by_code) > 1:
        facilities = _facilities_in(tables)
        for unit in by_code.values():
            own = {facility.code for facility in codes.facilities_of(unit)}
            votes[unit.code] += len(own & facilities.keys()) + (unit.code in facilities)
    ranked = sorted(by_code, key=lambda code: (votes[code], votes_of_names[code]), reverse=True)
    return [(by_code[code], votes[code]) for code in ranked]


def _facilities_in(tables: Iterable[FoundTable]) -> Counter[str]:
    """How many data rows have each code of a facility, spelt as the reading would spell it."""
    columns = [(t, t.columns.get(t.form.roles.get(Role.FACILITY, ""))) for t in tables]
    typed = Counter(
        table.sheet.rows[row][column]
        for table, column in columns
        if column is not None
        for row in table.data_rows
    )
    codes: Counter[str] = Counter()
    for text, count in typed.items():
        codes[str(text).strip().upper()] += count
    return codes


def _contradiction(
    odd: _HeadEntry, named: ReportingUnit, believed: ReportingUnit, candidates: _Candidates
) -> Finding:
    """The finding for a code or name of another unit than the believed one.

    It quotes the name or code beside it on the same sheet or, without one, another sheet.
    """
    for_believed = [entry for entry, units in candidates.items() if believed in units]
    if all(entry.cell.sheet != odd.cell.sheet for entry in for_believed):
        return _conflict(odd, for_believed)
    code, name = (named, believed) if odd.item == "unit_code" else (believed, named)
    return kinds.UNIT_CONTRADICTED.at(
        odd.cell, odd.text, code=code.code, name=code.name, other=f"“{name.name}”"
    )


def _unit_refusal(
    entry: _HeadEntry,
    candidates: Sequence[ReportingUnit],
    codes: CatalogueAt,
    catalogue: Catalogue,
) -> Finding:
    if not candidates and catalogue.at_any_time().units_named(entry.text):
        return kinds.UNIT_NOT_IN_FORCE.at(entry.cell, entry.text, day=format_date(codes.day))
    near = candidates or codes.nearest_units(entry.text)
    names = "; ".join(f"{unit.code} – {unit.name}" for unit in near)
    return kinds.UNKNOWN_UNIT.at(
        entry.cell,
        entry.text,
        candidates=f"Có thể là: {names}." if names else "Hãy ghi mã đơn vị theo danh mục của Sở.",
    )
