"""A number in a form, and where it comes from."""

from typing import NamedTuple

from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import CellRef


class FigureKey(NamedTuple):
    """What a figure is about; ``facility`` is "" on forms without facilities."""

    facility: str
    case_type: str
    measure: Measure
    breakdown: Breakdown


class Figure(NamedTuple):
    """A number in a form, and where it comes from.

    Attributes:
        form: the code of the form.
        key: what the number is about.
        value: ``None`` where the cell holds something that could not be read as a number.
        place: the cell that findings on the figure point to.
        cells: an A1 address, or the range of cells that was counted.
        note: the note beside the number; of a counted one, how many cases it is without.
    """

    form: str
    key: FigureKey
    value: float | None
    place: CellRef
    cells: str
    note: str = ""
