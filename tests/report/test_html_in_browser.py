"""The HTML of the report in a real browser: what can be clicked, typed, seen, printed and heard."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from pypdfium2 import PdfDocument

from conftest import REPOSITORY
from report_example import CENTRE, WIDE, example_report
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.report.explanation import Explanations
from welfare_stats.report.model import Gap, Number, Table, TableRow
from welfare_stats.report.render.html import render_html
from welfare_stats.workspace import Workspace, create_workspace

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LARGE, PHONE = (1280, 900), (400, 800)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Workspace:
    """A workspace with the report of the sample year."""
    made = create_workspace(tmp_path_factory.mktemp("html") / "so-lieu")
    shutil.copytree(REPOSITORY / "data" / "raw" / "2018", made.raw / "2018")
    ingest(made, catalogue, received_on=date(2018, 9, 3))
    publish(made, catalogue, ReportOrder(ReportScope(2018), ["html"]))
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens a file on some screen; afterwards nothing may have been loaded and nothing failed."""
    contexts = []
    files: list[Path] = []
    asked_for: list[str] = []
    said: list[str] = []

    def open_file(file: Path, size: tuple[int, int] = LARGE, **settings: Any) -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="en-US", **settings
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        files.append(file)
        page.goto(file.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert {url.partition("#")[0] for url in asked_for} == {file.as_uri() for file in files}
    assert said == []


@pytest.fixture(scope="module")
def report_of_2018(workspace: Workspace) -> Path:
    return workspace.reports(2018) / "bao-cao-2018.html"


def column(table: Locator, number: int = 1) -> list[str]:
    cells = table.locator(f"tbody tr:not([hidden]) > :nth-child({number})")
    return cells.all_inner_texts()


# --- explanations ------------------------------------------------------------------------------


def test_a_number_opens_the_file_sheet_and_cell_that_it_comes_from(
    opened: Opened, report_of_2018: Path, workspace: Workspace
) -> None:
    page = opened(report_of_2018)
    page.locator("#bieu-02 tbody tr", has_text="được quản lý").locator("td .number").first.click()
    dialog = page.get_by_role("dialog")
    name = "Đối tượng được quản lý, nuôi dưỡng, Trung tâm Bảo trợ xã hội Thái Nguyên: 212 lượt"
    assert dialog.get_by_role("heading").all_inner_texts() == [name]
    (row,) = dialog.locator("tbody tr").all()
    unit, number, source = row.locator("th, td").all_inner_texts()
    assert unit == "Trung tâm Bảo trợ xã hội Thái Nguyên"
    file, place = source.splitlines()
    found = re.fullmatch("trang “(.+)”, ô ([A-Z]+[0-9]+)", place)
    assert found is not None
    sheet: Any = openpyxl.load_workbook(workspace.root / file, data_only=True)[found[1]]
    assert sheet[found[2]].value == int(number) == 212
    page.mouse.click(5, 5)  # beside it
    assert not dialog.is_visible()


def test_an_explanation_opens_and_closes_by_keyboard_and_focus_returns(
    opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018)
    page.locator("#bieu-06 .scroll").focus()
    for _ in page.locator("#bieu-06 thead button").all():
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "End", "ArrowUp", "Home"):
        page.keyboard.press(key)
    focused = page.locator(":focus")
    row = focused.locator("xpath=ancestor::tr")
    assert row.locator("th").inner_text() == "Thành phố Sông Công"
    assert focused.inner_text() == row.locator("td").first.inner_text()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert "Thành phố Sông Công" in dialog.get_by_role("heading").inner_text()
    page.keyboard.press("Tab")
    assert dialog.locator(":focus").count() == 1
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("document.activeElement.className") == "number"
    page.keyboard.press("Tab")  # the next stop is beyond the table: one stop a table
    assert page.locator("#bieu-06 :focus").count() == 0


def test_shares_open_both_numbers_and_many_cells_end_with_the_command(
    opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018)
    page.locator("#bang-1 tbody tr").first.locator("[data-e] .number").nth(1).click()
    dialog = page.get_by_role("dialog")
    assert dialog.locator("h2").inner_text() == "48.627 / 48.000 (kế hoạch) = 101,3%"
    assert len(dialog.locator("tbody tr").all()) == 20
    assert "… và 37 ô khác: welfare-stats explain --year 2018" in dialog.inner_text()
    page.keyboard.press("Escape")
    page.locator("#bieu-06 tfoot tr").last.locator(".number").nth(2).click()
    said = dialog.inner_text()
    assert re.search(r"^\d+ / 48\.627 = [\d,]+%$", said, re.MULTILINE)
    assert len(dialog.locator("h3").all()) == 2


def test_a_sign_opens_what_it_means(opened: Opened, tmp_path: Path) -> None:
    page = opened(written(tmp_path))
    page.get_by_role("button", name="chưa gửi").first.click()
    said = page.get_by_role("dialog").inner_text()
    assert "“chưa gửi”" in said
    assert "Đơn vị chưa gửi biểu này" in said


