"""The office's dated code lists: case types, units and their successions, targets, deadlines ….

``models`` declares the columns, ``code_lists`` reads one CSV file, ``loading`` reads and checks all
of them together, ``lookup`` answers questions about the codes in force on a day, and ``gazetteer``
finds communes in addresses.
"""

from welfare_stats.design.catalogue.in_force import CatalogueAt
from welfare_stats.design.catalogue.loading import (
    CODE_LIST_FILES,
    load_catalogue,
    read_catalogue,
)
from welfare_stats.design.catalogue.lookup import Catalogue
from welfare_stats.design.catalogue.models import (
    IGNORED,
    CaseType,
    CaseTypeKind,
    Comparator,
    Deadline,
    Level,
    Per,
    Relation,
    Reporter,
    ReportingUnit,
    Section,
    Succession,
    Target,
    TargetMeasure,
    UnitRow,
)
from welfare_stats.design.catalogue.report_charts import ChartKind, ReportChart
from welfare_stats.design.catalogue.report_tables import ReportTable, TableKind, TablePlace

__all__ = [
    "CODE_LIST_FILES",
    "IGNORED",
    "CaseType",
    "CaseTypeKind",
    "Catalogue",
    "CatalogueAt",
    "ChartKind",
    "Comparator",
    "Deadline",
    "Level",
    "Per",
    "Relation",
    "ReportChart",
    "ReportTable",
    "Reporter",
    "ReportingUnit",
    "Section",
    "Succession",
    "TableKind",
    "TablePlace",
    "Target",
    "TargetMeasure",
    "UnitRow",
    "load_catalogue",
    "read_catalogue",
]
