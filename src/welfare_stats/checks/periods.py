"""The period against the periods that the register counts already."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from welfare_stats.findings import Finding, kinds
from welfare_stats.period import Relation, ReportingPeriod
from welfare_stats.vietnamese import format_date


@dataclass(frozen=True, slots=True)
class EarlierForm:
    """A form of the same unit that an accepted submission holds."""

    form: str
    period: ReportingPeriod
    path: str


def periods_do_not_overlap(
    forms: Collection[str],
    period: ReportingPeriod,
    path: str,
    earlier: Iterable[EarlierForm],
) -> Iterator[Finding]:
    """Periods of one unit and form repeat, extend, adjoin or lie apart.

    A file that replaces its own earlier content under the same name corrects its period.
    """
    for other in earlier:
        if (
            other.form in forms
            and other.path != path
            and period.relation_to(other.period) is Relation.OVERLAPPING
        ):
            yield kinds.PERIOD_OVERLAPS.at(
                None,
                start=format_date(period.start),
                end=format_date(period.end),
                other_start=format_date(other.period.start),
                other_end=format_date(other.period.end),
                form=other.form,
                other=other.path,
            )
