"""Bytes to addressed cells.

python-calamine reads the values. It hands error cells and formulas without a stored value back as
blank, which must never pass for "not reported", so those are looked up in the sheet's XML.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from welfare_stats.findings import CellValue, Finding, kinds
from welfare_stats.reading.package import Package, RefusedPackageError, inflate
from welfare_stats.reading.preflight import refuse_other_than_xlsx

FORMULA_WITHOUT_VALUE = "=?"
"""Stands in ``Sheet.unreadable`` for a formula whose result the file does not hold."""


class UnreadableFileError(Exception):
    """The file as a whole cannot be read; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet from A1 on; a blank cell is ``""``.

    ``unreadable`` holds, by (row, column) from 0, what stands in cells that have no value to
    read: an Excel error such as ``#REF!``, or ``FORMULA_WITHOUT_VALUE``.
    """

    name: str
    rows: Sequence[Sequence[CellValue]]
    unreadable: dict[tuple[int, int], str] = field(default_factory=dict)

    def value(self, row: int, column: int) -> CellValue:
        """A cell's value; blank outside the used range."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""


def read_workbook(content: bytes) -> list[Sheet]:
    """Read every worksheet of an .xlsx file.

    Raises:
        UnreadableFileError: the file is no such workbook, or is damaged.
    """
    if refusal := refuse_other_than_xlsx(content):
        raise UnreadableFileError(refusal)
    try:
        unreadable = dict(_unreadable_cells(inflate(content)))
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return [
                Sheet(
                    metadata.name,
                    workbook.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False),
                    unreadable.get(metadata.name, {}),
                )
                for metadata in workbook.sheets_metadata
                if metadata.typ is SheetTypeEnum.WorkSheet
            ]
    except RefusedPackageError as error:
        raise UnreadableFileError(error.finding) from None
    except _DAMAGE as error:
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from error


_DAMAGE = (
    CalamineError,
    BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    StopIteration,
    NotImplementedError,
    OSError,
    ValueError,
    CellCoordinatesException,
    ElementTree.ParseError,
    expat.ExpatError,
)
"""What the readers raise of a file that is not as it should be."""


# --- the look into the XML ---------------------------------------------------------------------


def _unreadable_cells(package: Package) -> Iterator[tuple[str, dict[tuple[int, int], str]]]:
    """Per sheet, by name, its unreadable cells."""
    for name, part in _sheet_parts(package):
        xml = package[part]
        if _may_hold_unreadable(xml):
            yield name, _unreadable_in(xml)


def _sheet_parts(package: Package) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the member that holds it."""
    targets = {
        element.attrib["Id"]: normpath(join("/xl", element.attrib["Target"])).lstrip("/")
        for element in ElementTree.fromstring(package["xl/_rels/workbook.xml.rels"])  # noqa: S314
        if element.attrib["Type"].endswith("/worksheet")
    }
    for element in ElementTree.fromstring(package["xl/workbook.xml"]).iter():  # noqa: S314
        if element.tag.endswith("}sheet"):
            relation = next(v for k, v in element.attrib.items() if k.endswith("}id"))
            if relation in targets:
                yield element.attrib["name"], targets[relation]


def _may_hold_unreadable(xml: bytes) -> bool:
    """A cheap look that spares the parse of a sheet with neither errors nor formulas."""
    return any(mark in xml for mark in (b't="e"', b"t='e'", b"<f", b":f>", b":f "))


def _unreadable_in(xml: bytes) -> dict[tuple[int, int], str]:
    scan = _CellScan()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.Parse(xml, True)
    return scan.unreadable


class _CellScan:
    """expat handlers that gather cells with an error, or a formula and no value."""

    def __init__(self) -> None:
        self.unreadable: dict[tuple[int, int], str] = {}
        self._row = self._column = -1
        self._type = ""
        self._has_formula = False
        self._in_value = False
        self._value = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._column += 1  # where the file leaves the address out, cells follow each other
            if address := attributes.get("r"):
                letters, row = coordinate_from_string(address)
                self._row, self._column = row - 1, column_index_from_string(letters) - 1
            self._type = attributes.get("t", "n")
            self._has_formula, self._value = False, ""
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            self._in_value = True

    def text(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "v":
            self._in_value = False
        elif name == "c":
            if self._type == "e":
                self.unreadable[self._row, self._column] = self._value or "#ERROR!"
            elif self._has_formula and not self._value and self._type != "str":
                # A formula whose stored result is the empty text is blank on purpose.
                self.unreadable[self._row, self._column] = FORMULA_WITHOUT_VALUE