# --- sorting and filtering ---------------------------------------------------------------------

NAMES = (
    "Đại Từ",
    "Dương Thành",
    "Đồng Hỷ",
    "Định Hóa",
    "Bình Yên 10",
    "Bình Yên 9",
    "Ân Thi",
    "An Khánh",
    "Ăn Lành",
    "Ổ Gà",
    "Ô Lâu",
    "Võ Nhai",
)
IN_ORDER = [
    "An Khánh",
    "Ăn Lành",
    "Ân Thi",
    "Bình Yên 9",
    "Bình Yên 10",
    "Dương Thành",
    "Đại Từ",
    "Định Hóa",
    "Đồng Hỷ",
    "Ổ Gà",
    "Ô Lâu",
    "Võ Nhai",
]
VALUES: tuple[float | Gap, ...] = (1200, 9.5, 31, Gap.NOT_SENT, 100, 20, -3, 0, 7, 8, 11, 12)
BY_VALUE = ["-3", "0", "7", "8", "9,5", "11", "12", "20", "31", "100", "1.200", "chưa gửi"]


def _cells(name: str, value: float | Gap) -> tuple[str, Number | Gap, str]:
    number = value if isinstance(value, Gap) else Number(float(value))
    return name, number, f"{len(name)}/{len(name) % 9 + 1}/201{len(name) % 7}"


FLAT = Table(
    "don-vi",
    "Theo đơn vị",
    "người",
    "năm 2018",
    "Báo cáo của các đơn vị",
    ("Đơn vị", "Số người", "Ngày nhận"),
    (
        *(TableRow(_cells(*row)) for row in zip(NAMES, VALUES, strict=True)),
        TableRow(("Toàn tỉnh", Number(1394.5), ""), total=True),
    ),
)
GROUPED = replace(
    FLAT,
    title="Theo nhóm",
    rows=(
        TableRow(("Nhóm hai", Number(9), ""), total=True),
        *(TableRow(_cells(name, 3), level=1) for name in ("Đồng Hỷ", "Dương Thành", "Ân Thi")),
        TableRow(("Nhóm một", Number(6), ""), total=True),
        *(TableRow(_cells(name, 2), level=1) for name in ("Võ Nhai", "An Khánh", "Định Hóa")),
        TableRow(("Toàn tỉnh", Number(15), ""), total=True),
    ),
)
LONG_TREE = replace(
    CENTRE,
    title="Cây chỉ tiêu",
    rows=CENTRE.rows + tuple(replace(row, total=False) for row in CENTRE.rows),
)


def written(folder: Path, *annex: Table) -> Path:
    """A report made by hand: units in disorder, in groups, and case types below one another."""
    report = replace(
        example_report(),
        annex=annex or (FLAT, GROUPED, LONG_TREE),
        explanations=Explanations({}),
    )
    file = folder / "bao-cao.html"
    file.write_bytes(render_html(report, REPOSITORY / "templates"))
    return file


def test_texts_sort_as_in_vietnamese_and_back_to_the_order_of_the_report(
    opened: Opened, tmp_path: Path
) -> None:
    table = opened(written(tmp_path)).locator("#bieu-01")
    head = table.get_by_role("columnheader", name="Đơn vị")
    asked = []
    for _ in range(3):
        head.get_by_role("button").click()
        asked.append((head.get_attribute("aria-sort"), column(table)))
    assert asked == [
        ("ascending", IN_ORDER),
        ("descending", IN_ORDER[::-1]),
        (None, list(NAMES)),
    ]
    assert table.locator("tfoot th").inner_text() == "Toàn tỉnh"


def test_numbers_sort_by_value_and_what_has_none_comes_last(opened: Opened, tmp_path: Path) -> None:
    table = opened(written(tmp_path)).locator("#bieu-01")
    button = table.get_by_role("button", name="Số người")
    button.focus()
    button.press("Enter")
    assert column(table, 2) == BY_VALUE
    button.press("Enter")
    assert column(table, 2) == [*BY_VALUE[-2::-1], "chưa gửi"]
    table.get_by_role("button", name="Ngày nhận").click()
    days = [day.split("/")[::-1] for day in column(table, 3)]
    assert days == sorted(days, key=lambda day: [int(part) for part in day])
    assert [head.get_attribute("aria-sort") for head in table.locator("thead th").all()] == [
        None,
        None,
        "ascending",
    ]


