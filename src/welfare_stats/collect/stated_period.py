"""Which period the heads of a workbook state, and what is wrong in what they say of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from welfare_stats.collect.head_entries import HeadEntry, conflict
from welfare_stats.collect.letterhead import Titles
from welfare_stats.design.catalogue import Catalogue, ReportingUnit
from welfare_stats.design.forms.head import HEAD_COLUMNS, parse_period
from welfare_stats.design.forms.period_words import in_words
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod
from welfare_stats.vietnamese import NotADateError, format_date


def stated_period(
    entries: Sequence[HeadEntry], year: int | None, catalogue: Catalogue
) -> tuple[ReportingPeriod | None, CellRef | None, list[Finding]]:
    """The period that most heads state, and a cell that states it.

    Periods that end in the folder's year win over all others. With a tie the period is ``None``.
    """
    read: dict[HeadEntry, ReportingPeriod] = {}
    refused: list[tuple[HeadEntry, NotADateError | BackwardsPeriodError]] = []
    for entry in entries:
        try:
            read[entry] = entry.period or parse_period(entry.text)
        except (NotADateError, BackwardsPeriodError) as error:
            refused.append((entry, error))
    votes = Counter(read.values())
    example = example_of_period(votes, year)
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
            findings.append(conflict(entry, believed))
    is_decided = len(ranking) == 1 or weight(ranking[0]) > weight(ranking[1])
    return ranking[0] if is_decided else None, believed[0].cell, findings


_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}")


def as_asked(
    period: ReportingPeriod,
    entries: Sequence[HeadEntry],
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


def example_of_period(votes: Mapping[ReportingPeriod, int], year: int | None) -> str:
    """How the file's own period is to be written, as far as other sheets or the folder tell it."""
    if len(votes) == 1:
        (period,) = votes
        return f"từ ngày {format_date(period.start)} đến ngày {format_date(period.end)}"
    return f"từ ngày 01/01/{year} đến ngày …/…/{year}" if year else "từ ngày … đến ngày …"


def _period_refusal(
    entry: HeadEntry, error: NotADateError | BackwardsPeriodError, example: str
) -> Finding:
    if isinstance(error, BackwardsPeriodError):
        start, end = format_date(error.start), format_date(error.end)
        return kinds.PERIOD_BACKWARDS.at(entry.cell, entry.text, start=start, end=end)
    return kinds.HEAD_UNREADABLE.at(entry.cell, entry.text, label=entry.label, example=example)


def _year_findings(
    entry: HeadEntry, period: ReportingPeriod, year: int | None, *, is_asked: bool
) -> Iterator[Finding]:
    """A period over two years, unless the catalogue asks for it, or of another year."""
    start, end = format_date(period.start), format_date(period.end)
    if period.start.year != period.end.year and not is_asked:
        yield kinds.PERIOD_CROSSES_YEAR.at(entry.cell, entry.text, start=start, end=end)
    elif year is not None and period.end.year != year:
        yield kinds.PERIOD_OUTSIDE_YEAR.at(
            entry.cell, entry.text, year=year, start=start, end=end, stated=period.end.year
        )


def entries_of_titles(titles: Titles) -> list[HeadEntry]:
    """The periods in titles as items of heads."""
    return [
        HeadEntry("period", line.text, line.cell, period) for line, period in titles.periods.items()
    ]


def period_that_ends(
    titles: Titles, unit: ReportingUnit | None, year: int | None, catalogue: Catalogue
) -> tuple[ReportingPeriod | None, CellRef | None, list[Finding]]:
    """The period for which a deadline of the unit asks that ends on the day in the title.

    Of a title that says only "8 tháng" or "tính đến ngày 31/8/2018" nobody knows when it starts.
    """
    line, end = next(iter(titles.ends.items()))
    asked = {} if unit is None else _asked_in(end.year, unit, catalogue)
    ending = [period for period in asked if period.end == end]
    if len(ending) == 1 and set(titles.ends.values()) == {end}:
        entry = HeadEntry("period", line.text, line.cell, ending[0])
        found = list(_year_findings(entry, ending[0], year, is_asked=True))
        return ending[0], line.cell, found
    names = "; ".join(
        f"{name} ({format_date(period.start)} – {format_date(period.end)})"
        for period, name in asked.items()
    )
    finding = kinds.PERIOD_UNCLEAR.at(
        line.cell,
        line.text,
        candidates=f"; các kỳ phải báo cáo là {names}" if names else "",
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
