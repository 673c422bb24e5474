"""The office's dated code lists: case types, units and their successions, targets, deadlines ….

``models`` declares the columns, ``code_lists`` reads one CSV file, ``loading`` reads and checks all
of them together, ``lookup`` answers questions about the codes in force on a day, and ``gazetteer``
finds communes in addresses.
"""

from welfare_stats.design.catalogue.loading import (
    CODE_LIST_FILES,
    load_catalogue,
    read_catalogue,
)
from welfare_stats.design.catalogue.lookup import Catalogue, CatalogueAt
from welfare_stats.design.catalogue.models import (
    CaseType,
    CaseTypeKind,
    Comparator,
    Deadline,
    Per,
    Relation,
    ReporterKind,
    ReportingUnit,
    Section,
    Succession,
    Target,
    UnitKind,
)
from welfare_stats.design.catalogue.report_tables import ReportTable, TableKind, TablePlace

__all__ = [
    "CODE_LIST_FILES",
    "CaseType",
    "CaseTypeKind",
    "Catalogue",
    "CatalogueAt",
    "Comparator",
    "Deadline",
    "Per",
    "Relation",
    "ReportTable",
    "ReporterKind",
    "ReportingUnit",
    "Section",
    "Succession",
    "TableKind",
    "TablePlace",
    "Target",
    "UnitKind",
    "load_catalogue",
    "read_catalogue",
]
