"""Bytes to addressed cells: what the file is, what its sheets hold, what is to be told of them.

python-calamine reads the values of all formats but .xls; what it does not tell is looked up in the
file itself.
"""

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import cast
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile

from openpyxl.utils.exceptions import CellCoordinatesException
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.reading.legacy import convert_legacy_text
from welfare_stats.reading.ods import fonts_of_ods, marks_of_ods
from welfare_stats.reading.package import Package, inflate
from welfare_stats.reading.preflight import FileKind, kind_of
from welfare_stats.reading.sheet import Marks, Sheet, UnreadableFileError
from welfare_stats.reading.xls import read_xls
from welfare_stats.reading.xlsb import fonts_of_xlsb, marks_of_xlsb
from welfare_stats.reading.xlsx import fonts_of_xlsx, marks_of_xlsx, without_undecodable


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of a file, in Unicode; ``findings`` say what was converted."""

    kind: FileKind
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()


def read_workbook(content: bytes) -> Workbook:
    """Read every worksheet of a spreadsheet file.

    Raises:
        UnreadableFileError: the file is none, or is damaged, encrypted or too large.
    """
    kind = kind_of(content)
    try:
        if kind is FileKind.XLS:
            sheets, fonts = read_xls(content)
        else:
            sheets, fonts = _read_package(content, kind)
    except _DAMAGE as error:
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from error
    findings = [finding for sheet in sheets for finding in _tidied(sheet, fonts)]
    return Workbook(kind, tuple(sheets), tuple(findings))


def _tidied(sheet: Sheet, fonts: str) -> Iterator[Finding]:
    """Make cells of white space blank and legacy text Unicode, in place, and say the latter."""
    # Distinct texts first: columns repeat theirs.
    texts = [
        {value for value in set(column) if type(value) is str}
        for column in zip(*sheet.rows, strict=True)
    ]
    for number, column in enumerate(texts):
        spaces = {text for text in column if text.isspace()}
        if spaces:
            for cells in sheet.rows:
                if cells[number] in spaces:
                    cells[number] = ""
    for converted in convert_legacy_text(sheet.rows, texts, fonts):
        yield kinds.LEGACY_TEXT.at(
            CellRef(sheet.name, *converted.cells[0]),
            count=len(converted.cells),
            how=converted.encoding.value,
        )


_DAMAGE = (
    CalamineError,
    BadZipFile,
    zlib.error,
    struct.error,
    LookupError,
    StopIteration,
    NotImplementedError,
    OSError,
    ValueError,
    CellCoordinatesException,
    ElementTree.ParseError,
    expat.ExpatError,
)
"""What the readers raise of a file that is not as it should be."""

_LOOKS: dict[FileKind, tuple[Callable[[Package], dict[str, Marks]], Callable[[Package], str]]] = {
    FileKind.XLSX: (marks_of_xlsx, fonts_of_xlsx),
    FileKind.XLSM: (marks_of_xlsx, fonts_of_xlsx),
    FileKind.XLSB: (marks_of_xlsb, fonts_of_xlsb),
    FileKind.ODS: (marks_of_ods, fonts_of_ods),
}


def _read_package(content: bytes, kind: FileKind) -> tuple[list[Sheet], str]:
    package = inflate(content)
    look, fonts = _LOOKS[kind]
    marks = look(package)
    try:
        sheets = _values(content, marks)
    except CalamineError:
        if kind not in (FileKind.XLSX, FileKind.XLSM):
            raise
        rest = without_undecodable(content, package, marks)
        if rest is None:
            raise
        sheets = _values(*rest)
    return sheets, fonts(package)


def _values(content: bytes, marks: Mapping[str, Marks]) -> list[Sheet]:
    sheets = []
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            told = marks.get(metadata.name, Marks())
            if merged := sheet.merged_cell_ranges:
                told = replace(told, merged=tuple(merged))
            sheets.append(
                Sheet(
                    metadata.name,
                    cast("list[list[CellValue]]", sheet.to_python(skip_empty_area=False)),
                    told,
                    metadata.visible is not SheetVisibleEnum.Visible,
                )
            )
    return sheets
