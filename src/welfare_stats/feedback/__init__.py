"""What goes back to the sender of a returned file: a copy of it in which findings are marked."""

from welfare_stats.feedback.annotate import Returned, annotated, explained

__all__ = ["Returned", "annotated", "explained"]
