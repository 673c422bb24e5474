"""What has become of each form that is due: accepted, late, rejected, missing."""

import datetime as dt

import pytest

from example_receipts import receipt
from welfare_stats.analyse.response import Exclusion, State, Withdrawal, YearStatus, status_of
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Decision, DecisionKind, Receipt, state_after
from welfare_stats.report.tables.sending import state_words
from welfare_stats.validate.verdict import Outcome

HALF = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 6, 30))


def rejected(number: int, unit: str | None = "170", **more: object) -> Receipt:
    return receipt(number, unit, outcome=Outcome.REJECTED, **more)


def status(catalogue: Catalogue, *receipts: Receipt) -> YearStatus:
    return status_of(2018, catalogue, state_after(receipts))


def form(found: YearStatus, unit: str, code: str) -> str:
    (one,) = (f for f in found.forms if (f.unit.code, f.form) == (unit, code))
    return f"{one.state}: {state_words(one)}"


def test_before_anything_arrives_everything_due_is_missing(catalogue: Catalogue) -> None:
    found = status(catalogue)
    assert len(found.units) == 13
    assert [f"{f.unit.code} {f.form}" for f in found.forms[:3]] == [
        "164 HX-01",
        "164 HX-02",
        "165 HX-01",
    ]
    assert {f.state for f in found.forms} == {State.MISSING}
    assert len(found.forms) == 9 * 2 + 4
    assert "SLDTBXH" not in {unit.code for unit in found.units}  # it collects the reports


@pytest.mark.parametrize(
    ("receipts", "expected"),
    [
        ([], "missing: chưa gửi"),
        ([receipt(1)], "accepted: được tính"),
        ([receipt(1, received_on=dt.date(2018, 9, 4))], "accepted: được tính"),
        ([receipt(1, received_on=dt.date(2018, 9, 11))], "accepted: muộn 7 ngày"),
        ([receipt(1, period=HALF, received_on=dt.date(2018, 7, 2))], "accepted: muộn 2 ngày"),
        ([receipt(1), receipt(2, received_on=dt.date(2018, 9, 20))],
         "accepted: được tính"),  # a correction does not make a unit late
        ([rejected(1)], "rejected: bị trả lại, chờ bản sửa"),
        ([rejected(1), receipt(2)], "accepted: được tính"),
        ([receipt(1), rejected(2)], "accepted: được tính; còn bản bị trả lại"),
        ([rejected(1), receipt(2, path="data/raw/2018/1.xlsx")], "accepted: được tính"),
        ([receipt(1), receipt(2)], "accepted: được tính"),
        ([receipt(1, period=ReportingPeriod(dt.date(2017, 1, 1), dt.date(2017, 12, 31)))],
         "missing: chưa gửi"),
    ],
)  # fmt: skip
def test_the_state_of_a_form(receipts: list[Receipt], expected: str, catalogue: Catalogue) -> None:
    assert form(status(catalogue, *receipts), "170", "HX-01") == expected


def test_a_period_without_a_deadline_is_never_late(catalogue: Catalogue) -> None:
    odd = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 9, 15))
    late = receipt(1, period=odd, received_on=dt.date(2020, 1, 1))
    (found,) = (f for f in status(catalogue, late).forms if f.state is State.ACCEPTED)
    assert found.late_days is None


def test_a_unit_is_complete_when_all_its_forms_are_accepted(catalogue: Catalogue) -> None:
    both = {("HX-01", ""): 3, ("HX-02", ""): 3}
    complete = receipt(2, "171", scopes=both)
    found = status(catalogue, receipt(1), complete)
    assert [unit.code for unit in found.complete_units()] == ["171"]
    assert (found.has_sent("170", "HX-01"), found.has_sent("170", "HX-02")) == (True, False)


def test_a_returned_file_of_an_unknown_unit_is_listed(catalogue: Catalogue) -> None:
    unknown = rejected(1, None, period=None, scopes={})
    other_year = rejected(2, None, period=None, scopes={}, path="data/raw/2017/x.xlsx")
    assert status(catalogue, unknown, other_year).unattributed == ("data/raw/2018/1.xlsx",)
    assert status_of(2017, catalogue, state_after([unknown, other_year])).unattributed == (
        "data/raw/2017/x.xlsx",
    )


def test_a_returned_file_that_is_gone_is_not_spoken_of(catalogue: Catalogue) -> None:
    entries = state_after([rejected(1), rejected(2, None, period=None, scopes={})])
    found = status_of(2018, catalogue, entries, lambda path: False)
    assert form(found, "170", "HX-01") == "missing: chưa gửi"
    assert found.unattributed == ()


def test_a_returned_file_is_made_good_by_several_files(catalogue: Catalogue) -> None:
    both = {("HX-01", ""): 3, ("HX-02", ""): 3}
    returned = rejected(1, scopes=both)
    one, other = receipt(2), receipt(3, scopes={("HX-02", ""): 3})
    halfway = state_after([returned, one])
    assert [r.id for r in halfway.outstanding()] == [1]
    found = status_of(2018, catalogue, halfway)
    assert form(found, "170", "HX-01") == "accepted: được tính"
    assert form(found, "170", "HX-02") == "rejected: bị trả lại, chờ bản sửa"
    assert list(state_after([returned, one, other]).outstanding()) == []


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
    found = status_of(2018, catalogue, state_after([sent, decision]))
    assert form(found, "170", "HX-01") == "missing: chưa gửi"
    assert found.excluded == (Exclusion(sent.path, "170", "Gửi nhầm", "Mẫu"),)
    assert status_of(2017, catalogue, state_after([sent, decision])).excluded == ()
