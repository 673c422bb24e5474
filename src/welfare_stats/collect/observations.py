"""One number with its dimensions and its cell."""

from typing import TYPE_CHECKING, NamedTuple

from welfare_stats.findings import CellRef

if TYPE_CHECKING:  # the register has observations, and no need of what reads them from files
    from welfare_stats.collect.submission import Submission

Scope = tuple[str, str]
"""What a submission is the whole statement of: a form, and a facility ("" where it has none)."""


class Observation(NamedTuple):
    """One number that a submission states. A blank cell is none: it is not 0.

    Attributes:
        form, facility: of which scope it is; facility is "" on forms that know no facilities.
        case_type, measure, breakdown: codes, of ``Measure`` and ``Breakdown`` their values.
        value: in the case type's unit; amounts in nghìn đồng.
        note: what the sender wrote beside it; of a counted one, how many cases it is without.
        sheet, cells: where it stands: an A1 address, or the runs of cells that were counted.
    """

    form: str
    facility: str
    case_type: str
    measure: str
    breakdown: str
    value: float
    note: str
    sheet: str
    cells: str

    @property
    def scope(self) -> Scope:
        """Form and facility."""
        return self.form, self.facility

    @property
    def number(self) -> tuple[str, str, str, str, str]:
        """What it is of: form, facility, case type, measure and breakdown."""
        return self.form, self.facility, self.case_type, self.measure, self.breakdown

    @property
    def cell(self) -> CellRef:
        """The cell, or the first of the cells that were counted."""
        return CellRef.parse(self.sheet, self.cells)


def observations_of(submission: "Submission") -> tuple[Observation, ...]:
    """The numbers of a submission that could be read, typed or counted."""
    return tuple(
        Observation(
            figure.form,
            figure.key.facility,
            figure.key.case_type,
            figure.key.measure.value,
            figure.key.breakdown.value,
            figure.value,
            figure.note,
            figure.place.sheet,
            figure.cells,
        )
        for figure in (*submission.typed, *submission.listed)
        if figure.value is not None
    )
