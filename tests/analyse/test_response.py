"""What has become of each obligation: met, late, returned, missing, not due yet, not asked."""

import datetime as dt
from dataclasses import replace

import pytest

from catalogue_rows import deadline, with_unit
from example_receipts import receipt
from welfare_stats.analyse.response import (
    Exclusion,
    ObligationStatus,
    State,
    Withdrawal,
    YearStatus,
    status_of,
)
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Decision, DecisionKind, Receipt, state_after
from welfare_stats.validate.verdict import Outcome

NEW_YEAR = dt.date(2019, 1, 1)
BOTH = {("HX-01", ""): 3, ("HX-02", ""): 3}


def rejected(number: int, unit: str | None = "170", **more: object) -> Receipt:
    return receipt(number, unit, outcome=Outcome.REJECTED, **more)


def came(number: int, days: str, on: str = "2018-06-30", **more: object) -> Receipt:
    """What unit 170 sent for "01/01 – 30/6" on a day."""
    values = {"period": period(days), "received_on": dt.date.fromisoformat(on), "unit": "170"}
    return receipt(number, **(values | more))  # type: ignore[arg-type]


def returned(number: int, days: str | None, on: str = "2018-06-30") -> Receipt:
    day = dt.date.fromisoformat(on)
    return rejected(number, period=period(days) if days else None, received_on=day)


def period(days: str) -> ReportingPeriod:
    start, end = (
        dt.date(2018, int(month), int(day))
        for day, month in (text.strip().split("/") for text in days.split("–"))
    )
    return ReportingPeriod(start, end)


def status(catalogue: Catalogue, *receipts: Receipt, today: dt.date = NEW_YEAR) -> YearStatus:
    return status_of(2018, catalogue, state_after(receipts), today)


def words(found: ObligationStatus) -> str:
    said = [f"{found.owed.name}: {found.state}"]
    if found.late_days is not None:
        said.append(f"{found.late_days} days late")
    if found.days_overdue is not None:
        said.append(f"{found.days_overdue} days overdue")
    if found.is_estimate:
        said.append("estimate")
    if found.covered_by:
        said.append(f"by {found.covered_by.start:%d/%m} – {found.covered_by.end:%d/%m}")
    if found.rejected_path:
        said.append(f"returned {found.rejected_path.removeprefix('data/raw/2018/')}")
    return ", ".join(said)


def of_form(found: YearStatus, unit: str = "170", form: str = "HX-01") -> list[str]:
    return [words(o) for o in found.obligations if (o.owed.unit.code, o.owed.form) == (unit, form)]


