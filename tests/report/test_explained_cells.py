"""What a cell of the HTML opens: made by hand, case by case."""

from datetime import date

import pytest

from welfare_stats.analyse.totals import NumberKey, Source
from welfare_stats.report.explanation import Explanation, Explanations
from welfare_stats.report.model import Cell, Gap, Number, Origin, Percent
from welfare_stats.report.render.explained_cells import Entry, ExplainedCells

AS_OF = date(2018, 8, 31)
UNITS = {"170": "Võ Nhai", "171": "Đại Từ", "CSTG-01": "Cơ sở số 1"}
CASE_TYPES = {"ca": "Số ca", "con": "Ca con", "hiv": "Người nhiễm HIV"}


def origin(unit: str = "", case_type: str = "ca") -> Origin:
    return Origin(2018, NumberKey(case_type, "total", unit=unit))


def source(unit: str = "170", adds: float = 12, **changes: object) -> Source:
    plain = Source(unit, "", "ca", AS_OF, adds, f"data/raw/2018/{unit}.xlsx", "HX-01", "G8")
    return plain._replace(**changes)  # type: ignore[arg-type]


def told(*sources: Source, number: str = "12", whose: str = "", **more: object) -> Explanation:
    return Explanation("Số ca", whose, number, "ca", sources=sources, **more)  # type: ignore[arg-type]


Known = dict[tuple[Origin, ...], Explanation]


def opened(cell: Cell, of: Known, **more: object) -> list[Entry]:
    """The entries that a cell leads to, its own first; texts in place of their places."""
    explained = ExplainedCells(
        Explanations(of, UNITS, CASE_TYPES, **more),  # type: ignore[arg-type]
        AS_OF,
    )
    place = explained.place_of(cell)
    assert place is not None
    texts, entries = explained.data["texts"], explained.data["entries"]

    def text(value: object, at: int) -> object:
        return texts[value] if at in (0, 1, 2, 4, 5) and value != -1 else value

    shown = [entries[place], *(entries[part] for part in entries[place].get("parts", []))]
    return [
        entry
        | {"sources": [[text(v, at) for at, v in enumerate(s)] for s in entry.get("sources", [])]}
        for entry in shown
    ]


def test_a_number_opens_its_cells() -> None:
    facility = source(
        "170",
        -3,
        facility="CSTG-01",
        case_type="con",
        until=date(2018, 6, 30),
        path="data/raw/2018/a\u202eb.xlsx",
    )
    known = told(source(), facility, number="9", remarks=("Chưa đủ.",), below=("Có dấu trừ.",))
    assert opened(Number(9, of=(origin(),)), {(origin(),): known}) == [
        {
            "title": "Số ca: 9 ca",
            "remarks": ["Chưa đủ."],
            "sources": [
                ["Võ Nhai", -1, -1, "12", "data/raw/2018/170.xlsx", "HX-01", "G8"],
                [
                    "Cơ sở số 1 (do Võ Nhai gửi)",
                    "Ca con",
                    "30/6/2018",
                    "-3",
                    r"data/raw/2018/a\u202eb.xlsx",
                    "HX-01",
                    "G8",
                ],
            ],
            "below": ["Có dấu trừ."],
        }
    ]


@pytest.mark.parametrize(("listed", "rest"), [(20, None), (20, 1), (20, 72)])
def test_of_many_cells_twenty_are_listed_and_the_command_lists_all(
    listed: int, rest: int | None
) -> None:
    sources = (source() for _ in range(listed))
    known = told(*sources, command="welfare-stats explain …", rest=rest or 0)
    (entry,) = opened(Number(1, of=(origin(),)), {(origin(),): known})
    assert (len(entry["sources"]), entry.get("rest")) == (listed, rest)
    assert entry.get("command") == ("welfare-stats explain …" if rest else None)


