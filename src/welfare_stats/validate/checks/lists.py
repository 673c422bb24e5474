"""Checks of lists of cases: their dates, and their counts against numbers typed elsewhere."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from welfare_stats.collect.figures import FigureKey
from welfare_stats.collect.observations import Observation
from welfare_stats.collect.reading.cases import Case
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import FORMS, Breakdown, Measure, Role
from welfare_stats.design.forms.cells import Sex
from welfare_stats.findings import Finding, kinds
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.checks.codes import case_type_fits
from welfare_stats.validate.checks.people import cases_of_other_age
from welfare_stats.validate.reference import EarlierFigures, pairs
from welfare_stats.vietnamese import format_date, format_number

# Ages are left out: where only the year of birth is known, list and count may honestly differ.
_LISTS = [form.code for form in FORMS.values() if form.is_list]

# Without breakdowns by age: where only the year of birth is known, the age is uncertain by a year.
BREAKDOWNS_COMPARED = {
    Breakdown.ALL: "",
    Breakdown.FEMALE: " (nữ)",
    Breakdown.ETHNIC_MINORITY: " (dân tộc thiểu số)",
}


def cases_fall_in_period(submission: Submission) -> Iterator[Finding]:
    """Report cases taken in outside the period, or closed after its end."""
    period = submission.period
    if period is None:
        return
    for table in submission.tables:
        for index, case in enumerate(table.cases):
            if case.start is not None and not period.holds(case.start):
                yield _outside(table, index, Role.START, case.start, period)
            if case.end is not None and case.end > period.end:
                yield _outside(table, index, Role.END, case.end, period)


def _outside(
    table: FormTable, index: int, role: Role, day: date, period: ReportingPeriod
) -> Finding:
    return kinds.DATE_OUTSIDE_PERIOD.at(
        table.at(index, role),
        day,
        heading=table.heading(role),
        start=format_date(period.start),
        end=format_date(period.end),
    )


def dates_are_in_order(submission: Submission) -> Iterator[Finding]:
    """Report cases taken in before birth, or closed before they were taken in.

    Cases taken in outside the period are passed over: that date is a finding already. A date of
    reception inside the period is trusted, and so the finding is reported at the other date.
    """
    period = submission.period
    for table in submission.tables:
        for index, case in enumerate(table.cases):
            start, birth = case.start, case.birth
            if start is None or (period is not None and not period.holds(start)):
                continue
            if birth is not None and (
                birth > start if isinstance(birth, date) else birth > start.year
            ):
                yield _out_of_order(table, index, Role.BIRTH, Role.BIRTH, Role.START)
            if case.end is not None and case.end < start:
                yield _out_of_order(table, index, Role.END, Role.START, Role.END)


def _out_of_order(table: FormTable, index: int, at: Role, earlier: Role, later: Role) -> Finding:
    return kinds.DATES_OUT_OF_ORDER.at(
        table.at(index, at),
        hidden=True,
        earlier=table.heading(earlier),
        later=table.heading(later),
    )


ListedCounts = dict[FigureKey, tuple[int, int]]
"""The least and the most that the lists of a form can give of each number."""


def listed_counts(submission: Submission) -> dict[str, ListedCounts]:
    """The least and the most that the lists can give of each number, as some cells are unclear.

    A case whose code, facility or age is in doubt may belong to any case type or to none. A case
    whose sex or ethnicity could not be read may belong to the breakdown or not.

    Returns:
        By code of the form of lists: the least and the most, for every case type that its lists are
        counted for and every breakdown that is compared with typed numbers. Empty if no numbers
        were typed.
    """
    if not submission.typed:
        return {}
    return {form: _counts_of(submission, form, lists) for form, lists in submission.lists.items()}


def _counts_of(submission: Submission, form: str, lists: Sequence[FormTable]) -> ListedCounts:
    every = [f.key for f in submission.listed if f.form == form]
    keys = [key for key in every if key.breakdown is Breakdown.ALL]
    least, most = Counter[FigureKey](), Counter[FigureKey]()
    of_any_case_type = 0
    repeated = submission.repeated[form]
    at = -1  # the position of a case among all tables of the form
    for table in lists:
        misaged = cases_of_other_age(submission, table)
        for index, case in enumerate(table.cases):
            at += 1
            facility, case_type = case.facility, case.case_type
            is_sure = case_type_fits(submission, facility, case_type) and index not in misaged
            if not is_sure or facility is None or case_type is None:
                of_any_case_type += 1
                continue
            # Of a case that is listed twice, the least counts one.
            is_first = at not in repeated.codes and at not in repeated.events
            for breakdown, belongs in _belonging(case, submission.codes).items():
                for whole in submission.codes.with_ancestors(case_type):
                    key = FigureKey(facility, whole, Measure.TOTAL, breakdown)
                    least[key] += belongs is True and is_first
                    most[key] += belongs is not False
    return {
        key: (least[key], most[key] + of_any_case_type)
        for base in keys
        for key in (base._replace(breakdown=breakdown) for breakdown in BREAKDOWNS_COMPARED)
    }


def _belonging(case: Case, codes: CatalogueAt) -> dict[Breakdown, bool | None]:
    """Whether a case belongs to each breakdown; ``None`` where that is unknown."""
    sex, ethnicity = case.sex, case.ethnicity
    return {
        Breakdown.ALL: True,
        Breakdown.FEMALE: None if sex is None else sex is Sex.FEMALE,
        Breakdown.ETHNIC_MINORITY: codes.ethnic_groups.is_minority(ethnicity),
    }


def agrees_with_other_files(
    own: Sequence[Observation], same_period: Sequence[EarlierFigures], codes: CatalogueAt
) -> Iterator[Finding]:
    """A list and the numbers that the same unit sent in another file agree.

    This is only a warning. As an error, it would reject the corrections of the two files in turn,
    each for the sake of the other.

    Args:
        own: numbers of the file at hand.
        same_period: what stands of the same unit and period in other files.
        codes: the code lists of the period.
    """
    compared = [observation for observation in own if observation.breakdown in BREAKDOWNS_COMPARED]
    for here, there, _ in pairs(compared, same_period, lambda observation: observation.number[1:]):
        if (here.form in _LISTS) == (there.form in _LISTS) or here.value == there.value:
            continue
        typed, listed = (there, here) if here.form in _LISTS else (here, there)
        if listed.note and listed.value <= typed.value:
            continue  # of some cases it is unknown, and they may make up the difference
        yield kinds.OTHER_FILE_DIFFERS.at(
            here.cell,
            typed.value,
            form=typed.form,
            label=codes.case_types[here.case_type].label,
            breakdown=BREAKDOWNS_COMPARED[Breakdown(here.breakdown)],
            list_form=listed.form,
            computed=format_number(listed.value),
        )
