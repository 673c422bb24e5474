"""Inspecting the XML of .ods sheets for what python-calamine does not expose.

OpenDocument calls a sheet a table; here a table is always one of a form.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from xml.parsers import expat

from welfare_stats.collect.reading.looks import STRUCK, Look, left_of
from welfare_stats.collect.reading.ods_styles import StyleScan
from welfare_stats.collect.reading.package import Package, names_in
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    LINK,
    MOST_COLUMNS,
    MOST_ROWS,
    NO_VALUE_TO_READ,
    Address,
    Formula,
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
_MANUAL = re.compile(rb'config:name="AutoCalculate"[^>]*>false<')
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_CELLS = re.compile(
    r"(?:\$?(?P<sheet>'(?:[^']|'')+'|[^'.$:#]+))?\.(?P<first>\$?[A-Z]+\$?\d+)"
    r"(?::(?:[^.:#]*\.)?(?P<last>\$?[A-Z]+\$?\d+))?"
)
# Namespaces, as expat puts them before the names of elements and attributes.
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "


def marks_of_ods(package: Package) -> dict[str, Marks]:
    """The marks of each sheet, by its name.

    Raises:
        UnreadableFileError: the used rectangle of a sheet is too large.
        KeyError, ValueError, ExpatError: the file is damaged.
    """
    styles = StyleScan()
    if common := package.get("styles.xml"):
        _parser(styles.start, styles.end, styles.text).Parse(common, True)
    scan = _ContentScan(styles)
    _parser(scan.start, scan.end, scan.characters).Parse(package["content.xml"], True)
    is_manual = _MANUAL.search(package.get("settings.xml", b"")) is not None
    return {
        name: Marks(
            sheet.unreadable,
            frozenset(sheet.hidden_rows),
            frozenset(sheet.hidden_columns),
            tuple(sheet.merged),
            sheet.formulas,
            is_manual,
            looks=sheet.looks,
            texts_left=sheet.texts_left,
        )
        for name, sheet in scan.sheets.items()
    }


def _parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    return parser


def fonts_of_ods(package: Package) -> str:
    """The names of all fonts of the workbook, one per line."""
    return names_in(package, ("content.xml", "styles.xml"), _FONT_NAME)


def names_of_ods(package: Package) -> dict[str, str]:
    """The named expressions of the workbook: name and formula."""
    return {
        name.decode("utf-8", "replace"): formula.decode("utf-8", "replace")
        for name, formula in _NAMED.findall(package["content.xml"])
    }


@dataclass(slots=True)
class _SheetScan:
    """The marks of one sheet so far, and where in it the parser is."""

    name: str
    unreadable: dict[Address, str] = field(default_factory=dict)
    formulas: dict[Address, Formula] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    looks: dict[Address, Look] = field(default_factory=dict)
    texts_left: dict[Address, str] = field(default_factory=dict)
    column_styles: list[str] = field(default_factory=list)  # of cells that have none of their own
    row_style: str | None = None
    columns: int = 0  # how many are declared so far
    row: int = 0
    rows_repeated: int = 1  # how many rows the current element stands for
    column: int = 0
    width: int = 0  # of the used rectangle


@dataclass(slots=True)
class _CellScan:
    """The cell that is being parsed; ``repeated`` is how many columns it stands for."""

    attributes: dict[str, str]
    repeated: int
    text: str = ""
    has_paragraph: bool = False
    runs: list[tuple[str, bool]] = field(default_factory=list)  # with whether they are struck


@dataclass
class _ContentScan:
    """expat handlers that collect the marks of all sheets while ``content.xml`` is parsed.

    Comments on cells are skipped, and so are tables inside other tables, such as linked areas.
    """

    styles: StyleScan
    sheets: dict[str, _SheetScan] = field(default_factory=dict)
    depth: int = 0  # of tables within tables
    notes: int = 0  # comments that are open
    cell: _CellScan | None = None
    sheet: _SheetScan = field(default_factory=lambda: _SheetScan(""))
    spans: list[bool] = field(default_factory=list)  # that are open: whether each is struck

    @cached_property
    def looks(self) -> Mapping[str, Look]:
        return self.styles.looks()

    @cached_property
    def struck_texts(self) -> frozenset[str]:
        return self.styles.struck_texts()

    @cached_property
    def of_no_size(self) -> frozenset[str]:
        return self.styles.of_no_size("table-row") | self.styles.of_no_size("table-column")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.depth += 1
            if self.cell is not None:  # libraries differ on what the outer table then is
                raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="bảng lồng trong ô"))
            if self.depth == 1:
                self.sheet = _SheetScan(attributes.get(f"{_TABLE}name", ""))
                self.sheets[self.sheet.name] = self.sheet
        elif tag == f"{_OFFICE}annotation":
            self.notes += 1
        elif self.depth == 1 and not self.notes:
            self._start_inside(tag, attributes)
        elif self.depth == 0:
            self.styles.start(tag, attributes)

    def _start_inside(self, tag: str, attributes: dict[str, str]) -> None:
        sheet = self.sheet
        is_hidden = (
            attributes.get(f"{_TABLE}visibility") in ("collapse", "filter")
            or attributes.get(f"{_TABLE}style-name") in self.of_no_size
        )
        if tag == f"{_TABLE}table-column":
            first = sheet.columns
            sheet.columns += _repeated(attributes, "columns")
            if self.looks:
                style = attributes.get(f"{_TABLE}default-cell-style-name", "")
                here = min(sheet.columns, MOST_COLUMNS)
                sheet.column_styles += [style] * (here - len(sheet.column_styles))
            if is_hidden:
                sheet.hidden_columns.update(range(first, min(sheet.columns, MOST_COLUMNS)))
        elif tag == f"{_TABLE}table-row":
            sheet.column, sheet.rows_repeated = 0, _repeated(attributes, "rows")
            sheet.row_style = attributes.get(f"{_TABLE}default-cell-style-name")
            if is_hidden:
                end = min(sheet.row + sheet.rows_repeated, MOST_ROWS)
                sheet.hidden_rows.update(range(sheet.row, end))
        elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            self.cell = _CellScan(attributes, _repeated(attributes, "columns"))
        elif self.cell is not None and tag.startswith(_TEXT):
            self._start_text(self.cell, tag.removeprefix(_TEXT), attributes)

    def _start_text(self, cell: _CellScan, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            if cell.has_paragraph:
                cell.runs.append(("\n", False))
            cell.has_paragraph = True
        elif name == "span":
            self.spans.append(attributes.get(f"{_TEXT}style-name") in self.struck_texts)
        elif name == "s":
            cell.runs.append((" " * int(attributes.get(f"{_TEXT}c", 1)), False))
        elif name in ("tab", "line-break"):
            cell.runs.append(("\t" if name == "tab" else "\n", False))

    def characters(self, text: str) -> None:
        if self.cell is not None and not self.notes:
            self.cell.text += text
            if self.struck_texts:
                self.cell.runs.append((text, any(self.spans)))
        elif self.depth == 0:
            self.styles.text(text)

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE}table":
            self.depth -= 1
        elif tag == f"{_OFFICE}annotation":
            self.notes -= 1
        elif self.depth == 0:
            self.styles.end(tag)
        elif self.depth == 1 and not self.notes:
            if tag == f"{_TEXT}span" and self.spans:
                self.spans.pop()
            elif tag == f"{_TABLE}table-row":
                self.sheet.row += self.sheet.rows_repeated
            elif tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") and self.cell:
                self._end_of_cell(self.cell)
                self.cell = None

    def _end_of_cell(self, cell: _CellScan) -> None:
        sheet, attributes = self.sheet, cell.attributes
        first, sheet.column = sheet.column, sheet.column + cell.repeated
        if merged := _merged_range(attributes, (sheet.row, first)):
            sheet.merged.append(merged)
        content = _unreadable_content(cell)
        if content is None and f"{_OFFICE}value-type" not in attributes and not cell.text.strip():
            return
        sheet.width = max(sheet.width, sheet.column)
        check_extent(sheet.name, sheet.row + sheet.rows_repeated, sheet.width)
        if cell.repeated == sheet.rows_repeated == 1 and f"{_TABLE}formula" in attributes:
            formula = _as_excel_writes_it(attributes[f"{_TABLE}formula"])
            sheet.formulas[sheet.row, first] = Formula(formula)
        if content is None and not self.looks and not self.struck_texts:
            return
        cells = [
            (row, column)
            for row in range(sheet.row, sheet.row + sheet.rows_repeated)
            for column in range(first, sheet.column)
        ]
        if content is not None:
            sheet.unreadable.update(dict.fromkeys(cells, content))
        else:
            self._take_looks(cell, cells)

    def _take_looks(self, cell: _CellScan, cells: Sequence[Address]) -> None:
        """Note how cells look that are not blank; they are alike."""
        left = left_of(cell.runs) if self.struck_texts else None
        own = cell.attributes.get(f"{_TABLE}style-name") or self.sheet.row_style
        for here in cells:
            styles = self.sheet.column_styles
            style = own or (styles[here[1]] if here[1] < len(styles) else "")
            look = STRUCK if left == "" else self.looks.get(style)
            if left:
                self.sheet.texts_left[here] = left
            if look is not None:
                self.sheet.looks[here] = look


_VALUES = {
    f"{_OFFICE}{name}"
    for name in ("value", "date-value", "time-value", "boolean-value", "string-value")
}


def _as_excel_writes_it(formula: str) -> str:
    """The formula with references and separators as in .xlsx files.

    >>> _as_excel_writes_it("of:=SUM([.D8:.D14];['HX-02'.$E$9])-1")
    "SUM(D8:D14,'HX-02'!$E$9)-1"
    >>> _as_excel_writes_it("of:=['file:///C:/2017.ods'#$Sheet1.A1]")
    '[1]x!A1'
    """
    _, _, text = formula.partition("=")
    return _REFERENCE.sub(_reference, text).replace(";", ",")


def _reference(match: re.Match[str]) -> str:
    if "#" in match[1]:
        return LINK
    cells = _CELLS.fullmatch(match[1])
    if cells is None:
        return "#"  # of another kind, which makes the formula one that is not computed
    sheet = f"{cells['sheet']}!" if cells["sheet"] else ""
    return f"{sheet}{cells['first']}" + (f":{cells['last']}" if cells["last"] else "")


def _repeated(attributes: dict[str, str], what: str) -> int:
    """How many "rows" or "columns" the element stands for."""
    return max(1, int(attributes.get(f"{_TABLE}number-{what}-repeated", 1)))


def _merged_range(attributes: dict[str, str], start: Address) -> Range | None:
    """The cells that a cell at ``start`` is merged with, if any."""
    rows = int(attributes.get(f"{_TABLE}number-rows-spanned", 1))
    columns = int(attributes.get(f"{_TABLE}number-columns-spanned", 1))
    if max(rows, columns) <= 1:
        return None
    return start, (start[0] + rows - 1, start[1] + columns - 1)


def _unreadable_content(cell: _CellScan) -> str | None:
    """What ``Marks.unreadable`` is to say of a cell that python-calamine takes for blank or 0."""
    attributes, text = cell.attributes, cell.text.strip()
    value_type = attributes.get(f"{_OFFICE}value-type")
    if attributes.get(f"{_CALCEXT}value-type") == "error" or _ERROR.fullmatch(text):
        return text or "#ERROR!"  # programs without the extension write 0, shown as an error
    is_formula = f"{_TABLE}formula" in attributes
    has_value = bool(_VALUES.intersection(attributes)) or (
        value_type == "string" and cell.has_paragraph
    )
    if is_formula and not has_value and not cell.has_paragraph:
        return FORMULA_WITHOUT_VALUE
    if value_type is not None and value_type != "string" and not has_value:
        return NO_VALUE_TO_READ
    if value_type is None and text:
        return NO_VALUE_TO_READ  # text is shown, but the file declares no value
    return None