def test_a_sum_of_units_opens_the_cells_of_all() -> None:
    units = (origin("170"), origin("171"))
    known = told(source("170", 12), source("171", 0.5), number="12,5", whose="2 đơn vị")
    (entry,) = opened(Number(12.5, of=units), {units: known})
    assert entry["title"] == "Số ca, 2 đơn vị: 12,5 ca"
    assert [row[0] for row in entry["sources"]] == ["Võ Nhai", "Đại Từ"]


PART, WHOLE = origin("170"), origin()
OF_BOTH: Known = {
    (PART,): told(source(), value=12),
    (WHOLE,): told(source(adds=48), number="48", value=48),
    (PART, origin("171")): told(source(), source("171", 12), number="24", whose="2 đơn vị"),
}


@pytest.mark.parametrize(
    ("cell", "title", "parts"),
    [
        (Percent(0.25, (PART, WHOLE)), "12 / 48 = 25,0%", ["Số ca: 12 ca", "Số ca: 48 ca"]),
        (
            Percent(0.5, (PART, origin("171"), WHOLE)),
            "24 / 48 = 50,0%",
            ["Số ca, 2 đơn vị: 24 ca", "Số ca: 48 ca"],
        ),
        (
            Percent(-0.75, (PART, WHOLE), is_change=True),
            "(12 − 48) / 48 = -75,0%",
            ["Số ca: 12 ca", "Số ca: 48 ca"],
        ),
        (
            Percent(0.75, (PART, WHOLE), is_change=True),  # by so much it fell, as targets say it
            "(48 − 12) / 48 = 75,0%",
            ["Số ca: 12 ca", "Số ca: 48 ca"],
        ),
        (
            Number(-36, of=(PART, WHOLE), is_change=True),
            "12 − 48 = -36",
            ["Số ca: 12 ca", "Số ca: 48 ca"],
        ),
        (Percent(0.12, (PART,), target=100), "12 / 100 (kế hoạch) = 12,0%", ["Số ca: 12 ca"]),
    ],
)
def test_what_is_made_from_two_numbers_opens_both(cell: Cell, title: str, parts: list[str]) -> None:
    own, *others = opened(cell, OF_BOTH)
    assert own["title"] == title
    assert [entry["title"] for entry in others] == parts


@pytest.mark.parametrize(
    ("of", "case_type"), [(origin(case_type="hiv"), "hiv"), (origin("170"), "hiv")]
)
def test_numbers_of_units_that_are_withheld_stand_nowhere(of: Origin, case_type: str) -> None:
    known = told(source(adds=12), source(adds=7, case_type=case_type), number="19")
    (entry,) = opened(Number(19, of=(of,)), {(of,): known}, withheld=frozenset({"hiv"}))
    numbers = [row[3] for row in entry["sources"]]
    assert numbers == (["…*", "…*"] if of.key.case_type == "hiv" else ["12", "…*"])
    assert entry["below"] == ["Ký hiệu “…*”: số theo đơn vị của chỉ tiêu này không công bố."]


@pytest.mark.parametrize("gap", Gap)
def test_every_sign_opens_what_it_means(gap: Gap) -> None:
    (entry,) = opened(gap, {})
    assert entry["title"] == f"“{gap}”"
    assert entry["remarks"][0].endswith(".")


@pytest.mark.parametrize("cell", ["Võ Nhai", "", Number(3), Number(3, of=(origin(),)), Percent(1)])
def test_texts_and_numbers_of_unknown_origin_open_nothing(cell: Cell) -> None:
    assert ExplainedCells(Explanations({}), AS_OF).place_of(cell) is None


def test_an_explanation_stands_once_however_often_it_is_asked_for() -> None:
    explained = ExplainedCells(Explanations(OF_BOTH), AS_OF)
    cells: list[Cell] = [Number(12, of=(PART,)), Percent(0.25, (PART, WHOLE)), Gap.NOT_SENT] * 3
    assert [explained.place_of(cell) for cell in cells] == [0, 2, 3] * 3
    assert len(explained.data["entries"]) == 4
