"""What a column of a form is.

Its ``Column`` is the one place that declares heading, guidance and measure; the blank workbook, the
reading, the checks and the messages all take them from there.
"""

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
    """Which part of the people counted a column asks for ("trong đó"); ``ALL`` is everybody."""

    ALL = "all"
    FEMALE = "female"
    CHILD = "child"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    ETHNIC_MINORITY = "ethnic_minority"
    POOR = "poor"


class Role(StrEnum):
    """What a column of codes or of a case is for; how a form names the field is its own affair."""

    ORDINAL = "ordinal"
    FACILITY = "facility"
    CASE_TYPE = "case_type"
    RECORD = "record"
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    IDENTITY = "identity"
    COMMUNE = "commune"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the sender sees it.

    Attributes:
        heading: the proper heading.
        also: other headings by which the column is recognised.
        group: the heading above several columns, such as "Trong đó".
        guidance: what to fill in, in Vietnamese; shown in the blank workbook and in messages.
        may_be_absent: whether senders may leave the column out, because it only repeats what a
            code means or is a convenience.
        personal: whether it holds data on a person, which are never stored or shown.
        measure: which number it holds; ``None`` for a column that holds no numbers.
        breakdown: of which people. A column with any other than ``ALL`` is part of the column
            with the same measure and ``ALL``.
        role: what it is for, where the program must find it on every form that has it.
    """

    heading: str
    also: tuple[str, ...] = ()
    group: str = ""
    guidance: str = ""
    may_be_absent: bool = False
    personal: bool = False
    measure: Measure | None = None
    breakdown: Breakdown = Breakdown.ALL
    role: Role | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading by which the column is recognised, the proper one first."""
        return (self.heading, *self.also)
