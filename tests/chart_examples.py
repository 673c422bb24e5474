"""Charts made by hand, one of each kind, and the bars that are drawn in their pictures."""

from dataclasses import replace
from typing import Any

from report_example import GROUPS, example_report
from welfare_stats.report.model import (
    AnnualReport,
    Bar,
    Chart,
    ChartShape,
    Mark,
    Number,
    Paragraph,
    Percent,
    Series,
)
from welfare_stats.report.render.chart_specs import chart_spec

STEPS = replace(
    GROUPS,
    shape=ChartShape.STEPS,
    series=(
        Series(
            (
                Bar("Đầu kỳ", Number(47707)),
                Bar("Tăng", Number(4059)),
                Bar("Giảm", Number(3139)),
                Bar("Cuối kỳ", Number(48627)),
            )
        ),
    ),
    alt="Biểu đồ bậc thang (người): Đầu kỳ 47.707; Tăng 4.059; Giảm 3.139; Cuối kỳ 48.627.",
)
YEARS = replace(
    GROUPS,
    series=(
        Series((Bar("Người cao tuổi", Number(27099)), Bar("Trẻ em", Number(742))), "năm 2018"),
        Series(
            (
                Bar("Người cao tuổi", Number(27659), "tăng 2,1%"),
                Bar("Trẻ em", Number(757), "tăng 2,0%"),
            ),
            "năm 2019",
        ),
    ),
    alt="Biểu đồ thanh ngang (người): Người cao tuổi 27.099 (năm 2018), 27.659 (năm 2019).",
)
TARGETS = replace(
    GROUPS,
    unit="% so với mục tiêu",
    series=(
        Series(
            (
                Bar("Thực hiện trợ cấp xã hội hàng tháng tại các cơ sở", Percent(0.95)),
                Bar("Câu lạc bộ", Percent(25.6), "256 trên 10"),
            )
        ),
    ),
    mark=Mark(1.0, "100% mục tiêu"),
    longest=3.0,
    alt="Biểu đồ thanh ngang: Thực hiện trợ cấp 95,0%; Câu lạc bộ 2.560,0% (256/10).",
)
CHARTS = {"bars": GROUPS, "steps": STEPS, "years": YEARS, "targets": TARGETS}


def report_with(*charts: Chart) -> AnnualReport:
    """A report of two paragraphs with charts between them."""
    return replace(example_report(), body=(Paragraph("Đầu."), *charts, Paragraph("Hết.")), annex=())


def rects_in(chart: Chart) -> list[dict[str, Any]]:
    """The bars of a picture, each with its place and fill, row by row."""
    bars, *_ = chart_spec(chart)["layer"]
    return list(bars["data"]["values"])
