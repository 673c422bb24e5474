"""Editions: what the numbers of a report were each time they differed, and which was sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from welfare_stats.analyse.revision import key_of, name_of, numbers_of
from welfare_stats.analyse.totals import NumberKey, Results
from welfare_stats.clock import local_day
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.as_of import Moment, after_entry
from welfare_stats.pipeline.basis import Basis
from welfare_stats.pipeline.compiling import Compiled, ReportScope, asked_for
from welfare_stats.pipeline.replay import changes_between
from welfare_stats.register import Edition, Register
from welfare_stats.report.facts import SentRevision
from welfare_stats.report.number_names import in_reading_order
from welfare_stats.workspace import Workspace


def numbers_by_name(results: Results) -> dict[str, float]:
    """Every number by the name that an edition has for it."""
    return {name_of(key): value for key, value in numbers_of(results).items()}


def numbers_in(edition: Edition) -> dict[NumberKey, float]:
    """The numbers of an edition that were known."""
    return {key_of(name): value for name, value in edition.numbers.items() if value is not None}


def newest_sent(
    editions: Sequence[Edition], numbers: Mapping[str, float | None], until: datetime
) -> Edition | None:
    """The newest edition that was sent by a moment and whose numbers are not these.

    Args:
        editions: of the report, the oldest first.
        numbers: of the report.
        until: the moment (UTC) up to which the report knows the register.
    """
    sent = (e for e in reversed(editions) if e.sent_at is not None and e.sent_at <= until)
    return next((edition for edition in sent if edition.numbers != numbers), None)


def moment_of(
    edition: Edition, workspace: Workspace, register: Register, catalogue: Catalogue
) -> Moment:
    """What was known when an edition was sent, or, of a draft, when it was made.

    Its numbers were the same then, whatever had come and gone since they were first recorded.
    """
    number = edition.up_to
    if edition.sent_at is not None:
        entries = register.history().until(edition.sent_at).entries
        number = max((entry.id for entry in entries), default=number)
    return after_entry(number, workspace, register, catalogue)


def sent_revision(
    basis: Basis,
    register: Register,
    scope: ReportScope,
    compiled: Compiled,
    numbers: Mapping[str, float | None],
) -> SentRevision | None:
    """What changed since the report that was sent; ``None`` where none was sent or none did."""
    editions = register.editions(scope.year, scope.period_code)
    edition = newest_sent(editions, numbers, basis.moment.until)
    if edition is None or edition.sent_at is None:
        return None
    asked = asked_for(basis.moment.catalogue, scope)
    first = moment_of(edition, basis.workspace, register, basis.moment.catalogue)
    changes = changes_between(
        basis.workspace, register, asked, first, basis.moment, numbers_in(edition)
    )
    return SentRevision(
        local_day(edition.sent_at),
        tuple(in_reading_order((c for c in changes if not c.key.unit), compiled.codes)),
        {entry.id: entry for entry in register.history().entries},
    )
