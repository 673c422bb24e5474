"""Which cells of a table are the sum of others that it shows, as formulas of a workbook.

What a number is of (``Number.of``) says which cells belong to a total: those of its units, or those
of the case types that add up to it. A total gets a formula only where what is shown makes exactly
it; where numbers are missing, withheld or counted elsewhere it stays a number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.analyse.totals import NumberKey
from welfare_stats.report.model import Cell, Gap, Number, Origin, Table

Place = tuple[int, int]
"""A cell of a table: row and column, both from 0."""

_DECIMALS = 3  # as numbers are rounded
_MOST_SPANS = 200  # a function takes at most 255 arguments


def sums_in(
    table: Table, parts: Mapping[str, Sequence[str]], address: Callable[[Place], str]
) -> dict[Place, str]:
    """The formulas of the totals of a table.

    Args:
        table: the table.
        parts: by code of a case type, those that add up to it.
        address: of a cell on the sheet, "C8".
    """
    places = _places_of_numbers(table)
    grid = _Grid(table, places, _by_what(places))
    found: dict[Place, str] = {}
    for row, line in enumerate(table.rows):
        for column, cell in enumerate(line.cells):
            members = grid.members(cell, parts) if isinstance(cell, Number) else []
            spans = grid.spans(members, of_parts=_are_parts(table, members))
            if 0 < len(spans) <= _MOST_SPANS and (row, column) not in members:
                ranges = (_range(address(first), address(last)) for first, last in spans)
                found[row, column] = f"=SUM({','.join(ranges)})"
    return found


def _are_parts(table: Table, members: Sequence[Place]) -> bool:
    """Whether some cells are of several case types, and not of several units."""
    cells = [table.rows[row].cells[column] for row, column in members]
    return len({cell.of[0].key.case_type for cell in cells if isinstance(cell, Number)}) > 1


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}:{last}"


def _places_of_numbers(table: Table) -> dict[Origin, list[Place]]:
    """Where the numbers stand that are no totals, by what they are of."""
    places: dict[Origin, list[Place]] = {}
    for row, line in enumerate(table.rows):
        for column, cell in enumerate(line.cells):
            if isinstance(cell, Number) and len(cell.of) == 1 and not line.total:
                places.setdefault(cell.of[0], []).append((row, column))
    return places


_What = tuple[int, tuple[str, ...]]


def _what(origin: Origin) -> _What:
    """What a number counts, whose ever it is: year, case type, measure, breakdown."""
    return origin.year, origin.key[:3]


def _by_what(origins: Iterable[Origin]) -> dict[_What, list[Origin]]:
    """Numbers of units by what they count."""
    found: dict[_What, list[Origin]] = {}
    for origin in origins:
        if origin.key.unit:
            found.setdefault(_what(origin), []).append(origin)
    return found


@dataclass(frozen=True, slots=True)
class _Grid:
    table: Table
    places: Mapping[Origin, Sequence[Place]]
    of_units: Mapping[_What, Sequence[Origin]]

    def cell(self, place: Place) -> Cell:
        return self.table.rows[place[0]].cells[place[1]]

    def members(self, total: Number, parts: Mapping[str, Sequence[str]]) -> list[Place]:
        """The cells that add up to a number; none where those that are shown do not."""
        for origins in (self._of_units(total), self._of_parts(total, parts)):
            members = [place for origin in origins for place in self.places.get(origin, ())]
            is_each_once = len(members) == len(origins)
            if members and is_each_once and self._sum(members) == round(total.value, _DECIMALS):
                return sorted(members)
        return []

    def _of_units(self, total: Number) -> Sequence[Origin]:
        """The numbers of units that a number of several units is made of."""
        if len({_what(origin) for origin in total.of}) != 1:
            return []  # the difference of two years, or nothing that is traced
        if len(total.of) > 1:
            return total.of
        return [] if total.of[0].key.unit else self.of_units.get(_what(total.of[0]), [])

    def _of_parts(self, total: Number, parts: Mapping[str, Sequence[str]]) -> Sequence[Origin]:
        """The numbers of the case types that add up to that of a whole."""
        if len(total.of) != 1:
            return []
        (year, (case_type, *rest)) = total.of[0]
        return [Origin(year, NumberKey(part, *rest)) for part in parts.get(case_type, ())]

    def _sum(self, members: Iterable[Place]) -> float:
        cells = [self.cell(place) for place in members]
        return round(sum(cell.value for cell in cells if isinstance(cell, Number)), _DECIMALS)

    def spans(
        self, members: Sequence[Place], *, of_parts: bool = False
    ) -> list[tuple[Place, Place]]:
        """First and last cells of the runs of some cells.

        Of units in one column or row a run takes in those beside it that have a sign instead of a
        number: once the number is known and typed there, the total counts it. Beside the parts of
        a whole there may be what is no part of it.
        """
        if len({column for _, column in members}) == 1:
            column = members[0][1]
            is_taken_in = (lambda _: False) if of_parts else lambda row: self._is_gap((row, column))
            runs = _runs([row for row, _ in members], is_taken_in)
            return [((first, column), (last, column)) for first, last in runs]
        if len({row for row, _ in members}) == 1:
            row = members[0][0]
            is_taken_in = (lambda _: False) if of_parts else lambda c: self._is_gap((row, c))
            runs = _runs([column for _, column in members], is_taken_in)
            return [((row, first), (row, last)) for first, last in runs]
        return [(place, place) for place in members]

    def _is_gap(self, place: Place) -> bool:
        row, column = place
        if not (0 <= row < len(self.table.rows) and 0 <= column < len(self.table.columns)):
            return False
        return isinstance(self.cell(place), Gap) and not self.table.rows[row].total


def _runs(numbers: Sequence[int], is_taken_in: Callable[[int], bool]) -> list[tuple[int, int]]:
    """First and last of the runs of some numbers, with those between and beside that are taken in.

    >>> _runs([2, 3, 6, 9], lambda number: number in (4, 5, 7))
    [(2, 7), (9, 9)]
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        first, last = number, number
        while is_taken_in(first - 1):
            first -= 1
        while is_taken_in(last + 1):
            last += 1
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return runs
