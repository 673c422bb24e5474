"""The items that the heads of sheets state, as they are weighed against each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfare_stats.collect.reading.found_table import FoundTable
from welfare_stats.design.forms.head import HEAD_COLUMNS
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.period import ReportingPeriod


@dataclass(frozen=True, slots=True)
class HeadEntry:
    """One item in the head of one sheet; ``item`` is a field of ``HeadItems``.

    ``period`` is the one that stands among other words in the text of a title.
    """

    item: str
    text: str
    cell: CellRef
    period: ReportingPeriod | None = None

    @property
    def label(self) -> str:
        """The label by which forms state the item."""
        return HEAD_COLUMNS[self.item].heading


def entries_of(tables: Iterable[FoundTable], *items: str) -> list[HeadEntry]:
    """These items, of all heads that have them."""
    return [
        HeadEntry(item, table.head.items[item], table.head.cells[item])
        for table in tables
        for item in items
        if item in table.head.items
    ]


def conflict(odd: HeadEntry, believed: Iterable[HeadEntry]) -> Finding:
    """The finding for an item that contradicts other sheets; it quotes one that was believed."""
    other = min(believed, key=lambda entry: entry.item != odd.item)
    return kinds.HEAD_CONFLICT.at(
        odd.cell, odd.text, label=odd.label, other=other.text, other_sheet=other.cell.sheet
    )