JUNE, AUGUST, DECEMBER = "01/01 – 30/6", "01/01 – 31/8", "01/01 – 31/12"
NO_HALF = "6 tháng đầu năm 2018: missing, 185 days overdue"
NO_EIGHT = "8 tháng năm 2018: missing, 119 days overdue"
NO_YEAR = "cả năm 2018: missing, 1 days overdue"
HALF, EIGHT, YEAR = (
    "6 tháng đầu năm 2018: met, 0 days late",
    "8 tháng năm 2018: met, 0 days late",
    "cả năm 2018: met, 0 days late",
)


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        ([], [NO_HALF, NO_EIGHT, NO_YEAR]),
        # Six months are not the year.
        ([came(1, JUNE)], [HALF, NO_EIGHT, NO_YEAR]),
        # Late is what came after the due day of its own period; a correction of it is not.
        ([came(1, JUNE, "2018-07-07")],
         ["6 tháng đầu năm 2018: met, 7 days late", NO_EIGHT, NO_YEAR]),
        ([came(1, JUNE), came(2, JUNE, "2018-09-20")], [HALF, NO_EIGHT, NO_YEAR]),
        ([returned(1, JUNE), came(2, JUNE, "2018-07-07")],
         ["6 tháng đầu năm 2018: met, 7 days late", NO_EIGHT, NO_YEAR]),
        # A longer statement covers the shorter obligation, and is not late for it.
        ([came(1, AUGUST, "2018-09-03")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 31/08", EIGHT, NO_YEAR]),
        ([came(1, JUNE, "2018-07-02"), came(2, AUGUST, "2018-09-03")],
         ["6 tháng đầu năm 2018: met, 2 days late", EIGHT, NO_YEAR]),
        ([came(1, DECEMBER, "2018-12-31")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 31/12",
          "8 tháng năm 2018: met, by 01/01 – 31/12", YEAR]),
        ([came(1, DECEMBER, "2018-12-31"), came(2, AUGUST, "2018-12-31")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 31/08",
          "8 tháng năm 2018: met, 118 days late", YEAR]),
        # So do statements that adjoin each other.
        ([came(1, JUNE), came(2, "01/7 – 31/12", "2018-12-31")],
         [HALF, "8 tháng năm 2018: met, by 01/01 – 31/12",
          "cả năm 2018: met, by 01/01 – 31/12"]),
        ([came(1, "01/01 – 31/3"), came(2, "01/4 – 31/5"), came(3, "01/4 – 30/6"),
          came(4, "01/6 – 31/8")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 30/06",
          "8 tháng năm 2018: met, by 01/01 – 31/08", NO_YEAR]),
        ([came(1, JUNE), came(2, "02/7 – 31/12", "2018-12-31")],
         [HALF, NO_EIGHT, NO_YEAR]),  # a day is missing
        ([came(1, "01/7 – 31/12", "2018-12-31")], [NO_HALF, NO_EIGHT, NO_YEAR]),
        # Parts of different facilities do not fill a period together.
        ([came(1, JUNE, scopes={("HX-01", "A"): 3}),
          came(2, "01/7 – 31/8", scopes={("HX-01", "B"): 3})], [HALF, NO_EIGHT, NO_YEAR]),
        # A period that no deadline asked for meets none that is longer.
        ([came(1, "01/01 – 15/9", "2018-09-20")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 15/09",
          "8 tháng năm 2018: met, by 01/01 – 15/09", NO_YEAR]),
        # Returned files are those of their period.
        ([returned(1, JUNE)],
         ["6 tháng đầu năm 2018: returned, 185 days overdue, returned 1.xlsx",
          NO_EIGHT, NO_YEAR]),
        ([came(1, JUNE), returned(2, JUNE)],
         ["6 tháng đầu năm 2018: met, 0 days late, returned 2.xlsx", NO_EIGHT, NO_YEAR]),
        ([returned(1, JUNE), came(2, AUGUST, "2018-09-03")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 31/08, returned 1.xlsx", EIGHT, NO_YEAR]),
        # One of an unknown or unasked period is taken for what was due about then.
        ([returned(1, None, "2018-09-10")],
         [NO_HALF, "8 tháng năm 2018: returned, 119 days overdue, returned 1.xlsx", NO_YEAR]),
        ([returned(1, "01/01 – 29/6", "2018-07-10")],
         ["6 tháng đầu năm 2018: returned, 185 days overdue, returned 1.xlsx",
          NO_EIGHT, NO_YEAR]),
        # An estimate counts until the actual figures come.
        ([came(1, DECEMBER, "2018-12-05", is_estimate=True)],
         ["6 tháng đầu năm 2018: met, estimate, by 01/01 – 31/12",
          "8 tháng năm 2018: met, estimate, by 01/01 – 31/12",
          "cả năm 2018: met, 0 days late, estimate"]),
        ([came(1, AUGUST, "2018-09-03"), came(2, DECEMBER, "2018-12-05", is_estimate=True)],
         ["6 tháng đầu năm 2018: met, by 01/01 – 31/08", EIGHT,
          "cả năm 2018: met, 0 days late, estimate"]),
        ([came(1, DECEMBER, "2018-12-05", is_estimate=True), came(2, DECEMBER, "2019-01-20")],
         ["6 tháng đầu năm 2018: met, by 01/01 – 31/12",
          "8 tháng năm 2018: met, by 01/01 – 31/12", YEAR]),
        # Nothing of another year or unit counts.
        ([receipt(1, period=ReportingPeriod(dt.date(2017, 1, 1), dt.date(2017, 12, 31)))],
         [NO_HALF, NO_EIGHT, NO_YEAR]),
        ([receipt(1, "171")], [NO_HALF, NO_EIGHT, NO_YEAR]),
    ],
)  # fmt: skip
def test_what_becomes_of_the_obligations_of_a_year(
    receipts: list[Receipt], expected: list[str], catalogue: Catalogue
) -> None:
    assert of_form(status(catalogue, *receipts)) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2018-06-30", ["not_due", "not_due", "not_due"]),
        ("2018-07-01", ["missing", "not_due", "not_due"]),
        ("2018-09-04", ["missing", "not_due", "not_due"]),
        ("2018-09-05", ["missing", "missing", "not_due"]),
        ("2019-01-01", ["missing", "missing", "missing"]),
    ],
)
def test_what_is_not_due_yet_is_not_missing(
    today: str, expected: list[str], catalogue: Catalogue
) -> None:
    found = status(catalogue, today=dt.date.fromisoformat(today))
    # District offices have until the last day of June, facilities until the 15th.
    assert len(found.complete_units()) == (9 if "missing" not in expected else 0)
    assert [o.state for o in found.of_unit(found.units[0]) if o.owed.form == "HX-01"] == expected


