"""What goes back to the sender: the own workbook with every wrong cell marked and explained."""

from welfare_stats.feedback.annotate import Returned, annotated, explained

__all__ = ["Returned", "annotated", "explained"]
