"""One file, from its bytes to a verdict: its numbers, and all findings about it."""

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
from welfare_stats.design.catalogue import Catalogue, CatalogueAt
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
    import pandas as pd  # only for types: worker processes, which must start fast, do without it


class Outcome(StrEnum):
    """What has become of a file; the values are part of the JSON contract."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREADABLE = "unreadable"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on one file and what it holds, as far as it could be read.

    Attributes:
        outcome: the verdict.
        findings: all findings, of every severity.
        unit: code of the unit that sent it.
        scopes: the forms and facilities that the file states, with the number of figures of each.
        period: the days that its figures cover.
        period_cell: the cell in which the period is written.
        observations: its numbers, if unit and period are known.
        people: pseudonyms of the people in its lists, if there is a secret to make them with.

    A rejected file has ``observations`` and ``people`` only until ``reassess`` has compared them;
    they are never kept.
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
    """Read and check one file by itself, without the register. Nothing is written.

    Args:
        content: the file's bytes.
        path: its name in the register; if a folder in it is named after a year, the period must
            lie in that year.
        catalogue: the office's code lists.
        waivers: the office's decisions on findings of this content.
        secret: the key for pseudonyms; if empty, none are made.
    """
    try:
        workbook = read_workbook(content)
    except UnreadableFileError as error:
        return Assessment(Outcome.UNREADABLE, (error.finding,))
    sheets = workbook.sheets
    wrong_suffix = name_that_lies(path, workbook.kind)
    about_file = [
        *([wrong_suffix] if wrong_suffix else []),
        *_outdated_forms(workbook.names),
        *workbook.findings,
    ]
    found = [table for sheet in sheets for table in find_tables(sheet)]
    about_unread = _about_unread_parts(sheets, found, catalogue.case_type_codes)
    if not found:
        no_form = kinds.NO_KNOWN_FORM.at(None, forms=", ".join(FORMS))
        return Assessment(Outcome.REJECTED, (*about_file, no_form, *about_unread))
    submission, about_submission = _submission(found, path, catalogue, tuple(waivers))
    findings = [
        *about_file,
        *about_submission,
        *about_unread,
        *(finding for check in CHECKS for finding in check(submission)),
    ]
    findings = list(dict.fromkeys(findings))  # two checks may require the same blank cell
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
    """``assess`` as a callable that can be sent to a worker process."""

    catalogue: Catalogue
    secret: bytes = b""

    def __call__(self, file: ReceivedFile) -> Assessment:
        """The verdict on one file by itself."""
        if file.refusal is not None:
            return Assessment(Outcome.UNREADABLE, (file.refusal,))
        return assess(file.content, file.name, self.catalogue, file.waivers, self.secret)


@dataclass(frozen=True, slots=True)
class Reference:
    """What the register holds that a file is compared with; only what stands.

    Attributes:
        earlier: the statements of the same unit.
        same_period: observations of the same unit and period, of scopes not in the file.
        before: observations of the same unit and scopes whose period ends on the day before the
            file's period.
        shorter: those whose period starts on the same day and ends earlier.
        last_year: those of the same days a year before.
        elsewhere: the statements of other units for the same forms and facilities.
        people: people of the file's lists who are in lists of other units too.

    Frames have the columns of ``collect.observations.SCHEMA``; ``None`` stands for no rows.
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
    """The verdict on a file once it has been compared with what the register holds.

    Args:
        assessment: the verdict on the file by itself.
        file: the file; its name and the office's decisions on it are used.
        reference: what the register holds that the file is compared with.
        received_on: the day of receipt; the period must not end long after it.
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
    if assessment.observations is not None:
        in_doubt = {finding.place for finding in findings if finding.severity is Severity.ERROR}
        differences = _differences(assessment.observations, reference, catalogue.at(period.end))
        # What a cell with an error holds is not worth comparing.
        findings += [finding for finding in differences if finding.place not in in_doubt]
    judged = with_waivers(findings, file.waivers)
    rejected = any_error(judged)
    if rejected:  # then it replaces no other file, and must not be reported as doing so
        judged = tuple(f for f in judged if not f.code.startswith("submission."))
    return replace(
        assessment,
        outcome=Outcome.REJECTED if rejected else assessment.outcome,
        findings=judged,
        observations=None if rejected else assessment.observations,
        people=() if rejected else assessment.people,
    )


def _differences(
    observations: pa.Table, reference: Reference, codes: CatalogueAt
) -> Iterator[Finding]:
    """The findings of all checks that compare the file's numbers with those in the register."""
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
    if not comparisons:
        return
    own = observations.to_pandas()
    own = own[own["case_type"].isin(codes.case_types)]
    for check, others in comparisons:
        yield from check(own, others, codes)


def _outdated_forms(names: Mapping[str, str]) -> Iterator[Finding]:
    """Findings for forms filled in on a questionnaire of another version than the current one.

    Args:
        names: the defined names of the workbook, in which a questionnaire keeps its versions.
    """
    for form in FORMS.values():
        version = names.get(version_name(form.code), "").strip()
        if version and version != str(form.version):
            yield kinds.OUTDATED_VERSION.at(
                None, form=form.code, version=version, current=form.version
            )


def _about_unread_parts(
    sheets: Sequence[Sheet], found: Sequence[FoundTable], codes: Collection[str]
) -> list[Finding]:
    """Findings for forms and rows that were not recognised, and would be lost without a word."""
    findings = list(_forms_without_table(sheets, found))
    reported = {finding.sheet for finding in findings}
    other_sheets = [sheet for sheet in sheets if sheet.name not in reported]
    return [*findings, *_rows_without_headings(other_sheets, found, codes)]


def _forms_without_table(sheets: Iterable[Sheet], found: Iterable[FoundTable]) -> Iterator[Finding]:
    """Findings for sheets whose head names a form, but on which no table of it was recognised."""
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
        tables = [table for table in found if table.sheet is sheet]
        yield from rows_without_headings(sheet, tables, codes)


def _submission(
    found: Sequence[FoundTable], path: str, catalogue: Catalogue, waivers: tuple[Waiver, ...]
) -> tuple[Submission, list[Finding]]:
    """The submission that the tables make up, and the findings of reading head and rows."""
    respondent, findings = respondent_of(found, catalogue, year_of_folder(path))
    tables = []
    for table_found in found:
        table, table_findings = read_table(table_found)
        table, name_findings = with_facility_codes(table, respondent.codes)
        tables.append(table)
        findings += [*table_findings, *name_findings]
    submission = Submission(
        respondent.unit,
        respondent.period,
        tuple(tables),
        respondent.codes,
        catalogue.case_type_codes,
        respondent.period_cell,
        waivers,
    )
    return submission, findings
