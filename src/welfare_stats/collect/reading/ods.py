"""A look into the XML of .ods sheets for what the reader of the values does not tell."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from welfare_stats.collect.reading.package import Package, names_in
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    MOST_COLUMNS,
    MOST_ROWS,
    NO_VALUE_TO_READ,
    Address,
    Marks,
    Range,
    UnreadableFileError,
    check_extent,
)
from welfare_stats.findings import kinds

_FONT_NAME = re.compile(rb'(?:font-name|font-family)="([^"]*)"')
_NAMED = re.compile(
    rb'<table:named-expression [^>]*?table:name="([^"]*)"[^>]*?table:expression="(?:of:)?=?([^"]*)"'
)
_ERROR = re.compile(r"#[A-Z][A-Z/0-9]*[!?]?|Err:\d+")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "


def marks_of_ods(package: Package) -> dict[str, Marks]:
    """Per sheet, by name, what its values do not tell.

    Raises:
        UnreadableFileError: the used rectangle is too large.
        KeyError, ValueError, ExpatError: damaged.
    """
    scan = _Scan()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.characters
    parser.Parse(package["content.xml"], True)
    return {
        name: Marks(
            table.unreadable,
            frozenset(table.hidden_rows),
            frozenset(table.hidden_columns),
            tuple(table.merged),
        )
        for name, table in scan.tables.items()
    }


def fonts_of_ods(package: Package) -> str:
    """The names of all fonts of the workbook."""
    return names_in(package, ("content.xml", "styles.xml"), _FONT_NAME)


def names_of_ods(package: Package) -> dict[str, str]:
    """The named expressions of the workbook and what they stand for."""
    found = _NAMED.findall(package["content.xml"])
    return {
        name.decode("utf-8", "replace"): said.decode("utf-8", "replace") for name, said in found
    }


@dataclass(slots=True)
class _Table:
    name: str
    unreadable: dict[Address, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    columns: int = 0  # declared so far
    row: int = 0
    rows_repeated: int = 1
    column: int = 0
    width: int = 0


@dataclass(slots=True)
class _Cell:
    attributes: dict[str, str]
    repeated: int
    text: str = ""
    has_paragraph: bool = False


@dataclass(slots=True)
class _Scan:
    """expat handlers; notes and linked areas are passed over."""

    tables: dict[str, _Table] = field(default_factory=dict)
    depth: int = 0  # of tables within tables
    notes: int = 0
    cell: _Cell | None = None
    table: _Table = field(default_factory=lambda: _Table(""))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.depth += 1
            if self.cell is not None:  # readers differ on what the outer table then is
                raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="bảng lồng trong ô"))
            if self.depth == 1:
                self.table = _Table(attributes.get(f"{_TABLE}name", ""))
                self.tables[self.table.name] = self.table
        elif tag == f"{_OFFICE}annotation":
            self.notes += 1
        elif self.depth == 1 and not self.notes:
            self._start_inside(tag, attributes)

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        table = self.table
        hidden = attributes.get(f"{_TABLE}visibility") in ("collapse", "filter")
        if tag == f"{_TABLE}table-column":
            first = table.columns
            table.columns += _repeated(attributes, "columns")
            if hidden:
                table.hidden_columns.update(range(first, min(table.columns, MOST_COLUMNS)))
        elif tag == f"{_TABLE}table-row":
            table.column, table.rows_repeated = 0, _repeated(attributes, "rows")
            if hidden:
                end = min(table.row + table.rows_repeated, MOST_ROWS)
                table.hidden_rows.update(range(table.row, end))
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self.cell = _Cell(attributes, _repeated(attributes, "columns"))
        elif tag == f"{_TEXT}p" and self.cell is not None:
            self.cell.has_paragraph = True

    def characters(self, text: str) -> None:
        if self.cell is not None and not self.notes:
            self.cell.text += text

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE}table":
            self.depth -= 1
        elif tag == f"{_OFFICE}annotation":
            self.notes -= 1
        elif self.depth == 1 and not self.notes:
            if tag == f"{_TABLE}table-row":
                self.table.row += self.table.rows_repeated
            elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and self.cell:
                self._end_of_cell(self.cell)
                self.cell = None

    def _end_of_cell(self, cell: _Cell) -> None:
        table, attributes = self.table, cell.attributes
        first, table.column = table.column, table.column + cell.repeated
        if spans := _spans(attributes, (table.row, first)):
            table.merged.append(spans)
        content = _unreadable(cell)
        if content is None and f"{_OFFICE}value-type" not in attributes and not cell.text.strip():
            return
        table.width = max(table.width, table.column)
        check_extent(table.name, table.row + table.rows_repeated, table.width)
        if content is not None:
            rows = range(table.row, table.row + table.rows_repeated)
            columns = range(first, table.column)
            table.unreadable.update(((r, c), content) for r in rows for c in columns)


_VALUES = {
    f"{_OFFICE}{name}"
    for name in ("value", "date-value", "time-value", "boolean-value", "string-value")
}


def _repeated(attributes: dict[str, str], what: str) -> int:
    return max(1, int(attributes.get(f"{_TABLE}number-{what}-repeated", 1)))


def _spans(attributes: dict[str, str], start: Address) -> Range | None:
    rows = int(attributes.get(f"{_TABLE}number-rows-spanned", 1))
    columns = int(attributes.get(f"{_TABLE}number-columns-spanned", 1))
    if max(rows, columns) <= 1:
        return None
    return start, (start[0] + rows - 1, start[1] + columns - 1)


def _unreadable(cell: _Cell) -> str | None:
    """What stands in a cell that the reader of the values would take for blank or for 0."""
    attributes, text = cell.attributes, cell.text.strip()
    kind = attributes.get(f"{_OFFICE}value-type")
    if attributes.get(f"{_CALCEXT}value-type") == "error" or _ERROR.fullmatch(text):
        return text or "#ERROR!"  # also as programs without the extension write it: 0, shown as one
    is_formula = f"{_TABLE}formula" in attributes
    has_value = bool(_VALUES.intersection(attributes)) or (kind == "string" and cell.has_paragraph)
    if is_formula and not has_value and not cell.has_paragraph:
        return FORMULA_WITHOUT_VALUE
    if kind is not None and kind != "string" and not has_value:
        return NO_VALUE_TO_READ
    if kind is None and text:
        return NO_VALUE_TO_READ  # shown, but said to be nothing
    return None
