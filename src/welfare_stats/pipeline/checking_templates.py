"""Tries the templates, and the rows of ``tables.csv`` and ``charts.csv``, without a report."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from welfare_stats.design.catalogue import (
    Catalogue,
    ChartKind,
    ReportChart,
    ReportTable,
    TableKind,
    TablePlace,
)
from welfare_stats.design.catalogue.code_lists import read_code_list
from welfare_stats.design.catalogue.loading import CHARTS_FILE, TABLES_FILE
from welfare_stats.errors import ConfigurationError, VerificationError
from welfare_stats.pipeline.made_up_facts import trials
from welfare_stats.report.build import build_report
from welfare_stats.report.charts import chart_keys, chart_of_row
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import AnnualReport
from welfare_stats.report.narrative import CHARTS, TABLES, TEMPLATE, Placeable
from welfare_stats.report.render import FORMATS
from welfare_stats.report.render.html import LAYOUT, explains_nothing
from welfare_stats.report.tables import annex_tables, made_of_row, table_keys
from welfare_stats.report.template_check import name_mistakes, placed_keys
from welfare_stats.report.template_context import template_context
from welfare_stats.report.verify import verify
from welfare_stats.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TemplatesChecked:
    """What was found; each is a line for people.

    Attributes:
        mistakes: with which no report can be made, at least of some figures.
        remarks: what is likely not meant, but hinders no report.
    """

    mistakes: tuple[str, ...]
    remarks: tuple[str, ...]


def check_templates(workspace: Workspace, catalogue: Catalogue, year: int) -> TemplatesChecked:
    """Try the text, both layouts and every table and chart with made-up facts of a year.

    Raises:
        ConfigurationError: the settings cannot be used.
    """
    settings = workspace.settings()
    made_up = trials(catalogue, settings.office_on(date(year, 12, 31)), year)
    complete, *others = made_up
    mistakes = [
        *_names(workspace.templates, complete),
        *_filled(workspace.templates, complete, ("docx", "html")),
    ]
    for facts in others:  # the layout in Word asks nothing of the figures
        mistakes += _filled(workspace.templates, facts, ("html",))
    return TemplatesChecked(
        tuple(dict.fromkeys(mistakes)),
        (
            *_remarks(workspace.templates, catalogue, complete),
            *_chart_remarks(workspace.templates, catalogue, complete),
        ),
    )


def _names(templates: Path, facts: YearFacts) -> Iterator[str]:
    """Wrong names in any branch of the text."""
    with suppress(ConfigurationError):  # filling the template says the same
        context = template_context(facts)
        placeable = {TABLES: table_keys(facts), CHARTS: chart_keys(facts)}
        for mistake in name_mistakes(templates, context, placeable):
            where = f"{templates / TEMPLATE}, dòng {mistake.line}"
            yield f"{where}: {mistake.message}. Hãy sửa mẫu rồi lập lại báo cáo."


def _filled(templates: Path, facts: YearFacts, formats: Sequence[str]) -> Iterator[str]:
    """What goes wrong when the text and some layouts are filled with some facts."""
    try:
        report = build_report(facts, templates)
    except ConfigurationError as problem:
        yield str(problem)
        report = _without_text(facts)
    for name in formats:
        try:
            verify(report, name, FORMATS[name](report, templates))
        except (ConfigurationError, VerificationError) as problem:
            yield str(problem)


def _without_text(facts: YearFacts) -> AnnualReport:
    annex = tuple(annex_tables(facts))
    return AnnualReport(facts.year, facts.office, facts.period, "", "", (), annex)


def _remarks(templates: Path, catalogue: Catalogue, facts: YearFacts) -> Iterator[str]:
    """What is likely not meant. A year for which nobody has set targets is nothing unusual."""
    with suppress(ConfigurationError):
        if explains_nothing(templates):
            yield (
                f"{templates / LAYOUT}: không có {{{{ script }}}} nên trang web không giải thích "
                "được từng số, không sắp xếp, không lọc được bảng; muốn có thì chép lại mẫu từ kho "
                "mẫu do “welfare-stats init” tạo."
            )
    rows, _ = read_code_list(Path(TABLES_FILE), catalogue.files, ReportTable)
    placed = _placed(templates, TABLES)
    for line, row in rows.numbered():
        if not row.in_force(facts.period.end):
            continue
        where = f"{TABLES_FILE}, dòng {line}, bảng “{row.key}”"
        tables = made_of_row(facts, row)
        if row.kind is not TableKind.TARGETS and not any(table.rows for table in tables):
            yield (
                f"{where}: năm {facts.year} không có gì để hiện; nếu không phải do đơn vị, chỉ "
                "tiêu đã kết thúc thì xem lại reporters, forms, sections, case_types."
            )
        if row.place is TablePlace.BODY and row.key not in placed:
            yield (
                f"{where}: place là body nhưng mẫu lời văn không đặt bảng này; thêm dòng “@table "
                f"{row.key}” vào {TEMPLATE}, hoặc ghi place là annex."
            )


def _chart_remarks(templates: Path, catalogue: Catalogue, facts: YearFacts) -> Iterator[str]:
    """What is likely not meant of charts."""
    if CHARTS_FILE not in catalogue.files:
        return
    rows, _ = read_code_list(Path(CHARTS_FILE), catalogue.files, ReportChart)
    placed = _placed(templates, CHARTS)
    for line, row in rows.numbered():
        if not row.in_force(facts.period.end):
            continue
        where = f"{CHARTS_FILE}, dòng {line}, biểu đồ “{row.key}”"
        if row.kind is not ChartKind.TARGETS and chart_of_row(facts, row) is None:
            yield (
                f"{where}: năm {facts.year} không có gì để vẽ; nếu không phải do đơn vị, chỉ tiêu "
                "đã kết thúc hoặc không công bố theo đơn vị thì xem lại reporters, case_types, "
                "parts_of, column."
            )
        if row.key not in placed:
            yield (
                f"{where}: mẫu lời văn không đặt biểu đồ này; thêm dòng “@chart {row.key}” vào "
                f"{TEMPLATE}, hoặc bỏ dòng này."
            )


def _placed(templates: Path, sort: Placeable) -> frozenset[str]:
    with suppress(ConfigurationError):
        return placed_keys(templates, sort)
    return frozenset()
