"""Shares the width of a page out among the columns of a table; all widths are in characters."""

import re

from welfare_stats.report.model import Table
from welfare_stats.report.render.exhibits import is_figure
from welfare_stats.vietnamese import clean

_PADDING = 3
_NARROWEST = 3
_SHORT_HEAD = 8  # a heading up to this length stays on one line
_SHORT_TEXT = 14  # and so does a text up to this one
_SPAN_OF_DAYS = re.compile(r"[\d/]+ [–-] [\d/]+")
_LONGEST_WORD = 24  # longer ones are file names; they may break
_COMFORTABLE_HEAD = 9
_HEAD_LINES = 3
_COMFORTABLE_TEXT = 44


def column_widths(table: Table, room: float) -> list[float]:
    """Widths of the columns that together fill ``room``.

    Every column gets the width at which no word of it breaks. What is left of the room goes to
    columns of longer texts, until they are comfortable to read:

    >>> from welfare_stats.report.model import Number, TableRow
    >>> row = TableRow(("Huyện Võ Nhai", Number(26850), "Đã đối chiếu với danh sách của các xã"))
    >>> table = Table("", "", "", "", "", ("Đơn vị", "Tổng số", "Ghi chú"), (row,))
    >>> least_width(table)
    36
    >>> column_widths(table, room=36), column_widths(table, room=50)
    ([16.0, 10.0, 10.0], [16.0, 10.0, 24.0])

    Where all columns are comfortable, the rest of the room widens all in proportion. Where there is
    less room than ``least_width``, all are narrowed in proportion.
    """
    least = [_least(table, index) for index in range(len(table.columns))]
    comfortable = [_comfortable(table, index, width) for index, width in enumerate(least)]
    spare = max(room - sum(least), 0)
    missing = sum(comfortable) - sum(least)
    if missing <= spare:
        widths = comfortable
    else:
        widths = [
            low + (high - low) * spare / missing
            for low, high in zip(least, comfortable, strict=True)
        ]
    scale = room / sum(widths)
    return [width * scale for width in widths]


def least_width(table: Table) -> float:
    """The width of a table at which no word breaks."""
    return sum(_least(table, index) for index in range(len(table.columns)))


def _texts(table: Table, index: int) -> list[str]:
    return [clean(str(row.cells[index])) for row in table.rows if not is_figure(row.cells[index])]


def _figures(table: Table, index: int) -> list[str]:
    return [str(row.cells[index]) for row in table.rows if is_figure(row.cells[index])]


def _least(table: Table, index: int) -> float:
    """The width at which no word and no number of the column breaks."""
    texts = [_unbroken(text, _SHORT_TEXT) for text in _texts(table, index)]
    head = _unbroken(table.columns[index], _SHORT_HEAD)
    figures = [len(figure) for figure in _figures(table, index)]
    return max(head, *texts, *figures, _NARROWEST) + _PADDING


def _unbroken(text: str, short: int) -> int:
    """Length of what must stay on one line: all of a short text, the longest word of another."""
    if len(text) <= short or _SPAN_OF_DAYS.fullmatch(text):
        return len(text)
    return max(min(len(word), _LONGEST_WORD) for word in text.split())


def _comfortable(table: Table, index: int, least: float) -> float:
    """The width at which the texts of the column, and its heading in a few lines, read well."""
    longest = max((len(text) for text in _texts(table, index)), default=0)
    head = len(table.columns[index])
    head = min(head, max(head // _HEAD_LINES + 1, _COMFORTABLE_HEAD))
    return max(least, head + _PADDING, min(longest, _COMFORTABLE_TEXT) + _PADDING)
