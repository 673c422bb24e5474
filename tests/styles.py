"""Sheets as the tests write them, and how their cells look."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

Rows = list[list[Any]]
Sheets = dict[str, Rows]


@dataclass(frozen=True)
class Looks:
    """What there is to a sheet beside its values; rows and columns count from 0."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()  # top, left, bottom, right
    is_hidden: bool = False
    low_rows: tuple[int, ...] = ()  # of no height
    narrow_columns: tuple[int, ...] = ()  # of no width
    struck: frozenset[tuple[int, int]] = frozenset()  # cells
    white: frozenset[tuple[int, int]] = frozenset()
    codes: Mapping[tuple[int, int], str] = field(default_factory=dict)  # number formats

    def style(self, row: int, column: int, code: str = "General") -> "Style":
        """How a cell looks, for whose value the number format is usually that."""
        at = (row, column)
        return Style(at in self.struck, at in self.white, self.codes.get(at, code))


@dataclass(frozen=True)
class Style:
    """How a cell looks."""

    is_struck: bool = False
    is_white: bool = False
    code: str = "General"


@dataclass(frozen=True)
class PartlyStruck:
    """A text of which the first part is struck through."""

    struck: str
    left: str


@dataclass(frozen=True)
class Computed:
    """A formula with its stored result; with a number or a text, in every format."""

    formula: str
    result: Any


PLAIN = Looks()
DATE, TIME = "dd/mm/yyyy", "hh:mm"


def usual_code(value: Any) -> str:
    if isinstance(value, dt.time):
        return TIME
    return DATE if isinstance(value, dt.date) else "General"


def styled(sheets: Sheets, looks: Looks) -> list[Style]:
    """Every style that the cells have, that of plain ones first."""
    styles = [
        looks.style(row, column, usual_code(value))
        for rows in sheets.values()
        for row, column, value in cells_of(rows)
    ]
    return list(dict.fromkeys([Style(), *styles]))


ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D,
          "#NUM!": 0x24, "#N/A": 0x2A}  # fmt: skip
_EPOCH = dt.datetime(1899, 12, 30)


def cells_of(rows: Rows) -> Iterator[tuple[int, int, Any]]:
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None and value != "":
                yield row, column, value


def computed(rows: Rows) -> list[tuple[int, int, Computed]]:
    return [(row, col, value) for row, col, value in cells_of(rows) if isinstance(value, Computed)]


def serial(value: dt.date | dt.time) -> float:
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return (moment - _EPOCH) / dt.timedelta(days=1)


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()
