"""The figures of the example of two years: half a year follows from the one before.

Everything is invented. People go on from one half year to the next, a year is its two halves taken
together, and what a unit hands over at the merger is what its successor takes in.
"""

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from samples_offices import (
    CENTRE_RESULTS,
    DISTRICTS,
    RESIDENT_SHARES,
    RESIDENTIAL,
    RESIDENTS,
    District,
)
from samples_rows import (
    ALLOWANCE,
    GROUPS,
    Movement,
    allowance_row,
    facility_row,
    other_rows,
    other_totals,
    own_case_types,
    some,
    split,
    totals_of,
)
from samples_sheets import Row
from welfare_stats.design.catalogue import CaseTypeKind, CatalogueAt, Relation, ReportingUnit
from welfare_stats.design.forms import Form
from welfare_stats.design.forms.cs01 import CS01
from welfare_stats.design.forms.hx01 import HX01
from welfare_stats.design.forms.hx02 import HX02

ENDED, SUCCESSOR = "168", "169"
MONTHS = 6  # of half a year
SEED = 12
YEARS = 2
BEFORE_MERGER = 3  # halves

Rows = dict[str, list[Row]]
"""Rows by form, without totals of HX-01."""


class DistrictOffice:
    """What a district office would report of each of the four half years."""

    def __init__(self, unit: ReportingUnit, codes: CatalogueAt) -> None:
        self.unit, self.codes = unit, codes
        self.rng = Random(f"{SEED} {unit.code}")
        self.size = DISTRICTS[unit.code]
        shares = {code: share for code, (share, _, _) in GROUPS.items()}
        self.people = split(self.rng, self.size.allowances, shares)

    def half(self, taken_over: Mapping[str, int] | None = None) -> Rows:
        """The next half year, in which people may be taken over from another unit."""
        allowances = list(self._allowances(taken_over or {}))
        gone = sum(int(str(row["decrease"])) for row in allowances)
        totals = other_totals(self.rng, _half_of(self.size), gone)
        others = other_rows(self.unit, self.rng, self.size, totals, self.codes)
        return {HX01.code: allowances, HX02.code: list(others)}

    def _allowances(self, taken_over: Mapping[str, int]) -> Iterator[Row]:
        for case_type in self.codes.children(ALLOWANCE, Relation.SUM):
            code = case_type.code
            opening = self.people[code]
            increase = some(self.rng, opening, 0.045) + taken_over.get(code, 0)
            decrease = some(self.rng, opening, 0.035)
            self.people[code] = closing = opening + increase - decrease
            movement = Movement(opening, increase, decrease, closing)
            yield allowance_row(self.rng, self.size, code, movement, MONTHS)


def _half_of(size: District) -> District:
    return size._replace(
        birthdays=size.birthdays // 2, rice=size.rice // 2, houses=size.houses // 2
    )


def _together(one: District, other: District) -> District:
    people = one.allowances + other.allowances
    return District(
        people,
        one.birthdays + other.birthdays,
        one.clubs + other.clubs,
        one.rice + other.rice,
        one.houses + other.houses,
        (one.minority * one.allowances + other.minority * other.allowances) / people,
    )


def districts(units: Iterable[ReportingUnit], codes: CatalogueAt) -> dict[str, list[Rows]]:
    """By unit, its half years; the ended unit has three, its successor goes on with its people."""
    offices = {unit.code: DistrictOffice(unit, codes) for unit in units if unit.code in DISTRICTS}
    halves = {
        code: [office.half() for _ in range(BEFORE_MERGER)] for code, office in offices.items()
    }
    offices[SUCCESSOR].size = _together(offices[ENDED].size, offices[SUCCESSOR].size)
    for code, office in offices.items():
        if code != ENDED:
            handed_over = offices[ENDED].people if code == SUCCESSOR else None
            halves[code].append(office.half(handed_over))
    return halves


def year_of(first: Rows, second: Rows, codes: CatalogueAt) -> Rows:
    """A year out of its halves."""
    return {
        form: [
            _together_rows(one, other, is_stock=_is_stock(codes, one))
            for one, other in zip(first[form], second[form], strict=True)
        ]
        for form in first
    }


def _is_stock(codes: CatalogueAt, row: Row) -> bool:
    return codes.case_types[str(row["case_type"])].kind is CaseTypeKind.STOCK


_ADDED_UP = ("increase", "decrease", "amount")


