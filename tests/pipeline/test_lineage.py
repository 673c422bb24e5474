"""Every number of the report leads back to cells that, read anew, add up to it.

Six workspaces: the sample year, two half-years, a merger, missing units, lists beside counts, and
corrections after the report was sent.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from conftest import REPOSITORY
from formats import Sheets
from intake import save
from welfare_stats.analyse.revision import numbers_of
from welfare_stats.analyse.selection import Asked
from welfare_stats.analyse.totals import NumberKey, Results
from welfare_stats.design.catalogue import Catalogue, CatalogueAt, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.pipeline.basis import basis_of
from welfare_stats.pipeline.compiling import ReportScope, compile_asked, year_facts
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.register import Register
from welfare_stats.report.build import build_report
from welfare_stats.report.model import AnnualReport, Number, Origin, Percent
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import DISTRICT, centre, district, home, put

FIRST_HALF = "từ ngày 01/01/2018 đến ngày 30/6/2018"
SECOND_HALF = "từ ngày 01/7/2018 đến ngày 31/12/2018"
YEAR = "từ ngày 01/01/2018 đến ngày 31/12/2018"
LAST_YEAR = "từ ngày 01/01/2017 đến ngày 31/12/2017"
PHU_LUONG = ("168", "Phòng Lao động - Thương binh và Xã hội huyện Phú Lương")
DONG_HY = ("169", "Phòng Lao động - Thương binh và Xã hội huyện Đồng Hỷ")
SCOPE = ReportScope(2018)
RECEIVED = dt.date(2019, 1, 10)

Filled = Callable[[Workspace], None]


def sample(workspace: Workspace) -> None:
    shutil.copytree(REPOSITORY / "data" / "raw" / "2018", workspace.raw / "2018")


def two_half_years(workspace: Workspace) -> None:
    """Openings follow; people served came in the second half; the year before is there too."""
    save(workspace, "h1.xlsx", district(FIRST_HALF))
    later = district(SECOND_HALF)
    for row, opening in ((7, 105), (8, 2020), (9, 805)):
        later = put(later, f"HX-01!D{row}", opening)
        increase, decrease = (later["HX-01"][row - 1][column] for column in (4, 5))
        later = put(later, f"HX-01!G{row}", opening + increase - decrease)
    save(workspace, "h2.xlsx", later)
    save(workspace, "year.xlsx", district(YEAR, DONG_HY))
    for number, period in enumerate((FIRST_HALF, SECOND_HALF)):
        came = [3, "CSTG-01", None, "nuoi_duong_tiep_nhan_moi", None, None, 12]
        sheets = home(period=period)
        sheets["CS-01"] = [*sheets["CS-01"], came]
        save(workspace, f"home{number}.xlsx", sheets)
    save_of(workspace, 2017, "h.xlsx", district(LAST_YEAR))


def merger(workspace: Workspace) -> None:
    """Phú Lương ends on 30 June and hands over to Đồng Hỷ, which has them among its new ones."""
    units = workspace.catalogue / "units.csv"
    text = units.read_text("utf-8")
    old = "H. Phú Lương; Phú Lương,2014-01-01,2025-06-30"
    units.write_text(text.replace(old, old.replace("2025", "2018")), "utf-8")
    (workspace.catalogue / "successions.csv").write_text("from,to,day\n168,169,2018-07-01\n")
    save(workspace, "phu-luong.xlsx", district(FIRST_HALF, PHU_LUONG))
    heir = district(YEAR, DONG_HY)
    for row in (7, 8, 9):
        opening, decrease = heir["HX-01"][row - 1][3], heir["HX-01"][row - 1][5]
        heir = put(heir, f"HX-01!E{row}", 2100)
        heir = put(heir, f"HX-01!G{row}", opening + 2100 - decrease)
    save(workspace, "dong-hy.xlsx", heir)
    save(workspace, "vo-nhai.xlsx", district(YEAR, DISTRICT))


def missing_units(workspace: Workspace) -> None:
    without_women = district()
    for row in (7, 8, 9):
        without_women = put(without_women, f"HX-01!H{row}", None)
    save(workspace, "a.xlsx", without_women)
    save(workspace, "b.xlsx", home())


def lists_and_counts(workspace: Workspace) -> None:
    save(workspace, "a.xlsx", centre())
    save(workspace, "b.xlsx", home())


def corrections(workspace: Workspace) -> None:
    save(workspace, "a.xlsx", district())
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    ingest(workspace, catalogue, received_on=RECEIVED)
    publish(workspace, catalogue, ReportOrder(SCOPE, ["html"], final_by="Người ký"))
    corrected = put(put(district(), "HX-01!E8", 101), "HX-01!G8", 2021)
    save(workspace, "a.xlsx", corrected)
    save(workspace, "c.xlsx", centre())


def save_of(workspace: Workspace, year: int, name: str, sheets: Sheets) -> None:
    path = save(workspace, name, sheets)
    target = workspace.raw / str(year) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


@cache
def book(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True)


def read_anew(root: Path, source: Any, codes: CatalogueAt) -> float | None:
    """What the cells of an observation say; ``None`` for a breakdown that was counted."""
    sheet = book(root / source.path)[source.sheet]
    if ":" not in source.cells:
        typed = sheet[source.cells].value
        # Some samples have a number as text, in Vietnamese notation.
        return float(typed.replace(".", "").replace(",", ".") if isinstance(typed, str) else typed)
    first_column, first_row, last_column, last_row = range_boundaries(source.cells)
    assert first_column is not None
    assert first_row is not None
    assert last_row is not None
    assert first_column == last_column
    if source.breakdown != "all":
        return None
    kinds = [sheet.cell(row, first_column).value for row in range(first_row, last_row + 1)]
    return sum(source.case_type in codes.with_ancestors(kind) for kind in kinds)


def assert_adds_up(
    results: Results, key: NumberKey, value: float, root: Path, codes: CatalogueAt
) -> None:
    cells = results.cells(key)
    if codes.case_types[key.case_type].source[0] == "units":
        assert cells.empty
        return
    assert len(cells), key
    total = 0.0
    for record in cells.to_dict("records"):
        source = SimpleNamespace(**{str(name): value for name, value in record.items()})
        found = read_anew(root, source, codes)
        assert found is None or found == source.value, (key, source)
        total += float(source.adds)
        assert abs(source.adds) == source.value
    assert round(total, 3) == round(value, 3), key


OF_TARGETS = ("chi-tieu", "so-voi-chi-tieu")  # the whole is a target, which has no cell


def numbers_in(report: AnnualReport) -> Iterator[tuple[str, Number | Percent]]:
    """Every number of tables and charts, with the key of the one that it stands in."""
    for chart in report.charts:
        for series in chart.series:
            yield from ((chart.key, bar.value) for bar in series.bars)
    for table in report.tables:
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, Number | Percent):
                    yield table.key, cell


@pytest.mark.parametrize(
    ("fill", "least"),
    [
        (sample, 400),
        (two_half_years, 60),
        (merger, 60),
        (missing_units, 30),
        (lists_and_counts, 15),
        (corrections, 40),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_number_leads_back_to_cells_that_add_up(
    fill: Filled, least: int, workspace: Workspace
) -> None:
    fill(workspace)
    catalogue: Catalogue = load_catalogue(workspace.catalogue, FORMS)
    taken_in = ingest(workspace, catalogue, received_on=RECEIVED)
    assert {result.outcome for result in taken_in} <= {Outcome.ACCEPTED, Outcome.UNCHANGED}
    with (
        Register.open(workspace.register) as register,
        basis_of(workspace, register, catalogue, 2018) as basis,
    ):
        facts, compiled = year_facts(basis, register, SCOPE)
        days = compiled.period.a_year_before()
        state = basis.moment.state
        before = (
            compile_asked(register, state, catalogue, Asked(2017, days)).results
            if facts.last_year
            else None
        )
    results = compiled.results
    root, codes = workspace.root, compiled.codes

    for key, value in numbers_of(results).items():
        assert_adds_up(results, key, value, root, codes)

    def value_of(origin: Origin) -> float:
        of_year = results if origin.year == 2018 else before
        assert of_year is not None
        number = numbers_of(of_year).get(origin.key, 0.0)
        if number:
            assert_adds_up(of_year, origin.key, number, root, codes)
        return number

    report = build_report(facts, workspace.templates)
    shown = list(numbers_in(report))
    assert len(shown) >= least
    for where, cell in shown:
        if where == "thay-doi" and not cell.of:
            continue  # as it was sent: its cells are those of its edition
        values = [value_of(origin) for origin in cell.of]
        assert values, (where, cell)
        if isinstance(cell, Number):
            assert cell.value == (values[0] if len(values) == 1 else values[0] - values[1])
        elif where == "nam-truoc":
            assert cell.value == pytest.approx((values[0] - values[1]) / values[1])
        elif where not in OF_TARGETS:
            assert cell.value == pytest.approx(values[0] / values[1])
