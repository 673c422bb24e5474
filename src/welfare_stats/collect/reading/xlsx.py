"""A look into the XML of .xlsx sheets for what the reader of the values does not tell.

python-calamine hands error cells and formulas without a stored value back as blank, which must
never pass for "not reported", says nothing of hidden rows and columns, and allocates whatever
rectangle two far cells span.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from welfare_stats.collect.reading.package import Package, names_in, plain_name
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    MOST_COLUMNS,
    NO_VALUE_TO_READ,
    Address,
    Marks,
    UnreadableFileError,
    check_extent,
)
from welfare_stats.findings import kinds

_FONT_NAME = re.compile(rb'<(?:\w+:)?(?:name|rFont) val="([^"]*)"')
# Columns from AAA on, rows from 100000 on: hardly ever more than the format of blank cells.
_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{0,2}\d{6})')
# Short of those, only a sheet that is both tall and wide can pass the cap on its cells.
_TALL = re.compile(rb'<row r="\d{5}')
_WIDE = re.compile(rb' r="[A-Z]{2}')
_BLANK_CELL = re.compile(rb"<c(?: [^<>]*)?/>")
_CELL_WITHOUT_ADDRESS = re.compile(rb"<(?:\w+:)?c(?! r=)[ >/]")
_TRACES = (b't="e"', b"<f", b'hidden="1"', b'hidden="true"')
# Spellings that no common program uses; where one occurs, nothing is taken on a cheap look.
_UNUSUAL = (b"='", b" =", b"= ")
_HEAD_OF_PART = 2000
_NEVER_WRITTEN = b"<!"  # remarks and CDATA, which readers take in different ways
# The program that wrote the file leaves the calculation to the one that opens it, and puts 0
# where the results will stand.
_FULL_CALCULATION = re.compile(rb'<(?:\w+:)?calcPr[^>]*fullCalcOnLoad="(?:1|true)"')


def marks_of_xlsx(package: Package) -> dict[str, Marks]:
    """Per sheet, by name, what its values do not tell.

    Raises:
        UnreadableFileError: the used rectangle is too large.
        KeyError, ValueError, ParseError, ExpatError: damaged.
    """
    trusted = _FULL_CALCULATION.search(package["xl/workbook.xml"]) is None
    return {
        name: _marks_of_sheet(name, package[part], trusted=trusted)
        for name, part in _sheet_parts(package)
    }


def _marks_of_sheet(name: str, xml: bytes, *, trusted: bool) -> Marks:
    if b"!" in xml and _NEVER_WRITTEN in xml:  # the first alone is found at once, or is not there
        what = "dữ liệu có chú thích XML hoặc CDATA"
        raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what=what))
    far = _may_be_far(xml)
    if not far and not _may_hold_marks(xml):
        return Marks()
    scan = _scanned(_without_blank_cells(xml) if far else xml, results_count=trusted)
    check_extent(name, scan.height, scan.width)
    return Marks(
        scan.unreadable,
        frozenset(scan.hidden_rows),
        frozenset(scan.hidden_columns),
        formulas=scan.formulas,
    )


def fonts_of_xlsx(package: Package) -> str:
    """The names of all fonts of the workbook."""
    return names_in(package, ("xl/styles.xml", "xl/sharedstrings.xml"), _FONT_NAME)


def names_of_xlsx(package: Package) -> dict[str, str]:
    """The defined names of the workbook and what they stand for."""
    elements = ElementTree.fromstring(package["xl/workbook.xml"]).iter()  # noqa: S314
    return {
        element.attrib.get("name", ""): element.text or ""
        for element in elements
        if element.tag.endswith("}definedName")
    }


def without_undecodable(
    content: bytes, package: Package, marks: dict[str, Marks]
) -> tuple[bytes, dict[str, Marks]] | None:
    """The workbook without the cells whose content no reader can decode, and marks that name them.

    ``None`` where there are no such cells: then something else is damaged.
    """
    strings = package.get("xl/sharedstrings.xml", b"")
    count = len(re.findall(rb"<(?:\w+:)?si[ >/]", strings))
    changed: dict[str, bytes] = {}
    marked = dict(marks)
    for name, part in _sheet_parts(package):
        broken = _scanned(package[part], strings=count).undecodable
        if broken:
            changed[part] = _without_cells(package[part], broken)
            before = marks.get(name, Marks())
            unreadable = {**before.unreadable, **dict.fromkeys(broken.values(), NO_VALUE_TO_READ)}
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
    """Each worksheet's name and the member that holds it."""
    targets = worksheet_targets(package["xl/_rels/workbook.xml.rels"])
    for element in ElementTree.fromstring(package["xl/workbook.xml"]).iter():  # noqa: S314
        if element.tag.endswith("}sheet"):
            relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
            if relation in targets:
                yield element.attrib["name"], targets[relation]


