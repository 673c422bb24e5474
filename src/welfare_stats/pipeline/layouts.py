"""What a layout is: what was recognised in a workbook and what was not; values that are shown."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from welfare_stats.design.catalogue import Catalogue, CatalogueAt
from welfare_stats.findings import Finding
from welfare_stats.period import ReportingPeriod


class What(StrEnum):
    """What a text of a workbook is; the values are part of the JSON contract."""

    UNIT = "unit"
    PERIOD = "period"
    HEADING = "heading"
    LABEL = "label"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text and what it means; ``cell`` is ``None`` where the name of the sheet says it."""

    what: What
    cell: str | None
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text may mean: a field of the form, or a code of a case type, commune or unit."""

    kind: Literal["field", "code"]
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A text that is not understood; ``is_teachable`` where the catalogue can say what it means."""

    what: What
    cell: str | None
    text: str
    form: str | None
    proposals: tuple[Proposal, ...] = ()
    is_teachable: bool = False


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The tables of one form on a sheet; ``form`` is ``None`` where no table was found."""

    sheet: str
    form: str | None
    row: int | None
    recognised: tuple[Recognised, ...]
    unrecognised: tuple[Unrecognised, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What was recognised in a workbook and what was not.

    Attributes:
        path: its name.
        unit: the code of who sends it.
        period: the period that it is for.
        day: the day on which codes were looked up; ``None`` where none is known.
        head: the unit and the period with their cells, as far as they are known.
        sheets: for each sheet and form what was recognised.
        refusal: why the file could not be read at all.
    """

    path: str
    unit: str | None = None
    period: ReportingPeriod | None = None
    day: date | None = None
    head: tuple[Recognised, ...] = ()
    sheets: tuple[SheetLayout, ...] = ()
    refusal: Finding | None = None

    @property
    def is_understood(self) -> bool:
        """Whether there is a table, and nothing in doubt."""
        return (
            None not in (self.unit, self.period)
            and any(sheet.form for sheet in self.sheets)
            and not any(sheet.unrecognised for sheet in self.sheets)
        )

    @property
    def in_doubt(self) -> list[tuple[SheetLayout, Unrecognised]]:
        """All that is not understood, each with its sheet."""
        return [(sheet, item) for sheet in self.sheets for item in sheet.unrecognised]

    def codes(self, catalogue: Catalogue) -> CatalogueAt:
        """The code lists by which the workbook was read."""
        return catalogue.at_any_time() if self.day is None else catalogue.at(self.day)
