"""Reading the .xls files that xlrd gives up for a flaw in something else than cells.

python-calamine reads the values. It does not tell what it passed over, so every cell of which the
records say that it holds something must have a value; otherwise it is unreadable, never blank.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import cast

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from welfare_stats.collect.reading.looks import Look
from welfare_stats.collect.reading.sheet import (
    FORMULA_WITHOUT_VALUE,
    NO_VALUE_TO_READ,
    Marks,
    Sheet,
    UnreadableFileError,
    check_extent,
)
from welfare_stats.collect.reading.xls_records import (
    SheetRecords,
    fonts_in,
    is_whole,
    looks_in_stream,
    records_of_sheets,
    stream_of,
)
from welfare_stats.findings import CellValue, kinds


def read_xls_again(content: bytes) -> tuple[list[Sheet], str]:
    """Every worksheet, and the names of the fonts, one per line.

    Raises:
        UnreadableFileError: this reader cannot tell what is in it either.
        Exception: of any kind, if the file is damaged.
    """
    stream = stream_of(content)
    records = records_of_sheets(stream, only_formulas=False) if is_whole(stream) else []
    for of_sheet in records:
        # The reader allocates the rectangle between distant cells before it can be asked.
        check_extent("", of_sheet.height, of_sheet.width)
    sheets = _sheets(content, records, looks_in_stream(stream)) if records else []
    if not sheets or len(sheets) != len(records):
        raise UnreadableFileError(kinds.DAMAGED.at(None))
    return sheets, fonts_in(stream)


def _sheets(content: bytes, records: list[SheetRecords], looks: Mapping[int, Look]) -> list[Sheet]:
    is_calculated = any(r.number_of_formulas > len(r.blank_results) for r in records)
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        worksheets = [m for m in workbook.sheets_metadata if m.typ is SheetTypeEnum.WorkSheet]
        return [
            _sheet(
                metadata.name,
                cast(
                    "list[list[CellValue]]",
                    workbook.get_sheet_by_name(metadata.name).to_python(skip_empty_area=False),
                ),
                of_sheet,
                looks,
                is_calculated=is_calculated,
                is_hidden=metadata.visible is not SheetVisibleEnum.Visible,
            )
            for metadata, of_sheet in zip(worksheets, records, strict=True)
        ]


def _sheet(
    name: str,
    rows: list[list[CellValue]],
    records: SheetRecords,
    looks: Mapping[int, Look],
    *,
    is_calculated: bool,
    is_hidden: bool,
) -> Sheet:
    unmarked = Sheet(name, rows)
    lost = {cell for cell in records.filled if unmarked.value(*cell) == ""}
    unreadable = dict.fromkeys(lost, NO_VALUE_TO_READ) | records.errors
    if not is_calculated:
        unreadable |= dict.fromkeys(records.blank_results, FORMULA_WITHOUT_VALUE)
    marks = Marks(
        unreadable,
        frozenset(records.hidden_rows),
        frozenset(records.hidden_columns),
        tuple(records.merged),
        records.formulas,
        records.is_manual,
        looks={
            cell: looks[style]
            for cell, style in records.styles.items()
            if style in looks and unmarked.value(*cell) != ""
        },
    )
    return Sheet(name, rows, marks, is_hidden)
