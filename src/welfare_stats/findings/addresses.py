"""A1 addresses of cells. openpyxl has them too, but to load it takes as long as a small run."""

import re
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
