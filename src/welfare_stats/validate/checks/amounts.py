"""Checks of amounts: in which unit of money they can be, from what is paid to each person.

A group of 105 children, paid 1.5 to 2.5 times the base rate of 270 a month, costs between 340,200
and 567,000 nghìn đồng in eight months. 340 may be triệu đồng, 340,200,000 đồng.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Per
from welfare_stats.design.forms import Breakdown, FormRow, Measure
from welfare_stats.design.forms.money import money_units, unit_name
from welfare_stats.findings import Finding, kinds
from welfare_stats.validate.checks.decimal_dots import lost_digits, rows_apart
from welfare_stats.vietnamese import fold, format_number

_DAYS_OF_A_MONTH = 365.25 / 12
_SPAN = 5  # provinces may pay more, and not everybody was there all the time
_UNITS = (1e6, 1e3, 1e-3, 1e-6)  # by which the amounts may have been written too small or too large
_COUNTED = (Measure.TOTAL, Measure.OPENING, Measure.CLOSING)


@dataclass(frozen=True, slots=True)
class _Paid:
    """What the amount of a row should be about, in nghìn đồng."""

    least: float
    most: float

    def unit_of(self, amount: float) -> float | None:
        """By what an amount must be multiplied to be possible; ``None`` if it is, or nothing helps.

        >>> _Paid(340_200, 567_000).unit_of(400)
        1000.0
        >>> _Paid(340_200, 567_000).unit_of(90_000)  # paid for a part of the time
        """
        if self._holds(amount):
            return None
        return next((unit for unit in _UNITS if self._holds(amount * unit)), None)

    def _holds(self, amount: float) -> bool:
        return self.least / _SPAN <= amount <= self.most * _SPAN


def amounts_are_likely(submission: Submission) -> Iterator[Finding]:
    """Ask about amounts that are hardly right: of a sheet by the check that explains most.

    Digits that a dot cost explain more than another unit of money, and this more than rows that are
    off from the others, unless there is one such row alone.
    """
    dots = list(lost_digits(submission))
    yield from dots
    asked = {finding.sheet for finding in dots}
    apart = [finding for finding in rows_apart(submission) if finding.sheet not in asked]
    for table in submission.tables:
        units = _units_meant(submission, table) if table.sheet not in asked else {}
        of_one_row = len(units) == 1 and any(finding.sheet == table.sheet for finding in apart)
        if units and not of_one_row:
            asked.add(table.sheet)
            yield _about_unit(submission, table, units)
    yield from (finding for finding in apart if finding.sheet not in asked)


def _units_meant(submission: Submission, table: FormTable) -> dict[int, float]:
    """By the index of the row, the unit of money in which alone its amount makes sense.

    Rows of case types without a coefficient in the catalogue are not looked at.
    """
    units: dict[int, float] = {}
    if "amount" not in table.columns or submission.codes.base_rate is None:
        return units
    for index, row in enumerate(table.rows):
        typed: float | None = getattr(row, "amount", None)
        paid = _paid(submission, table, row) if typed else None
        unit = paid.unit_of(typed) if paid and typed else None
        if unit is not None:
            units[index] = unit
    return units


def _about_unit(submission: Submission, table: FormTable, units: dict[int, float]) -> Finding:
    """One question a table, at the first such amount."""
    index, unit = next(iter(units.items()))
    row = table.rows[index]
    amount: float = getattr(row, "amount", 0)
    people = _people(table, row)
    return kinds.AMOUNT_IN_OTHER_UNIT.at(
        table.cell(index, "amount"),
        amount,
        label=submission.codes.case_types[getattr(row, "case_type", "")].label,
        people=format_number(people),
        each=format_number(round(amount / people, 3)),
        meant=unit_name(unit),
        count=format_number(len(units)),
    )


def _paid(submission: Submission, table: FormTable, row: FormRow) -> _Paid | None:
    """What the people of a row can have been paid in the period; ``None`` where it is not known."""
    codes, code = submission.codes, getattr(row, "case_type", None) or ""
    coefficient, rate = codes.coefficients.get(code), codes.base_rate
    people = _people(table, row)
    if coefficient is None or rate is None or not people or code not in codes.case_types:
        return None
    once = float(rate.amount) * people
    if coefficient.per is Per.MONTH and submission.period is not None:
        days = (submission.period.end - submission.period.start).days + 1
        once *= max(1.0, days / _DAYS_OF_A_MONTH)
    return _Paid(once * float(coefficient.lowest), once * float(coefficient.highest))


def _people(table: FormTable, row: FormRow) -> float:
    """How many people the row is of: the most of those at the start, at the end, or in all."""
    numbers = [
        getattr(row, name) or 0
        for name, column in table.form.numbers.items()
        if column.measure in _COUNTED and column.breakdown is Breakdown.ALL
    ]
    return float(max(numbers, default=0))


def units_of_money_agree(submission: Submission) -> Iterator[Finding]:
    """Report units of measure beside the numbers that say another unit of money than was read.

    One finding a table.
    """
    for table in submission.tables:
        if "amount" not in table.columns or "measure_unit" not in table.columns:
            continue
        for index, row in enumerate(table.rows):
            text = getattr(row, "measure_unit", None)
            units = money_units(text) if text else frozenset()
            if not units or units == {table.amount_unit}:
                continue
            case_type = submission.codes.case_types.get(getattr(row, "case_type", None) or "")
            if case_type is not None and fold(case_type.unit) == fold(text or ""):
                continue  # what is counted there is money
            yield kinds.OTHER_AMOUNT_UNIT.at(
                table.cell(index, "measure_unit"),
                text,
                form=table.form.code,
                other=f"cột kinh phí được đọc theo {unit_name(table.amount_unit)}",
            )
            break