def worksheet_targets(relations: bytes) -> dict[str, str]:
    """The members that hold worksheets, by the id of their relation."""
    return {
        element.attrib["Id"]: normpath(join("/xl", element.attrib["Target"])).lstrip("/").lower()
        for element in ElementTree.fromstring(relations)  # noqa: S314 - DOCTYPEs were refused
        if element.attrib["Type"].endswith("/worksheet")
    }


def _may_be_far(xml: bytes) -> bool:
    return _FAR.search(xml) is not None or (
        _TALL.search(xml) is not None and _WIDE.search(xml) is not None
    )


def _may_hold_marks(xml: bytes) -> bool:
    """A cheap look that spares the parse of a sheet with nothing to tell."""
    start = xml[:_HEAD_OF_PART]
    return (
        b"<worksheet" not in start
        or any(trace in xml for trace in _TRACES)
        or any(sign in start for sign in _UNUSUAL)
    )


def _without_blank_cells(xml: bytes) -> bytes:
    """Spares the parse of a million formatted blank cells."""
    return xml if _CELL_WITHOUT_ADDRESS.search(xml) else _BLANK_CELL.sub(b"", xml)


def _scanned(xml: bytes, *, strings: int | None = None, results_count: bool = True) -> "_Scan":
    scan = _Scan(strings, results_count)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.Parse(xml, True)
    return scan


@dataclass(slots=True)
class _Scan:
    """expat handlers that gather what is to be told of a sheet.

    ``strings`` is the number of shared strings where undecodable cells are looked for as well.
    Where results do not count, the 0 that stands with a formula is a placeholder.
    """

    strings: int | None
    results_count: bool
    unreadable: dict[Address, str] = field(default_factory=dict)
    undecodable: dict[str, Address] = field(default_factory=dict)
    formulas: dict[Address, str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    height: int = 0
    width: int = 0
    row: int = -1
    column: int = -1
    address: str = ""
    type: str = ""
    value: str = ""
    formula: str = ""
    has_formula: bool = False
    is_formula: bool = False
    has_text: bool = False
    is_value: bool = False
    has_value: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "c":
                self.column += 1  # where the file leaves the address out, cells follow each other
                self.address = attributes.get("r", "")
                if self.address:
                    letters, row = coordinate_from_string(self.address)
                    self.row, self.column = row - 1, column_index_from_string(letters) - 1
                self.type = attributes.get("t", "n")
                self.has_formula = self.has_text = self.has_value = False
                self.value = self.formula = ""
            case "row":
                self.row = int(attributes.get("r", self.row + 2)) - 1
                self.column = -1
                if _is_true(attributes.get("hidden")):
                    self.hidden_rows.append(self.row)
            case "f":
                self.has_formula = self.is_formula = True
            case "v":
                self.is_value = self.has_value = True
            case "is":
                self.has_text = True
            case "col" if _is_true(attributes.get("hidden")):
                last = min(int(attributes["max"]), MOST_COLUMNS)
                self.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def text(self, text: str) -> None:
        if self.is_value:
            self.value += text
        elif self.is_formula:
            self.formula += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self.is_value = False
        elif name == "f":
            self.is_formula = False
        elif name == "c":
            self._end_of_cell()

    def _end_of_cell(self) -> None:
        here = self.row, self.column
        if self.value or self.has_text or self.has_formula or self.type == "e":
            self.height, self.width = max(self.height, here[0] + 1), max(self.width, here[1] + 1)
        if self.strings is not None and _is_undecodable(self.type, self.value, self.strings):
            self.undecodable[self.address] = here
        elif self.type == "e":
            self.unreadable[here] = self.value or "#ERROR!"
        elif self.has_formula and not self._has_result():
            self.unreadable[here] = FORMULA_WITHOUT_VALUE
            self.formulas[here] = self.formula

    def _has_result(self) -> bool:
        # A formula whose stored result is the empty text is blank on purpose.
        is_blank_text = self.type == "str" and self.has_value
        is_placeholder = not self.results_count and self.value == "0"
        return bool(self.value or is_blank_text) and not is_placeholder


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


_NUMBER = re.compile(
    r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|nan|-?inf(?:inity)?", re.IGNORECASE
)
_EXCEL_ERRORS = {
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA",
}  # fmt: skip


def _is_undecodable(kind: str, value: str, strings: int) -> bool:
    match kind:
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
