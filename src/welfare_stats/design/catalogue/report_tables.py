"""The rows of ``tables.csv``: which tables the report has, and what stands in them."""

from enum import StrEnum

from welfare_stats.design.catalogue.columns import Code, Codes, LowerCode
from welfare_stats.design.catalogue.models import DatedRow


class TableKind(StrEnum):
    """How a table is laid out; each kind is code in ``report.tables``."""

    UNITS_BY_CASE_TYPES = "units_by_case_types"
    CASE_TYPES_BY_UNITS = "case_types_by_units"
    UNITS_BY_MEASURES = "units_by_measures"
    GROUPS_BY_CASE_TYPES = "groups_by_case_types"
    GROUPS_BY_MEASURES = "groups_by_measures"
    CASE_TYPES_BY_MEASURES = "case_types_by_measures"
    TARGETS = "targets"
    LAST_YEAR = "last_year"


ONE_CASE_TYPE_A_COLUMN = (TableKind.UNITS_BY_CASE_TYPES, TableKind.GROUPS_BY_CASE_TYPES)
ONE_MEASURE_A_COLUMN = (TableKind.UNITS_BY_MEASURES, TableKind.GROUPS_BY_MEASURES)
ROWS_OF_GROUPS = (TableKind.GROUPS_BY_CASE_TYPES, TableKind.GROUPS_BY_MEASURES)
"""Kinds that are alike but for their rows, each of a unit or of a group of units."""


class TablePlace(StrEnum):
    """Where a table stands: placed by the template of the text, or in the annex."""

    BODY = "body"
    ANNEX = "annex"


UNIT_COLUMN = "unit"
SHARE_COLUMN = "share"
"""What ``columns`` may name besides the columns of forms: unit of measure and share."""

GROUPINGS = ("group", "area", "parent")
"""The columns of ``units.csv`` by which the rows of units may be grouped."""


class ReportTable(DatedRow):
    """A table of the report.

    Attributes:
        key: its name, in the template of the text too.
        title: "{năm}" in it stands for the year of the report.
        reporters: the sorts of unit that have a row or column, and report what is counted.
        forms, sections: of these the table has all case types that the reporters report.
        case_types: exactly these, instead.
        parts_of: case types with all that are below them, instead.
        columns: what else is shown: codes of measures and breakdowns, "unit", "share".
        group_by: the column of ``units.csv`` by which rows of units are grouped, or that has a row
            for each of its values instead.
        total: what the row or column of the whole province is called; without it there is none.
        unit: the unit of measure above the table; without it rows or columns name their own.
        note: a line below the table.
    """

    key: LowerCode
    title: str
    kind: TableKind
    place: TablePlace = TablePlace.ANNEX
    reporters: Codes = ()
    forms: Codes = ()
    sections: Codes = ()
    case_types: Codes = ()
    parts_of: Codes = ()
    columns: Codes = ()
    group_by: Code | None = None
    total: str = ""
    unit: str = ""
    note: str = ""