def test_a_returned_file_is_waited_for_even_before_the_due_day(catalogue: Catalogue) -> None:
    found = status(catalogue, returned(1, JUNE, "2018-06-01"), today=dt.date(2018, 6, 2))
    assert of_form(found)[0] == ("6 tháng đầu năm 2018: returned, 0 days overdue, returned 1.xlsx")
    assert [unit.code for unit in found.units if unit not in found.complete_units()] == ["170"]


def test_all_sent_june_and_one_sent_december(catalogue: Catalogue) -> None:
    """The year is not in full because something of each unit stands."""
    forms = {"170": BOTH} | {
        unit.code: {("CS-01", unit.code): 5} if unit.code.startswith("CSTG") else BOTH
        for unit in status(catalogue).units
    }
    june = [
        came(number, JUNE, scopes=scopes, unit=unit)
        for number, (unit, scopes) in enumerate(forms.items(), 1)
    ]
    december = came(20, DECEMBER, "2018-12-31", scopes=BOTH, unit="170")
    found = status(catalogue, *june, december)
    assert [unit.code for unit in found.complete_units()] == ["170"]
    assert len(found.in_state(State.MISSING)) == 2 * (8 * 2 + 4)
    assert all(found.has_sent(unit, form) for unit, of in forms.items() for form, _ in of)


@pytest.mark.parametrize(
    ("days", "receipts", "expected"),
    [
        # It ended on 30 June, and owes no more than its own half-year.
        ("2014-01-01 – 2018-06-30", [came(1, JUNE)], [HALF]),
        ("2014-01-01 – 2018-06-30", [], [NO_HALF]),
        # It ended within the half-year: its own days, or the whole of what was asked.
        ("2014-01-01 – 2018-05-15", [came(1, "01/01 – 15/5")], [HALF]),
        ("2014-01-01 – 2018-05-15", [came(1, JUNE)], [HALF]),
        ("2014-01-01 – 2018-05-15", [came(1, "01/01 – 30/4")], [NO_HALF]),
        # It began on 1 July.
        ("2018-07-01 –", [came(1, "01/7 – 31/8", "2018-09-03")],
         ["6 tháng đầu năm 2018: not_asked", EIGHT, NO_YEAR]),
        ("2018-07-01 –", [came(1, AUGUST, "2018-09-05")],
         ["6 tháng đầu năm 2018: not_asked", "8 tháng năm 2018: met, 1 days late", NO_YEAR]),
        ("2018-07-01 –", [came(1, "01/7 – 31/12", "2018-12-31")],
         ["6 tháng đầu năm 2018: not_asked", "8 tháng năm 2018: met, by 01/07 – 31/12", YEAR]),
        ("2018-07-01 –", [came(1, DECEMBER, "2018-12-31")],
         ["6 tháng đầu năm 2018: not_asked", "8 tháng năm 2018: met, by 01/01 – 31/12", YEAR]),
    ],
)  # fmt: skip
def test_a_unit_that_began_or_ended_in_the_year(
    days: str, receipts: list[Receipt], expected: list[str], catalogue: Catalogue
) -> None:
    assert of_form(status(with_unit(catalogue, "170", days), *receipts)) == expected


