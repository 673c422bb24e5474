"""One file, from its bytes to a verdict: its numbers, and all findings about it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.collect.coding import (
    about_own_layouts,
    with_codes,
    with_facility_codes,
)
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import observations_of
from welfare_stats.collect.part_tables import with_parts
from welfare_stats.collect.pseudonyms import Pseudonyms, pseudonyms_of
from welfare_stats.collect.reading.file_names import name_that_lies
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.preflight import remark_on_other_file
from welfare_stats.collect.reading.rows import read_table
from welfare_stats.collect.reading.sheet import Sheet, UnreadableFileError
from welfare_stats.collect.reading.tables import (
    find_tables,
    numbers_in_text,
    rows_without_headings,
)
from welfare_stats.collect.reading.vocabulary import Vocabulary, vocabulary_of
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.collect.respondent import respondent_of
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.forms import FORMS, version_name
from welfare_stats.design.forms.head import names_form
from welfare_stats.findings import Finding, any_error, kinds
from welfare_stats.findings.waivers import Waiver, with_waivers
from welfare_stats.validate.checks import CHECKS, without_consequences
from welfare_stats.validate.codes_taken import with_codes_taken
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import year_of_folder


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
        path: its name in the register; if it lies in a year's folder, its period must end in
            that year.
        catalogue: the office's code lists.
        waivers: the office's decisions on findings of this content.
        secret: the key for pseudonyms; if empty, none are made.
    """
    try:
        workbook = read_workbook(content)
        words = vocabulary_of(catalogue, year_of_folder(path))
        found = [table for sheet in workbook.sheets for table in find_tables(sheet, words)]
    except UnreadableFileError as error:
        remark = remark_on_other_file(path, error)
        if remark is not None:
            return Assessment(Outcome.OTHER, (remark,))
        return Assessment(Outcome.UNREADABLE, (error.finding,))
    sheets = workbook.sheets
    wrong_suffix = name_that_lies(path, workbook.kind)
    about_file = [
        *([wrong_suffix] if wrong_suffix else []),
        *_outdated_forms(workbook.names),
        *workbook.findings,
    ]
    about_unread = _about_unread_parts(sheets, found, words)
    if not found:
        written = [found for sheet in sheets for found in numbers_in_text(sheet, words)]
        no_form = written or [kinds.NO_KNOWN_FORM.at(None, forms=", ".join(FORMS))]
        return Assessment(Outcome.REJECTED, (*about_file, *no_form, *about_unread))
    submission, about_submission = _submission(found, path, catalogue, tuple(waivers))
    findings = [
        *about_file,
        *about_submission,
        *about_unread,
        *(finding for check in CHECKS for finding in check(submission)),
    ]
    # Two checks may require the same blank cell.
    findings = list(with_codes_taken(dict.fromkeys(findings), submission))
    judged = with_waivers(without_consequences(findings, submission), waivers)
    rejected = any_error(judged)
    return Assessment(
        Outcome.REJECTED if rejected else Outcome.ACCEPTED,
        judged,
        submission.unit.code if submission.unit else None,
        submission.scopes,
        submission.period,
        submission.period_cell,
        observations_of(submission) if submission.unit and submission.period else (),
        pseudonyms_of(submission, secret) if secret else Pseudonyms(),
        submission.is_estimate,
    )


@dataclass(frozen=True, slots=True)
class Assessor:
    """``assess`` as a callable that can be sent to a worker process."""

    catalogue: Catalogue
    secret: bytes = b""

    def __call__(self, file: ReceivedFile) -> Assessment:
        """The verdict on one file by itself."""
        if file.refusal is not None:
            is_other = file.refusal.code == kinds.NOT_A_FORM.code
            return Assessment(Outcome.OTHER if is_other else Outcome.UNREADABLE, (file.refusal,))
        return assess(file.content, file.name, self.catalogue, file.waivers, self.secret)


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
    sheets: Sequence[Sheet], found: Sequence[FoundTable], words: Vocabulary
) -> list[Finding]:
    """Findings for forms and rows that were not recognised, and would be lost without a word."""
    findings = list(_forms_without_table(sheets, found))
    reported = {finding.sheet for finding in findings}
    other_sheets = [sheet for sheet in sheets if sheet.name not in reported]
    return [*findings, *_rows_without_headings(other_sheets, found, words)]


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
    sheets: Iterable[Sheet], found: Sequence[FoundTable], words: Vocabulary
) -> Iterator[Finding]:
    for sheet in sheets:
        tables = [table for table in found if table.sheet.name == sheet.name]
        yield from rows_without_headings(sheet, tables, words)


def _submission(
    found: Sequence[FoundTable], path: str, catalogue: Catalogue, waivers: tuple[Waiver, ...]
) -> tuple[Submission, list[Finding]]:
    """The submission that the tables make up, and the findings of reading head and rows."""
    respondent, findings = respondent_of(found, catalogue, year_of_folder(path))
    parted, part_findings = with_parts(found, respondent)
    findings += part_findings
    coded = [with_codes(table_found, respondent) for table_found in parted]
    findings += about_own_layouts([table_found for table_found, _ in coded], respondent)
    tables = []
    for table_found, code_findings in coded:
        table, table_findings = read_table(table_found)
        table, name_findings = with_facility_codes(table, respondent.codes)
        tables.append(table)
        findings += [*code_findings, *table_findings, *name_findings]
    submission = Submission(
        respondent.unit,
        respondent.period,
        tuple(tables),
        respondent.codes,
        catalogue.case_type_codes,
        respondent.period_cell,
        waivers,
        respondent.is_estimate,
    )
    return submission, findings
