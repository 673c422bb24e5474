"""The register: which submissions were received, what became of them, and what was decided.

``schema`` and ``migrations`` are its tables, ``database`` opens it, ``register`` reads and adds
``rows``, ``entries``, the office's files of a day (``keeping``) and the numbers of its reports
(``editions``); ``history`` is what it remembers, ``standing`` and ``state`` what follows from it.
"""

from welfare_stats.register.editions import Edition
from welfare_stats.register.history import (
    CatalogueChange,
    Decision,
    DecisionKind,
    Entry,
    History,
    Receipt,
)
from welfare_stats.register.register import Register
from welfare_stats.register.standing import Standing, Statement, standing
from welfare_stats.register.state import RegisterState, state_after

__all__ = [
    "CatalogueChange",
    "Decision",
    "DecisionKind",
    "Edition",
    "Entry",
    "History",
    "Receipt",
    "Register",
    "RegisterState",
    "Standing",
    "Statement",
    "standing",
    "state_after",
]
