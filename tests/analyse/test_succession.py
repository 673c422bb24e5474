"""Mergers and divisions in mid-year: nothing handed over is counted twice, or left out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from frames import district, home, numbers, results
from welfare_stats.analyse.comparison import Obstacle, Side, changes
from welfare_stats.analyse.totals import NumberKey, Results
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Succession
from welfare_stats.period import ReportingPeriod

YEAR = ReportingPeriod(date(2020, 1, 1), date(2020, 12, 31))
JUN, JUL = date(2020, 6, 30), date(2020, 7, 1)
FIRST_HALF = {"period_start": YEAR.start, "period_end": JUN}
SECOND_HALF = {"period_start": JUL, "period_end": YEAR.end}
WHOLE_YEAR = {"period_start": YEAR.start, "period_end": YEAR.end}


def merged(catalogue: Catalogue, *pairs: tuple[str, str], begun: str = "") -> Catalogue:
    """The catalogue with units that hand over on 1 July; those of ``begun`` begin on that day."""
    ended = {predecessor for predecessor, _ in pairs}
    rows = [unit for unit in catalogue.units if unit.code not in ended or unit.valid_from <= JUN]
    units = [
        unit.model_copy(update={"valid_to": JUN})
        if unit.code in ended
        else unit.model_copy(update={"valid_from": JUL})
        if unit.code in begun.split()
        else unit
        for unit in rows
    ]
    successions = tuple(Succession(**{"from": a, "to": b, "day": JUL}) for a, b in pairs)
    return replace(catalogue, units=tuple(units), successions=successions)


def moved(unit: str, days: Mapping[str, date], *numbers: float | None) -> list[dict[str, object]]:
    """Opening, increase, decrease and closing of one case type; ``None`` is a blank."""
    measures = ("opening", "increase", "decrease", "closing")
    return [
        district(unit, "tc_cao_tuoi", number, measure=measure, **days)
        for measure, number in zip(measures, numbers, strict=True)
        if number is not None
    ]


def province(result: Results) -> tuple[float | None, ...]:
    return tuple(
        numbers(result).get(("tc_cao_tuoi", measure, "all"))
        for measure in ("opening", "increase", "decrease", "closing")
    )


def in_words(codes: CatalogueAt, result: Results) -> list[str]:
    return [" ".join(sorted(question.group.units)) for question in result.questions]


OTHER = moved("164", WHOLE_YEAR, 1000, 50, 30, 1020)


@pytest.mark.parametrize(
    ("pairs", "begun", "rows", "expected"),
    [
        pytest.param(
            [("168", "169")],
            "",
            [
                *moved("168", FIRST_HALF, 15, 7, 2, 20),
                *moved("169", FIRST_HALF, 100, 5, 5, 100),
                *moved("169", SECOND_HALF, 100, 30, 1, 129),
            ],
            (1115, 50 + 7 + 5 + 30 - 20, 30 + 2 + 5 + 1, 1149),
            id="into one that existed before, half-year by half-year",
        ),
        pytest.param(
            [("168", "169")],
            "",
            [
                *moved("168", FIRST_HALF, 15, 7, 2, 20),
                *moved("169", WHOLE_YEAR, 100, 35, 6, 129),
            ],
            (1115, 50 + 7 + 35 - 20, 38, 1149),
            id="into one that existed before and reports the year at once",
        ),
        pytest.param(
            [("168", "169"), ("170", "169")],
            "169",
            [
                *moved("168", FIRST_HALF, 15, 7, 2, 20),
                *moved("170", FIRST_HALF, 80, 0, 0, 80),
                *moved("169", SECOND_HALF, 100, 10, 1, 109),
            ],
            (1095, 50 + 7 + 10, 33, 1129),
            id="two into a new one",
        ),
        pytest.param(
            [("168", "169"), ("168", "170")],
            "169 170",
            [
                *moved("168", FIRST_HALF, 15, 7, 2, 20),
                *moved("169", SECOND_HALF, 12, 1, 0, 13),
                *moved("170", SECOND_HALF, 8, 1, 0, 9),
            ],
            (1015, 59, 32, 1042),
            id="one divided into two new ones",
        ),
        pytest.param(
            [("168", "169"), ("168", "170")],
            "169",
            [
                *moved("168", FIRST_HALF, 15, 7, 2, 20),
                *moved("169", SECOND_HALF, 12, 1, 0, 13),
                *moved("170", WHOLE_YEAR, 80, 9, 0, 89),
            ],
            (1095, 50 + 7 + 1 + 9 - 8, 32, 1122),
            id="divided between a new one and one that existed before",
        ),
        pytest.param(
            [("168", "169"), ("168", "170")],
            "169 170",
            [
                *moved("168", FIRST_HALF, 15, 7, 2, 20),
                *moved("169", SECOND_HALF, 12, 1, 0, 13),
            ],
            (1015, 58, 32, 1033),
            id="a new one has not reported yet",
        ),
    ],
)
def test_the_province_counts_nobody_twice(
    pairs: list[tuple[str, str]],
    begun: str,
    rows: list[dict[str, object]],
    expected: tuple[float, ...],
    catalogue: Catalogue,
) -> None:
    codes = merged(catalogue, *pairs, begun=begun).during(YEAR)
    result = results(codes, *OTHER, *rows)
    assert province(result) == expected
    assert result.questions == ()
    for measure in ("opening", "increase", "decrease", "closing"):
        cells = result.cells(NumberKey("tc_cao_tuoi", measure))
        assert cells["adds"].sum() == numbers(result)["tc_cao_tuoi", measure, "all"]
    if len(rows) > 8 or begun != "169 170":
        opening, increase, decrease, closing = province(result)
        assert opening + increase - decrease == closing  # type: ignore[operator]


@pytest.mark.parametrize(
    ("begun", "rows"),
    [
        pytest.param(
            "169",
            [*moved("168", FIRST_HALF, 15, 7, 2, 20), *moved("169", SECOND_HALF, 25, 0, 0, 25)],
            id="the new unit begins with others than were handed over",
        ),
        pytest.param(
            "",
            [*moved("168", FIRST_HALF, 15, 7, 2, 20), *moved("169", WHOLE_YEAR, 100, 4, 0, 104)],
            id="fewer came than were handed over",
        ),
        pytest.param(
            "",
            [*moved("168", FIRST_HALF, 15, 7, 2, None), *moved("169", WHOLE_YEAR, 9, 40, 0, 49)],
            id="the closing is blank",
        ),
        pytest.param("", moved("169", WHOLE_YEAR, 100, 40, 0, 140), id="its last file never came"),
    ],
)
def test_a_movement_into_which_the_handover_does_not_fit_is_not_known(
    begun: str, rows: list[dict[str, object]], catalogue: Catalogue
) -> None:
    codes = merged(catalogue, ("168", "169"), begun=begun).during(YEAR)
    result = results(codes, *OTHER, *rows)
    assert province(result)[:3] == (None, None, None)
    assert province(result)[3] == 1020 + rows[-1]["value"]  # type: ignore[operator]
    assert "168 169" in in_words(codes, result)
    assert ("tc_bien_dong_tang", "total", "all") not in numbers(result)


def test_a_unit_that_ended_without_a_successor_leaves_a_question(catalogue: Catalogue) -> None:
    codes = replace(merged(catalogue, ("168", "169")), successions=()).during(YEAR)
    result = results(codes, *OTHER, *moved("168", FIRST_HALF, 15, 7, 2, 20))
    assert province(result) == (None, None, None, 1020)
    assert "168" in in_words(codes, result)


def test_stocks_without_movements_are_those_of_the_units_at_the_end(catalogue: Catalogue) -> None:
    codes = merged(catalogue, ("168", "169")).during(YEAR)
    cards = [("168", 300, FIRST_HALF), ("169", 900, WHOLE_YEAR), ("164", 50, WHOLE_YEAR)]
    rows = [
        district(unit, "bhyt", number, measure="total", form="HX-02", **days)
        for unit, number, days in cards
    ]
    assert numbers(results(codes, *rows))["bhyt", "total", "all"] == 950


@pytest.mark.parametrize(
    ("begun", "came", "expected"),
    [("CSTG-02", 6, 56), ("CSTG-02", None, None), ("", 6, None)],
)
def test_people_served_whom_the_predecessor_counted_are_not_counted_again(
    begun: str, came: float | None, expected: float | None, catalogue: Catalogue
) -> None:
    codes = merged(catalogue, ("CSTG-01", "CSTG-02"), begun=begun).during(YEAR)
    rows = [
        home("CSTG-01", "nuoi_duong", 50, **FIRST_HALF),
        home("CSTG-02", "nuoi_duong", 48, **SECOND_HALF),
    ]
    if came is not None:
        rows.append(home("CSTG-02", "nuoi_duong_tiep_nhan_moi", came, **SECOND_HALF))
    totals = numbers(results(codes, *rows))
    assert totals.get(("nuoi_duong", "total", "all")) == expected


# --- years side by side --------------------------------------------------------------------------


def side(catalogue: Catalogue, period: ReportingPeriod, *rows: dict[str, object]) -> Side:
    codes = catalogue.during(period)
    result = results(codes, *rows)
    return Side(result.figures, result.totals, codes, period)


def year(number: int) -> dict[str, date]:
    return {"period_start": date(number, 1, 1), "period_end": date(number, 12, 31)}


BEFORE = ReportingPeriod(date(2019, 1, 1), date(2019, 12, 31))
DISTRICTS = [str(code) for code in range(164, 174) if code != 166]


def gifts(number: float, *units: str, **more: object) -> list[dict[str, object]]:
    fixed = {"measure": "total", "form": "HX-02"}
    return [district(unit, "chuc_tho_mung_tho", number, **fixed, **more) for unit in units]


@pytest.mark.parametrize(
    ("this_year", "obstacle", "units"),
    [
        (gifts(11, *DISTRICTS, **year(2020)), None, ""),
        (gifts(11, *DISTRICTS[:-1], **year(2020)), Obstacle.UNITS_NOW, "173"),
        (
            [*gifts(11, *DISTRICTS[1:], **year(2020)), *gifts(5, "164", **FIRST_HALF)],
            Obstacle.DAYS,
            "164",
        ),
        (
            [
                *gifts(11, *DISTRICTS[1:], **year(2020)),
                *gifts(5, "164", **FIRST_HALF),
                *gifts(6, "164", **SECOND_HALF),
            ],
            None,
            "",
        ),
        (gifts(11, *DISTRICTS, is_estimate=True, **year(2020)), Obstacle.ESTIMATE, ""),
    ],
)
def test_years_are_compared_for_the_same_units_and_days(
    this_year: list[dict[str, object]], obstacle: Obstacle | None, units: str, catalogue: Catalogue
) -> None:
    before = side(catalogue, BEFORE, *gifts(10, *DISTRICTS, **year(2019)))
    compared, others = changes(side(catalogue, YEAR, *this_year), before, [])
    gift = [change for change in compared if change.case_type.code == "chuc_tho_mung_tho"]
    assert [(c.before, c.now, c.change, c.ratio) for c in gift] == (
        [(90, 99, 9, 0.1)] if obstacle is None else []
    )
    assert [(o.obstacle, " ".join(sorted(o.units))) for o in others] == (
        [] if obstacle is None else [(obstacle, units)]
    )


def test_years_are_compared_through_successors(catalogue: Catalogue) -> None:
    changed = merged(catalogue, ("168", "169"))
    before = side(changed, BEFORE, *gifts(10, *DISTRICTS, **year(2019)))
    others = [unit for unit in DISTRICTS if unit not in ("168", "169")]
    rows = gifts(11, *others, "169", **year(2020)) + gifts(4, "168", **FIRST_HALF)
    both = ReportingPeriod(BEFORE.start, YEAR.end)
    compared, left = changes(side(changed, YEAR, *rows), before, changed.during(both).successions)
    assert [(c.before, c.now) for c in compared if c.case_type.form == "HX-02"] == [(90, 92)]
    assert left == []


def test_another_definition_is_not_compared(catalogue: Catalogue) -> None:
    """From July 2021 on the allowance knows one group more."""
    now = ReportingPeriod(date(2021, 1, 1), date(2021, 12, 31))
    numbers = [
        [district(unit, "tro_cap_cong_dong", 10, **year(number)) for unit in DISTRICTS]
        for number in (2021, 2020)
    ]
    compared, others = changes(
        side(catalogue, now, *numbers[0]), side(catalogue, YEAR, *numbers[1]), []
    )
    found = {o.case_type.code: o.obstacle for o in others}
    assert found["tro_cap_cong_dong"] is Obstacle.DEFINITION
    assert "tro_cap_cong_dong" not in {c.case_type.code for c in compared}


def test_a_group_lasts_as_long_as_its_members_are_connected(catalogue: Catalogue) -> None:
    eve = JUL - timedelta(days=1)
    assert merged(catalogue, ("168", "169")).during(ReportingPeriod(eve, eve)).successions == ()
