"""Charts as pictures: what is written in them, that nothing is cut off, their alternatives."""

import re
import struct
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pikepdf
import pytest
from pypdfium2 import PdfDocument

from chart_examples import CHARTS, STEPS, TARGETS, YEARS, rects_in, report_with
from conftest import REPOSITORY
from pdf_structure import structure_of
from report_example import GROUPS
from welfare_stats.errors import VerificationError
from welfare_stats.report.model import (
    Bar,
    Chart,
    Number,
    Percent,
    Series,
)
from welfare_stats.report.render import FORMATS
from welfare_stats.report.render.chart_images import chart_in_html, chart_png, chart_svg
from welfare_stats.report.render.chart_specs import WIDTH
from welfare_stats.report.verify import verify
from welfare_stats.vietnamese import clean

TEMPLATES = REPOSITORY / "templates"
every_chart = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def words_in(svg: str) -> list[str]:
    """The texts of a picture, lines of one text together."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", svg)
    return [" ".join(re.sub("<[^>]*>", " ", text).split()) for text in texts]


@every_chart
def test_labels_and_numbers_stand_in_the_picture_as_people_write_them(chart: Chart) -> None:
    bars = [bar for series in chart.series for bar in series.bars]
    wanted = {clean(bar.words) for bar in bars} | {clean(bar.label) for bar in bars}
    shown = {word.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
             for word in words_in(chart_svg(chart))}  # fmt: skip
    assert wanted <= shown
    names = {series.name.capitalize() for series in chart.series if series.name}
    assert shown - wanted == names | ({"100% mục tiêu", "//"} if chart.mark else set())


@every_chart
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    first = chart_svg(chart), chart_png(chart)
    chart_svg.cache_clear()
    chart_png.cache_clear()
    assert (chart_svg(chart), chart_png(chart)) == first


@every_chart
def test_a_printed_picture_has_240_dots_an_inch(chart: Chart) -> None:
    width, height = struct.unpack(">II", chart_png(chart)[16:24])
    size = re.search(r'width="(\d+)" height="(\d+)"', chart_svg(chart))
    assert size is not None
    assert int(size[1]) == WIDTH
    assert (width, height) == (WIDTH * 2.5, round(int(size[2]) * 2.5))
    assert width / (WIDTH / 96) == 240


def luminance(colour: str) -> float:
    """How light a colour is to the eye, from 0 to 1 (WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_bars_are_told_apart_without_colours() -> None:
    fills = list(dict.fromkeys(rect["fill"] for rect in rects_in(YEARS)))
    light, dark = (luminance(fill) for fill in fills)
    assert (light + 0.05) / (dark + 0.05) > 4.5
    assert 'stroke="#1f3a5f"' in chart_svg(YEARS)  # light ones have an outline


def test_an_estimate_and_what_comes_and_goes_are_drawn_light() -> None:
    elderly, disabled, _ = rects_in(GROUPS)  # a number that is 0 has no bar
    assert elderly["fill"] != disabled["fill"]
    opening, increase, decrease, closing = rects_in(STEPS)
    assert opening["fill"] == closing["fill"] == elderly["fill"]
    assert increase["fill"] == decrease["fill"] == disabled["fill"]


def test_steps_lead_from_the_start_to_the_end() -> None:
    spans = [(rect["x"], rect["x2"]) for rect in rects_in(STEPS)]
    assert spans == [(0, 47707), (47707, 51766), (48627, 51766), (0, 48627)]


def test_a_bar_that_is_cut_off_says_so_and_has_its_number() -> None:
    assert [rect["x2"] for rect in rects_in(TARGETS)] == [0.95, 3.0]
    assert "2.560,0% (256 trên 10)" in words_in(chart_svg(TARGETS))


LONG = "WWW MMM WWW MMM WWW MMM WWW MMM WWW MMM WWW MMM WWW MMM"
WIDE = [
    replace(GROUPS, series=(Series((Bar(LONG, Number(1)), Bar("Ô", Number(10.0**12))),),)),
    replace(TARGETS, series=(Series((Bar(LONG, Percent(0.01)), Bar("W" * 50, Percent(1)))),)),
    *CHARTS.values(),
]  # fmt: skip


@pytest.mark.parametrize("chart", WIDE)
def test_no_letter_lies_beyond_the_margins(chart: Chart) -> None:
    written = FORMATS["pdf"](report_with(chart), TEMPLATES)
    with PdfDocument(written) as document:
        for page in document:
            letters = page.get_textpage()
            boxes = [letters.get_charbox(n) for n in range(letters.count_chars())]
            assert min(left for left, _, right, _ in boxes if right > left) >= 30 / 25.4 * 72 - 1
            assert max(right for *_, right, _ in boxes) <= page.get_width() - 15 / 25.4 * 72 + 1


# --- text alternatives --------------------------------------------------------------------------


@every_chart
def test_a_picture_of_a_word_file_has_its_sentence_and_the_width_of_a_line(chart: Chart) -> None:
    written = docx.Document(BytesIO(FORMATS["docx"](report_with(chart), TEMPLATES)))
    (picture,) = written.inline_shapes
    assert picture._inline.docPr.get("descr") == clean(chart.alt)
    assert picture._inline.docPr.get("name") == "Hình 1"
    page = written.sections[0]
    line = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    assert picture.width == line


@every_chart
def test_a_picture_of_a_pdf_file_is_a_tagged_figure_with_its_sentence(chart: Chart) -> None:
    written = FORMATS["pdf"](report_with(chart), TEMPLATES)
    with pikepdf.open(BytesIO(written)) as file:
        figures = [e for e in structure_of(file.Root.StructTreeRoot) if e.get("/S") == "/Figure"]
        assert [str(figure.Alt) for figure in figures] == [clean(chart.alt)]
        with file.open_metadata() as metadata:
            assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("2A", "1")


@every_chart
def test_a_picture_of_a_web_page_is_named_by_its_sentence_and_loads_nothing(chart: Chart) -> None:
    drawn = chart_in_html(chart)
    assert drawn.startswith("<svg ")
    assert drawn.count("aria-") == drawn.count("role=") == 1
    assert [word for word in ("http", "url(", "<script", "xmlns") if word in drawn] == []
    page = FORMATS["html"](report_with(chart), TEMPLATES).decode()
    assert drawn in page


# --- what is verified ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"title": "Khác"}, "sai chỗ biểu đồ “Hình 1. Khác”"),
        ({"notes": ("Khác.",)}, "thiếu ghi chú “Khác.”"),
    ],
)
def test_what_a_chart_lost_around_it_is_found(name: str, lost: dict[str, Any], said: str) -> None:
    written = FORMATS[name](report_with(YEARS), TEMPLATES)
    with pytest.raises(VerificationError, match="không khớp") as caught:
        verify(report_with(replace(YEARS, **lost)), name, written)
    assert said in str(caught.value).replace("“Ghi chú: ", "“")  # a workbook has a table of notes


@pytest.mark.parametrize("name", ["docx", "html", "xlsx"])
def test_another_sentence_for_the_picture_is_found(name: str) -> None:
    written = FORMATS[name](report_with(YEARS), TEMPLATES)
    with pytest.raises(VerificationError, match="sai lời thay cho hình"):
        verify(report_with(replace(YEARS, alt="Khác.")), name, written)


def test_another_number_in_the_picture_of_a_pdf_file_is_found() -> None:
    before, now = YEARS.series
    bars = (now.bars[0], replace(now.bars[1], value=Number(758)))
    other = replace(YEARS, series=(before, replace(now, bars=bars)))
    written = FORMATS["pdf"](report_with(YEARS), TEMPLATES)
    with pytest.raises(VerificationError, match=r"sai số “758 \(tăng 2,0%\)”"):
        verify(report_with(other), "pdf", written)


def test_nothing_that_draws_is_loaded_before_there_is_a_chart() -> None:
    words = "import sys, welfare_stats.report.render; print('vl_convert' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