def test_what_a_district_office_says_of_a_facility_meets_the_facilitys_obligation(
    catalogue: Catalogue,
) -> None:
    scopes = {("HX-01", ""): 3, ("CS-01", "CSTG-02"): 5}
    by_district = came(1, AUGUST, "2018-09-05", unit="164", scopes=scopes)
    bad = came(2, DECEMBER, unit="164", scopes=scopes, outcome=Outcome.REJECTED)
    found = status(catalogue, by_district, bad)
    expected = [
        "6 tháng đầu năm 2018: met, by 01/01 – 31/08",
        "8 tháng năm 2018: met, 1 days late",
        "cả năm 2018: returned, 1 days overdue, returned 2.xlsx",
    ]
    assert of_form(found, "164", "HX-01") == expected
    expected[-1] = "cả năm 2018: returned, 17 days overdue, returned 2.xlsx"
    assert of_form(found, "CSTG-02", "CS-01") == expected
    assert of_form(found, "CSTG-03", "CS-01") == [
        NO_HALF.replace("185", "200"),
        NO_EIGHT,
        NO_YEAR.replace("1 days", "17 days"),
    ]
    assert [(s.unit.code, s.form) for s in found.sendings] == [
        ("164", "HX-01"),
        ("CSTG-02", "CS-01"),
    ]
    own = came(3, DECEMBER, "2018-12-15", unit="CSTG-02", scopes={("CS-01", "CSTG-02"): 5})
    again = status(catalogue, by_district, bad, own)
    assert of_form(again, "CSTG-02", "CS-01")[2] == YEAR


def test_a_period_that_begins_in_the_year_before(catalogue: Catalogue) -> None:
    across = replace(
        catalogue, deadlines=(deadline("Cả năm", "15 tháng 12", "14 tháng 12", "20 tháng 12"),)
    )
    days = ReportingPeriod(dt.date(2017, 12, 15), dt.date(2018, 12, 14))
    sent = receipt(1, period=days, received_on=dt.date(2018, 12, 22))
    assert of_form(status(across, sent)) == ["cả năm 2018: met, 2 days late"]
    assert of_form(status(across, came(1, DECEMBER))) == ["cả năm 2018: missing, 12 days overdue"]


def test_the_days_of_receipt_are_those_that_were_decided(catalogue: Catalogue) -> None:
    sent = came(1, JUNE, "2018-07-07")
    moved = Decision(
        2, dt.datetime(2018, 9, 4), DecisionKind.REDATE, sent.path, sent.sha256, "", "",
        day=dt.date(2018, 7, 1),
    )  # fmt: skip
    found = status_of(2018, catalogue, state_after([sent, moved]), NEW_YEAR)
    assert of_form(found)[0] == "6 tháng đầu năm 2018: met, 1 days late"


def sendings(found: YearStatus) -> list[str]:
    lines = []
    for sent in found.sendings:
        days = f"{sent.period.start:%d/%m} – {sent.period.end:%d/%m}, {sent.received_on:%d/%m}"
        late = f"{sent.late_days} days late{', estimate' * sent.is_estimate}"
        path = f", returned {sent.rejected_path}" if sent.rejected_path else ""
        lines.append(f"{sent.unit.code} {sent.form} {days}, {late}{path}")
    return lines


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        ([], []),
        ([came(1, JUNE), came(2, AUGUST, "2018-09-10")],
         ["170 HX-01 01/01 – 31/08, 10/09, 6 days late"]),  # the longer replaces the shorter
        ([came(1, JUNE), came(2, "01/7 – 31/12", "2018-12-31")],
         ["170 HX-01 01/01 – 30/06, 30/06, 0 days late",
          "170 HX-01 01/07 – 31/12, 31/12, None days late"]),
        ([came(1, JUNE), came(2, AUGUST, scopes={("HX-02", ""): 3})],
         ["170 HX-01 01/01 – 30/06, 30/06, 0 days late",
          "170 HX-02 01/01 – 31/08, 30/06, 0 days late"]),
        ([came(1, JUNE, scopes={("HX-01", "A"): 1}),
          came(2, JUNE, "2018-07-02", scopes={("HX-01", "B"): 1})],
         ["170 HX-01 01/01 – 30/06, 02/07, 0 days late"]),  # facilities are one row
        ([came(1, JUNE), returned(2, AUGUST)],
         ["170 HX-01 01/01 – 30/06, 30/06, 0 days late, returned data/raw/2018/2.xlsx"]),
        ([came(1, DECEMBER, is_estimate=True)],
         ["170 HX-01 01/01 – 31/12, 30/06, 0 days late, estimate"]),
    ],
)  # fmt: skip
def test_what_counts_in_the_year_is_listed_by_period(
    receipts: list[Receipt], expected: list[str], catalogue: Catalogue
) -> None:
    assert sendings(status(catalogue, *receipts)) == expected


