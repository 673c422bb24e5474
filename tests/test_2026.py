"""The office of 2026, Sở Y tế and the communes that report to it: rows of the catalogue alone."""

import datetime as dt
from collections import Counter

import pytest

from conftest import REPOSITORY
from frames import district, results
from make_year import PERIOD, YEAR, workbook_of
from welfare_stats.analyse.comparison import Obstacle, Side, changes
from welfare_stats.analyse.obligations import obligations_of
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, Level
from welfare_stats.design.forms import FORMS
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.basis import basis_of
from welfare_stats.pipeline.compiling import ReportScope, year_facts
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Register
from welfare_stats.report.build import build_report
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.model import AnnualReport, Gap, Number, Table
from welfare_stats.report.tables.last_year import reasons
from welfare_stats.report.tables.withheld import withheld_codes
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace, create_workspace

# Two of one former district, two whose names differ in accents alone, one of former Bắc Kạn.
COMMUNES = ("05443", "05482", "05665", "02143", "01840")
RECEIVED = dt.date(2026, 6, 15)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> YearFacts:
    workspace = create_workspace(tmp_path_factory.mktemp("y") / "so-lieu")
    folder = workspace.raw / str(YEAR)
    folder.mkdir()
    units = catalogue.at(PERIOD.end).units
    for code in (*COMMUNES, "CSTG-01", "CSTG-04"):
        forms = [FORMS[form] for form in catalogue.at(PERIOD.end).forms_due(units[code])]
        (folder / f"{code}.xlsx").write_bytes(workbook_of(units[code], forms, catalogue))
    judged = ingest(workspace, catalogue, received_on=RECEIVED)
    assert {result.outcome for result in judged} == {Outcome.ACCEPTED}
    assert [finding for result in judged for finding in result.findings] == []
    return of_half(workspace, catalogue)


def of_half(workspace: Workspace, catalogue: Catalogue) -> YearFacts:
    with (
        Register.open(workspace.register) as register,
        basis_of(workspace, register, catalogue, YEAR) as basis,
    ):
        return year_facts(basis, register, ReportScope(YEAR, "6-thang"))[0]


@pytest.fixture(scope="module")
def report(facts: YearFacts) -> AnnualReport:
    return build_report(facts, REPOSITORY / "templates")


def table(report: AnnualReport, key: str) -> Table:
    return next(table for table in report.annex if table.key == key)


def owed(catalogue: Catalogue, year: int) -> Counter[tuple[str, str, str]]:
    return Counter(
        (o.unit.reporter_kind, str(o.period.start), str(o.period.end))
        for o in obligations_of(year, catalogue)
        if o.form == "HX-01"
    )


def test_communes_owe_from_the_day_on_which_they_begin(catalogue: Catalogue) -> None:
    assert owed(catalogue, 2024).keys() == {
        ("PLDTBXH", "2024-01-01", "2024-06-30"),
        ("PLDTBXH", "2024-01-01", "2024-12-31"),
    }
    assert owed(catalogue, 2025) == {
        ("PLDTBXH", "2025-01-01", "2025-06-30"): 9,
        ("UBND_XA", "2025-07-01", "2025-12-31"): 92,
    }
    assert owed(catalogue, 2026) == {
        ("UBND_XA", "2026-01-01", "2026-06-30"): 92,
        ("UBND_XA", "2026-01-01", "2026-12-31"): 92,
    }


def test_every_commune_is_a_unit_of_its_own_name(catalogue: Catalogue) -> None:
    codes = catalogue.at(PERIOD.end)
    communes = codes.units_at(Level.COMMUNE)
    assert {unit.code for unit in communes} == {row.code for row in codes.communes}
    for unit in communes:
        alike = {"02143", "05665"} if unit.code in {"02143", "05665"} else {unit.code}
        assert {found.code for found in codes.units_called(unit.name)} == alike
        assert [above.code for above in codes.above(unit)] == ["SYT"]
        assert unit.group.endswith(" (cũ)")
    assert not codes.units_at(Level.DISTRICT)


def test_predecessors_are_the_districts_of_the_same_province(catalogue: Catalogue) -> None:
    day = dt.date(2025, 7, 1)
    rows = [row for row in catalogue.successions if row.day == day]
    groups = {unit.code: unit.group for unit in catalogue.at(day).units_at(Level.COMMUNE)}
    old = {unit.group for unit in catalogue.at(dt.date(2025, 6, 30)).units_at(Level.DISTRICT)}
    without = {groups[code] for code in groups.keys() - {row.successor for row in rows}}
    assert len(old) == 9
    assert old.isdisjoint(without)
    assert len(without) == 8  # of Bắc Kạn, whose districts reported to another office


def test_the_report_is_that_of_so_y_te(report: AnnualReport) -> None:
    text = " ".join(str(getattr(block, "text", "")) for block in report.body)
    assert report.office.name == "Sở Y tế"
    assert "Sở Y tế báo cáo kết quả công tác trợ giúp xã hội 6 tháng đầu năm 2026" in text
    assert "đang hưởng trợ cấp hưu trí xã hội (chưa đủ số liệu của 87 đơn vị), trong đó" in text
    assert "6. Trợ giúp khẩn cấp" in text
    assert "huyện" not in text.lower()
    assert "đột xuất" not in text
    assert report.untabled == ()