def test_groups_sort_below_their_captions_and_case_types_not_at_all(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened(written(tmp_path))
    table = page.locator("#bieu-02")
    table.get_by_role("button", name="Đơn vị").click()
    assert column(table) == [
        "Nhóm hai",
        *("Ân Thi", "Dương Thành", "Đồng Hỷ"),
        "Nhóm một",
        *("An Khánh", "Định Hóa", "Võ Nhai"),
    ]
    assert page.locator("#bieu-03 thead button").count() == 0


def test_a_filter_knows_no_accents_and_says_how_many_rows_it_leaves(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened(written(tmp_path))
    table = page.locator("#bieu-01")
    field = page.get_by_label("Lọc Biểu 01")
    status = table.get_by_role("status")
    field.fill("dinh hoa")
    assert column(table) == ["Định Hóa"]
    assert status.inner_text() == "Hiện 1 trên 12 dòng"
    assert table.locator("tfoot th").is_visible()
    field.fill("BÌNH YÊN")
    assert column(table) == ["Bình Yên 10", "Bình Yên 9"]
    field.fill("xyz")
    assert (column(table), status.inner_text()) == ([], "Hiện 0 trên 12 dòng")
    field.fill("")
    assert (column(table), status.inner_text()) == (list(NAMES), "")
    assert page.locator("#bieu-02 input").count() == 0  # eight rows are seen at once


def test_a_filter_leaves_what_a_row_belongs_to_and_what_belongs_to_it(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened(written(tmp_path))
    table = page.locator("#bieu-03")
    field = page.get_by_label("Lọc Biểu 03")
    field.fill("dien thoai")
    assert column(table) == ["Số ca tư vấn", "Tư vấn qua điện thoại"] * 2
    field.fill("số ca")
    assert len(column(table)) == 8
    page.emulate_media(media="print")
    assert all(row.is_visible() for row in table.locator("tbody tr").all())


# --- screens, paper, readers -------------------------------------------------------------------

BROKEN_WORDS = """() => [...document.querySelectorAll("thead th")].flatMap((head) => {
  const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      const [cell, place] = [head, range].map((what) => what.getBoundingClientRect());
      const isOut = place.right > cell.right || place.left < cell.left;
      if (lines.size > 1 || isOut) broken.push(word[0]);
    }
  }
  return broken;
})"""
CUT_NUMBERS = """() => [...document.querySelectorAll("td.figure, .number")]
  .filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)"""


@pytest.mark.parametrize("size", [PHONE, (320, 640), (768, 900), LARGE], ids=str)
def test_the_page_never_scrolls_sideways_and_no_word_of_a_heading_breaks(
    size: tuple[int, int], opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018, size)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate(CUT_NUMBERS) == []
    font = page.locator(".text > p").first.evaluate("node => getComputedStyle(node).fontSize")
    assert font == "17px"


def test_wide_tables_scroll_in_their_frame_beside_their_first_column(
    opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018, PHONE)
    frame = page.get_by_role("region", name=re.compile("^Biểu 06"))
    head = frame.locator("tbody th").first
    other = frame.locator("tbody td").first
    head.scroll_into_view_if_needed()
    frame.evaluate("node => { node.scrollLeft = 200; }")
    left = [cell.evaluate("node => node.getBoundingClientRect().left") for cell in (head, other)]
    assert left[0] == frame.evaluate("node => node.getBoundingClientRect().left")
    assert left[1] < left[0]


@pytest.mark.parametrize(
    ("size", "scheme"), [(LARGE, "light"), (LARGE, "dark"), (PHONE, "light")], ids=str
)
def test_no_rule_of_accessibility_is_broken(
    size: tuple[int, int], scheme: str, opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018, size, color_scheme=scheme)
    axe = Axe()
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = axe.run(page, options=options).response["violations"]
    page.locator("#bieu-06 tfoot .number").last.click()
    found += axe.run(page, "#giai-thich", options).response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []


def test_paper_has_neither_buttons_nor_what_is_for_the_office_alone(
    opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018)
    assert page.get_by_text("Không gửi ra ngoài").is_visible()
    page.emulate_media(media="print")
    for hidden in (".notice", "nav", ".filter", ".skip", "dialog"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator("#bieu-06 tfoot .number").first.is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_a_wide_table_lies_on_turned_pages_and_each_repeats_its_head(
    opened: Opened, tmp_path: Path
) -> None:
    rows = tuple(replace(WIDE.rows[-1], level=0) for _ in range(60))
    file = written(tmp_path, replace(WIDE, columns=("Đầu bảng", *WIDE.columns[1:]), rows=rows))
    page = opened(file)
    page.locator("#bieu-01 .number").first.focus()
    with PdfDocument(page.pdf(prefer_css_page_size=True)) as paper:
        pages = [(sheet.get_size(), sheet.get_textpage().get_text_range()) for sheet in paper]
    turned = [text for (width, height), text in pages if width > height]
    assert len(turned) > 1
    assert all("Đầu bảng" in text and "Toàn tỉnh" in text for text in turned)


def test_without_scripts_all_is_there_to_read_and_nothing_to_click(
    opened: Opened, report_of_2018: Path
) -> None:
    page = opened(report_of_2018, java_script_enabled=False)
    assert page.get_by_text("48.627").first.is_visible()
    assert page.locator("button:visible, input:visible").count() == 0
    assert not page.get_by_text("Bấm vào một số").is_visible()


def test_who_skips_the_head_comes_to_the_report(opened: Opened, report_of_2018: Path) -> None:
    page = opened(report_of_2018)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Đến nội dung báo cáo"
    page.keyboard.press("Enter")
    assert page.url.endswith("#noi-dung")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text().startswith("I. ")  # of the list of contents
