"""Numbers typed as "26.850" into a program for which the dot is the decimal sign: 26,85 is kept.

In a count such a number has a fraction, which is an error of its own, but "1.000" becomes a clean
1. In an amount even the fraction may be right. So an amount is doubted that

* is below 1.000 and has exactly three decimals, to which nobody reckons money in thousands;
* is below 1.000 and has a fraction, and is less for each person than any allowance of a month;

but not in a column whose larger amounts have three decimals too: there they are meant.

A row is doubted whose amount for each person is off from that of the other rows by about 1.000: as
all groups get allowances of the same kind, either the amount or the count has lost three digits.
Sums are not doubted, because they shrink with their parts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose
from statistics import median

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.forms import Breakdown, Measure
from welfare_stats.findings import Finding, kinds
from welfare_stats.vietnamese import format_number

_THOUSAND = 1000
_LEAST_FOR_A_PERSON = 50  # nghìn đồng; no allowance of a month was ever as small
_LEAST_OF_ANY_HELP = 10
_OFF = 100  # times as much, or as little, as in other rows: no group gets so much more
_FEWEST_OTHERS = 3


def lost_digits(submission: Submission) -> Iterator[Finding]:
    """Ask, once a column, about amounts that may have lost three digits to a dot.

    Amounts that were typed in another unit have decimals since they were converted.
    """
    for column in _columns(submission):
        doubtful = column.with_lost_digits() if column.table.amount_unit == 1 else []
        if doubtful:
            yield _about_amounts(column, doubtful)


def rows_apart(submission: Submission) -> Iterator[Finding]:
    """Ask about rows whose amount for each person is off from that of the others by about 1.000."""
    for column in _columns(submission):
        yield from _about_rows(column)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of amounts with that of how many got them.

    Attributes:
        rows: the indexes of the rows with an amount that are no sums.
        is_of_many_kinds: whether each row is another kind of help, so that amounts for each cannot
            be compared; on a form of movements all are monthly allowances.
    """

    table: FormTable
    amount: str
    number: str
    rows: Sequence[int]
    is_of_many_kinds: bool

    def amount_of(self, index: int) -> float:
        return getattr(self.table.rows[index], self.amount) or 0

    def for_a_person(self, index: int) -> float | None:
        """The amount for each person; ``None`` where one of the two numbers is 0 or unknown."""
        amount, number = self.amount_of(index), getattr(self.table.rows[index], self.number)
        return amount / number if amount and number else None

    def with_lost_digits(self) -> list[int]:
        """The rows whose amount is probably a thousandth of what was typed."""
        typed = [i for i in self.rows if (i, self.amount) not in self.table.texts]
        small = [i for i in typed if _decimals(self.amount_of(i)) and self.amount_of(i) < _THOUSAND]
        reckons_so = any(
            _decimals(self.amount_of(i)) == _PLACES for i in typed if self.amount_of(i) >= _THOUSAND
        )
        exact = [i for i in small if _decimals(self.amount_of(i)) == _PLACES]
        if reckons_so:  # perhaps in millions, which is another question
            return []
        if exact:
            return small
        ratios = ((i, self.for_a_person(i)) for i in small)
        least = _LEAST_OF_ANY_HELP if self.is_of_many_kinds else _LEAST_FOR_A_PERSON
        return [i for i, ratio in ratios if ratio is not None and ratio < least]


def _columns(submission: Submission) -> Iterator[_Column]:
    tables = [(t, amount) for t in submission.tables if (amount := _field(t, Measure.AMOUNT))]
    if not tables:
        return
    sums = {(id(found.whole[0]), found.whole[1]) for found in submission.case_type_sums}
    for table, amount in tables:
        every = range(len(table.rows))
        filled = [index for index in every if getattr(table.rows[index], amount)]
        rows = [index for index in filled if (id(table), index) not in sums] or filled
        number = table.form.headline
        if number is not None and number in table.columns:
            is_movement = table.form.numbers[number].measure is Measure.CLOSING
            yield _Column(table, amount, number, rows, is_of_many_kinds=not is_movement)


_PLACES = 3
_MANY_PLACES = 9


def _decimals(number: float) -> int:
    """How many decimals a number has, up to three; 9 if it has more.

    >>> [_decimals(number) for number in (900.0, 97.2, 407.808, 1 / 3)]
    [0, 1, 3, 9]
    """
    for places in range(_PLACES + 1):
        if isclose(number, round(number, places), rel_tol=1e-14):
            return places
    return _MANY_PLACES


def _about_amounts(column: _Column, doubtful: Sequence[int]) -> Finding:
    first = next((i for i in doubtful if _decimals(column.amount_of(i)) == _PLACES), doubtful[0])
    value = column.amount_of(first)
    others = len(doubtful) - 1
    return kinds.DOT_AS_DECIMAL.at(
        column.table.cell(first, column.amount),
        value,
        heading=column.table.form.columns[column.amount].heading,
        meant=format_number(round(value * _THOUSAND)),
        plain=f"{value * _THOUSAND:.0f}",
        others=f" (cột này có {others} ô khác cũng vậy)" if others else "",
    )


def _about_rows(column: _Column) -> Iterator[Finding]:
    """Ask about the first row with too little money for each person, and that with too much."""
    if column.is_of_many_kinds:
        return
    ratios = {i: ratio for i in column.rows if (ratio := column.for_a_person(i)) is not None}
    asked: set[str] = set()
    for index, ratio in ratios.items():
        others = [other for i, other in ratios.items() if i != index]
        if len(others) < _FEWEST_OTHERS:
            return
        usual = median(others)
        if usual / _OFF < ratio < usual * _OFF:
            continue
        name = column.amount if ratio < usual else column.number
        if name not in asked:
            asked.add(name)
            yield kinds.THOUSANDTH.at(
                column.table.cell(index, name),
                getattr(column.table.rows[index], name),
                heading=column.table.form.columns[name].heading,
                ratio=format_number(float(f"{ratio:.3g}")),
                usual=format_number(float(f"{usual:.3g}")),
            )


def _field(table: FormTable, measure: Measure) -> str | None:
    return next(
        (
            name
            for name, column in table.form.numbers.items()
            if column.measure is measure
            and column.breakdown is Breakdown.ALL
            and name in table.columns
        ),
        None,
    )
