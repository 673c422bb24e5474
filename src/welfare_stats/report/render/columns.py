"""How wide the columns of a table want to be, in characters."""

from welfare_stats.report.model import Table
from welfare_stats.report.render.exhibits import is_figure
from welfare_stats.report.render.text import clean

_PADDING = 2
_LONGEST_WORD = 24  # longer ones are file names; they may break
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
            low + (high - low) * spare / longing
            for low, high in zip(least, wished, strict=True)
        ]
    scale = room / sum(widths)
    return [width * scale for width in widths]


def natural_widths(table: Table) -> list[float]:
    """Widths where there is room enough."""
    return [
        _wished(table, index, _least(table, index)) for index in range(len(table.columns))
    ]


def _texts(table: Table, index: int) -> list[str]:
    return [clean(str(row.cells[index])) for row in table.rows if not is_figure(row.cells[index])]


def _figures(table: Table, index: int) -> list[str]:
    return [str(row.cells[index]) for row in table.rows if is_figure(row.cells[index])]


def _least(table: Table, index: int) -> float:
    words = [
        word for text in (table.columns[index], *_texts(table, index)) for word in text.split()
    ]
    longest = max((min(len(word), _LONGEST_WORD) for word in words), default=1)
    return max(longest, *(len(figure) for figure in _figures(table, index)), 1) + _PADDING


def _wished(table: Table, index: int, least: float) -> float:
    longest = max((len(text) for text in _texts(table, index)), default=0)
    return max(least, min(longest, _COMFORTABLE_TEXT) + _PADDING)
