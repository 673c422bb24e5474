"""A unit's figures as sums over its parts, such as communes; each number keeps its cells.

>>> from welfare_stats.design.forms import Breakdown, Measure
>>> def figure(cell, value):
...     key = FigureKey("", "tc_tre_em", Measure.CLOSING, Breakdown.ALL)
...     place = CellRef.parse("Phụ lục", cell)
...     return Figure("HX-01", key, value, place, cell)
>>> parts = [("Xã An", [figure("C8", 3)]), ("Xã Bình", [figure("C9", 4)])]
>>> [(found.value, found.cells) for found in over_parts([*parts, ("", [figure("C10", 7)])])]
[(7.0, 'C8:C9')]
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from math import fsum

from welfare_stats.collect.figures import Figure, FigureKey
from welfare_stats.findings import CellRef


def over_parts(figures: Sequence[tuple[str, Sequence[Figure]]]) -> Iterator[Figure]:
    """The figures of tables, each with its part of the unit ("" for the whole).

    Where there are parts, what is stated for the whole is only to agree with them; it is a figure
    of its own where no part states it and the form knows no facilities.
    """
    if not any(part for part, _ in figures):
        yield from chain.from_iterable(own for _, own in figures)
        return
    of_parts: dict[FigureKey, list[Figure]] = {}
    for part, own in figures:
        for figure in own if part else ():
            of_parts.setdefault(figure.key, []).append(figure)
    has_facilities = any(key.facility for key in of_parts)
    for own in of_parts.values():
        yield _sum(own)
    for part, own in figures:
        if not part and not has_facilities:
            yield from (figure for figure in own if figure.key not in of_parts)


def _sum(figures: Sequence[Figure]) -> Figure:
    """One figure over the cells of several; unreadable where one of them is."""
    first = figures[0]
    if len(figures) == 1:
        return first
    values = [figure.value for figure in figures]
    known = [value for value in values if value is not None]
    notes = "; ".join(dict.fromkeys(figure.note for figure in figures if figure.note))
    total = fsum(known) if len(known) == len(values) else None
    return first._replace(value=total, cells=_cells(figures), note=notes)


def _cells(figures: Sequence[Figure]) -> str:
    """The cells as runs down a column, those of other sheets than the first with their sheet."""
    runs: list[tuple[CellRef, int]] = []
    for place in (figure.place for figure in figures):
        start, end = runs[-1] if runs else (place, -1)
        if (start.sheet, start.column, end + 1) == (place.sheet, place.column, place.row):
            runs[-1] = (start, place.row)
        else:
            runs.append((place, place.row))
    sheet = figures[0].place.sheet
    return "; ".join(
        start.down_to(end) if start.sheet == sheet else f"{start.sheet}!{start.down_to(end)}"
        for start, end in runs
    )
