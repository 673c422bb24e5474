"""The people of a list of cases: age against the group, number against the person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.collect.pseudonyms import (
    NEW_IDENTITY,
    OLD_IDENTITY,
    Pseudonym,
    is_identity_number,
    only_digits,
    plain_identity_number,
)
from welfare_stats.collect.reading import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CaseType
from welfare_stats.design.forms import FormRow
from welfare_stats.design.forms.cells import Sex
from welfare_stats.findings import Finding, kinds

_CENTURY_OF_FIRST_DIGIT = 1900


_OLDEST = 110  # the oldest people of the country are hardly older


def births_are_plausible(submission: Submission) -> Iterator[Finding]:
    """Nobody is older than people get: a year typed into a cell of dates makes a day of 1905."""
    for table in submission.tables:
        if table.form.is_list and "birth" in table.columns:
            for index in _implausible_births(table):
                yield kinds.BIRTH_IMPLAUSIBLE.at(
                    table.cell(index, "birth"), hidden=True, oldest=_OLDEST
                )


def _implausible_births(table: FormTable) -> set[int]:
    return {
        index
        for index, row in enumerate(table.rows)
        if (ages := _possible_ages(row)) and min(ages) > _OLDEST
    }


def ages_fit_groups(submission: Submission) -> Iterator[Finding]:
    """Nobody is counted in a group of another age; where only the year is known, a year is left."""
    for table in submission.tables:
        if not table.form.is_list or "birth" not in table.columns:
            continue
        misaged = cases_of_other_age(submission, table)
        for index in sorted(misaged - _implausible_births(table) if misaged else misaged):
            case_type = submission.codes.case_types[getattr(table.rows[index], "case_type", "")]
            yield kinds.AGE_OUTSIDE_GROUP.at(
                table.cell(index, "birth"),
                hidden=True,
                label=case_type.label,
                ages=_said_ages(case_type),
            )


def cases_of_other_age(submission: Submission, table: FormTable) -> set[int]:
    """Indexes of cases whose age is not that of their case type: either may be wrong."""
    limited = {
        code: case_type
        for code, case_type in submission.codes.case_types.items()
        if case_type.age_from is not None or case_type.age_to is not None
    }
    return {
        index
        for index, row in enumerate(table.rows)
        if (case_type := limited.get(getattr(row, "case_type", None) or "")) is not None
        and (ages := _possible_ages(row))
        and min(ages) >= 0
        and not any(_fits(age, case_type) for age in ages)
    }


def _possible_ages(row: FormRow) -> tuple[int, ...]:
    """Full years when taken in; with only the year of birth, one of two."""
    birth: date | int | None = getattr(row, "birth", None)
    on: date | None = getattr(row, "received_on", None)
    if birth is None or on is None:
        return ()
    if isinstance(birth, int):
        return (on.year - birth - 1, on.year - birth)
    return (on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day)),)


def _fits(age: int, case_type: CaseType) -> bool:
    return (case_type.age_from is None or age >= case_type.age_from) and (
        case_type.age_to is None or age <= case_type.age_to
    )


def _said_ages(case_type: CaseType) -> str:
    if case_type.age_to is None:
        return f"từ {case_type.age_from} tuổi"
    if case_type.age_from is None:
        return f"đến {case_type.age_to} tuổi"
    return f"từ {case_type.age_from} đến {case_type.age_to} tuổi"


# --- identity numbers --------------------------------------------------------------------------


def identity_numbers_are_right(submission: Submission) -> Iterator[Finding]:
    """9 or 12 digits; the latter agree with sex and year of birth (NĐ 137/2015, Điều 13)."""
    for table in submission.tables:
        if "identity_number" not in table.columns:
            continue
        for index, row in enumerate(table.rows):
            typed = getattr(row, "identity_number", None)
            if typed is None:
                continue
            number = plain_identity_number(typed)
            if not is_identity_number(number):
                yield _wrong_number(table, index, number)
            elif len(number) == NEW_IDENTITY:
                yield from _contradictions(table, index, row, number)


def _wrong_number(table: FormTable, index: int, number: str) -> Finding:
    digits = only_digits(number)
    lost = digits and len(number) in (OLD_IDENTITY - 1, NEW_IDENTITY - 1)
    hint = "Có thể Excel đã bỏ số 0 ở đầu: hãy để ô ở dạng Text rồi gõ lại." if lost else (
        "Hãy gõ lại đủ chữ số, không kèm chữ; không có số thì để trống."
    )  # fmt: skip
    return kinds.IDENTITY_NUMBER.at(
        table.cell(index, "identity_number"),
        hidden=True,
        heading=table.form.columns["identity_number"].heading,
        count=f"{len(number)} chữ số" if digits else "ký tự không phải chữ số",
        hint=hint,
    )


def _contradictions(table: FormTable, index: int, row: FormRow, number: str) -> Iterator[Finding]:
    """The fourth digit is sex and century, the fifth and sixth the year of birth."""
    century, sex_digit = divmod(int(number[3]), 2)
    year = _CENTURY_OF_FIRST_DIGIT + 100 * century + int(number[4:6])
    birth, sex = getattr(row, "birth", None), getattr(row, "sex", None)
    born = birth.year if isinstance(birth, date) else birth
    ages = _possible_ages(row)
    if ages and not 0 <= min(ages) <= _OLDEST:
        born = None  # it is a finding already
    differing = {
        "birth": born is not None and born != year,
        "sex": sex is not None and sex is not (Sex.MALE, Sex.FEMALE)[sex_digit],
    }
    for name in (name for name, differs in differing.items() if differs):
        yield kinds.IDENTITY_CONTRADICTS.at(
            table.cell(index, "identity_number"),
            hidden=True,
            heading=table.form.columns[name].heading,
        )


# --- the same person elsewhere -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonElsewhere:
    """A key that an accepted file of another unit has as well."""

    key: str
    first_month: int
    last_month: int
    unit: str
    path: str


def people_are_of_one_unit(
    people: Sequence[Pseudonym], elsewhere: Iterable[PersonElsewhere]
) -> Iterator[Finding]:
    """Nobody is in the lists of two units in one month; said once a row, without a name."""
    others: dict[str, list[PersonElsewhere]] = defaultdict(list)
    for other in elsewhere:
        others[other.key].append(other)
    told = set()
    for person in people:
        for other in others.get(person.key, ()):
            month = max(person.first_month, other.first_month)
            if person.place in told or month > min(person.last_month, other.last_month):
                continue
            told.add(person.place)
            yield kinds.PERSON_ELSEWHERE.at(
                person.place,
                hidden=True,
                unit=other.unit,
                other=other.path,
                month=f"{month % 100}/{month // 100}",
            )
