"""Faults of cells that do not look like what they hold, each alone in its workbook."""

from collections.abc import Callable
from random import Random

from openpyxl.utils import get_column_letter

from excel import cell
from formats import Looks, PartlyStruck, Sheets
from oracle import Place
from workbooks import FIRST_ROW, paid_district, put

Looked = Callable[[Sheets, Random], tuple[Looks, list[Place]]]


def a_row(sheets: Sheets, random: Random) -> tuple[str, int]:
    """A sheet with a row of data, from 0."""
    sheet = random.choice(list(sheets))
    return sheet, random.randrange(FIRST_ROW - 1, len(sheets[sheet]))


def struck_row(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    sheet, row = a_row(sheets, random)
    looks = Looks(struck=frozenset((row, column) for column in range(13)))
    return looks, [("cell.struck-through", f"{sheet}!A{row + 1}")]


def struck_number(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    sheet, row = a_row(sheets, random)
    return Looks(struck=frozenset({(row, 3)})), [("cell.struck-through", f"{sheet}!D{row + 1}")]


def partly_struck(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    sheet, row = a_row(sheets, random)
    address = f"{sheet}!D{row + 1}"
    number = cell(sheets, address)
    put(sheets, address, PartlyStruck(str(random.randrange(1, 10**5)), f" {number}"))
    return Looks(), [("cell.partly-struck", address)]


def unseen_row(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    sheet, row = a_row(sheets, random)
    every = [(row, column) for column in range(13)]
    ways = [
        Looks(low_rows=(row,)), Looks(hidden_rows=(row,)), Looks(white=frozenset(every)),
        Looks(codes=dict.fromkeys(every, ";;;")),
    ]  # fmt: skip
    return random.choice(ways), [("table.hidden-part", f"{sheet}!A{row + 1}")]


def unseen_column(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    sheet, _ = a_row(sheets, random)
    column = random.randrange(3, 7)
    cells = [(row, column) for row in range(FIRST_ROW - 1, len(sheets[sheet]))]
    ways = [
        Looks(narrow_columns=(column,)), Looks(hidden_columns=(column,)),
        Looks(white=frozenset(cells)), Looks(codes=dict.fromkeys(cells, ";;;")),
    ]  # fmt: skip
    at = f"{sheet}!{get_column_letter(column + 1)}{FIRST_ROW}"
    return random.choice(ways), [("table.hidden-part", at)]


def disguised(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    sheet, row = a_row(sheets, random)
    code = random.choice(["#,##0,", "0%", '#,##0".000"', "0.000"])
    return Looks(codes={(row, 3): code}), [("cell.shown-otherwise", f"{sheet}!D{row + 1}")]


def dotted_amount(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    """An amount typed with a dot, or all of them; a sum above shrinks along."""
    rows = range(FIRST_ROW, len(sheets["HX-01"]) + 1)
    chosen = rows if random.random() < 0.5 else [random.choice(rows)]
    for row in chosen:
        amount = random.randrange(100_001, 999_999, 2)
        put(sheets, f"HX-01!K{row}", amount / 1000)
    return Looks(), [("cell.dot-as-decimal", f"HX-01!K{chosen[0]}")]


def thousandth(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    """A whole amount that has lost its last three digits, of so many thousands."""
    row = random.randrange(FIRST_ROW, len(sheets["HX-01"]) + 1)
    address = f"HX-01!K{row}"
    put(sheets, address, round(cell(sheets, address) / 1000))
    return Looks(), [("cell.thousandth", address)]


def harmless(sheets: Sheets, random: Random) -> tuple[Looks, list[Place]]:
    """Looks, dust and invisible characters that change nothing."""
    sheet, row = a_row(sheets, random)
    number = cell(sheets, f"{sheet}!G{row + 1}")
    put(sheets, f"{sheet}!G{row + 1}", number * (1 + 2e-16) + 1e-12)
    put(sheets, f"{sheet}!B{row + 1}", f"{cell(sheets, f'{sheet}!B{row + 1}')}\u200b")
    every = [(row, column) for column in range(13)]
    return Looks(codes=dict.fromkeys(every, "#,##0"), white=frozenset({(row, 0)})), []


LOOKED: list[tuple[Callable[[], Sheets], Looked]] = [
    *((paid_district, seed) for seed in (
        struck_row, struck_number, partly_struck, unseen_row, unseen_column, disguised,
        dotted_amount, thousandth, harmless,
    )),
]  # fmt: skip