def test_a_unit_is_complete_when_all_that_fell_due_is_met(catalogue: Catalogue) -> None:
    complete = receipt(2, "171", scopes=BOTH)
    found = status(catalogue, receipt(1), complete, today=dt.date(2018, 9, 5))
    assert [unit.code for unit in found.complete_units()] == ["171"]
    assert (found.has_sent("170", "HX-01"), found.has_sent("170", "HX-02")) == (True, False)


def test_a_returned_file_of_an_unknown_unit_is_listed(catalogue: Catalogue) -> None:
    unknown = rejected(1, None, period=None, scopes={})
    other_year = rejected(2, None, period=None, scopes={}, path="data/raw/2017/x.xlsx")
    assert status(catalogue, unknown, other_year).unattributed == ("data/raw/2018/1.xlsx",)
    assert status_of(
        2017, catalogue, state_after([unknown, other_year]), NEW_YEAR
    ).unattributed == ("data/raw/2017/x.xlsx",)


def test_a_returned_file_that_is_gone_is_not_spoken_of(catalogue: Catalogue) -> None:
    entries = state_after([rejected(1), rejected(2, None, period=None, scopes={})])
    found = status_of(2018, catalogue, entries, NEW_YEAR, lambda path: False)
    assert of_form(found) == [NO_HALF, NO_EIGHT, NO_YEAR]
    assert found.unattributed == ()


def test_a_returned_file_is_made_good_by_several_files(catalogue: Catalogue) -> None:
    both = rejected(1, scopes=BOTH)
    one, other = receipt(2), receipt(3, scopes={("HX-02", ""): 3})
    halfway = state_after([both, one])
    assert [r.id for r in halfway.outstanding()] == [1]
    found = status_of(2018, catalogue, halfway, NEW_YEAR)
    assert of_form(found)[1] == EIGHT
    assert of_form(found, form="HX-02")[1] == (
        "8 tháng năm 2018: returned, 119 days overdue, returned 1.xlsx"
    )
    assert list(state_after([both, one, other]).outstanding()) == []


def test_a_file_withdrawn_by_another_units_is_listed_until_its_unit_sends_anew(
    catalogue: Catalogue,
) -> None:
    first, other = receipt(1, path="data/raw/2018/a.xlsx"), receipt(2, "171")
    taken = receipt(3, "171", path="data/raw/2018/a.xlsx")
    lost = Withdrawal("data/raw/2018/a.xlsx", "170", "171")
    assert status(catalogue, first, other).withdrawn == ()
    assert status(catalogue, first, other, taken).withdrawn == (lost,)
    assert status(catalogue, first, other, taken, receipt(4)).withdrawn == ()


def test_what_is_excluded_by_decision_is_listed_with_its_reason(catalogue: Catalogue) -> None:
    sent = receipt(1)
    decision = Decision(
        2, dt.datetime(2018, 9, 4), DecisionKind.EXCLUDE, sent.path, sent.sha256, "Gửi nhầm", "Mẫu"
    )
    found = status_of(2018, catalogue, state_after([sent, decision]), NEW_YEAR)
    assert of_form(found) == [NO_HALF, NO_EIGHT, NO_YEAR]
    assert found.excluded == (Exclusion(sent.path, "170", "Gửi nhầm", "Mẫu"),)
    assert status_of(2017, catalogue, state_after([sent, decision]), NEW_YEAR).excluded == ()
