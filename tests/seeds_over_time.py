"""Files that follow others: clean ones of every plan of periods, and what people do wrong in them.

Whether the figures can tell a fault is decided here, from what was made up; where they cannot, as
where a village has three old people every year, nothing is seeded.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from formats import Rows, Sheets
from made_up_years import Centre, District, Home, in_words
from oracle import Place
from scenes import (
    A_YEAR_LATER,
    ADJOINING,
    CORRECTION,
    EVERY,
    NEXT_QUARTER,
    REST_OF_YEAR,
    SINCE_JANUARY,
    Follower,
    Reporter,
    Scene,
    path_of,
    scene,
)
from welfare_stats.period import ReportingPeriod
from workbooks import FIRST_ROW, put


@dataclass(frozen=True)
class Told:
    """A file that is wrong, and what there is to find; ``follows`` are codes of consequences."""

    sheets: Sheets
    findings: Sequence[Place]
    follows: frozenset[str] = frozenset()
    name: str = ""


@dataclass(frozen=True)
class FaultOverTime:
    """Of which periods it is made, by whom; it is ``None`` where the figures cannot tell."""

    seed: Callable[[Scene, Random], Told | None]
    plans: Sequence[Sequence[ReportingPeriod]]
    reporters: Sequence[type[Reporter]] = (District, Home, Centre)


def clean_follower(random: Random) -> Follower:
    made = scene(random, EVERY)
    sheets = made.clean()
    return Follower(made.past(), path_of(4, made.period), sheets, story=_story(made, "clean"))


def wrong_follower(random: Random) -> Follower:
    """A file with a fault that its figures can tell."""
    fault = random.choice(FAULTS)
    while True:
        made = scene(random, fault.plans, fault.reporters)
        told = fault.seed(made, random)
        if told is not None:
            name = told.name or path_of(4, made.period)
            story = _story(made, f"{fault.seed.__name__} {told.findings[:1]}")
            return Follower(made.past(), name, told.sheets, told.findings, told.follows, story)


def _story(made: Scene, what: str) -> str:
    periods = ", ".join(f"{p.start:%m.%Y}-{p.end:%m}" for p in made.periods)
    return f"{type(made.reporter).__name__} {periods}: {what}"


# --- figures ---------------------------------------------------------------------------------

_NUMBERS = {"HX-01": slice(3, 11), "HX-02": slice(4, 7), "CS-01": slice(6, 9)}
_AMOUNT = 10  # the column of HX-01
_ENOUGH = 10
_LARGE = 100


def _numbers(rows: Rows, form: str) -> list[tuple[tuple[int, int], float]]:
    """All numbers of a form, each with its row and column."""
    columns = range(100)[_NUMBERS[form]]
    lines = list(enumerate(rows))[FIRST_ROW - 1 :]
    return [((n, at), row[at]) for n, row in lines for at in columns if at < len(row)]


def _row(sheets: Sheets, form: str, code: str) -> int:
    """Excel's number of the row with that code."""
    return next(n for n, row in enumerate(sheets[form], start=1) if code in row)


def _said_of(sheets: Sheets, period: ReportingPeriod) -> Sheets:
    """The figures under that period."""
    for form in sheets:
        put(sheets, f"{form}!A4", f"Kỳ báo cáo: {in_words(period)}")
    return sheets


def _is_telling(now: Rows, before: Rows, form: str) -> bool:
    """Whether so many figures are not the same by chance."""
    pairs = zip(_numbers(now, form), _numbers(before, form), strict=True)
    same = [(at, number) for (at, number), (_, was) in pairs if number == was != 0]
    count = sum(number != 0 for _, number in _numbers(now, form))
    large = [row for (row, at), number in same if number >= _LARGE and at != _AMOUNT]
    are_telling = len(large) >= 3 and len(set(large)) >= 2
    return count >= _ENOUGH and len(same) >= 0.9 * count and are_telling


def _goes_on(before: Rows, form: str) -> bool:
    """Whether as many left as came, so that the same figures are those of a second period, too."""
    return form == "HX-01" and all(row[3] == row[6] for row in before[FIRST_ROW - 1 :])


_OPENINGS = frozenset({"movement.opening-differs", "movement.opening-changed"})
_UNLIKE = _OPENINGS | {"movement.unlike-last-year", "movement.cumulative-falls"}
_MORE_BURIALS = "sum.above-limit"  # on HX-02 than people who left on HX-01
_OF_OTHERS = _UNLIKE | {"movement.contains-earlier"}


# --- figures of another period or unit --------------------------------------------------------


def last_figures_again(made: Scene, random: Random) -> Told | None:
    """All figures as last time, or those of one form, or all but one."""
    sheets, before = made.clean(), made.before()
    again = random.choice([[form] for form in before] + [list(before)])
    sheets |= {form: rows for form, rows in before.items() if form in again}
    _said_of(sheets, made.period)
    if "HX-02" in again and random.random() < 0.5:
        row = _row(sheets, "HX-02", "bhyt")
        put(sheets, f"HX-02!E{row}", sheets["HX-02"][row - 1][4] + 1)
    telling = [
        form
        for form in again
        if _is_telling(sheets[form], before[form], form) and not _goes_on(before[form], form)
    ]
    follows = _UNLIKE | {_MORE_BURIALS}
    return Told(sheets, [("movement.same-figures", telling[0])], follows) if telling else None


