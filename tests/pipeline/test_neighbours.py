"""That no file is passed over of which the figures were sent again."""

from random import Random
from typing import cast

import pytest

from welfare_stats.collect.observations import Observation
from welfare_stats.period import ReportingPeriod, calendar_year
from welfare_stats.pipeline.neighbours import Neighbours
from welfare_stats.register import Register
from welfare_stats.validate.checks.repeats import figures_are_their_own
from welfare_stats.validate.reference import NeighbourFigures

PERIOD = calendar_year(2018)
FORMS = {"HX-01": ("closing", "female"), "HX-02": ("total", "amount")}


class _Kept:
    """Stands for a register with these files."""

    def __init__(self, files: dict[int, list[Observation]]) -> None:
        self.files = files

    def large_figures(self, _: ReportingPeriod, least: float) -> dict[int, list[Observation]]:
        return {n: [o for o in own if o.value >= least] for n, own in self.files.items()}


def _file(random: Random) -> list[Observation]:
    most = random.choice([30, 130, 130, 5000])
    return [
        _observation(form, facility, row, measure, random.randrange(most))
        for form, measures in FORMS.items()
        for facility in random.choice([("",), ("1", "2")])
        for row in range(random.choice([2, 6, 12]))
        for measure in measures
    ]


def _observation(form: str, facility: str, row: int, measure: str, number: int) -> Observation:
    value = number * 270 if measure == "amount" else number
    return Observation(form, facility, f"c{row}", measure, "all", value, "", form, "A1")


def _nearly(own: list[Observation], random: Random) -> list[Observation]:
    """The figures of a file with some of them changed, in one form or in all."""
    forms = random.choice([["HX-01"], ["HX-02"], ["HX-01", "HX-02"]])
    share = random.choice([0, 0.05, 0.1, 0.15])
    return [
        o
        if o.form in forms and random.random() >= share
        else o._replace(value=random.randrange(30, 300))
        for o in own
    ]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_found_among_those_that_are_alike_is_what_is_found_among_all(seed: int) -> None:
    random = Random(seed)
    files = {number: _file(random) for number in range(1, 40)}
    files[40] = _nearly(files[random.randrange(1, 40)], random)
    own = _nearly(files[40], random)
    neighbours = Neighbours(cast("Register", _Kept(files)))

    def found_among(numbers: list[int]) -> list[str]:
        others = [NeighbourFigures("170", f"{n}.xlsx", files[n]) for n in numbers]
        return [finding.message for finding in figures_are_their_own(own, [], others)]

    alike = neighbours.alike(PERIOD, own)
    assert found_among(alike) == found_among(list(files))
    assert len(alike) <= 5  # of all the others a few by chance
