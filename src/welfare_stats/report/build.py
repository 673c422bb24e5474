"""Makes the report: text and tables, before any file format."""

from dataclasses import replace
from pathlib import Path

from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import AnnualReport
from welfare_stats.report.narrative import write_narrative
from welfare_stats.report.tables import annex_tables, body_tables, in_no_table
from welfare_stats.vietnamese import format_date


def build_report(facts: YearFacts, templates: Path) -> AnnualReport:
    """The report of a year.

    Args:
        facts: the year's figures and circumstances.
        templates: the folder with the office's templates.

    Raises:
        ConfigurationError: the template of the text cannot be used.
    """
    period = facts.period
    report = AnnualReport(
        year=facts.year,
        office=facts.office,
        period=period,
        title=f"Kết quả công tác trợ giúp xã hội {facts.period_words}",
        subtitle=(
            f"(Số liệu từ ngày {format_date(period.start)} đến ngày {format_date(period.end)})"
        ),
        body=write_narrative(templates, facts, body_tables(facts)),
        annex=tuple(annex_tables(facts)),
    )
    shown = {table.key for table in report.tables}
    return replace(report, untabled=tuple(row.label for row in in_no_table(facts, shown)))
