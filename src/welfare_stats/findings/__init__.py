"""Findings: what is wrong in a submitted file or worth knowing about it, and at which cell.

``model`` defines a finding, ``kinds`` declares every kind of finding with its texts, ``waivers``
applies the office's decisions to accept findings.
"""

from welfare_stats.findings import kinds
from welfare_stats.findings.model import (
    CellRef,
    CellValue,
    Example,
    Finding,
    FindingKind,
    Severity,
    SheetRef,
    any_error,
    shown,
    visible,
)

__all__ = [
    "CellRef",
    "CellValue",
    "Example",
    "Finding",
    "FindingKind",
    "Severity",
    "SheetRef",
    "any_error",
    "kinds",
    "shown",
    "visible",
]
