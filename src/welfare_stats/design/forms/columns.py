"""What a column of a form is: the one place where its heading and guidance are said."""

from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """Which number of a case type a column asks for."""

    TOTAL = "total"
    OPENING = "opening"
    INCREASE = "increase"
    DECREASE = "decrease"
    CLOSING = "closing"
    AMOUNT = "amount"  # nghìn đồng


class Breakdown(StrEnum):
    """Part of the people counted ("trong đó"); ``ALL`` is everybody."""

    ALL = "all"
    FEMALE = "female"
    CHILD = "child"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    ETHNIC_MINORITY = "ethnic_minority"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the sender sees it.

    ``also`` holds other accepted headings. A column that ``may_be_absent`` only repeats what a
    code says, or is a convenience. What stands in a ``personal`` column is never kept or shown.
    Columns with a ``measure`` hold the numbers; one with a ``breakdown`` is part of the column
    of the same measure without one.
    """

    heading: str
    also: tuple[str, ...] = ()
    group: str = ""
    guidance: str = ""
    may_be_absent: bool = False
    personal: bool = False
    measure: Measure | None = None
    breakdown: Breakdown = Breakdown.ALL

    @property
    def headings(self) -> tuple[str, ...]:
        """Every text that may stand over the column, the proper one first."""
        return (self.heading, *self.also)
