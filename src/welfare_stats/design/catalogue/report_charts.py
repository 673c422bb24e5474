"""The rows of ``charts.csv``: which charts the text of the report may place, and what of."""

from enum import StrEnum

from welfare_stats.design.catalogue.columns import Code, Codes, LowerCode
from welfare_stats.design.catalogue.models import DatedRow


class ChartKind(StrEnum):
    """What a chart compares; each kind is code in ``report.charts``."""

    TARGETS = "targets"
    CASE_TYPES = "case_types"
    UNITS = "units"
    MOVEMENT = "movement"
    YEARS = "years"


class ReportChart(DatedRow):
    """A chart of the report.

    Attributes:
        key: its name in the template of the text.
        title: "{năm}" in it stands for the year of the report.
        reporters: the sorts of unit that have a bar each.
        case_types: exactly these; of units and of movements only one.
        parts_of: the direct parts of a case type, instead.
        column: which number of them, the code of a measure or breakdown; blank is "how many".
        group_by: the column of ``units.csv`` by which units share a bar.
        note: a line below the chart.
    """

    key: LowerCode
    title: str
    kind: ChartKind
    reporters: Codes = ()
    case_types: Codes = ()
    parts_of: Code | None = None
    column: Code | None = None
    group_by: Code | None = None
    note: str = ""
