"""Any own layout is read as it was written, or it is returned: never a wrong or missing number."""

from collections.abc import Iterator
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter, range_boundaries

from formats import as_xlsx
from own_layouts_at_random import Made, Number, Places, made
from seeds import catalogue
from welfare_stats.findings import Severity
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Assessment


def places(sheet: str, cells: str) -> Iterator[tuple[str, str]]:
    """The single cells of "C8", of "C8:C22" and of "Xã A!C8; Xã B!C8"."""
    for part in cells.split("; "):
        named, _, run = part.rpartition("!")
        left, top, right, bottom = range_boundaries(run)
        for row in range(top or 0, (bottom or 0) + 1):
            for column in range(left or 0, (right or 0) + 1):
                yield named.strip("'") or sheet, f"{get_column_letter(column)}{row}"


def read(assessment: Assessment) -> dict[Number, tuple[float, Places]]:
    return {
        found.number: (found.value, frozenset(places(found.sheet, found.cells)))
        for found in assessment.observations
    }


def judged(workbook: Made) -> Assessment:
    return assess(as_xlsx(workbook.sheets, workbook.looks), "data/raw/2018/biểu.xlsx", catalogue())


def is_returned(assessment: Assessment) -> bool:
    return any(found.severity is Severity.ERROR for found in assessment.findings)


@given(st.randoms(use_true_random=False))
def test_an_own_layout_is_read_as_it_was_written_or_returned(random: Random) -> None:
    workbook = made(random)
    assessment = judged(workbook)
    if not is_returned(assessment):
        assert (assessment.unit, assessment.period) == (workbook.unit, workbook.period)
        assert read(assessment) == workbook.wanted