def _together_rows(one: Row, other: Row, *, is_stock: bool) -> Row:
    row = dict(other)
    for name, value in one.items():
        later = other.get(name)
        if name == "opening":
            row[name] = value
        elif isinstance(value, int) and isinstance(later, int):
            row[name] = value + later if name in _ADDED_UP or not is_stock else later
    return row


# --- facilities ----------------------------------------------------------------------------------


def residential(unit: ReportingUnit, codes: CatalogueAt) -> list[list[Row]]:
    """CS-01 of a residential facility for 6 and 12 months of each year."""
    rng = Random(f"{SEED} {unit.code}")
    place = RESIDENTIAL.index(unit.code)
    usual = {code: numbers[place] for code, numbers in RESIDENTS.items()}
    own = own_case_types(CS01, unit, codes)
    living = usual["nuoi_duong"] - usual["nuoi_duong_tiep_nhan_moi"]
    reports = []
    for _ in range(YEARS):
        at_start, so_far = living, dict.fromkeys(_OF_RESIDENTS, 0)
        for _ in range(2):
            now = {code: some(rng, usual[code], 0.7) for code in _OF_RESIDENTS}
            so_far = {code: so_far[code] + now[code] for code in _OF_RESIDENTS}
            living += now[_CAME] - now[_LEFT] - now[_DIED]
            totals = so_far | {
                "nuoi_duong": at_start + so_far[_CAME],
                "nuoi_duong_huong_tro_cap": some(rng, living, 0.9),
            }
            reports.append([_with_parts(unit, c.code, totals, place) for c in own])
    return reports


_CAME, _LEFT, _DIED = "nuoi_duong_tiep_nhan_moi", "nuoi_duong_hoi_gia", "nuoi_duong_chet"
_OF_RESIDENTS = (_CAME, _LEFT, _DIED)


def _with_parts(unit: ReportingUnit, code: str, totals: Mapping[str, int], place: int) -> Row:
    total = totals[code]
    parts: Row = {n: int(total * shares[place]) for n, shares in RESIDENT_SHARES.items()}
    return facility_row(unit, code, total) | parts


def centre(unit: ReportingUnit, codes: CatalogueAt) -> list[list[Row]]:
    """CS-01 of the social work centre for 6 and 12 months of each year."""
    rng = Random(f"{SEED} {unit.code}")
    own = own_case_types(CS01, unit, codes)
    reports = []
    for _ in range(YEARS):
        so_far = dict.fromkeys(CENTRE_RESULTS, 0)
        for _ in range(2):
            for code, usual in CENTRE_RESULTS.items():
                so_far[code] += some(rng, usual, 0.72)
            for case_type in own:
                parts = [so_far[part.code] for part in codes.children(case_type.code, Relation.SUM)]
                so_far[case_type.code] = sum(parts) if parts else so_far[case_type.code]
            reports.append([facility_row(unit, c.code, so_far[c.code]) for c in own])
    return reports


# --- what goes wrong -----------------------------------------------------------------------------


def estimated(rows: Rows) -> Rows:
    """Rows as one guesses them before the year is over: people to tens, money to millions."""
    return {form: [_rounded(form, row) for row in of_form] for form, of_form in rows.items()}


def _rounded(form: str, row: Row) -> Row:
    if form != HX01.code:
        return row
    guess = dict(row)
    increase, decrease = (round(int(str(row[name])), -1) for name in ("increase", "decrease"))
    guess |= {"increase": increase, "decrease": decrease}
    guess["closing"] = closing = int(str(row["opening"])) + increase - decrease
    for name in ("female", "ethnic_minority", "poor"):
        guess[name] = min(closing, int(str(row[name])))
    guess["amount"] = round(int(str(row["amount"])), -5)
    return guess


def with_unnoticed_deaths(rows: Rows, case_type: str, number: int) -> Rows:
    """Rows of an office that has not yet heard that some people of a group have died."""
    wrong = [dict(row) for row in rows[HX01.code]]
    for row in wrong:
        if row["case_type"] == case_type:
            row["decrease"] = int(str(row["decrease"])) - number
            row["closing"] = int(str(row["closing"])) + number
    return rows | {HX01.code: wrong}


def without_column(rows: Rows, form: Form, column: str) -> Rows:
    """Rows of an office that leaves a column blank."""
    blank = [{name: v for name, v in row.items() if name != column} for row in rows[form.code]]
    return rows | {form.code: blank}


def whole_of(rows: Rows) -> Row:
    """The total row of HX-01."""
    return {"case_type": ALLOWANCE} | totals_of(HX01, rows[HX01.code])
