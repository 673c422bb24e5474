"""Which files of a period have the same large numbers: found in memory, for a whole run.

The figures of a file are read from the register, and compared number by number, only where its
large numbers alone leave it possible that nearly all figures of a form are the same. To find those
files not even all large numbers are looked up: if of a form so many figures may be others, then a
few more than that, the rarest, cannot all be others. So what a file costs hardly grows with the
number of files that came before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from welfare_stats.collect.observations import Observation
from welfare_stats.design.forms import Measure
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Register
from welfare_stats.validate.checks.repeats import (
    FEWEST_FIGURES,
    FEWEST_LARGE,
    LARGE_NUMBER,
    fewest_alike,
)
from welfare_stats.validate.verdict import Assessment

_Number = tuple[str, str, str, str, float]
_Receipts = Mapping[_Number, set[int]]


class Neighbours:
    """The large numbers of all files of the periods that were asked for."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._of_periods: dict[ReportingPeriod, dict[_Number, set[int]]] = {}

    def alike(self, period: ReportingPeriod, own: Iterable[Observation]) -> list[int]:
        """The receipts of the period that may have nearly all figures of one of a file's forms.

        Those that share the most large numbers with it come first. They may have been replaced
        since, and be of the same unit.
        """
        receipts = self._of(period)
        forms = _forms_of(own)
        large = [number for form in forms for number in form.large]
        shared = {
            candidate: _shared(large, candidate, receipts)
            for candidate in sorted(set(_candidates(forms, large, receipts)))
            if any(form.may_be_in(candidate, receipts) for form in forms)
        }
        telling = set().union(*(receipts.get(n, ()) for n in large if n[1] == Measure.AMOUNT))
        return [
            candidate
            for candidate in sorted(shared, key=shared.__getitem__, reverse=True)
            if shared[candidate] >= FEWEST_LARGE or candidate in telling
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


@dataclass(frozen=True, slots=True)
class _Form:
    """The figures of one form in a file.

    Attributes:
        large: its large numbers.
        fewest: how many of them at least are the same in a file that has nearly all its figures.
        tells: whether its figures can be those of another file, and not by chance.
    """

    large: Sequence[_Number]
    fewest: int
    tells: bool

    def may_be_in(self, receipt: int, receipts: _Receipts) -> bool:
        """Whether a file may have nearly all figures of the form, going by the large numbers."""
        return self.tells and _shared(self.large, receipt, receipts) >= self.fewest


def _forms_of(own: Iterable[Observation]) -> list[_Form]:
    by_form: dict[str, list[Observation]] = defaultdict(list)
    for observation in own:
        if observation.value:
            by_form[observation.form].append(observation)
    return [_form_of(figures) for figures in by_form.values()]


def _form_of(figures: Sequence[Observation]) -> _Form:
    large = [_number(observation) for observation in figures if observation.value >= LARGE_NUMBER]
    may_tell = len(large) >= FEWEST_LARGE or any(o.measure == Measure.AMOUNT for o in figures)
    may_differ = len(figures) - fewest_alike(len(figures))
    return _Form(large, len(large) - may_differ, may_tell and len(figures) >= FEWEST_FIGURES)


def _candidates(
    forms: Iterable[_Form], large: Sequence[_Number], receipts: _Receipts
) -> Iterator[int]:
    """Every receipt in which one of the forms may be, and a few others."""
    for form in forms:
        if form.tells and form.fewest <= 0:  # it is of small numbers, whatever is in the others
            yield from set().union(*(receipts.get(number, ()) for number in large))
        elif form.tells:
            fewest = min(form.fewest, FEWEST_LARGE)
            rarest = sorted(form.large, key=lambda number: len(receipts.get(number, ())))
            looked_up = rarest[: len(form.large) - form.fewest + fewest]
            shared: Counter[int] = Counter()
            for number in looked_up:
                shared.update(receipts.get(number, ()))
            yield from (receipt for receipt, count in shared.items() if count >= fewest)


def _shared(numbers: Iterable[_Number], receipt: int, receipts: _Receipts) -> int:
    return sum(receipt in receipts.get(number, ()) for number in numbers)


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
