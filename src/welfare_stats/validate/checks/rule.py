"""An edit rule: numbers that must agree, whatever they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from welfare_stats.findings import CellRef


class RuleKind(Enum):
    """How the numbers of a rule belong together."""

    MOVEMENT = auto()  # opening + increase − decrease = closing
    LIST = auto()  # a typed number and what a list of cases counts
    PART = auto()  # a "trong đó" column is not above its whole
    SUBSET = auto()  # a case type is not above the one of which it is a subset
    SUM = auto()  # a case type is the sum of its parts
    TOTAL = auto()  # a typed total row is the sum of rows
    ACROSS = auto()  # the whole unit's number is the sum of those of its parts, such as communes


INCLUSIONS = (RuleKind.PART, RuleKind.SUBSET)
"""Rules that one number is not above another."""


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Cells that are added (+1) or taken away (−1), and what they come to in the file.

    A total may take away thousands of cells. Those are not written out in ``signs``: ``column``
    names them by sheet, column and rows.
    """

    signs: Mapping[CellRef, int]
    value: float
    column: tuple[str, int, frozenset[int]] | None = None

    def sign(self, cell: CellRef) -> int:
        """+1, −1, or 0 for a cell that is not among them."""
        if self.column is not None:
            sheet, column, rows = self.column
            if (cell.sheet, cell.column) == (sheet, column) and cell.row in rows:
                return -1
        return self.signs.get(cell, 0)


@dataclass(frozen=True, slots=True, eq=False)
class EditRule:
    """A constraint among numbers: the terms come to something between ``low`` and ``high``.

    Attributes:
        kind: what kind of constraint it is.
        place: the cell at which it is reported where no cell is more likely wrong than another.
        options: the terms. There are several where a total may be the sum of these rows or of
            those; then the rule holds if one of them does.
        low, high: the bounds, both included.
        total: the cell that would hold the formula, where the rule is that of a sum.
    """

    kind: RuleKind
    place: CellRef
    options: Sequence[Terms]
    low: float
    high: float
    total: CellRef | None = None

    def holds(self, changes: Mapping[CellRef, float] = {}) -> bool:
        """Whether the numbers of the file agree, once each of these cells is changed by so much."""
        values = (
            terms.value + sum(terms.sign(cell) * by for cell, by in changes.items())
            for terms in self.options
        )
        return any(self.low <= value <= self.high for value in values)

    def holding(self) -> list[int]:
        """The places of the options that hold with the numbers of the file."""
        return [n for n, terms in enumerate(self.options) if self.low <= terms.value <= self.high]

    def sign(self, cell: CellRef) -> int:
        """The cell's sign in the first of the options that has it, or 0."""
        return next((sign for terms in self.options if (sign := terms.sign(cell))), 0)

    def cells(self) -> set[CellRef]:
        """The cells of the rule, without those that only a ``column`` names."""
        return {cell for terms in self.options for cell in terms.signs}


def edit_rule(
    kind: RuleKind,
    place: CellRef,
    signs: Mapping[CellRef, int],
    values: Mapping[CellRef, float],
    bounds: tuple[float, float] = (0, 0),
    total: CellRef | None = None,
) -> EditRule:
    """The rule that these cells, with what they hold, come to something between the bounds."""
    value = sum(sign * values[cell] for cell, sign in signs.items())
    return EditRule(kind, place, [Terms(signs, value)], *bounds, total)
