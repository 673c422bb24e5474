"""What is said of a number when somebody asks where it comes from; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from welfare_stats.analyse.totals import Source

if TYPE_CHECKING:
    from welfare_stats.report.model import Origin

MOST_SOURCES = 20
"""Up to so many cells of a number are listed in a file; for more there is ``explain``."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a number comes from.

    Attributes:
        what: what it says: "Người cao tuổi (nữ)".
        whose: the short name of the unit that it is of; "" of the whole province.
        number: the number as it is printed; "" where there is none.
        measured_in: its unit of measure.
        remarks: what it is without, and why it is not known; whole sentences.
        sources: the cells that it is the sum of, or the first of them.
        rest: how many more there are.
        value: the sum of all of them.
        below: what is said after them: how they were added up, and what the number is part of.
        command: what to type to be told the same; "" where no command tells exactly this.
    """

    what: str
    whose: str
    number: str
    measured_in: str
    remarks: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    below: tuple[str, ...] = ()
    command: str = ""
    rest: int = 0
    value: float = 0.0

    @property
    def heading(self) -> str:
        """What it is, with its value: "Người cao tuổi (nữ), Võ Nhai: 1.200 người"."""
        name = f"{self.what}, {self.whose}" if self.whose else self.what
        value = f"{self.number} {self.measured_in}" if self.number else "chưa có số liệu"
        return f"{name}: {value}"


@dataclass(frozen=True, slots=True)
class Explanations:
    """Where the numbers of a report come from.

    Attributes:
        of: the explanation of each number, and of each sum of several.
        units: short names of units, by code.
        case_types: labels of case types, by code.
        withheld: the case types whose numbers of single units are shown nowhere.
    """

    of: Mapping[tuple["Origin", ...], Explanation]
    units: Mapping[str, str] = field(default_factory=dict)
    case_types: Mapping[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
