"""Which statements give the period of an obligation.

A statement for the period itself comes first; else the shortest of the longer ones that begin on
the same day; else several that adjoin each other and together fill it. Estimates only where no
actual figures do.

>>> from datetime import date
>>> def until(month, day, start=(1, 1)):
...     period = ReportingPeriod(date(2018, *start), date(2018, month, day))
...     return Statement(1, "a.xlsx", "170", ("HX-01", ""), period, 30)
>>> half, year = until(6, 30), until(12, 31)
>>> eight_months = until(8, 31).period
>>> filling(eight_months.start, eight_months.end, [half, year]) == [year]
True
>>> autumn = until(8, 31, start=(7, 1))
>>> filling(eight_months.start, eight_months.end, [half, autumn]) == [half, autumn]
True
>>> filling(eight_months.start, eight_months.end, [half]) is None
True
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from welfare_stats.analyse.obligations import Obligation
from welfare_stats.collect.observations import Scope
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Statement


@dataclass(frozen=True, slots=True)
class Answer:
    """The statements that meet an obligation, in the order of their days.

    ``covered_by`` is the period that they give together, where no single one is of the period that
    was asked for.
    """

    statements: Sequence[Statement]
    covered_by: ReportingPeriod | None = None

    @property
    def is_estimate(self) -> bool:
        """Whether any of their figures are estimated."""
        return any(statement.is_estimate for statement in self.statements)


def answer_to(obligation: Obligation, statements: Sequence[Statement]) -> Answer | None:
    """What meets an obligation.

    Args:
        obligation: of a unit and form.
        statements: what stands of that unit and form, of any facility and period.
    """
    actual = [statement for statement in statements if not statement.is_estimate]
    return _answer_among(obligation, actual) or _answer_among(obligation, statements)


def _answer_among(obligation: Obligation, statements: Sequence[Statement]) -> Answer | None:
    own = [statement for statement in statements if obligation.asks_for(statement.period)]
    if own:
        return Answer([min(own, key=lambda statement: statement.receipt)])
    of_scope: dict[Scope, list[Statement]] = {}
    for statement in statements:
        of_scope.setdefault(statement.scope, []).append(statement)
    for of_one in of_scope.values():
        for day in sorted({s.period.start for s in of_one}, reverse=True):
            together = filling(day, obligation.period.end, of_one)
            if together and obligation.may_begin_on(day):
                return Answer(together, ReportingPeriod(day, together[-1].period.end))
    return None


def filling(first: date, last: date, statements: Iterable[Statement]) -> list[Statement] | None:
    """The statements that follow each other from one day to another or beyond it.

    Args:
        first: on which the first of them begins.
        last: up to which days are needed.
        statements: of one scope.

    Returns:
        The shortest single one that is long enough, else several; ``None`` where days are missing.
    """
    beginning = sorted(
        (statement for statement in statements if statement.period.start == first),
        key=lambda statement: statement.period.end,
    )
    for statement in beginning:
        if statement.period.end >= last:
            return [statement]
    for statement in reversed(beginning):
        rest = filling(statement.period.end + timedelta(days=1), last, statements)
        if rest is not None:
            return [statement, *rest]
    return None
