"""Makes the report: text, tables and charts, before any file format."""

from dataclasses import replace
from pathlib import Path

from welfare_stats.report.charts import body_charts, chart_keys
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.figures import parts_of_sums, published_figures
from welfare_stats.report.model import AnnualReport, Table
from welfare_stats.report.narrative import CHARTS, TABLES, write_narrative
from welfare_stats.report.tables import (
    annex_tables,
    body_tables,
    by_key,
    in_no_table,
    table_keys,
)
from welfare_stats.vietnamese import format_date


def build_report(facts: YearFacts, templates: Path) -> AnnualReport:
    """The report of a year; a table of the annex that the text places stands there only.

    Args:
        facts: the year's figures and circumstances.
        templates: the folder with the office's templates.

    Raises:
        ConfigurationError: the template of the text cannot be used.
    """
    period = facts.period
    annex = annex_tables(facts)
    tables = dict.fromkeys(table_keys(facts), ()) | body_tables(facts) | by_key(annex)
    charts = dict.fromkeys(chart_keys(facts), ()) | {
        key: (chart,) for key, chart in body_charts(facts).items()
    }
    body = write_narrative(templates, facts, {TABLES: tables, CHARTS: charts})
    placed = {block.key for block in body if isinstance(block, Table)}
    report = AnnualReport(
        year=facts.year,
        office=facts.office,
        period=period,
        title=f"Kết quả công tác trợ giúp xã hội {facts.period_words}",
        subtitle=(
            f"(Số liệu từ ngày {format_date(period.start)} đến ngày {format_date(period.end)})"
        ),
        body=body,
        data_notes=facts.year_text.data_notes,
        annex=tuple(table for table in annex if table.key not in placed),
    )
    untabled = in_no_table(facts, {table.key for table in report.tables})
    return replace(
        report,
        untabled=tuple(row.label for row in untabled),
        figures=published_figures(facts, report.tables, untabled),
        parts=parts_of_sums(facts.codes),
    )
