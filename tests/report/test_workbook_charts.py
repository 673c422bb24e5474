"""Charts in the workbook: the cells with their numbers, and what Excel draws from these cells."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdfium2 import PdfDocument

from chart_examples import CHARTS, STEPS, TARGETS, YEARS, rects_in, report_with
from report_example import AWKWARD, GROUPS
from welfare_stats.errors import VerificationError
from welfare_stats.report.model import AnnualReport, Bar, Chart, Number, Series
from welfare_stats.report.render.chart_specs import DARK, LIGHT
from welfare_stats.report.render.xlsx import render_xlsx
from welfare_stats.report.verify import verify
from welfare_stats.vietnamese import clean

NOWHERE = Path()  # the workbook has no layout
FIRST = 7  # the row below the headings
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def written(*charts: Chart) -> bytes:
    return render_xlsx(report_with(*charts), NOWHERE)


def sheet_of(chart: Chart, *, data_only: bool = True) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(written(chart)), data_only=data_only)
    found: Worksheet = book["Hình 1"]
    return found


def drawn(sheet: Worksheet) -> Any:
    """The chart of a sheet."""
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    return chart


def at(sheet: Worksheet, reference: str) -> list[object]:
    """What stands in the cells that a chart refers to."""
    name, cells = reference.rsplit("!", 1)
    assert name == f"'{sheet.title}'"
    found = sheet[cells.replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


# --- the numbers ---------------------------------------------------------------------------------

TABLES = {
    "bars": [
        ("Nội dung", "Số liệu", "Ghi chú"),
        ("Người cao tuổi", 26530, "54,6%"),
        ("Người khuyết tật", 18304, "ước; 37,6%"),
        (clean(AWKWARD), 12.5, "dưới 0,1%"),
        ("Trẻ em", 0, None),
    ],
    "steps": [
        ("Nội dung", "Số liệu", "Vẽ từ mức"),
        ("Đầu kỳ", 47707, 0),
        ("Tăng", 4059, 47707),
        ("Giảm", 3139, 48627),
        ("Cuối kỳ", 48627, 0),
    ],
    "years": [
        ("Nội dung", "Năm 2018", "Năm 2019", "Ghi chú"),
        ("Người cao tuổi", 27099, 27659, "tăng 2,1%"),
        ("Trẻ em", 742, 757, "tăng 2,0%"),
    ],
    "targets": [
        ("Nội dung", "Số liệu", "Ghi chú"),
        ("Thực hiện trợ cấp xã hội hàng tháng tại các cơ sở", 0.95, None),
        ("Câu lạc bộ", 25.6, "256 trên 10"),
    ],
}


@pytest.mark.parametrize(("name", "table"), TABLES.items(), ids=TABLES)
def test_the_numbers_of_a_chart_stand_in_cells_below_its_lines(
    name: str, table: list[tuple[object, ...]]
) -> None:
    rows = list(sheet_of(CHARTS[name]).iter_rows(values_only=True))
    assert rows[:5] == [
        (line, *[None] * (len(table[0]) - 1))
        for line in (
            f"Hình 1. {CHARTS[name].title}",
            "Kỳ số liệu: từ ngày 01/01/2018 đến ngày 31/8/2018",
            f"Đơn vị tính: {CHARTS[name].unit}. Nguồn: Báo cáo của các đơn vị",
            "Hình 1 có 2 ghi chú ở trang Ghi chú",
            "Về trang Mục lục",
        )
    ]
    assert rows[5:] == table


def test_what_words_say_of_a_number_is_shown_behind_it_what_numbers_say_is_not() -> None:
    bars = (
        Bar("Đủ", Number(9), "54,6%"),
        Bar("Một phần", Number(8), "chưa đủ"),
        Bar("Ước", Number(7.5, is_estimate=True), "chưa đủ"),
        Bar("Ước đủ", Number(7, is_estimate=True)),
    )
    sheet = sheet_of(replace(GROUPS, series=(Series(bars),)))
    shown = [(row[1].value, row[1].number_format) for row in sheet.iter_rows(min_row=FIRST)]
    assert shown == [
        (9, "#,##0"),
        (8, '#,##0" (chưa đủ)"'),
        (7.5, '#,##0.##" (ước; chưa đủ)"'),
        (7, '#,##0" (ước)"'),
    ]


def test_steps_follow_the_numbers_that_somebody_changes() -> None:
    sheet = sheet_of(STEPS, data_only=False)
    assert [sheet.cell(FIRST + row, 3).value for row in range(4)] == [0, "=B7", "=B7+B8-B9", 0]


# --- the drawing ---------------------------------------------------------------------------------


@every_chart
def test_a_chart_is_drawn_from_the_cells_that_hold_its_numbers(chart: Chart) -> None:
    sheet = sheet_of(chart)
    *_, first = shown = drawn(sheet).series[-len(chart.series) :]
    assert at(sheet, first.cat.strRef.f) == [clean(bar.label) for bar in chart.series[0].bars]
    for one, series in zip(shown, chart.series, strict=True):
        assert at(sheet, one.val.numRef.f) == [bar.value.value for bar in series.bars]
        assert at(sheet, one.tx.strRef.f) == [series.name.capitalize() or "Số liệu"]
        assert one.dLbls.showVal
        assert one.dLbls.numFmt is None  # numbers look as in their cells


@every_chart
def test_bars_are_in_the_order_of_the_picture_and_as_light(chart: Chart) -> None:
    shown = drawn(sheet_of(chart))
    assert (shown.barDir, shown.x_axis.scaling.orientation) == ("bar", "maxMin")
    series = shown.series[-len(chart.series) :]
    fills = [[f"#{point.spPr.solidFill.srgbClr}" for point in one.dPt] for one in series]
    rows = zip(*fills, strict=True)
    bars = zip(*(one.bars for one in chart.series), strict=True)
    numbers = [bar.value.value for row in bars for bar in row]
    seen = [fill for fill, number in zip((f for row in rows for f in row), numbers, strict=True)
            if number]  # fmt: skip
    assert [fill.lower() for fill in seen] == [rect["fill"] for rect in rects_in(chart)]


def test_steps_lie_on_bars_that_are_not_seen() -> None:
    sheet = sheet_of(STEPS)
    below, steps = drawn(sheet).series
    assert drawn(sheet).grouping == "stacked"
    assert below.spPr.noFill
    starts, lengths = at(sheet, below.val.numRef.f), at(sheet, steps.val.numRef.f)
    spans = [(x, x + length) for x, length in zip(starts, lengths, strict=True)]  # type: ignore[operator]
    assert spans == [(rect["x"], rect["x2"]) for rect in rects_in(STEPS)]


def test_only_targets_have_lines_and_long_bars_end_where_those_of_the_picture_do() -> None:
    axes = {name: drawn(sheet_of(chart)).y_axis for name, chart in CHARTS.items()}
    assert [name for name, axis in axes.items() if axis.majorGridlines] == ["targets"]
    assert (axes["targets"].majorUnit, axes["targets"].scaling.max) == (1.0, TARGETS.longest)
    assert {axis.scaling.min for axis in axes.values()} == {0}


def test_several_series_have_a_legend() -> None:
    assert [drawn(sheet_of(chart)).legend is not None for chart in (YEARS, GROUPS)] == [True, False]


def test_an_estimate_is_light_and_its_year_in_the_legend_is_not() -> None:
    before, now = YEARS.series
    first, *others = now.bars
    estimate = replace(first, value=Number(27659, is_estimate=True))
    chart = replace(YEARS, series=(before, replace(now, bars=(estimate, *others))))
    _, shown = drawn(sheet_of(chart)).series
    fills = [look.spPr.solidFill.srgbClr.lower() for look in (shown, *shown.dPt)]
    assert [f"#{fill}" for fill in fills] == [DARK, LIGHT, DARK]


def parts_of(content: bytes, folder: str) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as parts:
        names = sorted(name for name in parts.namelist() if name.startswith(folder))
        for name in names:
            if name.endswith(".xml"):
                yield parts.read(name).decode()


def test_every_figure_has_a_chart_that_is_named_and_told() -> None:
    content = written(*(replace(chart, alt=key) for key, chart in CHARTS.items()))
    drawings = list(parts_of(content, "xl/drawings/"))
    assert len(list(parts_of(content, "xl/charts/"))) == len(drawings) == len(CHARTS)
    for number, (key, drawing) in enumerate(zip(CHARTS, drawings, strict=True), 1):
        assert f'name="Hình {number}" descr="{key}"' in drawing


def test_a_report_without_charts_has_nothing_of_them() -> None:
    content = written()
    assert [*parts_of(content, "xl/charts/"), *parts_of(content, "xl/drawings/")] == []
    names = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert names == ["Mục lục", "Lời văn"]


def test_the_same_charts_give_the_same_bytes() -> None:
    assert written(*CHARTS.values()) == written(*CHARTS.values())


# --- what is verified, and what other programs read ----------------------------------------------


def other(chart: Chart, **changes: Any) -> AnnualReport:
    """The report with one bar of the last series changed."""
    *before, last = chart.series
    *bars, bar = last.bars
    series = (*before, replace(last, bars=(*bars, replace(bar, **changes))))
    return report_with(replace(chart, series=series))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": Number(758)}, "dòng “Trẻ em”, cột “Năm 2019”: cần “758”, trong tệp là “757”"),
        ({"more": "tăng 2,2%"}, "cột “Ghi chú”: cần “tăng 2,2%”, trong tệp là “tăng 2,0%”"),
    ],
)
def test_another_number_beside_a_chart_is_found(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(VerificationError, match=said):
        verify(other(YEARS, **changes), "xlsx", written(YEARS))


def test_another_label_beside_a_chart_is_found() -> None:
    with pytest.raises(VerificationError, match="cần “Khác”, trong tệp là “Trẻ em”"):
        verify(other(GROUPS, label="Khác"), "xlsx", written(GROUPS))


def test_a_chart_that_is_not_there_is_found() -> None:
    with pytest.raises(VerificationError, match="sai chỗ biểu đồ “Hình 2"):
        verify(report_with(GROUPS, YEARS), "xlsx", written(GROUPS))


def test_libreoffice_draws_every_chart(
    tmp_path: Path, soffice: Callable[[Path, str], Path]
) -> None:
    file = tmp_path / "hinh.xlsx"
    file.write_bytes(written(*CHARTS.values()))
    with PdfDocument(soffice(file, "pdf")) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    for number, digits in enumerate(("26530", "4059", "27659", "2560"), 1):
        (page,) = (text for text in pages if f"Hình {number} – trang" in text)
        assert re.sub("[.,]", "", page).count(digits) == 2, page  # in the cell and at the bar
