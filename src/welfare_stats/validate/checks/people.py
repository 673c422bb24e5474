"""Checks of the people in lists of cases: ages, identity numbers, the same person elsewhere."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from welfare_stats.collect.identity_numbers import (
    NEW_IDENTITY,
    OLD_IDENTITY,
    is_identity_number,
    only_digits,
    plain_identity_number,
)
from welfare_stats.collect.pseudonyms import Pseudonyms
from welfare_stats.collect.reading.cases import Case
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CaseType
from welfare_stats.design.forms import Role
from welfare_stats.design.forms.cells import Sex
from welfare_stats.findings import Finding, kinds
from welfare_stats.validate.reference import PersonElsewhere

_CENTURY_OF_DIGIT_0 = 1900  # the fourth digit of an identity number: 0 and 1 are born 1900 to 1999
_OLDEST = 110  # years; hardly anybody in the country is older


def births_are_plausible(submission: Submission) -> Iterator[Finding]:
    """Report births so long ago that the date must be wrong.

    Excel makes a day of 1905 of a bare year that is typed into a cell with a date format.
    """
    for table in submission.tables:
        if table.has(Role.BIRTH):
            for index in _implausible_births(table):
                place = table.at(index, Role.BIRTH)
                yield kinds.BIRTH_IMPLAUSIBLE.at(place, hidden=True, oldest=_OLDEST)


def _implausible_births(table: FormTable) -> set[int]:
    return {
        index
        for index, case in enumerate(table.cases)
        if (ages := _possible_ages(case)) and min(ages) > _OLDEST
    }


def ages_fit_groups(submission: Submission) -> Iterator[Finding]:
    """Report cases whose age is outside the limits of their case type.

    Where only the year of birth is known, one of the two possible ages must be within them.
    """
    for table in submission.tables:
        if not table.has(Role.BIRTH):
            continue
        misaged = cases_of_other_age(submission, table)
        if misaged:
            misaged -= _implausible_births(table)
        for index in sorted(misaged):
            case_type = submission.codes.case_types[table.cases[index].case_type or ""]
            yield kinds.AGE_OUTSIDE_GROUP.at(
                table.at(index, Role.BIRTH),
                hidden=True,
                label=case_type.label,
                ages=_ages_in_words(case_type),
            )


def cases_of_other_age(submission: Submission, table: FormTable) -> set[int]:
    """Row indexes of cases whose age is outside the limits of their case type.

    Either may be wrong, the date of birth or the case type.
    """
    limited = {
        code: case_type
        for code, case_type in submission.codes.case_types.items()
        if case_type.age_from is not None or case_type.age_to is not None
    }
    return {
        index
        for index, case in enumerate(table.cases)
        if (case_type := limited.get(case.case_type or "")) is not None
        and (ages := _possible_ages(case))
        and min(ages) >= 0
        and not any(_fits(age, case_type) for age in ages)
    }


def _possible_ages(case: Case) -> tuple[int, ...]:
    """The age in full years on the day of reception; two where only the year of birth is known."""
    birth, on = case.birth, case.start
    if birth is None or on is None:
        return ()
    if isinstance(birth, int):
        return (on.year - birth - 1, on.year - birth)
    return (on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day)),)


def _fits(age: int, case_type: CaseType) -> bool:
    return (case_type.age_from is None or age >= case_type.age_from) and (
        case_type.age_to is None or age <= case_type.age_to
    )


def _ages_in_words(case_type: CaseType) -> str:
    if case_type.age_to is None:
        return f"từ {case_type.age_from} tuổi"
    if case_type.age_from is None:
        return f"đến {case_type.age_to} tuổi"
    return f"từ {case_type.age_from} đến {case_type.age_to} tuổi"


# --- identity numbers --------------------------------------------------------------------------


def identity_numbers_are_right(submission: Submission) -> Iterator[Finding]:
    """Report identity numbers that are not of 9 or 12 digits, or contradict sex or year of birth.

    Only numbers of 12 digits contain sex and year of birth (Nghị định 137/2015/NĐ-CP, Điều 13).
    """
    for table in submission.tables:
        if not table.has(Role.IDENTITY):
            continue
        for index, case in enumerate(table.cases):
            if case.identity is None:
                continue
            number = plain_identity_number(case.identity)
            if not is_identity_number(number):
                yield _wrong_number(table, index, number)
            elif len(number) == NEW_IDENTITY:
                yield from _contradictions(table, index, case, number)


def _wrong_number(table: FormTable, index: int, number: str) -> Finding:
    digits = only_digits(number)
    lacks_zero = digits and len(number) in (OLD_IDENTITY - 1, NEW_IDENTITY - 1)
    hint = "Có thể Excel đã bỏ số 0 ở đầu: hãy để ô ở dạng Text rồi gõ lại." if lacks_zero else (
        "Hãy gõ lại đủ chữ số, không kèm chữ; không có số thì để trống."
    )  # fmt: skip
    return kinds.IDENTITY_NUMBER.at(
        table.at(index, Role.IDENTITY),
        hidden=True,
        heading=table.heading(Role.IDENTITY),
        count=f"{len(number)} chữ số" if digits else "ký tự không phải chữ số",
        hint=hint,
    )


def _contradictions(table: FormTable, index: int, case: Case, number: str) -> Iterator[Finding]:
    """Report a number of 12 digits against the sex and year of birth in its row.

    The fourth digit stands for century and sex, the fifth and sixth for the year of birth.
    """
    century, sex_digit = divmod(int(number[3]), 2)
    year = _CENTURY_OF_DIGIT_0 + 100 * century + int(number[4:6])
    born = case.birth.year if isinstance(case.birth, date) else case.birth
    ages = _possible_ages(case)
    if ages and not 0 <= min(ages) <= _OLDEST:
        born = None  # the date is in doubt itself
    differing = {
        Role.BIRTH: born is not None and born != year,
        Role.SEX: case.sex is not None and case.sex is not (Sex.MALE, Sex.FEMALE)[sex_digit],
    }
    for role in (role for role, differs in differing.items() if differs):
        yield kinds.IDENTITY_CONTRADICTS.at(
            table.at(index, Role.IDENTITY),
            hidden=True,
            heading=table.heading(role),
        )


# --- the same person elsewhere -----------------------------------------------------------------


def people_are_of_one_unit(
    people: Pseudonyms, elsewhere: Sequence[PersonElsewhere]
) -> Iterator[Finding]:
    """Nobody is in the lists of two units in one month; one finding a case, without a name."""
    others: dict[int, list[PersonElsewhere]] = defaultdict(list)
    for other in elsewhere:
        others[other.key].append(other)
    reported: set[int] = set()
    for index, key in enumerate(people.key) if others else ():
        for other in others.get(key, ()):
            month = max(people.first_month[index], other.first_month)
            is_apart = month > min(people.last_month[index], other.last_month)
            if people.record[index] in reported or is_apart:
                continue
            reported.add(people.record[index])
            yield kinds.PERSON_ELSEWHERE.at(
                people.place(index),
                hidden=True,
                unit=other.unit,
                other=other.path,
                month=f"{month % 100}/{month // 100}",
            )
