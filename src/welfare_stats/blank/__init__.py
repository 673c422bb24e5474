"""Blank workbooks from the same declarations that reading and checks use."""

from welfare_stats.blank.workbook import BlankRequest, blank_workbook

__all__ = ["BlankRequest", "blank_workbook"]
