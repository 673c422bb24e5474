"""Findings: what is wrong or worth knowing in a submitted file, and at which cell.

``model`` says what a finding is; ``kinds`` declares every kind once, with its words.
"""

from welfare_stats.findings import kinds
from welfare_stats.findings.model import (
    CellRef,
    CellValue,
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
    "Finding",
    "FindingKind",
    "Severity",
    "SheetRef",
    "any_error",
    "kinds",
    "shown",
    "visible",
]
