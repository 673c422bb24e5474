"""What of a table a person does not see as it is stored: hidden, struck through, disguised.

What is hidden is read, and mentioned. What is struck through was perhaps taken back, so it is
refused. A number that its format shows as another is asked about: nobody knows which of the two the
sender means.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from welfare_stats.collect.reading.number_formats import disguise
from welfare_stats.collect.reading.sheet import Sheet
from welfare_stats.design.forms import Form
from welfare_stats.design.forms.columns import Measure
from welfare_stats.findings import CellRef, CellValue, Finding, SheetRef, kinds
from welfare_stats.findings.addresses import a1, column_letters, with_ranges


@dataclass(frozen=True)
class Sighted:
    """The cells of a table that are looked at; rows and columns count from 0."""

    sheet: Sheet
    form: Form
    columns: Mapping[str, int]
    data: Sequence[int]
    totals: Sequence[int] = ()

    @cached_property
    def essential(self) -> list[str]:
        """The fields that must be there; others only explain them."""
        return [name for name in self.columns if not self.form.columns[name].may_be_absent]

    def filled(self, row: int) -> list[str]:
        """The essential fields that are filled in on a row; of a row of totals, the numbers."""
        names = self.essential if row not in self.totals else self.form.numbers
        return [n for n in names if n in self.columns and self.value(row, n) != ""]

    def value(self, row: int, name: str) -> CellValue:
        """The value of a field."""
        return self.sheet.value(row, self.columns[name])

    def cell(self, row: int, name: str) -> CellRef:
        """The cell of a field."""
        return self.sheet.ref(row, self.columns[name])


# --- hidden ---


def hidden_parts(table: Sighted) -> Iterator[Finding]:
    """Findings that say which data were read that nobody sees."""
    sheet, form = table.sheet, table.form
    if sheet.is_hidden:
        if table.data:
            yield kinds.HIDDEN_PART.at(SheetRef(sheet.name), form=form.code, what="trang")
        return
    marks = sheet.marks
    if not (marks.hidden_rows or marks.hidden_columns or marks.looks):
        return
    unseen = _unseen_cells(table)
    rows = [
        row
        for row in table.data
        if row in marks.hidden_rows or (row in unseen and unseen[row] == table.filled(row))
    ]
    if rows:
        what = f"dòng {with_ranges([str(row + 1) for row in rows], rows)}"
        first = sheet.ref(rows[0], min(table.columns.values()))
        yield kinds.HIDDEN_PART.at(first, form=form.code, what=what)
    shown = [row for row in table.data if row not in rows]
    names = [name for name in table.columns if _is_hidden(table, name, shown, unseen)]
    names.sort(key=lambda name: table.columns[name])
    if names:
        numbers = [table.columns[name] for name in names]
        what = f"cột {with_ranges([column_letters(number) for number in numbers], numbers)}"
        yield kinds.HIDDEN_PART.at(table.cell(table.data[0], names[0]), form=form.code, what=what)
    cells = [
        table.cell(row, name) for row in shown for name in unseen.get(row, ()) if name not in names
    ]
    if cells:
        yield kinds.HIDDEN_PART.at(cells[0], form=form.code, what=f"ô {_addresses(cells)}")


def _unseen_cells(table: Sighted) -> dict[int, list[str]]:
    """By row, the essential fields that are filled in and look like nothing."""
    looks = table.sheet.marks.looks
    if not any(look.is_unseen for look in looks.values()):
        return {}
    found: dict[int, list[str]] = {}
    for row in table.data:
        unseen = [
            name
            for name in table.filled(row)
            if (look := looks.get((row, table.columns[name]))) is not None and look.is_unseen
        ]
        if any(table.value(row, name) != 0 for name in unseen):  # a hidden 0 hides nothing
            found[row] = unseen
    return found


def _is_hidden(
    table: Sighted, name: str, rows: Sequence[int], unseen: Mapping[int, Sequence[str]]
) -> bool:
    """Whether a column that is filled in cannot be seen, or none of its cells can."""
    filled = [row for row in table.data if not _is_blank(table.value(row, name))]
    if table.columns[name] in table.sheet.marks.hidden_columns:
        return bool(filled)
    seen_rows = [row for row in filled if row in rows]
    return bool(seen_rows) and all(name in unseen.get(row, ()) for row in seen_rows)


# --- struck through, and shown otherwise ---

_Cell = tuple[int, str]
"""A row of the sheet, from 0, and a field."""


def struck_cells(table: Sighted) -> tuple[set[_Cell], list[Finding]]:
    """The cells that are struck through, with findings on whole rows, and on other cells."""
    looks = table.sheet.marks.looks
    if not any(look.is_struck for look in looks.values()):
        return set(), []
    rows: list[int] = []
    cells: dict[str, list[CellRef]] = defaultdict(list)
    refused: set[_Cell] = set()
    for row in sorted((*table.data, *table.totals)):
        filled = table.filled(row)
        struck = [n for n in filled if _is_struck(table, row, n)]
        if struck and struck == filled:
            rows.append(row)
            refused |= {(row, name) for name in table.columns}
        else:
            refused |= {(row, name) for name in struck}
            for name in struck:
                cells[name].append(table.cell(row, name))
    findings = []
    if rows:
        what = f"dòng {with_ranges([str(row + 1) for row in rows], rows)}"
        at = table.sheet.ref(rows[0], min(table.columns.values()))
        findings.append(kinds.STRUCK_THROUGH.at(at, form=table.form.code, what=what))
    for name, found in cells.items():
        what = f"cột “{table.form.columns[name].heading}” ô {_addresses(found)}"
        findings.append(kinds.STRUCK_THROUGH.at(found[0], form=table.form.code, what=what))
    return refused, findings


def _is_struck(table: Sighted, row: int, name: str) -> bool:
    look = table.sheet.marks.looks.get((row, table.columns[name]))
    return look is not None and look.is_struck


def partly_struck_texts(table: Sighted) -> Iterator[Finding]:
    """Say, once a column, of which cells only a part was read."""
    left = table.sheet.marks.texts_left
    if not left:
        return
    for name, column in table.form.columns.items():
        rows = sorted((*table.data, *table.totals)) if name in table.columns else ()
        cells = [table.cell(row, name) for row in rows if (row, table.columns[name]) in left]
        if cells:
            yield kinds.PARTLY_STRUCK.at(
                cells[0],
                table.value(cells[0].row, name),
                hidden=column.personal or table.form.is_list,
                heading=column.heading,
                cells=_addresses(cells),
            )


def numbers_shown_otherwise(table: Sighted) -> Iterator[Finding]:
    """Ask, once a column, about numbers that their format shows as other numbers."""
    looks = table.sheet.marks.looks
    if not any(look.number_format for look in looks.values()):
        return
    for name, column in table.form.numbers.items():
        rows = sorted((*table.data, *table.totals)) if name in table.columns else ()
        found: dict[str, list[CellRef]] = defaultdict(list)
        for row in rows:
            value, look = table.value(row, name), looks.get((row, table.columns[name]))
            if look is None or not look.number_format or type(value) not in (int, float):
                continue
            is_whole = column.measure is not Measure.AMOUNT
            how = disguise(look.number_format, float(value), whole=is_whole)  # type: ignore[arg-type]
            if how is not None:
                found[how].append(table.cell(row, name))
        if found:
            how, cells = next(iter(found.items()))
            every = sorted(cell for those in found.values() for cell in those)
            yield kinds.SHOWN_OTHERWISE.at(
                cells[0],
                table.value(cells[0].row, name),
                heading=column.heading,
                cells=_addresses(every),
                how=how,
            )


# --- words ---

_MOST_ADDRESSES = 5


def _addresses(cells: Iterable[CellRef]) -> str:
    """The addresses, a long list cut short: "E15, E17 … (tất cả là 12)"."""
    names = [a1(cell.row, cell.column) for cell in cells]
    if len(names) <= _MOST_ADDRESSES:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_ADDRESSES])} … (tất cả là {len(names)})"


def _is_blank(value: CellValue) -> bool:
    return isinstance(value, str) and not value.strip()
