"""Formulas of the binary formats (.xls, .xlsb) as text, as far as they are simple.

A formula is stored as a sequence of tokens, operands before their operator ([MS-XLS] 2.5.198,
[MS-XLSB] 2.5.97). The two formats have the same tokens, in other sizes.

>>> d7_minus_5 = bytes.fromhex("44 0600 03c0 1e 0500 04")
>>> formula_text(d7_minus_5, BIFF8, (0, 0), [])
'D7-5'
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from welfare_stats.collect.reading.sheet import LINK, Address
from welfare_stats.findings.addresses import a1

_NUMBER, _WHOLE_NUMBER, _TEXT, _MISSING, _BRACKETS, _ATTRIBUTE = (
    0x1F, 0x1E, 0x17, 0x16, 0x15, 0x19,
)  # fmt: skip
_OPERATORS = {0x03: "+", 0x04: "-", 0x05: "*", 0x06: "/", 0x0B: "="}
_SIGNS = {0x12: "+", 0x13: "-"}
_FUNCTION, _REF, _AREA, _RELATIVE_REF, _RELATIVE_AREA, _REF_3D, _AREA_3D = (
    0x22, 0x24, 0x25, 0x2C, 0x2D, 0x3A, 0x3B,
)  # fmt: skip
_FUNCTIONS = {0: "COUNT", 1: "IF", 4: "SUM"}
_CHOOSE, _SUM_OF_ONE = 0x04, 0x10  # kinds of attributes
_ROW_MOVES, _COLUMN_MOVES = 0x8000, 0x4000
_LAST_COLUMN_BITS = 0x3FFF


@dataclass(frozen=True, slots=True)
class Sizes:
    """How a format stores a row (by the letter that ``struct`` has for it), and its extents."""

    row: str
    rows: int
    columns: int


BIFF8 = Sizes("H", 1 << 16, 1 << 8)
BIFF12 = Sizes("I", 1 << 20, 1 << 14)


class _NotSimpleError(Exception):
    """There is a token that simple formulas do not have."""


def formula_text(
    tokens: bytes, sizes: Sizes, cell: Address, sheets: Sequence[str | None]
) -> str | None:
    """The formula as Excel shows it; ``None`` if it is not simple and has no link.

    Args:
        tokens: the formula.
        sizes: those of the format.
        cell: the cell that it is for, from which relative addresses count.
        sheets: the sheets that references to sheets name by number, ``None`` those of other
            workbooks.
    """
    reader = _Reader(tokens, sizes, cell, sheets)
    try:
        return reader.text()
    except (_NotSimpleError, LookupError, ValueError, struct.error):
        return LINK if reader.has_link else None


@dataclass
class _Reader:
    tokens: bytes
    sizes: Sizes
    cell: Address
    sheets: Sequence[str | None]
    at: int = 0
    has_link: bool = False

    def text(self) -> str:
        stack: list[str] = []
        while self.at < len(self.tokens):
            token = self._take("B")
            self._apply(token if token < 0x20 else token & 0x1F | 0x20, stack)  # noqa: PLR2004
        [whole] = stack
        return whole

    def _take(self, what: str) -> int:
        value = struct.unpack_from(f"<{what}", self.tokens, self.at)[0]
        self.at += struct.calcsize(f"<{what}")
        return value  # type: ignore[no-any-return]

    def _apply(self, token: int, stack: list[str]) -> None:
        if token in _OPERATORS:
            right, left = stack.pop(), stack.pop()
            stack.append(f"{left}{_OPERATORS[token]}{right}")
        elif token in _SIGNS:
            stack.append(f"{_SIGNS[token]}{stack.pop()}")
        elif token == _BRACKETS:
            stack.append(f"({stack.pop()})")
        elif token == _ATTRIBUTE:
            self._apply_attribute(stack)
        elif token == _FUNCTION:
            count = self._take("B") & 0x7F
            name = _FUNCTIONS.get(number := self._take("H"), f"F{number}")
            arguments = [stack.pop() for _ in range(count)]
            stack.append(f"{name}({','.join(reversed(arguments))})")
        else:
            stack.append(self._operand(token))

    def _apply_attribute(self, stack: list[str]) -> None:
        """Spaces and jumps change nothing; one attribute is a sum of one argument."""
        kind = self._take("B")
        self._take("H")
        if kind & _CHOOSE:
            raise _NotSimpleError
        if kind & _SUM_OF_ONE:
            stack.append(f"SUM({stack.pop()})")

    def _operand(self, token: int) -> str:
        if token == _WHOLE_NUMBER:
            return str(self._take("H"))
        if token == _NUMBER:
            return f"{self._take('d'):.15g}"
        if token == _MISSING:
            return ""
        if token == _TEXT:
            return self._empty_text()
        if token in (_REF_3D, _AREA_3D):
            return self._on_sheet(1 if token == _REF_3D else 2)
        if token in (_REF, _AREA, _RELATIVE_REF, _RELATIVE_AREA):
            is_relative = token in (_RELATIVE_REF, _RELATIVE_AREA)
            return self._addresses(
                1 if token in (_REF, _RELATIVE_REF) else 2, is_relative=is_relative
            )
        raise _NotSimpleError

    def _empty_text(self) -> str:
        if self.sizes is BIFF8:
            length = self._take("B")
            self._take("B")
        else:
            length = self._take("H")
        if length:
            raise _NotSimpleError
        return '""'

    def _addresses(self, count: int, *, is_relative: bool = False) -> str:
        rows = [self._take(self.sizes.row) for _ in range(count)]
        columns = [self._take("H") for _ in range(count)]
        cells = [
            self._address(row, bits, is_relative=is_relative)
            for row, bits in zip(rows, columns, strict=True)
        ]
        return ":".join(cells)

    def _address(self, row: int, bits: int, *, is_relative: bool) -> str:
        column = bits & _LAST_COLUMN_BITS
        if is_relative and bits & _ROW_MOVES:
            row += self.cell[0]
        if is_relative and bits & _COLUMN_MOVES:
            column += self.cell[1]
        return a1(row % self.sizes.rows, column % self.sizes.columns)

    def _on_sheet(self, count: int) -> str:
        sheet = self.sheets[self._take("H")]
        cells = self._addresses(count)
        if sheet is None:
            self.has_link = True
            return LINK
        return "'{}'!{}".format(sheet.replace("'", "''"), cells)