def test_92_communes_are_grouped_with_sums(report: AnnualReport) -> None:
    rows = table(report, "huu-tri-xa-hoi").rows
    communes = [row for row in rows if row.level]
    groups = [row for row in rows if row.total]
    assert len(communes) == 92
    assert len(groups) == 17 + 1  # with the province
    closing = 4
    known = [row.cells[closing] for row in rows if not isinstance(row.cells[closing], Gap)]
    assert len(known) == len(COMMUNES) + 4 + 1
    first = [cell.value for row in rows[:9] if isinstance(cell := row.cells[closing], Number)]
    assert len(first) == 3
    assert first[0] == sum(first[1:])


def test_hiv_is_shown_of_the_province_alone(facts: YearFacts, report: AnnualReport) -> None:
    groups = table(report, "tro-cap-theo-nhom")
    label = facts.codes.case_types["tc_hiv_ngheo"].label
    place = groups.columns.index(label)
    *units, province = (row.cells[place] for row in groups.rows)
    assert set(units) == {Gap.WITHHELD}
    assert not isinstance(province, Gap)


def side(codes: CatalogueAt, days: ReportingPeriod, units: list[str]) -> Side:
    """Every unit reported the same of two case types."""
    span = {"period_start": days.start, "period_end": days.end}
    rows = [district(unit, "tro_cap_cong_dong", 40, **span) for unit in units]
    rows += [district(u, "bhyt", 30, form="HX-02", measure="total", **span) for u in units]
    found = results(codes, *rows)
    return Side(found.figures, found.totals, codes, days)


def test_the_allowance_of_before_is_not_compared_and_the_text_says_why(
    facts: YearFacts, catalogue: Catalogue
) -> None:
    last = ReportingPeriod(dt.date(2025, 1, 1), dt.date(2025, 6, 30))
    this, before = (catalogue.during(days) for days in (PERIOD, last))
    now = side(this, PERIOD, [u.code for u in this.units_at(Level.COMMUNE)])
    then = side(before, last, [u.code for u in before.units_at(Level.DISTRICT)])
    both = catalogue.during(ReportingPeriod(last.start, PERIOD.end)).successions
    compared, others = changes(now, then, both)
    assert [change for change in compared if change.case_type.form] == []
    obstacles = {other.case_type.code: other for other in others}
    assert obstacles["tro_cap_cong_dong"].obstacle is Obstacle.DEFINITION
    assert obstacles["bhyt"].obstacle is Obstacle.UNITS_BEFORE
    assert len(obstacles["bhyt"].units) == 37  # those of Bắc Kạn
    said = reasons(facts, YearComparison(2025, [], others, before.units))
    assert said[0].startswith(
        "Không so sánh, vì định nghĩa của nội dung này đã thay đổi: Hưởng trợ"
    )
    assert said[1].startswith("Không so sánh, vì năm 2025 chưa có đủ số liệu của 37 đơn vị: ")


def test_no_figure_is_published_of_a_unit_that_the_tables_withhold(
    report: AnnualReport, facts: YearFacts
) -> None:
    withheld = withheld_codes(facts)
    assert len(withheld) > 1
    published = {figure.key for figure in report.figures}
    assert {key.case_type for key in published if not key.unit} > withheld
    of_units = {f.value for f in report.figures if f.key.unit and f.key.case_type in withheld}
    assert of_units == {Gap.WITHHELD, Gap.NOT_SENT}


def test_all_figures_of_units_are_those_of_the_tables_and_the_gaps_beside_them(
    report: AnnualReport,
) -> None:
    shown = {
        cell.of[0].key: cell
        for table in report.tables
        for row in table.rows
        for cell in row.cells
        if isinstance(cell, Number) and len(cell.of) == 1 and cell.of[0].key.unit
    }
    of_units = {figure.key: figure.value for figure in report.figures if figure.key.unit}
    assert {key: value for key, value in of_units.items() if isinstance(value, Number)} == shown
    gaps = {value for value in of_units.values() if isinstance(value, Gap)}
    assert gaps == {Gap.NOT_SENT, Gap.WITHHELD}


def test_a_figure_of_the_province_says_of_whom_it_is_without(report: AnnualReport) -> None:
    of_province = {f.key.case_type: f for f in report.figures if not f.key.unit}
    assert of_province["huu_tri_xa_hoi"].remark == "chưa gồm số liệu của 87 đơn vị"
    assert of_province["co_so_tro_giup_xa_hoi"].remark == ""


def test_of_a_whole_half_year_every_figure_has_its_days_in_words_and_codes(
    report: AnnualReport,
) -> None:
    first = next(f for f in report.figures if f.key.unit == "05443")
    assert first.days == PERIOD
    assert first.unit == "Phường Phan Đình Phùng"
    assert {f.breakdown for f in report.figures} >= {"Tất cả", "Nữ", "Hộ nghèo"}
    assert {f.measure for f in report.figures} == {
        "Tổng số",
        "Đầu kỳ",
        "Tăng",
        "Giảm",
        "Cuối kỳ",
        "Kinh phí",
    }