def figures_of_a_neighbour(made: Scene, random: Random) -> Told | None:
    """Those of another unit for the same period, under the own head."""
    if not made.others:
        return None
    own = made.clean()
    theirs = random.choice(made.others).sheets(made.period)
    for form, rows in theirs.items():
        rows[:FIRST_ROW] = own[form][: FIRST_ROW - 1] + rows[FIRST_ROW - 1 : FIRST_ROW]
        for row, own_row in zip(rows[FIRST_ROW - 1 :], own[form][FIRST_ROW - 1 :], strict=True):
            row[:3] = own_row[:3]
    telling = [form for form, rows in theirs.items() if _is_telling(rows, rows, form)]
    return Told(theirs, [("movement.same-figures", telling[0])], _OF_OTHERS) if telling else None


_FLOWS = {"HX-01": (4, 5, 10), "HX-02": (4, 5, 6), "CS-01": (6, 7, 8)}
_STOCKS = ("bhyt", "nuoi_duong", "nuoi_duong_huong_tro_cap")


def _flows(rows: Rows, form: str) -> list[float]:
    return [
        row[at]
        for row in rows[FIRST_ROW - 1 :]
        if not set(_STOCKS) & {str(value) for value in row}
        for at in _FLOWS[form]
        if at < len(row)
    ]


def figures_since_january(made: Scene, random: Random) -> Told | None:
    """Those since the beginning of the year under the last quarter or the rest of the year."""
    whole = ReportingPeriod(made.periods[0].start, made.period.end)
    sheets, before = _said_of(made.reporter.sheets(whole), made.period), made.before()
    telling = [
        form
        for form in sheets
        if sum(number > 0 for number in _flows(before[form], form)) >= 5
        and _grew(_flows(sheets[form], form), _flows(before[form], form), made)
    ]
    return Told(sheets, [("movement.contains-earlier", telling[0])], _UNLIKE) if telling else None


