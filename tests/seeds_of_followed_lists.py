"""Lists of cases that follow other files: the form that counts them, another unit's list, a list.

The centre sends them; a list of the district's office, where the centre is, may name people, too.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from formats import Rows, Sheets
from oracle import Place
from scenes import Follower
from workbooks import CENTRE, FIRST_ROW, PERIOD, cs01_centre, sheet_of

_OFFICE = ("164", "Phòng Lao động - Thương binh và Xã hội thành phố Thái Nguyên")
_HALF_YEAR = "từ ngày 01/01/2018 đến ngày 30/6/2018"
_FORM, _OF_OFFICE, _LIST, _NEW = (
    f"data/raw/2018/{name}" for name in ("bieu", "thanh pho", "danh sach", "danh sach moi")
)


def _cases(random: Random) -> list[list[Any]]:
    """Cases of the centre, about one in five of them an emergency."""
    return [
        [n, f"HS-{n}", f"Người Mẫu {n}", f"{n % 28 + 1}/{n % 12 + 1}/{1950 + n}",
         random.choice(["Nam", "Nữ"]), "Kinh", None, "Xã La Hiên", CENTRE[0],
         "can_thiep_khan_cap" if random.random() < 0.2 else "can_thiep", f"{n % 28 + 1}/3/2018"]
        for n in range(1, random.randrange(8, 30))
    ]  # fmt: skip


def _list(cases: Sequence[Sequence[Any]], period: str = PERIOD) -> Rows:
    rows = [[n, *case[1:]] for n, case in enumerate(cases, start=1)]
    return sheet_of("DS-01", CENTRE, rows, period)


def _of_office(cases: Sequence[Sequence[Any]]) -> Sheets:
    """The list of the district's office, of half a year."""
    rows = [[n, f"TP-{n}", *case[2:]] for n, case in enumerate(cases, start=1)]
    return {"DS-01": sheet_of("DS-01", _OFFICE, rows, _HALF_YEAR)}


def _counted(cases: Sequence[Sequence[Any]]) -> Sheets:
    """The form with the numbers that the list comes to."""
    emergencies = sum("can_thiep_khan_cap" in case for case in cases)
    return {"CS-01": cs01_centre({"can_thiep": len(cases), "can_thiep_khan_cap": emergencies,
                                  "cuoc_goi": 26850, "tu_van": 5120})}  # fmt: skip


def _others(cases: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """As many cases of other people."""
    return [[*case[:2], f"{case[2]} Khác", *case[3:]] for case in cases]


def clean_list(random: Random) -> Follower:
    """A list as the form says, of people whom no other list has; or a correction of some rows."""
    cases = _cases(random)
    past = [(_FORM, _counted(cases)), (_OF_OFFICE, _of_office(_others(cases)))]
    if random.random() < 0.5:
        past.append((_LIST, {"DS-01": _list(cases)}))
    return Follower(past, _NEW, {"DS-01": _list(cases)}, story="List: clean")


def fewer_cases_than_counted(random: Random) -> Follower:
    cases = _cases(random)
    sent = cases[: -random.randrange(1, 4)]
    return _wrong([(_FORM, _counted(cases))], sent, "list.other-file-differs", _places("J", sent))


def cases_of_another_list(random: Random) -> Follower:
    """Some of the people are in the list of the district's office, too."""
    cases = _cases(random)
    shared = sorted(random.sample(range(len(cases)), random.randrange(1, 4)))
    theirs = _others(cases)
    for n in shared:
        theirs[n] = cases[n]
    places = _places("BC", cases, shared)
    return _wrong([(_OF_OFFICE, _of_office(theirs))], cases, "list.person-elsewhere", places)


def most_cases_left_out(random: Random) -> Follower:
    """A correction with the few cases that were to be added."""
    cases = _cases(random)
    past = [(_LIST, {"DS-01": _list(cases)})]
    sent = cases[: len(cases) // 2 - 1]
    return _wrong(past, sent, "submission.part-of-earlier", ["None"])


def some_cases_left_out(random: Random) -> Follower:
    cases = _cases(random)
    past = [(_LIST, {"DS-01": _list(cases)})]
    sent = cases[: -(len(cases) // 3 + 1)]
    return _wrong(past, sent, "submission.much-of-list-left-out", ["None"])


WRONG_LISTS: list[Callable[[Random], Follower]] = [
    fewer_cases_than_counted, cases_of_another_list, most_cases_left_out, some_cases_left_out,
]  # fmt: skip


def _places(letters: str, cases: Sequence[Any], at: Sequence[int] | None = None) -> list[str]:
    rows = range(len(cases)) if at is None else at
    return [f"DS-01!{letter}{FIRST_ROW + n}" for n in rows for letter in letters]


def _wrong(
    past: Sequence[tuple[str, Sheets]], cases: Rows, code: str, places: Sequence[str]
) -> Follower:
    findings: list[Place] = [(code, place) for place in places]
    follows = frozenset({code, "submission.fewer-figures"})  # one for every number or person
    return Follower(past, _NEW, {"DS-01": _list(cases)}, findings, follows, f"List: {code}")
