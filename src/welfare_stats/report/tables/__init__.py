"""The tables of the report; this module is their table of contents.

Each kind of table has a module of its own. What they have in common is in ``framing`` (period,
source, words for totals), ``rows`` (which rows, in which order), ``cells`` (numbers, shares, gaps)
and ``notes`` (the lines below a table).
"""

from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Table
from welfare_stats.report.tables.community import community_group_table, community_movement_table
from welfare_stats.report.tables.facilities import facility_table
from welfare_stats.report.tables.last_year import last_year_table
from welfare_stats.report.tables.other_assistance import other_assistance_table
from welfare_stats.report.tables.remarks import remarks_table
from welfare_stats.report.tables.revision import revision_table
from welfare_stats.report.tables.sending import status_table
from welfare_stats.report.tables.targets import target_table


def body_tables(facts: YearFacts) -> dict[str, Table]:
    """The tables of the body, by the key with which the template of the text places them."""
    tables = [target_table(facts)]
    if facts.last_year is not None and facts.last_year.says_something:
        tables.append(last_year_table(facts, facts.last_year))
    return {table.key: table for table in tables}


def annex_tables(facts: YearFacts) -> list[Table]:
    """The tables of the annex, in their order."""
    tables = [
        status_table(facts),
        facility_table(
            facts,
            "co-so-nuoi-duong",
            "Kết quả của các cơ sở quản lý, nuôi dưỡng đối tượng",
            "CSND",
        ),
        facility_table(
            facts,
            "trung-tam-cong-tac-xa-hoi",
            "Kết quả hoạt động của Trung tâm Công tác xã hội",
            "TTCTXH",
        ),
        community_group_table(facts),
        community_movement_table(facts),
        other_assistance_table(facts),
    ]
    if facts.revision is not None and facts.revision.changes:
        tables.append(revision_table(facts, facts.revision))
    if facts.remarks:
        tables.append(remarks_table(facts))
    return tables
