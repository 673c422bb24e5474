"""How wide the columns of a table want to be, in characters."""

from welfare_stats.report.model import Table
from welfare_stats.report.render.exhibits import is_figure
from welfare_stats.vietnamese import clean

_PADDING = 3
_NARROWEST = 3
_SHORT_HEAD = 8
_SHORT_TEXT = 14
_LONGEST_WORD = 24  # longer ones are file names; they may break
_COMFORTABLE_HEAD = 9
_HEAD_LINES = 3
_COMFORTABLE_TEXT = 44


def column_widths(table: Table, room: float) -> list[float]:
    """Widths that fill ``room``: no word breaks, and what is left goes to columns of text."""
    least = [_least(table, index) for index in range(len(table.columns))]
    wished = [_wished(table, index, width) for index, width in enumerate(least)]
    spare = max(room - sum(least), 0)
    longing = sum(wished) - sum(least)
    if longing <= spare:
        widths = wished
    else:
        widths = [
            low + (high - low) * spare / longing for low, high in zip(least, wished, strict=True)
        ]
    scale = room / sum(widths)
    return [width * scale for width in widths]


def least_width(table: Table) -> float:
    """The room below which words would break."""
    return sum(_least(table, index) for index in range(len(table.columns)))


def _texts(table: Table, index: int) -> list[str]:
    return [clean(str(row.cells[index])) for row in table.rows if not is_figure(row.cells[index])]


def _figures(table: Table, index: int) -> list[str]:
    return [str(row.cells[index]) for row in table.rows if is_figure(row.cells[index])]


def _least(table: Table, index: int) -> float:
    texts = [_unbroken(text, _SHORT_TEXT) for text in _texts(table, index)]
    head = _unbroken(table.columns[index], _SHORT_HEAD)
    figures = [len(figure) for figure in _figures(table, index)]
    return max(head, *texts, *figures, _NARROWEST) + _PADDING


def _unbroken(text: str, short: int) -> int:
    """Length of what stays on one line: a short text as it is, otherwise its longest word."""
    if len(text) <= short:
        return len(text)
    return max(min(len(word), _LONGEST_WORD) for word in text.split())


def _wished(table: Table, index: int, least: float) -> float:
    longest = max((len(text) for text in _texts(table, index)), default=0)
    head = len(table.columns[index])
    head = min(head, max(head // _HEAD_LINES + 1, _COMFORTABLE_HEAD))
    return max(least, head + _PADDING, min(longest, _COMFORTABLE_TEXT) + _PADDING)
