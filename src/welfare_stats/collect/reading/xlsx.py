"""Inspecting the XML of .xlsx sheets for what python-calamine does not expose.

python-calamine returns error cells and formulas without a stored result as blank, which would pass
for "not reported". It does not expose hidden rows and columns, and it allocates the whole rectangle
that two distant cells span.

A sheet is first searched for traces of any of these, as raw bytes. Only where there is a trace is
its XML parsed, which takes far longer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZipFile

from welfare_stats.collect.reading.package import Package, names_in, plain_name
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    NO_VALUE_TO_READ,
    Address,
    Formula,
    Marks,
    UnreadableFileError,
    check_extent,
    without_results,
)
from welfare_stats.collect.reading.xlsx_looks import (
    ORDINARY,
    Appearance,
    LooksScan,
    appearance_of,
)
from welfare_stats.findings import kinds
from welfare_stats.findings.addresses import parse_a1

_FONT_NAME = re.compile(rb'<(?:\w+:)?(?:name|rFont) val="([^"]*)"')
# Cells in columns from AAA or rows from 100000 on; usually they are blank and only formatted.
_FAR = re.compile(rb' r="[A-Z]{0,2}+(?:[A-Z]|\d{6})')
# Without such cells, only a sheet that is both tall and wide can exceed the limit on cells.
_TALL = re.compile(rb'<row r="\d{5}')
_WIDE = re.compile(rb' r="[A-Z]{2}')
_BLANK_CELL = re.compile(rb"<c(?: [^<>]*)?/>")
_CELL_WITHOUT_ADDRESS = re.compile(rb"<(?:\w+:)?c(?! r=)[ >/]")
# What a sheet contains that has error cells, formulas, rows of no height, or texts that are partly
# struck through.
_TRACES = (b't="e"', b"<f", b' ht="0', b"strike")
_HIDDEN = b'hidden="'  # LibreOffice writes it of every row
_ARE_HIDDEN = (b'hidden="1"', b'hidden="true"')
_TRACES_ABOVE_ROWS = (b' width="0', b'zeroHeight="1', b'zeroHeight="t', b'defaultColWidth="0')
# Spellings that no common program uses. Where one occurs, the search for traces may miss some.
_UNUSUAL = (b"='", b" =", b"= ")
_FIRST_BYTES = 2000
_NEVER_WRITTEN = b"<!"  # comments and CDATA, which libraries read differently
# Set by programs that leave the calculation to the one that opens the file. They store 0 in place
# of results.
_FULL_CALCULATION = re.compile(rb'<(?:\w+:)?calcPr[^>]*fullCalcOnLoad="(?:1|true)"')


_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
_MANUAL = re.compile(rb'<(?:\w+:)?calcPr[^>]*calcMode="manual"')
# Then numbers are added up as they are shown, not as they are stored.
_AS_SHOWN = re.compile(rb'<(?:\w+:)?calcPr[^>]*fullPrecision="(?:0|false)"')


def marks_of_xlsx(package: Package) -> dict[str, Marks]:
    """The marks of each worksheet, by its name.

    Raises:
        UnreadableFileError: the used rectangle of a sheet is too large.
        KeyError, ValueError, ParseError, ExpatError: the file is damaged.
    """
    workbook = package["xl/workbook.xml"]
    is_calculated = _FULL_CALCULATION.search(workbook) is None
    appearance = appearance_of(package)
    marks = {
        name: _marks_of_sheet(name, package[part], appearance, is_calculated=is_calculated)
        for name, part in _sheet_parts(package)
    }
    if _MANUAL.search(workbook):
        return {name: replace(of_sheet, is_manual=True) for name, of_sheet in marks.items()}
    if _AS_SHOWN.search(workbook):
        return {name: without_results(of_sheet) for name, of_sheet in marks.items()}
    return marks


def _marks_of_sheet(name: str, xml: bytes, appearance: Appearance, *, is_calculated: bool) -> Marks:
    if _WORKSHEET.search(xml) is None:  # the library would read no rows, and say nothing
        raise ValueError(name)
    if b"!" in xml and _NEVER_WRITTEN in xml:  # the first test is much faster
        what = "dữ liệu có chú thích XML hoặc CDATA"
        raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what=what))
    is_far = _may_be_far(xml)
    if not is_far and not _may_hold_marks(xml) and not appearance.may_be_on(xml):
        return Marks()
    seen = _without_blank_cells(xml) if is_far else xml
    scan = _scanned(seen, appearance, is_calculated=is_calculated)
    check_extent(name, scan.height, scan.width)
    return Marks(
        scan.unreadable,
        frozenset(scan.looks.hidden_rows),
        scan.looks.all_hidden_columns(scan.width),
        formulas=scan.formulas,
        looks=scan.looks.looks,
        texts_left=scan.looks.texts_left,
    )


def fonts_of_xlsx(package: Package) -> str:
    """The names of all fonts of the workbook, one per line."""
    return names_in(package, ("xl/styles.xml", "xl/sharedstrings.xml"), _FONT_NAME)


def names_of_xlsx(package: Package) -> dict[str, str]:
    """The defined names of the workbook and their formulas."""
    elements = ElementTree.fromstring(package["xl/workbook.xml"]).iter()  # noqa: S314
    return {
        element.attrib.get("name", ""): element.text or ""
        for element in elements
        if element.tag.endswith("}definedName")
    }


def without_undecodable(
    content: bytes, package: Package, marks: dict[str, Marks]
) -> tuple[bytes, dict[str, Marks]] | None:
    """The workbook without its cells that cannot be decoded, for which python-calamine gives up.

    Args:
        content: the workbook.
        package: its parts.
        marks: its marks, by sheet.

    Returns:
        The bytes of the workbook without these cells, and marks that list them as unreadable.
        ``None`` where there are none: then something else is damaged.
    """
    strings = package.get("xl/sharedstrings.xml", b"")
    count = len(re.findall(rb"<(?:\w+:)?si[ >/]", strings))
    changed: dict[str, bytes] = {}
    marked = dict(marks)
    for name, part in _sheet_parts(package):
        undecodable = _scanned(package[part], strings=count).undecodable
        if undecodable:
            changed[part] = _without_cells(package[part], undecodable)
            before = marks.get(name, Marks())
            added = dict.fromkeys(undecodable.values(), NO_VALUE_TO_READ)
            unreadable = {**before.unreadable, **added}
            marked[name] = replace(before, unreadable=unreadable)
    return (_repacked(content, changed), marked) if changed else None


def _without_cells(xml: bytes, addresses: dict[str, Address]) -> bytes:
    either = b"|".join(address.encode() for address in addresses)
    cell = rb'<((?:\w+:)?c)\b[^>]*\br="(?:' + either + rb')"[^>]*?(?:/>|>.*?</\1>)'
    return re.sub(cell, b"", xml, flags=re.DOTALL)


def _repacked(content: bytes, changed: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w") as new:
        for member in old.infolist():
            data = changed.get(plain_name(member.filename))
            new.writestr(member.filename, old.read(member) if data is None else data)
    return buffer.getvalue()


def _sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """The name of each worksheet, and the name of its part in the package."""
    targets = worksheet_targets(package["xl/_rels/workbook.xml.rels"])
    for element in ElementTree.fromstring(package["xl/workbook.xml"]).iter():  # noqa: S314
        if element.tag.endswith("}sheet"):
            relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
            if relation in targets:
                yield element.attrib["name"], targets[relation]


def worksheet_targets(relations: bytes) -> dict[str, str]:
    """The names of the parts that hold worksheets, by the id of their relation."""
    return {
        element.attrib["Id"]: normpath(join("/xl", element.attrib["Target"])).lstrip("/").lower()
        for element in ElementTree.fromstring(relations)  # noqa: S314 - DOCTYPEs were refused
        if element.attrib["Type"].endswith("/worksheet")
    }


def _may_be_far(xml: bytes) -> bool:
    """Whether cells may lie so far out that the used rectangle exceeds the limits."""
    return _FAR.search(xml) is not None or (
        _TALL.search(xml) is not None and _WIDE.search(xml) is not None
    )


def _may_hold_marks(xml: bytes) -> bool:
    """Whether the sheet may have unreadable cells or hidden parts; if not, it is not parsed."""
    start = xml[:_FIRST_BYTES]
    above_rows = xml[: xml.find(b"sheetData")]
    return (
        b"<worksheet" not in start
        or any(trace in xml for trace in _TRACES)
        or (_HIDDEN in xml and any(trace in xml for trace in _ARE_HIDDEN))
        or any(trace in above_rows for trace in _TRACES_ABOVE_ROWS)
        or any(sign in start for sign in _UNUSUAL)
    )


def _without_blank_cells(xml: bytes) -> bytes:
    """The sheet without blank cells, of which there may be a million with only a format."""
    return xml if _CELL_WITHOUT_ADDRESS.search(xml) else _BLANK_CELL.sub(b"", xml)


def _scanned(
    xml: bytes,
    appearance: Appearance = ORDINARY,
    *,
    strings: int | None = None,
    is_calculated: bool = True,
) -> "_SheetScan":
    scan = _SheetScan(strings, is_calculated, LooksScan(appearance))
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.Parse(xml, True)
    return scan


@dataclass(slots=True)
class _SheetScan:
    """expat handlers that collect the marks of one sheet while its XML is parsed.

    Attributes:
        strings: how many shared strings the workbook has; ``None`` where cells that cannot be
            decoded are not looked for.
        is_calculated: whether stored results count; if not, a stored 0 is only a placeholder.
        looks: what is not seen as it is stored.
        unreadable, formulas: as in ``Marks``.
        masters: shared formulas, with the cells in which they are written.
        undecodable: cells that cannot be decoded, by their address in the file.
        height, width: the used rectangle so far.

    All others describe the cell or row that is being parsed.
    """

    strings: int | None
    is_calculated: bool
    looks: LooksScan
    unreadable: dict[Address, str] = field(default_factory=dict)
    undecodable: dict[str, Address] = field(default_factory=dict)
    formulas: dict[Address, Formula] = field(default_factory=dict)
    masters: dict[str, tuple[str, Address]] = field(default_factory=dict)
    height: int = 0
    width: int = 0
    row: int = -1
    column: int = -1
    address: str = ""
    type: str = ""
    style: str = ""
    value: str = ""
    formula: str = ""
    has_formula: bool = False
    shared: str = ""
    is_table: bool = False
    is_formula: bool = False
    has_text: bool = False
    is_value: bool = False
    has_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self.column += 1  # a cell without an address follows the one before
                self.address = attributes.get("r", "")
                if self.address:
                    self.row, self.column = parse_a1(_plain_address(self.address))
                self.type = attributes.get("t", "n")
                self.style = attributes.get("s", "0")
                self.has_formula = self.has_text = self.has_value = False
                self.value = self.formula = ""
            case "row":
                self.row = int(attributes.get("r", self.row + 2)) - 1
                self.column = -1
                self.looks.take_row(self.row, attributes)
            case "f":
                self.has_formula = self.is_formula = True
                self.shared = attributes.get("si", "")
                self.is_table = attributes.get("t") == "dataTable" or ":" in (
                    attributes.get("ref", "") if attributes.get("t") == "array" else ""
                )
            case "v":
                self.is_value = self.has_value = True
            case "is":
                self.has_text = True
                self.looks.start_text()
            case name:
                self.looks.start(name, attributes)

    def text(self, text: str) -> None:
        if self.is_value:
            self.value += text
        elif self.is_formula:
            self.formula += text
        elif self.has_text:
            self.looks.text(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self.is_value = False
        elif name == "f":
            self.is_formula = False
        elif name == "c":
            self._end_of_cell()
        else:
            self.looks.end(name)

    def _end_of_cell(self) -> None:
        here = self.row, self.column
        if self.value or self.has_text or self.has_formula or self.type == "e":
            self.height, self.width = max(self.height, here[0] + 1), max(self.width, here[1] + 1)
        if self.strings is not None and _is_undecodable(self.type, self.value, self.strings):
            self.undecodable[self.address] = here
        elif self.type == "e":
            self.unreadable[here] = self.value or "#ERROR!"
        elif self.has_formula:
            if not self._has_result():
                self.unreadable[here] = FORMULA_WITHOUT_VALUE
            if not self.is_table:
                self.formulas[here] = self._own_formula(here)

        if self.has_text:
            self.looks.take_text(here, self.style)
        elif self.value:
            self.looks.take_value(here, self.style, self.type, self.value)

    def _own_formula(self, here: Address) -> Formula:
        """The formula of the cell, which may be shared with the cell in which it is written."""
        if not self.shared:
            return Formula(self.formula)
        if self.formula:
            self.masters[self.shared] = self.formula, here
        text, (row, column) = self.masters.get(self.shared, ("", here))
        return Formula(text, here[0] - row, here[1] - column)

    def _has_result(self) -> bool:
        # A formula with the empty text as its stored result is blank on purpose.
        is_blank_text = self.type == "str" and self.has_value
        is_placeholder = not self.is_calculated and self.value == "0"
        return bool(self.value or is_blank_text) and not is_placeholder


def _plain_address(address: str) -> str:
    """The address of a cell as nearly all programs write it; some write "a01" or "$A$1"."""
    match = _ADDRESS.fullmatch(address)
    return f"{match[1].upper()}{int(match[2])}" if match else address


_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")

_NUMBER = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|nan|-?inf(?:inity)?", re.IGNORECASE
)
_EXCEL_ERRORS = {
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA",
}  # fmt: skip


def _is_undecodable(cell_type: str, value: str, strings: int) -> bool:
    """Whether python-calamine gives up the whole file for a cell of this type and content."""
    match cell_type:
        case "s":
            return bool(value) and not (
                value.isascii() and value.isdigit() and int(value) < strings
            )
        case "n":
            return bool(value) and _NUMBER.fullmatch(value) is None
        case "b":
            return value not in ("", "0", "1", "true", "false")
        case "e":
            return value not in _EXCEL_ERRORS
        case "str" | "inlineStr" | "d":
            return False
        case _:
            return True
