"""A sheet put together from cells of another, so that all reading and checking sees rows of a form.

Its cells keep their places: whatever is said of them is said of the cells of the file.

>>> sheet = Sheet("Phụ lục", [["Xã", "Nữ"], ["An", 5.0]])
>>> turned = arranged(sheet, [[(0, 1), (1, 1)]])
>>> turned.rows, turned.ref(0, 1).a1
([['Nữ', 5.0]], 'B2')
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from welfare_stats.collect.reading.sheet import Address, Marks, Sheet

_T = TypeVar("_T")


def arranged(sheet: Sheet, cells: Sequence[Sequence[Address]]) -> Sheet:
    """The sheet with the cells at these addresses, row by row, and what is known of them.

    A row or column is hidden where all its cells are.
    """
    places: dict[Address, list[Address]] = {}
    for row, addresses in enumerate(cells):
        for column, address in enumerate(addresses):
            places.setdefault(address, []).append((row, column))

    def moved(found: Mapping[Address, _T]) -> dict[Address, _T]:
        return {new: what for at, what in found.items() for new in places.get(at, ())}

    marks = sheet.marks
    width = max(map(len, cells), default=0)
    return Sheet(
        sheet.name,
        [[sheet.value(*address) for address in addresses] for addresses in cells],
        Marks(
            unreadable=moved(marks.unreadable),
            hidden_rows=frozenset(
                row for row, addresses in enumerate(cells) if _are_hidden(marks, addresses)
            ),
            hidden_columns=frozenset(
                column
                for column in range(width)
                if _are_hidden(marks, [row[column] for row in cells if column < len(row)])
            ),
            stale=moved(marks.stale),
            linked=frozenset(moved(dict.fromkeys(marks.linked))),
            looks=moved(marks.looks),
            texts_left=moved(marks.texts_left),
        ),
        sheet.is_hidden,
        tuple(map(tuple, cells)),
    )


def _are_hidden(marks: Marks, addresses: Sequence[Address]) -> bool:
    return bool(addresses) and all(
        row in marks.hidden_rows or column in marks.hidden_columns for row, column in addresses
    )
