"""Which cases of a list repeat an earlier one: by their record code, or as the same event.

The same event is the same person, taken in for the same service on the same day. A name alone makes
nobody the same person, and neither do two names that differ in their accents only: those are often
twins, taken in together.

>>> def case(record, name, birth=date(2010, 5, 9), identity=None):
...     return Case("CSTG-04", "can_thiep", record, name, birth, None, None, identity, None,
...                 date(2018, 3, 5), None)
>>> same_events([case("1", "Người Mẫu Hùng"), case("2", "NGƯỜI MẪU  HÙNG"), case("3", "x"),
...              case("4", "Người Mẫu Hưng"), case("5", "Nguoi Mau Hung")])
{1: 0, 4: 0}
>>> same_codes([case("HS-1", "x"), case("hs – 1", "y"), case("7", "z"), case("007", "w")])
{1: 0, 3: 2}

Every row is first looked up under what it shares with its twin, which costs next to nothing; only
rows that share it are compared.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress
from operator import attrgetter
from typing import Any, NamedTuple
from unicodedata import category, normalize

from welfare_stats.collect.identity_numbers import is_identity_number, plain_identity_number
from welfare_stats.collect.reading.cases import Case
from welfare_stats.vietnamese import as_read, fold

Repeated = Mapping[int, int]
"""By the position of a case that of the first case which it repeats; positions count from 0."""


class Repetitions(NamedTuple):
    """The cases that repeat an earlier one's code, and the other ones that are the same event."""

    codes: Repeated
    events: Repeated


def repetitions(cases: Sequence[Case]) -> Repetitions:
    """Both kinds of repetition; a case is in one of them only."""
    codes = same_codes(cases)
    events = same_events(cases)
    return Repetitions(codes, {at: events[at] for at in events if at not in codes})


def same_codes(cases: Sequence[Case]) -> Repeated:
    """The cases with the facility and the record code of an earlier one, as a reader sees them."""
    keys = [
        (case.facility, as_read(case.record)) if case.facility and case.record else None
        for case in cases
    ]
    first: dict[tuple[str, str], int] = {}
    return {
        at: first[key]
        for at, key in enumerate(keys)
        if key is not None and first.setdefault(key, at) != at
    }


# What two rows of one event share at least: the birth, or the name as it is typed, or the number.
_SHARED: tuple[Callable[[Case], Any], ...] = (
    attrgetter("case_type", "start", "birth"),
    attrgetter("case_type", "start", "name"),
    attrgetter("case_type", "start", "identity"),
)


def same_events(cases: Sequence[Case]) -> Repeated:
    """The cases that are the same person, service and day as an earlier one."""
    found: dict[int, int] = {}
    for shared in _SHARED:
        for positions in _alike(cases, shared):
            for at, first in _twins(cases, positions):
                found[at] = min(first, found.get(at, first))
    return {at: _root(found, at) for at in sorted(found)}


def _root(found: Mapping[int, int], at: int) -> int:
    while at in found:
        at = found[at]
    return at


def _alike(cases: Sequence[Case], shared: Callable[[Case], Any]) -> Iterator[list[int]]:
    """The positions of cases that have the same key, where there are several."""
    keys = list(map(shared, cases))
    counts = Counter(keys)
    if len(counts) == len(keys):
        return
    groups: dict[Any, list[int]] = defaultdict(list)
    is_shared = [counts[key] > 1 for key in keys]
    for at in compress(range(len(keys)), is_shared):
        if None not in keys[at]:
            groups[keys[at]].append(at)
    yield from groups.values()


def _twins(cases: Sequence[Case], positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Each case that is the same person as an earlier one of these, with that one."""
    known: dict[str, list[int]] = defaultdict(list)
    for at in positions:
        case = cases[at]
        number = plain_identity_number(case.identity or "")
        names = [fold(case.name or ""), number if is_identity_number(number) else ""]
        earlier = [other for name in names if name for other in known[name]]
        first = next((other for other in earlier if _is_one_person(cases[other], case)), None)
        if first is not None:
            yield at, first
            continue
        for name in filter(None, names):
            known[name].append(at)


def _is_one_person(one: Case, other: Case) -> bool:
    numbers = [plain_identity_number(case.identity or "") for case in (one, other)]
    has_numbers = all(map(is_identity_number, numbers))
    if has_numbers and len(numbers[0]) == len(numbers[1]) and numbers[0] != numbers[1]:
        return False
    is_other_sex = None not in (one.sex, other.sex) and one.sex is not other.sex
    if is_other_sex or not _may_be_one_birth(one.birth, other.birth):
        return False
    if has_numbers and numbers[0] == numbers[1]:
        return True
    if one.name is None or other.name is None or not _is_one_name(one.name, other.name):
        return False
    are_days = isinstance(one.birth, date) and isinstance(other.birth, date)
    return are_days or fold(one.commune or "") == fold(other.commune or "")


def _may_be_one_birth(one: date | int | None, other: date | int | None) -> bool:
    """Whether both are the same day, or the same year where only that is known."""
    if one is None or other is None:
        return False
    if isinstance(one, date) and isinstance(other, date):
        return one == other
    return _year(one) == _year(other)


def _year(birth: date | int) -> int:
    return birth.year if isinstance(birth, date) else birth


def _is_one_name(one: str, other: str) -> bool:
    """Whether two names that are alike but for accents are one: accents agree, or one has none."""
    return _spelling(one) == _spelling(other) or one.isascii() or other.isascii()


_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _spelling(name: str) -> list[tuple[str, str]]:
    """Letters and tone of each word: "Hoà" and "Hòa" are the same."""
    words = normalize("NFKD", name).casefold().split()
    return [
        (
            "".join(ch for ch in word if ch not in _TONES and category(ch) != "Cf"),
            "".join(ch for ch in word if ch in _TONES),
        )
        for word in words
    ]
