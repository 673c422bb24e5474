"""From the bytes of a spreadsheet file to its sheets of cells.

python-calamine reads the values of all formats but .xls. What it does not expose, such as error
cells and hidden rows, is found by inspecting the file itself: the ``Marks`` of a sheet.
"""

import struct
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import cast
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from welfare_stats.collect.reading.encryption import opened_by_default
from welfare_stats.collect.reading.file_names import FileKind
from welfare_stats.collect.reading.formulas import with_stale_results
from welfare_stats.collect.reading.legacy import convert_legacy_text
from welfare_stats.collect.reading.ods import fonts_of_ods, marks_of_ods, names_of_ods
from welfare_stats.collect.reading.package import Package, inflate
from welfare_stats.collect.reading.preflight import kind_of
from welfare_stats.collect.reading.sheet import (
    MOST_CELLS,
    Formula,
    Marks,
    Sheet,
    UnreadableFileError,
)
from welfare_stats.collect.reading.xls import read_xls
from welfare_stats.collect.reading.xlsb import fonts_of_xlsb, marks_of_xlsb, names_of_xlsb
from welfare_stats.collect.reading.xlsx import (
    fonts_of_xlsx,
    marks_of_xlsx,
    names_of_xlsx,
    without_undecodable,
)
from welfare_stats.design.forms.formulas import summed_cells
from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.vietnamese import without_invisible


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of a file, all text in Unicode.

    ``findings`` report text that was converted from other encodings. ``names`` are the defined
    names and their formulas; of .xls and .xlsb only formulas that are a number are read.
    """

    kind: FileKind
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def read_workbook(content: bytes) -> Workbook:
    """Read every worksheet of a spreadsheet file.

    Raises:
        UnreadableFileError: it is not a spreadsheet, or is damaged, encrypted or too large.
    """
    try:
        return _read(content)
    except UnreadableFileError as error:
        is_encrypted = error.finding.code == kinds.ENCRYPTED.code
        opened = opened_by_default(content) if is_encrypted else None
        if opened is None:
            raise
    return _read(opened)


def _read(content: bytes) -> Workbook:
    kind = kind_of(content)
    try:
        if kind is FileKind.XLS:
            sheets, fonts, names = read_xls(content)
        else:
            sheets, fonts, names = _read_package(content, kind)
    except _DAMAGE as error:
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from error
    # Formulas take texts that are partly struck through as they are, and so no number of them.
    sheets = with_stale_results([_extended_to_marks(sheet) for sheet in sheets], names)
    for sheet in sheets:
        _leave_out_struck_parts(sheet)
    sheets = [_with_own_sums(sheet) for sheet in sheets]
    findings = [finding for sheet in sheets for finding in _tidy(sheet, fonts)]
    return Workbook(kind, tuple(sheets), tuple(findings), names)


def _extended_to_marks(sheet: Sheet) -> Sheet:
    """The sheet with blank cells added as far as its last unreadable cell.

    The reader takes such cells for blank, and drops blank cells at the end.
    """
    if not sheet.unreadable:
        return sheet
    width = max([*map(len, sheet.rows), *(column + 1 for _, column in sheet.unreadable)])
    height = max(len(sheet.rows), *(row + 1 for row, _ in sheet.unreadable))
    rows = [[*cells, *[""] * (width - len(cells))] for cells in sheet.rows]
    rows += [[""] * width for _ in range(height - len(rows))]
    return replace(sheet, rows=rows)


def _leave_out_struck_parts(sheet: Sheet) -> None:
    """Read of a text of which a part is struck through only the rest, in place."""
    for (row, column), left in sheet.marks.texts_left.items():
        text = left.strip()
        is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
        sheet.rows[row][column] = float(text) if is_number else text


_MOST_DIGITS = 15  # of a number that is exact


def _with_own_sums(sheet: Sheet) -> Sheet:
    """The sheet with the sums of our blank workbooks computed, where no program did so."""
    if not sheet.unreadable or not sheet.marks.formulas:
        return sheet
    unreadable, formulas = dict(sheet.unreadable), dict(sheet.marks.formulas)
    for row, column in sheet.unreadable:
        formula = sheet.marks.formulas.get((row, column), Formula(""))
        cells = [CellRef.parse(sheet.name, cell) for cell in summed_cells(formula.text) or ()]
        values = [sheet.value(cell.row, cell.column) for cell in cells]
        parts = ["" if isinstance(value, str) and value.isspace() else value for value in values]
        is_sum = cells and not any((cell.row, cell.column) in unreadable for cell in cells)
        if is_sum and all(part == "" or type(part) in (int, float) for part in parts):
            numbers = [part for part in parts if part != ""]
            sheet.rows[row][column] = float(sum(numbers)) if numbers else ""  # type: ignore[arg-type]
            del unreadable[row, column], formulas[row, column]
    return replace(sheet, marks=replace(sheet.marks, unreadable=unreadable, formulas=formulas))


def _tidy(sheet: Sheet, fonts: str) -> Iterator[Finding]:
    """Make legacy text Unicode, leave out invisible characters, and make white space blank.

    All in place; what was legacy text is reported.
    """
    # Only the distinct texts are looked at: most columns repeat theirs.
    texts = [
        {value for value in set(column) if type(value) is str}
        for column in zip(*sheet.rows, strict=True)
    ]
    with_soft_hyphens = []
    for number, column in enumerate(texts):
        new = {text: "" for text in column if text.isspace()}
        together = "".join(column)
        if not together.isascii() and not together.isprintable():
            new |= _without_invisible(column, kept=_SOFT_HYPHEN)
            if _SOFT_HYPHEN in together:
                with_soft_hyphens.append(number)
        if new:
            texts[number] = _replaced(sheet, number, column, new)
    for converted in convert_legacy_text(sheet.rows, texts, fonts):
        for row, at in converted.cells:
            sheet.rows[row][at] = without_invisible(str(sheet.rows[row][at]))
        yield kinds.LEGACY_TEXT.at(
            sheet.ref(*converted.cells[0]),
            count=len(converted.cells),
            how=converted.encoding.value,
        )
    for number in with_soft_hyphens:
        _replaced(sheet, number, texts[number], _without_invisible(texts[number]))


_SOFT_HYPHEN = "\xad"  # in TCVN3 it is the letter ư, so it stays until old text is converted


def _without_invisible(texts: Collection[str], kept: str = "") -> dict[str, str]:
    """Those of the texts that hold invisible characters, and what they are without them."""
    tidied = ((text, kept.join(map(without_invisible, _split(text, kept)))) for text in texts)
    return {text: "" if new.isspace() else new for text, new in tidied if new != text}


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else [text]


def _replaced(
    sheet: Sheet, column: int, texts: Collection[str], new: Mapping[str, str]
) -> set[str]:
    """The texts of a column with some of them changed, on the sheet too."""
    for cells in sheet.rows:
        value = cells[column]
        if type(value) is str:
            cells[column] = new.get(value, value)
    return {new.get(text, text) for text in texts}


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
    ElementTree.ParseError,
    expat.ExpatError,
)
"""What the libraries and our own inspection raise on a damaged file."""


@dataclass(frozen=True, slots=True)
class _Inspection:
    """What is read from a zip file beside the values: marks by sheet, fonts, defined names."""

    marks: Callable[[Package], dict[str, Marks]]
    fonts: Callable[[Package], str]
    names: Callable[[Package], dict[str, str]]


_XLSX = _Inspection(marks_of_xlsx, fonts_of_xlsx, names_of_xlsx)
_INSPECTIONS = {
    FileKind.XLSX: _XLSX,
    FileKind.XLSM: _XLSX,
    FileKind.XLSB: _Inspection(marks_of_xlsb, fonts_of_xlsb, names_of_xlsb),
    FileKind.ODS: _Inspection(marks_of_ods, fonts_of_ods, names_of_ods),
}


def _read_package(content: bytes, kind: FileKind) -> tuple[list[Sheet], str, dict[str, str]]:
    """The sheets, the names of the fonts, one per line, and the defined names."""
    package = inflate(content)
    inspection = _INSPECTIONS[kind]
    marks = inspection.marks(package)
    try:
        sheets = _sheets(content, marks)
    except CalamineError:
        if kind not in (FileKind.XLSX, FileKind.XLSM):
            raise
        repaired = without_undecodable(content, package, marks)
        if repaired is None:
            raise
        sheets = _sheets(*repaired)
    return sheets, inspection.fonts(package), inspection.names(package)


def _sheets(content: bytes, marks: Mapping[str, Marks]) -> list[Sheet]:
    """The worksheets with the values that python-calamine reads; it knows merged cells too."""
    sheets: list[Sheet] = []
    cells = 0
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for metadata in workbook.sheets_metadata:
            if metadata.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(metadata.name)
            if metadata.name not in marks:  # the reader and our inspection disagree on the sheets
                raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="tên trang bất thường"))
            marks_of_sheet = marks[metadata.name]
            cells += sheet.total_height * sheet.total_width
            if cells > MOST_CELLS:
                what = f"các trang có hơn {MOST_CELLS:,} ô".replace(",", ".")
                raise UnreadableFileError(kinds.TOO_LARGE.at(None, what=what))
            if merged := sheet.merged_cell_ranges:
                marks_of_sheet = replace(marks_of_sheet, merged=tuple(merged))
            sheets.append(
                Sheet(
                    metadata.name,
                    cast("list[list[CellValue]]", sheet.to_python(skip_empty_area=False)),
                    marks_of_sheet,
                    metadata.visible is not SheetVisibleEnum.Visible,
                )
            )
    return sheets
