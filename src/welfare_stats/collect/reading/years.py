"""Years that headings and names of sheets say, against the period that is reported."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from welfare_stats.collect.reading.found_table import FoundTable, StatedYear
from welfare_stats.collect.reading.group_headings import only_compares
from welfare_stats.collect.reading.heading_paths import Path, year_of_heading
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.findings import CellRef, Finding, SheetRef, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import fold, format_date, nfc

THIS_TIME = 9999
"""The year of "Năm nay", without a number: later than any that has one."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_READ = "số ở đây lại được ghi vào kỳ này"
_PASSED_OVER = "nhưng cột này không được đọc, vì cột khác cũng là số của kỳ này"


def year_of(path: Sequence[str]) -> int | None:
    """The year that one of the headings above a column names; ``None`` if none says a time."""
    years = [year for text in path if (year := year_of_heading(text)) is not None]
    named = [year for year in years if year]
    return named[0] if named else THIS_TIME if years else None


def stated_years(
    sheet: Sheet, rows: range, paths: Mapping[int, Path], read: Collection[int] | None = None
) -> Iterator[StatedYear]:
    """The years that headings above columns name, each at the cell where it stands.

    Args:
        sheet: the sheet.
        rows: the heading rows.
        paths: all headings above each column.
        read: the columns that are read; all where not given.
    """
    for column, path in paths.items():
        year = year_of(path)
        if year is None or year == THIS_TIME or only_compares(path):
            continue
        text = next(text for text in path if year_of_heading(text) == year)
        own = (row for row in rows if nfc(str(sheet.value(row, column))) == text)
        cell = sheet.ref(next(own, rows.stop - 1), column)
        yield StatedYear(cell, text, year, is_read=read is None or column in read)


def about_years(found: FoundTable, period: ReportingPeriod) -> Iterator[Finding]:
    """Findings on columns and sheets of an own layout that are read and of another year.

    So it is with columns of this year that are passed over beside others.
    """
    year = period.end.year
    for stated in found.years:
        if stated.is_read != (stated.year == year):
            done = _READ if stated.is_read else _PASSED_OVER
            yield _finding(stated.cell, stated.text, stated.year, period, done)
    years = {int(text) for text in _YEAR.findall(fold(found.sheet.name))}
    if found.labels and years and not years & {year, period.start.year}:
        yield _finding(SheetRef(found.sheet.name), found.sheet.name, min(years), period, _READ)


def _finding(
    place: CellRef | SheetRef, text: str, year: int, period: ReportingPeriod, done: str
) -> Finding:
    start, end = format_date(period.start), format_date(period.end)
    return kinds.HEADINGS_OF_OTHER_YEAR.at(
        place, text, stated=year, start=start, end=end, done=done
    )
