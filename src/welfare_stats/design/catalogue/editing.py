r"""Changing one row of a CSV file of the office; every other byte stays as it is.

>>> content = "code;label\r\na;\"Xã; phường\"\r\n".encode("utf-8-sig")
>>> with_row(content, {"label": "Thôn", "code": "b"}).decode()
'\ufeffcode;label\r\na;"Xã; phường"\r\nb;Thôn\r\n'
>>> with_cell(content, 2, "other_names", "X; Y").decode()
'\ufeffcode;label;other_names\r\na;"Xã; phường";"X; Y"\r\n'
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise

from welfare_stats.design.catalogue.code_lists import delimiter_of

_BOM = "\ufeff"


def with_row(content: bytes, values: Mapping[str, str]) -> bytes:
    """The file with one more row at its end, written as the others are."""
    table = _Table.of(content)
    cells = [
        _written(values.get(name, ""), table.delimiter, is_quoted=table.is_quoted)
        for name in table.header
    ]
    *_, last = table.records
    whole = last if _ending(last) else last + table.ending
    row = table.delimiter.join(cells) + table.ending
    return table.encoded([*table.records[:-1], whole, row])


def with_cell(content: bytes, line: int, column: str, value: str) -> bytes:
    """The file with another value in one cell; a column that is not there is added behind all.

    Args:
        content: the file.
        line: the number of the last line of the row, counted from 1.
        column: the heading of the column.
        value: what the cell is to hold.
    """
    table = _Table.of(content)
    records = list(table.records)
    at = list(table.last_lines).index(line)
    if column not in table.header:
        name = _written(column, table.delimiter, is_quoted=table.is_quoted)
        records[0] = _with_raw_cell(records[0], table.delimiter, len(table.header), name)
    index = [*table.header, column].index(column)
    raw = _raw_cells(records[at], table.delimiter)
    is_quoted = table.is_quoted or (index < len(raw) and raw[index].startswith('"'))
    written = _written(value, table.delimiter, is_quoted=is_quoted)
    records[at] = _with_raw_cell(records[at], table.delimiter, index, written)
    return table.encoded(records)


def with_same_style(content: bytes, header: Sequence[str]) -> bytes:
    r"""A file without rows, written as another one is.

    >>> with_same_style("code;label\r\n".encode(), ("form", "field"))
    b'form;field\r\n'
    """
    table = _Table.of(content)
    cells = [_written(name, table.delimiter, is_quoted=table.is_quoted) for name in header]
    return table.encoded([table.delimiter.join(cells) + table.ending])


@dataclass(frozen=True, slots=True)
class _Table:
    """A CSV file as it is written.

    Attributes:
        bom: the mark before the first record, or "".
        records: each row as it is written, with its line ending.
        last_lines: of each row the number of its last line.
        header: the headings of the columns.
        is_quoted: whether all headings stand in quotation marks.
    """

    bom: str
    delimiter: str
    ending: str
    records: tuple[str, ...]
    last_lines: tuple[int, ...]
    header: tuple[str, ...]
    is_quoted: bool

    @classmethod
    def of(cls, content: bytes) -> "_Table":
        text = content.decode()
        bom = _BOM if text.startswith(_BOM) else ""
        text = text.removeprefix(_BOM)
        delimiter = delimiter_of(text)
        lines = list(StringIO(text, newline=""))
        reader = csv.reader(lines, delimiter=delimiter)
        header: list[str] = []
        ends = [0]
        for row in reader:
            header = header or [name.strip() for name in row]
            ends.append(reader.line_num)
        records = ["".join(lines[a:b]) for a, b in pairwise(ends)]
        return cls(
            bom,
            delimiter,
            _ending(records[0]) or "\n",
            tuple(records),
            tuple(ends[1:]),
            tuple(header),
            all(raw.startswith('"') for raw in _raw_cells(records[0], delimiter)),
        )

    def encoded(self, records: list[str]) -> bytes:
        return (self.bom + "".join(records)).encode()


def _ending(record: str) -> str:
    return record[len(record.rstrip("\r\n")) :]


def _raw_cells(record: str, delimiter: str) -> list[str]:
    """The cells of a row as they are written, quotation marks and all."""
    cells = [""]
    is_within = False
    for letter in record.removesuffix(_ending(record)):
        is_within ^= letter == '"'
        if letter == delimiter and not is_within:
            cells.append("")
        else:
            cells[-1] += letter
    return cells


def _with_raw_cell(record: str, delimiter: str, index: int, written: str) -> str:
    cells = _raw_cells(record, delimiter)
    cells += [""] * (index + 1 - len(cells))
    cells[index] = written
    return delimiter.join(cells) + _ending(record)


def _written(value: str, delimiter: str, *, is_quoted: bool) -> str:
    """A value as a cell: in quotation marks where the others are, or where it needs them."""
    if is_quoted or any(letter in value for letter in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value
