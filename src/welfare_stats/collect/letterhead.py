"""What letterheads, titles and signatures tell of unit and period, where no label does."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit
from welfare_stats.design.forms import Role
from welfare_stats.design.forms.period_titles import periods_in
from welfare_stats.findings import CellRef
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.vietnamese import fold

# Lines that name somebody else: whom the report is for.
_TO_OTHERS = ("kinh gui", "noi nhan", "so ", "ubnd tinh", "uy ban nhan dan tinh")
_COMMITTEES = ("ubnd", "uy ban nhan dan")


@dataclass(frozen=True, slots=True)
class Line:
    """A text of a head and its cell; ``where`` says in Vietnamese what part of the sheet it is."""

    cell: CellRef
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Titles:
    """What the titles say of the period.

    Attributes:
        periods: the lines that name a period.
        ends: the lines that say only when it ends.
    """

    periods: dict[Line, ReportingPeriod] = field(default_factory=dict)
    ends: dict[Line, date] = field(default_factory=dict)


def titles_of(tables: Iterable[FoundTable]) -> Titles:
    """The periods in the lines above the tables.

    Of two on one sheet, a year and a part of it, the part counts.
    """
    periods: dict[Line, ReportingPeriod] = {}
    ends: dict[Line, date] = {}
    for line, text in _with_lines_before(
        list(dict.fromkeys(line for table in tables for line in _lines(table)))
    ):
        found = periods_in(text)
        if len(set(found.periods)) == 1:
            periods[line] = found.periods[0]
        elif len(set(found.ends)) == 1:
            ends[line] = found.ends[0]
    parts = set(periods.values())
    return Titles(
        {line: period for line, period in periods.items() if not _has_part(period, parts)}, ends
    )


_MOST_LINES_OF_A_TITLE = 3


def _with_lines_before(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each line and what is to be read of it.

    Where it names a year, and the line before it, or those before, only a part of one, it is both:
    "Kết quả 6 tháng", below it "đầu năm 2018".
    """
    for at, line in enumerate(lines):
        starts = range(at - 1, max(at - _MOST_LINES_OF_A_TITLE, -1), -1)
        joined = [" ".join(each.text for each in lines[start : at + 1]) for start in starts]
        is_year = _is_year(line.text)
        text = next((text for text in joined if is_year and _is_part(text)), line.text)
        yield line, text


def _is_year(text: str) -> bool:
    return any(period == calendar_year(period.end.year) for period in periods_in(text).periods)


def _is_part(text: str) -> bool:
    found = periods_in(text)
    return bool(found.ends) or any(p != calendar_year(p.end.year) for p in found.periods)


def _has_part(period: ReportingPeriod, others: Iterable[ReportingPeriod]) -> bool:
    is_year = period == calendar_year(period.end.year)
    return is_year and any(o != period and o.end.year == period.end.year for o in others)


def lines_with_units(
    tables: Sequence[FoundTable], codes: CatalogueAt
) -> Mapping[Line, Sequence[ReportingUnit]]:
    """The lines that name one unit, and it: those of the letterhead and the title.

    Where these name none, the place of the signature tells, and then the name of the sheet. A line
    that names a unit above the sender stands above its own, or says whom the report is for.
    """
    of_head = dict.fromkeys(line for table in tables for line in _lines(table))
    of_signature = dict.fromkeys(
        Line(cell, text, "nơi ký")
        for table in tables
        for cell, text in table.head.below.items()
        if Role.FACILITY not in table.form.roles and _is_place_of_one(text, codes)
    )
    of_sheets = dict.fromkeys(
        Line(CellRef(table.sheet.name, 0, 0), table.sheet.name, "tên trang") for table in tables
    )
    for lines in (of_head, of_signature, of_sheets):
        named = {line: units for line in lines if (units := _units_in(line, codes))}
        of_lines = [unit for units in named.values() for unit in units]
        above = {other.code for unit in of_lines for other in codes.above(unit)}
        below = {
            line: units
            for line, units in named.items()
            if not all(unit.compiles or unit.code in above for unit in units)
        }
        if own := _names_below(named, lines) if not below else ():
            return dict.fromkeys(own, ())
        if found := below or named:
            return _of_facilities(found)
    return {}


def _names_below(
    named: Mapping[Line, Sequence[ReportingUnit]], lines: Collection[Line]
) -> list[Line]:
    """The lines right below those that name who is above: the sender's own name, unknown here.

    "SỞ LAO ĐỘNG …" over "TRUNG TÂM …" is the letterhead of the centre, not of the department.
    """
    below = {CellRef(each.cell.sheet, each.cell.row + 1, each.cell.column) for each in named}
    return [
        line
        for line in lines
        if line.cell in below and line not in named and not _IS_NO_NAME.match(fold(line.text))
    ]


_IS_NO_NAME = re.compile(r"(?:so\b|doc lap|cong hoa|bieu|mau|phu luc|bao cao|.*\bngay\b)")


def _is_place_of_one(text: str, codes: CatalogueAt) -> bool:
    """Whether a text says where and when it is signed, and there is one office only.

    A facility may lie anywhere; and in the town that the province is named after sit many offices.
    """
    place, day, _ = fold(text).partition(" ngay ")
    province = {fold(u.area) for u in codes.units.values() if u.compiles}
    return bool(day) and not any(area.endswith(place) for area in province)


def _of_facilities(
    found: dict[Line, list[ReportingUnit]],
) -> dict[Line, list[ReportingUnit]]:
    """Where a line names a facility, a line with its district only says where it is."""
    facilities = {
        line: units for line, units in found.items() if all(unit.is_facility for unit in units)
    }
    return facilities or found


def _beginnings_of_others(codes: CatalogueAt) -> tuple[str, ...]:
    """How lines begin that name somebody else, such as who compiles, or the committee above it."""
    above = [unit for unit in codes.units.values() if unit.compiles]
    kinds = [f"{fold(unit.reporter.short)} " for unit in above if unit.reporter.short]
    committees = [f"{words} {fold(unit.area)}" for unit in above for words in _COMMITTEES]
    return (*_TO_OTHERS, *kinds, *committees)


def _units_in(line: Line, codes: CatalogueAt) -> list[ReportingUnit]:
    words = fold(line.text)
    named = codes.units_named(line.text)
    begins_so = words.startswith(_beginnings_of_others(codes))
    is_for_others = begins_so and not any(unit.compiles for unit in named)
    return [] if is_for_others else named


def _lines(table: FoundTable) -> list[Line]:
    return [Line(cell, text, "phần đầu trang") for cell, text in table.head.lines.items()]
