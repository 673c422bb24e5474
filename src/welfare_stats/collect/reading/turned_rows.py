"""Each row of a turned table as a table of the form, whose cells stay where they are.

See ``turned_tables``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from welfare_stats.collect.reading.arrangement import arranged
from welfare_stats.collect.reading.found_table import FoundTable, StatedYear
from welfare_stats.collect.reading.headings import FoundHeading
from welfare_stats.collect.reading.row_kinds import TOTAL, is_blank
from welfare_stats.collect.reading.sheet import Address, Sheet
from welfare_stats.collect.reading.sight import Sighted, hidden_parts
from welfare_stats.design.forms import Form, Role
from welfare_stats.design.forms.head import SheetHead
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import fold, nfc


@dataclass(frozen=True, slots=True)
class Turned:
    """A turned table on a sheet; rows and columns count from 0.

    Attributes:
        form: the form of its case types.
        headings: the heading rows.
        name: the column of the names of communes or facilities.
        columns: the column of each field of each case type; of typed totals the case type is "".
        labels: of each case type the cell of its label.
        rows: the rows with numbers.
        findings: on columns that are passed over or not understood.
        amount_unit: by what amounts are multiplied to be in nghìn đồng.
        years: the years that the headings name.
        whole: the case type that typed totals are of, where more than how many is said of it.
    """

    form: Form
    headings: range
    name: int
    columns: Mapping[tuple[str, str], int]
    labels: Mapping[str, Address]
    rows: Sequence[int]
    findings: Sequence[Finding] = field(default_factory=tuple)
    amount_unit: float = 1
    years: tuple[StatedYear, ...] = ()
    whole: str = ""


def heading_cell(sheet: Sheet, rows: range, column: int, wanted: str | None = None) -> Address:
    """The cell of a text above a column, perhaps of a group; of the lowest one where not given."""
    for row in reversed(rows):
        for left in range(column, -1, -1):
            text = sheet.value(row, left)
            if isinstance(text, str) and text.strip():
                if wanted is None or nfc(text) == wanted:
                    return row, left
                break
            if wanted is None:
                break
    return rows.start, column


def table_of_row(
    sheet: Sheet, turned: Turned, row: int, head: SheetHead, *, is_first: bool
) -> FoundTable:
    """One row as a table of the form: a row for each case type."""
    form = turned.form
    codes = [code for code in turned.labels if code]
    names = [name for name in form.numbers if any(n == name for _, n in turned.columns)]
    label_of_totals = turned.labels.get("")
    cells = [
        [
            (row, turned.name),
            turned.labels[code],
            *(_cell(turned, row, code, name) for name in names),
        ]
        for code in codes
    ]
    data, totals = range(len(codes)), range(0)
    if label_of_totals is not None:
        totals = range(len(cells), len(cells) + 1)
        cells.append(
            [
                (row, turned.name),
                label_of_totals,
                *(_cell(turned, row, "", name) for name in names),
            ]
        )
    if turned.whole:
        data, totals = range(len(cells)), range(0)
    own = arranged(sheet, cells)
    columns = {name: 2 + at for at, name in enumerate(names)}
    key = form.roles[Role.CASE_TYPE]
    text, is_total = _name_of(sheet, turned, row)
    findings = list(turned.findings) if is_first else []
    if not text:
        address = next(
            (row, c) for c in turned.columns.values() if not is_blank(sheet.value(row, c))
        )
        findings.append(kinds.PART_WITHOUT_NAME.at(sheet.ref(*address), sheet.value(*address)))
    findings += hidden_parts(Sighted(own, form, columns, data))
    has_facility = Role.FACILITY in form.roles and not is_total
    facility = {form.roles[Role.FACILITY]: 0} if has_facility else {}
    return FoundTable(
        form,
        own,
        head,
        0,
        {**facility, key: 1, **columns},
        tuple(data),
        tuple(totals),
        tuple(findings),
        turned.amount_unit,
        labels={Role.CASE_TYPE: 1, **({Role.FACILITY: 0} if facility else {})},
        part="" if is_total else text or f"dòng {row + 1}",
        years=turned.years,
        headings=_found_headings(sheet, turned) if is_first else (),
        coded={(len(codes), key): turned.whole} if turned.whole else {},
    )


def _found_headings(sheet: Sheet, turned: Turned) -> tuple[FoundHeading, ...]:
    """The headings of numbers below the labels of case types."""
    labels = set(turned.labels.values())
    cells = (
        (name, heading_cell(sheet, turned.headings, column))
        for (_, name), column in turned.columns.items()
    )
    return tuple(
        FoundHeading(sheet.ref(*address), nfc(str(sheet.value(*address))), name)
        for name, address in cells
        if address not in labels
    )


def _cell(turned: Turned, row: int, code: str, name: str) -> Address:
    """The cell of a number; where the table has none, one behind the table, which is blank."""
    column = turned.columns.get((code, name))
    return (row, _NOWHERE) if column is None else (row, column)


_NOWHERE = 16_383  # the last column that a sheet has: no table of a form reaches it


def _name_of(sheet: Sheet, turned: Turned, row: int) -> tuple[str, bool]:
    """The name in a row, and whether it is that of totals."""
    texts = [
        nfc(value)
        for value in [sheet.value(row, turned.name), *sheet.rows[row][: turned.name]]
        if isinstance(value, str) and len(value.strip()) > 1
    ]
    text = texts[0] if texts else ""
    return text, any(TOTAL.match(fold(text)) for text in texts)
