"""What the register keeps beside what it received: code lists, closings, editions, estimates."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import REPOSITORY
from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import Catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import CatalogueChange, DecisionKind, Register, state_after
from welfare_stats.settings import SharedRegister
from welfare_stats.validate.verdict import Assessment, Outcome

YEAR = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
WOMEN = Observation("HX-01", "", "tc_cao_tuoi", "closing", "female", 12.0, "", "HX-01", "H8")


@pytest.fixture
def register(any_register: Path | SharedRegister) -> Iterator[Register]:
    with Register.open(any_register, create=True) as opened:
        yield opened


def stored_contents(register: Register) -> int:
    with register._engine.connect() as connection:
        found: int = connection.exec_driver_sql("SELECT COUNT(*) FROM contents").scalar_one()
    return found


def test_a_catalogue_is_kept_when_it_changes_each_content_once(register: Register) -> None:
    units = {"units.csv": b"170", "targets.csv": b"785"}
    first = register.keep_catalogue("a", units)
    assert first is not None
    assert register.keep_catalogue("a", units) is None
    second = register.keep_catalogue("b", {**units, "units.csv": b"170\n171"})
    back = register.keep_catalogue("a", units)
    assert second is not None
    assert back is not None
    assert register.history().catalogues == [first, second, back]
    assert register.kept_files(first.id) == register.kept_files(back.id) == units
    assert register.kept_files(second.id) == {"units.csv": b"170\n171", "targets.csv": b"785"}
    assert stored_contents(register) == 3


def test_the_shipped_catalogue_is_the_same_from_what_was_kept(
    register: Register, catalogue: Catalogue
) -> None:
    change = register.keep_catalogue(catalogue.fingerprint, catalogue.files)
    assert change is not None
    kept = read_catalogue(register.kept_files(change.id), FORMS, REPOSITORY / "catalogue")
    assert kept == catalogue


def test_a_closing_keeps_what_makes_the_report_again(register: Register) -> None:
    files = {"templates/bao-cao.txt.j2": b"# Mau", "welfare-stats.toml": b""}
    closing = register.close_year(
        2018, reason="đã ký", by="Mẫu", files=files, reports={"docx": "d" * 64, "xlsx": "e" * 64}
    )
    other = register.close_year(2019, reason="đã ký", by="Mẫu", files={}, reports={})
    reopening = register.decide(DecisionKind.REOPEN, year=2018, reason="đính chính", by="Mẫu")
    assert register.history().decisions == [closing, other, reopening]
    assert (closing.kind, closing.year, closing.path, closing.sha256) == ("close", 2018, "", "")
    assert register.kept_files(closing.id) == files
    assert register.report_hashes(closing.id) == {"docx": "d" * 64, "xlsx": "e" * 64}
    assert register.kept_files(other.id) == {}
    assert register.report_hashes(other.id) == {}


def test_an_edition_is_recorded_when_its_numbers_differ_from_the_newest(register: Register) -> None:
    entry = register.decide(DecisionKind.REOPEN, year=2018, reason="…", by="Mẫu").id
    first = register.record_edition(2018, "", entry, {"tong": 5120.0, "nu": None})
    assert register.record_edition(2018, "", entry, {"nu": None, "tong": 5120.0}) == first
    second = register.record_edition(2018, "", entry, {"tong": 5121.0, "nu": None})
    back = register.record_edition(2018, "", entry, {"tong": 5120.0, "nu": None})
    half = register.record_edition(2018, "6-thang", entry, {"tong": 5120.0, "nu": None})
    assert [edition.id for edition in register.editions(2018)] == [first.id, second.id, back.id]
    assert register.editions(2018, "6-thang") == [half]
    assert register.editions(2019) == []


def test_an_edition_that_was_sent_says_by_whom(register: Register) -> None:
    entry = register.decide(DecisionKind.REOPEN, year=2018, reason="…", by="Mẫu").id
    draft = register.record_edition(2018, "", entry, {"tong": 1.0})
    sent = register.record_edition(2018, "", entry, {"tong": 2.0})
    marked = register.mark_final(sent, "Lê Thị Mẫu")
    assert marked == replace(sent, sent_by="Lê Thị Mẫu", sent_at=marked.sent_at)
    assert marked.sent_at is not None
    assert marked.sent_at >= sent.recorded_at
    register.mark_final(sent, "Trần Văn Mẫu")  # sent again
    assert [(e.id, e.is_final, e.sent_by) for e in register.editions(2018)] == [
        (draft.id, False, ""),
        (sent.id, True, "Trần Văn Mẫu"),
    ]


@pytest.mark.parametrize("is_estimate", [True, False])
def test_an_estimate_is_one_in_all_that_follows_from_it(
    register: Register, *, is_estimate: bool
) -> None:
    assessment = Assessment(
        Outcome.ACCEPTED,
        (),
        "170",
        {WOMEN.scope: 1},
        YEAR,
        observations=(WOMEN,),
        is_estimate=is_estimate,
    )
    day = dt.date(2018, 11, 30)
    receipt = register.record(
        path="a.xlsx", sha256="a" * 64, context="", received_on=day, assessment=assessment
    )
    assert receipt.is_estimate is is_estimate
    assert register.history().receipts == [receipt]
    (statement,) = state_after(register.history().entries).standing.statements()
    assert statement.is_estimate is is_estimate
    frame = register.frame({receipt.id: {WOMEN.scope}})
    assert frame["is_estimate"].tolist() == [is_estimate]


def test_text_with_any_character_can_be_entered(register: Register) -> None:
    odd = WOMEN._replace(note="a\0b % :c %(d)s \\ '\" \U0001f600", value=0.1 + 0.2)
    assessment = Assessment(
        Outcome.ACCEPTED, (), "170", {odd.scope: 1}, YEAR, observations=(odd, WOMEN)
    )
    day = dt.date(2018, 11, 30)
    receipt = register.record(
        path="a%(b)s.xlsx", sha256="a" * 64, context="", received_on=day, assessment=assessment
    )
    found = register.figures({receipt.id: {odd.scope}})[receipt.id]
    assert [one._replace(note=one.note.replace("\0", "")) for one in found] == [
        odd._replace(note=odd.note.replace("\0", "")),  # which PostgreSQL cannot store
        WOMEN,
    ]
    assert register.history().receipts == [receipt]


def test_a_change_of_the_catalogue_changes_nothing_that_stands() -> None:
    state = state_after([CatalogueChange(1, dt.datetime(2018, 9, 3), "a")])
    assert (state.receipts, list(state.standing.statements())) == ({}, [])
