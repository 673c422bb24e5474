"""One file, from its bytes to a verdict: what it says and everything that is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import pyarrow as pa

from welfare_stats.catalogue import Catalogue, CatalogueAt, ReportingUnit
from welfare_stats.checks import (
    CHECKS,
    EarlierForm,
    Scope,
    agrees_with_other_files,
    fits_what_is_counted,
    period_is_over,
)
from welfare_stats.findings import CellRef, Finding, any_error, kinds
from welfare_stats.forms import FORMS
from welfare_stats.forms.head import HEAD_COLUMNS, SheetHead, names_form, parse_period
from welfare_stats.incoming import Incoming
from welfare_stats.observations import observations_of
from welfare_stats.period import BackwardsPeriodError, ReportingPeriod, year_of_folder
from welfare_stats.reading import (
    FoundTable,
    Sheet,
    UnreadableFileError,
    find_tables,
    name_that_lies,
    read_head,
    read_table,
    read_workbook,
)
from welfare_stats.submission import Submission
from welfare_stats.vietnamese import NotADateError, fold, format_date

if TYPE_CHECKING:
    import pandas as pd  # not needed to read a file, and children are to start quickly


class Outcome(StrEnum):
    """What becomes of a file; the values are part of the JSON contract."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Examination:
    """The verdict on one file and what it holds, as far as it could be read.

    ``scopes`` says of which forms and facilities the file is the statement, and how many figures
    it states of each. ``observations`` are there for an accepted file only.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    unit: str | None = None
    scopes: Mapping[Scope, int] = field(default_factory=dict)
    period: ReportingPeriod | None = None
    observations: pa.Table | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))


def examine(content: bytes, path: str, catalogue: Catalogue) -> Examination:
    """Read and check one file by itself; changes nothing.

    Args:
        content: the file's bytes.
        path: its name in the register; a folder named like a year says which year is meant.
        catalogue: the office's code lists.
    """
    try:
        workbook = read_workbook(content)
    except UnreadableFileError as error:
        return Examination(Outcome.UNREADABLE, (error.finding,))
    sheets = workbook.sheets
    lie = name_that_lies(path, workbook.kind)
    remarks = [*([lie] if lie else []), *workbook.findings]
    found = [table for sheet in sheets for table in find_tables(sheet)]
    lost = list(_forms_without_table(sheets, found))
    if not found:
        finding = kinds.NO_KNOWN_FORM.at(None, forms=", ".join(FORMS))
        return Examination(Outcome.REJECTED, (*remarks, finding, *lost))
    submission, findings = _submission(found, path, catalogue)
    findings = [
        *remarks,
        *findings,
        *lost,
        *(finding for check in CHECKS for finding in check(submission)),
    ]
    rejected = any_error(findings)
    return Examination(
        Outcome.REJECTED if rejected else Outcome.ACCEPTED,
        tuple(findings),
        submission.unit.code if submission.unit else None,
        submission.scopes,
        submission.period,
        None if rejected else observations_of(submission, path),
    )


@dataclass(frozen=True, slots=True)
class Examiner:
    """``examine`` for files as they arrive, fit to be sent into a child process."""

    catalogue: Catalogue

    def __call__(self, file: Incoming) -> Examination:
        """The verdict on one file by itself."""
        if file.refusal is not None:
            return Examination(Outcome.UNREADABLE, (file.refusal,))
        return examine(file.content, file.name, self.catalogue)


def against_register(
    examination: Examination,
    path: str,
    earlier: Sequence[EarlierForm],
    received_on: date,
    *,
    counted: "pd.DataFrame | None" = None,
    catalogue: Catalogue | None = None,
) -> Examination:
    """The verdict again, now knowing what the register counts of the same unit.

    Args:
        examination: the verdict on the file by itself.
        path: its name in the register.
        earlier: what the register counts of the unit, form by form.
        received_on: the day on which the file counts as received.
        counted: the observations behind it, where there are any to compare with.
        catalogue: the office's code lists.
    """
    period = examination.period
    if period is None:
        return examination
    findings = [
        *examination.findings,
        *period_is_over(period, received_on),
        *fits_what_is_counted(examination.scopes, period, path, earlier),
    ]
    if examination.observations is not None and counted is not None and catalogue is not None:
        own = examination.observations.to_pandas()
        findings += agrees_with_other_files(own, counted, catalogue.at(period.end))
    rejected = any_error(findings)
    if rejected:  # then it replaces nothing
        findings = [finding for finding in findings if not finding.code.startswith("submission.")]
    return replace(
        examination,
        outcome=Outcome.REJECTED if rejected else examination.outcome,
        findings=tuple(findings),
        observations=None if rejected else examination.observations,
    )


def _forms_without_table(sheets: Iterable[Sheet], found: Iterable[FoundTable]) -> Iterator[Finding]:
    """Sheets whose head names a form of which no table was recognised: they would be lost."""
    read = {table.sheet.name for table in found}
    for sheet in sheets:
        if sheet.name in read:
            continue
        head = read_head(sheet, 0, len(sheet.rows))
        named = head.items.get("form_code", "")
        form = next((code for code in FORMS if names_form(named, code)), None)
        if form is not None:
            yield kinds.TABLE_NOT_FOUND.at(head.cells["form_code"], named, form=form)


def _submission(
    found: Sequence[FoundTable], path: str, catalogue: Catalogue
) -> tuple[Submission, list[Finding]]:
    year = year_of_folder(path)
    head, findings = _merge_heads(found, catalogue)
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
