"""Numbers typed as text: which cells they are in, and the remark on how each was read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from welfare_stats.design.forms import Column, Form
from welfare_stats.design.forms.cells import without_dust
from welfare_stats.findings import CellRef, CellValue, Finding, kinds
from welfare_stats.vietnamese import format_number, parse_number

RawRow = dict[str, CellValue]
"""The cells of a row by field; blank cells are left out, refused ones are ``None``."""


def number_texts(form: Form, raw_rows: Sequence[RawRow]) -> frozenset[tuple[int, str]]:
    """The cells, by index of the row and field, that hold a number typed as text."""
    return frozenset(
        (index, name)
        for index, raw_row in enumerate(raw_rows)
        for name in form.numbers
        if isinstance(raw_row.get(name), str)
    )


def about_number_text(cell: CellRef, value: str, column: Column) -> Iterator[Finding]:
    """The remark on how a number typed as text was read, if it was."""
    try:
        exact, words = parse_number(value, whole=True)
    except ValueError:
        return
    number = Decimal(str(without_dust(float(exact))))
    blanks: dict[str, Any] = {
        "heading": column.heading,
        "number": format_number(number),
        "plain": f"{number.normalize():f}".replace(".", ","),
    }
    kind = kinds.UNIT_IN_NUMBER if words else kinds.NUMBER_AS_TEXT
    yield kind.at(cell, value, **blanks)
