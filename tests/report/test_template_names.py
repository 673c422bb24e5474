"""What a template of the text may ask for, and what is said of names that do not exist."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bare_facts import bare_facts
from frames import district, figures, home
from welfare_stats.analyse.comparison import Change, NotCompared, Obstacle
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.build import build_report
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.model import AnnualReport, Paragraph, Table

PERIOD = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
Fill = Callable[..., AnnualReport]


@pytest.fixture
def facts(catalogue: Catalogue) -> YearFacts:
    """Two districts and a home; spending, women, and a number that is 0."""
    codes = catalogue.during(PERIOD)
    frame = figures(
        codes,
        district("170", "tc_cao_tuoi", 2020),
        district("170", "tc_cao_tuoi", 1212, breakdown="female"),
        district("170", "tc_cao_tuoi", 4848000, measure="amount"),
        district("171", "tc_cao_tuoi", 0, is_estimate=True),
        district("171", "bhyt", 900, form="HX-02", measure="total"),
        home("CSTG-01", "nuoi_duong", 200),
    )
    changes = [Change(codes.case_types["tc_cao_tuoi"], 2000, 2020)]
    others = [NotCompared(codes.case_types["bhyt"], Obstacle.ESTIMATE)]
    return replace(
        bare_facts(catalogue, codes, frame, PERIOD),
        case_types_ever=catalogue.case_type_codes,
        units_ever=catalogue.unit_codes | {"GIAI-THE"},
        tables_ever=catalogue.table_keys | {"bang-cu"},
        last_year=YearComparison(2017, changes, others, codes.units),
    )


@pytest.fixture
def fill(facts: YearFacts, tmp_path: Path) -> Fill:
    def filled(text: str, of: YearFacts = facts) -> AnnualReport:
        (tmp_path / "bao-cao.txt.j2").write_text(f"# I. ĐẦU\n\n{text}\n", "utf-8")
        return build_report(of, tmp_path)

    return filled


def words(report: AnnualReport) -> str:
    return "\n".join(block.text for block in report.body if isinstance(block, Paragraph))


SAID = [
    ("{{ whole_area }}, {{ compiler }}", "toàn tỉnh, Sở"),
    ('{{ units("TTCTXH").count | pad2 }}: {{ units("TTCTXH") }}', "01: Trung tâm Công tác xã hội"),
    ('{{ units("CSTGXH").count }} cơ sở', "4 cơ sở"),  # a wider sort, as units.csv names it
    (
        '{% for unit in units("CSND") %}{{ unit.code }} {{ unit.name }} ({{ unit.area }}); '
        "{% endfor %}",
        "CSTG-01 Trung tâm Bảo trợ xã hội Thái Nguyên (Thành phố Thái Nguyên); CSTG-02 Cơ sở trợ "
        "giúp xã hội số 2 (tỉnh Thái Nguyên); CSTG-03 Cơ sở trợ giúp xã hội số 3 (tỉnh Thái "
        "Nguyên);",
    ),
    ('{{ unit_total("tc_cao_tuoi", "170") }}', "2.020"),
    ('{{ unit_total("tc_cao_tuoi", "171").zero }}', "True"),
    (
        '{{ unit_total("tc_cao_tuoi", "171") }}{{ unit_total("tc_cao_tuoi", "171").caveat }}',
        "0 (có số ước thực hiện của Huyện Đại Từ)",
    ),
    ('{{ unit_total("bhyt", "170").known }}', "False"),
    ('{{ unit_total("bhyt", "170").asked }}', "True"),
    ('{{ unit_total("bhyt", "CSTG-01").asked }}', "False"),  # no home reports it
    ('{{ unit_total("bhyt", "GIAI-THE").asked }}', "False"),  # it was dissolved before
    (
        '{{ listing([[unit_total("bhyt", "170"), "… thẻ", "không có thẻ"]]) }}',
        "Chưa có số liệu về nội dung “Cấp thẻ BHYT cho đối tượng bảo trợ xã hội của Huyện Võ "
        "Nhai”.",
    ),
    (
        '{{ amount("tc_cao_tuoi") }} nghìn đồng{{ amount("tc_cao_tuoi").caveat }}',
        "4.848.000 nghìn đồng (chưa đủ số liệu của 08 đơn vị và có số ước thực hiện của Huyện Đại "
        "Từ)",
    ),
    ('{{ amount("nuoi_duong").asked }}', "False"),  # CS-01 does not ask for spending
    ('{{ amount("dot_xuat_nha_o").known }} {{ amount("dot_xuat_nha_o").asked }}', "False True"),
    (
        'Năm {{ last_year }}: {{ last_year("tc_cao_tuoi") }}; '
        '{{ share(total.tc_cao_tuoi, last_year("tc_cao_tuoi")) }}',
        "Năm 2017: 2.000; 101,0%",
    ),
    (
        '{{ listing([[last_year("bhyt"), "… thẻ", "không có"]]) }}',
        "Chưa xác định được nội dung “Cấp thẻ BHYT cho đối tượng bảo trợ xã hội (năm 2017)” vì "
        "còn số ước.",
    ),
    ('{{ last_year("nuoi_duong").known }} {{ last_year("nuoi_duong").asked }}', "False True"),
    ('{{ part("tc_cao_tuoi", "female") }}', "1.212"),
    # What was in force in another year is not asked for, and falls away.
    (
        'Có {{ total.tc_tre_duoi_3_tuoi.asked }} {{ amount("tc_tre_duoi_3_tuoi").asked }} '
        '{{ last_year("tc_tre_duoi_3_tuoi").asked }} '
        '{{ part("tc_tre_duoi_3_tuoi", "poor").asked }} '
        '{{ unit_total("tc_tre_duoi_3_tuoi", "170").asked }}'
        '{{ listing([[total.tc_tre_duoi_3_tuoi, "… trẻ", "không"]]) }}',
        "Có False False False False False",
    ),
]


@pytest.mark.parametrize(("template", "said"), SAID)
def test_what_a_template_asks_for_is_there(template: str, said: str, fill: Fill) -> None:
    assert words(fill(template)) == said


def test_without_a_year_before_nothing_of_it_is_known(facts: YearFacts, fill: Fill) -> None:
    alone = replace(facts, last_year=None)
    text = '{% if last_year %}có{% else %}chưa{% endif %} {{ last_year("bhyt").known }}'
    assert words(fill(text, alone)) == "chưa False"


def test_numbers_that_are_not_published_by_unit_are_not_in_the_text(
    facts: YearFacts, fill: Fill
) -> None:
    row = facts.codes.case_types["tc_cao_tuoi"].model_copy(update={"sensitive": True})
    codes = replace(facts.codes, case_types={**facts.codes.case_types, "tc_cao_tuoi": row})
    text = '{{ total.tc_cao_tuoi }} {{ unit_total("tc_cao_tuoi", "170").known }}'
    assert words(fill(text, replace(facts, codes=codes))) == "2.020 False"


def test_any_table_may_be_placed_and_then_stands_in_the_text_only(fill: Fill) -> None:
    whole = fill("Chữ.")
    placed = fill("@table tro-giup-khac\n@table tinh-hinh-gui")
    body = [block.key for block in placed.body if isinstance(block, Table)]
    assert body == ["tro-giup-khac", "tinh-hinh-gui"]
    assert [t.key for t in placed.annex] == [t.key for t in whole.annex if t.key not in body]


@pytest.mark.parametrize("key", ["bang-cu", "thay-doi"])
def test_a_table_of_which_there_is_nothing_to_show_is_passed_over(key: str, fill: Fill) -> None:
    assert [*fill(f"Trước.\n@table {key}\nSau.").body][1:] == [
        Paragraph("Trước."),
        Paragraph("Sau."),
    ]


MISTAKES = [
    ("{{ totl.bhyt }}", "không có tên “totl”; các tên được dùng: total,"),
    ("{{ total.bhty }}", "không có tên “bhty”; các tên được dùng: bhyt,"),
    ("{{ total.bhyt.knwn }}", "không có tên “knwn”; các tên được dùng: known,"),
    ("{{ office.nam }}", "không có tên “nam”; các tên được dùng: name,"),
    ("{% if texts.plan %}a{% endif %}", "không có tên “plan”; các tên được dùng: plans,"),
    ("{% for g in targets %}{{ g.wordng }}{% endfor %}", "“wordng”; các tên được dùng: wording,"),
    ('{{ part("bhty", "female").known }}', "không có chỉ tiêu “bhty”; các tên được dùng: bhyt,"),
    ('{{ part("bhyt", "femal").known }}', "không có phần “femal”; các tên được dùng: female,"),
    ('{{ part("bhyt", breakdwn="female") }}', "không có tham số “breakdwn”; các tên được dùng: "
     "breakdown,"),
    ("{{ part(bhyt, 'female') }}", "chỉ tiêu phải ghi trong ngoặc kép"),
    ("{{ part(total.bhyt, 'female') }}", "chỉ tiêu phải ghi trong ngoặc kép"),
    ('{{ part("bhyt") }}', "hãy viết như part(\"MÃ\", \"female\")"),
    ('{{ unit_total("bhyt", "17O") }}', "không có đơn vị “17O”; các tên được dùng: 167, 170"),
    ('{{ unit_total("bhty", "170") }}', "không có chỉ tiêu “bhty”; các tên được dùng: bhyt,"),
    ('{{ amount("bhty") }}', "không có chỉ tiêu “bhty”; các tên được dùng: bhyt,"),
    ('{{ last_year("bhty") }}', "không có chỉ tiêu “bhty”; các tên được dùng: bhyt,"),
    ("{{ last_year() }}", 'hãy viết như last_year("MÃ")'),
    ('{{ units("TTCTX") }}', "không có loại đơn vị “TTCTX”; các tên được dùng: TTCTXH,"),
    ("{% for u in units %}a{% endfor %}", "hãy viết như units(\"MÃ LOẠI\")"),
    ("{{ units }}", "hãy viết như units(\"MÃ LOẠI\")"),
    ('{{ has_figures("co_s") }}', "không có phần của báo cáo “co_s”; các tên được dùng: co_so,"),
    ('{{ share("bhyt", "bhyt") }}', "share(total.A, total.B)"),
    ('{{ listing([[total.bhty, "… thẻ", "không"]]) }}', "không có tên “bhty”"),
    ("@table chi-tiu", "không có bảng “chi-tiu”; các tên được dùng: chi-tieu,"),
    ('{{ unit_total("bhyt", "170") }}', '{% if unit_total("bhyt", "170").known %}'),
    ('{{ amount("bhyt") }}', '{% if amount("bhyt").known %}'),
    ('{{ last_year("bhyt") }}', '{% if last_year("bhyt").known %}'),
]  # fmt: skip


@pytest.mark.parametrize(("template", "message"), MISTAKES)
def test_a_wrong_name_is_told_with_its_line_and_the_nearest_that_exist(
    template: str, message: str, fill: Fill
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        fill(template)
    assert "bao-cao.txt.j2, dòng 3: " in str(raised.value)
    assert message in str(raised.value)
