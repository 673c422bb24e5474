"""Faults of a whole list of cases, each alone in its workbook."""

from collections.abc import Callable
from random import Random

from formats import Sheets
from oracle import Place
from seeds import Whole, has_code
from seeds_of_lists import long_list
from workbooks import FIRST_ROW, put


def no_ethnic_group(sheets: Sheets, random: Random) -> list[Place]:
    rows = [n for n, row in enumerate(sheets["DS-01"], start=1) if has_code(row)]
    some = sorted(random.sample(rows, random.randrange(1, 5)))
    for row in some:
        put(sheets, f"DS-01!F{row}", random.choice(["Kinnh", "Tâyy", "Thôn 5", "Kinh - Tày"]))
    return [("list.not-an-ethnic-group", f"DS-01!F{some[0]}")]


def ordinal_broken(sheets: Sheets, random: Random) -> list[Place]:
    """One mistyped, or one row of the list left out."""
    rows = sheets["DS-01"]
    row = random.randrange(FIRST_ROW + 1, len(rows))
    if random.random() < 0.5:
        rows[row - 1][0] = random.choice([0, 99, row + 40])
    else:
        del rows[row - 1]
    return [("list.ordinals-broken", f"DS-01!A{row}")]


def stated_count_wrong(sheets: Sheets, random: Random) -> list[Place]:
    rows = sheets["DS-01"]
    number = random.choice([len(rows) - FIRST_ROW, 700, 1])
    rows.append([random.choice(["Tổng số: {} hồ sơ", "Danh sách có {} người"]).format(number)])
    return [("list.stated-count-differs", f"DS-01!A{len(rows)}")]


def block_pasted_again(sheets: Sheets, random: Random) -> list[Place]:
    rows = sheets["DS-01"]
    first = random.randrange(FIRST_ROW, len(rows) - 5)
    row = len(rows) + 1
    has_new_codes = random.random() < 0.5
    for cells in rows[first - 1 : first + random.randrange(2, 5)]:
        code = f"HS-{len(rows)}-moi" if has_new_codes else cells[1]
        rows.append([len(rows) - FIRST_ROW + 2, code, *cells[2:]])
    return [("list.case-twice" if has_new_codes else "row.duplicate", f"DS-01!B{row}")]


OF_LISTS: list[tuple[Callable[[], Sheets], Whole]] = [
    (long_list, whole)
    for whole in (no_ethnic_group, ordinal_broken, stated_count_wrong, block_pasted_again)
]
