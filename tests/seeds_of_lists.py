"""Long lists of cases, and faults of whole columns as programs make them of what is typed."""

import datetime as dt
from random import Random

from excel import column
from formats import Sheets
from oracle import Place
from workbooks import FIRST_ROW, ds01, put


def long_list() -> Sheets:
    rows = ds01()
    people = [
        [n, f"HS-{n}", f"Người Mẫu {n}", dt.date(2010, 5, 9), "Nam" if n % 2 else "Nữ", "Kinh",
         None, "Xã La Hiên", "CSTG-04", "can_thiep", dt.date(2018, 3, 5)]
        for n in range(1, 21)
    ]  # fmt: skip
    return {"DS-01": [*rows[: FIRST_ROW - 1], *people]}


def list_of_another_program() -> Sheets:
    """The list with its days as moments, at midnight in Vietnam."""
    sheets = long_list()
    for row in sheets["DS-01"][FIRST_ROW - 1 :]:
        row[3], row[10] = "2010-05-09T00:00:00+07:00", "2018-03-04T17:00:00.000Z"
    return sheets


def dates_exchanged(sheets: Sheets, random: Random) -> list[Place]:
    """Days typed with the day first into a program that expects the month first."""
    name, year = random.choice([("birth", 2010), ("received_on", 2018)])
    letter = column("DS-01", name)
    days = random.sample(range(1, 13), 9) + random.sample(range(13, 29), 11)
    random.shuffle(days)
    for row, day in enumerate(days, start=FIRST_ROW):
        month = random.randrange(1, 9)
        stored = dt.date(year, day, month) if day <= 12 else f"{day:02}/{month:02}/{year}"
        put(sheets, f"DS-01!{letter}{row}", stored)
    first = next(row for row, day in enumerate(days, start=FIRST_ROW) if day <= 12)
    return [("list.dates-exchanged", f"DS-01!{letter}{first}")]


def codes_changed(sheets: Sheets, random: Random) -> list[Place]:
    """Record codes such as "3/2018" and "18E5" as a program keeps them that takes them for more."""
    letter = column("DS-01", "record_code")
    rows = sorted(random.sample(range(FIRST_ROW, FIRST_ROW + 20), random.randrange(1, 5)))
    for number, row in enumerate(rows, start=1):
        code = random.choice([dt.date(2018, number, 1), float(number) * 1e5, float(number)])
        put(sheets, f"DS-01!{letter}{row}", code)
    return [("list.codes-changed", f"DS-01!{letter}{rows[0]}")]
