"""What a finding is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import isfinite

from openpyxl.utils import coordinate_to_tuple, get_column_letter

from welfare_stats.vietnamese import format_date, format_number

CellValue = str | float | int | bool | date | datetime | time | timedelta | None
"""What a cell of a workbook can hold."""


_PERSONAL = "giá trị ở ô này"  # said in place of what must not leave the file


class Severity(StrEnum):
    """How much a finding weighs; the values are part of the JSON contract."""

    ERROR = "error"  # the file is not counted
    WARNING = "warning"  # counted, and listed
    INFO = "info"  # said, so that nothing happens silently

    @property
    def words(self) -> str:
        """What people call it."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """A cell of the file as sent; ``row`` and ``column`` count from 0."""

    sheet: str
    row: int
    column: int

    @classmethod
    def parse(cls, sheet: str, cells: str) -> "CellRef":
        """The first cell of an A1 address or run of cells, "J7:J20"."""
        row, column = coordinate_to_tuple(cells.partition(";")[0].partition(":")[0])
        return cls(sheet, row - 1, column - 1)

    @property
    def a1(self) -> str:
        """Address as Excel shows it, "J12"."""
        return f"{get_column_letter(self.column + 1)}{self.row + 1}"

    def seen_from(self, sheet: str) -> str:
        """The address, with its sheet where that is another."""
        return self.a1 if sheet == self.sheet else f"{self.sheet}!{self.a1}"

    def down_to(self, row: int) -> str:
        """A1 address of the run of cells from this one down to ``row`` of the same column."""
        if row == self.row:
            return self.a1
        return f"{self.a1}:{get_column_letter(self.column + 1)}{row + 1}"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A whole sheet of the file as sent."""

    sheet: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, or worth knowing, in one file.

    ``cell`` is the A1 address in the file as sent, ``None`` where the whole sheet or file is
    meant. ``value`` is what the cell holds, and ``None`` for personal data, which never leaves
    the file. ``message`` and ``hint`` are Vietnamese sentences.
    """

    code: str
    severity: Severity
    sheet: str | None
    cell: str | None
    value: str | float | bool | None
    message: str
    hint: str

    @property
    def place(self) -> str:
        """Where it stands, "HX-01!D12" or a sheet alone; "" for the file as a whole."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet or ""


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A declared kind: stable code, severity, title, and the words with their blanks.

    A ``waivable`` one may be accepted as it is for one file, with a reason and a name.
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    waivable: bool = False

    def at(
        self,
        place: CellRef | SheetRef | None,
        value: CellValue = None,
        *,
        hidden: bool = False,
        **blanks: object,
    ) -> Finding:
        """The finding of this kind at a place; ``blanks`` fill the ``{}`` of message and hint.

        A ``hidden`` value is personal: it is neither said nor kept.
        """
        words = {"value": _PERSONAL if hidden else _shortened(shown(value)), **blanks}
        message = self.message.replace("“{value}”", "{value}") if hidden else self.message
        return Finding(
            code=self.code,
            severity=self.severity,
            sheet=place.sheet if place else None,
            cell=place.a1 if isinstance(place, CellRef) else None,
            value=None if hidden else _plain(value),
            message=_capitalised(message.format_map(words)),
            hint=self.hint.format_map(words),
        )


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def shown(value: CellValue) -> str:
    """A cell's value as a Vietnamese reader expects to see it in a sentence."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return format_number(value) if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return f"{format_date(value)} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    return "" if value is None else str(value)


def visible(text: str) -> str:
    """Text from outside with nothing in it that a terminal would obey or that would mislead."""
    return "".join(
        ch if ch.isprintable() or ch == " " else ch.encode("unicode_escape").decode()
        for ch in text.encode("utf-8", "backslashreplace").decode()
    )


_MOST_LETTERS_SAID = 120


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS_SAID else f"{text[:_MOST_LETTERS_SAID]}…"


def _plain(value: CellValue) -> str | float | bool | None:
    """The value as JSON can carry it: whole numbers without ".0", dates in ISO form."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value


def any_error(findings: Iterable[Finding]) -> bool:
    """Whether a file with these findings is not to be counted."""
    return any(finding.severity is Severity.ERROR for finding in findings)
