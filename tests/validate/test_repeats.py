"""Figures that were sent before, that contain earlier ones, or that left their rows."""

import datetime as dt
from collections.abc import Sequence

import pytest

from formats import Sheets
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.assess import assess
from welfare_stats.validate.reassess import reassess
from welfare_stats.validate.reference import EarlierFigures, NeighbourFigures, Reference
from workbooks import (
    DISTRICT,
    FIRST_ROW,
    cs01_home,
    district,
    hx01,
    hx02,
    sheet_of,
    workbook_bytes,
)

PATH = "data/raw/2018/tep.xlsx"
SENT = dt.date(2018, 12, 31)
SUMMER = "từ ngày 01/7/2018 đến ngày 31/8/2018"
ASKED = {"movement.same-figures", "movement.contains-earlier", "movement.sorted-apart",
         "submission.emptied"}  # fmt: skip


def span(start: str, end: str) -> ReportingPeriod:
    return ReportingPeriod(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def figures(sheets: Sheets, catalogue: Catalogue) -> Sequence[Observation]:
    return assess(workbook_bytes(sheets), PATH, catalogue).observations


def times(numbers: Sequence[Observation], factor: float) -> list[Observation]:
    return [number._replace(value=int(number.value * factor)) for number in numbers]


def asked(sheets: Sheets, reference: Reference, catalogue: Catalogue) -> list[str]:
    alone = assess(workbook_bytes(sheets), PATH, catalogue)
    found = reassess(alone, ReceivedFile(PATH, b"", ""), reference, SENT, catalogue).findings
    return [finding.code for finding in found if finding.code in ASKED]


def earlier(numbers: Sequence[Observation], period: ReportingPeriod) -> Reference:
    return Reference(earlier_periods=[EarlierFigures("data/raw/khac.xlsx", period, numbers)])


LAST_YEAR = span("2017-01-01", "2017-08-31")
HALF_YEAR = span("2018-01-01", "2018-06-30")


@pytest.mark.parametrize("share", [1.0, 0.95, 0.5, 0.0])
def test_last_years_figures_are_asked_about_once(share: float, catalogue: Catalogue) -> None:
    own = list(figures(district(), catalogue))
    kept = int(len(own) * share)
    before = [*own[:kept], *times(own[kept:], 1.1)] if share < 1 else own
    expected = ["movement.same-figures"] if share > 0.9 else []
    assert asked(district(), earlier(before, LAST_YEAR), catalogue) == expected


def test_few_or_small_figures_may_be_the_same(catalogue: Catalogue) -> None:
    few = {"CS-01": cs01_home()}  # six numbers
    assert asked(few, earlier(figures(few, catalogue), LAST_YEAR), catalogue) == []
    rows = hx01()
    for row in rows[FIRST_ROW - 1 :]:
        row[3:] = [10, 0, 0, 10, 5, 4, 3]
    small = {"HX-01": rows}
    assert asked(small, earlier(figures(small, catalogue), LAST_YEAR), catalogue) == []


QUARTERS = ("từ ngày 01/01/2018 đến ngày 31/3/2018", "từ ngày 01/4/2018 đến ngày 30/6/2018")
Movement = tuple[int, int, int, int]


def quarter(number: int, of_the_old: Movement, of_the_disabled: Movement) -> Sheets:
    """HX-01 of a small unit, where the other groups stay as they are."""
    rows = [
        ["tc_tre_em", 3, 0, 0, 3, 2, 1, 1, 4860],
        ["tc_cao_tuoi", *of_the_old, 64, 29, 39, 113_100],
        ["tc_khuyet_tat_nang", *of_the_disabled, 63, 42, 46, 135_300],
    ]
    return {"HX-01": sheet_of("HX-01", DISTRICT, [[None, row[0], None, *row[1:]] for row in rows],
                              QUARTERS[number])}  # fmt: skip


OLD = (130, 3, 3, 130)
DISABLED = (109, 2, 1, 110)


@pytest.mark.parametrize(
    ("of_the_old", "of_the_disabled", "expected"),
    [
        (OLD, DISABLED, ["movement.same-figures"]),
        (OLD, (110, 0, 0, 110), []),  # goes on from the closing: only few came and left
        ((130, 4, 4, 130), (110, 2, 2, 110), []),
    ],
)
def test_a_small_unit_that_goes_on_from_before_may_stay_nearly_the_same(
    of_the_old: Movement, of_the_disabled: Movement, expected: list[str], catalogue: Catalogue
) -> None:
    before = figures(quarter(0, OLD, DISABLED), catalogue)
    sent = quarter(1, of_the_old, of_the_disabled)
    assert asked(sent, earlier(before, span("2018-01-01", "2018-03-31")), catalogue) == expected


def test_what_few_people_are_paid_may_be_the_same(catalogue: Catalogue) -> None:
    rows = hx01()
    for row in rows[FIRST_ROW - 1 :]:
        row[3:] = [10, 0, 0, 10, 5, 4, 3, 40_500]
    few = {"HX-01": rows}
    assert asked(few, earlier(figures(few, catalogue), LAST_YEAR), catalogue) == []


def test_small_flows_of_periods_as_long_may_all_grow_by_chance(catalogue: Catalogue) -> None:
    second = span("2018-04-01", "2018-06-30")
    now = {"HX-02": hx02(period="từ ngày 01/7/2018 đến ngày 30/9/2018")}
    for row in now["HX-02"][FIRST_ROW - 1 :]:
        row[4:] = [{"bhyt": 900, "mai_tang_phi": 4, "chuc_tho_mung_tho": 16}.get(row[1], 2)]
    before = [o._replace(value=o.value // 2) for o in figures(now, catalogue)]
    assert asked(now, earlier(before, second), catalogue) == []


def test_a_neighbours_figures_are_asked_about(catalogue: Catalogue) -> None:
    own = figures(district(), catalogue)
    neighbour = Reference(neighbours=[NeighbourFigures("171", "data/raw/2018/dai_tu.xlsx", own)])
    assert asked(district(), neighbour, catalogue) == ["movement.same-figures"]
    other = Reference(neighbours=[NeighbourFigures("171", "x.xlsx", times(own, 1.07))])
    assert asked(district(), other, catalogue) == []


def test_a_facility_in_the_file_of_its_district_is_no_neighbour(catalogue: Catalogue) -> None:
    rows = [[*row, 100, 20, 3][:12] if n >= FIRST_ROW - 1 else row
            for n, row in enumerate(cs01_home())]  # fmt: skip
    sheets = {"CS-01": rows}
    own = figures(sheets, catalogue)
    same = Reference(neighbours=[NeighbourFigures("164", "tp.xlsx", own)])
    assert asked(sheets, same, catalogue) == []
    elsewhere = [number._replace(facility="CSTG-02") for number in own]
    other = Reference(neighbours=[NeighbourFigures("CSTG-02", "cs2.xlsx", elsewhere)])
    assert asked(sheets, other, catalogue) == ["movement.same-figures"]


@pytest.mark.parametrize(
    ("period", "factor", "expected"),
    [
        (HALF_YEAR, 0.75, ["movement.contains-earlier"]),
        (span("2018-04-01", "2018-06-30"), 0.5, ["movement.contains-earlier"]),
        (span("2018-01-01", "2018-03-31"), 0.4, ["movement.contains-earlier"]),
        (HALF_YEAR, 3, []),  # as two months beside six should be
        (span("2017-01-01", "2017-12-31"), 0.5, []),  # more than a year: not since January
        (span("2018-05-01", "2018-06-30"), 0.95, []),  # as long, and grown by chance
    ],
)
def test_figures_since_january_are_asked_about(
    period: ReportingPeriod, factor: float, expected: list[str], catalogue: Catalogue
) -> None:
    before = times(figures({"HX-02": hx02()}, catalogue), factor)
    sent = {"HX-02": hx02(period=SUMMER)}
    assert asked(sent, earlier(before, period), catalogue) == expected


def test_one_flow_that_is_less_is_enough(catalogue: Catalogue) -> None:
    before = times(figures({"HX-02": hx02()}, catalogue), 0.75)
    before[-1] = before[-1]._replace(value=9)  # one person above 100 years now
    assert asked({"HX-02": hx02(period=SUMMER)}, earlier(before, HALF_YEAR), catalogue) == []


def moved(columns: slice) -> Sheets:
    """HX-01 with some columns of each row in the row above, those of the first in the last."""
    rows = hx01()
    numbers = [row[columns] for row in rows[6:]]
    for row, some in zip(rows[6:], [*numbers[1:], numbers[0]], strict=True):
        row[columns] = some
    return {"HX-01": rows}


@pytest.mark.parametrize("factor", [1, 1.1])
def test_columns_that_were_sorted_apart_are_asked_about_once(
    factor: float, catalogue: Catalogue
) -> None:
    before = times(figures({"HX-01": hx01()}, catalogue), factor)
    same_year = Reference(
        corrected=[EarlierFigures("a.xlsx", span("2018-01-01", "2018-08-31"), before)]
    )
    for reference in (earlier(before, LAST_YEAR), earlier(before, HALF_YEAR), same_year):
        assert asked(moved(slice(3, 11)), reference, catalogue) == ["movement.sorted-apart"]
        assert "movement.sorted-apart" not in asked({"HX-01": hx01()}, reference, catalogue)


def test_a_column_of_amounts_may_be_sorted_apart_alone(catalogue: Catalogue) -> None:
    before = times(figures({"HX-01": hx01()}, catalogue), 1.1)
    assert asked(moved(slice(10, 11)), earlier(before, LAST_YEAR), catalogue) == [
        "movement.sorted-apart"
    ]


def test_a_correction_that_makes_a_form_0_is_asked_about(catalogue: Catalogue) -> None:
    rows = [[0 if isinstance(cell, int) else cell for cell in row] for row in hx02()]
    before = figures({"HX-02": hx02()}, catalogue)
    period = span("2018-01-01", "2018-08-31")
    corrected = Reference(corrected=[EarlierFigures("a.xlsx", period, before)])
    assert asked({"HX-02": rows}, corrected, catalogue) == ["submission.emptied"]
    assert asked({"HX-02": hx02()}, corrected, catalogue) == []


def test_an_estimate_is_compared_with_nothing(catalogue: Catalogue) -> None:
    estimate = district(period="Ước thực hiện cả năm 2018")
    before = figures(district(), catalogue)
    assert asked(estimate, earlier(before, LAST_YEAR), catalogue) == []
