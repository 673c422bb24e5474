"""The register: which submissions were received, what became of them, and which count.

Its commit is the one moment at which anything becomes true. Nothing is ever deleted: a later
accepted submission of the same unit, form and period supersedes, and the earlier stays.
"""

from welfare_stats.register.receipts import (
    Receipt,
    earlier_statements,
    outstanding,
    scopes_elsewhere,
)
from welfare_stats.register.register import Register

__all__ = ["Receipt", "Register", "earlier_statements", "outstanding", "scopes_elsewhere"]
