"""The report in each format, and the verification of written files."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pytest
from pypdfium2 import PdfDocument

from conftest import REPOSITORY
from pdf_structure import structure_of
from report_example import AWKWARD, CENTRE, OFFICE, WIDE, example_report
from welfare_stats.analyse.totals import NumberKey, Source
from welfare_stats.errors import ConfigurationError, VerificationError
from welfare_stats.report.explanation import Explanation, Explanations
from welfare_stats.report.model import (
    AnnualReport,
    Chart,
    Heading,
    Number,
    Origin,
    Paragraph,
    Percent,
    Table,
)
from welfare_stats.report.render import FORMATS
from welfare_stats.report.render.column_widths import column_widths, least_width
from welfare_stats.report.render.html import explains_nothing
from welfare_stats.report.render.text import ended
from welfare_stats.report.verify import verify
from welfare_stats.vietnamese import clean

TEMPLATES = REPOSITORY / "templates"
SEED_FIGURES = ("26.850", "5.120", "3.621", "595", "904", "394", "285", "72,3%")

every_format = pytest.mark.parametrize("name", FORMATS)


def render(name: str, report: AnnualReport | None = None) -> bytes:
    return FORMATS[name](report or example_report(), TEMPLATES)


@pytest.fixture(scope="module")
def rendered() -> dict[str, bytes]:
    return {name: render(name) for name in FORMATS}


def altered(content: bytes, old: str, new: str) -> bytes:
    """The file with every occurrence of a text replaced, in whatever part of it."""
    if not content.startswith(b"PK"):
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())
    target = BytesIO()
    found = False
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as copy:
        for member in source.infolist():
            data = source.read(member)
            found = found or old.encode() in data
            copy.writestr(member, data.replace(old.encode(), new.encode()))
    assert found
    return target.getvalue()


# --- every format ------------------------------------------------------------------------------


def test_formats_stand_in_the_order_in_which_they_are_written() -> None:
    assert list(FORMATS) == ["docx", "pdf", "html", "xlsx"]


@every_format
def test_what_is_written_holds_the_whole_report(name: str, rendered: dict[str, bytes]) -> None:
    verify(example_report(), name, rendered[name])


@every_format
def test_the_same_report_gives_the_same_bytes(name: str, rendered: dict[str, bytes]) -> None:
    assert render(name) == rendered[name]


@every_format
def test_text_of_the_office_cannot_break_the_file(name: str) -> None:
    office = OFFICE.model_copy(
        update={"name": AWKWARD, "symbol": "<a&b>", "recipients": ("{{ x }}", "<i>")}
    )
    report = replace(example_report(), office=office, title=AWKWARD)
    verify(report, name, render(name, report))


@every_format
def test_a_report_may_end_with_a_table_and_lack_an_annex(name: str) -> None:
    report = replace(example_report(), body=(Heading("I. SỐ LIỆU", 1), CENTRE), annex=())
    verify(report, name, render(name, report))


@every_format
def test_a_table_may_have_no_rows(name: str) -> None:
    report = replace(example_report(), annex=(replace(WIDE, rows=(), notes=()), CENTRE))
    verify(report, name, render(name, report))


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_office_files_carry_the_closing_day_and_the_office_only(
    name: str, rendered: dict[str, bytes]
) -> None:
    with ZipFile(BytesIO(rendered[name])) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2018, 8, 31, 0, 0, 0)}
        properties = archive.read("docProps/core.xml").decode()
    assert properties.count("2018-08-31T00:00:00Z") == 2
    assert "<dc:creator>Sở Lao động - Thương binh và Xã hội</dc:creator>" in properties
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in properties


def test_a_pdf_file_is_tagged_titled_and_carries_its_fonts(rendered: dict[str, bytes]) -> None:
    with pikepdf.open(BytesIO(rendered["pdf"])) as file:
        root = file.Root
        assert str(root.Lang) == "vi-VN"
        assert bool(root.MarkInfo.Marked)
        with file.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == example_report().title
        elements = list(structure_of(root.StructTreeRoot))
        fonts = [font for font in file.objects if is_of(font, "FontDescriptor")]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    tables = [element for element in elements if element.get("/S") == "/Table"]
    assert len(tables) == len(list(example_report().tables))
    assert {"/H1", "/TH", "/TD", "/P"} <= {str(element.get("/S")) for element in elements}


def test_tables_of_one_direction_share_the_pages_of_a_word_file() -> None:
    annex = (CENTRE, replace(CENTRE, key="again"), WIDE, CENTRE)
    written = docx.Document(BytesIO(render("docx", replace(example_report(), annex=annex))))
    turned = [(s.page_width or 0) > (s.page_height or 0) for s in written.sections]
    assert turned == [False, False, True, False]  # the text; two tables; the wide one; the last


def is_of(thing: pikepdf.Object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == f"/{kind}"


def test_wide_tables_of_a_pdf_file_lie_on_turned_pages_numbered_apart(
    rendered: dict[str, bytes],
) -> None:
    with PdfDocument(rendered["pdf"]) as file:
        pages = [(page.get_size(), page.get_textpage().get_text_range()) for page in file]
    wide = [text for (width, height), text in pages if width > height]
    assert any(WIDE.title in text for text in wide)
    first = next(n for n, (_, text) in enumerate(pages) if text.startswith("Phụ lục"))
    assert [text.split()[0] for _, text in pages[first + 1 :]] == [
        str(n) for n in range(2, len(pages) - first + 1)
    ]


# --- verification ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("docx", "26.850 cuộc gọi", "26.851 cuộc gọi", "26.850 cuộc gọi"),
        ("docx", ">5.120<", ">5.121<", "cần “5.120”, trong tệp là “5.121”"),
        ("docx", ">98,2%<", "><", "cần “98,2%”, trong tệp là “”"),
        ("html", "26.850 cuộc gọi", "26.851 cuộc gọi", "26.850 cuộc gọi"),
        ("html", ">5.120<", ">5.121<", "cần “5.120”, trong tệp là “5.121”"),
        ("html", ">chưa gửi<", ">0<", "cần “chưa gửi”, trong tệp là “0”"),
        ("html", ">2. Hoạt", ">Hoạt", "2. Hoạt động"),
        ("xlsx", "26.850 cu", "26.851 cu", "26.850 cuộc gọi"),
        ("xlsx", "<v>5120</v>", "<v>5121</v>", "cần “5.120”, trong tệp là “5.121”"),
        ("xlsx", "<v>0.98167</v>", "<v>0.99</v>", "cần “98,2%”"),
        ("xlsx", ">chưa gửi<", ">0<", "cần “chưa gửi”, trong tệp là “0”"),
    ],
)
def test_one_altered_figure_is_found(
    name: str, old: str, new: str, expected: str, rendered: dict[str, bytes]
) -> None:
    with pytest.raises(VerificationError, match="không khớp") as caught:
        verify(example_report(), name, altered(rendered[name], old, new))
    assert expected in str(caught.value)


def _without_last_row(table: Table) -> Table:
    return replace(table, rows=table.rows[:-1])


def _moved_cell(table: Table) -> Table:
    first, *others = table.rows
    cells = list(first.cells)
    cells[2], cells[3] = cells[3], cells[2]
    return replace(table, rows=(replace(first, cells=tuple(cells)), *others))


@every_format
@pytest.mark.parametrize("change", [_without_last_row, _moved_cell])
def test_a_lost_row_and_a_cell_in_the_wrong_column_are_found(name: str, change: object) -> None:
    assert callable(change)
    report = example_report()
    spoiled = replace(report, annex=(*report.annex[:1], change(WIDE), *report.annex[2:]))
    with pytest.raises(VerificationError, match=r"Biểu 02\. Trợ giúp xã hội khác theo đơn vị"):
        verify(report, name, render(name, spoiled))


@every_format
@pytest.mark.parametrize("index", range(len(example_report().body)))
def test_each_lost_part_of_the_text_is_found(
    name: str, index: int, rendered: dict[str, bytes]
) -> None:
    report = example_report()
    body = list(report.body)
    lost = body[index]
    if isinstance(lost, Table | Chart):
        body[index] = replace(lost, title="?")
    else:
        body[index] = replace(lost, text="?")
    with pytest.raises(VerificationError, match="Thiếu hoặc sai chỗ"):
        verify(replace(report, body=tuple(body)), name, rendered[name])


@every_format
def test_text_in_another_order_is_found(name: str, rendered: dict[str, bytes]) -> None:
    report = example_report()
    swapped = (report.body[0], report.body[3], report.body[1], *report.body[4:])
    with pytest.raises(VerificationError, match="sai chỗ"):
        verify(replace(report, body=swapped), name, rendered[name])


@every_format
def test_a_lost_note_is_found(name: str, rendered: dict[str, bytes]) -> None:
    report = example_report()
    noted = replace(WIDE, notes=(*WIDE.notes, "Số liệu tạm tính."))
    with pytest.raises(VerificationError, match=r"thiếu ghi chú|Ghi chú.*cần \d+ dòng"):
        verify(replace(report, annex=(CENTRE, noted)), name, rendered[name])


@every_format
def test_a_file_that_cannot_be_read_is_not_published(name: str) -> None:
    with pytest.raises(VerificationError):
        verify(example_report(), name, b"PK\x03\x04 \xff")


# --- Word --------------------------------------------------------------------------------------


def test_word_has_the_figures_as_text(rendered: dict[str, bytes]) -> None:
    document = docx.Document(BytesIO(rendered["docx"]))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert [figure for figure in SEED_FIGURES if figure not in text] == []


def test_word_is_a_draft_that_ends_as_official_documents_do(rendered: dict[str, bytes]) -> None:
    document = docx.Document(BytesIO(rendered["docx"]))
    head, closing = document.tables[0], document.tables[2]
    assert "DỰ THẢO" in head.cell(0, 0).text
    assert "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI" in head.cell(0, 0).text
    assert "ngày …… tháng ……" in head.cell(0, 1).text
    assert closing.cell(0, 0).text.splitlines()[-1] == "- Lưu: VT, BTXH."
    assert any(p.text.endswith("tại các biểu kèm theo./.") for p in document.paragraphs)


def test_word_turns_the_page_for_wide_tables_only(rendered: dict[str, bytes]) -> None:
    document = docx.Document(BytesIO(rendered["docx"]))
    sizes = [(section.page_width or 0, section.page_height or 0) for section in document.sections]
    assert [width > height for width, height in sizes] == [False, False, True, False]


def test_word_repeats_the_heading_row_and_shows_the_page_from_page_two(
    rendered: dict[str, bytes],
) -> None:
    document = docx.Document(BytesIO(rendered["docx"]))
    assert "w:tblHeader" in document.tables[1]._tbl.xml
    firsts = [section.different_first_page_header_footer for section in document.sections]
    assert firsts == [True, False, False, False]
    assert "PAGE" in document.sections[0].header._element.xml


def test_libreoffice_opens_the_word_file(
    tmp_path: Path, soffice: Callable[[Path, str], Path], rendered: dict[str, bytes]
) -> None:
    written = tmp_path / "bao-cao.docx"
    written.write_bytes(rendered["docx"])
    assert soffice(written, "pdf").read_bytes().startswith(b"%PDF")


# --- HTML --------------------------------------------------------------------------------------


def test_html_is_one_file_that_loads_nothing(rendered: dict[str, bytes]) -> None:
    text = rendered["html"].decode()
    assert [
        word for word in ("http://", "https://", "<script", "@import", "url(") if word in text
    ] == []
    assert '<html lang="vi">' in text
    assert [figure for figure in SEED_FIGURES if figure not in text] == []


def test_html_escapes_and_marks_up_tables(rendered: dict[str, bytes]) -> None:
    text = rendered["html"].decode()
    assert "<b>&" not in text
    assert "&lt;b&gt;&amp; {{ x }}" in text
    assert text.count("<caption>") == text.count("<table") == 4
    assert text.count('<th scope="col">') == sum(len(t.columns) for t in example_report().tables)


def test_html_explains_itself_to_the_office_only_where_there_is_something_to_explain() -> None:
    plain = render("html").decode()
    explained = render("html", replace(example_report(), explanations=Explanations({}))).decode()
    for mark in ("Không gửi ra ngoài", "<script", "<dialog", "data-e="):
        assert mark not in plain
        assert mark in explained
    nothing = replace(example_report(), annex=(), body=(), explanations=Explanations({}))
    assert "<script" not in render("html", nothing).decode()


def test_what_a_sender_wrote_cannot_end_the_script() -> None:
    awkward = "</script><script>alert(1)</script><!--"
    origin = Origin(2018, NumberKey("ca", "total"))
    source = Source("170", "", "ca", date(2018, 8, 31), 1, awkward, awkward, "A1")
    known = Explanations({(origin,): Explanation("Số ca", "", "1", "ca", sources=(source,))})
    row = replace(CENTRE.rows[0], cells=("Ca", "ca", Number(1, of=(origin,)), "", "", ""))
    report = replace(example_report(), annex=(replace(CENTRE, rows=(row,)),), explanations=known)
    content = render("html", report)
    verify(report, "html", content)
    text = content.decode()
    assert "alert(1)</script>" not in text
    data = re.search(r'<script type="application/json" id="nguon-so-lieu">(.*)</script>', text)
    assert data is not None
    assert json.loads(data[1])["texts"][1] == awkward


def test_a_layout_of_before_still_works_and_names_no_file(layouts: Path) -> None:
    before = Path(__file__).parent / "layouts" / "bao-cao-truoc.html.j2"
    shutil.copyfile(before, layouts / "bao-cao.html.j2")
    report = replace(example_report(), explanations=Explanations({}))
    with pytest.raises(ConfigurationError, match="phiên bản trước, không có chỗ cho hình"):
        FORMATS["html"](report, layouts)
    without_charts = tuple(block for block in report.body if not isinstance(block, Chart))
    report = replace(report, body=without_charts)
    content = FORMATS["html"](report, layouts)
    verify(report, "html", content)
    assert b"<script" not in content
    assert explains_nothing(layouts)
    assert not explains_nothing(TEMPLATES)


def test_html_contents_lead_to_headings_and_annex_tables(rendered: dict[str, bytes]) -> None:
    text = rendered["html"].decode()
    for anchor in ("muc-1", "muc-1-2", "muc-3", "phu-luc", "bieu-01", "bieu-03"):
        assert f'href="#{anchor}"' in text
        assert f'id="{anchor}"' in text


# --- layouts that the office broke -------------------------------------------------------------


@pytest.fixture
def layouts(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, tmp_path / "templates"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<p>\n{{ titel }}",
            r"bao-cao\.html\.j2, dòng 2: không có tên “titel”; các tên được dùng: title",
        ),
        ("<p>\n\n{% for %}", r"bao-cao\.html\.j2, dòng 3: mẫu viết sai cú pháp"),
        ("<p>{{ title | hoa }}", r"bao-cao\.html\.j2, dòng 1: .*hoa"),
        ("{% include 'khac.j2' %}", r"bao-cao\.html\.j2.*khac\.j2"),
    ],
)
def test_a_broken_html_layout_is_reported_with_its_line(
    layouts: Path, text: str, expected: str
) -> None:
    (layouts / "bao-cao.html.j2").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match=expected):
        FORMATS["html"](example_report(), layouts)


def test_an_html_layout_in_another_encoding_is_reported(layouts: Path) -> None:
    (layouts / "bao-cao.html.j2").write_bytes("Báo cáo".encode("latin-1"))
    with pytest.raises(ConfigurationError, match="UTF-8"):
        FORMATS["html"](example_report(), layouts)


@pytest.mark.parametrize(
    ("name", "layout"), [("docx", "bao-cao.docx"), ("html", "bao-cao.html.j2")]
)
def test_a_missing_layout_is_reported_with_the_remedy(
    name: str, layout: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=f"Không thấy.*{layout}.*welfare-stats init"):
        FORMATS[name](example_report(), tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{{ title }}", "{{ titel }}", "không có tên “titel”; các tên được dùng: title"),
        ("{{ title }}", "{{ title", "gần chỗ “.*title"),
        ("{{ body }}", "", "thiếu dòng riêng “{{ body }}”"),
        ('w:name w:val="Body Text"', 'w:name w:val="Khác"', "thiếu kiểu chữ .*Body Text"),
    ],
)
def test_a_broken_word_layout_is_reported(layouts: Path, old: str, new: str, expected: str) -> None:
    path = layouts / "bao-cao.docx"
    path.write_bytes(altered(path.read_bytes(), old, new))
    with pytest.raises(ConfigurationError, match=rf"bao-cao\.docx.*{expected}"):
        FORMATS["docx"](example_report(), layouts)


def test_a_word_layout_that_is_no_word_file_is_reported(layouts: Path) -> None:
    (layouts / "bao-cao.docx").write_bytes(b"%PDF-1.4")
    with pytest.raises(ConfigurationError, match="không phải tệp Word"):
        FORMATS["docx"](example_report(), layouts)


# --- small pieces ------------------------------------------------------------------------------


def test_clean_text_is_one_visible_line() -> None:
    assert clean("a\x00b\n\tc\u200b\ud800 \ufffe d") == "ab c d"
    assert clean(AWKWARD) == "=1+1 <b>& {{ x }} {% y %} {_{ _x0041_ xuống dòng #REF!"


def test_the_closing_mark_is_written_once() -> None:
    assert ended("kèm theo.") == ended("kèm theo") == "kèm theo./."


def test_columns_fill_the_room_and_no_figure_is_cut() -> None:
    room = least_width(WIDE) + 10
    widths = column_widths(WIDE, room)
    assert sum(widths) == pytest.approx(room)
    assert all(width > len("12.062") for width in widths)
    assert widths[0] == max(widths)


def test_fractions_and_negative_numbers_survive() -> None:
    row = CENTRE.rows[0]
    changed = replace(
        row, cells=(row.cells[0], "ca", Number(-12.5), Number(0), Percent(74 / 394), "")
    )
    report = replace(
        example_report(), body=(Paragraph("Hết."),), annex=(replace(CENTRE, rows=(changed,)),)
    )
    for name in FORMATS:
        verify(report, name, render(name, report))


def test_an_estimate_is_marked_in_every_format_and_stays_a_number_in_the_workbook() -> None:
    row = replace(CENTRE.rows[0], cells=("Ca", "ca", Number(14203, is_estimate=True), "", "", ""))
    report = replace(example_report(), annex=(replace(CENTRE, rows=(row,)),))
    for name in FORMATS:
        verify(report, name, render(name, report))
    assert "14.203 (ước)" in render("html", report).decode()
    sheet = openpyxl.load_workbook(BytesIO(render("xlsx", report)))["Biểu 01"]
    (cell,) = [cell for cells in sheet.iter_rows() for cell in cells if cell.value == 14203]
    assert cell.number_format == '#,##0" (ước)"'


def test_without_its_fonts_there_is_no_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("welfare_stats.report.render.fonts._FONTS", tmp_path)
    (tmp_path / "Tinos-Bold.ttf").touch()
    with pytest.raises(ConfigurationError, match="thiếu phông chữ Tinos Regular, Italic, BoldItal"):
        FORMATS["pdf"](example_report(), TEMPLATES)
