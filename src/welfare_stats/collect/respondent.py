"""Who sends, and for which period: from the heads of the sheets of a workbook.

Sheets may leave items to each other. Where they contradict each other, or a code its name, the
cells that most others speak against are the wrong ones.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.collect.reading import FoundTable, without_value
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, ReportingUnit, UnitKind
from welfare_stats.design.forms.head import HEAD_COLUMNS, names_form, parse_period, rescales_amounts
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod
from welfare_stats.vietnamese import NotADateError, format_date


@dataclass(frozen=True, slots=True)
class Respondent:
    """Unit and period, ``None`` where they could not be read, and the code lists that apply.

    ``period_cell`` is where the period stands.
    """

    unit: ReportingUnit | None
    period: ReportingPeriod | None
    period_cell: CellRef | None
    codes: CatalogueAt


def respondent_of(
    found: Sequence[FoundTable], catalogue: Catalogue, year: int | None
) -> tuple[Respondent, list[Finding]]:
    """What the heads of the tables say together.

    Args:
        found: the tables of the workbook.
        catalogue: the office's code lists.
        year: the year that the file's folder is named after.
    """
    periods = _entries(found, "period")
    period, period_cell, period_findings = _period(periods, year)
    codes = _codes(catalogue, period, year)
    named = _entries(found, "unit_code", "unit_name")
    unit, unit_findings = _unit(named, found, codes, catalogue)
    missing = [name for name, said in (("period", periods), ("unit_code", named)) if not said]
    findings = [
        *_form_findings(found),
        *_missing(missing, found),
        *period_findings,
        *unit_findings,
    ]
    return Respondent(unit, period, period_cell, codes), findings


@dataclass(frozen=True, slots=True)
class _HeadEntry:
    """What one cell of a head says; ``item`` is a field of ``HeadItems``."""

    item: str
    text: str
    cell: CellRef

    @property
    def label(self) -> str:
        return HEAD_COLUMNS[self.item].heading


def _entries(found: Iterable[FoundTable], *items: str) -> list[_HeadEntry]:
    return [
        _HeadEntry(item, table.head.items[item], table.head.cells[item])
        for table in found
        for item in items
        if item in table.head.items
    ]


def _conflict(odd: _HeadEntry, others: Iterable[_HeadEntry]) -> Finding:
    """That a cell says other than the first of those cells that were believed."""
    other = min(others, key=lambda entry: entry.item != odd.item)
    return kinds.HEAD_CONFLICT.at(
        odd.cell, odd.text, label=odd.label, other=other.text, other_sheet=other.cell.sheet
    )


def _missing(items: Sequence[str], found: Iterable[FoundTable]) -> Iterator[Finding]:
    """What is missing, and which cells of the heads have no value: it may stand in those."""
    for item in items:
        column = HEAD_COLUMNS[item]
        yield kinds.HEAD_MISSING.at(None, label=column.heading, example=column.guidance)
    if items:
        for table in found:
            for cell, text in table.head.unreadable.items():
                yield without_value(cell, text, "Đầu biểu")


def _form_findings(found: Iterable[FoundTable]) -> Iterator[Finding]:
    for table in found:
        unit = table.head.items.get("measure_unit", "")
        if rescales_amounts(unit) and "amount" in table.form.columns:
            yield kinds.OTHER_AMOUNT_UNIT.at(
                table.head.cells["measure_unit"], unit, form=table.form.code
            )
        named = table.head.items.get("form_code")
        if named is not None and not names_form(named, table.form.code):
            yield kinds.HEAD_FORM_DIFFERS.at(
                table.head.cells["form_code"], named, form=table.form.code
            )


# --- the period --------------------------------------------------------------------------------


def _period(
    stated: Sequence[_HeadEntry], year: int | None
) -> tuple[ReportingPeriod | None, CellRef | None, list[Finding]]:
    """The period that most sheets state, rather one of the folder's year; none if undecided.

    With it, a cell that states it.
    """
    findings: list[Finding] = []
    read: dict[_HeadEntry, ReportingPeriod] = {}
    for entry in stated:
        try:
            read[entry] = parse_period(entry.text)
        except (NotADateError, BackwardsPeriodError) as error:
            findings.append(_period_refusal(entry, error))
    votes = Counter(read.values())

    def weight(period: ReportingPeriod) -> tuple[bool, int]:
        return period.start.year == period.end.year == year, votes[period]

    ranking = sorted(votes, key=weight, reverse=True)
    if not ranking:
        return None, None, findings
    believed = [entry for entry in read if read[entry] == ranking[0]]
    for entry in read:
        if entry in believed:
            findings += _year_findings(entry, ranking[0], year)
        else:
            findings.append(_conflict(entry, believed))
    is_decided = len(ranking) == 1 or weight(ranking[0]) > weight(ranking[1])
    return ranking[0] if is_decided else None, believed[0].cell, findings


def _period_refusal(entry: _HeadEntry, error: NotADateError | BackwardsPeriodError) -> Finding:
    if isinstance(error, BackwardsPeriodError):
        start, end = format_date(error.start), format_date(error.end)
        return kinds.PERIOD_BACKWARDS.at(entry.cell, entry.text, start=start, end=end)
    example = HEAD_COLUMNS["period"].guidance
    return kinds.HEAD_UNREADABLE.at(entry.cell, entry.text, label=entry.label, example=example)


def _year_findings(
    entry: _HeadEntry, period: ReportingPeriod, year: int | None
) -> Iterator[Finding]:
    start, end = format_date(period.start), format_date(period.end)
    if period.start.year != period.end.year:
        yield kinds.PERIOD_CROSSES_YEAR.at(entry.cell, entry.text, start=start, end=end)
    elif year is not None and period.end.year != year:
        yield kinds.PERIOD_OUTSIDE_YEAR.at(entry.cell, entry.text, year=year, start=start, end=end)


def _codes(catalogue: Catalogue, period: ReportingPeriod | None, year: int | None) -> CatalogueAt:
    """The code lists at the end of the period, or as near to it as can be known."""
    if period is not None:
        return catalogue.at(period.end)
    return catalogue.at(date(year, 12, 31)) if year is not None else catalogue.at_any_time()


# --- the unit ----------------------------------------------------------------------------------

_Named = Mapping[_HeadEntry, Sequence[ReportingUnit]]
"""The units that each entry may mean."""


def _unit(
    stated: Sequence[_HeadEntry],
    found: Sequence[FoundTable],
    codes: CatalogueAt,
    catalogue: Catalogue,
) -> tuple[ReportingUnit | None, list[Finding]]:
    """The unit that most codes, names and facilities speak for; none if undecided."""
    named = {entry: codes.units_named(entry.text) for entry in stated}
    ranking = _ranking(named, found, codes)
    unit = ranking[0][0] if ranking else None
    has_code = any(entry.item == "unit_code" for entry in stated)
    findings: list[Finding] = []
    for entry, units in named.items():
        if unit is not None and unit in units:
            continue
        if unit is not None and len(units) == 1:
            findings.append(_contradiction(entry, units[0], unit, named))
        elif entry.item == "unit_code" or not has_code:
            findings.append(_unit_refusal(entry, units, codes, catalogue))
        elif unit is not None:
            findings.append(
                kinds.UNIT_NAME_DIFFERS.at(entry.cell, entry.text, code=unit.code, name=unit.name)
            )
    is_decided = len(ranking) == 1 or (ranking != [] and ranking[0][1] > ranking[1][1])
    other = _whose_rows(found, codes, unit) if unit is not None and is_decided else None
    if other is not None:
        findings.append(
            kinds.UNIT_NOT_OF_ROWS.at(
                stated[0].cell, stated[0].text, facility=f"{other.code} – {other.name}"
            )
        )
    return unit if is_decided and other is None else None, findings


_FEWEST_ROWS = 2


def _whose_rows(
    found: Sequence[FoundTable], codes: CatalogueAt, unit: ReportingUnit
) -> ReportingUnit | None:
    """The other facility of which all rows are: then the head of a facility is the wrong one."""
    if unit.kind is not UnitKind.FACILITY:
        return None
    rows = _facilities_in(found)
    named = {code for code in rows if codes.facility(code) is not None}
    if len(named) != 1 or unit.code in named or rows[next(iter(named))] < _FEWEST_ROWS:
        return None
    return codes.facility(next(iter(named)))


def _ranking(
    named: _Named, found: Sequence[FoundTable], codes: CatalogueAt
) -> list[tuple[ReportingUnit, int]]:
    """Units that a entry names alone, with how much speaks for each, the likeliest first.

    Of as many, the name is believed before the code: a digit is wrong more easily.
    """
    by_code = {units[0].code: units[0] for units in named.values() if len(units) == 1}
    votes = Counter(units[0].code for units in named.values() if len(units) == 1)
    by_name = Counter(
        units[0].code for s, units in named.items() if len(units) == 1 and s.item == "unit_name"
    )
    if len(by_code) > 1:
        facilities = _facilities_in(found)
        for unit in by_code.values():
            own = {facility.code for facility in codes.facilities_of(unit)}
            votes[unit.code] += len(own & facilities.keys()) + (unit.code in facilities)
    likeliest = sorted(by_code, key=lambda code: (votes[code], by_name[code]), reverse=True)
    return [(by_code[code], votes[code]) for code in likeliest]


def _facilities_in(found: Iterable[FoundTable]) -> Counter[str]:
    """How often each code stands in the columns of facilities, as it would be read."""
    typed = Counter(
        table.sheet.rows[row][table.columns["facility"]]
        for table in found
        if "facility" in table.columns
        for row in table.data_rows
    )
    codes: Counter[str] = Counter()
    for text, times in typed.items():
        codes[str(text).strip().upper()] += times
    return codes


def _contradiction(
    odd: _HeadEntry, meant: ReportingUnit, believed: ReportingUnit, named: _Named
) -> Finding:
    """That a code or name is of another unit: than the one beside it, or than on other sheets."""
    believed_in = [entry for entry, units in named.items() if believed in units]
    if all(entry.cell.sheet != odd.cell.sheet for entry in believed_in):
        return _conflict(odd, believed_in)
    code, name = (meant, believed) if odd.item == "unit_code" else (believed, meant)
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
