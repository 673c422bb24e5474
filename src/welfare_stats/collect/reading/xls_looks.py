"""What .xls workbooks have that is not seen as it is stored; xlrd exposes all of it."""

from collections.abc import Mapping

import xlrd

from welfare_stats.collect.reading.looks import STRUCK, Look, left_of, look_of
from welfare_stats.collect.reading.sheet import Address

_NO_FILL, _SOLID = 0, 1
LEAST_HEIGHT = 20  # twips: one point
LEAST_WIDTH = 256  # 1/256 of a letter


def looks_of_xls(book: xlrd.Book) -> dict[int, Look]:
    """The looks that are out of the ordinary, by the number of the format of cells."""
    looks = {}
    for number, style in enumerate(book.xf_list):
        font = book.font_list[style.font_index]
        known = book.format_map.get(style.format_key)
        look = look_of(
            is_struck=bool(font.struck_out),
            ink=_colour(book, font.colour_index),
            ground=_ground(book, style.background),
            number_format=known.format_str if known else "General",
        )
        if look is not None:
            looks[number] = look
    return looks


def cells_not_seen_as_stored(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, looks: Mapping[int, Look]
) -> tuple[dict[Address, Look], dict[Address, str]]:
    """The cells of a sheet with one of these looks, and what is left of partly struck texts."""
    found: dict[Address, Look] = {}
    left: dict[Address, str] = {}
    if looks:
        for row in range(sheet.nrows):
            for column, style in enumerate(sheet.row(row)):
                look = looks.get(style.xf_index or 0)
                if look is not None and style.value != "":
                    found[row, column] = look
    if any(font.struck_out for font in book.font_list):
        for (row, column), runs in sheet.rich_text_runlist_map.items():
            text = _left(book, sheet, row, column, runs)
            if text is None:
                continue
            if text:
                left[row, column] = text
                found.pop((row, column), None)
            else:
                found[row, column] = STRUCK
    return found, left


def _left(
    book: xlrd.Book,
    sheet: xlrd.sheet.Sheet,
    row: int,
    column: int,
    runs: list[tuple[int, int]],
) -> str | None:
    """A text without the runs that are struck through; ``None`` if none is."""
    text = str(sheet.cell_value(row, column))
    own = book.xf_list[sheet.cell_xf_index(row, column)].font_index
    starts = [(0, own), *runs]
    ends = [*(start for start, _ in runs), len(text)]
    pieces = [
        (text[start:end], bool(book.font_list[font].struck_out))
        for (start, font), end in zip(starts, ends, strict=True)
    ]
    return left_of(pieces)


def hidden_rows(sheet: xlrd.sheet.Sheet) -> frozenset[int]:
    """The rows that cannot be seen."""
    rows = {
        row
        for row, info in sheet.rowinfo_map.items()
        if info.hidden or (not info.has_default_height and (info.height or 0) < LEAST_HEIGHT)
    }
    if sheet.default_row_hidden:
        rows.update(set(range(sheet.nrows)) - set(sheet.rowinfo_map))
    return frozenset(rows)


def hidden_columns(sheet: xlrd.sheet.Sheet) -> frozenset[int]:
    """The columns that cannot be seen."""
    columns = {
        column
        for column, info in sheet.colinfo_map.items()
        if info.hidden or info.width < LEAST_WIDTH
    }
    if sheet.standardwidth == 0 and sheet.defcolwidth == 0:
        columns.update(set(range(sheet.ncols)) - set(sheet.colinfo_map))
    return frozenset(columns)


def _ground(book: xlrd.Book, background: xlrd.formatting.XFBackground | None) -> str:
    if background is None or background.fill_pattern == _NO_FILL:
        return ""
    if background.fill_pattern != _SOLID:
        return "?"
    return _colour(book, background.pattern_colour_index) or "?"


def _colour(book: xlrd.Book, index: int) -> str:
    """A colour as hexadecimal digits; "" if it is the automatic one."""
    rgb = book.colour_map.get(index)
    return "".join(f"{part:02X}" for part in rgb) if rgb else ""
