"""Which of the statements that an entry of the register brought or took are there for what cause.

A unit's statement for a period that it had reported already is a correction, any other a report
that came late; what went of other units was withdrawn, and what the office decided is a decision.
"""

from collections.abc import Iterator, Sequence

from welfare_stats.analyse.revision import Cause
from welfare_stats.register import Entry, Receipt, Statement

Group = tuple[Cause, list[Statement], list[Statement]]


def by_cause(
    entry: Entry, before: Sequence[Statement], after: Sequence[Statement]
) -> Iterator[Group]:
    """What an entry took out of the statements that count and put in, by cause.

    Args:
        entry: of the register.
        before: the statements that counted before it.
        after: those that count after it.
    """
    removed = [s for s in before if s not in set(after)]
    added = [s for s in after if s not in set(before)]
    if not isinstance(entry, Receipt):
        yield Cause.DECISION, removed, added
        return
    withdrawn = [s for s in removed if s.unit != entry.unit]
    brought_back = [s for s in added if s.unit != entry.unit]
    if withdrawn or brought_back:
        yield Cause.WITHDRAWAL, withdrawn, brought_back
    own_removed = [s for s in removed if s.unit == entry.unit]
    own_added = [s for s in added if s.unit == entry.unit]
    corrected = [s for s in own_added if any(_corrects(s, other) for other in own_removed)]
    replaced = [s for s in own_removed if any(_corrects(other, s) for other in own_added)]
    if corrected or replaced:
        yield Cause.CORRECTION, replaced, corrected
    late = [s for s in own_added if s not in corrected]
    out = [s for s in own_removed if s not in replaced]
    if late or out:
        yield Cause.LATE, out, late


def _corrects(later: Statement, earlier: Statement) -> bool:
    is_same = later.period == earlier.period or later.path == earlier.path
    return later.scope == earlier.scope and is_same
