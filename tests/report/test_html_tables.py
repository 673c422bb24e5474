"""How tables stand on a web page."""

import pytest

from report_example import CENTRE, TARGETS, WIDE
from welfare_stats.report.model import Cell, Gap, Number, Percent, Table, TableRow
from welfare_stats.report.render.html_tables import shape_of, sort_value, widths


def table(*rows: str) -> Table:
    """A row a word: "+a" is a total, "  a" indented twice."""
    made = tuple(
        TableRow((row.strip(" +"), Number(1)), level=len(row) - len(row.lstrip()), total="+" in row)
        for row in rows
    )
    return Table("", "", "", "", "", ("Đơn vị", "Số"), made)


@pytest.mark.parametrize(
    ("rows", "groups", "totals", "is_sortable"),
    [
        (["a", "b", "c", "+t", "+s"], [["a", "b", "c"]], ["t", "s"], True),
        (["a", "b", "+t"], [["a", "b"]], ["t"], False),  # of two rows one sees the larger
        (["+g", " a", " b", " c", "+h", " d"], [["g", "a", "b", "c"], ["h", "d"]], [], True),
        (["+g", " a", " b", " c", "+t"], [["g", "a", "b", "c"]], ["t"], True),
        (["g", " a", " b", " c", "h", " d"], [["g", "a", "b", "c"], ["h", "d"]], [], False),
        (["+g", " a", "  b", " c", " d"], [["g", "a", "b", "c", "d"]], [], False),
        (["+g", " a", " b", " c", "d", "e"], [["g", "a", "b", "c"], ["d"], ["e"]], [], False),
        (["+g", "a", "b", "c"], [["g", "a", "b", "c"]], [], False),
        (["+t"], [], ["t"], False),
        ([], [], [], False),
    ],
)  # fmt: skip
def test_rows_stand_in_groups_that_may_or_may_not_be_sorted(
    rows: list[str], groups: list[list[str]], totals: list[str], *, is_sortable: bool
) -> None:
    shape = shape_of(table(*rows))
    assert [[row.cells[0] for row in group] for group in shape.groups] == groups
    assert [row.cells[0] for row in shape.totals] == totals
    assert shape.is_sortable is is_sortable


@pytest.mark.parametrize(
    ("count", "is_filtered", "is_tall"), [(10, False, False), (11, True, False), (40, True, True)]
)
def test_long_tables_have_a_filter_and_tall_ones_a_frame(
    count: int, *, is_filtered: bool, is_tall: bool
) -> None:
    shape = shape_of(table(*["a"] * count, "+t"))
    assert (shape.is_filtered, shape.is_tall) == (is_filtered, is_tall)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Number(26850), "26850"),
        (Number(-12.5), "-12.5"),
        (Number(123456789012.125), "123456789012.125"),
        (Percent(0.25), "0.25"),
        (Gap.NOT_SENT, ""),
        ("Võ Nhai", None),
        ("", None),
        ("03/9/2018", "2018-09-03"),
        ("01/01/2018 – 31/8/2018", "2018-01-01 – 2018-08-31"),
        ("Trường mầm non 19/5", None),
    ],
)
def test_cells_sort_by_value(cell: Cell, expected: str | None) -> None:
    assert sort_value(cell) == expected


@pytest.mark.parametrize("shown", [CENTRE, TARGETS, WIDE], ids=lambda shown: shown.key)
def test_columns_have_a_least_width_and_a_share_of_screen_and_paper(shown: Table) -> None:
    found = widths(shown)
    for width, head in zip(found, shown.columns, strict=True):
        assert width.least > max(map(len, head.split()))
    assert sum(width.share for width in found) == pytest.approx(100, abs=1)
    assert sum(width.on_paper for width in found) == pytest.approx(100, abs=1)
