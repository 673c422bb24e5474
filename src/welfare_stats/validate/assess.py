"""One file, from its bytes to a verdict: what it says and everything that is wrong with it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import pyarrow as pa

from welfare_stats.collect.coding import with_facility_codes
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import observations_of
from welfare_stats.collect.pseudonyms import Pseudonym, pseudonyms_of
from welfare_stats.collect.reading import (
    FoundTable,
    Sheet,
    UnreadableFileError,
    find_tables,
    name_that_lies,
    read_head,
    read_table,
    read_workbook,
    rows_without_headings,
)
from welfare_stats.collect.respondent import respondent_of
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import FORMS, version_name
from welfare_stats.design.forms.head import names_form
from welfare_stats.findings import CellRef, Finding, Severity, any_error, kinds
from welfare_stats.findings.waivers import Waiver, with_waivers
from welfare_stats.period import ReportingPeriod, year_of_folder
from welfare_stats.validate.checks import (
    CHECKS,
    EarlierStatement,
    PersonElsewhere,
    Scope,
    ScopeElsewhere,
    agrees_with_other_files,
    cumulative_figures_grow,
    facilities_are_of_one_unit,
    fits_last_year,
    opening_follows_closing,
    people_are_of_one_unit,
    period_fits_earlier_ones,
    period_is_over,
    without_consequences,
)

if TYPE_CHECKING:
    import pandas as pd  # not needed to read a file, and children are to start quickly


class Outcome(StrEnum):
    """What becomes of a file; the values are part of the JSON contract."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one file and what it holds, as far as it could be read.

    ``scopes`` says of which forms and facilities the file is the statement, and how many figures
    it states of each; ``period_cell`` is where the period stands. ``observations`` are there where
    unit and period are, and ``people`` for a file with a list, where there is a secret to make
    their keys with; of a file that is returned they serve only to compare, and are not kept.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    unit: str | None = None
    scopes: Mapping[Scope, int] = field(default_factory=dict)
    period: ReportingPeriod | None = None
    period_cell: CellRef | None = None
    observations: pa.Table | None = None
    people: tuple[Pseudonym, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Codes of the forms in the file."""
        return tuple(dict.fromkeys(form for form, _ in self.scopes))


def assess(
    content: bytes,
    path: str,
    catalogue: Catalogue,
    waivers: Sequence[Waiver] = (),
    secret: bytes = b"",
) -> Assessment:
    """Read and check one file by itself; changes nothing.

    Args:
        content: the file's bytes.
        path: its name in the register; a folder named like a year says which year is meant.
        catalogue: the office's code lists.
        waivers: the office's decisions on findings of this content.
        secret: what keys of people are made with; without, there are none.
    """
    try:
        workbook = read_workbook(content)
    except UnreadableFileError as error:
        return Assessment(Outcome.UNREADABLE, (error.finding,))
    sheets = workbook.sheets
    lie = name_that_lies(path, workbook.kind)
    remarks = [*([lie] if lie else []), *_outdated_forms(workbook.names), *workbook.findings]
    found = [table for sheet in sheets for table in find_tables(sheet)]
    lost = list(_forms_without_table(sheets, found))
    told = {finding.sheet for finding in lost}
    rest = [sheet for sheet in sheets if sheet.name not in told]
    lost += _rows_without_headings(rest, found, catalogue.case_type_codes)
    if not found:
        finding = kinds.NO_KNOWN_FORM.at(None, forms=", ".join(FORMS))
        return Assessment(Outcome.REJECTED, (*remarks, finding, *lost))
    submission, findings = _submission(found, path, catalogue, tuple(waivers))
    findings = [
        *remarks,
        *findings,
        *lost,
        *(finding for check in CHECKS for finding in check(submission)),
    ]
    findings = list(dict.fromkeys(findings))  # two checks may miss the same cell
    judged = with_waivers(without_consequences(findings, submission), waivers)
    rejected = any_error(judged)
    return Assessment(
        Outcome.REJECTED if rejected else Outcome.ACCEPTED,
        judged,
        submission.unit.code if submission.unit else None,
        submission.scopes,
        submission.period,
        submission.period_cell,
        observations_of(submission, path) if submission.unit and submission.period else None,
        pseudonyms_of(submission, secret) if secret else (),
    )


@dataclass(frozen=True, slots=True)
class Assessor:
    """``assess`` for files as they arrive, fit to be sent into a child process."""

    catalogue: Catalogue
    secret: bytes = b""

    def __call__(self, file: ReceivedFile) -> Assessment:
        """The verdict on one file by itself."""
        if file.refusal is not None:
            return Assessment(Outcome.UNREADABLE, (file.refusal,))
        return assess(file.content, file.name, self.catalogue, file.waivers, self.secret)


@dataclass(frozen=True, slots=True)
class Reference:
    """What the register counts that bears on a file.

    ``earlier`` is of its unit, form by form; ``same_period`` are observations of the unit for the
    same period that the file does not replace, ``before`` those up to the day before its period,
    ``shorter`` those from the same day on to an earlier one, ``last_year`` those of the same span a
    year before; ``elsewhere`` has the same forms and facilities in files of other units, ``people``
    the same people in their lists.
    """

    earlier: Sequence[EarlierStatement] = ()
    same_period: "pd.DataFrame | None" = None
    before: "pd.DataFrame | None" = None
    shorter: "pd.DataFrame | None" = None
    last_year: "pd.DataFrame | None" = None
    elsewhere: Sequence[ScopeElsewhere] = ()
    people: Sequence[PersonElsewhere] = ()


def reassess(
    assessment: Assessment,
    file: ReceivedFile,
    reference: Reference,
    received_on: date,
    catalogue: Catalogue,
) -> Assessment:
    """The verdict again, now knowing what the register counts.

    Args:
        assessment: the verdict on the file by itself.
        file: its name in the register, and the office's decisions on it.
        reference: what bears on it.
        received_on: the day on which the file counts as received.
        catalogue: the office's code lists.
    """
    period = assessment.period
    if period is None:
        return assessment
    findings = [
        *assessment.findings,
        *period_is_over(period, assessment.period_cell, received_on),
        *period_fits_earlier_ones(
            assessment.scopes, period, assessment.period_cell, file.name, reference.earlier
        ),
        *facilities_are_of_one_unit(period, reference.elsewhere),
        *people_are_of_one_unit(assessment.people, reference.people),
    ]
    comparisons = [
        (check, others)
        for check, others in (
            (agrees_with_other_files, reference.same_period),
            (opening_follows_closing, reference.before),
            (cumulative_figures_grow, reference.shorter),
            (fits_last_year, reference.last_year),
        )
        if others is not None
    ]
    if assessment.observations is not None and comparisons:
        codes = catalogue.at(period.end)
        own = assessment.observations.to_pandas()
        own = own[own["case_type"].isin(codes.case_types)]
        wrong = {finding.place for finding in findings if finding.severity is Severity.ERROR}
        for check, others in comparisons:
            # Of a wrong cell there is nothing to compare.
            findings += [found for found in check(own, others, codes) if found.place not in wrong]
    judged = with_waivers(findings, file.waivers)
    rejected = any_error(judged)
    if rejected:  # then it replaces nothing
        judged = tuple(f for f in judged if not f.code.startswith("submission."))
    return replace(
        assessment,
        outcome=Outcome.REJECTED if rejected else assessment.outcome,
        findings=judged,
        observations=None if rejected else assessment.observations,
        people=() if rejected else assessment.people,
    )


def _outdated_forms(names: Mapping[str, str]) -> Iterator[Finding]:
    """Forms of which the blank workbook was of another version than is asked for now."""
    for form in FORMS.values():
        version = names.get(version_name(form.code), "").strip()
        if version and version != str(form.version):
            yield kinds.OUTDATED_VERSION.at(
                None, form=form.code, version=version, current=form.version
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


def _rows_without_headings(
    sheets: Iterable[Sheet], found: Sequence[FoundTable], codes: Collection[str]
) -> Iterator[Finding]:
    for sheet in sheets:
        own = [table for table in found if table.sheet is sheet]
        yield from rows_without_headings(sheet, own, codes)


def _submission(
    found: Sequence[FoundTable], path: str, catalogue: Catalogue, waivers: tuple[Waiver, ...]
) -> tuple[Submission, list[Finding]]:
    sender, findings = respondent_of(found, catalogue, year_of_folder(path))
    tables = []
    for table_found in found:
        table, table_findings = read_table(table_found)
        table, name_findings = with_facility_codes(table, sender.codes)
        tables.append(table)
        findings += [*table_findings, *name_findings]
    submission = Submission(
        sender.unit,
        sender.period,
        tuple(tables),
        sender.codes,
        catalogue.case_type_codes,
        sender.period_cell,
        waivers,
    )
    return submission, findings
