"""What each unit owes for a year: a form for a period, by a day.

A deadline of the catalogue asks a unit only for the days on which the unit was in force; rows of
one code that adjoin each other are one unit under changing names.

>>> from datetime import date
>>> from welfare_stats.design.catalogue import Catalogue, Deadline, UnitRow
>>> district = UnitRow(code="168", name="Phòng huyện Phú Lương", area="Huyện Phú Lương",
...                          kind="PLDTBXH", valid_from="2014-01-01", valid_to="2018-06-30")
>>> def due(label, end, day):
...     return Deadline(code="k", label=label, reporters="PLDTBXH", forms="HX-01", due=day,
...                     period_start="01 tháng 01", period_end=end, valid_from="2014-01-01")
>>> year = due("Cả năm", "31 tháng 12", "31 tháng 12")
>>> eight = due("8 tháng", "31 tháng 8", "04 tháng 9")
>>> catalogue = Catalogue((), (district,), (), (year, eight))
>>> [(o.name, str(o.period.end), str(o.due_on)) for o in obligations_of(2018, catalogue)]
[('8 tháng năm 2018', '2018-06-30', '2018-09-04')]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from welfare_stats.design.catalogue import Catalogue, Deadline, ReportingUnit
from welfare_stats.period import ReportingPeriod, calendar_year


@dataclass(frozen=True, slots=True)
class Obligation:
    """A form that a unit owes for a period by a day.

    Attributes:
        unit: who owes it, by its last name in the year.
        form: code of the form.
        deadline, deadline_year: by which row of the catalogue, and for which year of it.
        period: the deadline's period, cut to the days of the unit; whole where none is common.
        is_asked: whether the unit was in force on any day of the deadline's period.
    """

    unit: ReportingUnit
    form: str
    deadline: Deadline
    deadline_year: int
    period: ReportingPeriod
    is_asked: bool

    @property
    def name(self) -> str:
        """What its period is called: "cả năm 2018"."""
        return self.deadline.period_name(self.deadline_year)

    @property
    def due_on(self) -> date:
        """The last day on which a submission is in time."""
        return self.deadline.due_on(self.deadline_year)

    @property
    def uncut(self) -> ReportingPeriod:
        """The deadline's period, whatever the days of the unit."""
        return self.deadline.period(self.deadline_year)

    def asks_for(self, period: ReportingPeriod) -> bool:
        """Whether a statement for that period is what the deadline asked for.

        A unit that began or ended within the deadline's period may name all of that in the head of
        its workbook, or its own days only.
        """
        return self.uncut.contains(period) and period.contains(self.period)

    def may_begin_on(self, day: date) -> bool:
        """Whether a statement, or the first of several, that covers the period may begin then."""
        return self.uncut.start <= day <= self.period.start


def obligations_of(year: int, catalogue: Catalogue) -> list[Obligation]:
    """All that is owed for periods that end in the year, by unit, form and period.

    Units come in the order of the catalogue; those that are asked nothing are left out. Of two
    deadlines that ask a unit for the same days, as six months and a year do of a unit that ended in
    June, the earlier counts.
    """
    units = catalogue.during(calendar_year(year)).units.values()
    owed: dict[str, list[Obligation]] = {unit.code: [] for unit in units}
    for deadline, deadline_year in _deadlines(year, catalogue):
        whole = deadline.period(deadline_year)
        lives = catalogue.during(whole).lives
        for unit in units:
            is_asked = unit.code in lives
            period = (whole.common_with(lives[unit.code]) if is_asked else None) or whole
            reporter = catalogue.at(period.end).units[unit.code] if is_asked else unit
            if period.end.year == year and reporter.reporter_kind in deadline.reporters:
                owed[unit.code] += [
                    Obligation(unit, form, deadline, deadline_year, period, is_asked)
                    for form in deadline.forms
                ]
    return [
        obligation
        for of_unit in owed.values()
        if any(obligation.is_asked for obligation in of_unit)
        for obligation in _once_a_period(of_unit)
    ]


def _deadlines(year: int, catalogue: Catalogue) -> Iterator[tuple[Deadline, int]]:
    """The deadlines whose periods may end in the year, each with the year that it is for."""
    # A period of the next year that begins in this one may be cut to days of this one.
    for deadline_year in (year, year + 1):
        for deadline in catalogue.deadlines:
            if deadline.is_set_for(deadline_year):
                yield deadline, deadline_year


def _once_a_period(obligations: Iterable[Obligation]) -> list[Obligation]:
    kept: dict[tuple[str, ReportingPeriod], Obligation] = {}
    for obligation in sorted(obligations, key=lambda o: (o.form, o.period.end, o.due_on)):
        kept.setdefault((obligation.form, obligation.period), obligation)
    return list(kept.values())
