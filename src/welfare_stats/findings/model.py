"""A finding, the kind that it is of, and the place that it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from welfare_stats.findings.addresses import a1, parse_a1
from welfare_stats.vietnamese import capitalised, format_date, format_number

CellValue = str | float | int | bool | date | datetime | time | timedelta | None
"""What a cell of a workbook can hold."""


class Severity(StrEnum):
    """What a finding means for its file; the values are part of the JSON contract."""

    ERROR = "error"  # the file stays out of the totals
    WARNING = "warning"  # the file is counted, and the internal workbook lists the finding
    INFO = "info"  # the sender learns what the program did, and need not do anything

    @property
    def words(self) -> str:
        """The Vietnamese word for it."""
        return {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}[self.value]


class CellRef(NamedTuple):
    """A cell of the file as sent; ``row`` and ``column`` count from 0."""

    sheet: str
    row: int
    column: int

    @classmethod
    def parse(cls, sheet: str, cells: str) -> "CellRef":
        """The first cell of A1 addresses or runs of cells: "J7" of "J7:J20; J25"."""
        row, column = parse_a1(cells.partition(";")[0].partition(":")[0])
        return cls(sheet, row, column)

    @property
    def a1(self) -> str:
        """The address as Excel shows it, "J12"."""
        return a1(self.row, self.column)

    def seen_from(self, sheet: str) -> str:
        """The address for a message about ``sheet``: "J12", or "HX-02!J12" on another sheet."""
        return self.a1 if sheet == self.sheet else f"{self.sheet}!{self.a1}"

    def down_to(self, row: int) -> str:
        """A1 address of the run of cells from this one down to ``row`` of the same column."""
        if row == self.row:
            return self.a1
        return f"{self.a1}:{a1(row, self.column)}"


@dataclass(frozen=True, slots=True)
class SheetRef:
    """A whole sheet of the file as sent."""

    sheet: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in one file that is wrong or that somebody should know.

    Attributes:
        sheet: the sheet that it is about, ``None`` for the whole file.
        cell: A1 address in the file as sent, ``None`` for the whole sheet or file.
        value: what the cell holds; ``None`` for personal data, which never leaves the file.
        message: a Vietnamese sentence that says what is wrong.
        hint: a Vietnamese sentence that says how to repair it.
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
        """The place in one word: "HX-01!D12", "HX-01", or "" for the whole file."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet or ""


@dataclass(frozen=True, slots=True)
class Example:
    """The finding by which the page of codes explains a kind.

    What the catalogue or a form calls something stands as a reference that names it by its code:
    ``{unit:170}`` is the name of that unit, ``{heading:HX-01.closing}`` that column's heading. The
    program that writes the page (``scripts/make_code_page.py``) lists the references and puts the
    names in, so that a renamed unit is renamed on the page too.

    Attributes:
        place: "HX-01!D12", "HX-01", or "" for the whole file.
        value: what the cell holds.
        hidden: whether the value is personal.
        blanks: what fills the blanks of the kind's message and hint.
    """

    place: str
    value: CellValue
    hidden: bool
    blanks: Mapping[str, str | int]


_PERSONAL = "giá trị ở ô này"  # stands in a message instead of a personal value


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A declared kind of finding, and the texts from which its findings are made.

    Attributes:
        code: "family.kind-name", stable.
        title: the heading over findings of this kind.
        message: what is wrong, with blanks in braces; ``{value}`` is the value of the cell.
        hint: how the sender repairs it, with blanks in braces.
        example: the finding by which the page of codes explains the kind.
        waivable: whether the office may accept such a finding for one file, with a reason and a
            name.
    """

    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    example: Example = field(compare=False, repr=False)
    waivable: bool = False

    def at(
        self,
        place: CellRef | SheetRef | None,
        value: CellValue = None,
        *,
        hidden: bool = False,
        **blanks: object,
    ) -> Finding:
        """A finding of this kind.

        Blanks that the texts do not have are ignored: where a row is read, one call passes the
        same blanks for every kind. ``tests/findings/test_blanks.py`` checks all other calls.

        Args:
            place: the cell or sheet that it is about, ``None`` for the whole file.
            value: what the cell holds.
            hidden: whether the value is personal: the finding then neither shows nor keeps it.
            blanks: what fills the blanks of message and hint, but for ``{value}``.

        Raises:
            KeyError: a blank of the message or the hint is not filled.
        """
        words = {"value": _PERSONAL if hidden else _shortened(shown(value)), **blanks}
        message = self.message.replace("“{value}”", "{value}") if hidden else self.message
        return Finding(
            code=self.code,
            severity=self.severity,
            sheet=place.sheet if place else None,
            cell=place.a1 if isinstance(place, CellRef) else None,
            value=None if hidden else _as_json(value),
            message=capitalised(message.format_map(words)),
            hint=self.hint.format_map(words),
        )


_LONGEST_VALUE = 120


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def shown(value: CellValue) -> str:
    """A cell's value as a Vietnamese reader writes it: 26.85 as "26,85", a day as "05/9/2018"."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return format_number(value) if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return f"{format_date(value)} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    return "" if value is None else str(value)


def _as_json(value: CellValue) -> str | float | bool | None:
    """The value as JSON can carry it: whole numbers without ".0", dates in ISO form."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value


def visible(text: str) -> str:
    """Text from outside, safe to print.

    Control characters, which a terminal would obey, and invisible marks, which would mislead a
    reader, are written as escapes.
    """
    return "".join(
        ch if ch.isprintable() or ch == " " else ch.encode("unicode_escape").decode()
        for ch in text.encode("utf-8", "backslashreplace").decode()
    )


def any_error(findings: Iterable[Finding]) -> bool:
    """Whether a file with these findings stays out of the totals."""
    return any(finding.severity is Severity.ERROR for finding in findings)
