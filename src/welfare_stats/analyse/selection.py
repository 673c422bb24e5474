"""Which of the statements that stand make the numbers of the period that is asked for.

A longer statement replaces a shorter one of the same scope whole: a blank in it is "not reported",
never the shorter one's number. What a unit sent only for a longer period has no numbers of its own
for the period asked for.

>>> from datetime import date
>>> def sent(receipt, unit, month, day):
...     period = ReportingPeriod(date(2018, 1, 1), date(2018, month, day))
...     return Statement(receipt, f"{receipt}.xlsx", unit, ("HX-01", ""), period, 30)
>>> statements = [sent(1, "164", 6, 30), sent(2, "164", 12, 31), sent(3, "165", 12, 31)]
>>> [s.receipt for s in chosen_statements(statements, Asked(2018))]
[2, 3]
>>> half_year = Asked(2018, ReportingPeriod(date(2018, 1, 1), date(2018, 6, 30)))
>>> [s.receipt for s in chosen_statements(statements, half_year)]
[1]
>>> sorted(only_longer(statements, half_year))
[('165', 'HX-01')]
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from welfare_stats.collect.observations import Scope
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Statement


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is about: a year, or one period of it.

    The year of a period is that of its last day.
    """

    year: int
    period: ReportingPeriod | None = None

    def includes(self, period: ReportingPeriod) -> bool:
        """Whether numbers of a period are among those asked for."""
        if self.period is not None:
            return self.period.contains(period)
        return period.end.year == self.year


def chosen_statements(statements: Iterable[Statement], asked: Asked) -> list[Statement]:
    """The statements whose numbers count, in their order."""
    within = [statement for statement in statements if asked.includes(statement.period)]
    alike: dict[tuple[str, Scope], list[Statement]] = defaultdict(list)
    for statement in within:
        alike[statement.unit, statement.scope].append(statement)
    return [
        statement
        for statement in within
        if not any(_replaces(other, statement) for other in alike[statement.unit, statement.scope])
    ]


def only_longer(statements: Iterable[Statement], asked: Asked) -> set[tuple[str, str]]:
    """Units and forms that have statements of a longer period only, by their codes."""
    if asked.period is None:
        return set()
    every = list(statements)
    within = {(s.unit, s.scope[0]) for s in every if asked.includes(s.period)}
    longer = {
        (s.unit, s.scope[0])
        for s in every
        if s.period != asked.period and s.period.contains(asked.period)
    }
    return longer - within


def _replaces(longer: Statement, shorter: Statement) -> bool:
    """Of one unit and scope."""
    return longer.period != shorter.period and longer.period.contains(shorter.period)
