"""What is said of a number when somebody asks where it comes from; values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from welfare_stats.analyse.totals import Source

if TYPE_CHECKING:
    from welfare_stats.report.model import Origin


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a number comes from.

    Attributes:
        name: what it is of: "Người cao tuổi (nữ), Võ Nhai".
        value: the number with its unit of measure, or that there is none.
        remarks: what it is without, and why it is not known; whole sentences.
        sources: the cells that it is the sum of.
        below: what is said after them: how they were added up, and what the number is part of.
        command: what to type to be told the same; "" where no command tells exactly this.
    """

    name: str
    value: str
    remarks: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    below: tuple[str, ...] = ()
    command: str = ""

    @property
    def heading(self) -> str:
        """The line with name and value."""
        return f"{self.name}: {self.value}"


@dataclass(frozen=True, slots=True)
class Explanations:
    """Where the numbers of a report come from.

    Attributes:
        of: the explanation of each number.
        units: short names of units, by code.
        case_types: labels of case types, by code.
        withheld: the case types whose numbers of single units are shown nowhere.
    """

    of: Mapping["Origin", Explanation]
    units: Mapping[str, str] = field(default_factory=dict)
    case_types: Mapping[str, str] = field(default_factory=dict)
    withheld: frozenset[str] = frozenset()
