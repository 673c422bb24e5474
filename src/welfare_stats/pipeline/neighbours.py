"""Which files of a period have the same large numbers: found in memory, for a whole run.

A file is compared number by number only with those few that share enough large numbers with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from welfare_stats.collect.observations import Observation
from welfare_stats.design.forms import Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Register
from welfare_stats.validate.checks.repeats import FEWEST_LARGE, LARGE_NUMBER
from welfare_stats.validate.verdict import Assessment

_Number = tuple[str, str, str, str, float]


class Neighbours:
    """The large numbers of all files of the periods that were asked for."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._of_periods: dict[ReportingPeriod, dict[_Number, set[int]]] = {}

    def alike(self, period: ReportingPeriod, own: Iterable[Observation]) -> list[int]:
        """The receipts of the period that share the most large numbers with a file.

        They may have been replaced since, and be of the same unit.
        """
        numbers = self._of(period)
        shared: Counter[int] = Counter()
        telling: set[int] = set()
        for number in (_number(o) for o in own if o.value >= LARGE_NUMBER):
            receipts = numbers.get(number, ())
            shared.update(receipts)
            if number[1] == Measure.AMOUNT:
                telling.update(receipts)
        return [
            receipt
            for receipt, count in shared.most_common()
            if count >= FEWEST_LARGE or receipt in telling
        ]

    def take(self, receipt: int, judged: Assessment) -> None:
        """Remember a file of this run; one that was returned has no numbers."""
        if judged.period in self._of_periods and not judged.is_estimate:
            _add(self._of_periods[judged.period], receipt, judged.observations)

    def _of(self, period: ReportingPeriod) -> dict[_Number, set[int]]:
        if period not in self._of_periods:
            numbers: dict[_Number, set[int]] = defaultdict(set)
            for receipt, own in self._register.large_figures(period, LARGE_NUMBER).items():
                _add(numbers, receipt, own)
            self._of_periods[period] = numbers
        return self._of_periods[period]


def _add(numbers: dict[_Number, set[int]], receipt: int, own: Iterable[Observation]) -> None:
    for observation in own:
        if observation.value >= LARGE_NUMBER:
            numbers[_number(observation)].add(receipt)


def _number(observation: Observation) -> _Number:
    """What a number is of, whatever the facility, and the number."""
    return (
        observation.case_type,
        observation.measure,
        observation.breakdown,
        observation.form,
        observation.value,
    )
