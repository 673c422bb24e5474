"""What was recognised in a workbook and what was not, with what the latter may mean."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from welfare_stats.collect.coding import facilities_named, with_codes
from welfare_stats.collect.inbox import ReceivedFile, receive
from welfare_stats.collect.part_tables import communes_like, with_parts
from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.collect.reading.sheet import Sheet, UnreadableFileError
from welfare_stats.collect.reading.tables import find_tables
from welfare_stats.collect.reading.unknown_tables import (
    UnknownHeading,
    UnknownTable,
    unknown_table,
)
from welfare_stats.collect.reading.vocabulary import vocabulary_of
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.collect.respondent import Respondent, respondent_of
from welfare_stats.design.catalogue import CaseType, Catalogue, CatalogueAt
from welfare_stats.design.forms import Form, Role
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.pipeline.assessing import refusal_of
from welfare_stats.pipeline.layouts import (
    Layout,
    Proposal,
    Recognised,
    SheetLayout,
    Unrecognised,
    What,
)
from welfare_stats.pipeline.likeness import (
    MOST_PROPOSALS,
    case_types_like,
    fields_like,
    of_field,
    proposed,
)
from welfare_stats.vietnamese import format_date, nfc
from welfare_stats.workers import ChildProcesses, Limits
from welfare_stats.workspace import Workspace, year_of_folder


@dataclass(frozen=True, slots=True)
class Matcher:
    """``layout_of`` as a callable that can be sent to a worker process."""

    catalogue: Catalogue

    def __call__(self, file: ReceivedFile) -> Layout:
        """What is recognised in a file."""
        if file.refusal is not None:
            return Layout(file.name, refusal=file.refusal)
        return layout_of(file.content, file.name, self.catalogue)


def match(workspace: Workspace, path: Path, catalogue: Catalogue) -> Layout:
    """What is recognised in a file, which is read in a worker with limits.

    Raises:
        ChangingFileError: somebody is writing the file.
    """
    reading = workspace.settings().reading
    limits = Limits(reading.seconds, reading.mebibytes)
    with ChildProcesses(1).calling(Matcher(catalogue), limits) as match_all:
        ((file, answer),) = match_all([receive(workspace, path, [path])])
    if isinstance(answer, Layout):
        return answer
    return Layout(file.name, refusal=refusal_of(workspace, answer))


def layout_of(content: bytes, path: str, catalogue: Catalogue) -> Layout:
    """What is recognised in a workbook and what is not. Nothing is written.

    Args:
        content: the file's bytes.
        path: its name in the register.
        catalogue: the office's code lists.
    """
    words = vocabulary_of(catalogue, year_of_folder(path))
    try:
        sheets = read_workbook(content).sheets
        found = {sheet.name: find_tables(sheet, words) for sheet in sheets}
    except UnreadableFileError as error:
        return Layout(path, refusal=error.finding)
    unknown = {
        sheet.name: table
        for sheet in sheets
        if not found[sheet.name] and (table := unknown_table(sheet, words)) is not None
    }
    tables = [table for own in found.values() for table in own]
    heads = tables or [table.found for table in unknown.values()]
    respondent, about_heads = respondent_of(heads, catalogue, year_of_folder(path))
    parted, about_parts = with_parts(tables, respondent)
    coded = [with_codes(table, respondent) for table in parted]
    of_sheets = [
        layout
        for sheet in sheets
        for layout in _of_sheet(sheet, coded, unknown.get(sheet.name), respondent)
    ]
    day = respondent.codes.day
    return Layout(
        path,
        respondent.unit.code if respondent.unit else None,
        respondent.period,
        None if day == date.max else day,
        tuple(_head(respondent, sheets)),
        tuple(_with_heads(of_sheets, [*about_heads, *about_parts], respondent)),
    )


# --- unit and period ---------------------------------------------------------------------------


def _head(respondent: Respondent, sheets: Sequence[Sheet]) -> Iterator[Recognised]:
    unit, period = respondent.unit, respondent.period
    if unit is not None:
        text = _text_at(respondent.unit_cell, sheets)
        yield Recognised(
            What.UNIT, _place(respondent.unit_cell), text, f"{unit.code} – {unit.name}"
        )
    if period is not None:
        text = _text_at(respondent.period_cell, sheets)
        meaning = f"từ ngày {format_date(period.start)} đến ngày {format_date(period.end)}"
        yield Recognised(What.PERIOD, _place(respondent.period_cell), text, meaning)


def _place(cell: CellRef | None) -> str | None:
    return None if cell is None else f"{cell.sheet}!{cell.a1}"


def _text_at(cell: CellRef | None, sheets: Sequence[Sheet]) -> str:
    sheet = next((sheet for sheet in sheets if cell and sheet.name == cell.sheet), None)
    return nfc(str(sheet.value(cell.row, cell.column))) if sheet and cell else ""


_OF_UNITS = {kind.code for kind in (kinds.UNKNOWN_UNIT, kinds.UNIT_NOT_IN_FORCE)}
_OF_PERIODS = {kind.code for kind in (kinds.PERIOD_UNCLEAR, kinds.HEAD_UNREADABLE)}


def _with_heads(
    layouts: Sequence[SheetLayout], findings: Iterable[Finding], respondent: Respondent
) -> Iterator[SheetLayout]:
    """The sheets with what is not understood of heads and of names of parts."""
    waiting: dict[str, list[Unrecognised]] = {}
    for finding in dict.fromkeys(findings):
        item = _of_head_or_part(finding, respondent)
        if item is not None and finding.sheet is not None:
            waiting.setdefault(finding.sheet, []).append(item)
    for layout in layouts:
        more = waiting.pop(layout.sheet, [])
        unknown = {item.cell for item in more}
        known = tuple(
            r for r in layout.recognised if not (r.what is What.PART and r.cell in unknown)
        )
        yield replace(layout, recognised=known, unrecognised=(*more, *layout.unrecognised))


def _of_head_or_part(finding: Finding, respondent: Respondent) -> Unrecognised | None:
    text, codes = str(finding.value or ""), respondent.codes
    if finding.code in _OF_UNITS and respondent.unit is None:
        units = codes.units_named(text) or codes.nearest_units(text)
        near = tuple(Proposal("code", unit.code, unit.name) for unit in units)
        return Unrecognised(What.UNIT, finding.cell, text, None, near)
    if finding.code in _OF_PERIODS and respondent.period is None:
        return Unrecognised(What.PERIOD, finding.cell, text, None)
    if finding.code == kinds.UNKNOWN_PART.code and respondent.unit is not None:
        communes = communes_like(text, respondent.unit, codes)[:MOST_PROPOSALS]
        near = tuple(Proposal("code", commune.code, commune.name) for commune in communes)
        return Unrecognised(What.PART, finding.cell, text, None, near)
    return None


# --- sheets ------------------------------------------------------------------------------------

_Coded = Sequence[tuple[FoundTable, Sequence[Finding]]]
"""Tables whose labels stand for codes, and what is not understood of the labels."""


def _of_sheet(
    sheet: Sheet, coded: _Coded, unknown: UnknownTable | None, respondent: Respondent
) -> Iterator[SheetLayout]:
    own = [(table, found) for table, found in coded if table.sheet.name == sheet.name]
    if unknown is not None:
        yield _of_unknown(sheet, unknown, respondent.codes)
    elif not own:
        yield SheetLayout(sheet.name, None, None, (), ())
    for form in dict.fromkeys(table.form for table, _ in own):
        tables = [pair for pair in own if pair[0].form is form]
        recognised = (item for table, _ in tables for item in _recognised(table, respondent))
        doubtful = (
            item
            for table, found in tables
            for finding in (*table.findings, *found)
            if (item := _unrecognised(finding, table, respondent.codes)) is not None
        )
        names = (item for table, _ in tables for item in _unknown_facilities(table, respondent))
        first, _ = tables[0]
        yield SheetLayout(
            sheet.name,
            form.code,
            _first_row(first),
            tuple(sorted(dict.fromkeys(recognised), key=lambda item: list(What).index(item.what))),
            tuple(dict.fromkeys((*doubtful, *names))),
        )


def _first_row(table: FoundTable) -> int:
    """The first row of the headings; of a turned table that of the labels above its columns."""
    if table.sheet.origin is None:
        return table.first_row
    at = table.labels[Role.CASE_TYPE]
    return min(table.sheet.ref(row, at).row for row in table.data_rows)


def _recognised(table: FoundTable, respondent: Respondent) -> Iterator[Recognised]:
    yield from _known_headings(table)
    case_type = table.form.roles.get(Role.CASE_TYPE)
    for (row, name), code in table.coded.items():
        if name == case_type and code is not None:
            cell, text = _label_cell(table, row)
            yield Recognised(What.LABEL, cell.a1, text, _named(respondent.codes.case_types[code]))
    yield from _known_facilities(table, respondent)
    if table.part and Role.FACILITY not in table.form.roles:
        meaning = _commune(table.part, respondent)
        if table.sheet.origin is None:
            yield Recognised(What.PART, None, table.sheet.name, meaning)
        elif table.sheet.value(0, 0) != "":  # a row without a name is a finding
            yield Recognised(What.PART, table.sheet.ref(0, 0).a1, table.part, meaning)


def _known_headings(table: FoundTable) -> Iterator[Recognised]:
    for heading in table.headings:
        meaning = table.form.columns[heading.field].heading
        yield Recognised(What.HEADING, heading.cell.a1, heading.text, meaning)


def _label_cell(table: FoundTable, row: int) -> tuple[CellRef, str]:
    """The cell from which the case type of a row was taken, and its text."""
    columns = [
        table.labels.get(Role.CASE_TYPE),
        table.columns.get(table.form.roles[Role.CASE_TYPE]),
    ]
    columns.append(table.columns.get("case_type_label"))
    filled = (c for c in columns if c is not None and str(table.sheet.value(row, c)).strip())
    column = next(filled, 0)
    return table.sheet.ref(row, column), nfc(str(table.sheet.value(row, column)))


def _commune(text: str, respondent: Respondent) -> str:
    """The commune of the unit that a text names, or the text where communes are not checked."""
    unit, codes = respondent.unit, respondent.codes
    named = codes.gazetteer.find(text).communes
    own = [commune.name for commune in named if unit and commune.district == unit.code]
    return own[0] if own else text


def _facilities(table: FoundTable) -> Iterator[tuple[CellRef, str]]:
    """The names of facilities in a table without codes."""
    column = table.labels.get(Role.FACILITY)
    for row in table.data_rows if column is not None else ():
        text = table.sheet.value(row, column or 0)
        if isinstance(text, str) and text.strip():
            yield table.sheet.ref(row, column or 0), nfc(text)


def _known_facilities(table: FoundTable, respondent: Respondent) -> Iterator[Recognised]:
    for cell, text in _facilities(table):
        named = facilities_named(respondent.codes, text)
        if len(named) == 1:
            yield Recognised(What.PART, cell.a1, text, f"{named[0].code} – {named[0].name}")


def _unknown_facilities(table: FoundTable, respondent: Respondent) -> Iterator[Unrecognised]:
    codes = respondent.codes
    for cell, text in _facilities(table):
        named = facilities_named(codes, text)
        if len(named) != 1:
            near = [u for u in named or codes.nearest_units(text) if u.is_facility]
            proposals = tuple(Proposal("code", unit.code, unit.name) for unit in near)
            yield Unrecognised(What.PART, cell.a1, text, table.form.code, proposals)


# --- what is not understood --------------------------------------------------------------------

_UNKNOWN_HEADINGS = {kinds.UNKNOWN_OWN_COLUMN.code, kinds.TABLE_UNKNOWN_COLUMN.code}


def _unrecognised(finding: Finding, table: FoundTable, codes: CatalogueAt) -> Unrecognised | None:
    text, form = str(finding.value or ""), table.form
    if finding.code in _UNKNOWN_HEADINGS:
        allowed = form.numbers if table.labels else form.columns
        free = [name for name in allowed if name not in table.columns]
        return Unrecognised(
            What.HEADING, finding.cell, text, form.code, fields_like(text, form, free), True
        )
    if finding.code == kinds.UNKNOWN_LABEL.code:
        near = case_types_like(text, form.code, codes)
        return Unrecognised(What.LABEL, finding.cell, text, form.code, near, bool(text))
    if finding.code == kinds.AMBIGUOUS_LABEL.code:
        meant = codes.labels.meant(text, (), table.forms or [form.code])
        return Unrecognised(What.LABEL, finding.cell, text, form.code, proposed(meant))
    if finding.code == kinds.TABLE_UNNAMED_COLUMN.code:
        return Unrecognised(What.HEADING, finding.cell, "", form.code)
    if finding.code == kinds.PART_WITHOUT_NAME.code:
        return Unrecognised(What.PART, finding.cell, "", form.code)
    return None


def _of_unknown(sheet: Sheet, table: UnknownTable, codes: CatalogueAt) -> SheetLayout:
    """A row that looks like headings, with proposals for each of them."""
    form, known = table.found.form, table.found.columns
    meant = [(cell, text, codes.labels.meant(text, (), [form.code])) for cell, text in table.labels]
    labels = (
        Recognised(What.LABEL, cell.a1, text, _named(rows[0]))
        for cell, text, rows in meant
        if len(rows) == 1
    )
    headings = (
        Unrecognised(
            What.HEADING,
            heading.cell.a1,
            heading.text,
            form.code,
            _of_unknown_heading(heading, form, known, codes),
            True,
        )
        for heading in table.headings
    )
    strange = (
        Unrecognised(
            What.LABEL, cell.a1, text, form.code, case_types_like(text, form.code, codes), True
        )
        for cell, text, rows in meant
        if not rows
    )
    return SheetLayout(
        sheet.name,
        None,
        table.found.first_row,
        (*_known_headings(table.found), *labels),
        (*headings, *strange),
    )


def _of_unknown_heading(
    heading: UnknownHeading, form: Form, known: Mapping[str, int], codes: CatalogueAt
) -> tuple[Proposal, ...]:
    """Columns of the form that hold what stands below, those that are called alike first."""
    free = [name for name in form.columns if name not in known]
    if heading.has_labels and "case_type_label" in free:
        return (of_field(form, "case_type_label"),)
    numbers = [name for name in free if name in form.numbers]
    others = [name for name in free if name not in form.numbers]
    near = fields_like(heading.text, form, numbers if heading.has_numbers else others)
    return (*near, *case_types_like(heading.text, form.code, codes))[:MOST_PROPOSALS]


def _named(case_type: CaseType) -> str:
    return f"{case_type.code} – {case_type.label}"
