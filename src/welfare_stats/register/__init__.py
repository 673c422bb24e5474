"""The register: which files were received, what became of each, and which statements stand.

A file is entered in one transaction; what is not committed did not happen. Nothing is ever deleted:
an accepted correction supersedes the earlier file, and the earlier one stays on record.
"""

from welfare_stats.register.receipts import (
    Receipt,
    earlier_statements,
    outstanding,
    scopes_elsewhere,
)
from welfare_stats.register.register import Register

__all__ = ["Receipt", "Register", "earlier_statements", "outstanding", "scopes_elsewhere"]
