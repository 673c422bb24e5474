"""From the bytes of a file to the validated tables of known forms, every value with its cell.

In this order: ``preflight`` tells the format from the bytes. ``package`` unpacks a zip file safely.
``xlsx``, ``xlsb`` and ``ods`` inspect the file for what python-calamine, which reads the values,
does not expose; ``xls`` reads the old format by itself. ``workbook`` makes sheets of cells from all
this, and ``legacy`` converts old encodings in them. ``headings``, ``tables`` and ``heads`` find
forms on a sheet, and ``rows`` validates every cell of a table.
"""

from welfare_stats.collect.reading.heads import read_head
from welfare_stats.collect.reading.preflight import FileKind, kind_of, name_that_lies
from welfare_stats.collect.reading.rows import FormTable, TotalRow, read_table
from welfare_stats.collect.reading.sheet import (
    Sheet,
    UnreadableFileError,
    without_value,
)
from welfare_stats.collect.reading.tables import FoundTable, find_tables, rows_without_headings
from welfare_stats.collect.reading.workbook import Workbook, read_workbook

__all__ = [
    "FileKind",
    "FormTable",
    "FoundTable",
    "Sheet",
    "TotalRow",
    "UnreadableFileError",
    "Workbook",
    "find_tables",
    "kind_of",
    "name_that_lies",
    "read_head",
    "read_table",
    "read_workbook",
    "rows_without_headings",
    "without_value",
]
