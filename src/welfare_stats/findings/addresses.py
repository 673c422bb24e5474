"""A1 addresses of cells. openpyxl has them too, but to load it takes as long as a small run."""

import re
from collections.abc import Sequence
from functools import lru_cache

_A1 = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]*)")


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Letters of a column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def a1(row: int, column: int) -> str:
    """The address of a cell; row and column count from 0.

    >>> a1(11, 9)
    'J12'
    """
    return f"{column_letters(column)}{row + 1}"


def parse_a1(address: str) -> tuple[int, int]:
    """Row and column of an address, both from 0.

    >>> parse_a1("J12")
    (11, 9)

    Raises:
        ValueError: it is no address.
    """
    match = _A1.fullmatch(address)
    if match is None:
        raise ValueError(f"{address!r} is no address of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


_MOST_RANGES = 5


def with_ranges(names: Sequence[str], numbers: Sequence[int]) -> str:
    """The names, those of consecutive numbers as ranges; a long list is cut short.

    >>> with_ranges(["8", "10", "11", "12"], [8, 10, 11, 12])
    '8, 10–12'
    """
    ranges: list[tuple[str, str]] = []
    for index, name in enumerate(names):
        follows = index > 0 and numbers[index] == numbers[index - 1] + 1
        ranges = [*ranges[:-1], (ranges[-1][0], name)] if follows else [*ranges, (name, name)]
        if len(ranges) > _MOST_RANGES:
            return f"{_listed(ranges[:-1])} … (tất cả là {len(names)})"
    return _listed(ranges)


def _listed(ranges: Sequence[tuple[str, str]]) -> str:
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in ranges)


def row_ranges(rows: Sequence[int]) -> str:
    """Rows, counted from 0, by the numbers that Excel shows.

    >>> row_ranges([12, 13, 14, 20])
    '13–15, 21'
    """
    return with_ranges([str(row + 1) for row in rows], rows)
