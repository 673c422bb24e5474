"""How sheets look that people open in Excel: fonts, colours, and how high a row must be."""

from textwrap import wrap

FONT = "Times New Roman"
HEAD_COLOUR = "F2F2F2"
GREY, PALE = "808080", "BFBFBF"
"""Colours of cell borders: of tables to print, and of lists to read on the screen."""
LINK_COLOUR = "1F4E9E"
_LETTERS_PER_DIGIT = 1.25  # letters of running text that fit into the width of one digit
_FONT_SIZE = 11  # of the digits in which Excel measures column widths
_LINE_HEIGHT = 1.3  # times the font size


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a cell that wraps it.

    Args:
        text: on one line.
        width: of the cell, in digits of the default font.
        size: of the text's font, in points.
    """
    letters = max(int(width * _FONT_SIZE / size * _LETTERS_PER_DIGIT), 1)
    return 1 if len(text) <= letters else len(wrap(text, letters)) or 1


def width_of(text: str, size: float) -> float:
    """The width of a text on one line, in digits of the default font."""
    return len(text) / _LETTERS_PER_DIGIT * size / _FONT_SIZE


def height_of(lines: int, size: float) -> float:
    """The height of a row of so many lines, in points."""
    return lines * size * _LINE_HEIGHT + 2