def _grew(now: Sequence[float], before: Sequence[float], made: Scene) -> bool:
    """Whether the flows say that it is more than one period: of one as long, most must be more."""
    times = sorted(one / other for one, other in zip(now, before, strict=True) if other)
    if not made.is_as_long:
        return times[-1] > 1
    return times[(len(times) - 1) // 2] > 1.2 and sum(now) > 1.9 * sum(before) > 1000


# --- rows and columns ---------------------------------------------------------------------------


_BLOCKS = {"HX-01": ("tc_tre_em", 7, [(3, 11), (3, 10), (10, 11)]),
           "HX-02": ("mung_tho_70", 8, [(4, 7)])}  # fmt: skip


def columns_sorted_apart(made: Scene, random: Random) -> Told | None:
    """Some columns sorted by size, and the words beside them not."""
    form = random.choice(list(_BLOCKS))
    code, height, spans = _BLOCKS[form]
    start, end = random.choice(spans)
    sheets, before = made.clean(), made.before()
    first = _row(sheets, form, code)
    rows = sheets[form][first - 1 : first - 1 + height]
    was, should = before[form][first - 1 : first - 1 + height], deepcopy(rows)
    by = random.randrange(start, end)
    order = sorted((row[start:end] for row in rows), key=lambda some: some[by - start])
    for row, some in zip(rows, order[:: random.choice([1, -1])], strict=True):
        row[start:end] = some
    compared = [at for at in range(start, end) if made.is_as_long or (form, at) in _OF_STOCK]
    if not any(_are_mixed_up(rows, was, at) and not _changed(should, was, at) for at in compared):
        return None
    places = [
        ("movement.sorted-apart", f"{form}!{chr(ord('A') + at)}{first + n}")
        for at in compared
        for n in range(height)
    ]
    return Told(sheets, places, _UNLIKE | {"cell.thousandth", "cell.amount-in-other-unit"})


_OF_STOCK = {("HX-01", 3), ("HX-01", 6)}


def _are_mixed_up(now: Rows, before: Rows, at: int) -> bool:
    """Whether three rows or more are quite another size than before in that column."""
    return _changed(now, before, at) >= 3


def _changed(now: Rows, before: Rows, at: int) -> int:
    pairs = [sorted((row[at], was[at])) for row, was in zip(now, before, strict=True)]
    return sum(large >= 40 and large > 3 * small for small, large in pairs)


def group_left_out(made: Scene, random: Random) -> Told | None:
    """A group that had people, and of which nothing is said any more."""
    sheets, before = made.clean(), made.before()
    row = random.randrange(FIRST_ROW + 1, len(sheets["HX-01"]) + 1)
    del sheets["HX-01"][row - 1]
    if not before["HX-01"][row - 1][6]:
        return None
    return Told(sheets, [("movement.group-left-out", "HX-01")])


# --- single cells -------------------------------------------------------------------------------


def other_opening(made: Scene, random: Random) -> Told | None:
    """More at the start than there were, and fewer who came; the sum above is a formula."""
    sheets = made.clean()
    row = random.randrange(FIRST_ROW + 1, len(sheets["HX-01"]) + 1)
    increase = sheets["HX-01"][row - 1][4]
    if not increase:
        return None
    more = random.randrange(1, increase + 1)
    for at in (FIRST_ROW, row):
        sheets["HX-01"][at - 1][3] += more
        sheets["HX-01"][at - 1][4] -= more
    is_longer = made.periods[-2].start == made.period.start
    code = "movement.opening-changed" if is_longer else "movement.opening-differs"
    follows = frozenset({"movement.cumulative-falls"}) if is_longer else frozenset[str]()
    return Told(sheets, [(code, f"HX-01!D{row}")], follows)


def fewer_than_before(made: Scene, random: Random) -> Told | None:
    """Fewer cases since January than there had been some months before."""
    sheets, before = made.clean(), made.before()
    code = random.choice(["dot_xuat_luong_thuc", "dot_xuat_nha_o", "dot_xuat_bi_thuong"])
    row = _row(sheets, "HX-02", code)
    had = before["HX-02"][row - 1][4]
    if not had:
        return None
    number = random.randrange(had)
    sheets["HX-02"][row - 1][4:7] = [number, 0, 0]
    return Told(sheets, [("movement.cumulative-falls", f"HX-02!E{row}")])


def digit_too_many(made: Scene, random: Random) -> Told | None:
    """A number with which no other has to agree, ten times as large as a year before."""
    sheets = made.clean()
    code = random.choice(["bhyt", "dot_xuat_luong_thuc"])
    row = _row(sheets, "HX-02", code)
    if sheets["HX-02"][row - 1][4] < 10:
        return None
    sheets["HX-02"][row - 1][4] *= 10
    return Told(sheets, [("movement.unlike-last-year", f"HX-02!E{row}")])


# --- corrections --------------------------------------------------------------------------------


def _kept(sheets: Sheets, form: str, is_kept: Callable[[list[Any]], bool]) -> None:
    rows = sheets[form]
    rows[FIRST_ROW - 1 :] = [row for row in rows[FIRST_ROW - 1 :] if is_kept(row)]


def nothing_but_zeros(made: Scene, random: Random) -> Told | None:
    """A blank form with zeros for a form that was filled in."""
    sheets = made.clean()
    form = random.choice(list(sheets))
    if sum(number != 0 for _, number in _numbers(sheets[form], form)) < 2:
        return None
    for row in sheets[form][FIRST_ROW - 1 :]:
        row[_NUMBERS[form]] = [0] * len(row[_NUMBERS[form]])
    follows = frozenset({_MORE_BURIALS})
    return Told(sheets, [("submission.emptied", form)], follows)


def only_what_was_missing(made: Scene, random: Random) -> Told | None:
    """A second file with some rows, as an addition to the first."""
    sheets = made.clean()
    codes = {"bhyt", "chuc_tho_mung_tho", "mai_tang_phi"}
    _kept(sheets, "HX-02", lambda row: row[1] in codes)
    return Told({"HX-02": sheets["HX-02"]}, [("submission.part-of-earlier", "None")])


def name_of_a_neighbour(made: Scene, random: Random) -> Told | None:
    """Saved over the file of another unit."""
    if not made.others:
        return None
    return Told(made.clean(), [("submission.withdraws", "None")], name=path_of(1, made.period))


def days_of_two_files(made: Scene, random: Random) -> Told | None:
    """A period that begins within an earlier one."""
    period = ReportingPeriod(made.period.start.replace(month=made.period.start.month - 1),
                             made.period.end)  # fmt: skip
    sheets = _said_of(made.clean(), period)
    return Told(sheets, [("period.overlaps", "HX-01!A4")])


_OF_DISTRICT = (District,)
FAULTS = [
    FaultOverTime(last_figures_again, [*A_YEAR_LATER, *NEXT_QUARTER]),
    FaultOverTime(figures_of_a_neighbour, EVERY, (District, Home)),
    FaultOverTime(figures_since_january, ADJOINING),
    FaultOverTime(columns_sorted_apart, [*A_YEAR_LATER, *NEXT_QUARTER, *REST_OF_YEAR, *CORRECTION],
                  _OF_DISTRICT),
    FaultOverTime(group_left_out, ADJOINING, _OF_DISTRICT),
    FaultOverTime(other_opening, [*ADJOINING, *SINCE_JANUARY], _OF_DISTRICT),
    FaultOverTime(fewer_than_before, SINCE_JANUARY, _OF_DISTRICT),
    FaultOverTime(digit_too_many, A_YEAR_LATER, _OF_DISTRICT),
    FaultOverTime(nothing_but_zeros, CORRECTION),
    FaultOverTime(only_what_was_missing, CORRECTION, _OF_DISTRICT),
    FaultOverTime(name_of_a_neighbour, EVERY, (District, Home)),
    FaultOverTime(days_of_two_files, NEXT_QUARTER, _OF_DISTRICT),
]  # fmt: skip
