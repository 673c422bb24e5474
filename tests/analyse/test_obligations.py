"""Which obligations the catalogue makes: its deadlines, for the days on which each unit existed."""

import datetime as dt
from dataclasses import replace

import pytest

from catalogue_rows import deadline, with_unit
from welfare_stats.analyse.obligations import obligations_of
from welfare_stats.design.catalogue import Catalogue


def owed(year: int, catalogue: Catalogue, unit: str = "170", form: str = "HX-01") -> list[str]:
    return [
        f"{o.name}: {o.period.start} – {o.period.end}, {o.due_on if o.is_asked else 'not asked'}"
        for o in obligations_of(year, catalogue)
        if (o.unit.code, o.form) == (unit, form)
    ]


def test_everybody_who_has_a_deadline_owes_its_forms(catalogue: Catalogue) -> None:
    every = obligations_of(2018, catalogue)
    assert len(every) == (9 * 2 + 4) * 3
    assert [f"{o.unit.code} {o.form} {o.deadline.code}" for o in every[:7]] == [
        "164 HX-01 6-thang",
        "164 HX-01 8-thang-2018",
        "164 HX-01 ca-nam",
        "164 HX-02 6-thang",
        "164 HX-02 8-thang-2018",
        "164 HX-02 ca-nam",
        "165 HX-01 6-thang",
    ]
    assert "SLDTBXH" not in {o.unit.code for o in every}  # it collects the reports


HALF = "6 tháng đầu năm 2018: 2018-01-01 – 2018-06-30, 2018-06-30"
EIGHT = "8 tháng năm 2018: 2018-01-01 – 2018-08-31, 2018-09-04"
YEAR = "cả năm 2018: 2018-01-01 – 2018-12-31, 2018-12-31"
NO_HALF = "6 tháng đầu năm 2018: 2018-01-01 – 2018-06-30, not asked"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # From when to when the unit existed, row by row.
        (["2014-01-01 –"], [HALF, EIGHT, YEAR]),
        (["2014-01-01 – 2018-06-30"], [HALF]),
        (["2014-01-01 – 2018-05-15"],
         ["6 tháng đầu năm 2018: 2018-01-01 – 2018-05-15, 2018-06-30"]),
        (["2014-01-01 – 2018-10-31"],
         [HALF, EIGHT, "cả năm 2018: 2018-01-01 – 2018-10-31, 2018-12-31"]),
        (["2018-07-01 –"],
         [NO_HALF,
          "8 tháng năm 2018: 2018-07-01 – 2018-08-31, 2018-09-04",
          "cả năm 2018: 2018-07-01 – 2018-12-31, 2018-12-31"]),
        (["2014-01-01 – 2018-04-09", "2018-04-10 –"], [HALF, EIGHT, YEAR]),  # only renamed
        (["2018-04-10 –", "2014-01-01 – 2018-04-09"], [HALF, EIGHT, YEAR]),
        (["2014-01-01 – 2018-03-31", "2018-07-01 –"],  # ended, and began again
         ["6 tháng đầu năm 2018: 2018-01-01 – 2018-03-31, 2018-06-30",
          "8 tháng năm 2018: 2018-07-01 – 2018-08-31, 2018-09-04",
          "cả năm 2018: 2018-07-01 – 2018-12-31, 2018-12-31"]),
        (["2014-01-01 – 2017-12-31"], []),
        (["2019-01-01 –"], []),
    ],
)  # fmt: skip
def test_a_unit_is_asked_only_for_its_own_days(
    days: list[str], expected: list[str], catalogue: Catalogue
) -> None:
    assert owed(2018, with_unit(catalogue, "170", *days)) == expected


def test_a_unit_is_called_by_its_last_name_of_the_year(catalogue: Catalogue) -> None:
    names = {
        year: {o.unit.short_name for o in obligations_of(year, catalogue) if o.unit.code == "172"}
        for year in (2021, 2022)
    }
    assert names == {2021: {"Thị xã Phổ Yên"}, 2022: {"Thành phố Phổ Yên"}}


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2013, []),
        (2017, ["6 tháng đầu năm 2017", "cả năm 2017"]),
        (2024, ["6 tháng đầu năm 2024", "cả năm 2024"]),
        (2025, ["6 tháng đầu năm 2025"]),  # all ends on 30 June
        (2026, []),
    ],
)
def test_a_deadline_is_set_as_long_as_its_row_is_in_force_at_the_end_of_the_period(
    year: int, expected: list[str], catalogue: Catalogue
) -> None:
    assert [line.split(":")[0] for line in owed(year, catalogue)] == expected


def test_the_year_of_a_period_is_that_of_its_last_day(catalogue: Catalogue) -> None:
    across = replace(catalogue, deadlines=(deadline("Năm", "15 tháng 12", "14 tháng 12"),))
    assert owed(2018, across) == ["năm 2018: 2017-12-15 – 2018-12-14, 2018-12-14"]
    ended = with_unit(across, "170", "2014-01-01 – 2017-12-20")
    assert owed(2018, ended) == []
    assert owed(2017, ended) == [
        "năm 2017: 2016-12-15 – 2017-12-14, 2017-12-14",
        "năm 2018: 2017-12-15 – 2017-12-20, 2018-12-14",
    ]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Cả năm", "cả năm 2018"),
        ("6 tháng đầu năm", "6 tháng đầu năm 2018"),
        ("8 tháng năm 2018", "8 tháng năm 2018"),
        ("Quý I", "quý I năm 2018"),
        ("9 tháng", "9 tháng năm 2018"),
        ("Đợt Tết", "đợt Tết năm 2018"),
        ("BTXH đột xuất", "BTXH đột xuất năm 2018"),
    ],
)
def test_a_period_is_named_with_its_year_once(label: str, expected: str) -> None:
    assert deadline(label, "01 tháng 01", "31 tháng 12").period_name(2018) == expected


def test_a_kind_of_unit_counts_that_it_had_on_the_last_day_asked_for(catalogue: Catalogue) -> None:
    """A home that becomes a social work centre owes what homes owe for the time before."""
    homes_only = replace(
        catalogue, deadlines=(deadline("Cả năm", "01 tháng 01", "31 tháng 12", to="CSND"),)
    )
    row = next(unit for unit in catalogue.units if unit.code == "CSTG-01")
    until = dt.date(2018, 9, 30)
    before = row.model_copy(update={"valid_to": until})
    kind = next(unit.facility_type for unit in catalogue.units if unit.code == "CSTG-04")
    after = row.model_copy(
        update={"valid_from": until + dt.timedelta(days=1), "facility_type": kind}
    )
    others = tuple(unit for unit in catalogue.units if unit.code != "CSTG-01")
    changed = replace(homes_only, units=(*others, before, after))
    assert owed(2017, changed, "CSTG-01") != []
    assert owed(2018, changed, "CSTG-01") == []
    assert owed(2018, changed, "CSTG-02") != []
