"""What goes back to the sender: the own workbook with every wrong cell marked and explained."""

from welfare_stats.feedback.annotate import Annotator, Returned, annotated, explained

__all__ = ["Annotator", "Returned", "annotated", "explained"]
