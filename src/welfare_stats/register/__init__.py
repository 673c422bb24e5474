"""The register: which submissions were received, what became of them, and what was decided.

``schema`` and ``migrations`` are its tables, ``database`` opens it, ``register`` reads and adds
``rows``; ``history`` is what it remembers, and ``standing`` and ``state`` are what follows from it.
"""

from welfare_stats.register.history import Decision, DecisionKind, Entry, History, Receipt
from welfare_stats.register.register import Register
from welfare_stats.register.standing import Standing, Statement, standing
from welfare_stats.register.state import RegisterState, state_after

__all__ = [
    "Decision",
    "DecisionKind",
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
