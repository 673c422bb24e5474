"""Editions: what the numbers of a report were each time they differed, and which was sent."""

from collections.abc import Mapping, Sequence

from welfare_stats.analyse.revision import key_of, name_of, numbers_of
from welfare_stats.analyse.selection import Asked
from welfare_stats.analyse.totals import Results
from welfare_stats.clock import local_day
from welfare_stats.pipeline.basis import Basis
from welfare_stats.pipeline.compiling import Compiled, ReportScope
from welfare_stats.pipeline.moments import after_entry
from welfare_stats.pipeline.revisions import changes_between
from welfare_stats.register import Edition, Register
from welfare_stats.report.facts import SentRevision
from welfare_stats.report.number_names import in_reading_order


def numbers_by_name(results: Results) -> dict[str, float]:
    """Every number by the name that an edition has for it."""
    return {name_of(key): value for key, value in numbers_of(results).items()}


def newest_sent(
    editions: Sequence[Edition], numbers: Mapping[str, float | None], last: int
) -> Edition | None:
    """The newest edition that was sent and whose numbers are not these.

    Args:
        editions: of the report, the oldest first.
        numbers: of the report now.
        last: the last entry of the register that the report knows.
    """
    sent = (e for e in reversed(editions) if e.is_final and e.up_to <= last)
    return next((edition for edition in sent if edition.numbers != numbers), None)


def sent_revision(
    basis: Basis,
    register: Register,
    scope: ReportScope,
    compiled: Compiled,
    numbers: Mapping[str, float | None],
) -> SentRevision | None:
    """What changed since the report that was sent; ``None`` where none was sent or none did."""
    last = basis.moment.last
    edition = newest_sent(register.editions(scope.year, scope.period_code), numbers, last)
    if edition is None:
        return None
    asked = Asked(scope.year, compiled.period if scope.period_code else None)
    first = after_entry(edition.up_to, basis.workspace, register, basis.moment.catalogue)
    sent = {key_of(name): value for name, value in edition.numbers.items() if value is not None}
    changes = changes_between(basis.workspace, register, asked, first, basis.moment, sent)
    return SentRevision(
        local_day(edition.recorded_at),
        tuple(in_reading_order((c for c in changes if not c.key.unit), compiled.codes)),
        {entry.id: entry for entry in register.history().entries},
    )
