"""Who sends, and for which period: from the heads of the sheets of a workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.forms.head import (
    HEAD_COLUMNS,
    SheetHead,
    names_form,
    parse_period,
    rescales_amounts,
)
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod
from welfare_stats.reading import FoundTable, without_value
from welfare_stats.vietnamese import NotADateError, fold, format_date


@dataclass(frozen=True, slots=True)
class Sender:
    """Unit and period, ``None`` where they could not be read, and the code lists that apply."""

    unit: ReportingUnit | None
    period: ReportingPeriod | None
    codes: CatalogueAt


def sender_of(
    found: Sequence[FoundTable], catalogue: Catalogue, year: int | None
) -> tuple[Sender, list[Finding]]:
    """What the heads of the tables say together.

    Args:
        found: the tables of the workbook.
        catalogue: the office's code lists.
        year: the year that the file's folder is named after.
    """
    head, findings = _merge_heads(found, catalogue)
    period, period_findings = _period(head, year)
    codes = _codes(catalogue, period, year)
    unit, unit_findings = _unit(head, codes, catalogue)
    findings += [*_form_findings(found), *period_findings, *unit_findings]
    return Sender(unit, period, codes), findings


def _merge_heads(
    found: Iterable[FoundTable], catalogue: Catalogue
) -> tuple[SheetHead, list[Finding]]:
    """One head for the workbook: sheets may leave items to each other, but not contradict.

    An item on which sheets contradict each other has no value.
    """
    merged = SheetHead("")
    findings = []
    contradicted = set()
    for table in found:
        head = table.head
        for name in ("unit_code", "unit_name", "period"):
            if name not in head.items:
                continue
            text, cell = head.items[name], head.cells[name]
            if name not in merged.items:
                merged.items[name], merged.cells[name] = text, cell
            elif not _same(name, merged.items[name], text, catalogue):
                contradicted.add(name)
                findings.append(
                    kinds.HEAD_CONFLICT.at(
                        cell,
                        text,
                        label=HEAD_COLUMNS[name].heading,
                        other=merged.items[name],
                        other_sheet=merged.cells[name].sheet,
                    )
                )
        merged.unreadable.update(head.unreadable)
    for name in contradicted:
        merged.items[name] = ""
    return merged, findings


def _same(name: str, one: str, other: str, catalogue: Catalogue) -> bool:
    if fold(one) == fold(other):
        return True
    if name != "period":
        units = catalogue.at_any_time()
        return units.units_named(one) == units.units_named(other) != []
    try:
        return parse_period(one) == parse_period(other)
    except ValueError:
        return False


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


def _missing(name: str, head: SheetHead) -> list[Finding]:
    """That an item is missing, and which cells of the head have no value: it may stand in those."""
    column = HEAD_COLUMNS[name]
    return [
        kinds.HEAD_MISSING.at(None, label=column.heading, example=column.guidance),
        *(without_value(cell, text, "Đầu biểu") for cell, text in head.unreadable.items()),
    ]


def _period(head: SheetHead, year: int | None) -> tuple[ReportingPeriod | None, list[Finding]]:
    text, cell = head.items.get("period"), head.cells.get("period")
    if text is None or cell is None:
        return None, _missing("period", head)
    if not text:  # contradicted, which is a finding already
        return None, []
    column = HEAD_COLUMNS["period"]
    try:
        period = parse_period(text)
    except NotADateError:
        return None, [
            kinds.HEAD_UNREADABLE.at(cell, text, label=column.heading, example=column.guidance)
        ]
    except BackwardsPeriodError as error:
        start, end = format_date(error.start), format_date(error.end)
        return None, [kinds.PERIOD_BACKWARDS.at(cell, text, start=start, end=end)]
    return period, list(_year_findings(period, cell, text, year))


def _year_findings(
    period: ReportingPeriod, cell: CellRef, text: str, year: int | None
) -> Iterator[Finding]:
    start, end = format_date(period.start), format_date(period.end)
    if period.start.year != period.end.year:
        yield kinds.PERIOD_CROSSES_YEAR.at(cell, text, start=start, end=end)
    elif year is not None and period.end.year != year:
        yield kinds.PERIOD_OUTSIDE_YEAR.at(cell, text, year=year, start=start, end=end)


def _codes(catalogue: Catalogue, period: ReportingPeriod | None, year: int | None) -> CatalogueAt:
    """The code lists at the end of the period, or as near to it as can be known."""
    if period is not None:
        return catalogue.at(period.end)
    return catalogue.at(date(year, 12, 31)) if year is not None else catalogue.at_any_time()


def _unit(
    head: SheetHead, codes: CatalogueAt, catalogue: Catalogue
) -> tuple[ReportingUnit | None, list[Finding]]:
    code, name = head.items.get("unit_code"), head.items.get("unit_name")
    if code is None and name is None:
        return None, _missing("unit_code", head)
    item = "unit_code" if code is not None else "unit_name"
    text, cell = head.items[item], head.cells[item]
    if not text:  # contradicted, which is a finding already
        return None, []
    candidates = codes.units_named(text)
    if len(candidates) != 1:
        return None, [_unit_refusal(text, cell, candidates, codes, catalogue)]
    unit = candidates[0]
    return unit, list(_name_findings(unit, head, codes))


def _name_findings(unit: ReportingUnit, head: SheetHead, codes: CatalogueAt) -> Iterator[Finding]:
    """The name beside the code: another unit's makes the code doubtful, an unknown one is said."""
    name = head.items.get("unit_name")
    if not name:
        return
    named = codes.units_named(name)
    place = head.cells["unit_name"]
    if unit in named:
        return
    if named:
        others = ", ".join(f"“{other.name}”" for other in named)
        yield kinds.UNIT_CONTRADICTED.at(place, name, code=unit.code, name=unit.name, other=others)
    else:
        yield kinds.UNIT_NAME_DIFFERS.at(place, name, code=unit.code, name=unit.name)


def _unit_refusal(
    text: str,
    cell: CellRef,
    candidates: Sequence[ReportingUnit],
    codes: CatalogueAt,
    catalogue: Catalogue,
) -> Finding:
    if not candidates and catalogue.at_any_time().units_named(text):
        return kinds.UNIT_NOT_IN_FORCE.at(cell, text, day=format_date(codes.day))
    near = candidates or codes.nearest_units(text)
    names = "; ".join(f"{unit.code} – {unit.name}" for unit in near)
    return kinds.UNKNOWN_UNIT.at(
        cell,
        text,
        candidates=f"Có thể là: {names}." if names else "Hãy ghi mã đơn vị theo danh mục của Sở.",
    )
