"""One file, from its bytes to a verdict: what it says and everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import pyarrow as pa

from welfare_stats.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.checks import CHECKS, EarlierForm, periods_do_not_overlap
from welfare_stats.findings import CellRef, Finding, any_error, kinds
from welfare_stats.forms import FORMS
from welfare_stats.forms.head import HEAD_COLUMNS, SheetHead, names_form, parse_period
from welfare_stats.observations import observations_of
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod
from welfare_stats.reading import (
    FoundTable,
    UnreadableFileError,
    find_tables,
    read_table,
    read_workbook,
)
from welfare_stats.submission import Submission
from welfare_stats.vietnamese import NotADateError, fold, format_date


class Outcome(StrEnum):
    """What becomes of a file; the values are part of the JSON contract."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Examination:
    """The verdict on one file and what it holds, as far as it could be read.

    ``observations`` are there for an accepted file only.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    unit: str | None = None
    forms: tuple[str, ...] = ()
    period: ReportingPeriod | None = None
    observations: pa.Table | None = None


def examine(content: bytes, path: str, catalogue: Catalogue) -> Examination:
    """Read and check one file by itself; changes nothing.

    Args:
        content: the file's bytes.
        path: its name in the register; a folder named like a year says which year is meant.
        catalogue: the office's code lists.
    """
    try:
        sheets = read_workbook(content)
    except UnreadableFileError as error:
        return Examination(Outcome.UNREADABLE, (error.finding,))
    found = [table for sheet in sheets for table in find_tables(sheet)]
    if not found:
        finding = kinds.NO_KNOWN_FORM.at(None, forms=", ".join(FORMS))
        return Examination(Outcome.REJECTED, (finding,))
    submission, findings = _submission(found, path, catalogue)
    findings += [finding for check in CHECKS for finding in check(submission)]
    rejected = any_error(findings)
    return Examination(
        Outcome.REJECTED if rejected else Outcome.ACCEPTED,
        tuple(findings),
        submission.unit.code if submission.unit else None,
        submission.forms,
        submission.period,
        None if rejected else observations_of(submission, path),
    )


def against_register(
    examination: Examination, path: str, earlier: Sequence[EarlierForm]
) -> Examination:
    """The verdict again, now knowing what the register counts of the same unit."""
    if examination.period is None:
        return examination
    findings = tuple(periods_do_not_overlap(examination.forms, examination.period, path, earlier))
    if not any_error(findings):
        return examination
    return replace(
        examination,
        outcome=Outcome.REJECTED,
        findings=(*examination.findings, *findings),
        observations=None,
    )


def _submission(
    found: Sequence[FoundTable], path: str, catalogue: Catalogue
) -> tuple[Submission, list[Finding]]:
    year = _folder_year(path)
    head, findings = _merge_heads(found)
    period, period_findings = _period(head, year)
    codes = _codes(catalogue, period, year)
    unit, unit_findings = _unit(head, codes, catalogue)
    findings += [*_form_findings(found), *period_findings, *unit_findings]
    tables = []
    for table_found in found:
        table, table_findings = read_table(table_found)
        tables.append(table)
        findings += table_findings
    submission = Submission(unit, period, tuple(tables), codes, catalogue.case_type_codes)
    return submission, findings


# --- the head ----------------------------------------------------------------------------------


def _merge_heads(found: Iterable[FoundTable]) -> tuple[SheetHead, list[Finding]]:
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
            elif not _same(name, merged.items[name], text):
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
    for name in contradicted:
        merged.items[name] = ""
    return merged, findings


def _same(name: str, one: str, other: str) -> bool:
    if fold(one) == fold(other):
        return True
    if name != "period":
        return False
    try:
        return parse_period(one) == parse_period(other)
    except ValueError:
        return False


def _form_findings(found: Iterable[FoundTable]) -> Iterator[Finding]:
    for table in found:
        named = table.head.items.get("form_code")
        if named is not None and not names_form(named, table.form.code):
            yield kinds.HEAD_FORM_DIFFERS.at(
                table.head.cells["form_code"], named, form=table.form.code
            )


def _missing(name: str) -> Finding:
    column = HEAD_COLUMNS[name]
    return kinds.HEAD_MISSING.at(None, label=column.heading, example=column.guidance)


def _period(head: SheetHead, year: int | None) -> tuple[ReportingPeriod | None, list[Finding]]:
    text, cell = head.items.get("period"), head.cells.get("period")
    if text is None or cell is None:
        return None, [_missing("period")]
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
        return None, [_missing("unit_code")]
    item = "unit_code" if code is not None else "unit_name"
    text, cell = head.items[item], head.cells[item]
    if not text:  # contradicted, which is a finding already
        return None, []
    candidates = codes.units_named(text)
    if len(candidates) != 1:
        return None, [_unit_refusal(text, cell, candidates, codes, catalogue)]
    unit = candidates[0]
    if code and name and unit not in codes.units_named(name):
        place = head.cells["unit_name"]
        return unit, [kinds.UNIT_NAME_DIFFERS.at(place, name, code=unit.code, name=unit.name)]
    return unit, []


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


def _folder_year(path: str) -> int | None:
    """The year that a folder of the path is named after, as in ``data/raw/2018/x.xlsx``."""
    years = [part for part in path.split("/")[:-1] if len(part) == 4 and part.isdecimal()]  # noqa: PLR2004
    return int(years[-1]) if years else None
