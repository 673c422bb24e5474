"""How a table stands on a web page: its groups of rows, what sorts them, its columns' widths."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from welfare_stats.report.model import Cell, Gap, Number, Percent, Table, TableRow
from welfare_stats.report.render.column_widths import column_widths, least_width

_LINE, _WIDE_LINE = 100, 135  # characters of a table on a large screen
_PAPER, _WIDE_PAPER = 80, 140
_FEWEST_SORTED = 3  # rows of a group
_FEWEST_FILTERED = 11
_FEWEST_IN_A_FRAME = 40
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Shape:
    """The rows of a table.

    Attributes:
        groups: a row that is not indented with the indented ones below it; all rows together where
            none is indented.
        totals: the last rows, of all that stands above them.
        is_sortable: whether the rows of a group may stand in any order: below a caption with their
            sum, or without any caption. Case types below those that they are part of may not.
        is_filtered: whether it has so many rows that one looks for some of them.
        is_tall: whether its head would be out of sight for most of its rows.
    """

    groups: tuple[tuple[TableRow, ...], ...]
    totals: tuple[TableRow, ...]
    is_sortable: bool
    is_filtered: bool
    is_tall: bool


def shape_of(table: Table) -> Shape:
    """The shape of a table."""
    rows = list(table.rows)
    totals: list[TableRow] = []
    while rows and rows[-1].total and not rows[-1].level:
        totals.insert(0, rows.pop())
    groups: list[list[TableRow]] = []
    has_levels = any(row.level for row in rows)
    for row in rows:
        if not groups or (has_levels and not row.level):
            groups.append([])
        groups[-1].append(row)
    members = [group[1:] if has_levels else group for group in groups]
    is_sortable = (
        all(group[0].total for group in groups if has_levels)
        and all(members)
        and len({(row.level, row.total) for group in members for row in group}) == 1
        and max(map(len, members)) >= _FEWEST_SORTED
    )
    return Shape(
        groups=tuple(map(tuple, groups)),
        totals=tuple(totals),
        is_sortable=is_sortable,
        is_filtered=len(rows) >= _FEWEST_FILTERED,
        is_tall=len(rows) >= _FEWEST_IN_A_FRAME,
    )


def sort_value(cell: Cell) -> str | None:
    """What a cell is sorted by, where that is not its text; "" comes last."""
    if isinstance(cell, Gap):
        return ""
    if isinstance(cell, Number | Percent):
        return f"{cell.value:.15g}"
    in_order = _DAY.sub(lambda day: f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}", cell)
    return None if in_order == cell else in_order


class Width(NamedTuple):
    """How wide a column is.

    ``least`` is in characters: below it words break. ``share``, on a large screen, and ``on_paper``
    are in per cent of the table.
    """

    least: float
    share: float
    on_paper: float


def widths(table: Table) -> list[Width]:
    """The widths of the columns."""
    least = column_widths(table, least_width(table))
    on_paper = _shares(table, _WIDE_PAPER if table.is_wide else _PAPER)
    return list(map(Width, least, shares(table), on_paper))


def shares(table: Table) -> list[float]:
    """Widths of the columns on a large screen, in per cent of the table."""
    return _shares(table, _WIDE_LINE if table.is_wide else _LINE)


def _shares(table: Table, room: float) -> list[float]:
    widths = column_widths(table, max(least_width(table), room))
    return [round(100 * width / sum(widths), 1) for width in widths]
